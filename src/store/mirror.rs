//! The mirror: a second file, on another disk, that follows the shop's own act by act.
//!
//! Owns when it follows and when it is copied anew. It is written only from here, under a lock in its
//! folder, and closed in between: a stick may be pulled out. An act is done to it as it was done to the
//! shop's file; where the two do not fit together, or somebody was erased, all of it is copied.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::act_log::{self, OVER, UNDONE, is_unreadable, read_change, read_time};
use super::backup::Backups;
use super::erasure::TOUCHED;
use super::error::StoreError;
use super::handle::Store;
use super::id_allocator::{AssignedIds, IdAllocator};
use super::location::ONLY_SHOP;
use super::opening::OpenOptions;
use super::sql::{SqlRow, SqlValue, Tx};
use super::sqlite_copy::CopyPace;
use super::sqlite_source::FileSource;
use super::sqlite_watch::FileWatch;
use super::{save, undo};
use crate::domain::change::{Act, Change};
use crate::domain::hours::Calendar;

/// The file in the folder of a mirror.
const FILE: &str = "checkback-mirror.db";

/// What is locked by whoever writes it.
const LOCK: &str = ".checkback-mirror.lock";

/// How many acts, and how many changes of one, are done in one go.
const ACTS: i64 = 100;
const CHANGES: i64 = 1_000;

/// The mirror of a shop's file.
#[derive(Debug, Clone)]
pub struct Mirror {
    backups: Backups,
    place: PathBuf,
    calendar: Calendar,
}

/// Tells somebody of changes of the shop's file, for as long as it lives.
#[derive(Debug)]
pub struct MirrorWatch(FileWatch);

impl MirrorWatch {
    /// The changes so far are known: the next one is told.
    pub fn seen(&self) {
        self.0.asked();
    }

    /// How often the file is to be looked at although nothing tells.
    #[must_use]
    pub fn poll_interval(&self) -> Option<Duration> {
        self.0.poll_interval()
    }
}

/// How the mirror is, beside the shop's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MirrorAge {
    /// When the newest act in it was done.
    pub newest: Option<DateTime<Utc>>,
    /// How many acts of the shop are not in it.
    pub behind: i64,
}

impl Mirror {
    /// The mirror in a folder; of a file alone.
    #[must_use]
    pub fn new(database: &Path, place: &Path, calendar: &Calendar) -> Option<Self> {
        Some(Self {
            backups: Backups::for_database(database, calendar)?,
            place: place.to_owned(),
            calendar: calendar.clone(),
        })
    }

    /// Its folder.
    #[must_use]
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Its file.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.place.join(FILE)
    }

    /// Tells somebody whenever the shop's file may have changed.
    #[must_use]
    pub fn watch(&self, wake: Box<dyn Fn() + Send>) -> MirrorWatch {
        MirrorWatch(FileWatch::new(self.backups.database(), wake))
    }

    /// Brings it up to the shop's file: when this returns, whatever was committed before is on its disk.
    ///
    /// # Errors
    /// `CannotOpen` where its folder is not there; otherwise what stood in the way. It is as it was then, or
    /// further on.
    pub fn bring_up(&self) -> Result<(), StoreError> {
        self.up_to_date(false)
    }

    /// The same, and all of it is copied anew: nothing stays in it that is no longer in the shop's file.
    ///
    /// # Errors
    /// As `bring_up`.
    pub fn copy_anew(&self) -> Result<(), StoreError> {
        self.up_to_date(true)
    }

    /// How far behind it is.
    ///
    /// # Errors
    /// As `bring_up`; also that it cannot be read.
    pub fn age(&self) -> Result<MirrorAge, StoreError> {
        if !self.file().exists() {
            return Err(StoreError::CannotOpen);
        }
        let newest = |source: &FileSource| {
            let mut rows = source.query("SELECT no, at FROM act ORDER BY no DESC LIMIT 1", &[])?;
            let row = rows.first_mut();
            row.map_or(Ok((0, None)), |row| Ok((row.int()?, Some(read_time(row)?))))
        };
        let (there, at) = newest(&FileSource::open(&self.file())?)?;
        let (here, _) = newest(&FileSource::open(self.backups.database())?)?;
        Ok(MirrorAge {
            newest: at,
            behind: here - there,
        })
    }

    fn up_to_date(&self, anew: bool) -> Result<(), StoreError> {
        // It is never made: where a stick is to be, there is nothing without it.
        if !self.place.is_dir() {
            return Err(StoreError::CannotOpen);
        }
        if !self.backups.database().exists() {
            return Ok(());
        }
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.place.join(LOCK))
            .map_err(|e| super::permissions::refused(&e))?;
        // A file system without locks has one window at it, as far as anybody knows.
        let _unlocked = lock.lock();
        if !anew && self.follow()? {
            return Ok(());
        }
        tracing::info!("mirror is copied anew");
        self.backups
            .copy_to(&self.file(), CopyPace::Throttled, &mut |_, _| {})?;
        // What was done meanwhile.
        self.follow().map(|_| ())
    }

    /// Does to it what was done to the shop's file since; whether the two are alike then.
    fn follow(&self) -> Result<bool, StoreError> {
        let file = self.file();
        if fs::metadata(&file).map_or(0, |there| there.len()) == 0 {
            return Ok(false);
        }
        let source = FileSource::open(self.backups.database())?;
        let options = OpenOptions::new(self.calendar.clone());
        let opened = Store::open(
            &file,
            options
                .without_backup()
                .in_its_own_zone()
                .recounting_later(),
        );
        let followed = opened.and_then(|mut replica| replica.follow(&source));
        match followed {
            // It is another shop's, or what is left of ours: it is made anew.
            Err(
                StoreError::RowConflict
                | StoreError::Damaged(_)
                | StoreError::NotADatabase
                | StoreError::ForeignSchema(_)
                | StoreError::NewerSchema { .. },
            ) => Ok(false),
            other => other,
        }
    }
}

/// What both files say of the shop, beside its rows.
fn summary(rows: Vec<SqlRow>) -> Vec<SqlValue> {
    rows.into_iter().flat_map(SqlRow::cells).collect()
}

const SUMMARY: &str = "SELECT zone, counted_zone, last_customer, last_item, last_follow_up, last_contact, \
    last_act, customers, (SELECT MAX(version) FROM version), (SELECT COUNT(*) FROM do_not_call), \
    (SELECT COUNT(*) FROM forgotten) FROM shop ORDER BY shop";

impl Store {
    /// Does every act that is newer in a source; whether all is alike then.
    fn follow(&mut self, source: &FileSource) -> Result<bool, StoreError> {
        let (shop, calendar) = (self.db.shop(), self.calendar.clone());
        if shop != ONLY_SHOP {
            return Ok(false);
        }
        let own = "SELECT no, id FROM act WHERE shop = $1 ORDER BY no DESC LIMIT 1";
        let own = self.db.read(|tx| tx.query_first(own, &[shop.into()]))?;
        let newest = match own {
            Some(mut row) => (row.int()?, row.text()?),
            None => (0, String::new()),
        };
        if !fits(source, &newest)? {
            return Ok(false);
        }
        let mut behind = newest.0;
        self.db.write(|tx| grow(tx, source, behind, &calendar))?;
        loop {
            let done = self.db.write(|tx| do_acts(tx, source, behind, &calendar))?;
            match done {
                Some(last) => behind = last,
                None => break,
            }
        }
        let here = self.db.read(|tx| tx.query(SUMMARY, &[]))?;
        Ok(summary(here) == summary(source.query(SUMMARY, &[])?))
    }
}

/// Whether the newest act of the mirror is one of the shop's, and nothing was erased or put back since.
fn fits(source: &FileSource, (no, id): &(i64, String)) -> Result<bool, StoreError> {
    let same = source.query("SELECT id FROM act WHERE shop = 1 AND no = $1", &[*no])?;
    let same = same
        .into_iter()
        .next()
        .map(|mut row| row.text())
        .transpose()?;
    let erased = "SELECT no FROM act WHERE shop = 1 AND no > $1 AND undone = $2 LIMIT 1";
    let erased = source.query(erased, &[*no, TOUCHED])?;
    Ok(erased.is_empty() && (*no == 0 || same.as_ref() == Some(id)))
}

/// Adds to acts that have grown since they were done: imports.
fn grow(
    tx: &mut Tx<'_>,
    source: &FileSource,
    newest: i64,
    calendar: &Calendar,
) -> Result<(), StoreError> {
    let sql = "SELECT act, MAX(seq) FROM change WHERE shop = 1 AND act > $1 AND act <= $2 \
               GROUP BY act ORDER BY act";
    let since = newest - ACTS;
    let of = |rows: Vec<SqlRow>| -> Result<Vec<(i64, i64)>, StoreError> {
        let each = rows.into_iter().map(|mut row| Ok((row.int()?, row.int()?)));
        each.collect()
    };
    let here = of(tx.query(sql, &[since.into(), newest.into()])?)?;
    let there = of(source.query(sql, &[since, newest])?)?;
    for (act, seq) in here {
        if there.contains(&(act, seq)) {
            continue;
        }
        let mut numbers = IdAllocator::read(tx)?;
        let what = source.query("SELECT what FROM act WHERE shop = 1 AND no = $1", &[act])?;
        do_changes(tx, source, (act, seq + 1), &mut numbers, calendar)?;
        raise(source, &mut numbers)?;
        numbers.act = newest;
        numbers.write(tx)?;
        if let Some(mut row) = what.into_iter().next() {
            let sql = "UPDATE act SET what = $3, customer = NULL WHERE shop = $1 AND no = $2";
            tx.execute_deferred(sql, &[tx.shop().into(), act.into(), row.value()?])?;
        }
    }
    Ok(())
}

/// Sees to it that the mirror gives no number again that the shop has given.
fn raise(source: &FileSource, numbers: &mut IdAllocator) -> Result<(), StoreError> {
    let sql = "SELECT last_customer, last_item, last_follow_up, last_contact, last_act FROM shop \
               WHERE shop = 1";
    if let Some(mut row) = source.query(sql, &[])?.into_iter().next() {
        let act = numbers.act;
        numbers.raise_to(&[row.int()?, row.int()?, row.int()?, row.int()?, 0]);
        numbers.act = act;
    }
    Ok(())
}

/// Does the next acts behind one; the last of them, or `None` where there are no more.
fn do_acts(
    tx: &mut Tx<'_>,
    source: &FileSource,
    behind: i64,
    calendar: &Calendar,
) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT no, id, at, staff, counter, what, customer, turns, undone FROM act \
               WHERE shop = 1 AND no > $1 ORDER BY no LIMIT $2";
    let rows = source.query(sql, &[behind, ACTS])?;
    if rows.is_empty() {
        return Ok(None);
    }
    let mut numbers = IdAllocator::read(tx)?;
    let mut flags = Vec::new();
    for mut row in rows {
        let no = row.int()?;
        let id = row.text()?;
        let act = Act {
            id: Uuid::parse_str(&id).map_err(|e| StoreError::damaged(e.to_string()))?,
            at: row.at()?,
            by: row.text()?,
            counter: row.text()?,
            what: row.text()?,
            customer: None,
            changes: Vec::new(),
        };
        let (customer, turns) = (row.maybe_int()?, row.maybe_int()?);
        if turns.is_none() {
            // As saving does: what was taken back at that counter before can be done again no more.
            let sql = "UPDATE act SET undone = $3 WHERE shop = $1 AND counter = $2 AND undone = $4";
            let counter = act.counter.as_str().into();
            tx.execute_deferred(
                sql,
                &[tx.shop().into(), counter, OVER.into(), UNDONE.into()],
            )?;
        }
        act_log::write_act(tx, no, &act, customer, turns)?;
        numbers.act = no;
        do_changes(tx, source, (no, 0), &mut numbers, calendar)?;
        flags.push((no, row.value()?));
        if let Some(turned) = turns {
            let sql = "SELECT undone FROM act WHERE shop = 1 AND no = $1";
            let flag = source.query(sql, &[turned])?.into_iter().next();
            flags.extend(
                flag.map(|mut row| Ok::<_, StoreError>((turned, row.value()?)))
                    .transpose()?,
            );
        }
    }
    for (no, flag) in flags {
        let sql = "UPDATE act SET undone = $3 WHERE shop = $1 AND no = $2";
        tx.execute_deferred(sql, &[tx.shop().into(), no.into(), flag])?;
    }
    raise(source, &mut numbers)?;
    numbers.write(tx)?;
    Ok(Some(numbers.act))
}

/// Does the changes of an act, from one of them on.
fn do_changes(
    tx: &mut Tx<'_>,
    source: &FileSource,
    (act, mut from): (i64, i64),
    numbers: &mut IdAllocator,
    calendar: &Calendar,
) -> Result<(), StoreError> {
    let sql = "SELECT seq, before, after FROM change WHERE shop = 1 AND act = $1 AND seq >= $2 \
               ORDER BY seq LIMIT $3";
    loop {
        let rows = source.query(sql, &[act, from, CHANGES])?;
        let mut changes: Vec<Change> = Vec::with_capacity(rows.len());
        let begin = from;
        for mut row in rows {
            from = row.int()? + 1;
            changes.push(read_change(&mut row)?);
        }
        if changes.is_empty() {
            return Ok(());
        }
        // What cannot be read cannot be done once more: the copy has it as it is.
        if changes.iter().any(is_unreadable) {
            return Err(StoreError::RowConflict);
        }
        let mut at = begin;
        while !changes.is_empty() {
            let rest = changes.split_off(up_to_same_row(&changes));
            let these = undo::rebase_changes(tx, changes.into_iter())?;
            let given = AssignedIds::default();
            save::apply(tx, numbers, (act, at), &these, &given, None, calendar)?;
            at += i64::try_from(these.len()).unwrap_or(0);
            changes = rest;
        }
    }
}

/// How many changes there are before one of a row that was changed before.
fn up_to_same_row(changes: &[Change]) -> usize {
    let mut rows = BTreeSet::new();
    let row = |change: &Change| change.record().map(|record| (record.noun(), record.id()));
    let same = changes.iter().position(|change| !rows.insert(row(change)));
    same.unwrap_or(changes.len())
}
