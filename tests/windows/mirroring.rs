//! The mirror under a window: it has whatever is saved, and what keeps it from having it is said, while
//! the counter goes on.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use checkback::app::action::{InputEvent, Key};
use checkback::app::{App, AppSettings};
use checkback::clock::Clock;
use checkback::config::Config;
use checkback::domain::follow_up::FollowUpKind;
use checkback::session::{Session, StoreSource};
use checkback::store::{Mirror, Store};
use checkback::view;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::common::fault_log::met_well;
use crate::common::{FileBackend, Shop, at, draft, reason, rules};
use crate::two::NOW;

/// A window of a shop of some customers, with a mirror in a folder that need not be there.
fn window(place: &FileBackend, stick: &Path) -> Session {
    let text = "[shop]\nzone = \"Europe/London\"\nowner = \"Joe\"\nstaff = [\"Tom\"]";
    let config = Config::read(text, Path::new("config.toml")).unwrap();
    let calendar = config.rules.calendar.clone();
    let store = Store::open(&place.file, calendar.clone()).unwrap();
    let mirror = Mirror::new(&place.file, stick, &calendar);
    let source = StoreSource::from(store).with_mirror(mirror);
    let clock = Clock::at(NOW).unwrap();
    let settings: AppSettings = config.app_settings();
    let app = App::new(settings, "Tom".to_owned(), clock.now());
    let mut session = Session::new(app, clock, source, "front".to_owned(), || {});
    assert!(session.wait(Duration::from_secs(30)));
    session
}

fn shop() -> FileBackend {
    let mut shop = Shop::new();
    for name in ["Anita Patel", "Ben Ali", "Clara Diaz"] {
        shop.add(&draft(name, reason(FollowUpKind::Other, "Ring")), at(NOW));
    }
    let Shop { store, place, .. } = shop;
    drop(store);
    place
}

fn until(session: &mut Session, what: &str, holds: impl Fn(&App) -> bool) {
    let end = Instant::now() + Duration::from_mins(1);
    while !holds(&session.app) {
        assert!(
            Instant::now() < end,
            "never {what}: {:?}",
            session.app.background
        );
        session.wait(Duration::from_millis(5));
        std::thread::yield_now();
    }
}

/// How many calls are logged in a file, as another program reads it.
fn calls(file: &Path) -> i64 {
    let read = || -> rusqlite::Result<i64> {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let file = rusqlite::Connection::open_with_flags(file, flags)?;
        file.query_row("SELECT COUNT(*) FROM contact", [], |row| row.get(0))
    };
    read().unwrap_or(-1)
}

/// The second line of the screen.
fn second_line(app: &mut App) -> String {
    let mut terminal = Terminal::new(TestBackend::new(100, 30)).unwrap();
    view::fit(app, 100, 30);
    terminal.draw(|frame| drop(view::draw(frame, app))).unwrap();
    let buffer = terminal.backend().buffer();
    (0..100).map(|x| buffer[(x, 1)].symbol()).collect()
}

#[test]
fn what_is_saved_at_a_window_is_in_the_mirror_too() {
    let (place, stick) = (shop(), tempfile::tempdir().unwrap());
    let mut session = window(&place, stick.path());
    let file = stick.path().join("checkback-mirror.db");
    until(&mut session, "filled", |_| calls(&file) == 0);
    session.press(&InputEvent::Key(Key::Char('n')));
    until(&mut session, "mirrored", |_| calls(&file) == 1);
    // What another program saves goes there too.
    let mut other = Store::open(&place.file, rules().calendar).unwrap();
    let undone = other.undo(uuid::Uuid::now_v7(), at(NOW), "Tom", "front");
    assert!(undone.is_ok(), "{undone:?}");
    until(&mut session, "mirrored", |_| calls(&file) == 0);
    assert_eq!(session.app.background.mirror, None);
}

#[test]
fn a_mirror_that_is_pulled_out_is_said_with_the_time_and_catches_up_when_it_is_back() {
    let (place, folder) = (shop(), tempfile::tempdir().unwrap());
    let stick = folder.path().join("stick");
    let mut session = window(&place, &stick);
    until(&mut session, "said", |app| app.background.mirror.is_some());
    let line = second_line(&mut session.app);
    assert!(line.contains("Mirror behind since 10:42: “"), "{line}");
    assert!(line.contains("0 of 3 done"), "{line}");
    // The counter goes on.
    session.press(&InputEvent::Key(Key::Char('n')));
    assert!(session.wait(Duration::from_secs(30)));
    assert_eq!(calls(&place.file), 1);
    fs::create_dir(&stick).unwrap();
    let file = stick.join("checkback-mirror.db");
    until(&mut session, "caught up", |app| {
        app.background.mirror.is_none()
    });
    assert_eq!(calls(&file), 1);
    assert!(!second_line(&mut session.app).contains("Mirror"));
    // Pulled out again, in the midst of the day.
    fs::remove_dir_all(&stick).unwrap();
    session.press(&InputEvent::Key(Key::Char('n')));
    assert!(session.wait(Duration::from_secs(30)));
    until(&mut session, "said again", |app| {
        app.background.mirror.is_some()
    });
    assert_eq!(calls(&place.file), 2);
    met_well("the mirror pulled out", 2);
}

#[test]
fn a_mirror_that_is_locked_or_hangs_holds_up_no_key() {
    let (place, stick) = (shop(), tempfile::tempdir().unwrap());
    let lock = fs::File::create(stick.path().join(".checkback-mirror.lock")).unwrap();
    lock.lock().unwrap();
    let mut session = window(&place, stick.path());
    for _ in 0..3 {
        session.press(&InputEvent::Key(Key::Char('n')));
        assert!(session.wait(Duration::from_secs(30)));
    }
    assert_eq!(calls(&place.file), 3);
    until(&mut session, "said", |app| app.background.mirror.is_some());
    let lag = session.app.background.mirror.clone().unwrap();
    assert!(lag.why.ends_with("is slow"), "{lag:?}");
    drop(lock);
    until(&mut session, "caught up", |app| {
        app.background.mirror.is_none()
    });
    assert_eq!(calls(&stick.path().join("checkback-mirror.db")), 3);
    met_well("the mirror hangs", 1);
}
