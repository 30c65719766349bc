//! Log: what came of a call. The outcome sets the next step.
//!
//! Owns which parts of a report fit which outcome.

use chrono::{DateTime, Utc};

use super::feeling::{add_to_call, logged, refuse_unreached};
use super::{CallPart, Context, Plan, Refusal, refuse_nothing_open};
use crate::domain::contact::{Direction, Feeling, Outcome};
use crate::domain::customer::Id;
use crate::domain::follow_up::{FollowUp, FollowUpState};
use crate::domain::outcome::ResultEntry;
use crate::domain::summary::CustomerSummary;
use crate::domain::text::sanitize_note;

/// A call, as the person says it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallReport {
    /// How it ended.
    pub outcome: Outcome,
    /// Who rang whom.
    pub direction: Direction,
    /// What came of the follow-ups that were talked about.
    pub results: Vec<ResultEntry>,
    /// How the customer felt at the end.
    pub feeling: Option<Feeling>,
    /// What is to be remembered.
    pub note: Option<String>,
    /// When to try again, in place of the usual time.
    pub next: Option<DateTime<Utc>>,
}

impl CallReport {
    /// A call of ours, of which nothing else is said.
    #[must_use]
    pub const fn of(outcome: Outcome) -> Self {
        Self {
            outcome,
            direction: Direction::Outward,
            results: Vec::new(),
            feeling: None,
            note: None,
            next: None,
        }
    }
}

/// Logs a call.
///
/// # Errors
/// A part of the report does not fit the outcome; a result is about a follow-up that is not open, or
/// there are two about one; nobody can have been tried.
pub fn log(ctx: Context<'_>, entry: &CustomerSummary, call: &CallReport) -> Result<Plan, Refusal> {
    check_parts(call)?;
    check_results(entry, call)?;
    let scene = ctx.scene(entry);
    let mut done = match call.outcome {
        Outcome::Reached => scene.record_reached(&call.results, call.direction, call.next),
        unanswered => {
            refuse_nothing_open(entry)?;
            if entry.customer.wrong_number_at.is_some() {
                let name = entry.customer.name.clone();
                return Err(Refusal::WrongNumber { name });
            }
            match unanswered {
                Outcome::WrongNumber => scene.record_wrong_number(),
                _ => scene.record_unanswered(unanswered, call.next),
            }
        }
    };
    if call.direction == Direction::Inward && scene.covered_by(Direction::Inward).is_empty() {
        "They rang. No open calls.".clone_into(&mut done.says);
    }
    let note = call.note.as_deref().map(sanitize_note);
    if let Some(contact) = logged(&mut done.changes) {
        contact.note = note.filter(|note| !note.is_empty());
    }
    if let Some(feeling) = call.feeling {
        add_to_call(&mut done, feeling, &scene);
    }
    let what = done.came_to(&ctx.rules.currency).unwrap_or_default();
    Ok(Plan::of(&entry.customer, what, done))
}

/// What was said only makes sense of a customer who was reached.
fn check_parts(call: &CallReport) -> Result<(), Refusal> {
    let outcome = call.outcome;
    let refuse = |part| Err(Refusal::DoesNotFit { part, outcome });
    if outcome != Outcome::Reached {
        if !call.results.is_empty() {
            return refuse(CallPart::Result);
        }
        if call.feeling.is_some() {
            refuse_unreached(outcome)?;
        }
        if call.direction == Direction::Inward {
            return refuse(CallPart::Inward);
        }
    }
    if outcome == Outcome::WrongNumber && call.next.is_some() {
        return refuse(CallPart::Next);
    }
    Ok(())
}

/// Each result is about something open of theirs, and no two are about the same. Who rings by
/// themselves may be asked about what the tries ran out for, too.
fn check_results(entry: &CustomerSummary, call: &CallReport) -> Result<(), Refusal> {
    let inward = call.direction == Direction::Inward;
    let is_open = |f: &&FollowUp| f.is_open() || (inward && f.state == FollowUpState::LetGo);
    let open: Vec<&FollowUp> = entry.follow_ups.iter().filter(is_open).collect();
    for (n, one) in call.results.iter().enumerate() {
        let id = one.follow_up;
        if !open.iter().any(|f| f.id == id) {
            return Err(Refusal::Unclear(not_theirs(
                id,
                &entry.customer.name,
                &open,
            )));
        }
        if call.results.iter().take(n).any(|s| s.follow_up == id) {
            let why = format!("{id} has two results: give one");
            return Err(Refusal::Unclear(why));
        }
    }
    Ok(())
}

fn not_theirs(id: Id, name: &str, open: &[&FollowUp]) -> String {
    let open: Vec<String> = open
        .iter()
        .map(|f| format!("{} ({})", f.id, f.about))
        .collect();
    if open.is_empty() {
        format!("{id} is not an open follow-up of {name}: they have none")
    } else {
        format!(
            "{id} is not an open follow-up of {name}: theirs are {}",
            open.join(", ")
        )
    }
}
