//! Colour: on a terminal, and never under `NO_COLOR`.

use std::io::Read;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::ShopFolder;

/// What a terminal is sent.
fn on_a_terminal(shop: &ShopFolder, args: &[&str], more: &[(&str, &str)]) -> String {
    let pair = native_pty_system().openpty(PtySize::default()).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_checkback"));
    command.args(args);
    command.env_clear();
    for (name, value) in shop.command(&[]).get_envs() {
        command.env(name, value.unwrap());
    }
    command.env("TERM", "xterm-256color");
    for (name, value) in more {
        command.env(name, value);
    }
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut sent = Vec::new();
    // Linux ends a terminal whose program has gone with an error, not with nothing.
    let _gone = reader.read_to_end(&mut sent);
    child.wait().unwrap();
    String::from_utf8(sent).unwrap()
}

#[test]
fn colour_is_for_terminals_that_want_it() {
    let shop = ShopFolder::with_two();
    assert!(on_a_terminal(&shop, &["list"], &[]).contains("\u{1b}[31mR red\u{1b}[0m"));
    let plain = on_a_terminal(&shop, &["list"], &[("NO_COLOR", "1")]);
    assert!(
        plain.contains("R red") && !plain.contains('\u{1b}'),
        "{plain:?}"
    );
    assert!(!on_a_terminal(&shop, &["list"], &[("TERM", "dumb")]).contains('\u{1b}'));
    assert!(!shop.says(&["list"]).contains('\u{1b}'));
    assert!(!on_a_terminal(&shop, &["--help"], &[("NO_COLOR", "1")]).contains('\u{1b}'));
}
