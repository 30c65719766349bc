//! Sample files, each held against what stands in it, written by hand beside it.
//!
//! `FILE.expected.json` says in which country's shop `FILE` is read, what it is to be taken for, and
//! what each row or card brings; what it leaves out is not there. `said` are words that the row's
//! remarks must have, one for each remark.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use checkback::domain::hours::Calendar;
use checkback::domain::money::Currency;
use checkback::domain::phone::Region;
use checkback::domain::rules::Rules;
use checkback::domain::time_phrase::DateOrder;
use checkback::domain::validation::FieldParser;
use checkback::import::ImportError;
use checkback::import::file::{ImportFile, ImportFileOptions, ImportSource};
use checkback::import::validate::{self, ValidatedRow};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

/// The samples of a folder that say what is expected of them.
fn samples(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/samples")
        .join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(".expected.json"))
        .collect();
    files.sort();
    files
}

/// What is wrong with the samples of a folder, and how many there are.
fn differences(folder: &str) -> (usize, Vec<String>) {
    let samples = samples(folder);
    let mut wrong = Vec::new();
    for path in &samples {
        let expected: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let name = path.file_name().unwrap().to_string_lossy();
        let file = path.with_file_name(name.trim_end_matches(".expected.json"));
        let found = read(&ImportSource::Path(file), &expected);
        compare(&name, &expected, &found, &mut wrong);
    }
    (samples.len(), wrong)
}

fn compare(name: &str, expected: &Value, found: &Value, wrong: &mut Vec<String>) {
    for key in ["program", "encoding", "separator", "left_out"] {
        if expected.get(key).is_some() && expected[key] != found[key] {
            let (e, f) = (&expected[key], &found[key]);
            wrong.push(format!("{name}: {key} is {f}, not {e}"));
        }
    }
    for key in ["rows", "problems"] {
        let none = json!([]);
        let (e, f) = (expected.get(key).unwrap_or(&none), &found[key]);
        let (e, f) = (e.as_array().unwrap(), f.as_array().unwrap());
        if e.len() != f.len() {
            wrong.push(format!("{name}: {} {key}, not {}: {f:?}", f.len(), e.len()));
        }
        for (e, f) in e.iter().zip(f) {
            if !alike(e, f) {
                wrong.push(format!("{name}:\n  expected {e}\n  found    {f}"));
            }
        }
    }
}

/// Whether a row is what was expected; of remarks, words are.
fn alike(expected: &Value, found: &Value) -> bool {
    let (mut e, mut f) = (
        expected.as_object().unwrap().clone(),
        found.as_object().unwrap().clone(),
    );
    let said = |row: &mut Map<String, Value>, key: &str| -> Vec<String> {
        let said = row.remove(key).unwrap_or_else(|| json!([]));
        let said = match said {
            Value::Array(said) => said,
            one => vec![one],
        };
        said.iter()
            .map(|s| s.as_str().unwrap().to_owned())
            .collect()
    };
    let words = |e: Vec<String>, f: Vec<String>| {
        e.len() == f.len() && e.iter().zip(&f).all(|(e, f)| f.contains(e))
    };
    let remarks = words(said(&mut e, "said"), said(&mut f, "said"));
    let problem = words(said(&mut e, "what"), said(&mut f, "what"));
    remarks && problem && e == f
}

fn read(source: &ImportSource, expected: &Value) -> Value {
    let region = Region::new(expected["region"].as_str().unwrap()).unwrap();
    let rules = Rules {
        calendar: Calendar {
            zone: chrono_tz::Tz::Europe__London,
            ..Calendar::default()
        },
        order: DateOrder::of_region(region.code()),
        currency: Currency::new(expected["currency"].as_str().unwrap_or("GBP")).unwrap(),
        ..Rules::default()
    };
    let reading = FieldParser {
        rules: &rules,
        region: &region,
        now: DateTime::parse_from_rfc3339("2026-11-22T10:42:00Z")
            .unwrap()
            .to_utc(),
        past: true,
    };
    let how = ImportFileOptions {
        country: region.code().to_owned(),
        form: None,
        ..ImportFileOptions::default()
    };
    match rows(source, &how, &reading) {
        Ok(found) => found,
        Err(refused) => json!({"refused": refused.to_string(), "rows": [], "problems": []}),
    }
}

fn rows(
    source: &ImportSource,
    how: &ImportFileOptions,
    reading: &FieldParser<'_>,
) -> Result<Value, ImportError> {
    let mut file = ImportFile::open(source, how)?;
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    while let Some(piece) = file.next_piece()? {
        let taken = piece.fields.map_err(|why| vec![why]);
        match taken.and_then(|brought| validate::validate_row(brought, reading)) {
            Ok(taken) => rows.push(row(piece.line, &taken)),
            Err(whys) => {
                for what in whys {
                    problems.push(json!({"at": piece.line, "what": what}));
                }
            }
        }
    }
    let csv = file.csv();
    Ok(json!({
        "program": csv.and_then(|csv| csv.columns().layout()),
        "encoding": file.encoding().says(),
        "separator": csv.map(checkback::import::csv::CsvReader::separator),
        "left_out": csv.map(|csv| csv.columns().left_out()),
        "rows": rows,
        "problems": problems,
    }))
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// What a row brought, by the names an expectation has.
fn row(line: u64, taken: &ValidatedRow) -> Value {
    let draft = &taken.draft;
    let number = draft.phone.as_ref();
    let reason = draft.reason.as_ref();
    let said = |(at, by): &(DateTime<Utc>, Option<String>)| {
        let by = by.clone().unwrap_or_default();
        format!("{} {by}", instant(*at)).trim().to_owned()
    };
    let texts = [
        ("name", Some(draft.name.clone())),
        ("phone", number.map(|n| n.e164.clone())),
        ("extension", number.and_then(|n| n.extension.clone())),
        ("email", draft.email.clone()),
        ("line", draft.line.clone()),
        ("item", draft.item.clone()),
        ("kind", reason.map(|r| r.kind.to_string())),
        ("about", reason.map(|r| r.about.clone())),
        (
            "severity",
            reason.and_then(|r| r.severity).map(|s| s.to_string()),
        ),
        ("due", reason.and_then(|r| r.due).map(instant)),
        ("promise", reason.and_then(|r| r.promise).map(instant)),
        ("owner", reason.and_then(|r| r.owner.clone())),
        ("note", reason.and_then(|r| r.note.clone())),
        ("source", taken.draft.source.clone()),
        ("doubtful", taken.draft.doubtful.clone()),
        (
            "no_marketing",
            taken.draft.past.no_marketing.as_ref().map(said),
        ),
        ("no_calls", taken.draft.past.no_calls.as_ref().map(said)),
        ("added", taken.draft.past.added.map(instant)),
    ];
    let mut row = Map::new();
    row.insert("at".to_owned(), json!(line));
    let details = draft.details.iter();
    let details = details.map(|(detail, text)| (detail.json_name(), Some(text.to_owned())));
    for (key, text) in texts.into_iter().chain(details) {
        if let Some(text) = text {
            row.insert(key.to_owned(), json!(text));
        }
    }
    if number.is_some_and(|n| !n.valid) {
        row.insert("doubt".to_owned(), json!(true));
    }
    if let Some(quote) = reason.and_then(|r| r.quote) {
        row.insert("quote".to_owned(), json!(quote));
    }
    row.insert("said".to_owned(), json!(taken.warnings));
    Value::Object(row)
}

fn are_as_they_are_written(folder: &str, at_least: usize) {
    let (samples, wrong) = differences(folder);
    assert!(samples >= at_least, "{samples} samples in {folder}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_programs_file_is_read_without_being_told_its_columns() {
    are_as_they_are_written("layouts", 16);
}

/// A file's columns the other way round.
fn reversed(file: &Path) -> Vec<u8> {
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(file)
        .unwrap();
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    for record in reader.byte_records() {
        let cells = record.unwrap();
        let cells: Vec<&[u8]> = cells.iter().collect();
        writer.write_record(cells.into_iter().rev()).unwrap();
    }
    writer.into_inner().unwrap()
}

#[test]
fn a_programs_columns_may_stand_in_any_order() {
    let mut wrong = Vec::new();
    for path in samples("layouts") {
        let expected: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let name = path.file_name().unwrap().to_string_lossy();
        let file = path.with_file_name(name.trim_end_matches(".expected.json"));
        let found = read(&ImportSource::Memory(Arc::from(reversed(&file))), &expected);
        // Which of several equal numbers comes first is the columns' order; who it is, is not.
        let who = |rows: &Value| -> Vec<Vec<Value>> {
            let keys = ["name", "item", "about", "kind", "quote", "due", "source"];
            let rows = rows.as_array().unwrap().iter();
            rows.map(|row| keys.iter().map(|key| row[key].clone()).collect())
                .collect()
        };
        if who(&found["rows"]) != who(&expected["rows"]) || found["program"] != expected["program"]
        {
            wrong.push(format!("{name}: {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_telephones_cards_are_read() {
    are_as_they_are_written("cards", 12);
}

#[test]
fn every_encoding_and_separator_is_told_and_every_spelling_of_a_number_is_read() {
    are_as_they_are_written("encodings", 20);
}

#[test]
fn the_cards_of_other_peoples_tests_are_read_as_they_stand() {
    are_as_they_are_written("cards-of-others", 20);
}
