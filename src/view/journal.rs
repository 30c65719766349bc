//! The view of the journal: the acts, the newest first, with author and customer.

use chrono::Datelike;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::row::{column, line, put, region, shared};
use super::{ClickZones, theme};
use crate::app::App;
use crate::app::action::ClickTarget;
use crate::domain::pagination::JournalFilter;
use crate::domain::summary::JournalRow;
use crate::domain::text::display_width;

/// The width of the time, and the most for who did it.
const WHEN: usize = 13;
const BY: usize = 9;

pub(super) fn render(frame: &mut Frame<'_>, area: Rect, app: &App, zones: &mut ClickZones) {
    let block = region(&title(app), area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    if app.journal.rows.is_empty() && app.journal.loaded {
        let says = if app.journal.acts == JournalFilter::default() {
            " Nothing was done yet."
        } else {
            " Nothing was done then."
        };
        frame.render_widget(Line::styled(says, theme::QUIET), inner);
        return;
    }
    let rows = usize::from(inner.height);
    for (n, (_, told)) in app
        .journal
        .rows
        .iter()
        .enumerate()
        .skip(app.journal.top)
        .take(rows)
    {
        let y = inner.y + u16::try_from(n - app.journal.top).unwrap_or(0);
        let here = Rect {
            y,
            height: 1,
            ..inner
        };
        let selected = n == app.journal.selected;
        let text = one(app, told, usize::from(inner.width), selected);
        put(frame, here, &text);
        zones.add(here, ClickTarget::Row(n));
    }
}

/// The title with the filter: "Journal: Tom, 24 Nov".
fn title(app: &App) -> String {
    let acts = &app.journal.acts;
    let day = acts.day.map(|day| day.format("%a %-d %b %Y").to_string());
    let which: Vec<String> = acts.by.clone().into_iter().chain(day).collect();
    if which.is_empty() {
        "Journal".to_owned()
    } else {
        format!("Journal: {}", which.join(", "))
    }
}

fn one(app: &App, told: &JournalRow, width: usize, selected: bool) -> Line<'static> {
    let calendar = &app.rules.calendar;
    let local = calendar.local(told.at);
    let today = calendar.date(app.now) == local.date_naive();
    let this_year = local.year() == calendar.local(app.now).year();
    let when = match (today, this_year) {
        (true, _) => local.format("%H:%M"),
        (false, true) => local.format("%-d %b %H:%M"),
        (false, false) => local.format("%-d %b %Y"),
    }
    .to_string();
    let style = match (told.undone, told.turns) {
        (true, _) => theme::DONE,
        (false, Some(_)) => theme::QUIET,
        (false, None) => theme::PLAIN,
    };
    let name = told
        .customer
        .as_ref()
        .map(|(_, name)| name.as_str())
        .unwrap_or_default();
    let authors = app
        .journal
        .rows
        .iter()
        .map(|(_, row)| display_width(&row.by));
    let by = authors.max().map_or(BY, |longest| (longest + 1).min(BY));
    let named = (width.saturating_sub(26) / 3).clamp(8, 26) + 1;
    let rest = width.saturating_sub(1 + WHEN + by + named);
    let [by, named, rest] = shared([&told.by, name, &told.what], [by, named, rest]);
    let cells = vec![
        Span::styled(column(&when, WHEN), theme::QUIET),
        Span::raw(column(&told.by, by)),
        Span::raw(column(name, named)),
        Span::styled(column(&told.what, rest), style),
    ];
    line(cells, selected)
}
