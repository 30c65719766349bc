use chrono::{DateTime, Utc};

use super::super::customer::Customer;
use super::super::draft::Author;
use super::super::follow_up::FollowUpKind;
use super::super::hours::Calendar;
use super::super::playbook::{Delay, PlannedFollowUp, Playbook, Playbooks};
use super::super::rules::Rules;
use super::{THANKS, sentence, set_sender, thank_sender, thanks_sentence};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn rules() -> Rules {
    let thanks = PlannedFollowUp {
        after: Delay::Days(1),
        about: "Thank you: a friend came".to_owned(),
        kind: FollowUpKind::Other,
        severity: None,
        promise: None,
        playbook: None,
    };
    let playbook = Playbook {
        name: THANKS.to_owned(),
        title: "Thank-you".to_owned(),
        trade: None,
        suits: Vec::new(),
        words: Vec::new(),
        say: "Thank you.".to_owned(),
        ask: Vec::new(),
        job: vec![thanks],
        then: std::collections::BTreeMap::new(),
        retry: None,
        ends: None,
        marketing: None,
    };
    Rules {
        calendar: Calendar {
            zone: chrono_tz::Europe::London,
            ..Calendar::default()
        },
        playbooks: Playbooks(vec![playbook]),
        ..Rules::default()
    }
}

#[test]
fn whoever_sent_a_friend_is_thanked_once_when_the_friend_first_comes() {
    let (rules, now) = (rules(), at("2026-11-24T10:00:00Z"));
    let author = Author { now, by: "Tom" };
    let mut friend = Customer {
        id: 7,
        ..Customer::default()
    };
    assert_eq!(thank_sender(&mut friend, -1, author, &rules), []);
    assert_eq!(friend.came_at, None, "nobody sent them");
    set_sender(&mut friend, Some(3), at("2026-11-20T10:00:00Z"));
    let thanks = thank_sender(&mut friend, -4, author, &rules);
    assert_eq!(thanks.len(), 1);
    let thanks = &thanks[0];
    assert_eq!(
        (thanks.id, thanks.customer, thanks.kind),
        (-4, 3, FollowUpKind::Other)
    );
    assert_eq!(thanks.due_at, at("2026-11-25T08:30:00Z"));
    assert_eq!(thanks.playbook.as_deref(), Some(THANKS));
    assert_eq!(
        (friend.came_at, thanks.added_by.as_str()),
        (Some(now), "Tom")
    );
    assert!(
        !thanks.marketing,
        "who said no to marketing is thanked all the same"
    );
    let told = thanks_sentence(std::slice::from_ref(thanks), now, &rules.calendar);
    assert_eq!(
        told.as_deref(),
        Some("Whoever sent them gets a thank-you Wed 25 Nov.")
    );
    assert_eq!(thank_sender(&mut friend, -1, author, &rules), [], "once");
}

#[test]
fn another_sender_than_before_is_thanked_for_their_own_sake_and_the_same_one_is_no_change() {
    let mut friend = Customer::default();
    set_sender(&mut friend, Some(3), at("2026-11-20T10:00:00Z"));
    friend.came_at = Some(at("2026-11-21T10:00:00Z"));
    let before = friend.clone();
    set_sender(&mut friend, Some(3), at("2026-11-22T10:00:00Z"));
    assert_eq!(friend, before);
    set_sender(&mut friend, Some(4), at("2026-11-23T10:00:00Z"));
    assert_eq!(friend.sent_at, Some(at("2026-11-23T10:00:00Z")));
    assert_eq!(friend.came_at, None);
    set_sender(&mut friend, None, at("2026-11-24T10:00:00Z"));
    assert_eq!((friend.sent_by, friend.sent_at), (None, None));
}

#[test]
fn a_shop_whose_playbook_plans_nothing_thanks_nobody() {
    let mut rules = rules();
    rules.playbooks.0[0].job.clear();
    let now = at("2026-11-24T10:00:00Z");
    let mut friend = Customer::default();
    set_sender(&mut friend, Some(3), now);
    assert_eq!(
        thank_sender(&mut friend, -1, Author { now, by: "Tom" }, &rules),
        []
    );
}

#[test]
fn the_sentence_says_who_sent_them_and_whom_they_sent() {
    let sent = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    let said = |by, names: &[&str]| sentence(by, &sent(names)).unwrap_or_default();
    assert_eq!(said(None, &[]), "");
    assert_eq!(said(Some("Clara"), &[]), "Sent by Clara.");
    assert_eq!(said(None, &["Tom"]), "Has sent Tom.");
    assert_eq!(
        said(Some("Clara"), &["Tom", "Sam"]),
        "Sent by Clara; has sent two: Tom, Sam."
    );
    assert_eq!(
        said(None, &["A", "B", "C", "D"]),
        "Has sent four: A, B, C and more."
    );
    assert_eq!(said(None, &["A"; 13]), "Has sent 13: A, A, A and more.");
    assert_eq!(
        said(None, &["A"; 100]),
        "Has sent 100 or more: A, A, A and more."
    );
}
