//! The bell and the window's title: a promise presses, and nobody reads whose.

use checkback::domain::draft::Reason;
use checkback::domain::follow_up::FollowUpKind;

use crate::common::{Shop, at, draft, reason};
use crate::terminal::{NOW, start};

#[test]
fn a_promise_that_falls_due_rings_once_and_the_title_is_given_back() {
    let mut shop = Shop::new();
    let promised = Reason {
        promise: Some(at("2026-11-24T10:50:00Z")),
        ..reason(FollowUpKind::Quote, "Quote for struts")
    };
    shop.add(&draft("Anita Patel", promised), at(NOW));
    let mut terminal = start(&shop.place.file, (100, 30));
    terminal.shows("Anita Patel");
    while terminal.rings() == 0 {
        terminal.types("j").shows("Anita Patel");
    }
    assert!(
        terminal.titles().contains("Checkback: a promise in 8 min"),
        "{}",
        terminal.titles()
    );
    terminal
        .types("2")
        .shows("╭ Ahead")
        .types("1")
        .shows("To call");
    assert_eq!(terminal.rings(), 1, "once");
    assert!(!terminal.titles().contains("Anita"));
    terminal.types("q");
    assert!(terminal.ends().success());
    terminal.is_given_back();
    assert!(terminal.titles().ends_with("0;"), "{}", terminal.titles());
}
