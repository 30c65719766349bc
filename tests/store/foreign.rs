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

/// What turns a line round, hides a letter, moves a cursor or ends a line: each between two words.
const PAYLOADS: [&str; 37] = [
    "\u{1b}[2J",
    "\u{1b}]0;title\u{7}",
    "\u{1b}[31m",
    "\u{1b}c",
    "\u{9b}2J",
    "\u{90}q\u{9c}",
    "\u{7}",
    "\u{8}",
    "\u{b}",
    "\u{c}",
    "\u{d}",
    "\u{e}",
    "\u{1a}",
    "\u{7f}",
    "\u{80}",
    "\u{85}",
    "\u{9f}",
    "\u{200b}",
    "\u{200e}",
    "\u{200f}",
    "\u{202a}",
    "\u{202b}",
    "\u{202c}",
    "\u{202d}",
    "\u{202e}",
    "\u{2060}",
    "\u{2066}",
    "\u{2067}",
    "\u{2068}",
    "\u{2069}",
    "\u{2028}",
    "\u{2029}",
    "\u{feff}",
    "\u{ad}",
    "\u{e0041}",
    "\u{fffe}",
    "\u{61c}",
];

/// Whether a text holds a character that no text of ours may.
fn dirty(text: &str, payload: &str) -> bool {
    let bad = |c: char| (c.is_control() && c != '\n') || (!c.is_ascii() && payload.contains(c));
    text.contains(bad)
}

#[test]
fn the_history_a_stranger_wrote_is_as_safe_to_show_as_the_rows_are() {
    for payload in PAYLOADS {
        let mut shop = Shop::new();
        let anita = draft("Anita Patel", reason(FollowUpKind::Other, "Ring soon"));
        let id = shop.add(&anita, at(NOW)).customer.id;
        let mut renamed = shop.entry(id).customer;
        let change = crate::common::edited(&renamed.clone(), |c| c.name = "Anita Ray".to_owned());
        shop.save(vec![change], at(NOW)).unwrap();
        let json = serde_json::to_string(payload).unwrap();
        // As JSON writes it, and as it is, where JSON lets it stand.
        let escaped = payload
            .chars()
            .map(|c| format!("\\u{:04x}", u32::from(c).min(0xffff)));
        let escaped = escaped.collect::<Vec<_>>().concat();
        let bytes = payload.bytes().map(|b| format!("{b:02x}"));
        let hex = bytes.collect::<Vec<_>>().concat();
        for written in [json.trim_matches('"'), &escaped] {
            shop.place.does(&format!(
                "UPDATE change SET before = replace(before, 'Anita Patel', 'Anita{written}Patel'), \
                 after = replace(replace(after, 'Ring soon', 'Ring{written}soon'), \
                 'Anita Patel', 'Anita{written}Patel'); \
                 UPDATE act SET what = what || CAST(x'{hex}' AS TEXT) || 'x', \
                 staff = 'T' || CAST(x'{hex}' AS TEXT) || 'om'",
            ));
        }
        let history = format!("{:?}", shop.store.history(id).unwrap());
        assert!(history.contains("Ring"), "{history}");
        for (told, changes) in shop.store.history(id).unwrap() {
            let told = serde_json::to_value((told.what, told.by)).unwrap();
            let changes = records(&changes);
            for text in texts(&told).into_iter().chain(texts(&changes)) {
                assert!(!dirty(&text, payload), "{payload:?}: {text:?}");
            }
        }
        // What is put back from it is clean, and so is what is said of it.
        if let Ok(said) = shop.undo(at(NOW)) {
            assert!(!dirty(&said, payload), "{payload:?}: {said:?}");
        }
        renamed = shop.entry(id).customer;
        assert!(!dirty(&renamed.name, payload), "{payload:?}: {renamed:?}");
        let kept = shop.place.rows("customer");
        let name = kept[0].iter().find(|(column, _)| column == "name").unwrap();
        assert!(
            !dirty(&name.1, payload),
            "{payload:?}: {name:?} on the disk"
        );
    }
}

#[test]
fn a_text_of_a_megabyte_in_the_history_is_cut_where_it_is_read() {
    let mut shop = Shop::new();
    let anita = draft("Anita Patel", reason(FollowUpKind::Other, "Ring soon"));
    let id = shop.add(&anita, at(NOW)).customer.id;
    shop.place.does(
        "UPDATE change SET after = replace(after, 'Ring soon', replace(hex(zeroblob(500000)), '0', 'a'))",
    );
    let history = shop.store.history(id).unwrap();
    let longest = history
        .iter()
        .flat_map(|(_, changes)| texts(&records(changes)));
    let longest = longest.max_by_key(String::len).unwrap();
    assert!(
        longest.len() < 30_000 && longest.ends_with("(the rest is too long)"),
        "{}",
        longest.len()
    );
}

/// The rows that some changes hold.
fn records(changes: &[checkback::domain::change::Change]) -> serde_json::Value {
    let rows: Vec<_> = changes
        .iter()
        .map(|change| (&change.before, &change.after))
        .collect();
    serde_json::to_value(rows).unwrap()
}

/// Every text of a value.
fn texts(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::String(text) => vec![text.clone()],
        serde_json::Value::Array(parts) => parts.iter().flat_map(texts).collect(),
        serde_json::Value::Object(fields) => fields.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}
