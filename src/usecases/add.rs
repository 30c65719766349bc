//! Add: a reason to ring, and the customer where the shop does not know them.
//!
//! Owns which customer is meant, for the form and the command line alike, and what is said of it.

use super::commit::{CommittedPlan, RetryPolicy, Stamp, commit_as};
use super::{Context, NOTHING_CHANGED, Plan, PlanWarning, Refusal, UseCaseError, with_full_stop};
use crate::domain::change::{Change, Record};
use crate::domain::customer::{Customer, Id};
use crate::domain::customer_match::{CustomerMatch, ambiguity_sentence, match_customer};
use crate::domain::draft::{self, Draft, ExistingCustomer};
use crate::domain::phone::ParsedNumber;
use crate::domain::playbook::Playbook;
use crate::domain::summary::CustomerSummary;
use crate::domain::text::fold_for_search;
use crate::domain::time_format::spoken;
use crate::domain::validation::{DraftWarning, FieldError, RawFields, ValidatedDraft};
use crate::store::Store;

/// A call to add, with its fields checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCall {
    /// The fields as they were typed.
    pub typed: RawFields,
    /// The fields, and what is to be said of them.
    pub checked: ValidatedDraft,
    /// The customer, where the person chose one.
    pub chosen: Option<Box<CustomerSummary>>,
}

/// Checks the fields of a new call.
///
/// # Errors
/// Every field that was refused; also that nothing says what the call is about.
pub(crate) fn check(
    ctx: Context<'_>,
    typed: &RawFields,
) -> Result<ValidatedDraft, Vec<FieldError>> {
    let checked = ctx.fields().draft(typed)?;
    if checked.draft.reason.is_none() {
        return Err(vec![FieldError {
            field: "about",
            why: "is empty: say in a few words what it is about".to_owned(),
        }]);
    }
    Ok(checked)
}

/// Adds a call under a stamp: for the customer of its name whom the store knows, or for a new one.
///
/// # Errors
/// Several customers fit; or the store did not take it.
pub(crate) fn add(
    store: &mut Store,
    ctx: Context<'_>,
    stamp: Stamp,
    call: &NewCall,
    retry: RetryPolicy,
) -> Result<CommittedPlan, UseCaseError> {
    let candidates = match call.chosen {
        Some(_) => Vec::new(),
        None => store.customers_named(&[fold_for_search(&call.checked.draft.name)])?,
    };
    let plan = plan(ctx, call, &candidates)?;
    Ok(commit_as(store, stamp, plan, retry)?)
}

/// Plans a new call: for the customer who was chosen, for the one of `candidates` who is meant, or
/// for a new one.
///
/// # Errors
/// Several of them fit.
pub(crate) fn plan(
    ctx: Context<'_>,
    call: &NewCall,
    candidates: &[CustomerSummary],
) -> Result<Plan, Refusal> {
    let NewCall {
        checked, chosen, ..
    } = call;
    let draft = &checked.draft;
    let known = match (chosen, match_customer(draft, candidates)) {
        (Some(chosen), _) => Some(&**chosen),
        (None, CustomerMatch::One(one)) => Some(one),
        (None, CustomerMatch::New) => None,
        (None, CustomerMatch::Several(several)) => {
            let fitting = several.iter().map(|e| &e.customer);
            let sentence = ambiguity_sentence(&draft.name, fitting);
            return Err(Refusal::SeveralFit(sentence));
        }
    };
    let changes = if chosen.is_some() {
        changes_for_chosen(ctx, draft, known)
    } else {
        changes(ctx, draft, known)
    };
    let customer = known.map(|e| e.customer.id);
    let reached = is_reached(&changes, known);
    let warnings = checked.warnings.iter().filter(|w| {
        // A known customer may have been given a number before.
        !(reached && matches!(w, DraftWarning::NoWayToReach { .. }))
    });
    let about = draft.reason.as_ref().map_or("", |r| r.about.as_str());
    Ok(Plan {
        what: format!("added: {about}"),
        customer,
        name: known.map_or_else(|| draft.name.clone(), |e| e.customer.name.clone()),
        says: says(ctx, &changes, checked),
        warnings: warnings.cloned().map(PlanWarning::Field).collect(),
        changes,
        let_go: false,
    })
}

/// Plans a new customer with everything the shop looks after for them, before there is anything to
/// ring about.
#[must_use]
pub(crate) fn plan_customer(ctx: Context<'_>, draft: &Draft, items: &[String]) -> Plan {
    let mut changes = changes(ctx, draft, None);
    for (label, id) in items.iter().zip(1..) {
        draft::find_or_add_item(label, FIRST, &[], -id, &mut changes);
    }
    Plan {
        what: "added the customer".to_owned(),
        name: draft.name.clone(),
        says: "Added.".to_owned(),
        changes,
        ..Plan::default()
    }
}

/// The plan of a new call that is made by a playbook of the shop.
#[must_use]
pub(crate) fn by_playbook(mut plan: Plan, playbook: &Playbook) -> Plan {
    for change in &mut plan.changes {
        if let Some(Record::FollowUp(added)) = &mut change.after {
            added.playbook = Some(playbook.name.clone());
            added.marketing = playbook.marketing.unwrap_or(added.marketing);
        }
    }
    plan
}

fn changes(ctx: Context<'_>, draft: &Draft, known: Option<&CustomerSummary>) -> Vec<Change> {
    let known = known.map(|e| ExistingCustomer {
        customer: &e.customer,
        items: &e.items,
    });
    draft::plan_changes(draft, known, ctx.author(), FIRST)
}

/// The number of the first new row of an act.
const FIRST: Id = -1;

/// The rows where the person chose the customer: what is typed over something of theirs takes its
/// place.
fn changes_for_chosen(
    ctx: Context<'_>,
    draft: &Draft,
    known: Option<&CustomerSummary>,
) -> Vec<Change> {
    let Some(before) = known.map(|e| &e.customer) else {
        return changes(ctx, draft, known);
    };
    let bare = Draft {
        phone: None,
        email: None,
        ..draft.clone()
    };
    let mut changes = changes(ctx, &bare, known);
    let mut after = customer_after(&changes).unwrap_or(before).clone();
    let other = |n: &&ParsedNumber| before.phone.as_ref() != Some(&n.e164);
    if let Some(number) = draft.phone.as_ref().filter(other) {
        draft::set_phone(&mut after, Some(number));
    }
    after.email = draft.email.clone().or(after.email);
    draft.details.fill(&mut after, true);
    changes.retain(|c| !matches!(c.after, Some(Record::Customer(_))));
    if after != *before {
        let (before, after) = (Record::Customer(before.clone()), Record::Customer(after));
        changes.insert(0, Change::of(before, after));
    }
    changes
}

fn customer_after(changes: &[Change]) -> Option<&Customer> {
    changes.iter().find_map(|c| match &c.after {
        Some(Record::Customer(after)) => Some(after),
        _ => None,
    })
}

/// Whether the customer can be reached afterwards.
fn is_reached(changes: &[Change], known: Option<&CustomerSummary>) -> bool {
    let after = customer_after(changes).or(known.map(|e| &e.customer));
    after.is_some_and(|c| c.phone.is_some() || c.email.is_some())
}

/// "Added Front pads 2 mm, due Mon 30 Nov 08:30, promised by Fri 27 Nov 11:00." A kind that nobody
/// named is said with it.
fn says(ctx: Context<'_>, changes: &[Change], checked: &ValidatedDraft) -> String {
    let added = changes.iter().find_map(|c| match &c.after {
        Some(Record::FollowUp(f)) => Some(f),
        _ => None,
    });
    let Some(added) = added else {
        return NOTHING_CHANGED.to_owned();
    };
    let say = |at| spoken(at, ctx.now, &ctx.rules.calendar);
    let promised = added.promised_at;
    let due = Some(added.due_at).filter(|due| *due != ctx.now && Some(*due) != promised);
    let due = due.map(|due| format!(", due {}", say(due)));
    let promise = promised.map(|by| format!(", promised by {}", say(by)));
    let notes = checked.notes.iter().map(|note| format!(" ({note})"));
    let notes: Vec<String> = notes.collect();
    let told = checked
        .draft
        .reason
        .as_ref()
        .filter(|reason| reason.tells_its_kind());
    let told = told.map(|reason| format!(" ({}, by its words)", reason.kind));
    with_full_stop(&format!(
        "Added {}{}{}{}{}",
        added.about,
        told.unwrap_or_default(),
        due.unwrap_or_default(),
        promise.unwrap_or_default(),
        notes.concat()
    ))
}
