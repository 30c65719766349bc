//! Rows: every field of every noun comes back as it was saved.

use checkback::domain::change::{EntityKind, Record};
use checkback::domain::contact::{Contact, ContactResult, ContactWay, Direction, Feeling, Outcome};
use checkback::domain::customer::{Customer, ExtraMile, Item};
use checkback::domain::follow_up::{
    FollowUp, FollowUpKind, FollowUpResult, FollowUpState, Severity,
};
use checkback::domain::hours::DaySpan;

use crate::common::{Shop, at, customer, made};

fn full_customer() -> Customer {
    Customer {
        id: -1,
        version: 0,
        name: "Ngozi Adichie-O’Brien 王".to_owned(),
        phone: Some("+442079460123".to_owned()),
        phone_shown: Some("020 7946 0123".to_owned()),
        extension: Some("12".to_owned()),
        wrong_number_at: Some(at("2026-11-20T10:00:00.123Z")),
        email: Some("n@example.com".to_owned()),
        line: Some("Say n-GO-zee; “boxer dog”, 12.".to_owned()),
        hours: Some(DaySpan::new((17, 0), (20, 30))),
        opted_out_at: Some(at("2026-01-02T03:04:05.006Z")),
        opted_out_by: Some("Tom".to_owned()),
        rest_until: Some(at("2026-11-25T09:00:00Z")),
        rest_chosen: true,
        rest_set_at: Some(at("2026-11-23T09:00:00Z")),
        tried_on: "2026-11-24".parse().ok(),
        tries: 2,
        added_at: at("2026-11-01T09:00:00Z"),
        sent_by: Some(-1),
        sent_at: Some(at("2026-11-02T09:00:00Z")),
        came_at: Some(at("2026-11-03T09:00:00Z")),
        extra_mile: vec![
            ExtraMile {
                idea: "wash the car".to_owned(),
                given_at: None,
                given_by: None,
            },
            ExtraMile {
                idea: "lift home".to_owned(),
                given_at: Some(at("2026-11-04T09:00:00Z")),
                given_by: Some("Asha".to_owned()),
            },
        ],
        no_calls_at: Some(at("2026-11-05T09:00:00Z")),
        no_calls_by: Some("Joe".to_owned()),
        language: Some("en-NG".to_owned()),
        // Who turned out to be somebody else has nothing of their own: tests/store/merging.rs.
        merged_into: None,
        source: Some("google:7".to_owned()),
    }
}

fn full_follow_up() -> FollowUp {
    let mut f = FollowUp::new(
        -1,
        -1,
        FollowUpKind::Finding,
        "Front pads 2 mm",
        at("2026-11-24T09:00:00Z"),
    );
    f.item = Some(-1);
    f.severity = Some(Severity::Amber);
    f.quote = Some(18_000);
    f.marketing = true;
    f.promised_at = Some(at("2026-11-24T16:00:00Z"));
    f.broken_at = Some(at("2026-11-23T15:00:00Z"));
    f.first_promised_at = Some(at("2026-11-23T16:00:00Z"));
    f.heard_at = Some(at("2026-11-24T15:00:00Z"));
    f.owner = Some("Asha".to_owned());
    f.attempts = 5;
    f.steps = 4;
    f.busies = 3;
    f.voicemails = 2;
    f.lapses_at = Some(at("2026-12-24T16:00:00Z"));
    f.parts_tried = 9;
    f.state = FollowUpState::Closed;
    f.result = Some(FollowUpResult::Authorised);
    f.reason = Some("go ahead".to_owned());
    f.next_at = Some(at("2026-12-01T08:30:00Z"));
    f.authorised_by = Some("Denise".to_owned());
    f.authorised_amount = Some(17_500);
    f.result_at = Some(at("2026-11-24T15:00:00Z"));
    f.follows = Some(-2);
    f.playbook = Some("pads-low".to_owned());
    f.done_by = Some("Asha".to_owned());
    f.note = Some("two\nlines".to_owned());
    f.added_at = at("2026-11-22T09:00:00Z");
    "Tom".clone_into(&mut f.added_by);
    f
}

fn full_contact() -> Contact {
    Contact {
        id: -1,
        version: 0,
        customer: -1,
        at: at("2026-11-24T15:00:00Z"),
        by: "Tom".to_owned(),
        direction: Direction::Inward,
        way: ContactWay::Email,
        outcome: Outcome::Reached,
        answers: vec![
            ContactResult {
                follow_up: -1,
                result: FollowUpResult::Authorised,
                amount: Some(17_500),
            },
            ContactResult {
                follow_up: -2,
                result: FollowUpResult::CanWait,
                amount: None,
            },
        ],
        next_at: Some(at("2026-12-01T08:30:00Z")),
        feeling: Some(Feeling::Pleased),
        note: Some("Quiet as a library.".to_owned()),
        attempt: Some(2),
    }
}

#[test]
fn every_field_of_every_noun_comes_back_as_it_was_saved() {
    let now = at("2026-11-24T15:00:00Z");
    let mut shop = Shop::new();
    let plain = FollowUp::new(-2, -1, FollowUpKind::Other, "Plain", now);
    let item = Item {
        id: -1,
        version: 0,
        customer: -1,
        label: "Renault Clio AB12 CDE".to_owned(),
    };
    let records = [
        Record::Customer(full_customer()),
        Record::Item(item),
        Record::FollowUp(plain),
        Record::FollowUp(full_follow_up()),
        Record::Contact(full_contact()),
    ];
    let changes = records.iter().cloned().map(made).collect();
    let saved = shop.save(changes, now).unwrap();
    // The plain one was first, so the full one is follow-up 2, and follows 1.
    let expected: Vec<Record> = records
        .into_iter()
        .map(|mut r| {
            r.renumber(&|noun, id| match (noun, id) {
                (EntityKind::FollowUp, -2) => 1,
                (EntityKind::FollowUp, -1) => 2,
                (_, -1) => 1,
                other => panic!("{other:?}"),
            });
            r.at_version(1)
        })
        .collect();
    assert_eq!(saved.records, expected);

    let mut shop = shop.reopened();
    let card = shop.store.card(1, 10).unwrap().unwrap();
    let read = vec![
        Record::Customer(card.entry.customer),
        Record::Item(card.entry.items[0].clone()),
        Record::FollowUp(card.entry.follow_ups[0].clone()),
        Record::FollowUp(card.closed[0].clone()),
        Record::Contact(card.contacts[0].clone()),
    ];
    assert_eq!(read, expected);
}

#[test]
fn every_word_of_every_vocabulary_comes_back() {
    let now = at("2026-11-24T15:00:00Z");
    let mut shop = Shop::new();
    let mut changes = vec![made(Record::Customer(customer(-1, "Anita")))];
    let blank = FollowUp::new(-1, -1, FollowUpKind::Other, "A", now);
    let with = |edit: &dyn Fn(&mut FollowUp)| {
        let mut f = blank.clone();
        edit(&mut f);
        f
    };
    let mut all: Vec<FollowUp> = Vec::new();
    all.extend(FollowUpKind::ALL.iter().map(|k| with(&|f| f.kind = *k)));
    all.extend(
        Severity::ALL
            .iter()
            .map(|s| with(&|f| f.severity = Some(*s))),
    );
    all.extend(FollowUpState::ALL.iter().map(|s| with(&|f| f.state = *s)));
    all.extend(
        FollowUpResult::ALL
            .iter()
            .map(|r| with(&|f| f.result = Some(*r))),
    );
    for (f, id) in all.iter_mut().zip(1..) {
        f.id = -id;
        changes.push(made(Record::FollowUp(f.clone())));
    }
    let of = |edit: &dyn Fn(&mut Contact)| {
        let mut c = Contact {
            answers: Vec::new(),
            ..full_contact()
        };
        edit(&mut c);
        c
    };
    let mut contacts: Vec<Contact> = Vec::new();
    contacts.extend(Outcome::ALL.iter().map(|o| of(&|c| c.outcome = *o)));
    contacts.extend(Direction::ALL.iter().map(|d| of(&|c| c.direction = *d)));
    contacts.extend(ContactWay::ALL.iter().map(|w| of(&|c| c.way = *w)));
    contacts.extend(Feeling::ALL.iter().map(|f| of(&|c| c.feeling = Some(*f))));
    for (c, id) in contacts.iter_mut().zip(1..) {
        c.id = -id;
        changes.push(made(Record::Contact(c.clone())));
    }
    shop.save(changes, now).unwrap();
    let card = shop.store.card(1, 100).unwrap().unwrap();
    let mut read: Vec<FollowUp> = card
        .entry
        .follow_ups
        .into_iter()
        .chain(card.closed)
        .collect();
    read.sort_by_key(|f| f.id);
    let words = |f: &FollowUp| (f.kind, f.severity, f.state, f.result);
    assert_eq!(
        read.iter().map(words).collect::<Vec<_>>(),
        all.iter().map(words).collect::<Vec<_>>()
    );
    let mut read = card.contacts;
    read.sort_by_key(|c| c.id);
    let words = |c: &Contact| (c.outcome, c.direction, c.way, c.feeling);
    assert_eq!(
        read.iter().map(words).collect::<Vec<_>>(),
        contacts.iter().map(words).collect::<Vec<_>>()
    );
}

#[test]
fn an_instant_finer_than_the_store_keeps_comes_back_as_it_is_kept_and_can_be_undone() {
    let now = at("2026-11-24T15:00:00Z");
    let mut shop = Shop::new();
    let mut anita = customer(-1, "Anita");
    anita.rest_until = chrono::DateTime::from_timestamp_nanos(1_800_000_000_123_456_789).into();
    let saved = shop.save(vec![made(Record::Customer(anita))], now).unwrap();
    let entry = shop.entry(1);
    assert_eq!(saved.records, [Record::Customer(entry.customer)]);
    assert!(shop.undo(now).is_ok());
}
