//! What a parser keeps to whatever it is given: it comes to an end, brings no more than was in the
//! bytes, and takes no number for another.
//!
//! Owns the checks that the properties, the hostile files and the fuzzing (`tests/fuzz`) share. Work
//! is bounded by sizes, never by a clock: a machine may be slow.

use std::sync::Arc;

use checkback::domain::hours::Calendar;
use checkback::domain::phone::{self, Region};
use checkback::domain::rules::Rules;
use checkback::domain::time_phrase::{DateOrder, TimePhraseParser};
use checkback::domain::validation::FieldParser;
use checkback::import::file::{ImportFile, ImportFileOptions, ImportFormat, ImportSource};
use checkback::import::validate::{self, ValidatedRow};
use checkback::import::{ImportError, ImportFields};
use chrono::{DateTime, Utc};

/// How long a refusal may be, in bytes: it quotes what it refuses, cut short.
const WORDS: usize = 4 * 1024;

/// What came of a file.
#[derive(Debug, Default)]
pub(crate) struct FileOutcome {
    /// How many rows or cards there were.
    pub(crate) pieces: usize,
    /// How many of them were left out, and the last reason.
    pub(crate) refused: usize,
    pub(crate) why: String,
    /// The bytes of all they brought.
    pub(crate) brought: usize,
}

/// Sunday 22 November 2026, 10:42 in London.
fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_344_120, 0).expect("a moment")
}

/// Reads bytes as a file and checks every row or card.
pub(crate) fn file(bytes: &[u8], form: ImportFormat) -> Result<FileOutcome, ImportError> {
    let source = ImportSource::Memory(Arc::from(bytes));
    let how = ImportFileOptions {
        form: Some(form),
        country: "GB".to_owned(),
        ..ImportFileOptions::default()
    };
    let ends = bytes.iter().filter(|b| matches!(b, b'\r' | b'\n')).count();
    let rules = Rules::default();
    let region = Region::new("GB").expect("a region");
    let reading = FieldParser {
        rules: &rules,
        region: &region,
        now: now(),
        past: true,
    };
    let mut read = FileOutcome::default();
    let mut last = 1;
    let mut file = ImportFile::open(&source, &how)?;
    while let Some(piece) = file.next_piece()? {
        assert!(piece.line >= last, "lines go on");
        assert!(piece.line <= ends as u64 + 1, "a line that is there");
        last = piece.line;
        read.pieces += 1;
        match piece.fields {
            Ok(brought) => {
                read.brought += size(&brought);
                taken(brought, &reading);
            }
            Err(why) => {
                assert!(why.len() <= WORDS, "{} bytes of words", why.len());
                read.refused += 1;
                read.why = why;
            }
        }
    }
    let (done, all) = file.progress();
    assert!(done <= all, "{done} of {all} bytes");
    assert!(read.pieces <= ends + 2, "a row has a line of its own");
    // A byte becomes three at most; a word of ours stands before some cells.
    let most = 3 * bytes.len() + 32 * bytes.len() + 64 * read.pieces;
    assert!(read.brought <= most, "{} bytes brought", read.brought);
    Ok(read)
}

/// Checks what a row brings: a number that is rung is one that was written.
fn taken(brought: ImportFields, reading: &FieldParser<'_>) {
    let written: String = brought.phones.iter().map(|(_, p)| p.as_str()).collect();
    let written: String = written
        .chars()
        .filter_map(checkback::domain::text::digit)
        .collect();
    let Ok(ValidatedRow { draft, .. }) = validate::validate_row(brought, reading) else {
        return;
    };
    if let Some(number) = draft.phone {
        // Those dialled within a town have four figures.
        let tail: Vec<char> = number.e164.chars().rev().take(4).collect();
        let tail: String = tail.into_iter().rev().collect();
        assert!(written.contains(&tail), "{} of {written}", number.e164);
    }
}

fn size(brought: &ImportFields) -> usize {
    let typed = &brought.typed;
    let texts = [
        &typed.name,
        &typed.phone,
        &typed.email,
        &typed.item,
        &typed.kind,
        &typed.about,
        &typed.severity,
        &typed.quote,
        &typed.due,
        &typed.promise,
        &typed.owner,
        &typed.note,
        &brought.company,
    ];
    let texts: usize = texts.into_iter().map(String::len).sum();
    let phones: usize = brought.phones.iter().map(|(_, p)| p.len()).sum();
    let emails: usize = brought.emails.iter().map(String::len).sum();
    texts + phones + emails + brought.source.as_ref().map_or(0, String::len)
}

/// A phrase has one reading, within the years there are, or a refusal in few words. As the time a rest
/// ends, it is never past.
pub(crate) fn phrase(text: &str) {
    let calendar = Calendar::default();
    for order in [DateOrder::DayFirst, DateOrder::MonthFirst] {
        let reader = TimePhraseParser {
            now: now(),
            calendar: &calendar,
            order,
        };
        let read = reader.read(text);
        assert_eq!(read, reader.read(text), "it is read alike");
        match read {
            Ok(when) => {
                let year = when.at.format("%Y").to_string();
                assert!(
                    ("1899"..="2201").contains(&year.as_str()),
                    "{text:?}: {year}"
                );
            }
            Err(error) => assert!(error.to_string().len() <= WORDS),
        }
        if let Ok(rest) = reader.read_rest(text) {
            assert!(rest.at >= now(), "{text:?}");
        }
    }
}

/// A number that is understood is written in figures that are in the text, and one taken for sure
/// is the same however it is written again.
pub(crate) fn number(text: &str) {
    for code in ["GB", "US", "DE", "IT", "AR"] {
        let region = Region::new(code).expect("a region");
        match phone::read(text, &region) {
            Ok(number) => {
                let figures = number.e164.strip_prefix('+').expect("it begins with +");
                assert!(figures.bytes().all(|b| b.is_ascii_digit()), "{text:?}");
                assert!((3..=20).contains(&figures.len()), "{text:?}: {figures}");
                if number.valid {
                    let again = phone::read(&number.e164, &region).expect("it is a number");
                    assert_eq!(again.e164, number.e164, "{text:?} in {code}");
                    assert!(again.valid, "{text:?} in {code}");
                    let dialled = phone::read(&number.national, &region).expect("it is dialled");
                    assert_eq!(dialled.e164, number.e164, "{text:?} in {code}");
                }
            }
            Err(error) => assert!(error.to_string().len() <= WORDS),
        }
    }
}
