//! The verbs of the shop, one file each: add, edit, log, note, feeling, promise, snooze, reschedule,
//! hand over, let go, merge, book a job, import, undo, forget.
//!
//! A use case takes what is known ([`Context`]), the rows the person saw and what they typed, and
//! returns a [`Plan`]: the rows of one act, the journal's words and the sentence for the person; or a
//! [`Refusal`]. A use case that has to read takes the store. Screen, command line, importer, paper
//! list and demo call these functions: nothing else composes changes. `commit` alone makes an act of
//! a plan and saves it.

pub(crate) mod add;
pub(crate) mod book_job;
pub mod commit;
pub mod edit;
pub mod feeling;
pub mod forget;
pub mod hand_over;
pub mod import;
pub mod let_go;
pub mod log;
pub mod merge;
pub mod note;
pub(crate) mod paper_row;
pub mod promise;
pub mod reschedule;
pub mod snooze;
pub mod undo;

use chrono::{DateTime, Utc};

use crate::domain::change::Change;
use crate::domain::contact::Outcome;
use crate::domain::customer::{Customer, Id};
use crate::domain::draft::Author;
use crate::domain::outcome::{ChangePlan, CustomerContext};
use crate::domain::phone::Region;
use crate::domain::rules::Rules;
use crate::domain::summary::CustomerSummary;
use crate::domain::time_phrase::{OpenTime, TimePhraseParser};
use crate::domain::validation::{DraftWarning, FieldError, FieldParser};
use crate::explain;
use crate::store::StoreError;

/// What is known when a person does something.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The shop's rules.
    pub rules: &'a Rules,
    /// How numbers are read.
    pub region: &'a Region,
    /// The moment.
    pub now: DateTime<Utc>,
    /// Who of the shop acts.
    pub by: &'a str,
    /// At which counter: undo takes back this counter's own acts.
    pub counter: &'a str,
}

impl<'a> Context<'a> {
    /// The same at another moment: a paper list tells of earlier ones.
    #[must_use]
    pub const fn at(self, now: DateTime<Utc>) -> Self {
        Self { now, ..self }
    }

    /// The rules' view of something happening with a customer.
    #[must_use]
    pub fn scene(self, entry: &'a CustomerSummary) -> CustomerContext<'a> {
        entry.scene(self.rules, self.now, self.by)
    }

    /// Who writes, and when.
    #[must_use]
    pub const fn author(self) -> Author<'a> {
        Author {
            now: self.now,
            by: self.by,
        }
    }

    /// How phrases of time are read.
    #[must_use]
    pub const fn reader(self) -> TimePhraseParser<'a> {
        TimePhraseParser {
            now: self.now,
            calendar: &self.rules.calendar,
            order: self.rules.order,
        }
    }

    /// How the fields a person types are read.
    #[must_use]
    pub const fn fields(self) -> FieldParser<'a> {
        FieldParser {
            rules: self.rules,
            region: self.region,
            now: self.now,
            past: false,
        }
    }

    /// A day and a time for the journal, which stay true: "Fri 27 Nov 2026 10:00".
    fn dated(self, at: DateTime<Utc>) -> String {
        let local = self.rules.calendar.local(at);
        local.format("%a %-d %b %Y %H:%M").to_string()
    }
}

/// What is said of a plan that would change nothing.
const NOTHING_CHANGED: &str = "Nothing changed.";

/// The rows of one act that is not saved yet, and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// What is done, for the journal: without a name, in words that stay true.
    pub what: String,
    /// The customer it is about, where that is one the shop knows.
    pub customer: Option<Id>,
    /// The customer's name.
    pub name: String,
    /// The rows before and after.
    pub changes: Vec<Change>,
    /// What is saved and what comes next, without the name: "No answer. Again today 13:00."
    pub says: String,
    /// What should be looked at.
    pub warnings: Vec<PlanWarning>,
    /// Whether the tries have run out, and a person is to be asked whether to stop.
    pub let_go: bool,
}

impl Plan {
    /// A plan about a known customer. Rows that do not change are left out.
    fn of(customer: &Customer, what: impl Into<String>, done: ChangePlan) -> Self {
        let mut changes = done.changes;
        let says_why_not = changes.is_empty() && !done.says.is_empty();
        changes.retain(|c| c.before != c.after);
        let says = if changes.is_empty() && !says_why_not {
            NOTHING_CHANGED.to_owned()
        } else {
            done.says
        };
        Self {
            what: what.into(),
            customer: Some(customer.id),
            name: customer.name.clone(),
            changes,
            says,
            warnings: Vec::new(),
            let_go: done.let_go,
        }
    }

    /// Says that a day was moved because the shop is closed on it.
    fn moved_from_closed_day(mut self, time: OpenTime) -> Self {
        if let Some(closed) = time.closed_note()
            && !self.is_empty()
        {
            let closed = capital(&closed);
            self.says = format!("{} {closed}.", self.says);
        }
        self
    }

    /// Whether nothing would change.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// What is said of it with the customer's name: "Anita Patel: No answer. Again today 13:00."
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("{}: {}", self.name, self.says)
    }
}

/// What was taken all the same, and should be looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanWarning {
    /// Of a field.
    #[error(transparent)]
    Field(#[from] DraftWarning),
    /// A number is on the list of those that asked not to be called.
    #[error(
        "this number asked not to be called for marketing before it was forgotten, and that stays \
         in force"
    )]
    DoNotCall,
}

impl PlanWarning {
    /// The warning as a sentence behind another one.
    #[must_use]
    pub fn as_sentence(&self) -> String {
        format!(" {}.", capital(&self.to_string()))
    }
}

/// Which part of a call's report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallPart {
    /// What came of a follow-up.
    Result,
    /// How the customer felt.
    Feeling,
    /// That the customer rang.
    Inward,
    /// When to try again.
    Next,
}

/// Why nothing is done, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing of the customer is open.
    #[error("{name}: no open calls")]
    NothingOpen {
        /// The customer's name.
        name: String,
    },
    /// The customer's number is known to be somebody else's.
    #[error("{name}: wrong number; correct it first")]
    WrongNumber {
        /// The customer's name.
        name: String,
    },
    /// Part of a report does not fit how the call ended.
    #[error("{part} does not fit “{outcome}”")]
    DoesNotFit {
        /// Which part.
        part: CallPart,
        /// How the call ended.
        outcome: Outcome,
    },
    /// Fields were refused.
    #[error("{}", joined(.0))]
    Fields(Vec<FieldError>),
    /// Several customers fit.
    #[error("{0}")]
    SeveralFit(String),
    /// Something else, which the words tell.
    #[error("{0}")]
    Unclear(String),
}

/// Why a use case that reads the store did nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UseCaseError {
    /// It was refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store could not.
    #[error("{}", explain::store_error(.0))]
    Store(StoreError),
}

// Its sentence says it all: a cause behind it would say it twice.
impl From<StoreError> for UseCaseError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl std::fmt::Display for CallPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Result => "a result",
            Self::Feeling => "a feeling",
            Self::Inward => "that they rang",
            Self::Next => "when to try again",
        })
    }
}

fn joined(errors: &[FieldError]) -> String {
    let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
    errors.join("; ")
}

/// A text as a sentence begins with it.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// A text with a full stop behind it, unless it ends with a mark of its own.
fn with_full_stop(text: &str) -> String {
    let stop = if text.ends_with(['.', '?', '!']) {
        ""
    } else {
        "."
    };
    format!("{text}{stop}")
}

fn is_open(entry: &CustomerSummary) -> bool {
    entry
        .follow_ups
        .iter()
        .any(crate::domain::follow_up::FollowUp::is_open)
}

/// Refuses where nothing of the customer is open.
fn refuse_nothing_open(entry: &CustomerSummary) -> Result<(), Refusal> {
    if is_open(entry) {
        return Ok(());
    }
    Err(Refusal::NothingOpen {
        name: entry.customer.name.clone(),
    })
}
