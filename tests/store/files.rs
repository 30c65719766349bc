//! The file itself: who may read it, whose it is, which version, which zone.

use std::fs;
use std::path::Path;
use std::sync::mpsc::channel;
use std::time::Duration;

use checkback::domain::change::Record;
use checkback::domain::contact::Direction;
use checkback::domain::follow_up::FollowUpKind;
use checkback::store::{IN_MEMORY, Seek, Store, StoreError};
use rusqlite::Connection;
use uuid::Uuid;

use crate::common::{
    Backend, COUNTER, FileBackend, Shop, act, at, customer, draft, made, reason, rules,
};

/// Longer than anything takes, were it on the slowest machine.
const DEADLINE: Duration = Duration::from_secs(30);

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[cfg(unix)]
#[test]
fn a_fresh_file_and_its_folder_are_for_their_owner_alone() {
    let mut shop = Shop::new();
    shop.add(
        &draft("Anita Patel", reason(FollowUpKind::Other, "Ring")),
        at("2026-11-24T10:00:00Z"),
    );
    assert_eq!(mode(shop.place.file.parent().unwrap()), 0o700);
    for file in fs::read_dir(shop.place.file.parent().unwrap()).unwrap() {
        let path = file.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_was_there_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    Store::open(folder.path().join("shop.db"), rules().calendar).unwrap();
    assert_eq!(mode(folder.path()), 0o755);
}

#[test]
fn a_folder_that_cannot_be_made_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a file, no folder");
    fs::write(&file, "").unwrap();
    let refused = Store::open(file.join("shop.db"), rules().calendar).unwrap_err();
    assert_eq!(refused, StoreError::CannotOpen);
}

/// The bytes of a file, as another program would see them.
fn bytes(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap()
}

#[test]
fn a_newer_database_is_refused_with_both_versions_and_left_as_it_is() {
    let shop = Shop::new();
    let FileBackend {
        folder: _folder,
        file,
    } = shop.place;
    drop(shop.store);
    let other = Connection::open(&file).unwrap();
    other
        .execute_batch("UPDATE version SET version = 70; PRAGMA journal_mode = DELETE")
        .unwrap();
    drop(other);
    let before = bytes(&file);
    let refused = Store::open(&file, rules().calendar).unwrap_err();
    let StoreError::NewerSchema { found: 70, known } = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(
        checkback::explain::store_error(&refused),
        format!(
            "the database is version 70, and this program only knows up to {known}: \
             use the newer program; nothing was changed"
        )
    );
    assert!(bytes(&file) == before, "the file was changed");
}

/// Makes a shop's file what a program of version 5 would have left.
fn back_to_version_5(file: &Path) {
    let other = Connection::open(file).unwrap();
    other
        .execute_batch(
            "DROP INDEX act_turns; DROP INDEX follow_up_closed; DROP INDEX standing_enters; \
             ALTER TABLE standing DROP COLUMN enters_at; \
             CREATE INDEX standing_enters ON standing (shop, enters_on, due_at, customer); \
             ALTER TABLE customer DROP COLUMN rest_set_at; \
             UPDATE change SET before = json_remove(before, '$.customer.rest_set_at'), \
             after = json_remove(after, '$.customer.rest_set_at'); \
             DROP INDEX customer_source; DROP INDEX customer_email; \
             ALTER TABLE customer DROP COLUMN language; ALTER TABLE customer DROP COLUMN source; DROP TABLE knows; DROP TABLE mine; DROP INDEX customer_sent; DROP INDEX customer_merged; \
             DROP INDEX follow_up_done; ALTER TABLE follow_up DROP COLUMN done_by; \
             ALTER TABLE do_not_call DROP COLUMN no_calls; \
             ALTER TABLE customer DROP COLUMN sent_by; ALTER TABLE customer DROP COLUMN sent_at; \
             ALTER TABLE customer DROP COLUMN came_at; ALTER TABLE customer DROP COLUMN extra_mile; \
             ALTER TABLE customer DROP COLUMN no_calls_at; \
             ALTER TABLE customer DROP COLUMN no_calls_by; \
             ALTER TABLE customer DROP COLUMN merged_into; UPDATE version SET version = 5",
        )
        .unwrap();
}

#[test]
fn a_file_of_version_5_learns_who_knows_whom_and_its_acts_can_still_be_undone() {
    let now = at("2026-11-24T10:00:00Z");
    let mut shop = Shop::new();
    let mut of_asha = reason(FollowUpKind::Quote, "Struts");
    of_asha.owner = Some("Asha".to_owned());
    let anita = shop.add(&draft("Anita Patel", of_asha), now);
    let rules = rules();
    let done = anita
        .scene(&rules, now, "Tom")
        .record_reached(&[], Direction::Outward, None);
    shop.done(done, now);
    let kept = [shop.place.rows("knows"), shop.place.rows("mine")];
    assert_eq!(kept.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2]);
    let before = shop.entry(anita.customer.id);
    drop(shop.store);
    back_to_version_5(&shop.place.file);
    let mut store = Store::open(&shop.place.file, rules.calendar).unwrap();
    assert_eq!([shop.place.rows("knows"), shop.place.rows("mine")], kept);
    // A rest of an older program's does not say when it was set: no promise is hidden by it.
    let mut after = before;
    after.customer.rest_set_at = None;
    assert_eq!(store.entries(&[anita.customer.id]).unwrap(), [after]);
    let undo = |store: &mut Store| store.undo(Uuid::now_v7(), now, "Tom", COUNTER);
    undo(&mut store).unwrap();
    undo(&mut store).unwrap();
    assert_eq!(store.customers(&Seek::Start, 10).unwrap(), []);
}

#[test]
fn a_foreign_database_is_refused_and_left_as_it_is() {
    for table in [
        "CREATE TABLE song (title TEXT)",
        "CREATE TABLE version (version TEXT)",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("music.db");
        Connection::open(&file)
            .unwrap()
            .execute_batch(table)
            .unwrap();
        let before = bytes(&file);
        let refused = Store::open(&file, rules().calendar).unwrap_err();
        assert_eq!(refused, StoreError::NotADatabase, "{table}");
        assert!(bytes(&file) == before, "the file was changed");
    }
}

#[test]
fn a_text_file_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.csv");
    fs::write(&file, "name,phone\nAnita Patel,020 7946 0123\n".repeat(100)).unwrap();
    let before = bytes(&file);
    let refused = Store::open(&file, rules().calendar).unwrap_err();
    assert_eq!(refused, StoreError::NotADatabase);
    assert!(bytes(&file) == before, "the file was changed");
}

#[test]
fn an_empty_file_becomes_a_shops() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.db");
    fs::write(&file, "").unwrap();
    let mut store = Store::open(&file, rules().calendar).unwrap();
    assert_eq!(store.customers(&Seek::Start, 10).unwrap(), []);
}

#[test]
fn reading_does_not_wait_while_another_window_writes() {
    let now = at("2026-11-24T10:00:00Z");
    let mut shop = Shop::new();
    shop.add(
        &draft("Anita Patel", reason(FollowUpKind::Other, "Ring")),
        now,
    );
    let writer = Connection::open(&shop.place.file).unwrap();
    writer
        .execute_batch("BEGIN IMMEDIATE; UPDATE customer SET name = 'Somebody else'")
        .unwrap();
    // The writer goes on writing: a read that waited for it would be refused in the end.
    let rows = shop.store.today(now, &Seek::Start, 10).unwrap();
    assert_eq!(rows[0].1.customer.name, "Anita Patel");
    assert_eq!(shop.second().today(now, &Seek::Start, 10).unwrap(), rows);
    drop(writer);
}

#[cfg(unix)]
#[test]
fn a_file_that_was_moved_or_deleted_takes_nothing_until_it_is_back() {
    let now = at("2026-11-24T10:00:00Z");
    let mut shop = Shop::new();
    let anita = draft("Anita Patel", reason(FollowUpKind::Other, "Ring"));
    shop.add(&anita, now);
    let (file, away) = (
        shop.place.file.clone(),
        shop.place.file.with_extension("away"),
    );
    let adds = |shop: &mut Shop| {
        let pen = checkback::domain::draft::Author { now, by: "Tom" };
        let changes = checkback::domain::draft::plan_changes(&anita, None, pen, -1);
        shop.store
            .save(&crate::common::named("added", changes, now))
            .map(|_| ())
    };
    fs::rename(&file, &away).unwrap();
    let refused = adds(&mut shop);
    let moved = StoreError::FileMoved { replaced: false };
    assert_eq!(refused, Err(moved.clone()));
    assert_eq!(shop.store.connection_error(), Some(moved));
    assert!(!file.exists());
    // Another at its place is not it.
    fs::write(&file, "").unwrap();
    let replaced = StoreError::FileMoved { replaced: true };
    assert_eq!(adds(&mut shop), Err(replaced));
    fs::rename(&away, &file).unwrap();
    assert_eq!(shop.store.connection_error(), None);
    assert_eq!(adds(&mut shop), Ok(()));
}

// Other systems are asked every two seconds besides.
#[cfg(target_os = "linux")]
#[test]
fn a_commit_of_another_program_calls_once_it_can_be_read_and_nobody_has_to_ask_before() {
    let mut shop = Shop::new();
    let mut other = shop.second();
    let (call, called) = channel();
    let wake = move || {
        let _left = call.send(());
    };
    shop.store.call(Box::new(wake));
    assert_eq!(shop.store.changed_elsewhere(), Ok(false));
    assert_eq!(shop.store.poll_interval(), None, "the system tells");
    for n in 0..20 {
        let named = customer(-1, &format!("Anita {n}"));
        let made = made(Record::Customer(named));
        other
            .save(&act(vec![made], at("2026-11-24T10:00:00Z")))
            .unwrap();
        while !shop.store.changed_elsewhere().unwrap() {
            called.recv_timeout(DEADLINE).unwrap();
        }
    }
}

#[test]
fn nobody_has_to_ask_what_is_in_memory() {
    let mut store = Store::open(Path::new(IN_MEMORY), rules().calendar).unwrap();
    store.call(Box::new(|| ()));
    assert_eq!(store.poll_interval(), None);
}
