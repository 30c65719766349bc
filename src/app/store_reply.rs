//! What the store answers.

use super::effect::{ActDraft, QueryResult};
use super::popups::import::ImportEvent;
use crate::domain::change::Record;
use crate::domain::claim::ClaimResult;
use crate::domain::customer::Id;
use crate::domain::summary::CustomerSummary;

/// Why something was not done.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a plain fact of what was refused"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreFailure {
    /// In words.
    pub words: String,
    /// Whether another program was in the way: trying again by itself may do.
    pub busy: bool,
    /// Whether the server is cut off: the act is tried again until it is back.
    pub cut: bool,
    /// Whether the act is kept, to try again.
    pub kept: bool,
    /// Whether what is shown is no longer what the store holds.
    pub stale: bool,
}

/// An act that was taken back or done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoSummary {
    /// In words.
    pub what: String,
    /// Whom it was about, where they are still there.
    pub customer: Option<Id>,
    /// What they are called, as the words have it.
    pub name: Option<String>,
    /// Whether it was taken back.
    pub back: bool,
}

/// What the store answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreReply {
    /// An act was saved, or not.
    Saved(ActDraft, Result<Vec<Record>, StoreFailure>),
    /// An act was taken back or done again, or not.
    UndoFinished(Result<UndoSummary, StoreFailure>),
    /// A PIN was checked: whether it is the one.
    PinChecked(bool),
    /// What came of a step of importing a file.
    Import(ImportEvent),
    /// Another program has changed something.
    ChangedElsewhere,
    /// The server is cut off, and whether it is read all the same; or it is back.
    ConnectionChanged(Option<(String, bool)>),
    /// A customer who was asked for is this window's, or somebody else's.
    Claimed(Box<CustomerSummary>, Result<ClaimResult, StoreFailure>),
    /// What the screen lacked.
    QueryLoaded(Box<QueryResult>),
    /// What the screen lacks could not be read.
    QueryFailed(StoreFailure),
}
