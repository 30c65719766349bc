//! The rows of who was dealt with today.

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
use crate::view::row::{line, put, shared};
use crate::view::{ClickZones, theme};

/// Draws as many of them as there is room for, the selected one among them.
pub(super) fn render(frame: &mut Frame<'_>, area: Rect, app: &App, zones: &mut ClickZones) {
    let selected = app.done_selected;
    let rows = usize::from(area.height);
    let top = selected.map_or(0, |n| (n + 1).saturating_sub(rows));
    for (n, done) in app.done.iter().enumerate().skip(top).take(rows) {
        let y = area.y + u16::try_from(n - top).unwrap_or(0);
        let here = Rect {
            y,
            height: 1,
            ..area
        };
        let text = row(app, done, usize::from(area.width), selected == Some(n));
        put(frame, here, &text);
        zones.add(here, ClickTarget::Done(n));
    }
}

/// Who was dealt with and what came of it, struck through; who is tried again is not: that is still to
/// be read.
fn row(app: &App, done: &DoneToday, width: usize, selected: bool) -> Line<'static> {
    let calendar = &app.rules.calendar;
    let clock = calendar.local(done.contact.at).format("%H:%M");
    let mut came_to = done.contact.came_to(&app.rules.currency);
    let entry = &done.entry;
    let again = rest_end(&entry.customer, &entry.follow_ups).filter(|at| *at > app.now);
    if let Some(at) = again {
        came_to = format!("{came_to}, again {}", short_time(at, app.now, calendar));
    }
    let is_done = again.is_none() && done.contact.outcome == Outcome::Reached;
    let style = if is_done { theme::DONE } else { theme::QUIET };
    let name_width = (width.saturating_sub(9) / 2).min(26);
    let widths = [name_width, width.saturating_sub(9 + name_width)];
    let name = entry.customer.name.as_str();
    let [name_width, rest] = shared([name, &came_to], widths);
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
