//! CSV: which separator a file is written with, and its rows, one at a time.
//!
//! RFC 4180 (<https://www.rfc-editor.org/rfc/rfc4180>), with the separators spreadsheets use in its
//! place. What a column means is `columns`' business.

mod records;

use std::io::{Cursor, Read};

use super::columns::{ColumnMap, same};
use super::encoding::fill;
use super::{ImportError, ImportField, ImportFields, ImportRecord};
pub use records::CsvRecord;
use records::CsvRecords;

/// The separators there are, the likeliest first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How much of a file is looked at for its separator.
const HEAD: usize = 64 * 1024;

/// How many rows are shown beside the columns that are to be chosen.
const SAMPLES: usize = 3;

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

#[cfg(test)]
mod tests;
