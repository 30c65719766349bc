//! The top: name, tabs, date and time; how far the day is, and its promises.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::row::put;
use super::{ClickZones, theme};
use crate::app::action::{Action, ClickTarget};
use crate::app::background::MirrorLag;
use crate::app::popups::Popup;
use crate::app::popups::import::ImportPopup;
use crate::app::state::{DatabaseOutage, Notice, OutageKind};
use crate::app::{App, View};
use crate::domain::summary::DayTotals;
use crate::domain::text::{display_width, truncate};

pub(super) fn render(frame: &mut Frame<'_>, area: Rect, app: &App, zones: &mut ClickZones) {
    let first = Rect { height: 1, ..area };
    let local = app.rules.calendar.local(app.now);
    let time = if area.width >= 76 {
        local.format("%a %-d %b  %H:%M ").to_string()
    } else {
        local.format("%H:%M ").to_string()
    };
    let tabs = tabs(app, first, display_width(&time), zones);
    put(frame, first, &tabs);
    let width = u16::try_from(display_width(&time))
        .unwrap_or(0)
        .min(area.width);
    let right = Rect {
        x: area.right() - width,
        width,
        ..first
    };
    put(frame, right, &Line::raw(time));
    if area.height > 1 {
        let second = Rect {
            y: area.y + 1,
            height: 1,
            ..area
        };
        put(frame, second, &progress(app, area.width));
    }
}

/// How the tabs are written, the roomiest first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TabStyle {
    /// Each between blanks.
    Apart,
    /// A blank before each.
    Close,
    /// The one that is shown by its name, the others by their numbers.
    Numbers,
}

fn tab(app: &App, view: View, how: TabStyle) -> String {
    let key = app.keys.shown(Action::Show(view));
    let count = match view {
        View::Today => format!(" {}", app.totals.to_call),
        _ => String::new(),
    };
    match how {
        TabStyle::Numbers if view != app.view => format!(" {key} "),
        TabStyle::Close => format!(" {key} {}{count}", view.title()),
        TabStyle::Apart | TabStyle::Numbers => format!(" {key} {}{count} ", view.title()),
    }
}

fn tabs(app: &App, area: Rect, taken: usize, zones: &mut ClickZones) -> Line<'static> {
    let all = |how| {
        let tabs = View::ALL.into_iter();
        tabs.map(|view| display_width(&tab(app, view, how)))
            .sum::<usize>()
    };
    let room = usize::from(area.width).saturating_sub(taken);
    let how = [TabStyle::Apart, TabStyle::Close];
    let how = how.into_iter().find(|how| all(*how) <= room);
    let how = how.unwrap_or(TabStyle::Numbers);
    // What the tabs leave is the names': the program's, and the shop's where it is not cut to nothing.
    let left = room.saturating_sub(all(how));
    let mut spans = Vec::new();
    if left >= 12 {
        spans.push(Span::styled(" Checkback  ", theme::TITLE));
    }
    if left >= 12 + 20 {
        let demo = if app.demo { " (demo)" } else { "" };
        let shop = truncate(&format!("{}{demo}", app.rules.shop), left - 14);
        spans.push(Span::raw(shop));
        spans.push(Span::raw("  "));
    }
    for view in View::ALL {
        let text = tab(app, view, how);
        let start: usize = spans.iter().map(|s| display_width(&s.content)).sum();
        let width = display_width(&text);
        let style = if view == app.view {
            theme::TAB
        } else {
            theme::PLAIN
        };
        spans.push(Span::styled(text, style));
        let at = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let zone = Rect {
            x: area.x + at(start),
            width: at(width),
            ..area
        };
        zones.add(zone.intersection(area), ClickTarget::Tab(view));
    }
    Line::from(spans)
}

/// What is said in place of the day's progress while the database is out of reach: since when, and
/// as of when the list is.
fn outage(app: &App, lost: &DatabaseOutage, width: u16) -> Line<'static> {
    let clock = |at| app.rules.calendar.local(at).format("%H:%M");
    let since = clock(lost.since);
    let as_of = clock(app.seen_at);
    let mut words = match lost.kind {
        OutageKind::ReadOnly => {
            format!(" Read only since {since}: what you do is kept until it can be saved")
        }
        OutageKind::StandbySilent => {
            format!(" Since {since} the server waits for its standby: what you do is kept")
        }
        OutageKind::NotConnected => {
            format!(" Not connected since {since}; showing the list as of {as_of}")
        }
        OutageKind::Damaged => {
            format!(" The database is damaged since {since}; showing the list as of {as_of}")
        }
        OutageKind::FileMoved => {
            format!(" The file was moved at {since}; showing the list as of {as_of}")
        }
    };
    if app.waiting > 0 {
        words = format!("{words}; {} to save", app.waiting);
    }
    let whole = match lost.kind {
        OutageKind::StandbySilent => words,
        _ => format!("{words}: {}", lost.why),
    };
    Line::styled(truncate(&whole, usize::from(width)), theme::WRONG)
}

/// How the promises of today stand, and those still owed of earlier days: "promises 2 kept, 1 late, 3 to
/// keep"; `None` where there are none.
fn promises(t: &DayTotals) -> Option<String> {
    let late = t.late + t.late_before;
    if t.kept + late + t.to_keep == 0 {
        return None;
    }
    // What is late and owed is not done with because nothing else is to be kept.
    let still = match t.to_keep {
        0 if t.open_promises > 0 => " and still owed".to_owned(),
        to_keep => format!(", {to_keep} to keep"),
    };
    Some(format!("promises {} kept, {late} late{still}", t.kept))
}

/// What is said in place of the bar while the mirror does not have what was saved.
fn mirror_lag(app: &App, lag: &MirrorLag, width: usize) -> Span<'static> {
    let since = app.rules.calendar.local(lag.since).format("%H:%M");
    let words = format!(" Mirror behind since {since}: {} ", lag.why);
    let words = truncate(&words, width);
    let rest = width.saturating_sub(display_width(&words));
    Span::styled(words + &" ".repeat(rest), theme::WRONG)
}

/// What goes on beside the work and takes its time, and how far it is.
fn beside(app: &App) -> Option<String> {
    let recounting = app.background.recounting.as_ref();
    let import = app.import.as_ref().filter(|import| import.is_taking());
    let import = import.filter(|_| app.popup != Some(Popup::Import(ImportPopup)));
    recounting
        .map(|far| format!(" {far}"))
        .or_else(|| import.map(|import| format!(" importing: {}", import.far)))
}

fn progress(app: &App, width: u16) -> Line<'static> {
    if let Some(lost) = &app.outage {
        return outage(app, lost, width);
    }
    if let Some(words) = beside(app).filter(|_| app.waiting == 0) {
        return Line::styled(truncate(&words, usize::from(width)), theme::PLAIN);
    }
    let t = &app.totals;
    let all = t.done + t.to_call;
    let mut style = theme::PLAIN;
    let mut words = format!(" {} of {all} done", t.done);
    if let Some(promises) = promises(t).filter(|_| width >= 70) {
        words = format!("{words}   {promises}");
    }
    if let Some(next) = t.next_promise_at {
        let next = app.rules.calendar.local(next).format("%H:%M");
        let what = if width >= 70 { ", next" } else { "   promise" };
        words = format!("{words}{what} {next}");
    }
    if app.waiting > 0 {
        let unsaved = matches!(app.notice, Notice::NotSaved(_));
        if unsaved {
            style = theme::WRONG;
        }
        words = format!(
            " {}{}",
            if unsaved { "not saved" } else { "saving…" },
            if app.waiting > 1 {
                format!(" ({} waiting)", app.waiting)
            } else {
                String::new()
            }
        );
    } else if app.looking {
        " looking…".clone_into(&mut words);
    }
    words.push(' ');
    let bar = usize::from(width).saturating_sub(display_width(&words) + 1);
    let part = |n: i64| usize::try_from(n).unwrap_or(0);
    let done = if all > 0 {
        bar * part(t.done) / part(all)
    } else {
        0
    };
    if let Some(lag) = &app.background.mirror {
        return Line::from(vec![
            mirror_lag(app, lag, bar + 1),
            Span::styled(words, style),
        ]);
    }
    Line::from(vec![
        Span::raw(" "),
        Span::styled("━".repeat(done), theme::PROGRESS),
        Span::styled("─".repeat(bar - done.min(bar)), theme::QUIET),
        Span::styled(words, style),
    ])
}
