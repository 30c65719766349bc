//! Reads single facts from a file that is not opened as the store; nothing in it is changed.

use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::error::StoreError;
use super::sqlite_copy::reader;
use super::sqlite_errors::to_store_error;
use crate::domain::customer::Id;

/// The time zone of a file's shop, if it has one.
#[must_use]
pub fn zone_of(path: &Path) -> Option<Tz> {
    if !std::fs::metadata(path).is_ok_and(|there| there.len() > 0) {
        return None;
    }
    let database = reader(path).ok()?;
    let zone = database.query_row("SELECT zone FROM shop LIMIT 1", [], |row| {
        row.get::<_, String>(0)
    });
    zone.ok()?.parse().ok()
}

/// Whether a customer is in a database.
pub(super) fn holds(path: &Path, customer: Id, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM customer WHERE id = ?1 AND added_at = ?2";
    let count: i64 = reader(path)?
        .query_row(sql, [customer, at.timestamp_millis()], |row| row.get(0))
        .map_err(to_store_error)?;
    Ok(count > 0)
}
