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
mod error;
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
mod retry;
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
pub use error::{
    CertificateFault, ConnectionFault, Damage, DamageAdvice, Disposition, HostFault, StoreError,
    Timeout,
};
pub use forget::Mention;
pub use import::{ImportRowOutcome, ImportRun};
pub use projection_check::ProjectionCheck;
pub use rescue::{RescueReport, RescuedTable};
pub use restore::RestoreReport;
pub use retention::RetentionReport;
pub use retry::RetryPolicy;
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

/// The number of the shop in a file: one file, one shop.
const ONLY: i64 = 1;

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
        store.db.engine().enable_wal()?;
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
        store.db.engine().disable_sync()?;
        Ok(store)
    }

    /// Does something whose act bears an id, again and again while the database is out of reach, for
    /// some seconds: the id makes it one act however often it is tried.
    ///
    /// # Errors
    /// What the deed was refused for; `OutcomeUnknown` where the connection did not come back.
    pub fn retry_while_lost<T>(
        &mut self,
        mut deed: impl FnMut(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let since = Instant::now();
        let mut tries = 0;
        loop {
            let error = match deed(self) {
                Ok(done) => return Ok(done),
                Err(error) => error,
            };
            tries += 1;
            let Some(policy) = RetryPolicy::of_command(&error) else {
                return Err(error);
            };
            match policy.pause_after(tries, since.elapsed()) {
                Some(pause) => std::thread::sleep(pause),
                // A standby, or a file that is not there, has taken nothing.
                None if matches!(error, StoreError::Standby | StoreError::FileMoved { .. }) => {
                    return Err(error);
                }
                None => return Err(StoreError::OutcomeUnknown(Box::new(error))),
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
        self.db.engine().connection_error()
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
