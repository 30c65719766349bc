//! Customers by many names at once: what an import is held against.

use std::collections::BTreeSet;

use super::entry::entries;
use super::sql::{Value, places};
use super::{Entry, Store, StoreError, merged};
use crate::domain::customer::Id;

/// How many names or customers are looked up in one go.
const BATCH: usize = 256;

impl Store {
    /// Every customer who bears one of some names, as folded, or of whom one turned out to be who
    /// does: each once, by number within a batch of names. Give each name once.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn known(&mut self, names: &[String]) -> Result<Vec<Entry>, StoreError> {
        self.db.read(|tx| {
            let mut ids: Vec<Id> = Vec::new();
            for batch in names.chunks(BATCH) {
                let mut values: Vec<Value> = vec![tx.shop().into()];
                values.extend(batch.iter().map(|name| name.as_str().into()));
                // Lists of a few lengths only: the rest repeat the last name.
                let width = batch.len().next_power_of_two();
                values.resize(1 + width, values.last().cloned().unwrap_or(Value::Null));
                let list = places(2, width);
                let sql = format!(
                    "SELECT customer FROM named WHERE shop = $1 AND name IN ({list}) \
                     ORDER BY name, customer"
                );
                for mut row in tx.rows(&sql, &values)? {
                    ids.push(row.int()?);
                }
            }
            let there: BTreeSet<Id> = ids.iter().copied().collect();
            let pointed = merged::known(tx, names)?;
            ids.extend(pointed.difference(&there));
            let mut known = Vec::with_capacity(ids.len());
            for batch in ids.chunks(BATCH) {
                known.extend(entries(tx, batch, i64::MAX)?);
            }
            Ok(known)
        })
    }
}
