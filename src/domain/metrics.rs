//! The metrics: what is counted per day, and what one change adds to the counts.
//!
//! Owns what counts as a call, a kept promise, work authorised, and on which day. Every count is a
//! difference of a row's before and after. So undo subtracts exactly what the act added, and the
//! sum over all changes, in any order, is the stored count. Sums and sentences belong to `figures`.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Timelike, Utc};

use super::change::{Change, Record};
use super::contact::{Contact, ContactWay, Direction, Feeling, Outcome};
use super::customer::{Customer, Id};
use super::follow_up::{
    FollowUp, FollowUpKind, FollowUpResult, FollowUpState, Severity, vocabulary,
};
use super::hours::Calendar;
use super::likelihood::{self, AttemptCounts, HourBand};

vocabulary! {
    /// A metric. Each has parts: hours, results, steps.
    Metric, "figure" {
        /// Our calls, no matter who answered. Part: the hour of the day.
        Calls = "calls",
        /// The calls that reached the customer. Part: the hour of the day.
        Reached = "reached",
        /// Calls that came in.
        RangUs = "rang-us",
        /// Customers reached. Part: the attempt that did it, 5 for the fifth and any later one.
        Tries = "tries",
        /// How they felt at the end. Part: 0 pleased, 1 fine, 2 unhappy.
        Felt = "felt",
        /// Promises, on the day they fell due. Part: 0 kept, 1 late, 2 not heard yet.
        Promise = "promise",
        /// Findings that got an answer: go ahead, no, or it can wait. Part: 0 red, 1 amber, 2 green.
        Asked = "asked",
        /// The findings that were authorised. Part: as asked.
        Authorised = "authorised",
        /// The worth of the authorised findings, in minor units. Part: as asked.
        Worth = "worth",
        /// Findings rung about for the first time. Part: how long they had waited (`waited`).
        Waited = "waited",
        /// New customers.
        New = "new",
        /// Referred customers, on the day the referral was noted.
        Sent = "sent",
    }
}

/// The longest wait of each part of `Waited`, in minutes; the last part has no limit.
const WAITS: [i64; 4] = [60, 4 * 60, 24 * 60, 3 * 24 * 60];

/// The attempt from which on all are counted as one part.
pub const LAST_TRY: i64 = 5;

/// The key of one count: a day, a metric and a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MetricKey {
    /// The day, by the shop's clock.
    pub day: NaiveDate,
    /// The metric.
    pub what: Metric,
    /// The part of the metric.
    pub part: i64,
}

/// What some changes add to the stored counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MetricDeltas {
    /// Added to the figures.
    pub figures: BTreeMap<MetricKey, i64>,
    /// Added to the answer habits, by customer and band.
    pub answering: BTreeMap<(Id, i64), AttemptCounts>,
}

impl MetricDeltas {
    /// Adds the effect of a change.
    pub fn add(&mut self, change: &Change, calendar: &Calendar) {
        let mut tally = MetricTally {
            counts: self,
            calendar,
            sign: 1,
        };
        if let (Some(Record::FollowUp(before)), Some(Record::FollowUp(after))) =
            (&change.before, &change.after)
        {
            tally.promises(before, after);
        } else {
            for (record, sign) in [(&change.before, -1), (&change.after, 1)] {
                if let Some(Record::FollowUp(f)) = record {
                    tally.sign = sign;
                    tally.promise(f);
                }
            }
        }
        for (record, sign) in [(&change.before, -1), (&change.after, 1)] {
            tally.sign = sign;
            match record {
                Some(Record::Contact(contact)) => tally.contact(contact),
                Some(Record::FollowUp(f)) => tally.follow_up(f),
                Some(Record::Customer(customer)) => tally.customer(customer),
                Some(Record::Item(_)) | None => {}
            }
        }
    }

    /// Removes the deltas that came to zero.
    pub fn drop_zeroes(&mut self) {
        self.figures.retain(|_, n| *n != 0);
        self.answering.retain(|_, t| *t != AttemptCounts::default());
    }
}

/// Counts one side of a change.
struct MetricTally<'a> {
    counts: &'a mut MetricDeltas,
    calendar: &'a Calendar,
    sign: i64,
}

impl MetricTally<'_> {
    fn count(&mut self, at: DateTime<Utc>, what: Metric, part: i64, n: i64) {
        let day = self.calendar.date(at);
        let place = MetricKey { day, what, part };
        *self.counts.figures.entry(place).or_insert(0) += self.sign * n;
    }

    fn contact(&mut self, contact: &Contact) {
        let at = contact.at;
        if let Some(feeling) = contact.feeling {
            let part = match feeling {
                Feeling::Pleased => 0,
                Feeling::Fine => 1,
                Feeling::Unhappy => 2,
            };
            self.count(at, Metric::Felt, part, 1);
        }
        if contact.way != ContactWay::Phone {
            return;
        }
        if contact.direction == Direction::Inward {
            self.count(at, Metric::RangUs, 0, 1);
            return;
        }
        let hour = i64::from(self.calendar.local(at).hour());
        self.count(at, Metric::Calls, hour, 1);
        if contact.outcome == Outcome::Reached {
            self.count(at, Metric::Reached, hour, 1);
            if let Some(nth) = contact.attempt {
                self.count(at, Metric::Tries, nth.clamp(1, LAST_TRY), 1);
            }
        }
        if let Some(lesson) = likelihood::attempt_counts(contact) {
            let band = HourBand::of(at, self.calendar).number();
            let signed = AttemptCounts {
                tried: self.sign * lesson.tried,
                reached: self.sign * lesson.reached,
            };
            let kept = self.counts.answering.entry((contact.customer, band));
            let kept = kept.or_default();
            *kept = kept.and(signed);
        }
    }

    fn follow_up(&mut self, f: &FollowUp) {
        self.count_answered_finding(f);
        // Work that comes round again waited for its own date, not for us.
        if f.kind == FollowUpKind::Finding
            && f.follows.is_none()
            && let Some(called) = f.first_call_at
        {
            let minutes = (called - f.added_at).num_minutes();
            let part = WAITS.iter().take_while(|most| minutes > **most).count();
            self.count(called, Metric::Waited, i64::try_from(part).unwrap_or(0), 1);
        }
    }

    /// Counts a finding that got an answer.
    fn count_answered_finding(&mut self, f: &FollowUp) {
        let (Some(severity), Some(result), Some(at)) = (f.severity, f.result, f.result_at) else {
            return;
        };
        let answered = matches!(
            result,
            FollowUpResult::Authorised | FollowUpResult::Declined | FollowUpResult::CanWait
        );
        if f.state != FollowUpState::Closed || !answered {
            return;
        }
        let part = match severity {
            Severity::Red => 0,
            Severity::Amber => 1,
            Severity::Green => 2,
        };
        self.count(at, Metric::Asked, part, 1);
        if result == FollowUpResult::Authorised {
            self.count(at, Metric::Authorised, part, 1);
            let worth = f.authorised_amount.unwrap_or(0);
            self.count(at, Metric::Worth, part, worth);
        }
    }

    /// Counts a follow-up's promise, if it has one.
    fn promise(&mut self, f: &FollowUp) {
        let (Some(promised), heard) = (f.promised_at, f.heard_at) else {
            return;
        };
        match (f.broken_at, heard) {
            (Some(broken), _) => self.count(broken, Metric::Promise, 1, 1),
            (None, Some(heard)) => {
                let late = i64::from(heard > promised);
                self.count(promised, Metric::Promise, late, 1);
            }
            (None, None) if f.state == FollowUpState::Closed => {}
            (None, None) => self.count(promised, Metric::Promise, 2, 1),
        }
    }

    /// Counts a promise before and after. If a new promise follows a settled one, the row holds only
    /// the new one: the settled one stays counted, and undo must not count it again.
    fn promises(&mut self, before: &FollowUp, after: &FollowUp) {
        let both = before.promised_at.zip(after.promised_at);
        let another = both.is_some_and(|(was, is)| was != is);
        let settled = |f: &FollowUp| f.heard_at.is_some();
        for (f, other, sign) in [(before, after, -1), (after, before, 1)] {
            self.sign = sign;
            if !(another && settled(f) && !settled(other)) {
                self.promise(f);
            }
        }
    }

    /// Counts a customer; a row merged into another is no customer of its own.
    fn customer(&mut self, customer: &Customer) {
        if customer.merged_into.is_some() {
            return;
        }
        self.count(customer.added_at, Metric::New, 0, 1);
        if let Some(at) = customer.sent_at {
            self.count(at, Metric::Sent, 0, 1);
        }
    }
}

#[cfg(test)]
mod tests;
