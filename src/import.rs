//! Importing: a file's bytes to drafts, and one line for each problem.
//!
//! Owns the columns and what becomes of each row. Knows the domain, and nothing of the store, of
//! commands or screens: the same bytes always give the same drafts. What is to be done about
//! customers the shop knows already is `gather`'s.

pub mod csv;
pub mod gather;
mod register;

use crate::domain::draft::Draft;
use crate::domain::follow_up::vocabulary;
use crate::domain::typed::{Reading, Typed};

vocabulary! {
    /// A column of ours.
    Field, "column" {
        /// What they are called.
        Name = "name",
        /// Their number.
        Phone = "phone",
        /// Their e-mail address.
        Email = "email",
        /// What the shop looks after for them.
        Item = "item",
        /// What sort of reason to ring.
        Kind = "kind",
        /// What it is about: makes the row a follow-up.
        About = "about",
        /// How grave.
        Severity = "severity",
        /// The price named.
        Quote = "quote",
        /// From when it belongs in the list.
        Due = "due",
        /// By when they were promised to hear.
        Promise = "promise",
        /// Whose it is.
        Owner = "owner",
        /// A note on it.
        Note = "note",
    }
}

impl Field {
    /// The place of a column in the fields of a row.
    pub(crate) fn place(self, typed: &mut Typed) -> &mut String {
        match self {
            Self::Name => &mut typed.name,
            Self::Phone => &mut typed.phone,
            Self::Email => &mut typed.email,
            Self::Item => &mut typed.item,
            Self::Kind => &mut typed.kind,
            Self::About => &mut typed.about,
            Self::Severity => &mut typed.severity,
            Self::Quote => &mut typed.quote,
            Self::Due => &mut typed.due,
            Self::Promise => &mut typed.promise,
            Self::Owner => &mut typed.owner,
            Self::Note => &mut typed.note,
        }
    }
}

/// Why a file is refused as a whole, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Some of its bytes are no UTF-8.
    #[error("line {line} is not UTF-8: save the file as “CSV UTF-8” and try again")]
    NotUtf8 {
        /// The line of the first wrong byte, from 1.
        line: u64,
    },
    /// Nothing is in it.
    #[error(
        "there is nothing in it: the first line names the columns ({})",
        columns()
    )]
    Empty,
    /// No column is the name.
    #[error(
        "no column is called “name”: its columns are {there}; say which it is with \
         --map name=COLUMN"
    )]
    NoName {
        /// The columns it has.
        there: String,
    },
    /// A column was named that it does not have.
    #[error("there is no column “{asked}”: its columns are {there}")]
    NoSuchColumn {
        /// The column that was named.
        asked: String,
        /// The columns it has.
        there: String,
    },
}

/// Our columns, for a message.
#[must_use]
pub fn columns() -> String {
    Field::ALL
        .iter()
        .map(|f| f.word())
        .collect::<Vec<_>>()
        .join(", ")
}

/// Something to be said of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The line its row begins on, from 1.
    pub line: u64,
    /// What is wrong, or to be looked at.
    pub what: String,
}

impl std::fmt::Display for Remark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

/// A row with its cells under our columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Its cells.
    pub typed: Typed,
}

/// A file as it was taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// Its rows, but for blank ones.
    pub rows: Vec<Row>,
    /// Columns that are none of ours, as they are called in it.
    pub unknown: Vec<String>,
    /// Rows that could not be taken apart.
    pub problems: Vec<Remark>,
}

/// What a file holds, checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drafts {
    /// The rows that can be taken, each with its line.
    pub taken: Vec<(u64, Draft)>,
    /// What is wrong with the others.
    pub problems: Vec<Remark>,
    /// What is to be looked at in those that are taken.
    pub warnings: Vec<Remark>,
}

/// Checks every row of a sheet.
#[must_use]
pub fn drafts(sheet: &Sheet, reading: &Reading<'_>) -> Drafts {
    let mut drafts = Drafts {
        problems: sheet.problems.clone(),
        ..Drafts::default()
    };
    for Row { line, typed } in &sheet.rows {
        let remark = |what: String| Remark { line: *line, what };
        match reading.draft(typed) {
            Ok(checked) => {
                drafts
                    .warnings
                    .extend(checked.warnings.into_iter().map(remark));
                drafts.taken.push((*line, checked.draft));
            }
            Err(wrong) => drafts
                .problems
                .extend(wrong.iter().map(|w| remark(w.to_string()))),
        }
    }
    drafts.problems.sort_by_key(|p| p.line);
    drafts
}
