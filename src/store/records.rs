//! The four tables of a customer's records: inserts, updates, deletes or reads one row.
//!
//! Owns the refusal of a change that was made against an older version of the row.

use super::error::StoreError;
use super::merge_pointers;
use super::row_mapping::{self, cells, columns, table};
use super::sql::{Pending, SqlValue, Tx, places};
use crate::domain::change::{EntityKind, Record};
use crate::domain::customer::Id;

pub(super) fn insert(tx: &mut Tx<'_>, record: &Record) -> Result<(), StoreError> {
    let noun = record.noun();
    let mut values: Vec<SqlValue> = vec![tx.shop().into()];
    values.extend(cells(&record.clone().at_version(1)));
    let sql = format!(
        "INSERT INTO {} (shop, {}) VALUES ({})",
        table(noun),
        columns(noun),
        places(1, values.len())
    );
    tx.execute_deferred(&sql, &values)?;
    Ok(())
}

pub(super) fn update(tx: &mut Tx<'_>, before: &Record, after: &Record) -> Result<(), StoreError> {
    let noun = after.noun();
    let mut values: Vec<SqlValue> = vec![
        tx.shop().into(),
        before.id().into(),
        before.version().into(),
    ];
    values.extend(cells(&after.clone().at_version(before.version() + 1)));
    let set: Vec<String> = columns(noun)
        .split(',')
        .zip(4..)
        .map(|(column, n)| format!("{} = ${n}", column.trim()))
        .collect();
    let sql = format!(
        "UPDATE {} SET {} WHERE shop = $1 AND id = $2 AND version = $3",
        table(noun),
        set.join(", ")
    );
    tx.execute_one_deferred(&sql, &values)
}

/// Refuses to delete a row that rows of other acts refer to: they would be deleted with it unnoticed.
pub(super) fn refuse_in_use(tx: &mut Tx<'_>, record: &Record) -> Result<(), StoreError> {
    let (shop, id) = (SqlValue::Int(tx.shop()), SqlValue::Int(record.id()));
    let mut found = None;
    match record {
        Record::Customer(_) => {
            for table in ["item", "follow_up", "contact"] {
                let sql =
                    format!("SELECT id FROM {table} WHERE shop = $1 AND customer = $2 LIMIT 1");
                found = found.or(tx.query_first(&sql, &[shop.clone(), id.clone()])?);
            }
            if merge_pointers::is_pointed_to(tx, record.id())? {
                return Err(StoreError::RowConflict);
            }
        }
        Record::Item(item) => {
            let sql =
                "SELECT id FROM follow_up WHERE shop = $1 AND customer = $2 AND item = $3 LIMIT 1";
            found = tx.query_first(sql, &[shop, item.customer.into(), id])?;
        }
        Record::FollowUp(_) | Record::Contact(_) => {}
    }
    found.map_or(Ok(()), |_| Err(StoreError::RowConflict))
}

/// Deletes a row that the undone act created; its content stays in `change`.
pub(super) fn delete(tx: &mut Tx<'_>, before: &Record) -> Result<(), StoreError> {
    let sql = format!(
        "DELETE FROM {} WHERE shop = $1 AND id = $2 AND version = $3",
        table(before.noun())
    );
    let values = [
        tx.shop().into(),
        before.id().into(),
        before.version().into(),
    ];
    tx.execute_one_deferred(&sql, &values)
}

/// A row as it is now.
pub(super) fn current(
    tx: &mut Tx<'_>,
    noun: EntityKind,
    id: Id,
) -> Result<Option<Record>, StoreError> {
    let asked = query_current(tx, noun, id)?;
    fetch_current(tx, noun, asked)
}

/// Queries a row.
pub(super) fn query_current(
    tx: &mut Tx<'_>,
    noun: EntityKind,
    id: Id,
) -> Result<Pending, StoreError> {
    let sql = format!(
        "SELECT {} FROM {} WHERE shop = $1 AND id = $2",
        columns(noun),
        table(noun)
    );
    tx.query_deferred(&sql, &[tx.shop().into(), id.into()])
}

/// The queried row, if it exists.
pub(super) fn fetch_current(
    tx: &mut Tx<'_>,
    noun: EntityKind,
    asked: Pending,
) -> Result<Option<Record>, StoreError> {
    let row = tx.fetch(asked)?.into_iter().next();
    row.map(|mut row| row_mapping::record(noun, &mut row))
        .transpose()
}
