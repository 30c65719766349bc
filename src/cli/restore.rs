//! `restore`: a backup made the live database, and what was there kept aside.

use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use clap::Args;
use serde_json::{Map, Value, json};

use super::backup::{amounts, clear_progress, counts, progress};
use super::context::whole_path;
use super::{CommandContext, CommandError, CommandOutput, json};
use crate::domain::hours::Calendar;
use crate::domain::time_format::spoken;
use crate::store::{DatabaseCheck, Mirror, RestoreReport, RewoundCopy};
use crate::usecases::commit::Stamp;

/// The words of `restore`.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// The backup
    #[arg(required_unless_present = "from")]
    file: Option<PathBuf>,
    /// The folder of the mirror to restore from
    #[arg(long, value_name = "PLACE", conflicts_with = "file")]
    from: Option<PathBuf>,
    /// As it was at a moment: 10:42 (today), "2026-11-30 10:42"
    #[arg(long, value_name = "WHEN")]
    at: Option<String>,
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
    let named = match (&words.file, &words.from) {
        (Some(file), _) => file.clone(),
        (None, from) => mirror_in(from.as_deref().unwrap_or(Path::new("")), setting)?,
    };
    let file = whole_path(&named);
    let calendar = &setting.rules().calendar;
    let back = match &words.at {
        Some(when) => {
            let at = past_moment(when, setting.now, calendar)?;
            Some(backups.rewound(&named, at, calendar)?)
        }
        None => None,
    };
    let name = named.file_name().map(|n| n.to_string_lossy());
    let what = format!("restored {}", name.unwrap_or_default());
    let act =
        Stamp::new(setting.known()).act(&crate::domain::text::sanitize(&what), None, Vec::new());
    let source = back.as_ref().map_or(named.as_path(), RewoundCopy::path);
    let restored = backups.restore(source, calendar, &act, &mut progress());
    clear_progress();
    let restored = restored?;
    let says = says(&restored, &file, back.as_ref(), setting);
    let value = json!({
        "file": file,
        "before": restored.before.as_ref().map(|held| held_in(held, setting)),
        "after": held_in(&restored.after, setting),
        "aside": restored.aside.as_deref().map(whole_path),
        "stayed_forgotten": restored.forgotten,
        "taken_out": back.as_ref().map(|back| back.acts),
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

/// The mirror in a folder.
fn mirror_in(place: &Path, setting: &CommandContext) -> Result<PathBuf, CommandError> {
    let backups = setting.backups()?;
    let mirror = Mirror::new(backups.database(), place, &setting.rules().calendar);
    let file = mirror.map(|mirror| mirror.file());
    file.filter(|file| file.exists()).ok_or_else(|| {
        let place = place.display();
        CommandError::Refused(format!(
            "there is no mirror in “{place}”: name the folder that [keep] mirror names"
        ))
    })
}

/// A moment that is over: of today where no day is said. A minute is meant whole, and a second.
fn past_moment(
    text: &str,
    now: DateTime<Utc>,
    calendar: &Calendar,
) -> Result<DateTime<Utc>, CommandError> {
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at.to_utc());
    }
    let of_day = |text: &str| {
        let minute = NaiveTime::parse_from_str(text, "%H:%M").map(|at| (at, 60));
        minute.or_else(|_| NaiveTime::parse_from_str(text, "%H:%M:%S").map(|at| (at, 1)))
    };
    let (day, time) = match text.split_once([' ', 'T']) {
        Some((day, time)) => (day.parse().ok(), time.trim()),
        None => (Some(calendar.date(now)), text),
    };
    let at = day
        .zip(of_day(time).ok())
        .and_then(|(day, (time, length))| {
            let local = NaiveDateTime::new(day, time).and_local_timezone(calendar.zone);
            // Of a moment that is there twice, the later: nothing is lost that is not meant.
            Some(local.latest()?.to_utc() + TimeDelta::seconds(length) - TimeDelta::milliseconds(1))
        });
    at.ok_or_else(|| {
        CommandError::Refused(format!(
            "“{text}” is not a time: write 10:42 for today, or “2026-11-30 10:42”"
        ))
    })
}

fn says(
    restored: &RestoreReport,
    file: &str,
    back: Option<&RewoundCopy>,
    setting: &CommandContext,
) -> String {
    let taken_out = back.map(|back| {
        let say = |at| spoken(at, setting.now, &setting.rules().calendar);
        let newest = back.newest.map_or("nothing".to_owned(), |at| {
            format!("what was done {}", say(at))
        });
        format!(
            " The newest in it is {newest}; {} later actions were left out.",
            back.acts
        )
    });
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
    let parts = [taken_out, before, forgotten, aside];
    format!(
        "Restored {} from {file}.{}",
        amounts(&restored.after),
        parts.into_iter().flatten().collect::<String>()
    )
}
