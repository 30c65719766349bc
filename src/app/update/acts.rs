//! Acts of one key: the outcome of a try, a feeling.

use super::Action;
use crate::app::effect::{ActDraft, Effect};
use crate::app::state::{App, Notice, View};
use crate::domain::contact::{Contact, Feeling, Outcome};
use crate::domain::follow_up::FollowUp;
use crate::domain::outcome::ChangePlan;
use crate::domain::summary::CustomerSummary;

/// Asks the store to keep what was done with a customer.
pub(in crate::app) fn save_act(
    app: &mut App,
    entry: &CustomerSummary,
    what: &str,
    mut done: ChangePlan,
    moves_on: bool,
) -> Option<Effect> {
    let says_why_not = done.changes.is_empty();
    done.changes.retain(|c| c.before != c.after);
    if done.changes.is_empty() {
        let says = if says_why_not {
            &done.says
        } else {
            "nothing changed."
        };
        app.notice = Notice::Message(format!("{}: {says}", entry.customer.name));
        return None;
    }
    if moves_on {
        move_on(app);
    }
    let what = done
        .came_to(&app.rules.currency)
        .unwrap_or_else(|| what.to_owned());
    Some(Effect::Save(ActDraft {
        what,
        customer: Some(entry.customer.id),
        changes: done.changes,
        says: format!("{}: {}", entry.customer.name, done.says),
        moves_on,
        let_go: done.let_go,
        then: None,
    }))
}

/// The selection goes to the customer below, or above where there is none: at once, so that a
/// second key pressed before the store has answered is about the next one. The rows stay as they
/// are until it has.
fn move_on(app: &mut App) {
    if app.view != View::Today || app.done_selected.is_some() {
        app.follow = app.selected_id();
        return;
    }
    let at = app.today.selected;
    let below = (at + 1 < app.today.rows.len()).then_some(at + 1);
    if let Some(row) = below.or(at.checked_sub(1)) {
        app.today.select(row);
        app.follow = app.selected_id();
    }
}

/// Nothing of theirs is open: that is said.
pub(in crate::app) fn nothing_open(app: &mut App, entry: &CustomerSummary) -> Option<Effect> {
    app.notice = Notice::Message(format!("{}: no open calls.", entry.customer.name));
    None
}

/// Nobody was reached.
pub(super) fn unanswered(app: &mut App, action: Action) -> Option<Effect> {
    let entry = app.selected()?.clone();
    let outcome = match action {
        Action::NoAnswer => Outcome::NoAnswer,
        Action::Voicemail => Outcome::Voicemail,
        Action::Busy => Outcome::Busy,
        _ => Outcome::WrongNumber,
    };
    if !entry.follow_ups.iter().any(FollowUp::is_open) {
        return nothing_open(app, &entry);
    }
    if entry.customer.wrong_number_at.is_some() {
        let name = &entry.customer.name;
        let edit = app.keys.shown(Action::Edit);
        let words = format!("{name}: wrong number. Press {edit} to correct it.");
        app.notice = Notice::Message(words);
        return None;
    }
    let scene = entry.scene(&app.rules, app.now, &app.by);
    let done = if outcome == Outcome::WrongNumber {
        let edit = app.keys.shown(Action::Edit);
        ChangePlan {
            says: format!("Wrong number. Stays in the list until corrected ({edit})."),
            ..scene.record_wrong_number()
        }
    } else {
        scene.record_unanswered(outcome, None)
    };
    // Whose number is wrong is to be mended next: the selection stays on them.
    let moves_on = outcome != Outcome::WrongNumber;
    save_act(app, &entry, outcome.word(), done, moves_on)
}

/// The contact a note or a feeling is about: the one saved last, until one moves on; then the
/// latest of the selected customer, if it is of today: what was noted on an older call stays.
pub(in crate::app) fn contact_meant(app: &App) -> Option<(CustomerSummary, Contact)> {
    if let Some(last) = &app.last {
        return Some(last.clone());
    }
    let card = app.card()?;
    let latest = card.contacts.first()?;
    let calendar = &app.rules.calendar;
    let of_today = calendar.date(latest.at) == calendar.date(app.now);
    of_today.then(|| (card.entry.clone(), latest.clone()))
}

/// How they felt at the end.
pub(super) fn save_feeling(app: &mut App, action: Action) -> Option<Effect> {
    app.selected_id()?;
    let spoken_to = |c: &Contact| c.outcome == Outcome::Reached;
    let Some((entry, contact)) = contact_meant(app).filter(|(_, c)| spoken_to(c)) else {
        app.notice = Notice::Message(
            "You have not spoken to them today, so there is no mood to note.".to_owned(),
        );
        return None;
    };
    let feeling = match action {
        Action::Pleased => Feeling::Pleased,
        Action::Fine => Feeling::Fine,
        _ => Feeling::Unhappy,
    };
    let done = entry
        .scene(&app.rules, app.now, &app.by)
        .record_feeling(&contact, feeling);
    save_act(app, &entry, &format!("felt {feeling}"), done, false)
}
