//! Referrals: the names of senders and of the customers they referred.

use std::collections::BTreeMap;

use super::error::StoreError;
use super::sql::{Pending, Tx, listed};
use crate::domain::customer::{Customer, Id};
use crate::domain::referrals::MOST;

/// The names of the senders of some customers. A forgotten sender is left out.
pub(super) fn senders<'a>(
    tx: &mut Tx<'_>,
    customers: impl Iterator<Item = &'a mut Customer>,
) -> Result<BTreeMap<Id, String>, StoreError> {
    let customers: Vec<&mut Customer> = customers.filter(|c| c.sent_by.is_some()).collect();
    let mut ids: Vec<Id> = customers.iter().filter_map(|c| c.sent_by).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let (values, list) = listed(tx.shop(), ids);
    let sql = format!("SELECT id, name FROM customer WHERE shop = $1 AND id IN ({list})");
    let mut names = BTreeMap::new();
    for mut row in tx.query(&sql, &values)? {
        names.insert(row.int()?, row.text()?);
    }
    for customer in customers {
        customer.sent_by = customer.sent_by.filter(|id| names.contains_key(id));
    }
    Ok(names)
}

/// Queries the customers somebody referred, the latest first.
pub(super) fn query_referrals(tx: &mut Tx<'_>, customer: Id) -> Result<Pending, StoreError> {
    let sql = "SELECT id, name FROM customer WHERE shop = $1 AND sent_by = $2 \
               AND merged_into IS NULL ORDER BY id DESC LIMIT $3";
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    tx.query_deferred(sql, &[tx.shop().into(), customer.into(), most.into()])
}

/// The queried customers, by id and name.
pub(super) fn fetch_referrals(
    tx: &mut Tx<'_>,
    asked: Pending,
) -> Result<Vec<(Id, String)>, StoreError> {
    tx.fetch(asked)?
        .into_iter()
        .map(|mut row| Ok((row.int()?, row.text()?)))
        .collect()
}
