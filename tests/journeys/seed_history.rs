//! What happened in the shop before a journey begins: everybody's story, played back in the order
//! of time by the shop's own verbs.

use std::collections::HashMap;

use uuid::Uuid;

use checkback::config::Config;
use checkback::domain::change::{Act, Change, EntityKind, Record};
use checkback::domain::contact::{Direction, Feeling, Outcome};
use checkback::domain::customer::Id;
use checkback::domain::draft::{self, Author, Draft, ExistingCustomer, Reason};
use checkback::domain::follow_up::FollowUpResult;
use checkback::domain::outcome::ResultEntry;
use checkback::store::{CustomerSummary, Store};

use crate::common::at;

/// One thing that happened with somebody.
pub enum ShopEvent {
    /// They were entered, with a reason that is worked through with a playbook.
    Entered(Box<Draft>, &'static str),
    /// One more reason to ring them.
    Added(Reason, &'static str),
    /// A try that reached nobody.
    Tried(Outcome),
    /// They were reached, and said this about everything open; how they felt; a note.
    Reached(FollowUpResult, Feeling, &'static str),
}

/// When, by whom, with whom, what.
pub type HistoryStory = (&'static str, &'static str, &'static str, ShopEvent);

/// Plays stories back, oldest first, at a counter where undo does not reach.
pub fn play(store: &mut Store, config: &Config, mut stories: Vec<HistoryStory>) {
    stories.sort_by_key(|(when, ..)| *when);
    let mut past = HistoryPlayer {
        store,
        config,
        known: HashMap::new(),
    };
    for (when, by, whom, event) in stories {
        past.happens(when, by, whom, event);
    }
}

struct HistoryPlayer<'a> {
    store: &'a mut Store,
    config: &'a Config,
    known: HashMap<&'static str, Id>,
}

impl HistoryPlayer<'_> {
    fn happens(&mut self, when: &str, by: &str, whom: &'static str, event: ShopEvent) {
        let known = self.known.get(whom).copied();
        let entry = known.map(|id| self.store.entries(&[id]).unwrap().remove(0));
        let (what, changes) = match event {
            ShopEvent::Entered(draft, playbook) => added(&draft, None, pen(when, by), playbook),
            ShopEvent::Added(reason, playbook) => {
                let entry = entry.as_ref().unwrap();
                let draft = Draft {
                    name: entry.customer.name.clone(),
                    item: entry.items.first().map(|i| i.label.clone()),
                    reason: Some(reason),
                    ..Draft::default()
                };
                added(&draft, Some(entry), pen(when, by), playbook)
            }
            ShopEvent::Tried(outcome) => {
                let scene = entry.as_ref().unwrap();
                let scene = scene.scene(&self.config.rules, at(when), by);
                let done = if outcome == Outcome::WrongNumber {
                    scene.record_wrong_number()
                } else {
                    scene.record_unanswered(outcome, None)
                };
                (outcome.spoken().to_lowercase(), done.changes)
            }
            ShopEvent::Reached(result, feeling, note) => {
                let entry = entry.as_ref().unwrap();
                let changes = self.reached(entry, when, by, (result, feeling, note));
                (result.to_string(), changes)
            }
        };
        let act = Act {
            id: Uuid::now_v7(),
            what,
            customer: known,
            at: at(when),
            by: by.to_owned(),
            counter: "history".to_owned(),
            changes,
        };
        let records = self.store.save(&act).unwrap().records;
        let customer = records.iter().find(|r| r.noun() == EntityKind::Customer);
        if let Some(customer) = customer {
            self.known.insert(whom, customer.id());
        }
    }

    fn reached(
        &self,
        entry: &CustomerSummary,
        when: &str,
        by: &str,
        (result, feeling, note): (FollowUpResult, Feeling, &str),
    ) -> Vec<Change> {
        let one = |id| ResultEntry {
            follow_up: id,
            result,
            words: None,
            amount: None,
        };
        let said: Vec<ResultEntry> = entry.follow_ups.iter().map(|f| one(f.id)).collect();
        let scene = entry.scene(&self.config.rules, at(when), by);
        let mut changes = scene
            .record_reached(&said, Direction::Outward, None)
            .changes;
        for change in &mut changes {
            if let Some(Record::Contact(contact)) = &mut change.after {
                contact.feeling = Some(feeling);
                contact.note = Some(note.to_owned()).filter(|n| !n.is_empty());
            }
        }
        changes
    }
}

fn pen<'a>(when: &str, by: &'a str) -> Author<'a> {
    Author { now: at(when), by }
}

fn added(
    draft: &Draft,
    known: Option<&CustomerSummary>,
    pen: Author<'_>,
    playbook: &str,
) -> (String, Vec<Change>) {
    let known = known.map(|entry| ExistingCustomer {
        customer: &entry.customer,
        items: &entry.items,
    });
    let mut changes = draft::plan_changes(draft, known, pen, -1);
    for change in &mut changes {
        if let Some(Record::FollowUp(f)) = &mut change.after {
            f.playbook = Some(playbook.to_owned()).filter(|p| !p.is_empty());
        }
    }
    let about = &draft.reason.as_ref().unwrap().about;
    (format!("added: {about}"), changes)
}
