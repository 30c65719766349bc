//! Leaving: by a key, by every signal, by Ctrl-Z and back, and when the terminal is gone. The
//! terminal is given back as it was.

use rustix::process::Signal;

use crate::terminal::{PtyTerminal, start};

fn started() -> (PtyTerminal, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = start(&folder.path().join("shop.db"), (100, 30));
    terminal.is_taken_over();
    (terminal, folder)
}

#[test]
fn q_gives_the_terminal_back() {
    let (mut terminal, _folder) = started();
    terminal.types("q");
    assert!(terminal.ends().success());
    terminal.is_given_back();
    assert_eq!(terminal.screen().trim(), "", "nothing of it stays behind");
}

#[test]
fn ctrl_c_in_the_list_gives_the_terminal_back_and_in_a_popup_closes_it() {
    let (mut terminal, _folder) = started();
    terminal
        .types("a")
        .shows("Add a call")
        .types("\u{3}")
        .loses("Add a call");
    terminal.types("\u{3}");
    assert!(terminal.ends().success());
    terminal.is_given_back();
}

#[test]
fn every_signal_that_ends_a_program_gives_the_terminal_back() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        let (mut terminal, _folder) = started();
        // Also with something on top and the cursor shown.
        terminal.types("a").shows("Add a call");
        let status = terminal.signals(signal).ends();
        terminal.is_given_back();
        assert_eq!(terminal.screen().trim(), "", "{signal:?}");
        let number = u32::try_from(signal.as_raw()).unwrap();
        assert_eq!(status.exit_code(), 128 + number, "{signal:?}");
    }
}

#[test]
fn a_signal_that_ends_a_program_at_once_gives_the_terminal_back_too() {
    for signal in [Signal::ABORT, Signal::ALARM, Signal::USR1] {
        let (mut terminal, _folder) = started();
        let status = terminal.signals(signal).ends();
        terminal.is_given_back();
        assert!(!status.success(), "{signal:?}");
    }
}

#[test]
fn ctrl_z_gives_the_terminal_back_and_coming_back_takes_it_over_with_a_whole_frame() {
    let (mut terminal, _folder) = started();
    for _ in 0..2 {
        terminal.types("\u{1a}").is_stopped().is_given_back();
        terminal.signals(Signal::CONT).is_taken_over();
        terminal.shows("No customers yet.").shows("? keys");
    }
    terminal
        .types("a")
        .shows("Add a call")
        .types("Ida")
        .shows("Ida");
    terminal.types("\u{1a}").is_stopped().is_given_back();
    terminal.signals(Signal::CONT).shows("Ida");
    terminal
        .types("\u{1b}")
        .shows("Throw away")
        .types("y")
        .loses("Throw away");
    terminal.types("q");
    assert!(terminal.ends().success());
    terminal.is_given_back();
}

#[test]
fn a_stop_from_outside_is_as_ctrl_z() {
    let (mut terminal, _folder) = started();
    terminal.signals(Signal::TSTP).is_stopped().is_given_back();
    terminal
        .signals(Signal::CONT)
        .is_taken_over()
        .shows("? keys");
}

#[test]
fn the_program_ends_when_its_terminal_is_gone() {
    let (mut terminal, _folder) = started();
    terminal.dies();
    terminal.ends();
}
