//! A file another program keeps locked: reading goes on, what is written waits and is counted, then
//! that is said, and nothing is lost.

use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use checkback::app::App;
use checkback::app::action::{InputEvent, Key};
use checkback::app::state::Notice;
use checkback::domain::follow_up::FollowUpKind;
use checkback::view;

use crate::common::{Backend as _, Shop, at, draft, reason};
use crate::two::{NOW, until, window};

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
    let said = |notice: &Notice| notice.words().contains("It is tried again by itself.");
    while !said(&window.0.app.notice) {
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
    assert!(window.0.wait(Duration::from_secs(20)), "never saved");
    assert!(matches!(window.0.app.notice, Notice::Saved(_)));
    for (n, id) in ids.iter().enumerate() {
        let contacts = shop.store.card(*id, 10).unwrap().unwrap().contacts.len();
        assert_eq!(contacts, usize::from(n < 3), "each of the three once");
    }
}

/// The frame a window shows, as one text.
fn frame(app: &mut App) -> String {
    let mut screen = Terminal::new(TestBackend::new(120, 30)).unwrap();
    view::fit(app, 120, 30);
    let frame = screen.draw(|frame| drop(view::draw(frame, app))).unwrap();
    let cells = frame.buffer.content().iter();
    cells.map(ratatui::buffer::Cell::symbol).collect()
}

#[test]
fn a_window_whose_file_was_moved_says_so_and_saves_once_the_file_is_back() {
    let mut shop = Shop::new();
    let asked = draft("Anita Patel", reason(FollowUpKind::Other, "All well?"));
    let id = shop.add(&asked, at(NOW)).customer.id;
    let mut window = window(&shop);
    let file = shop.place.file.clone();
    let away = file.with_extension("away");
    std::fs::rename(&file, &away).unwrap();
    assert!(until(&mut window, |app| app.outage.is_some()), "never said");
    window.0.press(&InputEvent::Key(Key::Char('n')));
    assert!(!window.0.wait(Duration::from_millis(50)), "it is not saved");
    let shown = frame(&mut window.0.app);
    let says = |words: &str| shown.contains(words);
    assert!(says("The file was moved at"), "{shown}");
    assert!(
        says("1 to save: put it back, or quit and restore a backup"),
        "{shown}"
    );
    assert!(!says("Not connected"), "{shown}");
    std::fs::rename(&away, &file).unwrap();
    assert!(until(&mut window, |app| app.outage.is_none()), "never back");
    assert!(window.0.wait(Duration::from_secs(20)), "never saved");
    let card = shop.store.card(id, 10).unwrap().unwrap();
    assert_eq!(card.contacts.len(), 1);
}
