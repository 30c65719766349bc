//! Going back: a copy of a backup or a mirror in which the newest acts were never done.
//!
//! Owns that walk: every change has its before and its after, so the newest act is taken out first, and
//! its rows are as the act before left them. What was forgotten stays forgotten.

use std::path::Path;

use chrono::{DateTime, Utc};

use super::act_log::{self, OVER, STANDS, UNDONE, is_unreadable};
use super::backup::Backups;
use super::error::StoreError;
use super::handle::Store;
use super::id_allocator::IdAllocator;
use super::opening::OpenOptions;
use super::partial_file::PartialFile;
use super::sql::Tx;
use super::sqlite_copy::{self, CopyPace};
use super::{permissions, save, undo};
use crate::domain::change::{Change, Record};
use crate::domain::hours::Calendar;

/// A copy that was taken back; gone when it is let go of.
#[derive(Debug)]
pub struct RewoundCopy {
    part: PartialFile,
    /// How many acts were taken out.
    pub acts: i64,
    /// When the newest act in it was done.
    pub newest: Option<DateTime<Utc>>,
}

impl RewoundCopy {
    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.part.path
    }
}

impl Backups {
    /// Copies a backup or a mirror, and takes every act out of the copy that was done after an instant.
    ///
    /// # Errors
    /// What stood in the way; also that an act cannot be taken out.
    pub fn rewound(
        &self,
        file: &Path,
        at: DateTime<Utc>,
        calendar: &Calendar,
    ) -> Result<RewoundCopy, StoreError> {
        permissions::folder(self.folder())?;
        let part = PartialFile::create_beside(&self.folder().join("rewound"))?;
        sqlite_copy::copy(file, &part.path, CopyPace::Unthrottled, &mut |_, _| {})?;
        let options = OpenOptions::new(calendar.clone());
        let options = options.without_backup().in_its_own_zone().throwaway();
        let mut store = Store::open(&part.path, options)?;
        let (acts, newest) = store.rewind(at)?;
        drop(store);
        sqlite_copy::settle(&part.path, sqlite_copy::MARK)?;
        Ok(RewoundCopy { part, acts, newest })
    }
}

impl Store {
    /// Takes out every act that was done after an instant; how many, and when the newest left was done.
    fn rewind(&mut self, at: DateTime<Utc>) -> Result<(i64, Option<DateTime<Utc>>), StoreError> {
        let calendar = self.calendar.clone();
        self.db.write(|tx| {
            let sql =
                "SELECT no, at FROM act WHERE shop = $1 AND at <= $2 ORDER BY no DESC LIMIT 1";
            let kept = tx.query_first(sql, &[tx.shop().into(), at.into()])?;
            let kept = kept.map(|mut row| Ok::<_, StoreError>((row.int()?, row.at()?)));
            let (last, newest) = match kept.transpose()? {
                Some((no, at)) => (no, Some(at)),
                None => (0, None),
            };
            let sql = "SELECT no, turns, at FROM act WHERE shop = $1 AND no > $2 ORDER BY no DESC";
            let mut acts = 0;
            for mut row in tx.query(sql, &[tx.shop().into(), last.into()])? {
                let (no, turns, done_at) = (row.int()?, row.maybe_int()?, row.at()?);
                take_out(tx, no, turns, &calendar).map_err(|error| beyond(error, done_at))?;
                acts += 1;
            }
            Ok((acts, newest))
        })
    }
}

/// Takes an act out of the rows and of the journal.
fn take_out(
    tx: &mut Tx<'_>,
    no: i64,
    turns: Option<i64>,
    calendar: &Calendar,
) -> Result<(), StoreError> {
    let mut numbers = IdAllocator::read(tx)?;
    let mut before = i64::MAX;
    loop {
        let page = act_log::changes_before(tx, no, before)?;
        let Some((last, _)) = page.last() else { break };
        before = *last;
        let theirs = |record: Option<&Record>| record.is_some_and(|record| record.customer() > 0);
        let changes = page.into_iter().map(|(_, change)| change);
        let changes = changes.filter(|change| !is_unreadable(change) && theirs(change.record()));
        let changes = undo::rebase_changes(tx, changes.map(Change::reversed))?;
        save::write_rows(tx, &mut numbers, &changes, calendar)?;
        tx.flush()?;
    }
    if let Some(turned) = turns {
        let sql = "UPDATE act SET undone = CASE WHEN undone = $3 THEN $4 ELSE $3 END \
                   WHERE shop = $1 AND no = $2 AND undone IN ($3, $4, $5)";
        let flags = [STANDS, UNDONE, OVER].map(Into::into);
        tx.execute_deferred(
            sql,
            &[&[tx.shop().into(), turned.into()], &flags[..]].concat(),
        )?;
    }
    for table in [
        "change WHERE shop = $1 AND act",
        "act WHERE shop = $1 AND no",
    ] {
        let sql = format!("DELETE FROM {table} = $2");
        tx.execute_deferred(&sql, &[tx.shop().into(), no.into()])?;
    }
    numbers.write(tx)
}

/// Why nobody gets behind an act.
fn beyond(error: StoreError, at: DateTime<Utc>) -> StoreError {
    match error {
        StoreError::RowConflict => StoreError::BackupPathRefused(format!(
            "what was done on {} cannot be taken back, so there is no way behind it: choose a later time, \
             or a backup of an earlier day",
            at.format("%-d %b %Y at %H:%M UTC")
        )),
        other => other,
    }
}
