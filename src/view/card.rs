//! The card: the number at eye level, what was found, what to say and ask, what was promised,
//! and how it went before.
//!
//! Owns its columns, how much of it is in sight, and how high it has to be.

mod matters;
mod talk;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

pub(in crate::view) use self::matters::promised;
use self::matters::{matters, number};
use self::talk::talk;
use super::row::{flowed, region};
use super::{people, qr, theme};
use crate::app::App;
use crate::app::action::Action;
use crate::domain::contact::{Contact, Direction};
use crate::domain::follow_up::FollowUp;
use crate::domain::summary::{CustomerCard, CustomerSummary};
use crate::domain::text::{display_width, truncate};
use crate::domain::time_format::ordinal;

/// From how many columns the card has two.
const TWO_COLUMNS: u16 = 72;

/// Whose card is shown.
fn shown(app: &App) -> Option<&CustomerSummary> {
    app.selected().or_else(|| app.card().map(|c| &c.entry))
}

/// How high the card would have to be to show all of it.
pub(super) fn height(app: &App, width: u16) -> u16 {
    let lines = shown(app).map_or(0, |entry| longest(&columns(app, entry, inside(width))));
    u16::try_from(lines + 2).unwrap_or(u16::MAX)
}

/// How far the card in an area can be scrolled, and how many of its lines are in sight.
pub(super) fn sight(app: &App, area: Rect) -> (usize, usize) {
    let rows = usize::from(area.height.saturating_sub(2));
    let lines = shown(app).map_or(0, |entry| longest(&columns(app, entry, inside(area.width))));
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
    let columns = columns(app, entry, inside(area.width));
    let rows = usize::from(area.height.saturating_sub(2));
    let furthest = longest(&columns).saturating_sub(rows);
    let top = app.card_scroll.top(app.selected_id()).min(furthest);
    let (title, tries) = heading(app, entry, area.width);
    let block = region(&title, area.width)
        .title_top(Line::styled(tries, theme::PROMISE).right_aligned())
        .title_bottom(edge(app, (top, furthest), keys).right_aligned());
    let inner = block.inner(area);
    frame.render_widget(block, area);
    for column in &columns {
        let here = Rect {
            x: inner.x + 1 + column.x,
            width: column.width,
            ..inner
        };
        frame.render_widget(Paragraph::new(column.in_sight(top, rows)), here);
    }
    let c = &entry.customer;
    if let ([only], Some(number)) = (columns.as_slice(), &c.phone)
        && c.wrong_number_at.is_none()
    {
        let inner = Rect {
            x: inner.x + 1,
            width: only.width,
            ..inner
        };
        qr::render(frame, inner, only.lines.len(), number);
    }
}

/// What the lower edge says: how many lines are below, and that there are some above.
fn edge(app: &App, (top, furthest): (usize, usize), (down, up): (Action, Action)) -> Line<'static> {
    let mut spans = Vec::new();
    let mut say = |action, words: String| {
        spans.push(Span::styled(
            format!(" {}", app.keys.shown(action)),
            theme::KEY,
        ));
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

/// One of the columns of a card.
struct CardColumn {
    x: u16,
    width: u16,
    /// Its lines, none of them wider than it.
    lines: Vec<Line<'static>>,
    /// Those that stay in sight at its foot until the card is scrolled.
    kept: Vec<Line<'static>>,
}

impl CardColumn {
    /// The lines that are in sight where so many rows are, the first of them given.
    fn in_sight(&self, top: usize, rows: usize) -> Vec<Line<'static>> {
        let lines = self.lines.iter().skip(top);
        // What is in sight already is not said once more.
        let in_sight = |line: &Line<'static>| lines.clone().take(rows).any(|other| other == line);
        let below = top == 0 && self.lines.len() > rows && !self.kept.iter().all(in_sight);
        let kept: &[Line<'static>] = if below { &self.kept } else { &[] };
        let lines = lines.take(rows.saturating_sub(kept.len()));
        lines.chain(kept).cloned().collect()
    }
}

fn longest(columns: &[CardColumn]) -> usize {
    columns.iter().map(|c| c.lines.len()).max().unwrap_or(0)
}

/// The card's text: what it is about at the left, what to say at the right, where there is room for
/// two columns; else below each other.
fn columns(app: &App, entry: &CustomerSummary, width: u16) -> Vec<CardColumn> {
    let half = width / 2;
    let wide = width.saturating_sub(half + 1);
    let said = talk(app, entry, wide);
    let past = |width| [people::lines(app, entry, width), history(app, app.card())].concat();
    // What they said no to, and whom they know, is read before one rings.
    let kept = |width, most| {
        let mut kept = flowed(people::lines(app, entry, width), width);
        kept.truncate(most);
        kept
    };
    if width < TWO_COLUMNS || said.is_empty() && past(wide).is_empty() {
        let now = [number(app, entry, width), matters(app, entry)].concat();
        let lines = [now, talk(app, entry, width), past(width)].concat();
        return vec![CardColumn {
            x: 0,
            width,
            lines: flowed(lines, width),
            kept: kept(width, 4),
        }];
    }
    let left = half.saturating_sub(1);
    let mut now = flowed(
        [number(app, entry, left), matters(app, entry)].concat(),
        left,
    );
    let mut said = flowed(said, wide);
    // How it went before stands where it makes the card no higher.
    let before = flowed(past(left), left);
    let (at_left, at_right) = if now.len() + before.len() <= said.len() {
        now.extend(before);
        (kept(left, 2), Vec::new())
    } else {
        said.extend(flowed(past(wide), wide));
        (Vec::new(), kept(wide, 2))
    };
    let column = |x, width, lines, kept| CardColumn {
        x,
        width,
        lines,
        kept,
    };
    vec![
        column(0, left, now, at_left),
        column(half + 1, wide, said, at_right),
    ]
}

/// The open things in the order they are talked about: the most urgent first.
fn in_order<'a>(app: &App, entry: &'a CustomerSummary) -> Vec<&'a FollowUp> {
    let first = entry.urgent(app.now).map(|f| f.id);
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

/// How it went before, the newest first.
fn history(app: &App, card: Option<&CustomerCard>) -> Vec<Line<'static>> {
    let contacts = card.map(|c| c.contacts.as_slice()).unwrap_or_default();
    let mut lines: Vec<Line<'static>> = contacts.iter().map(|c| contact(app, c)).collect();
    if !lines.is_empty() {
        lines.insert(0, Line::styled("BEFORE", theme::LABEL));
    }
    lines
}

fn contact(app: &App, contact: &Contact) -> Line<'static> {
    let local = app.rules.calendar.local(contact.at);
    let today = app.rules.calendar.date(app.now) == local.date_naive();
    let old = (app.now - contact.at).num_days() > 300;
    let day = match (today, old) {
        (true, _) => local.format("%H:%M").to_string(),
        (false, false) => local.format("%-d %b").to_string(),
        (false, true) => local.format("%b %Y").to_string(),
    };
    let who = match contact.direction {
        Direction::Outward => format!("{} rang", contact.by),
        Direction::Inward => format!("they rang {}", contact.by),
    };
    let mut spans = vec![
        Span::styled(format!("{day} "), theme::QUIET),
        Span::raw(format!("{who}, {}", contact.came_to(&app.rules.currency))),
    ];
    if let Some(feeling) = contact.feeling {
        spans.push(Span::raw(format!(", {feeling}")));
    }
    if let Some(note) = &contact.note {
        spans.push(Span::styled(format!(": {note}"), theme::QUIET));
    }
    Line::from(spans)
}
