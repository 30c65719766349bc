use chrono::DateTime;

use super::*;
use crate::offline::KeptWork;

fn place(folder: &tempfile::TempDir, shop: &str) -> OfflineFolder {
    OfflineFolder {
        folder: folder.path().join("offline"),
        shop: shop.to_owned(),
    }
}

fn act(n: u128, customer: Id) -> KeptAct {
    KeptAct {
        id: Uuid::from_u128(n).to_string(),
        at: DateTime::UNIX_EPOCH,
        by: "Tom".to_owned(),
        counter: "front".to_owned(),
        name: "Anita Patel".to_owned(),
        says: "No answer.".to_owned(),
        customer: Some(customer),
        work: KeptWork::Redo,
        refused: None,
    }
}

fn numbers(outbox: &OutboxFile) -> Vec<u128> {
    let id = |act: &KeptAct| act.id.parse::<Uuid>().unwrap().as_u128();
    outbox.acts().iter().map(id).collect()
}

/// A window that is gone without a word, as one that was killed.
fn is_killed(outbox: OutboxFile) {
    outbox.lock.unlock().unwrap();
    std::mem::forget(outbox);
}

#[test]
fn what_killed_windows_left_is_taken_over_in_the_order_it_was_done() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(&folder, "hill");
    let mut one = OutboxFile::open(&place).unwrap();
    let mut other = OutboxFile::open(&place).unwrap();
    for n in [1, 4] {
        one.push(act(n, 7));
    }
    for n in [2, 3] {
        other.push(act(n, 8));
    }
    one.sync().unwrap();
    other.sync().unwrap();
    is_killed(one);
    is_killed(other);
    let next = OutboxFile::open(&place).unwrap();
    assert_eq!(numbers(&next), [1, 2, 3, 4]);
    assert_eq!(files(&place.folder), std::slice::from_ref(&next.path));
}

#[test]
fn an_open_window_keeps_its_own_and_another_shop_has_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut open = OutboxFile::open(&place(&folder, "hill")).unwrap();
    open.push(act(1, 7));
    open.sync().unwrap();
    let beside = OutboxFile::open(&place(&folder, "hill")).unwrap();
    assert_eq!(numbers(&beside), []);
    is_killed(open);
    let of_another = OutboxFile::open(&place(&folder, "mill")).unwrap();
    assert_eq!(numbers(&of_another), []);
    let next = OutboxFile::open(&place(&folder, "hill")).unwrap();
    assert_eq!(numbers(&next), [1]);
}

#[test]
fn what_is_saved_is_out_of_the_file_and_a_window_with_nothing_left_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(&folder, "hill");
    let mut outbox = OutboxFile::open(&place).unwrap();
    outbox.push(act(1, 7));
    outbox.push(act(2, 7));
    outbox.sync().unwrap();
    outbox.remove(Uuid::from_u128(1));
    outbox.sync().unwrap();
    assert_eq!(waiting(&place.folder).len(), 1);
    outbox.remove(Uuid::from_u128(2));
    drop(outbox);
    assert_eq!(std::fs::read_dir(&place.folder).unwrap().count(), 0);
}

#[test]
fn a_refused_act_stays_with_its_reason_until_it_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(&folder, "hill");
    let mut outbox = OutboxFile::open(&place).unwrap();
    outbox.push(act(1, 7));
    outbox.sync().unwrap();
    outbox.push(act(2, 7));
    for n in [1, 2] {
        outbox.refuse(Uuid::from_u128(n), "Tom rang them");
    }
    assert_eq!(numbers(&outbox), [1], "whoever did the other is there");
    drop(outbox);
    let next = OutboxFile::open(&place).unwrap();
    assert_eq!(next.acts()[0].refused.as_deref(), Some("Tom rang them"));
}

#[test]
fn forgetting_reaches_what_closed_windows_have_kept_and_says_of_open_ones_that_it_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(&folder, "hill");
    let mut outbox = OutboxFile::open(&place).unwrap();
    for (n, customer) in [(1, 7), (2, 8)] {
        outbox.push(act(n, customer));
    }
    outbox.sync().unwrap();
    assert!(!forget(&place, 7).unwrap(), "its window is open");
    is_killed(outbox);
    assert!(forget(&place, 7).unwrap());
    let left: Vec<Option<Id>> = waiting(&place.folder)
        .iter()
        .map(|(_, a)| a.customer)
        .collect();
    assert_eq!(left, [Some(8)]);
}

#[cfg(unix)]
#[test]
fn its_files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let place = place(&folder, "hill");
    let mut outbox = OutboxFile::open(&place).unwrap();
    outbox.push(act(1, 7));
    outbox.sync().unwrap();
    for entry in std::fs::read_dir(&place.folder).unwrap() {
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
