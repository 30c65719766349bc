//! Moving a shop: all of it is there, proven; cut short, it goes on; the old place takes nothing
//! any more.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use checkback::domain::follow_up::FollowUpKind;
use checkback::store::{LEFT, OpenOptions, Store, StoreError, StoreLocation, TABLES};

use crate::common::{COUNTER, Shop, at, draft, reason, rules};

const NOW: &str = "2026-11-24T10:00:00Z";

/// A shop of three customers, with an act that was taken back, and a file beside it to move to.
fn shop() -> (Shop, StoreLocation, tempfile::TempDir) {
    let now = at(NOW);
    let mut shop = Shop::new();
    for name in ["Anita Patel", "Bilal Ali", "Zoë Müller"] {
        let about = format!("Pads for {name}");
        shop.add(&draft(name, reason(FollowUpKind::Other, &about)), now);
    }
    shop.undo(now).unwrap();
    shop.redo(now).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file: PathBuf = folder.path().join("new.db");
    (shop, StoreLocation::File(file), folder)
}

fn open(place: &StoreLocation) -> Store {
    Store::open(place.clone(), OpenOptions::new(rules().calendar).to_move()).unwrap()
}

#[test]
fn a_shop_moves_whole_and_each_table_is_proven_the_same() {
    let now = at(NOW);
    let (mut shop, place, _folder) = shop();
    let before = shop.everybody();
    let mut to = open(&place);
    let proofs = shop.store.transfer_to(&mut to, "new.db", |_| {}).unwrap();
    assert_eq!(proofs.len(), TABLES.len());
    assert!(proofs.iter().all(|p| p.from == p.to));
    let rows = |table: &str| proofs.iter().find(|p| p.table == table).unwrap().to.rows;
    assert_eq!(
        [rows("customer"), rows("follow_up"), rows("act")],
        [3, 3, 5]
    );
    drop(to);
    let mut moved = open(&place);
    assert_eq!(moved.entries(&[1, 2, 3]).unwrap(), before);
    assert_eq!(moved.find("bilal", 5).unwrap().len(), 1);
    // What was done there can be taken back here.
    let turned = moved.undo(uuid::Uuid::now_v7(), now, "Tom", COUNTER);
    assert_eq!(turned.unwrap().customer, None);
    assert_eq!(moved.find("zoe", 5).unwrap(), []);
}

#[test]
fn the_old_place_takes_nothing_any_more_and_says_where_the_shop_is() {
    let (mut shop, place, _folder) = shop();
    let mut to = open(&place);
    shop.store
        .transfer_to(&mut to, "the new place", |_| {})
        .unwrap();
    let gone = StoreError::ShopMoved("the new place".to_owned());
    assert_eq!(shop.undo(at(NOW)), Err(gone.clone()));
    let opened = Store::open(&shop.place.file, rules().calendar);
    assert_eq!(opened.unwrap_err(), gone);
}

#[test]
fn a_move_that_was_cut_short_goes_on_where_it_stopped() {
    let (mut shop, place, _folder) = shop();
    let mut to = open(&place);
    let cut = catch_unwind(AssertUnwindSafe(|| {
        shop.store.transfer_to(&mut to, "new.db", |progress| {
            assert!(progress.table != "follow_up", "the power went");
        })
    }));
    assert!(cut.is_err());
    drop(to);
    // Neither side takes a change meanwhile.
    assert_eq!(shop.undo(at(NOW)), Err(StoreError::ShopMoving));
    let mut to = open(&place);
    let mut went = Vec::new();
    let again = shop.store.transfer_to(&mut to, "new.db", |progress| {
        went.push(progress.table);
    });
    assert!(again.unwrap().iter().all(|p| p.from == p.to));
    assert!(!went.contains(&"customer") && !went.contains(&"follow_up"));
    assert!(went.contains(&"act"));
}

#[test]
fn a_shop_moves_back_over_what_it_left_there() {
    let (mut shop, place, _folder) = shop();
    let now = at(NOW);
    let mut to = open(&place);
    shop.store.transfer_to(&mut to, "new.db", |_| {}).unwrap();
    let turned = to.undo(uuid::Uuid::now_v7(), now, "Tom", COUNTER);
    turned.unwrap();
    let old = StoreLocation::File(shop.place.file.clone());
    let mut back = open(&old);
    to.transfer_to(&mut back, "shop.db", |_| {}).unwrap();
    let mut shop = Store::open(&shop.place.file, rules().calendar).unwrap();
    assert_eq!(shop.entries(&[1, 2, 3]).unwrap().len(), 2);
    assert_eq!(shop.find("bilal", 5).unwrap().len(), 1);
}

#[test]
fn a_place_with_a_shop_of_its_own_is_refused_and_nothing_is_changed() {
    let (mut shop, place, _folder) = shop();
    let now = at(NOW);
    let mut other = Shop::new();
    other.add(
        &draft("Clara Diaz", reason(FollowUpKind::Other, "Ring")),
        now,
    );
    let refused = shop.store.transfer_to(&mut other.store, "other.db", |_| {});
    assert_eq!(refused.unwrap_err(), StoreError::TargetNotEmpty);
    // Both go on as before.
    shop.undo(now).unwrap();
    other.undo(now).unwrap();
    drop(place);
}

#[test]
fn every_table_of_a_shop_is_carried_or_said_to_stay() {
    let shop = Shop::new();
    let known: BTreeSet<&str> = TABLES
        .iter()
        .map(|(t, _)| *t)
        .chain(LEFT.iter().copied())
        .collect();
    let other = rusqlite::Connection::open(&shop.place.file).unwrap();
    let mut of_shop = other
        .prepare(
            "SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c \
             WHERE m.type = 'table' AND c.name = 'shop'",
        )
        .unwrap();
    let tables = of_shop
        .query_map([], |row| row.get::<_, String>(0))
        .unwrap();
    for table in tables {
        let table = table.unwrap();
        assert!(
            known.contains(table.as_str()),
            "{table} is in no list of carry.rs"
        );
    }
}
