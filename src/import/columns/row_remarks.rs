//! What a row's cells say beside their fields: a “no” in a column of consent or in a tag, characters
//! nobody can see, a letter in another encoding.
//!
//! Owns the words for whoever imports. What is a “no” is `consent`'s to tell.

use super::super::consent::{self, ConsentAnswer, ConsentColumn, ConsentTopic};
use super::super::csv::CsvRecord;
use super::super::encoding::MARK;
use super::cells::ColumnCells;
use super::layouts::ColumnRole;
use super::{ColumnMap, dates};
use crate::domain::text::{sanitize, truncate};

/// The longest cell that is looked at for tags, in bytes.
const LONGEST_TAGS: usize = 200;

impl ColumnMap {
    /// What a cell says of consent. What cannot be told is kept in words, and asked about.
    pub(super) fn consent(
        &self,
        at: usize,
        column: ConsentColumn,
        cell: &str,
        row: &mut ColumnCells,
    ) {
        let dated = |cell: &str| cell.chars().filter(char::is_ascii_digit).count() >= 4;
        let (ConsentColumn::Refusal(topic) | ConsentColumn::Permission(topic)) = column;
        match consent::answer(column, cell, dated) {
            ConsentAnswer::Open => {}
            ConsentAnswer::Refused => {
                let since = matches!(column, ConsentColumn::Refusal(_)) && dated(cell);
                let since = if since {
                    dates::rewritten(&self.dates, at, cell).0
                } else {
                    "yes".to_owned()
                };
                row.refused(topic, &since);
            }
            ConsentAnswer::Unclear => {
                let name = self.names.get(at).map(String::as_str).unwrap_or_default();
                let (name, cell) = (truncate(name, 40), truncate(&sanitize(cell), 60));
                row.remarks.push(format!(
                    "“{name}” says “{cell}”: is that a no? It is kept on the card; look at it"
                ));
                row.card_text.push(format!("{name}: {cell}"));
            }
        }
    }

    /// A refusal that stands as a tag in a column that is none of ours, or alone in the note.
    pub(super) fn tags(&self, record: &CsvRecord, row: &mut ColumnCells) {
        for (at, name) in self.names.iter().enumerate() {
            let role = self.uses.iter().find(|(of, _)| *of == at);
            if !role.is_none_or(|(_, role)| *role == ColumnRole::Note) {
                continue;
            }
            let cell = record.get(at).unwrap_or_default();
            if cell.len() > LONGEST_TAGS || !cell.contains(char::is_alphabetic) {
                continue;
            }
            if let Some(topic) = consent::tag(cell) {
                let (name, cell) = (truncate(name, 40), truncate(&sanitize(cell), 60));
                let kept = match topic {
                    ConsentTopic::Calls => "no calls",
                    ConsentTopic::Marketing => "no marketing",
                };
                row.remarks
                    .push(format!("“{name}” says “{cell}”: kept as {kept}"));
                row.refused(topic, "yes");
            }
        }
    }
}

/// What is said of a row whose cells hold characters that nobody can see, such as NUL.
pub(super) fn unseen(record: &CsvRecord) -> Option<String> {
    let is = |c: char| c == '\0' || (c.is_control() && !c.is_whitespace());
    let cell = record.iter().find(|cell| cell.contains(is))?;
    let read = truncate(&sanitize(cell), 40);
    Some(format!(
        "has a control character in a cell, which was taken out: read as “{read}”"
    ))
}

/// What is said of a row that has a byte in another encoding than the rest of the file.
pub(super) fn mended(record: &CsvRecord) -> Option<String> {
    let cell = record.iter().find(|cell| cell.contains(MARK))?;
    let read = truncate(&sanitize(cell), 40);
    Some(format!(
        "has a letter in another encoding than the rest of the file: read as “{read}”"
    ))
}
