//! The words of a time phrase, each for itself: units, weekdays, months, parts of the day.

use chrono::Weekday;

use super::tokens::Token;

/// A unit an amount is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeUnit {
    Minute,
    Hour,
    Day,
    Week,
    Fortnight,
    Month,
    Year,
}

/// A stretch of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CalendarPeriod {
    Week,
    Month,
    Year,
}

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayPartWord {
    Morning,
    Afternoon,
    Evening,
}

/// Whether what follows a number makes it something else than a bare hour, a day or a year.
pub(super) fn goes_on(after: &[Token<'_>]) -> bool {
    match after.first() {
        Some(Token::Word(w)) => {
            unit(w).is_some()
                || month(w).is_some()
                || matches!(*w, "am" | "pm" | "oclock" | "past" | "to")
        }
        _ => false,
    }
}

/// A year after a date, and how many tokens it took.
pub(super) fn year(after: &[Token<'_>]) -> (Option<i64>, usize) {
    match *after {
        [Token::Number(y, 4), ..] => (Some(y), 1),
        [Token::Number(y, 2), ref rest @ ..] if !goes_on(rest) => (Some(2000 + y), 1),
        _ => (None, 0),
    }
}

pub(super) fn unit(word: &str) -> Option<TimeUnit> {
    Some(match word {
        "m" | "min" | "mins" | "minute" | "minutes" => TimeUnit::Minute,
        "h" | "hr" | "hrs" | "hour" | "hours" => TimeUnit::Hour,
        "d" | "day" | "days" => TimeUnit::Day,
        "w" | "wk" | "wks" | "week" | "weeks" => TimeUnit::Week,
        "fortnight" | "fortnights" => TimeUnit::Fortnight,
        "mo" | "mth" | "mths" | "month" | "months" => TimeUnit::Month,
        "y" | "yr" | "yrs" | "year" | "years" => TimeUnit::Year,
        _ => return None,
    })
}

pub(super) fn period(word: &str) -> Option<CalendarPeriod> {
    match word {
        "week" => Some(CalendarPeriod::Week),
        "month" => Some(CalendarPeriod::Month),
        "year" => Some(CalendarPeriod::Year),
        _ => None,
    }
}

pub(super) fn part(word: &str) -> Option<DayPartWord> {
    match word {
        "morning" => Some(DayPartWord::Morning),
        "afternoon" => Some(DayPartWord::Afternoon),
        "evening" => Some(DayPartWord::Evening),
        _ => None,
    }
}

/// Any beginning of a weekday's name of two letters or more, and `weds`.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    let names = [
        ("monday", Weekday::Mon),
        ("tuesday", Weekday::Tue),
        ("wednesday", Weekday::Wed),
        ("thursday", Weekday::Thu),
        ("friday", Weekday::Fri),
        ("saturday", Weekday::Sat),
        ("sunday", Weekday::Sun),
    ];
    if word == "weds" {
        return Some(Weekday::Wed);
    }
    names
        .into_iter()
        .find(|(name, _)| word.len() >= 2 && name.starts_with(word))
        .map(|(_, weekday)| weekday)
}

/// Any beginning of a month's name of three letters or more, and `sept`; 1 is January.
pub(super) fn month(word: &str) -> Option<i64> {
    let names = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    (1..)
        .zip(names)
        .find(|(_, name)| word.len() >= 3 && name.starts_with(word))
        .map(|(number, _)| number)
}

/// The numbers people write in words.
pub(super) fn number(text: &str) -> Option<i64> {
    Some(match text {
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "fifteen" => 15,
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "sixty" => 60,
        "ninety" => 90,
        _ => return None,
    })
}
