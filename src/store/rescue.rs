//! Rescue: writes all readable rows of a damaged database to a new one.
//!
//! The damaged file itself is not changed. `salvaged_row` decides what happens to each row.

use std::fs;
use std::path::Path;
use std::time::Instant;

use super::backup::Backups;
use super::error::StoreError;
use super::field_events::ms;
use super::handle::Store;
use super::id_allocator::IdAllocator;
use super::opening::OpenOptions;
use super::partial_file::PartialFile;
use super::permissions;
use super::salvaged_row::{RescuedTable, SalvagedRow};
use super::sql::SqlValue;
use super::sqlite_copy::{self, CheckDepth, CopyPace, DatabaseCheck, companion_file};
use super::sqlite_rescue::{DamagedCopy, SalvagedTable};
use crate::domain::hours::Calendar;

/// The rescued tables in the order they are written: parents before children.
const TABLES: [&str; 9] = [
    "customer",
    "item",
    "follow_up",
    "contact",
    "act",
    "change",
    "forgotten",
    "do_not_call",
    "salt",
];

/// How many rows are written in one transaction.
const AT_ONCE: usize = 1_000;

/// The result of a rescue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RescueReport {
    /// The result for each table.
    pub tables: Vec<RescuedTable>,
    /// Customers of whom only the id is left; their records are kept under it.
    pub nameless: u64,
    /// The number of customers that the shop row gives, if it could be read.
    pub expected: Option<i64>,
    /// The check of the new database.
    pub holds: DatabaseCheck,
}

impl Backups {
    /// Writes all readable rows of the database to a new one.
    ///
    /// # Errors
    /// If the new database exists or cannot be written. Damage is no error.
    pub fn rescue(&self, to: &Path, calendar: &Calendar) -> Result<RescueReport, StoreError> {
        if to.exists() {
            let to = to.display();
            return Err(StoreError::BackupPathRefused(format!(
                "“{to}” exists already: name a new file"
            )));
        }
        let since = Instant::now();
        let fresh = PartialFile::create_beside(to)?;
        let mut store = Store::open(
            &fresh.path,
            OpenOptions::new(calendar.clone()).without_backup(),
        )?;
        let sound = self.sound(to, &mut store)?;
        let copy = PartialFile::create_beside(to)?;
        let failed = |e: std::io::Error| permissions::refused(&e);
        fs::copy(self.database(), &copy.path).map_err(failed)?;
        let wrecks = self.wrecks(&copy.path, &sound.path)?;
        let known = store.columns_with_shop("shop")?;
        let expected = wrecks
            .iter()
            .find_map(|wreck| expected(&wreck.table("shop", &known)));
        let mut rescue = RescueReport {
            tables: Vec::new(),
            nameless: 0,
            expected,
            holds: DatabaseCheck::default(),
        };
        for table in TABLES {
            let known = store.columns_with_shop(table)?;
            let read: Vec<SalvagedTable> = wrecks
                .iter()
                .map(|wreck| wreck.table(table, &known))
                .collect();
            let rescued = store.take_in(table, &read, &known, &mut rescue.nameless)?;
            rescue.tables.push(rescued);
        }
        store.number_anew()?;
        store.make_anew()?;
        store.purge()?;
        drop(store);
        sqlite_copy::settle(&fresh.path, sqlite_copy::MARK)?;
        rescue.holds = sqlite_copy::check(&fresh.path, CheckDepth::Thorough)?;
        permissions::put(&fresh.path, to)?;
        let problems = rescue.holds.problems.len();
        tracing::info!(problems, ms = ms(since), "database rescued");
        Ok(rescue)
    }

    /// Makes an intact database of ours, whose first page can replace a lost one.
    fn sound(&self, to: &Path, fresh: &mut Store) -> Result<PartialFile, StoreError> {
        let sound = PartialFile::create_beside(to)?;
        let from = match self.newest_good() {
            Some(kept) => kept.path,
            None => fresh.db.file().map(Path::to_owned).unwrap_or_default(),
        };
        sqlite_copy::copy(&from, &sound.path, CopyPace::Unthrottled, &mut |_, _| {})?;
        Ok(sound)
    }

    /// The opened copies of the damaged database: with its WAL as SQLite reads it, and without.
    fn wrecks(&self, copy: &Path, sound: &Path) -> Result<Vec<DamagedCopy>, StoreError> {
        let log = companion_file(self.database(), "-wal");
        let mut wrecks = Vec::new();
        if fs::metadata(&log).is_ok_and(|m| m.len() > 0) {
            let failed = |e: std::io::Error| permissions::refused(&e);
            let logged = copy.with_extension("logged");
            fs::copy(self.database(), &logged).map_err(failed)?;
            fs::copy(&log, companion_file(&logged, "-wal")).map_err(failed)?;
            // The intact part of the WAL is checkpointed into the copy; if that fails, it is lost.
            let _lost = sqlite_copy::settle(&logged, 0);
            let _moved = fs::rename(&logged, copy);
            for ending in ["", "-wal", "-shm", "-journal"] {
                let _gone = fs::remove_file(companion_file(&logged, ending));
            }
        }
        wrecks.push(DamagedCopy::open(copy, sound)?);
        Ok(wrecks)
    }
}

fn expected(shop: &SalvagedTable) -> Option<i64> {
    let at = shop
        .columns
        .iter()
        .position(|column| column == "customers")?;
    match shop.rows.first()?.get(at)? {
        SqlValue::Int(n) => Some(*n),
        _ => None,
    }
}

impl Store {
    /// The columns of a table as this program creates it, the shop first.
    fn columns_with_shop(&mut self, table: &str) -> Result<Vec<String>, StoreError> {
        let columns = self.db.read(|tx| tx.columns(table))?;
        Ok(std::iter::once("shop".to_owned()).chain(columns).collect())
    }

    /// Writes the rows that could be read of a table.
    fn take_in(
        &mut self,
        table: &'static str,
        read: &[SalvagedTable],
        known: &[String],
        nameless: &mut u64,
    ) -> Result<RescuedTable, StoreError> {
        let mut rescued = RescuedTable {
            table,
            rows: 0,
            left: 0,
            cells: 0,
            columns: Vec::new(),
            lost: read.iter().any(|read| read.lost),
        };
        for read in read {
            for batch in read.rows.chunks(AT_ONCE) {
                self.db.write(|tx| {
                    for row in batch {
                        let mut row = SalvagedRow::new(&read.columns, row, known);
                        if !row.mend(table, &mut rescued, nameless) {
                            rescued.left += 1;
                            continue;
                        }
                        *nameless += u64::from(row.make_owner(tx, table));
                        match row.put(tx, table) {
                            Ok(n) => rescued.rows += n,
                            Err(_) => rescued.left += 1,
                        }
                    }
                    Ok(())
                })?;
            }
        }
        Ok(rescued)
    }

    /// Sets the id allocator past the highest rescued id.
    fn number_anew(&mut self) -> Result<(), StoreError> {
        self.db.write(|tx| {
            let mut newest = [0; 5];
            let tables = ["customer", "item", "follow_up", "contact", "act"];
            for (place, table) in newest.iter_mut().zip(tables) {
                let key = if table == "act" { "no" } else { "id" };
                let sql = format!(
                    "SELECT {key} FROM {table} WHERE shop = $1 ORDER BY {key} DESC LIMIT 1"
                );
                if let Some(mut row) = tx.query_first(&sql, &[tx.shop().into()])? {
                    *place = row.int()?;
                }
            }
            let sql = "SELECT COUNT(*) FROM customer WHERE shop = $1 AND id > 0 \
                       AND merged_into IS NULL";
            let count = tx.query_first(sql, &[tx.shop().into()])?;
            let count = count.map_or(Ok(0), |mut row| row.int())?;
            let mut numbers = IdAllocator::read(tx)?;
            numbers.raise_to(&newest);
            numbers.set_customer_count(count);
            numbers.write(tx)
        })
    }
}
