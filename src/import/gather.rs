//! What a file's drafts come to, held against the customers the shop knows: the rows of one act.
//!
//! Owns which draft means whom, and which follow-up is there already. Several rows about one
//! customer become one change of that customer; the same file twice comes to nothing.

use std::collections::{HashMap, HashSet};

use super::register::Register;
use crate::domain::change::{Change, Record};
use crate::domain::customer::{Customer, Id, Item};
use crate::domain::draft::{self, Draft, Known, Pen, Reason};
use crate::domain::entry::Entry;
use crate::domain::follow_up::{FollowUp, Kind};
use crate::domain::words::fold;

/// How many rows did what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Customers the shop did not know.
    pub customers: usize,
    /// Known customers of whom the file knew more.
    pub changed: usize,
    /// Items the shop did not know.
    pub items: usize,
    /// Follow-ups that are new.
    pub follow_ups: usize,
    /// Rows that brought nothing new.
    pub same: usize,
}

/// What makes a follow-up the same as another of one customer.
type Reasoned = (Kind, String, Option<String>);

/// A customer, as known and with what the file adds.
#[derive(Debug, Default)]
struct Held {
    before: Option<Customer>,
    now: Customer,
    /// Those who turned out to be them: a row about one of these is about them.
    also: Vec<Customer>,
    items: Vec<Item>,
    known_items: usize,
    labels: HashMap<String, usize>,
    made: Vec<FollowUp>,
    reasons: HashSet<Reasoned>,
}

impl Held {
    /// Whether a draft is about them.
    fn is_meant(&self, draft: &Draft) -> bool {
        draft::means(draft, &self.now, &self.also)
    }

    /// Their item of a label.
    fn item(&self, label: Option<&str>) -> &[Item] {
        let at = label.and_then(|label| self.labels.get(&fold(label)));
        let item = at.and_then(|at| self.items.get(*at));
        item.map_or(&[], std::slice::from_ref)
    }

    fn add_item(&mut self, item: Item) {
        self.labels
            .entry(fold(&item.label))
            .or_insert(self.items.len());
        self.items.push(item);
    }
}

/// Everybody the file is about.
#[derive(Debug, Default)]
pub struct Gathering {
    held: Vec<Held>,
    register: Register,
    rows: Id,
    counts: Counts,
}

impl Gathering {
    /// Holds a customer the shop knows, with what is open of theirs, and those who turned out to be
    /// them.
    pub fn hold(&mut self, known: Entry, open: &[FollowUp]) {
        let Entry {
            customer,
            items,
            also,
            ..
        } = known;
        let labels: HashMap<Id, String> = items.iter().map(|i| (i.id, fold(&i.label))).collect();
        let label = |f: &FollowUp| f.item.and_then(|id| labels.get(&id).cloned());
        let reasons = open
            .iter()
            .map(|f| (f.kind, fold(&f.about), label(f)))
            .collect();
        for one in under_every_name(&customer, &also) {
            self.register.enter(self.held.len(), &one);
        }
        let mut held = Held {
            also,
            before: Some(customer.clone()),
            now: customer,
            known_items: items.len(),
            reasons,
            ..Held::default()
        };
        for item in items {
            held.add_item(item);
        }
        self.held.push(held);
    }

    /// Adds a draft to whom it means, or to a new customer.
    ///
    /// # Errors
    /// Several customers fit.
    pub fn take(&mut self, draft: Draft, pen: Pen<'_>) -> Result<(), String> {
        let whom = self.meant(&draft)?;
        let mut draft = draft;
        let reasoned = draft
            .reason
            .as_ref()
            .map(|r| reasoned(r, draft.item.as_deref()));
        if let (Some(at), Some(reasoned)) = (whom, &reasoned)
            && self
                .held
                .get(at)
                .is_some_and(|held| held.reasons.contains(reasoned))
        {
            draft.reason = None;
        }
        self.rows += 1;
        let held = whom.and_then(|at| self.held.get(at));
        let known = held.map(|held| Known {
            customer: &held.now,
            items: held.item(draft.item.as_deref()),
        });
        let changes = draft::rows(&draft, known, pen, -self.rows);
        if changes.is_empty() {
            self.counts.same += 1;
        }
        let at = whom.unwrap_or(self.held.len());
        for record in changes.into_iter().filter_map(|change| change.after) {
            self.add(at, record);
        }
        if let (Some(held), Some(reasoned)) = (self.held.get_mut(at), reasoned) {
            held.reasons.insert(reasoned);
        }
        Ok(())
    }

    /// Whom a draft means: with its own number or e-mail first, then whoever it may be.
    fn meant(&self, draft: &Draft) -> Result<Option<usize>, String> {
        for places in self.register.places(draft) {
            let means = |at: &usize| {
                let held = self.held.get(*at);
                held.is_some_and(|held| held.is_meant(draft))
            };
            let mut fitting: Vec<usize> = Vec::new();
            for at in places.iter().copied().filter(means) {
                if fitting.len() < 4 && !fitting.contains(&at) {
                    fitting.push(at);
                }
            }
            match fitting.as_slice() {
                [] => {}
                [only] => return Ok(Some(*only)),
                several => return Err(self.several(draft, several)),
            }
        }
        Ok(None)
    }

    fn several(&self, draft: &Draft, places: &[usize]) -> String {
        let customers = places
            .iter()
            .filter_map(|at| self.held.get(*at))
            .map(|h| &h.now);
        let listed: Vec<String> = customers.take(3).map(one_of).collect();
        let more = if places.len() > 3 { " and more" } else { "" };
        format!(
            "“{}” may be any of {}{more}: give the number or the e-mail of the one meant",
            draft.name,
            listed.join(", ")
        )
    }

    /// Puts a record of a draft where it belongs.
    fn add(&mut self, at: usize, record: Record) {
        match (record, self.held.get_mut(at)) {
            (Record::Customer(customer), Some(held)) => {
                self.register.note(at, &held.now, &customer);
                let first = held.before.as_ref() == Some(&held.now);
                self.counts.changed += usize::from(first);
                held.now = customer;
            }
            (Record::Customer(customer), None) => {
                self.counts.customers += 1;
                self.register.enter(at, &customer);
                let now = customer;
                self.held.push(Held {
                    now,
                    ..Held::default()
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
    pub const fn counts(&self) -> Counts {
        self.counts
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

fn reasoned(reason: &Reason, item: Option<&str>) -> Reasoned {
    (reason.kind, fold(&reason.about), item.map(fold))
}

/// A customer as one tells them from another of the same name: "3 Ben Ali 020 7946 0000".
#[must_use]
pub fn one_of(customer: &Customer) -> String {
    let id = if customer.id > 0 {
        format!("{} ", customer.id)
    } else {
        String::new()
    };
    let reach = customer
        .number()
        .or(customer.email.as_deref())
        .unwrap_or("without a number");
    format!("{id}{} {reach}", customer.name)
}
