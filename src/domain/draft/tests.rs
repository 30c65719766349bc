//! Whom a draft means, and the rows it adds.

use chrono::{DateTime, Utc};

use super::super::change::{Change, Record};
use super::super::customer::{Customer, Item};
use super::super::follow_up::{FollowUp, FollowUpKind, Severity};
use super::super::hours::Calendar;
use super::super::phone::{self, ParsedNumber, Region};
use super::super::playbook::{Delay, PlannedFollowUp, Playbook};
use super::super::rules::Rules;
use super::{
    Author, CompletedJob, Draft, ExistingCustomer, Reason, plan_changes, plan_job, set_phone,
};

const NOW: &str = "2026-11-24T10:00:00Z";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn number(typed: &str) -> ParsedNumber {
    phone::read(typed, &Region::new("GB").unwrap()).unwrap()
}

fn draft(name: &str, phone: Option<&str>, email: Option<&str>) -> Draft {
    Draft {
        name: name.to_owned(),
        phone: phone.map(number),
        email: email.map(str::to_owned),
        ..Draft::default()
    }
}

fn known(name: &str, phone: Option<&str>, email: Option<&str>) -> Customer {
    let mut c = Customer {
        id: 5,
        name: name.to_owned(),
        email: email.map(str::to_owned),
        ..Customer::default()
    };
    set_phone(&mut c, phone.map(number).as_ref());
    c
}

fn reason() -> Reason {
    Reason {
        about: "Struts".to_owned(),
        kind: FollowUpKind::Quote,
        guessed: false,
        severity: None,
        quote: None,
        due: None,
        promise: None,
        owner: None,
        note: None,
    }
}

fn author() -> Author<'static> {
    Author {
        now: at(NOW),
        by: "Tom",
    }
}

fn follow_up(changes: &[Change]) -> FollowUp {
    let found = changes.iter().find_map(|c| match &c.after {
        Some(Record::FollowUp(f)) => Some(f.clone()),
        _ => None,
    });
    found.unwrap()
}

fn customer(changes: &[Change]) -> Option<Customer> {
    changes.iter().find_map(|c| match &c.after {
        Some(Record::Customer(c)) => Some(c.clone()),
        _ => None,
    })
}

#[test]
fn a_new_customer_their_item_and_the_reason_name_each_other() {
    let draft = Draft {
        item: Some("Clio AB12 CDE".to_owned()),
        reason: Some(reason()),
        ..draft("Anita Patel", Some("020 7946 0123"), None)
    };
    let changes = plan_changes(&draft, None, author(), -4);
    assert_eq!(changes.len(), 3);
    let c = customer(&changes).unwrap();
    assert_eq!(
        (c.id, c.number(), c.added_at),
        (-4, Some("020 7946 0123"), at(NOW))
    );
    assert_eq!(c.phone.as_deref(), Some("+442079460123"));
    let f = follow_up(&changes);
    assert_eq!(
        (f.id, f.customer, f.item, f.due_at),
        (-4, -4, Some(-4), at(NOW))
    );
    assert_eq!((f.added_at, f.added_by.as_str()), (at(NOW), "Tom"));
}

#[test]
fn what_is_known_already_is_kept_and_what_is_missing_is_filled_in() {
    let there = known("Anita Patel", Some("020 7946 0123"), None);
    let items = [Item {
        id: 9,
        version: 1,
        customer: 5,
        label: "Clio AB12 CDE".to_owned(),
    }];
    let of = |draft: &Draft| {
        plan_changes(
            draft,
            Some(ExistingCustomer {
                customer: &there,
                items: &items,
            }),
            author(),
            -1,
        )
    };
    // The same item, written otherwise, is no second one.
    let again = Draft {
        item: Some("clio ab12 cde".to_owned()),
        reason: Some(reason()),
        ..draft("Anita Patel", None, None)
    };
    let changes = of(&again);
    assert_eq!(changes.len(), 1);
    assert_eq!(follow_up(&changes).item, Some(9));
    let more = draft(
        "Anita Patel",
        Some("020 7946 0999"),
        Some("anita@example.com"),
    );
    let filled = customer(&of(&more)).unwrap();
    assert_eq!(filled.email.as_deref(), Some("anita@example.com"));
    assert_eq!(filled.phone, there.phone);
}

#[test]
fn what_is_red_is_due_at_once_whatever_was_promised_and_the_rest_in_time_for_its_promise() {
    let (due, promise) = (at("2026-11-26T09:00:00Z"), at("2026-11-25T16:00:00Z"));
    let finding = |severity| (FollowUpKind::Finding, severity);
    let not_red = [
        finding(Some(Severity::Amber)),
        finding(Some(Severity::Green)),
        finding(None),
        (FollowUpKind::Quote, None),
        (FollowUpKind::CheckBack, None),
        (FollowUpKind::Ready, None),
        (FollowUpKind::Parts, None),
        (FollowUpKind::Other, None),
    ];
    let red = [
        finding(Some(Severity::Red)),
        (FollowUpKind::ToldUs, None),
        (FollowUpKind::Complaint, None),
    ];
    let both = not_red.map(|k| (k, promise)).into_iter();
    for ((kind, severity), by_promise) in both.chain(red.map(|k| (k, at(NOW)))) {
        for (given, promised, expected) in [
            (None, None, at(NOW)),
            (Some(due), None, due),
            (None, Some(promise), by_promise),
            // A due date that was given stays, whatever is promised.
            (Some(due), Some(promise), due),
            (Some(at(NOW)), Some(promise), at(NOW)),
        ] {
            let reason = Reason {
                kind,
                severity,
                due: given,
                promise: promised,
                ..reason()
            };
            let draft = Draft {
                reason: Some(reason),
                ..draft("Anita", None, None)
            };
            let f = follow_up(&plan_changes(&draft, None, author(), -1));
            let of = (f.due_at, f.promised_at);
            assert_eq!(of, (expected, promised), "{kind} {severity:?}");
        }
    }
}

#[test]
fn nothing_that_was_just_added_is_out_of_sight() {
    let resting = Customer {
        rest_until: Some(at("2026-11-27T09:00:00Z")),
        rest_chosen: true,
        ..known("Anita", None, None)
    };
    let after = |due: Option<&str>, promise: Option<&str>| {
        let reason = Reason {
            due: due.map(at),
            promise: promise.map(at),
            ..reason()
        };
        let draft = Draft {
            reason: Some(reason),
            ..draft("Anita", None, None)
        };
        let changes = plan_changes(
            &draft,
            Some(ExistingCustomer {
                customer: &resting,
                items: &[],
            }),
            author(),
            -1,
        );
        let c = customer(&changes).unwrap_or_else(|| resting.clone());
        (c.rest_until, c.rest_chosen)
    };
    assert_eq!(after(None, None), (None, false));
    let tomorrow = "2026-11-25T09:00:00Z";
    assert_eq!(after(Some(tomorrow), None), (Some(at(tomorrow)), true));
    let later = "2026-11-30T09:00:00Z";
    assert_eq!(after(Some(later), None), (resting.rest_until, true));
    // Due after the rest, but promised before its end.
    // The promise ends the rest by itself, and leaves it as it is.
    let as_it_was = (resting.rest_until, true);
    assert_eq!(after(Some(later), Some(tomorrow)), as_it_was);
    assert_eq!(after(None, Some(tomorrow)), as_it_was);
}

#[test]
fn a_job_plans_what_its_playbook_anticipates() {
    let anticipated = |after, kind| PlannedFollowUp {
        after,
        about: "All well?".to_owned(),
        kind,
        severity: None,
        promise: None,
        playbook: None,
    };
    let playbook = Playbook {
        name: "brakes-done".to_owned(),
        title: "Brakes done".to_owned(),
        trade: None,
        suits: Vec::new(),
        words: Vec::new(),
        say: String::new(),
        ask: Vec::new(),
        job: vec![
            anticipated(Delay::Days(3), FollowUpKind::CheckBack),
            anticipated(Delay::Days(42), FollowUpKind::CheckBack),
            anticipated(Delay::Months(12), FollowUpKind::Reminder),
        ],
        then: std::collections::BTreeMap::new(),
        retry: None,
        ends: None,
        marketing: None,
    };
    let rules = Rules {
        calendar: Calendar {
            zone: chrono_tz::Europe::London,
            ..Calendar::default()
        },
        ..Rules::default()
    };
    let anita = Customer {
        rest_until: Some(at("2026-12-24T09:00:00Z")),
        ..known("Anita", None, None)
    };
    let who = ExistingCustomer {
        customer: &anita,
        items: &[],
    };
    // Done on Friday 20 November, written down on the Tuesday after.
    let done = at("2026-11-20T16:00:00Z");
    let brakes = CompletedJob {
        item: Some("Clio"),
        done,
        by: Some("Asha"),
    };
    let changes = plan_job(&playbook, who, &brakes, author(), &rules);
    let made: Vec<(i64, DateTime<Utc>, Option<DateTime<Utc>>)> = changes
        .iter()
        .filter_map(|c| match &c.after {
            Some(Record::FollowUp(f)) => Some((f.id, f.due_at, f.lapses_at)),
            _ => None,
        })
        .collect();
    // + 15 days is Saturday 5 December, 9:00: there the check-back ends.
    assert_eq!(
        made,
        [
            // + 3 is Monday 23 November.
            (
                -1,
                at("2026-11-23T08:30:00Z"),
                Some(at("2026-12-05T09:00:00Z"))
            ),
            // + 42 is Friday 1 January 2027, no holiday of this shop; it ends where it is due.
            (
                -2,
                at("2027-01-01T08:30:00Z"),
                Some(at("2027-01-01T08:30:00Z"))
            ),
            // + 12 months is Saturday 20 November 2027.
            (-3, at("2027-11-20T09:00:00Z"), None),
        ]
    );
    // The first is due already: nothing hides it.
    assert_eq!(customer(&changes).unwrap().rest_until, None);
    assert!(follow_up(&changes).item == Some(-1));
    let by = changes.iter().filter_map(|c| match &c.after {
        Some(Record::FollowUp(f)) => Some(f.done_by.as_deref()),
        _ => None,
    });
    assert_eq!(
        by.collect::<Vec<_>>(),
        [Some("Asha"); 3],
        "who did it is noted"
    );
}
