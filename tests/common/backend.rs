//! Where a shop's rows are: the suites that are about the shop itself run in every place.

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use checkback::domain::hours::Calendar;
use checkback::store::{OpenOptions, Store};
use rusqlite::Connection;
use rusqlite::types::Value;

/// A place for one shop, gone with the test.
pub trait Backend: Sized {
    /// Another program in the middle of a change; it gives up when this is dropped.
    type Busy;

    /// How many cases of a property are tried in such a place.
    const CASES: u32;

    /// A place nobody has been in.
    fn fresh() -> Self;

    /// A copy of the one place of the suite that was filled like this.
    fn filled(fill: impl FnOnce(&Self)) -> Self;

    /// Opens the shop, as every window of it does.
    fn open(&self, calendar: Calendar) -> Store;

    /// Opens it without waiting for the disk.
    fn open_hurried(&self, calendar: Calendar) -> Store;

    /// Does something to the rows behind the program's back.
    fn does(&self, sql: &str);

    /// The rows of a table, in no order: each cell by its column: a number in digits, a text in quotes.
    fn rows(&self, table: &str) -> Vec<Vec<(String, String)>>;

    /// Another program begins to change the shop, and takes its time.
    fn keep_busy(&self) -> Self::Busy;

    /// Makes it refuse every contact, with these words; `None` lets them in again.
    fn refuse(&self, why: Option<&str>);
}

/// A file in a folder of its own.
#[derive(Debug)]
pub struct FileBackend {
    pub folder: tempfile::TempDir,
    pub file: PathBuf,
}

impl Backend for FileBackend {
    type Busy = Connection;

    const CASES: u32 = 48;

    fn fresh() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("shop").join("shop.db");
        Self { folder, file }
    }

    fn filled(fill: impl FnOnce(&Self)) -> Self {
        static FILLED: OnceLock<Vec<u8>> = OnceLock::new();
        let filled = FILLED.get_or_init(|| {
            let place = Self::fresh();
            fill(&place);
            fs::read(&place.file).unwrap()
        });
        let copy = Self::fresh();
        fs::create_dir(copy.file.parent().unwrap()).unwrap();
        fs::write(&copy.file, filled).unwrap();
        copy
    }

    fn open(&self, calendar: Calendar) -> Store {
        Store::open(&self.file, calendar).unwrap()
    }

    fn open_hurried(&self, calendar: Calendar) -> Store {
        Store::open(&self.file, OpenOptions::new(calendar).throwaway()).unwrap()
    }

    fn does(&self, sql: &str) {
        let file = rusqlite::Connection::open(&self.file).unwrap();
        file.execute_batch(sql).unwrap();
    }

    fn rows(&self, table: &str) -> Vec<Vec<(String, String)>> {
        let file = Connection::open(&self.file).unwrap();
        let mut statement = file.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([]).unwrap();
        let mut found = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let cell = |(n, name): (usize, &String)| {
                let cell = match row.get(n).unwrap() {
                    Value::Null => "nothing".to_owned(),
                    Value::Integer(n) => n.to_string(),
                    Value::Text(text) => format!("{text:?}"),
                    other => format!("{other:?}"),
                };
                (name.clone(), cell)
            };
            found.push(names.iter().enumerate().map(cell).collect());
        }
        found
    }
    fn keep_busy(&self) -> Connection {
        let other = Connection::open(&self.file).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        other
    }

    fn refuse(&self, why: Option<&str>) {
        let file = Connection::open(&self.file).unwrap();
        // Triggers are not run in a file: the table itself refuses.
        let sql = "SELECT sql FROM sqlite_master WHERE name = 'contact'";
        let table: String = file.query_row(sql, [], |row| row.get(0)).unwrap();
        let plain = table.split(", CONSTRAINT \"").next().unwrap();
        let plain = plain.trim_end().trim_end_matches(')').to_owned();
        let text = match why {
            Some(why) => format!("{plain}, CONSTRAINT \"{why}\" CHECK (0))"),
            None => format!("{plain})"),
        };
        let version = "SELECT schema_version FROM pragma_schema_version";
        let version: i64 = file.query_row(version, [], |row| row.get(0)).unwrap();
        file.execute_batch("PRAGMA writable_schema = ON").unwrap();
        let set = "UPDATE sqlite_master SET sql = ?1 WHERE name = 'contact'";
        file.execute(set, [text]).unwrap();
        let next = version + 1;
        file.execute_batch(&format!("PRAGMA schema_version = {next}"))
            .unwrap();
    }
}
