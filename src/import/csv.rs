//! CSV: which separator a file is written with, its rows, and which column is which.
//!
//! RFC 4180 (<https://www.rfc-editor.org/rfc/rfc4180>), with the separators spreadsheets use in its
//! place. Owns the bytes; what a cell means is `Reading`'s.

use ::csv::{ReaderBuilder, StringRecord};

use super::{Field, ImportError, Remark, Row, Sheet};
use crate::domain::guard::unguarded;
use crate::domain::typed::Typed;
use crate::domain::words::{clean, cut};

/// The separators there are, the likeliest first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Takes a file apart; `map` says which of its columns is which of ours, where its header does not.
///
/// # Errors
/// Why the whole of it is refused.
pub fn read(bytes: &[u8], map: &[(Field, String)]) -> Result<Sheet, ImportError> {
    let text = utf8(bytes)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut records = Records::new(text, separator(text, map));
    let header = loop {
        match records.next() {
            None => return Err(ImportError::Empty),
            Some((_, record)) if blank(&record) => {}
            Some((_, record)) => break record,
        }
    };
    let header = Header::of(&header, map)?;
    let mut sheet = Sheet {
        unknown: header.unknown.clone(),
        ..Sheet::default()
    };
    for (line, record) in records.by_ref() {
        if blank(&record) {
            continue;
        }
        match header.row(&record) {
            Ok(typed) => sheet.rows.push(Row { line, typed }),
            Err(what) => sheet.problems.push(Remark { line, what }),
        }
    }
    if let Some(line) = records.unclosed() {
        sheet.rows.retain(|row| row.line != line);
        sheet.problems.retain(|p| p.line != line);
        let what = "a quotation mark is opened and never closed: everything from here to the end \
                    of the file was left out";
        sheet.problems.push(Remark {
            line,
            what: what.to_owned(),
        });
    }
    Ok(sheet)
}

fn utf8(bytes: &[u8]) -> Result<&str, ImportError> {
    std::str::from_utf8(bytes).map_err(|e| {
        let before = bytes.get(..e.valid_up_to()).unwrap_or_default();
        ImportError::NotUtf8 {
            line: 1 + line_ends(before),
        }
    })
}

/// How many lines end in a stretch of bytes: a return and a line feed are one end.
fn line_ends(bytes: &[u8]) -> u64 {
    let next = bytes.iter().skip(1).map(Some).chain([None]);
    let ends = bytes.iter().zip(next).filter(|(byte, next)| match byte {
        b'\n' => true,
        b'\r' => *next != Some(&b'\n'),
        _ => false,
    });
    ends.map(|_| 1).sum()
}

fn blank(record: &StringRecord) -> bool {
    record.iter().all(|cell| clean(cell).is_empty())
}

/// The separator under which the header has most of the columns that are looked for, and most
/// columns at all.
fn separator(text: &str, map: &[(Field, String)]) -> u8 {
    let known = |cell: &str| {
        cell.parse::<Field>().is_ok() || map.iter().any(|(_, column)| same(column, cell))
    };
    let score = |separator: &u8| {
        let header = Records::new(text, *separator)
            .map(|(_, r)| r)
            .find(|r| !blank(r));
        let header = header.unwrap_or_default();
        (
            header.iter().filter(|cell| known(cell)).count(),
            header.len(),
        )
    };
    // Of equals the last is taken: the likeliest.
    SEPARATORS
        .into_iter()
        .rev()
        .max_by_key(score)
        .unwrap_or(b',')
}

fn same(a: &str, b: &str) -> bool {
    clean(a).to_lowercase() == clean(b).to_lowercase()
}

/// The records of a text, each with the line it begins on.
struct Records<'a> {
    reader: ::csv::Reader<&'a [u8]>,
    text: &'a [u8],
    counted: usize,
    line: u64,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, separator: u8) -> Self {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(text.as_bytes());
        Self {
            reader,
            text: text.as_bytes(),
            counted: 0,
            line: 1,
        }
    }

    /// The line of a record: the line ends the reader has stepped over lie before it.
    fn line_of(&mut self, record: &StringRecord) -> u64 {
        let start = record.position().map_or(0, ::csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let rest = self.text.get(start..).unwrap_or_default();
        let ends = rest
            .iter()
            .take_while(|b| matches!(b, b'\r' | b'\n'))
            .count();
        let stepped = self
            .text
            .get(self.counted..start + ends)
            .unwrap_or_default();
        self.line += line_ends(stepped);
        self.counted = start + ends;
        self.line
    }

    /// The line of the last record, when a quotation mark in it is never closed: it then holds
    /// all that follows.
    fn unclosed(&self) -> Option<u64> {
        let last = self
            .text
            .get(self.counted..)
            .unwrap_or_default()
            .trim_ascii_end();
        let open = last.split(|b| *b == b'"').count() % 2 == 0;
        (open && line_ends(last) > 0).then_some(self.line)
    }
}

impl Iterator for Records<'_> {
    type Item = (u64, StringRecord);

    fn next(&mut self) -> Option<Self::Item> {
        let mut record = StringRecord::new();
        // The text is UTF-8 and rows may have any length: there is nothing left to refuse.
        match self.reader.read_record(&mut record) {
            Ok(true) => Some((self.line_of(&record), record)),
            Ok(false) | Err(_) => None,
        }
    }
}

/// Which column is which.
struct Header {
    places: Vec<(Field, usize)>,
    unknown: Vec<String>,
    width: usize,
}

impl Header {
    fn of(record: &StringRecord, map: &[(Field, String)]) -> Result<Self, ImportError> {
        let names: Vec<String> = record.iter().map(|cell| clean(unguarded(cell))).collect();
        let there = || {
            names
                .iter()
                .map(|n| format!("“{}”", cut(n, 40)))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let mut places: Vec<(Field, usize)> = Vec::new();
        for (field, column) in map {
            let at = names.iter().position(|name| same(name, column));
            let at = at.ok_or_else(|| ImportError::NoSuchColumn {
                asked: clean(column),
                there: there(),
            })?;
            places.push((*field, at));
        }
        for (at, name) in names.iter().enumerate() {
            if let Ok(field) = name.parse::<Field>()
                && places.iter().all(|(f, a)| *f != field && *a != at)
            {
                places.push((field, at));
            }
        }
        if places.iter().all(|(field, _)| *field != Field::Name) {
            return Err(ImportError::NoName { there: there() });
        }
        let is_left = |at: &usize| places.iter().all(|(_, a)| a != at);
        let unknown = names
            .iter()
            .enumerate()
            .filter(|(at, name)| is_left(at) && !name.is_empty());
        let unknown = unknown.map(|(_, name)| name.clone()).collect();
        Ok(Self {
            unknown,
            width: names.len(),
            places,
        })
    }

    /// The cells of a row under our columns.
    fn row(&self, record: &StringRecord) -> Result<Typed, String> {
        let beyond = record
            .iter()
            .skip(self.width)
            .any(|cell| !clean(cell).is_empty());
        if beyond {
            return Err(format!(
                "has {} cells where the first line names {} columns: put a cell with the \
                 separator in it between quotation marks",
                record.len(),
                self.width
            ));
        }
        let mut typed = Typed::default();
        for (field, at) in &self.places {
            let cell = record.get(*at).unwrap_or_default();
            unguarded(cell).clone_into(field.place(&mut typed));
        }
        Ok(typed)
    }
}

#[cfg(test)]
mod tests;
