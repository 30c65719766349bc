use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::super::change::{Change, Record};
use super::super::contact::{Contact, ContactWay, Direction, Outcome};
use super::super::customer::{Customer, ExtraMile, Item};
use super::super::draft::Author;
use super::super::familiar_staff::FamiliarStaff;
use super::super::follow_up::{FollowUp, FollowUpKind, FollowUpState};
use super::super::likelihood::AnswerHabits;
use super::super::summary::CustomerSummary;
use super::{CustomerRecords, MergePair};

const NOW: &str = "2026-11-24T10:00:00Z";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn named(id: i64, name: &str, phone: &str) -> Customer {
    Customer {
        id,
        name: name.to_owned(),
        phone: Some(format!("+44{phone}")),
        phone_shown: Some(format!("0{phone}")),
        added_at: at("2026-01-05T09:00:00Z"),
        ..Customer::default()
    }
}

fn item(id: i64, customer: i64, label: &str) -> Item {
    Item {
        id,
        customer,
        label: label.to_owned(),
        ..Item::default()
    }
}

fn owed(id: i64, customer: i64, item: Option<i64>, due: &str) -> FollowUp {
    let mut f = FollowUp::new(id, customer, FollowUpKind::Other, "Ring", at(due));
    f.item = item;
    f
}

fn talk(id: i64, customer: i64) -> Contact {
    Contact {
        id,
        version: 0,
        customer,
        at: at("2026-11-20T10:00:00Z"),
        by: "Tom".to_owned(),
        direction: Direction::Outward,
        way: ContactWay::Phone,
        outcome: Outcome::Reached,
        answers: Vec::new(),
        next_at: None,
        feeling: None,
        note: None,
        attempt: Some(1),
    }
}

/// Anita, who is kept, and A. Patel, who is merged into her.
fn two() -> MergePair {
    MergePair {
        kept: CustomerSummary {
            customer: named(1, "Anita Patel", "7700900123"),
            items: vec![item(11, 1, "Renault Clio")],
            follow_ups: vec![owed(21, 1, Some(11), "2026-11-24T09:00:00Z")],
            claim: None,
            habits: AnswerHabits::UNKNOWN,
            knows: FamiliarStaff::default(),
            sent_by: None,
            also: Vec::new(),
        },
        other: CustomerRecords {
            customer: named(2, "A. Patel", "7700900999"),
            items: vec![item(12, 2, "RENAULT  Clio"), item(13, 2, "Van")],
            follow_ups: vec![
                owed(22, 2, Some(12), "2026-12-24T09:00:00Z"),
                owed(23, 2, Some(13), "2026-12-24T09:00:00Z"),
            ],
            contacts: vec![talk(31, 2)],
            sent: Vec::new(),
            also: Vec::new(),
        },
    }
}

fn one(two: &MergePair) -> Customer {
    two.merge_customer(at(NOW))
}

#[test]
fn everything_of_the_other_becomes_theirs_and_its_row_points_to_them() {
    let mut two = two();
    two.other.follow_ups[1].state = FollowUpState::Closed;
    let changes = two.changes(at(NOW));
    let after: Vec<&Record> = changes.iter().filter_map(|c| c.after.as_ref()).collect();
    let whose: BTreeSet<i64> = after.iter().map(|r| r.customer()).collect();
    assert_eq!(whose, BTreeSet::from([1, 2]));
    let left: Vec<&&Record> = after.iter().filter(|r| r.customer() == 2).collect();
    let Record::Customer(pointer) = left[0] else {
        panic!("{left:?}")
    };
    assert_eq!((left.len(), pointer.merged_into), (1, Some(1)));
    let items: Vec<Option<i64>> = after
        .iter()
        .filter_map(|r| match r {
            Record::FollowUp(f) => Some(f.item),
            _ => None,
        })
        .collect();
    assert_eq!(items, [Some(11), Some(13)], "equal items are one");
    assert_eq!(
        two.describe_moves(),
        "1 open follow-up, 1 closed, 1 contact, 1 item"
    );
    let back: Vec<Change> = changes.into_iter().map(Change::reversed).collect();
    assert!(back.iter().all(|c| c.before.is_some() && c.after.is_some()));
}

#[test]
fn a_second_number_address_and_name_are_said_in_the_line_and_none_is_lost() {
    let mut two = two();
    two.kept.customer.email = Some("anita@example.com".to_owned());
    two.other.customer.email = Some("patel@example.com".to_owned());
    two.kept.customer.line = Some("Say An-EE-ta".to_owned());
    two.other.customer.line = Some("Boxer dog".to_owned());
    let united = one(&two);
    assert_eq!(united.phone.as_deref(), Some("+447700900123"));
    assert_eq!(united.email.as_deref(), Some("anita@example.com"));
    assert_eq!(
        united.line.as_deref(),
        Some("Say An-EE-ta; Boxer dog; also A. Patel, 07700900999, patel@example.com")
    );
    // A value filled in from the other is not noted a second time.
    let kept = &mut two.kept.customer;
    (kept.phone, kept.phone_shown, kept.email, kept.line) = (None, None, None, None);
    let united = one(&two);
    assert_eq!(united.phone.as_deref(), Some("+447700900999"));
    assert_eq!(united.line.as_deref(), Some("Boxer dog; also A. Patel"));
}

#[test]
fn a_wrong_number_goes_with_its_number_and_gives_way_to_one_that_is_right() {
    let mut two = two();
    two.other.customer.name = "Anita Patel".to_owned();
    two.other.customer.wrong_number_at = Some(at("2026-11-02T10:00:00Z"));
    let united = one(&two);
    assert_eq!(united.wrong_number_at, None);
    assert_eq!(
        united.line.as_deref(),
        Some("also 07700900999 (wrong number)")
    );
    two.kept.customer.wrong_number_at = two.other.customer.wrong_number_at.take();
    let united = one(&two);
    assert_eq!(united.phone.as_deref(), Some("+447700900999"));
    assert_eq!(united.wrong_number_at, None);
    two.other
        .customer
        .phone
        .clone_from(&two.kept.customer.phone);
    let united = one(&two);
    assert!(united.wrong_number_at.is_some() && united.line.is_none());
}

#[test]
fn a_no_of_either_stands_the_earlier_one_with_who_noted_it() {
    let mut two = two();
    let author = |day: &str, by: &'static str| Author { now: at(day), by };
    two.kept
        .customer
        .opt_out_of_marketing(author("2026-03-02T10:00:00Z", "Tom"));
    two.other
        .customer
        .opt_out_of_calls(author("2026-02-01T10:00:00Z", "Asha"));
    let united = one(&two);
    assert_eq!(united.no_calls_at, Some(at("2026-02-01T10:00:00Z")));
    assert_eq!(united.opted_out_by.as_deref(), Some("Asha"));
}

#[test]
fn whoever_sent_either_did_and_nobody_sent_themselves() {
    let mut two = two();
    two.other.customer.sent_by = Some(7);
    two.other.customer.came_at = Some(at(NOW));
    assert_eq!(one(&two).sent_by, Some(7));
    assert_eq!(one(&two).came_at, Some(at(NOW)), "thanked once");
    two.other.customer.sent_by = Some(1);
    two.kept.customer.sent_by = Some(2);
    two.kept.customer.sent_at = Some(at(NOW));
    assert_eq!((one(&two).sent_by, one(&two).sent_at), (None, None));
    let friend = Customer {
        sent_by: Some(2),
        ..named(8, "Mei", "7700900200")
    };
    two.other.sent = vec![friend, two.kept.customer.clone()];
    let changes = two.changes(at(NOW));
    let sent = changes.iter().filter_map(|c| match &c.after {
        Some(Record::Customer(c)) if c.id == 8 => Some(c.sent_by),
        _ => None,
    });
    assert_eq!(sent.collect::<Vec<_>>(), [Some(1)]);
    assert_eq!(changes.iter().filter(|c| is_of(c, 1)).count(), 1);
}

/// Whether a change is to a customer row.
fn is_of(change: &Change, id: i64) -> bool {
    matches!(&change.before, Some(Record::Customer(c)) if c.id == id)
}

#[test]
fn what_was_given_to_either_was_given_and_ideas_are_noted_once() {
    let mut two = two();
    let given = ExtraMile {
        given_at: Some(at(NOW)),
        given_by: Some("Tom".to_owned()),
        ..ExtraMile::new("LIFT home")
    };
    two.kept.customer.extra_mile = vec![ExtraMile::new("Lift home")];
    two.other.customer.extra_mile = vec![given, ExtraMile::new("Wash the car")];
    let noted = one(&two).extra_mile;
    let shown: Vec<(&str, bool)> = noted
        .iter()
        .map(|k| (k.idea.as_str(), k.is_given()))
        .collect();
    assert_eq!(shown, [("Lift home", true), ("Wash the car", false)]);
}

#[test]
fn tries_of_one_day_add_up_and_a_rest_by_the_cadence_holds_for_both() {
    let mut two = two();
    let (today, noon) = (at(NOW).date_naive(), at("2026-11-24T13:00:00Z"));
    two.kept.customer.tried_on = Some(today);
    two.kept.customer.tries = 1;
    two.other.customer.tried_on = Some(today);
    two.other.customer.tries = 1;
    two.other.customer.rest_until = Some(noon);
    let united = one(&two);
    assert_eq!(united.tries_on(today), 2);
    assert_eq!(united.rest_until, Some(noon));
    two.kept.follow_ups[0].promised_at = Some(at("2026-11-24T12:30:00Z"));
    let early = Some(at("2026-11-24T11:30:00Z"));
    assert_eq!(one(&two).rest_until, early, "a promise is to be kept");
    two.kept.customer.tried_on = today.succ_opt();
    assert_eq!(one(&two).tries, 1);
}

#[test]
fn a_rest_that_was_chosen_hides_nothing_the_other_row_has_due() {
    let mut two = two();
    let (january, december) = (at("2027-01-04T09:00:00Z"), at("2026-12-24T09:00:00Z"));
    two.kept.customer.rest_until = Some(january);
    two.kept.customer.rest_chosen = true;
    assert_eq!(one(&two).rest_until, Some(december));
    two.other.follow_ups[0].due_at = at("2026-11-20T09:00:00Z");
    assert_eq!(one(&two).rest_until, None);
    assert!(!one(&two).rest_chosen);
    two.other.follow_ups.clear();
    assert_eq!(one(&two).rest_until, Some(january));
    assert!(one(&two).rest_chosen);
}

#[test]
fn who_pointed_to_the_other_points_to_them_so_that_no_pointer_leads_to_another() {
    let mut two = two();
    let earlier = Customer {
        merged_into: Some(2),
        ..named(3, "Anita P.", "7700900300")
    };
    two.other.also = vec![earlier];
    let into: Vec<(i64, Option<i64>)> = two
        .changes(at(NOW))
        .into_iter()
        .filter_map(|c| match c.after {
            Some(Record::Customer(c)) => Some((c.id, c.merged_into)),
            _ => None,
        })
        .collect();
    assert_eq!(into, [(1, None), (2, Some(1)), (3, Some(1))]);
}

#[test]
fn a_number_that_cannot_be_dialled_is_not_lost_with_the_row_it_stood_on() {
    let doubtful = |customer: &mut Customer| {
        customer.phone = None;
        customer.phone_shown = Some("1 23".to_owned());
    };
    let mut both = two();
    doubtful(&mut both.other.customer);
    assert!(one(&both).line.is_some_and(|line| line.contains("1 23?")));
    both.kept.customer.phone = None;
    both.kept.customer.phone_shown = None;
    assert_eq!(one(&both).doubtful_number(), Some("1 23"));
    let mut both = two();
    doubtful(&mut both.kept.customer);
    let one = one(&both);
    assert_eq!(one.phone, both.other.customer.phone);
    assert!(one.line.is_some_and(|line| line.contains("1 23?")));
}
