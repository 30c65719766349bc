//! What a recount has counted so far: the changes of the whole history added up, and what comes next.

use std::collections::{BTreeMap, BTreeSet};

use super::act_log::{changes_behind, read_change};
use super::error::StoreError;
use super::figure_counts::{self, missing, update_counts, update_customer_habits};
use super::sql::Tx;
use crate::domain::customer::Id;
use crate::domain::hours::Calendar;
use crate::domain::metrics::MetricDeltas;

/// How many changes a portion reads.
const CHANGES: i64 = 500;

/// Of how many customers a portion writes when they answer.
const HABITS: usize = 200;

/// From how many changes on an act may be an import, which may still grow while others are done.
const MAY_GROW: i64 = 50;

/// What is counted next.
#[derive(Debug, Clone, Copy)]
pub(super) enum RecountStep {
    /// The days of the customers behind one.
    Standing(Id),
    /// What the changes add up to.
    Changes,
    /// When the customers behind one answer, and the figures with the last of them.
    Habits(Id),
}

/// A recount that is under way.
#[derive(Debug)]
pub(super) struct Recount {
    pub(super) step: RecountStep,
    pub(super) changes: ChangeCounter,
}

impl Recount {
    pub(super) const fn begin() -> Self {
        Self {
            step: RecountStep::Standing(0),
            changes: ChangeCounter::new(),
        }
    }

    /// How much is done, where the newest customer and the newest act have these numbers.
    pub(super) fn percent(&self, (customers, acts): (i64, i64)) -> i64 {
        let part = |done: i64, of: i64| (done * 100 / of.max(1)).clamp(0, 100);
        match self.step {
            RecountStep::Standing(behind) => part(behind, customers) / 2,
            RecountStep::Changes => 50 + part(self.changes.act, acts) * 3 / 10,
            RecountStep::Habits(behind) => 80 + part(behind, customers) / 5,
        }
    }
}

/// Adds up changes, those that come meanwhile too.
#[derive(Debug)]
pub(super) struct ChangeCounter {
    act: i64,
    seq: i64,
    counts: MetricDeltas,
    /// Acts that were read and may have grown since, up to which change.
    read: BTreeMap<i64, i64>,
}

impl ChangeCounter {
    pub(super) const fn new() -> Self {
        Self {
            act: 0,
            seq: -1,
            counts: MetricDeltas {
                figures: BTreeMap::new(),
                answering: BTreeMap::new(),
            },
            read: BTreeMap::new(),
        }
    }

    /// Adds the next ones; whether there were any.
    pub(super) fn read_on(
        &mut self,
        tx: &mut Tx<'_>,
        calendar: &Calendar,
    ) -> Result<bool, StoreError> {
        let sql = "SELECT act, seq, before, after FROM change \
                   WHERE shop = $1 AND (act, seq) > ($2, $3) ORDER BY act, seq LIMIT $4";
        let behind = [self.act.into(), self.seq.into(), CHANGES.into()];
        let rows = tx.query(sql, &[&[tx.shop().into()], &behind[..]].concat())?;
        let any = !rows.is_empty();
        for mut row in rows {
            (self.act, self.seq) = (row.int()?, row.int()?);
            self.counts.add(&read_change(&mut row)?, calendar);
            if self.seq >= MAY_GROW {
                self.read.insert(self.act, self.seq);
            }
        }
        self.counts.drop_zeroes();
        Ok(any)
    }

    /// Adds everything there is by now.
    pub(super) fn catch_up(
        &mut self,
        tx: &mut Tx<'_>,
        calendar: &Calendar,
    ) -> Result<(), StoreError> {
        for (act, read) in self.read.range_mut(..self.act) {
            loop {
                let page = changes_behind(tx, *act, *read)?;
                let Some((newest, _)) = page.last() else {
                    break;
                };
                *read = *newest;
                for (_, change) in &page {
                    self.counts.add(change, calendar);
                }
            }
        }
        while self.read_on(tx, calendar)? {}
        Ok(())
    }

    /// The customers behind one, some of them, and up to whom that is all.
    fn some_behind(&self, behind: Id) -> (BTreeSet<Id>, Id) {
        let of = self.counts.answering.range((behind + 1, i64::MIN)..);
        let mut some = BTreeSet::new();
        for ((customer, _), _) in of {
            if some.len() == HABITS && !some.contains(customer) {
                return (some.clone(), some.last().copied().unwrap_or(Id::MAX));
            }
            some.insert(*customer);
        }
        (some, Id::MAX)
    }

    /// Writes when the customers behind one answer; up to whom.
    pub(super) fn write_habits(&self, tx: &mut Tx<'_>, behind: Id) -> Result<Id, StoreError> {
        let (some, last) = self.some_behind(behind);
        let sql = "DELETE FROM answering WHERE shop = $1 AND customer > $2 AND customer <= $3";
        tx.execute_deferred(sql, &[tx.shop().into(), behind.into(), last.into()])?;
        let gone = missing(tx, some.clone())?;
        for customer in some.difference(&gone) {
            let habits = (*customer, i64::MIN)..=(*customer, i64::MAX);
            for ((_, band), tries) in self.counts.answering.range(habits) {
                update_customer_habits(tx, *customer, *band, *tries)?;
            }
        }
        Ok(last)
    }

    /// Writes what is counted of the whole shop.
    pub(super) fn write_figures(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        figure_counts::clear(tx, &["figure", "answering_shop"])?;
        let mut counts = self.counts.clone();
        let each = counts.answering.keys().map(|(id, _)| *id).collect();
        update_counts(tx, &mut counts, &each)
    }

    /// Writes all of it at once.
    pub(super) fn write(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let mut behind = 0;
        while behind < Id::MAX {
            behind = self.write_habits(tx, behind)?;
        }
        self.write_figures(tx)
    }
}
