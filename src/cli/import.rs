//! `import`: customers and follow-ups from a file, as one act.

use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use clap::{Args, ValueEnum};

use super::{CommandContext, CommandError, CommandOutput, question};
use crate::domain::text::sanitize;
use crate::domain::time_phrase::DateOrder;
use crate::domain::validation::FieldParser;
use crate::import::batch::BATCH;
use crate::import::file::{DetectedFile, ImportFileOptions, ImportFormat, ImportSource};
use crate::import::{ImportField, encoding};
use crate::platform;
use crate::store::CopyPace;
use crate::usecases::commit::Stamp;
use crate::usecases::import::{self, ImportOrder, ImportProgress};
use progress::ProgressLine;

mod asking;
mod progress;
mod report;

/// The words of `import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The file; - for standard input
    file: PathBuf,
    /// File type; if left out, by the file's name
    #[arg(long, value_enum)]
    format: Option<ImportFormatArg>,
    /// Character set, such as latin1 or shift-jis; detected if left out
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Which column of the file is which field: phone=Mobile
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    /// Order of the dates in the file, where its columns fit both: 12/04 is 12 April (day) or 4
    /// December (month)
    #[arg(long, value_enum)]
    dates: Option<DateOrderArg>,
    /// Name of the shop or program the file is from; needed if two of them use the same customer numbers
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Let the file replace what was typed for a customer; without it nothing typed is replaced
    #[arg(long)]
    overwrite: bool,
    /// Only show what would be done, row by row
    #[arg(long)]
    dry_run: bool,
}

/// What a file may be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImportFormatArg {
    /// A table whose first row names the columns
    Csv,
    /// Address-book cards
    Vcard,
}

/// In which order a date is written in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DateOrderArg {
    /// The day first
    Day,
    /// The month first
    Month,
}

/// Imports it.
///
/// # Errors
/// Why the whole file was refused, and nothing was saved then; or why it stopped, and what of it
/// is in.
pub fn run(
    words: &ImportArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let name = sanitize(&words.file.display().to_string());
    let refused = |why: &dyn std::fmt::Display| CommandError::Refused(format!("“{name}”: {why}"));
    let how = how(words, setting)?;
    let source = source(&words.file).map_err(|e| refused(&e))?;
    let file = DetectedFile::detect(&source, &how).map_err(|e| refused(&e))?;
    let mut store = setting.store()?;
    let file = if question::is_answered(out) && words.file != Path::new("-") {
        asking::with_answers(file, how, setting, &mut store).map_err(|e| refused(&e))?
    } else {
        file
    };
    let journal_name = words.file.file_name();
    let journal_name = journal_name.map(|n| sanitize(&n.to_string_lossy()));
    let order = ImportOrder {
        file: &file,
        name: &journal_name.unwrap_or_default(),
        preview: words.dry_run,
        overwrite: words.overwrite,
        batch: BATCH,
        pace: CopyPace::Unthrottled,
    };
    let mut taking = None;
    let mut ask = |job| Ok(import::perform(&mut store, &mut taking, job)?);
    let mut progress = ProgressLine::default();
    let stop = platform::interrupted();
    let mut tell = |far: ImportProgress| {
        progress.tell(far);
        if stop.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let stamp = Stamp::new(setting.known());
    let done = import::run(order, fields(setting), stamp, &mut ask, &mut tell);
    drop(progress);
    let review = done.map_err(|failure| refused(&failure.sentence()))?;
    if let Some(sentence) = review.do_not_call_sentence() {
        out.warn(&sentence);
    }
    report::print(&name, &review, out)
}

/// How the fields of a file are read: a shop brings along the promises it broke.
fn fields(setting: &CommandContext) -> FieldParser<'_> {
    FieldParser {
        past: true,
        ..setting.known().fields()
    }
}

fn how(words: &ImportArgs, setting: &CommandContext) -> Result<ImportFileOptions, CommandError> {
    let encoding = words.encoding.as_deref().map(encoding::named).transpose();
    Ok(ImportFileOptions {
        form: form(words),
        encoding: encoding.map_err(|e| CommandError::refused(e.to_string()))?,
        map: map(&words.map)?,
        country: setting.config.region.code().to_owned(),
        source: words.source.clone(),
        dates: words.dates.map(|order| match order {
            DateOrderArg::Day => DateOrder::DayFirst,
            DateOrderArg::Month => DateOrder::MonthFirst,
        }),
    })
}

/// Which column is which of ours, each of ours once.
fn map(texts: &[String]) -> Result<Vec<(ImportField, String)>, CommandError> {
    let mut map: Vec<(ImportField, String)> = Vec::new();
    for text in texts {
        let (field, column) = mapped(text)?;
        if map.iter().any(|(known, _)| *known == field) {
            return Err(CommandError::refused(format!(
                "--map names “{field}” twice: give one column for it"
            )));
        }
        map.push((field, column));
    }
    Ok(map)
}

fn mapped(text: &str) -> Result<(ImportField, String), CommandError> {
    let shown = sanitize(text);
    let (field, column) = text.split_once('=').ok_or_else(|| {
        CommandError::refused(format!(
            "“{shown}” does not say which column is which: write it like phone=Mobile"
        ))
    })?;
    let field = field
        .parse::<ImportField>()
        .map_err(|e| CommandError::refused(e.to_string()))?;
    Ok((field, column.to_owned()))
}

/// What a file is, where that is said: by its own words, or by its name.
fn form(words: &ImportArgs) -> Option<ImportFormat> {
    match words.format {
        Some(ImportFormatArg::Vcard) => Some(ImportFormat::Vcard),
        Some(ImportFormatArg::Csv) => Some(ImportFormat::Csv),
        None => ImportFormat::of_name(&words.file),
    }
}

fn source(path: &Path) -> std::io::Result<ImportSource> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes)?;
        return Ok(ImportSource::Memory(Arc::from(bytes)));
    }
    Ok(ImportSource::Path(path.to_owned()))
}
