//! PRODUCT's table of results, its days worked out by hand: open Mon–Fri from 8:30, Sat from 9:00.

use chrono::{DateTime, Utc};

use super::super::customer::Customer;
use super::super::follow_up::{FollowUp, FollowUpKind, FollowUpResult, FollowUpState, Severity};
use super::super::hours::Calendar;
use super::super::outcome::{CustomerContext, ResultEntry};
use super::super::playbook::{Delay, PlannedFollowUp, Playbook, Playbooks};
use super::super::rules::Rules;
use super::Resolution;

/// Tuesday.
const NOW: &str = "2026-11-24T10:00:00Z";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn rules() -> Rules {
    let calendar = Calendar {
        zone: chrono_tz::Europe::London,
        // Christmas Day is a Friday in 2026.
        holidays: ["2026-12-25".parse().unwrap()].into(),
        ..Calendar::default()
    };
    Rules {
        owner: "Joe".to_owned(),
        calendar,
        ..Rules::default()
    }
}

fn finding(severity: Option<Severity>) -> FollowUp {
    let mut f = FollowUp::new(
        7,
        1,
        FollowUpKind::Finding,
        "Front pads 2 mm",
        at("2026-11-23T10:00:00Z"),
    );
    f.severity = severity;
    f.quote = Some(18_000);
    f.item = Some(3);
    f.owner = Some("Tom".to_owned());
    f.attempts = 2;
    f.steps = 2;
    f
}

fn amber() -> FollowUp {
    finding(Some(Severity::Amber))
}

fn said(result: FollowUpResult) -> ResultEntry {
    ResultEntry {
        follow_up: 7,
        result,
        words: None,
        amount: None,
    }
}

fn given(when: &str, before: &FollowUp, said: &ResultEntry, rules: &Rules) -> Resolution {
    let customer = Customer {
        id: 1,
        name: "Anita Patel".to_owned(),
        ..Customer::default()
    };
    let follow_ups = [before.clone()];
    let scene = CustomerContext {
        habits: crate::domain::likelihood::AnswerHabits::UNKNOWN,
        rules,
        now: at(when),
        by: "Asha",
        customer: &customer,
        follow_ups: &follow_ups,
    };
    scene.resolve(before, said, &mut -1)
}

fn verdict(when: &str, before: &FollowUp, result: FollowUpResult) -> Resolution {
    given(when, before, &said(result), &rules())
}

fn due(verdict: &Resolution) -> Option<String> {
    let due = verdict.made.first().map(|f| f.due_at);
    due.map(|d| d.format("%a %Y-%m-%d %H:%MZ").to_string())
}

#[test]
fn each_result_comes_back_when_the_table_says() {
    let of = |severity| finding(severity);
    for (before, result, expected) in [
        // 24 Nov + 7 = Tue 1 Dec.
        (
            of(None),
            FollowUpResult::Authorised,
            "Tue 2026-12-01 08:30Z",
        ),
        // + 14 = Tue 8 Dec.
        (
            of(Some(Severity::Red)),
            FollowUpResult::Declined,
            "Tue 2026-12-08 08:30Z",
        ),
        // + 60: 6 days are left of November and 31 of December, so 23 Jan, a Saturday: 9:00.
        (
            of(Some(Severity::Amber)),
            FollowUpResult::Declined,
            "Sat 2027-01-23 09:00Z",
        ),
        (of(None), FollowUpResult::Declined, "Sat 2027-01-23 09:00Z"),
        // + 365 = Wed 24 Nov 2027.
        (
            of(Some(Severity::Green)),
            FollowUpResult::Declined,
            "Wed 2027-11-24 08:30Z",
        ),
        // + 90: 6 + 31 + 31 = 68, so 22 Feb, a Monday.
        (
            of(Some(Severity::Red)),
            FollowUpResult::CanWait,
            "Mon 2027-02-22 08:30Z",
        ),
        // At once.
        (of(None), FollowUpResult::Unhappy, "Tue 2026-11-24 10:00Z"),
    ] {
        let verdict = verdict(NOW, &before, result);
        assert_eq!(
            due(&verdict).as_deref(),
            Some(expected),
            "{result} {:?}",
            before.severity
        );
        assert_eq!(verdict.after.state, FollowUpState::Closed);
        assert_eq!(
            verdict.after.next_at,
            verdict.made.first().map(|f| f.due_at)
        );
    }
}

#[test]
fn a_closed_day_and_the_clocks_move_it_to_the_next_opening() {
    for (when, expected) in [
        ("2026-11-22T10:00:00Z", "Mon 2026-11-30 08:30Z"), // Sunday + 7 = Sunday
        ("2026-11-21T10:00:00Z", "Sat 2026-11-28 09:00Z"), // Saturday + 7 = Saturday
        ("2026-12-18T10:00:00Z", "Sat 2026-12-26 09:00Z"), // + 7 = Christmas Day
        ("2026-11-24T23:59:59Z", "Tue 2026-12-01 08:30Z"), // a minute before midnight
        ("2026-11-25T00:00:00Z", "Wed 2026-12-02 08:30Z"), // midnight
        // Into summer time: Wed 25 Mar + 7 = Wed 1 Apr 8:30 BST; 22 Mar + 7 is the Sunday itself.
        ("2026-03-25T10:00:00Z", "Wed 2026-04-01 07:30Z"),
        ("2026-03-22T10:00:00Z", "Mon 2026-03-30 07:30Z"),
        // Out of it: Wed 21 Oct + 7 = Wed 28 Oct 8:30 GMT.
        ("2026-10-21T09:00:00Z", "Wed 2026-10-28 08:30Z"),
    ] {
        let verdict = verdict(when, &amber(), FollowUpResult::Authorised);
        assert_eq!(due(&verdict).as_deref(), Some(expected), "{when}");
    }
}

#[test]
fn who_thinks_about_it_is_rung_the_next_open_day_at_four() {
    for (when, expected) in [
        (NOW, "2026-11-25T16:00:00Z"),
        ("2026-11-20T10:00:00Z", "2026-11-23T09:00:00Z"), // Friday: closed on Saturday at 16:00
        ("2026-11-21T10:00:00Z", "2026-11-23T16:00:00Z"), // Saturday: Monday
        ("2026-12-24T10:00:00Z", "2026-12-28T09:00:00Z"), // over Christmas Day and Saturday
        ("2026-03-28T10:00:00Z", "2026-03-30T15:00:00Z"), // 16:00 BST
        ("2026-10-24T10:00:00Z", "2026-10-26T16:00:00Z"), // 16:00 GMT
    ] {
        let mut before = amber();
        before.promised_at = Some(at("2026-12-31T10:00:00Z"));
        let Resolution { after, made, says } = verdict(when, &before, FollowUpResult::Thinking);
        assert_eq!(
            (after.due_at, after.state),
            (at(expected), FollowUpState::Open),
            "{when}"
        );
        assert_eq!((after.attempts, after.steps, made.len()), (0, 0, 0));
        assert_eq!(after.heard_at, Some(at(when)), "they heard");
        assert!(says.starts_with("Thinking: ring again "), "{says}");
    }
}

/// Every result, with the shop's rules and with a playbook of hours, at every hour of three weeks with
/// a holiday in them.
#[test]
fn what_comes_of_a_result_is_due_on_an_open_day_while_the_shop_is_open() {
    let mut rules = rules();
    let hours = |n: u32| PlannedFollowUp {
        after: Delay::try_from(format!("{n}h")).unwrap(),
        about: "All well?".to_owned(),
        kind: FollowUpKind::CheckBack,
        severity: None,
        promise: Some(Delay::try_from(format!("{}h", n + 2)).unwrap()),
        playbook: None,
    };
    let plan = vec![hours(3), hours(20)];
    let then = FollowUpResult::ALL
        .iter()
        .map(|result| (*result, plan.clone()));
    rules.playbooks.0.push(Playbook {
        then: then.collect(),
        name: "hours".to_owned(),
        ..playbook()
    });
    let own = FollowUp {
        playbook: Some("hours".to_owned()),
        ..amber()
    };
    let calendar = rules.calendar.clone();
    let opens = |at| calendar.is_open_until(at);
    for hour in 0..21 * 24 {
        let now = at("2026-12-10T00:20:00Z") + chrono::Duration::hours(hour);
        for result in FollowUpResult::ALL {
            for before in [&amber(), &own] {
                let verdict = given(&now.to_rfc3339(), before, &said(*result), &rules);
                let made = verdict.made.iter();
                // A complaint is the owner's at once.
                let made = made.filter(|f| f.kind != FollowUpKind::Complaint);
                let times = made.flat_map(|f| [Some(f.due_at), f.promised_at]).flatten();
                let again = Some(verdict.after.due_at);
                let again = again.filter(|_| *result == FollowUpResult::Thinking);
                for time in times.chain(again) {
                    assert!(opens(time), "{result} at {now}: {time}");
                }
            }
        }
    }
}

#[test]
fn who_thinks_about_it_is_rung_in_their_own_hours() {
    let (rules, before) = (rules(), amber());
    let customer = Customer {
        id: 1,
        name: "Anita Patel".to_owned(),
        hours: Some("before 12".parse().unwrap()),
        ..Customer::default()
    };
    let follow_ups = [before.clone()];
    let scene = CustomerContext {
        habits: crate::domain::likelihood::AnswerHabits::UNKNOWN,
        rules: &rules,
        now: at(NOW),
        by: "Asha",
        customer: &customer,
        follow_ups: &follow_ups,
    };
    let verdict = scene.resolve(&before, &said(FollowUpResult::Thinking), &mut -1);
    assert_eq!(verdict.after.due_at, at("2026-11-26T09:00:00Z"));
}

#[test]
fn an_authorisation_is_stamped_with_who_how_much_and_when() {
    let plain = verdict(NOW, &amber(), FollowUpResult::Authorised).after;
    assert_eq!(plain.authorised_by.as_deref(), Some("Anita Patel"));
    assert_eq!(
        (plain.authorised_amount, plain.result_at),
        (Some(18_000), Some(at(NOW)))
    );
    let said = ResultEntry {
        words: Some("her husband".to_owned()),
        amount: Some(17_500),
        ..said(FollowUpResult::Authorised)
    };
    let named = given(NOW, &amber(), &said, &rules());
    assert_eq!(named.after.authorised_by.as_deref(), Some("her husband"));
    assert_eq!(named.after.authorised_amount, Some(17_500));
    assert_eq!(named.says, "Authorised £175. Check-back Tue 1 Dec.");
    let check_back = named.made.first().unwrap();
    assert_eq!(check_back.about, "Front pads 2 mm: all well?");
    assert_eq!(
        (check_back.kind, check_back.item),
        (FollowUpKind::CheckBack, Some(3))
    );
    assert_eq!(
        (check_back.follows, check_back.owner.as_deref()),
        (Some(7), Some("Tom"))
    );
    assert_eq!(
        (check_back.added_at, check_back.added_by.as_str()),
        (at(NOW), "Asha")
    );
    assert!(!check_back.marketing);
}

#[test]
fn deferred_work_comes_round_again_as_it_was() {
    let mut before = amber();
    before.playbook = Some("pads-low".to_owned());
    before.note = Some("rear ones too".to_owned());
    before.marketing = true;
    let Resolution { made, says, .. } = verdict(NOW, &before, FollowUpResult::Declined);
    let again = made.first().unwrap();
    assert_eq!(
        (again.about.as_str(), again.kind),
        ("Front pads 2 mm", FollowUpKind::Finding)
    );
    assert_eq!(
        (again.severity, again.quote),
        (before.severity, before.quote)
    );
    assert_eq!(
        (&again.playbook, &again.note),
        (&before.playbook, &before.note)
    );
    assert!(again.marketing);
    assert_eq!((again.attempts, again.state), (0, FollowUpState::Open));
    assert_eq!(says, "Declined. We ask again Sat 23 Jan 2027.");
}

#[test]
fn nothing_closes_without_a_next_date_or_a_reason() {
    for result in FollowUpResult::ALL {
        let Resolution { after, .. } = verdict(NOW, &amber(), *result);
        let closed = after.state == FollowUpState::Closed;
        assert_eq!(closed, *result != FollowUpResult::Thinking);
        assert!(
            !closed || after.next_at.is_some() || after.reason.is_some(),
            "{result}"
        );
        assert_eq!(
            (after.result, after.result_at),
            (Some(*result), Some(at(NOW)))
        );
    }
    let settled = verdict(NOW, &amber(), FollowUpResult::Settled).after;
    assert_eq!(settled.reason.as_deref(), Some("all is well"));
    let dropped = verdict(NOW, &amber(), FollowUpResult::Dropped);
    assert_eq!(dropped.says, "No longer matters.");
    let dropped = dropped.after;
    assert_eq!(dropped.reason.as_deref(), Some("no longer matters"));
    let words = ResultEntry {
        words: Some("sold the car".to_owned()),
        ..said(FollowUpResult::Dropped)
    };
    let dropped = given(NOW, &amber(), &words, &rules()).after;
    assert_eq!(dropped.reason.as_deref(), Some("sold the car"));
}

#[test]
fn whether_a_promise_was_kept_follows_from_when_they_heard() {
    let mut before = amber();
    before.promised_at = Some(at("2026-11-24T09:00:00Z"));
    let after = verdict(NOW, &before, FollowUpResult::Settled).after;
    assert_eq!(after.heard_at, Some(at(NOW)));
    // Heard once, it stays heard then.
    before.heard_at = Some(at("2026-11-24T08:00:00Z"));
    let after = verdict(NOW, &before, FollowUpResult::Settled).after;
    assert_eq!(after.heard_at, before.heard_at);
}

fn playbook() -> Playbook {
    let anticipated = |after, about: &str, kind| PlannedFollowUp {
        after,
        about: about.to_owned(),
        kind,
        severity: None,
        promise: Some(Delay::Days(3)),
        playbook: None,
    };
    let later = anticipated(Delay::Months(12), "Service due", FollowUpKind::Reminder);
    let soon = anticipated(Delay::Days(2), "All well since?", FollowUpKind::CheckBack);
    Playbook {
        name: "service-due".to_owned(),
        title: "Service due".to_owned(),
        trade: None,
        suits: Vec::new(),
        words: Vec::new(),
        say: String::new(),
        ask: Vec::new(),
        job: Vec::new(),
        then: [
            (FollowUpResult::Authorised, vec![later, soon]),
            (FollowUpResult::Declined, Vec::new()),
        ]
        .into(),
        retry: None,
        ends: None,
        marketing: None,
    }
}

#[test]
fn a_playbooks_plan_stands_in_place_of_the_shops_rule() {
    let rules = Rules {
        playbooks: Playbooks(vec![playbook()]),
        ..rules()
    };
    let before = FollowUp {
        playbook: Some("service-due".to_owned()),
        ..amber()
    };
    let authorised = given(NOW, &before, &said(FollowUpResult::Authorised), &rules);
    let made: Vec<_> = authorised
        .made
        .iter()
        .map(|f| (f.id, f.due_at, f.follows))
        .collect();
    assert_eq!(
        made,
        [
            (-1, at("2027-11-24T08:30:00Z"), Some(7)),
            (-2, at("2026-11-26T08:30:00Z"), Some(7)),
        ]
    );
    assert_eq!(
        authorised.after.next_at,
        Some(at("2026-11-26T08:30:00Z")),
        "the earliest"
    );
    assert_eq!(authorised.says, "Authorised £180. Check-back Thu 26 Nov.");
    let promised = authorised.made.first().and_then(|f| f.promised_at);
    assert_eq!(promised, Some(at("2026-11-27T08:30:00Z")));
    // An empty plan means: nothing, and the reason says why it is over.
    let declined = given(NOW, &before, &said(FollowUpResult::Declined), &rules);
    assert_eq!(
        (declined.made.len(), declined.after.reason.as_deref()),
        (0, Some("not now"))
    );
    // Where it is silent the shop's rule stands.
    let can_wait = given(NOW, &before, &said(FollowUpResult::CanWait), &rules);
    assert_eq!(due(&can_wait).as_deref(), Some("Mon 2027-02-22 08:30Z"));
}

#[test]
fn new_rows_of_several_verdicts_are_numbered_downward() {
    let rules = rules();
    let customer = Customer {
        id: 1,
        ..Customer::default()
    };
    let scene = CustomerContext {
        habits: crate::domain::likelihood::AnswerHabits::UNKNOWN,
        rules: &rules,
        now: at(NOW),
        by: "Tom",
        customer: &customer,
        follow_ups: &[],
    };
    let mut id = -1;
    let ids: Vec<i64> = [
        FollowUpResult::Authorised,
        FollowUpResult::Settled,
        FollowUpResult::Declined,
    ]
    .into_iter()
    .flat_map(|result| scene.resolve(&amber(), &said(result), &mut id).made)
    .map(|f| f.id)
    .collect();
    assert_eq!(ids, [-1, -2]);
}

#[test]
fn the_popup_shows_what_will_follow_before_it_happens() {
    let rules = rules();
    let customer = Customer {
        id: 1,
        ..Customer::default()
    };
    let scene = CustomerContext {
        habits: crate::domain::likelihood::AnswerHabits::UNKNOWN,
        rules: &rules,
        now: at(NOW),
        by: "Tom",
        customer: &customer,
        follow_ups: &[],
    };
    for (before, result, expected) in [
        (
            amber(),
            FollowUpResult::Authorised,
            "go ahead; check-back Tue 1 Dec",
        ),
        (
            finding(Some(Severity::Red)),
            FollowUpResult::Declined,
            "ask again Tue 8 Dec (red: 14 days)",
        ),
        (
            amber(),
            FollowUpResult::Declined,
            "ask again Sat 23 Jan 2027 (amber: 60 days)",
        ),
        (
            finding(Some(Severity::Green)),
            FollowUpResult::Declined,
            "ask again Wed 24 Nov 2027 (green: in a year)",
        ),
        (
            amber(),
            FollowUpResult::Thinking,
            "ring again tomorrow 16:00",
        ),
        (
            amber(),
            FollowUpResult::CanWait,
            "told them so; ask again Mon 22 Feb 2027",
        ),
        (amber(), FollowUpResult::Settled, "all is well"),
        (amber(), FollowUpResult::Unhappy, "Joe rings today"),
        (amber(), FollowUpResult::Dropped, "no longer matters"),
    ] {
        assert_eq!(scene.preview(&before, result), expected);
    }
}
