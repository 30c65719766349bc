//! The day in numbers: how many are to call, which promises were kept, and who is done already.
//!
//! Owns the counts in the header and the done rows of today's list. Totals are kept, not counted: what
//! is read of a day has a limit.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::error::StoreError;
use super::handle::Store;
use super::row_mapping;
use super::sql::{Pending, SqlValue, Tx};
use super::summaries::page;
use crate::domain::contact::Contact;
use crate::domain::customer::Id;
use crate::domain::hours::Calendar;
use crate::domain::queue::{ListKeys, Standing};
use crate::domain::rules::Rules;
use crate::domain::summary::{DONE, DayTotals, DoneToday};

/// The most contacts of a day that are searched for customers done.
const DAY: i64 = 2_000;

impl Store {
    /// The numbers in the header.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn totals(&mut self, now: DateTime<Utc>, rules: &Rules) -> Result<DayTotals, StoreError> {
        let calendar = &rules.calendar;
        self.db.read(|tx| {
            let done = query_done_today(tx, now, calendar)?;
            let asked = PendingTotals::query(tx, now, calendar)?;
            let mut totals = asked.fetch(tx)?;
            totals.done = count(done_today(tx, done, now, calendar)?.len());
            Ok(totals)
        })
    }

    /// The customers dealt with today who left the list, the latest first, at most 50.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn done(
        &mut self,
        now: DateTime<Utc>,
        rules: &Rules,
    ) -> Result<Vec<DoneToday>, StoreError> {
        self.db.read(|tx| {
            let asked = query_done_today(tx, now, &rules.calendar)?;
            let mut contacts = done_today(tx, asked, now, &rules.calendar)?;
            contacts.truncate(DONE);
            let ids: Vec<Id> = contacts.iter().map(|c| c.customer).collect();
            let mut contacts = contacts.into_iter();
            Ok(page(tx, &ids)?
                .into_iter()
                .filter_map(|entry| {
                    let contact = contacts.find(|c| c.customer == entry.customer.id)?;
                    Some(DoneToday { entry, contact })
                })
                .collect())
        })
    }
}

/// The numbers in the header that were asked for, but for how many are done.
pub(super) struct PendingTotals {
    in_list: [Pending; 3],
    customers: Pending,
    promises: [Pending; 3],
    next: Pending,
    /// The beginning of the day, and now.
    times: (DateTime<Utc>, DateTime<Utc>),
}

impl PendingTotals {
    pub(super) fn query(
        tx: &mut Tx<'_>,
        now: DateTime<Utc>,
        calendar: &Calendar,
    ) -> Result<Self, StoreError> {
        let (start, end) = (calendar.start_of_day(now), calendar.end_of_day(now));
        let today = SqlValue::from(calendar.date(now));
        let in_list = query_in_list(tx, now, end, &today)?;
        let customers = "SELECT customers FROM shop WHERE shop = $1";
        let customers = tx.query_deferred(customers, &[tx.shop().into()])?;
        let promises = query_promises(tx, start, end)?;
        let next = "SELECT wakes_at FROM standing WHERE shop = $1 AND wakes_at > $2 \
                    AND wakes_at < $3 AND held_until <= $2 AND enters_on <= $4 \
                    ORDER BY wakes_at LIMIT 1";
        let values = [tx.shop().into(), now.into(), end.into(), today];
        Ok(Self {
            in_list,
            customers,
            promises,
            next: tx.query_deferred(next, &values)?,
            times: (start, now),
        })
    }

    pub(super) fn fetch(self, tx: &mut Tx<'_>) -> Result<DayTotals, StoreError> {
        let [entered, hidden, held] = self.in_list.map(|asked| number(tx, asked));
        let mut totals = DayTotals {
            to_call: entered? - hidden? + held?,
            customers: number(tx, self.customers)?,
            ..DayTotals::default()
        };
        count_promises(tx, self.promises, self.times, &mut totals)?;
        if let Some(mut row) = tx.fetch(self.next)?.into_iter().next() {
            totals.next_at = row.maybe_at()?;
        }
        Ok(totals)
    }
}

/// The number in the only cell of the only row.
pub(super) fn number(tx: &mut Tx<'_>, asked: Pending) -> Result<i64, StoreError> {
    let row = tx.fetch(asked)?.into_iter().next();
    row.map_or(Ok(0), |mut row| row.int())
}

fn count(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

/// Asks how many stand in today's list: the tally up to today, less those who rest until later today,
/// and those a red follow-up holds in it though they rest beyond today.
fn query_in_list(
    tx: &mut Tx<'_>,
    now: DateTime<Utc>,
    end: DateTime<Utc>,
    today: &SqlValue,
) -> Result<[Pending; 3], StoreError> {
    let entered = "SELECT CAST(COALESCE(SUM(waiting), 0) AS BIGINT) FROM tally \
                   WHERE shop = $1 AND day <= $2";
    let hidden = "SELECT COUNT(*) FROM standing WHERE shop = $1 AND wakes_at > $3 \
                  AND wakes_at < $4 AND held_until <= $3 AND enters_on <= $2";
    let held = "SELECT COUNT(*) FROM standing WHERE shop = $1 AND held_until > $3 \
                AND enters_on > $2 AND due_at < $4";
    let values = [tx.shop().into(), today.clone(), now.into(), end.into()];
    Ok([
        tx.query_deferred(entered, values.get(..2).unwrap_or_default())?,
        tx.query_deferred(hidden, &values)?,
        tx.query_deferred(held, &values)?,
    ])
}

/// Asks for the contacts of today, the latest first, at most 2,000 of them.
fn query_done_today(
    tx: &mut Tx<'_>,
    now: DateTime<Utc>,
    calendar: &Calendar,
) -> Result<Pending, StoreError> {
    let columns = row_mapping::CONTACT
        .split(',')
        .map(|c| format!("contact.{}", c.trim()));
    let columns = columns.collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT {columns}, standing.promise_at, standing.red_at, standing.due_at, \
         standing.wakes_at, standing.held_until FROM contact \
         LEFT JOIN standing ON standing.shop = contact.shop AND standing.customer = contact.customer \
         WHERE contact.shop = $1 AND contact.at >= $2 AND contact.at < $3 \
         AND contact.customer > 0 \
         ORDER BY contact.at DESC, contact.id DESC LIMIT $4"
    );
    let (start, end) = (calendar.start_of_day(now), calendar.end_of_day(now));
    let values = [tx.shop().into(), start.into(), end.into(), DAY.into()];
    tx.query_deferred(&sql, &values)
}

/// From the queried contacts, the latest of each customer who is out of the list now.
fn done_today(
    tx: &mut Tx<'_>,
    asked: Pending,
    now: DateTime<Utc>,
    calendar: &Calendar,
) -> Result<Vec<Contact>, StoreError> {
    let mut done: Vec<Contact> = Vec::new();
    let mut seen = BTreeSet::new();
    for mut row in tx.fetch(asked)? {
        let contact = row_mapping::contact(&mut row)?;
        let marks = ListKeys {
            promise_at: row.maybe_at()?,
            red_at: row.maybe_at()?,
            due_at: row.maybe_at()?,
            wakes_at: row.maybe_at()?,
            held_until: row.maybe_at()?,
            enters_on: None,
        };
        let stands = marks
            .stand(now, calendar)
            .map_or(Standing::Ahead, |(standing, _)| standing);
        if seen.insert(contact.customer) && stands == Standing::Ahead {
            done.push(contact);
        }
    }
    Ok(done)
}

/// Asks for the promises of today, for older ones that are open, and for those broken today.
fn query_promises(
    tx: &mut Tx<'_>,
    start: DateTime<Utc>,
    end: DateTime<Utc>,
) -> Result<[Pending; 3], StoreError> {
    let values = [tx.shop().into(), start.into(), end.into(), DAY.into()];
    let todays = "SELECT promised_at, heard_at, broken_at, state FROM follow_up \
                  WHERE shop = $1 AND promised_at >= $2 AND promised_at < $3 LIMIT $4";
    let older = "SELECT f.broken_at FROM standing \
                 JOIN follow_up AS f ON f.shop = standing.shop AND f.customer = standing.customer \
                 WHERE standing.shop = $1 AND standing.promise_at < $2 AND f.promised_at < $2 \
                 AND f.heard_at IS NULL AND f.state = 'open' LIMIT $3";
    let broken = "SELECT broken_at FROM follow_up \
                  WHERE shop = $1 AND broken_at >= $2 AND broken_at < $3 LIMIT $4";
    Ok([
        tx.query_deferred(todays, &values)?,
        tx.query_deferred(older, &[tx.shop().into(), start.into(), DAY.into()])?,
        tx.query_deferred(broken, &values)?,
    ])
}

/// Counts the queried promises: kept, broken, still to keep.
fn count_promises(
    tx: &mut Tx<'_>,
    [todays, older, broken]: [Pending; 3],
    (start, now): (DateTime<Utc>, DateTime<Utc>),
    totals: &mut DayTotals,
) -> Result<(), StoreError> {
    for mut row in tx.fetch(todays)? {
        let (promised, heard) = (row.at()?, row.maybe_at()?);
        let (broken, state) = (row.maybe_at()?, row.text()?);
        let open = heard.is_none() && state != "closed";
        if open {
            totals.open_promises += 1;
            if promised >= now {
                totals.to_keep += 1;
                let next = totals.next_promise_at.into_iter().chain([promised]);
                totals.next_promise_at = next.min();
            }
        }
        // A promise that was broken before it was renewed is counted as late below, on its day.
        match heard {
            _ if broken.is_some_and(|at| at >= start) => {}
            Some(heard) if heard <= promised && broken.is_none() => totals.kept += 1,
            Some(_) if broken.is_none() => totals.late += 1,
            None if open && promised < now => totals.late += 1,
            _ => {}
        }
    }
    // One that was missed on an earlier day is late until they hear.
    for mut row in tx.fetch(older)? {
        totals.open_promises += 1;
        totals.late_before += i64::from(row.maybe_at()?.is_none_or(|at| at < start));
    }
    totals.late += count(tx.fetch(broken)?.len());
    Ok(())
}
