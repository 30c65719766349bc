//! What ends a command: one line for standard error.

use crate::config::ConfigError;
use crate::domain::time_phrase::TimePhraseError;
use crate::store::StoreError;

/// Why a command did nothing, and what would be right.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// What was asked for makes no sense.
    #[error("{0}")]
    Refused(String),
    /// The store could not.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The database could not be opened.
    #[error("{path}: {why}")]
    Database {
        /// The file.
        path: String,
        /// What stood in the way.
        why: StoreError,
    },
    /// The shop's file is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A time was not understood.
    #[error(transparent)]
    When(#[from] TimePhraseError),
    /// Whoever read the output has gone: no failure of ours.
    #[error("the output was closed")]
    OutputClosed,
    /// The output cannot be written.
    #[error("the answer could not be printed: {0}; the command may have been carried out")]
    Output(std::io::Error),
}

impl CommandError {
    /// Refuses with a sentence.
    pub(super) fn refused(why: impl Into<String>) -> Self {
        Self::Refused(why.into())
    }
}

impl From<std::io::Error> for CommandError {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            Self::OutputClosed
        } else {
            Self::Output(error)
        }
    }
}
