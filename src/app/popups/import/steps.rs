//! What the session is asked of an import, and what it answers.

use crate::app::text_input::TextInput;
use crate::domain::time_phrase::DateOrder;

/// A file, and how it is to be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportSettings {
    /// Its path, as typed.
    pub path: String,
    /// What it is written in, where that was chosen.
    pub encoding: Option<&'static str>,
    /// Which of its columns is which of ours, where that was chosen.
    pub map: Vec<(&'static str, String)>,
    /// Whether the file takes the place of what was typed here.
    pub overwrite: bool,
    /// In which order its dates are written, where that was chosen.
    pub dates: Option<DateOrder>,
    /// The shop or program it comes from, where that was asked; blank where it is the only one.
    pub source: Option<String>,
}

/// What has to be known of a file before it can be previewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportQuestion {
    /// Its dates fit both orders.
    DateOrder {
        /// The column they stand in.
        column: String,
        /// One of them.
        cell: String,
        /// Each order, with what that date is then; the shop's own first.
        readings: [(DateOrder, String); 2],
        /// The one that is selected.
        at: usize,
    },
    /// Its customers have numbers, which another shop of the same program may have given too.
    Source {
        /// The shops that files of this program were named for before.
        known: Vec<String>,
    },
}

impl ImportQuestion {
    /// What is offered for the shop it is from: the one that files like it came from so far.
    pub(super) fn guess(&self) -> TextInput {
        match self {
            Self::Source { known } => match known.as_slice() {
                [only] => TextInput::with_suggestion(only),
                _ => TextInput::default(),
            },
            Self::DateOrder { .. } => TextInput::default(),
        }
    }
}

/// What the session is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportRequest {
    /// What a path may go on to.
    Choices(String),
    /// The same, and that it goes on as far as it is clear.
    Complete(String),
    /// Which columns a file has.
    Columns(ImportSettings),
    /// What it would bring.
    Preview(ImportSettings),
    /// That it is imported.
    Import(ImportSettings),
    /// That whatever is under way ends.
    Stop,
}

/// A column of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnChoice {
    /// What it is called.
    pub name: String,
    /// What it is taken for by its name.
    pub taken_for: Option<&'static str>,
    /// What was chosen, in its place.
    pub chosen: Option<&'static str>,
    /// What stands in its first rows.
    pub samples: Vec<String>,
}

/// What a file would bring.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportPreview {
    /// In a sentence.
    pub says: String,
    /// How it was read, and which columns were left out.
    pub read_as: Vec<String>,
    /// Who is new, who changes, who may be there twice, what cannot be read: a title, the first
    /// lines, and how many there are.
    pub parts: Vec<(&'static str, Vec<String>, usize)>,
    /// Whether it would bring anything.
    pub brings: bool,
}

/// What comes of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportEvent {
    /// How a path goes on: as far as it is clear, and the choices.
    PathCompleted {
        /// What was typed.
        text: String,
        /// What it goes on to.
        on: String,
        /// What it may be.
        choices: Vec<String>,
    },
    /// The columns of the file, whether one names somebody, and what a column may be.
    Columns {
        /// The columns.
        columns: Vec<ColumnChoice>,
        /// Whether one of them names somebody.
        named: bool,
        /// What a column may be chosen for.
        fields: Vec<&'static str>,
        /// What a file may be written in.
        encodings: Vec<&'static str>,
    },
    /// Something has to be answered first.
    Asked(ImportQuestion),
    /// How far it is, in words.
    Progress(String),
    /// What it would bring.
    Previewed(ImportPreview),
    /// It was imported, in words.
    Imported(String),
    /// It ended before its end, or could not begin: in words.
    Failed(String),
}

impl ImportPreview {
    /// Its lines, each part under its title.
    #[must_use]
    pub fn lines(&self) -> Vec<(bool, String)> {
        let mut lines = Vec::new();
        for (title, first, count) in self.parts.iter().filter(|(_, _, count)| *count > 0) {
            lines.push((true, format!("{title}: {count}")));
            lines.extend(first.iter().map(|line| (false, line.clone())));
            if *count > first.len() {
                lines.push((false, format!("and {} more", count - first.len())));
            }
        }
        lines
    }
}
