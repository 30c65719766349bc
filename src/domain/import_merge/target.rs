//! A customer rows of a file are about: as known, as they were before, and with what the rows add.
//!
//! Owns which follow-up is there already, and that what was mended here stays mended.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::domain::customer::{Customer, Item};
use crate::domain::draft::{Draft, Reason};
use crate::domain::follow_up::{FollowUp, FollowUpKind};
use crate::domain::text::fold_for_search;

/// What makes a follow-up the same as another of its kind and of one customer.
pub(super) type FollowUpIdentity = (String, Option<String>);

/// A follow-up that stands, as far as it tells whether a row of a file brings another.
#[derive(Debug, Clone, Copy)]
pub(super) struct ExistingFollowUp {
    /// Of which kind it is.
    pub(super) kind: FollowUpKind,
    /// From when it is due; `None` where the row that brought it did not say.
    pub(super) due: Option<DateTime<Utc>>,
    /// When it was added, or a row of this file last said the same.
    pub(super) since: DateTime<Utc>,
}

/// Whether a row that is due then says what stands already. The same words for another day are
/// another follow-up within one file (the service in June, and the one in December); against what
/// stood before, they are the same that was put off meanwhile, once for each row. A row that names no
/// kind says what stands, of whatever kind it was made here.
pub(super) fn has_same_follow_up(
    stand: &mut [ExistingFollowUp],
    kind: Option<FollowUpKind>,
    due: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> bool {
    let fits = |one: &ExistingFollowUp| kind.is_none_or(|kind| one.kind == kind);
    if due.is_none() {
        return stand.iter().any(fits);
    }
    let mut rows = stand.iter();
    let at = rows.position(|one| fits(one) && one.due == due);
    let mut rows = stand.iter();
    let at = at.or_else(|| rows.position(|one| fits(one) && one.since != now));
    match at.and_then(|at| stand.get_mut(at)) {
        Some(one) => {
            (one.due, one.since) = (due, now);
            true
        }
        None => false,
    }
}

/// A customer, as known and with what the drafts add.
#[derive(Debug, Default)]
pub(super) struct ImportTarget {
    pub(super) before: Option<Customer>,
    pub(super) now: Customer,
    pub(super) also: Vec<Customer>,
    /// What was known of them before it was changed here.
    pub(super) former: Vec<Customer>,
    pub(super) items: Vec<Item>,
    pub(super) known_items: usize,
    pub(super) labels: HashMap<String, usize>,
    pub(super) made: Vec<FollowUp>,
    pub(super) reasons: HashMap<FollowUpIdentity, Vec<ExistingFollowUp>>,
}

impl ImportTarget {
    /// Their item of a label.
    pub(super) fn item(&self, label: Option<&str>) -> &[Item] {
        let at = label.and_then(|label| self.labels.get(&fold_for_search(label)));
        let item = at.and_then(|at| self.items.get(*at));
        item.map_or(&[], std::slice::from_ref)
    }

    pub(super) fn add_item(&mut self, item: Item) {
        self.labels
            .entry(fold_for_search(&item.label))
            .or_insert(self.items.len());
        self.items.push(item);
    }

    /// Takes out of a draft what was changed here since a file brought it: a number that was mended
    /// stays mended, and does not come back as another one.
    pub(super) fn drop_former(&self, draft: &mut Draft) {
        if draft.wins {
            return;
        }
        let was = |is: &dyn Fn(&Customer) -> bool| self.former.iter().any(is);
        let number = draft.phone.as_ref().map(|n| n.e164.clone());
        if number.is_some() && self.now.phone != number && was(&|c| c.phone == number) {
            draft.phone = None;
        }
        let email = draft.email.as_ref().map(|e| e.to_lowercase());
        let of = |c: &Customer| c.email.as_ref().map(|e| e.to_lowercase());
        if email.is_some() && of(&self.now) != email && was(&|c| of(c) == email) {
            draft.email = None;
        }
        if draft.line.is_some() && self.now.line.is_none() && was(&|c| c.line == draft.line) {
            draft.line = None;
        }
    }
}

/// Each of a customer's names with each row that has numbers and addresses of theirs.
pub(super) fn under_every_name<'a>(
    customer: &'a Customer,
    also: &'a [Customer],
) -> impl Iterator<Item = (&'a str, &'a Customer)> {
    let all = move || [customer].into_iter().chain(also);
    all().flat_map(move |named| all().map(|one| (named.name.as_str(), one)))
}

pub(super) fn follow_up_identity(reason: &Reason, item: Option<&str>) -> FollowUpIdentity {
    (fold_for_search(&reason.about), item.map(fold_for_search))
}
