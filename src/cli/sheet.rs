//! `sheet`: prints the day's list, for when the machine does not work.

use std::io::Write;

use chrono::{DateTime, Utc};
use clap::Args;

use super::output_file::OutputArgs;
use super::{CommandContext, CommandError, CommandOutput};
use crate::domain::time_format::spoken;
use crate::export::sheet::{SheetDay, html, plain};
use crate::store::{Seek, Store};

/// The size of a page, in rows.
const PAGE: usize = 200;

/// The arguments of `sheet`.
#[derive(Debug, Args)]
pub struct SheetArgs {
    /// The list of that day, if nothing is done before; today's if left out
    #[arg(long, value_name = "WHEN")]
    day: Option<String>,
    /// Plain text instead of an HTML page
    #[arg(long)]
    plain: bool,
    /// Empty forms for paper notes instead of the list
    #[arg(long, conflicts_with = "day")]
    blank: bool,
    /// Where to.
    #[command(flatten)]
    place: OutputArgs,
}

/// Writes the sheet.
///
/// # Errors
/// If the day cannot be parsed, the store cannot be read or the file not be written; an existing file
/// is then unchanged.
pub fn run(
    words: &SheetArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    if out.is_json() {
        return Err(CommandError::refused(
            "a sheet is for paper: `checkback list --json` gives the same rows",
        ));
    }
    // The store first: the day is the shop's own.
    let mut store = (!words.blank).then(|| setting.store()).transpose()?;
    let day = SheetDay {
        rules: setting.rules(),
        at: at(words, setting)?,
        printed: setting.now,
    };
    let rows = if let Some(store) = &mut store {
        words
            .place
            .write(out, |to| list(words.plain, to, &day, store))?
    } else {
        words
            .place
            .write(out, |to| Ok(blank(words.plain, to, &day)?))?;
        0
    };
    let Some(file) = words.place.name() else {
        return Ok(());
    };
    let what = match (words.blank, rows) {
        (true, _) => "Empty forms".to_owned(),
        (false, 1) => "1 customer".to_owned(),
        (false, rows) => format!("{rows} customers"),
    };
    out.say(&format!("{what} in “{file}”: open it and print it."))
}

/// The instant the list is for: now, or the opening of a later day.
fn at(words: &SheetArgs, setting: &CommandContext) -> Result<DateTime<Utc>, CommandError> {
    let calendar = &setting.rules().calendar;
    let Some(phrase) = &words.day else {
        return Ok(setting.now);
    };
    let at = setting.reader().read(phrase)?.at;
    match calendar.date(at).cmp(&calendar.date(setting.now)) {
        std::cmp::Ordering::Equal => Ok(setting.now),
        std::cmp::Ordering::Greater => Ok(calendar.at_minute(
            calendar.date(at),
            calendar.opening_minute(calendar.date(at)),
        )),
        std::cmp::Ordering::Less => Err(CommandError::refused(format!(
            "“{phrase}” is {}, which is in the past: give today or a later day",
            spoken(at, setting.now, calendar)
        ))),
    }
}

fn blank(plain: bool, mut to: &mut dyn Write, day: &SheetDay<'_>) -> std::io::Result<()> {
    if plain {
        plain::begin(&mut to, day, true)?;
        plain::blanks(&mut to)
    } else {
        html::begin(&mut to, day, true)?;
        html::blanks(&mut to)?;
        html::end(&mut to, 0, true)
    }
}

fn list(
    plain: bool,
    mut to: &mut dyn Write,
    day: &SheetDay<'_>,
    store: &mut Store,
) -> Result<usize, CommandError> {
    let mut rows = 0;
    if plain {
        plain::begin(&mut to, day, false)?;
    } else {
        html::begin(&mut to, day, false)?;
    }
    let mut from = Seek::Start;
    loop {
        let page = store.today(day.at, &from, PAGE)?;
        let Some((key, _)) = page.last() else {
            break;
        };
        from = Seek::After(key.clone());
        for (_, entry) in &page {
            if plain {
                plain::row(&mut to, day, entry)?;
            } else {
                html::row(&mut to, day, entry)?;
            }
            rows += 1;
        }
    }
    if plain {
        plain::end(&mut to, rows, false)?;
    } else {
        html::end(&mut to, rows, false)?;
    }
    Ok(rows)
}
