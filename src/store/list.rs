//! The lists: today's by standing, and all customers by name; paginated from either end or from
//! a cursor.
//!
//! Owns the index ranges of the four standings. The rules for a standing are `queue`'s; the keys it
//! saved in the index say where to look.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::error::StoreError;
use super::handle::Store;
use super::row_mapping;
use super::sql::{Pending, SqlValue, Tx, listed};
use super::summaries::page;
use crate::domain::contact::Contact;
use crate::domain::customer::Id;
use crate::domain::hours::Calendar;
use crate::domain::pagination::{Cursor, Seek};
use crate::domain::queue::{ListKeys, Standing, promise_horizon};
use crate::domain::rules::Rules;
use crate::domain::summary::{CustomerSummary, DayTotals, DoneToday};
use crate::domain::text::fold_for_search;

/// The most contacts of a day that are searched for customers done.
const DAY: i64 = 2_000;
/// The most done rows that are returned.
const DONE: usize = 50;

/// For each standing its ordering key and its range of `standing`. Parameters: $1 the shop, $2 now,
/// $3 the end of a promise's lead, $4 the end of today.
const RANGES: [(&str, &str); 4] = [
    ("promise_at", "promise_at <= $3 AND $2 < $4"),
    (
        "red_at",
        "red_at <= $2 AND $2 < $4 AND (promise_at IS NULL OR promise_at > $3)",
    ),
    (
        "due_at",
        "due_at <= $2 AND $2 < $4 AND (promise_at IS NULL OR promise_at > $3) \
         AND (red_at IS NULL OR red_at > $2)",
    ),
    (
        "due_at",
        "due_at > $2 AND due_at < $4 AND (promise_at IS NULL OR promise_at > $3)",
    ),
];

impl Store {
    /// A page of today's list, in its order, with at most `limit` rows; the most urgent first.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn today(
        &mut self,
        now: DateTime<Utc>,
        from: &Seek,
        limit: usize,
    ) -> Result<Vec<(Cursor, CustomerSummary)>, StoreError> {
        self.list(now, None, from, limit)
    }

    /// The same page, filtered to the customers of one member of staff: those with an open follow-up
    /// that the member owns, or who know the member.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn today_of(
        &mut self,
        now: DateTime<Utc>,
        staff: &str,
        from: &Seek,
        limit: usize,
    ) -> Result<Vec<(Cursor, CustomerSummary)>, StoreError> {
        self.list(now, Some(&fold_for_search(staff)), from, limit)
    }

    fn list(
        &mut self,
        now: DateTime<Utc>,
        of: Option<&str>,
        from: &Seek,
        limit: usize,
    ) -> Result<Vec<(Cursor, CustomerSummary)>, StoreError> {
        let calendar = self.calendar.clone();
        self.db.read(|tx| {
            let keys = standing_keys(tx, (now, &calendar), of, from, limit)?;
            with_entries(tx, keys)
        })
    }

    /// The numbers in the header.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn totals(&mut self, now: DateTime<Utc>, rules: &Rules) -> Result<DayTotals, StoreError> {
        let calendar = &rules.calendar;
        let (start, end) = (calendar.start_of_day(now), calendar.end_of_day(now));
        let today = SqlValue::from(calendar.date(now));
        self.db.read(|tx| {
            let in_list = query_in_list(tx, now, end, &today)?;
            let customers = "SELECT customers FROM shop WHERE shop = $1";
            let customers = tx.query_deferred(customers, &[tx.shop().into()])?;
            let done = query_done_today(tx, now, calendar)?;
            let promises = query_promises(tx, start, end)?;
            let next = "SELECT wakes_at FROM standing WHERE shop = $1 AND wakes_at > $2 \
                        AND wakes_at < $3 AND held_until <= $2 AND enters_on <= $4 \
                        ORDER BY wakes_at LIMIT 1";
            let values = [tx.shop().into(), now.into(), end.into(), today];
            let next = tx.query_deferred(next, &values)?;
            let [entered, hidden, held] = in_list.map(|asked| number(tx, asked));
            let mut totals = DayTotals {
                to_call: entered? - hidden? + held?,
                customers: number(tx, customers)?,
                done: count(done_today(tx, done, now, calendar)?.len()),
                ..DayTotals::default()
            };
            count_promises(tx, promises, (start, now), &mut totals)?;
            if let Some(mut row) = tx.fetch(next)?.into_iter().next() {
                totals.next_at = row.maybe_at()?;
            }
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

    /// A page of all customers, by name.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn customers(
        &mut self,
        from: &Seek,
        limit: usize,
    ) -> Result<Vec<(Cursor, CustomerSummary)>, StoreError> {
        self.db.read(|tx| {
            let (compare, order) = direction(from);
            let mut values: Vec<SqlValue> = vec![tx.shop().into(), as_limit(limit)];
            let beside = match from.key() {
                Some(key) => {
                    values.extend([key.name.as_str().into(), key.id.into()]);
                    format!("AND (name, customer) {compare} ($3, $4)")
                }
                None => String::new(),
            };
            let sql = format!(
                "SELECT name, customer FROM named WHERE shop = $1 {beside} \
                 ORDER BY name {order}, customer {order} LIMIT $2"
            );
            let mut keys = tx
                .query(&sql, &values)?
                .into_iter()
                .map(|mut row| {
                    Ok(Cursor {
                        name: row.text()?,
                        id: row.int()?,
                        ..Cursor::default()
                    })
                })
                .collect::<Result<Vec<_>, StoreError>>()?;
            in_order(&mut keys, from);
            with_entries(tx, keys)
        })
    }

    /// When each of some customers was last in contact; customers without a contact are left out.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn last_contacts(
        &mut self,
        customers: &[Id],
    ) -> Result<BTreeMap<Id, DateTime<Utc>>, StoreError> {
        self.db.read(|tx| {
            let mut latest = BTreeMap::new();
            for batch in customers.chunks(256) {
                let (values, list) = listed(tx.shop(), batch.iter().copied());
                let sql = format!(
                    "SELECT id, (SELECT at FROM contact WHERE contact.shop = customer.shop \
                     AND contact.customer = customer.id ORDER BY at DESC, id DESC LIMIT 1) \
                     FROM customer WHERE shop = $1 AND id IN ({list})"
                );
                for mut row in tx.query(&sql, &values)? {
                    let id = row.int()?;
                    latest.extend(row.maybe_at()?.map(|at| (id, at)));
                }
            }
            Ok(latest)
        })
    }
}

/// The query of one group's part of a page, and its values: after those every group has, what this one adds.
fn group_query(
    (mark, range): (&str, &str),
    mut values: Vec<SqlValue>,
    (of, from): (Option<&str>, &Seek),
    beside: Option<&Cursor>,
) -> (String, Vec<SqlValue>) {
    let (compare, order) = direction(from);
    let beside = match beside {
        Some(key) => {
            values.extend([key.at.into(), key.id.into()]);
            format!("AND ({mark}, customer) {compare} ($6, $7)")
        }
        None => String::new(),
    };
    let (table, whose) = match of {
        Some(staff) => {
            values.push(staff.into());
            ("mine", format!("AND staff = ${}", values.len()))
        }
        None => ("standing", String::new()),
    };
    let sql = format!(
        "SELECT {mark}, customer FROM {table} WHERE shop = $1 {whose} AND {range} \
         AND (wakes_at <= $2 OR held_until > $2) {beside} \
         ORDER BY {mark} {order}, customer {order} LIMIT $5"
    );
    (sql, values)
}

/// The cursors of a page of today's list, or of one member's part of it.
fn standing_keys(
    tx: &mut Tx<'_>,
    (now, calendar): (DateTime<Utc>, &Calendar),
    of: Option<&str>,
    from: &Seek,
    limit: usize,
) -> Result<Vec<Cursor>, StoreError> {
    let end = calendar.end_of_day(now);
    let horizon = promise_horizon(now, calendar);
    let (mut asked, mut left): (Vec<(u8, Pending)>, usize) = (Vec::new(), limit);
    let mut groups: Vec<u8> = vec![0, 1, 2, 3];
    if from.upward() {
        groups.reverse();
    }
    for group in groups {
        let (Some(beside), Some((mark, range))) =
            (cursor_in_group(from, group), RANGES.get(usize::from(group)))
        else {
            continue;
        };
        let values = vec![
            tx.shop().into(),
            now.into(),
            horizon.into(),
            end.into(),
            as_limit(left),
        ];
        let (sql, values) = group_query((mark, range), values, (of, from), beside);
        let rows = tx.query_deferred(&sql, &values)?;
        // What is there already is read no further than the page; what is on the way is.
        left -= rows.ready_rows();
        asked.push((group, rows));
        if left == 0 {
            break;
        }
    }
    let mut keys: Vec<Cursor> = Vec::new();
    for (group, asked) in asked {
        for mut row in tx.fetch(asked)? {
            keys.push(Cursor {
                group,
                at: row.int()?,
                name: String::new(),
                id: row.int()?,
            });
        }
    }
    keys.truncate(limit);
    in_order(&mut keys, from);
    Ok(keys)
}

/// Whether a group has rows on the page's side of the cursor: `None` if not, and the cursor itself
/// if the page begins within the group.
#[expect(
    clippy::option_option,
    reason = "three answers: nothing, from its end, beside a row"
)]
pub(super) fn cursor_in_group(from: &Seek, group: u8) -> Option<Option<&Cursor>> {
    match from {
        Seek::Start | Seek::End => Some(None),
        Seek::After(key) | Seek::At(key) if group < key.group => None,
        Seek::Before(key) if group > key.group => None,
        Seek::After(key) | Seek::At(key) | Seek::Before(key) => {
            Some((key.group == group).then_some(key))
        }
    }
}

pub(super) const fn direction(from: &Seek) -> (&'static str, &'static str) {
    match from {
        Seek::End | Seek::Before(_) => ("<", "DESC"),
        Seek::At(_) => (">=", "ASC"),
        Seek::Start | Seek::After(_) => (">", "ASC"),
    }
}

pub(super) fn as_limit(limit: usize) -> SqlValue {
    SqlValue::Int(i64::try_from(limit).unwrap_or(i64::MAX))
}

pub(super) fn in_order(keys: &mut [Cursor], from: &Seek) {
    if from.upward() {
        keys.reverse();
    }
}

pub(super) fn with_entries(
    tx: &mut Tx<'_>,
    keys: Vec<Cursor>,
) -> Result<Vec<(Cursor, CustomerSummary)>, StoreError> {
    let ids: Vec<Id> = keys.iter().map(|k| k.id).collect();
    let entries = page(tx, &ids)?;
    let mut keys = keys.into_iter();
    Ok(entries
        .into_iter()
        .filter_map(|entry| {
            let key = keys.find(|k| k.id == entry.customer.id)?;
            Some((key, entry))
        })
        .collect())
}

/// The number in the only cell of the only row.
fn number(tx: &mut Tx<'_>, asked: Pending) -> Result<i64, StoreError> {
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
    let mut seen = std::collections::BTreeSet::new();
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
