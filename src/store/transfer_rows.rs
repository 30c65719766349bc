//! The rows of a move: pages of a table in the order of its key, and how they go in and out.

use super::error::StoreError;
use super::search_index;
use super::sql::{SqlValue, Tx, places};
use crate::domain::customer::Id;

/// Every table of a shop's but its own row, and the key its rows are in the order of; whatever is
/// referred to comes first. A claim lasts minutes and is left behind.
pub const TABLES: &[(&str, &[&str])] = &[
    ("customer", &["id"]),
    ("item", &["id"]),
    ("follow_up", &["id"]),
    ("contact", &["id"]),
    ("act", &["no"]),
    ("change", &["act", "seq"]),
    ("standing", &["customer"]),
    ("tally", &["day"]),
    ("named", &["customer"]),
    ("knows", &["customer"]),
    ("mine", &["customer", "staff"]),
    ("figure", &["day", "what", "part"]),
    ("answering", &["customer", "band"]),
    ("answering_shop", &["band"]),
    ("forgotten", &["customer", "added_at"]),
    ("do_not_call", &["hash"]),
    ("salt", &["salt"]),
];

/// How many rows go over in one transaction, and how many in one statement.
const PAGE: i64 = 2_000;
const AT_ONCE: usize = 100;

/// The numbers of the next page of customers.
pub(super) fn customers_after(tx: &mut Tx<'_>, last: Id) -> Result<Vec<Id>, StoreError> {
    let sql = "SELECT id FROM customer WHERE shop = $1 AND id > $2 ORDER BY id LIMIT $3";
    tx.query(sql, &[tx.shop().into(), last.into(), PAGE.into()])?
        .into_iter()
        .map(|mut row| row.int())
        .collect()
}

/// Takes out every row of a shop that is somewhere else by now; its own row stays, as new.
pub(super) fn clear(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let mut last: Id = 0;
    loop {
        let ids = customers_after(tx, last)?;
        let Some(end) = ids.last() else { break };
        last = *end;
        for id in ids {
            search_index::forget_words(tx, id)?;
        }
    }
    for (table, _) in TABLES.iter().rev() {
        tx.execute_deferred(
            &format!("DELETE FROM {table} WHERE shop = $1"),
            &[tx.shop().into()],
        )?;
    }
    tx.execute_deferred(
        "UPDATE shop SET last_customer = 0, last_item = 0, last_follow_up = 0, last_contact = 0, \
         last_act = 0, customers = 0, moving = NULL, moved_to = NULL WHERE shop = $1",
        &[tx.shop().into()],
    )?;
    Ok(())
}

/// The rows of a table after a key, a page of them, without their shop.
pub(super) fn page(
    tx: &mut Tx<'_>,
    table: &str,
    key: &[&str],
    columns: &[String],
    after: Option<&[SqlValue]>,
) -> Result<Vec<Vec<SqlValue>>, StoreError> {
    let mut values: Vec<SqlValue> = vec![tx.shop().into(), PAGE.into()];
    let beside = match after {
        Some(after) => {
            values.extend(after.iter().cloned());
            let places = places(3, after.len());
            format!("AND ({}) > ({places})", key.join(", "))
        }
        None => String::new(),
    };
    let sql = format!(
        "SELECT {} FROM {table} WHERE shop = $1 {beside} ORDER BY {} LIMIT $2",
        columns.join(", "),
        key.join(", ")
    );
    let rows = tx.query(&sql, &values)?;
    Ok(rows.into_iter().map(|row| row.cells().collect()).collect())
}

/// The key of the newest row that has gone over.
pub(super) fn last_key(
    tx: &mut Tx<'_>,
    table: &str,
    key: &[&str],
) -> Result<Option<Vec<SqlValue>>, StoreError> {
    let newest: Vec<String> = key.iter().map(|column| format!("{column} DESC")).collect();
    let sql = format!(
        "SELECT {} FROM {table} WHERE shop = $1 ORDER BY {} LIMIT 1",
        key.join(", "),
        newest.join(", ")
    );
    let row = tx.query_first(&sql, &[tx.shop().into()])?;
    let key: Option<Vec<SqlValue>> = row.map(|row| row.cells().collect());
    // Which text is the last is not the same on every engine: such a table, which is small, goes
    // over from its beginning.
    Ok(key.filter(|key| !key.iter().any(|cell| matches!(cell, SqlValue::Text(_)))))
}

pub(super) fn key_of(row: &[SqlValue], key: &[&str], columns: &[String]) -> Vec<SqlValue> {
    let cell = |column: &&str| {
        let n = columns.iter().position(|c| c == column);
        n.and_then(|n| row.get(n))
            .cloned()
            .unwrap_or(SqlValue::Null)
    };
    key.iter().map(cell).collect()
}

pub(super) fn insert_rows(
    tx: &mut Tx<'_>,
    table: &str,
    columns: &[String],
    rows: &[Vec<SqlValue>],
) -> Result<(), StoreError> {
    for rows in rows.chunks(AT_ONCE) {
        let mut values: Vec<SqlValue> = vec![tx.shop().into()];
        let mut groups = Vec::with_capacity(rows.len());
        for row in rows {
            groups.push(format!("($1, {})", places(values.len() + 1, row.len())));
            values.extend(row.iter().cloned());
        }
        let sql = format!(
            "INSERT INTO {table} (shop, {}) VALUES {} ON CONFLICT DO NOTHING",
            columns.join(", "),
            groups.join(", ")
        );
        tx.execute_deferred(&sql, &values)?;
    }
    Ok(())
}
