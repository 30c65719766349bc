//! What customers were before they were changed here, for an import: the journal's states of those whom
//! a file calls otherwise than the shop does now.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::act_log::read_change;
use super::candidates::CandidateCustomer;
use super::error::StoreError;
use super::handle::Store;
use super::sql::listed;
use crate::domain::change::Record;
use crate::domain::customer::{Customer, Id};
use crate::domain::draft::Draft;
use crate::domain::import_merge::FormerRecords;
use crate::domain::text::fold_for_search;

/// The most customers looked up in one query, and the most changes read of them.
const BATCH: usize = 64;
const CHANGES: i64 = 4_096;

impl Store {
    /// What the candidates were before, those alone whom some draft may mean without saying all that
    /// is known of them now.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub(super) fn load_former(
        &mut self,
        met: &BTreeMap<Id, CandidateCustomer>,
        drafts: &[Draft],
    ) -> Result<Vec<(Id, FormerRecords)>, StoreError> {
        let said = |name: &str, phone: Option<&str>, about: Option<&str>| {
            (
                fold_for_search(name),
                phone.map(str::to_owned),
                about.map(fold_for_search),
            )
        };
        let drafted: HashSet<_> = drafts
            .iter()
            .map(|d| {
                let about = d.reason.as_ref().map(|reason| reason.about.as_str());
                said(&d.name, d.phone.as_ref().map(|n| n.e164.as_str()), about)
            })
            .collect();
        // Whoever was never changed has no former state; of whoever is said as they are, nothing is
        // missed, as long as their follow-ups are.
        let asked = |one: &CandidateCustomer| {
            let c = &one.customer;
            let mut abouts = one.follow_ups.iter().map(|f| Some(f.about.as_str()));
            let changed = c.version > 1 || one.follow_ups.iter().any(|f| f.version > 1);
            let as_they_are = |about| drafted.contains(&said(&c.name, c.phone.as_deref(), about));
            changed && !(as_they_are(None) || abouts.any(as_they_are))
        };
        let ids: Vec<Id> = met
            .iter()
            .filter(|(_, one)| asked(one))
            .map(|(id, _)| *id)
            .collect();
        let mut former = Vec::new();
        for batch in ids.chunks(BATCH) {
            let read = self.changes_of(batch)?;
            for id in batch {
                let now = met.get(id);
                let records = read.iter().filter(|record| record.customer() == *id);
                former.extend(now.map(|now| (*id, former_of(now, records))));
            }
        }
        Ok(former)
    }

    fn changes_of(&mut self, customers: &[Id]) -> Result<Vec<Record>, StoreError> {
        self.db.read(|tx| {
            let (mut values, list) = listed(tx.shop(), customers.iter().copied());
            values.push(CHANGES.into());
            let sql = format!(
                "SELECT before, after FROM change WHERE shop = $1 AND customer IN ({list}) \
                 ORDER BY customer, act, seq LIMIT ${}",
                values.len()
            );
            let mut records = Vec::new();
            for mut row in tx.query(&sql, &values)? {
                let change = read_change(&mut row)?;
                records.extend([change.before, change.after].into_iter().flatten());
            }
            Ok(records)
        })
    }
}

/// The states that differ from how a customer and their open follow-ups are now.
fn former_of<'a>(
    now: &CandidateCustomer,
    records: impl Iterator<Item = &'a Record>,
) -> FormerRecords {
    let key = |c: &Customer| {
        (
            c.name.clone(),
            c.phone.clone(),
            c.email.clone(),
            c.line.clone(),
        )
    };
    let mut known = BTreeSet::from([key(&now.customer)]);
    let mut abouts = BTreeSet::new();
    let mut former = FormerRecords::default();
    for record in records {
        match record {
            Record::Customer(c) if c.id == now.customer.id && known.insert(key(c)) => {
                former.customers.push(c.clone());
            }
            Record::FollowUp(f) => {
                let open = now.follow_ups.iter().find(|open| open.id == f.id);
                let renamed =
                    open.is_some_and(|open| (open.kind, &open.about) != (f.kind, &f.about));
                if renamed && abouts.insert((f.id, f.about.clone())) {
                    former.follow_ups.push(f.clone());
                }
            }
            _ => {}
        }
    }
    former
}
