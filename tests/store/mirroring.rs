//! The mirror: whatever is saved is in a second file, act by act, as it is in the first; and a copy of
//! it can be taken back to any act.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use checkback::domain::contact::Outcome;
use checkback::domain::follow_up::FollowUpKind;
use checkback::store::{Backups, Mirror, Store, StoreError};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::common::fault_log::met_well;
use crate::common::{SeededRng, Shop, act, at, draft, edited, named, reason};

const NOW: &str = "2026-11-24T10:00:00Z";

/// A shop with a mirror in a folder of its own.
struct MirroredShop {
    shop: Shop,
    stick: TempDir,
    mirror: Mirror,
}

impl MirroredShop {
    fn new() -> Self {
        let shop = Shop::hurried();
        let stick = tempfile::tempdir().unwrap();
        let mirror = Mirror::new(&shop.place.file, stick.path(), &shop.rules.calendar).unwrap();
        Self {
            shop,
            stick,
            mirror,
        }
    }

    fn add(&mut self, name: &str, now: DateTime<Utc>) -> i64 {
        let draft = draft(name, reason(FollowUpKind::Other, "Ring"));
        self.shop.add(&draft, now).customer.id
    }

    /// Which file the mirror is: one that is copied anew is another.
    fn identity(&self) -> u64 {
        use std::os::unix::fs::MetadataExt as _;

        fs::metadata(self.mirror.file()).unwrap().ino()
    }

    /// The mirror follows: it has what the shop has, and was not copied for it.
    fn follows(&self) {
        let before = self.identity();
        self.mirror.bring_up().unwrap();
        assert_eq!(self.identity(), before, "all of it was copied");
        assert_eq!(
            everything(&self.mirror.file()),
            everything(&self.shop.place.file)
        );
    }
}

/// Every row of every table that acts change; of the words only what they find.
fn everything(file: &Path) -> BTreeMap<String, Vec<String>> {
    let database = Connection::open(file).unwrap();
    let tables = [
        "shop",
        "customer",
        "item",
        "follow_up",
        "contact",
        "act",
        "change",
        "standing",
        "tally",
        "figure",
        "answering",
        "answering_shop",
        "mine",
        "named",
        "do_not_call",
        "forgotten",
    ];
    let rows = |table: &str| {
        let mut statement = database.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let width = statement.column_count();
        let row = |row: &rusqlite::Row<'_>| {
            let cells = (0..width).map(|n| row.get::<_, rusqlite::types::Value>(n));
            cells
                .map(|cell| cell.map(|cell| format!("{cell:?}")))
                .collect::<Result<Vec<_>, _>>()
        };
        let rows = statement.query_map([], row).unwrap();
        let mut rows: Vec<String> = rows.map(|row| row.unwrap().join(", ")).collect();
        rows.sort();
        rows
    };
    tables
        .iter()
        .map(|table| ((*table).to_owned(), rows(table)))
        .collect()
}

/// The rows of a shop without its journal, and without the versions of rows: to compare what it was with
/// what it is again.
fn rows(file: &Path) -> BTreeMap<String, Vec<String>> {
    let database = Connection::open(file).unwrap();
    let tables = [
        "customer",
        "item",
        "follow_up",
        "contact",
        "standing",
        "figure",
        "answering",
        "mine",
    ];
    let rows = |table: &str| {
        let columns =
            "SELECT group_concat(name) FROM pragma_table_info(?1) WHERE name <> 'version'";
        let columns: String = database
            .query_row(columns, [table], |row| row.get(0))
            .unwrap();
        let mut statement = database
            .prepare(&format!("SELECT {columns} FROM {table}"))
            .unwrap();
        let width = statement.column_count();
        let row = |row: &rusqlite::Row<'_>| {
            let cells = (0..width).map(|n| row.get::<_, rusqlite::types::Value>(n));
            cells
                .map(|cell| cell.map(|cell| format!("{cell:?}")))
                .collect::<Result<Vec<_>, _>>()
        };
        let rows = statement.query_map([], row).unwrap();
        let mut rows: Vec<String> = rows.map(|row| row.unwrap().join(", ")).collect();
        rows.sort();
        rows
    };
    tables
        .iter()
        .map(|table| ((*table).to_owned(), rows(table)))
        .collect()
}

/// Something a counter does, at random.
fn does_something(
    shop: &mut MirroredShop,
    rng: &mut SeededRng,
    ids: &mut Vec<i64>,
    now: DateTime<Utc>,
) {
    let who = rng.pick(ids);
    match rng.roll(7) {
        0 | 1 => ids.push(shop.add("Somebody", now)),
        2 | 3 if shop.shop.store.card(who, 1).unwrap().is_some() => {
            let rules = shop.shop.rules.clone();
            let entry = shop.shop.entry(who);
            let done = entry
                .scene(&rules, now, "Tom")
                .record_unanswered(Outcome::NoAnswer, None);
            shop.shop.done(done, now);
        }
        4 if shop.shop.store.card(who, 1).unwrap().is_some() => {
            let before = shop.shop.entry(who).customer;
            let change = edited(&before, |c| c.name = format!("Another {}", rng.roll(100)));
            shop.shop.save(vec![change], now).unwrap();
        }
        5 => drop(shop.shop.redo(now)),
        _ => drop(shop.shop.undo(now)),
    }
}

#[test]
fn whatever_is_done_is_in_the_mirror_row_by_row() {
    for seed in 0..3 {
        let mut rng = SeededRng::new(seed);
        let mut shop = MirroredShop::new();
        let mut ids = vec![shop.add("Anita Patel", at(NOW))];
        shop.mirror.bring_up().unwrap();
        for n in 0..60 {
            let now = at(NOW) + TimeDelta::minutes(n);
            does_something(&mut shop, &mut rng, &mut ids, now);
            // One act, or several at once.
            if rng.chance(60) {
                shop.follows();
            }
        }
        shop.follows();
    }
}

#[test]
fn a_copy_of_the_mirror_is_taken_back_to_any_act() {
    let mut rng = SeededRng::new(7);
    let mut shop = MirroredShop::new();
    let mut ids = vec![shop.add("Anita Patel", at(NOW))];
    let mut was = Vec::new();
    for n in 1..50 {
        let now = at(NOW) + TimeDelta::minutes(n);
        does_something(&mut shop, &mut rng, &mut ids, now);
        was.push((now, rows(&shop.shop.place.file)));
    }
    shop.mirror.bring_up().unwrap();
    let backups = shop.shop.store.backups().unwrap();
    let file = shop.mirror.file();
    for (now, rows_then) in was {
        let back = backups
            .rewound(&file, now, &shop.shop.rules.calendar)
            .unwrap();
        assert!(back.newest.unwrap() <= now);
        assert_eq!(rows(back.path()), rows_then, "at {now}");
        let mut store = Store::open(back.path(), shop.shop.rules.calendar.clone()).unwrap();
        assert!(
            store.check_projections(i64::MAX).unwrap().agrees(),
            "at {now}"
        );
    }
    assert_eq!(
        everything(&file),
        everything(&shop.shop.place.file),
        "the mirror itself stays"
    );
}

#[test]
fn whoever_is_forgotten_is_in_the_mirror_no_more() {
    let mut shop = MirroredShop::new();
    let anita = shop.add("Anita Patel", at(NOW));
    shop.add("Ben Ali", at(NOW));
    shop.mirror.bring_up().unwrap();
    let holds = |shop: &MirroredShop, name: &str| {
        let bytes = fs::read(shop.mirror.file()).unwrap();
        bytes
            .windows(name.len())
            .any(|window| window == name.as_bytes())
    };
    assert!(holds(&shop, "Anita Patel"));
    shop.shop
        .store
        .forget(anita, &named("forgot somebody", Vec::new(), at(NOW)))
        .unwrap();
    shop.mirror.bring_up().unwrap();
    assert!(!holds(&shop, "Anita Patel") && holds(&shop, "Ben Ali"));
    let left: Vec<_> = fs::read_dir(shop.stick.path()).unwrap().flatten().collect();
    assert_eq!(left.len(), 2, "the mirror and its lock: {left:?}");
    // And it follows again.
    shop.add("Clara Diaz", at(NOW));
    shop.follows();
}

#[test]
fn a_mirror_of_another_shop_or_a_damaged_one_is_made_anew() {
    let mut shop = MirroredShop::new();
    shop.add("Anita Patel", at(NOW));
    for spoil in [
        "UPDATE act SET id = 'another'",
        "UPDATE customer SET name = 'Nobody'",
        "DELETE FROM customer",
        "DROP TABLE salt",
        "UPDATE shop SET customers = 77",
    ] {
        shop.mirror.bring_up().unwrap();
        let file = Connection::open(shop.mirror.file()).unwrap();
        file.execute_batch(&format!("PRAGMA foreign_keys = OFF; {spoil}"))
            .unwrap();
        drop(file);
        let before = shop.shop.everybody().remove(0).customer;
        let change = edited(&before, |c| c.name += "x");
        shop.shop.save(vec![change], at(NOW)).unwrap();
        shop.mirror.bring_up().unwrap();
        assert_eq!(
            everything(&shop.mirror.file()),
            everything(&shop.shop.place.file),
            "{spoil}"
        );
        met_well("the mirror damaged, or another shop's", 1);
    }
    fs::write(shop.mirror.file(), "no database").unwrap();
    shop.mirror.bring_up().unwrap();
    assert_eq!(
        everything(&shop.mirror.file()),
        everything(&shop.shop.place.file)
    );
}

#[test]
fn a_place_that_is_not_there_is_not_made_and_filled_once_it_is() {
    let mut shop = MirroredShop::new();
    shop.add("Anita Patel", at(NOW));
    let place = shop.stick.path().join("stick");
    let mirror = Mirror::new(&shop.shop.place.file, &place, &shop.shop.rules.calendar).unwrap();
    assert_eq!(mirror.bring_up(), Err(StoreError::CannotOpen));
    assert!(!place.exists());
    fs::create_dir(&place).unwrap();
    mirror.bring_up().unwrap();
    assert_eq!(
        everything(&mirror.file()),
        everything(&shop.shop.place.file)
    );
    let age = mirror.age().unwrap();
    assert_eq!((age.behind, age.newest), (0, Some(at(NOW))));
    shop.add("Ben Ali", at(NOW));
    assert_eq!(mirror.age().unwrap().behind, 1);
}

#[test]
fn when_the_first_disk_dies_the_mirror_has_every_act_it_was_told_of() {
    let mut shop = MirroredShop::new();
    for n in 0..20 {
        shop.add(&format!("Person {n}"), at(NOW));
        shop.mirror.bring_up().unwrap();
    }
    // The disk is gone with all that was on it; the mirror has only what was synced there.
    let mirror = shop.mirror.file();
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("shop.db");
    let backups = Backups::for_database(&file, &shop.shop.rules.calendar).unwrap();
    let MirroredShop {
        shop,
        stick: _stick,
        ..
    } = shop;
    let Shop {
        store,
        place,
        rules,
    } = shop;
    drop((store, place));
    let restored = backups
        .restore(
            &mirror,
            &rules.calendar,
            &act(Vec::new(), at(NOW)),
            &mut |_, _| {},
        )
        .unwrap();
    assert_eq!(restored.after.customers, 20);
    met_well("the first disk dies, restored from the mirror", 1);
}
