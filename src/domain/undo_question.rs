//! What a person is asked before an act is undone that goes far.

use chrono::{DateTime, Utc};

/// An act that is of an earlier day, or whose undo takes customers out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoQuestion {
    /// The act's number.
    pub act: i64,
    /// What it did, as the journal says it.
    pub what: String,
    /// When it was done.
    pub at: DateTime<Utc>,
    /// How many customers its undo takes out.
    pub customers: i64,
}

impl UndoQuestion {
    /// What the act did, and what its undo takes out: "added: Front pads, which takes 1 customer out".
    #[must_use]
    pub fn sentence(&self, when: &str) -> String {
        let takes = match self.customers {
            0 => String::new(),
            1 => ", and take the customer out".to_owned(),
            n => format!(", and take {n} customers out"),
        };
        format!("Take back “{}” of {when}{takes}?", self.what)
    }
}
