//! The programs and shops that customers were imported from: what the file of another import is asked
//! about once is known by them.

use std::collections::BTreeSet;

use super::error::StoreError;
use super::handle::Store;
use crate::domain::import_merge::source;

/// The most that are told.
const MOST: usize = 50;

/// Stands behind every number of a program.
const BEHIND: char = '\u{10ffff}';

impl Store {
    /// The programs, each with the shop it was named for, at most some fifty. Each is found by one seek
    /// in the index, however many customers came from it.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn import_programs(&mut self) -> Result<Vec<String>, StoreError> {
        self.db.read(|tx| {
            let sql = "SELECT source FROM customer WHERE shop = $1 AND source > $2 \
                       ORDER BY source LIMIT 1";
            let mut found = BTreeSet::new();
            let mut behind = String::new();
            for _ in 0..MOST {
                let values = [tx.shop().into(), behind.as_str().into()];
                let Some(row) = tx.query(sql, &values)?.pop() else {
                    break;
                };
                let mut row = row;
                let source = row.text()?;
                let program = source::program(&source).to_owned();
                behind = format!("{program}:{BEHIND}");
                found.insert(program);
            }
            Ok(found.into_iter().collect())
        })
    }
}
