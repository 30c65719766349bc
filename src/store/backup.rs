//! Backups: where they are, how they are made, and that expired ones are deleted.
//!
//! Owns the folder beside the database. A backup is written to a temporary file, checked, and only then
//! given its name; one past its time is deleted once there is a newer one.

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
    /// The backups of a database file, in the folder of its name beside it; `None` for a database in memory.
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

    /// The folder; it is created with the first backup.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The database file they are made of.
    #[must_use]
    pub fn database(&self) -> &Path {
        &self.database
    }

    /// Checks every page, index and row of the database; nothing is changed.
    ///
    /// # Errors
    /// `NotADatabase` or `NewerSchema`. Damage inside it is no error, but in the result.
    pub fn look_through(&self) -> Result<DatabaseCheck, StoreError> {
        sqlite_copy::check(&self.database, CheckDepth::Thorough)
    }

    /// The backups in the folder, the newest first.
    #[must_use]
    pub fn list(&self) -> Vec<BackupFile> {
        let mut kept: Vec<BackupFile> = names(&self.folder).filter_map(BackupFile::read).collect();
        kept.sort_by(|a, b| (b.at, &b.path).cmp(&(a.at, &a.path)));
        kept
    }

    /// The newest backup that can be opened and is ours, without those that were put aside as damaged.
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

    /// Makes a backup in the folder.
    ///
    /// # Errors
    /// `Damaged` if the copy fails its check; otherwise any [`StoreError`] of reading or writing. No file is
    /// left then.
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

    /// Makes a backup in a file that the user names. An existing file is overwritten only if it is a backup of
    /// ours.
    ///
    /// # Errors
    /// As `make`; also `BackupPathRefused`.
    pub fn make_elsewhere(
        &self,
        file: &Path,
        now: DateTime<Utc>,
        told: &mut dyn FnMut(u64, u64),
    ) -> Result<NewBackup, StoreError> {
        self.refuse_to_write_over(file)?;
        let made = self.make_at(file, CopyPace::Unthrottled, told)?;
        // Forgetting a customer names these places; a backup does not fail because the note cannot be made.
        let _only_a_note = self.note_elsewhere(file, now);
        Ok(made)
    }

    /// Makes the backup of the day, unless there is one or another program is making it, and deletes those
    /// past their time.
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

    /// Deletes the backups older than `days`.
    fn lapse(&self, today: NaiveDate, days: u32) {
        for kept in self.list() {
            if kept.lapses(days) <= today {
                // If it cannot be deleted now, it will be tomorrow.
                let _tomorrow = fs::remove_file(&kept.path);
            }
        }
    }

    /// Deletes unfinished backups that no program is writing any more; with `held` also those being written,
    /// which then fail. Returns how many there were.
    #[must_use]
    pub fn remove_unfinished(&self, held: bool) -> usize {
        partial_file::remove_left(&self.folder, held) + remove_unfinished(&self.folder, held)
    }

    /// Whether a backup holds a customer; `None` if it cannot be read.
    #[must_use]
    pub fn holds(&self, backup: &Path, customer: Id, added_at: DateTime<Utc>) -> Option<bool> {
        sqlite_peek::holds(backup, customer, added_at).ok()
    }

    /// The known backups in other places.
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

    /// An unused path in the folder.
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

    /// Refuses a path at which there is a file that is no backup of ours.
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
    /// The backups of the store's file; `None` if it is in memory or on a server.
    #[must_use]
    pub fn backups(&self) -> Option<Backups> {
        Backups::for_database(self.db.file()?, &self.calendar)
    }
}

/// Adds the newest good backup to an error about a damaged database. A file that is no database, but has
/// backups, is damaged too.
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

/// Refuses an empty file that has backups: it was emptied by somebody.
pub(super) fn refuse_emptied(path: &Path) -> Result<(), StoreError> {
    let empty = fs::metadata(path).is_ok_and(|m| m.len() == 0);
    let backups = Backups::for_database(path, &Calendar::default());
    if empty && backups.is_some_and(|backups| !backups.list().is_empty()) {
        return Err(StoreError::damaged("it is empty, but was not before"));
    }
    Ok(())
}

/// The files of a folder; none if it does not exist.
fn names(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.flatten().map(|entry| entry.path())
}
