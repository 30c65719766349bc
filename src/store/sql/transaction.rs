//! Transactions over an engine: each is read or written whole or not at all, for one shop.

use std::path::Path;
use std::time::Instant;

use super::super::error::StoreError;
use super::super::field_events;
use super::engine::{ChangeNews, Engine, EngineKind, Pending, QueryStats};
use super::row::{SqlRow, SqlValue};

/// Is told every statement that a transaction runs, with the values bound to it. A test gives one, to
/// ask for plans; the program has none, and keeps no statement.
pub trait StatementObserver: std::fmt::Debug + Send {
    /// A statement is about to run.
    fn observe(&self, sql: &str, values: &[SqlValue]);

    /// A transaction has ended: what was done since the store was opened, and whether it was
    /// committed to the disk.
    fn transaction_ended(&self, _so_far: QueryStats, _saved: bool) {}
}

/// A transaction that changes nothing, as the log calls it.
const READ: &str = "read";

/// What becomes of an error of a database that is kept in a file, once it is known that something
/// in it is damaged.
type DamageAdviser = fn(&Path, StoreError) -> StoreError;

/// A database, and the shop in it whose rows are read and written.
#[derive(Debug)]
pub(in crate::store) struct Db {
    engine: Box<dyn Engine>,
    shop: i64,
    advise: DamageAdviser,
    observer: Option<Box<dyn StatementObserver>>,
    /// What was damaged where something was to be read last.
    damage: Option<StoreError>,
}

/// One transaction on an engine. Its verbs fail as the engine does; what is wrong with a deferred
/// statement is said by a later answer, at the latest at the end of the transaction.
#[derive(Debug)]
pub(in crate::store) struct Tx<'a> {
    engine: &'a mut dyn Engine,
    shop: i64,
    observer: Option<&'a dyn StatementObserver>,
}

impl Db {
    /// A shop's database. `advise` says what can be done where it is damaged.
    #[must_use]
    pub(in crate::store) fn new(engine: Box<dyn Engine>, shop: i64, advise: DamageAdviser) -> Self {
        Self {
            engine,
            shop,
            advise,
            observer: None,
            damage: None,
        }
    }

    /// Tells an observer every statement from now on.
    pub(in crate::store) fn set_observer(&mut self, observer: Box<dyn StatementObserver>) {
        self.observer = Some(observer);
    }

    /// Reads, all of it as of one moment.
    pub(in crate::store) fn read<T>(
        &mut self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let read = self.run_transaction(READ, |engine, _| engine.begin_reading(), work);
        match &read {
            Ok(_) => self.damage = None,
            Err(why @ StoreError::Damaged(_)) => self.damage = Some(why.clone()),
            Err(_) => {}
        }
        read
    }

    /// Reads what is asked for in one go, as of one moment; what is asked for behind the first answer
    /// may be of a later one.
    pub(in crate::store) fn glance<T>(
        &mut self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.run_transaction(READ, |engine, _| engine.begin_glance(), work)
    }

    /// What was damaged where something was to be read last; nothing once a reading was well.
    #[must_use]
    pub(in crate::store) const fn damage(&self) -> Option<&StoreError> {
        self.damage.as_ref()
    }

    /// Changes something, whole or not at all. When it returns, it is on the disk; where it failed,
    /// nothing was changed; `CommitUnanswered` of a server that is lost at the very end.
    pub(in crate::store) fn write<T>(
        &mut self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.run_transaction("write", |engine, shop| engine.begin_writing(shop), work)
    }

    /// Makes or changes tables, which takes as long as it takes; nobody else does at the same time.
    pub(in crate::store) fn ddl_transaction<T>(
        &mut self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.engine.allow_long_statements(true);
        let made = self.run_transaction("tables", |engine, _| engine.begin_ddl(), work);
        self.engine.allow_long_statements(false);
        made
    }

    /// Prepares a server for tables, as whoever one logs in as.
    #[cfg(feature = "server")]
    pub(in crate::store) fn setup_transaction<T>(
        &mut self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.run_transaction("set-up", |engine, _| engine.begin_setup(), work)
    }

    /// What cannot be begun is ended all the same: a server that was asked for too much keeps the
    /// transaction it opened for it.
    fn run_transaction<T>(
        &mut self,
        kind: &'static str,
        begin: impl FnOnce(&mut dyn Engine, i64) -> Result<(), StoreError>,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let Self {
            engine,
            shop,
            advise,
            observer,
            damage: _,
        } = self;
        let since = Instant::now();
        let shop = *shop;
        let engine = engine.as_mut();
        let observer = observer.as_deref();
        let outcome = begin(engine, shop)
            .and_then(|()| {
                work(&mut Tx {
                    engine,
                    shop,
                    observer,
                })
            })
            .and_then(|value| {
                engine.commit()?;
                Ok(value)
            });
        let outcome = outcome.map_err(|why| {
            engine.roll_back();
            match why {
                StoreError::Busy => engine.explain_busy(),
                why => why,
            }
        });
        if let Some(observer) = observer {
            let saved = outcome.is_ok() && kind != READ;
            observer.transaction_ended(engine.stats(), saved);
        }
        field_events::transaction(kind, outcome.as_ref().err(), since);
        outcome.map_err(|why| match engine.file() {
            Some(file) if matches!(why, StoreError::Damaged(_)) => advise(file, why),
            _ => why,
        })
    }

    /// The shop whose rows are read and written.
    #[must_use]
    pub(in crate::store) const fn shop(&self) -> i64 {
        self.shop
    }

    /// Goes over to a shop.
    #[cfg(feature = "server")]
    pub(in crate::store) fn go_to(&mut self, shop: i64) -> Result<(), StoreError> {
        self.shop = shop;
        self.engine.listen(shop)
    }

    /// The engine, for what is asked of it outside a transaction.
    pub(in crate::store) fn engine(&mut self) -> &mut dyn Engine {
        self.engine.as_mut()
    }

    /// The file the rows are in, where they are in one.
    #[must_use]
    pub(in crate::store) fn file(&self) -> Option<&Path> {
        self.engine.file()
    }

    /// What was done since it was opened.
    #[must_use]
    pub(in crate::store) fn stats(&self) -> QueryStats {
        self.engine.stats()
    }
}

impl Tx<'_> {
    fn observe(&self, sql: &str, values: &[SqlValue]) {
        if let Some(observer) = self.observer {
            observer.observe(sql, values);
        }
    }

    /// The shop whose rows are read and written: the first parameter of every text.
    #[must_use]
    pub(in crate::store) const fn shop(&self) -> i64 {
        self.shop
    }

    /// Which engine it is: for the little that each says its own way.
    #[must_use]
    pub(in crate::store) fn kind(&self) -> EngineKind {
        self.engine.kind()
    }

    /// The rows a text finds.
    pub(in crate::store) fn query(
        &mut self,
        sql: &str,
        values: &[SqlValue],
    ) -> Result<Vec<SqlRow>, StoreError> {
        self.observe(sql, values);
        self.engine.query(sql, values)
    }

    /// The first row a text finds.
    pub(in crate::store) fn query_first(
        &mut self,
        sql: &str,
        values: &[SqlValue],
    ) -> Result<Option<SqlRow>, StoreError> {
        Ok(self.query(sql, values)?.into_iter().next())
    }

    /// Changes rows, and returns how many.
    pub(in crate::store) fn execute(
        &mut self,
        sql: &str,
        values: &[SqlValue],
    ) -> Result<u64, StoreError> {
        self.observe(sql, values);
        self.engine.execute(sql, values)
    }

    /// Asks for the rows a text finds, to be taken by `fetch`: several that do not wait for one
    /// another go to a server and back in one round trip.
    pub(in crate::store) fn query_deferred(
        &mut self,
        sql: &str,
        values: &[SqlValue],
    ) -> Result<Pending, StoreError> {
        self.observe(sql, values);
        self.engine.query_deferred(sql, values)
    }

    /// The rows of a deferred query.
    pub(in crate::store) fn fetch(&mut self, pending: Pending) -> Result<Vec<SqlRow>, StoreError> {
        self.engine.fetch(pending)
    }

    /// Changes rows, and goes on.
    pub(in crate::store) fn execute_deferred(
        &mut self,
        sql: &str,
        values: &[SqlValue],
    ) -> Result<(), StoreError> {
        self.observe(sql, values);
        self.engine.execute_deferred(sql, values, None)
    }

    /// Changes exactly one row, and goes on; `RowConflict` where there is no such row.
    pub(in crate::store) fn execute_one_deferred(
        &mut self,
        sql: &str,
        values: &[SqlValue],
    ) -> Result<(), StoreError> {
        self.observe(sql, values);
        self.engine.execute_deferred(sql, values, Some(1))
    }

    /// Waits until everything that was sent is done.
    pub(in crate::store) fn flush(&mut self) -> Result<(), StoreError> {
        self.engine.flush()
    }

    /// The columns of a table, but for the shop.
    pub(in crate::store) fn columns(&mut self, table: &str) -> Result<Vec<String>, StoreError> {
        self.engine.columns(table)
    }

    /// Tells the other counters of the shop, once it is committed, what this transaction changes.
    pub(in crate::store) fn announce(&mut self, news: &ChangeNews) {
        self.engine.announce(news);
    }

    /// What time it is where the database is, in milliseconds.
    pub(in crate::store) fn clock(&mut self) -> Result<i64, StoreError> {
        self.engine.clock()
    }

    /// The tables there are.
    pub(in crate::store) fn tables(&mut self) -> Result<Vec<String>, StoreError> {
        self.engine.tables()
    }

    /// Runs a text of several statements without parameters.
    pub(in crate::store) fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        self.engine.script(sql)
    }
}
