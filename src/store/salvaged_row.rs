//! A row that was read out of a damaged database, on its way into a new one.
//!
//! Owns what happens to an invalid value, and to a row whose parent is lost.

use super::act_log::{is_unreadable, read_change};
use super::error::StoreError;
use super::sql::{SqlRow, SqlValue, Tx, places};
use super::{records, row_mapping};
use crate::domain::change::{EntityKind, Record};
use crate::domain::customer::{Customer, Id};

/// The rescue of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RescuedTable {
    /// The table.
    pub table: &'static str,
    /// Rows written to the new database.
    pub rows: u64,
    /// Rows that could be read but not used.
    pub left: u64,
    /// Invalid values that were left out of written rows.
    pub cells: u64,
    /// The columns they were in.
    pub columns: Vec<&'static str>,
    /// Whether part of the table could not be read.
    pub lost: bool,
}

/// The cells of a row in the columns that this program knows.
#[derive(Debug)]
pub(super) struct SalvagedRow<'a>(Vec<(&'a str, SqlValue)>);

impl<'a> SalvagedRow<'a> {
    /// Takes the cells of a row whose columns are known to this program.
    pub(super) fn new(columns: &'a [String], row: &[SqlValue], known: &[String]) -> Self {
        let cells = columns.iter().zip(row);
        let cells = cells.filter(|(column, _)| known.contains(column));
        Self(
            cells
                .map(|(column, cell)| (column.as_str(), cell.clone()))
                .collect(),
        )
    }

    /// Leaves out each invalid value, and counts it; returns whether the row can be used.
    pub(super) fn mend(
        &mut self,
        table: &str,
        rescued: &mut RescuedTable,
        nameless: &mut u64,
    ) -> bool {
        match table {
            "customer" => self.mend_record(EntityKind::Customer, rescued, nameless),
            "item" => self.mend_record(EntityKind::Item, rescued, nameless),
            "follow_up" => self.mend_record(EntityKind::FollowUp, rescued, nameless),
            "contact" => self.mend_record(EntityKind::Contact, rescued, nameless),
            "change" => {
                let cells = ["before", "after"].map(|column| self.cell(column));
                let read = read_change(&mut SqlRow::new(cells.to_vec()));
                read.is_ok_and(|c| !is_unreadable(&c)) && self.mend_cells(CHANGE, rescued)
            }
            "act" => self.mend_cells(ACT, rescued),
            "forgotten" => self.mend_cells(FORGOTTEN, rescued),
            "do_not_call" => self.mend_cells(DO_NOT_CALL, rescued),
            _ => self.mend_cells(SALT, rescued),
        }
    }

    /// The same for a row that is no customer record.
    fn mend_cells(
        &mut self,
        expected: &[(&'static str, ExpectedCell)],
        rescued: &mut RescuedTable,
    ) -> bool {
        for (column, expected) in expected {
            // An older database has not every column.
            if !self.has(column) || expected.fits(&self.cell(column)) {
                continue;
            }
            let Some(unknown) = expected.unknown() else {
                return false;
            };
            self.set(column, &unknown);
            rescued.note_cell(column);
        }
        true
    }

    fn mend_record(
        &mut self,
        noun: EntityKind,
        rescued: &mut RescuedTable,
        nameless: &mut u64,
    ) -> bool {
        let columns = || row_mapping::columns(noun).split(", ");
        let cells = columns().map(|column| self.cell(column)).collect();
        let mut unreadable = Vec::new();
        let read = row_mapping::record_noting(noun, &mut SqlRow::new(cells), &mut unreadable);
        let Ok(mut record) = read else {
            return false;
        };
        // Older databases lack some columns, which is no damage.
        unreadable.retain(|names| names.split(", ").any(|name| self.has(name)));
        if unreadable.contains(&"customer") {
            return false;
        }
        if let Record::Customer(customer) = &mut record
            && unreadable.contains(&"name")
        {
            customer.name = lost_name(customer.id);
            *nameless += 1;
        }
        for (column, cell) in columns().zip(row_mapping::cells(&record)) {
            if unreadable
                .iter()
                .any(|names| names.split(", ").any(|name| name == column))
            {
                self.set(column, &cell);
            }
        }
        for column in unreadable {
            rescued.note_cell(column);
        }
        true
    }

    /// Creates a customer with the id that the row refers to, if that customer was lost; returns
    /// whether.
    pub(super) fn make_owner(&self, tx: &mut Tx<'_>, table: &str) -> bool {
        if !["item", "follow_up", "contact"].contains(&table) {
            return false;
        }
        let SqlValue::Int(id) = self.cell("customer") else {
            return false;
        };
        let there = records::current(tx, EntityKind::Customer, id);
        if there.is_ok_and(|there| there.is_some()) {
            return false;
        }
        let lost = Customer {
            id,
            name: lost_name(id),
            ..Customer::default()
        };
        records::insert(tx, &Record::Customer(lost)).is_ok()
    }

    /// Inserts the row unless its key exists; returns the number of rows inserted.
    pub(super) fn put(mut self, tx: &mut Tx<'_>, table: &str) -> Result<u64, StoreError> {
        // A file holds one shop, whatever its rows say.
        self.0.retain(|(column, _)| *column != "shop");
        self.0.push(("shop", tx.shop().into()));
        let (columns, values): (Vec<&str>, Vec<SqlValue>) = self.0.into_iter().unzip();
        let sql = format!(
            "INSERT INTO {table} ({}) VALUES ({}) ON CONFLICT DO NOTHING",
            columns.join(", "),
            places(1, values.len())
        );
        tx.execute(&sql, &values)
    }

    fn has(&self, column: &str) -> bool {
        self.0.iter().any(|(name, _)| *name == column)
    }

    fn cell(&self, column: &str) -> SqlValue {
        let found = self.0.iter().find(|(name, _)| *name == column);
        found.map_or(SqlValue::Null, |(_, cell)| cell.clone())
    }

    fn set(&mut self, column: &str, value: &SqlValue) {
        for (_, cell) in self.0.iter_mut().filter(|(name, _)| *name == column) {
            *cell = value.clone();
        }
    }
}

/// What a cell has to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ExpectedCell {
    /// Part of the key: a number.
    Key,
    /// Part of the key: a text.
    KeyText,
    Number,
    MaybeNumber,
    Text,
}

/// The cells of the tables that hold no records.
pub(super) const ACT: &[(&str, ExpectedCell)] = &[
    ("no", ExpectedCell::Key),
    ("id", ExpectedCell::KeyText),
    ("at", ExpectedCell::Number),
    ("staff", ExpectedCell::Text),
    ("counter", ExpectedCell::Text),
    ("what", ExpectedCell::Text),
    ("customer", ExpectedCell::MaybeNumber),
    ("turns", ExpectedCell::MaybeNumber),
    ("undone", ExpectedCell::MaybeNumber),
];
pub(super) const CHANGE: &[(&str, ExpectedCell)] = &[
    ("act", ExpectedCell::Key),
    ("seq", ExpectedCell::Key),
    ("customer", ExpectedCell::Key),
];
pub(super) const FORGOTTEN: &[(&str, ExpectedCell)] = &[
    ("customer", ExpectedCell::Key),
    ("added_at", ExpectedCell::Key),
    ("at", ExpectedCell::Number),
];
pub(super) const DO_NOT_CALL: &[(&str, ExpectedCell)] = &[
    ("hash", ExpectedCell::KeyText),
    ("at", ExpectedCell::Number),
    ("no_calls", ExpectedCell::MaybeNumber),
];
pub(super) const SALT: &[(&str, ExpectedCell)] = &[("salt", ExpectedCell::KeyText)];

impl ExpectedCell {
    pub(super) fn fits(self, cell: &SqlValue) -> bool {
        match (self, cell) {
            (Self::Key | Self::Number | Self::MaybeNumber, SqlValue::Int(n)) => {
                row_mapping::is_plausible_number(*n)
            }
            (Self::KeyText | Self::Text, SqlValue::Text(_))
            | (Self::MaybeNumber, SqlValue::Null) => true,
            _ => false,
        }
    }

    /// The substitute for an unreadable cell; `None` if the row is useless without it.
    fn unknown(self) -> Option<SqlValue> {
        match self {
            Self::Key | Self::KeyText => None,
            Self::Number => Some(SqlValue::Int(0)),
            Self::MaybeNumber => Some(SqlValue::Null),
            Self::Text => Some(SqlValue::Text(String::new())),
        }
    }
}

impl RescuedTable {
    fn note_cell(&mut self, column: &'static str) {
        self.cells += 1;
        if !self.columns.contains(&column) {
            self.columns.push(column);
        }
    }
}

/// The name of a customer of whom only the id is left.
fn lost_name(id: Id) -> String {
    format!("(name lost) {id}")
}
