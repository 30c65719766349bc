//! Claims: leases on customers, so that no two counters ring the same one.
//!
//! Owns the one statement that grants a claim, and the message for the slower counter. A claim is
//! no act: it is not in the journal and cannot be undone. It expires by the store's clock.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::id_allocator::IdAllocator;
use super::save::{STANDS, changes_behind, current};
use super::sql::{Pending, SqlRow, SqlValue, Tx};
use super::{Store, StoreError, summaries};
use crate::domain::change::{Act, Change, EntityKind, Record, contact_made};
use crate::domain::claim::{Claim, ClaimHolder, ClaimResult, LAPSES_AFTER};
use crate::domain::contact::{Contact, Direction};
use crate::domain::customer::{Customer, Id};
use crate::domain::hours::Calendar;
use crate::domain::merge::merged;
use crate::domain::summary::CustomerSummary;
use crate::domain::time_format::spoken;

/// The claims that do not block what this store saves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ClaimExemption {
    /// None: every claim blocks.
    Nobody,
    /// The claims of one session.
    Sitting(Uuid),
    /// The claims of one member of staff, at any counter.
    Person(String),
}

impl ClaimExemption {
    fn covers(&self, holder: &ClaimHolder) -> bool {
        match self {
            Self::Nobody => false,
            Self::Sitting(id) => holder.id == *id,
            Self::Person(staff) => holder.staff == *staff,
        }
    }
}

/// The columns of a claim.
const CLAIM: &str = "customer, holder, staff, counter, since, alive_at";

/// How many of the latest acts are searched for the one that was faster.
const LATEST: i64 = 150;

/// How many acts of one customer among them are searched.
const ACTS: i64 = 20;

/// The age up to which an act was "just now".
const JUST_NOW: TimeDelta = TimeDelta::minutes(2);

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
        self.own = ClaimExemption::Sitting(holder.id);
        let id = seen.customer.id;
        let calendar = self.calendar.clone();
        self.db.write(|tx| {
            let now = tx.clock()?;
            // One statement decides: a claim of another's that is alive is left as it is.
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
        self.own = ClaimExemption::Person(person.to_owned());
    }

    /// The error for an act on stale rows: it says who did what with the customer since.
    pub(super) fn describe_conflict(&mut self, act: &Act) -> StoreError {
        let seen: Vec<RowVersion> = act
            .changes
            .iter()
            .filter_map(|c| c.before.as_ref().map(seen))
            .collect();
        let customer = act.changes.iter().find_map(Change::record);
        let Some(customer) = act.customer.or(customer.map(Record::customer)) else {
            return StoreError::RowConflict;
        };
        let calendar = self.calendar.clone();
        let told = self.db.read(|tx| {
            let Some(done) = done_since(tx, customer, &seen)? else {
                return Ok(None);
            };
            let there = summaries::page(tx, &[customer])?.pop();
            Ok(there.map(|e| done.describe(&e.customer.name, act.at, &calendar)))
        });
        match told {
            Ok(Some(words)) => StoreError::CustomerConflict(words),
            Ok(None) | Err(_) => StoreError::RowConflict,
        }
    }
}

/// Asks for the claims of a page of customers: `list` names their parameters, from $2 on.
pub(super) fn query_of_customers(
    tx: &mut Tx<'_>,
    list: &str,
    values: &[SqlValue],
) -> Result<Pending, StoreError> {
    let sql = format!("SELECT {CLAIM} FROM claim WHERE shop = $1 AND customer IN ({list})");
    tx.query_deferred(&sql, values)
}

/// The queried claims that have not expired.
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

/// Refuses an act that logs a call to a customer whom another counter has claimed; after any other
/// call the claim ends. A call *from* a customer is logged in any case.
pub(super) fn end_claim_by_call(
    tx: &mut Tx<'_>,
    act: &Act,
    own: &ClaimExemption,
    calendar: &Calendar,
) -> Result<(), StoreError> {
    if let Some(other) = merged(&act.changes) {
        return refuse_rung(tx, act, other, own, calendar);
    }
    let Some(called) = contact_made(&act.changes).filter(|c| c.direction == Direction::Outward)
    else {
        return Ok(());
    };
    let customer = called.customer;
    let whose = [tx.shop().into(), customer.into()];
    let sql = "SELECT holder FROM claim WHERE shop = $1 AND customer = $2";
    if tx.query_first(sql, &whose)?.is_none() {
        return Ok(());
    }
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

/// The claim on a customer, unless it has expired.
fn alive(tx: &mut Tx<'_>, customer: Id) -> Result<Option<Claim>, StoreError> {
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

fn name_of(tx: &mut Tx<'_>, customer: Id) -> Result<String, StoreError> {
    let sql = "SELECT name FROM customer WHERE shop = $1 AND id = $2";
    match tx.query_first(sql, &[tx.shop().into(), customer.into()])? {
        Some(mut row) => row.text(),
        None => Err(StoreError::RowConflict),
    }
}

/// A row and the version of it that was read.
type RowVersion = (EntityKind, Id, i64);

fn seen(record: &Record) -> RowVersion {
    (record.noun(), record.id(), record.version())
}

fn rows_of(entry: &CustomerSummary) -> Vec<RowVersion> {
    let follow_ups = entry.follow_ups.iter();
    let mut rows: Vec<RowVersion> = follow_ups
        .map(|f| (EntityKind::FollowUp, f.id, f.version))
        .collect();
    rows.push((
        EntityKind::Customer,
        entry.customer.id,
        entry.customer.version,
    ));
    rows
}

/// An act on a customer between a read and a save.
struct InterveningAct {
    by: String,
    what: String,
    at: DateTime<Utc>,
    contact: Option<Contact>,
}

impl InterveningAct {
    /// "Tom rang Anita Patel just now: No answer".
    fn describe(&self, name: &str, now: DateTime<Utc>, calendar: &Calendar) -> String {
        let ago = if (now - self.at).abs() < JUST_NOW {
            "just now".to_owned()
        } else {
            spoken(self.at, now, calendar)
        };
        let by = &self.by;
        let who = match self.contact.as_ref().map(|c| c.direction) {
            Some(Direction::Outward) => format!("{by} rang {name}"),
            Some(Direction::Inward) => format!("{name} rang {by}"),
            None => format!("{by} changed {name}"),
        };
        let mut letters = self.what.chars();
        let first = letters.next().map(char::to_uppercase);
        let what: String = first.into_iter().flatten().chain(letters).collect();
        format!("{who} {ago}: {what}")
    }
}

/// The act on a customer since their rows were read: the latest call that was not undone, else the
/// latest act.
fn done_since(
    tx: &mut Tx<'_>,
    customer: Id,
    rows: &[RowVersion],
) -> Result<Option<InterveningAct>, StoreError> {
    let newest = IdAllocator::read(tx)?.act;
    let sql = "SELECT no, staff, what, at, undone FROM act WHERE shop = $1 AND no > $2 \
               AND customer = $3 ORDER BY no DESC LIMIT $4";
    let values = [
        tx.shop().into(),
        (newest - LATEST).into(),
        customer.into(),
        ACTS.into(),
    ];
    let mut trails = rows
        .iter()
        .filter_map(|row| RowRewind::from_current(tx, *row).transpose())
        .collect::<Result<Vec<_>, _>>()?;
    let mut last = None;
    for mut row in tx.query(sql, &values)? {
        let changes = changes_behind(tx, row.int()?, -1)?.into_iter();
        let changes: Vec<Change> = changes.map(|(_, change)| change).collect();
        // Every row goes a step back, no matter which of them found its act.
        let led = trails
            .iter_mut()
            .filter_map(|t| t.step_back(&changes))
            .count();
        if led == 0 {
            continue;
        }
        let done = InterveningAct {
            by: row.text()?,
            what: row.text()?,
            at: row.at()?,
            contact: contact_made(&changes).cloned(),
        };
        let stands = row.maybe_int()?.is_none_or(|undone| undone == STANDS);
        if stands && done.contact.is_some() {
            return Ok(Some(done));
        }
        last = last.or(Some(done).filter(|_| stands));
    }
    Ok(last)
}

/// Rewinds a row from its current version to the one that was read.
struct RowRewind {
    record: Record,
    steps: i64,
}

impl RowRewind {
    fn from_current(
        tx: &mut Tx<'_>,
        (noun, id, version): RowVersion,
    ) -> Result<Option<Self>, StoreError> {
        Ok(current(tx, noun, id)?.map(|record| Self {
            steps: record.version() - version,
            record,
        }))
    }

    /// Goes one version back, if an act's changes produced the current one.
    fn step_back(&mut self, changes: &[Change]) -> Option<()> {
        let made = |c: &&Change| {
            let after = c.after.as_ref();
            after.is_some_and(|a| a.id() == self.record.id() && a.same_content(&self.record))
        };
        let change = changes.iter().find(made).filter(|_| self.steps > 0)?;
        self.steps -= 1;
        self.record = change.before.clone()?;
        Some(())
    }
}
