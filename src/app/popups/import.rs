//! Importing a file from the screen: its path, its columns, what it would bring, and how far it is.
//!
//! Owns what the box shows and which step comes next. Files are read, and rows taken in, by the
//! session; while that goes on the list can be worked on.

use std::collections::VecDeque;

use crate::app::text_input::TextInput;

/// A file, and how it is to be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportSettings {
    /// Its path, as typed.
    pub path: String,
    /// What it is written in, where that was chosen.
    pub encoding: Option<&'static str>,
    /// Which of its columns is which of ours, where that was chosen.
    pub map: Vec<(&'static str, String)>,
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
    /// How far it is, in words.
    Progress(String),
    /// What it would bring.
    Previewed(ImportPreview),
    /// It was imported, in words.
    Imported(String),
    /// It ended before its end, or could not begin: in words.
    Failed(String),
}

/// Where one is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportStage {
    /// Which file?
    Path,
    /// Which column is which?
    Columns,
    /// It is read.
    Reading,
    /// What it would bring; how far that is scrolled.
    Preview(ImportPreview, usize),
    /// It is taken in.
    Importing,
}

/// The box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportPopup {
    /// Where one is.
    pub stage: ImportStage,
    /// The path.
    pub line: TextInput,
    /// What it may be.
    pub choices: Vec<String>,
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

impl Default for ImportPopup {
    fn default() -> Self {
        Self {
            stage: ImportStage::Path,
            line: TextInput::default(),
            choices: Vec::new(),
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

impl ImportPopup {
    /// Whether rows are taken in: it goes on while the list is worked on.
    #[must_use]
    pub fn is_taking(&self) -> bool {
        self.stage == ImportStage::Importing
    }

    /// Whether ↵ does anything where one is.
    #[must_use]
    pub const fn can_be_accepted(&self) -> bool {
        match &self.stage {
            ImportStage::Path | ImportStage::Columns | ImportStage::Importing => true,
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
            ImportStage::Path | ImportStage::Reading | ImportStage::Importing => {}
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

#[cfg(test)]
mod tests {
    use super::{
        ColumnChoice, ImportEvent, ImportPopup, ImportPreview, ImportRequest, ImportStage,
    };

    fn column(name: &str) -> ColumnChoice {
        ColumnChoice {
            name: name.to_owned(),
            taken_for: None,
            chosen: None,
            samples: Vec::new(),
        }
    }

    fn with_columns(named: bool) -> (ImportPopup, Option<ImportRequest>) {
        let mut import = ImportPopup::default();
        import.line.insert(" book.csv ");
        assert!(matches!(import.accept(), Some(ImportRequest::Columns(w)) if w.path == "book.csv"));
        let next = import.apply_event(ImportEvent::Columns {
            columns: vec![column("Kunde"), column("Mobil")],
            named,
            fields: vec!["name", "phone"],
            encodings: vec!["UTF-8", "Shift_JIS"],
        });
        (import, next)
    }

    #[test]
    fn a_file_whose_columns_are_known_is_previewed_and_another_one_is_asked_about() {
        let (import, next) = with_columns(true);
        assert!(
            matches!(next, Some(ImportRequest::Preview(_))) && import.stage == ImportStage::Reading
        );
        let (mut import, next) = with_columns(false);
        assert!(next.is_none() && import.stage == ImportStage::Columns);
        import.turn(1);
        import.step(1);
        import.turn(1);
        let chosen: Vec<_> = import.columns.iter().map(|c| c.chosen).collect();
        assert_eq!(
            chosen,
            [Some("name"), Some("phone")],
            "each is one column's"
        );
        let Some(ImportRequest::Preview(wanted)) = import.accept() else {
            panic!("no preview");
        };
        let map = [("name", "Kunde".to_owned()), ("phone", "Mobil".to_owned())];
        assert_eq!(wanted.map, map);
    }

    #[test]
    fn nothing_is_taken_in_that_brings_nothing() {
        let (mut import, _) = with_columns(true);
        import.apply_event(ImportEvent::Previewed(ImportPreview::default()));
        assert_eq!(import.accept(), None);
        let brings = ImportPreview {
            brings: true,
            ..ImportPreview::default()
        };
        import.apply_event(ImportEvent::Previewed(brings));
        assert!(matches!(import.accept(), Some(ImportRequest::Import(_))) && import.is_taking());
    }

    #[test]
    fn another_encoding_is_tried_by_a_new_preview() {
        let (mut import, _) = with_columns(true);
        let tried = |step| match step {
            Some(ImportRequest::Preview(wanted)) => wanted.encoding,
            _ => None,
        };
        assert_eq!(tried(import.other_encoding()), Some("UTF-8"));
        assert_eq!(tried(import.other_encoding()), Some("Shift_JIS"));
        assert_eq!(tried(import.other_encoding()), Some("UTF-8"));
    }
}
