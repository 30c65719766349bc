//! `update`: what a press does to the screen, and what it asks of the store. Total: every press
//! has an answer, if only none. Reads no clock, does no I/O.

mod acts;
mod calling;
mod figures;
mod import;
mod journal;
mod line_edit;
mod merge;
mod month;
mod navigation;
mod paper;
mod popups;
mod sweep;

use chrono::{DateTime, NaiveDate, Utc};

use super::action::{Action, ClickTarget, InputEvent};
use super::effect::{Effect, PageRequest, ScreenQuery};
use super::keymap;
use super::popups::Popup;
use super::popups::import::ImportEvent;
use super::privacy;
use super::state::{App, Notice, View};
use crate::domain::contact::Direction;
use crate::domain::customer::Id;
use crate::domain::merge::MergePair;
use crate::domain::summary::{CustomerCard, CustomerSummary};

/// What a press does, as of an instant.
pub fn update(app: &mut App, press: &InputEvent, now: DateTime<Utc>) -> Option<Effect> {
    app.now = now;
    if app.public.lock.is_some() {
        return privacy::press_while_locked(app, press);
    }
    app.public.touched = now;
    let unsaved = app.notice.clone();
    let effect = pressed(app, press);
    // What was not saved is said until it is: no other word takes its place, nor the key `r` away.
    let told = matches!(app.notice, Notice::Message(_) | Notice::Nothing);
    let turned = matches!(effect, Some(Effect::Undo | Effect::Redo));
    if matches!(unsaved, Notice::NotSaved(_)) && told && !turned {
        app.notice = unsaved;
    }
    // Whoever was opened is hidden again once another is selected.
    if app.popup.is_none() && app.public.opened != app.selected_id() {
        app.public.opened = None;
    }
    effect
}

fn pressed(app: &mut App, press: &InputEvent) -> Option<Effect> {
    if app.cramped {
        // Nobody presses a key about a row that is not to be seen.
        return match press {
            InputEvent::Key(key) => keymap::action(app, *key)
                .filter(|action| matches!(action, Action::Quit | Action::Lock))
                .and_then(|action| act(app, action)),
            _ => None,
        };
    }
    match press {
        InputEvent::Key(key) => match keymap::action(app, *key) {
            Some(action) => {
                if keymap::about_customer(app, *key) {
                    app.public.opened = app.selected_id();
                }
                act(app, action)
            }
            None => match key {
                super::action::Key::Char(c) => line_edit::typed(app, c.encode_utf8(&mut [0; 4])),
                _ => None,
            },
        },
        InputEvent::Paste(text) => line_edit::pasted(app, text),
        InputEvent::Click(target) => clicked(app, *target),
        InputEvent::Wheel(by) => navigation::wheel(app, *by),
    }
}

/// What an action does.
fn act(app: &mut App, action: Action) -> Option<Effect> {
    let bare = app.popup.is_none();
    let effect = if app.popup == Some(Popup::Import) && import::has(action) {
        import::press(app, action)
    } else {
        run_action(app, action)
    };
    // What was said of the act before is no answer to what is opened now.
    if bare && app.popup.is_some() && !matches!(app.notice, Notice::NotSaved(_)) {
        app.notice = Notice::Nothing;
    }
    effect
}

fn run_action(app: &mut App, action: Action) -> Option<Effect> {
    match action {
        Action::Call | Action::Copy | Action::Message => calling::press(app, action),
        Action::Sweep => Some(sweep::open()),
        Action::HandOver
        | Action::Done
        | Action::Promise
        | Action::NotTalkedAbout
        | Action::Close
            if matches!(app.popup, Some(Popup::Sweep(_))) =>
        {
            sweep::press(app, action)
        }
        Action::NoAnswer | Action::Voicemail | Action::Busy | Action::WrongNumber => {
            acts::unanswered(app, action)
        }
        Action::Done => popups::outcome(app),
        Action::Later | Action::Promise | Action::HandOver | Action::Note => {
            popups::prompt(app, action)
        }
        Action::Pleased | Action::Fine | Action::Unhappy => acts::save_feeling(app, action),
        Action::Add | Action::Edit => popups::form(app, action),
        Action::Job => popups::job(app),
        Action::Find | Action::TheyRang => {
            app.popup = Some(Popup::Find(super::popups::find::FindPopup {
                they_rang: action == Action::TheyRang,
                ..Default::default()
            }));
            None
        }
        Action::Merge => merge::open(app),
        Action::KeyIn => paper::open(app),
        Action::Import => import::open(app),
        Action::OtherEncoding | Action::Columns => import::press(app, action),
        Action::Undo => Some(turn(app, Effect::Undo)),
        Action::Redo => Some(turn(app, Effect::Redo)),
        Action::Retry => Some(Effect::Retry),
        Action::Why => popups::why(app),
        Action::Help => {
            app.popup = Some(Popup::Help(0));
            None
        }
        Action::Lock => {
            privacy::lock(app);
            None
        }
        Action::Mine => Some(navigation::toggle_mine(app)),
        Action::Private => {
            app.public.private = !app.public.private;
            app.public.opened = None;
            None
        }
        // The key opened the row already: it is about its customer.
        Action::Reveal => None,
        Action::Quit => Some(Effect::Quit),
        Action::Give => {
            if let Some(Popup::Form(form)) = &mut app.popup {
                form.toggle_given();
            }
            None
        }
        Action::LetGo | Action::KeepTrying => acts::run_out(app, action),
        Action::Result(result) => popups::result(app, Some(result)),
        Action::NotTalkedAbout => popups::result(app, None),
        Action::Accept => popups::accept(app),
        Action::Close | Action::Back | Action::ThrowAway => popups::leave(app, action),
        Action::NextField | Action::PreviousField => line_edit::step(app, action),
        Action::Shorter | Action::Longer => figures::turn(app, action),
        Action::Left
        | Action::Right
        | Action::LineStart
        | Action::LineEnd
        | Action::Backspace
        | Action::Delete
        | Action::DeleteWord
        | Action::ClearLine => line_edit::edit(app, action),
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
    }
}

fn turn(app: &mut App, effect: Effect) -> Effect {
    app.notice = Notice::Nothing;
    effect
}

fn clicked(app: &mut App, target: ClickTarget) -> Option<Effect> {
    match target {
        ClickTarget::Key(key) => pressed(app, &InputEvent::Key(key)),
        ClickTarget::Tab(view) if app.popup.is_none() => Some(navigation::show(app, view)),
        ClickTarget::Row(row) if app.popup.is_none() => navigation::select(app, row),
        ClickTarget::Done(row) if app.popup.is_none() => navigation::select_done(app, row),
        ClickTarget::Choice(row) => popups::clicked(app, row),
        ClickTarget::Tab(_) | ClickTarget::Row(_) | ClickTarget::Done(_) => None,
    }
}

/// Opens the popup for a customer who is this window's to talk to.
pub(super) fn ask_how_it_ended(
    app: &mut App,
    entry: &CustomerSummary,
    direction: Direction,
) -> Option<Effect> {
    popups::ask_how_it_ended(app, entry, direction)
}

/// Opens the customer a search found, where ↵ came before its answer.
pub(super) fn accept_found(app: &mut App) -> Option<Effect> {
    popups::accept_found(app)
}

/// The chosen day is that of the row that is selected in Ahead.
pub(super) fn day_of_selected(app: &mut App) {
    month::follow(app);
}

/// Dials whoever is this window's to ring.
pub(super) fn dial(app: &mut App, entry: &CustomerSummary) {
    calling::dial(app, entry);
}

/// All of two customers who may be one has come.
pub(super) fn ask_merge(app: &mut App, other: Id, two: Option<Box<MergePair>>) {
    merge::ask(app, other, two);
}

/// The customers with an open promise have come.
pub(super) fn sweep(app: &mut App, customers: &[CustomerSummary]) {
    sweep::begin(app, customers);
}

/// The month that is drawn and not yet read, by its first day.
pub(super) fn month_lacking(app: &App) -> Option<NaiveDate> {
    month::lacking(app).filter(|first| app.month.first != Some(*first))
}

/// What came of a step of importing a file.
pub(super) fn apply_import_event(app: &mut App, step: ImportEvent) -> Option<Effect> {
    import::apply_import_event(app, step)
}

/// A customer was looked up whom a row from paper may be about.
pub(super) fn found_for_paper(
    app: &mut App,
    id: Id,
    card: Option<&CustomerCard>,
) -> Option<Effect> {
    paper::apply_customer(app, id, card)
}

/// The first thing the screen asks for.
pub fn start(app: &mut App) -> Effect {
    let list = app
        .today
        .request_page(crate::domain::pagination::Seek::Start);
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
