//! The rows of who was dealt with today.

use chrono::{DateTime, Utc};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::action::ClickTarget;
use crate::domain::contact::Outcome;
use crate::domain::queue::short_time;
use crate::domain::rest::rest_end;
use crate::domain::summary::DoneToday;
use crate::domain::text::{display_width, truncate};
use crate::view::row::{TwoTexts, line, put, shared_width};
use crate::view::{ClickZones, theme};

/// The columns before the name: the mark of the selection, the tick and the time.
const EDGE: usize = 9;
/// The fewest columns for a name.
const LEAST_NAME: usize = 17;

/// Draws as many of them as there is room for, the selected one among them.
pub(super) fn render(frame: &mut Frame<'_>, area: Rect, app: &App, zones: &mut ClickZones) {
    let selected = app.done_selected;
    let width = usize::from(area.width);
    let texts: Vec<TwoTexts> = app
        .done
        .iter()
        .map(|done| texts(app, done, width))
        .collect();
    let name = shared_width(&texts, LEAST_NAME);
    let rows = usize::from(area.height);
    let top = selected.map_or(0, |n| (n + 1).saturating_sub(rows));
    for (n, done) in app.done.iter().enumerate().skip(top).take(rows) {
        let y = area.y + u16::try_from(n - top).unwrap_or(0);
        let here = Rect {
            y,
            height: 1,
            ..area
        };
        let text = row(app, done, (width, name), selected == Some(n));
        put(frame, here, &text);
        zones.add(here, ClickTarget::Done(n));
    }
}

/// What came of it, and when they are tried again.
fn came_to(app: &App, done: &DoneToday) -> (String, Option<DateTime<Utc>>) {
    let came_to = done.contact.came_to(&app.rules.currency);
    let entry = &done.entry;
    let again = rest_end(&entry.customer, &entry.follow_ups).filter(|at| *at > app.now);
    let words = match again {
        Some(at) => {
            let at = short_time(at, app.now, &app.rules.calendar);
            format!("{came_to}, again {at}")
        }
        None => came_to,
    };
    (words, again)
}

/// What the name and what came of it need.
fn texts(app: &App, done: &DoneToday, width: usize) -> TwoTexts {
    TwoTexts {
        first: display_width(&done.entry.customer.name) + 1,
        second: display_width(&came_to(app, done).0) + 1,
        room: width.saturating_sub(EDGE),
    }
}

/// Who was dealt with and what came of it, struck through; who is tried again is not: that is still to
/// be read.
fn row(
    app: &App,
    done: &DoneToday,
    (width, name_width): (usize, usize),
    selected: bool,
) -> Line<'static> {
    let clock = app.rules.calendar.local(done.contact.at).format("%H:%M");
    let (came_to, again) = came_to(app, done);
    let is_done = again.is_none() && done.contact.outcome == Outcome::Reached;
    let style = if is_done { theme::DONE } else { theme::QUIET };
    let rest = width.saturating_sub(EDGE + name_width);
    let name = done.entry.customer.name.as_str();
    // Without trailing spaces, which would be struck through too.
    let name = truncate(name, name_width.saturating_sub(1));
    let gap = " ".repeat(name_width.saturating_sub(display_width(&name)));
    let cells = vec![
        Span::styled("✓ ", theme::TICK),
        Span::styled(format!("{clock} "), theme::QUIET),
        Span::styled(name, style),
        Span::raw(gap),
        Span::styled(truncate(&came_to, rest.saturating_sub(1)), style),
    ];
    line(cells, selected)
}
