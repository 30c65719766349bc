//! What a file's drafts come to, held against the customers the shop knows: the rows of one act.
//!
//! Owns which draft means whom, and which follow-up is there already. Several rows about one
//! customer become one change of that customer; the same file twice comes to nothing.

use std::collections::{HashMap, HashSet};

use crate::domain::change::{Change, Record};
use crate::domain::customer::{Customer, Id, Item};
use crate::domain::draft::{self, Draft, Known, Pen, Reason};
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
#[derive(Debug)]
struct Held {
    before: Option<Customer>,
    now: Customer,
    items: Vec<Item>,
    known_items: usize,
    made: Vec<FollowUp>,
    reasons: HashSet<Reasoned>,
}

/// Everybody the file is about.
#[derive(Debug, Default)]
pub struct Gathering {
    held: Vec<Held>,
    by_name: HashMap<String, Vec<usize>>,
    by_number: HashMap<(String, String), Vec<usize>>,
    numberless: HashMap<String, Vec<usize>>,
    rows: Id,
    counts: Counts,
}

impl Gathering {
    /// Holds a customer the shop knows, with what is open of theirs.
    pub fn hold(&mut self, customer: Customer, items: Vec<Item>, open: &[FollowUp]) {
        let label = |f: &FollowUp| {
            let item = items.iter().find(|i| Some(i.id) == f.item);
            item.map(|i| fold(&i.label))
        };
        let reasons = open
            .iter()
            .map(|f| (f.kind, fold(&f.about), label(f)))
            .collect();
        self.index(&customer);
        self.held.push(Held {
            before: Some(customer.clone()),
            now: customer,
            known_items: items.len(),
            items,
            made: Vec::new(),
            reasons,
        });
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
            items: &held.items,
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
        let name = fold(&draft.name);
        let among = |places: Option<&Vec<usize>>, fits: &dyn Fn(&Customer) -> bool| {
            let held = places.into_iter().flatten().copied();
            let fitting = held.filter(|at| {
                let customer = self.held.get(*at).map(|h| &h.now);
                customer.is_some_and(|c| fits(c) && draft::means(draft, c))
            });
            fitting.take(4).collect::<Vec<usize>>()
        };
        let anybody = |_: &Customer| true;
        let fitting = if let Some(number) = &draft.phone {
            let key = (name, number.e164.clone());
            let own = among(self.by_number.get(&key), &anybody);
            if own.is_empty() {
                among(self.numberless.get(&key.0), &anybody)
            } else {
                own
            }
        } else {
            let places = self.by_name.get(&name);
            let own = among(places, &|c| c.email.is_some() && c.email == draft.email);
            let open = |c: &Customer| c.email.is_none() || draft.email.is_none();
            if own.is_empty() {
                among(places, &open)
            } else {
                own
            }
        };
        match fitting.as_slice() {
            [] => Ok(None),
            [only] => Ok(Some(*only)),
            several => Err(self.several(draft, several)),
        }
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
        match record {
            Record::Customer(customer) => self.put(at, customer),
            Record::Item(item) => {
                self.counts.items += 1;
                self.held
                    .get_mut(at)
                    .into_iter()
                    .for_each(|held| held.items.push(item.clone()));
            }
            Record::FollowUp(f) => {
                self.counts.follow_ups += 1;
                self.held
                    .get_mut(at)
                    .into_iter()
                    .for_each(|held| held.made.push(f.clone()));
            }
            Record::Contact(_) => {}
        }
    }

    fn put(&mut self, at: usize, customer: Customer) {
        if let Some(held) = self.held.get_mut(at) {
            let numbered = held.now.phone != customer.phone;
            let first = held.before.as_ref() == Some(&held.now);
            self.counts.changed += usize::from(first);
            held.now = customer;
            if numbered && let Some(phone) = held.now.phone.clone() {
                let key = (fold(&held.now.name), phone);
                self.by_number.entry(key).or_default().push(at);
            }
        } else {
            self.counts.customers += 1;
            self.index(&customer);
            self.held.push(Held {
                before: None,
                now: customer,
                items: Vec::new(),
                known_items: 0,
                made: Vec::new(),
                reasons: HashSet::new(),
            });
        }
    }

    /// Remembers where the next one held is to be found.
    fn index(&mut self, customer: &Customer) {
        let at = self.held.len();
        let name = fold(&customer.name);
        self.by_name.entry(name.clone()).or_default().push(at);
        match customer.phone.clone() {
            Some(phone) => self.by_number.entry((name, phone)).or_default().push(at),
            None => self.numberless.entry(name).or_default().push(at),
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
