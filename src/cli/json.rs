//! The JSON schema of every command: stable names, times in RFC 3339 with the shop's offset, money
//! in minor units, phone numbers in E.164.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

use crate::domain::change::Record;
use crate::domain::contact::{Contact, Feeling};
use crate::domain::customer::{Customer, ExtraMile, Id, Item};
use crate::domain::customer_detail::CustomerDetail;
use crate::domain::familiar_staff::FamiliarStaff;
use crate::domain::follow_up::{FollowUp, FollowUpResult, Severity};
use crate::domain::hours::Calendar;
use crate::domain::rules::Rules;
use crate::store::CustomerSummary;

/// An instant with the shop's offset, never `Z`.
pub(super) fn instant(at: DateTime<Utc>, calendar: &Calendar) -> String {
    calendar
        .local(at)
        .to_rfc3339_opts(SecondsFormat::Secs, false)
}

fn optional_instant(at: Option<DateTime<Utc>>, calendar: &Calendar) -> Value {
    at.map_or(Value::Null, |at| instant(at, calendar).into())
}

/// A customer.
pub(super) fn customer(c: &Customer, calendar: &Calendar) -> Value {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    put("id", c.id.into());
    put("name", c.name.as_str().into());
    put("phone", c.phone.as_deref().into());
    let national = c.phone.as_ref().and(c.phone_shown.as_deref());
    put("national", national.into());
    put("doubtful_phone", c.doubtful_number().into());
    put("extension", c.extension.as_deref().into());
    for detail in CustomerDetail::ALL {
        put(detail.json_name(), detail.get(c).into());
    }
    put("rest_until", optional_instant(c.rest_until, calendar));
    put("wrong_number", c.wrong_number_at.is_some().into());
    put("opted_out", c.opted_out_at.is_some().into());
    put("no_calls", c.no_calls_at.is_some().into());
    let kindnesses = c.extra_mile.iter().map(|k| kindness(k, calendar));
    put("extra_mile", kindnesses.collect());
    put("added_at", instant(c.added_at, calendar).into());
    Value::Object(fields)
}

fn kindness(k: &ExtraMile, calendar: &Calendar) -> Value {
    json!({"idea": k.idea, "given_at": optional_instant(k.given_at, calendar), "given_by": k.given_by})
}

/// The members of staff a customer knows.
pub(super) fn knows(knows: &FamiliarStaff) -> Value {
    json!({"reached_by": knows.reached_by, "job_by": knows.job_by})
}

/// A customer by id and name.
pub(super) fn named((id, name): &(Id, String)) -> Value {
    json!({"id": id, "name": name})
}

/// An item.
pub(super) fn item(i: &Item) -> Value {
    json!({"id": i.id, "customer": i.customer, "label": i.label})
}

/// A follow-up with the fields of the list.
fn listed(f: &FollowUp, item: Option<&str>, calendar: &Calendar) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    put("id", f.id.into());
    put("kind", f.kind.word().into());
    put("about", f.about.as_str().into());
    put("item", item.into());
    put("severity", f.severity.map(Severity::word).into());
    put("quote", f.quote.into());
    put("due_at", instant(f.due_at, calendar).into());
    put("promised_at", optional_instant(f.promised_at, calendar));
    put("attempts", f.attempts.into());
    put("owner", f.owner.as_deref().into());
    put("state", f.state.word().into());
    fields
}

/// A follow-up with all its fields.
pub(super) fn follow_up(f: &FollowUp, item: Option<&str>, calendar: &Calendar) -> Value {
    let mut fields = listed(f, item, calendar);
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    put("customer", f.customer.into());
    put(
        "first_promised_at",
        optional_instant(f.first_promised_at, calendar),
    );
    put("broken_at", optional_instant(f.broken_at, calendar));
    put("heard_at", optional_instant(f.heard_at, calendar));
    put("result", f.result.map(FollowUpResult::word).into());
    put("result_at", optional_instant(f.result_at, calendar));
    put("reason", f.reason.as_deref().into());
    put("next_at", optional_instant(f.next_at, calendar));
    put("authorised_by", f.authorised_by.as_deref().into());
    put("authorised_amount", f.authorised_amount.into());
    put("follows", f.follows.into());
    put("playbook", f.playbook.as_deref().into());
    put("marketing", f.marketing.into());
    put("note", f.note.as_deref().into());
    put("added_at", instant(f.added_at, calendar).into());
    put("added_by", f.added_by.as_str().into());
    Value::Object(fields)
}

/// A contact.
pub(super) fn contact(c: &Contact, calendar: &Calendar) -> Value {
    let results: Vec<Value> = c
        .answers
        .iter()
        .map(|a| json!({"follow_up": a.follow_up, "result": a.result.word(), "amount": a.amount}))
        .collect();
    json!({
        "id": c.id,
        "customer": c.customer,
        "at": instant(c.at, calendar),
        "by": c.by,
        "direction": c.direction.word(),
        "way": c.way.word(),
        "outcome": c.outcome.word(),
        "results": results,
        "feeling": c.feeling.map(Feeling::word),
        "note": c.note,
        "next_at": optional_instant(c.next_at, calendar),
    })
}

/// A customer with everything open, as the search returns it.
pub(super) fn found(entry: &CustomerSummary, calendar: &Calendar) -> Value {
    json!({
        "customer": customer(&entry.customer, calendar),
        "items": entry.items.iter().map(item).collect::<Vec<_>>(),
        "follow_ups": open(entry, calendar),
    })
}

/// A row of the list.
pub(super) fn row(entry: &CustomerSummary, now: DateTime<Utc>, rules: &Rules) -> Value {
    let calendar = &rules.calendar;
    let (standing, since) = entry.stand(now, rules);
    let (since, why) = match super::list::to_be_let_go(entry) {
        Some(due) => (due, super::list::LET_GO.to_owned()),
        None => (since, entry.why(now, rules)),
    };
    json!({
        "customer": customer(&entry.customer, calendar),
        "standing": standing.word(),
        "why": why,
        "due_at": instant(since, calendar),
        "callable": entry.why_not_callable(now, rules).is_none(),
        "claimed_by": claimed_by(entry, calendar),
        "follow_ups": open(entry, calendar),
    })
}

/// The claim of a customer; null without one.
pub(super) fn claimed_by(entry: &CustomerSummary, calendar: &Calendar) -> Value {
    entry.claim.as_ref().map_or(Value::Null, |claim| {
        json!({
            "staff": claim.holder.staff,
            "counter": claim.holder.counter,
            "since": instant(claim.since, calendar),
        })
    })
}

fn open(entry: &CustomerSummary, calendar: &Calendar) -> Vec<Value> {
    let shape = |f: &FollowUp| Value::Object(listed(f, entry.item(f.item), calendar));
    entry.follow_ups.iter().map(shape).collect()
}

/// The rows an act left, by entity. `entry` is the customer afterwards.
pub(super) fn changed_rows(
    records: &[Record],
    entry: Option<&CustomerSummary>,
    calendar: &Calendar,
) -> Value {
    let label = |f: &FollowUp| {
        let made = records.iter().find_map(|r| match r {
            Record::Item(i) if Some(i.id) == f.item => Some(i.label.as_str()),
            _ => None,
        });
        entry.and_then(|e| e.item(f.item)).or(made)
    };
    let mut customers = Vec::new();
    let mut items = Vec::new();
    let mut follow_ups = Vec::new();
    let mut contacts = Vec::new();
    for record in records {
        match record {
            Record::Customer(c) => customers.push(customer(c, calendar)),
            Record::Item(i) => items.push(item(i)),
            Record::FollowUp(f) => follow_ups.push(follow_up(f, label(f), calendar)),
            Record::Contact(c) => contacts.push(contact(c, calendar)),
        }
    }
    let whole = entry.map(|e| customer(&e.customer, calendar));
    let one = whole.or_else(|| customers.into_iter().next());
    json!({"customer": one, "items": items, "follow_ups": follow_ups, "contacts": contacts})
}

/// Adds one field to the end of a value.
pub(super) fn with_field(mut value: Value, name: &str, more: impl Into<Value>) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.insert(name.to_owned(), more.into());
    }
    value
}
