//! What drafts come to, held against the customers the shop knows: the rows of one act.
//!
//! Owns which draft means whom (`match_index`), and which follow-up is there already. Several rows
//! about one customer become one change of that customer; the same file twice comes to nothing.

mod match_index;
mod row_outcome;
pub mod source;

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::change::{Change, Record};
use super::customer::{Customer, Id, Item};
use super::customer_match::ambiguity_sentence;
use super::draft::{self, Author, Draft, Reason};
use super::follow_up::{FollowUp, FollowUpKind};
use super::text::fold_for_search;
use match_index::{ImportMatch, MatchCandidate, MatchIndex};
pub use row_outcome::{FieldEdit, RowEffect, RowOutcome};

/// How many rows did what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportCounts {
    /// Customers the shop did not know.
    pub customers: usize,
    /// Rows by which a known customer is known better.
    pub changed: usize,
    /// Items the shop did not know.
    pub items: usize,
    /// Follow-ups that are new.
    pub follow_ups: usize,
    /// Rows that brought nothing new.
    pub same: usize,
    /// Rows about somebody who may be there twice then.
    pub doubles: usize,
}

impl ImportCounts {
    /// "12 new customers, 30 follow-ups".
    #[must_use]
    pub fn brought(&self) -> String {
        let of = |n: usize, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
        format!(
            "{}, {}",
            of(self.customers, "new customer"),
            of(self.follow_ups, "follow-up")
        )
    }
}

impl ImportCounts {
    /// Whether any row brought anything new.
    #[must_use]
    pub const fn is_anything_new(&self) -> bool {
        self.customers + self.changed + self.items + self.follow_ups > 0
    }
}

impl std::ops::AddAssign for ImportCounts {
    fn add_assign(&mut self, more: Self) {
        self.customers += more.customers;
        self.changed += more.changed;
        self.items += more.items;
        self.follow_ups += more.follow_ups;
        self.same += more.same;
        self.doubles += more.doubles;
    }
}

/// What makes a follow-up the same as another of one customer.
type FollowUpIdentity = (FollowUpKind, String, Option<String>);

/// A follow-up that stands, as far as it tells whether a row of a file brings another.
#[derive(Debug, Clone, Copy)]
struct ExistingFollowUp {
    /// From when it is due; `None` where the row that brought it did not say.
    due: Option<DateTime<Utc>>,
    /// When it was added, or a row of this file last said the same.
    since: DateTime<Utc>,
}

/// Whether a row that is due then says what stands already. The same words for another day are
/// another follow-up within one file (the service in June, and the one in December); against what
/// stood before, they are the same that was put off meanwhile, once for each row.
fn has_same_follow_up(
    stand: &mut [ExistingFollowUp],
    due: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> bool {
    if due.is_none() {
        return !stand.is_empty();
    }
    let at = stand.iter().position(|one| one.due == due);
    let at = at.or_else(|| stand.iter().position(|one| one.since != now));
    match at.and_then(|at| stand.get_mut(at)) {
        Some(one) => {
            *one = ExistingFollowUp { due, since: now };
            true
        }
        None => false,
    }
}

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

/// A customer, as known and with what the drafts add.
#[derive(Debug, Default)]
struct ImportTarget {
    before: Option<Customer>,
    now: Customer,
    also: Vec<Customer>,
    items: Vec<Item>,
    known_items: usize,
    labels: HashMap<String, usize>,
    made: Vec<FollowUp>,
    reasons: HashMap<FollowUpIdentity, Vec<ExistingFollowUp>>,
}

impl ImportTarget {
    /// Their item of a label.
    fn item(&self, label: Option<&str>) -> &[Item] {
        let at = label.and_then(|label| self.labels.get(&fold_for_search(label)));
        let item = at.and_then(|at| self.items.get(*at));
        item.map_or(&[], std::slice::from_ref)
    }

    fn add_item(&mut self, item: Item) {
        self.labels
            .entry(fold_for_search(&item.label))
            .or_insert(self.items.len());
        self.items.push(item);
    }
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
                due: Some(f.due_at),
                since: f.added_at,
            };
            let reason = (f.kind, fold_for_search(&f.about), label(f));
            reasons.entry(reason).or_default().push(stands);
        }
        let at = self.held.len();
        for one in under_every_name(&customer, &also) {
            self.register.index_customer(at, &one);
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

    /// Adds a draft to whom it means, or to a new customer; what that comes to.
    ///
    /// # Errors
    /// Several customers fit.
    pub fn merge_draft(&mut self, draft: Draft, pen: Author<'_>) -> Result<RowOutcome, String> {
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
        let held = whom.and_then(|at| self.held.get_mut(at));
        if let (Some(held), Some(reasoned)) = (held, &reasoned)
            && let Some(stand) = held.reasons.get_mut(reasoned)
            && has_same_follow_up(stand, due, pen.now)
        {
            draft.reason = None;
        }
        let held = whom.and_then(|at| self.held.get(at));
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
        let changes = draft::plan_changes(&draft, known, pen, -self.rows);
        let told = row_outcome::row_outcome(&draft, whom.is_none(), &changes, double);
        self.count(&told);
        let at = whom.unwrap_or(self.held.len());
        for record in changes.into_iter().filter_map(|change| change.after) {
            self.add(at, record);
        }
        if let (Some(held), Some(reasoned)) = (self.held.get_mut(at), reasoned)
            && brings
        {
            let since = pen.now;
            let stand = held.reasons.entry(reasoned).or_default();
            stand.push(ExistingFollowUp { due, since });
        }
        Ok(told)
    }

    fn count(&mut self, told: &RowOutcome) {
        self.counts.doubles += usize::from(told.double.is_some());
        match &told.did {
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
                self.register.index_customer(at, &customer);
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

/// A customer, with each of their names beside each number and address of theirs.
fn under_every_name(customer: &Customer, also: &[Customer]) -> Vec<Customer> {
    let all = || [customer].into_iter().chain(also);
    let named = |one: &Customer| {
        let name = one.name.clone();
        all().map(move |c| Customer {
            name: name.clone(),
            ..c.clone()
        })
    };
    all()
        .flat_map(|one| named(one).collect::<Vec<_>>())
        .collect()
}

fn follow_up_identity(reason: &Reason, item: Option<&str>) -> FollowUpIdentity {
    (
        reason.kind,
        fold_for_search(&reason.about),
        item.map(fold_for_search),
    )
}

#[cfg(test)]
mod tests;
