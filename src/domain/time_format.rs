//! Instants and stretches of time as the shop says them.
//!
//! Owns wording only; reading what people type is `when`'s.

use chrono::{DateTime, Datelike, Days, Utc};

use super::hours::Calendar;

/// An instant with its time of day: "today 16:00", "tomorrow 09:00", "Fri 27 Nov 16:00", with
/// the year where it is another one.
#[must_use]
pub fn spoken(at: DateTime<Utc>, now: DateTime<Utc>, calendar: &Calendar) -> String {
    format!(
        "{} {}",
        near_day(at, now, calendar),
        calendar.local(at).format("%H:%M")
    )
}

/// An instant with its time of day before a day that is near: "16:00 today", "09:00 tomorrow",
/// "Fri 27 Nov 16:00".
#[must_use]
pub fn clock_and_day(at: DateTime<Utc>, now: DateTime<Utc>, calendar: &Calendar) -> String {
    let clock = calendar.local(at).format("%H:%M");
    match near_word(at, now, calendar) {
        Some(day) => format!("{clock} {day}"),
        None => format!("{} {clock}", spoken_day(at, now, calendar)),
    }
}

/// By when a customer was promised to hear, or that the promise was missed: "promised by 16:00",
/// "promise missed 09:18 yesterday", "promised by Fri 27 Nov 16:00".
#[must_use]
pub fn promise_words(by: DateTime<Utc>, now: DateTime<Utc>, calendar: &Calendar) -> String {
    let at = if calendar.date(by) == calendar.date(now) {
        calendar.local(by).format("%H:%M").to_string()
    } else {
        clock_and_day(by, now, calendar)
    };
    if by < now {
        format!("promise missed {at}")
    } else {
        format!("promised by {at}")
    }
}

/// How far off a promise is: "in 18 min", "12 min late", "now".
#[must_use]
pub fn promise_distance(by: DateTime<Utc>, now: DateTime<Utc>) -> String {
    match (by - now).num_minutes() {
        0 => "now".to_owned(),
        minutes @ 1.. => format!("in {}", stretch(minutes)),
        minutes => format!("{} late", stretch(minutes)),
    }
}

/// The day of an instant: "Fri 27 Nov", with the year where it is another one.
#[must_use]
pub fn spoken_day(at: DateTime<Utc>, now: DateTime<Utc>, calendar: &Calendar) -> String {
    let local = calendar.local(at);
    if local.year() == calendar.local(now).year() {
        local.format("%a %-d %b").to_string()
    } else {
        local.format("%a %-d %b %Y").to_string()
    }
}

/// The day of an instant in few columns: "Fri 27 Nov", "28 Feb 2027" where it is in another year.
#[must_use]
pub fn short_day(at: DateTime<Utc>, now: DateTime<Utc>, calendar: &Calendar) -> String {
    let local = calendar.local(at);
    let same_year = local.year() == calendar.local(now).year();
    let how = if same_year { "%a %-d %b" } else { "%-d %b %Y" };
    local.format(how).to_string()
}

fn near_day(at: DateTime<Utc>, now: DateTime<Utc>, calendar: &Calendar) -> String {
    near_word(at, now, calendar).map_or_else(|| spoken_day(at, now, calendar), str::to_owned)
}

/// The word for the day of an instant, where it is today or the day before or after.
fn near_word(at: DateTime<Utc>, now: DateTime<Utc>, calendar: &Calendar) -> Option<&'static str> {
    let (day, today) = (calendar.date(at), calendar.date(now));
    if day == today {
        Some("today")
    } else if Some(day) == today.checked_add_days(Days::new(1)) {
        Some("tomorrow")
    } else if Some(day) == today.checked_sub_days(Days::new(1)) {
        Some("yesterday")
    } else {
        None
    }
}

/// A stretch of time in one unit, short enough for a column: "12 min", "2 h", "3 d", "2 y".
#[must_use]
pub fn stretch(minutes: i64) -> String {
    match minutes.abs() {
        m @ 0..60 => format!("{m} min"),
        m @ 60..1440 => format!("{} h", m / 60),
        m @ 1440..525_600 => format!("{} d", m / 1440),
        m => format!("{} y", m / 525_600),
    }
}

/// A stretch of time as a sentence would say it: "12 minutes", "1 hour", "3 days".
#[must_use]
pub fn stretch_long(minutes: i64) -> String {
    let (n, unit) = match minutes.abs() {
        m @ 0..60 => (m, "minute"),
        m @ 60..1440 => (m / 60, "hour"),
        m @ 1440..525_600 => (m / 1440, "day"),
        m => (m / 525_600, "year"),
    };
    format!("{n} {unit}{}", if n == 1 { "" } else { "s" })
}

/// "1st", "2nd", "3rd", "4th", … "11th", "21st".
#[must_use]
pub fn ordinal(n: i64) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

#[cfg(test)]
mod tests {
    use super::{clock_and_day, promise_distance, promise_words};
    use crate::domain::rules::Rules;

    #[test]
    fn a_promise_says_by_when_and_how_far_off_it_is_and_that_it_was_missed() {
        let calendar = Rules::default().calendar;
        let now = "2026-11-24T09:30:00Z".parse().unwrap();
        for (by, words, distance) in [
            ("2026-11-24T16:00:00Z", "promised by 16:00", "in 6 h"),
            ("2026-11-24T09:48:00Z", "promised by 09:48", "in 18 min"),
            ("2026-11-24T09:30:00Z", "promised by 09:30", "now"),
            (
                "2026-11-24T09:18:00Z",
                "promise missed 09:18",
                "12 min late",
            ),
            (
                "2026-11-23T12:00:00Z",
                "promise missed 12:00 yesterday",
                "21 h late",
            ),
            (
                "2026-11-27T17:30:00Z",
                "promised by Fri 27 Nov 17:30",
                "in 3 d",
            ),
        ] {
            let by = by.parse().unwrap();
            assert_eq!(promise_words(by, now, &calendar), words);
            assert_eq!(promise_distance(by, now), distance);
        }
    }

    #[test]
    fn the_clock_comes_before_a_day_that_is_near_and_after_a_date() {
        let calendar = Rules::default().calendar;
        let now = "2026-11-24T10:00:00Z".parse().unwrap();
        for (at, says) in [
            ("2026-11-24T16:00:00Z", "16:00 today"),
            ("2026-11-23T09:18:00Z", "09:18 yesterday"),
            ("2026-11-25T09:00:00Z", "09:00 tomorrow"),
            ("2026-11-27T09:00:00Z", "Fri 27 Nov 09:00"),
            ("2027-01-04T09:00:00Z", "Mon 4 Jan 2027 09:00"),
        ] {
            assert_eq!(clock_and_day(at.parse().unwrap(), now, &calendar), says);
        }
    }
}
