//! Time phrases, with the instants worked out by hand.

#![expect(
    clippy::print_stdout,
    clippy::too_many_lines,
    reason = "measured agreement is told; a table is as long as it is"
)]

use chrono::{NaiveDateTime, Timelike};
use chrono_tz::Tz;
use proptest::prelude::*;

use super::*;
use crate::domain::samples;

mod cases;
mod clerk_phrases;
mod purposes;
mod siblings;

const SAMPLES: &str = "phrases.json";

fn london() -> Calendar {
    Calendar {
        zone: Tz::Europe__London,
        ..Calendar::default()
    }
}

fn instant(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

/// Sunday 22 November 2026, 10:42 in London.
fn sunday() -> DateTime<Utc> {
    instant("2026-11-22T10:42:00Z")
}

fn reader(calendar: &Calendar, now: DateTime<Utc>) -> TimePhraseParser<'_> {
    TimePhraseParser {
        now,
        calendar,
        order: DateOrder::DayFirst,
    }
}

fn heard(
    phrase: &str,
    now: DateTime<Utc>,
    order: DateOrder,
) -> Result<ParsedTime, TimePhraseError> {
    let calendar = london();
    let reader = TimePhraseParser {
        now,
        calendar: &calendar,
        order,
    };
    reader.read(phrase)
}

/// A reading as local date and time, with `*` where no time was named.
fn shown(phrase: &str, now: DateTime<Utc>) -> String {
    match heard(phrase, now, DateOrder::DayFirst) {
        Ok(when) => {
            let star = if when.timed { "" } else { "*" };
            format!("{}{star}", london().local(when.at).format("%Y-%m-%d %H:%M"))
        }
        Err(error) => error.to_string(),
    }
}

fn check(now: DateTime<Utc>, table: &[(&str, &str)]) {
    for (phrase, expected) in table {
        assert_eq!(shown(phrase, now), *expected, "{phrase:?}");
    }
}

#[test]
fn a_phrase_of_a_thousand_words_is_no_time() {
    let said = shown(&"7 ".repeat(1_000), sunday());
    assert!(said.contains("is not understood"), "{said}");
    assert!(said.len() < 400, "{said}");
}

#[test]
fn the_phrases_of_the_contract_are_understood() {
    check(
        sunday(),
        &[
            ("now", "2026-11-22 10:42"),
            ("today 16:00", "2026-11-22 16:00"),
            ("tomorrow", "2026-11-23 08:30*"),
            ("tomorrow 9am", "2026-11-23 09:00"),
            ("fri", "2026-11-27 08:30*"),
            ("next tuesday 2pm", "2026-11-24 14:00"),
            ("in 3 days", "2026-11-25 08:30*"),
            ("in 2 hours", "2026-11-22 12:42"),
            ("3d", "2026-11-25 08:30*"),
            ("2h", "2026-11-22 12:42"),
            ("1w", "2026-11-29 08:30*"),
            ("24/12", "2026-12-24 08:30*"),
            ("24 dec 10:30", "2026-12-24 10:30"),
            ("2026-12-24", "2026-12-24 08:30*"),
            ("2026-12-24 10:30", "2026-12-24 10:30"),
            ("end of month", "2026-11-30 08:30*"),
            ("morning", "2026-11-23 08:30"),
            ("tomorrow afternoon", "2026-11-23 14:00"),
            ("-1d", "2026-11-21 09:00*"),
        ],
    );
}

#[test]
fn times_of_day_are_understood_however_they_are_written() {
    check(
        sunday(),
        &[
            ("4pm", "2026-11-22 16:00"),
            ("4 PM", "2026-11-22 16:00"),
            ("4 p.m.", "2026-11-22 16:00"),
            ("4.30 p.m.", "2026-11-22 16:30"),
            ("9:00am", "2026-11-23 09:00"),
            ("at 4", "2026-11-22 16:00"),
            ("by four", "2026-11-22 16:00"),
            ("at 10", "2026-11-23 10:00"),
            ("at 12", "2026-11-22 12:00"),
            ("at 16", "2026-11-22 16:00"),
            ("4 o'clock", "2026-11-22 16:00"),
            ("16.30", "2026-11-22 16:30"),
            ("16h30", "2026-11-22 16:30"),
            ("at 16h", "2026-11-22 16:00"),
            ("04:30", "2026-11-23 04:30"),
            ("9:30", "2026-11-23 09:30"),
            ("10:42", "2026-11-22 10:42"),
            ("10:41", "2026-11-23 10:41"),
            ("12am", "2026-11-23 00:00"),
            ("12pm", "2026-11-22 12:00"),
            ("noon", "2026-11-22 12:00"),
            ("midday tomorrow", "2026-11-23 12:00"),
            ("midnight", "2026-11-23 00:00"),
            ("half past 3", "2026-11-22 15:30"),
            ("quarter past 3", "2026-11-22 15:15"),
            ("quarter to 4", "2026-11-22 15:45"),
            ("half past 12", "2026-11-22 12:30"),
            ("20 past 3", "2026-11-22 15:20"),
            ("five to five pm", "2026-11-22 16:55"),
            ("tonight", "2026-11-22 17:00"),
            ("tonight at 8", "2026-11-22 20:00"),
            ("this afternoon", "2026-11-22 14:00"),
            ("this afternoon at 3", "2026-11-22 15:00"),
            ("in the morning", "2026-11-23 08:30"),
            ("4 in the afternoon", "2026-11-22 16:00"),
            ("tomorrow morning 9.15", "2026-11-23 09:15"),
            ("evening", "2026-11-22 17:00"),
            ("eod", "2026-11-22 17:30"),
            ("end of the day", "2026-11-22 17:30"),
            ("tomorrow eod", "2026-11-23 17:30"),
            ("this morning", "2026-11-22 08:30"),
        ],
    );
}

#[test]
fn days_are_understood_by_name() {
    check(
        sunday(),
        &[
            ("today", "2026-11-22 10:42*"),
            ("yesterday", "2026-11-21 09:00*"),
            ("day after tomorrow", "2026-11-24 08:30*"),
            ("the day after tomorrow at 5pm", "2026-11-24 17:00"),
            ("sun", "2026-11-29 08:30*"),
            ("sunday", "2026-11-29 08:30*"),
            ("f", "2026-11-27 08:30*"),
            ("m", "2026-11-23 08:30*"),
            ("w", "2026-11-25 08:30*"),
            ("th", "2026-11-26 08:30*"),
            ("weds", "2026-11-25 08:30*"),
            ("on friday", "2026-11-27 08:30*"),
            ("by friday 4pm", "2026-11-27 16:00"),
            ("2pm fri", "2026-11-27 14:00"),
            ("this friday", "2026-11-20 08:30*"),
            ("this sunday", "2026-11-22 10:42*"),
            ("next friday", "2026-11-27 08:30*"),
            ("next sunday", "2026-11-29 08:30*"),
            ("last friday", "2026-11-20 08:30*"),
            ("last sunday", "2026-11-15 08:30*"),
            ("saturday", "2026-11-28 09:00*"),
            ("next week", "2026-11-23 08:30*"),
            ("next month", "2026-12-01 08:30*"),
            // The week's work is done on a Sunday: the next one's end is meant.
            ("end of week", "2026-11-27 08:30*"),
            ("end of next week", "2026-11-27 08:30*"),
            ("end of next month", "2026-12-31 08:30*"),
            ("end of the year", "2026-12-31 08:30*"),
            ("Tomorrow, 9am", "2026-11-23 09:00"),
            ("FRI., 16:00", "2026-11-27 16:00"),
        ],
    );
}

#[test]
fn dates_are_understood_in_figures_and_by_name() {
    check(
        sunday(),
        &[
            ("24.12.", "2026-12-24 08:30*"),
            ("24.12.2026", "2026-12-24 08:30*"),
            ("24.12", "2026-12-24 08:30*"),
            ("24/12/26", "2026-12-24 08:30*"),
            ("24-12-2026", "2026-12-24 08:30*"),
            ("24.12. 9:30", "2026-12-24 09:30"),
            ("24.12 16.30", "two dots"),
            ("21/11", "2027-11-21 08:30*"),
            ("22/11", "2026-11-22 10:42*"),
            ("1 jan", "2027-01-01 08:30*"),
            ("Aug 8", "2027-08-08 08:30*"),
            ("3rd march", "2027-03-03 08:30*"),
            ("the 3rd of March", "2027-03-03 08:30*"),
            ("24dec", "2026-12-24 08:30*"),
            ("thu 24 dec", "2026-12-24 08:30*"),
            ("1-Dec-26", "2026-12-01 08:30*"),
            ("1-Dec-2026 10:30", "2026-12-01 10:30"),
            ("24/dec/26", "2026-12-24 08:30*"),
            ("Thu 24 Dec 2026 at 4pm", "2026-12-24 16:00"),
            ("10:30 24 dec", "2026-12-24 10:30"),
            ("August 5th 12:00 pm", "2027-08-05 12:00"),
            ("April 14, 2015", "2015-04-14 08:30*"),
            ("14th April 2015", "2015-04-14 08:30*"),
            ("14-Apr-15", "2015-04-14 08:30*"),
            ("14th April 30", "2030-04-14 08:30*"),
            ("5 august 5pm", "2027-08-05 17:00"),
            ("on the 24th", "2026-11-24 08:30*"),
            ("21st", "2026-12-21 08:30*"),
            ("2020-01-01", "2020-01-01 08:30*"),
            ("2026-12-24T10:30", "2026-12-24 10:30"),
            ("2026-12-24T10:30:59", "2026-12-24 10:30"),
            ("2026-12-24T10:30:00+02:00", "2026-12-24 08:30"),
            ("2026-07-01T10:30Z", "2026-07-01 11:30"),
            ("٢٠٢٦-١٢-٢٤", "2026-12-24 08:30*"),
        ]
        .map(|(p, e)| if e == "two dots" { (p, DOTS) } else { (p, e) }),
    );
}

const DOTS: &str = "“24.12 16.30”: “24.12 16.30” is not understood; write it as tomorrow 9am, fri, \
    in 2 hours, 3d or 22 Dec 10:30";

#[test]
fn amounts_of_time_are_understood() {
    check(
        sunday(),
        &[
            ("fortnight", "2026-12-06 08:30*"),
            ("a week", "2026-11-29 08:30*"),
            ("an hour", "2026-11-22 11:42"),
            ("half an hour", "2026-11-22 11:12"),
            ("an hour and a half", "2026-11-22 12:12"),
            ("in one minute", "2026-11-22 10:43"),
            ("5m", "2026-11-22 10:47"),
            ("1h30m", "2026-11-22 12:12"),
            ("2 hours and 15 minutes", "2026-11-22 12:57"),
            ("1 month", "2026-12-22 08:30*"),
            ("6 months", "2027-05-22 09:00*"),
            ("within 3 days", "2026-11-25 08:30*"),
            ("5 days from now", "2026-11-27 08:30*"),
            ("in 3 days' time", "2026-11-25 08:30*"),
            ("in 3 days at 4pm", "2026-11-25 16:00"),
            ("3 days ago", "2026-11-19 08:30*"),
            ("2 hours ago", "2026-11-22 08:42"),
            ("-90m", "2026-11-22 09:12"),
            ("+2h", "2026-11-22 12:42"),
            ("in 15h", "2026-11-23 01:42"),
            ("15 hours", "2026-11-23 01:42"),
            ("24h", "2026-11-23 10:42"),
            ("a couple of days", "2026-11-24 08:30*"),
            ("1 day 2 hours", "2026-11-23 12:42"),
            ("0d", "2026-11-22 10:42*"),
        ],
    );
    check(
        instant("2027-01-31T12:00:00Z"),
        &[("1 month", "2027-02-28 08:30*")],
    );
    check(
        instant("2028-01-31T12:00:00Z"),
        &[
            ("1 month", "2028-02-29 08:30*"),
            ("1 year", "2029-01-31 08:30*"),
        ],
    );
    check(
        instant("2028-02-29T12:00:00Z"),
        &[
            ("1 year", "2029-02-28 08:30*"),
            ("29 feb", "2028-02-29 12:00*"),
        ],
    );
}

#[test]
fn the_clock_change_in_spring_skips_an_hour_and_loses_none() {
    let eve = instant("2026-03-28T12:00:00Z");
    check(
        eve,
        &[
            ("tomorrow 01:30", "2026-03-29 02:00"),
            ("tomorrow 9am", "2026-03-29 09:00"),
            ("in 24 hours", "2026-03-29 13:00"),
            ("1d", "2026-03-29 08:30*"),
            ("1 day 2 hours", "2026-03-29 14:00"),
        ],
    );
    check(
        instant("2026-03-29T00:30:00Z"),
        &[
            ("in 1 hour", "2026-03-29 02:30"),
            ("now", "2026-03-29 00:30"),
        ],
    );
}

#[test]
fn the_clock_change_in_autumn_means_the_first_of_two_hours() {
    let eve = instant("2026-10-24T11:00:00Z");
    check(
        eve,
        &[
            ("tomorrow 01:30", "2026-10-25 01:30"),
            ("in 24 hours", "2026-10-25 11:00"),
        ],
    );
    let at = heard("tomorrow 01:30", eve, DateOrder::DayFirst)
        .unwrap()
        .at;
    assert_eq!(at, instant("2026-10-25T00:30:00Z"));
    // At the second 01:10 the first 01:30 is over: tomorrow's is meant.
    check(
        instant("2026-10-25T01:10:00Z"),
        &[("01:30", "2026-10-26 01:30"), ("30m", "2026-10-25 01:40")],
    );
}

#[test]
fn what_two_people_would_read_differently_is_refused_with_both_readings() {
    check(
        sunday(),
        &[
            (
                "15h",
                "“15h” can be read as 15:00 or in 15 hours: write the one you mean",
            ),
            (
                "at 8",
                "“at 8” can be read as tomorrow 08:00 or today 20:00: write the one you mean",
            ),
            (
                "14th April 15",
                "“14th April 15” can be read as Wed 14 Apr 2027 15:00 or 14 Apr 2015: write the one you mean",
            ),
            (
                "fri 7:30",
                "“fri 7:30” can be read as Fri 27 Nov 07:30 or Fri 27 Nov 19:30: write the one you mean",
            ),
            (
                "99999999999",
                "“99999999999”: “99999999999” is not understood; write it as tomorrow 9am, fri, in 2 hours, 3d or 22 Dec 10:30",
            ),
            (
                "10.12",
                "“10.12” can be read as 10:12 or 10 Dec: write the one you mean",
            ),
            (
                "1h30",
                "“1h30” can be read as 01:30 or in 1h30m: write the one you mean",
            ),
            (
                "fri midnight",
                "“fri midnight” can be read as Fri 27 Nov 00:00 or Sat 28 Nov 00:00: write the one you mean",
            ),
        ],
    );
}

#[test]
fn what_is_wrong_is_refused_in_words() {
    check(
        sunday(),
        &[
            (
                "",
                "no time given: write it as tomorrow 9am, fri, in 2 hours, 3d or 22 Dec 10:30",
            ),
            (
                "soon",
                "“soon”: “soon” is not understood; write it as tomorrow 9am, fri, in 2 hours, 3d or 22 Dec 10:30",
            ),
            (
                "29 feb",
                "“29 feb” reads as 29 February 2027, and there is no such date",
            ),
            (
                "31/11",
                "“31/11” reads as 31 November 2026, and there is no such date",
            ),
            (
                "12/24",
                "“12/24” reads as day 12 of month 24, and there is no such date: the day stands first here, so write 24/12",
            ),
            (
                "2026-13-01",
                "“2026-13-01” reads as day 1 of month 13, and there is no such date",
            ),
            (
                "tomorrow 25:00",
                "“tomorrow 25:00”: 25:00 is not a time; write it as 16:30, 4:30pm or 4pm",
            ),
            (
                "13pm",
                "“13pm”: 13:00 pm is not a time; write it as 16:30, 4:30pm or 4pm",
            ),
            (
                "fri sat",
                "“fri sat” names more than one day: give one day and at most one time, as fri 16:00",
            ),
            (
                "tomorrow 24/12",
                "“tomorrow 24/12” names more than one day: give one day and at most one time, as fri 16:00",
            ),
            (
                "4pm 5pm",
                "“4pm 5pm” names more than one time: give one day and at most one time, as fri 16:00",
            ),
            (
                "in 2 hours 4pm",
                "“in 2 hours 4pm” names more than one time: give one day and at most one time, as fri 16:00",
            ),
            (
                "2pm morning",
                "“2pm morning” names more than one time: give one day and at most one time, as fri 16:00",
            ),
            (
                "fri 24 dec",
                "“fri 24 dec”: 24 Dec 2026 is a Thursday; give one or the other",
            ),
            (
                "4",
                "“4” is not enough: say what 4 stands for, as 4am, 4pm, 4 Dec or in 4 days",
            ),
            (
                "dec",
                "“dec” is not enough: say which day of the month, as 22 Dec 10:30",
            ),
            (
                "999999d",
                "“999999d” is too far away: dates from 1900 to 2200 are understood",
            ),
            (
                "2500-01-01",
                "“2500-01-01” is too far away: dates from 1900 to 2200 are understood",
            ),
        ],
    );
    let odd = [
        "in",
        "on",
        "at",
        "the",
        "-",
        "next",
        "end of",
        "in friday",
        "in 3 days ago",
        "99999999999999999999d",
        "now 4pm",
        "tomorrow in 2 days",
        "1e9d",
        "5",
        "2h2h2h now",
        "a",
        "this",
        "3.5 days",
        "2026-12-24T",
        "2026-12",
        "half",
        "friday week week",
        "24 dec 24 dec",
        "9pm am",
    ];
    for phrase in odd {
        assert!(
            heard(phrase, sunday(), DateOrder::DayFirst).is_err(),
            "{phrase:?} gave {}",
            shown(phrase, sunday())
        );
    }
}

#[test]
fn the_region_says_whether_day_or_month_stands_first() {
    let local = |phrase: &str| {
        heard(phrase, sunday(), DateOrder::MonthFirst).map(|w| london().date(w.at).to_string())
    };
    assert_eq!(local("12/24").unwrap(), "2026-12-24");
    assert_eq!(local("8/9/2027").unwrap(), "2027-08-09");
    assert_eq!(
        local("24/12").unwrap_err().to_string(),
        "“24/12” reads as day 12 of month 24, and there is no such date: the month stands first here, so write 12/24"
    );
    assert_eq!(DateOrder::of_region("us"), DateOrder::MonthFirst);
    assert_eq!(DateOrder::of_region("GB"), DateOrder::DayFirst);
}

#[test]
fn what_is_past_is_refused_where_only_the_future_makes_sense() {
    let calendar = london();
    let reader = TimePhraseParser {
        now: sunday(),
        calendar: &calendar,
        order: DateOrder::DayFirst,
    };
    let refused = |phrase: &str| reader.read_rest(phrase).unwrap_err().to_string();
    assert_eq!(
        refused("today 9am"),
        "“today 9am” means today 09:00, which is in the past; give a later time"
    );
    assert_eq!(
        refused("2020-01-01"),
        "“2020-01-01” means Wed 1 Jan 2020 08:30, which is in the past; give a later time"
    );
    for phrase in [
        "-1d",
        "yesterday",
        "3 days ago",
        "last friday",
        "this morning",
    ] {
        refused(phrase);
    }
    for phrase in ["now", "9am", "tomorrow"] {
        assert!(reader.read_rest(phrase).is_ok(), "{phrase}");
    }
}

#[test]
fn a_reading_is_spoken_as_the_shop_would_say_it() {
    let say = |at: &str| spoken(instant(at), sunday(), &london());
    assert_eq!(say("2026-11-22T16:00:00Z"), "today 16:00");
    assert_eq!(say("2026-11-23T09:00:00Z"), "tomorrow 09:00");
    assert_eq!(say("2026-11-21T09:00:00Z"), "yesterday 09:00");
    assert_eq!(say("2026-11-27T16:00:00Z"), "Fri 27 Nov 16:00");
    assert_eq!(say("2027-07-02T08:00:00Z"), "Fri 2 Jul 2027 09:00");
}

/// Rows refused on purpose: `15h` is 15:00 to one and in fifteen hours to another.
const REFUSED: [&str; 1] = ["15h"];

#[test]
fn phrases_are_read_as_other_parsers_tests_expect() {
    let rows: Vec<serde_json::Value> = serde_json::from_str(samples::read(SAMPLES)).unwrap();
    let calendar = Calendar::default();
    let (mut agree, mut refused, mut later) = (0, Vec::new(), 0);
    for row in &rows {
        let text = |key: &str| row.get(key).and_then(|v| v.as_str()).unwrap();
        let naive = |key: &str| text(key).parse::<NaiveDateTime>().unwrap().and_utc();
        let phrase = text("phrase");
        let (now, expected) = (naive("ref"), naive("expected"));
        let reader = TimePhraseParser {
            now,
            calendar: &calendar,
            order: DateOrder::DayFirst,
        };
        match reader.read(phrase) {
            Err(error) => refused.push((phrase, error)),
            Ok(when) if when.timed => {
                let whole = |t: DateTime<Utc>| t.with_second(0).unwrap();
                if whole(when.at) == whole(expected) {
                    agree += 1;
                } else {
                    // A time alone that has passed is tomorrow's here.
                    println!("differs: {row} {when:?}");
                    later += 1;
                }
            }
            Ok(when) if when.at.date_naive() == expected.date_naive() => agree += 1,
            Ok(when) => {
                println!("differs: {row} {when:?}");
                later += 1;
            }
        }
    }
    println!(
        "{agree} of {} agree, refused {refused:?}, differ {later}",
        rows.len()
    );
    assert!(refused.iter().all(|(phrase, _)| REFUSED.contains(phrase)));
    assert_eq!((agree, later), (rows.len() - refused.len(), 0));
}

const WORDS: [&str; 114] = [
    "weekend",
    "lunch",
    "after",
    "before",
    "until",
    "between",
    "from",
    "onwards",
    "half",
    "few",
    "couple",
    "working",
    "thing",
    "first",
    "eod",
    "noon",
    "ish",
    "this",
    "time",
    "tomoz",
    "wensday",
    "christmas",
    "10",
    "12",
    "5",
    "9",
    "930",
    "1630",
    "9-11",
    "2-4",
    "fri 4",
    "30",
    "29th",
    "2pm",
    "@4",
    "1.5h",
    "-",
    "coming",
    "later",
    "night",
    "now",
    "today",
    "tomorrow",
    "yesterday",
    "tonight",
    "morning",
    "afternoon",
    "evening",
    "noon",
    "midnight",
    "mon",
    "tuesday",
    "fri",
    "next",
    "last",
    "this",
    "in",
    "within",
    "at",
    "by",
    "on",
    "the",
    "of",
    "end",
    "start",
    "week",
    "month",
    "year",
    "day",
    "days",
    "hours",
    "h",
    "m",
    "d",
    "ago",
    "from",
    "half",
    "quarter",
    "past",
    "to",
    "a",
    "an",
    "and",
    "time",
    "3",
    "15",
    "999999999",
    "99999999999999999999",
    "0",
    "24",
    "31",
    "2026",
    "3d",
    "15h",
    "16h30",
    "4pm",
    "am",
    "pm",
    "at 4",
    "24/12",
    "31/11",
    "24.12",
    "10.12",
    "24.12.",
    "2026-12-24",
    "9999-99-99",
    "dec",
    "feb",
    "29",
    "3rd",
    "-",
    "+",
    "16:30",
    "25:61",
];

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = heard(&text, sunday(), DateOrder::DayFirst);
    }

    #[test]
    fn no_heap_of_time_words_makes_it_panic_or_leave_the_bounds(
        picks in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..7),
        glue in prop::sample::select(vec!["", " ", "-", ", ", "."]),
        now in -2_000_000_000_i64..7_000_000_000,
        month_first in any::<bool>(),
    ) {
        let now = DateTime::from_timestamp(now, 0).unwrap();
        let order = if month_first { DateOrder::MonthFirst } else { DateOrder::DayFirst };
        if let Ok(when) = heard(&picks.join(glue), now, order) {
            prop_assert!((1899..=2201).contains(&when.at.year()), "{:?}", when);
        }
    }

    #[test]
    fn no_heap_of_figures_and_signs_makes_it_panic(text in "[-+0-9:./hdmwtz ap'°٣]{0,24}") {
        let _ = heard(&text, sunday(), DateOrder::MonthFirst);
    }

    #[test]
    fn what_is_accepted_ahead_is_never_past(
        picks in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 1..5),
    ) {
        let calendar = london();
        let reader = TimePhraseParser { now: sunday(), calendar: &calendar, order: DateOrder::DayFirst };
        if let Ok(when) = reader.read_rest(&picks.join(" ")) {
            prop_assert!(when.at >= sunday());
        }
    }

    #[test]
    fn what_is_spoken_is_read_again(minutes in -2_000_000_i64..20_000_000) {
        let now = sunday();
        let at = now + chrono::Duration::minutes(minutes);
        let said = spoken(at, now, &london());
        let again = heard(&said, now, DateOrder::DayFirst).map(|w| spoken(w.at, now, &london()));
        prop_assert!(at < now || again == Ok(said.clone()), "{} gave {:?}", said, again);
    }
}
