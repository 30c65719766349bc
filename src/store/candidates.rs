//! Finds candidates for imported drafts: customers by many names, numbers, sources and addresses.

use std::collections::{BTreeMap, BTreeSet};

use super::error::StoreError;
use super::handle::Store;
use super::merge_pointers;
use super::sql::{Tx, listed};
use super::summaries::{CustomerRows, entries, rows_of};
use crate::domain::customer::Id;
use crate::domain::draft::Draft;
use crate::domain::import_merge::source;
use crate::domain::summary::CustomerSummary;
use crate::domain::text::fold_for_search;

/// The most names or customers looked up in one query.
const BATCH: usize = 256;

/// The most customers read who share a name, a number or an address: a draft that matches so many
/// cannot be matched to one of them.
const ALIKE: usize = 64;

/// The most who bear one name: a draft with a number that none of them has is none of them, and one
/// without is told as several. Names recur however large a shop is; reading all who share one would
/// cost more with every customer.
const NAMESAKES: usize = 4;

/// The terms by which drafts or customers are looked up.
#[derive(Debug, Default)]
pub(super) struct CandidateTerms {
    names: BTreeSet<String>,
    phones: BTreeSet<String>,
    sources: BTreeSet<String>,
    emails: BTreeSet<String>,
}

impl CandidateTerms {
    pub(super) fn from_drafts(drafts: &[Draft]) -> Self {
        let mut terms = Self::default();
        for draft in drafts {
            terms.names.insert(fold_for_search(&draft.name));
            terms
                .phones
                .extend(draft.phone.as_ref().map(|n| n.e164.clone()));
            terms.sources.extend(draft.source.clone());
            terms
                .emails
                .extend(draft.email.as_deref().map(str::to_lowercase));
        }
        terms
    }

    pub(super) fn from_candidate(met: &CustomerRows) -> Self {
        let mut terms = Self::default();
        for customer in [&met.customer].into_iter().chain(&met.also) {
            terms.names.insert(fold_for_search(&customer.name));
            terms.phones.extend(customer.phone.clone());
            terms.sources.extend(customer.source.clone());
            terms
                .emails
                .extend(customer.email.as_deref().map(str::to_lowercase));
        }
        terms
    }

    /// All terms, each with a prefix for its kind, so that a name never equals a number.
    pub(super) fn all(self) -> impl Iterator<Item = String> {
        let kinds = [
            ("n", self.names),
            ("p", self.phones),
            ("s", self.sources),
            ("e", self.emails),
        ];
        let marked = |(mark, terms): (&'static str, BTreeSet<String>)| {
            terms.into_iter().map(move |term| format!("{mark} {term}"))
        };
        kinds.into_iter().flat_map(marked)
    }
}

/// A query for many terms: the SQL before and after the list. It finds the customer, and the one
/// that customer was merged into.
type CandidateQuery = (&'static str, &'static str);

const BY_NAME: CandidateQuery = (
    "SELECT customer, NULL FROM named WHERE shop = $1 AND name IN",
    "ORDER BY name, customer",
);
const BY_PHONE: CandidateQuery = (
    "SELECT id, merged_into FROM customer WHERE shop = $1 AND phone IN",
    "ORDER BY phone, id",
);
const BY_SOURCE: CandidateQuery = (
    "SELECT id, merged_into FROM customer WHERE shop = $1 AND source IN",
    "ORDER BY source, id",
);
const BY_EMAIL: CandidateQuery = (
    "SELECT id, merged_into FROM customer WHERE shop = $1 AND email IS NOT NULL \
     AND lower(email) IN",
    "ORDER BY lower(email), id",
);

/// The customers that the terms find.
type CandidateIds = BTreeSet<Id>;

fn find_ids(
    tx: &mut Tx<'_>,
    way: CandidateQuery,
    terms: &[String],
    alike: usize,
    found: &mut CandidateIds,
) -> Result<(), StoreError> {
    for batch in terms.chunks(BATCH) {
        let most = batch.len() * 4 + ALIKE;
        if look_up(tx, way, batch, most, found)? == most && batch.len() > 1 {
            // Very many share one term: each term gets its own query, so that they crowd nobody out.
            for term in batch.chunks(1) {
                look_up(tx, way, term, alike, found)?;
            }
        }
    }
    Ok(())
}

/// Those whom a file of this shop names by their id here.
fn find_own_ids(
    tx: &mut Tx<'_>,
    sources: &BTreeSet<String>,
    found: &mut CandidateIds,
) -> Result<(), StoreError> {
    let ids: Vec<Id> = sources
        .iter()
        .filter_map(|text| source::own_id(text))
        .collect();
    for batch in ids.chunks(BATCH) {
        let (values, list) = listed(tx.shop(), batch.iter().copied());
        let sql =
            format!("SELECT id, merged_into FROM customer WHERE shop = $1 AND id IN ({list})");
        for mut row in tx.query(&sql, &values)? {
            let (id, merged) = (row.int()?, row.maybe_int()?);
            found.insert(merged.unwrap_or(id));
        }
    }
    Ok(())
}

fn look_up(
    tx: &mut Tx<'_>,
    (before, behind): CandidateQuery,
    terms: &[String],
    most: usize,
    found: &mut CandidateIds,
) -> Result<usize, StoreError> {
    let (mut values, list) = listed(tx.shop(), terms.iter().map(String::as_str));
    values.push(i64::try_from(most).unwrap_or(i64::MAX).into());
    let sql = format!("{before} ({list}) {behind} LIMIT ${}", values.len());
    let rows = tx.query(&sql, &values)?;
    let count = rows.len();
    for mut row in rows {
        let (id, merged) = (row.int()?, row.maybe_int()?);
        found.insert(merged.unwrap_or(id));
    }
    Ok(count)
}

impl Store {
    /// Every customer with one of some folded names, or into whom one with such a name was merged: each
    /// once, by id. Give each name once.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn customers_named(
        &mut self,
        names: &[String],
    ) -> Result<Vec<CustomerSummary>, StoreError> {
        self.db.read(|tx| {
            let mut found = CandidateIds::new();
            find_ids(tx, BY_NAME, names, ALIKE, &mut found)?;
            found.extend(merge_pointers::ids_merged_by_name(tx, names)?);
            let ids: Vec<Id> = found.into_iter().collect();
            entries(tx, &ids, i64::MAX)
        })
    }

    /// All customers whom some drafts may match, by id.
    pub(super) fn load_candidates(
        &mut self,
        drafts: &[Draft],
    ) -> Result<BTreeMap<Id, CustomerRows>, StoreError> {
        let terms = CandidateTerms::from_drafts(drafts);
        self.db.read(|tx| {
            let names: Vec<String> = terms.names.iter().cloned().collect();
            let mut found = merge_pointers::ids_merged_by_name(tx, &names)?;
            find_own_ids(tx, &terms.sources, &mut found)?;
            for (way, terms, alike) in [
                (BY_NAME, terms.names, NAMESAKES),
                (BY_PHONE, terms.phones, ALIKE),
                (BY_SOURCE, terms.sources, ALIKE),
                (BY_EMAIL, terms.emails, ALIKE),
            ] {
                let terms: Vec<String> = terms.into_iter().collect();
                find_ids(tx, way, &terms, alike, &mut found)?;
            }
            let ids: Vec<Id> = found.into_iter().collect();
            let met = rows_of(tx, &ids)?.into_iter();
            Ok(met.map(|one| (one.customer.id, one)).collect())
        })
    }
}
