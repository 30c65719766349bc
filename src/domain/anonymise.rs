//! Records without a name: what stays of somebody who was forgotten, for the figures alone.
//!
//! Owns which fields say something of a person. Every field is named here, so that whoever adds
//! one has to say whether it does.

use chrono::{DateTime, Utc};

use super::change::Record;
use super::contact::Contact;
use super::customer::{Customer, Id};
use super::follow_up::{FollowUp, FollowUpResult, FollowUpState};

/// Whose the records of those are who were forgotten: nobody's, all of them alike.
pub const NOBODY: Id = 0;

/// What stands where words were taken out.
pub const TAKEN_OUT: &str = "(forgotten)";

/// Who noted an opt-out that outlived its customer: the number's hash did.
pub const KEPT_NO: &str = "the do-not-call list";

/// The customer that is nobody.
#[must_use]
pub fn nobody(now: DateTime<Utc>) -> Customer {
    Customer {
        id: NOBODY,
        name: TAKEN_OUT.to_owned(),
        added_at: now,
        ..Customer::default()
    }
}

/// A customer's row as the figures count it: that there was one, and what they asked for.
#[must_use]
pub fn customer(c: Customer) -> Customer {
    Customer {
        id: NOBODY,
        version: c.version,
        name: TAKEN_OUT.to_owned(),
        phone: None,
        phone_shown: None,
        extension: None,
        wrong_number_at: c.wrong_number_at,
        email: None,
        line: None,
        hours: None,
        opted_out_at: c.opted_out_at,
        opted_out_by: c.opted_out_by,
        rest_until: None,
        rest_chosen: false,
        tried_on: None,
        tries: 0,
        added_at: c.added_at,
        sent_by: None,
        sent_at: c.sent_at,
        came_at: None,
        extra_mile: Vec::new(),
        no_calls_at: c.no_calls_at,
        no_calls_by: c.no_calls_by,
        source: None,
        merged_into: c.merged_into.map(|_| NOBODY),
    }
}

/// A follow-up as the figures count it, as it stood.
#[must_use]
pub fn follow_up(f: FollowUp) -> FollowUp {
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

/// The same where nobody waits for it any more: a follow-up that was open is dropped.
#[must_use]
pub fn close_forgotten(record: Record, now: DateTime<Utc>) -> Record {
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

/// A contact as the figures count it.
#[must_use]
pub fn contact(c: Contact) -> Contact {
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

/// A row of the history as the figures count it; nothing of an item.
#[must_use]
pub fn record(record: Record) -> Option<Record> {
    match record {
        Record::Customer(c) => Some(Record::Customer(customer(c))),
        Record::FollowUp(f) => Some(Record::FollowUp(follow_up(f))),
        Record::Contact(c) => Some(Record::Contact(contact(c))),
        Record::Item(_) => None,
    }
}
