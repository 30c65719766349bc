//! An act as it stands in a file until it is saved: all it needs to be sent again, by its id.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::change::{Change, Record};
use crate::domain::customer::{Customer, Id, Item};
use crate::domain::familiar_staff::FamiliarStaff;
use crate::domain::follow_up::FollowUp;
use crate::domain::likelihood::AnswerHabits;
use crate::domain::summary::CustomerSummary;
use crate::domain::validation::RawFields;

/// An act that is not saved yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAct {
    /// The act's id.
    pub id: String,
    /// When it was done.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// At which counter.
    pub counter: String,
    /// The customer's name.
    pub name: String,
    /// What is said of it.
    pub says: String,
    /// The customer it is about, where that is a known one.
    pub customer: Option<Id>,
    /// What is to be done.
    pub work: KeptWork,
    /// Why it can no longer be saved: a person has to see that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// What a kept act does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeptWork {
    /// It changes rows.
    Save {
        /// What is done, for the journal.
        what: String,
        /// The rows before and after.
        rows: Vec<KeptRows>,
    },
    /// It adds a call; whom it is about is asked when it is sent.
    Add {
        /// What was typed.
        typed: Box<RawFields>,
        /// Who sent them.
        sent_by: Option<Id>,
        /// The customer, where the person chose one.
        chosen: Option<Box<KeptCustomer>>,
    },
    /// It takes an act back.
    Undo {
        /// Its number; the newest of the counter where it is not given.
        act: Option<i64>,
        /// The id of the act that a person was offered to take back.
        #[serde(default)]
        offered: Option<String>,
        /// Whether a person has said yes to what goes far.
        confirmed: bool,
    },
    /// It does again what was taken back last.
    Redo,
    /// It takes back one act, by its id.
    TakeBack {
        /// The act's id.
        act: String,
    },
}

/// A row before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptRows {
    before: Option<VersionedRow>,
    after: Option<VersionedRow>,
}

/// A row, with the version it was read at: a row's own text leaves that out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct VersionedRow {
    row: Record,
    version: i64,
}

impl VersionedRow {
    fn of(row: &Record) -> Self {
        Self {
            row: row.clone(),
            version: row.version(),
        }
    }

    fn record(self) -> Record {
        self.row.at_version(self.version)
    }
}

impl From<&Change> for KeptRows {
    fn from(change: &Change) -> Self {
        Self {
            before: change.before.as_ref().map(VersionedRow::of),
            after: change.after.as_ref().map(VersionedRow::of),
        }
    }
}

impl From<KeptRows> for Change {
    fn from(kept: KeptRows) -> Self {
        Change {
            before: kept.before.map(VersionedRow::record),
            after: kept.after.map(VersionedRow::record),
        }
    }
}

/// A customer with what is open of them, as they were seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptCustomer {
    customer: Customer,
    items: Vec<Item>,
    follow_ups: Vec<FollowUp>,
    versions: Vec<i64>,
    reached_by: Option<String>,
    job_by: Option<String>,
    sent_by: Option<(Id, String)>,
}

impl From<&CustomerSummary> for KeptCustomer {
    fn from(seen: &CustomerSummary) -> Self {
        let items = seen.items.iter().map(|i| i.version);
        let follow_ups = seen.follow_ups.iter().map(|f| f.version);
        let first = std::iter::once(seen.customer.version);
        Self {
            customer: seen.customer.clone(),
            items: seen.items.clone(),
            follow_ups: seen.follow_ups.clone(),
            versions: first.chain(items).chain(follow_ups).collect(),
            reached_by: seen.knows.reached_by.clone(),
            job_by: seen.knows.job_by.clone(),
            sent_by: seen.sent_by.clone(),
        }
    }
}

impl From<KeptCustomer> for CustomerSummary {
    fn from(kept: KeptCustomer) -> Self {
        let mut versions = kept.versions.into_iter();
        let mut next = || versions.next().unwrap_or_default();
        let mut customer = kept.customer;
        customer.version = next();
        let mut items = kept.items;
        for item in &mut items {
            item.version = next();
        }
        let mut follow_ups = kept.follow_ups;
        for follow_up in &mut follow_ups {
            follow_up.version = next();
        }
        Self {
            customer,
            items,
            follow_ups,
            claim: None,
            habits: AnswerHabits::UNKNOWN,
            knows: FamiliarStaff {
                reached_by: kept.reached_by,
                job_by: kept.job_by,
            },
            sent_by: kept.sent_by,
            // Who turned out to be them is read when they are.
            also: Vec::new(),
        }
    }
}
