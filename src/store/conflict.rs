//! Conflicts: who did what with a customer since their rows were read.
//!
//! Owns the walk back through the journal, from a row as it is now to the version that was read.

use chrono::{DateTime, TimeDelta, Utc};

use super::act_log::{STANDS, changes_behind, read_time};
use super::error::StoreError;
use super::handle::Store;
use super::id_allocator::IdAllocator;
use super::records::current;
use super::sql::Tx;
use super::summaries;
use crate::domain::change::{Act, Change, EntityKind, Record, contact_made};
use crate::domain::contact::{Contact, Direction};
use crate::domain::customer::Id;
use crate::domain::hours::Calendar;
use crate::domain::summary::CustomerSummary;
use crate::domain::time_format::spoken;

/// How many of the latest acts are searched for the conflicting one.
const LATEST: i64 = 150;

/// How many acts of one customer are searched.
const ACTS: i64 = 20;

/// How long ago "just now" is.
const JUST_NOW: TimeDelta = TimeDelta::minutes(2);

impl Store {
    /// Explains a row conflict of an act: who did what with the customer since their rows were read.
    pub(super) fn describe_conflict(&mut self, act: &Act) -> StoreError {
        let seen: Vec<RowVersion> = act
            .changes
            .iter()
            .filter_map(|c| c.before.as_ref().map(seen))
            .collect();
        let customer = act.changes.iter().find_map(Change::record);
        let Some(customer) = act.customer.or(customer.map(Record::customer)) else {
            return StoreError::RowConflict;
        };
        let calendar = self.calendar.clone();
        let told = self.db.read(|tx| {
            let Some(done) = done_since(tx, customer, &seen)? else {
                return Ok(None);
            };
            let there = summaries::page(tx, &[customer])?.pop();
            Ok(there.map(|e| done.describe(&e.customer.name, act.at, &calendar)))
        });
        match told {
            Ok(Some(words)) => StoreError::CustomerConflict(words),
            Ok(None) | Err(_) => StoreError::RowConflict,
        }
    }
}

/// A row as it was read: its kind, its id and its version.
pub(super) type RowVersion = (EntityKind, Id, i64);

fn seen(record: &Record) -> RowVersion {
    (record.noun(), record.id(), record.version())
}

pub(super) fn rows_of(entry: &CustomerSummary) -> Vec<RowVersion> {
    let follow_ups = entry.follow_ups.iter();
    let mut rows: Vec<RowVersion> = follow_ups
        .map(|f| (EntityKind::FollowUp, f.id, f.version))
        .collect();
    rows.push((
        EntityKind::Customer,
        entry.customer.id,
        entry.customer.version,
    ));
    rows
}

/// What somebody else did with a customer meanwhile.
pub(super) struct InterveningAct {
    by: String,
    what: String,
    at: DateTime<Utc>,
    pub(super) contact: Option<Contact>,
}

impl InterveningAct {
    /// "Tom rang Anita Patel just now: No answer".
    pub(super) fn describe(&self, name: &str, now: DateTime<Utc>, calendar: &Calendar) -> String {
        let ago = if (now - self.at).abs() < JUST_NOW {
            "just now".to_owned()
        } else {
            spoken(self.at, now, calendar)
        };
        let by = &self.by;
        let who = match self.contact.as_ref().map(|c| c.direction) {
            Some(Direction::Outward) => format!("{by} rang {name}"),
            Some(Direction::Inward) => format!("{name} rang {by}"),
            None => format!("{by} changed {name}"),
        };
        let mut letters = self.what.chars();
        let first = letters.next().map(char::to_uppercase);
        let what: String = first.into_iter().flatten().chain(letters).collect();
        format!("{who} {ago}: {what}")
    }
}

/// What was done with a customer since their rows were read: the latest call in force, otherwise the
/// latest act.
pub(super) fn done_since(
    tx: &mut Tx<'_>,
    customer: Id,
    rows: &[RowVersion],
) -> Result<Option<InterveningAct>, StoreError> {
    let newest = IdAllocator::read(tx)?.act;
    let sql = "SELECT no, staff, what, at, undone FROM act WHERE shop = $1 AND no > $2 \
               AND customer = $3 ORDER BY no DESC LIMIT $4";
    let values = [
        tx.shop().into(),
        (newest - LATEST).into(),
        customer.into(),
        ACTS.into(),
    ];
    let mut trails = rows
        .iter()
        .filter_map(|row| RowRewind::from_current(tx, *row).transpose())
        .collect::<Result<Vec<_>, _>>()?;
    let mut last = None;
    for mut row in tx.query(sql, &values)? {
        let changes = changes_behind(tx, row.int()?, -1)?.into_iter();
        let changes: Vec<Change> = changes.map(|(_, change)| change).collect();
        // Every row is walked back, also after one of them has reached its version.
        let led = trails
            .iter_mut()
            .filter_map(|t| t.step_back(&changes))
            .count();
        if led == 0 {
            continue;
        }
        let done = InterveningAct {
            by: row.text()?,
            what: row.text()?,
            at: read_time(&mut row)?,
            contact: contact_made(&changes).cloned(),
        };
        let stands = row.maybe_int()?.is_none_or(|undone| undone == STANDS);
        if stands && done.contact.is_some() {
            return Ok(Some(done));
        }
        last = last.or(Some(done).filter(|_| stands));
    }
    Ok(last)
}

/// The walk of one row back to the version that was read.
struct RowRewind {
    record: Record,
    steps: i64,
}

impl RowRewind {
    fn from_current(
        tx: &mut Tx<'_>,
        (noun, id, version): RowVersion,
    ) -> Result<Option<Self>, StoreError> {
        Ok(current(tx, noun, id)?.map(|record| Self {
            steps: record.version() - version,
            record,
        }))
    }

    /// Goes one act back, if its changes led to the row's present version.
    fn step_back(&mut self, changes: &[Change]) -> Option<()> {
        let made = |c: &&Change| {
            let after = c.after.as_ref();
            after.is_some_and(|a| a.id() == self.record.id() && a.same_content(&self.record))
        };
        let change = changes.iter().find(made).filter(|_| self.steps > 0)?;
        self.steps -= 1;
        self.record = change.before.clone()?;
        Some(())
    }
}
