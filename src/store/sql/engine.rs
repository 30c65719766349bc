//! What an engine has to be able to do: run statements in transactions, and keep itself in order.
//! Where only one engine has something to do, the other's answer stands here.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use super::super::error::StoreError;
use super::super::log_files::LogMishap;
use super::row::{SqlRow, SqlValue};
use crate::domain::customer::Id;

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
    /// Times answers were waited for: round trips to a server.
    pub waits: u64,
}

/// How often a connection is asked for news: whether it still stands, too.
const GLANCE: Duration = Duration::from_millis(100);

impl QueryStats {
    /// What was done since an earlier count.
    #[must_use]
    pub const fn since(self, before: Self) -> Self {
        Self {
            statements: self.statements - before.statements,
            rows: self.rows - before.rows,
            scanned: self.scanned - before.scanned,
            sorts: self.sorts - before.sorts,
            steps: self.steps - before.steps,
            recompiled: self.recompiled - before.recompiled,
            waits: self.waits - before.waits,
        }
    }
}

/// Which engine: for the little that each says its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum EngineKind {
    /// The embedded file.
    Sqlite,
    /// A server.
    Postgres,
}

/// What an act or a claim is to the other counters of its shop.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::store) struct ChangeNews {
    /// The act's number; `None` of a claim.
    pub(in crate::store) act: Option<i64>,
    /// Whose rows it changes, where nobody else's look different by it; `None` where they may.
    pub(in crate::store) customers: Option<BTreeSet<Id>>,
}

/// Rows of a deferred query.
#[derive(Debug)]
#[must_use]
pub(in crate::store) enum Pending {
    /// They are there.
    Ready(Vec<SqlRow>),
    /// They are on the way, as the answer of this number.
    #[cfg_attr(
        not(feature = "server"),
        expect(dead_code, reason = "a file's rows are there at once")
    )]
    InFlight(u64),
}

impl Pending {
    /// How many rows are known to be there: none of those on the way.
    #[must_use]
    pub(in crate::store) const fn ready_rows(&self) -> usize {
        match self {
            Self::Ready(rows) => rows.len(),
            Self::InFlight(_) => 0,
        }
    }
}

/// Refuses a change of rows where another number of them was wanted.
pub(in crate::store) fn check_changed_count(
    changed: u64,
    wants: Option<u64>,
) -> Result<(), StoreError> {
    match wants {
        Some(wanted) if wanted != changed => Err(StoreError::RowConflict),
        _ => Ok(()),
    }
}

/// An engine.
pub(in crate::store) trait Engine:
    Statements + Maintenance + std::fmt::Debug + Send
{
}

impl<T: Statements + Maintenance + std::fmt::Debug + Send> Engine for T {}

/// Running statements in transactions. Every verb may fail as the engine does (a lost connection, a
/// full disk); a server's failure may come with a later answer of the same transaction.
pub(in crate::store) trait Statements {
    /// Which engine it is.
    fn kind(&self) -> EngineKind;

    /// Begins to read: all of it as of one moment.
    fn begin_reading(&mut self) -> Result<(), StoreError>;

    /// Begins to read what is asked for in one go: what is asked for behind the first answer may be of
    /// a later moment.
    fn begin_glance(&mut self) -> Result<(), StoreError> {
        self.begin_reading()
    }

    /// Begins to change a shop's rows, and is the only one who does: `Busy` where another one does
    /// for too long.
    fn begin_writing(&mut self, shop: i64) -> Result<(), StoreError>;

    /// Begins to make or change tables, and is the only one who does: `Busy` as above.
    fn begin_ddl(&mut self) -> Result<(), StoreError>;

    /// Begins to prepare a server for tables, as whoever one logs in as.
    #[cfg(feature = "server")]
    fn begin_setup(&mut self) -> Result<(), StoreError> {
        self.begin_ddl()
    }

    /// Ends a transaction: when it returns, it is on the disk.
    fn commit(&mut self) -> Result<(), StoreError>;

    /// Ends a transaction that failed.
    fn roll_back(&mut self);

    /// The rows a text finds.
    fn query(&mut self, sql: &str, values: &[SqlValue]) -> Result<Vec<SqlRow>, StoreError>;

    /// Changes rows, and returns how many.
    fn execute(&mut self, sql: &str, values: &[SqlValue]) -> Result<u64, StoreError>;

    /// Asks for the rows a text finds, without waiting for them: on the way to a server they come
    /// with the answers to what was sent before.
    fn query_deferred(&mut self, sql: &str, values: &[SqlValue]) -> Result<Pending, StoreError> {
        self.query(sql, values).map(Pending::Ready)
    }

    /// The rows of a deferred query. What is wrong may be with anything before it.
    fn fetch(&mut self, pending: Pending) -> Result<Vec<SqlRow>, StoreError> {
        match pending {
            Pending::Ready(rows) => Ok(rows),
            Pending::InFlight(_) => Err(StoreError::Bug("rows of another engine")),
        }
    }

    /// Changes rows without waiting for it, exactly so many where a number is given: `RowConflict`
    /// where they are others. What is wrong is said by a later answer, at the latest by `commit`.
    fn execute_deferred(
        &mut self,
        sql: &str,
        values: &[SqlValue],
        wants: Option<u64>,
    ) -> Result<(), StoreError> {
        let changed = self.execute(sql, values)?;
        check_changed_count(changed, wants)
    }

    /// Waits until everything that was sent is done.
    fn flush(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Runs a text of several statements without parameters.
    fn script(&mut self, sql: &str) -> Result<(), StoreError>;

    /// The tables there are.
    fn tables(&mut self) -> Result<Vec<String>, StoreError>;

    /// The columns of a table, but for the shop.
    fn columns(&mut self, table: &str) -> Result<Vec<String>, StoreError>;

    /// What time it is where the database is, in milliseconds: counters' clocks differ.
    fn clock(&mut self) -> Result<i64, StoreError>;
}

/// Keeping an engine in order, and telling what became of it. A verb may fail as the engine does.
pub(in crate::store) trait Maintenance {
    /// Whether another program has changed something since this was asked last; `false` the first
    /// time.
    fn changed_elsewhere(&mut self) -> Result<bool, StoreError>;

    /// Sets how long a write waits for another program's.
    fn set_lock_timeout(&mut self, time: Duration) -> Result<(), StoreError>;

    /// No longer waits for the disk: of a database that is thrown away anyway.
    fn disable_sync(&mut self) -> Result<(), StoreError>;

    /// What was done since it was opened.
    fn stats(&self) -> QueryStats;

    /// What stands in the way of every change at the moment: an outage.
    fn connection_error(&self) -> Option<StoreError> {
        None
    }

    /// The file it is in, where it is in one.
    fn file(&self) -> Option<&Path> {
        None
    }

    /// Frees what room it can on a full disk; whether it could any.
    fn make_room(&mut self) -> bool {
        false
    }

    /// What happened to its log since this was asked last.
    fn take_mishap(&mut self) -> Option<LogMishap> {
        None
    }

    /// Clears what it still holds of rows that are gone, beside the rows; whether all of it could be.
    fn purge(&mut self) -> Result<bool, StoreError> {
        Ok(true)
    }

    /// Why a write that found another one in its way had to wait: `Busy` where no more is known.
    fn explain_busy(&mut self) -> StoreError {
        StoreError::Busy
    }

    /// Which machine it is on, where that is another one and it can be reached.
    fn machine(&self) -> Option<&str> {
        None
    }

    /// Writes to a log beside a file that is known for ours (WAL).
    fn enable_wal(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Goes over to a shop, and listens for its news where an engine tells them.
    #[cfg(feature = "server")]
    fn listen(&mut self, _shop: i64) -> Result<(), StoreError> {
        Ok(())
    }

    /// Calls somebody as soon as there is news, where an engine tells them.
    fn on_news(&mut self, _wake: Box<dyn Fn() + Send>) {}

    /// How often `changed_elsewhere` is to be asked although nobody calls; never where this is
    /// `None`.
    fn poll_interval(&self) -> Option<Duration> {
        Some(GLANCE)
    }

    /// An act of this counter's own was kept: it is no news.
    fn note_own_act(&mut self, _no: i64) {}

    /// What the transaction does is news of some customers alone, to be told once it is committed.
    fn announce(&mut self, _news: &ChangeNews) {}

    /// Whose rows the changes are that `changed_elsewhere` told of last; `None` where they may be
    /// anybody's.
    fn take_changed_customers(&mut self) -> Option<BTreeSet<Id>> {
        None
    }

    /// The timeline of the server, while one is connected that takes changes.
    fn timeline(&self) -> Option<i64> {
        None
    }

    /// For how long news are gathered before they are looked at: there is no haste where each look
    /// is another way to a server.
    fn gather_time(&self) -> Duration {
        Duration::ZERO
    }

    /// Whether it is asked over a network: reading what is in hand is dear.
    fn is_remote(&self) -> bool {
        false
    }

    /// Whether transactions to come change many pages: they are kept until the commit, where there
    /// is a file they would have to be written to and read back from.
    fn expect_many_changes(&mut self, _expected: bool) {}

    /// Whether statements may take their time: an engine that may be gone waits for no other.
    fn allow_long_statements(&mut self, _takes: bool) {}
}
