//! Saving an act: whole or not at all, once, with numbers of the shop's own.

use std::time::Duration;

use checkback::domain::change::{Change, EntityKind, Record};
use checkback::domain::customer::Item;
use checkback::domain::follow_up::{FollowUp, FollowUpKind};
use checkback::store::{Seek, StoreError};

use crate::common::{Backend as _, Shop, act, at, customer, draft, edited, made, reason};

const NOW: &str = "2026-11-24T10:00:00Z";

#[test]
fn numbers_are_given_in_order_each_noun_for_itself() {
    let now = at(NOW);
    let mut shop = Shop::new();
    let item = |id, customer| Item {
        id,
        version: 0,
        customer,
        label: format!("Car {id}"),
    };
    let about = |id, customer, item| {
        let mut f = FollowUp::new(id, customer, FollowUpKind::Other, "Ring", now);
        f.item = Some(item);
        f.follows = Some(-1).filter(|_| id != -1);
        f
    };
    let changes = vec![
        made(Record::Customer(customer(-5, "Anita"))),
        made(Record::Customer(customer(-7, "Bilal"))),
        made(Record::Item(item(-5, -7))),
        made(Record::Item(item(-7, -5))),
        made(Record::FollowUp(about(-1, -7, -5))),
        made(Record::FollowUp(about(-5, -5, -7))),
    ];
    let saved = shop.save(changes, now).unwrap();
    let ids: Vec<(EntityKind, i64, i64)> = saved
        .records
        .iter()
        .map(|r| (r.noun(), r.id(), r.customer()))
        .collect();
    assert_eq!(
        ids,
        [
            (EntityKind::Customer, 1, 1),
            (EntityKind::Customer, 2, 2),
            (EntityKind::Item, 1, 2),
            (EntityKind::Item, 2, 1),
            (EntityKind::FollowUp, 1, 2),
            (EntityKind::FollowUp, 2, 1),
        ]
    );
    let Record::FollowUp(second) = &saved.records[5] else {
        panic!("no follow-up")
    };
    assert_eq!((second.item, second.follows), (Some(2), Some(1)));
    // A number once given is never given again, whatever was undone since.
    shop.undo(now).unwrap();
    let again = shop
        .save(vec![made(Record::Customer(customer(-1, "Clara")))], now)
        .unwrap();
    assert_eq!(again.records[0].id(), 3);
}

#[test]
fn a_change_against_an_older_row_is_refused_and_nothing_of_its_act_is_saved() {
    let now = at(NOW);
    let mut shop = Shop::new();
    let old = shop
        .add(&draft("Anita", reason(FollowUpKind::Other, "Ring")), now)
        .customer;
    shop.save(
        vec![edited(&old, |c| c.line = Some("first".to_owned()))],
        now,
    )
    .unwrap();
    let stale = vec![
        made(Record::Customer(customer(-1, "Bilal"))),
        edited(&old, |c| c.line = Some("second".to_owned())),
    ];
    assert_eq!(shop.save(stale, now), Err(StoreError::RowConflict));
    assert_eq!(shop.entry(old.id).customer.line.as_deref(), Some("first"));
    assert_eq!(shop.everybody().len(), 1);
    assert_eq!(
        shop.store
            .journal(
                &checkback::domain::pagination::JournalFilter::default(),
                &Seek::Start,
                10
            )
            .unwrap()
            .len(),
        2
    );
    assert_eq!(shop.store.totals(now, &shop.rules).unwrap().customers, 1);
}

#[test]
fn a_large_act_is_refused_whole_for_its_first_row_and_the_next_one_is_saved() {
    let now = at(NOW);
    let mut shop = Shop::new();
    let reason = reason(FollowUpKind::Other, "Ring");
    let old = shop.add(&draft("Anita", reason), now).customer;
    let edit = |line: &str| edited(&old, |c| c.line = Some(line.to_owned()));
    shop.save(vec![edit("first")], now).unwrap();
    let others = (1..=300).map(|n| made(Record::Customer(customer(-n, &format!("Person {n}")))));
    let others: Vec<_> = others.collect();
    let stale = [vec![edit("second")], others.clone()].concat();
    let refused = shop.save(stale, now);
    assert!(
        matches!(&refused, Err(StoreError::CustomerConflict(who)) if who.starts_with("Tom changed Anita")),
        "{refused:?}"
    );
    assert_eq!(shop.everybody().len(), 1);
    shop.save(others, now).unwrap();
    assert_eq!(shop.store.totals(now, &shop.rules).unwrap().customers, 301);
}

#[test]
fn what_is_returned_is_what_is_read_and_the_next_change_goes_against_it() {
    let now = at(NOW);
    let mut shop = Shop::new();
    let mut anita = shop
        .add(&draft("Anita", reason(FollowUpKind::Other, "Ring")), now)
        .customer;
    for n in 0..3 {
        let saved = shop.save(vec![edited(&anita, |c| c.tries = n)], now);
        // The first changes nothing but the version.
        let Record::Customer(row) = saved.unwrap().records.remove(0) else {
            panic!("no customer")
        };
        assert_eq!(row, shop.entry(row.id).customer);
        anita = row;
    }
    assert_eq!(anita.version, 4);
}

#[test]
fn the_same_act_again_changes_nothing_and_returns_what_the_first_time_left() {
    let now = at(NOW);
    let mut shop = Shop::new();
    let before = shop
        .add(&draft("Anita", reason(FollowUpKind::Other, "Ring")), now)
        .customer;
    let again = act(
        vec![edited(&before, |c| c.line = Some("once".to_owned()))],
        now,
    );
    let first = shop.store.save(&again).unwrap();
    let second = shop.store.save(&again).unwrap();
    assert_eq!(first, second);
    assert_eq!(
        shop.store
            .journal(
                &checkback::domain::pagination::JournalFilter::default(),
                &Seek::Start,
                10
            )
            .unwrap()
            .len(),
        2
    );
    // The rows of the second answer are good to change.
    let Record::Customer(row) = &second.records[0] else {
        panic!("no customer")
    };
    assert!(shop.save(vec![edited(row, |c| c.tries = 1)], now).is_ok());
}

#[test]
fn a_row_for_a_customer_who_was_taken_out_is_refused_as_changed_elsewhere() {
    let now = at(NOW);
    let mut shop = Shop::new();
    let anita = shop.add(&draft("Anita", reason(FollowUpKind::Other, "Ring")), now);
    shop.undo(now).unwrap();
    let more = FollowUp::new(
        -1,
        anita.customer.id,
        FollowUpKind::Other,
        "Ring again",
        now,
    );
    let refused = shop.save(vec![Change::made(Record::FollowUp(more))], now);
    assert_eq!(refused, Err(StoreError::RowConflict));
}

#[test]
fn an_act_about_one_customer_says_so_in_the_journal_and_one_about_many_does_not() {
    let now = at(NOW);
    let mut shop = Shop::new();
    shop.add(&draft("Anita", reason(FollowUpKind::Other, "Ring")), now);
    let two = vec![
        made(Record::Customer(customer(-1, "Bilal"))),
        made(Record::Customer(customer(-2, "Clara"))),
    ];
    shop.save(two, now).unwrap();
    let journal = shop
        .store
        .journal(
            &checkback::domain::pagination::JournalFilter::default(),
            &Seek::Start,
            10,
        )
        .unwrap();
    let about: Vec<_> = journal
        .iter()
        .map(|(_, told)| told.customer.clone())
        .collect();
    assert_eq!(about, [None, Some((1, "Anita".to_owned()))]);
}

#[test]
fn hundreds_of_customers_are_read_in_the_order_they_were_asked_for() {
    let now = at(NOW);
    let mut shop = Shop::new();
    let many = (1..=1_200).map(|n| made(Record::Customer(customer(-n, &format!("No. {n}")))));
    shop.save(many.collect(), now).unwrap();
    let mut asked: Vec<i64> = (1..=1_200).rev().collect();
    asked.push(99_999);
    let read: Vec<i64> = shop.entries(&asked).iter().map(|e| e.customer.id).collect();
    asked.pop();
    assert_eq!(read, asked);
}

#[test]
fn the_journal_is_read_by_the_page_from_either_end() {
    let mut shop = Shop::new();
    for n in 0..10 {
        let mut act = act(vec![made(Record::Customer(customer(-1, "Anita")))], at(NOW));
        act.what = format!("act {n}");
        shop.store.save(&act).unwrap();
    }
    let mut page = |from: &Seek| -> (Vec<i64>, Option<Seek>) {
        let rows = shop
            .store
            .journal(
                &checkback::domain::pagination::JournalFilter::default(),
                from,
                4,
            )
            .unwrap();
        let next = if from.upward() {
            rows.first().map(|(key, _)| Seek::Before(key.clone()))
        } else {
            rows.last().map(|(key, _)| Seek::After(key.clone()))
        };
        (rows.iter().map(|(_, told)| told.no).collect(), next)
    };
    for (start, pages) in [
        (
            Seek::Start,
            [vec![10, 9, 8, 7], vec![6, 5, 4, 3], vec![2, 1]],
        ),
        (Seek::End, [vec![4, 3, 2, 1], vec![8, 7, 6, 5], vec![10, 9]]),
    ] {
        let mut from = start;
        for expected in pages {
            let (read, next) = page(&from);
            assert_eq!(read, expected);
            from = next.unwrap();
        }
        assert_eq!(page(&from).0, Vec::<i64>::new());
    }
}

#[test]
fn a_write_that_another_program_keeps_waiting_is_given_up_in_time_and_done_afterwards() {
    let now = at(NOW);
    let mut shop = Shop::new();
    let anita = shop
        .add(&draft("Anita", reason(FollowUpKind::Other, "Ring")), now)
        .customer;
    let other = shop.place.keep_busy();
    shop.store
        .be_patient_for(Duration::from_millis(20))
        .unwrap();
    let changed = || vec![edited(&anita, |c| c.tries = 1)];
    assert_eq!(shop.save(changed(), now), Err(StoreError::Busy));
    assert_eq!(shop.entry(anita.id).customer, anita, "reading goes on");
    assert_eq!(shop.save(changed(), now), Err(StoreError::Busy));
    drop(other);
    shop.save(changed(), now).unwrap();
    assert_eq!(shop.entry(anita.id).customer.tries, 1);
}
