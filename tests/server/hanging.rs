//! A server that hangs, or is gone: the counter says so on top, answers every key meanwhile, and
//! saves what was done once the server is back, once. Within how many seconds is a promise of time:
//! the ignored test keeps it.

use std::time::{Duration, Instant};

use checkback::app::action::{InputEvent, Key};
use checkback::app::{App, AppSettings};
use checkback::clock::Clock;
use checkback::config::Config;
use checkback::domain::draft::{self, Author};
use checkback::domain::follow_up::FollowUpKind;
use checkback::session::{PATIENCE, Session, StoreSource};
use checkback::store::Store;
use checkback::view;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::cluster::Cluster;
use crate::common::{act, at, draft, reason, rules};
use crate::workers::branch;

const NOW: &str = "2026-11-24T10:42:00+00:00";
const CUT: &str = "Not connected since";

/// A counter at the keys, and how long each took from the press to the frame.
pub struct TimedCounter {
    pub session: Session,
    screen: Terminal<TestBackend>,
    took: Vec<Duration>,
    /// How many keys were to move the selection, and how many did.
    moves: (usize, usize),
}

impl TimedCounter {
    /// Sits down at a shop of three on a server.
    pub fn at(url: &str) -> Self {
        let server = branch(url, "Hill Street");
        let mut store = Store::open(&server, rules().calendar).unwrap();
        for name in ["Anita Patel", "Clara Diaz", "Sam Okafor"] {
            let asked = draft(name, reason(FollowUpKind::Other, "All well?"));
            let pen = Author {
                now: at(NOW),
                by: "Tom",
            };
            let changes = draft::plan_changes(&asked, None, pen, -1);
            store.save(&act(changes, at(NOW))).unwrap();
        }
        Self::of(store)
    }

    /// Sits down at a store, or at what is kept of one.
    pub fn of(source: impl Into<StoreSource>) -> Self {
        let settings = AppSettings {
            rules: rules(),
            ..Config::usual().unwrap().app_settings()
        };
        let app = App::new(settings, "Tom".to_owned(), at(NOW));
        let clock = Clock::at(NOW).unwrap();
        let mut session = Session::new(app, clock, source, "front".to_owned(), || {});
        session.wait(Duration::from_secs(20));
        Self {
            session,
            screen: Terminal::new(TestBackend::new(100, 30)).unwrap(),
            took: Vec::new(),
            moves: (0, 0),
        }
    }

    /// A key, and the frame after it, as the program's own loop draws it.
    pub fn press(&mut self, key: char) -> String {
        let pressed = Instant::now();
        self.session.press(&InputEvent::Key(Key::Char(key)));
        self.session.wait(PATIENCE);
        let (session, screen) = (&mut self.session, &mut self.screen);
        view::fit(&mut session.app, 100, 30);
        let frame = screen
            .draw(|frame| drop(view::draw(frame, &session.app)))
            .unwrap();
        let text = frame
            .buffer
            .content()
            .iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect();
        self.took.push(pressed.elapsed());
        text
    }

    /// Moves up and down until the frame is as wanted, for so long at most; how long it took.
    pub fn moves_until(
        &mut self,
        most: Duration,
        mut wanted: impl FnMut(&str) -> bool,
    ) -> Option<Duration> {
        let begun = Instant::now();
        for key in ['j', 'k'].into_iter().cycle() {
            let before = self.session.app.selected_id();
            let there = wanted(&self.press(key));
            self.moves.0 += 1;
            self.moves.1 += usize::from(self.session.app.selected_id() != before);
            if there {
                return Some(begun.elapsed());
            }
            if begun.elapsed() > most {
                return None;
            }
            self.session.tick();
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }
}

/// Every process of the server stands still for some time, while somebody is at the keys. How long
/// it took until that was said, and how long the keys took, the slowest last.
fn hangs_for(time: Duration) -> (Duration, Vec<Duration>) {
    let cluster = Cluster::durable();
    let shop = cluster.database();
    let mut counter = TimedCounter::at(&cluster.url(&shop));
    assert_eq!(
        counter.moves_until(Duration::from_millis(300), |f| f.contains(CUT)),
        None
    );
    counter.took.clear();
    counter.moves = (0, 0);
    let stopped = Instant::now();
    cluster.stop();
    let said = counter.moves_until(Duration::from_secs(30), |f| f.contains(CUT));
    assert!(said.is_some(), "nothing was said");
    let said = said.unwrap_or_default();
    counter.press('n');
    counter.moves_until(time.saturating_sub(stopped.elapsed()), |_| false);
    let frame = counter.press('j');
    assert!(
        frame.contains(CUT) && frame.contains("1 to save"),
        "{frame}"
    );
    let mut took = std::mem::take(&mut counter.took);
    // At either end of the list a key may find no row to move to.
    let (keys, moved) = counter.moves;
    assert!(
        keys > 20 && moved + 4 >= keys,
        "{moved} of {keys} keys moved"
    );
    cluster.go_on();
    let back = counter.moves_until(Duration::from_secs(30), |f| !f.contains(CUT));
    assert!(back.is_some(), "never connected again");
    assert!(counter.session.wait(Duration::from_secs(20)), "not saved");
    let contacts = "SELECT count(*) FROM checkback.contact";
    assert_eq!(cluster.sql(&shop, contacts), "1");
    took.sort();
    (said, took)
}

#[test]
fn a_server_that_hangs_is_said_and_every_key_is_answered_meanwhile() {
    hangs_for(Duration::from_secs(8));
}

#[test]
#[ignore = "the whole: cargo test --test server a_minute -- --ignored --nocapture"]
fn a_server_that_hangs_for_a_minute_keeps_nobody_from_the_screen() {
    let (said, took) = hangs_for(Duration::from_mins(1));
    let slowest = took[took.len() - 1];
    eprintln!(
        "said after {said:?}; {} keys, the slowest {slowest:?}",
        took.len()
    );
    assert!(said < Duration::from_secs(5), "said after {said:?}");
    assert!(slowest < Duration::from_millis(100), "{slowest:?}");
}

/// The server is killed and started again. How long it took until that was said.
fn is_killed_and_found_again() -> Duration {
    let cluster = Cluster::durable();
    let shop = cluster.database();
    let mut counter = TimedCounter::at(&cluster.url(&shop));
    cluster.kill();
    let said = counter.moves_until(Duration::from_secs(30), |f| f.contains(CUT));
    assert!(said.is_some(), "nothing was said");
    let said = said.unwrap_or_default();
    counter.press('n');
    cluster.start();
    let back = counter.moves_until(Duration::from_secs(30), |f| !f.contains(CUT));
    assert!(back.is_some(), "never connected again");
    assert!(counter.session.wait(Duration::from_secs(20)), "not saved");
    assert_eq!(
        cluster.sql(&shop, "SELECT count(*) FROM checkback.contact"),
        "1"
    );
    said
}

#[test]
fn a_server_that_is_killed_and_started_again_is_found_without_a_key() {
    is_killed_and_found_again();
}

#[test]
#[ignore = "a promise of time: cargo test --test server is_said_within -- --ignored"]
fn a_server_that_is_killed_is_said_within_five_seconds() {
    let said = is_killed_and_found_again();
    assert!(said < Duration::from_secs(5), "said after {said:?}");
}
