//! A row of the calls: when, whom, what about, what was promised, how much and how grave.
//!
//! Owns the columns. Each ends in a blank, so that no two ever touch; what a row has no price or mark
//! for goes to what it is about.

use chrono::{DateTime, Utc};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::domain::claim::Claim;
use crate::domain::follow_up::{FollowUp, Severity};
use crate::domain::queue::{Standing, short_time};
use crate::domain::summary::CustomerSummary;
use crate::domain::text::display_width;
use crate::domain::time_format::{ordinal, promise_distance, promise_words, stretch};
use crate::view::row::{TwoTexts, cell, column, line, shared_width};
use crate::view::theme;

/// The width of the first column: "before 12:00".
const WHEN: usize = 13;
/// The fewest columns for what it is about beside what was promised or tried, with a card that says all
/// of it and without one.
const ABOUT: (usize, usize) = (8, 12);
/// The fewest columns for a name, with prices and without.
const NAME: (usize, usize) = (15, 12);

/// The columns all rows of the list have in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowColumns {
    width: usize,
    name: usize,
    more: usize,
    quote: bool,
    mark: usize,
    knows: usize,
}

impl RowColumns {
    /// The columns of a list: the name is as wide as cuts the fewest letters of its rows.
    pub(super) fn of(app: &App, width: usize) -> Self {
        let rows = || app.today.rows.iter().map(|(_, entry)| entry);
        let staff = rows().filter_map(|e| e.knows.best_known().map(display_width));
        let staff = staff.max().map_or(0, |longest| (longest + 1).min(11));
        let mut columns = Self {
            width,
            name: 0,
            more: 0,
            quote: width >= 66,
            mark: 0,
            knows: if width >= 100 { staff } else { 0 },
        };
        let facts: Vec<RowFacts> = rows()
            .map(|e| RowFacts::of(app, e, columns.quote))
            .collect();
        let widest = |width: fn(&RowFacts) -> usize| {
            let widths = facts.iter().map(width).filter(|width| *width > 0);
            widths.max().map_or(0, |widest| widest + 1)
        };
        columns.more = widest(|row| row.more.len());
        columns.mark = widest(|row| display_width(&row.mark));
        let texts: Vec<TwoTexts> = facts.iter().map(|row| columns.texts(app, row)).collect();
        let least = if columns.quote { NAME.0 } else { NAME.1 };
        columns.name = shared_width(&texts, least);
        columns
    }

    /// What the name and what it is about need, beside what was promised in the fewest words.
    fn texts(self, app: &App, row: &RowFacts) -> TwoTexts {
        let more = if row.more.is_empty() { 0 } else { self.more };
        let promise = row.promise.filter(|_| !row.told);
        let promised = promise.and_then(|by| promise_tails(app, by).pop());
        let promised = promised.map_or(0, |words| self.tail_width(row, &words));
        // Whose row says nothing of more things has that column for the name.
        let first = (display_width(row.name) + 1).saturating_sub(self.more - more);
        TwoTexts {
            first,
            second: display_width(&row.about) + 1,
            room: self.room(row).saturating_sub(self.more + promised),
        }
    }

    /// The columns for the name, what it is about and what was promised, up to the price and the mark.
    fn room(self, row: &RowFacts) -> usize {
        let right = display_width(&row.quote) + self.right_of(row);
        self.width.saturating_sub(1 + WHEN + right)
    }

    /// The columns at the end of a row that are not for texts: of the mark, and of whom they know.
    fn right_of(self, row: &RowFacts) -> usize {
        match (
            row.mark.is_empty() && row.quote.is_empty(),
            row.known.is_empty(),
        ) {
            (true, true) => 0,
            (true, false) => self.knows,
            (false, _) => self.mark + self.knows,
        }
    }

    /// The columns that words take behind what it is about: where a row has no mark and no price, the
    /// column of the marks if they are no wider.
    fn tail_width(self, row: &RowFacts, words: &str) -> usize {
        let free = row.mark.is_empty() && row.quote.is_empty();
        if free && display_width(words) < self.mark {
            self.mark + self.knows - self.right_of(row)
        } else {
            display_width(words) + 1
        }
    }

    /// One customer's row.
    pub(super) fn row(self, app: &App, entry: &CustomerSummary, selected: bool) -> Line<'static> {
        let row = RowFacts::of(app, entry, self.quote);
        let style = |style: Style| {
            if row.dimmed.is_some() {
                theme::DIMMED
            } else {
                style
            }
        };
        let text = style(theme::PLAIN);
        let (when, when_style) = when(app, row.standing, row.since, entry.urgent(app.now));
        let more = if row.more.is_empty() { 0 } else { self.more };
        let room = self.room(&row).saturating_sub(self.name + self.more);
        let least = if self.quote { ABOUT.0 } else { ABOUT.1 };
        let tail = self.fitting(app, &row, (room, least));
        let right = self.right_of(&row);
        let known = self.knows.min(right);
        let cells = vec![
            Span::styled(
                column(row.dimmed.as_deref().unwrap_or(&when), WHEN),
                style(when_style),
            ),
            Span::styled(column(row.name, self.name + self.more - more), text),
            Span::styled(column(&row.more, more), text),
            Span::styled(column(&row.about, room.saturating_sub(tail.width)), text),
            Span::styled(cell(&tail.words, tail.width), style(tail.style)),
            Span::styled(row.quote.clone(), text),
            Span::styled(cell(&row.mark, right - known), style(row.mark_style)),
            Span::styled(column(row.known, known), text),
        ];
        line(cells, selected)
    }

    /// The longest words beside which what it is about has room; the shortest of a promise, where it has
    /// to be cut in any case and keeps the least width.
    fn fitting(self, app: &App, row: &RowFacts<'_>, (room, least): (usize, usize)) -> RowTail {
        let promised = row.promise.map(|by| promise_tails(app, by));
        let promised = promised.unwrap_or_default();
        let style = row
            .promise
            .map_or(theme::PLAIN, |by| theme::of_promise(by, app.now));
        let mut tails: Vec<String> = Vec::new();
        if let (Some(longest), Some(tries)) = (promised.first(), &row.tries) {
            tails.push(format!("{longest}  {tries}"));
        }
        tails.extend(promised);
        if let (None, Some(tries)) = (row.promise, &row.tries) {
            tails.push(tries.clone());
        }
        let of = |words: &String| RowTail {
            words: words.clone(),
            style,
            width: self.tail_width(row, words),
        };
        let whole = |tail: &RowTail| display_width(&row.about) + 1 + tail.width <= room;
        let cut = |tail: &RowTail| least + 1 + tail.width <= room;
        let found = tails.iter().map(of).find(whole);
        // Nothing is cut for which try it is, as the card says it too, nor for what is told already.
        let promise = row.promise.filter(|_| !row.told);
        let promised = promise.and(tails.last()).map(of).filter(cut);
        found.or(promised).unwrap_or_default()
    }
}

/// What a row says.
#[derive(Debug)]
struct RowFacts<'a> {
    standing: Standing,
    since: DateTime<Utc>,
    name: &'a str,
    /// How many more things a call would cover.
    more: String,
    about: String,
    promise: Option<DateTime<Utc>>,
    /// Whether the first column tells of the promise: it is said twice only where there is room.
    told: bool,
    tries: Option<String>,
    quote: String,
    mark: String,
    mark_style: Style,
    known: &'a str,
    /// Why they are not to be rung now.
    dimmed: Option<String>,
}

impl<'a> RowFacts<'a> {
    /// What is said of a customer, with the price or without.
    fn of(app: &App, entry: &'a CustomerSummary, quote: bool) -> Self {
        let (standing, since) = entry.stand(app.now, &app.rules);
        let rung = entry.claimed_elsewhere(app.sitting).map(Claim::short);
        let dimmed = match &rung {
            Some(_) => Some("ringing".to_owned()),
            None => entry.why_not_callable(app.now, &app.rules).map(|d| d.short),
        };
        let urgent = entry.urgent(app.now);
        let about = rung.unwrap_or_else(|| urgent.map(|f| f.about.clone()).unwrap_or_default());
        let quote = urgent.and_then(|f| f.quote).filter(|_| quote);
        let quote = quote.map(|q| format!("{} ", app.rules.currency.show_within(q, 8)));
        let promise = urgent.and_then(FollowUp::promise_open);
        let tries = urgent.map_or(0, |f| f.attempts);
        let mut tries = (tries > 0).then(|| format!("{} try", ordinal(tries + 1)));
        let (mut mark, mark_style) = mark(urgent);
        if mark.is_empty() && promise.is_none() {
            mark = tries.take().unwrap_or_default();
        }
        let told = standing == Standing::Promise && dimmed.is_none();
        Self {
            standing,
            since,
            name: &entry.customer.name,
            more: more(app, entry),
            about,
            promise,
            told,
            tries,
            quote: quote.unwrap_or_default(),
            mark,
            mark_style,
            known: entry.knows.best_known().unwrap_or_default(),
            dimmed,
        }
    }
}

/// How many more things a call would cover: "+1".
fn more(app: &App, entry: &CustomerSummary) -> String {
    let due = entry.scene(&app.rules, app.now, &app.by).covered().len();
    if due > 1 {
        format!("+{}", due - 1)
    } else {
        String::new()
    }
}

/// What stands between what it is about and the price: what was promised, and which try it is.
#[derive(Debug, Clone, Default)]
struct RowTail {
    words: String,
    style: Style,
    width: usize,
}

/// What was promised, the longest words first.
fn promise_tails(app: &App, by: DateTime<Utc>) -> Vec<String> {
    let calendar = &app.rules.calendar;
    let whole = promise_words(by, app.now, calendar);
    let at = short_time(by, app.now, calendar);
    if by < app.now {
        vec![
            whole,
            format!("promise missed {at}"),
            format!("missed {at}"),
        ]
    } else {
        vec![
            whole,
            format!("promised by {at}"),
            format!("promise {at}"),
            format!("by {at}"),
        ]
    }
}

/// The row's first column: how far off the promise is, or how long they have waited.
fn when(
    app: &App,
    standing: Standing,
    since: DateTime<Utc>,
    urgent: Option<&FollowUp>,
) -> (String, Style) {
    let minutes = (app.now - since).num_minutes();
    match standing {
        Standing::Promise => (
            promise_distance(since, app.now),
            theme::of_promise(since, app.now),
        ),
        Standing::Later => {
            let promise = urgent.is_some_and(|f| f.promise_open() == Some(since));
            let style = if promise {
                theme::PROMISE
            } else {
                theme::QUIET
            };
            let local = app.rules.calendar.local(since);
            (local.format("%H:%M").to_string(), style)
        }
        _ if minutes <= 0 => ("now".to_owned(), theme::PLAIN),
        Standing::Red | Standing::Due | Standing::Ahead => (stretch(minutes), theme::PLAIN),
    }
}

/// The row's mark: severity by letter, word and colour, or that it goes with the red ones.
fn mark(urgent: Option<&FollowUp>) -> (String, Style) {
    match urgent {
        Some(FollowUp {
            severity: Some(severity),
            ..
        }) => (
            format!("{} {severity}", severity.letter()),
            theme::severity(*severity),
        ),
        Some(f) if f.is_red() => ("! urgent".to_owned(), theme::severity(Severity::Red)),
        _ => (String::new(), theme::PLAIN),
    }
}
