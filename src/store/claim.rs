//! Claims: leases on customers, so that no two counters ring the same one.
//!
//! Owns the one statement that grants a claim, and the message for the slower counter. A claim is
//! no act: it is not in the journal and cannot be undone. It expires by the store's clock.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::claim_rows::alive;
use super::conflict::{done_since, rows_of};
use super::error::StoreError;
use super::handle::{ClaimExemption, Store};
use super::sql::{ChangeNews, Pending, Tx};
use super::summaries;
use crate::domain::change::{Act, contact_made};
use crate::domain::claim::{ClaimHolder, LAPSES_AFTER};
use crate::domain::contact::Direction;
use crate::domain::customer::{Customer, Id};
use crate::domain::hours::Calendar;
use crate::domain::merge::merged;
use crate::domain::summary::ClaimResult;
use crate::domain::summary::CustomerSummary;

impl Store {
    /// Claims a customer in order to ring them: of concurrent requests one wins. `seen` is the customer
    /// as the caller last read them; the winner gets the current summary. From now on the session's
    /// claims do not block what this store saves.
    ///
    /// # Errors
    /// `CustomerConflict` if they were rung since they were read, `RowConflict` if they no longer
    /// exist; otherwise any [`StoreError`] of the transaction. Nothing is claimed then.
    pub fn claim(
        &mut self,
        seen: &CustomerSummary,
        holder: &ClaimHolder,
        at: DateTime<Utc>,
    ) -> Result<ClaimResult, StoreError> {
        self.exempt = ClaimExemption::Sitting(holder.id);
        let id = seen.customer.id;
        let calendar = self.calendar.clone();
        self.db.write(|tx| {
            tx.announce(&claim_of([id]));
            let now = tx.clock()?;
            // One atomic statement decides: a live claim of another holder is left as it is.
            let won = tx.execute(
                "INSERT INTO claim (shop, customer, holder, counter, staff, since, alive_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7) \
                 ON CONFLICT (shop, customer) DO UPDATE SET holder = excluded.holder, \
                 counter = excluded.counter, staff = excluded.staff, since = excluded.since, \
                 alive_at = excluded.alive_at \
                 WHERE claim.holder = excluded.holder OR claim.alive_at <= $8",
                &[
                    tx.shop().into(),
                    id.into(),
                    holder.id.to_string().into(),
                    holder.counter.as_str().into(),
                    holder.staff.as_str().into(),
                    at.into(),
                    now.into(),
                    (now - LAPSES_AFTER.num_milliseconds()).into(),
                ],
            )?;
            if won == 0 {
                let held = alive(tx, id)?.ok_or(StoreError::RowConflict)?;
                return Ok(ClaimResult::HeldElsewhere(held));
            }
            let fresh = summaries::page(tx, &[id])?
                .pop()
                .ok_or(StoreError::RowConflict)?;
            let rows = rows_of(seen);
            if rows_of(&fresh) != rows
                && let Some(done) = done_since(tx, id, &rows)?
                && done.contact.is_some()
            {
                let words = done.describe(&fresh.customer.name, at, &calendar);
                return Err(StoreError::CustomerConflict(words));
            }
            Ok(ClaimResult::Granted(Box::new(fresh)))
        })
    }

    /// Releases a customer, if the session holds the claim.
    ///
    /// # Errors
    /// Any [`StoreError`] of the transaction.
    pub fn release(&mut self, customer: Id, holder: Uuid) -> Result<(), StoreError> {
        self.db.write(|tx| {
            tx.announce(&claim_of([customer]));
            tx.execute_deferred(
                "DELETE FROM claim WHERE shop = $1 AND customer = $2 AND holder = $3",
                &[tx.shop().into(), customer.into(), holder.to_string().into()],
            )?;
            Ok(())
        })
    }

    /// Renews the lease of all the holder's claims for another 15 minutes. Returns their number.
    ///
    /// # Errors
    /// Any [`StoreError`] of the transaction.
    pub fn keep_alive(&mut self, holder: Uuid) -> Result<u64, StoreError> {
        self.db.write(|tx| {
            // Nothing that is shown changes.
            tx.announce(&claim_of([]));
            let now = tx.clock()?;
            tx.execute(
                "UPDATE claim SET alive_at = $3 WHERE shop = $1 AND holder = $2",
                &[tx.shop().into(), holder.to_string().into(), now.into()],
            )
        })
    }

    /// From now on a member's claims, at any counter, do not block what this store saves: they log what
    /// they did themselves.
    pub fn exempt_claims_of(&mut self, person: &str) {
        self.exempt = ClaimExemption::Person(person.to_owned());
    }
}

/// What a claim is to the other counters.
fn claim_of<const N: usize>(customers: [Id; N]) -> ChangeNews {
    ChangeNews {
        act: None,
        customers: Some(customers.into()),
    }
}

/// Asks for the claim on the customer whom an act has called, if it logs a call to one.
pub(super) fn query_claim_of_called(
    tx: &mut Tx<'_>,
    act: &Act,
) -> Result<Option<(Id, Pending)>, StoreError> {
    let called = contact_made(&act.changes).filter(|c| c.direction == Direction::Outward);
    let Some(customer) = called.map(|called| called.customer) else {
        return Ok(None);
    };
    let sql = "SELECT holder FROM claim WHERE shop = $1 AND customer = $2";
    let asked = tx.query_deferred(sql, &[tx.shop().into(), customer.into()])?;
    Ok(Some((customer, asked)))
}

/// Refuses an act that logs a call to a customer whom another counter has claimed; after any other
/// call the claim ends. A call *from* a customer is logged in any case.
pub(super) fn end_claim_by_call(
    tx: &mut Tx<'_>,
    (act, claimed): (&Act, Option<(Id, Pending)>),
    own: &ClaimExemption,
    calendar: &Calendar,
) -> Result<(), StoreError> {
    if let Some(other) = merged(&act.changes) {
        return refuse_rung(tx, act, other, own, calendar);
    }
    let Some((customer, claimed)) = claimed else {
        return Ok(());
    };
    if tx.fetch(claimed)?.is_empty() {
        return Ok(());
    }
    let whose = [tx.shop().into(), customer.into()];
    if let Some(held) = alive(tx, customer)?.filter(|held| !own.covers(&held.holder)) {
        let name = name_of(tx, customer)?;
        return Err(StoreError::CustomerClaimed(
            held.sentence_about(&name, calendar),
        ));
    }
    let sql = "DELETE FROM claim WHERE shop = $1 AND customer = $2";
    tx.execute_deferred(sql, &whose)?;
    Ok(())
}

/// Refuses to merge two customers while another counter has claimed one of them: the result of that
/// call would be about a row that is only a pointer.
fn refuse_rung(
    tx: &mut Tx<'_>,
    act: &Act,
    other: &Customer,
    own: &ClaimExemption,
    calendar: &Calendar,
) -> Result<(), StoreError> {
    for customer in act.customer.into_iter().chain([other.id]) {
        if let Some(held) = alive(tx, customer)?.filter(|held| !own.covers(&held.holder)) {
            let name = name_of(tx, customer)?;
            return Err(StoreError::CustomerConflict(
                held.sentence_about(&name, calendar),
            ));
        }
    }
    Ok(())
}

fn name_of(tx: &mut Tx<'_>, customer: Id) -> Result<String, StoreError> {
    let sql = "SELECT name FROM customer WHERE shop = $1 AND id = $2";
    match tx.query_first(sql, &[tx.shop().into(), customer.into()])? {
        Some(mut row) => row.text(),
        None => Err(StoreError::RowConflict),
    }
}
