//! `rescue`: databases that are really damaged, in many ways: no panic, no hang, honest counts.

use std::fs;
use std::path::PathBuf;

use crate::ShopFolder;

fn live(shop: &ShopFolder) -> PathBuf {
    shop.path("data/checkback/checkback.db")
}

/// A shop of so many, without a backup to lean on.
fn crowd(count: usize) -> ShopFolder {
    let shop = ShopFolder::new();
    let mut rows = "name,phone,about,item\n".to_owned();
    for n in 0..count {
        let row = format!("Person {n},020 7946 {n:04},Reason {n},Item {n}\n");
        rows.push_str(&row);
    }
    let file = shop.write("people.csv", rows);
    shop.json(&["import", &file]);
    let _gone = fs::remove_dir_all(shop.path("data/checkback/checkback-backups"));
    shop
}

#[test]
fn a_sound_database_is_rescued_whole_and_the_rescued_one_can_be_restored() {
    let shop = crowd(300);
    let before = fs::read(live(&shop)).unwrap();
    let rescued = shop.json(&["rescue", "-o", "out.db"]);
    assert_eq!(rescued["customers"], 300);
    assert_eq!(rescued["follow_ups"], 300);
    assert_eq!(rescued["expected_customers"], 300);
    assert_eq!(rescued["names_lost"], 0);
    assert!(
        rescued["says"]
            .as_str()
            .unwrap()
            .contains("Everything could be read")
    );
    assert!(fs::read(live(&shop)).unwrap() == before, "it was touched");
    let whole = shop.json(&["show", "7"]);
    shop.json(&["restore", "out.db"]);
    assert_eq!(shop.json(&["show", "7"]), whole);
    assert_eq!(shop.names(&["--due", "all"]).len(), 300);
    let refused = shop.refused(&["rescue", "-o", "out.db"]);
    assert!(refused.contains("exists already"), "{refused}");
}

#[test]
fn without_its_first_page_all_of_it_is_read() {
    let shop = crowd(300);
    let mut bytes = fs::read(live(&shop)).unwrap();
    bytes[..4096].fill(0);
    fs::write(live(&shop), &bytes).unwrap();
    let rescued = shop.json(&["rescue", "-o", "out.db"]);
    assert_eq!(rescued["customers"], 300, "{rescued:#}");
    assert_eq!(rescued["follow_ups"], 300);
}

#[test]
fn cut_short_or_overwritten_at_random_what_is_left_is_read_and_counted_honestly() {
    let shop = crowd(400);
    let whole = fs::read(live(&shop)).unwrap();
    let pages = whole.len() / 4096;
    // A small random number generator, the same on every machine.
    let mut seed = 7_u64;
    let mut roll = |sides: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % 1_000_003).unwrap() % sides
    };
    let mut some = 0;
    for round in 0..10 {
        let mut bytes = whole.clone();
        if round % 3 == 0 {
            bytes.truncate(4096 + roll(whole.len() - 4096));
        } else {
            for _ in 0..=roll(pages / 8) {
                let page = roll(pages) * 4096;
                for byte in &mut bytes[page..page + 4096] {
                    *byte = u8::try_from(roll(256)).unwrap();
                }
            }
        }
        fs::write(live(&shop), &bytes).unwrap();
        let name = format!("out-{round}.db");
        let ran = shop.run(&["rescue", "-o", &name, "--json"]);
        assert_eq!(ran.status, 0, "round {round}: {ran:?}");
        let rescued: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        // As many as are there, by another reader's count.
        let out = rusqlite::Connection::open(shop.path(&name)).unwrap();
        let count = |sql: &str| -> i64 { out.query_row(sql, [], |row| row.get(0)).unwrap() };
        let sql = "SELECT COUNT(*) FROM customer WHERE id > 0";
        assert_eq!(rescued["customers"], count(sql), "round {round}");
        let lost = "SELECT COUNT(*) FROM customer WHERE name LIKE '(name lost)%'";
        assert_eq!(rescued["names_lost"], count(lost), "round {round}");
        let false_ones = "SELECT COUNT(*) FROM customer WHERE name NOT LIKE 'Person %' \
                          AND name NOT LIKE '(name lost)%'";
        assert_eq!(count(false_ones), 0, "round {round}");
        let all = rescued["customers"] == 400 && rescued["names_lost"] == 0;
        let says = rescued["says"].as_str().unwrap();
        assert!(
            all || says.contains("Partly lost: "),
            "round {round}: {says}"
        );
        some += rescued["customers"].as_i64().unwrap();
    }
    assert!(some > 1000, "next to nothing was read: {some}");
}

#[test]
fn what_was_never_a_database_gives_nothing_and_says_so() {
    let shop = crowd(1);
    fs::write(live(&shop), "Dear Anita, ".repeat(2000)).unwrap();
    let rescued = shop.json(&["rescue", "-o", "out.db"]);
    assert_eq!(rescued["customers"], 0);
    assert!(rescued["says"].as_str().unwrap().contains("Partly lost: "));
}
