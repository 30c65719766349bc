//! Importing: a file's bytes to drafts, a row at a time, and one line for each problem.
//!
//! Owns what a file may be and what a row of it brings. Knows the domain, and nothing of the store,
//! of commands or screens: the same bytes always give the same drafts. What is to be done about
//! customers the shop knows already is `domain::gather`'s.

pub mod batch;
pub mod columns;
mod contact_points;
pub mod csv;
pub mod encoding;
pub mod file;
pub mod import_report;
pub mod validate;
pub mod vcard;

use crate::domain::follow_up::vocabulary;
use crate::domain::validation::RawFields;

pub use contact_points::PhoneType;

vocabulary! {
    /// A column of ours.
    ImportField, "column" {
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
        /// The first part of their name, where it stands in columns of its own.
        First = "first",
        /// The last part of it.
        Last = "last",
        /// Their firm.
        Company = "company",
        /// The number in their pocket.
        Mobile = "mobile",
    }
}

/// Why a file is refused as a whole, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It is no text at all.
    #[error("it is {kind}, not text: save it as CSV (in a spreadsheet: “Save as…, CSV UTF-8”)")]
    NotText {
        /// What it is.
        kind: String,
    },
    /// There is no encoding of that name.
    #[error(
        "“{asked}” is not a known encoding: use one of {}, or another standard name",
        encoding::OFFERED.join(", ")
    )]
    NoEncoding {
        /// The name that was given.
        asked: String,
    },
    /// It cannot be read.
    #[error("{0}")]
    Unreadable(String),
    /// Nothing is in it.
    #[error(
        "the file is empty: its first line must name the columns ({})",
        columns()
    )]
    Empty,
    /// No card is in it.
    #[error("there is no address card in it: each begins with BEGIN:VCARD")]
    NoCard,
    /// No column is the name.
    #[error(
        "no column is called “name”: its columns are {there}; say which it is with \
         --map name=COLUMN"
    )]
    NoNameColumn {
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

/// Our columns, for a message.
#[must_use]
pub fn columns() -> String {
    ImportField::ALL
        .iter()
        .map(|f| f.word())
        .collect::<Vec<_>>()
        .join(", ")
}

/// Something to be said of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRemark {
    /// The line its row begins on, from 1.
    pub line: u64,
    /// What is wrong, or to be looked at.
    pub what: String,
}

impl std::fmt::Display for ImportRemark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

/// What a row or a card brings, before it is checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportFields {
    /// The fields of ours, but for number and address.
    pub typed: RawFields,
    /// Their numbers, as written.
    pub phones: Vec<(PhoneType, String)>,
    /// Their addresses, as written.
    pub emails: Vec<String>,
    /// Their firm, where it is not their name.
    pub company: String,
    /// Their number in the program they come from, with that program's mark.
    pub source: Option<String>,
    /// Whether it comes from an address book.
    pub book: bool,
    /// What only a file of ours knows.
    pub kept: RoundTripFields,
}

/// What a file of ours knows of a customer beside our columns, as written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoundTripFields {
    /// When they may be rung.
    pub hours: String,
    /// When they said no to marketing.
    pub no_marketing: String,
    /// Who noted it.
    pub no_marketing_by: String,
    /// When they said that they are not to be rung at all.
    pub no_calls: String,
    /// Who noted that.
    pub no_calls_by: String,
    /// When their number was found to be somebody else's.
    pub wrong_number: String,
    /// When they were first entered.
    pub added: String,
}

/// One row or card of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRecord {
    /// The line it begins on, from 1.
    pub line: u64,
    /// What it brings, or why it cannot be taken apart.
    pub what: Result<ImportFields, String>,
}
