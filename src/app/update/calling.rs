//! Calling: dialling, copying the number.

use std::fmt::Write as _;

use crate::app::action::Action;
use crate::app::call::{ClipboardText, OngoingCall};
use crate::app::effect::Effect;
use crate::app::popups::outcome;
use crate::app::state::App;
use crate::domain::contact::Direction;
use crate::domain::summary::CustomerSummary;

/// Dials where the shop has a command for it; without one, or once it was dialled, asks how the call
/// ended. A customer who may not be rung now is not dialled, and the notice says why.
pub(super) fn call(app: &mut App) -> Option<Effect> {
    let entry = app.selected()?.clone();
    let id = entry.customer.id;
    let called = app.calling.call.as_ref().map(|call| call.customer);
    let under_way = called == Some(id);
    let open = entry.urgent(app.now).is_some();
    if app.calling.refused && !under_way && open && entry.customer.phone.is_some() {
        let done = app.keys.shown(Action::Done);
        app.inform(format!(
            "Not dialled: others on this machine may write the settings that say how. Press {done} to \
             say how it ended."
        ));
        return None;
    }
    if app.calling.command.is_none() || under_way || !open || entry.customer.phone.is_none() {
        return outcome::open(app);
    }
    if let Some(dimmed) = app.why_not_callable(&entry) {
        let done = app.keys.shown(Action::Done);
        app.inform(format!(
            "Not dialled: {} Press {done} to say how it ended.",
            dimmed.sentence
        ));
        return None;
    }
    app.calling.asked = true;
    app.claiming = Some((id, Direction::Outward));
    Some(Effect::Claim(Box::new(entry)))
}

/// This window has claimed the customer: their number is dialled. That ends the call before, whose
/// outcome is still to be logged.
pub(super) fn dial(app: &mut App, entry: &CustomerSummary) {
    let Some(number) = entry.customer.phone.clone() else {
        return;
    };
    let call = OngoingCall {
        customer: entry.customer.id,
        name: entry.customer.name.clone(),
        since: app.now,
    };
    let before = app.calling.call.replace(call);
    app.calling.number = Some(number);
    let shown = entry.customer.number().unwrap_or_default();
    let mut words = format!("Calling {shown}. ");
    if let Some(before) = before.filter(|before| before.customer != entry.customer.id) {
        let _written = write!(words, "{}: how it ended is not noted yet. ", before.name);
        app.public.named = Some(before.name);
    }
    let _written = write!(
        words,
        "Then press {} to say how it ended.",
        app.keys.shown(Action::Done)
    );
    app.inform(words);
}

/// Copies the selected customer's number.
pub(super) fn copy(app: &mut App) {
    let Some(customer) = app.selected().map(|e| e.customer.clone()) else {
        return;
    };
    match &customer.phone {
        Some(number) => {
            app.calling.copied = Some(ClipboardText::Number(number.clone()));
        }
        None => app.inform(format!("{}: no number to copy.", customer.name)),
    }
}
