//! The outcome sets the next step: what every contact, result, rest and promise changes.
//!
//! Owns the way from what a person says happened to the rows that follow from it, in one act.
//! Reads no clock and no store: it is given the customer, their follow-ups and the rules.

mod reached;
mod unanswered;

use chrono::{DateTime, Utc};

use super::change::{Change, Record};
use super::contact::{Contact, ContactWay, Direction, Outcome};
use super::customer::{Customer, Id};
use super::follow_up::{FollowUp, FollowUpResult, FollowUpState};
use super::likelihood::AnswerHabits;
use super::money::Currency;
use super::playbook::Playbook;
use super::rest::before_promises;
use super::rules::Rules;
use super::time_format::spoken;

/// What is at hand when something happened with a customer.
#[derive(Debug, Clone, Copy)]
pub struct CustomerContext<'a> {
    /// The shop's rules.
    pub rules: &'a Rules,
    /// The instant it happened.
    pub now: DateTime<Utc>,
    /// Who of the shop it happened to.
    pub by: &'a str,
    /// The customer.
    pub customer: &'a Customer,
    /// Their follow-ups that are open or wait to be let go, earliest due first.
    pub follow_ups: &'a [FollowUp],
    /// When they answer, as far as that is known.
    pub habits: AnswerHabits,
}

/// What a person says came of one follow-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultEntry {
    /// Which follow-up.
    pub follow_up: Id,
    /// What came of it.
    pub result: FollowUpResult,
    /// Who authorised it, or why not, in words.
    pub words: Option<String>,
    /// The sum authorised, in minor units.
    pub amount: Option<i64>,
}

/// The rows of one act, and the sentence that says what was saved and what comes next.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangePlan {
    /// The rows before and after.
    pub changes: Vec<Change>,
    /// "No answer. Again today 13:00."
    pub says: String,
    /// Whether the tries have run out, and a person is to be asked "stop trying?".
    pub let_go: bool,
}

impl ChangePlan {
    /// What the contact in it came to, in words that stay true: what the journal tells.
    #[must_use]
    pub fn came_to(&self, currency: &Currency) -> Option<String> {
        self.changes
            .iter()
            .find_map(|c| match (&c.before, &c.after) {
                (None, Some(Record::Contact(contact))) => Some(contact.came_to(currency)),
                _ => None,
            })
    }
}

/// The number new contacts carry until they are saved; each act makes one at most.
const NEW_CONTACT: Id = -1;

impl CustomerContext<'_> {
    /// The open follow-ups a call now would cover: those due by the end of today or promised by
    /// then, but for marketing they said no to; where none is, the earliest one.
    #[must_use]
    pub fn covered(&self) -> Vec<&FollowUp> {
        self.covered_by(Direction::Outward)
    }

    /// The same for a call of either direction: whoever rings us by themselves is asked about what
    /// the tries ran out for, too.
    #[must_use]
    pub fn covered_by(&self, direction: Direction) -> Vec<&FollowUp> {
        let end = self.rules.calendar.end_of_day(self.now);
        let inward = direction == Direction::Inward;
        let to_say =
            move |f: &&FollowUp| f.is_open() || (inward && f.state == FollowUpState::LetGo);
        let open = || self.follow_ups.iter().filter(to_say);
        let due = |f: &&FollowUp| f.due_at < end || f.promise_open().is_some_and(|p| p < end);
        // Who rings us by themselves is rung by nobody.
        let may = |f: &&FollowUp| match direction {
            Direction::Inward => !(f.marketing && self.customer.refuses_marketing()),
            Direction::Outward => {
                let promised = f.promise_open().is_some();
                !self.customer.refuses(f.marketing, promised)
            }
        };
        let mut covered: Vec<&FollowUp> = open().filter(due).filter(may).collect();
        if covered.is_empty() {
            covered.extend(open().min_by_key(|f| (f.stands_from(), f.id)));
        }
        covered.sort_by_key(|f| (!f.is_red(), f.due_at, f.id));
        covered
    }

    /// A contact row of this scene.
    fn contact(&self, outcome: Outcome, direction: Direction) -> Contact {
        Contact {
            id: NEW_CONTACT,
            version: 0,
            customer: self.customer.id,
            at: self.now,
            by: self.by.to_owned(),
            direction,
            way: ContactWay::Phone,
            outcome,
            answers: Vec::new(),
            next_at: None,
            feeling: None,
            note: None,
            attempt: self.attempt(direction),
        }
    }

    /// Which try of its round a call of ours is now.
    fn attempt(&self, direction: Direction) -> Option<i64> {
        let before = self.covered().iter().map(|f| f.attempts).max();
        (direction == Direction::Outward).then(|| before.unwrap_or(0) + 1)
    }

    /// The customer tried once more today.
    fn tried(&self) -> Customer {
        let today = self.rules.calendar.date(self.now);
        let mut customer = self.customer.clone();
        customer.tries = self.customer.tries_on(today) + 1;
        customer.tried_on = Some(today);
        customer
    }

    /// Who rings unhappy customers: the shop's owner, by name where the shop gave one.
    #[must_use]
    pub fn owner(&self) -> &str {
        if self.rules.owner.is_empty() {
            "the owner"
        } else {
            &self.rules.owner
        }
    }

    /// The playbook a follow-up is worked through with.
    #[must_use]
    pub fn playbook(&self, follow_up: &FollowUp) -> Option<&Playbook> {
        follow_up
            .playbook
            .as_deref()
            .and_then(|name| self.rules.playbooks.named(name))
    }

    /// An instant as a sentence would say it.
    #[must_use]
    pub fn spoken(&self, at: DateTime<Utc>) -> String {
        spoken(at, self.now, &self.rules.calendar)
    }

    /// A rest never runs past a promise that is still to keep.
    pub(super) fn before_promise(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        let promises = self.follow_ups.iter().filter_map(FollowUp::promise_open);
        before_promises(promises, at, self.now)
    }

    /// The same, once the follow-ups are what the changes make of them: a promise that was just
    /// kept caps nothing, one that was just made does.
    pub(super) fn before_promise_after(
        &self,
        changes: &[Change],
        at: DateTime<Utc>,
    ) -> DateTime<Utc> {
        let touched = || {
            changes.iter().filter_map(|c| match &c.after {
                Some(Record::FollowUp(f)) => Some(f),
                _ => None,
            })
        };
        let untouched = self
            .follow_ups
            .iter()
            .filter(|f| !touched().any(|c| c.id == f.id));
        let promises = touched()
            .chain(untouched)
            .filter_map(FollowUp::promise_open);
        before_promises(promises, at, self.now)
    }

    pub(super) fn push_customer(&self, changes: &mut Vec<Change>, after: Customer) {
        if after != *self.customer {
            changes.push(Change::of(
                Record::Customer(self.customer.clone()),
                Record::Customer(after),
            ));
        }
    }

    fn finish(&self, mut done: ChangePlan, customer: Customer, contact: Contact) -> ChangePlan {
        self.push_customer(&mut done.changes, customer);
        done.changes.push(Change::made(Record::Contact(contact)));
        done.changes
            .retain(|c| c.before.as_ref() != c.after.as_ref());
        done
    }
}

/// A follow-up's change.
pub(super) fn changed(before: &FollowUp, after: FollowUp) -> Change {
    Change::of(Record::FollowUp(before.clone()), Record::FollowUp(after))
}

#[cfg(test)]
mod tests;
