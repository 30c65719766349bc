//! What a key sends beside the screen: a number to the dial command, as one word and through no
//! shell, and to the clipboard.

use std::path::Path;
use std::time::{Duration, Instant};

use checkback::domain::follow_up::Kind;
use portable_pty::CommandBuilder;

use crate::common::{Shop, at, draft, reason};
use crate::terminal::{NOW, Terminal};
use crate::with_number;

/// The program with a dial command, on a shop with one customer to ring.
fn that_dials(shop: &mut Shop, dial: &[&str]) -> Terminal {
    let person = with_number(
        "020 7946 0101",
        draft("Anita Patel", reason(Kind::Other, "Ring")),
    );
    shop.add(&person, at(NOW));
    let file = &shop.place.file;
    let config = file.with_file_name("dials.toml");
    std::fs::write(&config, format!("[calling]\ndial = {dial:?}\n")).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_checkback"));
    let words = [Path::new("--db"), file, Path::new("--config"), &config];
    command.args(words);
    let mut terminal = Terminal::with(command, file, (100, 30));
    terminal.shows("↵ call");
    terminal
}

#[test]
fn the_number_is_one_word_of_the_dial_command_and_what_it_writes_stays_off_the_screen() {
    let mut shop = Shop::new();
    let told = shop.place.folder.path().join("told");
    let words = format!(
        "echo noise; echo noise >&2; printf '%s|' \"$@\" >{}",
        told.display()
    );
    let dial = ["sh", "-c", &words, "sh", "to {number}; touch x"];
    let mut terminal = that_dials(&mut shop, &dial);
    terminal
        .types("\r")
        .shows("Calling 020 7946 0101.")
        .shows("calling 0:00");
    let end = Instant::now() + Duration::from_secs(20);
    let written = || std::fs::read_to_string(&told).unwrap_or_default();
    while !written().ends_with('|') {
        assert!(Instant::now() < end, "it was never started");
        std::thread::yield_now();
    }
    assert_eq!(written(), "to +442079460101; touch x|");
    terminal.types("\r").shows("esc leave").loses("noise");
    terminal.types("\u{1b}").loses("esc leave").types("q");
    assert!(terminal.ends().success());
}

#[test]
fn a_dial_command_that_is_not_there_is_said() {
    let mut shop = Shop::new();
    let mut terminal = that_dials(&mut shop, &["no-such-telephone", "{number}"]);
    terminal
        .types("\r")
        .shows("“no-such-telephone” could not be started");
    terminal.types("q");
    assert!(terminal.ends().success());
}

#[test]
fn the_number_goes_to_the_clipboard_of_the_terminal() {
    let mut shop = Shop::new();
    let mut terminal = that_dials(&mut shop, &["no-such-telephone", "{number}"]);
    terminal
        .types("y")
        .shows("+442079460101 is in the clipboard.");
    // Base64 of the number, as OSC 52 has it.
    assert!(
        terminal.titles().contains("52;c;KzQ0MjA3OTQ2MDEwMQ=="),
        "{}",
        terminal.titles()
    );
    terminal.types("q");
    assert!(terminal.ends().success());
}
