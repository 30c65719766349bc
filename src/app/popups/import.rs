//! Importing a file from the screen: its path, its columns, what it would bring, and how far it is.
//!
//! Owns what the popup shows and which step comes next (`steps` are what the session is asked, and
//! what it answers). Files are read, and rows taken in, by the
//! session; while that goes on the list can be worked on.

mod keys;
mod steps;

pub use keys::FILE;
pub(in crate::app) use keys::KEYS;

use std::collections::VecDeque;

use crate::app::text_input::TextInput;
pub(super) use keys::open;
pub use keys::{ImportPopup, apply_import_event};
pub use steps::{
    ColumnChoice, ImportEvent, ImportPreview, ImportQuestion, ImportRequest, ImportSettings,
};

/// Where one is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportStage {
    /// Which file?
    Path,
    /// Which column is which?
    Columns,
    /// Something has to be known of it first.
    Asked(ImportQuestion),
    /// It is read.
    Reading,
    /// What it would bring; how far that is scrolled.
    Preview(ImportPreview, usize),
    /// It is taken in.
    Importing,
}

/// An import, from its path to its end; it goes on when the popup is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportState {
    /// Where one is.
    pub stage: ImportStage,
    /// The path.
    pub line: TextInput,
    /// What it may be.
    pub choices: Vec<String>,
    /// The shop or program it comes from, as typed.
    pub source: TextInput,
    /// What is wrong.
    pub error: Option<String>,
    /// The columns.
    pub columns: Vec<ColumnChoice>,
    /// The one that is selected.
    pub at: usize,
    /// How far it is, in words.
    pub far: String,
    /// The file, and how it is read.
    pub wanted: ImportSettings,
    fields: Vec<&'static str>,
    encodings: VecDeque<&'static str>,
}

impl Default for ImportState {
    fn default() -> Self {
        Self {
            stage: ImportStage::Path,
            line: TextInput::default(),
            choices: Vec::new(),
            source: TextInput::default(),
            error: None,
            columns: Vec::new(),
            at: 0,
            far: String::new(),
            wanted: ImportSettings::default(),
            fields: Vec::new(),
            encodings: VecDeque::new(),
        }
    }
}

impl ImportState {
    /// Whether rows are taken in: it goes on while the list is worked on.
    #[must_use]
    pub fn is_taking(&self) -> bool {
        self.stage == ImportStage::Importing
    }

    /// Whether ↵ does anything where one is.
    #[must_use]
    pub const fn can_be_accepted(&self) -> bool {
        match &self.stage {
            ImportStage::Path
            | ImportStage::Columns
            | ImportStage::Asked(_)
            | ImportStage::Importing => true,
            ImportStage::Reading => false,
            ImportStage::Preview(preview, _) => preview.brings,
        }
    }

    /// What is typed there is taken: the next step.
    pub fn accept(&mut self) -> Option<ImportRequest> {
        match &self.stage {
            ImportStage::Path if self.line.is_blank() => None,
            ImportStage::Path => {
                self.wanted = ImportSettings {
                    path: self.line.text().trim().to_owned(),
                    ..ImportSettings::default()
                };
                self.error = None;
                Some(ImportRequest::Columns(self.wanted.clone()))
            }
            ImportStage::Columns => {
                let chosen = self.columns.iter();
                self.wanted.map = chosen
                    .filter_map(|c| Some((c.chosen?, c.name.clone())))
                    .collect();
                self.stage = ImportStage::Reading;
                Some(ImportRequest::Preview(self.wanted.clone()))
            }
            ImportStage::Asked(question) => {
                match question {
                    ImportQuestion::DateOrder { readings, at, .. } => {
                        self.wanted.dates = readings.get(*at).map(|(order, _)| *order);
                    }
                    ImportQuestion::Source { .. } => {
                        self.wanted.source = Some(self.source.cleaned());
                    }
                }
                self.stage = ImportStage::Reading;
                Some(ImportRequest::Preview(self.wanted.clone()))
            }
            ImportStage::Preview(preview, _) if preview.brings => {
                self.stage = ImportStage::Importing;
                self.far.clear();
                Some(ImportRequest::Import(self.wanted.clone()))
            }
            ImportStage::Preview(..) | ImportStage::Reading | ImportStage::Importing => None,
        }
    }

    /// The next encoding is tried.
    pub fn other_encoding(&mut self) -> Option<ImportRequest> {
        self.encodings.rotate_left(1);
        self.wanted.encoding = self.encodings.back().copied();
        self.stage = ImportStage::Reading;
        Some(ImportRequest::Preview(self.wanted.clone()))
    }

    /// The file takes the place of what was typed here, or no longer: previewed anew.
    pub fn toggle_overwrite(&mut self) -> Option<ImportRequest> {
        self.wanted.overwrite = !self.wanted.overwrite;
        self.stage = ImportStage::Reading;
        Some(ImportRequest::Preview(self.wanted.clone()))
    }

    /// The columns are chosen by hand.
    pub fn choose_columns(&mut self) {
        if !self.columns.is_empty() {
            self.stage = ImportStage::Columns;
        }
    }

    /// The selected column is the next thing a column may be, or the one before: of what no other
    /// column was chosen for.
    pub fn turn(&mut self, by: isize) {
        let others = self.columns.iter().enumerate();
        let taken: Vec<&str> = others
            .filter(|(n, _)| *n != self.at)
            .filter_map(|(_, other)| other.chosen)
            .collect();
        let free = self.fields.iter().filter(|field| !taken.contains(*field));
        let mut choices: Vec<Option<&'static str>> = vec![None];
        choices.extend(free.copied().map(Some));
        let Some(column) = self.columns.get_mut(self.at) else {
            return;
        };
        let now = choices.iter().position(|c| *c == column.chosen);
        let count = isize::try_from(choices.len()).unwrap_or(1);
        let now = now.and_then(|now| isize::try_from(now).ok()).unwrap_or(0);
        let next = usize::try_from((now + by).rem_euclid(count)).unwrap_or(0);
        column.chosen = choices.get(next).copied().flatten();
        self.error = None;
    }

    /// Goes down or up: in the columns, or in the preview.
    pub fn step(&mut self, by: isize) {
        match &mut self.stage {
            ImportStage::Columns => {
                let last = self.columns.len().saturating_sub(1);
                self.at = self.at.saturating_add_signed(by).min(last);
            }
            ImportStage::Preview(preview, top) => {
                let last = preview.lines().len().saturating_sub(1);
                *top = top.saturating_add_signed(by).min(last);
            }
            ImportStage::Asked(ImportQuestion::DateOrder { readings, at, .. }) => {
                *at = at.saturating_add_signed(by).min(readings.len() - 1);
            }
            ImportStage::Path
            | ImportStage::Asked(ImportQuestion::Source { .. })
            | ImportStage::Reading
            | ImportStage::Importing => {}
        }
    }

    /// What came of a step that was asked for; the next one.
    pub fn apply_event(&mut self, came: ImportEvent) -> Option<ImportRequest> {
        match came {
            ImportEvent::PathCompleted { text, on, choices } => {
                if self.stage == ImportStage::Path && self.line.text() == text {
                    if on != text {
                        self.line = TextInput::new(&on);
                    }
                    self.choices = choices;
                }
                None
            }
            ImportEvent::Columns {
                columns,
                named,
                fields,
                encodings,
            } => {
                self.columns = columns;
                self.fields = fields;
                self.encodings = encodings.into();
                self.at = 0;
                if named {
                    self.stage = ImportStage::Reading;
                    return Some(ImportRequest::Preview(self.wanted.clone()));
                }
                self.stage = ImportStage::Columns;
                None
            }
            ImportEvent::Asked(question) => {
                self.source = question.guess();
                self.stage = ImportStage::Asked(question);
                None
            }
            ImportEvent::Progress(far) => {
                self.far = far;
                None
            }
            ImportEvent::Previewed(preview) => {
                self.stage = ImportStage::Preview(preview, 0);
                None
            }
            ImportEvent::Imported(_) => None,
            ImportEvent::Failed(words) => {
                self.error = Some(words);
                // Where columns were chosen by hand, they are what is to be mended.
                let by_hand = self.columns.iter().any(|c| c.chosen.is_some());
                self.stage = if by_hand {
                    ImportStage::Columns
                } else {
                    ImportStage::Path
                };
                None
            }
        }
    }
}

#[cfg(test)]
mod tests;
