//! Acts of one key: the outcome of a try, a feeling.

use super::Action;
use crate::app::effect::{ActDraft, Effect};
use crate::app::popups::confirm;
use crate::app::state::{App, Notice, View};
use crate::domain::contact::{Contact, Feeling, Outcome};
use crate::domain::summary::CustomerSummary;
use crate::usecases::log::{CallReport, log};
use crate::usecases::{self, Plan, Refusal};

/// Where the selection goes after an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum AfterAct {
    /// To the next customer who may be rung.
    MovesOn,
    /// It stays, even where the act is about another customer.
    Stays,
    /// To the customer it is about.
    Follows,
}

/// Asks the store to save an act about a customer; where nothing is done, the notice says why.
pub(in crate::app) fn save_act(
    app: &mut App,
    planned: Result<Plan, Refusal>,
    after: AfterAct,
) -> Option<Effect> {
    match planned {
        Ok(plan) if plan.is_empty() => {
            app.notice = Notice::Message(plan.sentence());
            None
        }
        Ok(plan) => {
            let keeps = match after {
                AfterAct::MovesOn | AfterAct::Follows => None,
                AfterAct::Stays => app.selected_id(),
            };
            if after == AfterAct::MovesOn {
                move_on(app);
            }
            Some(Effect::Save(ActDraft {
                moves_on: after == AfterAct::MovesOn,
                keeps,
                ..ActDraft::of(plan)
            }))
        }
        Err(refusal) => {
            app.notice = Notice::Message(refusal_words(app, &refusal));
            None
        }
    }
}

/// A refusal as the screen says it: with the key that puts it right.
fn refusal_words(app: &App, refusal: &Refusal) -> String {
    match refusal {
        Refusal::WrongNumber { name } => {
            let edit = app.keys.shown(Action::Edit);
            format!("{name}: wrong number. Press {edit} to correct it.")
        }
        other => format!("{other}."),
    }
}

/// The selection goes to the next customer who may be rung now, from here down and then from the
/// top: at once, so that a second key pressed before the store has answered is about the next one.
/// The rows stay as they are until it has.
fn move_on(app: &mut App) {
    if app.view != View::Today || app.done_selected.is_some() {
        app.follow = app.selected_id();
        return;
    }
    let at = app.today.selected;
    let rows = &app.today.rows;
    let rung_now = |row: &usize| {
        let entry = rows.get(*row).map(|(_, entry)| entry);
        entry.is_some_and(|entry| app.why_not_callable(entry).is_none())
    };
    let others = || (at + 1..rows.len()).chain(0..at);
    let below = (at + 1 < rows.len()).then_some(at + 1);
    let next = others().find(rung_now).or(below).or(at.checked_sub(1));
    if let Some(row) = next {
        app.today.select(row);
        app.follow = app.selected_id();
    }
}

/// Says that nothing of theirs is open.
pub(in crate::app) fn nothing_open(app: &mut App, entry: &CustomerSummary) -> Option<Effect> {
    let name = entry.customer.name.clone();
    save_act(app, Err(Refusal::NothingOpen { name }), AfterAct::Stays)
}

/// Nobody was reached.
pub(super) fn unanswered(app: &mut App, action: Action) -> Option<Effect> {
    let entry = app.selected()?;
    let outcome = match action {
        Action::NoAnswer => Outcome::NoAnswer,
        Action::Voicemail => Outcome::Voicemail,
        Action::Busy => Outcome::Busy,
        _ => Outcome::WrongNumber,
    };
    let planned = log(app.known(), entry, &CallReport::of(outcome));
    if outcome == Outcome::WrongNumber {
        // A wrong number is to be corrected next: the selection stays on the customer.
        let edit = app.keys.shown(Action::Edit);
        let mut effect = save_act(app, planned, AfterAct::Stays);
        if let Some(Effect::Save(act)) = &mut effect {
            act.hint = Some(format!("({edit})"));
        }
        return effect;
    }
    let Some(why) = why_ask_once_more(app, entry) else {
        return save_act(app, planned, AfterAct::MovesOn);
    };
    let entry = entry.clone();
    let effect = save_act(app, planned, AfterAct::Stays)?;
    confirm::ask_once_more(app, entry, why, effect);
    None
}

/// Why the program asks before a customer is rung once more: they were rung today, and rest since then
/// or were tried as often as a day allows.
fn why_ask_once_more(app: &App, entry: &CustomerSummary) -> Option<String> {
    let today = app.rules.calendar.date(app.now);
    let mut done = app.done.iter().map(|d| d.entry.customer.id);
    let rung = entry.customer.tries_on(today) > 0 || done.any(|id| id == entry.customer.id);
    let why = app.why_not_callable(entry).filter(|why| !why.of_hours)?;
    rung.then_some(why.sentence)
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
    let planned = usecases::feeling::feeling(app.known(), &entry, &contact, feeling);
    save_act(app, planned, AfterAct::Stays)
}
