//! What drafts come to, held against the customers the shop knows: the rows of one act.
//!
//! Owns which draft means whom (`match_index`), and which follow-up is there already. Several rows
//! about one customer become one change of that customer; the same file twice comes to nothing.

mod counts;
mod match_index;
mod row_outcome;
mod same_name;
pub(crate) mod source;
mod target;

use std::collections::HashMap;

use super::change::{Change, Record};
use super::customer::{Customer, Id, Item};
use super::customer_match::ambiguity_sentence;
use super::draft::{self, Author, Draft};
use super::follow_up::FollowUp;
use super::text::fold_for_search;
pub use counts::ImportCounts;
use match_index::{ImportMatch, MatchCandidate, MatchIndex};
pub use row_outcome::{FieldEdit, RowEffect, RowOutcome};
use target::{
    ExistingFollowUp, FollowUpIdentity, ImportTarget, follow_up_identity, has_same_follow_up,
    under_every_name,
};

/// A customer the shop knows.
#[derive(Debug)]
pub struct ImportCandidate<'a> {
    /// The customer.
    pub customer: Customer,
    /// What the shop looks after for them.
    pub items: Vec<Item>,
    /// What is open of theirs, where a draft that says the same is to add nothing.
    pub open: &'a [FollowUp],
    /// Those who turned out to be them: a row about one of these is about them.
    pub also: Vec<Customer>,
}

/// What a customer was before it was changed here, as the journal knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormerRecords {
    /// The customer's row, in each of its former states.
    pub customers: Vec<Customer>,
    /// Open follow-ups of theirs, as they were called before.
    pub follow_ups: Vec<FollowUp>,
}

/// Everybody the drafts are about.
#[derive(Debug)]
pub struct ImportMerger {
    held: Vec<ImportTarget>,
    register: MatchIndex,
    rows: Id,
    counts: ImportCounts,
}

/// A customer as they are after the drafts, with what is theirs and open: what is held of them
/// for the drafts that follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedCustomer {
    /// The customer.
    pub customer: Customer,
    /// Those who turned out to be them.
    pub also: Vec<Customer>,
    /// What the shop looks after for them.
    pub items: Vec<Item>,
    /// What was added of theirs.
    pub made: Vec<FollowUp>,
}

impl ImportMerger {
    /// Drafts of a file: whoever has the number, the source or the address is meant, as well as
    /// whoever bears the name. New rows are numbered below `rows`.
    #[must_use]
    pub fn of_a_file(rows: Id) -> Self {
        Self {
            held: Vec::new(),
            register: MatchIndex::default(),
            rows,
            counts: ImportCounts::default(),
        }
    }

    /// Holds a customer the shop knows.
    pub fn add_candidate(&mut self, known: ImportCandidate<'_>) {
        let ImportCandidate {
            customer,
            items,
            open,
            also,
        } = known;
        let labels: HashMap<Id, String> = items
            .iter()
            .map(|i| (i.id, fold_for_search(&i.label)))
            .collect();
        let label = |f: &FollowUp| f.item.and_then(|id| labels.get(&id).cloned());
        let mut reasons: HashMap<FollowUpIdentity, Vec<ExistingFollowUp>> = HashMap::new();
        for f in open {
            let stands = ExistingFollowUp {
                kind: f.kind,
                due: Some(f.due_at),
                since: f.added_at,
            };
            let reason = (fold_for_search(&f.about), label(f));
            reasons.entry(reason).or_default().push(stands);
        }
        let at = self.held.len();
        for (name, one) in under_every_name(&customer, &also) {
            self.register.index_customer(at, name, one);
        }
        let mut held = ImportTarget {
            also,
            before: Some(customer.clone()),
            now: customer,
            known_items: items.len(),
            reasons,
            ..ImportTarget::default()
        };
        for item in items {
            held.add_item(item);
        }
        self.held.push(held);
    }

    /// Tells what names stand beside each number in the drafts that follow: whom one of them means
    /// does not depend on which comes first.
    pub fn expect(&mut self, drafts: &[Draft]) {
        for draft in drafts {
            if let Some(number) = &draft.phone {
                let name = fold_for_search(&draft.name);
                self.register.write_beside(&number.e164, name);
            }
        }
    }

    /// Tells what a customer who is held was before it was changed here, and what their open
    /// follow-ups were about then.
    pub fn add_former(&mut self, customer: Id, former: FormerRecords) {
        let Some(at) = self.held.iter().position(|held| held.now.id == customer) else {
            return;
        };
        let Some(held) = self.held.get_mut(at) else {
            return;
        };
        let mut all = held.also.clone();
        all.extend(former.customers.iter().cloned());
        for (name, one) in under_every_name(&held.now, &all) {
            self.register.index_former(at, name, one);
        }
        held.former = former.customers;
        for f in former.follow_ups {
            let label = f.item.and_then(|id| held.items.iter().find(|i| i.id == id));
            let label = label.map(|item| fold_for_search(&item.label));
            let stands = ExistingFollowUp {
                kind: f.kind,
                due: Some(f.due_at),
                since: f.added_at,
            };
            let reason = (fold_for_search(&f.about), label);
            held.reasons.entry(reason).or_default().push(stands);
        }
    }

    /// Adds a draft to whom it means, or to a new customer; what that comes to.
    ///
    /// # Errors
    /// Several customers fit.
    pub fn merge_draft(&mut self, draft: Draft, author: Author<'_>) -> Result<RowOutcome, String> {
        let ImportMatch {
            whom,
            other_name,
            double,
        } = self.find_match(&draft)?;
        let mut draft = draft;
        if other_name {
            draft.also.push(format!("“{}”", draft.name));
        }
        let reasoned = draft
            .reason
            .as_ref()
            .map(|r| follow_up_identity(r, draft.item.as_deref()));
        let due = draft.reason.as_ref().and_then(|reason| reason.due);
        let kind = draft.reason.as_ref().map(|reason| reason.kind);
        let said = draft.reason.as_ref().is_some_and(|reason| !reason.guessed);
        let held = whom.and_then(|at| self.held.get_mut(at));
        if let (Some(held), Some(reasoned)) = (held, &reasoned)
            && let Some(stand) = held.reasons.get_mut(reasoned)
            && has_same_follow_up(stand, kind.filter(|_| said), due, author.now)
        {
            draft.reason = None;
        }
        let held = whom.and_then(|at| self.held.get(at));
        if let Some(held) = held {
            held.drop_former(&mut draft);
            // A file of this very shop: the number in it is their own.
            let own = |text: &String| source::is_own(text, &held.now);
            draft.source = draft.source.take().filter(|text| !own(text));
        }
        // What the file calls somebody who turned out to be another does not rename that one.
        let by_another_name = held.is_some_and(|held| {
            let name = fold_for_search(&draft.name);
            fold_for_search(&held.now.name) != name
                && held.also.iter().any(|c| fold_for_search(&c.name) == name)
        });
        draft.wins &= !by_another_name;
        let brings = draft.reason.is_some();
        self.rows += 1;
        let known = held.map(|held| draft::ExistingCustomer {
            customer: &held.now,
            items: held.item(draft.item.as_deref()),
        });
        let changes = draft::plan_changes(&draft, known, author, -self.rows);
        let outcome = row_outcome::row_outcome(&draft, whom.is_none(), &changes, double);
        self.count(&outcome);
        let at = whom.unwrap_or(self.held.len());
        for record in changes.into_iter().filter_map(|change| change.after) {
            self.add(at, record);
        }
        if let (Some(held), Some(reasoned), Some(kind)) = (self.held.get_mut(at), reasoned, kind)
            && brings
        {
            let since = author.now;
            let stand = held.reasons.entry(reasoned).or_default();
            stand.push(ExistingFollowUp { kind, due, since });
        }
        Ok(outcome)
    }

    fn count(&mut self, outcome: &RowOutcome) {
        self.counts.doubles += usize::from(outcome.double.is_some());
        match &outcome.did {
            RowEffect::Created => self.counts.customers += 1,
            RowEffect::Unchanged => self.counts.same += 1,
            RowEffect::Updated(edits) => {
                let own = edits.iter().any(FieldEdit::is_of_the_customer);
                self.counts.changed += usize::from(own);
            }
        }
    }

    /// Whom a draft means.
    fn find_match(&self, draft: &Draft) -> Result<ImportMatch, String> {
        let whose = |at: usize| {
            let held = self.held.get(at)?;
            Some(MatchCandidate {
                customer: &held.now,
                also: &held.also,
                former: &held.former,
            })
        };
        self.register.find_match(draft, whose).map_err(|several| {
            let held = several.iter().filter_map(|at| self.held.get(*at));
            let fitting: Vec<&Customer> = held.map(|h| &h.now).collect();
            ambiguity_sentence(&draft.name, fitting.into_iter())
        })
    }

    /// Puts a record of a draft where it belongs.
    fn add(&mut self, at: usize, record: Record) {
        match (record, self.held.get_mut(at)) {
            (Record::Customer(customer), Some(held)) => {
                self.register.index_changes(at, &held.now, &customer);
                held.now = customer;
            }
            (Record::Customer(customer), None) => {
                self.register.index_customer(at, &customer.name, &customer);
                let now = customer;
                self.held.push(ImportTarget {
                    now,
                    ..ImportTarget::default()
                });
            }
            (Record::Item(item), Some(held)) => {
                self.counts.items += 1;
                held.add_item(item);
            }
            (Record::FollowUp(f), Some(held)) => {
                self.counts.follow_ups += 1;
                held.made.push(f);
            }
            (Record::Item(_) | Record::FollowUp(_) | Record::Contact(_), _) => {}
        }
    }

    /// How many rows did what, so far.
    #[must_use]
    pub const fn counts(&self) -> ImportCounts {
        self.counts
    }

    /// Under which number the next new row goes.
    #[must_use]
    pub const fn rows(&self) -> Id {
        self.rows
    }

    /// Everybody the drafts add something to, as they are then.
    #[must_use]
    pub fn into_merged_customers(self) -> Vec<MergedCustomer> {
        let touched = |held: &ImportTarget| {
            held.before.as_ref() != Some(&held.now)
                || held.items.len() > held.known_items
                || !held.made.is_empty()
        };
        let after = |held: ImportTarget| MergedCustomer {
            customer: held.now,
            also: held.also,
            items: held.items,
            made: held.made,
        };
        self.held.into_iter().filter(touched).map(after).collect()
    }

    /// The rows of the act: each customer once, then what is theirs.
    #[must_use]
    pub fn changes(self) -> Vec<Change> {
        let mut changes = Vec::new();
        for held in self.held {
            match held.before {
                None => changes.push(Change::made(Record::Customer(held.now))),
                Some(before) if before != held.now => {
                    let change = Change::of(Record::Customer(before), Record::Customer(held.now));
                    changes.push(change);
                }
                Some(_) => {}
            }
            let items = held
                .items
                .into_iter()
                .skip(held.known_items)
                .map(Record::Item);
            let made = held.made.into_iter().map(Record::FollowUp);
            changes.extend(items.chain(made).map(Change::made));
        }
        changes
    }
}

#[cfg(test)]
mod tests;
