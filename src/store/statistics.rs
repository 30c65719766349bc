//! Statistics of a database: its engine, the version of its tables, how many rows each has, and how
//! many open calls are whose.

use super::error::StoreError;
use super::handle::Store;
use super::sql::EngineKind;
use super::transfer_rows::TABLES;

/// What a database is and how large, without anything of what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseStatistics {
    /// The engine and its version: "SQLite 3.54.1".
    pub engine: String,
    /// The version of its tables.
    pub tables_version: i64,
    /// Each table, and how many rows of this shop it has.
    pub rows: Vec<(&'static str, i64)>,
}

impl Store {
    /// How many open calls each person has whose they are.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn open_calls_by_owner(&mut self) -> Result<Vec<(String, i64)>, StoreError> {
        self.db.read(|tx| {
            let sql = "SELECT owner, COUNT(*) AS calls FROM follow_up \
                       WHERE shop = $1 AND state IN ('open', 'let-go') AND owner IS NOT NULL \
                       GROUP BY owner ORDER BY owner";
            let mut rows = tx.query(sql, &[tx.shop().into()])?;
            rows.iter_mut()
                .map(|row| Ok((row.text()?, row.int()?)))
                .collect()
        })
    }

    /// Counts the rows of every table.
    ///
    /// # Errors
    /// The database is damaged, or its server cannot be reached.
    pub fn statistics(&mut self) -> Result<DatabaseStatistics, StoreError> {
        self.db.read(|tx| {
            let (name, sql) = match tx.kind() {
                EngineKind::Sqlite => ("SQLite", "SELECT sqlite_version() AS version"),
                EngineKind::Postgres => (
                    "PostgreSQL",
                    "SELECT current_setting('server_version') AS version",
                ),
            };
            let version = tx.query_first(sql, &[])?.map(|mut row| row.text());
            let version = version.transpose()?.unwrap_or_default();
            let tables = tx.query_first("SELECT version FROM version", &[])?;
            let tables_version = tables.map(|mut row| row.int()).transpose()?;
            let mut rows = Vec::with_capacity(TABLES.len());
            for (table, _) in TABLES {
                let sql = format!("SELECT COUNT(*) AS rows FROM {table} WHERE shop = $1");
                let count = tx.query_first(&sql, &[tx.shop().into()])?;
                let count = count.map(|mut row| row.int()).transpose()?;
                rows.push((*table, count.unwrap_or(0)));
            }
            Ok(DatabaseStatistics {
                engine: format!("{name} {version}"),
                tables_version: tables_version.unwrap_or(0),
                rows,
            })
        })
    }
}
