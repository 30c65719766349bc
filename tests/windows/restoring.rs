//! A backup restored under a window that stands open: the window shows it, and goes on.

use checkback::app::action::{InputEvent, Key};
use checkback::app::state::Notice;
use checkback::domain::follow_up::FollowUpKind;
use checkback::store::{BackupReason, Backups, CopyPace};

use crate::common::{Shop, act, at, draft, reason};
use crate::two::{NOW, names, press, until, window};

#[test]
fn a_window_that_stands_open_shows_what_was_restored_and_saves_on() {
    let mut shop = Shop::new();
    for name in ["Anita Patel", "Ben Ali"] {
        shop.add(
            &draft(name, reason(FollowUpKind::Other, "All well?")),
            at(NOW),
        );
    }
    let backups = Backups::for_database(&shop.place.file, &shop.rules.calendar).unwrap();
    let made = backups
        .make(BackupReason::ByHand, at(NOW), CopyPace::Unthrottled)
        .unwrap();
    shop.add(
        &draft("Clara Diaz", reason(FollowUpKind::Other, "All well?")),
        at(NOW),
    );
    let mut window = window(&shop);
    assert_eq!(names(&window.0.app).len(), 3);

    let act = act(Vec::new(), at(NOW));
    let restored = backups.restore(&made.path, &shop.rules.calendar, &act, &mut |_, _| {});
    assert_eq!(restored.unwrap().after.customers, 2);
    assert!(until(&mut window, |app| names(app) == ["Anita Patel", "Ben Ali"]));

    window.0.press(&InputEvent::Key(Key::Char('n')));
    assert!(until(&mut window, |app| names(app) == ["Ben Ali"]));
    drop(window);
    let mut shop = shop.reopened();
    assert_eq!(shop.everybody().len(), 2);
    let database = rusqlite::Connection::open(&shop.place.file).unwrap();
    let whole: String = database
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(whole, "ok");
}

#[test]
fn whom_a_window_rings_while_a_backup_is_restored_no_other_window_rings() {
    let mut shop = Shop::new();
    for name in ["Anita Patel", "Ben Ali"] {
        shop.add(
            &draft(name, reason(FollowUpKind::Other, "All well?")),
            at(NOW),
        );
    }
    let (mut here, mut there) = (window(&shop), window(&shop));
    press(&mut there, "j");
    press(&mut there, "d");
    let backups = Backups::for_database(&shop.place.file, &shop.rules.calendar).unwrap();
    let made = backups
        .make(BackupReason::ByHand, at(NOW), CopyPace::Unthrottled)
        .unwrap();
    // The call to Ben Ali ends, and one to Anita Patel begins.
    press(&mut there, "esc");
    press(&mut there, "k");
    press(&mut there, "d");

    let act = act(Vec::new(), at(NOW));
    let restored = backups.restore(&made.path, &shop.rules.calendar, &act, &mut |_, _| {});
    restored.unwrap();

    press(&mut here, "d");
    let told = here.0.app.notice.words().to_owned();
    assert!(told.starts_with("Tom is ringing Anita Patel"), "{told}");
    press(&mut here, "j");
    press(&mut here, "d");
    assert!(here.0.app.popup.is_some(), "nobody rings Ben Ali any more");
}

#[test]
fn an_act_in_the_middle_of_being_saved_is_waited_for_and_is_kept_aside() {
    let mut shop = Shop::new();
    shop.add(
        &draft("Anita Patel", reason(FollowUpKind::Other, "All well?")),
        at(NOW),
    );
    let backups = Backups::for_database(&shop.place.file, &shop.rules.calendar).unwrap();
    let made = backups
        .make(BackupReason::ByHand, at(NOW), CopyPace::Unthrottled)
        .unwrap();
    let writer = rusqlite::Connection::open(&shop.place.file).unwrap();
    writer
        .execute_batch("BEGIN IMMEDIATE; UPDATE customer SET name = 'Saved just now'")
        .unwrap();
    let calendar = shop.rules.calendar.clone();
    let (ended, restored) = std::sync::mpsc::channel();
    let restoring = std::thread::spawn(move || {
        let act = act(Vec::new(), at(NOW));
        let restored = backups.restore(&made.path, &calendar, &act, &mut |_, _| {});
        ended.send(restored).unwrap();
    });
    // It cannot be done before the writer is.
    let early = restored.recv_timeout(std::time::Duration::from_millis(200));
    assert!(early.is_err(), "it did not wait for the writer");
    writer.execute_batch("COMMIT").unwrap();
    let restored = restored.recv().unwrap().unwrap();
    restoring.join().unwrap();
    let aside = rusqlite::Connection::open(restored.aside.unwrap()).unwrap();
    let name: String = aside
        .query_row("SELECT name FROM customer WHERE id = 1", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(name, "Saved just now");
    assert_eq!(shop.everybody()[0].customer.name, "Anita Patel");
}

#[test]
fn after_a_restore_the_foot_line_does_not_offer_to_take_back_what_is_gone() {
    let mut shop = Shop::new();
    for name in ["Anita Patel", "Ben Ali"] {
        shop.add(
            &draft(name, reason(FollowUpKind::Other, "All well?")),
            at(NOW),
        );
    }
    let backups = Backups::for_database(&shop.place.file, &shop.rules.calendar).unwrap();
    let made = backups
        .make(BackupReason::ByHand, at(NOW), CopyPace::Unthrottled)
        .unwrap();
    let mut window = window(&shop);
    press(&mut window, "n");
    assert!(until(&mut window, |app| matches!(
        app.notice,
        Notice::Saved(_)
    )));
    let act = act(Vec::new(), at(NOW));
    let restored = backups.restore(&made.path, &shop.rules.calendar, &act, &mut |_, _| {});
    assert_eq!(restored.unwrap().after.customers, 2);
    assert!(until(&mut window, |app| names(app).len() == 2
        && !matches!(app.notice, Notice::Saved(_))));
    let words = window.0.app.notice.words();
    assert!(words.contains("what you did last is not in it"), "{words}");
}

#[test]
fn another_act_than_the_one_on_offer_is_asked_about() {
    let mut shop = Shop::new();
    for name in ["Anita Patel", "Ben Ali"] {
        shop.add(
            &draft(name, reason(FollowUpKind::Other, "All well?")),
            at(NOW),
        );
    }
    let mut window = window(&shop);
    press(&mut window, "n");
    assert!(until(&mut window, |app| matches!(
        app.notice,
        Notice::Saved(_)
    )));
    // Another window of the same counter does something.
    let ben = shop.everybody()[1].customer.clone();
    let edit = crate::common::edited(&ben, |ben| ben.line = Some("Rings late".to_owned()));
    let mut other = act(vec![edit], at(NOW));
    other.counter = "front".to_owned();
    shop.store.save(&other).unwrap();
    press(&mut window, "u");
    assert!(until(&mut window, |app| app.popup.is_some()));
    let database = rusqlite::Connection::open(&shop.place.file).unwrap();
    let turned: i64 = database
        .query_row(
            "SELECT COUNT(*) FROM act WHERE turns IS NOT NULL",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(turned, 0, "nothing was taken back unasked");
}
