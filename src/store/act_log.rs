//! Acts and their changes as rows of the journal.
//!
//! Owns the tables `act` and `change`: which acts are in force, and what they changed.

use chrono::{DateTime, Utc};

use super::error::StoreError;
use super::sql::{SqlRow, SqlValue, Tx};
use super::stored_json;
use crate::domain::change::{Act, Change, Record};
use crate::domain::customer::Id;

/// A value of `act.undone`: the act is in force.
pub(super) const STANDS: i64 = 0;
/// The act was undone, and can be redone.
pub(super) const UNDONE: i64 = 1;
/// The act was undone, and a newer act rules out a redo.
pub(super) const OVER: i64 = 2;

/// How many changes are read at a time.
const PAGE: i64 = 1_000;

/// The act's own row.
pub(super) fn write_act(
    tx: &mut Tx<'_>,
    no: i64,
    act: &Act,
    customer: Option<Id>,
    turns: Option<i64>,
) -> Result<(), StoreError> {
    // An undo or a redo cannot be undone by itself, so its `undone` is NULL.
    let undone: Option<i64> = if turns.is_some() { None } else { Some(STANDS) };
    tx.execute_deferred(
        "INSERT INTO act (shop, no, id, at, staff, counter, what, customer, turns, undone) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            tx.shop().into(),
            no.into(),
            act.id.to_string().into(),
            act.at.into(),
            act.by.as_str().into(),
            act.counter.as_str().into(),
            act.what.as_str().into(),
            customer.into(),
            turns.into(),
            undone.into(),
        ],
    )?;
    Ok(())
}

pub(super) fn write_change(
    tx: &mut Tx<'_>,
    act: i64,
    seq: i64,
    change: &Change,
) -> Result<(), StoreError> {
    let json = |record: &Option<Record>| record.as_ref().map(lean_json).transpose();
    let customer = change.record().map_or(0, Record::customer);
    tx.execute_deferred(
        "INSERT INTO change (shop, act, seq, customer, before, after) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            tx.shop().into(),
            act.into(),
            seq.into(),
            customer.into(),
            json(&change.before)?.into(),
            json(&change.after)?.into(),
        ],
    )?;
    Ok(())
}

/// A record as JSON, without the fields that hold nothing: most of them do.
pub(super) fn lean_json(record: &Record) -> Result<String, StoreError> {
    let wrong = |e: serde_json::Error| StoreError::Engine(e.to_string());
    let mut value = serde_json::to_value(record).map_err(wrong)?;
    if let Some(fields) = value.as_object_mut().and_then(|o| o.values_mut().next())
        && let Some(fields) = fields.as_object_mut()
    {
        fields.retain(|_, v| !v.is_null());
    }
    serde_json::to_string(&value).map_err(wrong)
}

/// The next page of an act's changes, in order, after the one of a number.
pub(super) fn changes_behind(
    tx: &mut Tx<'_>,
    act: i64,
    seq: i64,
) -> Result<Vec<(i64, Change)>, StoreError> {
    let sql = "SELECT seq, before, after FROM change WHERE shop = $1 AND act = $2 AND seq > $3 \
               ORDER BY seq LIMIT $4";
    changes(tx, sql, act, seq)
}

/// The same in reverse order, before the one of a number.
pub(super) fn changes_before(
    tx: &mut Tx<'_>,
    act: i64,
    seq: i64,
) -> Result<Vec<(i64, Change)>, StoreError> {
    let sql = "SELECT seq, before, after FROM change WHERE shop = $1 AND act = $2 AND seq < $3 \
               ORDER BY seq DESC LIMIT $4";
    changes(tx, sql, act, seq)
}

fn changes(
    tx: &mut Tx<'_>,
    sql: &str,
    act: i64,
    seq: i64,
) -> Result<Vec<(i64, Change)>, StoreError> {
    let rows = tx.query(
        sql,
        &[tx.shop().into(), act.into(), seq.into(), PAGE.into()],
    )?;
    rows.into_iter()
        .map(|mut row| Ok((row.int()?, read_change(&mut row)?)))
        .collect()
}

/// Reads a change from a row's next two cells: before and after. If either is unreadable, both are left
/// empty: otherwise an edited row would be taken for a new one.
pub(super) fn read_change(row: &mut SqlRow) -> Result<Change, StoreError> {
    let (before, after) = (row.value()?, row.value()?);
    Ok(match (read_record(before), read_record(after)) {
        (Ok(before), Ok(after)) => Change { before, after },
        _ => Change {
            before: None,
            after: None,
        },
    })
}

/// Whether a change could not be read: a readable one has a row on at least one side.
pub(super) const fn is_unreadable(change: &Change) -> bool {
    change.before.is_none() && change.after.is_none()
}

fn read_record(cell: SqlValue) -> Result<Option<Record>, StoreError> {
    match cell {
        SqlValue::Null => Ok(None),
        SqlValue::Text(json) => stored_json::parse(&json),
        SqlValue::Int(n) => Err(StoreError::damaged(format!("{n} where a text belongs"))),
    }
}

/// Reads an act's time from a row's next cell; the earliest time if it is unreadable.
pub(super) fn read_time(row: &mut SqlRow) -> Result<DateTime<Utc>, StoreError> {
    match row.at() {
        Err(StoreError::Damaged(_)) => Ok(DateTime::UNIX_EPOCH),
        read => read,
    }
}
