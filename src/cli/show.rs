//! `show`: one customer whole: open follow-ups, items, contacts, and what is closed.

use chrono::{DateTime, Utc};
use clap::Args;
use serde_json::{Value, json};

use super::customer_arg::NameMatchRule;
use super::table::{CellTone, TextCell, TextTable};
use super::{CommandContext, CommandError, CommandOutput, customer_arg, data_export, json, list};
use crate::domain::contact::{Contact, Direction, Feeling};
use crate::domain::customer_detail::CustomerDetail;
use crate::domain::extra_mile;
use crate::domain::follow_up::{FollowUp, FollowUpState};
use crate::domain::rest::rest_end;
use crate::domain::script::earlier_no;
use crate::domain::time_format::{promise_words, spoken};
use crate::store::{CustomerCard, CustomerSummary};

/// How much of the history is shown.
const HISTORY: usize = 1_000;

/// The words of `show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// An id, a number, or a name
    customer: String,
    /// Everything held about them, with its history: for a customer who asks
    #[arg(long)]
    all_data: bool,
}

/// Shows them.
///
/// # Errors
/// Why the store cannot be opened, read or written.
pub fn run(
    words: &ShowArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let mut store = setting.store()?;
    // All that is held of somebody is for them alone: it takes more than some digits.
    let enough = if words.all_data {
        NameMatchRule::WordPrefixes
    } else {
        NameMatchRule::AnyDigits
    };
    let entry = customer_arg::by(&words.customer, enough, &mut store, setting)?;
    if words.all_data {
        return data_export::say(&mut store, entry.customer.id, setting, out);
    }
    let card = store.card(entry.customer.id, HISTORY)?;
    let card = card.unwrap_or(CustomerCard {
        entry,
        contacts: Vec::new(),
        closed: Vec::new(),
        sent: Vec::new(),
    });
    if out.is_json() {
        return out.value(&value(&card, setting));
    }
    person(&card.entry, setting, out)?;
    out_line(out, "", card.entry.knows.sentence().as_deref())?;
    out_line(out, "", card.who_sent_whom().as_deref())?;
    let rules = setting.rules();
    if let Some(claim) = &card.entry.claim {
        out.say(&claim.sentence(&rules.calendar))?;
    }
    if !card.entry.follow_ups.is_empty() {
        let let_go = list::to_be_let_go(&card.entry).map(|_| list::LET_GO.to_owned());
        let why = let_go.unwrap_or_else(|| card.entry.why(setting.now, rules));
        out.say(&format!("Open: {why}"))?;
        out.table(&follow_ups(&card.entry.follow_ups, &card.entry, setting))?;
    }
    if !card.entry.items.is_empty() {
        out.say("Items")?;
        let mut table = TextTable::indented(2);
        for item in &card.entry.items {
            table.row(vec![
                TextCell::new(item.id.to_string()).right(),
                TextCell::new(&item.label),
            ]);
        }
        out.table(&table)?;
    }
    if !card.contacts.is_empty() {
        out.say("Contacts")?;
        out.table(&contacts(&card, setting))?;
    }
    if !card.closed.is_empty() {
        out.say("Closed")?;
        out.table(&follow_ups(&card.closed, &card.entry, setting))?;
    }
    Ok(())
}

fn value(card: &CustomerCard, setting: &CommandContext) -> Value {
    let calendar = &setting.rules().calendar;
    let entry = &card.entry;
    let all = entry.follow_ups.iter().chain(&card.closed);
    let follow_ups: Vec<Value> = all
        .map(|f| json::follow_up(f, entry.item(f.item), calendar))
        .collect();
    let contacts: Vec<Value> = card
        .contacts
        .iter()
        .map(|c| json::contact(c, calendar))
        .collect();
    json!({
        "customer": json::customer(&entry.customer, calendar),
        "claimed_by": json::claimed_by(entry, calendar),
        "knows": json::knows(&entry.knows),
        "sent_by": entry.sent_by.as_ref().map(json::named),
        "sent": card.sent.iter().map(json::named).collect::<Vec<_>>(),
        "items": entry.items.iter().map(json::item).collect::<Vec<_>>(),
        "follow_ups": follow_ups,
        "contacts": contacts,
    })
}

/// The customer's own lines.
fn person(
    entry: &CustomerSummary,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let c = &entry.customer;
    let say = |at: DateTime<Utc>| spoken(at, setting.now, &setting.rules().calendar);
    let noted = |at: Option<DateTime<Utc>>, by: Option<&str>| {
        let by = by.map(|by| format!(", noted by {by}"));
        at.map(|at| format!("{}{}", say(at), by.unwrap_or_default()))
    };
    let mut head = TextTable::default();
    head.row(vec![
        TextCell::new(&c.name).tone(CellTone::Strong),
        TextCell::new(c.id.to_string()).tone(CellTone::Dim),
        TextCell::new(c.shown_number().unwrap_or("no number".to_owned())),
        TextCell::new(c.email.as_deref().unwrap_or_default()),
    ]);
    out.table(&head)?;
    out_line(out, "", c.line.as_deref())?;
    let given = extra_mile::in_order(c).into_iter();
    let given = given.map(|k| k.shown(setting.now, &setting.rules().calendar));
    let given = Some(given.collect::<Vec<_>>().join("  ")).filter(|given| !given.is_empty());
    out_line(out, "Extra mile: ", given.as_deref())?;
    out_line(out, "Extension: ", c.extension.as_deref())?;
    for detail in CustomerDetail::ALL {
        out_line(out, "", detail.line_of_show(c).as_deref())?;
    }
    out_line(
        out,
        "Out of the list until: ",
        rest_end(c, &entry.follow_ups)
            .filter(|r| *r > setting.now)
            .map(say)
            .as_deref(),
    )?;
    out_line(
        out,
        "Wrong number since: ",
        c.wrong_number_at.map(say).as_deref(),
    )?;
    out_line(
        out,
        "No marketing since: ",
        noted(c.opted_out_at, c.opted_out_by.as_deref()).as_deref(),
    )?;
    out_line(
        out,
        "No calls since: ",
        noted(c.no_calls_at, c.no_calls_by.as_deref()).as_deref(),
    )
}

fn out_line(out: &mut CommandOutput, label: &str, text: Option<&str>) -> Result<(), CommandError> {
    text.map_or(Ok(()), |text| out.say(&format!("{label}{text}")))
}

fn follow_ups(some: &[FollowUp], entry: &CustomerSummary, setting: &CommandContext) -> TextTable {
    let rules = setting.rules();
    let mut table = TextTable::indented(2);
    for f in some {
        let promised = f.promised_at.filter(|_| f.heard_at.is_none());
        let tries = if f.attempts > 0 {
            format!("tried {}×", f.attempts)
        } else {
            String::new()
        };
        table.row(vec![
            TextCell::new(f.id.to_string()).right(),
            TextCell::new(f.kind.word()),
            f.severity.map_or_else(|| TextCell::new(""), list::severity),
            TextCell::new(&f.about),
            TextCell::new(entry.item(f.item).unwrap_or_default()),
            TextCell::new(f.quote.map(|q| rules.currency.show(q)).unwrap_or_default()).right(),
            TextCell::new(stands(f, setting)),
            TextCell::new(
                promised
                    .map(|by| promise_words(by, setting.now, &rules.calendar))
                    .unwrap_or_default(),
            ),
            TextCell::new(tries),
            TextCell::new(f.owner.as_deref().unwrap_or_default()),
            TextCell::new(f.note.as_deref().unwrap_or_default()).tone(CellTone::Dim),
        ]);
    }
    table
}

/// "due today 10:30", or how it was closed.
fn stands(f: &FollowUp, setting: &CommandContext) -> String {
    let rules = setting.rules();
    let say = |at| spoken(at, setting.now, &rules.calendar);
    match (f.state, f.result) {
        (FollowUpState::Open, _) => {
            let earlier = earlier_no(f, setting.now, &rules.calendar);
            let earlier = earlier.map(|answer| format!(", {answer}"));
            format!("due {}{}", say(f.due_at), earlier.unwrap_or_default())
        }
        (FollowUpState::LetGo, _) => "stop trying?".to_owned(),
        (FollowUpState::Closed, None) => "closed".to_owned(),
        (FollowUpState::Closed, Some(result)) => {
            let amount = f
                .authorised_amount
                .map(|a| format!(" {}", rules.currency.show(a)));
            let reason = f.reason.as_deref().map(|r| format!(": {r}"));
            let at = f.result_at.map(|at| format!(" {}", say(at)));
            let parts = [amount, at, reason];
            format!(
                "{}{}",
                result.spoken(),
                parts.into_iter().flatten().collect::<String>()
            )
        }
    }
}

fn contacts(card: &CustomerCard, setting: &CommandContext) -> TextTable {
    let mut table = TextTable::indented(2);
    for contact in &card.contacts {
        let say = |at| spoken(at, setting.now, &setting.rules().calendar);
        let again = contact.next_at.map(|at| format!("again {}", say(at)));
        table.row(vec![
            TextCell::new(say(contact.at)),
            TextCell::new(&contact.by),
            TextCell::new(happened(contact)),
            TextCell::new(results(contact, card, setting)),
            TextCell::new(contact.feeling.map(Feeling::word).unwrap_or_default()),
            TextCell::new(again.unwrap_or_default()),
            TextCell::new(contact.note.as_deref().unwrap_or_default()).tone(CellTone::Dim),
        ]);
    }
    table
}

fn happened(contact: &Contact) -> String {
    match contact.direction {
        Direction::Outward => contact.outcome.to_string(),
        Direction::Inward => format!("{}, they rang", contact.outcome),
    }
}

/// "Front pads 2 mm: authorised £180".
fn results(contact: &Contact, card: &CustomerCard, setting: &CommandContext) -> String {
    let all = || card.entry.follow_ups.iter().chain(&card.closed);
    let said = contact.answers.iter().map(|answer| {
        let about = all()
            .find(|f| f.id == answer.follow_up)
            .map(|f| f.about.as_str());
        let amount = answer
            .amount
            .map(|a| format!(" {}", setting.rules().currency.show(a)));
        format!(
            "{}: {}{}",
            about.unwrap_or("?"),
            answer.result.spoken(),
            amount.unwrap_or_default()
        )
    });
    said.collect::<Vec<_>>().join("; ")
}
