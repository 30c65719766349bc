//! Where a shop's rows are: the suites that are about the shop itself run in every place.

use std::path::PathBuf;

use checkback::domain::hours::Calendar;
use checkback::store::Store;
use rusqlite::types::Value;

/// A place for one shop, gone with the test.
pub trait Place: Sized {
    /// A place nobody has been in.
    fn fresh() -> Self;

    /// Opens the shop, as every window of it does.
    fn open(&self, calendar: Calendar) -> Store;

    /// Opens it without waiting for the disk.
    fn open_hurried(&self, calendar: Calendar) -> Store;

    /// The rows of a table, in no order: each cell by its column: a number in digits, a text in quotes.
    fn rows(&self, table: &str) -> Vec<Vec<(String, String)>>;
}

/// A file in a folder of its own.
#[derive(Debug)]
pub struct InFile {
    pub folder: tempfile::TempDir,
    pub file: PathBuf,
}

impl Place for InFile {
    fn fresh() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("shop").join("shop.db");
        Self { folder, file }
    }

    fn open(&self, calendar: Calendar) -> Store {
        Store::open(&self.file, calendar).unwrap()
    }

    fn open_hurried(&self, calendar: Calendar) -> Store {
        Store::open_throwaway(&self.file, calendar).unwrap()
    }

    fn rows(&self, table: &str) -> Vec<Vec<(String, String)>> {
        let file = rusqlite::Connection::open(&self.file).unwrap();
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
}
