//! What ends a command: one line for standard error.

use crate::config::ConfigError;
use crate::domain::time_phrase::TimePhraseError;
use crate::explain;
use crate::store::StoreError;
use crate::usecases::{CallPart, Refusal, UseCaseError};

/// Why a command did nothing, and what would be right.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// What was asked for makes no sense.
    #[error("{0}")]
    Refused(String),
    /// A use case refused it.
    #[error("{}", refusal(.0))]
    Usecase(Refusal),
    /// The store could not.
    #[error("{}", explain::store_error(.0))]
    Store(StoreError),
    /// The database could not be opened.
    #[error("{path}: {}", explain::store_error(why))]
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

/// A refusal in the command line's words: by its options.
fn refusal(refusal: &Refusal) -> String {
    let Refusal::DoesNotFit { part, outcome } = refusal else {
        return refusal.to_string();
    };
    let option = match part {
        CallPart::Result => "--result",
        CallPart::Feeling => "--feeling",
        CallPart::Inward => "--inward",
        CallPart::Next => {
            return "--next does not fit a wrong number: correct the number first".to_owned();
        }
    };
    format!("{option} only fits “reached”: you spoke to nobody ({outcome})")
}

// Its sentence says it all: a cause behind it would say it twice.
impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl CommandError {
    /// Which error it is, without what it says: that may name somebody.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Refused(_) | Self::Usecase(_) => "refused",
            Self::Store(why) | Self::Database { why, .. } => why.into(),
            Self::Config(_) => "settings",
            Self::When(_) => "time",
            Self::OutputClosed | Self::Output(_) => "output",
        }
    }

    /// Whether the work may be done all the same: nobody knows yet.
    #[must_use]
    pub const fn leaves_outcome_open(&self) -> bool {
        match self {
            Self::Store(why) | Self::Database { why, .. } => why.leaves_outcome_open(),
            _ => false,
        }
    }

    /// Refuses with a sentence.
    pub(super) fn refused(why: impl Into<String>) -> Self {
        Self::Refused(why.into())
    }
}

impl From<Refusal> for CommandError {
    fn from(refusal: Refusal) -> Self {
        Self::Usecase(refusal)
    }
}

impl From<UseCaseError> for CommandError {
    fn from(error: UseCaseError) -> Self {
        match error {
            UseCaseError::Refused(refusal) => Self::Usecase(refusal),
            UseCaseError::Store(error) => Self::Store(error),
        }
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
