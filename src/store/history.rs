//! The history of one customer: every act that touched them, with what it changed.

use super::save::{OVER, UNDONE, read_change};
use super::{Store, StoreError};
use crate::domain::change::Change;
use crate::domain::customer::Id;
use crate::domain::entry::Told;

impl Store {
    /// Every act that changed something of a customer, the oldest first, each with those changes.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn history(&mut self, customer: Id) -> Result<Vec<(Told, Vec<Change>)>, StoreError> {
        let sql = "SELECT act.no, act.at, act.staff, act.counter, act.what, act.undone, act.turns, \
                   change.before, change.after FROM change \
                   JOIN act ON act.shop = change.shop AND act.no = change.act \
                   WHERE change.shop = $1 AND change.customer = $2 ORDER BY change.act, change.seq";
        self.db.read(|tx| {
            let mut history: Vec<(Told, Vec<Change>)> = Vec::new();
            for mut row in tx.rows(sql, &[tx.shop().into(), customer.into()])? {
                let told = Told {
                    no: row.int()?,
                    at: row.at()?,
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
