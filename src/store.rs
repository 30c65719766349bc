//! The store: the shop's own verbs over SQL, written once.
//!
//! Owns the database: where it is, that what it returns is on the disk, and that every verb is an
//! index range with a limit. Knows the domain's words and nothing of screens, keys or commands.

mod backup;
mod candidates;
mod card;
mod claim;
mod do_not_call;
mod erasure;
mod expire;
mod familiar_staff;
mod figures;
mod find;
mod forget;
mod forgotten_list;
mod history;
mod id_allocator;
mod import;
mod journal;
mod list;
mod merge_pointers;
mod migrate;
mod open_promises;
mod permissions;
#[cfg(feature = "server")]
mod postgres;
mod preview_overlay;
mod projection_check;
mod projections;
mod referrals;
mod rescue;
mod restore;
mod retention;
mod row_mapping;
mod save;
#[cfg(feature = "server")]
mod server_setup;
mod shop;
mod snapshot_reader;
pub mod sql;
mod sqlite;
mod sqlite_copy;
mod sqlite_purge;
mod sqlite_rescue;
mod summaries;
mod transfer;
mod undo;
mod upcoming;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

pub use backup::{BackupFile, BackupReason, Backups, NewBackup};
pub use card::HISTORY;
pub use erasure::ErasureCounts;
pub use forget::Mention;
pub use import::{ImportRowOutcome, ImportRun};
pub use projection_check::ProjectionCheck;
pub use rescue::{RescueReport, RescuedTable};
pub use restore::RestoreReport;
pub use retention::RetentionReport;
pub use save::SavedAct;
#[cfg(feature = "server")]
pub use server_setup::Branch;
pub use shop::ShopRow;
pub use snapshot_reader::{SnapshotReader, WaitingCursor};
pub use sqlite_copy::{CopyPace, DatabaseCheck};
pub use transfer::{LEFT, TABLES, TableChecksum, TableComparison, TransferProgress};
pub use undo::UndoReport;

use claim::ClaimExemption;
use sql::{Db, QueryStats};
use sqlite::Sqlite;

use crate::domain::hours::Calendar;
pub use crate::domain::pagination::{Cursor, Seek};
pub use crate::domain::summary::{
    CustomerCard, CustomerSummary, DayTotals, DoneToday, JournalRow, UpcomingRow,
};

/// A path that is no file: the rows are kept in memory.
pub const IN_MEMORY: &str = ":memory:";

/// How long a server that was lost is waited for, and how long between two tries.
const SURELY: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(50);

/// The number of the shop in a file: one file, one shop.
const ONLY: i64 = 1;

/// What the store could not do, in words for the person at the counter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// An import was taken back while it went on.
    #[error("the import was taken back meanwhile: nothing was imported")]
    ImportUndone,
    /// Another program holds the file.
    #[error("another program is busy with the database")]
    Busy,
    /// The disk is full.
    #[error("the disk is full: make room, then try again")]
    DiskFull,
    /// The file or its folder may not be written.
    #[error("the database cannot be written to: check the permissions of the file and its folder")]
    ReadOnly,
    /// The disk itself failed.
    #[error("the disk could not save it: {0}")]
    DiskFailed(String),
    /// The file is no database.
    #[error("the file is not a Checkback database: name another with --db")]
    NotADatabase,
    /// The file cannot be opened.
    #[error("the database cannot be opened: check that its folder exists and can be written to")]
    CannotOpen,
    /// What is in it makes no sense.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// A backup cannot be put there.
    #[error("{0}")]
    BackupPathRefused(String),
    /// A newer program wrote it.
    #[error(
        "the database is version {found}, and this program only knows up to {known}: \
         use the newer program; nothing was changed"
    )]
    NewerSchema {
        /// The database's version.
        found: i64,
        /// The newest this program knows.
        known: i64,
    },
    /// The row was changed by somebody else since it was read.
    #[error("somebody else changed it meanwhile; nothing was saved: look again")]
    RowConflict,
    /// Somebody else did something with the customer since they were read: who, what and when.
    #[error("{0}; nothing was saved: look again")]
    CustomerConflict(String),
    /// Somebody else is ringing the customer: who, whom, since when and where.
    #[error("{0}; nothing was saved: log it when that call has ended")]
    CustomerClaimed(String),
    /// Undo has nothing left to take back.
    #[error("there is nothing to undo at this counter")]
    NothingToUndo,
    /// What was done last cannot be taken back: it was about somebody who was forgotten.
    #[error(
        "there is nothing to undo at this counter: what was done last was about a customer who has \
         been forgotten since"
    )]
    UndoForgotten,
    /// Redo has nothing to do again.
    #[error("there is nothing to redo at this counter")]
    NothingToRedo,
    /// A row of the act was changed by a later one.
    #[error("“{0}” cannot be taken back: it has been changed again since")]
    UndoConflict(String),
    /// A server's address makes no sense.
    #[error("the server's address is wrong: {0}")]
    InvalidAddress(String),
    /// The server cannot be reached, or was lost in the middle. Of an act it is not known then
    /// whether it was saved; its id tells, at the next try.
    #[error("not connected: {0}")]
    ConnectionLost(String),
    /// The server is a standby: it is read, and takes no changes.
    #[error("this server is a standby and cannot save: waiting for the main server")]
    Standby,
    /// The role one logs in with may not do that.
    #[error("the server does not allow it: {0}")]
    Forbidden(String),
    /// The database holds several shops, or not the one that is named.
    #[error("{}", which_shop(wanted.as_deref(), there))]
    BranchRequired {
        /// The branch that was named.
        wanted: Option<String>,
        /// Those there are.
        there: String,
    },
    /// The shop is being moved to another database.
    #[error("the shop is being moved to another database: run `checkback move` again to finish")]
    ShopMoving,
    /// The shop has moved to another database.
    #[error("the shop has moved to {0}: name that with --db, or as `database` in the settings")]
    ShopMoved(String),
    /// A shop cannot be moved to where another one is.
    #[error("there is already a shop with data there: name an empty place")]
    TargetNotEmpty,
    /// What was carried over is not the same on both sides.
    #[error("{0} did not arrive complete: the copy is not used; move it again")]
    TransferMismatch(String),
    /// This program was built without servers.
    #[error("this program was built without servers: name a file with --db PATH")]
    NoServers,
    /// Anything else an engine says.
    #[error("the database refused: {0}")]
    Engine(String),
}

fn which_shop(wanted: Option<&str>, there: &str) -> String {
    match wanted {
        Some(wanted) => format!(
            "there is no branch “{wanted}” you may see (there are: {there}): \
             check `branch` in the settings, or have it opened with `checkback server setup`"
        ),
        None => format!(
            "the database holds several shops ({there}): \
             write which one you are as `branch` in the settings"
        ),
    }
}

/// A database on a server, and which of its shops one is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServerOptions {
    /// `postgres://person@host/database`.
    pub url: String,
    /// The branch, where the database holds several.
    pub branch: Option<String>,
    /// What a first shop is called where no branch is named.
    pub shop_name: String,
    /// The file in which this counter keeps which history of the server's it has seen.
    pub memory: Option<PathBuf>,
}

/// Where a shop's rows are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreLocation {
    /// In a file.
    File(PathBuf),
    /// On a server.
    Server(ServerOptions),
}

impl ServerOptions {
    /// Its address as it may be shown: without its password.
    #[must_use]
    pub fn shown(&self) -> String {
        Self::shown_address(&self.url)
    }

    /// A server's address as it may be shown: without its password.
    #[must_use]
    #[cfg(feature = "server")]
    pub fn shown_address(url: &str) -> String {
        postgres::shown(url)
    }

    /// A server's address, of which nothing is shown.
    #[must_use]
    #[cfg(not(feature = "server"))]
    pub fn shown_address(_url: &str) -> String {
        "a server".to_owned()
    }
}

/// An open store.
#[derive(Debug)]
pub struct Store {
    db: Db,
    calendar: Calendar,
    own: ClaimExemption,
}

impl Store {
    /// Opens the shop's file, makes it on first use (its folder for the owner alone, the file
    /// likewise), and brings its tables up to date.
    ///
    /// # Errors
    /// What stood in the way; a database of a newer program is left as it is.
    pub fn open(path: &Path, calendar: Calendar) -> Result<Self, StoreError> {
        Self::open_at(path, calendar, Some(Utc::now()))
    }

    /// Opens a place a shop is to be moved to: one from which a shop has moved away will do.
    ///
    /// # Errors
    /// As `open` and `open_server`.
    pub fn open_to_move(place: &StoreLocation, calendar: Calendar) -> Result<Self, StoreError> {
        match place {
            StoreLocation::File(path) => Self::file(path, calendar, Some(Utc::now())),
            StoreLocation::Server(server) => Self::server(server, calendar),
        }
    }

    /// Opens it at a moment: where its tables are older than the program, a backup of that moment is
    /// made before they are brought up to date; without a moment there is none.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_at(
        path: &Path,
        calendar: Calendar,
        now: Option<DateTime<Utc>>,
    ) -> Result<Self, StoreError> {
        let mut store = Self::file(path, calendar, now)?;
        store.db.read(transfer::refuse_moved)?;
        Ok(store)
    }

    fn file(
        path: &Path,
        calendar: Calendar,
        now: Option<DateTime<Utc>>,
    ) -> Result<Self, StoreError> {
        backup::refuse_emptied(path)
            .and_then(|()| Self::sound_file(path, calendar, now))
            .map_err(|why| backup::suggest_backup(path, why))
    }

    fn sound_file(
        path: &Path,
        calendar: Calendar,
        now: Option<DateTime<Utc>>,
    ) -> Result<Self, StoreError> {
        permissions::make(path)?;
        let mut store = Self {
            db: Db::new(Box::new(Sqlite::open(path)?), ONLY),
            calendar,
            own: ClaimExemption::Nobody,
        };
        store.refuse_others()?;
        store.db.engine().settle()?;
        store.migrate(now)?;
        store.open_only_shop()?;
        store.forget_again(now.unwrap_or_else(Utc::now))?;
        Ok(store)
    }

    /// Opens a shop's database on a server, makes it on first use, and brings its tables up to
    /// date, where one may.
    ///
    /// # Errors
    /// `Address`, `Lost`, `WhichShop`, `Forbidden`; a database of a newer program is left as it is.
    pub fn open_server(server: &ServerOptions, calendar: Calendar) -> Result<Self, StoreError> {
        let mut store = Self::server(server, calendar)?;
        store.db.read(transfer::refuse_moved)?;
        Ok(store)
    }

    #[cfg(feature = "server")]
    fn server(server: &ServerOptions, calendar: Calendar) -> Result<Self, StoreError> {
        let mut store = Self::open_all_shops(server, calendar)?;
        store.go_to_branch(server.branch.as_deref(), &server.shop_name)?;
        Ok(store)
    }

    /// Opens a database on a server without going into one of its shops: what is asked of it is asked
    /// of all that one may see.
    ///
    /// # Errors
    /// As `open_server`, but for `WhichShop`.
    #[cfg(feature = "server")]
    pub fn open_all_shops(server: &ServerOptions, calendar: Calendar) -> Result<Self, StoreError> {
        let engine = postgres::Postgres::open(&server.url, server.memory.clone())?;
        let mut store = Self {
            db: Db::new(Box::new(engine), 0),
            calendar,
            own: ClaimExemption::Nobody,
        };
        store.migrate(None)?;
        Ok(store)
    }

    /// As `open_server`.
    ///
    /// # Errors
    /// `NoServers`.
    #[cfg(not(feature = "server"))]
    pub fn open_all_shops(server: &ServerOptions, calendar: Calendar) -> Result<Self, StoreError> {
        Self::server(server, calendar)
    }

    /// Servers are a part of the program that can be left out when it is built.
    #[cfg(not(feature = "server"))]
    fn server(_server: &ServerOptions, _calendar: Calendar) -> Result<Self, StoreError> {
        Err(StoreError::NoServers)
    }

    /// Opens a file that is thrown away afterwards: what it returns may not be on the disk yet.
    /// `IN_MEMORY` is no file at all, and gone with the program.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_throwaway(path: &Path, calendar: Calendar) -> Result<Self, StoreError> {
        let mut store = Self::open(path, calendar)?;
        store.db.engine().hurry()?;
        Ok(store)
    }

    /// Does something whose act bears an id, again and again while the server is lost, for some
    /// seconds: the id makes it one act however often it is tried.
    ///
    /// # Errors
    /// What the deed was refused for; `Lost` where the server did not come back, and then it is not
    /// known whether it was done.
    pub fn retry_while_lost<T>(
        &mut self,
        mut deed: impl FnMut(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let until = Instant::now() + SURELY;
        loop {
            match deed(self) {
                Err(StoreError::ConnectionLost(_) | StoreError::Standby)
                    if Instant::now() < until =>
                {
                    std::thread::sleep(PAUSE);
                }
                Err(StoreError::ConnectionLost(why)) => {
                    return Err(StoreError::ConnectionLost(format!(
                        "{why}; whether it was saved is not known: look again once it is back"
                    )));
                }
                done => return done,
            }
        }
    }

    /// The calendar it reckons days by.
    #[must_use]
    pub const fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The backups of its file; `None` where it is none.
    #[must_use]
    pub fn backups(&self) -> Option<Backups> {
        Backups::for_database(self.db.file()?, &self.calendar)
    }

    /// Whether another program has changed something since this was asked last; `false` the first
    /// time. Costs next to nothing: it is asked ten times a second.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn changed_elsewhere(&mut self) -> Result<bool, StoreError> {
        self.db.engine().changed_elsewhere()
    }

    /// Calls somebody as soon as another counter has changed something, where the database can
    /// tell; `changed_elsewhere` is to be asked all the same.
    pub fn call(&mut self, wake: Box<dyn Fn() + Send>) {
        self.db.engine().call(wake);
    }

    /// What stands in the way of every change at the moment: `Lost` while the server cannot be
    /// reached, `Standby` while one is read in its place.
    pub fn connection_error(&mut self) -> Option<StoreError> {
        self.db.engine().cut()
    }

    /// Which machine the shop's database is on, where that is a server that can be reached.
    pub fn machine(&mut self) -> Option<String> {
        self.db.engine().machine().map(str::to_owned)
    }

    /// Sets how long a write waits for another program's before it says `Busy`: five seconds
    /// unless this says otherwise.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn be_patient_for(&mut self, time: Duration) -> Result<(), StoreError> {
        self.db.engine().be_patient_for(time)
    }

    /// What the engine was asked to do so far.
    #[must_use]
    pub fn work(&self) -> QueryStats {
        self.db.work()
    }

    /// How the engine goes about each text it was given so far.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn plans(&mut self) -> Result<Vec<(String, Vec<String>)>, StoreError> {
        self.db.engine().plans()
    }

    fn zone(&self) -> Tz {
        self.calendar.zone
    }
}

/// The version of the tables this program makes.
#[must_use]
pub const fn newest_version() -> i64 {
    migrate::KNOWN
}

/// The embedded engine, with its version.
#[must_use]
pub fn engine_version() -> String {
    sqlite_copy::version()
}

/// Where a shop's file is when nothing else was said.
#[must_use]
pub fn usual_file(data_folder: &Path) -> PathBuf {
    data_folder.join("checkback").join("checkback.db")
}
