//! CSV: which separator a file is written with, and its rows, one at a time.
//!
//! RFC 4180 (<https://www.rfc-editor.org/rfc/rfc4180>), with the separators spreadsheets use in its
//! place. What a column means is `columns`' business.

mod quotes;
mod records;

use std::collections::VecDeque;
use std::io::{Cursor, Read};

use super::columns::{ColumnMap, same};
use super::encoding::fill;
use super::{ImportError, ImportField, ImportFields, ImportRecord, not_a_table};
use quotes::{MendedQuotes, QuoteMender};
pub use records::CsvRecord;
use records::{CsvRecords, CsvRowError};

/// The separators there are, the likeliest first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How much of a file is looked at for its separator.
const HEAD: usize = 64 * 1024;

/// How many rows are shown beside the columns that are to be chosen.
const SAMPLES: usize = 3;

/// Within how many rows from the first the names of the columns are looked for: titles stand above
/// them.
const TITLES: usize = 20;

/// A record with the line it begins on, or why it has no cells.
pub(super) type NumberedRecord = (u64, Result<CsvRecord, CsvRowError>);

/// A file of rows under columns, read as it is asked for.
pub struct CsvReader {
    rows: CsvRows,
    columns: ColumnMap,
    separator: u8,
    header_line: u64,
    titled: bool,
}

/// The rows behind a header.
struct CsvRows {
    /// Those that were read ahead.
    ahead: VecDeque<NumberedRecord>,
    records: CsvRecords<QuoteMender<Box<dyn Read>>>,
    mended: MendedQuotes,
}

impl CsvRows {
    fn next_one(&mut self) -> std::io::Result<Option<NumberedRecord>> {
        let next = match self.ahead.pop_front() {
            Some(record) => Some(record),
            None => self.records.next_one()?,
        };
        if let Some((line, _)) = next {
            // Those of the rows before were told.
            let mut mended = self.mended.borrow_mut();
            while mended.front().is_some_and(|m| m.line < line) {
                mended.pop_front();
            }
        }
        Ok(next)
    }
}

impl CsvReader {
    /// Begins with a file, already UTF-8; `map` says which of its columns is which of ours, where
    /// its header does not.
    ///
    /// # Errors
    /// Why the whole of it is refused.
    pub fn open(text: Box<dyn Read>, map: &[(ImportField, String)]) -> Result<Self, ImportError> {
        let CsvPreamble {
            rows,
            header,
            separator,
            header_line,
            titled,
        } = begin(text, map)?;
        let columns = ColumnMap::from_header(&header, map)?;
        Ok(Self {
            rows,
            columns,
            separator,
            header_line,
            titled,
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
            mut rows, header, ..
        } = begin(text, map)?;
        let columns = ColumnMap::as_far_as_known(&header, map)?;
        let mut samples = Vec::new();
        while samples.len() < SAMPLES {
            match rows.next_one()? {
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

    /// The same, to be told more of them.
    pub(super) const fn columns_mut(&mut self) -> &mut ColumnMap {
        &mut self.columns
    }

    /// The line on which the names of the columns stand, where there are titles above them.
    #[must_use]
    pub fn titled(&self) -> Option<u64> {
        self.titled.then_some(self.header_line)
    }

    /// The next row as it stands.
    pub(super) fn next_record(&mut self) -> std::io::Result<Option<NumberedRecord>> {
        self.rows.next_one()
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
            let what = match self.rows.next_one()? {
                None => return Ok(None),
                Some((_, Ok(record))) if record.is_blank() => continue,
                Some((line, Ok(record))) => (line, self.columns.row(&record)),
                Some((line, Err(why))) => (line, Err(why.to_string())),
            };
            let (line, mut fields): (u64, Result<ImportFields, String>) = what;
            for mended in self
                .rows
                .mended
                .borrow()
                .iter()
                .take_while(|m| m.line == line)
            {
                match &mut fields {
                    Ok(fields) => fields.remarks.push(mended.to_string()),
                    Err(why) => *why = format!("{why}; {mended}"),
                }
            }
            return Ok(Some(ImportRecord { line, fields }));
        }
    }
}

/// A file whose header was read: it, the rows behind it, and what parts the cells.
struct CsvPreamble {
    rows: CsvRows,
    header: CsvRecord,
    separator: u8,
    header_line: u64,
    titled: bool,
}

fn begin(
    mut text: Box<dyn Read>,
    map: &[(ImportField, String)],
) -> Result<CsvPreamble, ImportError> {
    let mut head = vec![0; HEAD];
    let read = fill(&mut text, &mut head)?;
    head.truncate(read);
    not_a_table::refuse(&head)?;
    let (from, said) = declared_separator(&head);
    let separator = said.unwrap_or_else(|| {
        let whole = head.get(from..).unwrap_or_default();
        separator(whole, map)
    });
    let mut ahead = Cursor::new(head);
    ahead.set_position(from as u64);
    let text: Box<dyn Read> = Box::new(ahead.chain(text));
    let mended = MendedQuotes::default();
    let text = QuoteMender::new(text, separator, u64::from(said.is_some()), mended.clone());
    let mut records = CsvRecords::new(text, separator);
    records.line += u64::from(said.is_some());
    let (mut rows, titled) = header_first(&mut records, map)?;
    match rows.pop_front() {
        None => Err(ImportError::Empty),
        Some((line, Err(why))) => {
            let why = format!("line {line}, which names its columns: {why}");
            Err(ImportError::Unreadable(why))
        }
        // Separators and nothing else.
        Some((_, Ok(header)))
            if !header
                .iter()
                .any(|cell| cell.contains(char::is_alphanumeric)) =>
        {
            Err(ImportError::Empty)
        }
        Some((header_line, Ok(header))) => Ok(CsvPreamble {
            rows: CsvRows {
                ahead: rows,
                records,
                mended,
            },
            header,
            separator,
            header_line,
            titled,
        }),
    }
}

/// The first rows, the one that names the columns in front; and whether there are titles above it.
fn header_first<R: Read>(
    records: &mut CsvRecords<R>,
    map: &[(ImportField, String)],
) -> std::io::Result<(VecDeque<NumberedRecord>, bool)> {
    let mut first: VecDeque<NumberedRecord> = VecDeque::new();
    let names = |(_, row): &NumberedRecord| row.as_ref().is_ok_and(|row| is_header(row, map));
    while first.len() < TITLES
        && let Some(record) = records.next_one()?
    {
        let blank = matches!(&record.1, Ok(record) if record.is_blank());
        if !blank {
            first.push_back(record);
        }
        // Most files begin with it: nothing is read ahead then.
        if first.iter().any(names) {
            break;
        }
    }
    let at = first.iter().position(names);
    let titled = at.is_some_and(|at| at > 0);
    Ok((first.split_off(at.unwrap_or(0)), titled))
}

/// Whether a row names columns: several of its cells are known, and one says whom or what number a
/// column holds; or it is what was asked for.
fn is_header(row: &CsvRecord, map: &[(ImportField, String)]) -> bool {
    let asked = |cell: &&str| map.iter().any(|(_, column)| same(column, cell));
    if !map.is_empty() && row.iter().filter(asked).count() == map.len() {
        return true;
    }
    let known = row.iter().filter(|cell| ColumnMap::knows(cell)).count();
    known >= 2 && row.iter().any(ColumnMap::reaches)
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
        let mut best = (0, 0);
        let mut rows = 0;
        // A title above the columns has no separators at all.
        while rows < TITLES
            && let Ok(Some((_, Ok(record)))) = records.next_one()
        {
            if !record.is_blank() {
                rows += 1;
                best = best.max((record.iter().filter(known).count(), record.len()));
            }
        }
        best
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
