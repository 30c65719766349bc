//! A stranger's database: nothing in it is run, it is refused in words, and its texts are safe to show.

use checkback::domain::follow_up::FollowUpKind;
use checkback::store::{Store, StoreError};

use crate::common::{Backend, Shop, at, draft, reason, rules};

const NOW: &str = "2026-11-24T10:00:00Z";

const TRIGGER: &str = "CREATE TRIGGER t1 AFTER INSERT ON contact BEGIN DELETE FROM follow_up; END";

#[test]
fn a_database_with_a_trigger_or_a_view_is_refused_and_says_which() {
    for (sql, named) in [
        (TRIGGER, "a trigger “t1”"),
        (
            "ALTER TABLE salt RENAME TO old; CREATE VIEW salt AS SELECT * FROM old",
            "a view “salt”",
        ),
    ] {
        let shop = Shop::new();
        shop.place.does(sql);
        let calendar = rules().calendar;
        let refused = Store::open(&shop.place.file, calendar).unwrap_err();
        assert_eq!(refused, StoreError::ForeignSchema(named.to_owned()));
    }
}

#[test]
fn a_trigger_that_is_made_under_an_open_store_is_not_run() {
    let mut shop = Shop::new();
    shop.add(
        &draft("Anita Patel", reason(FollowUpKind::Other, "Ring")),
        at(NOW),
    );
    shop.place
        .does("CREATE TRIGGER t1 AFTER INSERT ON customer BEGIN DELETE FROM follow_up; END");
    shop.add(
        &draft("Ben Ali", reason(FollowUpKind::Other, "Ring")),
        at(NOW),
    );
    assert_eq!(shop.place.rows("follow_up").len(), 2);
}

#[test]
fn a_table_or_a_column_that_is_missing_is_named() {
    for (sql, named) in [
        ("DROP TABLE salt", "the table “salt” is missing"),
        (
            "ALTER TABLE contact RENAME COLUMN note TO nota",
            "the table “contact” has no column “note”",
        ),
    ] {
        let shop = Shop::new();
        shop.place.does(sql);
        let calendar = rules().calendar;
        match Store::open(&shop.place.file, calendar).unwrap_err() {
            StoreError::Damaged(damage) => assert_eq!(damage.why, named),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn what_changes_how_its_neighbours_show_is_dropped_from_a_text_and_a_long_one_is_cut() {
    let mut shop = Shop::new();
    let anita = shop.add(
        &draft("Anita Patel", reason(FollowUpKind::Other, "Ring")),
        at(NOW),
    );
    let id = anita.customer.id;
    shop.place.does(
        "UPDATE customer SET name = 'An' || char(8238) || 'ita' || char(8203, 27, 10) || '!'",
    );
    assert_eq!(shop.entry(id).customer.name, "Anita\n!");
    shop.place
        .does("UPDATE customer SET name = replace(hex(zeroblob(700000)), '00', 'ab')");
    let name = shop.entry(id).customer.name;
    assert!(name.len() < 30_000, "{} bytes", name.len());
    assert!(name.ends_with("(the rest is too long)"));
}
