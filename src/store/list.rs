//! The lists: today's by standing, and all customers by name; paginated from either end or from
//! a cursor.
//!
//! Owns the index ranges of the four standings. The rules for a standing are `queue`'s; the keys it
//! saved in the index say where to look.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::error::StoreError;
use super::handle::Store;
use super::sql::{Pending, SqlValue, Tx, listed};
use super::summaries::page;
use crate::domain::customer::Id;
use crate::domain::hours::Calendar;
use crate::domain::pagination::{Cursor, Seek};
use crate::domain::queue::promise_horizon;
use crate::domain::summary::CustomerSummary;
use crate::domain::text::fold_for_search;

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
