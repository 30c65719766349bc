//! `restore`: checked first, under the locks of a live database, and never half.

use std::fs;

use rusqlite::Connection;

use crate::ShopFolder;
use crate::backing_up::{backup, backups};

/// A shop of two with a backup of that, and a third customer since.
fn with_a_backup() -> (ShopFolder, String) {
    let shop = ShopFolder::with_two();
    let copy = shop.path("copy.db").to_str().unwrap().to_owned();
    shop.json(&["backup", &copy]);
    shop.add("Clara Diaz", &["--about", "Exhaust"]);
    (shop, copy)
}

#[test]
fn a_restored_backup_is_what_there_is_and_what_there_was_is_kept_aside() {
    let (shop, copy) = with_a_backup();
    let restored = shop.json(&["restore", &copy]);
    assert_eq!(restored["before"]["customers"], 3);
    assert_eq!(restored["after"]["customers"], 2);
    assert_eq!(shop.names(&["--due", "all"]), ["Anita Patel", "Ben Ali"]);
    let aside = restored["aside"].as_str().unwrap();
    assert!(aside.ends_with("-before-restore.db"));
    assert!(restored["says"].as_str().unwrap().contains(aside));
    // And back.
    shop.json(&["restore", aside]);
    assert_eq!(shop.names(&["--due", "all"]).len(), 3);
    // A number that was given is not given again.
    shop.json(&["restore", &copy]);
    let added = shop.add("Mei Lin", &["--about", "Battery"]);
    assert_eq!(added["customer"]["id"], 4);
    // Undo has what the backup had to undo, and goes past the restoring itself.
    shop.json(&["undo", "2", "--yes"]);
    assert_eq!(shop.names(&["--due", "all"]), ["Anita Patel"]);
}

#[test]
fn what_is_no_sound_backup_of_ours_is_refused_and_nothing_is_changed() {
    let (shop, copy) = with_a_backup();
    let text = shop.write("letter.txt", "Dear Anita, ".repeat(1000));
    let empty = shop.write("empty.db", "");
    let foreign = shop.path("music.db");
    Connection::open(&foreign)
        .unwrap()
        .execute_batch("CREATE TABLE song (title TEXT)")
        .unwrap();
    let mut bytes = fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0x5a);
    let damaged = shop.write("damaged.db", bytes);
    let stray = shop.path("stray.db");
    fs::copy(&copy, &stray).unwrap();
    Connection::open(&stray)
        .unwrap()
        .execute_batch("PRAGMA foreign_keys = OFF; UPDATE item SET customer = 77")
        .unwrap();
    let newer = shop.path("newer.db");
    fs::copy(&copy, &newer).unwrap();
    Connection::open(&newer)
        .unwrap()
        .execute_batch("UPDATE version SET version = 70")
        .unwrap();
    let live = shop.path("data/checkback/checkback.db");
    let cases = [
        (text.as_str(), "is not a Checkback database"),
        (empty.as_str(), "is not a Checkback database"),
        (foreign.to_str().unwrap(), "is not a Checkback database"),
        (damaged.as_str(), "damaged"),
        (stray.to_str().unwrap(), "a row of item belongs to nothing"),
        (newer.to_str().unwrap(), "is version 70"),
        (live.to_str().unwrap(), "is the database itself"),
        ("nowhere.db", "is not there"),
    ];
    for (file, why) in cases {
        let refused = shop.refused(&["restore", file]);
        assert!(refused.contains(why), "{file}: {refused}");
    }
    assert_eq!(shop.names(&["--due", "all"]).len(), 3);
    assert_eq!(backups(&shop).len(), 1, "nothing was put aside");
}

#[test]
fn on_a_new_machine_a_backup_makes_the_database() {
    let (shop, copy) = with_a_backup();
    let elsewhere = shop.path("new/shop.db");
    let db = elsewhere.to_str().unwrap();
    let restored = shop.json(&["--db", db, "restore", &copy]);
    assert!(restored["before"].is_null());
    assert!(restored["aside"].is_null());
    assert_eq!(shop.json(&["--db", db, "show", "1"])["customer"]["id"], 1);
}

#[test]
fn who_was_forgotten_stays_forgotten_whatever_is_restored() {
    let (shop, copy) = with_a_backup();
    shop.json(&["forget", "Anita Patel", "--yes"]);
    let restored = shop.json(&["restore", &copy]);
    assert_eq!(restored["stayed_forgotten"], 1);
    assert_eq!(shop.names(&["--due", "all"]), ["Ben Ali"]);
    let said = shop.run(&["add", "A", "--phone", "02079460123", "--about", "x"]);
    assert!(said.stderr.contains("not to be called"), "{said:?}");
    // Even where the list beside the backups is gone: the database has it too, and where that is
    // gone, the list has it.
    let list = shop.path("data/checkback/checkback-backups/forgotten.txt");
    let kept = fs::read_to_string(&list).unwrap();
    assert!(!kept.contains("Anita"));
    fs::remove_file(&list).unwrap();
    shop.json(&["restore", &copy]);
    assert_eq!(shop.names(&["--due", "all"]), ["Ben Ali"]);
    fs::write(&list, kept).unwrap();
    for ending in ["", "-wal", "-shm"] {
        let _not_there =
            fs::remove_file(shop.path(&format!("data/checkback/checkback.db{ending}")));
    }
    shop.json(&["restore", &copy]);
    assert_eq!(shop.names(&["--due", "all"]), ["Ben Ali"]);
    let aside = backup(&shop, "-before-restore.db");
    let bytes = fs::read(aside).unwrap();
    assert!(!bytes.windows(11).any(|w| w == b"Anita Patel"));
}

#[test]
fn a_database_that_no_longer_opens_is_moved_aside_and_the_backup_takes_its_place() {
    let (shop, copy) = with_a_backup();
    let live = shop.path("data/checkback/checkback.db");
    let mut bytes = fs::read(&live).unwrap();
    bytes[..4096].fill(0);
    fs::write(&live, &bytes).unwrap();
    let restored = shop.json(&["restore", &copy]);
    let aside = restored["aside"].as_str().unwrap();
    assert!(aside.ends_with("-damaged.db"), "{aside}");
    assert!(
        fs::read(aside).unwrap() == bytes,
        "what was there was changed"
    );
    assert_eq!(shop.names(&["--due", "all"]), ["Anita Patel", "Ben Ali"]);
}

/// A shop that keeps a mirror in a folder beside it.
pub(crate) fn with_a_mirror() -> ShopFolder {
    let shop = ShopFolder::new();
    fs::create_dir_all(shop.path("config/checkback")).unwrap();
    fs::create_dir_all(shop.path("stick")).unwrap();
    let stick = shop.path("stick");
    let text = format!("[keep]\nmirror = \"{}\"\n", stick.display());
    fs::write(shop.path("config/checkback/config.toml"), text).unwrap();
    shop
}

#[test]
fn what_a_command_saves_is_in_the_mirror_and_comes_back_from_it_as_of_any_moment() {
    let shop = with_a_mirror();
    let shop = shop.at("2026-11-23T09:00:00+00:00");
    shop.add("Anita Patel", &["--about", "Pads"]);
    let shop = shop.at("2026-11-23T09:30:00+00:00");
    shop.add("Ben Ali", &["--about", "Struts"]);
    let shop = shop.at("2026-11-23T10:00:00+00:00");
    shop.json(&["log", "Ben Ali", "no-answer"]);
    // The first disk dies.
    fs::remove_dir_all(shop.path("data")).unwrap();
    let restored = shop.json(&["restore", "--from", "stick"]);
    assert_eq!(restored["after"]["customers"], 2);
    assert_eq!(restored["after"]["contacts"], 1);
    let shop = shop.at("2026-11-23T11:00:00+00:00");
    let said = shop.json(&["restore", "--from", "stick", "--at", "09:30"]);
    assert_eq!(said["after"]["customers"], 2);
    assert_eq!(said["after"]["contacts"], 0);
    // The call, and the first restoring.
    assert_eq!(said["taken_out"], 2, "{said}");
    let said = shop.says(&["restore", "--from", "stick", "--at", "2026-11-23 09:29"]);
    assert!(said.contains("1 customer"), "{said}");
    assert_eq!(shop.names(&["--due", "all"]), ["Anita Patel"]);
    for (when, why) in [
        ("yesteryear", "is not a time"),
        ("2026-11-23", "is not a time"),
        ("25:00", "is not a time"),
    ] {
        let refused = shop.refused(&["restore", "--from", "stick", "--at", when]);
        assert!(refused.contains(why), "{refused}");
    }
    let refused = shop.refused(&["restore", "--from", "nowhere"]);
    assert!(
        refused.contains("there is no mirror in “nowhere”"),
        "{refused}"
    );
}

#[test]
fn a_mirror_that_is_not_there_is_warned_of_and_doctor_says_how_it_is() {
    let shop = with_a_mirror();
    shop.add("Anita Patel", &["--about", "Pads"]);
    let mirror = |shop: &ShopFolder| {
        let checks: serde_json::Value =
            serde_json::from_str(&shop.run(&["doctor", "--json"]).stdout).unwrap();
        let all = checks["checks"].as_array().unwrap().clone();
        all.into_iter()
            .find(|check| check["check"] == "mirror")
            .unwrap()
    };
    let says = |check: &serde_json::Value| check["says"].as_str().unwrap().to_owned();
    // In a test both are on one disk.
    let there = mirror(&shop);
    assert_eq!(there["state"], "notice", "{there}");
    assert!(says(&there).contains("same disk"), "{there}");
    fs::rename(shop.path("stick"), shop.path("pulled-out")).unwrap();
    let ran = shop.run(&["add", "Ben Ali", "--about", "Struts"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(
        ran.stderr.contains("the mirror does not have it yet"),
        "{ran:?}"
    );
    assert!(ran.stderr.contains("is not there"), "{ran:?}");
    assert_eq!(mirror(&shop)["state"], "wrong");
    let ran = shop.run(&["forget", "Anita Patel", "--yes"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(
        ran.stderr.contains("they stay in the mirror until"),
        "{ran:?}"
    );
    fs::rename(shop.path("pulled-out"), shop.path("stick")).unwrap();
    assert!(says(&mirror(&shop)).contains("behind the shop"));
    shop.json(&["log", "Ben Ali", "no-answer"]);
    assert!(says(&mirror(&shop)).contains("same disk"));
    let bytes = fs::read(shop.path("stick/checkback-mirror.db")).unwrap();
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    assert!(holds(b"Ben Ali") && !holds(b"Anita Patel"));
}
