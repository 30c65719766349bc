//! The card: the number at eye level, what was found, what to say and ask, what was promised,
//! and how it went before.

use chrono::{DateTime, Utc};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::row::{cell, region, wrapped};
use super::{big_number, people, qr, theme};
use crate::app::App;
use crate::app::action::Action;
use crate::domain::contact::{Contact, Direction};
use crate::domain::follow_up::{FollowUp, FollowUpState};
use crate::domain::queue::{NotCallable, due_today};
use crate::domain::script::{Script, earlier_no};
use crate::domain::summary::{CustomerCard, CustomerSummary};
use crate::domain::text::{display_width, truncate};
use crate::domain::time_format::{clock_and_day, ordinal, promise_distance, promise_words, spoken};

/// From how many columns the card has two.
const TWO_COLUMNS: u16 = 72;

pub(super) fn render(frame: &mut Frame<'_>, area: Rect, app: &App) {
    let Some(entry) = app.selected().or_else(|| app.card().map(|c| &c.entry)) else {
        frame.render_widget(region("", area.width), area);
        return;
    };
    let c = &entry.customer;
    let (title, tries) = heading(app, entry, area.width);
    let block =
        region(&title, area.width).title_top(Line::styled(tries, theme::PROMISE).right_aligned());
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let inner = Rect {
        x: inner.x + 1,
        width: inner.width.saturating_sub(2),
        ..inner
    };
    let half = inner.width / 2;
    let right = inner.width - half - 1;
    if inner.width >= TWO_COLUMNS && !then(app, entry, right).is_empty() {
        let left = Rect {
            width: half - 1,
            ..inner
        };
        let right = Rect {
            x: inner.x + half + 1,
            width: right,
            ..inner
        };
        text(frame, left, now(app, entry, left.width));
        let mut talk = talk(app, entry, right.width);
        let mut people = people::lines(app, entry, right.width);
        let before = history(app, app.card());
        // Whom they know and the last call stay in sight under what there is to say.
        let kept = before.len().min(2);
        let free = usize::from(right.height).saturating_sub(kept);
        talk.truncate(free.saturating_sub(people.len().min(2)));
        people.truncate(free.saturating_sub(talk.len()));
        text(frame, right, [talk, people, before].concat());
    } else {
        let all = [now(app, entry, inner.width), then(app, entry, inner.width)].concat();
        let taken = all.iter().map(|line| high(line, inner.width)).sum();
        text(frame, inner, all);
        if let Some(number) = c.phone.as_ref().filter(|_| c.wrong_number_at.is_none()) {
            qr::render(frame, inner, taken, number);
        }
    }
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
    let plain = c.shown_number().map(|n| format!("  {n}"));
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

/// How many rows a line takes, broken at blanks.
fn high(line: &Line<'_>, width: u16) -> usize {
    let words: String = line.spans.iter().map(|s| s.content.as_ref()).collect();
    wrapped(&words, usize::from(width)).len().max(1)
}

fn text(frame: &mut Frame<'_>, area: Rect, lines: Vec<Line<'static>>) {
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }), area);
}

fn now(app: &App, entry: &CustomerSummary, width: u16) -> Vec<Line<'static>> {
    [number(app, entry, width), matters(app, entry)].concat()
}

fn then(app: &App, entry: &CustomerSummary, width: u16) -> Vec<Line<'static>> {
    let talk = talk(app, entry, width);
    [
        talk,
        people::lines(app, entry, width),
        history(app, app.card()),
    ]
    .concat()
}

/// The number, three rows high where there is room.
fn number(app: &App, entry: &CustomerSummary, width: u16) -> Vec<Line<'static>> {
    let edit = app.keys.shown(Action::Edit);
    let c = &entry.customer;
    let mut lines = Vec::new();
    match c.number() {
        None if c.doubtful_number().is_some() => {
            let doubtful = c.shown_number().unwrap_or_default();
            let words = format!("{doubtful}  cannot be dialled: {edit} corrects it");
            lines.push(Line::styled(words, theme::NUMBER));
        }
        None => {
            let way = c
                .email
                .as_ref()
                .map_or(format!("No number yet: {edit} adds one"), |m| {
                    format!("✉ {m}")
                });
            lines.push(Line::styled(way, theme::NUMBER));
        }
        Some(number) => match big_number::rows(number, usize::from(width)) {
            Some(rows) => lines.extend(rows.map(|row| Line::styled(row, theme::NUMBER))),
            None => lines.push(Line::styled(number.to_owned(), theme::NUMBER)),
        },
    }
    if let Some(extension) = &c.extension {
        lines.push(Line::styled(
            format!("extension {extension}"),
            theme::NUMBER,
        ));
    }
    lines
}

/// What it is about: the person, each item, each follow-up with its price and promise.
fn matters(app: &App, entry: &CustomerSummary) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    if let Some(claim) = entry.claimed_elsewhere(app.sitting) {
        let sentence = format!("{}.", claim.sentence(&app.rules.calendar));
        lines.push(Line::styled(sentence, theme::UNUSUAL));
    }
    let due = due_today(&entry.follow_ups, app.now, &app.rules.calendar).count();
    let says = |d: &NotCallable| due > 0 || !d.of_hours;
    // Who has no number: the line of the number says so.
    let c = &entry.customer;
    let has_number = c.phone.is_some() || c.wrong_number_at.is_some();
    let why = app.why_not_callable(entry).filter(says);
    if let Some(why) = why.filter(|_| has_number) {
        lines.push(Line::styled(why.sentence, theme::UNUSUAL));
    }
    let mut item = None;
    let end = app.rules.calendar.end_of_day(app.now);
    let first = entry.urgent(app.now).map(|f| f.id);
    let mut in_order: Vec<&FollowUp> = entry.follow_ups.iter().collect();
    in_order.sort_by_key(|f| (Some(f.id) != first, f.stands_from(), f.id));
    for f in in_order {
        let label = entry.item(f.item);
        if label.is_some() && label != item {
            lines.push(Line::styled(
                label.unwrap_or_default().to_owned(),
                theme::TITLE,
            ));
            item = label;
        }
        lines.extend(matter(app, f, f.stands_from() >= end));
    }
    if entry.follow_ups.is_empty() {
        let items: Vec<&str> = entry.items.iter().map(|i| i.label.as_str()).collect();
        if !items.is_empty() {
            lines.push(Line::styled(items.join(", "), theme::TITLE));
        }
        let (add, job) = (app.keys.shown(Action::Add), app.keys.shown(Action::Job));
        let says = format!("No open calls. {add} adds a call, {job} books a job.");
        lines.push(Line::styled(says, theme::QUIET));
    }
    if let Some(line) = &entry.customer.line {
        lines.push(Line::styled(format!("“{line}”"), theme::UNUSUAL));
    }
    lines
}

/// A follow-up with its price and whose it is; below it what was promised and what was answered before,
/// a line each.
fn matter(app: &App, f: &FollowUp, ahead: bool) -> Vec<Line<'static>> {
    let style = if ahead { theme::QUIET } else { theme::PLAIN };
    let mut spans = vec![match f.severity {
        Some(s) => Span::styled(format!("{} {s}  ", s.letter()), theme::severity(s)),
        None => Span::styled("• ", style),
    }];
    spans.push(Span::styled(f.about.clone(), style));
    let price = f.quote.map(|q| app.rules.currency.show(q));
    let price = price.map(|q| Span::styled(format!("  {q}"), theme::TITLE));
    spans.extend(price);
    if f.state == FollowUpState::LetGo {
        spans.push(Span::styled("  stop trying?", theme::UNUSUAL));
    } else if ahead {
        let due = say(app, f.due_at);
        spans.push(Span::styled(format!("  {due}"), theme::QUIET));
    }
    let owner = f.owner.as_ref().map(|owner| format!("  ({owner} rings)"));
    let note = f.note.as_ref().map(|note| format!("  {note}"));
    let quiet = [owner, note].into_iter().flatten();
    spans.extend(quiet.map(|words| Span::styled(words, theme::QUIET)));
    let mut lines = vec![Line::from(spans)];
    lines.extend(f.promise_open().map(|by| promise_line(app, f, by)));
    let earlier = earlier_no(f, app.now, &app.rules.calendar);
    let earlier = earlier.map(|answer| format!("  {answer} (noted by {})", f.added_by));
    lines.extend(earlier.map(|answer| Line::styled(answer, theme::UNUSUAL)));
    lines
}

/// By when they were promised to hear, and for when it was promised first.
fn promise_line(app: &App, f: &FollowUp, by: DateTime<Utc>) -> Line<'static> {
    let style = theme::of_promise(by, app.now);
    let first = f.first_promised_at;
    let first = first.map(|at| clock_and_day(at, app.now, &app.rules.calendar));
    let first = first.map(|at| format!(", first promised for {at}"));
    Line::from(vec![
        Span::styled(format!("  {}", promised(app, by)), style),
        Span::styled(first.unwrap_or_default(), theme::QUIET),
    ])
}

/// By when a customer was promised to hear, or that the promise was missed, and how far off it is.
pub(in crate::view) fn promised(app: &App, promise: DateTime<Utc>) -> String {
    let words = promise_words(promise, app.now, &app.rules.calendar);
    format!("{words}, {}", promise_distance(promise, app.now))
}

fn say(app: &App, at: DateTime<Utc>) -> String {
    spoken(at, app.now, &app.rules.calendar)
}

/// What to say and to ask, from the playbook of the most urgent follow-up.
fn talk(app: &App, entry: &CustomerSummary, width: u16) -> Vec<Line<'static>> {
    let urgent = entry.urgent(app.now);
    let script = urgent.and_then(|f| Script::of(f, &app.rules, &app.by, app.now));
    let Some(script) = script else {
        return Vec::new();
    };
    let mut lines = labelled("SAY  ", &script.say, width);
    for (n, ask) in script.ask.iter().enumerate() {
        lines.extend(labelled(if n == 0 { "ASK  " } else { "" }, ask, width));
    }
    lines
}

/// A text behind its label, its further lines under its first.
fn labelled(label: &str, text: &str, width: u16) -> Vec<Line<'static>> {
    let room = usize::from(width).saturating_sub(5);
    let line = |(n, part): (usize, String)| {
        let label = cell(if n == 0 { label } else { "" }, 5);
        Line::from(vec![Span::styled(label, theme::LABEL), Span::raw(part)])
    };
    wrapped(text, room)
        .into_iter()
        .enumerate()
        .map(line)
        .collect()
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
