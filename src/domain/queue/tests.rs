//! The list's order, its dimmed rows and its sentences, at instants worked out by hand. London
//! keeps UTC in November; 24 November 2026 is a Tuesday.

use chrono::{DateTime, Utc};

use super::super::customer::Customer;
use super::super::follow_up::{FollowUp, FollowUpKind, FollowUpState, Severity};
use super::super::hours::{Calendar, DaySpan};
use super::super::rules::Rules;
use super::{ListKeys, Standing, explain_standing, list_keys, most_urgent, why_not_callable};

const NOW: &str = "2026-11-24T10:42:00Z";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// An instant of the Tuesday.
fn today(clock: &str) -> DateTime<Utc> {
    at(&format!("2026-11-24T{clock}:00Z"))
}

fn rules() -> Rules {
    let calendar = Calendar {
        zone: chrono_tz::Europe::London,
        ..Calendar::default()
    };
    Rules {
        calendar,
        ..Rules::default()
    }
}

fn anita() -> Customer {
    Customer {
        id: 1,
        name: "Anita".to_owned(),
        phone: Some("+442079460123".to_owned()),
        ..Customer::default()
    }
}

fn due(when: DateTime<Utc>) -> FollowUp {
    FollowUp::new(1, 1, FollowUpKind::CheckBack, "All well?", when)
}

fn red(when: DateTime<Utc>) -> FollowUp {
    FollowUp {
        severity: Some(Severity::Red),
        kind: FollowUpKind::Finding,
        ..due(when)
    }
}

fn promised(by: DateTime<Utc>) -> FollowUp {
    FollowUp {
        promised_at: Some(by),
        ..due(today("09:00"))
    }
}

fn marked(customer: &Customer, follow_ups: &[FollowUp]) -> ListKeys {
    list_keys(customer, follow_ups, &rules().calendar)
}

/// A customer's standing on the Tuesday at 10:42, and the sentence that says why.
fn stand(customer: &Customer, follow_ups: &[FollowUp]) -> (Standing, String) {
    let marks = marked(customer, follow_ups);
    let calendar = rules().calendar;
    let (standing, _) = marks.stand(at(NOW), &calendar).unwrap();
    (
        standing,
        explain_standing(&marks, follow_ups, at(NOW), &calendar),
    )
}

/// The short reason why a customer is not callable at an instant.
fn short(customer: &Customer, follow_ups: &[FollowUp], now: DateTime<Utc>) -> Option<String> {
    let rules = rules();
    let marks = marked(customer, follow_ups);
    let standing = marks
        .stand(now, &rules.calendar)
        .map_or(Standing::Ahead, |(s, _)| s);
    why_not_callable(customer, follow_ups, standing, now, &rules).map(|d| d.short)
}

#[test]
fn each_standing_has_its_sentence() {
    for (follow_up, standing, sentence) in [
        (
            promised(today("10:30")),
            Standing::Promise,
            "promised by 10:30: 12 min late",
        ),
        (
            promised(today("10:42")),
            Standing::Promise,
            "promised by 10:42: now",
        ),
        (
            promised(today("11:00")),
            Standing::Promise,
            "promised by 11:00: in 18 min",
        ),
        (
            promised(at("2026-11-22T16:00:00Z")),
            Standing::Promise,
            "promised by Sun 22 Nov 16:00: 1 d late",
        ),
        (
            red(at("2026-11-21T10:42:00Z")),
            Standing::Red,
            "red finding, waiting for 3 days",
        ),
        (due(today("09:30")), Standing::Due, "due for 1 hour"),
        (due(today("10:42")), Standing::Due, "due now"),
        (due(today("16:00")), Standing::Later, "due today at 16:00"),
        (red(today("16:00")), Standing::Later, "due today at 16:00"),
        (
            due(at("2026-11-25T09:00:00Z")),
            Standing::Ahead,
            "due tomorrow 09:00",
        ),
        (
            due(at("2027-01-04T09:00:00Z")),
            Standing::Ahead,
            "due Mon 4 Jan 2027 09:00",
        ),
    ] {
        assert_eq!(
            stand(&anita(), &[follow_up]),
            (standing, sentence.to_owned())
        );
    }
}

#[test]
fn what_is_red_is_named_by_the_one_that_waits_longest() {
    let of = |kind, clock: &str| FollowUp {
        kind,
        ..due(today(clock))
    };
    let sentence = |follow_ups: &[FollowUp]| stand(&anita(), follow_ups).1;
    assert_eq!(
        sentence(&[of(FollowUpKind::ToldUs, "09:42")]),
        "a problem they told us of, waiting for 1 hour"
    );
    assert_eq!(
        sentence(&[of(FollowUpKind::Complaint, "10:41")]),
        "left unhappy, waiting for 1 minute"
    );
    // A red finding of next week is not the reason for today's standing.
    let next_week = red(at("2026-12-01T08:30:00Z"));
    assert_eq!(
        sentence(&[next_week, of(FollowUpKind::Complaint, "10:41")]),
        "left unhappy, waiting for 1 minute"
    );
}

#[test]
fn a_promise_goes_first_within_the_hour_and_within_the_day() {
    assert_eq!(
        stand(&anita(), &[promised(today("11:42"))]).0,
        Standing::Promise
    );
    assert_eq!(
        stand(&anita(), &[promised(today("11:43"))]).0,
        Standing::Due
    );
    // At ten to midnight, half past midnight is tomorrow.
    let late = today("23:50");
    let calendar = rules().calendar;
    let of = |by| {
        let f = FollowUp {
            due_at: by,
            ..promised(by)
        };
        marked(&anita(), &[f]).stand(late, &calendar).unwrap().0
    };
    assert_eq!(of(today("23:59")), Standing::Promise);
    assert_eq!(of(at("2026-11-25T00:30:00Z")), Standing::Ahead);
    // A kept or closed promise does not count.
    let kept = FollowUp {
        heard_at: Some(today("10:00")),
        ..promised(today("10:30"))
    };
    assert_eq!(stand(&anita(), &[kept]).0, Standing::Due);
}

#[test]
fn a_customer_stands_where_their_most_urgent_follow_up_puts_them() {
    let later = due(today("16:00"));
    let overdue = FollowUp {
        id: 2,
        ..due(at("2026-11-20T09:00:00Z"))
    };
    let unsafe_car = FollowUp {
        id: 3,
        ..red(today("10:00"))
    };
    let owed = FollowUp {
        id: 4,
        ..promised(today("11:30"))
    };
    let all = [
        later.clone(),
        overdue.clone(),
        unsafe_car.clone(),
        owed.clone(),
    ];
    for (follow_ups, standing, urgent) in [
        (&all[..], Standing::Promise, 4),
        (&all[..3], Standing::Red, 3),
        (&all[..2], Standing::Due, 2),
        (&all[..1], Standing::Later, 1),
    ] {
        assert_eq!(stand(&anita(), follow_ups).0, standing);
        assert_eq!(most_urgent(follow_ups, at(NOW)).map(|f| f.id), Some(urgent));
    }
    let gone = FollowUp {
        state: FollowUpState::LetGo,
        ..overdue
    };
    assert_eq!(most_urgent(&[gone], at(NOW)), None);
}

#[test]
fn a_rest_by_cadence_keeps_their_place_and_one_by_choice_gives_it_up() {
    let rest = |chosen| Customer {
        rest_until: Some(today("10:00")),
        rest_chosen: chosen,
        ..anita()
    };
    let since = |customer: &Customer| {
        let marks = marked(customer, &[due(today("09:00"))]);
        marks.stand(at(NOW), &rules().calendar).unwrap()
    };
    assert_eq!(since(&rest(false)), (Standing::Due, today("09:00")));
    assert_eq!(since(&rest(true)), (Standing::Due, today("10:00")));
}

#[test]
fn who_rests_is_out_of_the_list_until_then() {
    let resting = Customer {
        rest_until: Some(today("13:00")),
        ..anita()
    };
    let (standing, sentence) = stand(&resting, &[due(today("09:00"))]);
    assert_eq!(
        (standing, sentence.as_str()),
        (Standing::Ahead, "out of the list until today 13:00")
    );
    let marks = marked(&resting, &[due(today("09:00"))]);
    assert_eq!(marks.enters_on, "2026-11-24".parse().ok());
    assert!(!marks.resting(today("13:00")), "back at that very minute");
    // Nothing open: no list keys.
    assert_eq!(marked(&resting, &[]), ListKeys::default());
}

#[test]
fn a_promise_only_ever_moves_a_customer_up() {
    let calendar = rules().calendar;
    let before = |a: &(Standing, DateTime<Utc>), b: &(Standing, DateTime<Utc>)| a <= b;
    for due_at in [
        "2026-11-20T09:00:00Z",
        "2026-11-24T10:00:00Z",
        "2026-11-24T16:00:00Z",
        "2026-11-30T08:30:00Z",
    ] {
        for severity in [None, Some(Severity::Green), Some(Severity::Red)] {
            let bare = FollowUp {
                severity,
                ..due(at(due_at))
            };
            let without = marked(&anita(), std::slice::from_ref(&bare));
            let without = without.stand(at(NOW), &calendar).unwrap();
            for by in [
                "2026-11-23T16:00:00Z",
                "2026-11-24T11:00:00Z",
                "2026-11-24T16:00:00Z",
                "2026-11-25T10:00:00Z",
                "2026-12-24T16:00:00Z",
            ] {
                let promised = FollowUp {
                    promised_at: Some(at(by)),
                    ..bare.clone()
                };
                let with = marked(&anita(), &[promised]).stand(at(NOW), &calendar);
                let with = with.unwrap();
                assert!(
                    before(&with, &without),
                    "{due_at} {by}: {with:?} {without:?}"
                );
                // Beyond the hour it stands exactly where it stood, unless that is later still.
                if at(by) > at("2026-11-24T11:42:00Z") && at(by) > at(due_at) {
                    assert_eq!(with, without, "{due_at} {by}");
                }
            }
        }
    }
}

#[test]
fn a_red_finding_promised_for_later_stays_red_and_in_todays_list() {
    for by in [today("16:00"), at("2026-11-25T10:00:00Z")] {
        let f = FollowUp {
            promised_at: Some(by),
            ..red(today("09:00"))
        };
        assert_eq!(
            stand(&anita(), std::slice::from_ref(&f)),
            (Standing::Red, "red finding, waiting for 1 hour".to_owned())
        );
        assert_eq!(most_urgent(&[f], at(NOW)).map(|f| f.id), Some(1));
    }
}

#[test]
fn a_promise_made_in_a_rest_ends_it_in_time_and_one_that_was_known_does_not() {
    let rest = |until: &str, set_at: &str| {
        let mut c = anita();
        c.rest(Some(at(until)), false, at(set_at));
        c
    };
    let wakes = |c: &Customer, by: &str| marked(c, &[promised(at(by))]).wakes_at.unwrap();
    let thursday = "2026-11-26T09:00:00Z";
    // Made later: they are back an hour before it.
    let resting = rest(thursday, "2026-11-24T09:30:00Z");
    assert_eq!(wakes(&resting, "2026-11-24T16:00:00Z"), today("15:00"));
    assert_eq!(resting.rest_until, Some(at(thursday)), "it stays as it is");
    // After the rest it changes nothing.
    assert_eq!(wakes(&resting, "2026-11-27T16:00:00Z"), at(thursday));
    // Tried when the promise was broken already: they rest all the same.
    let tried = rest("2026-11-24T13:00:00Z", "2026-11-24T10:40:00Z");
    assert_eq!(wakes(&tried, "2026-11-24T10:30:00Z"), today("13:00"));
    // Nobody knows when the rest was set: no promise is hidden by it.
    let old = Customer {
        rest_set_at: None,
        ..resting.clone()
    };
    assert_eq!(wakes(&old, "2026-11-24T10:30:00Z"), today("09:30"));
    // Kept: the rest is what it was.
    let kept = FollowUp {
        heard_at: Some(today("15:30")),
        ..promised(today("16:00"))
    };
    assert_eq!(marked(&resting, &[kept]).wakes_at, Some(at(thursday)));
    // Who rests until a promise ends the rest is told that time.
    let dimmed = short(&resting, &[promised(today("16:00"))], at(NOW));
    assert_eq!(dimmed.as_deref(), Some("again 15:00"));
}

#[test]
fn a_red_one_never_leaves_the_list_on_the_day_it_was_tried() {
    let tried = Customer {
        rest_until: Some(at("2026-11-26T09:00:00Z")),
        tried_on: "2026-11-24".parse().ok(),
        tries: 4,
        ..anita()
    };
    let marks = marked(&tried, &[red(today("09:00"))]);
    let calendar = rules().calendar;
    let standing = |when| marks.stand(when, &calendar).unwrap().0;
    assert_eq!(standing(at(NOW)), Standing::Red);
    assert_eq!(standing(today("23:59")), Standing::Red);
    assert_eq!(standing(at("2026-11-25T00:00:00Z")), Standing::Ahead);
    assert_eq!(standing(at("2026-11-26T09:00:00Z")), Standing::Red);
    // They return to the list when the rest ends: until then they are upcoming.
    assert_eq!(marks.enters_on, "2026-11-26".parse().ok());
    // A chosen rest takes them off the list at once, …
    let snoozed = Customer {
        rest_chosen: true,
        ..tried.clone()
    };
    assert_eq!(stand(&snoozed, &[red(today("09:00"))]).0, Standing::Ahead);
    // … and a red finding of next week does not keep anybody in today's list.
    let both = [due(today("09:00")), red(at("2026-12-01T08:30:00Z"))];
    assert_eq!(stand(&tried, &both).0, Standing::Ahead);
}

#[test]
fn who_may_not_be_rung_now_is_dimmed_with_the_reason() {
    let now = at(NOW);
    let overdue = || vec![due(at("2026-11-23T09:00:00Z"))];
    let with = |edit: &dyn Fn(&mut Customer)| {
        let mut c = anita();
        edit(&mut c);
        c
    };
    let evenings = with(&|c| c.hours = Some(DaySpan::new((17, 0), (24, 0))));
    for (customer, expected) in [
        (anita(), None),
        (with(&|c| c.wrong_number_at = Some(now)), Some("wrong no.")),
        (with(&|c| c.phone = None), Some("no number")),
        (
            with(&|c| {
                c.phone = None;
                c.email = Some("a@example.com".to_owned());
            }),
            Some("e-mail only"),
        ),
        (evenings.clone(), Some("after 17:00")),
        (
            with(&|c| c.hours = Some(DaySpan::new((17, 0), (20, 0)))),
            Some("17:00-20:00"),
        ),
        (
            with(&|c| c.rest_until = Some(today("13:00"))),
            Some("again 13:00"),
        ),
        (
            with(&|c| {
                c.tries = 2;
                c.tried_on = "2026-11-24".parse().ok();
            }),
            Some("tried 2×"),
        ),
        (
            with(&|c| {
                c.tries = 9;
                c.tried_on = "2026-11-23".parse().ok();
            }),
            None,
        ),
        // An opt-out binds marketing, and this is a check-back.
        (with(&|c| c.opted_out_at = Some(now)), None),
    ] {
        assert_eq!(
            short(&customer, &overdue(), now).as_deref(),
            expected,
            "{customer:?}"
        );
    }
    assert_eq!(short(&evenings, &overdue(), today("17:00")), None);
}

#[test]
fn an_opt_out_binds_where_nothing_but_marketing_is_due() {
    let out = Customer {
        opted_out_at: Some(at(NOW)),
        ..anita()
    };
    let reminder = FollowUp {
        kind: FollowUpKind::Reminder,
        marketing: true,
        ..due(today("09:00"))
    };
    let now = at(NOW);
    assert_eq!(
        short(&out, std::slice::from_ref(&reminder), now).as_deref(),
        Some("opted out")
    );
    assert_eq!(
        short(&out, &[reminder.clone(), due(today("10:00"))], now),
        None
    );
    let tomorrow = due(at("2026-11-25T09:00:00Z"));
    assert_eq!(
        short(&out, &[reminder.clone(), tomorrow.clone()], now).as_deref(),
        Some("opted out")
    );
    // A promise for today is due today, even if the follow-up is due later.
    let promised = FollowUp {
        promised_at: Some(today("16:00")),
        ..tomorrow
    };
    assert_eq!(short(&out, &[reminder, promised], now), None);
}

#[test]
fn who_is_not_to_be_rung_at_all_is_rung_about_a_promise_alone() {
    let now = at(NOW);
    let quiet = Customer {
        no_calls_at: Some(at("2026-11-20T09:00:00Z")),
        ..anita()
    };
    let no = Some("no calls");
    assert_eq!(short(&quiet, &[due(today("08:00"))], now).as_deref(), no);
    assert_eq!(short(&quiet, &[red(today("09:00"))], now).as_deref(), no);
    assert_eq!(short(&quiet, &[promised(today("16:00"))], now), None);
    // A promise broken yesterday is still to be kept; tomorrow's is not due today.
    assert_eq!(
        short(&quiet, &[promised(at("2026-11-23T16:00:00Z"))], now),
        None
    );
    let tomorrow = promised(at("2026-11-25T16:00:00Z"));
    assert_eq!(
        short(&quiet, &[due(today("09:00")), tomorrow], now).as_deref(),
        no
    );
}

#[test]
fn outside_the_shops_hours_everybody_is_dimmed_but_for_a_pressing_promise() {
    for (now, expected) in [
        ("2026-11-24T08:59:00Z", Some("from 09:00")),
        ("2026-11-24T20:00:00Z", Some("Wed 09:00")),
        ("2026-11-21T17:00:00Z", Some("Mon 09:00")),
        ("2026-11-22T10:42:00Z", Some("Mon 09:00")),
        ("2026-11-24T09:00:00Z", None),
        // The Sunday on which the clocks go forward: Monday 9:00 BST.
        ("2026-03-29T10:42:00Z", Some("Mon 09:00")),
    ] {
        let overdue = [due(at("2026-01-05T09:00:00Z"))];
        assert_eq!(
            short(&anita(), &overdue, at(now)).as_deref(),
            expected,
            "{now}"
        );
    }
    let sunday = at("2026-11-22T10:42:00Z");
    let broken = [FollowUp {
        due_at: sunday,
        ..promised(at("2026-11-22T10:30:00Z"))
    }];
    assert_eq!(short(&anita(), &broken, sunday), None);
    // Two tries today are enough, unless they wait for that very call; a red finding allows four.
    let tried = Customer {
        tries: 2,
        tried_on: "2026-11-24".parse().ok(),
        ..anita()
    };
    assert_eq!(short(&tried, &[promised(today("10:30"))], at(NOW)), None);
    assert_eq!(short(&tried, &[red(today("09:00"))], at(NOW)), None);
    let tried = Customer { tries: 4, ..tried };
    assert_eq!(
        short(&tried, &[red(today("09:00"))], at(NOW)).as_deref(),
        Some("tried 4×")
    );
}
