//! The calendar: opening and calling hours, holidays, and both clock changes, by hand.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::{Calendar, DaySpan, WeekHours};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn time(text: &str) -> NaiveTime {
    text.parse().unwrap()
}

/// London, with Christmas Day (a Friday in 2026) off.
fn london() -> Calendar {
    Calendar {
        zone: chrono_tz::Europe::London,
        holidays: [date("2026-12-25")].into(),
        ..Calendar::default()
    }
}

#[test]
fn a_local_time_is_an_instant_by_the_seasons_offset() {
    let calendar = london();
    for (day, clock, expected) in [
        ("2026-11-24", "10:00", "2026-11-24T10:00:00Z"),
        ("2026-07-01", "10:00", "2026-07-01T09:00:00Z"),
        // 29 March 2026: 1:00 becomes 2:00. What lies between is the first minute after it.
        ("2026-03-29", "00:59", "2026-03-29T00:59:00Z"),
        ("2026-03-29", "01:00", "2026-03-29T01:00:00Z"),
        ("2026-03-29", "01:30", "2026-03-29T01:00:00Z"),
        ("2026-03-29", "02:00", "2026-03-29T01:00:00Z"),
        // 25 October 2026: 2:00 becomes 1:00. What comes twice is the first of the two.
        ("2026-10-25", "00:59", "2026-10-24T23:59:00Z"),
        ("2026-10-25", "01:30", "2026-10-25T00:30:00Z"),
        ("2026-10-25", "02:00", "2026-10-25T02:00:00Z"),
    ] {
        assert_eq!(
            calendar.at(date(day), time(clock)),
            at(expected),
            "{day} {clock}"
        );
    }
}

#[test]
fn a_day_skipped_altogether_has_its_instant_on_the_day_after() {
    // Samoa went from 29 to 31 December 2011; midnight of the 31st was 10:00Z on the 30th.
    let samoa = Calendar {
        zone: chrono_tz::Pacific::Apia,
        ..Calendar::default()
    };
    assert_eq!(
        samoa.at(date("2011-12-30"), time("09:00")),
        at("2011-12-30T10:00:00Z")
    );
}

#[test]
fn a_day_is_as_long_as_the_clocks_make_it() {
    let calendar = london();
    for (noon, hours) in [
        ("2026-11-24T12:00:00Z", 24),
        ("2026-03-29T12:00:00Z", 23),
        ("2026-10-25T12:00:00Z", 25),
    ] {
        let noon = at(noon);
        let day = calendar.end_of_day(noon) - calendar.start_of_day(noon);
        assert_eq!(day.num_hours(), hours, "{noon}");
    }
    // In summer the day begins at 23:00Z of the day before.
    assert_eq!(
        calendar.start_of_day(at("2026-07-01T12:00:00Z")),
        at("2026-06-30T23:00:00Z")
    );
    assert_eq!(
        calendar.date(at("2026-06-30T23:00:00Z")),
        date("2026-07-01")
    );
    assert_eq!(calendar.minute(at("2026-06-30T23:00:00Z")), 0);
    // Where midnight itself is skipped (Beirut, 29 March 2026), the day begins at 1:00.
    let beirut = Calendar {
        zone: chrono_tz::Asia::Beirut,
        ..Calendar::default()
    };
    assert_eq!(
        beirut.start_of_day(at("2026-03-29T10:00:00Z")),
        at("2026-03-28T22:00:00Z")
    );
}

#[test]
fn minute_1440_is_the_next_midnight() {
    let calendar = london();
    assert_eq!(
        calendar.at_minute(date("2026-11-24"), 1440),
        at("2026-11-25T00:00:00Z")
    );
    assert_eq!(
        calendar.at_minute(date("2026-11-24"), 0),
        at("2026-11-24T00:00:00Z")
    );
    assert_eq!(
        calendar.at_minute(date("2026-03-28"), 1440),
        at("2026-03-29T00:00:00Z")
    );
}

#[test]
fn a_due_date_on_a_closed_day_moves_to_the_next_open_one() {
    let calendar = london();
    for (day, expected) in [
        ("2026-11-24", "2026-11-24T08:30:00Z"),
        ("2026-11-21", "2026-11-21T09:00:00Z"), // Saturday opens at 9
        ("2026-11-22", "2026-11-23T08:30:00Z"), // Sunday
        ("2026-12-25", "2026-12-26T09:00:00Z"), // Christmas Day, a Friday
        ("2026-07-01", "2026-07-01T07:30:00Z"), // in summer time
        ("2026-03-29", "2026-03-30T07:30:00Z"), // the Sunday the clocks go forward
    ] {
        assert_eq!(calendar.due_on(date(day)), at(expected), "{day}");
    }
}

#[test]
fn open_days_leave_out_sundays_and_holidays() {
    let calendar = london();
    assert!(calendar.is_open_day(date("2026-11-21")));
    assert!(!calendar.is_open_day(date("2026-11-22")));
    assert!(!calendar.is_open_day(date("2026-12-25")));
    assert_eq!(
        calendar.next_open_day(date("2026-11-21")),
        date("2026-11-23")
    );
    assert_eq!(
        calendar.next_open_day(date("2026-12-24")),
        date("2026-12-26")
    );
    assert_eq!(calendar.opens(date("2026-12-25")), None);
    assert_eq!(
        calendar.opens(date("2026-11-21")),
        Some(at("2026-11-21T09:00:00Z"))
    );
    assert_eq!(
        calendar.closes(date("2026-11-21")),
        Some(at("2026-11-21T13:00:00Z"))
    );
    assert_eq!(calendar.opening_minute(date("2026-11-22")), 8 * 60 + 30);
}

#[test]
fn it_may_ring_within_the_calling_hours_only() {
    let calendar = london();
    for (when, may, next) in [
        ("2026-11-24T08:59:59Z", false, "2026-11-24T09:00:00Z"),
        ("2026-11-24T09:00:00Z", true, "2026-11-24T09:00:00Z"),
        ("2026-11-24T19:59:59Z", true, "2026-11-24T19:59:59Z"),
        ("2026-11-24T20:00:00Z", false, "2026-11-25T09:00:00Z"),
        ("2026-11-21T17:00:00Z", false, "2026-11-23T09:00:00Z"),
        ("2026-12-25T10:00:00Z", false, "2026-12-26T09:00:00Z"),
        // Sunday 29 March: Monday 9:00 BST.
        ("2026-03-29T10:00:00Z", false, "2026-03-30T08:00:00Z"),
    ] {
        assert_eq!(calendar.may_ring(at(when)), may, "{when}");
        assert_eq!(calendar.next_ringing(at(when)), at(next), "{when}");
    }
}

#[test]
fn a_lunch_break_is_kept() {
    let halves = vec![
        DaySpan::new((9, 0), (12, 30)),
        DaySpan::new((14, 0), (18, 0)),
    ];
    let calendar = Calendar {
        calling: WeekHours(std::array::from_fn(|_| halves.clone())),
        ..london()
    };
    assert_eq!(
        calendar.next_ringing(at("2026-11-24T12:30:00Z")),
        at("2026-11-24T14:00:00Z")
    );
    assert_eq!(
        calendar.next_ringing(at("2026-11-24T12:29:00Z")),
        at("2026-11-24T12:29:00Z")
    );
}

#[test]
fn a_shop_that_is_never_open_still_gives_an_answer() {
    let closed = WeekHours(std::array::from_fn(|_| Vec::new()));
    let calendar = Calendar {
        opening: closed.clone(),
        calling: closed,
        ..london()
    };
    let now = at("2026-11-24T10:00:00Z");
    assert_eq!(calendar.next_ringing(now), now);
    assert_eq!(
        calendar.open_day_from(date("2026-11-24")),
        date("2026-11-24")
    );
    assert_eq!(
        calendar.due_on(date("2026-11-24")),
        at("2026-11-24T08:30:00Z")
    );
}

#[test]
fn hours_are_read_as_people_write_them() {
    for (typed, from, to, shown) in [
        ("9:00-17:30", (9, 0), (17, 30), "09:00-17:30"),
        ("9-17", (9, 0), (17, 0), "09:00-17:00"),
        (" 09.30 – 12 ", (9, 30), (12, 0), "09:30-12:00"),
        ("after 17", (17, 0), (24, 0), "after 17:00"),
        ("before 12:00", (0, 0), (12, 0), "before 12:00"),
        ("17:00-24:00", (17, 0), (24, 0), "after 17:00"),
    ] {
        let span: DaySpan = typed.parse().unwrap();
        assert_eq!(span, DaySpan::new(from, to), "{typed}");
        assert_eq!(span.to_string(), shown, "{typed}");
        assert_eq!(shown.parse(), Ok(span), "{shown} is read again");
    }
    for wrong in [
        "",
        "9",
        "17-9",
        "9-9",
        "9-25",
        "9:60-10",
        "9-10-11",
        "nine to five",
        "after",
        "after 24",
        "-9",
    ] {
        assert!(wrong.parse::<DaySpan>().is_err(), "{wrong}");
    }
}

#[test]
fn a_stretch_holds_its_first_minute_and_not_its_last() {
    let span = DaySpan::new((9, 0), (17, 0));
    assert_eq!(
        [539, 540, 1019, 1020].map(|m| span.holds(m)),
        [false, true, true, false]
    );
}

#[test]
fn a_promise_without_a_time_lasts_until_the_shop_closes_that_day_or_the_next_open_one() {
    let calendar = london();
    for (day, expected) in [
        ("2026-11-24", "2026-11-24T17:30:00Z"),
        ("2026-11-21", "2026-11-21T13:00:00Z"), // Saturday
        ("2026-11-22", "2026-11-23T17:30:00Z"), // Sunday
        ("2026-12-25", "2026-12-26T13:00:00Z"), // Christmas Day, a Friday
        ("2026-07-01", "2026-07-01T16:30:00Z"), // in summer time
    ] {
        assert_eq!(calendar.closing_on(date(day)), at(expected), "{day}");
    }
    assert_eq!(calendar.closing_minute(date("2026-11-22")), 17 * 60 + 30);
    for (when, open) in [
        ("2026-11-24T08:29:00Z", false),
        ("2026-11-24T08:30:00Z", true),
        ("2026-11-24T17:30:00Z", true),
        ("2026-11-24T17:31:00Z", false),
        ("2026-11-22T10:00:00Z", false),
    ] {
        assert_eq!(calendar.is_open_until(at(when)), open, "{when}");
    }
}

#[test]
fn an_attempt_is_where_the_shop_is_open_and_may_ring_and_the_customer_wants_to_be_rung() {
    let calendar = london();
    let any = DaySpan { from: 0, to: 1440 };
    for (when, within, expected) in [
        ("2026-11-24T08:40:00Z", any, Some("2026-11-24T09:00:00Z")), // open, may not ring yet
        ("2026-11-24T12:00:00Z", any, Some("2026-11-24T12:00:00Z")),
        ("2026-11-24T17:30:00Z", any, Some("2026-11-25T09:00:00Z")), // may ring, closed
        ("2026-11-21T13:00:00Z", any, Some("2026-11-23T09:00:00Z")), // Saturday
        (
            "2026-11-24T12:00:00Z",
            DaySpan::new((17, 0), (20, 0)),
            Some("2026-11-24T17:00:00Z"),
        ),
        ("2026-11-24T12:00:00Z", DaySpan::new((18, 0), (20, 0)), None),
    ] {
        let found = calendar.next_attempt(at(when), within);
        assert_eq!(found, expected.map(at), "{when} {within}");
    }
}
