//! A row that was read out of a damaged database, on its way into a new one.
//!
//! Owns what happens to a value that makes no sense, and to a row whose parent is lost.

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
    /// Values that made no sense and were left out of rows that were written.
    pub cells: u64,
    /// The columns they were in.
    pub columns: Vec<&'static str>,
    /// Whether part of the table could not be read.
    pub lost: bool,
}

/// The cells of a row, each with its column: those that this program knows.
#[derive(Debug)]
pub(super) struct SalvagedRow<'a>(Vec<(&'a str, SqlValue)>);

impl<'a> SalvagedRow<'a> {
    /// A row of a table, whose columns were read with it.
    pub(super) fn new(columns: &'a [String], row: &[SqlValue], known: &[String]) -> Self {
        let cells = columns.iter().zip(row);
        let cells = cells.filter(|(column, _)| known.contains(column));
        Self(
            cells
                .map(|(column, cell)| (column.as_str(), cell.clone()))
                .collect(),
        )
    }

    /// Leaves out each value that makes no sense, and counts it; returns whether the row can be used.
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
                read_change(&mut SqlRow::new(cells.to_vec())).is_ok_and(|c| !is_unreadable(&c))
            }
            _ => true,
        }
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
        // Whose a row is, nobody can tell any more; and an older database has not every column.
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
                self.set(column, cell);
            }
        }
        rescued.cells += u64::try_from(unreadable.len()).unwrap_or(0);
        for column in unreadable {
            if !rescued.columns.contains(&column) {
                rescued.columns.push(column);
            }
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
    pub(super) fn put(self, tx: &mut Tx<'_>, table: &str) -> Result<u64, StoreError> {
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

    fn set(&mut self, column: &str, value: SqlValue) {
        for (_, cell) in self.0.iter_mut().filter(|(name, _)| *name == column) {
            *cell = value.clone();
        }
    }
}

/// What somebody is called of whom only the id is left.
fn lost_name(id: Id) -> String {
    format!("(name lost) {id}")
}
