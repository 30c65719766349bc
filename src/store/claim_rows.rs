//! Claims as rows: which customers are being rung, and by whom.
//!
//! Owns that a claim lapses: its aliveness is reckoned by the database's clock.

use std::collections::BTreeMap;

use super::error::StoreError;
use super::sql::{Pending, SqlRow, SqlValue, Tx};
use crate::domain::claim::{Claim, ClaimHolder, LAPSES_AFTER};
use crate::domain::customer::Id;

/// The columns of a claim.
const CLAIM: &str = "customer, holder, staff, counter, since, alive_at";

/// Asks for the claims of a page of customers: `list` names their parameters, from $2 on.
pub(super) fn query_of_customers(
    tx: &mut Tx<'_>,
    list: &str,
    values: &[SqlValue],
) -> Result<Pending, StoreError> {
    let sql = format!("SELECT {CLAIM} FROM claim WHERE shop = $1 AND customer IN ({list})");
    tx.query_deferred(&sql, values)
}

/// Those of the claims that were asked for that are alive.
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

/// The claim on a customer, where it is alive.
pub(super) fn alive(tx: &mut Tx<'_>, customer: Id) -> Result<Option<Claim>, StoreError> {
    let shop = tx.shop().into();
    let asked = query_of_customers(tx, "$2", &[shop, customer.into()])?;
    Ok(of_customers(tx, asked)?.remove(&customer))
}

/// A claim of a row, unless it has lapsed.
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
