//! What is refused: usage, customers who are not clear, databases and folders that will not do.

use std::io::Write;
use std::process::Stdio;

use crate::{CommandRun, ShopFolder};

#[test]
fn wrong_usage_is_two() {
    let shop = ShopFolder::new();
    for args in [
        &["frobnicate"][..],
        &["add", "Ben"],
        &["add", "Ben", "--about", "x", "--kind", "nonsense"],
        &["list", "--due", "someday"],
        &["log", "1", "answered"],
        &["--demo", "list"],
        &["list", "--demo"],
        &["find"],
    ] {
        let ran = shop.run(args);
        assert_eq!(
            (ran.status, ran.stdout.as_str()),
            (2, ""),
            "{args:?}: {ran:?}"
        );
        assert!(ran.stderr.starts_with("error: "), "{args:?}: {ran:?}");
    }
}

#[test]
fn wrong_usage_shows_no_control_character_of_its_words() {
    let ran = ShopFolder::new().run(&["fr\u{1b}[31mob\u{9b}x\u{202e}"]);
    assert_eq!(ran.status, 2);
    assert!(
        !ran.stderr.contains(['\u{1b}', '\u{9b}', '\u{202e}']),
        "{:?}",
        ran.stderr
    );
}

#[test]
fn a_customer_who_is_not_clear_is_refused_with_those_who_fit() {
    let shop = ShopFolder::with_two();
    shop.add("Ben Alison --phone 02079460019", &["--about", "x"]);
    shop.add("Carl Ali --phone 02079460018", &["--about", "x"]);
    let fits = "“020 7946 0018” could be any of 2 Ben Ali 020 7946 0018, 4 Carl Ali 020 7946 0018: \
                give the id of the right one";
    assert_eq!(shop.refused(&["show", "020 7946 0018"]), fits);
    assert!(
        shop.refused(&["show", "be"])
            .starts_with("“be” could be any of")
    );
    assert_eq!(
        shop.json(&["show", "BEN ALI"])["customer"]["id"],
        2,
        "the whole name is enough"
    );
    assert_eq!(shop.json(&["show", "4"])["customer"]["id"], 4);
    let nobody = "no customer “Zoe”; try: checkback find";
    assert_eq!(shop.refused(&["show", "Zoe"]), nobody);
    assert!(
        shop.refused(&["snooze", "77", "fri"])
            .starts_with("no customer 77")
    );
}

#[test]
fn a_control_character_never_gets_in_or_out() {
    let shop = ShopFolder::new();
    let name = "Eve\u{1b}]0;owned\u{7}\u{202e} \u{9b}31mRed\r\nHunt";
    let added = shop.json(&["add", name, "--phone", "02079460018", "--about", "a\tb"]);
    assert_eq!(added["customer"]["name"], "Eve]0;owned 31mRed Hunt");
    for args in [&["list"][..], &["show", "1"], &["find", "eve"], &["undo"]] {
        let said = shop.says(args);
        let alive = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!said.contains(alive), "{args:?}: {said:?}");
    }
    let refused = shop.refused(&["show", "No\u{1b}[2Jbody"]);
    assert!(!refused.contains('\u{1b}'), "{refused:?}");
    let echoed = shop.run(&["when", "--json", "fri\u{9b}\u{202e}"]);
    assert!(
        !echoed.stdout.contains(['\u{9b}', '\u{202e}']),
        "{:?}",
        echoed.stdout
    );
}

#[test]
fn a_database_that_is_none_is_refused_and_left_alone() {
    let shop = ShopFolder::new();
    let text = "Dear diary, this is no database at all. ".repeat(50);
    let file = shop.write("diary.txt", &text);
    let refused = shop.refused(&["list", "--db", &file]);
    assert!(refused.contains("is not a Checkback database"), "{refused}");
    assert!(refused.starts_with(&file), "{refused}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    assert!(
        shop.refused(&["list", "--db", shop.path("").to_str().unwrap()])
            .contains("database")
    );
    let beneath = format!("{file}/shop.db");
    assert!(
        shop.refused(&["list", "--db", &beneath])
            .contains("cannot be opened")
    );
}

#[test]
fn a_password_on_the_command_line_is_refused_and_not_repeated() {
    let shop = ShopFolder::new();
    let address = "postgres://tom:secret@127.0.0.1:1/shop";
    let joined = format!("--db={address}");
    for words in [
        &["list", "--db", address][..],
        &["list", joined.as_str()],
        &["move", "--to", address],
        &[
            "list",
            "--db",
            "postgres://tom@127.0.0.1:1/shop?password=secret",
        ],
    ] {
        let ran = shop.run(words);
        assert_eq!(ran.status, 2, "{words:?}");
        let said = ran.stderr;
        assert!(
            said.contains("PGPASSWORD, ~/.pgpass or the settings"),
            "{said}"
        );
        assert!(!said.contains("secret"), "{said}");
    }
}

#[test]
fn a_server_that_does_not_listen_is_refused() {
    let shop = ShopFolder::new();
    // Nobody listens at the first port.
    let refused = shop.refused(&["list", "--db", "postgres://tom@127.0.0.1:1/shop"]);
    assert_eq!(
        refused,
        "postgres://tom@127.0.0.1:1/shop: not connected: nothing listens at 127.0.0.1:1"
    );
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_refused() {
    use std::os::unix::fs::PermissionsExt;

    let shop = ShopFolder::new();
    let folder = shop.path("locked");
    std::fs::create_dir(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o555)).unwrap();
    if std::fs::write(folder.join("probe"), "").is_ok() {
        // Root may write anywhere but where the kernel itself says no.
        let refused = shop.refused(&["list", "--db", "/proc/checkback/shop.db"]);
        assert!(refused.contains("cannot be opened"), "{refused}");
        return;
    }
    let refused = shop.refused(&["list", "--db", folder.join("shop.db").to_str().unwrap()]);
    assert!(refused.contains("cannot be written to"), "{refused}");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let shop = ShopFolder::with_two();
    for args in [
        &["list", "--json"][..],
        &["man"],
        &["--help"],
        &["completions", "bash"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = shop.command(args);
        let output = command
            .stdout(writer)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        let ran = CommandRun::of(&output);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_the_answer_is_an_error() {
    let shop = ShopFolder::with_two();
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = shop.command(&["list"]).stdout(full).output().unwrap();
    let ran = CommandRun::of(&output);
    assert_eq!(ran.status, 1);
    assert!(
        ran.stderr
            .starts_with("error: the answer could not be printed"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_clock_or_zone_that_is_none_is_refused() {
    let shop = ShopFolder::new();
    let with = |name: &str, value: &str| {
        let output = shop.command(&["list"]).env(name, value).output().unwrap();
        CommandRun::of(&output)
    };
    let clock = with("CHECKBACK_NOW", "teatime");
    assert_eq!(clock.status, 1);
    assert!(
        clock.stderr.contains("CHECKBACK_NOW holds “teatime”"),
        "{}",
        clock.stderr
    );
    assert!(
        with("TZ", "Mars/Olympus")
            .stderr
            .contains("is not a time zone")
    );
}

#[test]
fn a_file_may_come_from_standard_input() {
    let shop = ShopFolder::new();
    let mut command = shop.command(&["import", "-"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"name,phone\nBen,02079460018\n")
        .unwrap();
    assert!(child.wait_with_output().unwrap().status.success());
    assert_eq!(shop.json(&["find", "ben"]).as_array().unwrap().len(), 1);
}
