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
use crate::view::row::NO_BREAK;
use crate::view::{big_number, theme};

/// The number, three rows high where there is room.
pub(super) fn number(app: &App, entry: &CustomerSummary, width: u16) -> Vec<Line<'static>> {
    let c = &entry.customer;
    let large = c.number().filter(|_| c.wrong_number_at.is_none());
    let large = large.and_then(|number| big_number::rows(number, usize::from(width)));
    let mut lines = match large {
        Some(rows) => rows.map(|row| Line::styled(row, theme::NUMBER)).into(),
        None => number_on_one_line(app, entry),
    };
    if let (3.., Some(extension)) = (lines.len(), &c.extension) {
        let words = format!("extension {extension}");
        lines.push(Line::styled(words, theme::NUMBER));
    }
    lines
}

/// The number as it is written, or what there is in place of one.
pub(super) fn number_on_one_line(app: &App, entry: &CustomerSummary) -> Vec<Line<'static>> {
    let edit = app.keys.shown(Action::Edit);
    let c = &entry.customer;
    let written = c.shown_number().unwrap_or_default();
    let line = match c.number() {
        None if c.doubtful_number().is_some() => {
            let words = format!("{written}  cannot be dialled: {edit} corrects it");
            Line::styled(words, theme::NUMBER)
        }
        None => {
            let none = format!("No number yet: {edit} adds one");
            let way = c.email.as_ref().map_or(none, |m| format!("✉ {m}"));
            Line::styled(way, theme::NUMBER)
        }
        // Nobody is to dial it.
        Some(number) if c.wrong_number_at.is_some() => {
            let struck = theme::WRONG.add_modifier(Modifier::CROSSED_OUT);
            Line::styled(number.to_owned(), struck)
        }
        Some(_) => Line::styled(written, theme::NUMBER),
    };
    vec![line]
}

/// Lines of a card that stay together, and how soon one has to see them.
pub(super) struct CardGroup {
    pub(super) rank: GroupRank,
    pub(super) lines: Vec<Line<'static>>,
    /// What is said of it where it is not in sight: that something was promised about it.
    pub(super) promise: Option<Line<'static>>,
}

impl CardGroup {
    const fn of(rank: GroupRank, lines: Vec<Line<'static>>) -> Self {
        Self {
            rank,
            lines,
            promise: None,
        }
    }
}

/// What is seen first where not all of it has room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum GroupRank {
    /// The thing that is talked about first, and why they may not be rung.
    First,
    /// What to know of them, and which item it is about.
    ToKnow,
    /// Their other things.
    Other,
}

/// What it is about: the person, each item, each follow-up with its price and promise.
pub(super) fn matters(app: &App, entry: &CustomerSummary) -> Vec<CardGroup> {
    let mut groups = Vec::new();
    groups.push(CardGroup::of(GroupRank::First, warnings(app, entry)));
    let mut item = None;
    let mut rank = GroupRank::First;
    let end = app.rules.calendar.end_of_day(app.now);
    for f in in_order(app, entry) {
        let label = entry.item(f.item);
        let mut lines = matter(app, f, f.stands_from() >= end);
        if label.is_some() && label != item {
            let title = Line::styled(label.unwrap_or_default().to_owned(), theme::TITLE);
            if rank == GroupRank::First {
                groups.push(CardGroup::of(GroupRank::ToKnow, vec![title]));
            } else {
                lines.insert(0, title);
            }
            item = label;
        }
        let promise = f.promise_open().filter(|_| rank == GroupRank::Other);
        groups.push(CardGroup {
            rank,
            lines,
            promise: promise.map(|by| promised_about(app, f, by)),
        });
        rank = GroupRank::Other;
    }
    if entry.follow_ups.is_empty() {
        let items: Vec<&str> = entry.items.iter().map(|i| i.label.as_str()).collect();
        if !items.is_empty() {
            let items = Line::styled(items.join(", "), theme::TITLE);
            groups.push(CardGroup::of(GroupRank::ToKnow, vec![items]));
        }
        let (add, job) = (app.keys.shown(Action::Add), app.keys.shown(Action::Job));
        let says = format!("No open calls. {add} adds a call, {job} books a job.");
        let says = vec![Line::styled(says, theme::QUIET)];
        groups.push(CardGroup::of(GroupRank::First, says));
    }
    if let Some(line) = &entry.customer.line {
        let quoted = Line::styled(format!("“{line}”"), theme::UNUSUAL);
        groups.push(CardGroup::of(GroupRank::ToKnow, vec![quoted]));
    }
    groups.retain(|group| !group.lines.is_empty());
    groups
}

/// Who rings them already, and why they may not be rung.
fn warnings(app: &App, entry: &CustomerSummary) -> Vec<Line<'static>> {
    let claim = entry.claimed_elsewhere(app.sitting);
    let claim = claim.map(|claim| format!("{}.", claim.sentence(&app.rules.calendar)));
    let due = due_today(&entry.follow_ups, app.now, &app.rules.calendar).count();
    let says = |d: &NotCallable| due > 0 || !d.of_hours;
    // Who has no number: the line of the number says so.
    let c = &entry.customer;
    let has_number = c.phone.is_some() || c.wrong_number_at.is_some();
    let why = app.why_not_callable(entry).filter(says);
    let why = why.filter(|_| has_number).map(|why| why.sentence);
    let sentences = claim.into_iter().chain(why);
    sentences
        .map(|sentence| Line::styled(sentence, theme::UNUSUAL))
        .collect()
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
    let owner = f
        .owner
        .as_ref()
        .map(|owner| format!("  ({owner}{NO_BREAK}rings)"));
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

/// The same in few words, for where the thing itself is not in sight.
fn promised_about(app: &App, f: &FollowUp, by: DateTime<Utc>) -> Line<'static> {
    let words = promise_words(by, app.now, &app.rules.calendar);
    Line::from(vec![
        Span::raw(format!("{}: ", f.about)),
        Span::styled(words, theme::of_promise(by, app.now)),
        Span::raw("."),
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
