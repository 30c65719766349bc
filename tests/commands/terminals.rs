//! Colour: on a terminal, and never under `NO_COLOR`.

use std::io::{Read, Write};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::ShopFolder;

/// What a terminal is sent.
fn on_a_terminal(shop: &ShopFolder, args: &[&str], more: &[(&str, &str)]) -> String {
    answered_on_a_terminal(shop, args, more, "")
}

/// What a terminal is sent on which somebody types.
fn answered_on_a_terminal(
    shop: &ShopFolder,
    args: &[&str],
    more: &[(&str, &str)],
    typed: &str,
) -> String {
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
    let mut writer = pair.master.take_writer().unwrap();
    writer.write_all(typed.as_bytes()).unwrap();
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

const ON_SUNDAY: [&str; 8] = [
    "add",
    "Cy Reed",
    "--phone",
    "02079460018",
    "--about",
    "Price",
    "--promise",
    "sun 10am",
];

#[test]
fn a_promise_while_the_shop_is_closed_is_asked_about_on_a_terminal_and_warned_about_elsewhere() {
    let shop = ShopFolder::new();
    let sent = answered_on_a_terminal(&shop, &ON_SUNDAY, &[], "n\n");
    assert!(sent.contains("Promise it all the same? [y/N]"), "{sent}");
    assert!(sent.contains("nothing was saved"), "{sent}");
    assert_eq!(shop.json(&["list", "--due", "all"]), serde_json::json!([]));
    let sent = answered_on_a_terminal(&shop, &ON_SUNDAY, &[], "y\n");
    assert!(sent.contains("Promise it all the same? [y/N]"), "{sent}");
    assert_eq!(
        shop.json(&["list", "--due", "all"])
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let shop = ShopFolder::new();
    let output = shop.command(&ON_SUNDAY).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let warned = String::from_utf8(output.stderr).unwrap();
    assert!(warned.contains("closed on Sun"), "{warned}");
}

#[test]
fn dates_that_fit_both_orders_are_asked_about_on_a_terminal_and_noted_elsewhere() {
    let table = "name,phone,about,due\nIda Holm,020 7946 0301,Tyres,03/12/2026\n";
    for (answer, due) in [("day\n", "2026-12-03"), ("m\n", "2026-03-12")] {
        let shop = ShopFolder::new();
        let file = shop.folder.path().join("calls.csv");
        std::fs::write(&file, table).unwrap();
        let args = ["import", file.to_str().unwrap()];
        let sent = answered_on_a_terminal(&shop, &args, &[], answer);
        assert!(sent.contains("(day first) or"), "{sent}");
        let shown = shop.json(&["show", "Ida Holm"]);
        let at = shown["follow_ups"][0]["due_at"].as_str().unwrap();
        assert!(at.starts_with(due), "{shown}");
    }
    let shop = ShopFolder::new();
    let file = shop.folder.path().join("calls.csv");
    std::fs::write(&file, table).unwrap();
    let args = ["import", file.to_str().unwrap()];
    let sent = answered_on_a_terminal(&shop, &args, &[], "neither\n");
    assert!(sent.contains("nothing was imported"), "{sent}");
    assert_eq!(shop.json(&["list", "--due", "all"]), serde_json::json!([]));
    let says = shop.says(&args);
    assert!(
        says.contains("--dates month reads them the other way"),
        "{says}"
    );
}
