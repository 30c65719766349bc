//! CSV: which separator a file is written with, and its rows, one at a time.
//!
//! RFC 4180 (<https://www.rfc-editor.org/rfc/rfc4180>), with the separators spreadsheets use in its
//! place. Owns the text between two line ends; what a column means is `columns`' business.

use std::fmt;
use std::io::{self, Cursor, Read};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::columns::{ColumnMap, same};
use super::encoding::fill;
use super::{ImportError, ImportField, ImportFields, ImportRecord};
use crate::domain::text::sanitize;

/// The separators there are, the likeliest first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How much of a file is looked at for its separator.
const HEAD: usize = 64 * 1024;

/// How many bytes one row may have, and how many cells: more is a quotation mark gone astray.
const LONGEST: usize = 1024 * 1024;
const WIDEST: usize = 16 * 1024;

/// How many rows are shown beside the columns that are to be chosen.
const SAMPLES: usize = 3;

/// Why a row is not taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CsvRowError {
    /// A quotation mark in it swallows all that follows; nothing is read behind it.
    UnclosedQuote,
    /// It has more bytes than a row may have; the next one is read.
    TooLong,
    /// It has more cells than a row may have; the next one is read.
    TooManyCells,
}

impl fmt::Display for CsvRowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnclosedQuote => f.write_str(
                "a quotation mark is opened and never closed: everything from here to the end of \
                 the file was left out",
            ),
            Self::TooLong => write!(
                f,
                "is longer than a row may be ({} kB): a quotation mark before it may be opened and \
                 closed too late",
                LONGEST / 1024
            ),
            Self::TooManyCells => write!(f, "has more cells than a row may have ({WIDEST})"),
        }
    }
}

/// A file of rows under columns, read as it is asked for.
pub struct CsvReader {
    records: CsvRecords<Box<dyn Read>>,
    columns: ColumnMap,
    separator: u8,
}

impl CsvReader {
    /// Begins with a file, already UTF-8; `map` says which of its columns is which of ours, where
    /// its header does not.
    ///
    /// # Errors
    /// Why the whole of it is refused.
    pub fn open(text: Box<dyn Read>, map: &[(ImportField, String)]) -> Result<Self, ImportError> {
        let CsvPreamble {
            records,
            header,
            separator,
        } = begin(text, map)?;
        let columns = ColumnMap::from_header(&header, map)?;
        Ok(Self {
            records,
            columns,
            separator,
        })
    }

    /// The columns of a file as far as they are known, each with what stands in its first rows.
    ///
    /// # Errors
    /// Why the whole of it is refused.
    pub fn sampled(
        text: Box<dyn Read>,
        map: &[(ImportField, String)],
    ) -> Result<(ColumnMap, Vec<CsvRecord>), ImportError> {
        let CsvPreamble {
            mut records,
            header,
            ..
        } = begin(text, map)?;
        let columns = ColumnMap::as_far_as_known(&header, map)?;
        let mut samples = Vec::new();
        while samples.len() < SAMPLES {
            match records.next_one()? {
                Some((_, Ok(record))) if record.is_blank() => {}
                Some((_, Ok(record))) => samples.push(record),
                _ => break,
            }
        }
        Ok((columns, samples))
    }

    /// What its columns are.
    #[must_use]
    pub const fn columns(&self) -> &ColumnMap {
        &self.columns
    }

    /// What parts its cells, in words.
    #[must_use]
    pub const fn separator(&self) -> &'static str {
        match self.separator {
            b';' => "semicolons",
            b'\t' => "tabs",
            b'|' => "bars",
            _ => "commas",
        }
    }

    /// The next row that is not blank.
    ///
    /// # Errors
    /// What could not be read.
    pub fn next_row(&mut self) -> Result<Option<ImportRecord>, ImportError> {
        loop {
            let what = match self.records.next_one()? {
                None => return Ok(None),
                Some((_, Ok(record))) if record.is_blank() => continue,
                Some((line, Ok(record))) => (line, self.columns.row(&record)),
                Some((line, Err(why))) => (line, Err(why.to_string())),
            };
            let (line, what): (u64, Result<ImportFields, String>) = what;
            return Ok(Some(ImportRecord { line, what }));
        }
    }
}

/// A file whose header was read: it, the rows behind it, and what parts the cells.
struct CsvPreamble {
    records: CsvRecords<Box<dyn Read>>,
    header: CsvRecord,
    separator: u8,
}

fn begin(
    mut text: Box<dyn Read>,
    map: &[(ImportField, String)],
) -> Result<CsvPreamble, ImportError> {
    let mut head = vec![0; HEAD];
    let read = fill(&mut text, &mut head)?;
    head.truncate(read);
    let (from, said) = declared_separator(&head);
    let separator = said.unwrap_or_else(|| {
        let whole = head.get(from..).unwrap_or_default();
        separator(whole, map)
    });
    let mut ahead = Cursor::new(head);
    ahead.set_position(from as u64);
    let text: Box<dyn Read> = Box::new(ahead.chain(text));
    let mut records = CsvRecords::new(text, separator);
    records.line += u64::from(said.is_some());
    let header = loop {
        match records.next_one()? {
            None => return Err(ImportError::Empty),
            Some((line, Err(why))) => {
                let why = format!("line {line}, which names its columns: {why}");
                return Err(ImportError::Unreadable(why));
            }
            Some((_, Ok(record))) if record.is_blank() => {}
            Some((_, Ok(record))) => break record,
        }
    };
    Ok(CsvPreamble {
        records,
        header,
        separator,
    })
}

/// One row's cells.
#[derive(Debug, Clone, Default)]
pub struct CsvRecord {
    text: String,
    ends: Vec<usize>,
}

impl CsvRecord {
    /// How many cells it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A cell; nothing behind the last one.
    #[must_use]
    pub fn get(&self, n: usize) -> Option<&str> {
        let from = match n.checked_sub(1) {
            None => 0,
            Some(before) => *self.ends.get(before)?,
        };
        self.text.get(from..*self.ends.get(n)?)
    }

    /// Its cells.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|n| self.get(n))
    }

    fn is_blank(&self) -> bool {
        self.text.is_empty() || self.iter().all(|cell| sanitize(cell).is_empty())
    }
}

/// The line that some spreadsheets begin with, `sep=;`: where the rest begins, and the separator.
fn declared_separator(head: &[u8]) -> (usize, Option<u8>) {
    let said = head.get(..4).filter(|s| s.eq_ignore_ascii_case(b"sep="));
    match (said, head.get(4), head.get(5..)) {
        (Some(_), Some(separator), Some(rest)) if !separator.is_ascii_alphanumeric() => {
            let end = if rest.starts_with(b"\r\n") {
                Some(7)
            } else if rest.starts_with(b"\n") || rest.starts_with(b"\r") {
                Some(6)
            } else {
                None
            };
            end.map_or((0, None), |end| (end, Some(*separator)))
        }
        _ => (0, None),
    }
}

/// The separator under which the header has most of the columns that are looked for, and most
/// columns at all.
fn separator(head: &[u8], map: &[(ImportField, String)]) -> u8 {
    let known =
        |cell: &&str| ColumnMap::knows(cell) || map.iter().any(|(_, column)| same(column, cell));
    let score = |separator: &u8| {
        let mut records = CsvRecords::new(head, *separator);
        let mut first = None;
        while let Ok(Some((_, Ok(record)))) = records.next_one() {
            if !record.is_blank() {
                first = Some(record);
                break;
            }
        }
        let header = first.unwrap_or_default();
        (header.iter().filter(known).count(), header.len())
    };
    // Of equals the last is taken: the likeliest.
    SEPARATORS
        .into_iter()
        .rev()
        .max_by_key(score)
        .unwrap_or(b',')
}

/// The records of a text, each with the line it begins on; a piece of the text at a time.
struct CsvRecords<R> {
    text: R,
    reader: Reader,
    piece: Vec<u8>,
    at: usize,
    end: usize,
    ended: bool,
    /// The line that is read, from 1, and whether the last byte was a return: a line feed behind
    /// it ends no line of its own.
    line: u64,
    returned: bool,
    cells: Vec<u8>,
    ends: Vec<usize>,
}

impl<R: Read> CsvRecords<R> {
    fn new(text: R, separator: u8) -> Self {
        Self {
            text,
            reader: ReaderBuilder::new().delimiter(separator).build(),
            piece: vec![0; HEAD],
            at: 0,
            end: 0,
            ended: false,
            line: 1,
            returned: false,
            cells: vec![0; 4096],
            ends: vec![0; 64],
        }
    }

    /// The bytes that were read and are not used yet; empty at the end of the file.
    fn rest(&mut self) -> io::Result<()> {
        if self.at == self.end && !self.ended {
            self.end = fill(&mut self.text, &mut self.piece)?;
            self.at = 0;
            self.ended = self.end == 0;
        }
        Ok(())
    }

    /// Steps over bytes, and counts the lines that end in them: a return and a line feed are one
    /// end.
    fn step(&mut self, by: usize) -> (u64, usize) {
        let bytes = self.piece.get(self.at..self.at + by).unwrap_or_default();
        let (mut lines, mut quotes) = (0, 0);
        for byte in bytes {
            match byte {
                b'\n' if !self.returned => lines += 1,
                b'\r' => lines += 1,
                b'"' => quotes += 1,
                _ => {}
            }
            self.returned = *byte == b'\r';
        }
        self.at += by;
        (lines, quotes)
    }

    /// Steps over the ends of lines before a record.
    fn skip_ends(&mut self) -> io::Result<()> {
        loop {
            self.rest()?;
            let bytes = self.piece.get(self.at..self.end).unwrap_or_default();
            let ends = bytes
                .iter()
                .take_while(|b| matches!(b, b'\r' | b'\n'))
                .count();
            let whole = ends == bytes.len() && !self.ended;
            self.line += self.step(ends).0;
            if !whole {
                return Ok(());
            }
        }
    }

    /// The next record with its line; why it has no cells, where it is too large to be one. The
    /// text ends with one whose quotation mark would hold all that follows.
    fn next_one(&mut self) -> io::Result<Option<(u64, Result<CsvRecord, CsvRowError>)>> {
        self.skip_ends()?;
        let line = self.line;
        let mut broken = None;
        let (mut filled, mut ended) = (0, 0);
        let (mut lines, mut quotes) = (0, 0);
        loop {
            self.rest()?;
            let input = self.piece.get(self.at..self.end).unwrap_or_default();
            let (result, read, wrote, cells) = self.reader.read_record(
                input,
                self.cells.get_mut(filled..).unwrap_or_default(),
                self.ends.get_mut(ended..).unwrap_or_default(),
            );
            let (more_lines, more_quotes) = self.step(read);
            lines += more_lines;
            quotes += more_quotes;
            filled += wrote;
            ended += cells;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if filled < LONGEST => {
                    self.cells.resize(2 * self.cells.len(), 0);
                }
                ReadRecordResult::OutputEndsFull if ended < WIDEST => {
                    self.ends.resize(2 * self.ends.len(), 0);
                }
                ReadRecordResult::OutputFull => {
                    broken.get_or_insert(CsvRowError::TooLong);
                    filled = 0;
                }
                ReadRecordResult::OutputEndsFull => {
                    broken.get_or_insert(CsvRowError::TooManyCells);
                    ended = 0;
                }
                ReadRecordResult::Record => {
                    self.line += lines;
                    return Ok(Some((line, self.record(filled, ended, quotes, broken))));
                }
                ReadRecordResult::End => return Ok(None),
            }
        }
    }

    /// What was read of a record, at its end.
    fn record(
        &mut self,
        filled: usize,
        ended: usize,
        quotes: usize,
        broken: Option<CsvRowError>,
    ) -> Result<CsvRecord, CsvRowError> {
        let ends = self.ends.get(..ended).unwrap_or_default().to_vec();
        let cells = self.cells.get(..filled).unwrap_or_default();
        let text = String::from_utf8_lossy(cells).into_owned();
        let several = broken.is_some() || text.trim_end().contains(['\r', '\n']);
        if self.ended && quotes % 2 == 1 && several {
            self.stop();
            return Err(CsvRowError::UnclosedQuote);
        }
        broken.map_or(Ok(CsvRecord { text, ends }), Err)
    }

    /// Nothing more is read.
    fn stop(&mut self) {
        self.at = self.end;
        self.ended = true;
        self.reader.reset();
    }
}

#[cfg(test)]
mod tests;
