//! A session whose store thread ends: the other journeys stand in tests/journeys.

use std::path::Path;
use std::time::{Duration, Instant};

use super::*;
use crate::app::action::Key;
use crate::app::state::Notice;
use crate::config::Config;
use crate::store::{IN_MEMORY, OpenOptions, Store};

const DEADLINE: Duration = Duration::from_secs(30);

fn session() -> Session {
    let config = Config::usual().unwrap();
    let clock = Clock::at("2026-11-24T10:42:00+00:00").unwrap();
    let options = OpenOptions::new(config.rules.calendar.clone()).throwaway();
    let store = Store::open(Path::new(IN_MEMORY), options).unwrap();
    let app = App::new(config.app_settings(), "Tom".to_owned(), clock.now());
    let mut session = Session::new(app, clock, store, "front".to_owned(), || {});
    assert!(session.wait(DEADLINE));
    session
}

#[test]
fn a_store_thread_that_has_ended_is_said_and_an_act_it_had_counts_as_not_saved() {
    let mut session = session();
    session.orders.send(Request::Leave).unwrap();
    let until = Instant::now() + DEADLINE;
    while !session.store_thread.is_finished() {
        assert!(Instant::now() < until, "the thread does not end");
        std::thread::yield_now();
    }
    session.press(&InputEvent::Key(Key::Char('u')));
    assert!(session.wait(Duration::from_millis(1)), "nothing comes now");
    let Notice::Error(words) = &session.app.notice else {
        panic!("{:?}", session.app.notice);
    };
    assert!(words.contains("lost its database"), "{words}");
    let quit = InputEvent::Key(Key::Char('q'));
    assert_eq!(session.press(&quit), SessionFlow::Continue);
    assert!(
        session
            .app
            .notice
            .words()
            .contains("one thing is not saved")
    );
    assert_eq!(session.press(&quit), SessionFlow::Quit);
}
