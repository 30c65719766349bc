//! Databases that are really damaged, at random and by name: nothing panics, rescue refuses none of
//! them, history that cannot be read keeps nobody out, and doctor's checks see what rescue left out.

use std::fs;
use std::path::Path;

use checkback::domain::follow_up::FollowUpKind;
use checkback::store::{Backups, RescueReport, Seek, Store, UndoAsking, UndoTarget};
use rusqlite::Connection;
use uuid::Uuid;

use crate::common::fault_log::met_well;
use crate::common::{Backend, COUNTER, FileBackend, SeededRng, Shop, at, draft, reason, rules};

const NOW: &str = "2026-11-24T10:00:00Z";

/// How many customers the shop has.
const PEOPLE: usize = 60;

/// A shop's file: everybody due now, each added by an act of their own.
fn crowd() -> FileBackend {
    FileBackend::filled(|place| {
        let mut store = place.open_hurried(rules().calendar);
        for n in 0..PEOPLE {
            let about = reason(FollowUpKind::Other, &format!("Reason {n}"));
            let changes = checkback::domain::draft::plan_changes(
                &draft(&format!("Person {n}"), about),
                None,
                checkback::domain::draft::Author {
                    now: at(NOW),
                    by: "Tom",
                },
                -1,
            );
            store.save(&crate::common::act(changes, at(NOW))).unwrap();
        }
    })
}

fn rescued(place: &FileBackend, to: &str) -> (RescueReport, Store) {
    let calendar = rules().calendar;
    let backups = Backups::for_database(&place.file, &calendar).unwrap();
    let out = place.folder.path().join(to);
    let report = backups.rescue(&out, &calendar).unwrap();
    (report, Store::open(&out, calendar).unwrap())
}

fn everybody(store: &mut Store) -> usize {
    store.customers(&Seek::Start, 10_000).unwrap().len()
}

/// Everything a window and the command line ask of a shop; what is damaged may be refused, in words.
fn read_everything(path: &Path) -> Option<bool> {
    let calendar = rules().calendar;
    let backups = Backups::for_database(path, &calendar).unwrap();
    let sound = backups.look_through().is_ok_and(|c| c.problems.is_empty());
    let mut store = Store::open(path, calendar).ok()?;
    let well = store.check_rows().is_ok_and(|c| c.unreadable.is_empty());
    let _list = store.today(at(NOW), &Seek::Start, 100);
    let _ahead = store.ahead(at(NOW), &Seek::Start, 100);
    let _journal = store.journal(
        &checkback::domain::pagination::JournalFilter::default(),
        &Seek::Start,
        100,
    );
    for (_, entry) in store.customers(&Seek::Start, 1_000).unwrap_or_default() {
        let _card = store.card(entry.customer.id, 40);
        let _history = store.history(entry.customer.id);
    }
    let target = (UndoTarget::Newest, UndoAsking::Never);
    let _undone = store.undo_act(target, Uuid::now_v7(), at(NOW), "Tom", COUNTER);
    Some(sound && well)
}

/// One damage at random, done to a sound file.
fn damage(bytes: &mut Vec<u8>, rng: &mut SeededRng) -> String {
    let pages = bytes.len() / 4096;
    let somewhere = |rng: &mut SeededRng, len: usize| {
        usize::try_from(rng.roll(u64::try_from(len).unwrap())).unwrap()
    };
    match rng.roll(6) {
        0 => {
            let place = somewhere(rng, bytes.len());
            bytes[place] ^= 1 << rng.roll(8);
            format!("a bit at {place}")
        }
        1 => {
            let place = somewhere(rng, bytes.len());
            bytes[place] = u8::try_from(rng.roll(256)).unwrap();
            format!("a byte at {place}")
        }
        2 => {
            let page = somewhere(rng, pages) * 4096;
            for byte in &mut bytes[page..page + 4096] {
                *byte = u8::try_from(rng.roll(256)).unwrap();
            }
            format!("the page at {page}")
        }
        3 => {
            let length = 1 + somewhere(rng, bytes.len() - 1);
            bytes.truncate(length);
            format!("cut to {length}")
        }
        4 => {
            // A letter of a table's text.
            let places = bytes.windows(6).enumerate();
            let places = places.filter(|(_, w)| w == b"BIGINT" || w == b"CREATE" || w == b" TEXT ");
            let places: Vec<usize> = places.map(|(n, _)| n).collect();
            let from = places[somewhere(rng, places.len())].saturating_sub(20);
            let place = from + somewhere(rng, 40);
            bytes[place] = u8::try_from(rng.roll(256)).unwrap();
            format!("a letter of the tables at {place}")
        }
        _ => {
            let place = somewhere(rng, bytes.len() - 512);
            let length = 1 + somewhere(rng, 511);
            bytes[place..place + length].fill(0);
            format!("{length} zeroes at {place}")
        }
    }
}

/// A value no program of ours writes, put into a cell at random.
fn spoil(file: &Path, rng: &mut SeededRng) -> String {
    let tables = [
        "customer",
        "follow_up",
        "change",
        "act",
        "item",
        "contact",
        "standing",
    ];
    let table = rng.pick(&tables);
    let values = [
        "9223372036854775807",
        "-9223372036854775808",
        "'purple'",
        "x'ff00fe'",
        "1.5",
        "''",
        "'{'",
        "0",
    ];
    let value = rng.pick(&values);
    let database = Connection::open(file).unwrap();
    let names = "SELECT name FROM pragma_table_info(?1) WHERE name <> 'shop'";
    let mut names = database.prepare(names).unwrap();
    let names: Vec<String> = names
        .query_map([table], |row| row.get(0))
        .and_then(Iterator::collect)
        .unwrap();
    let column = &names[usize::try_from(rng.roll(names.len() as u64)).unwrap()];
    let place = rng.roll(PEOPLE as u64) + 1;
    let text = format!("UPDATE OR IGNORE {table} SET {column} = {value} WHERE rowid = {place}");
    database
        .execute_batch(&format!("PRAGMA foreign_keys = OFF; {text}"))
        .unwrap();
    text
}

#[test]
#[expect(clippy::print_stdout, reason = "said only where the test fails")]
fn no_random_damage_makes_anything_panic_or_rescue_refuse() {
    let rounds = std::env::var("CHECKBACK_SOAK").map_or(200, |_| 2_000);
    // Every round below ends well, or the test does not get to its end.
    let seed = std::env::var("PROPTEST_RNG_SEED").map_or(1, |seed| seed.parse().unwrap());
    let mut rng = SeededRng::new(seed);
    for round in 0..rounds {
        let place = crowd();
        let done = if round % 2 == 0 {
            let mut bytes = fs::read(&place.file).unwrap();
            let done = damage(&mut bytes, &mut rng);
            fs::write(&place.file, &bytes).unwrap();
            done
        } else {
            spoil(&place.file, &mut rng)
        };
        println!("round {round}: {done}");
        let (report, mut store) = rescued(&place, "out.db");
        let found = everybody(&mut store);
        let lost = report
            .tables
            .iter()
            .any(|t| t.lost || t.left > 0 || t.cells > 0);
        // Of whom only the number is left is said too.
        let said = lost || report.nameless > 0;
        assert!(
            found == PEOPLE || said,
            "{found} of {PEOPLE}, and nothing is said"
        );
        assert!(store.check_rows().unwrap().unreadable.is_empty());
        if round % 2 == 1 {
            assert!(found >= PEOPLE - 1, "{found} of {PEOPLE}: {report:?}");
        }
        let well = read_everything(&place.file);
        assert!(!lost || well != Some(true), "called well, but {report:?}");
    }
    met_well("a database damaged at random, rescued", rounds);
}

/// A shop in which a text of SQL was run by somebody else.
fn spoilt(sql: &str) -> FileBackend {
    let place = crowd();
    let text = format!("PRAGMA foreign_keys = OFF; PRAGMA writable_schema = ON; {sql}");
    Connection::open(&place.file)
        .unwrap()
        .execute_batch(&text)
        .unwrap();
    place
}

#[test]
fn a_value_that_makes_no_sense_keeps_nobody_out_of_the_list_or_the_rescue() {
    for sql in [
        "UPDATE follow_up SET due_at = 9223372036854775807 WHERE id = 1",
        "UPDATE follow_up SET severity = 'purple' WHERE id = 1",
        "UPDATE follow_up SET kind = x'ff' WHERE id = 1",
        "UPDATE customer SET rest_until = 9223372036854775807 WHERE id = 1",
        "UPDATE customer SET tries = 'many' WHERE id = 1",
    ] {
        let place = spoilt(sql);
        let (report, mut store) = rescued(&place, "out.db");
        assert_eq!(everybody(&mut store), PEOPLE, "{sql}");
        let cells: u64 = report.tables.iter().map(|t| t.cells).sum();
        assert_eq!(cells, 1, "{sql}: {report:?}");
        let mut store = Store::open(&place.file, rules().calendar).unwrap();
        assert_eq!(everybody(&mut store), PEOPLE, "{sql}");
        let today = store.today(at(NOW), &Seek::Start, 100).unwrap();
        assert_eq!(today.len(), PEOPLE, "{sql}");
        assert_eq!(store.check_rows().unwrap().unreadable.len(), 1, "{sql}");
    }
}

#[test]
fn history_that_cannot_be_read_holds_nobody_back() {
    let place = spoilt(
        "UPDATE change SET after = replace(after, '\"kind\"', '\"kjnd\"') WHERE act = 60 \
         AND after LIKE '%\"kind\"%'",
    );
    let (report, mut store) = rescued(&place, "out.db");
    assert_eq!(everybody(&mut store), PEOPLE);
    let left: u64 = report.tables.iter().map(|t| t.left).sum();
    assert_eq!(left, 1, "{report:?}");
    let mut store = Store::open(&place.file, rules().calendar).unwrap();
    assert_eq!(store.check_rows().unwrap().unreadable[0].first, [60]);
    let newest = i64::try_from(PEOPLE).unwrap();
    assert_eq!(store.history(newest).unwrap().len(), 1);
    let undone = store.undo(Uuid::now_v7(), at(NOW), "Tom", COUNTER);
    // The row it made stays, and so does the customer it belongs to: undo says so.
    assert!(undone.is_err() || undone.is_ok_and(|u| u.unreadable == 1));
}

#[test]
fn the_damaged_name_of_a_column_costs_no_row() {
    for (table, column) in [
        ("customer", "phone_shown"),
        ("contact", "answers"),
        ("act", "turns"),
        ("change", "before"),
    ] {
        let place = crowd();
        let mut bytes = fs::read(&place.file).unwrap();
        let text = bytes
            .windows(column.len())
            .position(|w| w == column.as_bytes());
        bytes[text.unwrap() + 1] = 0xe9;
        fs::write(&place.file, &bytes).unwrap();
        let (report, mut store) = rescued(&place, "out.db");
        assert_eq!(everybody(&mut store), PEOPLE, "{table}.{column}");
        let lost = report.tables.iter().any(|t| t.lost || t.left > 0);
        assert!(!lost, "{table}.{column}: {report:?}");
    }
}

#[test]
fn somebody_whose_history_cannot_be_read_is_forgotten_all_the_same() {
    let place = spoilt("UPDATE change SET after = '{\"follow-up\":' WHERE act = 60");
    let mut shop = Shop {
        store: Store::open(&place.file, rules().calendar).unwrap(),
        rules: rules(),
        place,
    };
    let act = crate::common::named("forgot somebody", Vec::new(), at(NOW));
    let newest = i64::try_from(PEOPLE).unwrap();
    shop.store.forget(newest, &act).unwrap();
    let changes = shop.place.rows("change");
    let theirs =
        |row: &Vec<(String, String)>| row.contains(&("customer".into(), newest.to_string()));
    assert!(!changes.iter().any(theirs));
}
