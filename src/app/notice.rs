//! The line above the foot: what was saved, what went wrong, or what to know.

/// What the line above the foot says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Notice {
    /// Nothing.
    #[default]
    Nothing,
    /// An act was saved, and what comes next.
    Saved(String),
    /// An act was taken back.
    Undone(String),
    /// Something to know.
    Message(String),
    /// A key was pressed that means nothing here: said until the next key.
    UnknownKey(String),
    /// The form was not saved: the error stands at its field.
    FieldRefused,
    /// Something went wrong.
    Error(String),
    /// An act was not saved, and why; it is kept, and `r` tries again.
    NotSaved(String),
}

impl Notice {
    /// What it says.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Nothing => "",
            Self::FieldRefused => "Not saved: see the marked field.",
            Self::Saved(words)
            | Self::Undone(words)
            | Self::Message(words)
            | Self::UnknownKey(words)
            | Self::Error(words)
            | Self::NotSaved(words) => words,
        }
    }
}
