//! Upcoming customers: those to be let go, those who rest until later today, and those who enter the
//! list later, a page at a time.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::error::StoreError;
use super::handle::Store;
use super::list::{as_limit, cursor_in_group, direction, in_order, with_entries};
use super::sql::{SqlValue, Tx};
use crate::domain::pagination::{Cursor, Seek};
use crate::domain::summary::UpcomingRow;

impl Store {
    /// A page of upcoming customers: first those to be let go, then those who rest until later today,
    /// then those who enter the list later, by day. Each customer appears once.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn ahead(
        &mut self,
        now: DateTime<Utc>,
        from: &Seek,
        limit: usize,
    ) -> Result<Vec<(Cursor, UpcomingRow)>, StoreError> {
        let day = UpcomingBounds {
            now: now.into(),
            end: self.calendar.end_of_day(now).into(),
            date: self.calendar.date(now).into(),
        };
        self.db.read(|tx| {
            let mut groups = [0, 1, 2];
            if from.upward() {
                groups.reverse();
            }
            let mut keys = Vec::new();
            for group in groups {
                let Some(beside) = cursor_in_group(from, group) else {
                    continue;
                };
                let left = limit - keys.len().min(limit);
                if left == 0 {
                    break;
                }
                keys.extend(match group {
                    0 => let_go_keys(tx, from, beside, left)?,
                    1 => back_today_keys(tx, &day, from, beside, left)?,
                    _ => ahead_keys(tx, &day, from, beside, left)?,
                });
            }
            in_order(&mut keys, from);
            let rows = with_entries(tx, keys)?;
            Ok(rows
                .into_iter()
                .map(|(key, entry)| {
                    let let_go = key.group == 0;
                    (key, UpcomingRow { entry, let_go })
                })
                .collect())
        })
    }
}

impl Store {
    /// How many customers enter the list on each of some days; days without any are left out.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn waiting(
        &mut self,
        first: NaiveDate,
        days: u64,
    ) -> Result<Vec<(NaiveDate, i64)>, StoreError> {
        let end = first + Days::new(days);
        self.db.read(|tx| {
            let sql = "SELECT day, waiting FROM tally \
                       WHERE shop = $1 AND day >= $2 AND day < $3 AND waiting <> 0";
            tx.query(sql, &[tx.shop().into(), first.into(), end.into()])?
                .into_iter()
                .filter_map(|mut row| {
                    let day = row.maybe_day().transpose()?;
                    Some(day.and_then(|day| Ok((day, row.int()?))))
                })
                .collect()
        })
    }
}

/// The bounds of today that the ranges need.
struct UpcomingBounds {
    now: SqlValue,
    end: SqlValue,
    date: SqlValue,
}

/// Excludes customers to be let go: they come first, and nobody appears twice.
const NOT_LET_GO: &str = "NOT EXISTS (SELECT 1 FROM follow_up WHERE follow_up.shop = standing.shop \
                          AND follow_up.customer = standing.customer AND state = 'let-go')";

/// The cursors of customers to be let go, by the earliest such follow-up.
fn let_go_keys(
    tx: &mut Tx<'_>,
    from: &Seek,
    beside: Option<&Cursor>,
    limit: usize,
) -> Result<Vec<Cursor>, StoreError> {
    let (compare, order) = direction(from);
    let mut values: Vec<SqlValue> = vec![tx.shop().into(), as_limit(limit)];
    let beside = match beside {
        Some(key) => {
            let follow_up: i64 = key.name.parse().unwrap_or(0);
            values.extend([key.at.into(), follow_up.into()]);
            format!("AND (f.due_at, f.id) {compare} ($3, $4)")
        }
        None => String::new(),
    };
    let sql = format!(
        "SELECT f.due_at, f.customer, f.id FROM follow_up AS f \
         WHERE f.shop = $1 AND f.state = 'let-go' {beside} \
         AND NOT EXISTS (SELECT 1 FROM follow_up AS g WHERE g.shop = f.shop \
         AND g.customer = f.customer AND g.state = 'let-go' \
         AND (g.due_at < f.due_at OR (g.due_at = f.due_at AND g.id < f.id))) \
         ORDER BY f.due_at {order}, f.id {order} LIMIT $2"
    );
    tx.query(&sql, &values)?
        .into_iter()
        .map(|mut row| {
            let (at, id) = (row.int()?, row.int()?);
            Ok(Cursor {
                group: 0,
                at,
                id,
                name: row.int()?.to_string(),
            })
        })
        .collect()
}

/// The cursors of customers who rest until later today, by when they are due and awake.
fn back_today_keys(
    tx: &mut Tx<'_>,
    day: &UpcomingBounds,
    from: &Seek,
    beside: Option<&Cursor>,
    limit: usize,
) -> Result<Vec<Cursor>, StoreError> {
    let (compare, order) = direction(from);
    let mut values: Vec<SqlValue> = vec![
        tx.shop().into(),
        day.now.clone(),
        day.date.clone(),
        as_limit(limit),
    ];
    let beside = match beside {
        Some(key) => {
            values.extend([key.at.into(), key.id.into()]);
            format!("AND (enters_at, customer) {compare} ($5, $6)")
        }
        None => String::new(),
    };
    let sql = format!(
        "SELECT enters_at, customer FROM standing WHERE shop = $1 AND enters_on = $3 \
         AND enters_at > $2 AND wakes_at > $2 AND held_until <= $2 AND {NOT_LET_GO} {beside} \
         ORDER BY enters_at {order}, customer {order} LIMIT $4"
    );
    tx.query(&sql, &values)?
        .into_iter()
        .map(|mut row| {
            Ok(Cursor {
                group: 1,
                at: row.int()?,
                id: row.int()?,
                ..Cursor::default()
            })
        })
        .collect()
}

/// The cursors of customers who enter the list on a later day, except those held in it today.
fn ahead_keys(
    tx: &mut Tx<'_>,
    day: &UpcomingBounds,
    from: &Seek,
    beside: Option<&Cursor>,
    limit: usize,
) -> Result<Vec<Cursor>, StoreError> {
    let (compare, order) = direction(from);
    let mut values: Vec<SqlValue> = vec![
        tx.shop().into(),
        day.date.clone(),
        day.now.clone(),
        day.end.clone(),
        as_limit(limit),
    ];
    let beside = match beside {
        Some(key) => {
            let enters: i64 = key.name.parse().unwrap_or(0);
            values.extend([enters.into(), key.at.into(), key.id.into()]);
            format!("AND (enters_on, enters_at, customer) {compare} ($6, $7, $8)")
        }
        None => String::new(),
    };
    let sql = format!(
        "SELECT enters_on, enters_at, customer FROM standing WHERE shop = $1 AND enters_on > $2 \
         AND (held_until <= $3 OR due_at >= $4) AND {NOT_LET_GO} {beside} \
         ORDER BY enters_on {order}, enters_at {order}, customer {order} LIMIT $5"
    );
    tx.query(&sql, &values)?
        .into_iter()
        .map(|mut row| {
            let name = row.int()?.to_string();
            Ok(Cursor {
                group: 2,
                name,
                at: row.int()?,
                id: row.int()?,
            })
        })
        .collect()
}
