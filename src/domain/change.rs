//! A change is one row before and after; an act is the changes of one key press, command or import.
//!
//! Owns the shape of what undo reverts and the journal shows. How the rows are stored is the
//! store's business.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::contact::Contact;
use super::customer::{Customer, Id, Item};
use super::follow_up::FollowUp;

/// A row of any of the four entities that acts change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Record {
    /// A customer.
    Customer(Customer),
    /// Something the shop looks after for a customer.
    Item(Item),
    /// A reason to ring a customer.
    FollowUp(FollowUp),
    /// An attempt to reach a customer.
    Contact(Contact),
}

/// The four entities, as tables and in the journal.
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

/// The contact that changes log, if they log one.
#[must_use]
pub fn contact_made(changes: &[Change]) -> Option<&Contact> {
    changes.iter().find_map(|c| match (&c.before, &c.after) {
        (None, Some(Record::Contact(contact))) => Some(contact),
        _ => None,
    })
}

/// Whether what changes is shown with its customers alone: a name stands with those they have sent
/// too, and who was merged or taken out is gone from wherever they stood.
#[must_use]
pub fn shown_alone(changes: &[Change]) -> bool {
    changes
        .iter()
        .all(|change| match (&change.before, &change.after) {
            (Some(Record::Customer(before)), Some(Record::Customer(after))) => {
                (&before.name, before.merged_into) == (&after.name, after.merged_into)
            }
            (before, Some(Record::Customer(_))) => before.is_none(),
            (_, after) => after.is_some(),
        })
}

impl Record {
    /// The entity the row belongs to.
    #[must_use]
    pub const fn noun(&self) -> EntityKind {
        match self {
            Self::Customer(_) => EntityKind::Customer,
            Self::Item(_) => EntityKind::Item,
            Self::FollowUp(_) => EntityKind::FollowUp,
            Self::Contact(_) => EntityKind::Contact,
        }
    }

    /// The row's id.
    #[must_use]
    pub const fn id(&self) -> Id {
        match self {
            Self::Customer(r) => r.id,
            Self::Item(r) => r.id,
            Self::FollowUp(r) => r.id,
            Self::Contact(r) => r.id,
        }
    }

    /// The id of the customer the row belongs to.
    #[must_use]
    pub const fn customer(&self) -> Id {
        match self {
            Self::Customer(r) => r.id,
            Self::Item(r) => r.customer,
            Self::FollowUp(r) => r.customer,
            Self::Contact(r) => r.customer,
        }
    }

    /// The version the row was read at.
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

    /// Replaces the act's negative placeholder ids by the ids that the store allocated.
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

    /// Whether two rows have the same content. Versions are ignored.
    #[must_use]
    pub fn same_content(&self, other: &Self) -> bool {
        self.clone().at_version(0) == other.clone().at_version(0)
    }
}

/// One row before and after. Without a before, the row is created; without an after, it is deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The row as it was read.
    pub before: Option<Record>,
    /// The row as it is to be stored.
    pub after: Option<Record>,
}

impl Change {
    /// A change that creates a row.
    #[must_use]
    pub const fn made(after: Record) -> Self {
        Self {
            before: None,
            after: Some(after),
        }
    }

    /// A change that updates a row.
    #[must_use]
    pub const fn of(before: Record, after: Record) -> Self {
        Self {
            before: Some(before),
            after: Some(after),
        }
    }

    /// The row after the change, or before it if it was deleted.
    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        self.after.as_ref().or(self.before.as_ref())
    }

    /// The inverse change, as undo applies it.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self {
            before: self.after,
            after: self.before,
        }
    }
}

/// What one key press, command or import asks the store to save, in one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Generated once, before the first try. A retry with the same id is idempotent.
    pub id: Uuid,
    /// What was done, in words without a name: "no answer, again today 13:00".
    pub what: String,
    /// The customer it was about, if there was exactly one.
    pub customer: Option<Id>,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// The member of staff who did it.
    pub by: String,
    /// The counter it was done at: undo reverts only acts of its own counter.
    pub counter: String,
    /// The changed rows.
    pub changes: Vec<Change>,
}
