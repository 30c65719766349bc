//! Domain types as rows, and rows as domain types.
//!
//! Owns the order of the columns, once for reading and writing.

use super::error::StoreError;
use super::sql::{SqlRow, SqlValue};
use crate::domain::change::{EntityKind, Record};
use crate::domain::contact::Contact;
use crate::domain::customer::{Customer, ExtraMile, Item};
use crate::domain::follow_up::FollowUp;
use crate::domain::hours::DaySpan;

/// The columns of `customer`, but for the shop.
pub(super) const CUSTOMER: &str = "id, version, name, phone, phone_shown, extension, wrong_number_at, email, line, \
    hours_from, hours_to, opted_out_at, opted_out_by, rest_until, rest_chosen, \
    tried_on, tries, added_at, sent_by, sent_at, came_at, extra_mile, no_calls_at, no_calls_by, \
    merged_into, source, rest_set_at";

/// The columns of `item`, but for the shop.
pub(super) const ITEM: &str = "id, version, customer, label";

/// The columns of `follow_up`, but for the shop.
pub(super) const FOLLOW_UP: &str = "id, version, customer, item, kind, about, severity, quote, marketing, due_at, \
    promised_at, first_promised_at, heard_at, broken_at, owner, attempts, steps, busies, \
    voicemails, lapses_at, parts_tried, state, result, reason, next_at, \
    authorised_by, authorised_amount, result_at, follows, playbook, note, added_at, \
    added_by, first_call_at, done_by";

/// The columns of `contact`, but for the shop.
pub(super) const CONTACT: &str = "id, version, customer, at, staff, direction, way, outcome, answers, next_at, \
    feeling, note, attempt";

pub(super) fn customer(row: &mut SqlRow) -> Result<Customer, StoreError> {
    Ok(Customer {
        id: row.int()?,
        version: row.int()?,
        name: row.text()?,
        phone: row.maybe_text()?,
        phone_shown: row.maybe_text()?,
        extension: row.maybe_text()?,
        wrong_number_at: row.maybe_at()?,
        email: row.maybe_text()?,
        line: row.maybe_text()?,
        hours: hours(row.maybe_int()?, row.maybe_int()?),
        opted_out_at: row.maybe_at()?,
        opted_out_by: row.maybe_text()?,
        rest_until: row.maybe_at()?,
        rest_chosen: row.flag()?,
        tried_on: row.maybe_day()?,
        tries: row.int()?,
        added_at: row.at()?,
        sent_by: row.maybe_int()?,
        sent_at: row.maybe_at()?,
        came_at: row.maybe_at()?,
        extra_mile: extra_mile(row.maybe_text()?)?,
        no_calls_at: row.maybe_at()?,
        no_calls_by: row.maybe_text()?,
        merged_into: row.maybe_int()?,
        source: row.maybe_text()?,
        rest_set_at: row.maybe_at()?,
    })
}

pub(super) fn item(row: &mut SqlRow) -> Result<Item, StoreError> {
    Ok(Item {
        id: row.int()?,
        version: row.int()?,
        customer: row.int()?,
        label: row.text()?,
    })
}

pub(super) fn follow_up(row: &mut SqlRow) -> Result<FollowUp, StoreError> {
    Ok(FollowUp {
        id: row.int()?,
        version: row.int()?,
        customer: row.int()?,
        item: row.maybe_int()?,
        kind: row.word()?,
        about: row.text()?,
        severity: row.maybe_word()?,
        quote: row.maybe_int()?,
        marketing: row.flag()?,
        due_at: row.at()?,
        promised_at: row.maybe_at()?,
        first_promised_at: row.maybe_at()?,
        heard_at: row.maybe_at()?,
        broken_at: row.maybe_at()?,
        owner: row.maybe_text()?,
        attempts: row.int()?,
        steps: row.int()?,
        busies: row.int()?,
        voicemails: row.int()?,
        lapses_at: row.maybe_at()?,
        parts_tried: row.int()?,
        state: row.word()?,
        result: row.maybe_word()?,
        reason: row.maybe_text()?,
        next_at: row.maybe_at()?,
        authorised_by: row.maybe_text()?,
        authorised_amount: row.maybe_int()?,
        result_at: row.maybe_at()?,
        follows: row.maybe_int()?,
        playbook: row.maybe_text()?,
        note: row.maybe_text()?,
        added_at: row.at()?,
        added_by: row.text()?,
        first_call_at: row.maybe_at()?,
        done_by: row.maybe_text()?,
    })
}

pub(super) fn contact(row: &mut SqlRow) -> Result<Contact, StoreError> {
    Ok(Contact {
        id: row.int()?,
        version: row.int()?,
        customer: row.int()?,
        at: row.at()?,
        by: row.text()?,
        direction: row.word()?,
        way: row.word()?,
        outcome: row.word()?,
        answers: serde_json::from_str(&row.text()?)
            .map_err(|e| StoreError::damaged(e.to_string()))?,
        next_at: row.maybe_at()?,
        feeling: row.maybe_word()?,
        note: row.maybe_text()?,
        attempt: row.maybe_int()?,
    })
}

fn customer_cells(r: &Customer) -> Vec<SqlValue> {
    vec![
        r.id.into(),
        r.version.into(),
        r.name.as_str().into(),
        r.phone.as_deref().into(),
        r.phone_shown.as_deref().into(),
        r.extension.as_deref().into(),
        r.wrong_number_at.into(),
        r.email.as_deref().into(),
        r.line.as_deref().into(),
        r.hours.map(|h| i64::from(h.from)).into(),
        r.hours.map(|h| i64::from(h.to)).into(),
        r.opted_out_at.into(),
        r.opted_out_by.as_deref().into(),
        r.rest_until.into(),
        r.rest_chosen.into(),
        r.tried_on.into(),
        r.tries.into(),
        r.added_at.into(),
        r.sent_by.into(),
        r.sent_at.into(),
        r.came_at.into(),
        kindnesses(&r.extra_mile).into(),
        r.no_calls_at.into(),
        r.no_calls_by.as_deref().into(),
        r.merged_into.into(),
        r.source.as_deref().into(),
        r.rest_set_at.into(),
    ]
}

fn item_cells(r: &Item) -> Vec<SqlValue> {
    vec![
        r.id.into(),
        r.version.into(),
        r.customer.into(),
        r.label.as_str().into(),
    ]
}

fn follow_up_cells(r: &FollowUp) -> Vec<SqlValue> {
    vec![
        r.id.into(),
        r.version.into(),
        r.customer.into(),
        r.item.into(),
        r.kind.word().into(),
        r.about.as_str().into(),
        r.severity
            .map(super::super::domain::follow_up::Severity::word)
            .into(),
        r.quote.into(),
        r.marketing.into(),
        r.due_at.into(),
        r.promised_at.into(),
        r.first_promised_at.into(),
        r.heard_at.into(),
        r.broken_at.into(),
        r.owner.as_deref().into(),
        r.attempts.into(),
        r.steps.into(),
        r.busies.into(),
        r.voicemails.into(),
        r.lapses_at.into(),
        r.parts_tried.into(),
        r.state.word().into(),
        r.result
            .map(super::super::domain::follow_up::FollowUpResult::word)
            .into(),
        r.reason.as_deref().into(),
        r.next_at.into(),
        r.authorised_by.as_deref().into(),
        r.authorised_amount.into(),
        r.result_at.into(),
        r.follows.into(),
        r.playbook.as_deref().into(),
        r.note.as_deref().into(),
        r.added_at.into(),
        r.added_by.as_str().into(),
        r.first_call_at.into(),
        r.done_by.as_deref().into(),
    ]
}

fn contact_cells(r: &Contact) -> Vec<SqlValue> {
    vec![
        r.id.into(),
        r.version.into(),
        r.customer.into(),
        r.at.into(),
        r.by.as_str().into(),
        r.direction.word().into(),
        r.way.word().into(),
        r.outcome.word().into(),
        serde_json::to_string(&r.answers).unwrap_or_default().into(),
        r.next_at.into(),
        r.feeling
            .map(super::super::domain::contact::Feeling::word)
            .into(),
        r.note.as_deref().into(),
        r.attempt.into(),
    ]
}

fn extra_mile(kept: Option<String>) -> Result<Vec<ExtraMile>, StoreError> {
    let read =
        |json: String| serde_json::from_str(&json).map_err(|e| StoreError::damaged(e.to_string()));
    kept.map_or(Ok(Vec::new()), read)
}

fn kindnesses(some: &[ExtraMile]) -> Option<String> {
    let json = || serde_json::to_string(some).unwrap_or_default();
    (!some.is_empty()).then(json)
}

fn hours(from: Option<i64>, to: Option<i64>) -> Option<DaySpan> {
    let minute = |m: Option<i64>| m.and_then(|m| u16::try_from(m).ok());
    Some(DaySpan {
        from: minute(from)?,
        to: minute(to)?,
    })
}

/// The table of a noun.
pub(super) const fn table(noun: EntityKind) -> &'static str {
    match noun {
        EntityKind::Customer => "customer",
        EntityKind::Item => "item",
        EntityKind::FollowUp => "follow_up",
        EntityKind::Contact => "contact",
    }
}

/// The columns of a noun.
pub(super) const fn columns(noun: EntityKind) -> &'static str {
    match noun {
        EntityKind::Customer => CUSTOMER,
        EntityKind::Item => ITEM,
        EntityKind::FollowUp => FOLLOW_UP,
        EntityKind::Contact => CONTACT,
    }
}

/// A row of a noun.
pub(super) fn record(noun: EntityKind, row: &mut SqlRow) -> Result<Record, StoreError> {
    Ok(match noun {
        EntityKind::Customer => Record::Customer(customer(row)?),
        EntityKind::Item => Record::Item(item(row)?),
        EntityKind::FollowUp => Record::FollowUp(follow_up(row)?),
        EntityKind::Contact => Record::Contact(contact(row)?),
    })
}

/// A record as it will be read again: its instants to the millisecond.
pub(super) fn kept(record: &Record) -> Result<Record, StoreError> {
    self::record(record.noun(), &mut SqlRow::new(cells(record)))
}

/// The cells of a record, in the order of its columns.
pub(super) fn cells(record: &Record) -> Vec<SqlValue> {
    match record {
        Record::Customer(r) => customer_cells(r),
        Record::Item(r) => item_cells(r),
        Record::FollowUp(r) => follow_up_cells(r),
        Record::Contact(r) => contact_cells(r),
    }
}
