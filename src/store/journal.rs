//! The journal: every act, newest first, by whom and about whom.

use super::save::{OVER, UNDONE};
use super::sql::Value;
use super::{Store, StoreError};
use crate::domain::entry::Told;
use crate::domain::page::{From, Key};

impl Store {
    /// A page of the journal, newest first.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn journal(&mut self, from: &From, limit: usize) -> Result<Vec<(Key, Told)>, StoreError> {
        let upward = from.upward();
        // The newest come first: downward means to smaller numbers.
        let (compare, order) = match from {
            From::End | From::Before(_) => (">", "ASC"),
            From::At(_) => ("<=", "DESC"),
            From::Start | From::After(_) => ("<", "DESC"),
        };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut beside_values: Vec<Value> = Vec::new();
        let beside = match from.key() {
            Some(key) => {
                beside_values.push(key.id.into());
                format!("AND no {compare} $3")
            }
            None => String::new(),
        };
        let sql = format!(
            "SELECT act.no, act.at, act.staff, act.counter, act.what, act.undone, act.turns, \
             act.customer, customer.name FROM act \
             LEFT JOIN customer ON customer.shop = act.shop AND customer.id = act.customer \
             WHERE act.shop = $1 {beside} ORDER BY act.no {order} LIMIT $2"
        );
        self.db.read(|tx| {
            let mut values: Vec<Value> = vec![tx.shop().into(), limit.into()];
            values.extend(beside_values);
            let mut told = tx
                .rows(&sql, &values)?
                .iter_mut()
                .map(|row| {
                    let told = Told {
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
                        Key {
                            id: told.no,
                            ..Key::default()
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
