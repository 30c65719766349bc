//! The lists: whatever a shop holds, each list is what the domain's rules make of everybody, and
//! its pages, from either end, are the same list.

use std::collections::BTreeSet;

use checkback::domain::change::{Change, Record};
use checkback::domain::contact::{Contact, ContactWay, Direction, Outcome};
use checkback::domain::customer::{Customer, Id};
use checkback::domain::follow_up::{FollowUp, FollowUpKind, FollowUpState, Severity};
use checkback::domain::queue::Standing;
use checkback::domain::rules::Rules;
use checkback::store::{Cursor, CustomerSummary, Seek};
use chrono::{DateTime, Duration, Utc};

use crate::common::{SeededRng, Shop, at, count, customer, draft, made, reason, red};

/// Tuesday 24 November 2026, at the hours that matter.
const MOMENTS: [&str; 5] = [
    "2026-11-24T00:10:00Z",
    "2026-11-24T10:00:00Z",
    "2026-11-24T23:50:00Z",
    "2026-11-25T10:00:00Z",
    "2026-11-28T12:00:00Z",
];

const MIDDLE: &str = "2026-11-24T10:00:00Z";

/// An instant up to so many days before or after the middle, on a half hour: many fall together.
fn about(dice: &mut SeededRng, days: i64) -> DateTime<Utc> {
    at(MIDDLE) + Duration::minutes(30 * dice.between(-48 * days, 48 * days))
}

fn some_customer(dice: &mut SeededRng, id: Id) -> Customer {
    let names = ["Anita", "Bilal", "Clara", "Desmond", "Ewa", "王秀英"];
    let mut c = customer(id, dice.pick(&names));
    if dice.chance(50) {
        c.rest_until = Some(about(dice, 3));
        c.rest_chosen = dice.chance(40);
    }
    if dice.chance(50) {
        let day = about(dice, 2).date_naive();
        c.tried_on = Some(day);
        c.tries = 1;
    }
    c
}

fn some_follow_up(dice: &mut SeededRng, id: Id, customer: Id) -> FollowUp {
    let kinds = [
        FollowUpKind::Finding,
        FollowUpKind::ToldUs,
        FollowUpKind::CheckBack,
        FollowUpKind::Complaint,
        FollowUpKind::Quote,
    ];
    let mut f = FollowUp::new(id, customer, dice.pick(&kinds), "Ring", about(dice, 4));
    if f.kind == FollowUpKind::Finding {
        f.severity = Some(dice.pick(Severity::ALL));
    }
    if dice.chance(30) {
        f.promised_at = Some(about(dice, 2));
        f.heard_at = dice.chance(20).then(|| about(dice, 2));
    }
    f.state = match dice.roll(10) {
        0 => FollowUpState::LetGo,
        1 => FollowUpState::Closed,
        _ => FollowUpState::Open,
    };
    f
}

fn some_contact(dice: &mut SeededRng, id: Id, customer: Id) -> Contact {
    Contact {
        id,
        version: 0,
        customer,
        at: about(dice, 2),
        by: "Tom".to_owned(),
        direction: Direction::Outward,
        way: ContactWay::Phone,
        outcome: dice.pick(Outcome::ALL),
        answers: Vec::new(),
        next_at: None,
        feeling: None,
        note: None,
        attempt: None,
    }
}

/// A shop of 40 customers with anything between nothing and five follow-ups each.
fn some_shop(seed: u64) -> Shop {
    let mut dice = SeededRng::new(seed);
    let mut shop = Shop::hurried();
    let mut changes: Vec<Change> = Vec::new();
    for c in 1..=40 {
        changes.push(made(Record::Customer(some_customer(&mut dice, -c))));
        for n in 0..dice.between(0, 4) {
            let f = some_follow_up(&mut dice, -(c * 10 + n), -c);
            changes.push(made(Record::FollowUp(f)));
        }
        if dice.chance(40) {
            changes.push(made(Record::Contact(some_contact(&mut dice, -c, -c))));
        }
    }
    shop.save(changes, at(MIDDLE)).unwrap();
    shop
}

/// Today's list as the domain's rules put it together of everybody.
fn today_of(everybody: &[CustomerSummary], now: DateTime<Utc>, rules: &Rules) -> Vec<Id> {
    let mut rows: Vec<(Standing, DateTime<Utc>, Id)> = everybody
        .iter()
        .map(|e| (e.stand(now, rules), e.customer.id))
        .filter(|((standing, _), _)| *standing != Standing::Ahead)
        .map(|((standing, since), id)| (standing, since, id))
        .collect();
    rows.sort();
    rows.into_iter().map(|(_, _, id)| id).collect()
}

/// What is ahead: first who waits to be let go, then who is back later today, then the others.
fn ahead_of(everybody: &[CustomerSummary], now: DateTime<Utc>, rules: &Rules) -> Vec<(Id, bool)> {
    let today = rules.calendar.date(now);
    let mut rows = Vec::new();
    for e in everybody {
        let id = e.customer.id;
        let waiting = e
            .follow_ups
            .iter()
            .filter(|f| f.state == FollowUpState::LetGo);
        let marks = e.list_keys(rules);
        if let Some((due, f)) = waiting.map(|f| (f.due_at, f.id)).min() {
            rows.push((0, None, due, f, id));
        } else if let (Standing::Ahead, shown) = e.stand(now, rules) {
            // In the order of the day and hour that the row shows.
            let Some(since) = marks.enters_at() else {
                continue;
            };
            assert_eq!(shown, since);
            let later = marks.enters_on.filter(|day| *day > today);
            rows.push((if later.is_some() { 2 } else { 1 }, later, since, id, id));
        }
    }
    rows.sort();
    rows.into_iter()
        .map(|(group, _, _, _, id)| (id, group == 0))
        .collect()
}

/// A list read by pages of a size, from the top and from the bottom; both must be the whole.
fn by_pages<T>(
    size: usize,
    what: &str,
    whole: &[T],
    mut read: impl FnMut(&Seek, usize) -> Vec<(Cursor, T)>,
) where
    T: PartialEq + std::fmt::Debug,
{
    let mut down = Vec::new();
    let mut from = Seek::Start;
    loop {
        let rows = read(&from, size);
        let Some((key, _)) = rows.last() else { break };
        from = Seek::After(key.clone());
        down.extend(rows.into_iter().map(|(_, row)| row));
    }
    assert_eq!(down, whole, "{what}, from the top by {size}");
    let mut up = Vec::new();
    let mut from = Seek::End;
    loop {
        let mut rows = read(&from, size);
        let Some((key, _)) = rows.first() else { break };
        from = Seek::Before(key.clone());
        rows.reverse();
        up.extend(rows.into_iter().map(|(_, row)| row));
    }
    up.reverse();
    assert_eq!(up, whole, "{what}, from the bottom by {size}");
}

#[test]
fn todays_list_is_what_the_rules_make_of_everybody_and_so_are_its_pages_and_totals() {
    let mut standings = BTreeSet::new();
    for seed in 1..=25 {
        let mut shop = some_shop(seed);
        let rules = shop.rules.clone();
        let everybody = shop.everybody();
        for now in MOMENTS.map(at) {
            let expected = today_of(&everybody, now, &rules);
            standings.extend(everybody.iter().map(|e| e.stand(now, &rules).0));
            let mut read = |from: &Seek, limit: usize| -> Vec<(Cursor, Id)> {
                let rows = shop.store.today(now, from, limit).unwrap();
                rows.into_iter()
                    .map(|(key, e)| (key, e.customer.id))
                    .collect()
            };
            let whole: Vec<Id> = read(&Seek::Start, 1_000)
                .into_iter()
                .map(|(_, id)| id)
                .collect();
            assert_eq!(whole, expected, "seed {seed} at {now}");
            for size in [1, 3, 7] {
                by_pages(size, &format!("seed {seed} at {now}"), &expected, &mut read);
            }
            let totals = shop.store.totals(now, &rules).unwrap();
            assert_eq!(totals.to_call, count(&expected), "seed {seed} at {now}");
            assert_eq!(totals.customers, 40);
        }
    }
    assert_eq!(
        standings.len(),
        Standing::ALL.len(),
        "the shops have every standing"
    );
}

#[test]
fn what_is_ahead_is_what_the_rules_make_of_everybody_and_so_are_its_pages() {
    for seed in 1..=25 {
        let mut shop = some_shop(seed);
        let rules = shop.rules.clone();
        let everybody = shop.everybody();
        for now in MOMENTS.map(at) {
            let expected = ahead_of(&everybody, now, &rules);
            let mut read = |from: &Seek, limit: usize| -> Vec<(Cursor, (Id, bool))> {
                let rows = shop.store.ahead(now, from, limit).unwrap();
                let row = |(key, row): (Cursor, checkback::store::UpcomingRow)| {
                    (key, (row.entry.customer.id, row.let_go))
                };
                rows.into_iter().map(row).collect()
            };
            for size in [1, 3, 7, 1_000] {
                by_pages(size, &format!("seed {seed} at {now}"), &expected, &mut read);
            }
        }
    }
}

#[test]
fn nobody_with_something_open_is_out_of_sight() {
    for seed in 1..=25 {
        let mut shop = some_shop(seed);
        let everybody = shop.everybody();
        for now in MOMENTS.map(at) {
            let today = shop.store.today(now, &Seek::Start, 1_000).unwrap();
            let ahead = shop.store.ahead(now, &Seek::Start, 1_000).unwrap();
            let mut seen: BTreeSet<Id> = today.iter().map(|(_, e)| e.customer.id).collect();
            seen.extend(ahead.iter().map(|(_, row)| row.entry.customer.id));
            let open = everybody.iter().filter(|e| !e.follow_ups.is_empty());
            let open: BTreeSet<Id> = open.map(|e| e.customer.id).collect();
            assert_eq!(seen, open, "seed {seed} at {now}");
        }
    }
}

#[test]
fn done_today_are_those_dealt_with_who_are_out_of_the_list_the_latest_first() {
    for seed in 1..=25 {
        let mut shop = some_shop(seed);
        let rules = shop.rules.clone();
        let everybody = shop.everybody();
        for now in MOMENTS.map(at) {
            let day = rules.calendar.date(now);
            let mut expected = Vec::new();
            for e in &everybody {
                let contacts = shop
                    .store
                    .card(e.customer.id, 100)
                    .unwrap()
                    .unwrap()
                    .contacts;
                let today = contacts.iter().filter(|c| rules.calendar.date(c.at) == day);
                let latest = today.max_by_key(|c| (c.at, c.id));
                if let (Some(c), Standing::Ahead) = (latest, e.stand(now, &rules).0) {
                    expected.push((c.at, c.id));
                }
            }
            expected.sort();
            expected.reverse();
            let done = shop.store.done(now, &rules).unwrap();
            let read: Vec<_> = done.iter().map(|d| (d.contact.at, d.contact.id)).collect();
            assert_eq!(read, expected, "seed {seed} at {now}");
            let totals = shop.store.totals(now, &rules).unwrap();
            assert_eq!(totals.done, count(&expected), "seed {seed} at {now}");
        }
    }
}

#[test]
fn on_a_day_of_many_calls_the_ones_done_are_all_counted_and_the_latest_shown() {
    let now = at(MIDDLE);
    let mut shop = Shop::new();
    let mut changes = Vec::new();
    for c in 1..=120_i64 {
        changes.push(made(Record::Customer(customer(-c, "Anita"))));
        // The 60 rung last are in the list still; the 60 before them are done.
        if c > 60 {
            let due = now - Duration::hours(1);
            let f = FollowUp::new(-c, -c, FollowUpKind::Other, "Ring", due);
            changes.push(made(Record::FollowUp(f)));
        }
        let mut contact = some_contact(&mut SeededRng::new(1), -c, -c);
        contact.at = now - Duration::minutes(300 - c);
        changes.push(made(Record::Contact(contact)));
    }
    shop.save(changes, now).unwrap();
    let done = shop.store.done(now, &shop.rules).unwrap();
    let latest: Vec<Id> = done.iter().map(|d| d.entry.customer.id).collect();
    assert_eq!(latest, (11..=60).rev().collect::<Vec<_>>());
    let totals = shop.store.totals(now, &shop.rules).unwrap();
    assert_eq!((totals.done, totals.to_call), (60, 60));
}

#[test]
fn all_customers_are_listed_by_name_whatever_the_page() {
    let mut shop = some_shop(7);
    let mut by_name: Vec<(String, Id)> = (1..=40)
        .map(|id| {
            (
                checkback::domain::text::fold_for_search(&shop.entry(id).customer.name),
                id,
            )
        })
        .collect();
    by_name.sort();
    let expected: Vec<Id> = by_name.into_iter().map(|(_, id)| id).collect();
    let mut read = |from: &Seek, limit: usize| -> Vec<(Cursor, Id)> {
        let rows = shop.store.customers(from, limit).unwrap();
        rows.into_iter()
            .map(|(key, e)| (key, e.customer.id))
            .collect()
    };
    for size in [1, 3, 7, 1_000] {
        by_pages(size, "customers", &expected, &mut read);
    }
}

#[test]
fn promises_of_today_are_counted_as_kept_late_or_to_keep() {
    let now = at(MIDDLE);
    let mut shop = Shop::new();
    let promised = |time: &str, heard: Option<&str>| {
        let mut f = FollowUp::new(0, -1, FollowUpKind::Quote, "Price", now - Duration::days(2));
        f.promised_at = Some(at(&format!("2026-11-{time}:00Z")));
        f.heard_at = heard.map(|h| at(&format!("2026-11-{h}:00Z")));
        f.state = if heard.is_some() {
            FollowUpState::Closed
        } else {
            FollowUpState::Open
        };
        f
    };
    let mut dropped = promised("24T08:30", None);
    dropped.state = FollowUpState::Closed;
    let all = [
        promised("24T09:00", Some("24T08:59")), // kept
        promised("24T09:00", Some("24T09:00")), // kept, on the dot
        promised("24T09:00", Some("24T09:01")), // late
        promised("24T09:59", None),             // late
        promised("24T10:00", None),             // due this very minute: still to keep
        promised("24T23:59", None),             // to keep
        promised("23T23:59", None),             // yesterday's
        promised("25T00:00", None),             // tomorrow's
        dropped,                                // given up: neither kept nor broken
    ];
    let mut changes = vec![made(Record::Customer(customer(-1, "Anita")))];
    for (mut f, id) in all.into_iter().zip(1..) {
        f.id = -id;
        changes.push(made(Record::FollowUp(f)));
    }
    shop.save(changes, now).unwrap();
    let totals = shop.store.totals(now, &shop.rules).unwrap();
    assert_eq!((totals.kept, totals.late, totals.to_keep), (2, 2, 2));
    assert_eq!((totals.late_before, totals.open_promises), (1, 4));
}

#[test]
fn a_red_one_that_was_tried_stays_in_the_list_all_day_and_is_ahead_the_day_after() {
    // Friday 20 November 2026, 15:00, two quick tries gone: the next is 3 h on, then days.
    let now = at("2026-11-20T15:00:00Z");
    let mut shop = Shop::new();
    let mut entry = shop.add(&draft("Clara", red("Exhaust mount")), now);
    let rules = shop.rules.clone();
    for minutes in [0, 30, 60, 90] {
        let now = now + Duration::minutes(minutes);
        let done = entry
            .scene(&rules, now, "Tom")
            .record_unanswered(Outcome::NoAnswer, None);
        shop.done(done, now);
        entry = shop.entry(entry.customer.id);
    }
    // Four tries are the most in a day: next the next open day, Saturday; the part of the day not
    // tried yet in which the shop is open is the morning, 9:00.
    assert_eq!(entry.customer.rest_until, Some(at("2026-11-21T09:00:00Z")));
    let evening = at("2026-11-20T19:00:00Z");
    assert_eq!(
        shop.store.today(evening, &Seek::Start, 10).unwrap().len(),
        1
    );
    assert_eq!(shop.store.ahead(evening, &Seek::Start, 10).unwrap(), []);
    assert_eq!(shop.store.totals(evening, &rules).unwrap().to_call, 1);
    let early = at("2026-11-21T08:00:00Z");
    assert_eq!(shop.store.today(early, &Seek::Start, 10).unwrap(), []);
    assert_eq!(shop.store.ahead(early, &Seek::Start, 10).unwrap().len(), 1);
    assert_eq!(shop.store.totals(early, &rules).unwrap().to_call, 0);
    // The fifth try, on Saturday, leads to Monday: on Sunday they are ahead, and not counted.
    let saturday = at("2026-11-21T10:00:00Z");
    let done = entry
        .scene(&rules, saturday, "Tom")
        .record_unanswered(Outcome::NoAnswer, None);
    shop.done(done, saturday);
    let sunday = at("2026-11-22T10:00:00Z");
    assert_eq!(shop.store.today(sunday, &Seek::Start, 10).unwrap(), []);
    assert_eq!(shop.store.ahead(sunday, &Seek::Start, 10).unwrap().len(), 1);
    assert_eq!(shop.store.totals(sunday, &rules).unwrap().to_call, 0);
}

#[test]
fn a_page_of_nothing_is_empty_and_asks_for_nothing() {
    let mut shop = Shop::new();
    let now = at(MIDDLE);
    shop.add(&draft("Anita", reason(FollowUpKind::Other, "Ring")), now);
    for from in [Seek::Start, Seek::End] {
        assert_eq!(shop.store.today(now, &from, 0).unwrap(), []);
        assert_eq!(shop.store.ahead(now, &from, 0).unwrap(), []);
        assert_eq!(shop.store.customers(&from, 0).unwrap(), []);
        assert_eq!(
            shop.store
                .journal(
                    &checkback::domain::pagination::JournalFilter::default(),
                    &from,
                    0
                )
                .unwrap(),
            []
        );
    }
    assert_eq!(shop.store.card(99, 10).unwrap(), None);
}
