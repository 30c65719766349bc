//! The log beside a file is watched like the file: taken away under an open store, nothing that was
//! said to be saved is lost.

use std::fs;
use std::path::{Path, PathBuf};

use checkback::domain::follow_up::FollowUpKind;
use checkback::store::Store;

use crate::common::fault_log::met_well;
use crate::common::{Shop, at, draft, reason, rules};

const NOW: &str = "2026-11-24T10:00:00Z";

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Adds so many customers.
fn add(shop: &mut Shop, names: &[&str]) {
    for name in names {
        shop.add(&draft(name, reason(FollowUpKind::Other, "Ring")), at(NOW));
    }
}

/// How many customers another program finds, were this one killed now.
fn found_after_a_kill(shop: &Shop) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("shop.db");
    for ending in ["", "-wal"] {
        let there = beside(&shop.place.file, ending);
        if there.exists() {
            fs::copy(there, beside(&copy, ending)).unwrap();
        }
    }
    let mut store = Store::open(&copy, rules().calendar).unwrap();
    let page = store.customers(&checkback::store::Seek::Start, 100);
    page.unwrap().len()
}

#[test]
fn acts_before_and_after_the_log_was_removed_are_found_after_a_kill_and_it_is_said() {
    for endings in [&["-wal"][..], &["-shm"], &["-wal", "-shm"]] {
        let mut shop = Shop::new();
        add(&mut shop, &["Anita", "Ben", "Clara"]);
        for ending in endings {
            fs::remove_file(beside(&shop.place.file, ending)).unwrap();
        }
        add(&mut shop, &["Dora", "Emil", "Fay", "Gus", "Hana"]);
        assert_eq!(found_after_a_kill(&shop), 8, "{endings:?}");
        let mishap = shop.store.take_mishap();
        assert!(mishap.is_some_and(|m| m.aside.is_none()), "{endings:?}");
        assert_eq!(shop.store.take_mishap(), None, "said once");
        met_well("the log taken away under a window", 1);
    }
}

#[test]
fn a_log_that_is_removed_is_noticed_without_an_act() {
    let mut shop = Shop::new();
    add(&mut shop, &["Anita"]);
    let _first = shop.store.changed_elsewhere().unwrap();
    fs::remove_file(beside(&shop.place.file, "-wal")).unwrap();
    let _asked = shop.store.changed_elsewhere().unwrap();
    assert!(shop.store.take_mishap().is_some());
    assert_eq!(found_after_a_kill(&shop), 1);
}

#[test]
fn a_log_with_another_in_its_place_is_kept_aside_and_said() {
    let mut shop = Shop::new();
    add(&mut shop, &["Anita", "Ben"]);
    let log = beside(&shop.place.file, "-wal");
    fs::remove_file(&log).unwrap();
    fs::write(&log, "not a log").unwrap();
    add(&mut shop, &["Clara"]);
    let mishap = shop.store.take_mishap().unwrap();
    let kept = match mishap.aside {
        Some(copy) => {
            let mut store = Store::open(&copy, rules().calendar).unwrap();
            let page = store.customers(&checkback::store::Seek::Start, 100);
            page.unwrap().len()
        }
        // Everything could be brought into the file.
        None => found_after_a_kill(&shop),
    };
    assert!(kept >= 2, "{kept}");
}

#[test]
fn nothing_is_said_of_a_log_that_nobody_touched() {
    let mut shop = Shop::new();
    add(&mut shop, &["Anita"]);
    let mut second = shop.second();
    drop(second.changed_elsewhere());
    drop(second);
    add(&mut shop, &["Ben"]);
    shop.store.purge().unwrap();
    add(&mut shop, &["Clara"]);
    assert_eq!(shop.store.take_mishap(), None);
}
