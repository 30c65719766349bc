//! A change: one row before and after; an act is the changes of one key press, command or import.
//!
//! Owns the shape of what undo takes back and the journal tells. Where rows are kept is the
//! store's business.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::contact::Contact;
use super::customer::{Customer, Id, Item};
use super::follow_up::FollowUp;

/// A row of any of the four nouns the shop changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Record {
    /// A customer.
    Customer(Customer),
    /// What the shop looks after for one.
    Item(Item),
    /// A reason to ring.
    FollowUp(FollowUp),
    /// An attempt to reach one.
    Contact(Contact),
}

/// The four nouns, as tables and in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityKind {
    /// A customer.
    Customer,
    /// An item.
    Item,
    /// A follow-up.
    FollowUp,
    /// A contact.
    Contact,
}

/// The contact that changes log.
#[must_use]
pub fn contact_made(changes: &[Change]) -> Option<&Contact> {
    changes.iter().find_map(|c| match (&c.before, &c.after) {
        (None, Some(Record::Contact(contact))) => Some(contact),
        _ => None,
    })
}

impl Record {
    /// Which noun it is.
    #[must_use]
    pub const fn noun(&self) -> EntityKind {
        match self {
            Self::Customer(_) => EntityKind::Customer,
            Self::Item(_) => EntityKind::Item,
            Self::FollowUp(_) => EntityKind::FollowUp,
            Self::Contact(_) => EntityKind::Contact,
        }
    }

    /// The row's number.
    #[must_use]
    pub const fn id(&self) -> Id {
        match self {
            Self::Customer(r) => r.id,
            Self::Item(r) => r.id,
            Self::FollowUp(r) => r.id,
            Self::Contact(r) => r.id,
        }
    }

    /// The customer it belongs to.
    #[must_use]
    pub const fn customer(&self) -> Id {
        match self {
            Self::Customer(r) => r.id,
            Self::Item(r) => r.customer,
            Self::FollowUp(r) => r.customer,
            Self::Contact(r) => r.customer,
        }
    }

    /// The version it was read at.
    #[must_use]
    pub const fn version(&self) -> i64 {
        match self {
            Self::Customer(r) => r.version,
            Self::Item(r) => r.version,
            Self::FollowUp(r) => r.version,
            Self::Contact(r) => r.version,
        }
    }

    /// The same row at another version.
    #[must_use]
    pub fn at_version(mut self, version: i64) -> Self {
        match &mut self {
            Self::Customer(r) => r.version = version,
            Self::Item(r) => r.version = version,
            Self::FollowUp(r) => r.version = version,
            Self::Contact(r) => r.version = version,
        }
        self
    }

    /// Puts the numbers the store gave in place of the negative ones of the act.
    pub fn renumber(&mut self, number: &impl Fn(EntityKind, Id) -> Id) {
        match self {
            Self::Customer(r) => {
                r.id = number(EntityKind::Customer, r.id);
                r.sent_by = r.sent_by.map(|i| number(EntityKind::Customer, i));
            }
            Self::Item(r) => {
                r.id = number(EntityKind::Item, r.id);
                r.customer = number(EntityKind::Customer, r.customer);
            }
            Self::FollowUp(r) => {
                r.id = number(EntityKind::FollowUp, r.id);
                r.customer = number(EntityKind::Customer, r.customer);
                r.item = r.item.map(|i| number(EntityKind::Item, i));
                r.follows = r.follows.map(|i| number(EntityKind::FollowUp, i));
            }
            Self::Contact(r) => {
                r.id = number(EntityKind::Contact, r.id);
                r.customer = number(EntityKind::Customer, r.customer);
                for answer in &mut r.answers {
                    answer.follow_up = number(EntityKind::FollowUp, answer.follow_up);
                }
            }
        }
    }

    /// Whether two rows hold the same, whatever their versions.
    #[must_use]
    pub fn same_content(&self, other: &Self) -> bool {
        self.clone().at_version(0) == other.clone().at_version(0)
    }
}

/// One row before and after. Nothing before: it was made; nothing after: taken out again by undo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The row as it was read.
    pub before: Option<Record>,
    /// The row as it shall be.
    pub after: Option<Record>,
}

impl Change {
    /// A row that is made.
    #[must_use]
    pub const fn made(after: Record) -> Self {
        Self {
            before: None,
            after: Some(after),
        }
    }

    /// A row that is changed.
    #[must_use]
    pub const fn of(before: Record, after: Record) -> Self {
        Self {
            before: Some(before),
            after: Some(after),
        }
    }

    /// Whichever side there is, the later one first.
    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        self.after.as_ref().or(self.before.as_ref())
    }

    /// What takes it back.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self {
            before: self.after,
            after: self.before,
        }
    }
}

/// What one key press, command or import asks the store to keep, as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Made once, before the first try: a second try with it changes nothing.
    pub id: Uuid,
    /// What was done, in words without a name: "no answer, again today 13:00".
    pub what: String,
    /// Whom it was about, where it was one.
    pub customer: Option<Id>,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// At which counter: undo takes back this counter's own.
    pub counter: String,
    /// The rows.
    pub changes: Vec<Change>,
}
