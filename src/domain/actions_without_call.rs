//! After the fact and between the calls: letting go or trying on, rests by choice, promises, handing
//! over, notes and feelings.
//!
//! Owns what a person decides without a new contact; what a contact leads to is `outcome`'s.

use std::iter;

use chrono::{DateTime, Utc};

use super::cadence;
use super::change::{Change, Record};
use super::contact::{Contact, Feeling};
use super::customer::Id;
use super::follow_up::{FollowUp, FollowUpKind, FollowUpResult, FollowUpState};
use super::outcome::{ChangePlan, CustomerContext, changed};
use super::rest::before_promises;
use super::time_format::clock_and_day;

impl CustomerContext<'_> {
    /// The person decides on a follow-up whose tries ran out: it is closed with its reason.
    #[must_use]
    pub fn let_go(&self, reason: &str) -> ChangePlan {
        let mut done = ChangePlan::default();
        let waiting = |f: &&FollowUp| f.state == FollowUpState::LetGo;
        for before in self.follow_ups.iter().filter(waiting) {
            let mut after = before.clone();
            after.state = FollowUpState::Closed;
            after.result = Some(FollowUpResult::Dropped);
            after.reason = Some(reason.to_owned());
            after.result_at = Some(self.now);
            done.changes.push(changed(before, after));
        }
        done.says = format!("Stopped trying: {reason}.");
        done
    }

    /// The person decides to go on trying: one more round, from the last step's wait.
    #[must_use]
    pub fn keep_trying(&self) -> ChangePlan {
        let mut done = ChangePlan::default();
        let calendar = &self.rules.calendar;
        let last = self.rules.cadence.no_answer.last();
        let days = match last {
            Some(cadence::CadenceStep::Days(d)) => *d,
            _ => 4,
        };
        let day =
            calendar.open_day_from(calendar.date(self.now) + chrono::Days::new(u64::from(days)));
        let local = calendar.local(self.now).time();
        let at = cadence::attempt(calendar, self.customer.hours, calendar.at(day, local));
        let waiting = |f: &&FollowUp| f.state == FollowUpState::LetGo;
        for before in self.follow_ups.iter().filter(waiting) {
            let mut after = self.reset_attempts(before);
            after.heard_at = before.heard_at;
            after.attempts = before.attempts;
            after.lapses_at = None;
            after.state = FollowUpState::Open;
            done.changes.push(changed(before, after));
        }
        if done.changes.is_empty() {
            "Nothing here is waiting for a decision.".clone_into(&mut done.says);
            return done;
        }
        let at = self.before_promise_after(&done.changes, at);
        let mut customer = self.customer.clone();
        customer.rest(Some(at), false, self.now);
        self.push_customer(&mut done.changes, customer);
        done.says = format!("Next try {}.", self.spoken(at));
        done
    }

    /// Out of the list until an instant, by choice; never past a promise.
    #[must_use]
    pub fn snooze(&self, until: DateTime<Utc>) -> ChangePlan {
        let at = self.before_promise(until);
        let mut customer = self.customer.clone();
        customer.rest(Some(at), true, self.now);
        let mut done = ChangePlan::default();
        self.push_customer(&mut done.changes, customer);
        done.says = match self.promise_behind(at, until) {
            Some(promise) => format!(
                "Back {}, because of the promise for {}.",
                self.spoken(at),
                self.clock_or_day(promise, at)
            ),
            None => format!("Back {}.", self.spoken(at)),
        };
        done
    }

    /// The promise that brings a customer back at an instant, before the one that was asked for.
    fn promise_behind(&self, at: DateTime<Utc>, asked: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let mut promises = self.follow_ups.iter().filter_map(FollowUp::promise_open);
        let brings_back =
            |p: &DateTime<Utc>| before_promises(iter::once(*p), asked, self.now) == at;
        promises.find(brings_back).filter(|_| at < asked)
    }

    fn clock_and_day(&self, at: DateTime<Utc>) -> String {
        clock_and_day(at, self.now, &self.rules.calendar)
    }

    /// An instant by the clock alone where it is on the day of another one.
    fn clock_or_day(&self, at: DateTime<Utc>, other: DateTime<Utc>) -> String {
        let calendar = &self.rules.calendar;
        if calendar.date(at) == calendar.date(other) {
            calendar.local(at).format("%H:%M").to_string()
        } else {
            self.clock_and_day(at)
        }
    }

    /// One follow-up falls due at another time. A rest that would keep it out of sight then ends with it.
    #[must_use]
    pub fn reschedule(&self, follow_up: Id, to: DateTime<Utc>) -> ChangePlan {
        let mut done = ChangePlan::default();
        for before in self.follow_ups.iter().filter(|f| f.id == follow_up) {
            let mut after = before.clone();
            after.due_at = to;
            done.says = format!("{}: moved to {}.", before.about, self.spoken(to));
            done.changes.push(changed(before, after));
        }
        let mut customer = self.customer.clone();
        if customer.rest_until.is_some_and(|rest| rest > to) {
            customer.rest_until = Some(to);
        }
        self.push_customer(&mut done.changes, customer);
        done
    }

    /// The shop promises that they will hear by a time, about one follow-up. Neither its due date nor
    /// a rest changes: a promise that presses ends the rest by itself (`queue::rest_end`).
    #[must_use]
    pub fn promise(&self, follow_up: Id, by: DateTime<Utc>) -> ChangePlan {
        let mut done = ChangePlan::default();
        for before in self.follow_ups.iter().filter(|f| f.id == follow_up) {
            let mut after = before.clone();
            after.promise(by, self.now);
            let first = after
                .first_promised_at
                .map(|at| format!(" (first promised for {})", self.clock_or_day(at, by)))
                .unwrap_or_default();
            done.says = format!("Promised by {}{first}.", self.clock_and_day(by));
            done.changes.push(changed(before, after));
        }
        done
    }

    /// Somebody else of the shop owns some follow-ups from now on.
    #[must_use]
    pub fn hand_over(&self, follow_ups: &[Id], to: &str) -> ChangePlan {
        let mut done = ChangePlan::default();
        for before in self
            .follow_ups
            .iter()
            .filter(|f| follow_ups.contains(&f.id) && f.owner.as_deref() != Some(to))
        {
            let mut after = before.clone();
            after.owner = Some(to.to_owned());
            done.changes.push(changed(before, after));
        }
        done.says = match (done.changes.is_empty(), follow_ups.len()) {
            (false, _) => format!("Handed over to {to}."),
            (true, 1) => format!("{to} has this call already."),
            (true, _) => format!("{to} has these calls already."),
        };
        done
    }

    /// A note on a contact, after the fact.
    #[must_use]
    pub fn note(contact: &Contact, note: &str) -> ChangePlan {
        let mut after = contact.clone();
        after.note = (!note.is_empty()).then(|| note.to_owned());
        ChangePlan {
            changes: vec![Change::of(
                Record::Contact(contact.clone()),
                Record::Contact(after),
            )],
            says: "Note saved.".to_owned(),
            let_go: false,
        }
    }

    /// How they felt at the end, after the fact. Unhappy means that the owner rings today, unless
    /// a complaint of theirs is open already.
    #[must_use]
    pub fn record_feeling(&self, contact: &Contact, feeling: Feeling) -> ChangePlan {
        let mut after = contact.clone();
        after.feeling = Some(feeling);
        let mut done = ChangePlan {
            changes: vec![Change::of(
                Record::Contact(contact.clone()),
                Record::Contact(after),
            )],
            says: format!("Noted: {feeling}."),
            let_go: false,
        };
        let open = |f: &FollowUp| f.is_open() && f.kind == FollowUpKind::Complaint;
        if feeling == Feeling::Unhappy && !self.follow_ups.iter().any(open) {
            let complaint = self.complaint(-1, "Left unhappy", None);
            done.says = format!("Noted: unhappy; {} rings today.", self.owner());
            done.changes.push(Change::made(Record::FollowUp(complaint)));
            // Today: whatever rest they had is over.
            let mut customer = self.customer.clone();
            customer.rest(None, false, self.now);
            self.push_customer(&mut done.changes, customer);
        }
        done
    }

    /// A complaint for the owner, today.
    pub(super) fn complaint(&self, id: Id, about: &str, of: Option<&FollowUp>) -> FollowUp {
        let mut f = FollowUp::new(
            id,
            self.customer.id,
            FollowUpKind::Complaint,
            about,
            self.now,
        );
        f.item = of.and_then(|o| o.item);
        f.follows = of.map(|o| o.id);
        f.owner = Some(self.owner().to_owned());
        self.by.clone_into(&mut f.added_by);
        f.added_at = self.now;
        f
    }
}
