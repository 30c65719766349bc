//! A try that reached nobody: what the cadence makes of it, and a number that was somebody else's.

use chrono::{DateTime, Utc};

use super::{ChangePlan, CustomerContext, changed};
use crate::domain::cadence::{self, DayPart, FailedAttempt, RetryDecision};
use crate::domain::contact::{Direction, Outcome};
use crate::domain::follow_up::{FollowUp, FollowUpState};

impl CustomerContext<'_> {
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
        customer.rest(again, next.is_some(), self.now);
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
        customer.rest(None, false, self.now);
        let contact = self.contact(Outcome::WrongNumber, Direction::Outward);
        let done = ChangePlan {
            says: "Wrong number. Stays in the list until corrected.".to_owned(),
            ..ChangePlan::default()
        };
        self.finish(done, customer, contact)
    }
}
