//! Two windows on one file: what is done at one shows at the other, without a key.

use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::common::{Shop, at, draft, reason, rules};
use checkback::app::action::{InputEvent, Key};
use checkback::app::{App, AppSettings};
use checkback::clock::Clock;
use checkback::config::Config;
use checkback::domain::follow_up::FollowUpKind;
use checkback::session::Session;
use checkback::store::Store;

pub(crate) const NOW: &str = "2026-11-24T10:42:00+00:00";

/// A window on the shop's file, with every answer it got so far, and the bell that rings for more.
pub(crate) fn window(shop: &Shop) -> (Session, Receiver<()>) {
    sits_down(shop.second())
}

/// A window on a store.
pub(crate) fn sits_down(store: Store) -> (Session, Receiver<()>) {
    let settings = AppSettings {
        rules: rules(),
        ..Config::usual().unwrap().app_settings()
    };
    let app = App::new(settings, "Tom".to_owned(), at(NOW));
    let (ring, bell) = channel();
    let clock = Clock::at(NOW).unwrap();
    let mut session = Session::new(app, clock, store, "front".to_owned(), move || {
        let _nobody_listens = ring.send(());
    });
    assert!(
        session.wait(Duration::from_secs(10)),
        "the first page never came"
    );
    (session, bell)
}

/// Takes what comes until the window is as wanted; a deadline ends a test that has failed.
pub(crate) fn until(window: &mut (Session, Receiver<()>), wanted: impl Fn(&App) -> bool) -> bool {
    let end = Instant::now() + Duration::from_secs(20);
    while !wanted(&window.0.app) {
        let left = end.saturating_duration_since(Instant::now());
        if window.1.recv_timeout(left).is_err() {
            return false;
        }
        window.0.wait(left);
    }
    true
}

/// Presses a key by its name, and waits for what it comes to.
pub(crate) fn press(window: &mut (Session, Receiver<()>), key: &str) {
    let key = match key {
        "esc" => Key::Esc,
        _ => Key::Char(key.chars().next().unwrap()),
    };
    window.0.press(&InputEvent::Key(key));
    assert!(window.0.wait(Duration::from_secs(20)));
}

pub(crate) fn names(app: &App) -> Vec<&str> {
    let rows = app.today.rows.iter();
    rows.map(|(_, e)| e.customer.name.as_str()).collect()
}

#[test]
fn what_is_done_at_one_window_shows_at_the_other_and_the_selection_stays_on_its_customer() {
    let mut shop = Shop::new();
    for name in ["Anita Patel", "Clara Diaz", "Sam Okafor"] {
        shop.add(
            &draft(name, reason(FollowUpKind::Other, "All well?")),
            at(NOW),
        );
    }
    let mut here = window(&shop);
    let mut there = window(&shop);
    there.0.press(&InputEvent::Key(Key::Char('j')));
    there.0.press(&InputEvent::Key(Key::Char('j')));
    assert!(there.0.wait(Duration::from_secs(10)));
    assert_eq!(there.0.app.selected().unwrap().customer.name, "Sam Okafor");

    here.0.press(&InputEvent::Key(Key::Char('n')));
    assert!(until(&mut here, |app| names(app) == ["Clara Diaz", "Sam Okafor"]));

    assert!(until(&mut there, |app| names(app) == ["Clara Diaz", "Sam Okafor"]));
    assert_eq!(there.0.app.selected().unwrap().customer.name, "Sam Okafor");
    assert_eq!(there.0.app.totals.done, 1);
}
