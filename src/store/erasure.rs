//! Erasure: deletes a customer's rows, texts and history, and anonymises what the figures count.
//!
//! Owns the one place where rows are deleted for good, in the transaction of an irreversible act.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::act_log::{self, STANDS};
use super::error::StoreError;
use super::id_allocator::IdAllocator;
use super::row_mapping::{self, CONTACT, FOLLOW_UP, columns, table};
use super::sql::{SqlValue, Tx};
use super::{familiar_staff, figure_counts, merge_pointers, projections, records, search_index};
use crate::domain::anonymise::{self, NOBODY, TAKEN_OUT};
use crate::domain::change::{Act, Change, EntityKind, Record};
use crate::domain::customer::{Customer, Id};
use crate::domain::hours::Calendar;
use crate::domain::metrics::MetricDeltas;

/// A value of `act.undone`: the act touched a customer forgotten since, and cannot be undone.
pub(super) const TOUCHED: i64 = 3;

/// The erased records of a customer, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ErasureCounts {
    /// Items.
    pub items: i64,
    /// Follow-ups; their counts stay.
    pub follow_ups: i64,
    /// Contacts; their counts stay.
    pub contacts: i64,
    /// Rows of the history.
    pub changes: i64,
    /// Acts that can no longer be undone.
    pub acts: i64,
}

/// Erases customers, for one act.
#[derive(Debug)]
pub(super) struct Eraser<'a> {
    calendar: &'a Calendar,
    numbers: IdAllocator,
    now: DateTime<Utc>,
    /// The next row number of the act's own history.
    seq: i64,
    counts: MetricDeltas,
}

impl<'a> Eraser<'a> {
    /// Writes the act to the journal, as one that cannot be undone.
    pub(super) fn begin(
        tx: &mut Tx<'_>,
        act: &Act,
        calendar: &'a Calendar,
    ) -> Result<Self, StoreError> {
        let mut numbers = IdAllocator::read(tx)?;
        numbers.act += 1;
        act_log::write_act(tx, numbers.act, act, None, None)?;
        cannot_be_undone(tx, numbers.act)?;
        make_nobody(tx, act.at)?;
        Ok(Self {
            calendar,
            numbers,
            now: act.at,
            seq: 0,
            counts: MetricDeltas::default(),
        })
    }

    /// Updates the stored counts for the figures.
    pub(super) fn end(mut self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        figure_counts::update_counts(tx, &mut self.counts, &BTreeSet::new())?;
        self.numbers.write(tx)
    }

    /// Erases a customer's rows, texts and history, and those of the customers merged into them.
    pub(super) fn erase(
        &mut self,
        tx: &mut Tx<'_>,
        customer: &Customer,
    ) -> Result<ErasureCounts, StoreError> {
        let mut erased = ErasureCounts::default();
        for pointer in merge_pointers::pointers(tx, customer.id)? {
            self.erase_row(tx, &pointer, &mut erased)?;
        }
        self.erase_row(tx, customer, &mut erased)?;
        Ok(erased)
    }

    /// Erases one row of a customer and the records that belong to it.
    fn erase_row(
        &mut self,
        tx: &mut Tx<'_>,
        customer: &Customer,
        erased: &mut ErasureCounts,
    ) -> Result<(), StoreError> {
        erased.items += count_items(tx, customer.id)?;
        erase_history(tx, customer.id, erased)?;
        erased.follow_ups += self.make_nameless(tx, EntityKind::FollowUp, customer.id)?;
        erased.contacts += self.make_nameless(tx, EntityKind::Contact, customer.id)?;
        projections::remove_from_lists(tx, customer.id)?;
        search_index::forget_words(tx, customer.id)?;
        // Whatever else is theirs belongs to this row, and goes with it.
        tx.execute_deferred(
            "DELETE FROM customer WHERE shop = $1 AND id = $2",
            &[tx.shop().into(), customer.id.into()],
        )?;
        if customer.merged_into.is_none() {
            self.numbers.decrement_customers();
        }
        Ok(())
    }

    /// Updates the projections of a customer some of whose records were anonymised.
    pub(super) fn reckon(&self, tx: &mut Tx<'_>, customer: Id) -> Result<(), StoreError> {
        familiar_staff::save_familiar_staff(tx, customer)?;
        projections::update_projections(
            tx,
            &[customer],
            projections::Reworded::All,
            self.calendar,
        )?;
        Ok(())
    }

    /// Anonymises all of a customer's rows of an entity; returns their number.
    fn make_nameless(
        &mut self,
        tx: &mut Tx<'_>,
        noun: EntityKind,
        customer: Id,
    ) -> Result<i64, StoreError> {
        let columns = if noun == EntityKind::FollowUp {
            FOLLOW_UP
        } else {
            CONTACT
        };
        let sql = format!(
            "SELECT {columns} FROM {} WHERE shop = $1 AND customer = $2",
            table(noun)
        );
        let mut count = 0;
        for mut row in tx.query(&sql, &[tx.shop().into(), customer.into()])? {
            self.write_nameless(tx, row_mapping::record(noun, &mut row)?)?;
            count += 1;
        }
        Ok(count)
    }

    /// Anonymises one row; an open one is dropped, which goes into the history.
    pub(super) fn write_nameless(
        &mut self,
        tx: &mut Tx<'_>,
        record: Record,
    ) -> Result<(), StoreError> {
        let Some(before) = anonymise::record(record) else {
            return Ok(());
        };
        let after = anonymise::close_forgotten(before.clone(), self.now);
        if after != before {
            let change = Change::of(before, after.clone());
            act_log::write_change(tx, self.numbers.act, self.seq, &change)?;
            self.counts.add(&change, self.calendar);
            self.seq += 1;
        }
        let set: Vec<String> = columns(after.noun())
            .split(',')
            .zip(3..)
            .map(|(column, n)| format!("{} = ${n}", column.trim()))
            .collect();
        let sql = format!(
            "UPDATE {} SET {} WHERE shop = $1 AND id = $2",
            table(after.noun()),
            set.join(", ")
        );
        let mut values: Vec<SqlValue> = vec![tx.shop().into(), after.id().into()];
        let version = after.version() + 1;
        values.extend(row_mapping::cells(&after.at_version(version)));
        tx.execute_deferred(&sql, &values)?;
        Ok(())
    }
}

/// Marks an act as one that cannot be undone.
pub(super) fn cannot_be_undone(tx: &mut Tx<'_>, no: i64) -> Result<(), StoreError> {
    let nothing: Option<i64> = None;
    tx.execute_deferred(
        "UPDATE act SET undone = $3 WHERE shop = $1 AND no = $2",
        &[tx.shop().into(), no.into(), nothing.into()],
    )?;
    Ok(())
}

fn count_items(tx: &mut Tx<'_>, customer: Id) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM item WHERE shop = $1 AND customer = $2";
    let row = tx.query_first(sql, &[tx.shop().into(), customer.into()])?;
    row.map_or(Ok(0), |mut row| row.int())
}

/// Deletes a customer from the history, and marks the acts that can no longer be undone.
fn erase_history(
    tx: &mut Tx<'_>,
    customer: Id,
    erased: &mut ErasureCounts,
) -> Result<(), StoreError> {
    let who: [SqlValue; 2] = [tx.shop().into(), customer.into()];
    let acts = "SELECT DISTINCT act FROM change WHERE shop = $1 AND customer = $2 ORDER BY act";
    let others = "SELECT act FROM change WHERE shop = $1 AND act = $3 AND customer <> $2 LIMIT 1";
    for mut row in tx.query(acts, &who)? {
        let no = row.int()?;
        erased.acts += i64::from(mark_irreversible(tx, no)?);
        let values = [tx.shop().into(), customer.into(), no.into()];
        if tx.query_first(others, &values)?.is_none() {
            take_words_out(tx, no)?;
        }
    }
    let theirs = "SELECT no FROM act WHERE shop = $1 AND customer = $2 ORDER BY no";
    for mut row in tx.query(theirs, &who)? {
        take_words_out(tx, row.int()?)?;
    }
    let changes =
        "SELECT act, seq, before, after FROM change WHERE shop = $1 AND customer = $2 ORDER BY act";
    let mut been = MergeSpans::default();
    for mut row in tx.query(changes, &who)? {
        let (act, seq) = (row.int()?, row.int()?);
        let change = act_log::read_change(&mut row)?;
        been.note(act, &change);
        write_nameless_change(tx, act, seq, change)?;
        erased.changes += 1;
    }
    erase_while_merged(tx, customer, &been, erased)
}

/// The customers a customer was merged into, each with the first and last act of the merge.
#[derive(Debug, Default)]
struct MergeSpans(BTreeMap<Id, (i64, i64)>);

impl MergeSpans {
    fn note(&mut self, act: i64, change: &Change) {
        for record in [&change.before, &change.after].into_iter().flatten() {
            if let Record::Customer(Customer {
                merged_into: Some(kept),
                ..
            }) = record
                && *kept != NOBODY
            {
                let span = self.0.entry(*kept).or_insert((act, act));
                span.1 = span.1.max(act);
            }
        }
    }
}

/// Deletes a customer's data from the history of those they were merged into for a while. During
/// that time their rows were the other's, and the other's note held their number.
fn erase_while_merged(
    tx: &mut Tx<'_>,
    customer: Id,
    been: &MergeSpans,
    erased: &mut ErasureCounts,
) -> Result<(), StoreError> {
    let sql = "SELECT act, seq, before, after FROM change WHERE shop = $1 AND customer = $2 \
               AND act >= $3 AND act <= $4 ORDER BY act, seq";
    for (kept, (first, last)) in &been.0 {
        let values = [
            tx.shop().into(),
            (*kept).into(),
            (*first).into(),
            (*last).into(),
        ];
        let mut theirs: BTreeSet<(EntityKind, Id)> = BTreeSet::new();
        for mut row in tx.query(sql, &values)? {
            let (act, seq) = (row.int()?, row.int()?);
            let change = act_log::read_change(&mut row)?;
            let moved = change.before.as_ref().filter(|b| b.customer() == customer);
            theirs.extend(moved.map(|b| (b.noun(), b.id())));
            let over = change.record().is_some_and(|r| {
                r.noun() == EntityKind::Customer || theirs.contains(&(r.noun(), r.id()))
            });
            if over {
                erased.acts += i64::from(mark_irreversible(tx, act)?);
                write_nameless_change(tx, act, seq, change)?;
                erased.changes += 1;
            }
        }
    }
    Ok(())
}

/// Anonymises a row of the history, so that the figures can still be recounted from it.
pub(super) fn write_nameless_change(
    tx: &mut Tx<'_>,
    act: i64,
    seq: i64,
    change: Change,
) -> Result<(), StoreError> {
    let before = change.before.and_then(anonymise::record);
    let after = change.after.and_then(anonymise::record);
    let mut values: Vec<SqlValue> = vec![tx.shop().into(), act.into(), seq.into()];
    if before.is_none() && after.is_none() {
        let sql = "DELETE FROM change WHERE shop = $1 AND act = $2 AND seq = $3";
        tx.execute_deferred(sql, &values)?;
        return Ok(());
    }
    let json = |record: &Option<Record>| record.as_ref().map(act_log::lean_json).transpose();
    values.extend([NOBODY.into(), json(&before)?.into(), json(&after)?.into()]);
    tx.execute_deferred(
        "UPDATE change SET customer = $4, before = $5, after = $6 \
         WHERE shop = $1 AND act = $2 AND seq = $3",
        &values,
    )?;
    Ok(())
}

/// Marks an act as irreversible, for undo and redo; returns whether it was reversible before.
pub(super) fn mark_irreversible(tx: &mut Tx<'_>, no: i64) -> Result<bool, StoreError> {
    tx.execute_deferred(
        "UPDATE act SET undone = $4 WHERE shop = $1 AND no = $2 AND undone = $3",
        &[
            tx.shop().into(),
            no.into(),
            act_log::UNDONE.into(),
            act_log::OVER.into(),
        ],
    )?;
    let stood = tx.execute(
        "UPDATE act SET undone = $4 WHERE shop = $1 AND no = $2 AND undone = $3",
        &[tx.shop().into(), no.into(), STANDS.into(), TOUCHED.into()],
    )?;
    Ok(stood > 0)
}

/// Deletes an act's text; its time, author and counter stay.
pub(super) fn take_words_out(tx: &mut Tx<'_>, no: i64) -> Result<(), StoreError> {
    let nobody: Option<i64> = None;
    tx.execute_deferred(
        "UPDATE act SET what = $3, customer = $4 WHERE shop = $1 AND no = $2",
        &[tx.shop().into(), no.into(), TAKEN_OUT.into(), nobody.into()],
    )?;
    Ok(())
}

/// Creates the customer row that owns the anonymised records.
fn make_nobody(tx: &mut Tx<'_>, now: DateTime<Utc>) -> Result<(), StoreError> {
    if records::current(tx, EntityKind::Customer, NOBODY)?.is_none() {
        records::insert(tx, &Record::Customer(anonymise::nobody(now)))?;
    }
    Ok(())
}
