//! Entries: customers with everything open of theirs, read by the page.

use std::collections::BTreeMap;

use super::rows::{self, FOLLOW_UP, ITEM};
use super::sql::{Tx, Value, places};
use super::{Store, StoreError, claim, figures, knows, merged, sent};
use crate::domain::customer::{Id, Item};
use crate::domain::entry::Entry;
use crate::domain::follow_up::FollowUp;
use crate::domain::likelihood::{ByBand, Habits};

/// The most open follow-ups and items read for a page on the screen: somebody with thousands does
/// not hold up the rest.
const MOST: i64 = 20_000;

impl Store {
    /// Customers by their numbers, in that order; those that are not there are left out.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn entries(&mut self, ids: &[Id]) -> Result<Vec<Entry>, StoreError> {
        self.db.read(|tx| entries(tx, ids, MOST))
    }
}

/// A page of customers, within a transaction; a row that points to another is none.
pub(super) fn page(tx: &mut Tx<'_>, ids: &[Id]) -> Result<Vec<Entry>, StoreError> {
    let mut page = entries(tx, ids, MOST)?;
    page.retain(|entry| entry.customer.merged_into.is_none());
    Ok(page)
}

/// How many customers one text asks for: an engine takes so many parameters and no more.
const BATCH: usize = 512;

/// Customers by their numbers with at most so many follow-ups and items to a batch of them: six
/// texts a batch, and one more where somebody sent them.
pub(super) fn entries(tx: &mut Tx<'_>, ids: &[Id], most: i64) -> Result<Vec<Entry>, StoreError> {
    // What is nobody's is for the figures alone.
    let ids: Vec<Id> = ids.iter().copied().filter(|id| *id > 0).collect();
    let mut found = Vec::with_capacity(ids.len());
    let shop = figures::shop_habits(tx)?;
    for batch in ids.chunks(BATCH) {
        found.extend(of_batch(tx, batch, most, shop)?);
    }
    Ok(found)
}

fn of_batch(
    tx: &mut Tx<'_>,
    ids: &[Id],
    most: i64,
    shop: ByBand,
) -> Result<Vec<Entry>, StoreError> {
    let mut values: Vec<Value> = vec![tx.shop().into()];
    values.extend(ids.iter().map(|id| Value::Int(*id)));
    // Lists of a few lengths only, so that the engine has a few texts to keep: the rest repeat
    // the last number.
    let width = ids.len().next_power_of_two();
    values.resize(1 + width, values.last().cloned().unwrap_or(Value::Null));
    let list = places(2, width);
    let limit = format!("${}", width + 2);

    let (mut customers, mut also) = merged::with_pointers(tx, ids, &list, &values)?;
    let senders = sent::senders(tx, &mut customers)?;
    values.push(most.into());
    let sql = format!(
        "SELECT {FOLLOW_UP} FROM follow_up WHERE shop = $1 AND customer IN ({list}) \
         AND state IN ('open', 'let-go') LIMIT {limit}"
    );
    let mut follow_ups: BTreeMap<Id, Vec<FollowUp>> = BTreeMap::new();
    for mut row in tx.rows(&sql, &values)? {
        let f = rows::follow_up(&mut row)?;
        follow_ups.entry(f.customer).or_default().push(f);
    }
    let sql =
        format!("SELECT {ITEM} FROM item WHERE shop = $1 AND customer IN ({list}) LIMIT {limit}");
    let mut items: BTreeMap<Id, Vec<Item>> = BTreeMap::new();
    for mut row in tx.rows(&sql, &values)? {
        let item = rows::item(&mut row)?;
        items.entry(item.customer).or_default().push(item);
    }
    let claims = claim::of_customers(tx, &list, values.get(..=width).unwrap_or_default())?;
    let mut known = knows::of_customers(tx, &list, values.get(..=width).unwrap_or_default())?;
    let mut own = figures::own_habits(tx, &list, &values)?;
    Ok(ids
        .iter()
        .filter_map(|id| {
            let customer = customers.remove(id)?;
            let mut follow_ups = follow_ups.remove(id).unwrap_or_default();
            follow_ups.sort_by_key(|f| (f.due_at, f.id));
            let items = items.remove(id).unwrap_or_default();
            let own = own.remove(id).unwrap_or_default();
            let sender = customer.sent_by.and_then(|id| senders.get_key_value(&id));
            Some(Entry {
                sent_by: sender.map(|(id, name)| (*id, name.clone())),
                customer,
                items,
                follow_ups,
                claim: claims.get(id).cloned(),
                habits: Habits { own, shop },
                knows: known.remove(id).unwrap_or_default(),
                also: also.remove(id).unwrap_or_default(),
            })
        })
        .collect())
}
