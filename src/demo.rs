//! The made-up shop: a garage's day, replayed from assets/demo.toml through the shop's use cases.
//!
//! Owns the order of that file's events; `demo_file` owns its shape. Each event is added or logged as
//! at the counter: nothing is in a table that a day's work could not have left there.

mod demo_file;

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::config::Config;
use crate::domain::change::{EntityKind, Record};
use crate::domain::contact::Direction;
use crate::domain::customer::Id;
use crate::domain::customer_detail::CustomerDetail;
use crate::domain::draft::{Draft, Reason};
use crate::domain::follow_up::FollowUpState;
use crate::domain::hours::{DaySpan, WeekHours};
use crate::domain::outcome::ResultEntry;
use crate::domain::phone::{self, PhoneError, Region};
use crate::domain::rules::Rules;
use crate::domain::validation::{self, RawFields, ValidatedDraft};
use crate::explain;
use crate::store::{CustomerSummary, OpenOptions, Store, StoreError};
use crate::usecases::add::{self, NewCall};
use crate::usecases::commit::{RetryPolicy, Stamp, commit_as};
use crate::usecases::log::{self, CallReport};
use crate::usecases::{Context, Plan};
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
/// Why the store cannot be opened, read or written.
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
    let mut known: Vec<Option<ReplayedCustomer<'_>>> = file.customer.iter().map(|_| None).collect();
    for (at, who, event) in events {
        let (Some(person), Some(known)) = (file.customer.get(who), known.get_mut(who)) else {
            continue;
        };
        let ctx = shop.known(at, &event.by);
        let whom = match known {
            Some(there) => there,
            None => known.insert(shop.add_customer(person, ctx)?),
        };
        shop.replay_event(event, ctx, whom)?;
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
struct ReplayedCustomer<'a> {
    person: &'a DemoCustomer,
    customer: Id,
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

impl<'a> HistoryReplay<'a> {
    /// What was known to a member of staff at a moment of the history.
    const fn known(&self, at: DateTime<Utc>, by: &'a str) -> Context<'a> {
        Context {
            rules: self.rules,
            region: self.region,
            now: at,
            by,
            counter: COUNTER,
        }
    }

    /// Enters a customer of the file, with everything the shop looks after for them.
    fn add_customer(
        &mut self,
        person: &'a DemoCustomer,
        ctx: Context<'_>,
    ) -> Result<ReplayedCustomer<'a>, DemoError> {
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
        let records = self.commit(ctx, add::plan_customer(ctx, &draft, &person.items))?;
        Ok(ReplayedCustomer {
            person,
            customer: records.first().map_or(0, Record::customer),
            added: Vec::new(),
        })
    }

    /// One event: something is added, or a contact is made.
    fn replay_event(
        &mut self,
        event: &DemoEvent,
        ctx: Context<'_>,
        whom: &mut ReplayedCustomer<'_>,
    ) -> Result<(), DemoError> {
        let Some(entry) = self.store.entries(&[whom.customer])?.pop() else {
            return Err(DemoError::InvalidFile(format!(
                "nobody there at {}",
                event.at
            )));
        };
        if let Some(added) = &event.add {
            return self.add_call(added, ctx, entry, whom);
        }
        let Some(outcome) = event.outcome else {
            return Err(DemoError::InvalidFile(format!(
                "nothing happens at {}",
                event.at
            )));
        };
        let call = CallReport {
            direction: event.direction.unwrap_or(Direction::Outward),
            results: result_entries(&event.results, &entry, whom)?,
            feeling: event.feeling,
            note: event.note.clone(),
            ..CallReport::of(outcome)
        };
        let plan = log::log(ctx, &entry, &call).map_err(|refused| wrong(&refused))?;
        self.commit(ctx, plan)?;
        Ok(())
    }

    /// A follow-up of the file.
    fn add_call(
        &mut self,
        added: &DemoFollowUp,
        ctx: Context<'_>,
        entry: CustomerSummary,
        whom: &mut ReplayedCustomer<'_>,
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
        let number = added.item.and_then(|n| n.checked_sub(1));
        let item = number.and_then(|n| whom.person.items.get(n));
        let checked = ValidatedDraft {
            draft: Draft {
                name: entry.customer.name.clone(),
                item: item.cloned(),
                reason: Some(reason),
                ..Draft::default()
            },
            warnings: Vec::new(),
            notes: Vec::new(),
        };
        let call = NewCall {
            // Nobody typed it.
            typed: RawFields::default(),
            checked,
            chosen: Some(Box::new(entry)),
        };
        let mut plan = add::plan(ctx, &call, &[]).map_err(|refused| wrong(&refused))?;
        if let Some(name) = &added.playbook {
            let playbook = self.rules.playbooks.named(name);
            let playbook = playbook.ok_or_else(|| wrong(&format!("no playbook “{name}”")))?;
            plan = add::by_playbook(plan, playbook);
        }
        let records = self.commit(ctx, plan)?;
        let ids = records
            .iter()
            .filter(|record| record.noun() == EntityKind::FollowUp);
        whom.added.extend(ids.map(Record::id));
        Ok(())
    }

    fn commit(&mut self, ctx: Context<'_>, plan: Plan) -> Result<Vec<Record>, StoreError> {
        let stamp = Stamp::new(ctx);
        let done = commit_as(self.store, stamp, plan, RetryPolicy::ByCaller)?;
        Ok(done.records)
    }
}

/// What of the file the shop's rules refuse.
fn wrong(why: &impl ToString) -> DemoError {
    DemoError::InvalidFile(why.to_string())
}

/// What came of each follow-up, by the store's numbers.
fn result_entries(
    results: &[DemoResult],
    entry: &CustomerSummary,
    whom: &ReplayedCustomer<'_>,
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
