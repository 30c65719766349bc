//! Every command of COMMANDS.md against the program itself: real processes, a real database in a
//! folder of its own, a clock that stands still.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod adding;
mod asking;
mod backing_up;
mod claims;
mod doctoring;
mod examples;
mod exporting;
mod forgetting;
mod importing;
mod listing;
mod logging;
mod people;
mod pin;
mod planning;
mod promising;
mod refusing;
mod reporting;
mod rescuing;
mod restoring;
mod settings;
mod sheets;
mod terminals;
mod tidying;
mod undoing;

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A Monday morning.
const NOW: &str = "2026-11-23T10:42:00+00:00";

/// A shop's folder, and the moment it is there.
struct ShopFolder {
    folder: TempDir,
    now: &'static str,
}

/// What a command did.
#[derive(Debug)]
struct CommandRun {
    status: i32,
    stdout: String,
    stderr: String,
}

impl ShopFolder {
    fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            now: NOW,
        }
    }

    /// The same shop at another moment.
    fn at(self, now: &'static str) -> Self {
        Self { now, ..self }
    }

    /// A shop with Anita, who was promised a call within the hour, and Ben, due now.
    fn with_two() -> Self {
        let shop = Self::new();
        let anita = "Anita Patel --phone 02079460123 --severity red --promise 11:00 --owner Tom";
        shop.add(
            anita,
            &[
                "--about",
                "Front pads 2 mm",
                "--quote",
                "£180",
                "--item",
                "Clio AB12",
            ],
        );
        shop.add(
            "Ben Ali --phone 02079460018 --kind check-back",
            &["--about", "Struts: happy?"],
        );
        shop
    }

    /// Adds somebody: the name is the first two words.
    fn add(&self, words: &str, more: &[&str]) -> Value {
        let (first, rest) = words.split_once(' ').unwrap();
        let (last, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        let name = format!("{first} {last}");
        let mut args = vec!["add", &name];
        args.extend(rest.split_whitespace());
        args.extend(more);
        self.json(&args)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_checkback"));
        command
            .args(args)
            .env_clear()
            .env("HOME", self.folder.path())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_DATA_HOME", self.path("data"))
            .env("CHECKBACK_NOW", self.now)
            .env("TZ", "Europe/London")
            .env("USER", "tom")
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        // Windows has other names for the folders, and starts nothing without its own.
        if cfg!(windows) {
            command
                .env("LOCALAPPDATA", self.path("data"))
                .env("APPDATA", self.path("config"))
                .envs(std::env::vars_os().filter(|(name, _)| name == "SystemRoot"));
        }
        command
    }

    fn run(&self, args: &[&str]) -> CommandRun {
        CommandRun::of(&self.command(args).output().unwrap())
    }

    /// What a command answers with `--json`, having done it.
    fn json(&self, args: &[&str]) -> Value {
        let mut args = args.to_vec();
        args.push("--json");
        let ran = self.run(&args);
        assert_eq!(ran.status, 0, "{args:?}: {ran:?}");
        assert_eq!(ran.stdout.lines().count(), 1, "{args:?}: {ran:?}");
        serde_json::from_str(&ran.stdout).unwrap()
    }

    /// What a command says, having done it.
    fn says(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert_eq!(ran.status, 0, "{args:?}: {ran:?}");
        ran.stdout
    }

    /// The one line a command is refused with.
    fn refused(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert_eq!(ran.status, 1, "{args:?}: {ran:?}");
        assert_eq!(ran.stderr.lines().count(), 1, "{args:?}: {ran:?}");
        ran.stderr
            .strip_prefix("error: ")
            .unwrap()
            .trim_end()
            .to_owned()
    }

    /// The names in the list, in its order.
    fn names(&self, args: &[&str]) -> Vec<String> {
        let mut list = vec!["list"];
        list.extend(args);
        let rows = self.json(&list);
        let name = |row: &Value| row["customer"]["name"].as_str().unwrap().to_owned();
        rows.as_array().unwrap().iter().map(name).collect()
    }
}

impl CommandRun {
    fn of(output: &Output) -> Self {
        Self {
            status: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout.clone()).unwrap(),
            stderr: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }
}
