//! The closing sweep: opening it, and what a key does to each promise in it.

use super::acts::save_act;
use super::{Action, popups};
use crate::app::effect::{Effect, ScreenQuery};
use crate::app::popups::Popup;
use crate::app::popups::sweep::{SweepPopup, SweepQuestion};
use crate::app::state::{App, Notice};
use crate::domain::summary::CustomerSummary;
use chrono::{DateTime, TimeDelta, Utc};

/// How long before closing the sweep is offered.
const BEFORE_CLOSING: TimeDelta = TimeDelta::minutes(30);

/// Asks whose promises are open: the sweep opens with the answer.
pub(super) fn open() -> Effect {
    Effect::Query(ScreenQuery {
        promises: true,
        ..ScreenQuery::default()
    })
}

/// The customers with an open promise have come.
pub(super) fn begin(app: &mut App, customers: &[CustomerSummary]) {
    if app.popup.is_some() {
        return;
    }
    let end = app.rules.calendar.end_of_day(app.now);
    let mut sweep = SweepPopup::for_open_promises(customers, end);
    let today = app.rules.calendar.date(app.now);
    if let Some((_, before)) = app.swept.take().filter(|(day, _)| *day == today) {
        sweep.add_counts(&before);
        if sweep.open.is_empty() {
            say(app, sweep.says());
            return;
        }
    }
    if sweep.open.is_empty() {
        let t = &app.totals;
        say(
            app,
            format!(
                "No promises left to keep: {} kept today, {} late.",
                t.kept, t.late
            ),
        );
        return;
    }
    if !matches!(app.notice, Notice::NotSaved(_)) {
        app.notice = Notice::Nothing;
    }
    app.popup = Some(Popup::Sweep(Box::new(sweep)));
}

fn say(app: &mut App, words: String) {
    if !matches!(app.notice, Notice::NotSaved(_)) {
        app.notice = Notice::Message(words);
    }
}

/// A key on the promise that is asked about.
pub(super) fn press(app: &mut App, action: Action) -> Option<Effect> {
    let Some(Popup::Sweep(sweep)) = &mut app.popup else {
        return None;
    };
    match action {
        // Their card is up, and every key of a call is at hand; the sweep is opened again after it.
        Action::Done => {
            let entry = sweep.current()?.0.clone();
            sweep.called += 1;
            app.swept = Some((app.rules.calendar.date(app.now), (**sweep).clone()));
            app.popup = None;
            return popups::open(app, &entry);
        }
        Action::Promise => sweep.promise_anew(),
        Action::HandOver => sweep.hand_over(),
        Action::NotTalkedAbout => {
            sweep.left += 1;
            goes_on(app);
        }
        Action::Close if sweep.ask.is_some() => sweep.ask = None,
        _ => {
            sweep.left += sweep.open.len().saturating_sub(sweep.at);
            let says = sweep.says();
            app.popup = None;
            say(app, says);
        }
    }
    None
}

/// On to the next promise; at the end it is said what the sweep came to.
fn goes_on(app: &mut App) {
    if let Some(Popup::Sweep(sweep)) = &mut app.popup
        && !sweep.goes_on()
    {
        let says = sweep.says();
        app.popup = None;
        say(app, says);
    }
}

/// What was typed is taken: a new time, or who rings them.
pub(super) fn accept(app: &mut App) -> Option<Effect> {
    let Some(Popup::Sweep(sweep)) = &app.popup else {
        return None;
    };
    let (entry, follow_up) = sweep.current().map(|(e, f)| (e.clone(), f.id))?;
    let rules = app.rules.clone();
    let by = app.by.clone();
    let scene = entry.scene(&rules, app.now, &by);
    let (what, done) = match sweep.ask.as_ref()? {
        SweepQuestion::NewOwner(prompt) if prompt.line.is_blank() => return None,
        SweepQuestion::NewOwner(prompt) => {
            // Several whom the letters may mean are named beneath them.
            let who = prompt.staff(app).ok()?;
            let done = scene.hand_over(&[follow_up], &who);
            (format!("handed over to {who}"), done)
        }
        SweepQuestion::NewTime(prompt) => match prompt.instant(&app.reader()) {
            Ok(at) => {
                let local = rules.calendar.local(at);
                let what = format!("promised by {}", local.format("%a %-d %b %Y %H:%M"));
                (what, scene.promise(follow_up, at))
            }
            Err(error) => {
                refuse(app, error);
                return None;
            }
        },
    };
    if let Some(Popup::Sweep(sweep)) = &mut app.popup {
        match sweep.ask {
            Some(SweepQuestion::NewOwner(_)) => sweep.handed_over += 1,
            _ => sweep.anew += 1,
        }
    }
    let effect = save_act(app, &entry, &what, done, false);
    goes_on(app);
    effect
}

fn refuse(app: &mut App, error: String) {
    if let Some(Popup::Sweep(sweep)) = &mut app.popup
        && let Some(SweepQuestion::NewTime(prompt)) = &mut sweep.ask
    {
        prompt.error = Some(error);
    }
}

/// Offers the sweep once a day when closing nears and a promise is still open.
pub(super) fn offer(app: &mut App) {
    let today = app.rules.calendar.date(app.now);
    let open = app.totals.late + app.totals.to_keep;
    let idle = app.popup.is_none() && matches!(app.notice, Notice::Nothing);
    if !idle || app.offered_on == Some(today) || app.totals.open_promises == 0 || open == 0 {
        return;
    }
    let Some(closes) = closing(app, app.now) else {
        return;
    };
    if app.now < closes && app.now >= closes - BEFORE_CLOSING {
        app.offered_on = Some(today);
        let key = app.keys.shown(Action::Sweep);
        let n = app.totals.open_promises;
        let what = if n == 1 {
            "One promise is".to_owned()
        } else {
            format!("{n} promises are")
        };
        say(
            app,
            format!("{what} still open before closing: press {key} to go through them."),
        );
    }
}

/// When the shop closes on the day of an instant.
fn closing(app: &App, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let calendar = &app.rules.calendar;
    let day = calendar.date(now);
    let last = calendar.spans(&calendar.opening, day).last()?;
    Some(calendar.at_minute(day, last.to))
}
