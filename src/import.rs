//! Importing: parses a file's bytes into drafts, one row at a time, and one line for each problem.
//!
//! Owns which files are accepted and what a row of them holds. Knows the domain, but neither the
//! store, the commands nor the screens: the same bytes always give the same drafts. Merging with
//! known customers is the business of `domain::import_merge`.

pub mod batch;
pub(crate) mod columns;
mod consent;
mod contact_points;
pub mod csv;
pub(crate) mod encoding;
mod field;
pub mod file;
mod firms;
pub mod import_report;
mod not_a_table;
mod phone_words;
pub(crate) mod survey;
pub mod validate;
pub(crate) mod vcard;

use crate::domain::validation::RawFields;

pub use contact_points::PhoneType;
pub use field::ImportField;

/// Why a file is refused as a whole, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The file is not text.
    #[error("it is {kind}, not text: save it as CSV (in a spreadsheet: “Save as…, CSV UTF-8”)")]
    NotText {
        /// The kind of file.
        kind: String,
    },
    /// An unknown encoding was named.
    #[error(
        "“{asked}” is not a known encoding: use one of {}, or another standard name",
        encoding::OFFERED.join(", ")
    )]
    NoEncoding {
        /// The given name.
        asked: String,
    },
    /// A read error.
    #[error("{0}")]
    Unreadable(String),
    /// The file is empty.
    #[error(
        "there is nothing in it: its first line must name the columns ({})",
        columns()
    )]
    Empty,
    /// A vCard file without a card.
    #[error("there is no address card in it: each begins with BEGIN:VCARD")]
    NoCard,
    /// No column holds the name.
    #[error(
        "no column is called “name”: its columns are {there}; say which it is with \
         --map name={offered}, or with --map first=COLUMN and --map last=COLUMN"
    )]
    NoNameColumn {
        /// The columns of the file.
        there: String,
        /// The column that may be it.
        offered: String,
    },
    /// The first line is a row.
    #[error(
        "its first line is a customer and does not name the columns: write a line above it, such \
         as name,phone,email"
    )]
    NoHeader,
    /// It is something else than a table.
    #[error("{what}")]
    NotATable {
        /// What it is, and what to do.
        what: String,
    },
    /// A column of dates that no one order fits.
    #[error(
        "the dates in “{column}” are written in two orders: line {day_first} can only have the day \
         first, line {month_first} only the month; write them as 2026-12-25"
    )]
    TwoDateOrders {
        /// The column.
        column: String,
        /// A line on which the day can only stand first.
        day_first: u64,
        /// A line on which the month can only stand first.
        month_first: u64,
    },
    /// Nobody would get a number.
    #[error(
        "nobody in it would get a number, and “{column}” is full of numbers: say that it is the \
         number with --map phone={quoted}, or that it is a note with --map note={quoted}"
    )]
    NumbersLeftOut {
        /// The column.
        column: String,
        /// The same as it is typed on a command line.
        quoted: String,
    },
    /// A column was named that the file does not have.
    #[error("there is no column “{asked}”: its columns are {there}")]
    NoSuchColumn {
        /// The named column.
        asked: String,
        /// The columns of the file.
        there: String,
    },
}

impl From<std::io::Error> for ImportError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind::{NotFound, PermissionDenied};

        Self::Unreadable(match error.kind() {
            NotFound => "there is no such file: check the path".to_owned(),
            PermissionDenied => "it cannot be read: check its permissions".to_owned(),
            _ => error.to_string(),
        })
    }
}

/// The names of our columns, for a message.
#[must_use]
pub fn columns() -> String {
    ImportField::all()
        .map(ImportField::word)
        .collect::<Vec<_>>()
        .join(", ")
}

/// A remark on one line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRemark {
    /// The line its row begins on, from 1.
    pub line: u64,
    /// What is wrong, or should be looked at.
    pub what: String,
}

impl std::fmt::Display for ImportRemark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

/// The fields of a row or card, before they are validated.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportFields {
    /// Our fields, except phone numbers and e-mail addresses.
    pub typed: RawFields,
    /// The phone numbers, as written.
    pub phones: Vec<(PhoneType, String)>,
    /// The e-mail addresses, as written.
    pub emails: Vec<String>,
    /// The firm, if it is not the name.
    pub company: String,
    /// The customer's id in the program they come from, with that program's prefix.
    pub source: Option<String>,
    /// Whether the file is an address book.
    pub book: bool,
    /// The fields that only our own exports have.
    pub kept: RoundTripFields,
    /// Words that have no field: they go on the card.
    pub card_text: Vec<String>,
    /// What was understood otherwise than it was written.
    pub remarks: Vec<String>,
}

/// The customer fields of our own exports that have no import column, as written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoundTripFields {
    /// When they opted out of marketing.
    pub no_marketing: String,
    /// Who noted that opt-out.
    pub no_marketing_by: String,
    /// When they opted out of all calls.
    pub no_calls: String,
    /// Who noted that opt-out.
    pub no_calls_by: String,
    /// When the number was found to be wrong.
    pub wrong_number: String,
    /// When they were first entered.
    pub added: String,
}

/// One row or card of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRecord {
    /// The line it begins on, from 1.
    pub line: u64,
    /// The parsed fields, or why the row could not be parsed.
    pub fields: Result<ImportFields, String>,
}
