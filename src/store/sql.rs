//! The store's SQL. A statement is written once, with `$n` parameters; the engines' own files (`sqlite`,
//! `postgres`) adapt it where they differ.
//!
//! Owns the interface to an engine: the traits an engine implements (`engine`), transactions over it
//! (`transaction`), cells and rows (`row`), and lists of parameters.

use std::fmt::Write as _;

mod engine;
mod row;
mod transaction;

pub use engine::QueryStats;
#[cfg(feature = "server")]
pub(super) use engine::check_changed_count;
pub(super) use engine::{ChangeNews, EngineKind, Maintenance, Pending, Statements};
pub use row::SqlValue;
pub(super) use row::{LONGEST, SqlRow};
pub use transaction::StatementObserver;
pub(super) use transaction::{Db, Tx};

/// The shop and some terms as values, and the placeholders of the terms, from $2 on. There are only a
/// few lengths, so that an engine caches few statements: a list is padded with its last term.
#[must_use]
pub(super) fn listed<T: Into<SqlValue>>(
    shop: i64,
    terms: impl IntoIterator<Item = T>,
) -> (Vec<SqlValue>, String) {
    let mut values: Vec<SqlValue> = vec![shop.into()];
    values.extend(terms.into_iter().map(Into::into));
    let width = (values.len() - 1).next_power_of_two();
    // An empty list is padded with NULL, which matches nothing.
    let filler = values.last().filter(|_| values.len() > 1).cloned();
    values.resize(1 + width, filler.unwrap_or(SqlValue::Null));
    let list = places(2, width);
    (values, list)
}

/// Placeholders: "$1, $2, $3" from the `first` parameter on, `count` of them.
#[must_use]
pub(super) fn places(first: usize, count: usize) -> String {
    let mut list = String::with_capacity(count * "$100, ".len());
    for n in first..first + count {
        let comma = if list.is_empty() { "" } else { ", " };
        // Writing to a `String` cannot fail.
        let _never = write!(list, "{comma}${n}");
    }
    list
}
