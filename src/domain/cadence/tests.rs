//! The cadence's table, its dates worked out by hand on PRODUCT's hours: calls Mon–Fri 9–20 and
//! Sat 9–17, open Mon–Fri 8:30–17:30 and Sat 9–13, none on Sunday. In November the United Kingdom
//! keeps UTC. 24 November 2026 is a Tuesday.

use chrono::{DateTime, Utc};

use super::super::contact::Outcome;
use super::super::hours::{Calendar, DaySpan, WeekHours};
use super::attempt::ringing;
use super::{Cadence, CadenceStep, DayPart, FailedAttempt, RetryDecision, next};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The shop's calendar in London, with Christmas Day (a Friday in 2026) off.
fn london() -> Calendar {
    Calendar {
        zone: chrono_tz::Europe::London,
        holidays: ["2026-12-25".parse().unwrap()].into(),
        ..Calendar::default()
    }
}

/// A shop that is open, and rings, at any hour.
fn always() -> Calendar {
    let week = || WeekHours(std::array::from_fn(|_| vec![DaySpan::new((0, 0), (24, 0))]));
    Calendar {
        opening: week(),
        calling: week(),
        ..london()
    }
}

/// A first try that day, after so many that moved the cadence on; its own part of the day tried.
fn tried(when: &str, outcome: Outcome, steps: i64) -> FailedAttempt<'static> {
    let at = at(when);
    FailedAttempt {
        habits: &crate::domain::likelihood::AnswerHabits::UNKNOWN,
        at,
        outcome,
        steps,
        busies: 0,
        parts: DayPart::of(london().minute(at)).bit(),
        today: 1,
        red: false,
        marketing: false,
        hours: None,
        retry: None,
    }
}

fn no_answer(when: &str, steps: i64) -> FailedAttempt<'static> {
    tried(when, Outcome::NoAnswer, steps)
}

fn after(tried: &FailedAttempt<'_>) -> RetryDecision {
    next(&Cadence::default(), &london(), tried)
}

/// When it is tried again, as text to compare.
fn again(tried: &FailedAttempt<'_>) -> String {
    text(after(tried).at)
}

fn text(at: DateTime<Utc>) -> String {
    at.format("%a %Y-%m-%d %H:%MZ").to_string()
}

#[test]
fn a_round_is_three_hours_another_part_of_the_next_day_two_days_four_days_and_let_go() {
    // Tue 10:00 + 3 h.
    let first = after(&no_answer("2026-11-24T10:00:00Z", 0));
    assert_eq!(
        (text(first.at).as_str(), first.let_go),
        ("Tue 2026-11-24 13:00Z", false)
    );
    // Morning and midday were tried: the next open day, Wednesday, in the afternoon.
    let second = FailedAttempt {
        parts: 0b0011,
        today: 2,
        ..no_answer("2026-11-24T13:00:00Z", 1)
    };
    assert_eq!(again(&second), "Wed 2026-11-25 14:00Z");
    // Wed 14:00 + 2 days = Fri 14:00.
    let third = after(&no_answer("2026-11-25T14:00:00Z", 2));
    assert_eq!(
        (text(third.at).as_str(), third.let_go),
        ("Fri 2026-11-27 14:00Z", false)
    );
    // The fourth try in vain asks "stop trying?"; who goes on trying does so in 4 days, Tue 1 Dec.
    let fourth = after(&no_answer("2026-11-27T14:00:00Z", 3));
    assert_eq!(
        (text(fourth.at).as_str(), fourth.let_go),
        ("Tue 2026-12-01 14:00Z", true)
    );
}

#[test]
fn marketing_asks_let_go_after_three() {
    let of = |steps| FailedAttempt {
        marketing: true,
        ..no_answer("2026-11-24T10:00:00Z", steps)
    };
    assert_eq!(
        [0, 1, 2].map(|n| after(&of(n)).let_go),
        [false, false, true]
    );
}

#[test]
fn a_red_one_is_tried_at_half_an_hour_and_two_hours_first_and_those_come_on_top() {
    let of = |steps, today| FailedAttempt {
        red: true,
        today,
        ..no_answer("2026-11-24T09:00:00Z", steps)
    };
    for (steps, today, expected) in [
        (0, 1, "Tue 2026-11-24 09:30Z"),
        (1, 2, "Tue 2026-11-24 11:00Z"),
        (2, 3, "Tue 2026-11-24 12:00Z"), // the usual round begins: 3 h
        (3, 1, "Wed 2026-11-25 14:00Z"), // another part than the morning
        (4, 1, "Thu 2026-11-26 09:00Z"),
        (5, 1, "Sat 2026-11-28 09:00Z"),
    ] {
        assert_eq!(again(&of(steps, today)), expected, "step {steps}");
        assert_eq!(after(&of(steps, today)).let_go, steps == 5, "step {steps}");
    }
}

#[test]
fn a_busy_line_is_tried_again_in_a_quarter_of_an_hour_twice_and_then_counts_as_no_answer() {
    let busy = |busies| FailedAttempt {
        busies,
        ..tried("2026-11-24T10:00:00Z", Outcome::Busy, 0)
    };
    for busies in [0, 1] {
        let again = after(&busy(busies));
        assert_eq!(text(again.at), "Tue 2026-11-24 10:15Z");
        assert!(!again.stepped && !again.let_go);
    }
    let third = after(&busy(2));
    assert_eq!(
        (text(third.at).as_str(), third.stepped),
        ("Tue 2026-11-24 13:00Z", true)
    );
    // And the fourth step of a round, reached by a busy line, asks as well.
    let last = FailedAttempt {
        busies: 2,
        ..tried("2026-11-24T10:00:00Z", Outcome::Busy, 3)
    };
    assert!(after(&last).let_go);
}

#[test]
fn after_a_voicemail_the_next_open_day_will_do_whatever_its_part() {
    let of = |when| tried(when, Outcome::Voicemail, 0);
    assert_eq!(again(&of("2026-11-24T10:00:00Z")), "Wed 2026-11-25 09:00Z");
    // Saturday's next open day is Monday.
    assert_eq!(again(&of("2026-11-21T10:00:00Z")), "Mon 2026-11-23 09:00Z");
    assert!(after(&of("2026-11-24T10:00:00Z")).stepped);
}

#[test]
fn at_most_two_tries_a_day_four_with_a_red_one() {
    // 10:00 + 3 h would be the third today; morning was tried, so Wednesday afternoon.
    let of = |today, red| FailedAttempt {
        today,
        red,
        ..no_answer("2026-11-24T10:00:00Z", if red { 2 } else { 0 })
    };
    assert_eq!(again(&of(1, false)), "Tue 2026-11-24 13:00Z");
    assert_eq!(again(&of(2, false)), "Wed 2026-11-25 14:00Z");
    assert_eq!(again(&of(3, true)), "Tue 2026-11-24 13:00Z");
    assert_eq!(again(&of(4, true)), "Wed 2026-11-25 14:00Z");
    // A busy line in 15 minutes is one too many as well.
    let busy = FailedAttempt {
        today: 2,
        ..tried("2026-11-24T10:00:00Z", Outcome::Busy, 0)
    };
    assert_eq!(again(&busy), "Wed 2026-11-25 14:00Z");
}

#[test]
fn a_wait_that_ends_while_the_shop_is_closed_ends_at_the_next_hour_one_may_ring() {
    for (when, expected) in [
        ("2026-11-24T18:30:00Z", "Wed 2026-11-25 09:00Z"), // 21:30
        ("2026-11-20T18:00:00Z", "Sat 2026-11-21 09:00Z"), // Friday, 21:00
        ("2026-11-21T15:00:00Z", "Mon 2026-11-23 09:00Z"), // Saturday, 18:00
        ("2026-11-24T14:29:00Z", "Tue 2026-11-24 17:29Z"), // the last minute
        ("2026-11-24T14:30:00Z", "Wed 2026-11-25 09:00Z"), // at 17:30 the shop is closed
        ("2026-11-24T16:59:00Z", "Wed 2026-11-25 09:00Z"), // 19:59: nobody is there to ring
        ("2026-11-21T09:30:00Z", "Sat 2026-11-21 12:30Z"), // Saturday, open until 13:00
        ("2026-11-21T10:30:00Z", "Mon 2026-11-23 09:00Z"),
        ("2026-12-24T18:00:00Z", "Sat 2026-12-26 09:00Z"), // Christmas Day is off
    ] {
        assert_eq!(again(&no_answer(when, 0)), expected, "{when}");
    }
}

#[test]
fn the_next_day_is_an_open_one_and_the_part_is_one_the_shop_is_open_in() {
    for (when, parts, expected) in [
        // Friday's next open day is Saturday, open until 13:00: no afternoon, so midday.
        ("2026-11-20T10:00:00Z", 0b0001, "Sat 2026-11-21 12:00Z"),
        // Midday tried as well as the morning: no part is left, so the first hour.
        ("2026-11-20T12:30:00Z", 0b0011, "Sat 2026-11-21 09:00Z"),
        ("2026-11-21T10:00:00Z", 0b0001, "Mon 2026-11-23 14:00Z"),
        ("2026-11-24T15:00:00Z", 0b0100, "Wed 2026-11-25 09:00Z"),
        ("2026-11-24T10:00:00Z", 0b0101, "Wed 2026-11-25 12:00Z"),
        ("2026-11-24T10:00:00Z", 0b0111, "Wed 2026-11-25 17:00Z"),
        ("2026-11-24T10:00:00Z", 0b1111, "Wed 2026-11-25 09:00Z"),
        // Thursday 24 December: Christmas Day is off, Saturday has no afternoon.
        ("2026-12-24T10:00:00Z", 0b0001, "Sat 2026-12-26 12:00Z"),
    ] {
        let tried = FailedAttempt {
            parts,
            ..no_answer(when, 1)
        };
        assert_eq!(again(&tried), expected, "{when} {parts:b}");
    }
}

#[test]
fn days_land_on_an_open_day_at_the_same_hour() {
    for (when, expected) in [
        ("2026-11-25T10:20:00Z", "Fri 2026-11-27 10:20Z"),
        ("2026-11-20T10:20:00Z", "Mon 2026-11-23 10:20Z"), // Sunday is closed
        ("2026-11-26T18:00:00Z", "Mon 2026-11-30 09:00Z"), // on Saturday it rings until 17:00
        ("2026-12-23T10:00:00Z", "Sat 2026-12-26 10:00Z"), // Christmas Day is off
    ] {
        assert_eq!(again(&no_answer(when, 2)), expected, "{when}");
    }
}

#[test]
fn the_customers_own_hours_are_kept() {
    let of = |when, steps, from, to| FailedAttempt {
        hours: Some(DaySpan::new((from, 0), (to, 0))),
        ..no_answer(when, steps)
    };
    for (tried, expected) in [
        (
            of("2026-11-24T10:00:00Z", 0, 17, 20),
            "Tue 2026-11-24 17:00Z",
        ), // 13:00 is too early
        (
            of("2026-11-24T18:00:00Z", 0, 17, 20),
            "Wed 2026-11-25 17:00Z",
        ), // 21:00 too late
        (
            of("2026-11-24T11:00:00Z", 0, 9, 12),
            "Wed 2026-11-25 09:00Z",
        ),
        // On Saturday the shop rings until 17:00: Monday.
        (
            of("2026-11-20T18:00:00Z", 0, 17, 20),
            "Mon 2026-11-23 17:00Z",
        ),
        // The next day: the evening is within theirs and the shop is open until 17:30.
        (
            of("2026-11-24T10:00:00Z", 1, 17, 20),
            "Wed 2026-11-25 17:00Z",
        ),
        // Theirs begin when the shop is closed, but it may ring: their first hour.
        (
            of("2026-11-24T10:00:00Z", 1, 18, 20),
            "Wed 2026-11-25 18:00Z",
        ),
        // Theirs never meet the shop's: the shop's stand, rather than nothing.
        (
            of("2026-11-24T10:00:00Z", 0, 21, 23),
            "Tue 2026-11-24 13:00Z",
        ),
    ] {
        assert_eq!(again(&tried), expected, "{tried:?}");
    }
}

#[test]
fn an_hour_is_an_hour_and_a_day_is_a_day_when_the_clocks_change() {
    // Saturday 28 March 2026 10:00 GMT; on Sunday the clocks go forward: Monday 10:00 BST is 9:00Z.
    assert_eq!(
        again(&no_answer("2026-03-28T10:00:00Z", 2)),
        "Mon 2026-03-30 09:00Z"
    );
    // Saturday 24 October 2026 10:00 BST (9:00Z); on Sunday they go back: Monday 10:00 GMT.
    assert_eq!(
        again(&no_answer("2026-10-24T09:00:00Z", 2)),
        "Mon 2026-10-26 10:00Z"
    );
    // Another part of the next open day, in summer time: Monday 14:00 BST is 13:00Z.
    assert_eq!(
        again(&no_answer("2026-03-28T10:00:00Z", 1)),
        "Mon 2026-03-30 13:00Z"
    );
    // Three hours are three hours, through the gap (0:30 GMT to 4:30 BST) …
    let cadence = Cadence::default();
    let spring = next(&cadence, &always(), &no_answer("2026-03-29T00:30:00Z", 0));
    assert_eq!(text(spring.at), "Sun 2026-03-29 03:30Z");
    // … and through the hour that comes twice (0:30 BST to 2:30 GMT).
    let autumn = next(&cadence, &always(), &no_answer("2026-10-24T23:30:00Z", 0));
    assert_eq!(text(autumn.at), "Sun 2026-10-25 02:30Z");
}

#[test]
fn a_wait_over_midnight_is_of_another_day_and_none_too_many() {
    let late = FailedAttempt {
        today: 2,
        ..no_answer("2026-11-24T23:50:00Z", 0)
    };
    let again = next(&Cadence::default(), &always(), &late);
    assert_eq!(text(again.at), "Wed 2026-11-25 02:50Z");
}

#[test]
fn a_playbooks_own_steps_stand_in_place_of_the_shops() {
    let steps = [
        CadenceStep::NextDay,
        CadenceStep::Days(2),
        CadenceStep::Days(7),
    ];
    let of = |steps_done, red| FailedAttempt {
        retry: Some(&steps),
        red,
        ..no_answer("2026-11-24T10:00:00Z", steps_done)
    };
    assert_eq!(again(&of(0, false)), "Wed 2026-11-25 14:00Z");
    assert_eq!(again(&of(1, false)), "Thu 2026-11-26 10:00Z");
    assert_eq!(again(&of(2, false)), "Tue 2026-12-01 10:00Z");
    assert_eq!(
        [0, 1, 2].map(|n| after(&of(n, false)).let_go),
        [false, false, true]
    );
    // A red one keeps its two quick tries before them.
    assert_eq!(again(&of(0, true)), "Tue 2026-11-24 10:30Z");
    assert_eq!(
        [2, 3, 4].map(|n| after(&of(n, true)).let_go),
        [false, false, true]
    );
    // Past the end, where somebody goes on trying, it is the last wait.
    assert_eq!(again(&of(9, false)), "Tue 2026-12-01 10:00Z");
}

#[test]
fn a_shop_that_never_rings_still_gives_an_answer() {
    let never = Calendar {
        calling: WeekHours(std::array::from_fn(|_| Vec::new())),
        ..london()
    };
    let when = at("2026-11-24T10:00:00Z");
    assert_eq!(ringing(&never, None, when), when);
    let theirs = ringing(&never, Some(DaySpan::new((17, 0), (20, 0))), when);
    assert_eq!(theirs, at("2026-11-24T17:00:00Z"));
    let again = next(
        &Cadence::default(),
        &never,
        &no_answer("2026-11-24T10:00:00Z", 1),
    );
    assert!(again.at > when);
}

#[test]
fn a_step_is_written_as_it_is_read() {
    for (typed, step) in [
        ("30m", CadenceStep::Minutes(30)),
        ("90m", CadenceStep::Minutes(90)),
        ("3h", CadenceStep::Minutes(180)),
        ("next-day", CadenceStep::NextDay),
        ("2d", CadenceStep::Days(2)),
    ] {
        assert_eq!(typed.parse(), Ok(step));
        assert_eq!(step.to_string(), typed);
    }
    assert_eq!("1w".parse(), Ok(CadenceStep::Days(7)));
    for wrong in [
        "",
        "h",
        "3",
        "0h",
        "-1d",
        "3x",
        "1.5h",
        "tomorrow",
        "999999d",
        "99999999999d",
        "3é",
    ] {
        let refused = wrong.parse::<CadenceStep>().unwrap_err();
        assert!(refused.contains("30m, 3h, 2d"), "{refused}");
    }
}

#[test]
fn case_c23_no_try_is_planned_while_the_shop_is_closed() {
    // A minute before closing: a busy line and a red one wait for the next morning, too.
    let busy = tried("2026-11-24T17:29:00Z", Outcome::Busy, 0);
    assert_eq!(again(&busy), "Wed 2026-11-25 09:00Z");
    let red = FailedAttempt {
        red: true,
        ..no_answer("2026-11-24T17:29:00Z", 0)
    };
    assert_eq!(again(&red), "Wed 2026-11-25 09:00Z");
    // The second step of a round lands on a Saturday afternoon, when the shop may still ring.
    let later = no_answer("2026-11-26T15:00:00Z", 2);
    assert_eq!(again(&later), "Mon 2026-11-30 09:00Z");
}
