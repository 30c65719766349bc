//! Seen in the field: a day's work of the real program with known names, numbers, words and things,
//! and none of them in the log or in what `doctor --report` gathers for a maintainer.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What is known of somebody, and has no business in a log.
const KNOWN: [&str; 9] = [
    "Zebedee",
    "Quillfeather",
    "Ottoline",
    "7946",
    "zq@example.com",
    "Morris",
    "QF12",
    "sump gasket",
    "rang twice",
];

/// A machine of its own.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn db(&self) -> PathBuf {
        self.folder.path().join("shop.db")
    }

    fn runs(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_checkback"));
        command.args(args).env_clear();
        for name in ["HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
            command.env(name, self.folder.path());
        }
        command
            .env("CHECKBACK_DB", self.db())
            .env("CHECKBACK_LOG", "debug")
            .env("CHECKBACK_NOW", "2026-11-24T10:42:00Z")
            .env("TZ", "Europe/London");
        command.output().unwrap()
    }

    /// Everything in the log, all its files.
    fn log(&self) -> String {
        let mut log = String::new();
        read_logs(self.folder.path(), &mut log);
        log
    }
}

fn read_logs(folder: &Path, log: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_logs(&path, log);
        } else if path.to_string_lossy().contains(".log") {
            log.push_str(&String::from_utf8_lossy(&std::fs::read(&path).unwrap()));
        }
    }
}

/// A day: somebody is added, rung, promised, found, imported, exported, backed up and forgotten, and
/// some of it goes wrong.
fn works_a_day(desk: &Desk) {
    let file = desk.folder.path().join("book.csv");
    std::fs::write(
        &file,
        "name,phone,note\nOttoline Quillfeather,020 7946 0222,rang twice\n",
    )
    .unwrap();
    let (file, csv) = (
        file.to_string_lossy().into_owned(),
        desk.folder.path().join("out.csv"),
    );
    let csv = csv.to_string_lossy().into_owned();
    let backup = desk
        .folder
        .path()
        .join("copy.db")
        .to_string_lossy()
        .into_owned();
    let name = "Zebedee Quillfeather";
    let day: &[&[&str]] = &[
        &[
            "add",
            name,
            "--phone",
            "020 7946 0111",
            "--about",
            "sump gasket",
            "--item",
            "Morris QF12",
            "--email",
            "zq@example.com",
        ],
        &["log", name, "no-answer", "--note", "rang twice"],
        &["find", "Quillfeather"],
        &["import", &file, "--yes"],
        &["import", &file],
        &["export", "-o", &csv],
        &["backup", &backup],
        &["undo"],
        &["redo"],
        &["log", "Nobody Quillfeather", "no-answer"],
        &["log", name, "reached", "--result", "99=settled"],
        &["forget", "Ottoline Quillfeather", "--yes"],
        &["list"],
    ];
    for args in day {
        desk.runs(args);
    }
    assert!(desk.runs(&["show", name]).status.success());
}

#[test]
fn a_days_work_leaves_nobodys_name_number_or_words_in_the_log() {
    let desk = Desk::new();
    works_a_day(&desk);
    let log = desk.log();
    assert!(log.contains("act"), "nothing was logged:\n{log}");
    for known in KNOWN {
        assert!(!log.contains(known), "“{known}” is in the log:\n{log}");
    }
}

#[test]
fn what_a_maintainer_needs_is_reported_without_anybody_in_it() {
    let desk = Desk::new();
    works_a_day(&desk);
    let report = desk.runs(&["doctor", "--report"]);
    let report = String::from_utf8(report.stdout).unwrap();
    assert!(report.contains(env!("CARGO_PKG_VERSION")), "{report}");
    for known in KNOWN {
        assert!(!report.contains(known), "“{known}” is reported:\n{report}");
    }
}

#[test]
fn a_store_that_refuses_leaves_a_line_a_maintainer_can_use() {
    let desk = Desk::new();
    works_a_day(&desk);
    // A rule in the file refuses every contact.
    let file = rusqlite::Connection::open(desk.db()).unwrap();
    file.execute_batch(
        "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = \
         substr(sql, 1, length(sql) - 1) || ', CONSTRAINT Zebedee CHECK (0))' WHERE name = 'contact'",
    )
    .unwrap();
    drop(file);
    let refused = desk.runs(&["log", "Zebedee Quillfeather", "no-answer"]);
    assert!(!refused.status.success());
    let log = desk.log();
    assert!(log.contains("275"), "no code of the engine:\n{log}");
    assert!(!log.contains("Zebedee"), "{log}");
}
