//! `log`: what came of a contact; the outcome sets the next step.

use clap::Args;
use serde_json::Value;

use super::{CommandContext, CommandError, CommandOutput, customer_arg, json, word};
use crate::domain::change::{Change, Record};
use crate::domain::contact::{Contact, Direction, Feeling, Outcome};
use crate::domain::customer::Id;
use crate::domain::follow_up::{FollowUp, FollowUpResult, UnknownWord};
use crate::domain::outcome::{ChangePlan, CustomerContext, ResultEntry};
use crate::domain::text::{sanitize, sanitize_note};
use crate::store::CustomerSummary;

/// The words of `log`.
#[derive(Debug, Args)]
pub struct LogArgs {
    /// An id, a number, or a name
    customer: String,
    /// How it ended
    #[arg(ignore_case = true,
        value_parser = word::<Outcome>(Outcome::ALL.iter().map(|o| o.word())))]
    outcome: Outcome,
    /// What came of one follow-up: 7=authorised, 7=authorised:180, 7=declined:too dear
    #[arg(long = "result", value_name = "FOLLOWUP=RESULT")]
    results: Vec<String>,
    /// How they felt at the end
    #[arg(long, value_name = "FEELING", ignore_case = true,
        value_parser = word::<Feeling>(Feeling::ALL.iter().map(|f| f.word())))]
    feeling: Option<Feeling>,
    /// A note on the call
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// When to try again, instead of the usual time
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    next: Option<String>,
    /// They rang us
    #[arg(long)]
    inward: bool,
}

/// Logs it.
///
/// # Errors
/// What was refused; nothing was saved then.
pub fn run(
    words: &LogArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    makes_sense(words)?;
    let mut store = setting.store()?;
    let entry = customer_arg::customer(&words.customer, &mut store, setting)?;
    let done = done(words, &entry, setting)?;
    let what = done.came_to(&setting.rules().currency).unwrap_or_default();
    let act = setting.act(&what, Some(entry.customer.id), done.changes);
    // What one does oneself at the window is no reason not to log it here.
    store.exempt_claims_of(&setting.by);
    let saved = store.retry_while_lost(|store| store.save(&act))?;
    let after = store.entries(&[entry.customer.id])?.pop();
    let left = json::changed_rows(&saved.records, after.as_ref(), &setting.rules().calendar);
    let contact = left.pointer("/contacts/0").cloned().unwrap_or(Value::Null);
    let value = json::with_field(left, "contact", contact);
    let value = json::with_field(value, "let_go", done.let_go);
    let value = json::with_field(value, "says", done.says.as_str());
    out.answer(&value, &done.says)
}

/// What was said only makes sense of a customer who was reached.
fn makes_sense(words: &LogArgs) -> Result<(), CommandError> {
    let outcome = words.outcome;
    let given = [
        ("--result", !words.results.is_empty()),
        ("--feeling", words.feeling.is_some()),
        ("--inward", words.inward),
    ];
    let reached = outcome == Outcome::Reached;
    if let Some((option, _)) = given.iter().find(|(_, given)| *given && !reached) {
        return Err(CommandError::refused(format!(
            "{option} only fits “reached”: you spoke to nobody ({outcome})"
        )));
    }
    if outcome == Outcome::WrongNumber && words.next.is_some() {
        return Err(CommandError::refused(
            "--next does not fit a wrong number: correct the number first",
        ));
    }
    Ok(())
}

/// What follows from it: every row of the one act.
fn done(
    words: &LogArgs,
    entry: &CustomerSummary,
    setting: &CommandContext,
) -> Result<ChangePlan, CommandError> {
    let scene = entry.scene(setting.rules(), setting.now, &setting.by);
    let next = words
        .next
        .as_deref()
        .map(|phrase| setting.read_future_time(phrase))
        .transpose()?;
    let mut said: Vec<ResultEntry> = Vec::new();
    for text in &words.results {
        let one = result(text, entry, setting)?;
        if said.iter().any(|s| s.follow_up == one.follow_up) {
            let id = one.follow_up;
            return Err(CommandError::refused(format!(
                "{id} has two results: give one"
            )));
        }
        said.push(one);
    }
    let direction = if words.inward {
        Direction::Inward
    } else {
        Direction::Outward
    };
    let mut done = match words.outcome {
        Outcome::Reached => scene.record_reached(&said, direction, next),
        Outcome::WrongNumber => scene.record_wrong_number(),
        unanswered => scene.record_unanswered(unanswered, next),
    };
    let note = words
        .note
        .as_deref()
        .map(sanitize_note)
        .filter(|note| !note.is_empty());
    if let Some(contact) = contact(&mut done.changes) {
        contact.note = note;
    }
    if let Some(feeling) = words.feeling {
        feel(&mut done, feeling, &scene);
    }
    Ok(done)
}

/// The contact that is being logged.
fn contact(changes: &mut [Change]) -> Option<&mut Contact> {
    changes
        .iter_mut()
        .find_map(|change| match &mut change.after {
            Some(Record::Contact(contact)) => Some(contact),
            _ => None,
        })
}

/// Adds how they felt, with what follows from it once the results are in.
fn feel(done: &mut ChangePlan, feeling: Feeling, scene: &CustomerContext<'_>) {
    let follow_ups = afterwards(scene.follow_ups, &done.changes);
    let lowest = follow_ups.iter().map(|f| f.id).min().unwrap_or(0).min(0);
    let scene = CustomerContext {
        follow_ups: &follow_ups,
        ..*scene
    };
    let Some(contact) = contact(&mut done.changes) else {
        return;
    };
    let felt = scene.record_feeling(contact, feeling);
    for record in felt.changes.into_iter().filter_map(|change| change.after) {
        match record {
            Record::Contact(after) => *contact = after,
            Record::FollowUp(mut complaint) => {
                complaint.id = lowest - 1;
                cancel_rest(&mut done.changes);
                done.changes.push(Change::made(Record::FollowUp(complaint)));
                break;
            }
            Record::Customer(_) | Record::Item(_) => {}
        }
    }
    done.says = format!("{} {}", done.says, felt.says);
}

/// Ends the rest the act would give the customer: the owner rings today.
fn cancel_rest(changes: &mut [Change]) {
    for change in changes {
        if let Some(Record::Customer(customer)) = &mut change.after {
            customer.rest_until = None;
            customer.rest_chosen = false;
        }
    }
}

/// The follow-ups as an act leaves them.
fn afterwards(before: &[FollowUp], changes: &[Change]) -> Vec<FollowUp> {
    let mut after = before.to_vec();
    for change in changes {
        if let Some(Record::FollowUp(f)) = &change.after {
            match after.iter_mut().find(|a| a.id == f.id) {
                Some(there) => there.clone_from(f),
                None => after.push(f.clone()),
            }
        }
    }
    after
}

/// One FOLLOWUP=RESULT.
fn result(
    text: &str,
    entry: &CustomerSummary,
    setting: &CommandContext,
) -> Result<ResultEntry, CommandError> {
    let text = sanitize(text);
    let wrong = || {
        CommandError::refused(format!(
            "“{text}” is not a result: write the follow-up's id and what came of it, like 7=declined"
        ))
    };
    let (id, rest) = text.split_once('=').ok_or_else(wrong)?;
    let follow_up: Id = id.trim().parse().map_err(|_| wrong())?;
    let theirs = |f: &FollowUp| f.id == follow_up && f.is_open();
    if !entry.follow_ups.iter().any(theirs) {
        return Err(CommandError::Refused(not_theirs(follow_up, entry)));
    }
    let (word, more) = match rest.split_once(':') {
        Some((word, more)) => (word, Some(sanitize(more)).filter(|more| !more.is_empty())),
        None => (rest, None),
    };
    let result: FollowUpResult = word
        .parse()
        .map_err(|e: UnknownWord| CommandError::refused(e.to_string()))?;
    let (amount, words) = match (result, more) {
        (FollowUpResult::Authorised, Some(sum)) => {
            let read = setting.rules().currency.read(&sum);
            (Some(read.map_err(CommandError::Refused)?), None)
        }
        (FollowUpResult::Thinking, Some(_)) => {
            let why = "thinking takes no reason: put it into --note";
            return Err(CommandError::refused(why));
        }
        (_, words) => (None, words),
    };
    Ok(ResultEntry {
        follow_up,
        result,
        words,
        amount,
    })
}

fn not_theirs(id: Id, entry: &CustomerSummary) -> String {
    let open: Vec<String> = entry
        .follow_ups
        .iter()
        .filter(|f| f.is_open())
        .map(|f| format!("{} ({})", f.id, f.about))
        .collect();
    let name = &entry.customer.name;
    if open.is_empty() {
        format!("{id} is not an open follow-up of {name}: they have none")
    } else {
        format!(
            "{id} is not an open follow-up of {name}: theirs are {}",
            open.join(", ")
        )
    }
}
