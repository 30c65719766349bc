//! Converts SQLite's errors to the store's.

use rusqlite::ErrorCode;
use rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY;

use super::error::StoreError;

/// Converts an error, and logs its code (not its text, which may name somebody).
#[expect(
    clippy::needless_pass_by_value,
    reason = "it is handed to map_err as it is"
)]
pub(super) fn to_store_error(error: rusqlite::Error) -> StoreError {
    let Some(code) = error.sqlite_error_code() else {
        tracing::warn!("SQLite's driver refused");
        return StoreError::Engine(error.to_string());
    };
    let extended = error.sqlite_error().map(|e| e.extended_code);
    let sqlite = extended.unwrap_or_default();
    match code {
        // Lock conflicts are normal.
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
            tracing::debug!(sqlite, "SQLite refused");
        }
        _ => tracing::warn!(sqlite, "SQLite refused"),
    }
    if extended == Some(SQLITE_CONSTRAINT_FOREIGNKEY) {
        // The customer the row belongs to was taken out again by undo.
        return StoreError::RowConflict;
    }
    match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy,
        ErrorCode::DiskFull => StoreError::DiskFull,
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => StoreError::ReadOnly,
        ErrorCode::NotADatabase => StoreError::NotADatabase,
        ErrorCode::DatabaseCorrupt => StoreError::damaged(error.to_string()),
        ErrorCode::SystemIoFailure => StoreError::DiskFailed(error.to_string()),
        ErrorCode::CannotOpen => StoreError::CannotOpen,
        // A table was dropped, or the schema is damaged.
        _ if lacks_something(&error.to_string()) => StoreError::damaged(error.to_string()),
        ErrorCode::ConstraintViolation => {
            // The name of the rule that was broken says more than that one was.
            let text = error.to_string();
            let rule = text.split_once("CHECK constraint failed: ");
            StoreError::Engine(rule.map_or(text.clone(), |(_, rule)| rule.to_owned()))
        }
        _ => StoreError::Engine(error.to_string()),
    }
}

fn lacks_something(says: &str) -> bool {
    says.contains("no such table") || says.contains("no such column")
}
