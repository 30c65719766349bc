//! What follows from an outcome: rests, promises, who stays in sight, and the sentences that say
//! so. Days by hand; London keeps UTC in November, 24 November 2026 is a Tuesday.

use chrono::{DateTime, Utc};

use super::super::change::{Change, Record};
use super::super::contact::{Contact, Direction, Feeling, Outcome};
use super::super::customer::Customer;
use super::super::follow_up::{FollowUp, FollowUpKind, FollowUpResult, FollowUpState, Severity};
use super::super::hours::{Calendar, DaySpan};
use super::super::rules::Rules;
use super::{ChangePlan, CustomerContext, ResultEntry};

const NOW: &str = "2026-11-24T10:00:00Z";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn rules() -> Rules {
    let calendar = Calendar {
        zone: chrono_tz::Europe::London,
        ..Calendar::default()
    };
    Rules {
        owner: "Joe".to_owned(),
        calendar,
        ..Rules::default()
    }
}

fn anita() -> Customer {
    Customer {
        id: 1,
        version: 1,
        name: "Anita".to_owned(),
        ..Customer::default()
    }
}

/// A follow-up that fell due yesterday.
fn due(id: i64, kind: FollowUpKind) -> FollowUp {
    FollowUp::new(id, 1, kind, "Struts", at("2026-11-23T10:00:00Z"))
}

fn red(id: i64) -> FollowUp {
    FollowUp {
        severity: Some(Severity::Red),
        ..due(id, FollowUpKind::Finding)
    }
}

fn promised(id: i64, by: &str) -> FollowUp {
    FollowUp {
        promised_at: Some(at(by)),
        ..due(id, FollowUpKind::Quote)
    }
}

/// What happens in a scene at an instant.
fn happens(
    when: &str,
    customer: &Customer,
    follow_ups: &[FollowUp],
    what: impl FnOnce(&CustomerContext<'_>) -> ChangePlan,
) -> ChangePlan {
    let rules = rules();
    what(&CustomerContext {
        habits: crate::domain::likelihood::AnswerHabits::UNKNOWN,
        rules: &rules,
        now: at(when),
        by: "Tom",
        customer,
        follow_ups,
    })
}

fn afters(done: &ChangePlan) -> impl Iterator<Item = &Record> {
    done.changes.iter().filter_map(|c| c.after.as_ref())
}

/// The customer afterwards, as they were where nothing of them changed.
fn customer_after(done: &ChangePlan) -> Customer {
    let changed = afters(done).find_map(|r| match r {
        Record::Customer(c) => Some(c.clone()),
        _ => None,
    });
    changed.unwrap_or_else(anita)
}

fn follow_up_after(done: &ChangePlan, id: i64) -> Option<FollowUp> {
    afters(done).find_map(|r| match r {
        Record::FollowUp(f) if f.id == id => Some(f.clone()),
        _ => None,
    })
}

fn contact_of(done: &ChangePlan) -> Contact {
    let contact = afters(done).find_map(|r| match r {
        Record::Contact(c) => Some(c.clone()),
        _ => None,
    });
    contact.unwrap()
}

fn rest(done: &ChangePlan) -> Option<String> {
    customer_after(done)
        .rest_until
        .map(|r| r.format("%a %d %H:%M").to_string())
}

fn said(follow_up: i64, result: FollowUpResult) -> ResultEntry {
    ResultEntry {
        follow_up,
        result,
        words: None,
        amount: None,
    }
}

fn no_answer(scene: &CustomerContext<'_>) -> ChangePlan {
    scene.record_unanswered(Outcome::NoAnswer, None)
}

fn wrong_number(scene: &CustomerContext<'_>) -> ChangePlan {
    scene.record_wrong_number()
}

fn keep_trying(scene: &CustomerContext<'_>) -> ChangePlan {
    scene.keep_trying()
}

#[test]
fn no_answer_rests_the_customer_for_three_hours_and_says_so() {
    let done = happens(NOW, &anita(), &[due(1, FollowUpKind::CheckBack)], no_answer);
    assert_eq!(rest(&done).as_deref(), Some("Tue 24 13:00"));
    assert_eq!(done.says, "No answer. Again today 13:00.");
    let (c, f) = (customer_after(&done), follow_up_after(&done, 1).unwrap());
    assert_eq!(
        (c.tries, c.tried_on, c.rest_chosen),
        (1, "2026-11-24".parse().ok(), false)
    );
    assert_eq!(
        (f.attempts, f.steps, f.parts_tried, f.state),
        (1, 1, 0b0001, FollowUpState::Open)
    );
    let contact = contact_of(&done);
    assert_eq!(
        (contact.outcome, contact.next_at),
        (Outcome::NoAnswer, c.rest_until)
    );
}

#[test]
fn yesterdays_tries_are_not_todays() {
    let tried = |day: &str| Customer {
        tries: 2,
        tried_on: day.parse().ok(),
        ..anita()
    };
    let busy = |s: &CustomerContext<'_>| s.record_unanswered(Outcome::Busy, None);
    for (day, expected) in [
        ("2026-11-23", "Tue 24 10:15"),
        ("2026-11-24", "Wed 25 14:00"),
    ] {
        let done = happens(NOW, &tried(day), &[due(1, FollowUpKind::CheckBack)], busy);
        assert_eq!(
            rest(&done).as_deref(),
            Some(expected),
            "busy, two tries on {day}"
        );
    }
    let done = happens(
        NOW,
        &tried("2026-11-23"),
        &[due(1, FollowUpKind::CheckBack)],
        no_answer,
    );
    assert_eq!(customer_after(&done).tries, 1);
    assert_eq!(rest(&done).as_deref(), Some("Tue 24 13:00"));
}

#[test]
fn a_busy_line_is_no_try_of_the_day_and_two_in_a_row_count_anew_after_it_rang() {
    let busy = |s: &CustomerContext<'_>| s.record_unanswered(Outcome::Busy, None);
    let first = happens(NOW, &anita(), &[due(1, FollowUpKind::CheckBack)], busy);
    assert_eq!(
        (customer_after(&first).tries, rest(&first).as_deref()),
        (0, Some("Tue 24 10:15"))
    );
    let f = follow_up_after(&first, 1).unwrap();
    assert_eq!((f.attempts, f.steps, f.busies), (1, 0, 1));
    let rang = FollowUp {
        busies: 2,
        attempts: 2,
        ..f
    };
    let f = follow_up_after(&happens(NOW, &anita(), &[rang], no_answer), 1).unwrap();
    assert_eq!((f.attempts, f.steps, f.busies), (3, 1, 0));
}

#[test]
fn the_tries_run_out_and_a_person_is_asked() {
    let f = FollowUp {
        steps: 3,
        attempts: 3,
        ..due(1, FollowUpKind::CheckBack)
    };
    let done = happens(NOW, &anita(), std::slice::from_ref(&f), no_answer);
    assert!(done.let_go);
    assert_eq!(done.says, "No answer. No tries left: stop trying?");
    assert_eq!(
        follow_up_after(&done, 1).unwrap().state,
        FollowUpState::LetGo
    );
    assert_eq!(rest(&done), None);
    // With something else open they are tried on for that.
    let done = happens(NOW, &anita(), &[f, due(2, FollowUpKind::Quote)], no_answer);
    assert_eq!(
        done.says,
        "No answer. Again today 13:00; no tries left for the others: stop trying?"
    );
    assert_eq!(
        follow_up_after(&done, 2).unwrap().state,
        FollowUpState::Open
    );
}

#[test]
fn a_check_back_that_would_come_too_late_asks_let_go_before_its_tries_run_out() {
    // The next try would be Friday 14:00, and after Thursday it no longer matters.
    let f = FollowUp {
        steps: 2,
        lapses_at: Some(at("2026-11-26T08:30:00Z")),
        ..due(1, FollowUpKind::CheckBack)
    };
    let done = happens(NOW, &anita(), &[f], no_answer);
    assert!(done.let_go);
}

#[test]
fn the_earliest_next_try_of_all_that_was_covered_is_the_customers() {
    // Red comes back in half an hour, the other in three hours.
    let done = happens(
        NOW,
        &anita(),
        &[due(1, FollowUpKind::CheckBack), red(2)],
        no_answer,
    );
    assert_eq!(rest(&done).as_deref(), Some("Tue 24 10:30"));
    // What is not due yet is not counted as tried.
    let ahead = FollowUp {
        due_at: at("2026-11-30T08:30:00Z"),
        ..due(3, FollowUpKind::Reminder)
    };
    let done = happens(
        NOW,
        &anita(),
        &[due(1, FollowUpKind::CheckBack), ahead],
        no_answer,
    );
    assert_eq!(follow_up_after(&done, 3), None);
}

#[test]
fn a_chosen_next_time_overrules_the_cadence_and_never_asks() {
    let f = FollowUp {
        steps: 3,
        ..due(1, FollowUpKind::CheckBack)
    };
    let next = Some(at("2026-11-26T11:00:00Z"));
    let done = happens(NOW, &anita(), &[f], |s| {
        s.record_unanswered(Outcome::NoAnswer, next)
    });
    assert_eq!(rest(&done).as_deref(), Some("Thu 26 11:00"));
    assert!(!done.let_go && customer_after(&done).rest_chosen);
    assert_eq!(
        follow_up_after(&done, 1).unwrap().state,
        FollowUpState::Open
    );
}

#[test]
fn a_rest_ends_an_hour_before_a_promise_that_is_still_to_keep() {
    let soon = [promised(1, "2026-11-24T11:30:00Z")];
    let done = happens(NOW, &anita(), &soon, no_answer);
    assert_eq!(rest(&done).as_deref(), Some("Tue 24 10:30"));
    let until = at("2026-11-27T09:00:00Z");
    let done = happens(NOW, &anita(), &soon, |s| s.snooze(until));
    assert_eq!(rest(&done).as_deref(), Some("Tue 24 10:30"));
    assert_eq!(
        done.says,
        "Back today 10:30, because of the promise for 11:30."
    );
    // One that is broken already holds nobody back.
    let broken = [promised(1, "2026-11-24T09:00:00Z")];
    let done = happens(NOW, &anita(), &broken, |s| s.snooze(until));
    assert_eq!(rest(&done).as_deref(), Some("Fri 27 09:00"));
    assert_eq!(done.says, "Back Fri 27 Nov 09:00.");
}

#[test]
fn a_promise_just_after_midnight_is_named_with_its_day() {
    let soon = [promised(1, "2026-11-25T00:30:00Z")];
    let until = at("2026-11-27T09:00:00Z");
    let done = happens(NOW, &anita(), &soon, |s| s.snooze(until));
    assert_eq!(
        done.says,
        "Back today 23:30, because of the promise for 00:30 tomorrow."
    );
}

#[test]
fn what_somebody_has_already_is_not_handed_over_to_them() {
    let theirs = |id| FollowUp {
        owner: Some("Joe".to_owned()),
        ..due(id, FollowUpKind::CheckBack)
    };
    let two = [theirs(1), theirs(2)];
    let done = happens(NOW, &anita(), &two, |s| s.hand_over(&[1], "Joe"));
    assert_eq!(done.changes, []);
    assert_eq!(done.says, "Joe has this call already.");
    let done = happens(NOW, &anita(), &two, |s| s.hand_over(&[1, 2], "Joe"));
    assert_eq!(done.says, "Joe has these calls already.");
    let one = [theirs(1), due(2, FollowUpKind::CheckBack)];
    let done = happens(NOW, &anita(), &one, |s| s.hand_over(&[1, 2], "Joe"));
    assert_eq!(done.changes.len(), 1);
    assert_eq!(done.says, "Handed over to Joe.");
}

#[test]
fn a_promise_that_was_kept_in_the_call_caps_no_rest() {
    let both = [
        promised(1, "2026-11-24T16:00:00Z"),
        due(2, FollowUpKind::CheckBack),
    ];
    let kept = [said(1, FollowUpResult::Settled)];
    // The other was not talked about: it rests until Wednesday 9:00, not until the kept promise.
    let done = happens(NOW, &anita(), &both, |s| {
        s.record_reached(&kept, Direction::Outward, None)
    });
    assert_eq!(rest(&done).as_deref(), Some("Wed 25 09:00"));
    assert_eq!(follow_up_after(&done, 1).unwrap().heard_at, Some(at(NOW)));
    let next = Some(at("2026-11-26T09:00:00Z"));
    let done = happens(NOW, &anita(), &both, |s| {
        s.record_reached(&kept, Direction::Outward, next)
    });
    assert_eq!(rest(&done).as_deref(), Some("Thu 26 09:00"));
    // The other way round the promise is still to keep.
    let other = [said(2, FollowUpResult::Settled)];
    let done = happens(NOW, &anita(), &both, |s| {
        s.record_reached(&other, Direction::Outward, None)
    });
    assert_eq!(rest(&done).as_deref(), Some("Tue 24 15:00"));
    assert_eq!(done.says, "Settled. Left open; again today 15:00.");
}

#[test]
fn who_was_reached_is_not_rung_again_that_day_for_what_was_left_open() {
    let tried = FollowUp {
        attempts: 3,
        steps: 3,
        busies: 1,
        parts_tried: 7,
        ..due(1, FollowUpKind::Quote)
    };
    let done = happens(NOW, &anita(), &[tried], |s| {
        s.record_reached(&[], Direction::Outward, None)
    });
    let f = follow_up_after(&done, 1).unwrap();
    assert_eq!(
        (f.attempts, f.steps, f.busies, f.parts_tried, f.state),
        (0, 0, 0, 0, FollowUpState::Open)
    );
    assert_eq!(rest(&done).as_deref(), Some("Wed 25 09:00"));
    assert_eq!(done.says, "Left open; again tomorrow 09:00.");
}

#[test]
fn a_contact_keeps_the_earliest_time_that_came_of_it() {
    // Authorised comes back in 7 days, declined amber in 60, thinking tomorrow at 16:00.
    let three = [
        due(1, FollowUpKind::Finding),
        due(2, FollowUpKind::Finding),
        due(3, FollowUpKind::Finding),
    ];
    let next = |results: &[ResultEntry]| {
        let done = happens(NOW, &anita(), &three, |s| {
            s.record_reached(results, Direction::Outward, None)
        });
        contact_of(&done).next_at
    };
    let authorised = said(1, FollowUpResult::Authorised);
    let declined = said(2, FollowUpResult::Declined);
    let thinking = said(3, FollowUpResult::Thinking);
    let settled = said(3, FollowUpResult::Settled);
    assert_eq!(
        next(&[authorised.clone(), declined.clone(), settled]),
        Some(at("2026-12-01T08:30:00Z"))
    );
    assert_eq!(
        next(&[authorised, declined, thinking]),
        Some(at("2026-11-25T16:00:00Z"))
    );
}

#[test]
fn an_inward_call_is_no_try_and_ends_the_rest() {
    let resting = Customer {
        rest_until: Some(at("2026-11-25T14:00:00Z")),
        ..anita()
    };
    let results = [said(1, FollowUpResult::Settled)];
    let done = happens(NOW, &resting, &[due(1, FollowUpKind::Quote)], |s| {
        s.record_reached(&results, Direction::Inward, None)
    });
    let c = customer_after(&done);
    assert_eq!((c.rest_until, c.tries), (None, 0));
    assert_eq!(contact_of(&done).direction, Direction::Inward);
}

#[test]
fn an_unhappy_customer_is_rung_by_the_owner_today_whatever_else_was_left_open() {
    let both = [due(1, FollowUpKind::CheckBack), due(2, FollowUpKind::Quote)];
    let results = [said(1, FollowUpResult::Unhappy)];
    for direction in [Direction::Outward, Direction::Inward] {
        let done = happens(NOW, &anita(), &both, |s| {
            s.record_reached(&results, direction, None)
        });
        let complaint = follow_up_after(&done, -1).unwrap();
        assert_eq!(
            (complaint.kind, complaint.due_at),
            (FollowUpKind::Complaint, at(NOW))
        );
        assert_eq!(complaint.owner.as_deref(), Some("Joe"));
        assert_eq!(complaint.follows, Some(1));
        assert_eq!(rest(&done), None, "nothing hides the complaint");
        assert_eq!(done.says, "Unhappy: Joe rings today.");
    }
}

#[test]
fn who_felt_unhappy_is_rung_by_the_owner_today_once() {
    let resting = Customer {
        rest_until: Some(at("2026-11-25T09:00:00Z")),
        ..anita()
    };
    let contact = contact_of(&happens(NOW, &anita(), &[], |s| {
        s.record_reached(&[], Direction::Outward, None)
    }));
    let unhappy = |s: &CustomerContext<'_>| s.record_feeling(&contact, Feeling::Unhappy);
    let done = happens(NOW, &resting, &[due(1, FollowUpKind::Quote)], unhappy);
    assert_eq!(follow_up_after(&done, -1).unwrap().about, "Left unhappy");
    assert_eq!(rest(&done), None);
    assert_eq!(done.says, "Noted: unhappy; Joe rings today.");
    // A complaint of theirs is open already: one is enough.
    let done = happens(NOW, &resting, &[due(1, FollowUpKind::Complaint)], unhappy);
    assert_eq!(follow_up_after(&done, -1), None);
    let fine = happens(NOW, &resting, &[], |s| {
        s.record_feeling(&contact, Feeling::Fine)
    });
    assert_eq!(fine.changes.len(), 1);
}

#[test]
fn a_wrong_number_hides_nobody_and_tries_nothing() {
    let resting = Customer {
        rest_until: Some(at("2026-11-25T09:00:00Z")),
        ..anita()
    };
    let done = happens(NOW, &resting, &[due(1, FollowUpKind::Quote)], wrong_number);
    let c = customer_after(&done);
    assert_eq!(
        (c.wrong_number_at, c.rest_until, c.tries),
        (Some(at(NOW)), None, 0)
    );
    assert_eq!(follow_up_after(&done, 1), None);
    // Whoever is reached after all has the right number.
    let done = happens(NOW, &c, &[], |s| {
        s.record_reached(&[], Direction::Outward, None)
    });
    assert_eq!(customer_after(&done).wrong_number_at, None);
}

#[test]
fn letting_go_closes_with_the_reason_and_trying_on_takes_four_days() {
    let waiting = FollowUp {
        state: FollowUpState::LetGo,
        attempts: 4,
        steps: 4,
        ..due(1, FollowUpKind::Reminder)
    };
    let both = [waiting, due(2, FollowUpKind::Quote)];
    let done = happens(NOW, &anita(), &both, |s| s.let_go("moved away"));
    let f = follow_up_after(&done, 1).unwrap();
    assert_eq!(
        (f.state, f.reason.as_deref()),
        (FollowUpState::Closed, Some("moved away"))
    );
    assert_eq!(f.result, Some(FollowUpResult::Dropped));
    assert_eq!(follow_up_after(&done, 2), None);
    let done = happens(NOW, &anita(), &both, keep_trying);
    let f = follow_up_after(&done, 1).unwrap();
    assert_eq!((f.state, f.attempts, f.steps), (FollowUpState::Open, 4, 0));
    // Tue 24 10:00 + 4 days is Sat 28 10:00, an open day on which the shop rings until 17:00.
    assert_eq!(rest(&done).as_deref(), Some("Sat 28 10:00"));
    assert_eq!(done.says, "Next try Sat 28 Nov 10:00.");
    let nothing = happens(NOW, &anita(), &[due(2, FollowUpKind::Quote)], keep_trying);
    assert_eq!(
        (nothing.changes, nothing.says.as_str()),
        (Vec::new(), "Nothing here is waiting for a decision.")
    );
}

#[test]
fn trying_on_does_not_rest_past_the_promise_of_what_is_tried() {
    let waiting = FollowUp {
        state: FollowUpState::LetGo,
        ..promised(1, "2026-11-25T12:00:00Z")
    };
    let done = happens(NOW, &anita(), &[waiting], keep_trying);
    assert_eq!(rest(&done).as_deref(), Some("Wed 25 11:00"));
}

#[test]
fn a_promise_keeps_the_first_one_in_sight() {
    let first = at("2026-11-24T16:00:00Z");
    let done = happens(NOW, &anita(), &[due(1, FollowUpKind::Quote)], |s| {
        s.promise(1, first)
    });
    assert_eq!(done.says, "Promised by 16:00 today.");
    let f = follow_up_after(&done, 1).unwrap();
    let again = at("2026-11-25T16:00:00Z");
    let done = happens("2026-11-24T15:50:00Z", &anita(), &[f], |s| {
        s.promise(1, again)
    });
    let f = follow_up_after(&done, 1).unwrap();
    assert_eq!(
        (f.promised_at, f.first_promised_at),
        (Some(again), Some(first))
    );
    assert_eq!(
        done.says,
        "Promised by 16:00 tomorrow (first promised for 16:00 today)."
    );
    // And again: the first stays the first.
    let third = at("2026-11-26T16:00:00Z");
    let done = happens(NOW, &anita(), &[f], |s| s.promise(1, third));
    assert_eq!(
        follow_up_after(&done, 1).unwrap().first_promised_at,
        Some(first)
    );
}

#[test]
fn a_promise_changes_neither_the_due_date_nor_a_rest() {
    let mut resting = anita();
    resting.rest(Some(at("2026-11-27T09:00:00Z")), true, at(NOW));
    let before = at("2026-11-23T10:00:00Z");
    let later = at("2026-12-10T08:30:00Z");
    for due_at in [before, at(NOW), later] {
        for by in ["2026-11-24T16:00:00Z", "2026-12-24T16:00:00Z"] {
            let f = FollowUp { due_at, ..red(1) };
            let done = happens(NOW, &resting, &[f], |s| s.promise(1, at(by)));
            let f = follow_up_after(&done, 1).unwrap();
            assert_eq!((f.due_at, f.promised_at), (due_at, Some(at(by))));
            // Renewed, nothing moves either.
            let renewed = at("2026-12-28T16:00:00Z");
            let done = happens(NOW, &resting, &[f], |s| s.promise(1, renewed));
            assert_eq!(follow_up_after(&done, 1).unwrap().due_at, due_at);
            assert_eq!(done.changes.len(), 1, "only the follow-up changes");
        }
    }
}

#[test]
fn a_call_covers_what_is_due_or_promised_by_tonight_red_first_else_the_earliest() {
    let on = |id: i64, day: &str| FollowUp {
        due_at: at(day),
        ..due(id, FollowUpKind::Quote)
    };
    let tonight = on(1, "2026-11-24T23:59:00Z");
    let tomorrow = on(2, "2026-11-25T00:00:00Z");
    let promised = FollowUp {
        promised_at: Some(at("2026-11-24T18:00:00Z")),
        ..on(3, "2026-11-30T09:00:00Z")
    };
    let rules = rules();
    let covered = |follow_ups: &[FollowUp]| -> Vec<i64> {
        let customer = anita();
        let scene = CustomerContext {
            habits: crate::domain::likelihood::AnswerHabits::UNKNOWN,
            rules: &rules,
            now: at(NOW),
            by: "Tom",
            customer: &customer,
            follow_ups,
        };
        scene.covered().iter().map(|f| f.id).collect()
    };
    let all = [tonight.clone(), tomorrow.clone(), promised.clone(), red(4)];
    assert_eq!(covered(&all), [4, 1, 3]);
    assert_eq!(covered(&[on(5, "2026-12-01T09:00:00Z"), tomorrow]), [2]);
    assert_eq!(covered(&[]), Vec::<i64>::new());
    let closed = FollowUp {
        state: FollowUpState::Closed,
        ..tonight
    };
    assert_eq!(covered(&[closed]), Vec::<i64>::new());
}

#[test]
fn the_customers_own_hours_say_when_what_was_left_open_comes_back() {
    let evenings = Customer {
        hours: Some(DaySpan::new((17, 0), (20, 0))),
        ..anita()
    };
    let done = happens(NOW, &evenings, &[due(1, FollowUpKind::Quote)], |s| {
        s.record_reached(&[], Direction::Outward, None)
    });
    assert_eq!(rest(&done).as_deref(), Some("Wed 25 17:00"));
}

#[test]
fn a_note_after_the_fact_changes_the_contact_alone() {
    let done = happens(NOW, &anita(), &[], |s| {
        s.record_reached(&[], Direction::Outward, None)
    });
    let contact = contact_of(&done);
    let noted = CustomerContext::note(&contact, "Rang twice");
    let expected = Contact {
        note: Some("Rang twice".to_owned()),
        ..contact.clone()
    };
    assert_eq!(
        noted.changes,
        [Change::of(
            Record::Contact(contact),
            Record::Contact(expected)
        )]
    );
}

#[test]
fn a_promise_renewed_after_it_was_broken_stays_broken() {
    let broken = [promised(1, "2026-11-24T09:00:00Z")];
    let done = happens(NOW, &anita(), &broken, |s| {
        s.promise(1, at("2026-11-24T14:00:00Z"))
    });
    let after = follow_up_after(&done, 1).unwrap();
    assert_eq!(after.broken_at, Some(at("2026-11-24T09:00:00Z")));
    // Renewed in time, it is a promise like any other.
    let open = [promised(1, "2026-11-24T11:00:00Z")];
    let done = happens(NOW, &anita(), &open, |s| {
        s.promise(1, at("2026-11-24T14:00:00Z"))
    });
    assert_eq!(follow_up_after(&done, 1).unwrap().broken_at, None);
}
