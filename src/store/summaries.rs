//! Customer summaries: customers with everything open, read a page at a time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::error::StoreError;
use super::handle::Store;
use super::row_mapping::{self, FOLLOW_UP, ITEM};
use super::sql::{Pending, SqlValue, Tx, listed};
use super::{answer_habits, claim_rows, familiar_staff, merge_pointers, referrals};
use crate::domain::customer::{Customer, Id, Item};
use crate::domain::follow_up::FollowUp;
use crate::domain::likelihood::{AnswerHabits, AttemptsByBand};
use crate::domain::summary::CustomerSummary;

/// The most open follow-ups and items read for a page of the screen: a customer with thousands does
/// not hold up the rest.
const MOST: i64 = 20_000;

impl Store {
    /// Customers by id, in that order; missing ones are left out.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn entries(&mut self, ids: &[Id]) -> Result<Vec<CustomerSummary>, StoreError> {
        self.db.read(|tx| entries(tx, ids, MOST))
    }
}

/// A page of customers, within a transaction; merged customers are left out.
pub(super) fn page(tx: &mut Tx<'_>, ids: &[Id]) -> Result<Vec<CustomerSummary>, StoreError> {
    let mut page = entries(tx, ids, MOST)?;
    page.retain(|entry| entry.customer.merged_into.is_none());
    Ok(page)
}

/// The most customers in one query: an engine limits the number of parameters.
const BATCH: usize = 512;

/// Customers by id, with at most `most` follow-ups and items per batch: six queries a batch, and
/// one more if any of them has a sender.
pub(super) fn entries(
    tx: &mut Tx<'_>,
    ids: &[Id],
    most: i64,
) -> Result<Vec<CustomerSummary>, StoreError> {
    // The anonymised records are for the figures alone.
    let ids: Vec<Id> = ids.iter().copied().filter(|id| *id > 0).collect();
    let mut found = Vec::with_capacity(ids.len());
    if ids.is_empty() {
        return Ok(found);
    }
    let (mut asked, mut shop) = (
        Some(answer_habits::query_shop_habits(tx)?),
        AttemptsByBand::default(),
    );
    for batch in ids.chunks(BATCH) {
        let rows = PendingSummaries::query(tx, batch, most)?;
        if let Some(asked) = asked.take() {
            shop = answer_habits::shop_habits(tx, asked)?;
        }
        found.extend(rows.entries(tx, batch, shop)?);
    }
    Ok(found)
}

/// A page of customers that was asked for with other things, to be taken with them.
pub(super) struct PendingPage {
    ids: Vec<Id>,
    shop: Pending,
    rows: PendingSummaries,
}

impl PendingPage {
    /// Asks for some customers, as many as one query takes.
    pub(super) fn query(tx: &mut Tx<'_>, ids: &[Id]) -> Result<Self, StoreError> {
        let ids: Vec<Id> = ids
            .iter()
            .copied()
            .filter(|id| *id > 0)
            .take(BATCH)
            .collect();
        Ok(Self {
            shop: answer_habits::query_shop_habits(tx)?,
            rows: PendingSummaries::query(tx, &ids, MOST)?,
            ids,
        })
    }

    /// Those that are there, and when anybody of the shop answers; merged customers are left out.
    pub(super) fn fetch(
        self,
        tx: &mut Tx<'_>,
    ) -> Result<(Vec<CustomerSummary>, AttemptsByBand), StoreError> {
        let shop = answer_habits::shop_habits(tx, self.shop)?;
        let mut page = self.rows.entries(tx, &self.ids, shop)?;
        page.retain(|entry| entry.customer.merged_into.is_none());
        Ok((page, shop))
    }
}

/// A customer's own rows, without what is shown beside them.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CustomerRows {
    pub(super) customer: Customer,
    pub(super) items: Vec<Item>,
    /// Those that are open or to be let go, the earliest due first.
    pub(super) follow_ups: Vec<FollowUp>,
    /// The customers merged into this one.
    pub(super) also: Vec<Customer>,
}

/// The rows of customers by id, in that order; missing ones are left out. Three queries a batch.
pub(super) fn rows_of(tx: &mut Tx<'_>, ids: &[Id]) -> Result<Vec<CustomerRows>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for batch in ids.chunks(BATCH) {
        let (values, list) = listed(tx.shop(), batch.iter().copied());
        let asked = PendingRows::query(tx, &list, &values, i64::MAX)?;
        let mut rows = asked.fetch(tx, batch)?;
        referrals::senders(tx, customers_in(&mut rows))?;
        found.extend(batch.iter().filter_map(|id| rows.remove(id)));
    }
    Ok(found)
}

/// The pending queries of the rows of a batch of customers.
struct PendingRows {
    customers: Pending,
    follow_ups: Pending,
    items: Pending,
}

impl PendingRows {
    fn query(
        tx: &mut Tx<'_>,
        list: &str,
        values: &[SqlValue],
        most: i64,
    ) -> Result<Self, StoreError> {
        let limited = [values, &[most.into()]].concat();
        let limit = format!("${}", limited.len());
        let follow_ups = format!(
            "SELECT {FOLLOW_UP} FROM follow_up WHERE shop = $1 AND customer IN ({list}) \
             AND state IN ('open', 'let-go') LIMIT {limit}"
        );
        let items = format!(
            "SELECT {ITEM} FROM item WHERE shop = $1 AND customer IN ({list}) LIMIT {limit}"
        );
        Ok(Self {
            customers: merge_pointers::query_with_pointers(tx, list, values)?,
            follow_ups: tx.query_deferred(&follow_ups, &limited)?,
            items: tx.query_deferred(&items, &limited)?,
        })
    }

    /// The queried rows, by customer.
    fn fetch(self, tx: &mut Tx<'_>, ids: &[Id]) -> Result<BTreeMap<Id, CustomerRows>, StoreError> {
        let (customers, mut also) = merge_pointers::with_pointers(tx, self.customers, ids)?;
        let whose = |(id, customer)| {
            let rows = CustomerRows {
                customer,
                items: Vec::new(),
                follow_ups: Vec::new(),
                also: also.remove(&id).unwrap_or_default(),
            };
            (id, rows)
        };
        let mut rows: BTreeMap<Id, CustomerRows> = customers.into_iter().map(whose).collect();
        for mut row in tx.fetch(self.follow_ups)? {
            let f = row_mapping::follow_up(&mut row)?;
            if let Some(whose) = rows.get_mut(&f.customer) {
                whose.follow_ups.push(f);
            }
        }
        for mut row in tx.fetch(self.items)? {
            let item = row_mapping::item(&mut row)?;
            if let Some(whose) = rows.get_mut(&item.customer) {
                whose.items.push(item);
            }
        }
        for whose in rows.values_mut() {
            whose.follow_ups.sort_by_key(|f| (f.due_at, f.id));
        }
        Ok(rows)
    }
}

/// The pending queries of a batch of customers, all sent at once.
struct PendingSummaries {
    rows: PendingRows,
    claims: Pending,
    known: Pending,
    own: Pending,
}

impl PendingSummaries {
    fn query(tx: &mut Tx<'_>, ids: &[Id], most: i64) -> Result<Self, StoreError> {
        let (values, list) = listed(tx.shop(), ids.iter().copied());
        let limited = [values.clone(), vec![most.into()]].concat();
        Ok(Self {
            rows: PendingRows::query(tx, &list, &values, most)?,
            claims: claim_rows::query_of_customers(tx, &list, &values)?,
            known: familiar_staff::query_of_customers(tx, &list, &values)?,
            own: answer_habits::query_own_habits(tx, &list, &limited)?,
        })
    }

    /// The queried customers, in the order of their ids in the list.
    fn entries(
        self,
        tx: &mut Tx<'_>,
        ids: &[Id],
        shop: AttemptsByBand,
    ) -> Result<Vec<CustomerSummary>, StoreError> {
        let mut rows = self.rows.fetch(tx, ids)?;
        let claims = claim_rows::of_customers(tx, self.claims)?;
        let mut known = familiar_staff::of_customers(tx, self.known)?;
        let mut own = answer_habits::own_habits(tx, self.own)?;
        let senders = referrals::senders(tx, customers_in(&mut rows))?;
        let entry = |id: &Id| {
            let CustomerRows {
                customer,
                items,
                follow_ups,
                also,
            } = rows.remove(id)?;
            let own = own.remove(id).unwrap_or_default();
            let sender = customer.sent_by.and_then(|id| senders.get_key_value(&id));
            Some(CustomerSummary {
                sent_by: sender.map(|(id, name)| (*id, name.clone())),
                customer,
                items,
                follow_ups,
                claim: claims.get(id).cloned(),
                habits: AnswerHabits { own, shop },
                knows: known.remove(id).unwrap_or_default(),
                also,
            })
        };
        Ok(ids.iter().filter_map(entry).collect())
    }
}

fn customers_in(rows: &mut BTreeMap<Id, CustomerRows>) -> impl Iterator<Item = &mut Customer> {
    rows.values_mut().map(|whose| &mut whose.customer)
}
