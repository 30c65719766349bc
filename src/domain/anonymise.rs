//! Anonymised records: what the figures keep of a forgotten customer.
//!
//! Owns which fields are personal data. Of a customer only what is named here
//! stays. Every field of the other records is named, so that a new one does not compile until it is
//! classified.

use chrono::{DateTime, Utc};

use super::change::Record;
use super::contact::Contact;
use super::customer::{Customer, Id};
use super::follow_up::{FollowUp, FollowUpResult, FollowUpState};

/// The customer id of all anonymised records: every forgotten customer shares it.
pub(crate) const NOBODY: Id = 0;

/// The text that replaces an erased one.
pub(crate) const TAKEN_OUT: &str = "(forgotten)";

/// The author of an opt-out restored from the hash of a forgotten customer's number.
pub(crate) const KEPT_NO: &str = "the do-not-call list";

/// The customer that stands for all forgotten ones.
#[must_use]
pub(crate) fn nobody(now: DateTime<Utc>) -> Customer {
    Customer {
        id: NOBODY,
        name: TAKEN_OUT.to_owned(),
        added_at: now,
        ..Customer::default()
    }
}

/// An anonymised customer row: that it existed, and the opt-outs and dates the figures count.
#[must_use]
pub(crate) fn customer(c: Customer) -> Customer {
    Customer {
        version: c.version,
        wrong_number_at: c.wrong_number_at,
        opted_out_at: c.opted_out_at,
        opted_out_by: c.opted_out_by,
        sent_at: c.sent_at,
        no_calls_at: c.no_calls_at,
        no_calls_by: c.no_calls_by,
        merged_into: c.merged_into.map(|_| NOBODY),
        ..nobody(c.added_at)
    }
}

/// An anonymised follow-up, its state unchanged.
#[must_use]
pub(crate) fn follow_up(f: FollowUp) -> FollowUp {
    FollowUp {
        id: f.id,
        version: f.version,
        customer: NOBODY,
        item: None,
        kind: f.kind,
        about: TAKEN_OUT.to_owned(),
        severity: f.severity,
        quote: f.quote,
        marketing: f.marketing,
        due_at: f.due_at,
        promised_at: f.promised_at,
        first_promised_at: f.first_promised_at,
        heard_at: f.heard_at,
        broken_at: f.broken_at,
        owner: f.owner,
        attempts: f.attempts,
        steps: f.steps,
        busies: f.busies,
        voicemails: f.voicemails,
        lapses_at: f.lapses_at,
        parts_tried: f.parts_tried,
        state: f.state,
        result: f.result,
        reason: None,
        next_at: f.next_at,
        authorised_by: None,
        authorised_amount: f.authorised_amount,
        result_at: f.result_at,
        first_call_at: f.first_call_at,
        done_by: f.done_by,
        follows: f.follows,
        playbook: f.playbook,
        note: None,
        added_at: f.added_at,
        added_by: f.added_by,
    }
}

/// A record closed for anonymising: an open follow-up is dropped, because nobody waits for it.
#[must_use]
pub(crate) fn close_forgotten(record: Record, now: DateTime<Utc>) -> Record {
    match record {
        Record::FollowUp(f) if f.state != FollowUpState::Closed => Record::FollowUp(FollowUp {
            state: FollowUpState::Closed,
            result: Some(FollowUpResult::Dropped),
            result_at: Some(now),
            next_at: None,
            lapses_at: None,
            ..f
        }),
        other => other,
    }
}

/// An anonymised contact.
#[must_use]
pub(crate) fn contact(c: Contact) -> Contact {
    Contact {
        id: c.id,
        version: c.version,
        customer: NOBODY,
        at: c.at,
        by: c.by,
        direction: c.direction,
        way: c.way,
        attempt: c.attempt,
        outcome: c.outcome,
        answers: c.answers,
        next_at: c.next_at,
        feeling: c.feeling,
        note: None,
    }
}

/// An anonymised record; `None` for an item.
#[must_use]
pub(crate) fn record(record: Record) -> Option<Record> {
    match record {
        Record::Customer(c) => Some(Record::Customer(customer(c))),
        Record::FollowUp(f) => Some(Record::FollowUp(follow_up(f))),
        Record::Contact(c) => Some(Record::Contact(contact(c))),
        Record::Item(_) => None,
    }
}
