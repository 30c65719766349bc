//! What is kept as JSON in a cell: the rows of the history, an item's details, what was talked about.
//!
//! Owns that every text in it is safe to show, as a cell of its own is: somebody else may have written
//! the database.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::StoreError;
use super::sql::LONGEST;
use crate::domain::text::sanitize_stored;

/// Reads what is kept as JSON.
///
/// # Errors
/// `Damaged` where it holds something else.
pub(super) fn parse<T: DeserializeOwned>(json: &str) -> Result<T, StoreError> {
    let parsed = if is_safe(json) {
        serde_json::from_str(json)
    } else {
        serde_json::from_str(json).and_then(|mut value| {
            make_safe(&mut value);
            serde_json::from_value(value)
        })
    };
    parsed.map_err(|e| StoreError::damaged(e.to_string()))
}

/// Whether nothing in it can need cleaning: most of it is plain, and of escapes has line ends at most.
fn is_safe(json: &str) -> bool {
    let escapes = |pair: &[u8]| matches!(pair, [b'\\', escaped] if *escaped != b'n');
    let plain = json.bytes().all(|b| matches!(b, b' '..=b'~'));
    plain && json.len() <= LONGEST && !json.as_bytes().windows(2).any(escapes)
}

fn make_safe(value: &mut Value) {
    match value {
        Value::String(text) => *text = sanitize_stored(std::mem::take(text), LONGEST),
        Value::Array(parts) => parts.iter_mut().for_each(make_safe),
        Value::Object(fields) => fields.values_mut().for_each(make_safe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
