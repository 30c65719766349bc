//! The file name of a backup, which says when and why it was made, and how long it is kept.

use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate, NaiveDateTime};

/// The length of the timestamp in the name: "2026-11-22-104200-".
const STAMP: usize = 18;

/// Why a backup was made: the last part of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupReason {
    /// Automatically, at the first use of the day.
    Daily,
    /// Somebody asked for it.
    ByHand,
    /// Before an import.
    Import,
    /// Before a migration of the tables.
    Migration,
    /// The database before a backup was restored.
    Restore,
    /// Before `tidy` anonymised records past their retention period.
    Tidy,
    /// The damaged database that a restore replaced.
    Damaged,
}

impl BackupReason {
    const ALL: [Self; 7] = [
        Self::Daily,
        Self::ByHand,
        Self::Import,
        Self::Migration,
        Self::Restore,
        Self::Tidy,
        Self::Damaged,
    ];

    /// The word in the file name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::ByHand => "by-hand",
            Self::Import => "before-import",
            Self::Migration => "before-migration",
            Self::Restore => "before-restore",
            Self::Tidy => "before-tidy",
            Self::Damaged => "damaged",
        }
    }
}

/// The folder of a database's backups, beside it and with its name; `None` for one in memory.
pub(super) fn folder(database: &Path) -> Option<PathBuf> {
    let mut name = database.file_stem()?.to_os_string();
    name.push("-backups");
    Some(database.with_file_name(name))
}

/// An unused path in the folder, for a timestamp and a reason.
pub(super) fn unused_path(folder: &Path, stamp: &str, why: BackupReason) -> PathBuf {
    let name = format!("{stamp}-{}", why.word());
    let first = folder.join(format!("{name}.db"));
    let others = (2..).map(|n| folder.join(format!("{name}-{n}.db")));
    std::iter::once(first)
        .chain(others)
        .find(|path| !path.exists())
        .unwrap_or_else(|| folder.join(name))
}

/// One backup in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupFile {
    /// The file.
    pub path: PathBuf,
    /// When it was made, in shop time.
    pub at: NaiveDateTime,
    /// Why.
    pub why: BackupReason,
}

impl BackupFile {
    /// The first day on which it may be deleted, if backups are kept `days` days.
    #[must_use]
    pub fn lapses(&self, days: u32) -> NaiveDate {
        let day = self.at.date();
        day.checked_add_days(Days::new(u64::from(days) + 1))
            .unwrap_or(day)
    }

    /// The backup of a path, if the file has the name of one.
    pub(super) fn read(path: PathBuf) -> Option<Self> {
        let name = path.file_name()?.to_str()?;
        let (stamp, rest) = name.split_at_checked(STAMP)?;
        let at = NaiveDateTime::parse_from_str(stamp, "%Y-%m-%d-%H%M%S-").ok()?;
        let word = rest.strip_suffix(".db")?;
        // A second backup of the same second has a number after its word.
        let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let word = word.strip_suffix('-').unwrap_or(word);
        let why = BackupReason::ALL
            .into_iter()
            .find(|why| why.word() == word)?;
        Some(Self { path, at, why })
    }
}
