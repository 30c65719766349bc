//! `doctor`, and what every command says of a database that is damaged.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use rusqlite::Connection;
use serde_json::Value;

use crate::backing_up::backup;
use crate::{CommandRun, ShopFolder};

fn live(shop: &ShopFolder) -> PathBuf {
    shop.path("data/checkback/checkback.db")
}

/// What the doctor says, whether or not something is wrong.
fn doctor(shop: &ShopFolder) -> (i32, Value) {
    let ran: CommandRun = shop.run(&["doctor", "--json"]);
    (ran.status, serde_json::from_str(&ran.stdout).unwrap())
}

fn check<'a>(said: &'a Value, what: &str) -> &'a Value {
    let checks = said["checks"].as_array().unwrap();
    checks.iter().find(|c| c["check"] == what).unwrap()
}

#[test]
fn a_sound_database_is_well_in_everything_and_is_not_touched() {
    let shop = ShopFolder::with_two();
    let before = fs::read(live(&shop)).unwrap();
    let (status, said) = doctor(&shop);
    assert_eq!((status, &said["ok"]), (0, &Value::Bool(true)), "{said:#}");
    for what in [
        "versions",
        "database",
        "permissions",
        "space",
        "log",
        "clock",
        "backups",
        "lists",
        "zone",
    ] {
        assert_eq!(check(&said, what)["state"], "well", "{what}: {said:#}");
    }
    assert!(fs::read(live(&shop)).unwrap() == before);
    let text = shop.says(&["doctor"]);
    assert!(text.contains("no damage found"), "{text}");
    assert!(text.contains("zone\n  Europe/London\n"), "{text}");
}

#[cfg(unix)]
#[test]
fn what_is_wrong_is_said_with_what_to_do_and_ends_with_one() {
    let shop = ShopFolder::with_two();
    fs::set_permissions(live(&shop), fs::Permissions::from_mode(0o644)).unwrap();
    Connection::open(live(&shop))
        .unwrap()
        .execute_batch(
            "UPDATE act SET at = at + 86400000; UPDATE standing SET enters_on = enters_on + 3; \
             UPDATE named SET name = 'zoe' WHERE customer = 1",
        )
        .unwrap();
    let (status, said) = doctor(&shop);
    assert_eq!((status, &said["ok"]), (1, &Value::Bool(false)));
    let advice = |what: &str| {
        let found = check(&said, what);
        assert_eq!(found["state"], "wrong", "{what}: {said:#}");
        found["do"].as_str().unwrap().to_owned()
    };
    assert!(advice("permissions").starts_with("chmod 600"));
    assert_eq!(advice("clock"), "correct this machine's clock");
    assert!(advice("lists").starts_with("checkback doctor --mend"));
    fs::set_permissions(live(&shop), fs::Permissions::from_mode(0o600)).unwrap();
    shop.run(&["doctor", "--mend"]);
    assert_eq!(check(&doctor(&shop).1, "lists")["state"], "well");
}

#[test]
fn a_report_tells_sizes_and_states_and_is_written_over_by_the_next_one() {
    let shop = ShopFolder::with_two();
    let said = shop.says(&["doctor", "--report", "-o", "report.txt"]);
    assert!(said.contains("“report.txt”"), "{said}");
    let text = fs::read_to_string(shop.path("report.txt")).unwrap();
    for line in [
        "version = \"0.1.0\"",
        "kind = \"file\"",
        "customer = 2",
        "lists = \"well\"",
        "daily = 1",
        "staff = 0",
    ] {
        assert!(text.lines().any(|l| l == line), "{line}:\n{text}");
    }
    assert!(text.contains("command=\"add\""), "the log's lines:\n{text}");
    shop.says(&["doctor", "--report", "-o", "report.txt"]);
    let json = shop.json(&["doctor", "--report"]);
    assert_eq!(json["database"]["rows"]["follow_up"], 2, "{json:#}");
    assert_eq!(json["log_level"], "info");
    assert_eq!(shop.run(&["doctor", "-o", "report.txt"]).status, 2);
}

#[test]
fn a_report_is_made_of_a_damaged_database_too() {
    let shop = ShopFolder::with_two();
    let mut damaged = fs::read(live(&shop)).unwrap();
    damaged[4096..].fill(0x5a);
    fs::write(live(&shop), &damaged).unwrap();
    let json = shop.json(&["doctor", "--report"]);
    assert_eq!(json["database"]["error"], "damaged", "{json:#}");
    assert_eq!(json["checks"]["database"], "wrong");
}

#[test]
fn a_log_that_cannot_be_written_stops_no_command_and_off_writes_none() {
    let shop = ShopFolder::new();
    let log = |level: &str, state: &str| {
        let mut command = shop.command(&["list"]);
        command
            .env("CHECKBACK_LOG", level)
            .env("XDG_STATE_HOME", shop.path(state));
        let ran = CommandRun::of(&command.output().unwrap());
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{ran:?}");
        shop.path(state).join("checkback/checkback.log")
    };
    shop.write("taken", "a file where the folder should be");
    assert!(!log("info", "taken").exists());
    assert!(!log("off", "quiet").exists());
    let file = log("debug", "state");
    #[cfg(unix)]
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let text = fs::read_to_string(file).unwrap();
    assert!(
        text.contains("started") && text.contains("command=\"list\""),
        "{text}"
    );
}

#[test]
fn a_damaged_database_is_said_by_every_command_with_the_newest_good_backup_and_not_touched() {
    let shop = ShopFolder::with_two();
    let daily = backup(&shop, "-daily.db");
    let whole = fs::read(live(&shop)).unwrap();
    let mut damaged = whole.clone();
    damaged[4096..].fill(0x5a);
    let mut headless = whole.clone();
    headless[..4096].fill(0);
    for bytes in [damaged, headless, Vec::new()] {
        fs::write(live(&shop), &bytes).unwrap();
        for command in [
            &["list"][..],
            &["show", "1"],
            &["find", "ani"],
            &["add", "Zoe", "--about", "x"],
            &["undo"],
        ] {
            let refused = shop.refused(command);
            assert!(refused.contains("damaged"), "{command:?}: {refused}");
            assert!(
                refused.contains(&format!("checkback restore \"{}\"", daily.display())),
                "{command:?}: {refused}"
            );
        }
        let (status, said) = doctor(&shop);
        assert_eq!(status, 1);
        assert_eq!(check(&said, "database")["state"], "wrong");
        assert!(fs::read(live(&shop)).unwrap() == bytes, "it was touched");
    }
    shop.json(&["restore", daily.to_str().unwrap()]);
    assert_eq!(shop.json(&["show", "1"])["customer"]["id"], 1);
}

#[test]
fn calls_of_somebody_who_left_are_said_but_named_in_no_report() {
    let shop = ShopFolder::with_two();
    fs::create_dir_all(shop.path("config/checkback")).unwrap();
    shop.add(
        "Cy Lane --phone 02079460301 --about Tyres",
        &["--owner", "Mordecai"],
    );
    shop.write(
        "config/checkback/config.toml",
        "[shop]\nstaff = [\"Tom\", \"Mordecai\"]\n",
    );
    assert_eq!(check(&doctor(&shop).1, "staff")["state"], "well");
    shop.write(
        "config/checkback/config.toml",
        "[shop]\nstaff = [\"Tom\"]\n",
    );
    let (status, said) = doctor(&shop);
    let staff = check(&said, "staff");
    assert_eq!((status, &staff["state"]), (0, &Value::from("notice")));
    assert_eq!(
        staff["says"],
        "Mordecai, who is not of the staff, has 1 open call"
    );
    assert!(!shop.says(&["doctor", "--report"]).contains("Mordecai"));
}

#[cfg(unix)]
#[test]
fn a_folder_of_backups_and_settings_that_others_may_write_are_said_with_what_to_do() {
    let shop = ShopFolder::with_two();
    let config = shop.path("config/checkback/config.toml");
    fs::create_dir_all(config.parent().unwrap()).unwrap();
    fs::write(&config, "[calling]\ndial = [\"ring\", \"{number}\"]\n").unwrap();
    let folder = shop.path("data/checkback/checkback-backups");
    let open = |path: &PathBuf, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let (status, said) = doctor(&shop);
    assert_eq!(status, 0, "{said:#}");
    open(&folder, 0o777);
    open(&config, 0o666);
    let (status, said) = doctor(&shop);
    assert_eq!(status, 1, "{said:#}");
    for (what, path) in [("settings", &config), ("backups", &folder)] {
        let named = format!("others on this machine may write “{}”", path.display());
        let checks = said["checks"].as_array().unwrap();
        assert!(
            checks
                .iter()
                .any(|c| c["check"] == what && c["says"] == named),
            "{what}: {said:#}"
        );
    }
    // A command that others may write is not run, and that is said whatever is asked.
    let ran = shop.run(&["list"]);
    assert!(ran.stderr.contains("nothing is dialled"), "{ran:?}");
}

#[test]
fn history_that_cannot_be_read_is_never_called_well() {
    let shop = ShopFolder::with_two();
    Connection::open(live(&shop))
        .unwrap()
        .execute_batch("UPDATE change SET after = replace(after, '\"kind\"', '\"kjnd\"')")
        .unwrap();
    let (status, said) = doctor(&shop);
    assert_eq!(status, 1, "{said:#}");
    let says = check(&said, "rows")["says"].as_str().unwrap().to_owned();
    assert!(says.contains("2 of change (before, after"), "{says}");
    // Nobody is held back by it.
    assert_eq!(shop.names(&["--due", "all"]).len(), 2);
    shop.json(&["show", "1", "--all-data"]);
    shop.json(&["export", "--format", "json"]);
    shop.json(&["forget", "1", "--yes"]);
    // What is known of the act is that it cannot be taken back whole.
    let refused = shop.refused(&["undo", "--yes"]);
    assert!(refused.contains("cannot be read"), "{refused}");
}
