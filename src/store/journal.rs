//! The journal: pages of acts, newest first, with author and customer.

use super::act_log::{OVER, UNDONE};
use super::error::StoreError;
use super::handle::Store;
use super::sql::SqlValue;
use crate::domain::pagination::{Cursor, JournalFilter, Seek};
use crate::domain::summary::JournalRow;

impl Store {
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
        // The newest come first, so the next page has smaller numbers.
        let (compare, order) = match from {
            Seek::End | Seek::Before(_) => (">", "ASC"),
            Seek::At(_) => ("<=", "DESC"),
            Seek::Start | Seek::After(_) => ("<", "DESC"),
        };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut values: Vec<SqlValue> = vec![limit.into()];
        let mut wanted = String::new();
        let mut bind = |value: SqlValue| {
            values.push(value);
            format!("${}", values.len() + 1)
        };
        if let Some(by) = &acts.by {
            wanted = format!("AND act.staff = {}", bind(by.as_str().into()));
        }
        // A day's acts are ordered by time, all others by number: each order has its index.
        let order = if let Some(day) = acts.day {
            let begins = self.calendar.at_minute(day, 0);
            let ends = self.calendar.at_minute(day, 24 * 60);
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
        let sql = format!(
            "SELECT act.no, act.at, act.staff, act.counter, act.what, act.undone, act.turns, \
             COALESCE(kept.id, act.customer), COALESCE(kept.name, customer.name) FROM act \
             LEFT JOIN customer ON customer.shop = act.shop AND customer.id = act.customer \
             LEFT JOIN customer AS kept ON kept.shop = customer.shop AND kept.id = customer.merged_into \
             WHERE act.shop = $1 {wanted} ORDER BY {order} LIMIT $2"
        );
        self.db.read(|tx| {
            values.insert(0, tx.shop().into());
            let mut told = tx
                .query(&sql, &values)?
                .iter_mut()
                .map(|row| {
                    let told = JournalRow {
                        no: row.int()?,
                        at: row.at()?,
                        by: row.text()?,
                        counter: row.text()?,
                        what: row.text()?,
                        undone: matches!(row.maybe_int()?, Some(UNDONE | OVER)),
                        turns: row.maybe_int()?,
                        customer: row.maybe_int()?.zip(row.maybe_text()?),
                    };
                    Ok((
                        Cursor {
                            at: told.at.timestamp_millis(),
                            id: told.no,
                            ..Cursor::default()
                        },
                        told,
                    ))
                })
                .collect::<Result<Vec<_>, StoreError>>()?;
            if upward {
                told.reverse();
            }
            Ok(told)
        })
    }
}
