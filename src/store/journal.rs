//! The journal: pages of acts, newest first, with author and customer.

use uuid::Uuid;

use super::act_log::{OVER, UNDONE, read_time};
use super::error::StoreError;
use super::handle::Store;
use super::sql::{SqlRow, SqlValue};
use crate::domain::hours::Calendar;
use crate::domain::pagination::{Cursor, JournalFilter, Seek};
use crate::domain::summary::JournalRow;

impl Store {
    /// Whether an act is in the journal, by its id.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn holds_act(&mut self, act: Uuid) -> Result<bool, StoreError> {
        let sql = "SELECT no FROM act WHERE shop = $1 AND id = $2";
        self.db.read(|tx| {
            let found = tx.query_first(sql, &[tx.shop().into(), act.to_string().into()])?;
            Ok(found.is_some())
        })
    }

    /// A page of the journal, newest first: all of it, a person's acts, or a day's.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn journal(
        &mut self,
        acts: &JournalFilter,
        from: &Seek,
        limit: usize,
    ) -> Result<Vec<(Cursor, JournalRow)>, StoreError> {
        let upward = from.upward();
        let (wanted, order, mut values) = wanted_and_order(acts, from, &self.calendar);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let sql = format!(
            "SELECT act.no, act.at, act.staff, act.counter, act.what, act.undone, act.turns, \
             COALESCE(kept.id, act.customer), COALESCE(kept.name, customer.name) FROM act \
             LEFT JOIN customer ON customer.shop = act.shop AND customer.id = act.customer \
             LEFT JOIN customer AS kept ON kept.shop = customer.shop AND kept.id = customer.merged_into \
             WHERE act.shop = $1 {wanted} ORDER BY {order} LIMIT $2"
        );
        self.db.read(|tx| {
            values.splice(0..0, [tx.shop().into(), limit.into()]);
            let mut told = tx
                .query(&sql, &values)?
                .iter_mut()
                .map(journal_row)
                .collect::<Result<Vec<_>, StoreError>>()?;
            if upward {
                told.reverse();
            }
            Ok(told)
        })
    }
}

/// The condition and the order of a page, and the values of the parameters from $3 on (shop and limit
/// come before them).
fn wanted_and_order(
    acts: &JournalFilter,
    from: &Seek,
    calendar: &Calendar,
) -> (String, String, Vec<SqlValue>) {
    // The newest come first, so the next page has smaller numbers.
    let (compare, order) = match from {
        Seek::End | Seek::Before(_) => (">", "ASC"),
        Seek::At(_) => ("<=", "DESC"),
        Seek::Start | Seek::After(_) => ("<", "DESC"),
    };
    let mut values: Vec<SqlValue> = Vec::new();
    let mut wanted = String::new();
    let mut bind = |value: SqlValue| {
        values.push(value);
        format!("${}", values.len() + 2)
    };
    if let Some(by) = &acts.by {
        wanted = format!("AND act.staff = {}", bind(by.as_str().into()));
    }
    // A day's acts are ordered by time, all others by number: each order has its index.
    let order = if let Some(day) = acts.day {
        let begins = calendar.at_minute(day, 0);
        let ends = calendar.at_minute(day, 24 * 60);
        let (begins, ends) = (bind(begins.into()), bind(ends.into()));
        wanted = format!("{wanted} AND act.at >= {begins} AND act.at < {ends}");
        if let Some(key) = from.key() {
            let (at, no) = (bind(key.at.into()), bind(key.id.into()));
            wanted = format!("{wanted} AND (act.at, act.no) {compare} ({at}, {no})");
        }
        format!("act.at {order}, act.no {order}")
    } else {
        if let Some(key) = from.key() {
            wanted = format!("{wanted} AND act.no {compare} {}", bind(key.id.into()));
        }
        format!("act.no {order}")
    };
    (wanted, order, values)
}

/// One act of the journal, with the cursor of its row.
fn journal_row(row: &mut SqlRow) -> Result<(Cursor, JournalRow), StoreError> {
    let told = JournalRow {
        no: row.int()?,
        at: read_time(row)?,
        by: row.text()?,
        counter: row.text()?,
        what: row.text()?,
        undone: matches!(row.maybe_int()?, Some(UNDONE | OVER)),
        turns: row.maybe_int()?,
        customer: row.maybe_int()?.zip(row.maybe_text()?),
    };
    let cursor = Cursor {
        at: told.at.timestamp_millis(),
        id: told.no,
        ..Cursor::default()
    };
    Ok((cursor, told))
}
