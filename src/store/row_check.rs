//! Checks that every row can be read, the history too, and reports invalid values by table, column and
//! row.

use super::act_log::{is_unreadable, read_change};
use super::error::StoreError;
use super::handle::Store;
use super::row_mapping::{self, columns, table};
use super::salvaged_row::{ACT, CHANGE, DO_NOT_CALL, ExpectedCell, FORGOTTEN, SALT};
use super::sql::{SqlRow, SqlValue, Tx};
use crate::domain::change::EntityKind;

/// How many rows are read in one query.
const PAGE: i64 = 1_000;

/// How many rows of a table are reported by their ids.
const NAMED: usize = 5;

/// Reads a row, and adds the names of its invalid columns.
type ReadRow<'a> = dyn Fn(&mut SqlRow, &mut Vec<&'static str>) -> Result<(), StoreError> + 'a;

/// The unreadable rows of one table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnreadableRows {
    /// The table.
    pub table: &'static str,
    /// How many rows hold an invalid value.
    pub rows: u64,
    /// The columns it is in.
    pub columns: Vec<&'static str>,
    /// The ids of the first such rows.
    pub first: Vec<i64>,
}

/// The result of a check.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowCheck {
    /// How many rows were read.
    pub looked_at: u64,
    /// The tables that hold invalid values.
    pub unreadable: Vec<UnreadableRows>,
}

impl Store {
    /// Reads every row of the shop, its history included.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query: a page that cannot be read.
    pub fn check_rows(&mut self) -> Result<RowCheck, StoreError> {
        let mut check = RowCheck::default();
        for noun in [
            EntityKind::Customer,
            EntityKind::Item,
            EntityKind::FollowUp,
            EntityKind::Contact,
        ] {
            let sql = format!(
                "SELECT id, {} FROM {} WHERE shop = $1 AND id > $2 ORDER BY id LIMIT $3",
                columns(noun),
                table(noun)
            );
            let read = |row: &mut SqlRow, unreadable: &mut Vec<&'static str>| {
                row_mapping::record_noting(noun, row, unreadable).map(|_| ())
            };
            self.check_table(table(noun), &sql, &read, &mut check)?;
        }
        for (table, key, cells) in [
            ("act", "no", ACT),
            ("forgotten", "customer", FORGOTTEN),
            ("do_not_call", "at", DO_NOT_CALL),
            ("salt", "1", SALT),
        ] {
            let columns: Vec<&str> = cells.iter().map(|(column, _)| *column).collect();
            let sql = format!(
                "SELECT {key}, {} FROM {table} WHERE shop = $1 AND {key} > $2 ORDER BY {key} LIMIT $3",
                columns.join(", ")
            );
            let read = |row: &mut SqlRow, unreadable: &mut Vec<&'static str>| {
                unreadable.extend(misfits(row, cells)?);
                Ok(())
            };
            self.check_table(table, &sql, &read, &mut check)?;
        }
        self.check_changes(&mut check)?;
        Ok(check)
    }

    /// Checks a table whose rows have one id, which the query returns first.
    fn check_table(
        &mut self,
        table: &'static str,
        sql: &str,
        read: &ReadRow<'_>,
        check: &mut RowCheck,
    ) -> Result<(), StoreError> {
        let mut found = UnreadableRows {
            table,
            ..UnreadableRows::default()
        };
        let mut last = i64::MIN;
        loop {
            let page = self.db.read(|tx| page(tx, sql, &[last.into()]))?;
            let mut next = None;
            for mut row in page {
                check.looked_at += 1;
                // Numbers sort before texts: after a text no id follows.
                next = row.int().ok();
                let mut unreadable = Vec::new();
                if read(&mut row, &mut unreadable).is_err() {
                    unreadable.push("id");
                }
                found.note(next, &unreadable);
            }
            match next {
                Some(number) => last = number,
                None => break,
            }
        }
        check.unreadable.extend(Some(found).filter(|f| f.rows > 0));
        Ok(())
    }

    /// Checks the history.
    fn check_changes(&mut self, check: &mut RowCheck) -> Result<(), StoreError> {
        let sql = "SELECT act, seq, act, seq, customer, before, after FROM change \
                   WHERE shop = $1 AND (act, seq) > ($2, $3) ORDER BY act, seq LIMIT $4";
        let mut found = UnreadableRows {
            table: "change",
            ..UnreadableRows::default()
        };
        let (mut act, mut seq) = (i64::MIN, i64::MIN);
        loop {
            let rows = self
                .db
                .read(|tx| page(tx, sql, &[act.into(), seq.into()]))?;
            let mut next = None;
            for mut row in rows {
                check.looked_at += 1;
                next = row.int().ok().zip(row.int().ok());
                let mut columns = misfits(&mut row, CHANGE)?;
                if is_unreadable(&read_change(&mut row)?) {
                    columns.extend(["before", "after"]);
                }
                found.note(next.map(|(act, _)| act), &columns);
            }
            match next {
                Some(last) => (act, seq) = last,
                None => break,
            }
        }
        check.unreadable.extend(Some(found).filter(|f| f.rows > 0));
        Ok(())
    }
}

impl UnreadableRows {
    /// Reports a row's invalid columns, if it has any.
    fn note(&mut self, number: Option<i64>, unreadable: &[&'static str]) {
        if unreadable.is_empty() {
            return;
        }
        self.rows += 1;
        for column in unreadable {
            if !self.columns.contains(column) {
                self.columns.push(column);
            }
        }
        if self.first.len() < NAMED {
            self.first.extend(number);
        }
    }
}

/// The columns among a row's next cells that do not hold the expected kind of value.
fn misfits(
    row: &mut SqlRow,
    cells: &[(&'static str, ExpectedCell)],
) -> Result<Vec<&'static str>, StoreError> {
    let mut misfits = Vec::new();
    for (column, expected) in cells {
        if !expected.fits(&row.value()?) {
            misfits.push(*column);
        }
    }
    Ok(misfits)
}

/// The next page of rows after a key.
fn page(tx: &mut Tx<'_>, sql: &str, key: &[SqlValue]) -> Result<Vec<SqlRow>, StoreError> {
    let mut values: Vec<SqlValue> = vec![tx.shop().into()];
    values.extend_from_slice(key);
    values.push(PAGE.into());
    tx.query(sql, &values)
}
