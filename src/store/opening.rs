//! Opening a store: the file is created or the server is connected to, the tables are migrated, and the
//! shop is selected.

use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::error::StoreError;
use super::field_events::ms;
use super::handle::{ClaimExemption, RecountTime, Store, ZoneSource};
use super::location::{IN_MEMORY, ONLY_SHOP, ServerOptions, StoreLocation};
use super::sql::{Db, StatementObserver, Statements as _};
use super::sqlite::Sqlite;
use super::{backup, backup_file, partial_file, permissions, transfer};
use crate::domain::hours::Calendar;
use crate::platform::unfinished::remove_unfinished;

/// How a store is opened. Only the calendar is required.
#[derive(Debug)]
pub struct OpenOptions {
    calendar: Calendar,
    backup_at: Option<DateTime<Utc>>,
    throwaway: bool,
    to_move: bool,
    all_shops: bool,
    zone_source: ZoneSource,
    on_recount: Option<fn(Tz)>,
    recount_time: RecountTime,
    observer: Option<Box<dyn StatementObserver>>,
}

impl OpenOptions {
    /// The usual options: older tables are migrated, after a backup named by the system's clock.
    #[must_use]
    pub fn new(calendar: Calendar) -> Self {
        Self {
            calendar,
            backup_at: Some(Utc::now()),
            throwaway: false,
            to_move: false,
            all_shops: false,
            zone_source: ZoneSource::Calendar,
            on_recount: None,
            recount_time: RecountTime::AtOnce,
            observer: None,
        }
    }

    /// Sets the time in the name of that backup.
    #[must_use]
    pub const fn at(mut self, now: DateTime<Utc>) -> Self {
        self.backup_at = Some(now);
        self
    }

    /// Uses the time zone of the database, because the calendar's is only the machine's and nobody chose it.
    #[must_use]
    pub const fn in_its_own_zone(mut self) -> Self {
        self.zone_source = ZoneSource::Shop;
        self
    }

    /// Sets a callback for a recount of all figures in another zone, which takes a while.
    #[must_use]
    pub const fn telling_of_recount(mut self, told: fn(Tz)) -> Self {
        self.on_recount = Some(told);
        self
    }

    /// Counts nothing anew while it is opened: whoever opens it has it counted, with `count_portion`.
    #[must_use]
    pub const fn recounting_later(mut self) -> Self {
        self.recount_time = RecountTime::Later;
        self
    }

    /// Without that backup.
    #[must_use]
    pub(super) const fn without_backup(mut self) -> Self {
        self.backup_at = None;
        self
    }

    /// Does not sync to the disk, for a file that is deleted afterwards.
    #[must_use]
    pub const fn throwaway(mut self) -> Self {
        self.throwaway = true;
        self
    }

    /// As the target of a move: a database that a shop has moved away from is accepted.
    #[must_use]
    pub const fn to_move(mut self) -> Self {
        self.to_move = true;
        self
    }

    /// Selects no shop of a server: queries cover all shops that the role may see.
    #[must_use]
    pub const fn all_shops(mut self) -> Self {
        self.all_shops = true;
        self
    }

    /// Sets an observer of every statement, with the values bound to it.
    #[must_use]
    pub fn observed_by(mut self, observer: Box<dyn StatementObserver>) -> Self {
        self.observer = Some(observer);
        self
    }
}

impl From<Calendar> for OpenOptions {
    fn from(calendar: Calendar) -> Self {
        Self::new(calendar)
    }
}

impl From<PathBuf> for StoreLocation {
    fn from(file: PathBuf) -> Self {
        Self::File(file)
    }
}

impl From<&Path> for StoreLocation {
    fn from(file: &Path) -> Self {
        Self::File(file.to_owned())
    }
}

impl From<&PathBuf> for StoreLocation {
    fn from(file: &PathBuf) -> Self {
        Self::File(file.clone())
    }
}

impl From<&ServerOptions> for StoreLocation {
    fn from(server: &ServerOptions) -> Self {
        Self::Server(server.clone())
    }
}

impl Store {
    /// Opens the shop's file or its database on a server. Creates it on first use (a file and its folder for
    /// the owner alone), and migrates its tables, if the role may.
    ///
    /// # Errors
    /// `NewerSchema` for a newer program's database, which is left as it is; `NotADatabase` and `Damaged` for
    /// a file; `InvalidAddress`, `BranchRequired`, `MigrationForbidden`, `NoServers` or an outage for a
    /// server; `ShopMoved` if the shop has moved away.
    pub fn open(
        location: impl Into<StoreLocation>,
        options: impl Into<OpenOptions>,
    ) -> Result<Self, StoreError> {
        let since = Instant::now();
        let options = options.into();
        let (to_move, all_shops) = (options.to_move, options.all_shops);
        let throwaway = options.throwaway;
        let mut store = match location.into() {
            StoreLocation::File(path) => open_file(&path, options)?,
            StoreLocation::Server(server) => open_server(&server, options)?,
        };
        if !to_move && !all_shops {
            store.db.read(transfer::refuse_moved)?;
        }
        tracing::debug!(ms = ms(since), "store opened");
        if throwaway {
            store.db.engine().disable_sync()?;
        }
        Ok(store)
    }

    fn with(db: Db, options: OpenOptions) -> Self {
        let mut store = Self {
            db,
            calendar: options.calendar,
            exempt: ClaimExemption::Nobody,
            zone_source: options.zone_source,
            on_recount: options.on_recount,
            recount_time: options.recount_time,
            recount: None,
        };
        if let Some(observer) = options.observer {
            store.db.set_observer(observer);
        }
        store
    }
}

fn open_file(path: &Path, options: OpenOptions) -> Result<Store, StoreError> {
    backup::refuse_emptied(path)
        .and_then(|()| open_sound_file(path, options))
        .map_err(|why| backup::suggest_backup(path, why))
}

fn open_sound_file(path: &Path, options: OpenOptions) -> Result<Store, StoreError> {
    let now = options.backup_at;
    permissions::make(path)?;
    // An unfinished backup that a killed program left holds everybody's data.
    if let Some(folder) = backup_file::folder(path) {
        partial_file::remove_left(&folder, false);
        let _elsewhere = remove_unfinished(&folder, false);
    }
    let engine = Box::new(first_read(path)?);
    let mut store = Store::with(Db::new(engine, ONLY_SHOP, backup::suggest_backup), options);
    store.refuse_others()?;
    store.refuse_foreign_schema()?;
    store.db.engine().enable_wal()?;
    store.migrate(now)?;
    store.refuse_incomplete_schema(&mut blank()?)?;
    store.open_only_shop()?;
    if store.connection_error() != Some(StoreError::ReadOnly) {
        store.forget_again(now.unwrap_or_else(Utc::now))?;
    }
    Ok(store)
}

/// Opens a file and reads it for the first time. One failed read proves nothing: a file that looks damaged
/// is read again.
fn first_read(path: &Path) -> Result<Sqlite, StoreError> {
    let read = || {
        let mut engine = Sqlite::open(path)?;
        engine.tables()?;
        Ok(engine)
    };
    match read() {
        Err(StoreError::Damaged(_) | StoreError::NotADatabase | StoreError::DiskFailed(_)) => {
            read()
        }
        other => other,
    }
}

/// A fresh database in memory with the tables of this program.
fn blank() -> Result<Store, StoreError> {
    let engine = Box::new(Sqlite::open(Path::new(IN_MEMORY))?);
    let db = Db::new(engine, ONLY_SHOP, |_, why| why);
    let mut blank = Store::with(db, OpenOptions::new(Calendar::default()));
    blank.migrate(None)?;
    Ok(blank)
}

#[cfg(feature = "server")]
fn open_server(server: &ServerOptions, options: OpenOptions) -> Result<Store, StoreError> {
    let all_shops = options.all_shops;
    let mut store = connect(server, options)?;
    store.migrate(None)?;
    if !all_shops {
        store.go_to_branch(server.branch.as_deref(), &server.shop_name)?;
    }
    Ok(store)
}

/// Connects to a server without selecting a shop; the tables may be of any version.
#[cfg(feature = "server")]
pub(super) fn connect(server: &ServerOptions, options: OpenOptions) -> Result<Store, StoreError> {
    let engine = super::postgres::Postgres::open(&server.url, server.memory.clone())?;
    // There is no file, so there is no backup to advise.
    let db = Db::new(Box::new(engine), 0, |_, why| why);
    Ok(Store::with(db, options))
}

/// Without the feature `server` there is no client.
#[cfg(not(feature = "server"))]
fn open_server(_server: &ServerOptions, _options: OpenOptions) -> Result<Store, StoreError> {
    Err(StoreError::NoServers)
}
