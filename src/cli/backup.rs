//! `backup`: the database copied to a file, whole, checked, and on the disk.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value, json};

use super::context::whole_path;
use super::{CommandContext, CommandError, CommandOutput, json};
use crate::store::{BackupReason, CopyPace, DatabaseCheck, NewBackup};

/// The words of `backup`.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// File to write; if left out, in the backups folder beside the database
    file: Option<PathBuf>,
}

/// Makes it.
///
/// # Errors
/// Why the backup could not be made; no unfinished file is left then.
pub fn run(
    words: &BackupArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let backups = setting.backups()?;
    if !backups.database().exists() {
        let path = backups.database().display();
        return Err(CommandError::Refused(format!(
            "there is no database at “{path}” yet: nothing to back up"
        )));
    }
    let made = match &words.file {
        None => backups.make(BackupReason::ByHand, setting.now, CopyPace::Unthrottled)?,
        Some(file) => {
            let made = backups.make_elsewhere(file, setting.now, &mut progress());
            clear_progress();
            made?
        }
    };
    let lapses = words.file.is_none().then(|| {
        let days = u64::from(setting.config.keep.backups) + 1;
        let today = setting.rules().calendar.date(setting.now);
        today + chrono::Days::new(days)
    });
    let file = whole_path(&made.path);
    let until = match &lapses {
        Some(day) => format!("kept until {}", day.format("%-d %b %Y")),
        None => "yours to keep".to_owned(),
    };
    let says = format!(
        "Backed up {} to {file} ({}, checked; {until}).",
        amounts(&made.holds),
        size(made.bytes)
    );
    out.answer(&value(&made, &file, lapses, &says, setting), &says)
}

fn value(
    made: &NewBackup,
    file: &str,
    lapses: Option<NaiveDate>,
    says: &str,
    setting: &CommandContext,
) -> Value {
    let mut value = json!({
        "file": file,
        "bytes": made.bytes,
        "made_at": json::instant(setting.now, &setting.rules().calendar),
        "lapses_on": lapses.map(|day| day.to_string()),
    });
    for (name, count) in counts(&made.holds) {
        value = json::with_field(value, name, count);
    }
    json::with_field(value, "says", says)
}

/// What a database holds, by the names JSON has for it.
pub(super) const fn counts(holds: &DatabaseCheck) -> [(&'static str, i64); 3] {
    [
        ("customers", holds.customers),
        ("follow_ups", holds.follow_ups),
        ("contacts", holds.contacts),
    ]
}

/// "1 customer, 3 follow-ups, 2 contacts".
pub(super) fn amounts(holds: &DatabaseCheck) -> String {
    let of = |n: i64, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    [
        of(holds.customers, "customer"),
        of(holds.follow_ups, "follow-up"),
        of(holds.contacts, "contact"),
    ]
    .join(", ")
}

/// "96 kB", "1.2 GB".
pub(super) fn size(bytes: u64) -> String {
    let tenths = |unit: u64| format!("{}.{}", bytes / unit, bytes % unit * 10 / unit);
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        1_000_000..1_000_000_000 => format!("{} MB", tenths(1_000_000)),
        _ => format!("{} GB", tenths(1_000_000_000)),
    }
}

/// Says on a terminal how far it is; nobody reads it anywhere else.
pub(super) fn progress() -> impl FnMut(u64, u64) {
    let terminal = std::io::stderr().is_terminal();
    move |done, whole| {
        if terminal && whole > 0 {
            let percent = done * 100 / whole;
            let _unread = write!(std::io::stderr(), "\r{percent:3} %\u{1b}[K");
        }
    }
}

/// Takes that away again.
pub(super) fn clear_progress() {
    if std::io::stderr().is_terminal() {
        let _unread = write!(std::io::stderr(), "\r\u{1b}[K");
    }
}
