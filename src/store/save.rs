//! Saving an act: every row of it, its changes, and what is kept up to date from them, in one
//! transaction.
//!
//! Owns the refusal of a change against an older version (`RowConflict`). `id_allocator` gives new rows
//! their ids; `projections` updates the tables derived from the rows.

use std::collections::BTreeSet;
use std::time::Instant;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::act_log::{OVER, STANDS, UNDONE, changes_behind, write_act, write_change};
use super::do_not_call::DoNotCallList;
use super::error::StoreError;
use super::handle::Store;
use super::id_allocator::{AssignedIds, IdAllocator};
use super::merge_pointers::PointerReferences;
use super::records::{current, delete, insert, refuse_in_use, update};
use super::sql::{ChangeNews, Tx};
use super::{
    claim, do_not_call, familiar_staff, field_events, figure_counts, projections, search_index,
};
use crate::domain::change::{Act, Change, EntityKind, Record, shown_alone};
use crate::domain::customer::Id;
use crate::domain::hours::Calendar;
use crate::domain::metrics::MetricDeltas;

/// An act that was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedAct {
    /// Its number in the journal.
    pub no: i64,
    /// The rows as the act left them, with their ids; empty for an act of over 10,000 rows.
    pub records: Vec<Record>,
    /// How many of its customers were opted out because their number is on the do-not-call list.
    pub do_not_call: usize,
}

impl SavedAct {
    /// The first row of a kind that the act left.
    #[must_use]
    pub fn first(&self, noun: EntityKind) -> Option<&Record> {
        self.records.iter().find(|r| r.noun() == noun)
    }
}

impl Store {
    /// Adds a batch to a growing act that has `behind` changes already; the first batch creates the act.
    /// Idempotent: the same batch again changes nothing.
    ///
    /// # Errors
    /// `ImportUndone` if the act was undone meanwhile; otherwise as `save`.
    pub(super) fn append_batch(&mut self, act: &Act, behind: i64) -> Result<SavedAct, StoreError> {
        if behind == 0 {
            return self.save(act);
        }
        self.making_room(|store| store.append_or_not(act, behind))
    }

    fn append_or_not(&mut self, act: &Act, behind: i64) -> Result<SavedAct, StoreError> {
        let calendar = self.calendar.clone();
        self.db.write(|tx| {
            let sql = "SELECT no, undone FROM act WHERE shop = $1 AND id = $2";
            let row = tx.query_first(sql, &[tx.shop().into(), act.id.to_string().into()])?;
            let mut row = row.ok_or(StoreError::ImportUndone)?;
            let (no, undone) = (row.int()?, row.maybe_int()?);
            if undone != Some(STANDS) {
                return Err(StoreError::ImportUndone);
            }
            let sql = "SELECT seq FROM change WHERE shop = $1 AND act = $2 \
                       ORDER BY seq DESC LIMIT 1";
            let newest = tx.query_first(sql, &[tx.shop().into(), no.into()])?;
            let newest = newest.map(|mut row| row.int()).transpose()?;
            if newest.is_some_and(|newest| newest >= behind) {
                return Ok(SavedAct {
                    no,
                    records: Vec::new(),
                    do_not_call: do_not_call::bound_by(tx, no, behind, act.at)?,
                });
            }
            let (numbers, list) = (IdAllocator::query(tx)?, DoNotCallList::query(tx)?);
            let mut numbers = IdAllocator::fetch(tx, numbers)?;
            let mut list = DoNotCallList::fetch(tx, list, act.at)?;
            let given = AssignedIds::new(&mut numbers, &act.changes);
            let place = (no, behind);
            let bound = Some(&mut list);
            let changes = &act.changes;
            let records = apply(tx, &mut numbers, place, changes, &given, bound, &calendar)?;
            numbers.write(tx)?;
            tx.execute_deferred(
                "UPDATE act SET what = $3, customer = NULL WHERE shop = $1 AND no = $2",
                &[tx.shop().into(), no.into(), act.what.as_str().into()],
            )?;
            Ok(SavedAct {
                no,
                records,
                do_not_call: list.bound,
            })
        })
    }

    /// Saves an act in one transaction; when it returns, the act is on the disk (fsync). Idempotent: the same
    /// act again changes nothing and returns what the first save left.
    ///
    /// # Errors
    /// `CustomerClaimed` if it logs a call to a customer whom another counter is ringing;
    /// `CustomerConflict` or `RowConflict` if a row was changed elsewhere since it was read; otherwise any
    /// [`StoreError`] of the transaction. Nothing is saved then.
    pub fn save(&mut self, act: &Act) -> Result<SavedAct, StoreError> {
        let since = Instant::now();
        let saved = self.making_room(|store| store.save_or_not(act));
        field_events::act(act, saved.as_ref().map(|saved| saved.no), since);
        match saved {
            Err(StoreError::RowConflict) => Err(self.describe_conflict(act)),
            saved => saved,
        }
    }

    /// The act that was saved before under an id, if there is one.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn saved_under(&mut self, id: Uuid) -> Result<Option<SavedAct>, StoreError> {
        self.db.read(|tx| saved_before(tx, id, Utc::now()))
    }

    fn save_or_not(&mut self, act: &Act) -> Result<SavedAct, StoreError> {
        let calendar = self.calendar.clone();
        let own = self.exempt.clone();
        let saved = self.db.write(|tx| {
            let (numbers, list) = (IdAllocator::query(tx)?, DoNotCallList::query(tx)?);
            let claimed = claim::query_claim_of_called(tx, act)?;
            if let Some(saved) = saved_before(tx, act.id, act.at)? {
                return Ok(saved);
            }
            claim::end_claim_by_call(tx, (act, claimed), &own, &calendar)?;
            let mut numbers = IdAllocator::fetch(tx, numbers)?;
            let mut list = DoNotCallList::fetch(tx, list, act.at)?;
            let given = AssignedIds::new(&mut numbers, &act.changes);
            let named = act
                .changes
                .iter()
                .find_map(|c| c.record().map(Record::customer));
            // The customer the act names; otherwise the owner of its rows, if they are all one customer's.
            let named = named.filter(|_| one_customer(&act.changes));
            let named = named.map(|id| given.number(EntityKind::Customer, id));
            let customer = act.customer.or(named);
            numbers.act += 1;
            // After a new act, the acts that were undone before can no longer be redone.
            tx.execute_deferred(
                "UPDATE act SET undone = $3 WHERE shop = $1 AND counter = $2 AND undone = $4",
                &[
                    tx.shop().into(),
                    act.counter.as_str().into(),
                    OVER.into(),
                    UNDONE.into(),
                ],
            )?;
            write_act(tx, numbers.act, act, customer, None)?;
            let bound = Some(&mut list);
            let place = (numbers.act, 0);
            let records = apply(
                tx,
                &mut numbers,
                place,
                &act.changes,
                &given,
                bound,
                &calendar,
            )?;
            numbers.write(tx)?;
            Ok(SavedAct {
                no: numbers.act,
                records,
                do_not_call: list.bound,
            })
        })?;
        self.db.engine().note_own_act(saved.no);
        Ok(saved)
    }
}

/// What an act left if it was saved before: the result of a retry.
fn saved_before(
    tx: &mut Tx<'_>,
    id: Uuid,
    at: DateTime<Utc>,
) -> Result<Option<SavedAct>, StoreError> {
    let sql = "SELECT no FROM act WHERE shop = $1 AND id = $2";
    let Some(mut row) = tx.query_first(sql, &[tx.shop().into(), id.to_string().into()])? else {
        return Ok(None);
    };
    let no = row.int()?;
    let records = rows_left_by(tx, no)?;
    Ok(Some(SavedAct {
        no,
        records,
        do_not_call: do_not_call::bound_by(tx, no, 0, at)?,
    }))
}

/// The rows of an act as they are now, with the versions that the next change is checked against.
pub(super) fn rows_left_by(tx: &mut Tx<'_>, act: i64) -> Result<Vec<Record>, StoreError> {
    let mut left = Vec::new();
    let mut seq = -1;
    loop {
        let page = changes_behind(tx, act, seq)?;
        let Some((last, _)) = page.last() else { break };
        seq = *last;
        for after in page.into_iter().filter_map(|(_, c)| c.after) {
            left.extend(current(tx, after.noun(), after.id())?);
        }
        if left.len() > MANY {
            return Ok(Vec::new());
        }
    }
    Ok(left)
}

/// The rows of an act with more than this are not returned: it is an import.
pub(super) const MANY: usize = 10_000;

fn one_customer(changes: &[Change]) -> bool {
    let whose: BTreeSet<Id> = changes
        .iter()
        .filter_map(|c| c.record().map(Record::customer))
        .collect();
    whose.len() == 1
}

/// Writes the rows of an act that has its number and `behind` changes already, and updates what is derived
/// from them; returns the rows as they are then.
pub(super) fn apply(
    tx: &mut Tx<'_>,
    numbers: &mut IdAllocator,
    (act, behind): (i64, i64),
    changes: &[Change],
    given: &AssignedIds,
    mut list: Option<&mut DoNotCallList>,
    calendar: &Calendar,
) -> Result<Vec<Record>, StoreError> {
    let handed = changes.len() <= MANY;
    let mut left = Vec::new();
    let mut follows = Consequences::default();
    for (seq, change) in (behind..).zip(changes) {
        let mut change = given.with_assigned_ids(change)?;
        if let Some(list) = &mut list {
            list.bind(tx, &mut change)?;
        }
        write_change(tx, act, seq, &change)?;
        numbers.customers += PointerReferences::customers(&change);
        follows.note(&change, calendar);
        write_row(tx, &change)?;
        left.extend(handed.then(|| row_left_by(&change)).flatten());
    }
    tx.announce(&ChangeNews {
        act: Some(act),
        customers: shown_alone(changes).then(|| follows.touched.clone()),
    });
    follows.write(tx, calendar)?;
    Ok(left)
}

/// Writes rows as some changes say, and what follows from them; in the journal nothing is written.
pub(super) fn write_rows(
    tx: &mut Tx<'_>,
    numbers: &mut IdAllocator,
    changes: &[Change],
    calendar: &Calendar,
) -> Result<(), StoreError> {
    let mut follows = Consequences::default();
    for change in changes {
        numbers.customers += PointerReferences::customers(change);
        follows.note(change, calendar);
        write_row(tx, change)?;
    }
    follows.write(tx, calendar)
}

/// Writes one row as a change says.
fn write_row(tx: &mut Tx<'_>, change: &Change) -> Result<(), StoreError> {
    match (&change.before, &change.after) {
        (None, Some(after)) => insert(tx, after),
        (Some(before), Some(after)) => update(tx, before, after),
        (Some(before), None) => {
            refuse_in_use(tx, before)?;
            if before.noun() == EntityKind::Customer {
                projections::remove_from_lists(tx, before.id())?;
            }
            delete(tx, before)
        }
        (None, None) => Ok(()),
    }
}

/// The row a change left, with its version.
fn row_left_by(change: &Change) -> Option<Record> {
    let before = change.before.as_ref().map_or(0, Record::version);
    let after = change.after.clone();
    after.map(|after| after.at_version(before + 1))
}

/// What has to be updated because of an act's rows, collected while they are written.
#[derive(Default)]
struct Consequences {
    /// The owners of the rows.
    touched: BTreeSet<Id>,
    /// The customers who were deleted.
    gone: BTreeSet<Id>,
    /// The customers whose familiar staff may have changed.
    known: BTreeSet<Id>,
    /// The customers whose search terms may have changed.
    reworded: BTreeSet<Id>,
    pointers: PointerReferences,
    counts: MetricDeltas,
}

impl Consequences {
    /// Collects what a change affects.
    fn note(&mut self, change: &Change, calendar: &Calendar) {
        self.counts.add(change, calendar);
        self.pointers.note(change);
        self.reworded.append(&mut search_index::reworded_by(change));
        if let (Some(Record::Customer(before)), None) = (&change.before, &change.after) {
            self.gone.insert(before.id);
        }
        let whose = [&change.before, &change.after].into_iter().flatten();
        let whose = whose.map(Record::customer);
        if familiar_staff::touches(change) {
            self.known.extend(whose.clone());
        }
        self.touched.extend(whose);
    }

    /// Updates it, once every row is written.
    fn write(mut self, tx: &mut Tx<'_>, calendar: &Calendar) -> Result<(), StoreError> {
        figure_counts::update_counts(tx, &mut self.counts, &self.gone)?;
        for customer in &self.gone {
            self.touched.remove(customer);
            self.known.remove(customer);
            search_index::forget_words(tx, *customer)?;
        }
        for customer in self.known {
            familiar_staff::save_familiar_staff(tx, customer)?;
        }
        let reworded = projections::Reworded::Only(&self.reworded);
        let touched: Vec<Id> = self.touched.into_iter().collect();
        let pointers = projections::update_projections(tx, &touched, reworded, calendar)?;
        self.pointers.refuse(tx, &pointers)
    }
}

#[cfg(test)]
mod tests;
