//! `update`: what a press does to the screen, and what it asks of the store. Total: every press
//! has an answer, if only none. Reads no clock, does no I/O.

pub(super) mod acts;
mod calling;
mod figures;
mod journal;
mod month;
pub(super) mod navigation;
mod queries;
mod replies;

pub use replies::apply_store_reply;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::action::{Action, ActionKind, ClickTarget, InputEvent, Key};
use super::card_scroll;
use super::effect::{Effect, PageRequest, ScreenQuery};
use super::keymap::{self, ResolvedInput, ResolvedKey};
use super::popups::{self, Popup, sweep};
use super::privacy;
use super::state::{App, Notice, View};
use crate::domain::customer::Id;
use crate::domain::pagination::Seek;
use crate::domain::summary::CustomerSummary;
use crate::usecases::undo::UndoRequest;

/// What something that happened at the terminal does, as of an instant.
pub fn update(app: &mut App, input: ResolvedInput<'_>, now: DateTime<Utc>) -> Option<Effect> {
    app.now = now;
    if app.public.lock.is_some() {
        return privacy::press_while_locked(app, input);
    }
    app.public.touched = now;
    if input.key.is_some() && matches!(app.notice, Notice::UnknownKey(_)) {
        app.notice = Notice::Nothing;
    }
    let unsaved = app.notice.clone();
    let effect = apply_input(app, input);
    // What was not saved is said until it is: no other word takes its place, nor the key `r` away.
    let told = matches!(
        app.notice,
        Notice::Message(_) | Notice::UnknownKey(_) | Notice::FieldRefused | Notice::Nothing
    );
    let turned = matches!(effect, Some(Effect::Undo(_) | Effect::Redo));
    if matches!(unsaved, Notice::NotSaved(_)) && told && !turned {
        app.notice = unsaved;
    }
    // What was refused is right by now, or gone.
    if app.notice == Notice::FieldRefused && !popups::is_refused(app) {
        app.notice = Notice::Nothing;
    }
    // Whoever was opened is hidden again once another is selected.
    if app.popup.is_none() && app.public.opened != app.selected_id() {
        app.public.opened = None;
    }
    effect
}

fn apply_input(app: &mut App, input: ResolvedInput<'_>) -> Option<Effect> {
    if app.cramped {
        // Nobody presses a key about a row that is not to be seen.
        let pressed = matches!(input.event, InputEvent::Key(_));
        return input
            .action()
            .filter(|action| pressed && matches!(action, Action::Quit | Action::Lock))
            .and_then(|action| act(app, action));
    }
    if let Some(key) = input.key {
        return pressed(app, key);
    }
    match input.event {
        InputEvent::Paste(text) => popups::pasted(app, text),
        InputEvent::Click(target) => clicked(app, *target),
        InputEvent::Wheel(by) | InputEvent::WheelOnCard(by) => {
            let by = isize::try_from(by.signum()).unwrap_or(0);
            if app.popup.is_some() {
                popups::wheel(app, by)
            } else if matches!(input.event, InputEvent::WheelOnCard(_)) {
                card_scroll::wheel(app, by);
                None
            } else {
                navigation::wheel(app, by)
            }
        }
        // Has been resolved, and was pressed above.
        InputEvent::Key(_) => None,
    }
}

/// A key, pressed or clicked: an action, or a letter that is typed.
fn pressed(app: &mut App, pressed: ResolvedKey) -> Option<Effect> {
    if let Some(on) = keymap::shown_caps_lock(app, pressed.key) {
        app.caps_lock = on;
    }
    match (pressed.action, pressed.key) {
        (Some(action), _) => {
            if pressed.about_customer {
                if say_slid(app, action) {
                    return None;
                }
                let masked = app.public.private && app.public.opened != app.selected_id();
                app.public.opened = app.selected_id();
                // Where people are shown by initials the row is shown in full first.
                if masked && action == Action::Reveal {
                    return None;
                }
            }
            act(app, action)
        }
        (None, Key::Char(letter)) if pressed.typing => popups::typed(app, letter),
        // The whole card has the keys of the list.
        (None, key) if !matches!(app.popup, None | Some(Popup::Card(_))) => {
            say_keys_of_popup(app, key);
            None
        }
        (None, Key::Char(letter)) => {
            say_no_key(app, letter);
            None
        }
        (None, _) => None,
    }
}

/// What an action does: in the popup that is open, else in the list.
pub(super) fn act(app: &mut App, action: Action) -> Option<Effect> {
    if action == Action::Lock {
        privacy::lock(app);
        return None;
    }
    if action == Action::Help {
        popups::help::open(app);
        return None;
    }
    if app.popup.is_some() {
        return popups::press(app, action);
    }
    let effect = match popups::opener(action) {
        Some(open) => open(app, action),
        None => act_in_list(app, action),
    };
    // What was said of the act before is no answer to what is opened now.
    if app.popup.is_some() {
        app.clear_notice();
    }
    effect
}

/// What an action does in the list.
fn act_in_list(app: &mut App, action: Action) -> Option<Effect> {
    match action {
        Action::Call => calling::call(app),
        Action::Copy => {
            calling::copy(app);
            None
        }
        Action::NoAnswer | Action::Voicemail | Action::Busy | Action::WrongNumber => {
            acts::unanswered(app, action)
        }
        Action::Pleased | Action::Fine | Action::Unhappy => acts::save_feeling(app, action),
        Action::Undo => undo(app),
        Action::Redo => Some(turn(app, Effect::Redo)),
        Action::Retry => Some(Effect::Retry),
        Action::Mine => Some(navigation::toggle_mine(app)),
        Action::Private => {
            app.public.private = !app.public.private;
            app.public.opened = None;
            None
        }
        Action::Quit => Some(Effect::Quit),
        Action::Shorter | Action::Longer => figures::turn(app, action),
        Action::OnlyTheirs | Action::AllActs => Some(journal::narrow(app, action)),
        Action::DayBefore | Action::DayAfter if app.view == View::Journal => {
            Some(journal::narrow(app, action))
        }
        Action::DayBefore | Action::DayAfter | Action::MonthBefore | Action::MonthAfter => {
            Some(month::go(app, action))
        }
        Action::Down
        | Action::Up
        | Action::PageDown
        | Action::PageUp
        | Action::First
        | Action::Last
        | Action::Show(_)
        | Action::NextView
        | Action::PreviousView => navigation::go(app, action),
        Action::CardDown | Action::CardUp => {
            card_scroll::scroll(app, action);
            None
        }
        // A popup's own.
        _ => None,
    }
}

/// How long after another window took the selected row away a key was meant for that row.
const SLID: TimeDelta = TimeDelta::seconds(3);

/// Whether a key was meant for a row that another window has just taken away: it is not taken for
/// the row that came in its place, and what became of the other is said.
fn say_slid(app: &mut App, action: Action) -> bool {
    let Some((words, at)) = app.slid.take() else {
        return false;
    };
    let meant = app.now - at < SLID && action.kind() != ActionKind::Moves;
    if meant {
        app.inform(format!("Nothing was saved. {words}"));
    }
    meant
}

/// A character is no key of the list: that is said, with what may be the matter.
fn say_no_key(app: &mut App, letter: char) {
    let help = app.keys.shown(Action::Help);
    let layout = layout_hint(Key::Char(letter));
    app.inform(format!(
        "“{letter}” is no key here.{layout} {help} shows all keys."
    ));
}

/// A key means nothing in the popup that is open: that is said, with the keys that count there.
fn say_keys_of_popup(app: &mut App, key: Key) {
    let keys = keymap::counting(app);
    let (shown, layout) = (key.shown(), layout_hint(key));
    let words = format!("“{shown}” is no key here.{layout} Keys: {keys}");
    if !matches!(app.notice, Notice::NotSaved(_)) {
        app.notice = Notice::UnknownKey(words);
    }
}

/// What may be the matter where a letter is no key.
fn layout_hint(key: Key) -> &'static str {
    match key {
        Key::Char(letter) if letter.is_alphabetic() && !letter.is_ascii() => {
            " Is another keyboard layout on?"
        }
        _ => "",
    }
}

/// Takes back the selected act of the journal, else the last one of this counter.
fn undo(app: &mut App) -> Option<Effect> {
    let offers = matches!(app.notice, Notice::Saved(_));
    let mut request = UndoRequest {
        offered: app.offered.filter(|_| offers),
        ..UndoRequest::default()
    };
    if app.view == View::Journal
        && let Some(row) = app.journal.current()
    {
        if row.undone || row.turns.is_some() {
            let redo = app.keys.shown(Action::Redo);
            let words = if row.undone {
                format!("That was taken back already. {redo} does it again.")
            } else {
                format!("This is no act but an undo or redo. {redo} does again what was undone.")
            };
            app.inform(words);
            return None;
        }
        request.act = Some(row.no);
        request.offered = None;
    }
    Some(turn(app, Effect::Undo(request)))
}

fn turn(app: &mut App, effect: Effect) -> Effect {
    app.notice = Notice::Nothing;
    effect
}

fn clicked(app: &mut App, target: ClickTarget) -> Option<Effect> {
    match target {
        ClickTarget::Tab(view) if app.popup.is_none() => Some(navigation::show(app, view)),
        ClickTarget::Row(row) if app.popup.is_none() => navigation::select(app, row),
        ClickTarget::Done(row) if app.popup.is_none() => navigation::select_done(app, row),
        ClickTarget::Choice(row) => popups::clicked(app, row),
        // A key of the foot line is pressed as any key is.
        ClickTarget::Key(_)
        | ClickTarget::Card
        | ClickTarget::Tab(_)
        | ClickTarget::Row(_)
        | ClickTarget::Done(_) => None,
    }
}

/// The month that is drawn and not yet read, by its first day.
fn month_lacking(app: &App) -> Option<NaiveDate> {
    month::lacking(app).filter(|first| app.month.first != Some(*first))
}

/// The first thing the screen asks for.
pub fn start(app: &mut App) -> Effect {
    let list = app.today.request_page(Seek::Start);
    Effect::Query(ScreenQuery {
        top: true,
        list: Some(list),
        ..ScreenQuery::default()
    })
}

/// Time has gone by: the list's order may have changed with it.
pub fn tick(app: &mut App, now: DateTime<Utc>) -> Option<Effect> {
    app.now = now;
    app.alarm.check_promise(app.totals.next_promise_at, now);
    sweep::offer(app);
    privacy::lock_if_idle(app);
    let minute = |at: DateTime<Utc>| at.timestamp().div_euclid(60);
    (minute(app.read_at) != minute(now)).then(|| look_again(app))
}

/// The list is read once more though nothing was done here: who is gone from it then was dealt with
/// elsewhere, and that is said.
pub fn look_again(app: &mut App) -> Effect {
    if app.follow.is_none() {
        let name = |e: &CustomerSummary| (e.customer.id, e.customer.name.clone());
        app.staying = app.selected().map(name);
    }
    refresh(app)
}

/// The same where the rows of some customers alone have changed, if that is known.
fn look_again_at(app: &mut App, whose: Option<BTreeSet<Id>>) -> Effect {
    let mut all = look_again(app);
    // Whoever was dealt with elsewhere is likely to go: the card of the next one is shown then.
    if let (Effect::Query(query), Some(whose), None) = (&mut all, &whose, &app.popup)
        && query.card.is_some_and(|id| whose.contains(&id))
        && app.view == View::Today
    {
        let behind = app.today.rows.iter().skip(app.today.selected);
        let next = behind.map(|(key, _)| key.id).find(|id| !whose.contains(id));
        query.card = next.or(query.card);
    }
    only_of(app, all, whose)
}

/// Of what is shown, only what has changed with some customers, if that is known: the rest stays.
fn only_of(app: &App, all: Effect, whose: Option<BTreeSet<Id>>) -> Effect {
    match all {
        Effect::Query(query) if app.today.loaded => {
            let changed = whose.filter(|_| query.reload().is_some());
            // A card that is shown already changes with its customer alone.
            let shown = app.card.as_ref().map(|card| card.entry.customer.id);
            let stays = |id: &Id| changed.as_ref().is_some_and(|all| !all.contains(id));
            let card = query.card.filter(|id| shown != Some(*id) || !stays(id));
            Effect::Query(ScreenQuery {
                changed,
                card,
                ..query
            })
        }
        other => other,
    }
}

/// Everything that is shown, read once more; the selection stays on its customer.
pub fn refresh(app: &mut App) -> Effect {
    app.read_at = app.now;
    if app.follow.is_none() {
        app.follow = app.selected_id();
    }
    let list = ask_again(app);
    let card = app.follow.or(app.selected_id());
    Effect::Query(ScreenQuery {
        top: true,
        list,
        card,
        month: month::lacking(app),
        figures: figures::lacking(app),
        ..ScreenQuery::default()
    })
}

/// Asks for the rows of the view that is shown once more, where it has any.
fn ask_again(app: &mut App) -> Option<PageRequest> {
    match app.view {
        View::Today => Some(app.today.request_reload()),
        View::Ahead => Some(app.ahead.request_reload()),
        View::Customers => Some(app.customers.request_reload()),
        View::Journal => Some(app.journal.request_reload()),
        View::Figures => None,
    }
}

/// Asks for the selected customer's card, and for a page where one is wanting.
fn request_missing(app: &App, list: Option<PageRequest>) -> Option<Effect> {
    let card = app.selected_id().filter(|_| app.card().is_none());
    let look = ScreenQuery {
        list,
        card,
        month: month_lacking(app),
        ..ScreenQuery::default()
    };
    (!look.is_empty()).then_some(Effect::Query(look))
}
