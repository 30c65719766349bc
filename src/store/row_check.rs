//! Checks that every row can be read, the history too: what makes no sense is named by its table, its
//! columns and the rows it is in.

use super::act_log::{is_unreadable, read_change};
use super::error::StoreError;
use super::handle::Store;
use super::row_mapping::{self, columns, table};
use super::sql::{SqlRow, SqlValue, Tx};
use crate::domain::change::EntityKind;

/// How many rows are read in one query.
const PAGE: i64 = 1_000;

/// How many rows of a table are named by their numbers.
const NAMED: usize = 5;

/// What could not be read of one table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnreadableRows {
    /// The table.
    pub table: &'static str,
    /// How many rows hold something that makes no sense.
    pub rows: u64,
    /// The columns it is in.
    pub columns: Vec<&'static str>,
    /// The numbers of the first such rows.
    pub first: Vec<i64>,
}

/// The result of a check.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowCheck {
    /// How many rows were read.
    pub looked_at: u64,
    /// The tables that hold something that makes no sense.
    pub unreadable: Vec<UnreadableRows>,
}

impl Store {
    /// Reads every row of the shop, those of its history too.
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
        let acts = "SELECT no, at, id, staff, counter, what FROM act \
                    WHERE shop = $1 AND no > $2 ORDER BY no LIMIT $3";
        let read = |row: &mut SqlRow, unreadable: &mut Vec<&'static str>| {
            let moment = row_mapping::moment(row);
            unreadable.extend(moment.is_err().then_some("at"));
            for column in ["id", "staff", "counter", "what"] {
                let text = row.text();
                unreadable.extend(text.is_err().then_some(column));
            }
            Ok(())
        };
        self.check_table("act", acts, &read, &mut check)?;
        self.check_changes(&mut check)?;
        Ok(check)
    }

    /// Checks a table that has one number a row, which its query gives first.
    fn check_table(
        &mut self,
        table: &'static str,
        sql: &str,
        read: &dyn Fn(&mut SqlRow, &mut Vec<&'static str>) -> Result<(), StoreError>,
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
                // Numbers come before texts: behind a text there are no more.
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
        let sql = "SELECT act, seq, before, after FROM change \
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
                let unreadable = read_change(&mut row).map_or(true, |c| is_unreadable(&c));
                let columns: &[&'static str] = if unreadable {
                    &["before", "after"]
                } else {
                    &[]
                };
                found.note(next.map(|(act, _)| act), columns);
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
    /// Notes a row's columns that make no sense, if any do.
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

/// The rows behind a key.
fn page(tx: &mut Tx<'_>, sql: &str, key: &[SqlValue]) -> Result<Vec<SqlRow>, StoreError> {
    let mut values: Vec<SqlValue> = vec![tx.shop().into()];
    values.extend_from_slice(key);
    values.push(PAGE.into());
    tx.query(sql, &values)
}
