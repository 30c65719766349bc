//! The store's replies.

use std::collections::BTreeSet;

use super::background::MirrorLag;
use super::effect::{ActDraft, QueryResult};
use super::popups::import::ImportEvent;
use super::state::OutageKind;
use crate::domain::change::Record;
use crate::domain::customer::Id;
use crate::domain::summary::ClaimResult;
use crate::domain::summary::CustomerSummary;
use crate::domain::undo_question::UndoQuestion;

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreFailure {
    /// In words.
    pub words: String,
    /// What becomes of the act.
    pub recovery: FailureRecovery,
    /// Whether the database is out of reach: the header says so already.
    pub outage: bool,
    /// Whether the act may be stored all the same: its commit was not answered.
    pub unanswered: bool,
    /// Whether it passes once there is room again, without anybody telling the program so.
    pub passes: bool,
}

impl StoreFailure {
    /// Whether the act is kept, to be tried again.
    #[must_use]
    pub const fn is_kept(&self) -> bool {
        match self.recovery {
            FailureRecovery::Retry | FailureRecovery::Ask => true,
            FailureRecovery::GiveUp | FailureRecovery::Reload => false,
        }
    }
}

/// What becomes of an act that was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureRecovery {
    /// It is tried again by itself.
    Retry,
    /// It is kept until the person tries it again.
    Ask,
    /// It is given up.
    GiveUp,
    /// It is given up, and what is shown is read again: somebody else was faster.
    Reload,
}

/// An act that was taken back or done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoSummary {
    /// In words.
    pub what: String,
    /// The customer it was about, where they still exist.
    pub customer: Option<Id>,
    /// What they are called, as the words have it.
    pub name: Option<String>,
    /// Whether it was taken back.
    pub back: bool,
}

/// A reply of the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreReply {
    /// An act was saved, and its rows as they are now.
    Saved(ActDraft, Vec<Record>),
    /// An act was not saved.
    SaveFailed {
        /// The customer it was about.
        customer: Option<Id>,
        /// What it would have said.
        says: String,
        /// Why.
        failure: StoreFailure,
    },
    /// A call was not added: several customers fit, and which.
    AddRefused(String),
    /// An act was taken back or done again, or not.
    UndoFinished(Result<UndoSummary, StoreFailure>),
    /// A person is to be asked before an act is taken back.
    UndoAsks(UndoQuestion),
    /// A PIN was checked: whether it is the one.
    PinChecked(bool),
    /// What came of a step of importing a file.
    Import(ImportEvent),
    /// Another program has changed something: the rows of some customers, where that is known.
    ChangedElsewhere(Option<BTreeSet<Id>>),
    /// The database is out of reach: how, and why in words; or it is back.
    ConnectionChanged(Option<(OutageKind, String)>),
    /// The mirror does not have what was saved, since when and why; or it has again.
    Mirrored(Option<MirrorLag>),
    /// Everything is being counted anew, and how far that is; or it is over.
    Recounting(Option<String>),
    /// The act that was saved last is in the database no more.
    LastActGone,
    /// The server was replaced by a standby that lacked what was saved last.
    LostInFailover {
        /// How many acts were saved again.
        again: usize,
        /// What the others did, which could not be.
        gone: Vec<String>,
    },
    /// Something happened to the database that a person should know of: it is over.
    Mishap(String),
    /// A customer who was asked for is this window's, or somebody else's.
    Claimed(Box<CustomerSummary>, Result<ClaimResult, StoreFailure>),
    /// The result of a query.
    QueryLoaded(Box<QueryResult>),
    /// A query failed.
    QueryFailed(StoreFailure),
}
