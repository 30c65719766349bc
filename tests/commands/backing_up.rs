//! `backup`, and the backups that are made without being asked for.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rusqlite::Connection;

use crate::{CommandRun, ShopFolder};

/// The names of the backups beside the shop's database, in order.
pub(crate) fn backups(shop: &ShopFolder) -> Vec<String> {
    let folder = shop.path("data/checkback/checkback-backups");
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().file_name().to_str().unwrap().to_owned())
        .filter(|name| {
            Path::new(name)
                .extension()
                .is_some_and(|ending| ending == "db")
        })
        .collect();
    names.sort();
    names
}

pub(crate) fn backup(shop: &ShopFolder, ending: &str) -> PathBuf {
    let found = backups(shop);
    let name = found.iter().find(|name| name.ends_with(ending));
    assert!(name.is_some(), "no {ending} in {found:?}");
    let name = name.unwrap();
    shop.path("data/checkback/checkback-backups").join(name)
}

/// Whether a file or a folder has these permissions; Windows keeps a person's folder private as a whole.
fn has_mode(path: &Path, mode: u32) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::metadata(path).unwrap().permissions().mode() & 0o777 == mode
    }
    #[cfg(not(unix))]
    {
        mode & 0o077 == 0 && path.exists()
    }
}

#[test]
fn a_backup_is_one_whole_checked_file_for_its_owner_alone() {
    let shop = ShopFolder::with_two();
    let made = shop.json(&["backup", "copy.db"]);
    assert_eq!(made["customers"], 2);
    assert_eq!(made["follow_ups"], 2);
    assert_eq!(made["file"], shop.path("copy.db").to_str().unwrap());
    assert!(has_mode(&shop.path("copy.db"), 0o600));
    assert!(!shop.path("copy.db-wal").exists());
    let copy = Connection::open(shop.path("copy.db")).unwrap();
    let name = "SELECT name FROM customer ORDER BY id LIMIT 1";
    let name: String = copy.query_row(name, [], |row| row.get(0)).unwrap();
    assert_eq!(name, "Anita Patel");
    assert_eq!(
        shop.says(&["backup", "again.db"]).split(" to ").next(),
        Some("Backed up 2 customers, 2 follow-ups, 0 contacts")
    );
}

#[cfg(unix)]
#[test]
fn a_backup_takes_the_place_of_a_backup_and_of_nothing_else() {
    let shop = ShopFolder::with_two();
    shop.json(&["backup", "copy.db"]);
    shop.add("Clara Diaz", &["--about", "Exhaust"]);
    assert_eq!(shop.json(&["backup", "copy.db"])["customers"], 3);

    let text = shop.write("letter.txt", "Dear Anita");
    let folder = shop.path("a folder");
    fs::create_dir(&folder).unwrap();
    let link = shop.path("link.db");
    std::os::unix::fs::symlink(shop.path("copy.db"), &link).unwrap();
    let live = shop.path("data/checkback/checkback.db");
    let other = shop.path("other.db");
    shop.json(&[
        "--db",
        other.to_str().unwrap(),
        "add",
        "Zoe",
        "--about",
        "x",
    ]);
    let cases = [
        (text.as_str(), "is not a Checkback backup"),
        (folder.to_str().unwrap(), "is a folder"),
        (link.to_str().unwrap(), "only points to another file"),
        (live.to_str().unwrap(), "is the database itself"),
        // A shop's database is no backup either.
        (other.to_str().unwrap(), "is not a Checkback backup"),
        ("nowhere/copy.db", "is in a folder that is not there"),
    ];
    for (file, why) in cases {
        let refused = shop.refused(&["backup", file]);
        assert!(refused.contains(why), "{file}: {refused}");
    }
    assert_eq!(fs::read_to_string(text).unwrap(), "Dear Anita");
    assert_eq!(
        shop.json(&["list", "--due", "all"])[0]["standing"],
        "promise"
    );
}

#[test]
fn without_a_database_there_is_nothing_to_back_up() {
    let shop = ShopFolder::new();
    let refused = shop.refused(&["backup"]);
    assert!(
        refused.starts_with("there is no database at “"),
        "{refused}"
    );
    assert!(!shop.path("data/checkback").exists());
}

#[test]
fn the_first_command_of_a_day_that_writes_makes_the_days_backup() {
    let shop = ShopFolder::new();
    shop.json(&["list"]);
    assert_eq!(backups(&shop), [] as [&str; 0]);
    shop.add("Anita Patel", &["--about", "Pads"]);
    assert_eq!(backups(&shop), ["2026-11-23-104200-daily.db"]);
    shop.add("Ben Ali", &["--about", "Struts"]);
    let shop = shop.at("2026-11-24T08:31:00+00:00");
    shop.json(&["log", "1", "no-answer"]);
    shop.json(&["undo"]);
    assert_eq!(
        backups(&shop),
        ["2026-11-23-104200-daily.db", "2026-11-24-083100-daily.db"]
    );
    assert!(has_mode(&backup(&shop, "104200-daily.db"), 0o600));
    let folder = shop.path("data/checkback/checkback-backups");
    assert!(has_mode(&folder, 0o700));
}

#[test]
fn a_backup_goes_after_thirty_days_or_as_the_shop_says_and_a_newer_one_is_there_first() {
    let shop = ShopFolder::new();
    shop.add("Anita Patel", &["--about", "Pads"]);
    let letter = "data/checkback/checkback-backups/2026-01-01 letter.db";
    shop.write(letter, "no backup");
    let shop = shop.at("2026-12-23T10:42:00+00:00");
    shop.json(&["snooze", "1", "3d"]);
    assert_eq!(backups(&shop).len(), 3);
    let shop = shop.at("2026-12-24T10:42:00+00:00");
    shop.json(&["snooze", "1", "4d"]);
    assert_eq!(
        backups(&shop),
        [
            "2026-01-01 letter.db",
            "2026-12-23-104200-daily.db",
            "2026-12-24-104200-daily.db"
        ]
    );
    fs::create_dir_all(shop.path("config/checkback")).unwrap();
    shop.write("config/checkback/config.toml", "[keep]\nbackups = 1\n");
    let shop = shop.at("2026-12-25T10:42:00+00:00");
    shop.json(&["snooze", "1", "4d"]);
    assert_eq!(
        backups(&shop)[1..],
        ["2026-12-24-104200-daily.db", "2026-12-25-104200-daily.db"]
    );
}

#[test]
fn before_an_import_there_is_a_backup_of_what_was() {
    let shop = ShopFolder::with_two();
    let file = shop.write("more.csv", "name,phone\nClara Diaz,020 7946 0456\n");
    shop.json(&["import", &file, "--dry-run"]);
    assert_eq!(backups(&shop).len(), 1);
    shop.json(&["import", &file]);
    let before = backup(&shop, "-before-import.db");
    let copy = Connection::open(before).unwrap();
    let count = "SELECT COUNT(*) FROM customer WHERE id > 0";
    let count: i64 = copy.query_row(count, [], |row| row.get(0)).unwrap();
    assert_eq!(count, 2);
}

#[test]
fn under_any_umask_what_is_kept_is_for_its_owner_alone() {
    let shop = ShopFolder::new();
    let run = |words: &str| {
        let program = env!("CARGO_BIN_EXE_checkback");
        let script = format!("umask 000; exec {program} {words}");
        let mut command = Command::new("sh");
        let like = shop.command(&[]);
        command.args(["-c", &script]).stdin(Stdio::null());
        command.env_clear().current_dir(shop.folder.path());
        command.envs(like.get_envs().filter_map(|(k, v)| Some((k, v?))));
        let ran = CommandRun::of(&command.output().unwrap());
        assert_eq!(ran.status, 0, "{ran:?}");
    };
    run("add Anita --about Pads");
    run("backup copy.db");
    let folder = shop.path("data/checkback");
    let kept = folder.join("checkback-backups");
    assert!(has_mode(&folder, 0o700) && has_mode(&kept, 0o700));
    let mut files = vec![shop.path("copy.db")];
    for folder in [folder, kept] {
        let inside = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
        files.extend(inside.filter(|path| path.is_file()));
    }
    assert!(files.len() >= 4, "{files:?}");
    for file in files {
        assert!(has_mode(&file, 0o600), "{}", file.display());
    }
}

#[test]
fn on_a_server_the_servers_own_backup_is_named() {
    let shop = ShopFolder::new();
    let refused = shop.refused(&["--db", "postgres://shop@db/checkback", "backup"]);
    assert!(refused.contains("pg_dump"), "{refused}");
}

#[test]
fn nothing_is_written_over_a_device_or_a_database() {
    let shop = ShopFolder::with_two();
    let pipe = shop.path("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let said = shop.refused(&["backup", pipe.to_str().unwrap()]);
    assert!(said.contains("is not an ordinary file"), "{said}");
    assert!(!pipe.is_file());
    shop.json(&["backup", "kept.db"]);
    for what in ["export", "sheet"] {
        let said = shop.refused(&[what, "-o", "kept.db", "--force"]);
        assert!(
            said.contains("it is a database, which is never overwritten"),
            "{said}"
        );
    }
    shop.json(&["restore", "kept.db"]);
}
