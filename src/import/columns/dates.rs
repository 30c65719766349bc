//! Dates in figures, as a column of a file has them: in one order for the whole column, and as the day
//! numbers of a spreadsheet.
//!
//! Owns how such a cell is taken apart and written again without doubt (`2026-12-25`); which order a
//! column has is `survey`'s to find out. What a phrase of time means is the domain's.

use chrono::{Days, NaiveDate};

use crate::domain::text::{sanitize, truncate};
use crate::domain::time_phrase::DateOrder;

/// A column of dates, and the order its figures stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DateColumn {
    pub(crate) column: usize,
    pub(crate) order: DateOrder,
}

/// A date in figures: `12/25/2026`, `25.12.26 14:00`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FigureDate {
    first: u32,
    second: u32,
    year: i32,
    /// The time behind it.
    rest: String,
}

impl FigureDate {
    /// The date in an order, if it has one.
    pub(crate) fn in_order(&self, order: DateOrder) -> Option<NaiveDate> {
        let (day, month) = match order {
            DateOrder::DayFirst => (self.first, self.second),
            DateOrder::MonthFirst => (self.second, self.first),
        };
        NaiveDate::from_ymd_opt(self.year, month, day)
    }
}

/// Takes a date in figures apart; nothing where a cell is none.
pub(crate) fn read_figures(cell: &str) -> Option<FigureDate> {
    let cell = sanitize(cell);
    let (date, rest) = cell.split_once([' ', 'T']).unwrap_or((&cell, ""));
    let separator = date.chars().find(|c| !c.is_ascii_digit())?;
    if !['/', '.', '-'].contains(&separator) {
        return None;
    }
    let parts: Vec<&str> = date
        .split(separator)
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second, year] = parts.as_slice() else {
        return None;
    };
    let short = |part: &str| (1..=2).contains(&part.len());
    if !short(first) || !short(second) || !matches!(year.len(), 2 | 4) {
        return None;
    }
    let written: i32 = year.parse().ok()?;
    let year = if year.len() == 2 {
        2000 + written
    } else {
        written
    };
    Some(FigureDate {
        first: first.parse().ok()?,
        second: second.parse().ok()?,
        year,
        rest: rest.trim().to_owned(),
    })
}

/// The days a spreadsheet counts from 30 December 1899, between the years 2000 and 2100, with the time
/// as a fraction.
fn day_number(cell: &str) -> Option<(NaiveDate, Option<u32>)> {
    let cell = sanitize(cell);
    let (whole, fraction) = cell.split_once(['.', ',']).unwrap_or((&cell, ""));
    let figures = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.len() != 5 || !figures(whole) || !figures(fraction) {
        return None;
    }
    let days: u64 = whole
        .parse()
        .ok()
        .filter(|days| (36_526..73_051).contains(days))?;
    let date = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))?;
    // Six places of a day are a tenth of a second.
    let places: String = fraction.chars().chain("000000".chars()).take(6).collect();
    let millionths: u32 = places.parse().ok()?;
    let minutes = (u64::from(millionths) * 1_440 + 500_000) / 1_000_000;
    let minutes = u32::try_from(minutes)
        .ok()
        .filter(|minutes| (1..1_440).contains(minutes));
    Some((date, minutes))
}

/// A time of day behind a date: midnight is none, and seconds are left out.
fn time(rest: &str) -> String {
    let bare = rest.strip_suffix('Z').unwrap_or(rest);
    let parts: Vec<&str> = bare.split(':').collect();
    let zero = |part: &&str| part.chars().all(|c| matches!(c, '0' | '.'));
    match parts.as_slice() {
        all if all.iter().all(zero) => String::new(),
        [hour, minute, second] => {
            let half = second.split_once(' ').map_or("", |(_, half)| half);
            format!(" {hour}:{minute} {half}").trim_end().to_owned()
        }
        _ => format!(" {rest}"),
    }
}

/// A cell of a column of dates as it is read, and what is said of that.
pub(super) fn rewritten(columns: &[DateColumn], at: usize, cell: &str) -> (String, Option<String>) {
    if let Some((date, minutes)) = day_number(cell) {
        let time = minutes.map_or_else(String::new, |m| format!(" {:02}:{:02}", m / 60, m % 60));
        let said = format!(
            "“{}” is a spreadsheet's date number: read as {}{time}",
            truncate(&sanitize(cell), 20),
            date.format("%a %-d %b %Y")
        );
        return (format!("{date}{time}"), Some(said));
    }
    let order = columns.iter().find(|known| known.column == at);
    let date = order.and_then(|known| {
        let figures = read_figures(cell)?;
        Some((figures.in_order(known.order)?, figures.rest))
    });
    match date {
        Some((date, rest)) => (format!("{date}{}", time(&rest)), None),
        None => (cell.to_owned(), None),
    }
}
