//! SQLite: the embedded database file, in WAL mode with full sync. Only this file and those whose names
//! begin with it may name the engine.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, Statement, StatementStatus, ToSql, params_from_iter};

use super::error::StoreError;
use super::location::IN_MEMORY;
use super::log_files::{FileId, LogFiles, LogMishap, file_id};
use super::sql::{EngineKind, Maintenance, QueryStats, SqlRow, SqlValue, Statements};
use super::sqlite_copy;
use super::sqlite_errors::to_store_error;
use super::sqlite_watch::{self, FileWatch};

/// How long a write waits for another program's lock; reads never wait in WAL mode.
const BUSY: Duration = Duration::from_secs(5);

/// The size of the page cache in KiB: for reading, and for transactions that change many pages.
const PAGES: i64 = 2_000;
const MANY_PAGES: i64 = 8_000;

/// One connection to one file.
#[derive(Debug)]
pub(super) struct Sqlite {
    connection: Connection,
    work: QueryStats,
    /// The last seen `PRAGMA data_version`, which grows with the commits of other programs.
    data_version: Option<i64>,
    pub(super) path: PathBuf,
    /// The identity of the open file, which tells if another one took its path; `None` if the system has none.
    file: Option<FileId>,
    /// The identities of its log files, once they were seen.
    pub(super) log: Option<LogFiles>,
    /// A mishap of the log that was not reported yet.
    pub(super) mishap: Option<LogMishap>,
    patience: Duration,
    /// A commit failed on the disk, so the connection's cache may differ from the file.
    spoiled: bool,
    /// Whether rows may be changed in the transaction that is open.
    writing: bool,
    /// The watch on the file, once a callback was set.
    watch: Option<FileWatch>,
    /// Whether the file is read-only.
    read_only: bool,
}

impl ToSql for SqlValue {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(n) => ValueRef::Integer(*n),
            Self::Text(t) => ValueRef::Text(t.as_bytes()),
        }))
    }
}

impl Sqlite {
    /// Opens a file, or creates it.
    ///
    /// # Errors
    /// Why the file cannot be opened.
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let read_only = path != Path::new(IN_MEMORY) && crate::platform::is_read_only(path);
        let connection = if read_only {
            sqlite_copy::reader(path)?
        } else {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
                | OpenFlags::SQLITE_OPEN_CREATE
                | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            Connection::open_with_flags(path, flags).map_err(to_store_error)?
        };
        // The time-out comes first: changing the journal mode may itself have to wait.
        connection.busy_timeout(BUSY).map_err(to_store_error)?;
        // The plan of a statement does not depend on its values: otherwise many would be recompiled at each use.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(to_store_error)?;
        run_nothing_of_the_file(&connection)?;
        connection.set_prepared_statement_cache_capacity(128);
        connection
            .execute_batch(
                "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; \
                 PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864;",
            )
            .map_err(to_store_error)?;
        Ok(Self {
            connection,
            work: QueryStats::default(),
            data_version: None,
            path: path.to_owned(),
            file: file_id(path),
            log: None,
            mishap: None,
            patience: BUSY,
            spoiled: false,
            writing: false,
            watch: None,
            read_only,
        })
    }

    fn command(&mut self, sql: &str) -> Result<(), StoreError> {
        self.connection.execute_batch(sql).map_err(to_store_error)
    }

    /// Begins a transaction. After a failed commit it reconnects first, to read what is really in the file.
    fn begin(&mut self, how: &str) -> Result<(), StoreError> {
        if self.spoiled {
            self.connection_error().map_or(Ok(()), Err)?;
            self.reopen()?;
        } else if self.connection_error().is_none() {
            self.keep_log()?;
        }
        self.command(how)
    }

    /// Closes the connection before it opens another: two connections of one process would share the state
    /// of the log.
    pub(super) fn reopen(&mut self) -> Result<(), StoreError> {
        self.spoiled = true;
        self.connection = Connection::open_in_memory().map_err(to_store_error)?;
        let mut fresh = Self::open(&self.path)?;
        fresh.enable_wal()?;
        self.connection = fresh.connection;
        self.data_version = None;
        self.log = None;
        self.spoiled = false;
        self.set_lock_timeout(self.patience)
    }
}

impl Sqlite {
    pub(super) const fn connection(&self) -> &Connection {
        &self.connection
    }
}

impl Statements for Sqlite {
    fn kind(&self) -> EngineKind {
        EngineKind::Sqlite
    }

    fn begin_reading(&mut self) -> Result<(), StoreError> {
        self.writing = false;
        self.begin("BEGIN")
    }

    fn begin_writing(&mut self, _shop: i64) -> Result<(), StoreError> {
        self.connection_error().map_or(Ok(()), Err)?;
        self.writing = true;
        self.begin("BEGIN IMMEDIATE")
    }

    fn begin_ddl(&mut self) -> Result<(), StoreError> {
        self.begin("BEGIN IMMEDIATE")
    }

    fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        self.command(sql)
    }

    fn columns(&mut self, table: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT name FROM pragma_table_info($1) WHERE name <> 'shop' ORDER BY cid";
        self.query(sql, &[table.into()])?
            .into_iter()
            .map(|mut row| row.text())
            .collect()
    }

    /// Every program on a file shares the machine, and its clock.
    fn clock(&mut self) -> Result<i64, StoreError> {
        Ok(chrono::Utc::now().timestamp_millis())
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        let committed = self.command("COMMIT");
        let failed = matches!(
            committed,
            Err(StoreError::DiskFailed(_) | StoreError::DiskFull)
        );
        self.spoiled |= failed && self.path != Path::new(IN_MEMORY);
        committed?;
        // A log that was deleted or replaced is invisible to other programs: nothing is saved to it.
        self.keep_log()?;
        if self.writing && self.file().is_some() {
            sqlite_watch::announce_commit(&self.path);
        }
        Ok(())
    }

    fn roll_back(&mut self) {
        if !self.connection.is_autocommit() {
            let _ended_anyway = self.connection.execute_batch("ROLLBACK");
        }
    }

    fn query(&mut self, sql: &str, values: &[SqlValue]) -> Result<Vec<SqlRow>, StoreError> {
        // As a name `$2` would bind by first appearance; as a number it binds by its number.
        let text = sql.replace('$', "?");
        let mut statement = self
            .connection
            .prepare_cached(&text)
            .map_err(to_store_error)?;
        let width = statement.column_count();
        let mut found = Vec::new();
        let mut rows = statement
            .query(params_from_iter(values))
            .map_err(to_store_error)?;
        while let Some(row) = rows.next().map_err(to_store_error)? {
            let mut cells = Vec::with_capacity(width);
            for n in 0..width {
                cells.push(cell(row.get_ref(n).map_err(to_store_error)?));
            }
            found.push(SqlRow::new(cells));
        }
        drop(rows);
        self.work.rows += found.len() as u64;
        count(&mut self.work, &statement);
        Ok(found)
    }

    fn execute(&mut self, sql: &str, values: &[SqlValue]) -> Result<u64, StoreError> {
        let text = sql.replace('$', "?");
        let mut statement = self
            .connection
            .prepare_cached(&text)
            .map_err(to_store_error)?;
        let changed = statement
            .execute(params_from_iter(values))
            .map_err(to_store_error)?;
        count(&mut self.work, &statement);
        Ok(changed as u64)
    }

    fn tables(&mut self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT name FROM sqlite_master WHERE type = 'table'";
        let mut statement = self.connection.prepare(sql).map_err(to_store_error)?;
        let names = statement
            .query_map([], |row| row.get(0))
            .and_then(Iterator::collect);
        names.map_err(to_store_error)
    }
}

impl Maintenance for Sqlite {
    /// A file that is no longer at its path can still be written, but nobody would ever read it.
    fn connection_error(&self) -> Option<StoreError> {
        let there = file_id(&self.path);
        let moved = (self.file.is_some() && there != self.file).then_some(StoreError::FileMoved {
            replaced: there.is_some(),
        });
        moved.or(self.read_only.then_some(StoreError::ReadOnly))
    }

    /// Switches to WAL mode. That changes the file, so it is done only once the file is known to be ours.
    fn enable_wal(&mut self) -> Result<(), StoreError> {
        if self.read_only {
            return Ok(());
        }
        self.command("PRAGMA journal_mode = WAL")
    }

    /// Switches syncing off, for a database that is deleted anyway.
    fn disable_sync(&mut self) -> Result<(), StoreError> {
        self.command("PRAGMA synchronous = OFF")
    }

    /// Sets how long a write waits for another program's.
    fn set_lock_timeout(&mut self, time: Duration) -> Result<(), StoreError> {
        self.patience = time;
        self.connection.busy_timeout(time).map_err(to_store_error)
    }

    /// Whether another connection has changed the file since the last call.
    fn changed_elsewhere(&mut self) -> Result<bool, StoreError> {
        if let Some(watch) = &self.watch {
            watch.asked();
        }
        if self.connection_error().is_none() {
            self.keep_log()?;
        }
        let now: i64 = self
            .connection
            .prepare_cached("PRAGMA data_version")
            .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
            .map_err(to_store_error)?;
        Ok(self
            .data_version
            .replace(now)
            .is_some_and(|before| before != now))
    }

    /// Sizes the page cache. If that fails, transactions are slower and nothing else.
    fn expect_many_changes(&mut self, expected: bool) {
        let kib = if expected { MANY_PAGES } else { PAGES };
        let _slower = self.connection.pragma_update(None, "cache_size", -kib);
    }

    /// Checkpoints the log, which may be large, to free its disk space.
    fn make_room(&mut self) -> bool {
        let fresh = !self.spoiled || self.reopen().is_ok();
        fresh && self.empty_log() == Ok(true)
    }

    fn take_mishap(&mut self) -> Option<LogMishap> {
        self.mishap.take()
    }

    /// Sets the callback. A database in memory has no other users.
    fn on_news(&mut self, wake: Box<dyn Fn() + Send>) {
        self.watch = self.file().map(|file| FileWatch::new(file, wake));
    }

    fn poll_interval(&self) -> Option<Duration> {
        let watch = self.watch.as_ref()?;
        // A file that is missing from its path may come back from a folder that is not watched.
        let gone = self.connection_error().is_some();
        if gone {
            Some(sqlite_watch::POLL)
        } else {
            watch.poll_interval()
        }
    }

    fn purge(&mut self) -> Result<bool, StoreError> {
        self.clear()
    }

    fn file(&self) -> Option<&Path> {
        Some(self.path.as_path()).filter(|path| *path != Path::new(IN_MEMORY))
    }

    fn stats(&self) -> QueryStats {
        self.work
    }
}

/// Switches off triggers, views and functions defined in the file, because it may be a stranger's.
fn run_nothing_of_the_file(connection: &Connection) -> Result<(), StoreError> {
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
    ] {
        connection
            .set_db_config(setting, on)
            .map_err(to_store_error)?;
    }
    Ok(())
}

/// Converts a cell. We write only numbers and texts; anything else is damage and becomes a text, which is
/// refused where a number is expected.
pub(super) fn cell(value: ValueRef<'_>) -> SqlValue {
    match value {
        ValueRef::Null => SqlValue::Null,
        ValueRef::Integer(n) => SqlValue::Int(n),
        ValueRef::Real(n) => SqlValue::Text(n.to_string()),
        ValueRef::Text(t) | ValueRef::Blob(t) => {
            SqlValue::Text(String::from_utf8_lossy(t).into_owned())
        }
    }
}

/// Adds a statement's counters to the statistics.
fn count(work: &mut QueryStats, statement: &Statement<'_>) {
    let since = |status| u64::try_from(statement.reset_status(status)).unwrap_or(0);
    work.statements += 1;
    work.scanned += since(StatementStatus::FullscanStep);
    work.sorts += since(StatementStatus::Sort);
    work.steps += since(StatementStatus::VmStep);
    work.recompiled += since(StatementStatus::RePrepare);
}
