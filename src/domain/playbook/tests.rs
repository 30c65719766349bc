//! Playbooks: their delays, matching a typed name, and what a job plans.

use chrono::{DateTime, Utc};

use super::super::follow_up::{FollowUp, FollowUpKind, Severity};
use super::super::hours::Calendar;
use super::{Delay, PlannedFollowUp, Playbook, Playbooks};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// London, with Christmas Day (a Friday in 2026) off.
fn london() -> Calendar {
    Calendar {
        zone: chrono_tz::Europe::London,
        holidays: ["2026-12-25".parse().unwrap()].into(),
        ..Calendar::default()
    }
}

fn after(text: &str) -> Result<Delay, String> {
    Delay::try_from(text.to_owned())
}

fn playbook(name: &str, title: &str) -> Playbook {
    Playbook {
        name: name.to_owned(),
        title: title.to_owned(),
        trade: None,
        suits: Vec::new(),
        words: Vec::new(),
        say: String::new(),
        ask: Vec::new(),
        job: Vec::new(),
        then: std::collections::BTreeMap::new(),
        retry: None,
        ends: None,
        marketing: None,
    }
}

#[test]
fn a_stretch_is_written_as_it_is_read() {
    for (text, expected) in [
        ("now", Delay::Now),
        ("3h", Delay::Minutes(180)),
        ("3d", Delay::Days(3)),
        ("6mo", Delay::Months(6)),
    ] {
        assert_eq!(after(text), Ok(expected));
        assert_eq!(String::from(expected), text);
    }
    assert_eq!(after("2w"), Ok(Delay::Days(14)));
    assert_eq!(after("1y"), Ok(Delay::Months(12)));
    assert_eq!(after("3 d"), Ok(Delay::Days(3)));
    for wrong in [
        "",
        "d",
        "3",
        "-3d",
        "3x",
        "1.5d",
        "soon",
        "9999y",
        "99999999999d",
        "3dd",
        "٣d",
    ] {
        let refused = after(wrong).unwrap_err();
        assert!(
            refused.contains("now, 2h, 3d, 2w, 6mo or 1y"),
            "{wrong}: {refused}"
        );
    }
}

#[test]
fn hours_land_while_the_shop_is_open_and_days_and_months_on_an_open_days_opening() {
    for (text, from, expected) in [
        ("now", "2026-11-24T10:12:34Z", "2026-11-24T10:12:34Z"),
        ("3h", "2026-11-24T10:12:00Z", "2026-11-24T13:12:00Z"),
        ("3d", "2026-11-24T10:12:00Z", "2026-11-27T08:30:00Z"),
        ("3d", "2026-11-18T10:12:00Z", "2026-11-21T09:00:00Z"), // Saturday
        ("3d", "2026-11-19T10:12:00Z", "2026-11-23T08:30:00Z"), // Sunday: Monday
        ("2w", "2026-12-11T10:12:00Z", "2026-12-26T09:00:00Z"), // Christmas Day: Saturday
        ("3d", "2026-03-26T10:12:00Z", "2026-03-30T07:30:00Z"), // Sunday the clocks change: Monday
        ("1w", "2026-10-20T10:12:00Z", "2026-10-27T08:30:00Z"), // out of summer time
        ("3mo", "2026-11-30T10:12:00Z", "2027-03-01T08:30:00Z"), // Sun 28 Feb 2027: Monday
        ("1y", "2028-02-29T10:12:00Z", "2029-02-28T08:30:00Z"), // a Wednesday
        ("3h", "2026-03-27T09:12:00Z", "2026-03-27T12:12:00Z"),
        ("3h", "2026-03-29T00:30:00Z", "2026-03-30T08:00:00Z"), // Sunday: Monday, when one may ring
        ("3h", "2026-11-24T16:00:00Z", "2026-11-25T09:00:00Z"), // closed at 19:00
    ] {
        let expected = at(expected);
        assert_eq!(
            after(text).unwrap().from(at(from), &london()),
            expected,
            "{text} from {from}"
        );
    }
}

#[test]
fn a_typed_name_means_the_one_playbook_it_fits() {
    let all = Playbooks(vec![
        playbook("brakes-done", "Brakes done"),
        playbook("brakes-low", "Pads low"),
        playbook("quote", "Quote promised"),
        playbook("quote-sent", "Quote sent"),
    ]);
    let meant = |typed: &str| all.meant(typed).ok().map(|p| p.name.as_str());
    for (typed, expected) in [
        ("brakes-done", Some("brakes-done")),
        ("Brakes Done", Some("brakes-done")),
        ("brakes-l", Some("brakes-low")),
        ("pads", Some("brakes-low")),
        ("quote", Some("quote")), // a whole name, though another begins with it
        ("quote-s", Some("quote-sent")),
        ("brakes", None), // two begin so
        ("tyres", None),
        ("", None),
        (" ", None),
    ] {
        assert_eq!(meant(typed), expected, "{typed}");
    }
    assert_eq!(
        all.meant("brakes").unwrap_err(),
        "“brakes” does not name one playbook: there are brakes-done, brakes-low, quote, quote-sent"
    );
}

#[test]
fn the_shops_own_replace_those_of_their_name_and_add_the_others() {
    let mut all = Playbooks(vec![playbook("a", "A"), playbook("b", "B")]);
    all.replace_or_add(vec![playbook("c", "C"), playbook("a", "Our A")]);
    let titles: Vec<&str> = all.0.iter().map(|p| p.title.as_str()).collect();
    assert_eq!(titles, ["Our A", "B", "C"]);
    assert_eq!(all.named("a").map(|p| p.title.as_str()), Some("Our A"));
    assert_eq!(all.named("A"), None);
}

#[test]
fn what_is_anticipated_becomes_follow_ups_numbered_downward() {
    let plan = |after, playbook: Option<&str>| PlannedFollowUp {
        after,
        about: "Part: has it arrived?".to_owned(),
        kind: FollowUpKind::Reminder,
        severity: Some(Severity::Amber),
        promise: Some(Delay::Days(4)),
        playbook: playbook.map(str::to_owned),
    };
    let mut ordered = playbook("part-ordered", "Part ordered");
    let plans = [
        plan(Delay::Days(3), None),
        plan(Delay::Now, Some("all-well")),
    ];
    let done = at("2026-11-24T10:00:00Z");
    let made = ordered.follow_ups(&plans, 5, Some(9), done, -3, &london());
    let of: Vec<_> = made
        .iter()
        .map(|f| (f.id, f.due_at, f.playbook.as_deref()))
        .collect();
    assert_eq!(
        of,
        [
            (-3, at("2026-11-27T08:30:00Z"), Some("part-ordered")),
            (-4, done, Some("all-well")),
        ]
    );
    let first = made.first().unwrap();
    assert_eq!(
        (first.customer, first.item, first.severity),
        (5, Some(9), Some(Severity::Amber))
    );
    assert_eq!(first.promised_at, Some(at("2026-11-28T09:00:00Z"))); // a Saturday
    assert!(
        first.marketing,
        "a reminder is, unless its playbook says otherwise"
    );
    ordered.marketing = Some(false);
    let made = ordered.follow_ups(&plans, 5, None, done, -1, &london());
    assert!(made.iter().all(|f| !f.marketing));
}

#[test]
fn a_call_that_names_no_playbook_is_said_with_the_one_that_suits_its_kind() {
    let mut suits = playbook("extra-fault-found", "Extra fault found");
    suits.suits = vec![FollowUpKind::Finding];
    let playbooks = Playbooks(vec![playbook("brakes-done", "Brakes done"), suits]);
    let said = |f: &FollowUp| playbooks.to_say(f, None).map(|p| p.name.clone());
    let now = chrono::DateTime::UNIX_EPOCH;
    let mut call = FollowUp::new(1, 1, FollowUpKind::Finding, "Front pads 2 mm", now);
    assert_eq!(said(&call).as_deref(), Some("extra-fault-found"));
    call.playbook = Some("brakes-done".to_owned());
    assert_eq!(said(&call).as_deref(), Some("brakes-done"));
    call = FollowUp::new(1, 1, FollowUpKind::Ready, "Come and collect", now);
    assert_eq!(said(&call), None);
}

#[test]
fn a_shop_hears_the_words_of_its_own_trade_or_those_of_any() {
    let of = |name: &str, trade: Option<&str>| Playbook {
        suits: vec![FollowUpKind::Finding],
        words: Vec::new(),
        trade: trade.map(str::to_owned),
        ..playbook(name, name)
    };
    let all = [
        of("cars", Some("garage")),
        of("pets", Some("vet")),
        of("neutral", Some("any")),
        of("ours", None),
    ];
    let call = FollowUp::new(
        1,
        1,
        FollowUpKind::Finding,
        "Blood result",
        chrono::DateTime::UNIX_EPOCH,
    );
    let said = |all: &[Playbook], trade| {
        let playbooks = Playbooks(all.to_vec());
        playbooks.to_say(&call, trade).map(|p| p.name.clone())
    };
    for (trade, name) in [
        (Some("garage"), "cars"),
        (Some("vet"), "pets"),
        (Some("computers"), "neutral"),
        (None, "neutral"),
    ] {
        assert_eq!(said(&all, trade).as_deref(), Some(name), "{trade:?}");
    }
    assert_eq!(said(&all[..2], None), None, "nothing rather than a car's");
}
