//! Search: customers by name, any digits of the number, item, or text of an open follow-up.
//!
//! Owns the search index, and the one function that hides the engines' full-text search.

use std::collections::BTreeSet;

use super::list::with_entries;
use super::sql::{EngineKind, SqlValue, Tx};
use super::summaries::page;
use super::{Store, StoreError};
use crate::domain::customer::{Customer, Id};
use crate::domain::pagination::Cursor;
use crate::domain::summary::CustomerSummary;
use crate::domain::text::{digits, fold_for_search};

/// The shortest term that a trigram index can find.
const SHORTEST: usize = 3;

/// Follows each indexed pair of letters, so that two typed letters are found as a trigram: the
/// beginning of each word, and any pair in a script without spaces.
const PAIR: char = '\u{2016}';

/// How many matches are ranked by distance; fewer for two letters, which very many customers have.
const LOOKED_AT: usize = 200;
const LOOKED_AT_SHORT: usize = 40;

/// SQLite's rowid of a customer's index entry: the shop in the high bits, the customer in the low.
const fn row_number(shop: i64, customer: Id) -> i64 {
    (shop << 40) | customer
}

impl Store {
    /// Searches customers, nearest first: those whose name begins with the text, then those who have
    /// every word of it somewhere in name, number, e-mail, items or open follow-ups.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn find(&mut self, text: &str, limit: usize) -> Result<Vec<CustomerSummary>, StoreError> {
        let wanted = SearchQuery::new(text);
        if wanted.terms.is_empty() {
            return Ok(Vec::new());
        }
        self.db.read(|tx| {
            let mut ids = by_name(tx, &wanted, limit)?;
            let most = if wanted.short() {
                LOOKED_AT_SHORT
            } else {
                LOOKED_AT.max(limit)
            };
            for id in by_words(tx, &wanted, most)? {
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
            let mut found: Vec<CustomerSummary> = page(tx, &ids)?
                .into_iter()
                .filter(|e| wanted.fits(&words_of(e)))
                .collect();
            found.sort_by_cached_key(|e| wanted.distance(e));
            found.truncate(limit);
            Ok(found)
        })
    }

    /// Customers with a number, in E.164.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn with_phone(&mut self, e164: &str) -> Result<Vec<CustomerSummary>, StoreError> {
        // A merged row means the customer it points to.
        let sql = "SELECT COALESCE(merged_into, id) FROM customer WHERE shop = $1 AND phone = $2 \
                   ORDER BY id LIMIT $3";
        self.by_column(sql, e164)
    }

    /// Customers with a name, folded: case, accents and hyphens make no difference.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn with_name(&mut self, name: &str) -> Result<Vec<CustomerSummary>, StoreError> {
        let sql =
            "SELECT customer FROM named WHERE shop = $1 AND name = $2 ORDER BY customer LIMIT $3";
        self.by_column(sql, &fold_for_search(name))
    }

    fn by_column(&mut self, sql: &str, value: &str) -> Result<Vec<CustomerSummary>, StoreError> {
        self.db.read(|tx| {
            let rows = tx.query(sql, &[tx.shop().into(), value.into(), SqlValue::Int(20)])?;
            let mut keys: Vec<Cursor> = Vec::with_capacity(rows.len());
            for mut row in rows {
                let id = row.int()?;
                if keys.iter().all(|key| key.id != id) {
                    keys.push(Cursor {
                        id,
                        ..Cursor::default()
                    });
                }
            }
            Ok(with_entries(tx, keys)?
                .into_iter()
                .map(|(_, e)| e)
                .collect())
        })
    }
}

/// A parsed search text.
#[derive(Debug)]
struct SearchQuery {
    whole: String,
    terms: Vec<String>,
}

impl SearchQuery {
    fn new(text: &str) -> Self {
        let whole = fold_for_search(text);
        let figures = digits(text);
        // A number typed with spaces is one number: "020 7946" is not two words.
        let a_number = !figures.is_empty()
            && text
                .chars()
                .all(|c| c.is_numeric() || " +-()./".contains(c));
        let terms = if a_number {
            vec![figures]
        } else {
            whole.split_whitespace().map(str::to_owned).collect()
        };
        Self { whole, terms }
    }

    /// Whether no term is longer than two letters.
    fn short(&self) -> bool {
        self.terms.iter().all(|t| t.chars().count() < SHORTEST)
    }

    fn fits(&self, words: &str) -> bool {
        self.terms.iter().all(|t| words.contains(t))
    }

    /// The rank of a match, smallest first: the name itself, its beginning, the beginning of a word in
    /// it, then anything else; open customers before others.
    fn distance(&self, entry: &CustomerSummary) -> (u8, bool, String) {
        let name = fold_for_search(&entry.customer.name);
        let rank = if name == self.whole {
            0
        } else if name.starts_with(&self.whole) {
            1
        } else if name.split_whitespace().any(|w| w.starts_with(&self.whole)) {
            2
        } else {
            3
        };
        (rank, entry.follow_ups.is_empty(), name)
    }
}

/// Customers whose name begins with the text: an index range, which works for one letter too.
fn by_name(tx: &mut Tx<'_>, wanted: &SearchQuery, limit: usize) -> Result<Vec<Id>, StoreError> {
    let sql = "SELECT customer FROM named WHERE shop = $1 AND name >= $2 AND name < $3 \
               ORDER BY name, customer LIMIT $4";
    // No character sorts above this one in UTF-8.
    let end = format!("{}\u{10FFFF}", wanted.whole);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values = [
        tx.shop().into(),
        wanted.whole.as_str().into(),
        end.into(),
        limit.into(),
    ];
    tx.query(sql, &values)?
        .into_iter()
        .map(|mut row| row.int())
        .collect()
}

/// Customers who have every long enough term somewhere; the newest first.
fn by_words(tx: &mut Tx<'_>, wanted: &SearchQuery, limit: usize) -> Result<Vec<Id>, StoreError> {
    let terms: Vec<String> = wanted
        .terms
        .iter()
        .map(|t| match t.chars().count() {
            2 => format!("{t}{PAIR}"),
            _ => t.clone(),
        })
        .filter(|t| t.chars().count() >= SHORTEST)
        .collect();
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    match tx.kind() {
        EngineKind::Sqlite => matching(tx, &terms, limit),
        EngineKind::Postgres => like(tx, &terms, limit),
    }
}

/// Searches SQLite's trigram index.
fn matching(tx: &mut Tx<'_>, terms: &[String], limit: i64) -> Result<Vec<Id>, StoreError> {
    let quoted: Vec<String> = terms
        .iter()
        .map(|t| format!("\"{}\"", t.replace('"', "\"\"")))
        .collect();
    let sql = "SELECT rowid FROM words WHERE words MATCH $1 AND rowid >= $2 AND rowid < $3 \
               ORDER BY rowid DESC LIMIT $4";
    let values = [
        quoted.join(" ").into(),
        row_number(tx.shop(), 0).into(),
        row_number(tx.shop() + 1, 0).into(),
        limit.into(),
    ];
    tx.query(sql, &values)?
        .into_iter()
        .map(|mut row| Ok(row.int()? & ((1 << 40) - 1)))
        .collect()
}

/// Searches PostgreSQL's trigram index through the function `worded` (row security keeps plain
/// queries from using the index).
fn like(tx: &mut Tx<'_>, terms: &[String], limit: i64) -> Result<Vec<Id>, StoreError> {
    let sql = "SELECT worded FROM worded($1, $2, $3)";
    let escaped: Vec<String> = terms
        .iter()
        .map(|t| {
            let literal = t.replace('\\', "\\\\").replace('%', "\\%");
            format!("%{}%", literal.replace('_', "\\_"))
        })
        .collect();
    let values = [tx.shop().into(), escaped.join("\n").into(), limit.into()];
    tx.query(sql, &values)?
        .into_iter()
        .map(|mut row| row.int())
        .collect()
}

/// All texts of a customer for the index, folded, including those of merged customers.
fn words_of(entry: &CustomerSummary) -> String {
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

/// The indexed pairs of letters.
fn pairs(words: &str) -> String {
    let mut pairs = BTreeSet::new();
    for word in words.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        // Latin, Greek and Cyrillic words are found by their beginning; others anywhere.
        let wide = letters.iter().any(|c| *c > '\u{2E80}');
        let most = if wide { usize::MAX } else { 1 };
        for two in letters.windows(2).take(most) {
            pairs.insert(two.iter().chain(&[PAIR]).collect::<String>());
        }
    }
    pairs.into_iter().collect::<Vec<_>>().join(" ")
}

/// A label without its spaces: plates are typed with and without them.
fn closed_up(label: &str) -> String {
    fold_for_search(label)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect()
}

/// The ways a number may be typed: as dialled from the shop, and with its country code.
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

/// Saves a customer's index entry.
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

/// Removes the index entry of a merged customer.
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

/// Removes the index entry of a deleted customer.
pub(super) fn forget_words(tx: &mut Tx<'_>, customer: Id) -> Result<(), StoreError> {
    match tx.kind() {
        EngineKind::Sqlite => {
            let row = row_number(tx.shop(), customer);
            tx.execute_deferred("DELETE FROM words WHERE rowid = $1", &[row.into()])?;
        }
        // The entries were deleted with the customer.
        EngineKind::Postgres => {}
    }
    Ok(())
}
