//! Claims as rows: which customers are being rung, and by whom.
//!
//! Owns the expiry of a claim: whether it is alive is decided by the database's clock.

use std::collections::BTreeMap;

use super::error::StoreError;
use super::sql::{Pending, SqlRow, SqlValue, Tx};
use crate::domain::claim::{Claim, ClaimHolder, LAPSES_AFTER};
use crate::domain::customer::Id;

/// The columns of a claim.
const CLAIM: &str = "customer, holder, staff, counter, since, alive_at";

/// A claim as a row. A restore carries them over, so that calls in progress keep their claims.
#[derive(Debug)]
pub(super) struct ClaimRow {
    pub(super) shop: i64,
    pub(super) customer: Id,
    pub(super) texts: [String; 3],
    pub(super) times: [i64; 2],
}

/// The columns of a `ClaimRow`.
pub(super) const CLAIM_ROW: &str = "shop, customer, holder, counter, staff, since, alive_at";

/// Replaces all claims; those on customers who do not exist are left out.
pub(super) fn replace_all(tx: &mut Tx<'_>, claims: &[ClaimRow]) -> Result<(), StoreError> {
    tx.execute("DELETE FROM claim WHERE shop = $1", &[tx.shop().into()])?;
    let sql = format!(
        "INSERT INTO claim ({CLAIM_ROW}) SELECT shop, id, $3, $4, $5, $6, $7 FROM customer \
         WHERE shop = $1 AND id = $2"
    );
    let shop = tx.shop();
    for claim in claims.iter().filter(|claim| claim.shop == shop) {
        let [holder, counter, staff] = &claim.texts;
        let [since, alive_at] = claim.times;
        let values = [
            shop.into(),
            claim.customer.into(),
            holder.as_str().into(),
            counter.as_str().into(),
            staff.as_str().into(),
            since.into(),
            alive_at.into(),
        ];
        tx.execute(&sql, &values)?;
    }
    Ok(())
}

/// Queries the claims on a page of customers: `list` are their placeholders, from $2 on.
pub(super) fn query_of_customers(
    tx: &mut Tx<'_>,
    list: &str,
    values: &[SqlValue],
) -> Result<Pending, StoreError> {
    let sql = format!("SELECT {CLAIM} FROM claim WHERE shop = $1 AND customer IN ({list})");
    tx.query_deferred(&sql, values)
}

/// The queried claims that are alive.
pub(super) fn of_customers(
    tx: &mut Tx<'_>,
    asked: Pending,
) -> Result<BTreeMap<Id, Claim>, StoreError> {
    let rows = tx.fetch(asked)?;
    let mut claims = BTreeMap::new();
    if rows.is_empty() {
        return Ok(claims);
    }
    let lapsed = tx.clock()? - LAPSES_AFTER.num_milliseconds();
    for mut row in rows {
        if let Some(claim) = claim(&mut row, lapsed)? {
            claims.insert(claim.customer, claim);
        }
    }
    Ok(claims)
}

/// The claim on a customer, if it is alive.
pub(super) fn alive(tx: &mut Tx<'_>, customer: Id) -> Result<Option<Claim>, StoreError> {
    let shop = tx.shop().into();
    let asked = query_of_customers(tx, "$2", &[shop, customer.into()])?;
    Ok(of_customers(tx, asked)?.remove(&customer))
}

/// Reads a claim from a row, unless it has expired.
fn claim(row: &mut SqlRow, lapsed: i64) -> Result<Option<Claim>, StoreError> {
    let claim = Claim {
        customer: row.int()?,
        holder: ClaimHolder {
            id: row.word()?,
            staff: row.text()?,
            counter: row.text()?,
        },
        since: row.at()?,
    };
    let alive_at = row.int()?;
    Ok(Some(claim).filter(|_| alive_at > lapsed))
}
