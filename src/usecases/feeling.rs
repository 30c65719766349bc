//! Feeling: how a customer felt at the end of a call, with the call or after it.
//!
//! Owns what follows from an unhappy customer: the owner rings today, once.

use chrono::{DateTime, Utc};

use super::{CallPart, Context, Plan, Refusal};
use crate::domain::change::{Change, Record};
use crate::domain::contact::{Contact, Feeling, Outcome};
use crate::domain::follow_up::FollowUp;
use crate::domain::outcome::{ChangePlan, CustomerContext};
use crate::domain::summary::CustomerSummary;

/// Notes on a call of earlier how the customer felt.
///
/// # Errors
/// Nobody was reached by it.
pub fn feeling(
    ctx: Context<'_>,
    entry: &CustomerSummary,
    contact: &Contact,
    feeling: Feeling,
) -> Result<Plan, Refusal> {
    refuse_unreached(contact.outcome)?;
    let done = ctx.scene(entry).record_feeling(contact, feeling);
    Ok(Plan::of(&entry.customer, format!("felt {feeling}"), done))
}

/// Refuses a feeling of somebody who was not spoken to.
pub(super) fn refuse_unreached(outcome: Outcome) -> Result<(), Refusal> {
    if outcome == Outcome::Reached {
        return Ok(());
    }
    let part = CallPart::Feeling;
    Err(Refusal::DoesNotFit { part, outcome })
}

/// Adds to a call that is being logged how the customer felt, with what follows from that once the
/// call's results are in.
pub(super) fn add_to_call(done: &mut ChangePlan, feeling: Feeling, scene: &CustomerContext<'_>) {
    let follow_ups = afterwards(scene.follow_ups, &done.changes);
    let lowest = follow_ups.iter().map(|f| f.id).min().unwrap_or(0).min(0);
    let scene = CustomerContext {
        follow_ups: &follow_ups,
        ..*scene
    };
    let Some(contact) = logged(&mut done.changes) else {
        return;
    };
    let felt = scene.record_feeling(contact, feeling);
    for record in felt.changes.into_iter().filter_map(|change| change.after) {
        match record {
            Record::Contact(after) => *contact = after,
            Record::FollowUp(mut complaint) => {
                complaint.id = lowest - 1;
                cancel_rest(&mut done.changes, scene.now);
                done.changes.push(Change::made(Record::FollowUp(complaint)));
                break;
            }
            Record::Customer(_) | Record::Item(_) => {}
        }
    }
    done.says = format!("{} {}", done.says, felt.says);
}

/// The call that is being logged.
pub(super) fn logged(changes: &mut [Change]) -> Option<&mut Contact> {
    changes
        .iter_mut()
        .find_map(|change| match (&change.before, &mut change.after) {
            (None, Some(Record::Contact(contact))) => Some(contact),
            _ => None,
        })
}

/// Ends the rest the act would give the customer: the owner rings today.
fn cancel_rest(changes: &mut [Change], now: DateTime<Utc>) {
    for change in changes {
        if let Some(Record::Customer(customer)) = &mut change.after {
            customer.rest(None, false, now);
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
