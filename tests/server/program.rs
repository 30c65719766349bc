//! The program itself, started with a server's address.

use std::process::{Command, Output, Stdio};

use checkback::offline::OfflineFolder;
use checkback::store::ServerOptions;
use tempfile::TempDir;

/// A counter's own folder: its settings, and what it remembers.
pub struct CounterFolder {
    folder: TempDir,
}

impl CounterFolder {
    pub fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
        }
    }

    /// The settings of this counter.
    pub fn set(self, settings: &str) -> Self {
        std::fs::write(self.folder.path().join("config.toml"), settings).unwrap();
        self
    }

    /// A file in this counter's home.
    pub fn write(&self, name: &str, text: &str, mode: u32) {
        let file = self.folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(mode);
        std::fs::set_permissions(file, mode).unwrap();
    }

    /// This counter's home.
    pub fn home(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Where this counter keeps what it has of a server's shop in an outage.
    pub fn offline_folder(&self, server: &ServerOptions) -> OfflineFolder {
        let branch = server.branch.as_deref().unwrap_or_default();
        OfflineFolder {
            folder: self.folder.path().join(".local/state/checkback/offline"),
            shop: format!("{} {branch}", server.shown()),
        }
    }

    /// A command of this counter's, on a database.
    pub fn command(&self, db: &str, args: &[&str]) -> Command {
        let home = self.folder.path();
        let mut command = Command::new(env!("CARGO_BIN_EXE_checkback"));
        command.args(args);
        command
            .env_clear()
            .env("HOME", home)
            .env("TZ", "Europe/London");
        // A password has no place on the command line.
        command.env("CHECKBACK_DB", db);
        command.env("CHECKBACK_NOW", "2026-11-23T10:42:00+00:00");
        command.env("USER", "tom").stdin(Stdio::null());
        let config = home.join("config.toml");
        if config.exists() {
            command.arg("--config").arg(config);
        }
        command
    }

    /// What it prints, having done it.
    pub fn says(&self, db: &str, args: &[&str]) -> String {
        let output = self.command(db, args).output().unwrap();
        assert!(output.status.success(), "{args:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The one line it ends with while nobody knows whether it was saved.
    pub fn not_known_yet(&self, db: &str, args: &[&str]) -> String {
        let output: Output = self.command(db, args).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{args:?}: {output:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said.lines().count(), 1, "{said}");
        said
    }

    /// The one line it is refused with.
    pub fn refused(&self, db: &str, args: &[&str]) -> String {
        let output: Output = self.command(db, args).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}: {output:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said.lines().count(), 1, "{said}");
        said.strip_prefix("error: ").unwrap().trim_end().to_owned()
    }
}
