//! The view of today: whom to ring, in order, and below it who was dealt with.
//!
//! Owns the region: its title, how many rows are whose, and the selected customer's number where
//! there is no card. A row of each sort is drawn in a file of its own.

mod call_row;
mod done_rows;
mod nobody;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use self::call_row::RowColumns;
use super::row::{put, region};
use super::{ClickZones, theme};
use crate::app::App;
use crate::app::action::ClickTarget;
use crate::domain::summary::CustomerSummary;
use crate::domain::text::{display_width, truncate};
use crate::domain::time_format::{ordinal, promise_words};

/// How many of `rows` rows show who was dealt with: those the calls leave free, and at least a sixth of
/// them.
pub(super) fn done_rows(app: &App, rows: usize) -> usize {
    let least = (rows / 6).max(usize::from(rows > 3));
    let free = rows.saturating_sub(app.today.rows.len() + 2);
    app.done.len().min(least.max(free))
}

pub(super) fn render(
    frame: &mut Frame<'_>,
    area: Rect,
    app: &App,
    alone: bool,
    zones: &mut ClickZones,
) {
    let block = region(&title(app), area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    if app.today.rows.is_empty() && app.done.is_empty() {
        if app.today.loaded {
            frame.render_widget(
                Paragraph::new(nobody::in_the_list(app))
                    .wrap(ratatui::widgets::Wrap { trim: false }),
                inner,
            );
        }
        return;
    }
    let done = done_rows(app, usize::from(inner.height));
    let room = inner.height - u16::try_from(done).unwrap_or(0);
    let upper = Rect {
        height: room,
        ..inner
    };
    let lower = Rect {
        y: inner.y + room,
        height: inner.height - room,
        ..inner
    };
    to_call(frame, upper, app, alone, zones);
    done_rows::render(frame, lower, app, zones);
}

/// The title, with the visible range if the list is longer.
fn title(app: &App) -> String {
    let list = &app.today;
    let all = list.rows.len() <= list.height && !list.more_before && !list.more_behind;
    let whose = list.of.as_ref();
    let title = whose.map_or("To call".to_owned(), |of| format!("To call, {of}'s only"));
    if all || list.more_before {
        return title;
    }
    let seen = (list.top + list.height).min(list.rows.len());
    let part = format!("{title} {}–{seen}", list.top + 1);
    match whose {
        // The customers of one member of staff are not counted.
        Some(_) => part,
        None => format!("{part} of {}", app.totals.to_call),
    }
}

fn to_call(frame: &mut Frame<'_>, area: Rect, app: &App, alone: bool, zones: &mut ClickZones) {
    if app.today.rows.is_empty() && app.today.loaded {
        let words = nobody::left(app);
        frame.render_widget(Paragraph::new(words), area);
        return;
    }
    let columns = RowColumns::of(app, usize::from(area.width));
    let mut y = area.y;
    for (n, (_, entry)) in app.today.rows.iter().enumerate().skip(app.today.top) {
        if y >= area.bottom() {
            break;
        }
        let selected = n == app.today.selected && app.done_selected.is_none();
        let here = Rect {
            y,
            height: 1,
            ..area
        };
        put(frame, here, &columns.row(app, entry, selected));
        zones.add(here, ClickTarget::Row(n));
        y += 1;
        if selected && alone && y < area.bottom() {
            let here = Rect {
                y,
                height: 1,
                ..area
            };
            put(frame, here, &number(app, entry, area.width));
            zones.add(here, ClickTarget::Row(n));
            y += 1;
        }
    }
}

/// The selected customer's number, where there is no card to show it, then what was promised and which
/// try it is, as far as a width has room.
pub(super) fn number(app: &App, entry: &CustomerSummary, width: u16) -> Line<'static> {
    let wrong = entry.customer.wrong_number_at.is_some();
    let number = match entry.customer.shown_number() {
        Some(number) if wrong => format!("{number} is wrong: correct it first"),
        Some(number) => number,
        None => entry
            .customer
            .email
            .clone()
            .unwrap_or_else(|| "no number".to_owned()),
    };
    let attempts = entry.follow_ups.iter().map(|f| f.attempts).max();
    let tries = attempts.filter(|n| *n > 0);
    let tries = tries.map(|n| Span::styled(format!("   {} try", ordinal(n + 1)), theme::QUIET));
    let urgent = entry.urgent(app.now);
    let promise = urgent.and_then(crate::domain::follow_up::FollowUp::promise_open);
    let promise = promise.map(|by| {
        let words = promise_words(by, app.now, &app.rules.calendar);
        Span::styled(format!("   {words}"), theme::of_promise(by, app.now))
    });
    let mark = "▌ ☎ ";
    let room = usize::from(width).saturating_sub(display_width(mark) + 1);
    let number = truncate(&number, room);
    let mut line = Line::from(vec![Span::raw(mark), Span::styled(number, theme::NUMBER)]);
    for more in promise.into_iter().chain(tries) {
        if line.width() + more.width() < usize::from(width) {
            line.push_span(more);
        }
    }
    line
}
