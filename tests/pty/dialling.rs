//! What a key sends beside the screen: a number to the dial command, as one word and through no
//! shell, and to the clipboard.

use std::ffi::OsStr;
use std::time::{Duration, Instant};

use checkback::domain::follow_up::FollowUpKind;
use portable_pty::CommandBuilder;

use crate::common::{Shop, at, draft, reason};
use crate::terminal::{NOW, PtyTerminal};
use crate::with_number;

/// The program with a dial command, on a shop with one customer to ring.
fn that_dials(shop: &mut Shop, dial: &[&str]) -> PtyTerminal {
    let mut terminal = started(shop, dial, &[], (100, 30));
    terminal.shows("↵ call");
    terminal
}

/// The same in a window of a size, with words before the program's own.
fn started(shop: &mut Shop, dial: &[&str], before: &[&str], size: (u16, u16)) -> PtyTerminal {
    let person = with_number(
        "020 7946 0101",
        draft("Anita Patel", reason(FollowUpKind::Other, "Ring")),
    );
    shop.add(&person, at(NOW));
    let file = &shop.place.file;
    let config = file.with_file_name("dials.toml");
    std::fs::write(&config, format!("[calling]\ndial = {dial:?}\n")).unwrap();
    let mut words: Vec<&OsStr> = before.iter().map(OsStr::new).collect();
    words.push(OsStr::new(env!("CARGO_BIN_EXE_checkback")));
    words.extend(["--db".as_ref(), file.as_os_str()]);
    words.extend(["--config".as_ref(), config.as_os_str()]);
    let mut command = CommandBuilder::new(words[0]);
    command.args(&words[1..]);
    PtyTerminal::with(command, file, size)
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
        .shows("The number was sent to the terminal.");
    // Base64 of the number, as OSC 52 has it.
    assert!(
        terminal.titles().contains("52;c;KzQ0MjA3OTQ2MDEwMQ=="),
        "{}",
        terminal.titles()
    );
    terminal.types("q");
    assert!(terminal.ends().success());
}

/// The program at a desk with X, whose programs are those of one folder.
fn at_a_desk(shop: &mut Shop, programs: &std::path::Path) -> PtyTerminal {
    let path = format!("PATH={}:/usr/bin:/bin", programs.display());
    let before = [
        "env",
        "-u",
        "SSH_CONNECTION",
        "-u",
        "SSH_TTY",
        "DISPLAY=:77",
        &path,
    ];
    let mut terminal = started(shop, &["no-such-telephone", "{number}"], &before, (100, 30));
    terminal.shows("↵ call");
    terminal
}

/// A program of a name that keeps what it is given, or refuses it.
fn fake(folder: &std::path::Path, name: &str, does: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    let program = folder.join(name);
    std::fs::write(&program, format!("#!/bin/sh\n{does}\n")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn c30_a_number_is_in_the_clipboard_where_a_program_of_the_desk_has_taken_it() {
    let mut shop = Shop::new();
    let folder = shop.place.folder.path().to_owned();
    let kept = folder.join("kept");
    fake(&folder, "xclip", &format!("cat >{}", kept.display()));
    let mut terminal = at_a_desk(&mut shop, &folder);
    terminal.types("y").shows("The number is copied.");
    assert_eq!(std::fs::read_to_string(&kept).unwrap(), "+442079460101");
    terminal.types("q");
    assert!(terminal.ends().success());
}

#[test]
fn c30_no_clipboard_is_claimed_where_every_program_of_the_desk_refuses() {
    let mut shop = Shop::new();
    let folder = shop.place.folder.path().to_owned();
    for name in ["xclip", "xsel"] {
        fake(&folder, name, "cat >/dev/null; exit 1");
    }
    let mut terminal = at_a_desk(&mut shop, &folder);
    terminal
        .types("y")
        .shows("The number was sent to the terminal.");
    terminal.loses("is copied");
    terminal.types("q");
    assert!(terminal.ends().success());
}

#[test]
fn c30_a_message_stays_to_be_read_where_nobody_knows_whether_it_was_copied() {
    let mut shop = Shop::new();
    let mut terminal = that_dials(&mut shop, &["no-such-telephone", "{number}"]);
    terminal.types("m").shows("y copy").types("y");
    terminal
        .shows("Sent to the terminal. If it does not paste")
        .shows("esc close");
    terminal.types("\u{1b}").loses("esc close").types("q");
    assert!(terminal.ends().success());
}

#[test]
fn c28_the_keypad_is_set_to_digits_before_the_first_key_is_read() {
    let mut shop = Shop::new();
    let mut terminal = that_dials(&mut shop, &["no-such-telephone", "{number}"]);
    let written = terminal.written();
    let digits = written.find("\u{1b}>").unwrap();
    assert!(digits < written.find("Anita").unwrap());
    assert!(!written.contains("\u{1b}="), "nothing sets it back");
    terminal.types("q");
    assert!(terminal.ends().success());
}

#[test]
fn the_code_is_dark_on_light_where_there_is_to_be_no_colour_and_nothing_else_has_any() {
    let mut shop = Shop::new();
    // `env` becomes the program, which reads NO_COLOR itself.
    let before = ["env", "NO_COLOR=1"];
    let mut terminal = started(&mut shop, &["ring", "{number}"], &before, (140, 52));
    let code = (vt100::Color::Idx(16), vt100::Color::Idx(231));
    let coloured = move |screen: &vt100::Screen| {
        let (rows, columns) = screen.size();
        let cells = (0..rows).flat_map(|y| (0..columns).map(move |x| (y, x)));
        let colours = cells.filter_map(|(y, x)| screen.cell(y, x));
        let colours = colours.map(|cell| (cell.fgcolor(), cell.bgcolor()));
        let plain = (vt100::Color::Default, vt100::Color::Default);
        colours.filter(|c| *c != plain).collect::<Vec<_>>()
    };
    terminal.until("code", |screen| !coloured(screen).is_empty());
    terminal.until("code alone", |screen| {
        let all = coloured(screen);
        // 29 modules wide, and 15 rows of two: the quiet zone is light as well.
        all.len() == 29 * 15 && all.iter().all(|c| *c == code)
    });
    terminal.types("q");
    assert!(terminal.ends().success());
}

#[test]
fn a_dial_command_that_fails_is_said_and_the_call_goes_on_by_hand() {
    let mut shop = Shop::new();
    let mut terminal = that_dials(&mut shop, &["sh", "-c", "exit 3", "sh", "{number}"]);
    terminal
        .types("\r")
        .shows("“sh” did not dial")
        .shows("dial by hand")
        .shows("calling 0:00");
    terminal.types("q");
    assert!(terminal.ends().success());
}

#[test]
fn nobody_of_the_demo_is_dialled() {
    let shop = Shop::new();
    let file = &shop.place.file;
    let told = shop.place.folder.path().join("told");
    let config = file.with_file_name("dials.toml");
    let dial = ["touch", told.to_str().unwrap(), "{number}"];
    std::fs::write(&config, format!("[calling]\ndial = {dial:?}\n")).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_checkback"));
    command.args(["--demo", "--config", config.to_str().unwrap()]);
    let mut terminal = PtyTerminal::with(command, file, (100, 30));
    terminal
        .shows("? keys")
        .types("\r")
        .shows("how did it end?");
    terminal.types("\u{1b}").loses("how did it end?").types("q");
    assert!(terminal.ends().success());
    assert!(!told.exists());
}

#[test]
fn a_command_that_others_may_write_is_not_run_and_the_window_says_so() {
    use std::os::unix::fs::PermissionsExt as _;

    let mut shop = Shop::new();
    let person = with_number(
        "020 7946 0101",
        draft("Anita Patel", reason(FollowUpKind::Other, "Ring")),
    );
    shop.add(&person, at(NOW));
    let file = &shop.place.file;
    let config = file.with_file_name("dials.toml");
    std::fs::write(&config, "[calling]\ndial = [\"false\", \"{number}\"]\n").unwrap();
    std::fs::set_permissions(&config, std::fs::Permissions::from_mode(0o666)).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_checkback"));
    command.args(["--db".as_ref(), file.as_os_str()]);
    command.args(["--config".as_ref(), config.as_os_str()]);
    let mut terminal = PtyTerminal::with(command, file, (140, 30));
    terminal.shows("? keys");
    terminal
        .types("\r")
        .shows("Not dialled: others on this machine");
}
