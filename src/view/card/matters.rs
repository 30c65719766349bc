//! What stands at the left of a card: the number, and each open thing with its price, its promise and
//! the answer that was given before.

use chrono::{DateTime, Utc};
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use super::in_order;
use crate::app::App;
use crate::app::action::Action;
use crate::domain::follow_up::{FollowUp, FollowUpState};
use crate::domain::queue::{NotCallable, due_today};
use crate::domain::script::earlier_no;
use crate::domain::summary::CustomerSummary;
use crate::domain::time_format::{clock_and_day, promise_distance, promise_words, spoken};
use crate::view::{big_number, theme};

/// The number, three rows high where there is room.
pub(super) fn number(app: &App, entry: &CustomerSummary, width: u16) -> Vec<Line<'static>> {
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
        // Nobody is to dial it.
        Some(number) if c.wrong_number_at.is_some() => {
            let struck = theme::WRONG.add_modifier(Modifier::CROSSED_OUT);
            lines.push(Line::styled(number.to_owned(), struck));
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
pub(super) fn matters(app: &App, entry: &CustomerSummary) -> Vec<Line<'static>> {
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
    for f in in_order(app, entry) {
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
