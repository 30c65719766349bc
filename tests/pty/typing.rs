//! The bytes of the keyboard: floods of them, ends that never come, and keys that only look like a
//! letter. Every byte is seen, and none of them makes the keyboard dead.

use rustix::process::Signal;

use crate::common::fault_log::met_well;
use crate::saving::ShopToRing;
use crate::terminal::{PtyTerminal, start};

/// How many keys a flood has: few in a run, and many where tests go on for longer.
fn flood() -> usize {
    std::env::var("CHECKBACK_SOAK").map_or(450, |_| 10_000)
}

/// The program with a search open: what is typed stands in its line.
fn searching() -> (PtyTerminal, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = start(&folder.path().join("shop.db"), (80, 24));
    terminal.shows("No customers yet.").types("/");
    terminal.shows("Find a customer");
    (terminal, folder)
}

/// So many letters at least, and what takes every one of them back, behind a word that was typed and
/// before a letter that stays: those stand side by side only if not one key was lost. No more stand in
/// the line at once than it takes.
fn keys(terminal: &mut PtyTerminal, round: usize, letters: usize) -> (String, String) {
    const AT_ONCE: usize = 150;
    let word = format!("a{round}");
    terminal.types(&word).shows(&word);
    let there_and_back = "王".repeat(AT_ONCE) + &"\u{7f}".repeat(AT_ONCE);
    let keys = there_and_back.repeat(letters.div_ceil(AT_ONCE));
    (format!("{keys}b"), format!("{word}b"))
}

fn rubs_out(terminal: &mut PtyTerminal, kept: &str) {
    terminal.sends(&"\u{7f}".repeat(kept.len()));
    terminal.loses(kept);
}

#[test]
fn of_twenty_floods_with_resizes_every_byte_is_seen() {
    let (mut terminal, _folder) = searching();
    for round in 0..20 {
        let (keys, kept) = keys(&mut terminal, round, flood());
        for (n, piece) in keys.as_bytes().chunks(700).enumerate() {
            terminal.sends_bytes(piece);
            if n % 4 == 0 {
                let by = u16::try_from(n % 30).unwrap();
                terminal.resizes(80 + by, 24 + by % 7);
            }
        }
        terminal.shows(&kept);
        rubs_out(&mut terminal, &kept);
    }
    terminal.types("\u{1b}").loses("Find a customer").types("q");
    assert!(terminal.ends().success());
    met_well("a flood of keys while the window is dragged", 20);
}

#[test]
fn what_is_typed_while_the_program_stands_still_is_seen_once_it_goes_on() {
    let (mut terminal, _folder) = searching();
    for round in 0..5 {
        // As much as a terminal keeps for a program that does not read.
        let (keys, kept) = keys(&mut terminal, round, 900);
        terminal.signals(Signal::STOP).is_stopped();
        terminal.sends(&keys);
        terminal.resizes(90, 25).signals(Signal::CONT).shows(&kept);
        rubs_out(&mut terminal, &kept);
    }
    terminal.types("\u{1b}").loses("Find a customer").types("q");
    assert!(terminal.ends().success());
    met_well("stopped, flooded, continued", 5);
}

#[test]
fn a_paste_that_never_ends_is_a_text_after_a_second_and_the_keyboard_lives() {
    let shop = ShopToRing::new(None);
    let mut terminal = start(&shop.file, (80, 24));
    terminal.shows("To call");
    terminal.sends("\u{1b}[200~nnvb");
    terminal.shows("Find a customer").shows("nnvb");
    terminal.types("\u{1b}").loses("Find a customer");
    // In a line of its own it stands in it.
    terminal.types("/").shows("Find a customer");
    terminal.sends("\u{1b}[200~Ida Holm\r").shows("Ida Holm");
    terminal.types("\u{1b}").loses("Find a customer").types("q");
    assert!(terminal.ends().success());
    shop.nothing_was_logged();
    met_well("a paste whose end never comes", 2);
}

#[test]
fn a_letter_with_alt_and_a_control_key_behind_esc_are_not_the_letter() {
    let shop = ShopToRing::new(None);
    let mut terminal = start(&shop.file, (80, 24));
    terminal.shows("To call");
    for keys in [
        "\u{1b}n",
        "\u{1b}\u{e}",
        "\u{1b}\r",
        "\u{1b}v",
        "\u{1b}\u{16}",
        "\u{1b}q",
        "\u{1b}\u{3}",
    ] {
        terminal.sends(keys);
        // A key behind it says that it was read.
        terminal.types("/").shows("Find a customer");
        terminal.types("\u{1b}").loses("Find a customer");
    }
    terminal.types("q");
    assert!(terminal.ends().success());
    shop.nothing_was_logged();
}
