//! Forgetting: nothing of them is left in a byte of the file, what the figures count stays, and
//! nothing brings them back.

use std::path::{Path, PathBuf};

use checkback::domain::change::{Change, Record};
use checkback::domain::contact::{Direction, Outcome};
use checkback::domain::draft::Author;
use checkback::domain::follow_up::{FollowUpKind, FollowUpResult};
use checkback::domain::outcome::ResultEntry;
use checkback::domain::phone::{self, Region};
use checkback::store::{CustomerSummary, StoreError, UndoRefusal};
use chrono::{DateTime, Utc};
use rusqlite::Connection;

use crate::common::{
    self, Backend as _, SeededRng, Shop, act, at, draft, edited, named, reason, red,
};

/// What nobody else has any of.
const THEIRS: &[&str] = &[
    "Xqzara Vuquxley",
    "xqzara vuquxley",
    "Xqzara",
    "2079460999",
    "7946 0999",
    "xqz@vuqux.example",
    "VQX 7Z",
    "Squeal of the qzjv",
    "the boxer is called Jqvex",
    "too dear for Wqvyz",
    "xqz",
    "qux",
];

fn now() -> DateTime<Utc> {
    at("2026-11-24T10:42:00Z")
}

/// Somebody with everything a customer can have, among others.
fn person(shop: &mut Shop) -> CustomerSummary {
    let number = phone::read("020 7946 0999", &Region::new("GB").unwrap()).unwrap();
    let mut wish = draft("Xqzara Vuquxley", red("Squeal of the qzjv"));
    wish.phone = Some(number);
    wish.email = Some("xqz@vuqux.example".to_owned());
    wish.item = Some("Clio VQX 7Z".to_owned());
    let mut entry = shop.add(&wish, now());
    let line = edited(&entry.customer, |c| {
        c.line = Some("the boxer is called Jqvex".to_owned());
    });
    shop.save(vec![line], now()).unwrap();
    entry = shop.entry(entry.customer.id);
    entry = shop.add_to(
        &entry,
        reason(FollowUpKind::Quote, "Squeal of the qzjv, quoted"),
        now(),
    );
    let rules = shop.rules.clone();
    let scene = entry.scene(&rules, now(), "Tom");
    let tried = scene.record_unanswered(Outcome::NoAnswer, None);
    shop.save(tried.changes, now()).unwrap();
    entry = shop.entry(entry.customer.id);
    let said = [ResultEntry {
        follow_up: entry.follow_ups[0].id,
        result: FollowUpResult::Declined,
        words: Some("too dear for Wqvyz".to_owned()),
        amount: None,
    }];
    let mut reached =
        entry
            .scene(&rules, now(), "Tom")
            .record_reached(&said, Direction::Outward, None);
    for change in &mut reached.changes {
        if let Some(Record::Contact(contact)) = &mut change.after {
            contact.note = Some("too dear for Wqvyz".to_owned());
        }
    }
    let what = "Xqzara Vuquxley declined";
    shop.store
        .save(&named(what, reached.changes, now()))
        .unwrap();
    shop.entry(entry.customer.id)
}

/// Others, before and after, with changes that move rows from page to page.
fn crowd(shop: &mut Shop, dice: &mut SeededRng, count: i64) {
    for _ in 0..count {
        let name = format!("Ann {} Bee", dice.roll(1_000_000));
        let about = "wheel ".repeat(1 + usize::try_from(dice.roll(40)).unwrap());
        let entry = shop.add(
            &draft(&name, reason(FollowUpKind::Other, about.trim())),
            now(),
        );
        if dice.chance(30) {
            let line = "likes tea ".repeat(1 + usize::try_from(dice.roll(20)).unwrap());
            let change = edited(&entry.customer, |c| c.line = Some(line.trim().to_owned()));
            shop.save(vec![change], now()).unwrap();
        }
        if dice.chance(20) {
            shop.undo(now()).unwrap();
        }
    }
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}{ending}", file.display()))
}

/// What of theirs stands in any byte of the database, its log or its index.
fn traces(file: &Path) -> Vec<String> {
    traces_of(file, THEIRS)
}

fn traces_of(file: &Path, texts: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for ending in ["", "-wal", "-shm"] {
        let Ok(bytes) = std::fs::read(beside(file, ending)) else {
            continue;
        };
        for text in texts {
            let places = bytes.windows(text.len()).filter(|w| *w == text.as_bytes());
            let count = places.count();
            if count > 0 {
                found.push(format!("{text:?} {count} times in the file{ending}"));
            }
        }
    }
    found
}

/// Three letters of theirs that the search index still knows.
fn trigrams(file: &Path) -> Vec<String> {
    let database = Connection::open(file).unwrap();
    database
        .execute_batch("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, words, 'row')")
        .unwrap();
    let sql = "SELECT term FROM temp.vocabulary WHERE term IN ('xqz', 'qza', 'vuq', 'qzj')";
    let mut statement = database.prepare(sql).unwrap();
    let terms = statement.query_map([], |row| row.get(0)).unwrap();
    terms.map(Result::unwrap).collect()
}

#[test]
fn nothing_of_them_is_left_in_a_byte_of_the_database_its_log_or_its_index() {
    for seed in 1..=3 {
        let mut shop = Shop::hurried();
        let mut dice = SeededRng::new(seed);
        crowd(&mut shop, &mut dice, 60);
        let entry = person(&mut shop);
        crowd(&mut shop, &mut dice, 60);
        assert!(
            !traces(&shop.place.file).is_empty(),
            "the search finds nothing"
        );
        shop.store
            .forget(entry.customer.id, &act(Vec::new(), now()))
            .unwrap();
        assert!(shop.store.purge().unwrap(), "not all was cleared");
        // As it is while the window stands open, and as it is left.
        assert_eq!(
            traces(&shop.place.file),
            [] as [&str; 0],
            "seed {seed}, open"
        );
        let (store, place) = (shop.store, shop.place);
        drop(store);
        assert_eq!(traces(&place.file), [] as [&str; 0], "seed {seed}, closed");
        assert_eq!(trigrams(&place.file), [] as [&str; 0], "seed {seed}");
    }
}

#[test]
fn no_cell_of_any_table_names_them_and_what_is_counted_stays() {
    let mut shop = Shop::new();
    let entry = person(&mut shop);
    let id = entry.customer.id;
    let count = |file: &Path, sql: &str| -> i64 {
        let database = Connection::open(file).unwrap();
        database.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let figures = [
        "SELECT COUNT(*) FROM contact",
        "SELECT COUNT(*) FROM contact WHERE outcome = 'reached'",
        "SELECT COUNT(*) FROM follow_up",
        "SELECT COUNT(*) FROM follow_up WHERE severity = 'red'",
        "SELECT COUNT(*) FROM follow_up WHERE result = 'declined'",
    ];
    let before: Vec<i64> = figures.iter().map(|f| count(&shop.place.file, f)).collect();
    let sorted = |shop: &Shop, table: &str| {
        let mut rows = shop.place.rows(table);
        rows.sort();
        rows
    };
    let kept = ["figure", "answering_shop"].map(|table| sorted(&shop, table));
    assert!(kept.iter().all(|rows| !rows.is_empty()));
    let erased = shop
        .store
        .forget(id, &named("forgot a customer", Vec::new(), now()))
        .unwrap();
    assert_eq!((erased.items, erased.contacts), (1, 2));
    let after: Vec<i64> = figures.iter().map(|f| count(&shop.place.file, f)).collect();
    assert_eq!(after, before);
    assert_eq!(count(&shop.place.file, "SELECT customers FROM shop"), 0);

    // Counted anew from the history they come to the same.
    shop.store.recount().unwrap();
    assert_eq!(
        ["figure", "answering_shop"].map(|table| sorted(&shop, table)),
        kept
    );
    assert!(shop.everybody().is_empty());
    assert_eq!(shop.entries(&[id, 0]), []);
    assert_eq!(shop.store.card(0, 9).unwrap(), None);
    assert!(shop.store.find("xqz", 9).unwrap().is_empty());
    assert_eq!(shop.store.done(now(), &shop.rules).unwrap(), []);
    let totals = shop.store.totals(now(), &shop.rules).unwrap();
    assert_eq!(totals.to_call, 0);
    let journal = shop
        .store
        .journal(
            &checkback::domain::pagination::JournalFilter::default(),
            &checkback::store::Seek::Start,
            50,
        )
        .unwrap();
    assert_eq!(journal[0].1.what, "forgot a customer");
    for (_, told) in &journal[1..] {
        assert_eq!((told.what.as_str(), &told.customer), ("(forgotten)", &None));
        assert!(!told.undone);
    }
}

#[test]
fn what_touched_them_can_no_longer_be_undone_and_what_came_before_can() {
    let mut shop = Shop::new();
    shop.add(
        &draft("Ben Ali", reason(FollowUpKind::Other, "Struts")),
        now(),
    );
    let entry = person(&mut shop);
    shop.store
        .forget(entry.customer.id, &act(Vec::new(), now()))
        .unwrap();
    let mut undo = || {
        shop.store
            .undo(uuid::Uuid::now_v7(), now(), "Tom", common::COUNTER)
    };
    let turned = undo().unwrap();
    assert!(turned.passed);
    assert_eq!(turned.name.as_deref(), Some("Ben Ali"));
    assert_eq!(
        undo(),
        Err(StoreError::Undo(UndoRefusal::CustomerForgotten))
    );
    assert_eq!(
        shop.redo(now()).unwrap(),
        "did something",
        "what was taken back comes again"
    );
    assert_eq!(
        shop.redo(now()),
        Err(StoreError::Undo(UndoRefusal::NothingToRedo))
    );
}

#[test]
fn an_import_they_came_with_stays_and_keeps_its_words() {
    let mut shop = Shop::new();
    let mut changes: Vec<Change> = Vec::new();
    for (n, name) in ["Xqzara Vuquxley", "Ben Ali"].into_iter().enumerate() {
        let id = -1 - i64::try_from(n).unwrap();
        changes.push(common::made(Record::Customer(common::customer(id, name))));
    }
    let saved = shop
        .store
        .save(&named(
            "imported people.csv: 2 new customers",
            changes,
            now(),
        ))
        .unwrap();
    let theirs = saved.records[0].id();
    shop.store.forget(theirs, &act(Vec::new(), now())).unwrap();
    assert_eq!(
        shop.undo(now()),
        Err(StoreError::Undo(UndoRefusal::CustomerForgotten))
    );
    let journal = shop
        .store
        .journal(
            &checkback::domain::pagination::JournalFilter::default(),
            &checkback::store::Seek::Start,
            5,
        )
        .unwrap();
    assert_eq!(journal[1].1.what, "imported people.csv: 2 new customers");
    assert_eq!(shop.everybody().len(), 1);
}

#[test]
fn their_number_stays_opted_out_whoever_brings_it_in_again() {
    let mut shop = Shop::new();
    let entry = person(&mut shop);
    shop.store
        .forget(entry.customer.id, &act(Vec::new(), now()))
        .unwrap();
    let number = phone::read("+44 20 7946 0999", &Region::new("GB").unwrap()).unwrap();
    let mut again = draft("Somebody New", reason(FollowUpKind::Other, "Ring"));
    again.phone = Some(number);
    let again = shop.add(&again, now());
    assert_eq!(again.customer.opted_out_at, Some(now()));
    let other = shop.add(
        &draft("Ben Ali", reason(FollowUpKind::Other, "Ring")),
        now(),
    );
    assert_eq!(other.customer.opted_out_at, None);
    // Once they say yes themselves, that stands.
    let yes = edited(&again.customer, |c| c.opted_out_at = None);
    shop.save(vec![yes], now()).unwrap();
    assert_eq!(shop.entry(again.customer.id).customer.opted_out_at, None);
}

#[test]
fn an_act_tried_again_says_again_whose_number_is_not_to_be_rung() {
    let mut shop = Shop::new();
    let entry = person(&mut shop);
    shop.store
        .forget(entry.customer.id, &act(Vec::new(), now()))
        .unwrap();
    let mut listed = common::customer(-1, "Somebody New");
    listed.phone = Some("+442079460999".to_owned());
    let other = common::customer(-2, "Ben Ali");
    let both = [listed, other].map(|c| common::made(Record::Customer(c)));
    let wish = act(both.into(), now());
    let first = shop.store.save(&wish).unwrap();
    assert_eq!(first.do_not_call, 1);
    // The answer to the first try was lost on the way: the second one says the same.
    assert_eq!(shop.store.save(&wish).unwrap(), first);
    // What is known of somebody already is no news of an act that leaves their number alone.
    let Some(Record::Customer(there)) = first.records.first() else {
        panic!("{first:?}");
    };
    let edit = act(
        vec![edited(there, |c| c.line = Some("Side door".to_owned()))],
        now(),
    );
    for _ in 0..2 {
        assert_eq!(shop.store.save(&edit).unwrap().do_not_call, 0);
    }
}

#[test]
fn a_number_that_is_not_to_be_rung_at_all_stays_so_whatever_becomes_of_its_customer() {
    let mut shop = Shop::new();
    let entry = person(&mut shop);
    let quiet = edited(&entry.customer, |c| {
        c.opt_out_of_calls(Author {
            now: now(),
            by: "Tom",
        });
    });
    shop.save(vec![quiet], now()).unwrap();
    shop.store
        .forget(entry.customer.id, &act(Vec::new(), now()))
        .unwrap();
    let number = phone::read("+44 20 7946 0999", &Region::new("GB").unwrap()).unwrap();
    let mut again = draft("Somebody New", reason(FollowUpKind::Other, "Ring"));
    again.phone = Some(number);
    let there = shop.add(&again, now()).customer;
    assert_eq!(
        (there.no_calls_at, there.opted_out_at),
        (Some(now()), Some(now()))
    );
    assert_eq!(there.no_calls_by.as_deref(), Some("the do-not-call list"));
    // The list beside the backups says so too, where the database has lost it.
    let file = shop.place.file.clone();
    drop(shop.store);
    let other = rusqlite::Connection::open(&file).unwrap();
    other
        .execute_batch("DELETE FROM do_not_call; DELETE FROM forgotten")
        .unwrap();
    drop(other);
    let store = checkback::store::Store::open(&file, common::rules().calendar).unwrap();
    drop(store);
    let kept = shop.place.rows("do_not_call");
    let cell = |(name, cell): &(String, String)| (name == "no_calls").then(|| cell.clone());
    assert_eq!(kept[0].iter().find_map(cell).as_deref(), Some("1"));
}

#[test]
fn a_database_put_back_by_hand_does_not_bring_them_back() {
    let mut shop = Shop::new();
    let entry = person(&mut shop);
    shop.add(
        &draft("Ben Ali", reason(FollowUpKind::Other, "Struts")),
        now(),
    );
    let file = shop.place.file.clone();
    let copy = file.with_file_name("copied.db");
    shop.store.purge().unwrap();
    std::fs::copy(&file, &copy).unwrap();
    shop.store
        .forget(entry.customer.id, &act(Vec::new(), now()))
        .unwrap();
    drop(shop.store);
    std::fs::rename(&copy, &file).unwrap();
    let mut store = checkback::store::Store::open(&file, common::rules().calendar).unwrap();
    let rows = store.customers(&checkback::store::Seek::Start, 9).unwrap();
    let names: Vec<&str> = rows.iter().map(|(_, e)| e.customer.name.as_str()).collect();
    assert_eq!(names, ["Ben Ali"]);
    drop(store);
    assert_eq!(traces(&file), [] as [&str; 0]);
}

#[test]
fn whoever_is_not_there_is_not_forgotten() {
    let mut shop = Shop::new();
    let none = shop.store.forget(7, &act(Vec::new(), now()));
    assert_eq!(none, Err(StoreError::RowConflict));
}

/// What nobody but the other row has any of.
const ALSO: &[&str] = &[
    "Zqorla Wexquin",
    "2079460998",
    "7946 0998",
    "Rattle of the vqxj",
];

/// Somebody who turns out to be the one they are all about, with a number and a call of their own.
fn merged(shop: &mut Shop) -> (CustomerSummary, CustomerSummary) {
    let entry = person(shop);
    let mut wish = draft("Zqorla Wexquin", red("Rattle of the vqxj"));
    let region = Region::new("GB").unwrap();
    wish.phone = Some(phone::read("020 7946 0998", &region).unwrap());
    let other = shop.add(&wish, now());
    merge(shop, &entry, &other);
    (entry, other)
}

/// What is kept for the figures, whatever the order of its rows.
fn figures(shop: &Shop) -> Vec<Vec<(String, String)>> {
    let mut rows = shop.place.rows("figure");
    rows.sort();
    rows
}

fn merge(shop: &mut Shop, kept: &CustomerSummary, other: &CustomerSummary) {
    let two = shop
        .store
        .load_merge_pair(kept.customer.id, other.customer.id)
        .unwrap();
    let mut one = named("merged", two.unwrap().changes(now()), now());
    one.customer = Some(kept.customer.id);
    shop.store.save(&one).unwrap();
}

#[test]
fn who_turned_out_to_be_them_is_forgotten_with_them() {
    let mut shop = Shop::new();
    let (entry, _) = merged(&mut shop);
    let would = shop.store.would_erase(entry.customer.id).unwrap();
    let erased = shop
        .store
        .forget(entry.customer.id, &act(Vec::new(), now()))
        .unwrap();
    assert!(shop.store.purge().unwrap());
    assert_eq!(
        (erased.items, erased.follow_ups, erased.contacts),
        (would.items, would.follow_ups, would.contacts)
    );
    assert_eq!(
        shop.store
            .totals(now(), &shop.rules.clone())
            .unwrap()
            .customers,
        0
    );
    let kept = figures(&shop);
    shop.store.recount().unwrap();
    assert_eq!(figures(&shop), kept);
    let texts = [THEIRS, ALSO].concat();
    assert_eq!(traces_of(&shop.place.file, &texts), [] as [&str; 0]);
}

#[test]
fn who_was_taken_for_another_and_is_forgotten_after_it_was_undone_is_in_none_of_their_history() {
    let mut shop = Shop::new();
    let mut wish = draft("Mei Lin", red("Pads"));
    wish.email = Some("mei@example.com".to_owned());
    let mei = shop.add(&wish, now());
    let entry = person(&mut shop);
    merge(&mut shop, &mei, &entry);
    let rules = shop.rules.clone();
    let whole = shop.entry(mei.customer.id);
    let tried = whole
        .scene(&rules, now(), "Tom")
        .record_unanswered(Outcome::NoAnswer, None);
    shop.save(tried.changes, now()).unwrap();
    shop.undo(now()).unwrap();
    shop.undo(now()).unwrap();
    shop.store
        .forget(entry.customer.id, &act(Vec::new(), now()))
        .unwrap();
    assert!(shop.store.purge().unwrap());
    assert_eq!(traces(&shop.place.file), [] as [&str; 0]);
    let left = shop.entry(mei.customer.id);
    assert_eq!((left.follow_ups.len(), left.customer.line), (1, None));
    let kept = figures(&shop);
    shop.store.recount().unwrap();
    assert_eq!(figures(&shop), kept);
}
