//! Search: customers by name, any digits of the number, item, or text of an open follow-up.
//!
//! Owns the one verb behind which full-text search hides; what a customer is found by is
//! `search_index`'s.

use super::error::StoreError;
use super::handle::Store;
use super::list::with_entries;
use super::search_index::{PAIR, row_number, words_of};
use super::sql::{EngineKind, SqlValue, Tx};
use super::summaries::page;
use crate::domain::customer::Id;
use crate::domain::pagination::Cursor;
use crate::domain::paper;
use crate::domain::summary::CustomerSummary;
use crate::domain::text::{digits, fold_for_search};

/// The shortest term that a trigram index can find.
const SHORTEST: usize = 3;

/// How many a search looks at before it puts the nearest first; of two letters, which so many
/// have, fewer.
const LOOKED_AT: usize = 200;
const LOOKED_AT_SHORT: usize = 40;

impl Store {
    /// Searches customers: by a code of the sheet the one it means, else nearest first: those whose name begins with the text, then those who have
    /// every word of it somewhere in name, number, e-mail, items or open follow-ups.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn find(&mut self, text: &str, limit: usize) -> Result<Vec<CustomerSummary>, StoreError> {
        if let Some(id) = paper::coded(text) {
            return self.db.read(|tx| page(tx, &[id]));
        }
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

/// A number as it is kept: what one dials to get out of the country first is no part of it (`00` in most
/// countries, `011` in North America).
fn without_access_code(figures: String) -> String {
    let shortest = 8;
    let rest = figures
        .strip_prefix("00")
        .or_else(|| figures.strip_prefix("011"));
    match rest {
        Some(rest) if rest.len() >= shortest && !rest.starts_with('0') => rest.to_owned(),
        _ => figures,
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
        let figures = without_access_code(digits(&text.replace("(0)", "")));
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
