//! The search index: the terms that find a customer, updated with every act in `named` and `words`.

use std::collections::BTreeSet;

use super::error::StoreError;
use super::sql::{EngineKind, SqlValue, Tx};
use crate::domain::change::{Change, Record};
use crate::domain::customer::{Customer, Id};
use crate::domain::summary::CustomerSummary;
use crate::domain::text::{digits, fold_for_search};

/// Follows two letters in the index, so that two typed letters make a term of three, which a trigram index
/// needs: the beginning of each word, and any two letters of a script without blanks.
pub(super) const PAIR: char = '\u{2016}';

/// SQLite's rowid of a customer's terms: the shop in the high bits, the customer in the low ones.
pub(super) const fn row_number(shop: i64, customer: Id) -> i64 {
    (shop << 40) | customer
}

/// All search terms of a customer, folded, including those of customers merged into them.
pub(super) fn words_of(entry: &CustomerSummary) -> String {
    let all = || std::iter::once(&entry.customer).chain(&entry.also);
    let numbers: Vec<String> = all().flat_map(numbers_of).collect();
    let mut words: Vec<&str> = Vec::new();
    for c in all() {
        words.push(&c.name);
        words.extend(c.email.as_deref());
    }
    words.extend(entry.items.iter().map(|i| i.label.as_str()));
    words.extend(entry.follow_ups.iter().map(|f| f.about.as_str()));
    let plates: Vec<String> = entry.items.iter().map(|i| closed_up(&i.label)).collect();
    let mut folded = fold_for_search(&words.join(" "));
    for more in numbers.iter().chain(&plates) {
        folded.push(' ');
        folded.push_str(more);
    }
    folded
}

/// The customers whose search terms a change may alter: none if the fields that `words_of` reads are the
/// same. The index is the most expensive part of an act, and a logged call does not alter it.
pub(super) fn reworded_by(change: &Change) -> BTreeSet<Id> {
    let (before, after) = (&change.before, &change.after);
    let same = match (before, after) {
        (Some(Record::Contact(_)), _) | (_, Some(Record::Contact(_))) => true,
        (Some(Record::Customer(before)), Some(Record::Customer(after))) => {
            let says = |c: &Customer| {
                let names = (c.name.clone(), c.email.clone(), c.merged_into);
                (names, c.phone.clone(), c.phone_shown.clone())
            };
            says(before) == says(after)
        }
        (Some(Record::Item(before)), Some(Record::Item(after))) => {
            (before.customer, &before.label) == (after.customer, &after.label)
        }
        (Some(Record::FollowUp(before)), Some(Record::FollowUp(after))) => {
            let of_open = (before.customer, &before.about, before.state);
            of_open == (after.customer, &after.about, after.state)
        }
        _ => false,
    };
    if same {
        return BTreeSet::new();
    }
    let rows = || [before, after].into_iter().flatten();
    // A merged customer is found under the name of the one they were merged into.
    let others = rows().filter_map(|row| match row {
        Record::Customer(customer) => customer.merged_into,
        _ => None,
    });
    rows().map(Record::customer).chain(others).collect()
}

/// The terms for two typed letters.
fn pairs(words: &str) -> String {
    let mut pairs = BTreeSet::new();
    for word in words.split_whitespace() {
        // Latin, Greek and Cyrillic words are found by their beginning; others by any two letters.
        let wide = word.chars().any(|c| c > '\u{2E80}');
        let most = if wide { usize::MAX } else { 1 };
        let next = word.chars().skip(1);
        pairs.extend(word.chars().zip(next).take(most));
    }
    let mut text = String::new();
    for (first, second) in pairs {
        if !text.is_empty() {
            text.push(' ');
        }
        text.extend([first, second, PAIR]);
    }
    text
}

/// A label without its spaces: a plate is typed either way.
fn closed_up(label: &str) -> String {
    fold_for_search(label)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect()
}

/// A number as it may be typed: as dialled from the shop, and with its country.
fn numbers_of(customer: &Customer) -> Vec<String> {
    let mut numbers: Vec<String> = customer
        .phone
        .iter()
        .chain(&customer.phone_shown)
        .map(|n| digits(n))
        .collect();
    numbers.dedup();
    numbers
}

/// Saves the search terms of a customer.
pub(super) fn keep_words(tx: &mut Tx<'_>, entry: &CustomerSummary) -> Result<(), StoreError> {
    let id = entry.customer.id;
    tx.execute_deferred(
        "INSERT INTO named (shop, customer, name) VALUES ($1, $2, $3) \
         ON CONFLICT (shop, customer) DO UPDATE SET name = $3",
        &[
            tx.shop().into(),
            id.into(),
            fold_for_search(&entry.customer.name).into(),
        ],
    )?;
    let words = words_of(entry);
    let kept = format!("{words} {}", pairs(&words));
    let (sql, whose) = match tx.kind() {
        EngineKind::Sqlite => (
            "INSERT OR REPLACE INTO words (rowid, body) VALUES ($1, $2)",
            vec![row_number(tx.shop(), id).into()],
        ),
        EngineKind::Postgres => (
            "INSERT INTO words (shop, customer, body) VALUES ($1, $2, $3) \
             ON CONFLICT (shop, customer) DO UPDATE SET body = $3",
            vec![tx.shop().into(), id.into()],
        ),
    };
    let mut values: Vec<SqlValue> = whose;
    values.push(kept.into());
    tx.execute_deferred(sql, &values)?;
    Ok(())
}

/// Removes the search terms of a merged customer.
pub(super) fn lose_words(tx: &mut Tx<'_>, customer: Id) -> Result<(), StoreError> {
    let named = "DELETE FROM named WHERE shop = $1 AND customer = $2";
    tx.execute_deferred(named, &[tx.shop().into(), customer.into()])?;
    match tx.kind() {
        EngineKind::Sqlite => forget_words(tx, customer),
        EngineKind::Postgres => {
            let words = "DELETE FROM words WHERE shop = $1 AND customer = $2";
            tx.execute_deferred(words, &[tx.shop().into(), customer.into()])?;
            Ok(())
        }
    }
}

/// Removes the search terms of a deleted customer.
pub(super) fn forget_words(tx: &mut Tx<'_>, customer: Id) -> Result<(), StoreError> {
    match tx.kind() {
        EngineKind::Sqlite => {
            let row = row_number(tx.shop(), customer);
            tx.execute_deferred("DELETE FROM words WHERE rowid = $1", &[row.into()])?;
        }
        // They were deleted with the customer (ON DELETE CASCADE).
        EngineKind::Postgres => {}
    }
    Ok(())
}
