//! The store's SQL interface: a statement is awaited, or pipelined and fetched later, or pipelined
//! without a result. Its cells and rows are in `row`.
//!
//! Owns the one interface to an engine. Statements are written once, with `$n` parameters; how an
//! engine's dialect differs is that engine's own business (`sqlite`).

mod row;

use std::path::Path;
use std::time::Duration;

use super::{StoreError, backup};
pub use row::{SqlRow, SqlValue};

/// Counters of an engine's work: the measure of Law 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QueryStats {
    /// Statements run.
    pub statements: u64,
    /// Rows returned.
    pub rows: u64,
    /// Rows visited in full table scans.
    pub scanned: u64,
    /// Sorts for which no index gave the order.
    pub sorts: u64,
    /// Steps of SQLite's virtual machine in all.
    pub steps: u64,
    /// Recompilations of a cached statement.
    pub recompiled: u64,
    /// Round trips: how often a result was awaited.
    pub waits: u64,
}

/// The kind of engine, for the few statements that differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EngineKind {
    /// The embedded file.
    Sqlite,
    /// A server.
    Postgres,
}

/// The rows of a query that may be in flight.
#[derive(Debug)]
#[must_use]
pub enum Pending {
    /// The rows have arrived.
    Ready(Vec<SqlRow>),
    /// The rows are in flight, as the reply with this number.
    InFlight(u64),
}

impl Pending {
    /// The number of rows that have arrived; 0 while they are in flight.
    #[must_use]
    pub const fn ready_rows(&self) -> usize {
        match self {
            Self::Ready(rows) => rows.len(),
            Self::InFlight(_) => 0,
        }
    }
}

/// Returns `RowConflict` if the number of changed rows is not the expected one.
pub(super) fn check_changed_count(changed: u64, wants: Option<u64>) -> Result<(), StoreError> {
    match wants {
        Some(wanted) if wanted != changed => Err(StoreError::RowConflict),
        _ => Ok(()),
    }
}

/// A database engine. A method that only one engine implements has a default for the other.
pub trait Engine: std::fmt::Debug + Send {
    /// The kind of engine.
    fn kind(&self) -> EngineKind;

    /// Begins a read transaction, on one snapshot.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine, as for every method here; a server's comes with the first
    /// result.
    fn begin_reading(&mut self) -> Result<(), StoreError>;

    /// Begins a write transaction on a shop's rows, under the shop's lock.
    ///
    /// # Errors
    /// `Busy` if the wait for the lock times out; a server's comes with the first result.
    fn begin_writing(&mut self, shop: i64) -> Result<(), StoreError>;

    /// Begins a transaction that changes the schema, under an exclusive lock.
    ///
    /// # Errors
    /// As `begin_writing`.
    fn begin_ddl(&mut self) -> Result<(), StoreError>;

    /// Begins a transaction that prepares for the schema, as the login role.
    ///
    /// # Errors
    /// As `begin_writing`.
    fn begin_setup(&mut self) -> Result<(), StoreError> {
        self.begin_ddl()
    }

    /// Commits the transaction: when this returns, it is on the disk.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine.
    fn commit(&mut self) -> Result<(), StoreError>;

    /// Rolls back a transaction that failed.
    fn roll_back(&mut self);

    /// Runs a query and returns its rows.
    ///
    /// # Errors
    /// What the engine refused.
    fn query(&mut self, sql: &str, values: &[SqlValue]) -> Result<Vec<SqlRow>, StoreError>;

    /// Runs a statement and returns the number of changed rows.
    ///
    /// # Errors
    /// What the engine refused.
    fn execute(&mut self, sql: &str, values: &[SqlValue]) -> Result<u64, StoreError>;

    /// Sends a query without waiting for its rows: in a server's pipeline they arrive with the results
    /// of the statements before it.
    ///
    /// # Errors
    /// What the engine refused.
    fn query_deferred(&mut self, sql: &str, values: &[SqlValue]) -> Result<Pending, StoreError> {
        self.query(sql, values).map(Pending::Ready)
    }

    /// Waits for the rows of a query.
    ///
    /// # Errors
    /// What the engine refused: of this, or of anything before that was not waited for.
    fn fetch(&mut self, asked: Pending) -> Result<Vec<SqlRow>, StoreError> {
        match asked {
            Pending::Ready(rows) => Ok(rows),
            Pending::InFlight(_) => Err(StoreError::Engine("nothing is on the way".to_owned())),
        }
    }

    /// Sends a statement without waiting for it. If `wants` is given and another number of rows
    /// changes, that is a `RowConflict`. Errors surface in the next awaited result, at the latest in
    /// `commit`.
    ///
    /// # Errors
    /// What the engine refused.
    fn execute_deferred(
        &mut self,
        sql: &str,
        values: &[SqlValue],
        wants: Option<u64>,
    ) -> Result<(), StoreError> {
        let changed = self.execute(sql, values)?;
        check_changed_count(changed, wants)
    }

    /// Waits until everything sent is done.
    ///
    /// # Errors
    /// What the engine refused of it.
    fn flush(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Runs a script of several statements without parameters.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine.
    fn script(&mut self, sql: &str) -> Result<(), StoreError>;

    /// The tables of the database.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine.
    fn tables(&mut self) -> Result<Vec<String>, StoreError>;

    /// The columns of a table, without the shop.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine.
    fn columns(&mut self, table: &str) -> Result<Vec<String>, StoreError>;

    /// The database host's time in milliseconds, because the counters' clocks differ.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine.
    fn clock(&mut self) -> Result<i64, StoreError>;

    /// Whether another program has changed something since the last call; `false` the first time.
    ///
    /// # Errors
    /// `ConnectionLost` while a server cannot be reached; otherwise any [`StoreError`] of the engine.
    fn changed_elsewhere(&mut self) -> Result<bool, StoreError>;

    /// Sets the timeout of a write's wait for another program's lock.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine.
    fn be_patient_for(&mut self, time: Duration) -> Result<(), StoreError>;

    /// Turns fsync off, for a database that is thrown away anyway.
    ///
    /// # Errors
    /// What the engine refused.
    fn disable_sync(&mut self) -> Result<(), StoreError>;

    /// The work done since the engine was opened.
    fn work(&self) -> QueryStats;

    /// The query plan of each statement so far: its text and the steps of its plan.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine.
    fn plans(&mut self) -> Result<Vec<(String, Vec<String>)>, StoreError>;

    /// What stands in the way of every change at the moment: a server that is lost (`Lost`), or a
    /// standby in its place, which is read (`Standby`).
    fn connection_error(&self) -> Option<StoreError> {
        None
    }

    /// The database's file, if it is in one.
    fn file(&self) -> Option<&Path> {
        None
    }

    /// Clears the engine's remains of deleted rows; returns whether all was cleared.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine.
    fn purge(&mut self) -> Result<bool, StoreError> {
        Ok(true)
    }

    /// The host of the database, if that is another machine and it can be reached.
    fn machine(&self) -> Option<&str> {
        None
    }

    /// Sets up a database that is known to be ours.
    ///
    /// # Errors
    /// What the engine refused.
    fn enable_wal(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Selects a shop, and subscribes to its notifications if the engine has any.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine.
    fn listen(&mut self, _shop: i64) -> Result<(), StoreError> {
        Ok(())
    }

    /// Sets the callback for notifications, if the engine has any.
    fn call(&mut self, _wake: Box<dyn Fn() + Send>) {}

    /// An act of this counter's own was kept: it is no news.
    fn note_own_act(&mut self, _no: i64) {}

    /// Whether statements may take their time: an engine that may be gone waits for no other.
    fn allow_long_statements(&mut self, _takes: bool) {}
}

/// A database, and the selected shop.
#[derive(Debug)]
pub struct Db {
    engine: Box<dyn Engine>,
    shop: i64,
}

/// A transaction.
#[derive(Debug)]
pub struct Tx<'a> {
    engine: &'a mut dyn Engine,
    shop: i64,
}

impl Db {
    /// A shop's database.
    #[must_use]
    pub fn new(engine: Box<dyn Engine>, shop: i64) -> Self {
        Self { engine, shop }
    }

    /// Runs `work` in a read transaction, on one snapshot.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine or of `work`.
    pub fn read<T>(
        &mut self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.run_transaction(|engine, _| engine.begin_reading(), work)
    }

    /// Runs `work` in a write transaction. It is atomic, and when this returns, it is on the disk.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine or of `work`; nothing is changed then. If a server is lost
    /// during the commit, the outcome is unknown: the act's id tells on a retry.
    pub fn write<T>(
        &mut self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.run_transaction(|engine, shop| engine.begin_writing(shop), work)
    }

    /// Runs `work` in a schema (DDL) transaction, without a timeout and under an exclusive lock.
    ///
    /// # Errors
    /// As `write`.
    pub fn ddl_transaction<T>(
        &mut self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.engine.allow_long_statements(true);
        let made = self.run_transaction(|engine, _| engine.begin_ddl(), work);
        self.engine.allow_long_statements(false);
        made
    }

    /// Runs `work` in a transaction that prepares a server for the schema, as the login role.
    ///
    /// # Errors
    /// As `write`.
    pub fn prepare<T>(
        &mut self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.run_transaction(|engine, _| engine.begin_setup(), work)
    }

    /// Rolls back also if the transaction could not begin: a server that is over its limits keeps the
    /// transaction it opened.
    fn run_transaction<T>(
        &mut self,
        begin: impl FnOnce(&mut dyn Engine, i64) -> Result<(), StoreError>,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let Self { engine, shop } = self;
        let shop = *shop;
        let engine = engine.as_mut();
        let outcome = begin(engine, shop)
            .and_then(|()| work(&mut Tx { engine, shop }))
            .and_then(|value| {
                engine.commit()?;
                Ok(value)
            });
        if outcome.is_err() {
            engine.roll_back();
        }
        outcome.map_err(|why| match engine.file() {
            Some(file) if matches!(why, StoreError::Damaged(_)) => {
                backup::suggest_backup(file, why)
            }
            _ => why,
        })
    }

    /// The selected shop.
    #[must_use]
    pub const fn shop(&self) -> i64 {
        self.shop
    }

    /// Selects a shop.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine.
    pub fn go_to(&mut self, shop: i64) -> Result<(), StoreError> {
        self.shop = shop;
        self.engine.listen(shop)
    }

    /// The engine, for calls outside a transaction.
    pub fn engine(&mut self) -> &mut dyn Engine {
        self.engine.as_mut()
    }

    /// The database's file, if it is in one.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.engine.file()
    }

    /// The work done since the engine was opened.
    #[must_use]
    pub fn work(&self) -> QueryStats {
        self.engine.work()
    }
}

impl Tx<'_> {
    /// The selected shop: the first parameter of every statement.
    #[must_use]
    pub const fn shop(&self) -> i64 {
        self.shop
    }

    /// The kind of engine, for the few statements that differ.
    #[must_use]
    pub fn kind(&self) -> EngineKind {
        self.engine.kind()
    }

    /// Runs a query and returns its rows.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn query(&mut self, sql: &str, values: &[SqlValue]) -> Result<Vec<SqlRow>, StoreError> {
        self.engine.query(sql, values)
    }

    /// Runs a query and returns its first row.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn query_first(
        &mut self,
        sql: &str,
        values: &[SqlValue],
    ) -> Result<Option<SqlRow>, StoreError> {
        Ok(self.engine.query(sql, values)?.into_iter().next())
    }

    /// Runs a statement and returns the number of changed rows.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn execute(&mut self, sql: &str, values: &[SqlValue]) -> Result<u64, StoreError> {
        self.engine.execute(sql, values)
    }

    /// Sends a query whose rows `answer` fetches: independent queries share one round trip to the
    /// server (pipelining).
    ///
    /// # Errors
    /// What the engine refused.
    pub fn query_deferred(
        &mut self,
        sql: &str,
        values: &[SqlValue],
    ) -> Result<Pending, StoreError> {
        self.engine.query_deferred(sql, values)
    }

    /// Waits for the rows of a query.
    ///
    /// # Errors
    /// What the engine refused: of this, or of anything before that was not waited for.
    pub fn fetch(&mut self, asked: Pending) -> Result<Vec<SqlRow>, StoreError> {
        self.engine.fetch(asked)
    }

    /// Sends a statement without waiting for it. Its errors surface in the next awaited result, at the
    /// latest at the end of the transaction, whichever method that is.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn execute_deferred(&mut self, sql: &str, values: &[SqlValue]) -> Result<(), StoreError> {
        self.engine.execute_deferred(sql, values, None)
    }

    /// Sends a statement that must change exactly one row.
    ///
    /// # Errors
    /// `Changed` where there is no such row; what the engine refused.
    pub fn execute_one_deferred(
        &mut self,
        sql: &str,
        values: &[SqlValue],
    ) -> Result<(), StoreError> {
        self.engine.execute_deferred(sql, values, Some(1))
    }

    /// Waits until everything sent is done.
    ///
    /// # Errors
    /// What the engine refused of it.
    pub fn flush(&mut self) -> Result<(), StoreError> {
        self.engine.flush()
    }

    /// The columns of a table, without the shop.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine.
    pub fn columns(&mut self, table: &str) -> Result<Vec<String>, StoreError> {
        self.engine.columns(table)
    }

    /// The database host's time in milliseconds.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine.
    pub fn clock(&mut self) -> Result<i64, StoreError> {
        self.engine.clock()
    }

    /// The tables of the database.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine.
    pub fn tables(&mut self) -> Result<Vec<String>, StoreError> {
        self.engine.tables()
    }

    /// Runs a script of several statements without parameters.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine.
    pub fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        self.engine.script(sql)
    }
}

/// The shop and some terms as values, and the placeholders of the terms, from $2 on. There are only a
/// few lengths, so that an engine caches few statements: a list is padded with its last term.
#[must_use]
pub(super) fn listed<T: Into<SqlValue>>(
    shop: i64,
    terms: impl IntoIterator<Item = T>,
) -> (Vec<SqlValue>, String) {
    let mut values: Vec<SqlValue> = vec![shop.into()];
    values.extend(terms.into_iter().map(Into::into));
    let width = (values.len() - 1).next_power_of_two();
    // An empty list is padded with NULL, which matches nothing.
    let filler = values.last().filter(|_| values.len() > 1).cloned();
    values.resize(1 + width, filler.unwrap_or(SqlValue::Null));
    let list = places(2, width);
    (values, list)
}

/// Placeholders: "$1, $2, $3" from the `first` parameter on, `count` of them.
#[must_use]
pub fn places(first: usize, count: usize) -> String {
    (first..first + count)
        .map(|n| format!("${n}"))
        .collect::<Vec<_>>()
        .join(", ")
}
