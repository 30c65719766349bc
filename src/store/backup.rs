//! Backups: where they are, how they are made, and that the lapsed ones go.
//!
//! Owns the folder beside the database. A backup is made in a temporary file, checked, and only
//! then given its name; one that is older than it is kept goes once a newer one is there.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::backup_file::{self, BackupFile, BackupReason};
use super::error::{Damage, DamageAdvice, StoreError};
use super::field_events::ms;
use super::handle::Store;
use super::location::IN_MEMORY;
use super::partial_file::{self, PartialFile};
use super::permissions;
use super::sqlite_copy::{self, CheckDepth, CopyPace, DatabaseCheck};
use super::sqlite_peek;
use crate::domain::customer::Id;
use crate::domain::hours::Calendar;
use crate::platform::unfinished::{UnfinishedNote, remove_unfinished};

/// The paths of backups that were made elsewhere, one a line.
const ELSEWHERE: &str = "elsewhere.txt";

/// A backup that was just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBackup {
    /// The file.
    pub path: PathBuf,
    /// How many bytes it takes.
    pub bytes: u64,
    /// What is in it.
    pub holds: DatabaseCheck,
}

/// The backups of one database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backups {
    database: PathBuf,
    folder: PathBuf,
    zone: Tz,
}

impl Backups {
    /// The backups of a database's file: in the folder beside it that bears its name; `None` of one
    /// that is no file.
    #[must_use]
    pub fn for_database(database: &Path, calendar: &Calendar) -> Option<Self> {
        if database == Path::new(IN_MEMORY) {
            return None;
        }
        Some(Self {
            database: database.to_owned(),
            folder: backup_file::folder(database)?,
            zone: calendar.zone,
        })
    }

    /// The folder; it is made with the first of them.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The database they are of.
    #[must_use]
    pub fn database(&self) -> &Path {
        &self.database
    }

    /// Looks through the database they are of, every page, index and row of it; nothing is changed.
    ///
    /// # Errors
    /// That it is none, or of a newer program; what is wrong inside it is among what was checked.
    pub fn look_through(&self) -> Result<DatabaseCheck, StoreError> {
        sqlite_copy::check(&self.database, CheckDepth::Thorough)
    }

    /// Those in the folder, the newest first.
    #[must_use]
    pub fn list(&self) -> Vec<BackupFile> {
        let mut kept: Vec<BackupFile> = names(&self.folder).filter_map(BackupFile::read).collect();
        kept.sort_by(|a, b| (b.at, &b.path).cmp(&(a.at, &a.path)));
        kept
    }

    /// The newest one that opens and is ours; those put aside as damaged are none.
    #[must_use]
    pub fn newest_good(&self) -> Option<BackupFile> {
        let good = |kept: &BackupFile| {
            let checked = sqlite_copy::check(&kept.path, CheckDepth::Quick);
            checked.is_ok_and(|c| c.problems.is_empty())
        };
        self.list()
            .into_iter()
            .filter(|kept| kept.why != BackupReason::Damaged)
            .find(good)
    }

    /// Makes one in the folder.
    ///
    /// # Errors
    /// `Damaged` when what was copied does not fit together; otherwise what stood in the way.
    /// Nothing is left of it then.
    pub fn make(
        &self,
        why: BackupReason,
        now: DateTime<Utc>,
        pace: CopyPace,
    ) -> Result<NewBackup, StoreError> {
        permissions::folder(&self.folder)?;
        let file = self.unused_path(why, now);
        tracing::info!(kind = why.word(), "backup begins");
        self.make_at(&file, pace, &mut |_, _| {})
    }

    /// Makes one in a file of another's choosing. A file that is there already is only written over
    /// when it is itself a backup of ours.
    ///
    /// # Errors
    /// As `make`; also why that file is not written over.
    pub fn make_elsewhere(
        &self,
        file: &Path,
        now: DateTime<Utc>,
        told: &mut dyn FnMut(u64, u64),
    ) -> Result<NewBackup, StoreError> {
        self.refuse_to_write_over(file)?;
        let made = self.make_at(file, CopyPace::Unthrottled, told)?;
        // Somebody who is forgotten is told of it; a backup does not fail for that.
        let _only_a_note = self.note_elsewhere(file, now);
        Ok(made)
    }

    /// Makes the day's, unless there is one or another program is at it, and lets those go that
    /// are older than they are kept.
    ///
    /// # Errors
    /// As `make`.
    pub fn daily(&self, now: DateTime<Utc>, days: u32) -> Result<Option<NewBackup>, StoreError> {
        let today = now.with_timezone(&self.zone).date_naive();
        let is_todays =
            |kept: &BackupFile| kept.why == BackupReason::Daily && kept.at.date() == today;
        if !self.database.exists() || self.list().iter().any(is_todays) {
            return Ok(None);
        }
        permissions::folder(&self.folder)?;
        let lock = self.folder.join(".lock");
        let lock = permissions::fresh(&lock)
            .or_else(|_| fs::File::open(&lock).map_err(|e| permissions::refused(&e)))?;
        if lock.try_lock().is_err() || self.list().iter().any(is_todays) {
            return Ok(None);
        }
        let made = self.make(BackupReason::Daily, now, CopyPace::Throttled)?;
        self.lapse(today, days);
        Ok(Some(made))
    }

    /// Lets those go that are older than so many days.
    fn lapse(&self, today: NaiveDate, days: u32) {
        for kept in self.list() {
            if kept.lapses(days) <= today {
                // One that cannot go now goes tomorrow.
                let _tomorrow = fs::remove_file(&kept.path);
            }
        }
    }

    /// Removes what was begun and never finished, and is held by nobody any more; with `held` also what
    /// somebody is at, who then fails. Returns how many there were.
    #[must_use]
    pub fn remove_unfinished(&self, held: bool) -> usize {
        partial_file::remove_left(&self.folder, held) + remove_unfinished(&self.folder, held)
    }

    /// Whether a backup holds a customer; `None` where it cannot be looked into.
    #[must_use]
    pub fn holds(&self, backup: &Path, customer: Id, added_at: DateTime<Utc>) -> Option<bool> {
        sqlite_peek::holds(backup, customer, added_at).ok()
    }

    /// The backups somebody made in other places, as far as they are known.
    #[must_use]
    pub fn external_backups(&self) -> Vec<PathBuf> {
        let text = fs::read_to_string(self.folder.join(ELSEWHERE)).unwrap_or_default();
        let mut paths: Vec<PathBuf> = text
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .map(|(_, path)| PathBuf::from(path))
            .collect();
        paths.sort();
        paths.dedup();
        paths
    }

    fn note_elsewhere(&self, file: &Path, now: DateTime<Utc>) -> Result<(), StoreError> {
        use std::io::Write as _;

        let failed = |e: std::io::Error| permissions::refused(&e);
        permissions::folder(&self.folder)?;
        let file = std::path::absolute(file).map_err(failed)?;
        let notes = self.folder.join(ELSEWHERE);
        let _there_already = permissions::fresh(&notes);
        let mut notes = fs::OpenOptions::new()
            .append(true)
            .open(notes)
            .map_err(failed)?;
        let day = now.with_timezone(&self.zone).date_naive();
        writeln!(notes, "{day}\t{}", file.display()).map_err(failed)
    }

    /// A name in the folder that is not taken.
    pub(super) fn unused_path(&self, why: BackupReason, now: DateTime<Utc>) -> PathBuf {
        let stamp = now.with_timezone(&self.zone).format("%Y-%m-%d-%H%M%S");
        backup_file::unused_path(&self.folder, &stamp.to_string(), why)
    }

    fn make_at(
        &self,
        file: &Path,
        pace: CopyPace,
        told: &mut dyn FnMut(u64, u64),
    ) -> Result<NewBackup, StoreError> {
        let since = Instant::now();
        let made = self.copy_to(file, pace, told);
        match &made {
            Ok(made) => tracing::info!(bytes = made.bytes, ms = ms(since), "backup made"),
            Err(error) => {
                tracing::error!(error = error.kind(), ms = ms(since), "backup not made");
            }
        }
        made
    }

    /// Copies the database to a file, checked and whole; it is replaced only then.
    pub(super) fn copy_to(
        &self,
        file: &Path,
        pace: CopyPace,
        told: &mut dyn FnMut(u64, u64),
    ) -> Result<NewBackup, StoreError> {
        let part = PartialFile::create_beside(file)?;
        // In another folder nobody comes by: it is noted here what is to be removed there.
        let elsewhere = file.parent() != Some(self.folder.as_path());
        let noted = elsewhere.then(|| UnfinishedNote::of(&part.path, &self.folder));
        sqlite_copy::copy(&self.database, &part.path, pace, told)?;
        let holds = sqlite_copy::check(&part.path, CheckDepth::Quick)?;
        if let Some(problem) = holds.problems.first() {
            return Err(StoreError::damaged(problem));
        }
        let bytes = fs::metadata(&part.path).map_or(0, |m| m.len());
        permissions::put(&part.path, file)?;
        drop(noted);
        Ok(NewBackup {
            path: file.to_owned(),
            bytes,
            holds,
        })
    }

    /// Refuses a place where something stands that is no backup of ours.
    fn refuse_to_write_over(&self, file: &Path) -> Result<(), StoreError> {
        let refused = |why: &str| {
            let file = file.display();
            Err(StoreError::BackupPathRefused(format!("“{file}” {why}")))
        };
        let Ok(there) = fs::symlink_metadata(file) else {
            return match file.parent() {
                Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
                    refused("is in a folder that is not there: make it, or name another place")
                }
                _ => Ok(()),
            };
        };
        if there.is_symlink() {
            return refused("only points to another file: name that one");
        }
        if there.is_dir() {
            return refused("is a folder: name a file in it");
        }
        if !there.is_file() {
            return refused("is not an ordinary file: name another");
        }
        let same = |a: &Path| fs::canonicalize(a).ok();
        if same(file).is_some() && same(file) == same(&self.database) {
            return refused("is the database itself: name another file");
        }
        if there.len() > 0 && !sqlite_copy::is_marked(file) {
            return refused("exists and is not a Checkback backup: name another file");
        }
        Ok(())
    }
}

impl Store {
    /// The backups of its file; `None` where it is none.
    #[must_use]
    pub fn backups(&self) -> Option<Backups> {
        Backups::for_database(self.db.file()?, &self.calendar)
    }
}

/// What stood in a database's way, with the newest good backup where it is damaged: a file that no
/// longer is one, and of which there are backups, is.
pub(super) fn suggest_backup(path: &Path, why: StoreError) -> StoreError {
    let backups = Backups::for_database(path, &Calendar::default());
    let why = match why {
        StoreError::Damaged(Damage { why, advice: None }) => why,
        StoreError::NotADatabase if backups.as_ref().is_some_and(|b| !b.list().is_empty()) => {
            "it no longer looks like a database".to_owned()
        }
        other => return other,
    };
    let newest = backups.and_then(|backups| backups.newest_good());
    StoreError::Damaged(Damage {
        why,
        advice: Some(DamageAdvice {
            newest_backup: newest.map(|kept| (kept.at, kept.path)),
        }),
    })
}

/// Refuses a file that is empty though there are backups of it: it was not always.
pub(super) fn refuse_emptied(path: &Path) -> Result<(), StoreError> {
    let empty = fs::metadata(path).is_ok_and(|m| m.len() == 0);
    let backups = Backups::for_database(path, &Calendar::default());
    if empty && backups.is_some_and(|backups| !backups.list().is_empty()) {
        return Err(StoreError::damaged("it is empty, but was not before"));
    }
    Ok(())
}

/// The files of a folder; none of one that is not there.
fn names(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.flatten().map(|entry| entry.path())
}
