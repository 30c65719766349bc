//! The made-up shop: a garage's day, replayed from assets/demo.toml through the shop's own rules.
//!
//! Owns the order of that file's events; `demo_file` owns its shape. What follows from each is the domain's
//! word, and what is kept of it the store's: nothing is put into a table that a day's work at the
//! counter could not have left there.

mod demo_file;

use std::path::Path;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::config::Config;
use crate::domain::change::{Act, Change, EntityKind, Record};
use crate::domain::contact::{Contact, Direction, Feeling, Outcome};
use crate::domain::customer::Id;
use crate::domain::customer_detail::CustomerDetail;
use crate::domain::draft::{self, Author, Draft, ExistingCustomer, Reason};
use crate::domain::follow_up::{FollowUp, FollowUpState};
use crate::domain::hours::{DaySpan, WeekHours};
use crate::domain::outcome::{ChangePlan, ResultEntry};
use crate::domain::phone::{self, PhoneError, Region};
use crate::domain::rules::Rules;
use crate::domain::validation;
use crate::explain;
use crate::store::{CustomerSummary, OpenOptions, Store, StoreError};
use demo_file::{
    DemoCustomer, DemoEvent, DemoFile, DemoFollowUp, DemoResult, DemoShop, FollowUpRef, instant,
};

/// The made-up shop, compiled in.
const DEMO: &str = include_str!("../assets/demo.toml");

/// The counter its history was written at: none that undo could reach.
const COUNTER: &str = "demo-history";

/// Why the made-up shop could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The file compiled in does not read; a test keeps it so that it does.
    #[error("the demo compiled in is wrong: {0}")]
    InvalidFile(String),
    /// A number in it is none.
    #[error("the demo compiled in is wrong: {0}")]
    Phone(#[from] PhoneError),
    /// The database did not take it.
    #[error("{}", explain::store_error(.0))]
    Store(StoreError),
}

// Its sentence says it all: a cause behind it would say it twice.
impl From<StoreError> for DemoError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Fills an empty store with the made-up shop's history up to now, and puts the shop's name, staff
/// and hours in force: open every day, so that its day works whenever somebody looks at it.
///
/// # Errors
/// What stood in the way.
pub fn build(store: &mut Store, config: &mut Config, now: DateTime<Utc>) -> Result<(), DemoError> {
    let file: DemoFile = toml::from_str(DEMO).map_err(|e| DemoError::InvalidFile(e.to_string()))?;
    move_in(file.shop, &mut config.rules);
    let calendar = config.rules.calendar.clone();
    let mut events: Vec<(DateTime<Utc>, usize, &DemoEvent)> = Vec::new();
    for (who, person) in file.customer.iter().enumerate() {
        for event in &person.event {
            events.push((instant(&event.at, now, &calendar)?, who, event));
        }
    }
    // In order of time, and as the file has it where that is the same.
    events.sort_by_key(|(at, who, _)| (*at, *who));
    let mut shop = HistoryReplay {
        store,
        rules: &config.rules,
        region: &config.region,
        now,
    };
    let mut known: Vec<Option<ReplayedCustomer>> = file.customer.iter().map(|_| None).collect();
    for (at, who, event) in events {
        let (Some(person), Some(known)) = (file.customer.get(who), known.get_mut(who)) else {
            continue;
        };
        let acquaintance = match known {
            Some(there) => there,
            None => known.insert(shop.add_customer(person, at, &event.by)?),
        };
        shop.replay_event(event, at, acquaintance)?;
    }
    Ok(())
}

/// The shop's own settings, with hours on which every made-up day works.
fn move_in(shop: DemoShop, rules: &mut Rules) {
    rules.shop = shop.name;
    rules.staff = shop.staff;
    rules.owner = shop.owner;
    rules.trade = Some("garage".to_owned());
    "vehicle".clone_into(&mut rules.item_word);
    let every_day = |span| WeekHours(std::array::from_fn(|_| vec![span]));
    rules.calendar.opening = every_day(DaySpan::new((8, 30), (17, 30)));
    rules.calendar.calling = every_day(DaySpan::new((0, 0), (24, 0)));
    rules.calendar.holidays.clear();
}

/// A customer of the file as the store knows them.
#[derive(Debug)]
struct ReplayedCustomer {
    customer: Id,
    /// Their items, in the file's order.
    items: Vec<Id>,
    /// The follow-ups the file added, in its order.
    added: Vec<Id>,
}

/// The replaying of a history.
struct HistoryReplay<'a> {
    store: &'a mut Store,
    rules: &'a Rules,
    region: &'a Region,
    now: DateTime<Utc>,
}

impl HistoryReplay<'_> {
    /// Enters a customer of the file, with everything the shop looks after for them.
    fn add_customer(
        &mut self,
        person: &DemoCustomer,
        at: DateTime<Utc>,
        by: &str,
    ) -> Result<ReplayedCustomer, DemoError> {
        let number = person.phone.as_deref();
        let hours = person.hours.iter();
        let hours = hours.map(|hours| {
            let read = validation::detail(CustomerDetail::Hours, hours)?;
            Ok((CustomerDetail::Hours, read))
        });
        let draft = Draft {
            name: person.name.clone(),
            phone: number.map(|n| phone::read(n, self.region)).transpose()?,
            email: person.email.clone(),
            line: person.line.clone(),
            details: hours
                .collect::<Result<_, _>>()
                .map_err(DemoError::InvalidFile)?,
            ..Draft::default()
        };
        let mut changes = draft::plan_changes(&draft, None, Author { now: at, by }, -1);
        for (label, number) in person.items.iter().zip(1..) {
            draft::find_or_add_item(label, -1, &[], -number, &mut changes);
        }
        let what = "added the customer".to_owned();
        let records = self.save(what, at, by, changes)?;
        let of = |noun| {
            records
                .iter()
                .filter(move |r| r.noun() == noun)
                .map(Record::id)
        };
        Ok(ReplayedCustomer {
            customer: of(EntityKind::Customer).next().unwrap_or_default(),
            items: of(EntityKind::Item).collect(),
            added: Vec::new(),
        })
    }

    /// One event: something is added, or a contact is made.
    fn replay_event(
        &mut self,
        event: &DemoEvent,
        at: DateTime<Utc>,
        whom: &mut ReplayedCustomer,
    ) -> Result<(), DemoError> {
        let entries = self.store.entries(&[whom.customer])?;
        let Some(entry) = entries.first() else {
            return Err(DemoError::InvalidFile(format!(
                "nobody there at {}",
                event.at
            )));
        };
        if let Some(added) = &event.add {
            return self.add(added, event, at, entry, whom);
        }
        let Some(outcome) = event.outcome else {
            return Err(DemoError::InvalidFile(format!(
                "nothing happens at {}",
                event.at
            )));
        };
        let scene = entry.scene(self.rules, at, &event.by);
        let direction = event.direction.unwrap_or(Direction::Outward);
        let mut done = match outcome {
            Outcome::Reached => {
                let said = result_entries(&event.results, entry, whom)?;
                scene.record_reached(&said, direction, None)
            }
            Outcome::WrongNumber => scene.record_wrong_number(),
            unanswered => scene.record_unanswered(unanswered, None),
        };
        afterwards(&mut done, event);
        let what = done
            .came_to(&self.rules.currency)
            .unwrap_or_else(|| outcome.spoken().to_lowercase());
        let records = self.save(what, at, &event.by, done.changes)?;
        if event.feeling == Some(Feeling::Unhappy) {
            self.unhappy(&records, at, &event.by, whom.customer)?;
        }
        Ok(())
    }

    /// A follow-up of the file.
    fn add(
        &mut self,
        added: &DemoFollowUp,
        event: &DemoEvent,
        at: DateTime<Utc>,
        entry: &CustomerSummary,
        whom: &mut ReplayedCustomer,
    ) -> Result<(), DemoError> {
        let time = |text: &Option<String>| {
            let text = text.as_deref();
            text.map(|t| instant(t, self.now, &self.rules.calendar))
                .transpose()
        };
        let reason = Reason {
            about: added.about.clone(),
            kind: added.kind,
            guessed: false,
            severity: added.severity,
            quote: added.quote,
            due: time(&added.due)?,
            promise: time(&added.promise)?,
            owner: added.owner.clone(),
            note: None,
        };
        let draft = Draft {
            name: entry.customer.name.clone(),
            reason: Some(reason),
            ..Draft::default()
        };
        let known = ExistingCustomer {
            customer: &entry.customer,
            items: &entry.items,
        };
        let pen = Author {
            now: at,
            by: &event.by,
        };
        let mut changes = draft::plan_changes(&draft, Some(known), pen, -1);
        let number = added.item.and_then(|n| n.checked_sub(1));
        let item = number.and_then(|n| whom.items.get(n).copied());
        for f in changes
            .iter_mut()
            .filter_map(|c| c.after.as_mut().and_then(follow_up))
        {
            f.item = item;
            f.playbook.clone_from(&added.playbook);
            let playbook = f
                .playbook
                .as_deref()
                .and_then(|name| self.rules.playbooks.named(name));
            f.marketing = playbook.and_then(|p| p.marketing).unwrap_or(f.marketing);
        }
        let what = format!("added: {}", added.about);
        let mut records = self.save(what, at, &event.by, changes)?;
        let ids = records.iter_mut().filter_map(follow_up).map(|f| f.id);
        whom.added.extend(ids);
        Ok(())
    }

    /// They felt unhappy at the end: the domain sees to it that the owner rings.
    fn unhappy(
        &mut self,
        records: &[Record],
        at: DateTime<Utc>,
        by: &str,
        customer: Id,
    ) -> Result<(), DemoError> {
        let Some(contact) = records.iter().find_map(contact) else {
            return Ok(());
        };
        let entries = self.store.entries(&[customer])?;
        let Some(entry) = entries.first() else {
            return Ok(());
        };
        let mut done = entry
            .scene(self.rules, at, by)
            .record_feeling(contact, Feeling::Unhappy);
        done.changes.retain(|c| c.before != c.after);
        if done.changes.is_empty() {
            return Ok(());
        }
        self.save("felt unhappy".to_owned(), at, by, done.changes)?;
        Ok(())
    }

    fn save(
        &mut self,
        what: String,
        at: DateTime<Utc>,
        by: &str,
        changes: Vec<Change>,
    ) -> Result<Vec<Record>, StoreError> {
        let saved = self.store.save(&Act {
            id: Uuid::now_v7(),
            what,
            customer: None,
            at,
            by: by.to_owned(),
            counter: COUNTER.to_owned(),
            changes,
        })?;
        Ok(saved.records)
    }
}

fn follow_up(record: &mut Record) -> Option<&mut FollowUp> {
    match record {
        Record::FollowUp(f) => Some(f),
        _ => None,
    }
}

fn contact(record: &Record) -> Option<&Contact> {
    match record {
        Record::Contact(c) => Some(c),
        _ => None,
    }
}

/// The note and the feeling, on the contact that was just made.
fn afterwards(done: &mut ChangePlan, event: &DemoEvent) {
    for change in &mut done.changes {
        if let Some(Record::Contact(contact)) = &mut change.after {
            contact.note.clone_from(&event.note);
            contact.feeling = event.feeling;
        }
    }
}

/// What came of each follow-up, by the store's numbers.
fn result_entries(
    results: &[DemoResult],
    entry: &CustomerSummary,
    whom: &ReplayedCustomer,
) -> Result<Vec<ResultEntry>, DemoError> {
    let newest = || {
        let waiting = entry
            .follow_ups
            .iter()
            .filter(|f| f.state != FollowUpState::Closed);
        waiting.map(|f| f.id).max()
    };
    results
        .iter()
        .map(|came| {
            let follow_up = match &came.of {
                FollowUpRef::Nth(n) => n.checked_sub(1).and_then(|n| whom.added.get(n).copied()),
                FollowUpRef::Word(word) if word == "last" => newest(),
                FollowUpRef::Word(_) => None,
            };
            let open = |id: &Id| entry.follow_ups.iter().any(|f| f.id == *id);
            let follow_up = follow_up.filter(open).ok_or_else(|| {
                let name = &entry.customer.name;
                DemoError::InvalidFile(format!("{name}: no such follow-up is open: {:?}", came.of))
            })?;
            Ok(ResultEntry {
                follow_up,
                result: came.result,
                words: came.words.clone(),
                amount: came.amount,
            })
        })
        .collect()
}

/// A store for the made-up shop at a path that is thrown away afterwards: it does not wait for the
/// disk, as nobody will miss it.
///
/// # Errors
/// The file cannot be made.
pub fn store(path: &Path, config: &Config) -> Result<Store, DemoError> {
    let store = Store::open(
        path,
        OpenOptions::new(config.rules.calendar.clone()).throwaway(),
    )?;
    Ok(store)
}

#[cfg(test)]
mod tests;
