//! What lies on top of the list: one thing at a time.

use super::call::Message;
use super::find::FindBox;
use super::form::Form;
use super::outcome::OutcomeBox;
use super::paper::Paper;
use super::prompt::{JobBox, Prompt};
use super::sweep::Sweep;
use crate::domain::merge::Two;
use crate::domain::summary::Entry;

/// What lies on top.
#[expect(clippy::large_enum_variant, reason = "there is one of them at a time")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlay {
    /// How did it end?
    Outcome(OutcomeBox),
    /// One line to type: until when, by when, a note.
    Prompt(Prompt),
    /// Adding or editing.
    Form(Form),
    /// Finding.
    Find(FindBox),
    /// Booking a job.
    Job(JobBox),
    /// Keying a paper list in.
    Paper(Paper),
    /// Importing a file; how it stands is the app's, as it goes on behind the list.
    Import,
    /// A message to paste.
    Message(Box<Message>),
    /// Going through the promises that are still open.
    Sweep(Box<Sweep>),
    /// The tries ran out: let go?
    LetGo(Entry),
    /// Are two customers one?
    One(Box<Two>),
    /// Why a row stands where it does.
    Why {
        /// Whose row.
        name: String,
        /// The sentences.
        sentences: Vec<String>,
    },
    /// All keys; how far it is scrolled.
    Help(usize),
}
