//! The month in the view of what is ahead: how many customers are due on each day, the chosen day.

use chrono::{Datelike, Days, NaiveDate};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use super::row::{cell, put_all, right};
use super::theme;
use crate::app::App;
use crate::app::action::Action;
use crate::app::month::week_begins;
use crate::domain::text::display_width;
use crate::domain::time_format::spoken_day;

/// The widths of a day's number and of its count.
const NUMBER: usize = 3;
const COUNT: usize = 5;
/// The width of both.
const DAY: u16 = 8;

/// The height of the month in a region of a height: the whole month, two weeks of it, one of them
/// without the names of its days, or none.
pub(super) const fn rows(of: u16) -> u16 {
    match of {
        16.. => 9,
        14.. => 4,
        10.. => 2,
        _ => 0,
    }
}

pub(super) fn render(frame: &mut Frame<'_>, area: Rect, app: &App) {
    if area.height == 0 {
        return;
    }
    let order = app.rules.order;
    let (first, weeks) = if area.height >= 9 {
        (app.month.first_drawn(order), 6)
    } else {
        (app.month.week(order), u64::from(area.height / 2))
    };
    let mut lines = Vec::new();
    if weeks == 6 {
        let title = app.month.day.format("%B %Y").to_string();
        let key = |action| app.keys.shown(action);
        let (back, on) = (key(Action::DayBefore), key(Action::DayAfter));
        let (before, after) = (key(Action::MonthBefore), key(Action::MonthAfter));
        let mut line = Line::styled(format!(" {title}"), theme::TITLE);
        let keys = format!("   {back} {on} day   {before} {after} month");
        if line.width() + display_width(&keys) < usize::from(area.width) {
            line = Line::from(vec![
                Span::styled(format!(" {title}"), theme::TITLE),
                Span::styled(keys, theme::QUIET),
            ]);
        }
        lines.push(line);
    }
    let begins = week_begins(order);
    // A narrow window shows the days it has room for, whole.
    let days = u64::from(area.width / DAY).min(7);
    let names = (0..days).map(|n| {
        let name = (0..n).fold(begins, |day, _| day.succ()).to_string();
        Span::styled(cell(&format!(" {name}"), NUMBER + COUNT), theme::LABEL)
    });
    if weeks > 1 {
        lines.push(names.collect());
    }
    for week in 0..weeks {
        let days = (0..days).map(|n| first + Days::new(week * 7 + n));
        lines.push(days.flat_map(|day| one(app, day)).collect());
    }
    lines.push(chosen(app));
    put_all(frame, area, &lines);
}

/// A day: its number and its count.
fn one(app: &App, day: NaiveDate) -> [Span<'static>; 2] {
    let today = app.rules.calendar.date(app.now);
    let n = waiting(app, day);
    let many = match n {
        0 => String::new(),
        1..=99 => format!("({n})"),
        _ => "(99+)".to_owned(),
    };
    let other = day.month() != app.month.day.month() || day < today;
    let plain = if other { theme::DIMMED } else { theme::PLAIN };
    let mut number = if day == today { theme::TITLE } else { plain };
    if !app.rules.calendar.is_open_day(day) && !other {
        number = theme::QUIET;
    }
    let mut count = if other { theme::DIMMED } else { busy(n) };
    if day == app.month.day {
        number = theme::SELECTED.add_modifier(Modifier::BOLD);
        count = theme::SELECTED;
    }
    [
        Span::styled(right(&day.day().to_string(), NUMBER), number),
        Span::styled(cell(&many, COUNT), count),
    ]
}

/// The style of a count: a busy day stands out.
const fn busy(n: i64) -> Style {
    match n {
        0 => theme::PLAIN,
        1..=9 => theme::TICK,
        10..=29 => theme::UNUSUAL,
        _ => theme::BROKEN,
    }
}

/// How many customers return to the list on a day; for today, how many there are to call.
fn waiting(app: &App, day: NaiveDate) -> i64 {
    let today = app.rules.calendar.date(app.now);
    if day == today {
        return app.totals.to_call;
    }
    let kept = app.month.waiting.get(&day).copied();
    kept.filter(|_| day > today).unwrap_or(0)
}

/// The chosen day, in words.
fn chosen(app: &App) -> Line<'static> {
    let day = app.month.day;
    let calendar = &app.rules.calendar;
    let at = calendar.at_minute(day, 12 * 60);
    let mut name = spoken_day(at, app.now, calendar);
    if let Some(first) = name.get(..1).map(str::to_uppercase) {
        name.replace_range(..1, &first);
    }
    let closed = if calendar.is_open_day(day) {
        ""
    } else {
        ", closed"
    };
    let n = waiting(app, day);
    let says = match n {
        0 => "nobody".to_owned(),
        1 => "1 customer".to_owned(),
        n => format!("{n} customers"),
    };
    Line::from(vec![
        Span::styled(format!(" {name}{closed}: "), theme::HEADING),
        Span::raw(says),
    ])
}
