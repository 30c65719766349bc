//! Restoring a backup: it is checked, prepared in a copy, and copied into the live file under
//! SQLite's own locks, so that open windows simply see the change.
//!
//! Owns the preparation of a backup before it goes live: schema migrations, the ids allocated since,
//! who is being rung meanwhile, and forgetting again everybody who was forgotten.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::backup::Backups;
use super::backup_file::BackupReason;
use super::error::StoreError;
use super::field_events::ms;
use super::handle::Store;
use super::id_allocator::IdAllocator;
use super::opening::OpenOptions;
use super::partial_file::PartialFile;
use super::sqlite_copy::{
    self, CheckDepth, CopyPace, DatabaseCheck, SurvivingLists, companion_file,
};
use super::{act_log, claim_rows, do_not_call, erasure, forgotten_list, permissions};
use crate::domain::change::Act;
use crate::domain::hours::Calendar;

/// The result of a restore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreReport {
    /// The check of the database before; `None` if it could not be read.
    pub before: Option<DatabaseCheck>,
    /// The check of the database after.
    pub after: DatabaseCheck,
    /// The path of the copy of the database before, if there was one.
    pub aside: Option<PathBuf>,
    /// How many customers of the backup were forgotten again.
    pub forgotten: i64,
}

impl Backups {
    /// Restores a backup into its database, or creates the database from it. The act goes into the
    /// journal. It cannot be undone, but the database before is kept and can be restored in turn.
    ///
    /// # Errors
    /// If the file is not an intact backup of ours, or a file cannot be read or written. The database
    /// is unchanged then.
    pub fn restore(
        &self,
        file: &Path,
        calendar: &Calendar,
        act: &Act,
        told: &mut dyn FnMut(u64, u64),
    ) -> Result<RestoreReport, StoreError> {
        let since = Instant::now();
        let restored = self.restore_checked(file, calendar, act, told);
        match &restored {
            Ok(report) => {
                let customers = report.forgotten;
                tracing::info!(act = %act.id, customers, ms = ms(since), "backup restored");
            }
            Err(error) => {
                tracing::error!(error = error.kind(), ms = ms(since), "backup not restored");
            }
        }
        restored
    }

    fn restore_checked(
        &self,
        file: &Path,
        calendar: &Calendar,
        act: &Act,
        told: &mut dyn FnMut(u64, u64),
    ) -> Result<RestoreReport, StoreError> {
        self.refuse_to_restore(file)?;
        let lists = sqlite_copy::lists(self.database()).unwrap_or_default();
        if let Some(place) = lists.moved_to {
            return Err(StoreError::ShopMoved(place));
        }
        permissions::folder(self.folder())?;
        let part = PartialFile::create_beside(&self.folder().join("restored"))?;
        sqlite_copy::copy(file, &part.path, CopyPace::Unthrottled, &mut |_, _| {})?;
        let forgotten = self.make_ready(&part.path, &lists, calendar, act)?;
        let before = sqlite_copy::check(self.database(), CheckDepth::Quick)
            .ok()
            .filter(|checked| checked.problems.is_empty());
        let aside = self.pour(&part.path, before.is_some(), act, told)?;
        let mut store = Store::open(
            self.database(),
            OpenOptions::new(calendar.clone())
                .at(act.at)
                .in_its_own_zone(),
        )?;
        // The write-ahead log now holds the whole database. If others are reading it, they will empty it.
        let _another_time = store.db.engine().purge();
        drop(store);
        let after = sqlite_copy::check(self.database(), CheckDepth::Quick)?;
        Ok(RestoreReport {
            before,
            after,
            aside,
            forgotten,
        })
    }

    /// Refuses a file that is not an intact database of ours.
    fn refuse_to_restore(&self, file: &Path) -> Result<(), StoreError> {
        let shown = file.display();
        let refused = |why: String| Err(StoreError::BackupPathRefused(format!("“{shown}” {why}")));
        let same = |a: &Path| fs::canonicalize(a).ok();
        if !file.exists() {
            return refused("is not there: `checkback doctor` lists the backups".to_owned());
        }
        if same(file) == same(self.database()) {
            return refused("is the database itself: name a backup of it".to_owned());
        }
        match sqlite_copy::check(file, CheckDepth::Thorough) {
            Ok(checked) => match checked.problems.first() {
                None => Ok(()),
                Some(problem) => refused(format!(
                    "is damaged ({problem}): nothing was changed; try another backup"
                )),
            },
            Err(StoreError::NotADatabase | StoreError::Damaged(_)) => refused(
                "is not a Checkback database, or is damaged: nothing was changed".to_owned(),
            ),
            Err(other) => Err(other),
        }
    }

    /// Prepares the copy of a backup to go live; returns how many customers were forgotten again.
    fn make_ready(
        &self,
        part: &Path,
        lists: &SurvivingLists,
        calendar: &Calendar,
        act: &Act,
    ) -> Result<i64, StoreError> {
        let options = OpenOptions::new(calendar.clone());
        let mut store = Store::open(part, options.without_backup().in_its_own_zone())?;
        let shop = store.db.shop();
        let mut lines = forgotten_list::read(self);
        lines.extend(
            lists
                .forgotten
                .iter()
                .map(forgotten_list::ForgottenEntry::from_row),
        );
        let forgotten = store.forget_those(&lines, act.at)?;
        store.db.write(|tx| {
            for salt in &lists.salts {
                do_not_call::keep_salt(tx, salt)?;
            }
            for (hash, at, no_calls) in &lists.hashes {
                do_not_call::save_number_hash(tx, hash, *at, *no_calls)?;
            }
            claim_rows::replace_all(tx, &lists.claims)?;
            let mut numbers = IdAllocator::read(tx)?;
            // An id that was allocated once is not allocated again.
            for (_, newest) in lists.numbers.iter().filter(|(of, _)| *of == shop) {
                numbers.raise_to(newest);
            }
            numbers.act += 1;
            act_log::write_act(tx, numbers.act, act, None, None)?;
            erasure::cannot_be_undone(tx, numbers.act)?;
            numbers.write(tx)
        })?;
        store.purge()?;
        drop(store);
        sqlite_copy::settle(part, 0)?;
        Ok(forgotten)
    }

    /// Copies the prepared file over the live database; returns the path of the copy of the old one.
    fn pour(
        &self,
        part: &Path,
        sound: bool,
        act: &Act,
        told: &mut dyn FnMut(u64, u64),
    ) -> Result<Option<PathBuf>, StoreError> {
        let there = fs::metadata(self.database()).is_ok_and(|m| m.len() > 0);
        permissions::make(self.database())?;
        let why = if sound {
            BackupReason::Restore
        } else {
            BackupReason::Damaged
        };
        let aside = self.unused_path(why, act.at);
        let keep_aside = || -> Result<(), StoreError> {
            if !there {
                return Ok(());
            }
            let kept = PartialFile::create_beside(&aside)?;
            sqlite_copy::copy(
                self.database(),
                &kept.path,
                CopyPace::Unthrottled,
                &mut |_, _| {},
            )?;
            permissions::put(&kept.path, &aside)
        };
        match sqlite_copy::pour(part, self.database(), keep_aside, told) {
            Err(StoreError::Damaged(_) | StoreError::NotADatabase) if there && !sound => {
                self.swap(part, &aside)?;
            }
            other => other?,
        }
        Ok(there.then_some(aside))
    }

    /// Moves a database that SQLite cannot open aside, with its WAL, and puts the prepared file in its
    /// place. A window that has it open still cannot read it.
    fn swap(&self, part: &Path, aside: &Path) -> Result<(), StoreError> {
        let moved = |ending: &str| {
            let (from, to) = (
                companion_file(self.database(), ending),
                companion_file(aside, ending),
            );
            if from.exists() {
                permissions::put(&from, &to)
            } else {
                Ok(())
            }
        };
        moved("-wal")?;
        let _made_anew = fs::remove_file(companion_file(self.database(), "-shm"));
        moved("")?;
        permissions::put(part, self.database())
    }
}
