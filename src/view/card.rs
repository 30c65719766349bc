//! The card: the number at eye level, what was found, what to say and ask, what was promised,
//! and how it went before.
//!
//! Owns whose it is, its frame, how much of it is in sight, and how high it has to be.

mod composition;
mod matters;
mod past;
mod talk;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use self::composition::{TWO_COLUMNS, compose};
pub(in crate::view) use self::matters::promised;
use super::row::{put_all, region};
use super::{popups, qr, theme};
use crate::app::App;
use crate::app::action::Action;
use crate::domain::follow_up::FollowUp;
use crate::domain::summary::CustomerSummary;
use crate::domain::text::{display_width, truncate};
use crate::domain::time_format::ordinal;

/// Whose card is shown: theirs whom a call's question is about, else the selected row's.
pub(super) fn shown(app: &App) -> Option<&CustomerSummary> {
    let selected = app.selected().or_else(|| app.card().map(|c| &c.entry));
    match popups::talked_with(app) {
        Some(entry) if selected.map(|e| e.customer.id) != Some(entry.customer.id) => Some(entry),
        _ => selected,
    }
}

/// How high the card would have to be to show all of it.
pub(super) fn height(app: &App, width: u16) -> u16 {
    let rows = usize::from(u16::MAX);
    let lines = shown(app).map_or(0, |entry| {
        compose(app, entry, inside(width), rows).lines.len()
    });
    u16::try_from(lines + 2).unwrap_or(u16::MAX)
}

/// How high the card has to be for the number, and what to say and ask about the first thing.
pub(super) fn least_height(app: &App, width: u16) -> u16 {
    let lines = shown(app).map_or(0, |entry| compose(app, entry, inside(width), 0).first);
    u16::try_from(lines + 2).unwrap_or(u16::MAX)
}

/// How far the card in an area can be scrolled, and how many of its lines are in sight.
pub(super) fn sight(app: &App, area: Rect) -> (usize, usize) {
    let rows = usize::from(area.height.saturating_sub(2));
    let lines = shown(app).map_or(0, |entry| {
        compose(app, entry, inside(area.width), rows).lines.len()
    });
    (lines.saturating_sub(rows), rows)
}

/// The columns of text in a card of so many.
const fn inside(width: u16) -> u16 {
    width.saturating_sub(4)
}

/// Draws the card; `keys` scroll it down and up.
pub(super) fn render(frame: &mut Frame<'_>, area: Rect, app: &App, keys: (Action, Action)) {
    let Some(entry) = shown(app) else {
        frame.render_widget(region("", area.width), area);
        return;
    };
    let rows = usize::from(area.height.saturating_sub(2));
    let text = compose(app, entry, inside(area.width), rows);
    let furthest = text.lines.len().saturating_sub(rows);
    let top = app.card_scroll.top(app.selected_id()).min(furthest);
    let (title, tries) = heading(app, entry, area.width);
    let edge = edge(app, (top, furthest), keys);
    let room = usize::from(area.width).saturating_sub(edge.width() + 4);
    let (lines, below) = text.in_sight(top, rows, room);
    let block = region(&title, area.width)
        .title_top(Line::styled(tries, theme::PROMISE).right_aligned())
        .title_bottom(below)
        .title_bottom(edge.right_aligned());
    let inner = block.inner(area);
    let inner = Rect {
        x: inner.x + 1,
        width: inner.width.saturating_sub(2),
        ..inner
    };
    frame.render_widget(block, area);
    put_all(frame, inner, &lines);
    let c = &entry.customer;
    if let (true, Some(number)) = (area.width < TWO_COLUMNS, &c.phone)
        && c.wrong_number_at.is_none()
    {
        qr::render(frame, inner, text.lines.len(), number);
    }
}

/// What the lower edge says: how many lines are below, and that there are some above. Under a question
/// the keys mean something else.
fn edge(app: &App, (top, furthest): (usize, usize), (down, up): (Action, Action)) -> Line<'static> {
    let mut spans = Vec::new();
    let asked = popups::talked_with(app).is_some();
    let mut say = |action, words: String| {
        if !asked {
            let key = format!(" {}", app.keys.shown(action));
            spans.push(Span::styled(key, theme::KEY));
        }
        spans.push(Span::raw(format!(" {words} ")));
    };
    if furthest > top {
        say(down, format!("+{} more", furthest.saturating_sub(top)));
    }
    if top > 0 {
        say(up, "back".to_owned());
    }
    Line::from(spans)
}

/// The open things in the order they are talked about: first the one that is asked about, else the most
/// urgent.
fn in_order<'a>(app: &App, entry: &'a CustomerSummary) -> Vec<&'a FollowUp> {
    let asked = popups::asked_about(app);
    let first = asked.or_else(|| entry.urgent(app.now).map(|f| f.id));
    let mut in_order: Vec<&FollowUp> = entry.follow_ups.iter().collect();
    in_order.sort_by_key(|f| (Some(f.id) != first, f.stands_from(), f.id));
    in_order
}

/// The card's title, and which try it is or how long the call lasts.
fn heading(app: &App, entry: &CustomerSummary, width: u16) -> (String, String) {
    let c = &entry.customer;
    let open = entry.follow_ups.iter().filter(|f| f.is_open());
    let attempts = open.map(|f| f.attempts).max().unwrap_or(0);
    let tries = if let Some(clock) = app.calling.clock(c.id, app.now) {
        format!(" {clock} ")
    } else if attempts > 0 {
        format!(" {} try ", ordinal(attempts + 1))
    } else {
        String::new()
    };
    // One that is wrong is struck out beneath.
    let plain = c.shown_number().filter(|_| c.wrong_number_at.is_none());
    let plain = plain.map(|n| format!("  {n}"));
    let room = usize::from(width).saturating_sub(5 + display_width(&tries));
    // The name comes first; the number stands beneath it in any case.
    let both = format!("{}{}", c.name, plain.unwrap_or_default());
    let title = if display_width(&both) <= room {
        both
    } else {
        truncate(&c.name, room)
    };
    (title, tries)
}
