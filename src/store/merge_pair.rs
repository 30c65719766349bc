//! Two customers that may be the same person: all their records, read before they are merged.

use super::error::StoreError;
use super::handle::Store;
use super::merge_pointers::{pointers, query_all};
use super::row_mapping::{self, CONTACT, CUSTOMER, FOLLOW_UP, ITEM};
use super::sql::{SqlValue, Tx};
use super::summaries::{entries, page};
use crate::domain::contact::Contact;
use crate::domain::customer::{Id, Item};
use crate::domain::merge::{CustomerRecords, MergePair};
use crate::domain::summary::CustomerSummary;

impl Store {
    /// Two customers, the second with all their records; `None` if one of them does not exist, or was merged
    /// already.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine.
    pub fn load_merge_pair(
        &mut self,
        kept: Id,
        other: Id,
    ) -> Result<Option<MergePair>, StoreError> {
        self.db.read(|tx| {
            let (Some(kept), Some(other)) = (page(tx, &[kept])?.pop(), page(tx, &[other])?.pop())
            else {
                return Ok(None);
            };
            let other = load_merge_side(tx, other)?;
            Ok(Some(MergePair { kept, other }))
        })
    }

    /// The customer of an id; for a merged one, the customer it was merged into.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine.
    pub fn who_is(&mut self, customer: Id) -> Result<Option<CustomerSummary>, StoreError> {
        self.db.read(|tx| {
            let found = entries(tx, &[customer], i64::MAX)?.pop();
            match found.as_ref().and_then(|e| e.customer.merged_into) {
                Some(kept) => Ok(page(tx, &[kept])?.pop()),
                None => Ok(found),
            }
        })
    }
}

/// Reads all records of a customer.
fn load_merge_side(tx: &mut Tx<'_>, entry: CustomerSummary) -> Result<CustomerRecords, StoreError> {
    let who: [SqlValue; 2] = [tx.shop().into(), entry.customer.id.into()];
    let of = |columns: &str, table: &str| {
        format!("SELECT {columns} FROM {table} WHERE shop = $1 AND customer = $2")
    };
    let sent = format!(
        "SELECT {CUSTOMER} FROM customer WHERE shop = $1 AND sent_by = $2 \
         AND merged_into IS NULL ORDER BY id"
    );
    let mut follow_ups = query_all(
        tx,
        &of(FOLLOW_UP, "follow_up"),
        &who,
        row_mapping::follow_up,
    )?;
    follow_ups.sort_by_key(|f| f.id);
    let mut contacts: Vec<Contact> =
        query_all(tx, &of(CONTACT, "contact"), &who, row_mapping::contact)?;
    contacts.sort_by_key(|c| c.id);
    let mut items: Vec<Item> = query_all(tx, &of(ITEM, "item"), &who, row_mapping::item)?;
    items.sort_by_key(|i| i.id);
    Ok(CustomerRecords {
        items,
        follow_ups,
        contacts,
        sent: query_all(tx, &sent, &who, row_mapping::customer)?,
        also: pointers(tx, entry.customer.id)?,
        customer: entry.customer,
    })
}
