//! What customers were before they were changed here, for an import: the journal's states of those whom
//! a file calls otherwise than the shop does now.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::act_log::read_change;
use super::error::StoreError;
use super::handle::Store;
use super::sql::listed;
use super::summaries::CustomerRows;
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
        met: &BTreeMap<Id, CustomerRows>,
        drafts: &[Draft],
    ) -> Result<Vec<(Id, FormerRecords)>, StoreError> {
        let mut drafted: HashMap<(String, Option<&str>), Vec<&Draft>> = HashMap::new();
        for draft in drafts {
            let number = draft.phone.as_ref().map(|n| n.e164.as_str());
            let named = (fold_for_search(&draft.name), number);
            drafted.entry(named).or_default().push(draft);
        }
        // Whoever was never changed has no former state.
        let asked = |one: &CustomerRows| {
            let c = &one.customer;
            let changed = c.version > 1 || one.follow_ups.iter().any(|f| f.version > 1);
            let same = drafted.get(&(fold_for_search(&c.name), c.phone.as_deref()));
            changed && same.is_none_or(|drafts| !drafts.iter().all(|d| says_no_more(d, one)))
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

/// Whether a draft with a customer's name and number says nothing else than is known of them now.
fn says_no_more(draft: &Draft, known: &CustomerRows) -> bool {
    let lower = |email: &Option<String>| email.as_deref().map(str::to_lowercase);
    let email = draft.email.is_none() || lower(&draft.email) == lower(&known.customer.email);
    let line = draft.line.is_none() || known.customer.line.is_some();
    let about = draft
        .reason
        .as_ref()
        .map(|reason| fold_for_search(&reason.about));
    let open = about.is_none_or(|about| {
        let mut open = known.follow_ups.iter();
        open.any(|f| fold_for_search(&f.about) == about)
    });
    email && line && open
}

/// The states that differ from how a customer and their open follow-ups are now.
fn former_of<'a>(now: &CustomerRows, records: impl Iterator<Item = &'a Record>) -> FormerRecords {
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
