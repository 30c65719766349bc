//! `show --all-data`: everything the shop stores about one customer, to be handed to them.
//!
//! Owns its text and its JSON: complete rows, every contact, and the acts behind them.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::{CommandContext, CommandError, CommandOutput, json};
use crate::domain::change::{Change, Record};
use crate::domain::summary::JournalRow;
use crate::store::{CustomerCard, Store};

/// An act and its changes to the customer.
type ActWithChanges = (JournalRow, Vec<Change>);

/// Prints everything.
pub(super) fn say(
    store: &mut Store,
    customer: i64,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let card = store.card(customer, usize::MAX)?;
    let card = card.ok_or_else(|| CommandError::refused("they have been removed meanwhile"))?;
    let history = store.history(customer)?;
    let value = value(&card, &history, setting);
    if out.is_json() {
        return out.value(&value);
    }
    let shop = &setting.rules().shop;
    let name = &card.entry.customer.name;
    let at = json::instant(setting.now, &setting.rules().calendar);
    out.say(&format!("Everything {shop} holds about {name}, as of {at}"))?;
    for (section, title) in [
        ("customer", "Customer"),
        ("also", "Also entered as"),
        ("items", "Items"),
        ("follow_ups", "Follow-ups"),
        ("contacts", "Contacts"),
    ] {
        let rows = value.get(section);
        let also = section == "also";
        if also && rows.and_then(Value::as_array).is_none_or(Vec::is_empty) {
            continue;
        }
        out.say("")?;
        out.say(title)?;
        match rows {
            Some(Value::Array(rows)) => {
                for row in rows {
                    lines(row, out)?;
                    out.say("")?;
                }
            }
            Some(row) => lines(row, out)?,
            None => {}
        }
    }
    out.say("History")?;
    for (act, changes) in &history {
        say_step(act, changes, setting, out)?;
    }
    out.say("")?;
    let backups = "Copies of this are in the shop's backups, which are deleted in time.";
    out.say(backups)
}

/// Prints every non-empty field, one per line.
fn lines(row: &Value, out: &mut CommandOutput) -> Result<(), CommandError> {
    for (field, value) in row.as_object().into_iter().flatten() {
        let shown = shown(value);
        if !shown.is_empty() {
            out.indented(&format!("{}: {shown}", field.replace('_', " ")))?;
        }
    }
    Ok(())
}

/// A value in words; an empty text for an empty value.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(flag) => (if *flag { "yes" } else { "no" }).to_owned(),
        Value::Number(n) => n.to_string(),
        Value::Array(values) => {
            let parts: Vec<String> = values.iter().map(shown).collect();
            parts.join("; ")
        }
        Value::Object(fields) => {
            let parts: Vec<String> = fields
                .iter()
                .map(|(field, value)| format!("{} {}", field.replace('_', " "), shown(value)))
                .collect();
            parts.join(", ")
        }
    }
}

/// Prints one act with each field it changed.
fn say_step(
    act: &JournalRow,
    changes: &[Change],
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let at = json::instant(act.at, &setting.rules().calendar);
    let undone = if act.undone {
        " (taken back since)"
    } else {
        ""
    };
    out.indented(&format!("{at} {}: {}{undone}", act.by, act.what))?;
    for change in changes {
        for (field, before, after) in fields(change) {
            let (before, after) = (shown(&before), shown(&after));
            let from = if before.is_empty() {
                String::new()
            } else {
                format!("{before} → ")
            };
            let noun = noun(change);
            let field = field.replace('_', " ");
            out.indented(&format!("  {noun} {field}: {from}{after}"))?;
        }
    }
    Ok(())
}

const fn noun(change: &Change) -> &'static str {
    let record = match &change.after {
        Some(after) => Some(after),
        None => change.before.as_ref(),
    };
    match record {
        Some(Record::Customer(_)) => "customer",
        Some(Record::Item(_)) => "item",
        Some(Record::FollowUp(_)) => "follow-up",
        Some(Record::Contact(_)) => "contact",
        None => "",
    }
}

/// The fields that a change changed, with the values before and after.
fn fields(change: &Change) -> Vec<(String, Value, Value)> {
    let of = |record: &Option<Record>| -> Map<String, Value> {
        let value = record.as_ref().map(serde_json::to_value);
        let value = value.and_then(Result::ok).unwrap_or(Value::Null);
        let inner = value.as_object().and_then(|o| o.values().next());
        inner
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default()
    };
    let (before, after) = (of(&change.before), of(&change.after));
    let mut names: Vec<&String> = before.keys().collect();
    names.extend(after.keys().filter(|name| !before.contains_key(*name)));
    let at =
        |fields: &Map<String, Value>, name: &str| fields.get(name).cloned().unwrap_or(Value::Null);
    names
        .into_iter()
        .map(|name| (name.clone(), at(&before, name), at(&after, name)))
        .filter(|(_, before, after)| before != after)
        .collect()
}

fn value(card: &CustomerCard, history: &[ActWithChanges], setting: &CommandContext) -> Value {
    let calendar = &setting.rules().calendar;
    let entry = &card.entry;
    let c = &entry.customer;
    let said_no = |at: Option<DateTime<Utc>>| at.map(|at| json::instant(at, calendar));
    let customer = json::customer(c, calendar);
    let customer = json::with_field(customer, "opted_out_at", said_no(c.opted_out_at));
    let customer = json::with_field(customer, "opted_out_by", c.opted_out_by.as_deref());
    let customer = json::with_field(customer, "no_calls_at", said_no(c.no_calls_at));
    let customer = json::with_field(customer, "no_calls_by", c.no_calls_by.as_deref());
    let customer = json::with_field(customer, "sent_at", said_no(c.sent_at));
    let customer = json::with_field(customer, "came_at", said_no(c.came_at));
    let customer = json::with_field(customer, "wrong_number_at", said_no(c.wrong_number_at));
    let follow_ups = entry.follow_ups.iter().chain(&card.closed);
    let follow_ups: Vec<Value> = follow_ups
        .map(|f| json::follow_up(f, entry.item(f.item), calendar))
        .collect();
    let contacts: Vec<Value> = card
        .contacts
        .iter()
        .map(|c| json::contact(c, calendar))
        .collect();
    let history: Vec<Value> = history
        .iter()
        .map(|(act, changes)| {
            let changed: Vec<Value> = changes
                .iter()
                .flat_map(|change| {
                    let noun = noun(change);
                    let shape = move |(field, before, after)| {
                        json!({"of": noun, "field": field, "before": before, "after": after})
                    };
                    fields(change).into_iter().map(shape)
                })
                .collect();
            json!({
                "at": json::instant(act.at, calendar),
                "by": act.by,
                "counter": act.counter,
                "what": act.what,
                "undone": act.undone,
                "changed": changed,
            })
        })
        .collect();
    json!({
        "customer": customer,
        "also": entry.also.iter().map(|c| json::customer(c, calendar)).collect::<Vec<_>>(),
        "items": entry.items.iter().map(json::item).collect::<Vec<_>>(),
        "follow_ups": follow_ups,
        "contacts": contacts,
        "history": history,
    })
}
