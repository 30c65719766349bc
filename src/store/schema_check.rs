//! Checks that the tables of a file are ours: foreign objects are refused, and missing ones are damage.

use std::collections::BTreeMap;

use super::error::StoreError;
use super::handle::Store;
use super::sql::Tx;
use crate::domain::text::{sanitize, truncate};

/// How many characters of a foreign object's name are shown.
const SHOWN: usize = 40;

impl Store {
    /// Refuses a file with triggers, views or foreign virtual tables: they could run somebody else's code at
    /// each of our statements. We never run them, but a database that relies on them is not only the shop's.
    pub(super) fn refuse_foreign_schema(&mut self) -> Result<(), StoreError> {
        let sql = "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view') \
                   OR (type = 'table' AND sql LIKE 'CREATE VIRTUAL%' AND name <> 'words') LIMIT 1";
        match self.db.read(|tx| tx.query_first(sql, &[]))? {
            None => Ok(()),
            Some(mut row) => {
                let kind = row.text()?;
                let name = truncate(&sanitize(&row.text()?), SHOWN);
                let kind = if kind == "table" {
                    "virtual table"
                } else {
                    &kind
                };
                Err(StoreError::ForeignSchema(format!("a {kind} “{name}”")))
            }
        }
    }

    /// Refuses a file that lacks a table or a column of those that a fresh one has.
    pub(super) fn refuse_incomplete_schema(&mut self, fresh: &mut Self) -> Result<(), StoreError> {
        let (found, ours) = (self.db.read(tables)?, fresh.db.read(tables)?);
        for (table, columns) in ours {
            let Some(there) = found.get(&table) else {
                return Err(StoreError::damaged(format!(
                    "the table “{table}” is missing"
                )));
            };
            if let Some(column) = columns.iter().find(|column| !there.contains(column)) {
                return Err(StoreError::damaged(format!(
                    "the table “{table}” has no column “{column}”"
                )));
            }
        }
        Ok(())
    }
}

/// The tables of a file, each with its columns.
fn tables(tx: &mut Tx<'_>) -> Result<BTreeMap<String, Vec<String>>, StoreError> {
    let sql = "SELECT m.name, p.name FROM sqlite_master AS m, pragma_table_info(m.name) AS p \
               WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, p.cid";
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for mut row in tx.query(sql, &[])? {
        tables.entry(row.text()?).or_default().push(row.text()?);
    }
    Ok(tables)
}
