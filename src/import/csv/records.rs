//! The rows of a CSV text: one record at a time, however long the text is.
//!
//! Owns the loop on `csv-core`, the line each record begins on, and how large a record may be. Not
//! `csv::Reader`: it counts no line that ends in a bare return, takes the blank lines before a row
//! for the row's, gives no limit to a row, and does not tell a quotation mark that is never closed.

use std::fmt;
use std::io::{self, Read};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::super::encoding::fill;
use crate::domain::text::sanitize;

/// How much of a text is read at once.
const PIECE: usize = 64 * 1024;

/// How many bytes one row may have, and how many cells: more is a quotation mark gone astray.
const LONGEST: usize = 1024 * 1024;
const WIDEST: usize = 16 * 1024;

/// Why a row is not taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum CsvRowError {
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

    pub(super) fn is_blank(&self) -> bool {
        self.text.is_empty() || self.iter().all(|cell| sanitize(cell).is_empty())
    }
}

/// The records of a text, each with the line it begins on; a piece of the text at a time.
pub(super) struct CsvRecords<R> {
    text: R,
    reader: Reader,
    piece: Vec<u8>,
    at: usize,
    end: usize,
    ended: bool,
    /// The line that is read, from 1, and whether the last byte was a return: a line feed behind
    /// it ends no line of its own.
    pub(super) line: u64,
    returned: bool,
    cells: Vec<u8>,
    ends: Vec<usize>,
}

impl<R: Read> CsvRecords<R> {
    pub(super) fn new(text: R, separator: u8) -> Self {
        Self {
            text,
            reader: ReaderBuilder::new().delimiter(separator).build(),
            piece: vec![0; PIECE],
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
    pub(super) fn next_one(&mut self) -> io::Result<Option<(u64, Result<CsvRecord, CsvRowError>)>> {
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
