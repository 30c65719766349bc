//! Finding: what was typed, and whom it finds as it is typed.

use crate::app::text_input::TextInput;
use crate::domain::customer::Id;
use crate::domain::summary::CustomerSummary;

/// The search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FindPopup {
    /// What is typed.
    pub line: TextInput,
    /// Whom it found.
    pub found: Vec<CustomerSummary>,
    /// For which text they were found.
    pub found_for: String,
    /// The one that is selected.
    pub selected: usize,
    /// Whether it was to be opened before the answer had come.
    pub opens: bool,
    /// Whether the one who is sought is on the telephone: they rang.
    pub they_rang: bool,
    /// The customer who is one with whoever is sought.
    pub same_as: Option<CustomerSummary>,
    /// Whoever was chosen as one with them, until all of both is read.
    pub asked: Option<Id>,
}

impl FindPopup {
    /// Takes whom a text found; an older text's answer is let go by. Whether the first of them is
    /// to be opened at once: ↵ was faster than the answer.
    pub fn accept_results(&mut self, text: &str, found: &[CustomerSummary]) -> bool {
        if text != self.line.text() {
            return false;
        }
        self.found = found.to_vec();
        text.clone_into(&mut self.found_for);
        self.selected = 0;
        std::mem::take(&mut self.opens) && !self.found.is_empty()
    }

    /// Whether the answer for what is typed is still to come.
    #[must_use]
    pub fn is_looking(&self) -> bool {
        self.line.text() != self.found_for
    }
}
