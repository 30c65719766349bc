//! Projections: tables derived from the rows, so that lists and searches are index ranges.
//!
//! Owns `standing` and `tally`. The search index is in `search_index`, each member's list in
//! `familiar_staff`.

use std::collections::{BTreeMap, BTreeSet};

use super::error::StoreError;
use super::sql::{Pending, SqlValue, Tx, listed};
use super::{familiar_staff, search_index};
use crate::domain::customer::Id;
use crate::domain::hours::Calendar;
use crate::domain::queue::{self, ListKeys};

/// How many customers are projected in one batch.
const BATCH: usize = 100;

/// Whose search terms are updated.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reworded<'a> {
    /// Those of every customer an act touched.
    All,
    /// Those of some customers.
    Only(&'a BTreeSet<Id>),
}

impl Reworded<'_> {
    fn includes(self, customer: Id) -> bool {
        match self {
            Self::All => true,
            Self::Only(some) => some.contains(&customer),
        }
    }
}

/// Updates the projections of every customer an act touched. A merged customer has none; returns
/// which of them are merged.
pub(super) fn update_projections(
    tx: &mut Tx<'_>,
    customers: &[Id],
    reworded: Reworded<'_>,
    calendar: &Calendar,
) -> Result<BTreeSet<Id>, StoreError> {
    let mut pointers = BTreeSet::new();
    for batch in customers.chunks(BATCH) {
        let asked = PriorStanding::query(tx, batch)?;
        let entries = super::summaries::entries(tx, batch, i64::MAX)?;
        let mut before = PriorStanding::fetch(tx, asked)?;
        for entry in entries {
            let id = entry.customer.id;
            let before = before.remove(&id).unwrap_or_default();
            if entry.customer.merged_into.is_some() {
                save_standing(tx, id, &ListKeys::default(), before.enters_on)?;
                familiar_staff::leave_staff_lists(tx, id, &before.mine)?;
                search_index::lose_words(tx, id)?;
                pointers.insert(id);
                continue;
            }
            let marks = queue::list_keys(&entry.customer, &entry.follow_ups, calendar);
            save_standing(tx, id, &marks, before.enters_on)?;
            familiar_staff::update_staff_lists(tx, &entry, &marks, &before.mine)?;
            if reworded.includes(id) {
                search_index::keep_words(tx, &entry)?;
            }
        }
    }
    Ok(pointers)
}

/// Rebuilds the list keys of the customers behind one, some of them, after the shop's zone has changed;
/// the last of them. Nobody's words for the search have changed with it.
pub(super) fn reckon_some(
    tx: &mut Tx<'_>,
    behind: Id,
    calendar: &Calendar,
) -> Result<Option<Id>, StoreError> {
    let sql = "SELECT customer FROM standing WHERE shop = $1 AND customer > $2 \
               ORDER BY customer LIMIT $3";
    let limit = i64::try_from(BATCH).unwrap_or(100);
    let ids = tx
        .query(sql, &[tx.shop().into(), behind.into(), limit.into()])?
        .into_iter()
        .map(|mut row| row.int())
        .collect::<Result<Vec<_>, _>>()?;
    let reworded = Reworded::Only(&BTreeSet::new());
    update_projections(tx, &ids, reworded, calendar)?;
    Ok(ids.last().copied())
}

/// Removes a deleted customer from every list.
pub(super) fn remove_from_lists(tx: &mut Tx<'_>, customer: Id) -> Result<(), StoreError> {
    let asked = PriorStanding::query(tx, &[customer])?;
    let before = PriorStanding::fetch(tx, asked)?.remove(&customer);
    let before = before.unwrap_or_default();
    save_standing(tx, customer, &ListKeys::default(), before.enters_on)?;
    familiar_staff::leave_staff_lists(tx, customer, &before.mine)
}

/// A customer's stored projections before an update.
#[derive(Debug, Default)]
struct PriorStanding {
    enters_on: Option<i64>,
    /// The members in whose lists they are, by folded name.
    mine: BTreeSet<String>,
}

impl PriorStanding {
    /// Queries the standings of some customers.
    fn query(tx: &mut Tx<'_>, customers: &[Id]) -> Result<Pending, StoreError> {
        let (values, list) = listed(tx.shop(), customers.iter().copied());
        // `red_at` is here because it is missing in the index by day, which has all the other columns: SQLite
        // would scan that whole index instead of looking each customer up.
        let sql = format!(
            "SELECT standing.customer, standing.enters_on, mine.staff, standing.red_at FROM standing \
             LEFT JOIN mine ON mine.shop = standing.shop AND mine.customer = standing.customer \
             WHERE standing.shop = $1 AND standing.customer IN ({list})"
        );
        tx.query_deferred(&sql, &values)
    }

    /// The queried standings, by customer.
    fn fetch(tx: &mut Tx<'_>, asked: Pending) -> Result<BTreeMap<Id, Self>, StoreError> {
        let mut before: BTreeMap<Id, Self> = BTreeMap::new();
        for mut row in tx.fetch(asked)? {
            let customer = row.int()?;
            let one = before.entry(customer).or_default();
            one.enters_on = Some(row.int()?);
            one.mine.extend(row.maybe_text()?);
        }
        Ok(before)
    }
}

/// Saves a customer's list keys, and updates the tally of the day they count in.
fn save_standing(
    tx: &mut Tx<'_>,
    customer: Id,
    marks: &ListKeys,
    before: Option<i64>,
) -> Result<(), StoreError> {
    let who: [SqlValue; 2] = [tx.shop().into(), customer.into()];
    let after = match SqlValue::from(marks.enters_on) {
        SqlValue::Int(day) => Some(day),
        _ => None,
    };
    if before != after {
        count(tx, before, -1)?;
        count(tx, after, 1)?;
    }
    if after.is_none() {
        if before.is_some() {
            tx.execute_deferred(
                "DELETE FROM standing WHERE shop = $1 AND customer = $2",
                &who,
            )?;
        }
        return Ok(());
    }
    let epoch = SqlValue::Int(0);
    let or_epoch = |at: Option<chrono::DateTime<chrono::Utc>>| at.map_or(epoch.clone(), Into::into);
    tx.execute_deferred(
        "INSERT INTO standing (shop, customer, promise_at, red_at, due_at, wakes_at, held_until, \
         enters_on, enters_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (shop, customer) DO UPDATE SET promise_at = $3, red_at = $4, due_at = $5, \
         wakes_at = $6, held_until = $7, enters_on = $8, enters_at = $9",
        &[
            tx.shop().into(),
            customer.into(),
            marks.promise_at.into(),
            marks.red_at.into(),
            or_epoch(marks.due_at),
            or_epoch(marks.wakes_at),
            or_epoch(marks.held_until),
            after.into(),
            or_epoch(marks.enters_at()),
        ],
    )
}

fn count(tx: &mut Tx<'_>, day: Option<i64>, by: i64) -> Result<(), StoreError> {
    let Some(day) = day else { return Ok(()) };
    tx.execute_deferred(
        "INSERT INTO tally (shop, day, waiting) VALUES ($1, $2, $3) \
         ON CONFLICT (shop, day) DO UPDATE SET waiting = tally.waiting + $3",
        &[tx.shop().into(), day.into(), by.into()],
    )?;
    if by < 0 {
        tx.execute_deferred(
            "DELETE FROM tally WHERE shop = $1 AND day = $2 AND waiting <= 0",
            &[tx.shop().into(), day.into()],
        )?;
    }
    Ok(())
}
