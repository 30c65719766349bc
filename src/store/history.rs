//! The history of one customer: every act that touched them, with what it changed.

use super::act_log::{OVER, UNDONE, read_change, read_time};
use super::error::StoreError;
use super::handle::Store;
use super::merge_pointers;
use super::sql::{SqlValue, places};
use crate::domain::change::Change;
use crate::domain::customer::Id;
use crate::domain::summary::JournalRow;

impl Store {
    /// Every act that changed one of a customer's records, the oldest first, each with those changes.
    /// Acts on customers merged into them are included.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn history(&mut self, customer: Id) -> Result<Vec<(JournalRow, Vec<Change>)>, StoreError> {
        self.db.read(|tx| {
            let also = merge_pointers::pointers(tx, customer)?;
            let all = [customer].into_iter().chain(also.iter().map(|c| c.id));
            let mut values: Vec<SqlValue> = vec![tx.shop().into()];
            values.extend(all.map(SqlValue::Int));
            let sql = format!(
                "SELECT act.no, act.at, act.staff, act.counter, act.what, act.undone, act.turns, \
                 change.before, change.after FROM change \
                 JOIN act ON act.shop = change.shop AND act.no = change.act \
                 WHERE change.shop = $1 AND change.customer IN ({}) \
                 ORDER BY change.act, change.seq",
                places(2, values.len() - 1)
            );
            let mut history: Vec<(JournalRow, Vec<Change>)> = Vec::new();
            for mut row in tx.query(&sql, &values)? {
                let told = JournalRow {
                    no: row.int()?,
                    at: read_time(&mut row)?,
                    by: row.text()?,
                    counter: row.text()?,
                    what: row.text()?,
                    undone: matches!(row.maybe_int()?, Some(UNDONE | OVER)),
                    turns: row.maybe_int()?,
                    customer: None,
                };
                let change = read_change(&mut row)?;
                match history.last_mut() {
                    Some((last, changes)) if last.no == told.no => changes.push(change),
                    _ => history.push((told, vec![change])),
                }
            }
            Ok(history)
        })
    }
}
