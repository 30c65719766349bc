//! The words of a time phrase, each for itself: units, weekdays, months, parts of the day.

use chrono::Weekday;

use super::token::Token;

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
    /// A day from Monday to Friday that is no holiday.
    WorkingDay,
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
                || matches!(
                    *w,
                    "am" | "pm" | "a" | "p" | "oclock" | "ish" | "past" | "to" | "until"
                )
        }
        Some(Token::Dash) => true,
        _ => false,
    }
}

/// A year after a date, and how many tokens it took. One of two figures may be an hour as well, and
/// what is no year within reach may be a time: `24 dec 1630`.
pub(super) fn year(after: &[Token<'_>]) -> (Option<i64>, usize) {
    match *after {
        [Token::Number(y, 4), ..] => {
            let within = (1900..=2200).contains(&y);
            let time = y / 100 < 24 && y % 100 < 60;
            if time && !within {
                (None, 0)
            } else {
                (Some(y), 1)
            }
        }
        [Token::Number(1..=23, 2), ..] => (None, 0),
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
        "workingday" | "workingdays" => TimeUnit::WorkingDay,
        _ => return None,
    })
}

pub(super) fn period(word: &str) -> Option<CalendarPeriod> {
    match word {
        "week" | "wk" => Some(CalendarPeriod::Week),
        "month" | "mth" => Some(CalendarPeriod::Month),
        "year" | "yr" => Some(CalendarPeriod::Year),
        _ => None,
    }
}

pub(super) fn part(word: &str) -> Option<DayPartWord> {
    match word {
        "morning" => Some(DayPartWord::Morning),
        "afternoon" => Some(DayPartWord::Afternoon),
        "evening" | "eve" | "night" => Some(DayPartWord::Evening),
        _ => None,
    }
}

/// Any beginning of a weekday's name of two letters or more.
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
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "ninety" => 90,
        _ => return None,
    })
}

/// The days of the month people write in words; “twenty first” is put together elsewhere.
pub(super) fn ordinal(text: &str) -> Option<i64> {
    let words = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    let found = (1..).zip(words).find(|(_, word)| *word == text);
    match text {
        "thirtieth" => Some(30),
        _ => found.map(|(n, _)| n),
    }
}
