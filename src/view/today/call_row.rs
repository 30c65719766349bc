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
use crate::view::row::{cell, column, line, shared};
use crate::view::theme;

/// The width of the first column: "before 12:00".
const WHEN: usize = 13;
/// The width of the mark: "! urgent".
const MARK: usize = 9;
/// The fewest columns for what it is about beside what was promised or tried, with a card that says all
/// of it and without one.
const ABOUT: (usize, usize) = (8, 12);

/// The columns all rows of the list have in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowColumns {
    width: usize,
    name: usize,
    more: usize,
    quote: bool,
    knows: usize,
}

impl RowColumns {
    /// The columns of a list: the names have the room the longest needs, up to a share of the row.
    pub(super) fn of(app: &App, width: usize) -> Self {
        let rows = || app.today.rows.iter().map(|(_, entry)| entry);
        let staff = rows().filter_map(|e| e.knows.best_known().map(display_width));
        let staff = staff.max().map_or(0, |longest| (longest + 1).min(11));
        let knows = if width >= 100 { staff } else { 0 };
        let longest = rows().map(|e| display_width(&e.customer.name) + 1).max();
        let share = width.saturating_sub(WHEN + MARK + knows) * 2 / 5;
        let name = longest.unwrap_or(0).clamp(7, 27).min(share.max(7));
        let more = rows().map(|e| more(app, e).len() + 1).max().unwrap_or(0);
        Self {
            width,
            name,
            more: if more > 1 { more } else { 0 },
            quote: width >= 66,
            knows,
        }
    }

    /// One customer's row.
    pub(super) fn row(self, app: &App, entry: &CustomerSummary, selected: bool) -> Line<'static> {
        let (standing, since) = entry.stand(app.now, &app.rules);
        let rung = entry.claimed_elsewhere(app.sitting).map(Claim::short);
        let dimmed = match &rung {
            Some(_) => Some("ringing".to_owned()),
            None => entry.why_not_callable(app.now, &app.rules).map(|d| d.short),
        };
        let style = |style: Style| {
            if dimmed.is_some() {
                theme::DIMMED
            } else {
                style
            }
        };
        let text = style(theme::PLAIN);
        let urgent = entry.urgent(app.now);
        let (when, when_style) = when(app, standing, since, urgent);
        let about = rung.unwrap_or_else(|| urgent.map(|f| f.about.clone()).unwrap_or_default());
        // A promise that the first column tells of is said twice only where there is room.
        let told = standing == Standing::Promise && dimmed.is_none();
        let name = &entry.customer.name;
        let more = more(app, entry);
        let own = self.name + self.more - self.more_width(&more);
        let missing = (display_width(name) + 1).saturating_sub(own);
        let matter = self.matter(app, urgent, (&about, missing), told);
        let [who, about_width] = shared([name, &about], [own, matter.about]);
        let known = entry.knows.best_known().unwrap_or_default();
        let cells = vec![
            Span::styled(
                column(dimmed.as_deref().unwrap_or(&when), WHEN),
                style(when_style),
            ),
            Span::styled(column(name, who), text),
            Span::styled(column(&more, self.more_width(&more)), text),
            Span::styled(column(&about, about_width), text),
            Span::styled(matter.tail.shown(), style(matter.tail.style)),
            Span::styled(matter.quote, text),
            Span::styled(cell(&matter.mark, matter.marked), style(matter.mark_style)),
            Span::styled(column(known, self.knows), text),
        ];
        line(cells, selected)
    }

    /// The width for how many more things there are; where there are none, the name has it.
    const fn more_width(self, more: &str) -> usize {
        if more.is_empty() { 0 } else { self.more }
    }

    /// What a row says of its most urgent follow-up, in the room that the other columns leave, so many of
    /// which the name is missing; `told` where the first column tells of the promise.
    fn matter(
        self,
        app: &App,
        urgent: Option<&FollowUp>,
        (about, missing): (&str, usize),
        told: bool,
    ) -> RowMatter {
        let quote = urgent.and_then(|f| f.quote).filter(|_| self.quote);
        let quote = quote.map(|q| format!("{} ", app.rules.currency.show_within(q, 8)));
        let quote = quote.unwrap_or_default();
        let promise = urgent.and_then(FollowUp::promise_open);
        let tries = urgent.map_or(0, |f| f.attempts);
        let mut tries = (tries > 0).then(|| format!("{} try", ordinal(tries + 1)));
        let (mut mark, mut mark_style) = mark(urgent);
        if mark.is_empty() && promise.is_none() {
            mark = tries.take().unwrap_or_default();
        }
        let edges = 1 + WHEN + self.name + self.more + self.knows;
        let room = self.width.saturating_sub(edges + display_width(&quote));
        // The prices stand under each other, marked or not.
        let mut marked = if mark.is_empty() && quote.is_empty() {
            0
        } else {
            MARK
        };
        let beside = |marked: usize| {
            let room = room.saturating_sub(marked + missing);
            let least = if self.quote { ABOUT.0 } else { ABOUT.1 };
            let least = (!told).then_some(least);
            fitting(app, about, promise, tries.as_ref(), (room, least))
        };
        let mut tail = beside(marked);
        let needed = display_width(about) + 1 + missing;
        if mark.is_empty() && needed + marked + tail.width() > room {
            // Nothing is cut beside a mark that is blank.
            (marked, tail) = (0, beside(0));
        }
        let unsaid = mark.is_empty() && tail.words.is_empty() && !told;
        if let Some(by) = promise.filter(|_| unsaid) {
            // There is no room for what was promised: that something was is said all the same.
            (mark, mark_style) = ("promise".to_owned(), theme::of_promise(by, app.now));
            (marked, tail) = (MARK, beside(MARK));
        }
        if needed + marked + tail.width() > room {
            // What would be cut has the blanks behind the mark.
            marked = marked.min(display_width(&mark) + 1);
        }
        RowMatter {
            about: room.saturating_sub(marked + tail.width()),
            tail,
            quote,
            mark,
            mark_style,
            marked,
        }
    }
}

/// What a row says of its most urgent follow-up, and how wide.
#[derive(Debug)]
struct RowMatter {
    /// The width of what it is about.
    about: usize,
    tail: RowTail,
    quote: String,
    mark: String,
    mark_style: Style,
    /// The width of the mark.
    marked: usize,
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
}

impl RowTail {
    /// Its width with the blank behind it.
    fn width(&self) -> usize {
        match display_width(&self.words) {
            0 => 0,
            words => words + 1,
        }
    }

    fn shown(&self) -> String {
        if self.words.is_empty() {
            String::new()
        } else {
            format!("{} ", self.words)
        }
    }
}

/// The longest words beside which what it is about has room; the shortest of a promise, where it has to
/// be cut in any case and keeps the least width; none, where there is no such width.
fn fitting(
    app: &App,
    about: &str,
    promise: Option<DateTime<Utc>>,
    tries: Option<&String>,
    (room, least): (usize, Option<usize>),
) -> RowTail {
    let promised = promise.map(|by| promise_tails(app, by)).unwrap_or_default();
    let style = promise.map_or(theme::PLAIN, |by| theme::of_promise(by, app.now));
    let of = |words: String| RowTail { words, style };
    let mut tails: Vec<RowTail> = Vec::new();
    if let (Some(longest), Some(tries)) = (promised.first(), tries) {
        tails.push(of(format!("{longest}  {tries}")));
    }
    tails.extend(promised.into_iter().map(of));
    if let (None, Some(tries)) = (promise, tries) {
        tails.push(of(tries.clone()));
    }
    let whole = |tail: &&RowTail| display_width(about) + 1 + tail.width() <= room;
    let cut = |tail: &&RowTail| least.is_some_and(|least| least + 1 + tail.width() <= room);
    let found = tails.iter().find(whole);
    // Which try it is stands on the card too: nothing is cut for that.
    let promised = promise.and(tails.last());
    found.or(promised.filter(cut)).cloned().unwrap_or_default()
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
