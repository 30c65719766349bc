//! Undo and redo: the newest act of this counter, if every row still holds what it left.

use checkback::domain::change::{EntityKind, Record};
use checkback::domain::contact::Outcome;
use checkback::domain::customer::{Customer, Item};
use checkback::domain::follow_up::{FollowUp, FollowUpKind};
use checkback::store::{Seek, StoreError, UndoRefusal};
use uuid::Uuid;

use crate::common::{COUNTER, Shop, act, at, customer, draft, edited, made, named, reason};

const NOW: &str = "2026-11-24T10:00:00Z";

/// A shop with a customer whose line was changed three times: to "1", "2", "3".
fn three_acts() -> Shop {
    let now = at(NOW);
    let mut shop = Shop::new();
    let mut row = shop
        .add(&draft("Anita", reason(FollowUpKind::Other, "Ring")), now)
        .customer;
    for n in 1..=3 {
        let changes = vec![edited(&row, |c| c.line = Some(n.to_string()))];
        shop.store
            .save(&named(&format!("line {n}"), changes, now))
            .unwrap();
        row = shop.entry(row.id).customer;
    }
    shop
}

fn anita(shop: &mut Shop) -> Customer {
    shop.entry(1).customer
}

fn line(shop: &mut Shop) -> String {
    anita(shop).line.unwrap()
}

#[test]
fn undo_takes_back_one_act_after_the_other_and_redo_does_them_again() {
    let now = at(NOW);
    let mut shop = three_acts();
    assert_eq!(shop.undo(now), Ok("line 3".to_owned()));
    assert_eq!(shop.undo(now), Ok("line 2".to_owned()));
    assert_eq!(line(&mut shop), "1");
    assert_eq!(shop.redo(now), Ok("line 2".to_owned()));
    assert_eq!(line(&mut shop), "2");
    assert_eq!(shop.redo(now), Ok("line 3".to_owned()));
    assert_eq!(line(&mut shop), "3");
    assert_eq!(
        shop.redo(now),
        Err(StoreError::Undo(UndoRefusal::NothingToRedo))
    );
    for _ in 0..4 {
        shop.undo(now).unwrap();
    }
    assert_eq!(
        shop.undo(now),
        Err(StoreError::Undo(UndoRefusal::NothingToUndo))
    );
    assert_eq!(shop.everybody(), []);
}

#[test]
fn a_new_act_after_an_undo_leaves_nothing_to_redo_even_when_it_is_undone_itself() {
    let now = at(NOW);
    let mut shop = three_acts();
    shop.undo(now).unwrap();
    shop.undo(now).unwrap();
    let row = anita(&mut shop);
    let changes = vec![edited(&row, |c| c.line = Some("other".to_owned()))];
    shop.store.save(&named("other", changes, now)).unwrap();
    assert_eq!(
        shop.redo(now),
        Err(StoreError::Undo(UndoRefusal::NothingToRedo))
    );
    assert_eq!(shop.undo(now), Ok("other".to_owned()));
    assert_eq!(line(&mut shop), "1");
    // What can be done again is the act undone last, not the ones it put an end to.
    assert_eq!(shop.redo(now), Ok("other".to_owned()));
    assert_eq!(line(&mut shop), "other");
    assert_eq!(
        shop.redo(now),
        Err(StoreError::Undo(UndoRefusal::NothingToRedo))
    );
}

#[test]
fn undo_and_redo_go_on_tomorrow() {
    let mut shop = three_acts();
    shop.undo(at(NOW)).unwrap();
    let mut shop = shop.reopened();
    let tomorrow = at("2026-11-25T09:00:00Z");
    assert_eq!(shop.redo(tomorrow), Ok("line 3".to_owned()));
    let mut shop = shop.reopened();
    assert_eq!(shop.undo(tomorrow), Ok("line 3".to_owned()));
    assert_eq!(shop.undo(tomorrow), Ok("line 2".to_owned()));
}

#[test]
fn another_counters_acts_are_passed_over() {
    let now = at(NOW);
    let mut shop = three_acts();
    let mut other = act(vec![made(Record::Customer(customer(-1, "Bilal")))], now);
    other.counter = "back office".to_owned();
    shop.store.save(&other).unwrap();
    assert_eq!(shop.undo(now), Ok("line 3".to_owned()));
    // Nor does what they do take this counter's redo away.
    other.id = Uuid::now_v7();
    shop.store.save(&other).unwrap();
    assert_eq!(shop.redo(now), Ok("line 3".to_owned()));
    let nothing = shop.store.redo(Uuid::now_v7(), now, "Asha", "back office");
    assert_eq!(nothing, Err(StoreError::Undo(UndoRefusal::NothingToRedo)));
}

#[test]
fn what_another_counter_changed_since_is_not_taken_back() {
    let now = at(NOW);
    let mut shop = three_acts();
    let row = anita(&mut shop);
    let mut other = act(vec![edited(&row, |c| c.tries = 7)], now);
    other.counter = "back office".to_owned();
    shop.store.save(&other).unwrap();
    assert_eq!(
        shop.undo(now),
        Err(StoreError::Undo(UndoRefusal::ChangedSince(
            "line 3".to_owned()
        )))
    );
    assert_eq!((line(&mut shop).as_str(), anita(&mut shop).tries), ("3", 7));
    // Once the other takes theirs back, it goes.
    shop.store
        .undo(Uuid::now_v7(), now, "Asha", "back office")
        .unwrap();
    assert_eq!(shop.undo(now), Ok("line 3".to_owned()));
}

#[test]
fn a_customer_whom_another_counter_gave_a_follow_up_is_not_taken_out_with_it() {
    let now = at(NOW);
    let mut shop = Shop::new();
    let item = Item {
        id: -1,
        version: 0,
        customer: -1,
        label: "Clio".to_owned(),
    };
    let changes = vec![
        made(Record::Customer(customer(-1, "Anita"))),
        made(Record::Item(item)),
    ];
    shop.store.save(&named("added", changes, now)).unwrap();
    let mut more = FollowUp::new(-1, 1, FollowUpKind::Other, "Theirs", now);
    more.item = Some(1);
    let mut other = act(vec![made(Record::FollowUp(more))], now);
    other.counter = "back office".to_owned();
    shop.store.save(&other).unwrap();
    assert_eq!(
        shop.undo(now),
        Err(StoreError::Undo(UndoRefusal::ChangedSince(
            "added".to_owned()
        )))
    );
    assert_eq!(shop.entry(1).follow_ups.len(), 1);
    assert_eq!(shop.entry(1).items.len(), 1);
}

#[test]
fn undo_tried_again_with_the_same_id_takes_back_no_more() {
    let now = at(NOW);
    let mut shop = three_acts();
    let id = Uuid::now_v7();
    let first = shop.store.undo(id, now, "Tom", COUNTER).unwrap();
    let second = shop.store.undo(id, now, "Tom", COUNTER).unwrap();
    assert_eq!(first, second);
    assert_eq!(line(&mut shop), "2");
    let id = Uuid::now_v7();
    let first = shop.store.redo(id, now, "Tom", COUNTER).unwrap();
    assert_eq!(shop.store.redo(id, now, "Tom", COUNTER), Ok(first));
    assert_eq!(line(&mut shop), "3");
}

#[test]
fn undoing_a_new_customer_leaves_no_trace_in_list_search_or_totals() {
    let now = at(NOW);
    let mut shop = Shop::new();
    shop.add(
        &draft("Anita Patel", reason(FollowUpKind::Other, "Ring")),
        now,
    );
    let turned = shop
        .store
        .undo(Uuid::now_v7(), now, "Tom", COUNTER)
        .unwrap();
    assert_eq!((turned.customer, turned.records), (None, Vec::new()));
    let totals = shop.store.totals(now, &shop.rules).unwrap();
    assert_eq!((totals.to_call, totals.customers), (0, 0));
    assert_eq!(shop.store.find("patel", 10).unwrap(), []);
    assert_eq!(shop.store.with_name("Anita Patel").unwrap(), []);
    let turned = shop
        .store
        .redo(Uuid::now_v7(), now, "Tom", COUNTER)
        .unwrap();
    assert_eq!(turned.customer, Some(1));
    let totals = shop.store.totals(now, &shop.rules).unwrap();
    assert_eq!((totals.to_call, totals.customers), (1, 1));
    assert_eq!(shop.store.find("patel", 10).unwrap().len(), 1);
}

#[test]
fn a_call_that_is_undone_leaves_the_customer_in_the_list_as_they_were() {
    let now = at(NOW);
    let mut shop = Shop::new();
    let entry = shop.add(&draft("Anita", reason(FollowUpKind::Quote, "Struts")), now);
    let rules = shop.rules.clone();
    let done = entry
        .scene(&rules, now, "Tom")
        .record_unanswered(Outcome::NoAnswer, None);
    shop.done(done, now);
    assert_eq!(shop.store.today(now, &Seek::Start, 10).unwrap(), []);
    assert_eq!(shop.store.done(now, &rules).unwrap().len(), 1);
    shop.undo(now).unwrap();
    let back = shop.store.today(now, &Seek::Start, 10).unwrap().remove(0).1;
    let same = |a: &Record, b: &Record| a.same_content(b);
    assert!(same(
        &Record::Customer(back.customer),
        &Record::Customer(entry.customer)
    ));
    assert!(same(
        &Record::FollowUp(back.follow_ups[0].clone()),
        &Record::FollowUp(entry.follow_ups[0].clone())
    ));
    assert_eq!(shop.store.done(now, &rules).unwrap(), []);
}

#[test]
fn the_journal_tells_what_was_undone_and_by_which_act() {
    let now = at(NOW);
    let mut shop = three_acts();
    shop.undo(now).unwrap();
    shop.undo(now).unwrap();
    shop.redo(now).unwrap();
    let journal = shop
        .store
        .journal(
            &checkback::domain::pagination::JournalFilter::default(),
            &Seek::Start,
            10,
        )
        .unwrap();
    let told: Vec<(i64, &str, bool, Option<i64>)> = journal
        .iter()
        .map(|(_, t)| (t.no, t.what.as_str(), t.undone, t.turns))
        .collect();
    assert_eq!(
        told,
        [
            (7, "done again: line 2", false, Some(3)),
            (6, "taken back: line 2", false, Some(3)),
            (5, "taken back: line 3", false, Some(4)),
            (4, "line 3", true, None),
            (3, "line 2", false, None),
            (2, "line 1", false, None),
            (1, "did something", false, None),
        ]
    );
    // What a new act put an end to still shows as taken back.
    let row = anita(&mut shop);
    shop.save(vec![edited(&row, |c| c.tries = 1)], now).unwrap();
    let journal = shop
        .store
        .journal(
            &checkback::domain::pagination::JournalFilter::default(),
            &Seek::Start,
            10,
        )
        .unwrap();
    let undone: Vec<i64> = journal
        .iter()
        .filter(|(_, t)| t.undone)
        .map(|(_, t)| t.no)
        .collect();
    assert_eq!(undone, [4]);
    assert_eq!(journal[0].1.customer, Some((1, "Anita".to_owned())));
}

#[test]
fn rows_returned_by_undo_are_good_to_change() {
    let now = at(NOW);
    let mut shop = three_acts();
    let turned = shop
        .store
        .undo(Uuid::now_v7(), now, "Tom", COUNTER)
        .unwrap();
    let row = turned
        .records
        .iter()
        .find(|r| r.noun() == EntityKind::Customer)
        .unwrap();
    let Record::Customer(row) = row else {
        panic!("no customer")
    };
    assert_eq!(*row, anita(&mut shop));
    assert!(shop.save(vec![edited(row, |c| c.tries = 1)], now).is_ok());
}
