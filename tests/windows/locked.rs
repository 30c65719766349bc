//! A file another program keeps locked: reading goes on, what is written waits and is counted, then
//! that is said, and nothing is lost.

use std::time::{Duration, Instant};

use checkback::app::action::{InputEvent, Key};
use checkback::app::state::Notice;
use checkback::domain::follow_up::FollowUpKind;

use crate::common::{Backend as _, Shop, at, draft, reason};
use crate::two::{NOW, press, window};

#[test]
fn while_another_program_locks_the_file_the_list_is_read_and_nothing_done_is_lost() {
    let mut shop = Shop::new();
    let mut ids = Vec::new();
    for name in ["Anita Patel", "Clara Diaz", "Sam Okafor", "Mei Lin"] {
        let entry = shop.add(
            &draft(name, reason(FollowUpKind::Other, "All well?")),
            at(NOW),
        );
        ids.push(entry.customer.id);
    }
    let mut window = window(&shop);
    let lock = shop.place.keep_busy();
    for _ in 0..3 {
        window.0.press(&InputEvent::Key(Key::Char('n')));
    }
    assert!(!window.0.wait(Duration::from_millis(50)));
    assert_eq!(window.0.app.waiting, 3, "each is counted");
    window.0.press(&InputEvent::Key(Key::Char('/')));
    window.0.press(&InputEvent::Paste("mei".to_owned()));
    let end = Instant::now() + Duration::from_secs(20);
    let found = |app: &checkback::app::App| match &app.popup {
        Some(checkback::app::popups::Popup::Find(find)) => find.found.len() == 1,
        _ => false,
    };
    while !found(&window.0.app) {
        assert!(Instant::now() < end, "the search waits for the lock");
        window.0.wait(Duration::from_millis(20));
    }
    window.0.press(&InputEvent::Key(Key::Esc));
    while !matches!(window.0.app.notice, Notice::NotSaved(_)) {
        assert!(Instant::now() < end, "it is never said");
        window.0.wait(Duration::from_millis(20));
    }
    for id in &ids {
        assert!(
            shop.store
                .card(*id, 10)
                .unwrap()
                .unwrap()
                .contacts
                .is_empty()
        );
    }
    drop(lock);
    press(&mut window, "r");
    assert!(matches!(window.0.app.notice, Notice::Saved(_)));
    for (n, id) in ids.iter().enumerate() {
        let contacts = shop.store.card(*id, 10).unwrap().unwrap().contacts.len();
        assert_eq!(contacts, usize::from(n < 3), "each of the three once");
    }
}
