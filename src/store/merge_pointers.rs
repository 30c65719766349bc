//! Merge pointers: reads two customers for a merge, and refuses records on a row that is only a
//! pointer.
//!
//! Owns the index of pointers. The changes of a merge are the domain's business.

use std::collections::{BTreeMap, BTreeSet};

use super::error::StoreError;
use super::row_mapping::{self, CUSTOMER, ITEM};
use super::sql::{Pending, SqlRow, SqlValue, Tx, listed};
use crate::domain::change::{Change, Record};
use crate::domain::customer::{Customer, Id, Item};
use crate::domain::text::fold_for_search;

/// The most customers looked up in one query, and the most pointers read in one.
const BATCH: usize = 256;
const PAGE: i64 = 500;

/// Whom the rows point to that bear one of some names, as folded. Pointers are few, made one by one
/// by hand: all of them are walked through by their index.
pub(super) fn ids_merged_by_name(
    tx: &mut Tx<'_>,
    names: &[String],
) -> Result<BTreeSet<Id>, StoreError> {
    let wanted: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    let sql = "SELECT merged_into, id, name FROM customer WHERE shop = $1 \
               AND merged_into IS NOT NULL AND (merged_into, id) > ($2, $3) \
               ORDER BY merged_into, id LIMIT $4";
    let (mut found, mut into, mut id) = (BTreeSet::new(), i64::MIN, 0);
    loop {
        let values: [SqlValue; 4] = [tx.shop().into(), into.into(), id.into(), PAGE.into()];
        let page = tx.query(sql, &values)?;
        if page.is_empty() {
            return Ok(found);
        }
        for mut row in page {
            (into, id) = (row.int()?, row.int()?);
            if wanted.contains(fold_for_search(&row.text()?).as_str()) {
                found.insert(into);
            }
        }
    }
}

pub(super) fn query_all<T>(
    tx: &mut Tx<'_>,
    sql: &str,
    values: &[SqlValue],
    read: impl Fn(&mut SqlRow) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    tx.query(sql, values)?.iter_mut().map(read).collect()
}

/// The customers merged into a customer.
pub(super) fn pointers(tx: &mut Tx<'_>, customer: Id) -> Result<Vec<Customer>, StoreError> {
    let sql =
        format!("SELECT {CUSTOMER} FROM customer WHERE shop = $1 AND merged_into = $2 ORDER BY id");
    query_all(
        tx,
        &sql,
        &[tx.shop().into(), customer.into()],
        row_mapping::customer,
    )
}

/// Customers by id.
type CustomersById = BTreeMap<Id, Customer>;

/// Merged customers, by the id of the one they were merged into.
type MergePointers = BTreeMap<Id, Vec<Customer>>;

/// Asks for some customers, and the rows that point to them: a text's list of their numbers, with its values.
pub(super) fn query_with_pointers(
    tx: &mut Tx<'_>,
    list: &str,
    values: &[SqlValue],
) -> Result<Pending, StoreError> {
    let sql = format!(
        "SELECT {CUSTOMER} FROM customer WHERE shop = $1 AND id IN ({list}) UNION ALL \
         SELECT {CUSTOMER} FROM customer WHERE shop = $1 AND merged_into IN ({list})"
    );
    tx.query_deferred(&sql, values)
}

/// The queried customers by id, and those merged into them.
pub(super) fn with_pointers(
    tx: &mut Tx<'_>,
    asked: Pending,
    ids: &[Id],
) -> Result<(CustomersById, MergePointers), StoreError> {
    let wanted: BTreeSet<Id> = ids.iter().copied().collect();
    let (mut customers, mut pointers) = (CustomersById::new(), MergePointers::new());
    for mut row in tx.fetch(asked)? {
        let customer = row_mapping::customer(&mut row)?;
        let kept = customer.merged_into.filter(|kept| wanted.contains(kept));
        let there = kept.map(|kept| pointers.entry(kept).or_default());
        if let Some(there) = there.filter(|there| there.iter().all(|c| c.id != customer.id)) {
            there.push(customer.clone());
        }
        if wanted.contains(&customer.id) {
            customers.insert(customer.id, customer);
        }
    }
    for also in pointers.values_mut() {
        also.sort_by_key(|c| c.id);
    }
    Ok((customers, pointers))
}

/// The references of an act that must not be to a merge pointer.
#[derive(Debug, Default)]
pub(super) struct PointerReferences {
    /// The owners of the saved rows.
    owners: BTreeSet<Id>,
    /// The senders named in them.
    senders: BTreeSet<Id>,
    /// The customers that the act merged, and into whom.
    merged: BTreeMap<Id, Id>,
}

impl PointerReferences {
    /// Adds the references of a change.
    pub(super) fn note(&mut self, change: &Change) {
        let before = match &change.before {
            Some(Record::Customer(before)) => Some(before),
            _ => None,
        };
        match &change.after {
            Some(Record::Customer(after)) => {
                let sent = after.sent_by != before.and_then(|b| b.sent_by);
                self.senders.extend(after.sent_by.filter(|_| sent));
                if let (Some(None), Some(kept)) = (before.map(|b| b.merged_into), after.merged_into)
                {
                    self.merged.insert(after.id, kept);
                }
            }
            Some(other) => {
                self.owners.insert(other.customer());
            }
            None => {}
        }
    }

    /// The change in the number of customers.
    pub(super) fn customers(change: &Change) -> i64 {
        let of = |record: &Option<Record>| match record {
            Some(Record::Customer(c)) => i64::from(c.merged_into.is_none()),
            _ => 0,
        };
        of(&change.after) - of(&change.before)
    }

    /// Refuses an act that would leave records on a pointer: either it was made from a state before a
    /// merge, or the merge was made from a state before those records. `pointers` are those among the
    /// customers it touched.
    pub(super) fn refuse(
        mut self,
        tx: &mut Tx<'_>,
        pointers: &BTreeSet<Id>,
    ) -> Result<(), StoreError> {
        if !self.owners.is_disjoint(pointers) {
            return Err(StoreError::RowConflict);
        }
        self.senders.extend(self.merged.values());
        refuse_pointers(tx, &self.senders)?;
        for (pointer, kept) in &self.merged {
            refuse_left_behind(tx, *pointer, *kept)?;
        }
        Ok(())
    }
}

/// Refuses if any of some customers is a pointer.
fn refuse_pointers(tx: &mut Tx<'_>, customers: &BTreeSet<Id>) -> Result<(), StoreError> {
    let ids: Vec<Id> = customers.iter().copied().collect();
    for batch in ids.chunks(BATCH) {
        let (values, list) = listed(tx.shop(), batch.iter().copied());
        let sql = format!(
            "SELECT id FROM customer WHERE shop = $1 AND id IN ({list}) \
             AND merged_into IS NOT NULL LIMIT 1"
        );
        if tx.query_first(&sql, &values)?.is_some() {
            return Err(StoreError::RowConflict);
        }
    }
    Ok(())
}

/// Refuses if records stay with a pointer, except an item whose label the kept customer has too.
fn refuse_left_behind(tx: &mut Tx<'_>, pointer: Id, kept: Id) -> Result<(), StoreError> {
    let who: [SqlValue; 2] = [tx.shop().into(), pointer.into()];
    for table in ["follow_up", "contact"] {
        let sql = format!("SELECT id FROM {table} WHERE shop = $1 AND customer = $2 LIMIT 1");
        if tx.query_first(&sql, &who)?.is_some() {
            return Err(StoreError::RowConflict);
        }
    }
    let sent = "SELECT id FROM customer WHERE shop = $1 AND sent_by = $2 \
                AND merged_into IS NULL LIMIT 1";
    if tx.query_first(sent, &who)?.is_some() {
        return Err(StoreError::RowConflict);
    }
    let sql = format!("SELECT {ITEM} FROM item WHERE shop = $1 AND customer = $2");
    let left: Vec<Item> = query_all(tx, &sql, &who, row_mapping::item)?;
    if left.is_empty() {
        return Ok(());
    }
    let there: Vec<Item> = query_all(
        tx,
        &sql,
        &[tx.shop().into(), kept.into()],
        row_mapping::item,
    )?;
    let labels: BTreeSet<String> = there.iter().map(|i| fold_for_search(&i.label)).collect();
    if left
        .iter()
        .all(|i| labels.contains(&fold_for_search(&i.label)))
    {
        Ok(())
    } else {
        Err(StoreError::RowConflict)
    }
}

/// Whether rows point to a customer, who cannot be deleted then.
pub(super) fn is_pointed_to(tx: &mut Tx<'_>, customer: Id) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM customer WHERE shop = $1 AND merged_into = $2 LIMIT 1";
    Ok(tx
        .query_first(sql, &[tx.shop().into(), customer.into()])?
        .is_some())
}
