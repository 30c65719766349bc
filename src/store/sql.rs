//! SQL as the store speaks it: the ways to run something. It is waited for, or asked for and taken
//! later, or sent and not waited for. Its cells and rows are `row`'s.
//!
//! Owns the one door to an engine. The texts are written once, with `$n` parameters; what an
//! engine wants otherwise is its own file's business (`sqlite`).

mod row;

use std::path::Path;
use std::time::Duration;

use super::{StoreError, backup};
pub use row::{SqlRow, SqlValue};

/// What an engine was asked to do, counted: the measure of Law 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QueryStats {
    /// Statements run.
    pub statements: u64,
    /// Rows they returned.
    pub rows: u64,
    /// Rows stepped over in full scans of a table.
    pub scanned: u64,
    /// Sorts that had to be done because no index gave the order.
    pub sorts: u64,
    /// Steps of the engine's machine, all in all.
    pub steps: u64,
    /// Times a text that is kept ready was compiled again.
    pub recompiled: u64,
    /// Times answers were waited for: the ways to a server and back.
    pub waits: u64,
}

/// Which engine: for the little that each says its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EngineKind {
    /// The embedded file.
    Sqlite,
    /// A server.
    Postgres,
}

/// Rows that were asked for.
#[derive(Debug)]
#[must_use]
pub enum Pending {
    /// They are there.
    Ready(Vec<SqlRow>),
    /// They are on the way, as the answer of this number.
    InFlight(u64),
}

impl Pending {
    /// How many rows are known to be there: none of those on the way.
    #[must_use]
    pub const fn ready_rows(&self) -> usize {
        match self {
            Self::Ready(rows) => rows.len(),
            Self::InFlight(_) => 0,
        }
    }
}

/// Refuses rows that were changed where a wanted number of them is another.
pub(super) fn check_changed_count(changed: u64, wants: Option<u64>) -> Result<(), StoreError> {
    match wants {
        Some(wanted) if wanted != changed => Err(StoreError::RowConflict),
        _ => Ok(()),
    }
}

/// What an engine has to be able to do. Where only one of them has something to do, the other's
/// answer stands here.
pub trait Engine: std::fmt::Debug + Send {
    /// Which one it is.
    fn kind(&self) -> EngineKind;

    /// Begins to read: all of it as of one moment.
    ///
    /// # Errors
    /// What the engine refused, as of every verb here; a server's refusal comes with the first
    /// answer.
    fn begin_reading(&mut self) -> Result<(), StoreError>;

    /// Begins to change a shop's rows, and is the only one who does.
    ///
    /// # Errors
    /// `Busy` where another one does for too long; of a server it comes with the first answer.
    fn begin_writing(&mut self, shop: i64) -> Result<(), StoreError>;

    /// Begins to make or change tables, and is the only one who does.
    ///
    /// # Errors
    /// As `begin_writing`.
    fn begin_making(&mut self) -> Result<(), StoreError>;

    /// Begins to prepare for tables, as whoever one logs in as.
    ///
    /// # Errors
    /// As `begin_writing`.
    fn begin_preparing(&mut self) -> Result<(), StoreError> {
        self.begin_making()
    }

    /// Ends a transaction: when it returns, it is on the disk.
    ///
    /// # Errors
    /// What the engine refused.
    fn commit(&mut self) -> Result<(), StoreError>;

    /// Ends a transaction that failed.
    fn roll_back(&mut self);

    /// The rows a text finds.
    ///
    /// # Errors
    /// What the engine refused.
    fn rows(&mut self, sql: &str, values: &[SqlValue]) -> Result<Vec<SqlRow>, StoreError>;

    /// Changes rows, and returns how many.
    ///
    /// # Errors
    /// What the engine refused.
    fn run(&mut self, sql: &str, values: &[SqlValue]) -> Result<u64, StoreError>;

    /// Asks for the rows a text finds, without waiting for them: on the way to a server they come
    /// with the answers to what was asked before.
    ///
    /// # Errors
    /// What the engine refused.
    fn ask(&mut self, sql: &str, values: &[SqlValue]) -> Result<Pending, StoreError> {
        self.rows(sql, values).map(Pending::Ready)
    }

    /// The rows that were asked for.
    ///
    /// # Errors
    /// What the engine refused: of this, or of anything before that was not waited for.
    fn answer(&mut self, asked: Pending) -> Result<Vec<SqlRow>, StoreError> {
        match asked {
            Pending::Ready(rows) => Ok(rows),
            Pending::InFlight(_) => Err(StoreError::Engine("nothing is on the way".to_owned())),
        }
    }

    /// Changes rows without waiting for it, exactly so many where a number is given: `Changed`
    /// where they are others. What is wrong is said by the answer to whatever is asked behind it, at
    /// the latest by `commit`.
    ///
    /// # Errors
    /// What the engine refused.
    fn send(
        &mut self,
        sql: &str,
        values: &[SqlValue],
        wants: Option<u64>,
    ) -> Result<(), StoreError> {
        let changed = self.run(sql, values)?;
        check_changed_count(changed, wants)
    }

    /// Waits until everything that was sent is done.
    ///
    /// # Errors
    /// What the engine refused of it.
    fn wait(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Runs a text of several statements without parameters.
    ///
    /// # Errors
    /// What the engine refused.
    fn script(&mut self, sql: &str) -> Result<(), StoreError>;

    /// The tables there are.
    ///
    /// # Errors
    /// What the engine refused.
    fn tables(&mut self) -> Result<Vec<String>, StoreError>;

    /// The columns of a table, but for the shop.
    ///
    /// # Errors
    /// What the engine refused.
    fn columns(&mut self, table: &str) -> Result<Vec<String>, StoreError>;

    /// What time it is where the database is, in milliseconds: counters' clocks differ.
    ///
    /// # Errors
    /// What the engine refused.
    fn clock(&mut self) -> Result<i64, StoreError>;

    /// Whether another program has changed something since this was asked last; `false` the first
    /// time.
    ///
    /// # Errors
    /// What the engine refused; `Lost` while a server cannot be reached.
    fn changed_elsewhere(&mut self) -> Result<bool, StoreError>;

    /// Sets how long a write waits for another program's.
    ///
    /// # Errors
    /// What the engine refused.
    fn be_patient_for(&mut self, time: Duration) -> Result<(), StoreError>;

    /// No longer waits for the disk: of a database that is thrown away anyway.
    ///
    /// # Errors
    /// What the engine refused.
    fn hurry(&mut self) -> Result<(), StoreError>;

    /// What was done since it was opened.
    fn work(&self) -> QueryStats;

    /// How the engine goes about each text it was given so far: the text, and the steps of its
    /// plan.
    ///
    /// # Errors
    /// What the engine refused.
    fn plans(&mut self) -> Result<Vec<(String, Vec<String>)>, StoreError>;

    /// What stands in the way of every change at the moment: a server that is lost (`Lost`), or a
    /// standby in its place, which is read (`Standby`).
    fn cut(&self) -> Option<StoreError> {
        None
    }

    /// The file it is in, where it is in one.
    fn file(&self) -> Option<&Path> {
        None
    }

    /// Clears what it still holds of rows that are gone, beside the rows; whether all of it could be.
    ///
    /// # Errors
    /// What the engine refused.
    fn purge(&mut self) -> Result<bool, StoreError> {
        Ok(true)
    }

    /// Which machine it is on, where that is another one and it can be reached.
    fn machine(&self) -> Option<&str> {
        None
    }

    /// Gets a database that is known for ours ready for work.
    ///
    /// # Errors
    /// What the engine refused.
    fn settle(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Goes over to a shop, and listens for its news where an engine tells them.
    ///
    /// # Errors
    /// What the engine refused.
    fn listen(&mut self, _shop: i64) -> Result<(), StoreError> {
        Ok(())
    }

    /// Calls somebody as soon as there is news, where an engine tells them.
    fn call(&mut self, _wake: Box<dyn Fn() + Send>) {}

    /// An act of this counter's own was kept: it is no news.
    fn acted(&mut self, _no: i64) {}

    /// Whether statements may take their time: an engine that may be gone waits for no other.
    fn take_time(&mut self, _takes: bool) {}
}

/// A database, and the shop in it whose rows are read and written.
#[derive(Debug)]
pub struct Db {
    engine: Box<dyn Engine>,
    shop: i64,
}

/// One transaction on an engine.
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

    /// Reads, all of it as of one moment.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn read<T>(
        &mut self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.run_transaction(|engine, _| engine.begin_reading(), work)
    }

    /// Changes something, whole or not at all. When it returns, it is on the disk.
    ///
    /// # Errors
    /// What the engine refused; nothing was changed then. Of a server that is lost at the very end
    /// it is not known: the act's id tells, at the next try.
    pub fn write<T>(
        &mut self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.run_transaction(|engine, shop| engine.begin_writing(shop), work)
    }

    /// Makes or changes tables, which takes as long as it takes; nobody else does at the same time.
    ///
    /// # Errors
    /// As `write`.
    pub fn ddl_transaction<T>(
        &mut self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.engine.take_time(true);
        let made = self.run_transaction(|engine, _| engine.begin_making(), work);
        self.engine.take_time(false);
        made
    }

    /// Prepares a server for tables, as whoever one logs in as.
    ///
    /// # Errors
    /// As `write`.
    pub fn prepare<T>(
        &mut self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.run_transaction(|engine, _| engine.begin_preparing(), work)
    }

    /// What cannot be begun is ended all the same: a server that was asked for too much keeps the
    /// transaction it opened for it.
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

    /// The shop whose rows are read and written.
    #[must_use]
    pub const fn shop(&self) -> i64 {
        self.shop
    }

    /// Goes over to a shop.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn go_to(&mut self, shop: i64) -> Result<(), StoreError> {
        self.shop = shop;
        self.engine.listen(shop)
    }

    /// The engine, for what is asked of it outside a transaction.
    pub fn engine(&mut self) -> &mut dyn Engine {
        self.engine.as_mut()
    }

    /// The file the rows are in, where they are in one.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.engine.file()
    }

    /// What was done since it was opened.
    #[must_use]
    pub fn work(&self) -> QueryStats {
        self.engine.work()
    }
}

impl Tx<'_> {
    /// The shop whose rows are read and written: the first parameter of every text.
    #[must_use]
    pub const fn shop(&self) -> i64 {
        self.shop
    }

    /// Which engine it is: for the little that each says its own way.
    #[must_use]
    pub fn kind(&self) -> EngineKind {
        self.engine.kind()
    }

    /// The rows a text finds.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn rows(&mut self, sql: &str, values: &[SqlValue]) -> Result<Vec<SqlRow>, StoreError> {
        self.engine.rows(sql, values)
    }

    /// The first row a text finds.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn row(&mut self, sql: &str, values: &[SqlValue]) -> Result<Option<SqlRow>, StoreError> {
        Ok(self.engine.rows(sql, values)?.into_iter().next())
    }

    /// Changes rows, and returns how many.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn run(&mut self, sql: &str, values: &[SqlValue]) -> Result<u64, StoreError> {
        self.engine.run(sql, values)
    }

    /// Asks for the rows a text finds, to be taken by `answer`: several that do not wait for one
    /// another cross the way to a server and back at once.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn ask(&mut self, sql: &str, values: &[SqlValue]) -> Result<Pending, StoreError> {
        self.engine.ask(sql, values)
    }

    /// The rows that were asked for.
    ///
    /// # Errors
    /// What the engine refused: of this, or of anything before that was not waited for.
    pub fn answer(&mut self, asked: Pending) -> Result<Vec<SqlRow>, StoreError> {
        self.engine.answer(asked)
    }

    /// Changes rows, and goes on: what is wrong is said by the answer to whatever is asked behind
    /// it, at the latest at the end of the transaction. That may be any verb's.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn send(&mut self, sql: &str, values: &[SqlValue]) -> Result<(), StoreError> {
        self.engine.send(sql, values, None)
    }

    /// Changes exactly one row, and goes on as `send` does.
    ///
    /// # Errors
    /// `Changed` where there is no such row; what the engine refused.
    pub fn send_one(&mut self, sql: &str, values: &[SqlValue]) -> Result<(), StoreError> {
        self.engine.send(sql, values, Some(1))
    }

    /// Waits until everything that was sent is done.
    ///
    /// # Errors
    /// What the engine refused of it.
    pub fn wait(&mut self) -> Result<(), StoreError> {
        self.engine.wait()
    }

    /// The columns of a table, but for the shop.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn columns(&mut self, table: &str) -> Result<Vec<String>, StoreError> {
        self.engine.columns(table)
    }

    /// What time it is where the database is, in milliseconds.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn clock(&mut self) -> Result<i64, StoreError> {
        self.engine.clock()
    }

    /// The tables there are.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn tables(&mut self) -> Result<Vec<String>, StoreError> {
        self.engine.tables()
    }

    /// Runs a text of several statements without parameters.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        self.engine.script(sql)
    }
}

/// The shop and some terms as values, and the places of the terms, from $2 on. Lists of a few
/// lengths only, so that an engine has a few texts to keep: the rest repeat the last term.
#[must_use]
pub(super) fn listed<T: Into<SqlValue>>(
    shop: i64,
    terms: impl IntoIterator<Item = T>,
) -> (Vec<SqlValue>, String) {
    let mut values: Vec<SqlValue> = vec![shop.into()];
    values.extend(terms.into_iter().map(Into::into));
    let width = (values.len() - 1).next_power_of_two();
    // A list of none is of nobody.
    let filler = values.last().filter(|_| values.len() > 1).cloned();
    values.resize(1 + width, filler.unwrap_or(SqlValue::Null));
    let list = places(2, width);
    (values, list)
}

/// "$1, $2, $3" from the `first` parameter on, `count` of them.
#[must_use]
pub fn places(first: usize, count: usize) -> String {
    (first..first + count)
        .map(|n| format!("${n}"))
        .collect::<Vec<_>>()
        .join(", ")
}
