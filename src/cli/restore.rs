//! `restore`: a backup made the live database, and what was there kept aside.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Map, Value, json};

use super::backup::{amounts, clear_progress, counts, progress};
use super::context::whole_path;
use super::{CommandContext, CommandError, CommandOutput, json};
use crate::domain::time_format::spoken;
use crate::store::{DatabaseCheck, RestoreReport};
use crate::usecases::commit::Stamp;

/// The words of `restore`.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// The backup
    file: PathBuf,
}

/// Restores it.
///
/// # Errors
/// Why the backup could not be restored; the database is unchanged then.
pub fn run(
    words: &RestoreArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let backups = setting.backups()?;
    let file = whole_path(&words.file);
    let name = words.file.file_name().map(|n| n.to_string_lossy());
    let what = format!("restored {}", name.unwrap_or_default());
    let act =
        Stamp::new(setting.known()).act(&crate::domain::text::sanitize(&what), None, Vec::new());
    let calendar = &setting.rules().calendar;
    let restored = backups.restore(&words.file, calendar, &act, &mut progress());
    clear_progress();
    let restored = restored?;
    let says = says(&restored, &file, setting);
    let value = json!({
        "file": file,
        "before": restored.before.as_ref().map(|held| held_in(held, setting)),
        "after": held_in(&restored.after, setting),
        "aside": restored.aside.as_deref().map(whole_path),
        "stayed_forgotten": restored.forgotten,
        "says": says,
    });
    out.answer(&value, &says)
}

fn held_in(held: &DatabaseCheck, setting: &CommandContext) -> Value {
    let count = |(name, n): (&str, i64)| (name.to_owned(), Value::from(n));
    let mut fields: Map<String, Value> = counts(held).into_iter().map(count).collect();
    let newest = held.newest;
    let newest = newest.map(|at| json::instant(at, &setting.rules().calendar));
    fields.insert("newest_action_at".to_owned(), newest.into());
    Value::Object(fields)
}

fn says(restored: &RestoreReport, file: &str, setting: &CommandContext) -> String {
    let before = restored.before.as_ref().map(|held| {
        let say = |at| spoken(at, setting.now, &setting.rules().calendar);
        let newest = held.newest.map(|at| format!(", the last of {}", say(at)));
        format!(
            " There were {}{}.",
            amounts(held),
            newest.unwrap_or_default()
        )
    });
    let forgotten = (restored.forgotten > 0).then(|| {
        format!(
            " Not brought back, because they were forgotten: {}.",
            restored.forgotten
        )
    });
    let aside = restored.aside.as_deref().map(|aside| {
        let aside = whole_path(aside);
        match restored.before {
            Some(_) => {
                format!(" What was there is kept: checkback restore \"{aside}\" takes this back.")
            }
            None => format!(" The damaged database is kept as {aside}."),
        }
    });
    let parts = [before, forgotten, aside];
    format!(
        "Restored {} from {file}.{}",
        amounts(&restored.after),
        parts.into_iter().flatten().collect::<String>()
    )
}
