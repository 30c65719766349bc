//! A shop that is counted anew under a window: the list is there, keys are answered, and it is said.

use std::time::{Duration, Instant};

use checkback::app::action::{InputEvent, Key};
use checkback::app::popups::Popup;
use checkback::app::{App, AppSettings};
use checkback::clock::Clock;
use checkback::config::Config;
use checkback::domain::follow_up::FollowUpKind;
use checkback::session::Session;
use checkback::store::{OpenOptions, Store};

use crate::common::{Shop, at, draft, reason};
use crate::two::NOW;

/// Waits until something holds, answer by answer.
fn until(session: &mut Session, what: &str, holds: impl Fn(&App) -> bool) {
    let end = Instant::now() + Duration::from_mins(1);
    while !holds(&session.app) {
        assert!(Instant::now() < end, "never {what}");
        session.wait(Duration::from_millis(1));
        session.tick_if_due();
    }
}

#[test]
fn while_a_shop_is_counted_anew_the_list_is_there_and_every_key_is_answered() {
    let mut shop = Shop::hurried();
    for n in 0..700 {
        let reason = reason(FollowUpKind::Other, "Ring");
        shop.add(&draft(&format!("Person {n}"), reason), at(NOW));
    }
    let Shop { store, place, .. } = shop;
    drop(store);
    let text = "[shop]\nzone = \"Pacific/Auckland\"\nstaff = [\"Tom\"]";
    let config = Config::read(text, std::path::Path::new("config.toml")).unwrap();
    let calendar = config.rules.calendar.clone();
    let options = OpenOptions::new(calendar).recounting_later().throwaway();
    let store = Store::open(&place.file, options).unwrap();
    let clock = Clock::at(NOW).unwrap();
    let settings: AppSettings = config.app_settings();
    let app = App::new(settings, "Tom".to_owned(), clock.now());
    let mut session = Session::new(app, clock, store, "front".to_owned(), || {});
    let counting = |app: &App| app.background.recounting.is_some();
    until(&mut session, "said", counting);
    let said = session.app.background.recounting.clone().unwrap();
    assert!(
        said.starts_with("Counting every day anew for Pacific/Auckland: "),
        "{said}"
    );
    // The first frame's rows.
    until(&mut session, "listed", |app| app.today.rows.len() > 10);
    assert!(counting(&session.app), "the list waited for the end of it");
    session.press(&InputEvent::Key(Key::Char('/')));
    session.press(&InputEvent::Paste("Person 699".to_owned()));
    let found = |app: &App| matches!(&app.popup, Some(Popup::Find(find)) if find.found.len() == 1);
    until(&mut session, "found", found);
    assert!(
        counting(&session.app),
        "the search waited for the end of it"
    );
    session.press(&InputEvent::Key(Key::Esc));
    session.press(&InputEvent::Key(Key::Char('n')));
    until(&mut session, "saved", |app| {
        app.notice.words().contains("No answer")
    });
    assert!(counting(&session.app), "the act waited for the end of it");
    until(&mut session, "over", |app| !counting(app));
    assert!(session.wait(Duration::from_secs(30)));
    let calendar = config.rules.calendar.clone();
    let mut after = Store::open(&place.file, calendar).unwrap();
    assert!(!after.is_recounting());
    assert!(after.check_projections(i64::MAX).unwrap().agrees());
}
