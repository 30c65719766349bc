//! What a command works with: the shop's settings, its database, the moment, and who acts.
//!
//! Owns where the files are when nobody says so.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chrono::{DateTime, Utc};
use etcetera::BaseStrategy;

use super::act_id::ActIdArg;
use super::{CommandError, CommandOutput, GlobalArgs};
use crate::clock::Clock;
use crate::config::{Config, ZoneOrigin, is_server};
use crate::domain::rules::Rules;
use crate::domain::text::sanitize;
use crate::domain::time_phrase::TimePhraseParser;
use crate::explain;
use crate::offline::OfflineFolder;
use crate::platform::{data_folders, state_folder};
use crate::store::{Backups, OpenOptions, ServerOptions, Store, StoreLocation, usual_file};
use crate::usecases::commit::{CommittedPlan, RetryPolicy, commit_as};
use crate::usecases::{Context, Plan};

/// What is said where a file is asked for and the rows are on a server.
pub(super) const SERVERS_OWN: &str = "the data is on a database server: back up the server itself, \
    for example pg_dump --format=custom --file=checkback.dump DATABASE";

/// Where the shop's rows are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseChoice {
    /// In a file.
    File(PathBuf),
    /// On a server.
    Server(ServerOptions),
    /// Nobody said, and there is no home folder.
    Unknown,
}

/// What a command works with.
#[derive(Debug, Clone)]
pub struct CommandContext {
    /// The settings in force.
    pub config: Config,
    /// The file they are read from; it need not exist.
    pub config_file: Option<PathBuf>,
    /// Where the shop's rows are.
    pub database: DatabaseChoice,
    /// The clock.
    pub clock: Clock,
    /// The moment the command began.
    pub now: DateTime<Utc>,
    /// Who of the shop acts.
    pub by: String,
    /// The rules in the time zone of a shop on a server, once its store is open: the settings name
    /// none, and the machine is in another.
    rules_of_server: OnceLock<Rules>,
    /// That store, if it was opened for its zone.
    opened: Arc<Mutex<Option<Store>>>,
}

impl CommandContext {
    /// What the words of the command line, the environment and the shop's file come to.
    ///
    /// # Errors
    /// What is wrong with one of them.
    pub fn of(words: &GlobalArgs) -> Result<Self, CommandError> {
        let clock = Clock::from_environment().map_err(CommandError::Refused)?;
        let home = etcetera::choose_base_strategy().ok();
        let config_file = config_file(words, home.as_ref())?;
        let mut config = match &config_file {
            Some(path) => Config::load(path)?,
            None => Config::usual()?,
        };
        let given = words
            .db
            .as_ref()
            .filter(|p| !p.is_empty())
            .map(PathBuf::from);
        let usual = || usual_file(&data_folders());
        let database = given
            .or_else(|| config.database.clone())
            .or_else(usual)
            .map_or(DatabaseChoice::Unknown, |path| match place(path, &config) {
                StoreLocation::File(path) => DatabaseChoice::File(path),
                StoreLocation::Server(server) => DatabaseChoice::Server(server),
            });
        if let DatabaseChoice::File(path) = &database
            && matches!(
                config.zone_origin,
                ZoneOrigin::Machine | ZoneOrigin::Unknown
            )
            && let Some(zone) = crate::store::zone_of(path)
        {
            config.take_zone_of_shop(zone);
        }
        let by = words
            .person
            .as_deref()
            .map(sanitize)
            .filter(|by| !by.is_empty());
        let by = by.unwrap_or_else(|| config.usual_person());
        Ok(Self {
            config,
            config_file,
            database,
            now: clock.now(),
            clock,
            by,
            rules_of_server: OnceLock::new(),
            opened: Arc::default(),
        })
    }

    /// Where a path or an address that was named leads.
    pub(super) fn place(&self, path: PathBuf) -> StoreLocation {
        place(path, &self.config)
    }

    /// Where the shop's rows are, where that is anywhere.
    pub(super) fn database_place(&self) -> Option<StoreLocation> {
        match &self.database {
            DatabaseChoice::File(path) => Some(StoreLocation::File(path.clone())),
            DatabaseChoice::Server(server) => Some(StoreLocation::Server(server.clone())),
            DatabaseChoice::Unknown => None,
        }
    }

    /// Where this counter keeps what it has while the shop's server cannot be asked.
    #[must_use]
    pub fn offline_folder(&self) -> Option<OfflineFolder> {
        let DatabaseChoice::Server(server) = &self.database else {
            return None;
        };
        let branch = server.branch.as_deref().unwrap_or_default();
        Some(OfflineFolder {
            folder: state_folder()?.join("offline"),
            shop: format!("{} {branch}", server.shown()).trim_end().to_owned(),
        })
    }

    /// The shop's rules.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        self.rules_of_server.get().unwrap_or(&self.config.rules)
    }

    /// Opens the shop on a server where its zone is not known yet: what is typed is meant in that. Where
    /// it cannot be opened, whoever needs the store says so.
    fn learn_zone(&self) {
        let DatabaseChoice::Server(server) = &self.database else {
            return;
        };
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let known = self.rules_of_server.get().is_some() || opened.is_some();
        if self.config.zone_origin == ZoneOrigin::Machine && !known {
            *opened = Store::open(server, self.open_options()).ok();
            if let Some(store) = &*opened {
                self.take_zone_of(store);
            }
        }
    }

    /// Takes the zone of a shop on a server, where the settings name none.
    fn take_zone_of(&self, store: &Store) {
        let mut config = self.config.clone();
        config.take_zone_of_shop(store.zone());
        if config.zone_origin != self.config.zone_origin {
            let _once = self.rules_of_server.set(Rules::clone(&config.rules));
        }
    }

    /// Where the PIN of a locked list is kept: beside the shop's settings.
    #[must_use]
    pub fn pin_file(&self) -> Option<PathBuf> {
        self.config_file
            .as_ref()
            .map(|file| file.with_file_name("pin"))
    }

    /// The hash of the PIN, where one is set.
    ///
    /// # Errors
    /// Its file cannot be read, or holds none.
    pub fn pin(&self) -> Result<Option<String>, CommandError> {
        let file = self.pin_file();
        let read = file.map(|file| crate::pin::read(&file)).transpose();
        Ok(read.map_err(CommandError::Refused)?.flatten())
    }

    /// Opens the shop's database.
    ///
    /// # Errors
    /// Why the store cannot be opened, read or written.
    pub fn store(&self) -> Result<Store, CommandError> {
        let mut store = self.open_store()?;
        // What cannot be written now lapses another time; what was asked for goes on.
        let _another_time = store.lapse(self.now);
        Ok(store)
    }

    /// Opens the shop's database for a window: nothing is counted anew before it is there.
    ///
    /// # Errors
    /// What stood in the way.
    pub fn store_of_window(&self) -> Result<Store, CommandError> {
        let mut store = self.open_with(self.quiet_open_options().recounting_later())?;
        // What cannot be written now lapses another time.
        let _another_time = store.lapse(self.now);
        Ok(store)
    }

    fn open_store(&self) -> Result<Store, CommandError> {
        self.open_with(self.open_options())
    }

    fn open_with(&self, options: OpenOptions) -> Result<Store, CommandError> {
        match &self.database {
            DatabaseChoice::File(path) => {
                let opened = Store::open(path, options.at(self.now));
                opened.map_err(|why| CommandError::Database {
                    path: path.display().to_string(),
                    why,
                })
            }
            DatabaseChoice::Server(server) => {
                let before = self
                    .opened
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .take();
                if let Some(store) = before {
                    return Ok(store);
                }
                let opened = Store::open(server, options);
                let store = opened.map_err(|why| CommandError::Database {
                    path: server.shown(),
                    why,
                })?;
                self.take_zone_of(&store);
                Ok(store)
            }
            DatabaseChoice::Unknown => Err(CommandError::refused(
                "there is no home folder to keep the database in: name a file with --db PATH",
            )),
        }
    }

    /// Opens the shop's database, and writes nothing to it that is not asked for: nothing lapses.
    ///
    /// # Errors
    /// Why the store cannot be opened, read or written.
    pub(super) fn store_to_look(&self) -> Result<Store, CommandError> {
        self.open_store()
    }

    /// How the shop's own store is opened.
    fn open_options(&self) -> OpenOptions {
        let options = self.quiet_open_options();
        options.telling_of_recount(tell_of_recount)
    }

    /// The same under a window, whose terminal nothing else may be written to.
    #[must_use]
    pub fn quiet_open_options(&self) -> OpenOptions {
        let options = OpenOptions::new(self.rules().calendar.clone());
        if self.config.zone_origin == ZoneOrigin::Settings {
            options
        } else {
            options.in_its_own_zone()
        }
    }

    /// Opens the database for all the shops in it that one may see: a file has one.
    ///
    /// # Errors
    /// Why the store cannot be opened, read or written.
    pub(super) fn store_of_all(&self) -> Result<Store, CommandError> {
        let DatabaseChoice::Server(server) = &self.database else {
            return self.store();
        };
        let calendar = self.rules().calendar.clone();
        Store::open(server, OpenOptions::new(calendar).all_shops()).map_err(|why| {
            CommandError::Database {
                path: server.shown(),
                why,
            }
        })
    }

    /// The backups of the shop's file.
    ///
    /// # Errors
    /// The rows are in no file.
    pub(super) fn backups(&self) -> Result<Backups, CommandError> {
        let calendar = &self.rules().calendar;
        match &self.database {
            DatabaseChoice::File(path) => Backups::for_database(path, calendar)
                .ok_or_else(|| CommandError::refused("the data is not in a file")),
            DatabaseChoice::Server(_) => Err(CommandError::refused(SERVERS_OWN)),
            DatabaseChoice::Unknown => Err(CommandError::refused(
                "there is no home folder to keep the database in: name a file with --db PATH",
            )),
        }
    }

    /// What the window and every command that writes do once a day: the day's backup, where the
    /// rows are in a file. What stood in the way, in words.
    #[must_use]
    pub fn daily(&self) -> Option<impl Fn(DateTime<Utc>) -> Result<(), String> + use<>> {
        let backups = self.backups().ok()?;
        let days = self.config.keep.backups;
        Some(move |now| {
            let made = backups.daily(now, days);
            made.map(|_| ()).map_err(|why| {
                let why = explain::store_error(&why);
                format!("today's backup was not made: {why}")
            })
        })
    }

    /// What a use case is told of the shop, the moment and the person.
    pub(super) fn known(&self) -> Context<'_> {
        self.learn_zone();
        Context {
            rules: self.rules(),
            region: &self.config.region,
            now: self.now,
            by: &self.by,
            counter: &self.config.counter,
        }
    }

    /// Saves a plan, and warns of what should be looked at.
    ///
    /// # Errors
    /// Why it was not saved.
    pub(super) fn commit(
        &self,
        plan: Plan,
        id: &ActIdArg,
        store: &mut Store,
        out: &mut CommandOutput,
    ) -> Result<CommittedPlan, CommandError> {
        let committed = commit_as(store, id.stamp(self), plan, RetryPolicy::UntilBack)?;
        for warning in &committed.plan.warnings {
            out.warn(&warning.to_string());
        }
        Ok(committed)
    }

    /// Understands time phrases as said now in this shop.
    pub(super) fn reader(&self) -> TimePhraseParser<'_> {
        self.learn_zone();
        TimePhraseParser {
            now: self.now,
            calendar: &self.rules().calendar,
            order: self.rules().order,
        }
    }

    /// A time to come, until which a customer is out of the list.
    pub(super) fn read_future_time(&self, phrase: &str) -> Result<DateTime<Utc>, CommandError> {
        Ok(self.reader().read_rest(phrase)?.at)
    }
}

/// The shop's file: the one that was named, which has to be there, or the usual one.
fn config_file(
    words: &GlobalArgs,
    home: Option<&impl BaseStrategy>,
) -> Result<Option<PathBuf>, CommandError> {
    let named = words.config.as_ref().filter(|path| !path.is_empty());
    let Some(named) = named.map(PathBuf::from) else {
        let folder = home.map(|home| home.config_dir().join("checkback"));
        return Ok(folder.map(|folder| folder.join("config.toml")));
    };
    if named.exists() {
        return Ok(Some(named));
    }
    let path = named.display();
    Err(CommandError::refused(format!(
        "“{path}” does not exist: name the settings with --config, or leave it out"
    )))
}

/// Where a path or an address leads.
fn place(path: PathBuf, config: &Config) -> StoreLocation {
    let text = path.to_string_lossy();
    if !is_server(&text) {
        return StoreLocation::File(path);
    }
    StoreLocation::Server(ServerOptions {
        url: text.into_owned(),
        branch: config.branch.clone(),
        shop_name: config.rules.shop.clone(),
        memory: state_folder().map(|folder| folder.join("servers")),
    })
}

/// A path as an absolute one, for showing.
pub(super) fn whole_path(path: &Path) -> String {
    std::path::absolute(path)
        .unwrap_or_else(|_| path.to_owned())
        .display()
        .to_string()
}

/// Says what takes its time, before a window takes the terminal over: nobody looks at an empty screen.
fn tell_of_recount(zone: chrono_tz::Tz) {
    use std::io::Write as _;

    let mut to = std::io::stderr();
    let _nobody_reads = writeln!(
        to,
        "checkback: counting everything anew for {zone}: a large shop takes half a minute …"
    );
}
