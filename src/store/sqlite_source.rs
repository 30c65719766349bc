//! A shop's file as of one moment, read beside whoever writes it and without opening a store: nothing of
//! it is changed, and nobody waits.

use std::path::Path;

use rusqlite::{Connection, params_from_iter};

use super::error::StoreError;
use super::sql::{SqlRow, SqlValue};
use super::sqlite::cell;
use super::sqlite_copy::reader;
use super::sqlite_errors::to_store_error;

/// The file, as it was when this was opened.
#[derive(Debug)]
pub(super) struct FileSource(Connection);

impl FileSource {
    pub(super) fn open(file: &Path) -> Result<Self, StoreError> {
        let connection = reader(file)?;
        connection
            .execute_batch("BEGIN; SELECT COUNT(*) FROM sqlite_master")
            .map_err(to_store_error)?;
        Ok(Self(connection))
    }

    pub(super) fn query(&self, sql: &str, values: &[i64]) -> Result<Vec<SqlRow>, StoreError> {
        let text = sql.replace('$', "?");
        let mut statement = self.0.prepare_cached(&text).map_err(to_store_error)?;
        let width = statement.column_count();
        let mut rows = statement
            .query(params_from_iter(values))
            .map_err(to_store_error)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(to_store_error)? {
            let cells = (0..width).map(|n| row.get_ref(n).map(cell));
            let cells: Result<Vec<SqlValue>, _> = cells.collect();
            found.push(SqlRow::new(cells.map_err(to_store_error)?));
        }
        Ok(found)
    }
}
