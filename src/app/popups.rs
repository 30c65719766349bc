//! What lies on top of the list: one thing at a time.

pub mod find;
pub mod form;
pub mod import;
pub mod job;
pub mod message;
pub mod outcome;
pub mod paper;
pub mod prompt;
pub mod sweep;

use find::FindPopup;
use form::FormPopup;
use job::JobPopup;
use message::MessagePopup;
use outcome::OutcomePopup;
use paper::PaperPopup;
use prompt::PromptPopup;
use sweep::SweepPopup;

use crate::domain::merge::MergePair;
use crate::domain::summary::CustomerSummary;

/// What lies on top.
#[expect(clippy::large_enum_variant, reason = "there is one of them at a time")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Popup {
    /// How did it end?
    Outcome(OutcomePopup),
    /// One line to type: until when, by when, a note.
    Prompt(PromptPopup),
    /// Adding or editing.
    Form(FormPopup),
    /// Finding.
    Find(FindPopup),
    /// Booking a job.
    Job(JobPopup),
    /// Keying a paper list in.
    Paper(PaperPopup),
    /// Importing a file; how it stands is the app's, as it goes on behind the list.
    Import,
    /// A message to paste.
    Message(Box<MessagePopup>),
    /// Going through the promises that are still open.
    Sweep(Box<SweepPopup>),
    /// The tries ran out: let go?
    LetGo(CustomerSummary),
    /// Are two customers one?
    Merge(Box<MergePair>),
    /// Why a row stands where it does.
    Explanation {
        /// Whose row.
        name: String,
        /// The sentences.
        sentences: Vec<String>,
    },
    /// All keys; how far it is scrolled.
    Help(usize),
}
