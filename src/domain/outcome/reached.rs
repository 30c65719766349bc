//! A call that reached them: what each result leads to, and what was left open.

use chrono::{DateTime, Utc};

use super::{ChangePlan, CustomerContext, ResultEntry, changed};
use crate::domain::cadence;
use crate::domain::change::{Change, Record};
use crate::domain::contact::{Contact, ContactResult, Direction, Outcome};
use crate::domain::customer::{Customer, Id};
use crate::domain::draft::Author;
use crate::domain::follow_up::{FollowUp, FollowUpResult, FollowUpState};
use crate::domain::referrals;

/// A call that is being logged, result by result.
struct AnsweredCall {
    contact: Contact,
    done: ChangePlan,
    sentences: Vec<String>,
    /// The number the next new follow-up carries.
    new_id: Id,
    left_open: bool,
    /// When the first of what comes next is due.
    again_at: Option<DateTime<Utc>>,
}

impl AnsweredCall {
    /// What was not talked about stays open, its promise too.
    fn leave_open(&mut self, before: &FollowUp, mut after: FollowUp) {
        after.heard_at = before.heard_at;
        self.left_open = true;
        self.done.changes.push(changed(before, after));
    }
}

impl CustomerContext<'_> {
    /// They were reached: each follow-up that was talked about gets its result. What was due and
    /// not talked about stays open, and rests until the next open day: nobody is rung twice.
    #[must_use]
    pub fn record_reached(
        &self,
        results: &[ResultEntry],
        direction: Direction,
        next: Option<DateTime<Utc>>,
    ) -> ChangePlan {
        let mut customer = match direction {
            Direction::Outward => self.tried(),
            Direction::Inward => self.customer.clone(),
        };
        let mut call = AnsweredCall {
            contact: self.contact(Outcome::Reached, direction),
            done: ChangePlan::default(),
            sentences: Vec::new(),
            new_id: -1,
            left_open: false,
            again_at: None,
        };
        for before in self.discussed_follow_ups(results, direction) {
            match results.iter().find(|s| s.follow_up == before.id) {
                Some(word) => self.take_result(before, word, next, &mut call),
                None => call.leave_open(before, self.reset_attempts(before)),
            }
        }
        customer.wrong_number_at = None;
        let rest = match next {
            Some(next) => Some(self.before_promise_after(&call.done.changes, next)),
            None if call.left_open => self.rest_of_left_open(&customer, &call.done.changes),
            None => None,
        };
        customer.rest(rest, next.is_some(), self.now);
        call.contact.next_at = rest.or(call.again_at);
        if let Some(at) = rest {
            let left = if call.left_open {
                "Left open; again"
            } else {
                "Again"
            };
            call.sentences.push(format!("{left} {}.", self.spoken(at)));
        }
        if call.sentences.is_empty() {
            call.sentences.push("Reached.".to_owned());
        }
        let mut done = call.done;
        done.says = call.sentences.join(" ");
        self.thank(&mut customer, call.new_id, &mut done);
        self.finish(done, customer, call.contact)
    }

    /// What was said of one follow-up, and what follows from it.
    fn take_result(
        &self,
        before: &FollowUp,
        word: &ResultEntry,
        next: Option<DateTime<Utc>>,
        call: &mut AnsweredCall,
    ) {
        let mut verdict = self.resolve(before, word, &mut call.new_id);
        if call.contact.direction == Direction::Outward {
            verdict.after.first_call_at = before.first_call_at.or(Some(self.now));
        }
        if let Some(next) = next.filter(|_| word.result == FollowUpResult::Thinking) {
            verdict.after.due_at = next;
            "Thinking.".clone_into(&mut verdict.says);
        }
        let amount = verdict.after.authorised_amount;
        call.contact.answers.push(ContactResult {
            follow_up: before.id,
            result: word.result,
            amount: amount.filter(|_| word.result == FollowUpResult::Authorised),
        });
        let next_at = match word.result {
            FollowUpResult::Thinking => Some(verdict.after.due_at),
            _ => verdict.after.next_at,
        };
        call.again_at = call.again_at.into_iter().chain(next_at).min();
        call.sentences.push(verdict.says);
        let made = verdict.made.into_iter();
        let made = made.map(|f| Change::made(Record::FollowUp(f)));
        call.done.changes.push(changed(before, verdict.after));
        call.done.changes.extend(made);
    }

    /// Until when a customer rests of whose follow-ups some were not talked about: the next open day.
    /// What came of the call and falls due before then (a complaint: at once) is not hidden.
    fn rest_of_left_open(&self, customer: &Customer, changes: &[Change]) -> Option<DateTime<Utc>> {
        let at = cadence::next_open_day(&self.rules.calendar, customer.hours, self.now);
        let made = changes.iter().filter(|c| c.before.is_none());
        let due = made.filter_map(|c| match &c.after {
            Some(Record::FollowUp(f)) => Some(f.due_at),
            _ => None,
        });
        let at = due.fold(self.before_promise_after(changes, at), DateTime::min);
        Some(at).filter(|at| *at > self.now)
    }

    /// Has whoever sent them thanked, the first time they come.
    fn thank(&self, customer: &mut Customer, first: Id, done: &mut ChangePlan) {
        let author = Author {
            now: self.now,
            by: self.by,
        };
        let thanks = referrals::thank_sender(customer, first, author, self.rules);
        if let Some(says) = referrals::thanks_sentence(&thanks, self.now, &self.rules.calendar) {
            done.says = format!("{} {says}", done.says);
        }
        let made = thanks
            .into_iter()
            .map(|f| Change::made(Record::FollowUp(f)));
        done.changes.extend(made);
    }

    /// When a follow-up that is not talked about in a call comes back into the list, with the results
    /// that were given in it; nothing where it stays there.
    #[must_use]
    pub fn left_open_until(
        &self,
        follow_up: &FollowUp,
        results: &[ResultEntry],
        direction: Direction,
    ) -> Option<DateTime<Utc>> {
        let call = self.record_reached(results, direction, None);
        let rest = call.changes.iter().find_map(|c| match &c.after {
            Some(Record::Customer(customer)) => customer.rest_until,
            _ => None,
        });
        rest.or(Some(follow_up.stands_from()))
            .filter(|at| *at > self.now)
    }

    /// What a call covered, and whatever else a result was given for.
    fn discussed_follow_ups(
        &self,
        results: &[ResultEntry],
        direction: Direction,
    ) -> Vec<&FollowUp> {
        let mut over = self.covered_by(direction);
        let named = |f: &&FollowUp| results.iter().any(|s| s.follow_up == f.id);
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
    pub(in crate::domain) fn reset_attempts(&self, before: &FollowUp) -> FollowUp {
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
}
