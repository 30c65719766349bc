//! Restoring a backup: checked first, made ready aside, and poured into the live file under its own
//! locks, so that windows that stand open simply see the change.
//!
//! Owns what a backup has to be brought up to before it may be live: the tables' version, the
//! numbers given since, and that nobody who was forgotten comes back.

use std::fs;
use std::path::{Path, PathBuf};

use super::backup::PartialFile;
use super::id_allocator::IdAllocator;
use super::save;
use super::sqlite_copy::{self, CheckDepth, SurvivingLists, companion_file};
use super::{
    BackupReason, Backups, DatabaseCheck, Store, StoreError, do_not_call, erasure, forgotten_list,
    permissions,
};
use crate::domain::change::Act;
use crate::domain::hours::Calendar;

/// A backup that was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreReport {
    /// What was there before; `None` where that could not be told.
    pub before: Option<DatabaseCheck>,
    /// What is there now.
    pub after: DatabaseCheck,
    /// Where what was there before is kept, if anything was.
    pub aside: Option<PathBuf>,
    /// How many are in the backup who were forgotten, and stay so.
    pub forgotten: i64,
}

impl Backups {
    /// Restores a backup into the database it is of, or makes one of it where there is none. The
    /// act goes into the journal; it cannot be undone, but what was there before is kept aside and
    /// can be restored in turn.
    ///
    /// # Errors
    /// Why the file is refused; what stood in the way. Nothing of the database was changed then.
    pub fn restore(
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
        sqlite_copy::copy(file, &part.0, super::CopyPace::Unthrottled, &mut |_, _| {})?;
        let forgotten = self.make_ready(&part.0, &lists, calendar, act)?;
        let before = sqlite_copy::check(self.database(), CheckDepth::Quick)
            .ok()
            .filter(|checked| checked.problems.is_empty());
        let aside = self.pour(&part.0, before.is_some(), act, told)?;
        let mut store = Store::open_at(self.database(), calendar.clone(), Some(act.at))?;
        // The log holds the whole of it; where others read it just now, they will empty it.
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

    /// Refuses what is no sound database of ours.
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

    /// Makes a copy of a backup what the live database shall be; how many were forgotten again.
    fn make_ready(
        &self,
        part: &Path,
        lists: &SurvivingLists,
        calendar: &Calendar,
        act: &Act,
    ) -> Result<i64, StoreError> {
        let mut store = Store::open_at(part, calendar.clone(), None)?;
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
            let mut numbers = IdAllocator::read(tx)?;
            // A number that was given once is not given again.
            for (_, newest) in lists.numbers.iter().filter(|(of, _)| *of == shop) {
                numbers.raise_to(newest);
            }
            numbers.act += 1;
            save::write_act(tx, numbers.act, act, None, None)?;
            erasure::cannot_be_undone(tx, numbers.act)?;
            numbers.write(tx)
        })?;
        store.purge()?;
        drop(store);
        sqlite_copy::settle(part, 0)?;
        Ok(forgotten)
    }

    /// Puts a finished copy in the place of the live database; where what was there is kept.
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
                &kept.0,
                super::CopyPace::Unthrottled,
                &mut |_, _| {},
            )?;
            permissions::put(&kept.0, &aside)
        };
        match sqlite_copy::pour(part, self.database(), keep_aside, told) {
            Err(StoreError::Damaged(_) | StoreError::NotADatabase) if there && !sound => {
                self.swap(part, &aside)?;
            }
            other => other?,
        }
        Ok(there.then_some(aside))
    }

    /// Moves a database aside that the engine itself cannot open, with its log, and puts the copy
    /// in its place. A window that stands open on it sees it no more than before.
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
