//! A disk that is full, or fails once: what is said of it, and what becomes of what was done.

use std::fs;
use std::time::{Duration, Instant};

use checkback::app::action::{InputEvent, Key};
use checkback::app::state::Notice;
use checkback::app::{App, AppSettings};
use checkback::clock::Clock;
use checkback::config::Config;
use checkback::domain::follow_up::FollowUpKind;
use checkback::session::Session;
use checkback::store::{Mirror, Seek, Store, StoreError};

use crate::common::fault_log::met_well;
use crate::common::{Backend, FileBackend, SeededRng, Shop, at, draft, reason, rules};
use crate::disk::{Disk, Fault, ONLOOKER, Operation};

const NOW: &str = "2026-11-24T10:42:00+00:00";

/// The counter on the disk; the tests look on.
const COUNTER: u8 = 1;

const DEADLINE: Duration = Duration::from_secs(30);

/// A shop of three customers on a disk that can fail.
struct FaultyShop {
    disk: std::sync::Arc<Disk>,
    place: FileBackend,
}

impl FaultyShop {
    fn new() -> Self {
        let place = FileBackend::fresh();
        let folder = place.file.parent().unwrap().to_owned();
        fs::create_dir_all(&folder).unwrap();
        let disk = Disk::new(&folder, SeededRng::new(1), None);
        disk.turn_to(ONLOOKER);
        let mut shop = Shop {
            store: place.open(rules().calendar),
            rules: rules(),
            place,
        };
        for name in ["Anita Patel", "Ben Ali", "Clara Diaz"] {
            shop.add(&draft(name, reason(FollowUpKind::Other, "Ring")), at(NOW));
        }
        let Shop { store, place, .. } = shop;
        drop(store);
        disk.turn_to(COUNTER);
        Self { disk, place }
    }

    fn store(&self) -> Store {
        Store::open(&self.place.file, rules().calendar).unwrap()
    }

    fn window(&self) -> Session {
        let text = "[shop]\nzone = \"Europe/London\"\nowner = \"Joe\"\nstaff = [\"Tom\"]";
        let config = Config::read(text, std::path::Path::new("config.toml")).unwrap();
        let clock = Clock::at(NOW).unwrap();
        let settings: AppSettings = config.app_settings();
        let app = App::new(settings, "Tom".to_owned(), clock.now());
        let mut session = Session::new(app, clock, self.store(), "front".to_owned(), || {});
        assert!(session.wait(DEADLINE));
        session
    }

    /// From the next operation on a kind of them fails, until the disk is calm again.
    fn fails(&self, of: Operation, full: bool) {
        let times = u32::MAX;
        self.disk.plan(0, Fault::Error { of, full, times });
    }

    /// How many calls are logged.
    fn calls(&self) -> usize {
        self.disk.turn_to(ONLOOKER);
        let mut store = self.store();
        let ids = store.customers(&Seek::Start, 10).unwrap();
        let calls = |id| store.card(id, 10).unwrap().unwrap().contacts.len();
        let ids: Vec<i64> = ids
            .into_iter()
            .map(|(_, entry)| entry.customer.id)
            .collect();
        let all = ids.into_iter().map(calls).sum();
        drop(store);
        self.disk.turn_to(COUNTER);
        all
    }
}

impl Drop for FaultyShop {
    fn drop(&mut self) {
        self.disk.forget();
    }
}

fn presses(session: &mut Session, key: char) {
    session.press(&InputEvent::Key(Key::Char(key)));
    session.wait(DEADLINE);
}

#[test]
fn once_there_is_room_again_what_was_not_saved_is_saved_by_itself() {
    let shop = FaultyShop::new();
    let mut session = shop.window();
    shop.fails(Operation::Write, true);
    presses(&mut session, 'n');
    let said = session.app.notice.words().to_lowercase();
    assert!(matches!(session.app.notice, Notice::NotSaved(_)), "{said}");
    assert!(said.contains("the disk is full"), "{said}");
    assert_eq!(shop.calls(), 0);
    // Two seconds later nothing has changed, and it is tried in vain.
    session.ripen(Instant::now() + Duration::from_secs(2));
    session.wait(DEADLINE);
    assert_eq!(shop.calls(), 0);
    assert!(matches!(session.app.notice, Notice::NotSaved(_)));
    shop.disk.calm();
    session.ripen(Instant::now() + Duration::from_secs(2));
    assert!(session.wait(DEADLINE));
    assert_eq!(shop.calls(), 1, "saved without a key, and once");
    met_well("the disk full under a window, and room again", 1);
    assert!(
        session.app.notice.words().contains("No answer"),
        "{:?}",
        session.app.notice
    );
}

#[test]
fn a_log_that_fills_the_disk_is_emptied_before_it_is_said_to_be_full() {
    let shop = FaultyShop::new();
    let mut session = shop.window();
    presses(&mut session, 'n');
    assert_eq!(session.app.waiting, 0);
    let log = shop.place.file.with_extension("db-wal");
    // Room for this act and some more, as often as the log is begun anew.
    let room = fs::metadata(&log).unwrap().len() * 3;
    assert!(room > 0);
    shop.disk.plan(0, Fault::LogFull(room));
    let failed = shop.disk.failed();
    for _ in 0..15 {
        for key in ['u', 'U'] {
            presses(&mut session, key);
            assert_eq!(session.app.waiting, 0, "{:?}", session.app.notice);
            assert!(!matches!(session.app.notice, Notice::NotSaved(_)));
        }
    }
    let met = shop.disk.failed() - failed;
    assert!(met > 2, "the log had room");
    assert_eq!(shop.calls(), 1);
    met_well("the log fills the disk", met);
}

#[test]
fn a_first_read_that_fails_is_not_called_damage() {
    let shop = FaultyShop::new();
    let mut met: u64 = 0;
    for nth in 0..40 {
        let of = Operation::Read;
        shop.disk.plan(
            nth,
            Fault::Error {
                of,
                full: false,
                times: 1,
            },
        );
        let before = shop.disk.failed();
        let opened = Store::open(&shop.place.file, rules().calendar);
        met += u64::from(shop.disk.failed() > before);
        shop.disk.calm();
        match opened {
            Ok(mut store) => assert_eq!(store.customers(&Seek::Start, 10).unwrap().len(), 3),
            Err(StoreError::DiskFailed(_)) => {}
            Err(other) => panic!("read {nth}: {other:?}"),
        }
    }
    assert!(met > 10, "{met} reads failed");
    assert_eq!(shop.calls(), 0);
    met_well("a first read fails", met);
}

#[test]
fn a_read_that_fails_under_a_window_takes_nothing_from_the_screen_and_is_over_with_the_next() {
    let shop = FaultyShop::new();
    let mut session = shop.window();
    let rows = session.app.today.rows.len();
    shop.fails(Operation::Read, false);
    for key in ['3', '1', '4', '1'] {
        presses(&mut session, key);
    }
    let outage = session.app.outage.clone();
    let damaged = format!("{outage:?} {:?}", session.app.notice);
    assert!(!damaged.to_lowercase().contains("damage"), "{damaged}");
    shop.disk.calm();
    for key in ['3', '1'] {
        presses(&mut session, key);
    }
    assert_eq!(session.app.outage, None);
    assert_eq!(session.app.today.rows.len(), rows);
    presses(&mut session, 'n');
    assert_eq!(shop.calls(), 1);
}

#[test]
fn a_mirror_that_is_full_or_fails_says_so_stays_whole_and_catches_up_when_there_is_room() {
    let shop = FaultyShop::new();
    let stick = tempfile::tempdir().unwrap();
    let other = Disk::new(stick.path(), SeededRng::new(2), None);
    other.turn_to(COUNTER);
    let mirror = Mirror::new(&shop.place.file, stick.path(), &rules().calendar).unwrap();
    mirror.bring_up().unwrap();
    let mut session = shop.window();
    let (mut full, mut failed) = (0, 0);
    for nth in 0..40 {
        presses(&mut session, if nth % 2 == 0 { 'n' } else { 'u' });
        let of = if nth % 3 == 0 {
            Operation::Sync
        } else {
            Operation::Write
        };
        let fault = Fault::Error {
            of,
            full: nth % 4 != 0,
            times: u32::MAX,
        };
        other.plan(nth / 2, fault);
        match mirror.bring_up() {
            Err(StoreError::DiskFull) => full += 1,
            Err(StoreError::DiskFailed(_)) => failed += 1,
            Ok(()) => {}
            Err(why) => panic!("{why:?}"),
        }
        other.calm();
        // Whatever was in the way: what is in the mirror is a whole shop, and it catches up.
        mirror.bring_up().unwrap();
        assert_eq!(mirror.age().unwrap().behind, 0);
    }
    assert!(full > 3 && failed > 3, "{full} times full, {failed} failed");
    other.forget();
    met_well("the mirror full, or fails", full + failed);
}
