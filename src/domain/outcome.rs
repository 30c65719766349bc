//! The outcome sets the next step: what every contact, result, rest and promise changes.
//!
//! Owns the way from what a person says happened to the rows that follow from it, in one act.
//! Reads no clock and no store: it is given the customer, their follow-ups and the rules.

use chrono::{DateTime, Duration, Utc};

use super::cadence::{self, DayPart, FailedAttempt, RetryDecision};
use super::change::{Change, Record};
use super::contact::{Contact, ContactResult, ContactWay, Direction, Outcome};
use super::customer::{Customer, Id};
use super::draft::Author;
use super::follow_up::{FollowUp, FollowUpResult, FollowUpState};
use super::likelihood::AnswerHabits;
use super::money::Currency;
use super::playbook::Playbook;
use super::referrals;
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
            covered.extend(open().min_by_key(|f| (f.due_at, f.id)));
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

    /// An attempt that reached nobody: the cadence says when to try again. `next` overrules it.
    #[must_use]
    pub fn record_unanswered(&self, outcome: Outcome, next: Option<DateTime<Utc>>) -> ChangePlan {
        // A busy line rings nobody: it is no try the customer would notice.
        let mut customer = self.tried();
        if outcome == Outcome::Busy {
            customer.tries -= 1;
        }
        let today = customer.tries_on(self.rules.calendar.date(self.now));
        let mut contact = self.contact(outcome, Direction::Outward);
        let mut done = ChangePlan::default();
        let mut again: Option<DateTime<Utc>> = None;
        for before in self.covered() {
            let (after, step) = self.after_try(before, outcome, today);
            done.let_go |= step.let_go && next.is_none();
            let mut after = after;
            if step.let_go && next.is_none() {
                after.state = FollowUpState::LetGo;
            } else {
                again = Some(again.map_or(step.at, |a| a.min(step.at)));
            }
            done.changes.push(changed(before, after));
        }
        let again = next.or(again).map(|at| self.before_promise(at));
        customer.rest_until = again;
        customer.rest_chosen = next.is_some();
        contact.next_at = again;
        done.says = self.says_unanswered(outcome, again, done.let_go);
        let left = self.covered().iter().map(|f| f.voicemails).max();
        if let Some(left) = left.filter(|n| *n >= self.rules.cadence.voicemails)
            && outcome == Outcome::Voicemail
        {
            done.says = format!(
                "{} That was voicemail {}: do not leave another.",
                done.says,
                left + 1
            );
        }
        self.finish(done, customer, contact)
    }

    /// One follow-up after one more failed try, and what the cadence says of it.
    fn after_try(
        &self,
        before: &FollowUp,
        outcome: Outcome,
        today: i64,
    ) -> (FollowUp, RetryDecision) {
        let calendar = &self.rules.calendar;
        let mut after = before.clone();
        after.attempts += 1;
        after.first_call_at = before.first_call_at.or(Some(self.now));
        after.parts_tried |= DayPart::of(calendar.minute(self.now)).bit();
        let playbook = self.playbook(before);
        let step = cadence::next(
            &self.rules.cadence,
            calendar,
            &FailedAttempt {
                at: self.now,
                outcome,
                steps: before.steps,
                busies: before.busies,
                parts: after.parts_tried,
                today,
                red: before.is_red(),
                marketing: before.marketing,
                hours: self.customer.hours,
                retry: playbook.and_then(|p| p.retry.as_deref()),
                habits: &self.habits,
            },
        );
        after.steps += i64::from(step.stepped);
        after.busies = if outcome == Outcome::Busy {
            before.busies + 1
        } else {
            0
        };
        after.voicemails += i64::from(outcome == Outcome::Voicemail);
        let lapsed = before.lapses_at.is_some_and(|end| step.at >= end);
        let let_go = step.let_go || lapsed;
        (after, RetryDecision { let_go, ..step })
    }

    fn says_unanswered(
        &self,
        outcome: Outcome,
        again: Option<DateTime<Utc>>,
        let_go: bool,
    ) -> String {
        let what = outcome.spoken();
        let again = again.map(|at| self.spoken(at));
        match (again, let_go) {
            (Some(at), false) => format!("{what}. Again {at}."),
            (Some(at), true) => {
                format!("{what}. Again {at}; no tries left for the others: stop trying?")
            }
            (None, true) => format!("{what}. No tries left: stop trying?"),
            (None, false) => format!("{what}. No open calls."),
        }
    }

    /// The number was somebody else's: nothing is tried again until it is mended, and nothing
    /// leaves the list.
    #[must_use]
    pub fn record_wrong_number(&self) -> ChangePlan {
        let mut customer = self.customer.clone();
        customer.wrong_number_at = Some(self.now);
        customer.rest_until = None;
        customer.rest_chosen = false;
        let contact = self.contact(Outcome::WrongNumber, Direction::Outward);
        let done = ChangePlan {
            says: "Wrong number. Stays in the list until corrected.".to_owned(),
            ..ChangePlan::default()
        };
        self.finish(done, customer, contact)
    }

    /// They were reached: each follow-up that was talked about gets its result. What was due and
    /// not talked about stays open, and rests until the next open day: nobody is rung twice.
    #[must_use]
    pub fn record_reached(
        &self,
        said: &[ResultEntry],
        direction: Direction,
        next: Option<DateTime<Utc>>,
    ) -> ChangePlan {
        let mut customer = match direction {
            Direction::Outward => self.tried(),
            Direction::Inward => self.customer.clone(),
        };
        let mut contact = self.contact(Outcome::Reached, direction);
        let mut done = ChangePlan::default();
        let mut sentences: Vec<String> = Vec::new();
        let mut new_id: Id = -1;
        let mut left_open = false;
        let mut again_at: Option<DateTime<Utc>> = None;
        for before in self.discussed_follow_ups(said, direction) {
            let Some(word) = said.iter().find(|s| s.follow_up == before.id) else {
                let mut after = self.reset_attempts(before);
                after.heard_at = before.heard_at;
                left_open = true;
                done.changes.push(changed(before, after));
                continue;
            };
            let mut verdict = self.resolve(before, word, &mut new_id);
            if direction == Direction::Outward {
                verdict.after.first_call_at = before.first_call_at.or(Some(self.now));
            }
            if let Some(next) = next.filter(|_| word.result == FollowUpResult::Thinking) {
                verdict.after.due_at = next;
                "Thinking.".clone_into(&mut verdict.says);
            }
            contact.answers.push(ContactResult {
                follow_up: before.id,
                result: word.result,
                amount: verdict
                    .after
                    .authorised_amount
                    .filter(|_| word.result == FollowUpResult::Authorised),
            });
            let next_at = match word.result {
                FollowUpResult::Thinking => Some(verdict.after.due_at),
                _ => verdict.after.next_at,
            };
            again_at = again_at.into_iter().chain(next_at).min();
            sentences.push(verdict.says);
            done.changes.push(changed(before, verdict.after));
            done.changes.extend(
                verdict
                    .made
                    .into_iter()
                    .map(|f| Change::made(Record::FollowUp(f))),
            );
        }
        customer.wrong_number_at = None;
        customer.rest_until = None;
        customer.rest_chosen = false;
        if let Some(next) = next {
            customer.rest_until = Some(self.before_promise_after(&done.changes, next));
            customer.rest_chosen = true;
        } else if left_open {
            let at = cadence::next_open_day(&self.rules.calendar, customer.hours, self.now);
            // What came of the call and falls due before then (a complaint: at once) is not hidden.
            let made = done.changes.iter().filter(|c| c.before.is_none());
            let due = made.filter_map(|c| match &c.after {
                Some(Record::FollowUp(f)) => Some(f.due_at),
                _ => None,
            });
            let at = due.fold(self.before_promise_after(&done.changes, at), DateTime::min);
            customer.rest_until = Some(at).filter(|at| *at > self.now);
        }
        contact.next_at = customer.rest_until.or(again_at);
        if let Some(at) = customer.rest_until {
            let left = if left_open {
                "Left open; again"
            } else {
                "Again"
            };
            sentences.push(format!("{left} {}.", self.spoken(at)));
        }
        if sentences.is_empty() {
            sentences.push("Reached.".to_owned());
        }
        done.says = sentences.join(" ");
        self.thank(&mut customer, new_id, &mut done);
        self.finish(done, customer, contact)
    }

    /// Has whoever sent them thanked, the first time they come.
    fn thank(&self, customer: &mut Customer, first: Id, done: &mut ChangePlan) {
        let pen = Author {
            now: self.now,
            by: self.by,
        };
        let thanks = referrals::thank_sender(customer, first, pen, self.rules);
        if let Some(says) = referrals::thanks_sentence(&thanks, self.now, &self.rules.calendar) {
            done.says = format!("{} {says}", done.says);
        }
        let made = thanks
            .into_iter()
            .map(|f| Change::made(Record::FollowUp(f)));
        done.changes.extend(made);
    }

    /// What a call covered, and whatever else a result was given for.
    fn discussed_follow_ups(&self, said: &[ResultEntry], direction: Direction) -> Vec<&FollowUp> {
        let mut over = self.covered_by(direction);
        let named = |f: &&FollowUp| said.iter().any(|s| s.follow_up == f.id);
        for f in self.follow_ups.iter().filter(named) {
            if !over.iter().any(|o| o.id == f.id) {
                over.push(f);
            }
        }
        // A call ahead of its time covers only what it was about.
        let end = self.rules.calendar.end_of_day(self.now);
        over.retain(|f| f.due_at < end || f.promise_open().is_some_and(|p| p < end) || named(f));
        over
    }

    /// A follow-up whose customer was reached: its round of tries is over.
    pub(super) fn reset_attempts(&self, before: &FollowUp) -> FollowUp {
        let mut after = before.clone();
        after.attempts = 0;
        after.steps = 0;
        after.busies = 0;
        after.parts_tried = 0;
        if after.state == FollowUpState::LetGo {
            after.state = FollowUpState::Open;
        }
        if after.promised_at.is_some() && after.heard_at.is_none() {
            after.heard_at = Some(self.now);
        }
        after
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

/// An instant, or the earlier one at which a promise that is still to keep can be kept: an hour
/// before it, when it goes first, or a quarter of one where that has gone by.
pub(super) fn before_promises(
    promises: impl Iterator<Item = DateTime<Utc>>,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    let ahead = |p: DateTime<Utc>, minutes| Some(p - Duration::minutes(minutes));
    let still = |t: &DateTime<Utc>| *t > now;
    promises
        .filter(still)
        .map(|p| {
            let hour = ahead(p, 60).filter(still);
            hour.or(ahead(p, 15).filter(still)).unwrap_or(p)
        })
        .fold(at, DateTime::min)
}

/// A follow-up's change.
pub(super) fn changed(before: &FollowUp, after: FollowUp) -> Change {
    Change::of(Record::FollowUp(before.clone()), Record::FollowUp(after))
}

#[cfg(test)]
mod tests;
