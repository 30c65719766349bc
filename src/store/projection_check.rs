//! Checks whether the projections (the tables behind the lists) agree with the rows, and rebuilds
//! them if not.

use std::collections::BTreeSet;

use super::error::StoreError;
use super::handle::Store;
use super::sql::{SqlValue, Tx};
use super::{familiar_staff, projections, summaries};
use crate::domain::customer::Id;
use crate::domain::hours::Calendar;
use crate::domain::queue;
use crate::domain::text::fold_for_search;

/// How many customers are checked in one page.
const PAGE: i64 = 200;

/// The result of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ProjectionCheck {
    /// Customers checked.
    pub looked_at: i64,
    /// Customers whose stored standing differs from their rows.
    pub standing: i64,
    /// Customers listed under a wrong name.
    pub named: i64,
    /// Customers whose stored familiar staff, or place in a member's list, differs.
    pub known: i64,
    /// Days whose stored number of entering customers differs.
    pub days: i64,
}

impl ProjectionCheck {
    /// Whether everything agrees.
    #[must_use]
    pub const fn agrees(&self) -> bool {
        self.standing == 0 && self.named == 0 && self.known == 0 && self.days == 0
    }
}

impl Store {
    /// Checks the projections of at most `most` customers, the newest first, and the days' tally
    /// against all standings.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn check_projections(&mut self, most: i64) -> Result<ProjectionCheck, StoreError> {
        let calendar = self.calendar.clone();
        let mut found = ProjectionCheck::default();
        let mut before = i64::MAX;
        while found.looked_at < most {
            let next = self
                .db
                .read(|tx| check_page(tx, before, &calendar, &mut found))?;
            match next {
                Some(last) => before = last,
                None => break,
            }
        }
        found.days = self.db.read(days_apart)?;
        Ok(found)
    }

    /// Rebuilds the projections from the rows.
    ///
    /// # Errors
    /// Any [`StoreError`] of the transaction.
    pub fn make_anew(&mut self) -> Result<(), StoreError> {
        let calendar = self.calendar.clone();
        self.db.write(|tx| {
            for table in ["standing", "tally", "named", "knows", "mine"] {
                let sql = format!("DELETE FROM {table} WHERE shop = $1");
                tx.execute_deferred(&sql, &[tx.shop().into()])?;
            }
            let mut last = 0;
            loop {
                let sql =
                    "SELECT id FROM customer WHERE shop = $1 AND id > $2 ORDER BY id LIMIT $3";
                let ids = numbers(tx, sql, last)?;
                let Some(newest) = ids.last() else { break };
                last = *newest;
                for id in &ids {
                    familiar_staff::save_familiar_staff(tx, *id)?;
                }
                projections::update_projections(tx, &ids, projections::Reworded::All, &calendar)?;
            }
            Ok(())
        })?;
        self.recount()
    }
}

fn numbers(tx: &mut Tx<'_>, sql: &str, from: Id) -> Result<Vec<Id>, StoreError> {
    tx.query(sql, &[tx.shop().into(), from.into(), PAGE.into()])?
        .into_iter()
        .map(|mut row| row.int())
        .collect()
}

/// Checks a page of customers; returns the last one.
fn check_page(
    tx: &mut Tx<'_>,
    before: Id,
    calendar: &Calendar,
    found: &mut ProjectionCheck,
) -> Result<Option<Id>, StoreError> {
    let sql = "SELECT id FROM customer WHERE shop = $1 AND id < $2 AND id > 0 \
               ORDER BY id DESC LIMIT $3";
    let ids = numbers(tx, sql, before)?;
    for entry in summaries::entries(tx, &ids, i64::MAX)? {
        let pointer = entry.customer.merged_into.is_some();
        let who: [SqlValue; 2] = [tx.shop().into(), entry.customer.id.into()];
        let marks = queue::list_keys(&entry.customer, &entry.follow_ups, calendar);
        let stands = "SELECT enters_on FROM standing WHERE shop = $1 AND customer = $2";
        let stands = match tx.query_first(stands, &who)? {
            Some(mut row) => row.maybe_day()?,
            None => None,
        };
        found.standing += i64::from(stands != marks.enters_on);
        let named = "SELECT name FROM named WHERE shop = $1 AND customer = $2";
        let named = tx
            .query_first(named, &who)?
            .map(|mut row| row.text())
            .transpose()?;
        found.named +=
            i64::from(named != Some(fold_for_search(&entry.customer.name)).filter(|_| !pointer));
        let stands = marks.due_at.is_some();
        let whose = if stands {
            entry.staff_names()
        } else {
            BTreeSet::new()
        };
        let known = familiar_staff::by_rows(tx, entry.customer.id)? == entry.knows
            && familiar_staff::kept_in(tx, entry.customer.id)? == whose;
        found.known += i64::from(!known);
        found.looked_at += 1;
    }
    Ok(ids.last().copied())
}

/// The number of days whose tally differs from the standings.
fn days_apart(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    let counted = "SELECT enters_on, COUNT(*) FROM standing WHERE shop = $1 \
                   GROUP BY enters_on ORDER BY enters_on";
    let kept = "SELECT day, waiting FROM tally WHERE shop = $1 AND waiting <> 0 ORDER BY day";
    let mut pairs = |sql: &str| -> Result<Vec<(i64, i64)>, StoreError> {
        tx.query(sql, &[tx.shop().into()])?
            .into_iter()
            .map(|mut row| Ok((row.int()?, row.int()?)))
            .collect()
    };
    let (counted, kept) = (pairs(counted)?, pairs(kept)?);
    let apart = counted.iter().filter(|pair| !kept.contains(pair)).count();
    let more = kept
        .iter()
        .filter(|(day, _)| !counted.iter().any(|(d, _)| d == day));
    Ok(i64::try_from(apart + more.count()).unwrap_or(i64::MAX))
}
