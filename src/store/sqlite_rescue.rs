//! Reads the intact rows of a damaged SQLite file.
//!
//! Owns the way round damage: rows are read by ranges of their ids, and a range that cannot be read
//! is halved until only the lost rows are left out. Works on a copy: the file itself is not
//! touched. It is copied by ordinary file calls, so this process must not have it open.

use std::fs;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::error::StoreError;
use super::permissions;
use super::sql::SqlValue;
use super::sqlite::cell;
use super::sqlite_errors::to_store_error;

/// The magic bytes of an SQLite database.
const BEGINNING: &[u8] = b"SQLite format 3\0";

/// The page size of our databases.
const PAGE: u64 = 4096;

/// How many rows are read in one query.
const RANGE: i64 = 1024;

/// The most rows that fit on a page: the bound if nothing else tells how many there were.
const ON_A_PAGE: i64 = 100;

/// The rows read of one table.
#[derive(Debug, Default)]
pub(super) struct SalvagedTable {
    /// The columns of the rows.
    pub(super) columns: Vec<String>,
    /// The rows.
    pub(super) rows: Vec<Vec<SqlValue>>,
    /// Whether part of the table could not be read.
    pub(super) lost: bool,
}

/// A copy of a damaged database, repaired as far as reading it needs.
#[derive(Debug)]
pub(super) struct DamagedCopy {
    database: Connection,
    pages: i64,
}

impl DamagedCopy {
    /// Opens a copy. A lost first page is replaced by that of an intact database of ours.
    pub(super) fn open(copy: &Path, sound: &Path) -> Result<Self, StoreError> {
        let failed = |e: std::io::Error| permissions::refused(&e);
        let length = fs::metadata(copy).map_err(failed)?.len();
        let pages = length.div_ceil(PAGE);
        let mut file = fs::OpenOptions::new()
            .read(true)
            .write(true)
            .open(copy)
            .map_err(failed)?;
        file.set_len(pages.max(1) * PAGE).map_err(failed)?;
        let mut first = fs::read(copy).map_err(failed)?;
        first.truncate(usize::try_from(PAGE).unwrap_or(0));
        if !first.starts_with(BEGINNING) {
            first = fs::read(sound).map_err(failed)?;
            first.truncate(usize::try_from(PAGE).unwrap_or(0));
        }
        // The header gets the real number of pages and no WAL.
        let count = u32::try_from(pages.max(1))
            .unwrap_or(u32::MAX)
            .to_be_bytes();
        for (at, bytes) in [(28, &count[..]), (18, &[1, 1])] {
            for (place, byte) in first.iter_mut().skip(at).zip(bytes) {
                *place = *byte;
            }
        }
        let version: Vec<u8> = first.iter().skip(24).take(4).copied().collect();
        for (place, byte) in first.iter_mut().skip(92).zip(&version) {
            *place = *byte;
        }
        file.seek(SeekFrom::Start(0)).map_err(failed)?;
        file.write_all(&first).map_err(failed)?;
        drop(file);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let database = Connection::open_with_flags(copy, flags).map_err(to_store_error)?;
        for setting in [
            DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW,
            DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA,
        ] {
            database
                .set_db_config(setting, false)
                .map_err(to_store_error)?;
        }
        // A partly damaged schema is read as far as it goes.
        let _as_far_as_it_goes =
            database.execute_batch("PRAGMA writable_schema = ON; PRAGMA cell_size_check = ON");
        Ok(Self {
            database,
            pages: i64::try_from(pages).unwrap_or(0),
        })
    }

    /// Reads all intact rows of a table whose columns, the shop first, are known. A column whose name
    /// was damaged is known by its place.
    pub(super) fn table(&self, table: &str, known: &[String]) -> SalvagedTable {
        let mut read = SalvagedTable::default();
        let sql = format!("SELECT * FROM {table} WHERE rowid BETWEEN ?1 AND ?2 ORDER BY rowid");
        let columns = self.columns(table, known);
        let (Ok(columns), Ok(mut statement)) = (columns, self.database.prepare(&sql)) else {
            read.lost = true;
            return read;
        };
        read.columns = columns;
        let newest = self.newest(table, &mut read.lost);
        // The ranges still to be read, the lowest last (a stack).
        let mut ranges: Vec<(i64, i64)> = Vec::new();
        let mut from = 0;
        while from <= newest {
            ranges.push((from, from.saturating_add(RANGE - 1)));
            from = from.saturating_add(RANGE);
        }
        ranges.reverse();
        while let Some((from, to)) = ranges.pop() {
            match range(&mut statement, from, to) {
                Ok(rows) => read.rows.extend(rows),
                Err(_) if from < to => {
                    let middle = from.midpoint(to);
                    ranges.push((middle + 1, to));
                    ranges.push((from, middle));
                }
                Err(_) => read.lost = true,
            }
        }
        read
    }

    /// The names of a table's columns in their order. The driver's own way to ask for them panics at
    /// a name that is no UTF-8.
    fn columns(&self, table: &str, known: &[String]) -> rusqlite::Result<Vec<String>> {
        let sql = "SELECT CAST(name AS BLOB) FROM pragma_table_info(?1) ORDER BY cid";
        let mut statement = self.database.prepare(sql)?;
        let names = statement.query_map([table], |row| row.get::<_, Vec<u8>>(0))?;
        let names: Vec<Vec<u8>> = names.collect::<Result<_, _>>()?;
        let names = names.iter().map(|name| String::from_utf8_lossy(name));
        let names: Vec<String> = names.map(std::borrow::Cow::into_owned).collect();
        let of_place = |(place, name): (usize, &String)| {
            let meant = known.get(place).filter(|meant| !names.contains(meant));
            let strange = !known.contains(name);
            meant.filter(|_| strange).unwrap_or(name).clone()
        };
        Ok(names.iter().enumerate().map(of_place).collect())
    }

    /// The highest id a row may have.
    fn newest(&self, table: &str, lost: &mut bool) -> i64 {
        let sql = format!("SELECT MAX(rowid) FROM {table}");
        let newest = self
            .database
            .query_row(&sql, [], |row| row.get::<_, Option<i64>>(0));
        newest.map_or_else(
            |_| {
                *lost = true;
                self.pages.saturating_mul(ON_A_PAGE)
            },
            |n| n.unwrap_or(-1),
        )
    }
}

/// Reads the rows of a range.
fn range(
    statement: &mut rusqlite::Statement<'_>,
    from: i64,
    to: i64,
) -> rusqlite::Result<Vec<Vec<SqlValue>>> {
    let width = statement.column_count();
    let mut rows = statement.query([from, to])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut cells = Vec::with_capacity(width);
        for n in 0..width {
            cells.push(cell(row.get_ref(n)?));
        }
        found.push(cells);
    }
    Ok(found)
}
