//! Rescuing: all that can still be read of a damaged database, written to a sound one.
//!
//! Owns what is done with rows that have lost what they belong to. The damaged file is not touched.

use std::fs;
use std::path::Path;

use super::backup::PartialFile;
use super::id_allocator::IdAllocator;
use super::save;
use super::sql::{SqlValue, Tx, places};
use super::sqlite_copy::{self, CheckDepth, companion_file};
use super::sqlite_rescue::{DamagedCopy, SalvagedTable};
use super::{Backups, DatabaseCheck, Store, StoreError, permissions};
use crate::domain::change::{EntityKind, Record};
use crate::domain::customer::Customer;
use crate::domain::hours::Calendar;

/// What is rescued, in the order it is written: what others belong to comes first.
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

/// What was rescued of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RescuedTable {
    /// The table.
    pub table: &'static str,
    /// Rows that are in the new database.
    pub rows: u64,
    /// Rows that could be read, and made no sense.
    pub left: u64,
    /// Whether some of it could not be read.
    pub lost: bool,
}

/// What a rescue came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RescueReport {
    /// What was rescued of each table.
    pub tables: Vec<RescuedTable>,
    /// Customers of whom only their number is left; what is theirs was kept under it.
    pub nameless: u64,
    /// How many customers the shop said it had, where that could be read.
    pub expected: Option<i64>,
    /// What the new database holds.
    pub holds: DatabaseCheck,
}

impl Backups {
    /// Writes all that can still be read of the database to a new one.
    ///
    /// # Errors
    /// What stood in the way of writing; damage is none.
    pub fn rescue(&self, to: &Path, calendar: &Calendar) -> Result<RescueReport, StoreError> {
        if to.exists() {
            let to = to.display();
            return Err(StoreError::BackupPathRefused(format!(
                "“{to}” exists already: name a new file"
            )));
        }
        let fresh = PartialFile::create_beside(to)?;
        let mut store = Store::open_at(&fresh.0, calendar.clone(), None)?;
        let sound = self.sound(to, &mut store)?;
        let copy = PartialFile::create_beside(to)?;
        let failed = |e: std::io::Error| permissions::refused(&e);
        fs::copy(self.database(), &copy.0).map_err(failed)?;
        let wrecks = self.wrecks(&copy.0, &sound.0)?;
        let expected = wrecks
            .iter()
            .find_map(|wreck| expected(&wreck.table("shop")));
        let mut rescue = RescueReport {
            tables: Vec::new(),
            nameless: 0,
            expected,
            holds: DatabaseCheck::default(),
        };
        for table in TABLES {
            let read: Vec<SalvagedTable> = wrecks.iter().map(|wreck| wreck.table(table)).collect();
            let rescued = store.take_in(table, &read, &mut rescue.nameless)?;
            rescue.tables.push(rescued);
        }
        store.number_anew()?;
        store.make_anew()?;
        store.purge()?;
        drop(store);
        sqlite_copy::settle(&fresh.0, sqlite_copy::MARK)?;
        rescue.holds = sqlite_copy::check(&fresh.0, CheckDepth::Thorough)?;
        permissions::put(&fresh.0, to)?;
        Ok(rescue)
    }

    /// A sound database of ours, of whose first page one that is gone may have been a copy.
    fn sound(&self, to: &Path, fresh: &mut Store) -> Result<PartialFile, StoreError> {
        let sound = PartialFile::create_beside(to)?;
        let from = match self.newest_good() {
            Some(kept) => kept.path,
            None => fresh.db.file().map(Path::to_owned).unwrap_or_default(),
        };
        sqlite_copy::copy(
            &from,
            &sound.0,
            super::CopyPace::Unthrottled,
            &mut |_, _| {},
        )?;
        Ok(sound)
    }

    /// The copy, opened; with what its log holds as SQLite reads it, and without.
    fn wrecks(&self, copy: &Path, sound: &Path) -> Result<Vec<DamagedCopy>, StoreError> {
        let log = companion_file(self.database(), "-wal");
        let mut wrecks = Vec::new();
        if fs::metadata(&log).is_ok_and(|m| m.len() > 0) {
            let failed = |e: std::io::Error| permissions::refused(&e);
            let logged = copy.with_extension("logged");
            fs::copy(self.database(), &logged).map_err(failed)?;
            fs::copy(&log, companion_file(&logged, "-wal")).map_err(failed)?;
            // What of the log is whole is moved into the copy; where that fails, it is lost.
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
    /// Takes in what was read of a table.
    fn take_in(
        &mut self,
        table: &'static str,
        read: &[SalvagedTable],
        nameless: &mut u64,
    ) -> Result<RescuedTable, StoreError> {
        let mut rescued = RescuedTable {
            table,
            rows: 0,
            left: 0,
            lost: read.iter().any(|read| read.lost),
        };
        let known = self.db.read(|tx| tx.columns(table))?;
        for read in read {
            for batch in read.rows.chunks(AT_ONCE) {
                self.db.write(|tx| {
                    for row in batch {
                        let cells: Vec<(&String, &SqlValue)> = read
                            .columns
                            .iter()
                            .zip(row)
                            .filter(|(column, _)| *column == "shop" || known.contains(column))
                            .collect();
                        *nameless += u64::from(make_owner(tx, table, &cells));
                        match put(tx, table, &cells) {
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

    /// Numbers go on behind the highest that was rescued.
    fn number_anew(&mut self) -> Result<(), StoreError> {
        self.db.write(|tx| {
            let mut newest = [0; 5];
            let tables = ["customer", "item", "follow_up", "contact", "act"];
            for (place, table) in newest.iter_mut().zip(tables) {
                let key = if table == "act" { "no" } else { "id" };
                let sql = format!(
                    "SELECT {key} FROM {table} WHERE shop = $1 ORDER BY {key} DESC LIMIT 1"
                );
                if let Some(mut row) = tx.row(&sql, &[tx.shop().into()])? {
                    *place = row.int()?;
                }
            }
            let sql = "SELECT COUNT(*) FROM customer WHERE shop = $1 AND id > 0 \
                       AND merged_into IS NULL";
            let count = tx.row(sql, &[tx.shop().into()])?;
            let count = count.map_or(Ok(0), |mut row| row.int())?;
            let mut numbers = IdAllocator::read(tx)?;
            numbers.raise_to(&newest);
            numbers.set_customer_count(count);
            numbers.write(tx)
        })
    }
}

/// Where a row belongs to a customer who was lost, makes one of that number; whether it did.
fn make_owner(tx: &mut Tx<'_>, table: &str, cells: &[(&String, &SqlValue)]) -> bool {
    if !["item", "follow_up", "contact"].contains(&table) {
        return false;
    }
    let owner = cells.iter().find(|(column, _)| *column == "customer");
    let Some((_, SqlValue::Int(id))) = owner else {
        return false;
    };
    let there = save::current(tx, EntityKind::Customer, *id);
    if there.is_ok_and(|there| there.is_some()) {
        return false;
    }
    let lost = Customer {
        id: *id,
        name: format!("(name lost) {id}"),
        ..Customer::default()
    };
    save::insert(tx, &Record::Customer(lost)).is_ok()
}

/// Puts a row where none of its key is; how many it was.
fn put(tx: &mut Tx<'_>, table: &str, cells: &[(&String, &SqlValue)]) -> Result<u64, StoreError> {
    let columns: Vec<&str> = cells.iter().map(|(column, _)| column.as_str()).collect();
    let values: Vec<SqlValue> = cells.iter().map(|(_, value)| (*value).clone()).collect();
    let sql = format!(
        "INSERT INTO {table} ({}) VALUES ({}) ON CONFLICT DO NOTHING",
        columns.join(", "),
        places(1, values.len())
    );
    tx.run(&sql, &values)
}
