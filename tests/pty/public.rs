//! At a public counter: nothing of a customer stays in the window after the program has gone, none
//! of it is in the window's title, and a locked screen is left by nobody.

use checkback::domain::follow_up::FollowUpKind;
use rustix::process::Signal;

use crate::common::{Shop, at, draft, reason};
use crate::terminal::{NOW, PtyTerminal, start};
use crate::with_number;

/// What nobody may read afterwards.
const TOLD: [&str; 5] = ["Anita", "Patel", "7946", "0101", "Front pads"];

fn started() -> (PtyTerminal, Shop) {
    let mut shop = Shop::new();
    let draft = draft("Anita Patel", reason(FollowUpKind::Other, "Front pads"));
    shop.add(&with_number("020 7946 0101", draft), at(NOW));
    let mut terminal = start(&shop.place.file, (100, 30));
    terminal.shows("Anita Patel");
    (terminal, shop)
}

fn nothing_stays(terminal: &PtyTerminal, after: &str) {
    let (outside, plain) = (terminal.outside(), terminal.without_alternate_screen());
    let titles = terminal.titles();
    for told in TOLD {
        assert!(!outside.contains(told), "{after}: {outside}");
        assert!(
            !plain.contains(told),
            "{after}, without an alternate screen: {plain}"
        );
        assert!(!titles.contains(told), "{after}: {titles}");
    }
}

#[test]
fn nothing_of_a_customer_stays_in_the_window_after_quitting_suspending_or_being_ended() {
    let (mut terminal, _shop) = started();
    terminal
        .types("d")
        .shows("how did it end?")
        .types("\u{1b}")
        .loses("how did it end?");
    terminal.types("\u{1a}").is_stopped().is_given_back();
    nothing_stays(&terminal, "suspended");
    terminal
        .signals(Signal::CONT)
        .shows("Anita Patel")
        .types("q");
    assert!(terminal.ends().success());
    terminal.is_given_back();
    nothing_stays(&terminal, "quit");
    for signal in [Signal::TERM, Signal::HUP] {
        let (mut terminal, _shop) = started();
        terminal.signals(signal).ends();
        terminal.is_given_back();
        nothing_stays(&terminal, "ended");
    }
}

#[test]
fn a_locked_screen_says_nothing_and_is_neither_left_nor_stopped_by_a_key() {
    let (mut terminal, _shop) = started();
    terminal
        .types("L")
        .loses("Anita")
        .shows("Our shop")
        .shows("to continue");
    terminal
        .types("q\u{3}\u{1a}dn")
        .resizes(80, 24)
        .shows("to continue")
        .loses("Anita");
    terminal.resizes(100, 30).shows("to continue");
    terminal
        .types("\r")
        .shows("Anita Patel")
        .shows("0 of 1 done");
    terminal.types("q");
    assert!(terminal.ends().success());
}

#[test]
fn a_pin_set_on_the_command_line_locks_the_list_from_its_start_on() {
    let (mut terminal, shop) = started();
    terminal.types("q").ends();
    let folder = shop.place.file.parent().unwrap().join("checkback");
    std::fs::create_dir_all(&folder).unwrap();
    let hash = checkback::pin::hash("2580").unwrap();
    checkback::pin::save(&hash, &folder.join("pin")).unwrap();
    let mut terminal = PtyTerminal::of(&shop.place.file, (100, 30));
    terminal.shows("PIN").types("2580\r").shows("Anita Patel");
    terminal
        .types("L")
        .loses("Anita")
        .types("1111\r")
        .shows("Wrong PIN. Try again in");
    terminal.signals(Signal::TERM).ends();
    nothing_stays(&terminal, "ended while locked");
}
