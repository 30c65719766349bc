//! What the suites share: a shop in a folder of its own, and acts written as briefly as they are said.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    reason = "each suite uses its own part of it"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod backend;
pub mod fault_log;

use std::path::Path;

use chrono::{DateTime, Utc};
use uuid::Uuid;

pub use backend::{Backend, FileBackend};
use checkback::clock::Clock;
use checkback::config::Config;
use checkback::domain::change::{Act, Change, EntityKind, Record};
use checkback::domain::contact::Contact;
use checkback::domain::customer::{Customer, Id};
use checkback::domain::draft::{self, Author, Draft, ExistingCustomer, Reason};
use checkback::domain::follow_up::{FollowUp, FollowUpKind, Severity};
use checkback::domain::outcome::ChangePlan;
use checkback::domain::rules::Rules;
use checkback::store::{CustomerSummary, SavedAct, Store, StoreError};

/// The counter acts are done at where a test does not say.
pub const COUNTER: &str = "counter";

/// An instant in RFC 3339.
pub fn at(text: &str) -> DateTime<Utc> {
    Clock::at(text).unwrap().now()
}

/// PRODUCT's rules, in London.
pub fn rules() -> Rules {
    let text = "[shop]\nzone = \"Europe/London\"\nowner = \"Joe\"\nstaff = [\"Tom\"]";
    Config::read(text, Path::new("config.toml")).unwrap().rules
}

/// A shop: its store, its rules, and where its rows are.
pub struct TestShop<P> {
    pub store: Store,
    pub rules: Rules,
    pub place: P,
}

/// Where the shops of a suite are: in files. The suites that run on a server too say so there.
pub type SuiteBackend = FileBackend;

/// A shop where those of the suite are.
pub type Shop = TestShop<SuiteBackend>;

impl<P: Backend> TestShop<P> {
    pub fn new() -> Self {
        let (place, rules) = (P::fresh(), rules());
        Self {
            store: place.open(rules.calendar.clone()),
            rules,
            place,
        }
    }

    /// A shop that does not wait for the disk: for tests of many acts.
    pub fn hurried() -> Self {
        let (place, rules) = (P::fresh(), rules());
        Self {
            store: place.open_hurried(rules.calendar.clone()),
            rules,
            place,
        }
    }

    /// Another program's window on the same shop.
    pub fn second(&self) -> Store {
        self.place.open(self.rules.calendar.clone())
    }

    /// Closes the shop and opens it again.
    pub fn reopened(self) -> Self {
        let Self {
            store,
            rules,
            place,
        } = self;
        drop(store);
        Self {
            store: place.open(rules.calendar.clone()),
            rules,
            place,
        }
    }

    pub fn entry(&mut self, customer: Id) -> CustomerSummary {
        self.entries(&[customer]).remove(0)
    }

    pub fn entries(&mut self, customers: &[Id]) -> Vec<CustomerSummary> {
        self.store.entries(customers).unwrap()
    }

    /// Everybody, by name.
    pub fn everybody(&mut self) -> Vec<CustomerSummary> {
        let rows = self
            .store
            .customers(&checkback::store::Seek::Start, 10_000)
            .unwrap();
        rows.into_iter().map(|(_, entry)| entry).collect()
    }

    /// A new customer with a reason to ring, as a draft brings them.
    pub fn add(&mut self, draft: &Draft, now: DateTime<Utc>) -> CustomerSummary {
        let changes = draft::plan_changes(draft, None, Author { now, by: "Tom" }, -1);
        let saved = self.save(changes, now).unwrap();
        let customer = saved.first(EntityKind::Customer).unwrap().id();
        self.entry(customer)
    }

    /// One more reason to ring for somebody known.
    pub fn add_to(
        &mut self,
        entry: &CustomerSummary,
        reason: Reason,
        now: DateTime<Utc>,
    ) -> CustomerSummary {
        let draft = Draft {
            name: entry.customer.name.clone(),
            reason: Some(reason),
            ..Draft::default()
        };
        self.bring(entry, &draft, now)
    }

    /// More of somebody known, as a draft brings it.
    pub fn bring(
        &mut self,
        entry: &CustomerSummary,
        draft: &Draft,
        now: DateTime<Utc>,
    ) -> CustomerSummary {
        let known = ExistingCustomer {
            customer: &entry.customer,
            items: &entry.items,
        };
        let changes = draft::plan_changes(draft, Some(known), Author { now, by: "Tom" }, -1);
        self.save(changes, now).unwrap();
        self.entry(entry.customer.id)
    }

    pub fn save(
        &mut self,
        changes: Vec<Change>,
        now: DateTime<Utc>,
    ) -> Result<SavedAct, StoreError> {
        self.store.save(&act(changes, now))
    }

    pub fn done(&mut self, done: ChangePlan, now: DateTime<Utc>) -> SavedAct {
        self.save(done.changes, now).unwrap()
    }

    pub fn undo(&mut self, now: DateTime<Utc>) -> Result<String, StoreError> {
        self.store
            .undo(Uuid::now_v7(), now, "Tom", COUNTER)
            .map(|turned| turned.what)
    }

    pub fn redo(&mut self, now: DateTime<Utc>) -> Result<String, StoreError> {
        self.store
            .redo(Uuid::now_v7(), now, "Tom", COUNTER)
            .map(|turned| turned.what)
    }
}

/// An act of this counter.
pub fn act(changes: Vec<Change>, now: DateTime<Utc>) -> Act {
    Act {
        id: Uuid::now_v7(),
        what: "did something".to_owned(),
        customer: None,
        at: now,
        by: "Tom".to_owned(),
        counter: COUNTER.to_owned(),
        changes,
    }
}

/// An act of another name.
pub fn named(what: &str, changes: Vec<Change>, now: DateTime<Utc>) -> Act {
    Act {
        what: what.to_owned(),
        ..act(changes, now)
    }
}

/// A customer of a name, and nothing more.
pub fn customer(id: Id, name: &str) -> Customer {
    Customer {
        id,
        name: name.to_owned(),
        added_at: at("2026-01-05T09:00:00Z"),
        ..Customer::default()
    }
}

/// A draft of a customer with one reason to ring.
pub fn draft(name: &str, reason: Reason) -> Draft {
    Draft {
        name: name.to_owned(),
        reason: Some(reason),
        ..Draft::default()
    }
}

/// A reason of a kind that is due at once.
pub fn reason(kind: FollowUpKind, about: &str) -> Reason {
    Reason {
        about: about.to_owned(),
        kind,
        guessed: false,
        severity: None,
        quote: None,
        due: None,
        promise: None,
        owner: None,
        note: None,
    }
}

/// A red finding that is due at once.
pub fn red(about: &str) -> Reason {
    Reason {
        severity: Some(Severity::Red),
        ..reason(FollowUpKind::Finding, about)
    }
}

pub fn made(record: Record) -> Change {
    Change::made(record)
}

/// A customer's row before and after.
pub fn edited(before: &Customer, edit: impl FnOnce(&mut Customer)) -> Change {
    let mut after = before.clone();
    edit(&mut after);
    Change::of(Record::Customer(before.clone()), Record::Customer(after))
}

pub fn follow_ups(saved: &SavedAct) -> Vec<&FollowUp> {
    let mut found = Vec::new();
    for record in &saved.records {
        if let Record::FollowUp(f) = record {
            found.push(f);
        }
    }
    found
}

pub fn contact(saved: &SavedAct) -> &Contact {
    match saved.first(EntityKind::Contact) {
        Some(Record::Contact(c)) => c,
        other => panic!("no contact: {other:?}"),
    }
}

/// How many there are, as the store counts.
pub fn count<T>(of: &[T]) -> i64 {
    i64::try_from(of.len()).unwrap()
}

/// A small random number generator (xorshift64*), the same on every machine.
#[derive(Debug, Clone)]
pub struct SeededRng(u64);

impl SeededRng {
    pub const fn new(seed: u64) -> Self {
        Self(seed ^ 0x9E37_79B9_7F4A_7C15)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// 0 to `sides - 1`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        (self.next() >> 11) % sides
    }

    /// From one number to another, that one left out.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        from + i64::try_from(self.roll(u64::try_from(to - from).unwrap())).unwrap()
    }

    /// So many times in a hundred.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.roll(100) < percent
    }

    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        let n = usize::try_from(self.roll(of.len() as u64)).unwrap();
        of[n]
    }
}
