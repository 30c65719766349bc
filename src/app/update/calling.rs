//! Calling: dialling, copying the number, a message to paste.

use std::fmt::Write as _;

use super::{Action, popups};
use crate::app::call::OngoingCall;
use crate::app::effect::Effect;
use crate::app::popups::Popup;
use crate::app::popups::message::MessagePopup;
use crate::app::state::{App, Notice};
use crate::domain::contact::Direction;
use crate::domain::summary::CustomerSummary;

/// A key about calling.
pub(super) fn press(app: &mut App, action: Action) -> Option<Effect> {
    match action {
        Action::Call => return call(app),
        Action::Copy => copy(app),
        _ => message(app),
    }
    None
}

fn say(app: &mut App, words: String) {
    if !matches!(app.notice, Notice::NotSaved(_)) {
        app.notice = Notice::Message(words);
    }
}

/// Dials where the shop has a command for it; asks how it ended where it has none, or once it is
/// dialled. Who may not be rung now is not dialled, with the reason.
fn call(app: &mut App) -> Option<Effect> {
    let entry = app.selected()?.clone();
    let id = entry.customer.id;
    let called = app.calling.call.as_ref().map(|call| call.customer);
    let under_way = called == Some(id);
    let open = entry.urgent(app.now).is_some();
    if app.calling.command.is_none() || under_way || !open || entry.customer.phone.is_none() {
        return popups::outcome(app);
    }
    if let Some(dimmed) = app.why_not_callable(&entry) {
        let done = app.keys.shown(Action::Done);
        say(
            app,
            format!(
                "Not dialled: {} Press {done} to say how it ended.",
                dimmed.sentence
            ),
        );
        return None;
    }
    app.calling.asked = true;
    app.claiming = Some((id, Direction::Outward));
    Some(Effect::Claim(Box::new(entry)))
}

/// The customer is this window's to ring: their number is dialled. The call before is over with
/// that; how it ended is still to be told.
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
    say(app, words);
}

/// The number, or the message that lies on top, goes to the clipboard. Where a terminal lets none
/// in, the number stands in the notice all the same.
fn copy(app: &mut App) {
    if let Some(Popup::Message(message)) = &app.popup {
        app.calling.copied = Some(message.words.clone());
        app.popup = None;
        say(app, "The message is in the clipboard.".to_owned());
        return;
    }
    let Some(customer) = app.selected().map(|e| e.customer.clone()) else {
        return;
    };
    match &customer.phone {
        Some(number) => {
            app.calling.copied = Some(number.clone());
            say(app, format!("{number} is in the clipboard."));
        }
        None => say(app, format!("{}: no number to copy.", customer.name)),
    }
}

/// A message to whoever was tried in vain.
fn message(app: &mut App) {
    let Some(entry) = app.selected().cloned() else {
        return;
    };
    match MessagePopup::to(&entry, app) {
        Ok(message) => app.popup = Some(Popup::Message(Box::new(message))),
        Err(why) => say(app, why),
    }
}
