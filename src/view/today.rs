//! The view of today: whom to ring, in order, and below it who was dealt with.

use chrono::{DateTime, Utc};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::row::{cell, line, region, right};
use super::{ClickZones, theme};
use crate::app::action::{Action, ClickTarget};
use crate::app::{App, View};
use crate::domain::claim::Claim;
use crate::domain::follow_up::FollowUp;
use crate::domain::queue::Standing;
use crate::domain::summary::{CustomerSummary, DoneToday};
use crate::domain::text::display_width;
use crate::domain::time_format::{ordinal, stretch};

/// How many of `rows` rows show who was dealt with: those the calls leave free, and at least a
/// quarter of them.
pub(super) fn done_rows(app: &App, rows: usize) -> usize {
    let quarter = (rows / 4).max(usize::from(rows > 3));
    let free = rows.saturating_sub(app.today.rows.len() + 2);
    app.done.len().min(quarter.max(free))
}

/// The column widths of a row.
#[derive(Debug, Clone, Copy)]
struct ColumnWidths {
    when: usize,
    name: usize,
    more: usize,
    about: usize,
    quote: usize,
    mark: usize,
    tries: usize,
    knows: usize,
}

impl ColumnWidths {
    fn of(width: usize) -> Self {
        let (when, more) = (12, 3);
        let quote = if width >= 66 { 8 } else { 0 };
        // Severity and tries have a column each if there is room, and share one otherwise.
        let (mark, tries) = match width {
            84.. => (9, 8),
            50.. => (12, 0),
            _ => (8, 0),
        };
        let knows = if width >= 100 { 10 } else { 0 };
        let rest = width.saturating_sub(1 + when + more + mark + quote + tries + knows);
        // On a narrow list the name has the larger part: the card says what it is about.
        let name = (rest * 9 / 20).max(13.min(rest * 11 / 20)).clamp(6, 26);
        let about = rest.saturating_sub(name);
        Self {
            when,
            name,
            more,
            about,
            quote,
            mark,
            tries,
            knows,
        }
    }
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
                Paragraph::new(empty(app)).wrap(ratatui::widgets::Wrap { trim: false }),
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
    dealt_with(frame, lower, app, zones);
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
        // When one member's customer comes back is not stored.
        let next = app.totals.next_at.filter(|_| app.today.of.is_none());
        let next = next.map(|at| {
            let at = app.rules.calendar.local(at).format("%-H:%M");
            format!("  The next one comes back at {at}.")
        });
        let nobody = nobody(app).unwrap_or_else(|| " Nobody left to call now.".to_owned());
        let mut words = vec![Line::styled(nobody, theme::SAVED)];
        words.extend(next.map(Line::raw));
        let ahead = app.keys.shown(Action::Show(View::Ahead));
        let says = format!("  {ahead} shows what is ahead.");
        words.push(Line::styled(says, theme::QUIET));
        frame.render_widget(Paragraph::new(words), area);
        return;
    }
    let widths = ColumnWidths::of(usize::from(area.width));
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
        frame.render_widget(Paragraph::new(row(app, entry, widths, selected)), here);
        zones.add(here, ClickTarget::Row(n));
        y += 1;
        if selected && alone && y < area.bottom() {
            let here = Rect {
                y,
                height: 1,
                ..area
            };
            frame.render_widget(Paragraph::new(number(entry)), here);
            zones.add(here, ClickTarget::Row(n));
            y += 1;
        }
    }
}

/// One customer's row.
fn row(app: &App, entry: &CustomerSummary, w: ColumnWidths, selected: bool) -> Line<'static> {
    let (standing, since) = entry.stand(app.now, &app.rules);
    let rung = entry.claimed_elsewhere(app.sitting).map(Claim::short);
    let dimmed = match &rung {
        Some(_) => Some("ringing".to_owned()),
        None => entry.why_not_callable(app.now, &app.rules).map(|d| d.short),
    };
    let urgent = entry.urgent(app.now);
    let (when, mut when_style) = when(app, standing, since, urgent);
    let when = dimmed.clone().unwrap_or(when);
    let mut text = theme::PLAIN;
    if dimmed.is_some() {
        when_style = theme::DIMMED;
        text = theme::DIMMED;
    }
    let due = entry.scene(&app.rules, app.now, &app.by).covered().len();
    let more = if due > 1 {
        format!("+{}", due - 1)
    } else {
        String::new()
    };
    let about = rung.unwrap_or_else(|| urgent.map(|f| f.about.clone()).unwrap_or_default());
    let quote = urgent
        .and_then(|f| f.quote)
        .map(|q| app.rules.currency.show_within(q, w.quote.saturating_sub(1)));
    let (mark, mark_style) = mark(urgent, standing);
    let attempts = urgent.map_or(0, |f| f.attempts);
    let tries = if attempts > 0 {
        format!("{} try", ordinal(attempts + 1))
    } else {
        String::new()
    };
    let mark = match (mark.is_empty(), w.tries) {
        (true, 0) => tries.clone(),
        (false, 0) if attempts > 0 => format!("{mark} {}", ordinal(attempts + 1)),
        _ => mark,
    };
    let cells = vec![
        Span::styled(cell(&when, w.when), when_style),
        Span::styled(cell(&entry.customer.name, w.name.saturating_sub(1)), text),
        Span::styled(" ", text),
        Span::styled(cell(&more, w.more), text),
        Span::styled(cell(&about, w.about.saturating_sub(1)), text),
        Span::styled(" ", text),
        Span::styled(
            right(&quote.unwrap_or_default(), w.quote.saturating_sub(1)),
            text,
        ),
        Span::styled(if w.quote > 0 { " " } else { "" }, text),
        Span::styled(
            cell(&mark, w.mark),
            if dimmed.is_some() { text } else { mark_style },
        ),
        Span::styled(cell(&tries, w.tries), text),
        Span::styled(
            cell(entry.knows.best_known().unwrap_or_default(), w.knows),
            text,
        ),
    ];
    line(cells, selected)
}

/// The row's first column: the promise's time and state, or how long they have waited.
fn when(
    app: &App,
    standing: Standing,
    since: DateTime<Utc>,
    urgent: Option<&FollowUp>,
) -> (String, Style) {
    let minutes = (app.now - since).num_minutes();
    let local = app.rules.calendar.local(since);
    match standing {
        Standing::Promise if minutes > 0 => {
            let today = app.rules.calendar.date(since) == app.rules.calendar.date(app.now);
            let clock = if today { "%-H:%M!" } else { "%-d %b!" };
            (
                format!("{} {}", local.format(clock), late(minutes)),
                theme::BROKEN,
            )
        }
        Standing::Promise => (
            format!("{} -{}m", local.format("%-H:%M"), -minutes),
            theme::PROMISE,
        ),
        Standing::Later => {
            let promise = urgent.is_some_and(|f| f.promise_open() == Some(since));
            let style = if promise {
                theme::PROMISE
            } else {
                theme::QUIET
            };
            (local.format("%-H:%M").to_string(), style)
        }
        _ if minutes <= 0 => ("now".to_owned(), theme::PLAIN),
        Standing::Red | Standing::Due | Standing::Ahead => (stretch(minutes), theme::PLAIN),
    }
}

fn late(minutes: i64) -> String {
    format!(
        "+{}",
        stretch(minutes).replace(" min", "m").replace(' ', "")
    )
}

/// The row's mark: severity by letter, word and colour; else that a promise decides its place.
fn mark(urgent: Option<&FollowUp>, standing: Standing) -> (String, Style) {
    if let Some(severity) = urgent.and_then(|f| f.severity) {
        let words = format!("{} {severity}", severity.letter());
        return (words, theme::severity(severity));
    }
    match standing {
        Standing::Promise => ("promise".to_owned(), theme::PROMISE),
        Standing::Red => (
            "! urgent".to_owned(),
            theme::severity(crate::domain::follow_up::Severity::Red),
        ),
        // A promise that is not due soon is named in a word too, not by its colour alone.
        _ if urgent.and_then(FollowUp::promise_open).is_some() => {
            ("promise".to_owned(), theme::PROMISE)
        }
        _ => (String::new(), theme::PLAIN),
    }
}

/// The selected customer's number, where there is no card to show it.
pub(super) fn number(entry: &CustomerSummary) -> Line<'static> {
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
    let attempts = entry
        .follow_ups
        .iter()
        .map(|f| f.attempts)
        .max()
        .unwrap_or(0);
    let tries = if attempts > 0 {
        format!("   {} try", ordinal(attempts + 1))
    } else {
        String::new()
    };
    Line::from(vec![
        Span::raw("▌ ☎ "),
        Span::styled(number, theme::NUMBER),
        Span::styled(tries, theme::QUIET),
    ])
}

fn dealt_with(frame: &mut Frame<'_>, area: Rect, app: &App, zones: &mut ClickZones) {
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
        let text = done_row(app, done, usize::from(area.width), selected == Some(n));
        frame.render_widget(Paragraph::new(text), here);
        zones.add(here, ClickTarget::Done(n));
    }
}

fn done_row(app: &App, done: &DoneToday, width: usize, selected: bool) -> Line<'static> {
    let calendar = &app.rules.calendar;
    let clock = calendar.local(done.contact.at).format("%H:%M");
    let mut came_to = done.contact.came_to(&app.rules.currency);
    if let Some(at) = done.entry.customer.rest_until.filter(|at| *at > app.now) {
        let again = crate::domain::queue::short_time(at, app.now, calendar);
        came_to = format!("{came_to}, again {again}");
    }
    let name = &done.entry.customer.name;
    let name_width = (width.saturating_sub(9) / 2).min(26);
    let rest = width.saturating_sub(9 + name_width);
    let cells = vec![
        Span::styled("✓ ", theme::TICK),
        Span::styled(format!("{clock} "), theme::QUIET),
        Span::styled(struck(name, name_width.saturating_sub(1)), theme::DONE),
        Span::raw(" ".repeat(
            name_width.saturating_sub(display_width(&struck(name, name_width.saturating_sub(1)))),
        )),
        Span::styled(struck(&came_to, rest.saturating_sub(1)), theme::DONE),
    ];
    line(cells, selected)
}

/// A text truncated to a width, without trailing spaces, which would be struck through too.
fn struck(text: &str, width: usize) -> String {
    crate::domain::text::truncate(text, width)
}

/// The message that a member of staff has no customer left, if only theirs are shown.
fn nobody(app: &App) -> Option<String> {
    let of = app.today.of.as_ref()?;
    let key = app.keys.shown(Action::Mine);
    Some(format!(
        " Nobody for {of} to call now. {key} shows everybody."
    ))
}

fn empty(app: &App) -> Vec<Line<'static>> {
    let key = |action, does: &str| {
        let key = format!("{:>3} ", app.keys.shown(action));
        Line::from(vec![
            Span::styled(key, theme::KEY),
            Span::raw(does.to_owned()),
        ])
    };
    let prompt = |command: &'static str, does: &'static str| {
        Line::from(vec![Span::styled(command, theme::LABEL), Span::raw(does)])
    };
    let blank = || Line::raw("");
    let title = |words: String| vec![blank(), Line::styled(words, theme::TITLE), blank()];
    if app.totals.customers > 0 {
        let nobody = nobody(app).map(|words| format!(" {words}"));
        let mut lines = title(nobody.unwrap_or_else(|| "  Nobody to call now.".to_owned()));
        lines.extend([
            key(Action::Show(View::Ahead), "shows what is ahead"),
            key(Action::Add, "adds a call"),
            key(Action::Find, "finds a customer"),
        ]);
        return lines;
    }
    let mut lines = title("  No customers yet.".to_owned());
    lines.extend([
        key(Action::Add, "adds the first call"),
        key(Action::Import, "imports your customers (CSV, vCard)"),
        key(Action::Quit, "quits; then type at the prompt:"),
        prompt("    checkback --demo", "   shows a made-up day"),
        key(Action::Help, "shows all keys"),
    ]);
    lines
}
