//! `import`: customers and follow-ups from a file, as one act.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::{CommandContext, CommandError, CommandOutput};
use crate::domain::text::sanitize;
use crate::domain::validation::FieldParser;
use crate::import::batch::{self, BATCH, ImportBatch};
use crate::import::file::{ImportFile, ImportFileOptions, ImportFormat, ImportSource};
use crate::import::import_report::ImportReport;
use crate::import::{ImportField, encoding};
use crate::platform;
use crate::store::{BackupReason, CopyPace, ImportRun as Taking, Store, StoreError};
use progress::ProgressLine;

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
    // What cannot be read to its end is refused before anything of it is taken.
    let rows = batch::rows(&source, &how).map_err(|e| refused(&e))?;
    let mut file = ImportFile::open(&source, &how).map_err(|e| refused(&e))?;
    let mut store = setting.store()?;
    let mut taking = begin(words, &mut store, setting)?;
    let mut review = ImportReport {
        preview: words.dry_run,
        ..ImportReport::default()
    };
    let mut progress = ProgressLine::new(rows);
    let stop = platform::interrupted();
    let reading = reading(setting);
    while let Some(batch) = batch::next(&mut file, &reading, BATCH).map_err(|e| refused(&e))? {
        review.rows += batch.rows;
        let took = take(batch, words, &mut store, &mut taking, &mut review);
        took.map_err(|why| stopped(&name, &review, &taking, &why.to_string()))?;
        progress.tell(review.rows);
        if stop.load(std::sync::atomic::Ordering::Relaxed) && review.rows < rows {
            drop(progress);
            return Err(stopped(&name, &review, &taking, "it was interrupted"));
        }
    }
    drop(progress);
    review.end(taking.counts(), &file);
    if taking.do_not_call() > 0 {
        out.warn(&format!(
            "{} of them: {}",
            taking.do_not_call(),
            super::DO_NOT_CALL
        ));
    }
    report::print(&name, &review, out)
}

fn reading(setting: &CommandContext) -> FieldParser<'_> {
    FieldParser {
        rules: setting.rules(),
        region: &setting.config.region,
        now: setting.now,
        past: true,
    }
}

/// Begins the act, behind a backup; or the preview.
fn begin(
    words: &ImportArgs,
    store: &mut Store,
    setting: &CommandContext,
) -> Result<Taking, CommandError> {
    let file = words
        .file
        .file_name()
        .map(|n| sanitize(&n.to_string_lossy()));
    let file = file.unwrap_or_default();
    let act = setting.act("", None, Vec::new());
    if words.dry_run {
        return Ok(Taking::preview(act, &file)?);
    }
    if let Some(backups) = store.backups() {
        backups.make(BackupReason::Import, setting.now, CopyPace::Unthrottled)?;
    }
    Ok(Taking::new(act, &file))
}

/// Takes in some rows.
fn take(
    batch: ImportBatch,
    words: &ImportArgs,
    store: &mut Store,
    taking: &mut Taking,
    review: &mut ImportReport,
) -> Result<(), StoreError> {
    let (lines, mut drafts): (Vec<u64>, Vec<_>) = batch.drafts.into_iter().unzip();
    for draft in &mut drafts {
        draft.wins = words.overwrite;
    }
    let outcomes = store.import(taking, drafts)?;
    review.refused(batch.refused, batch.problems, batch.warnings);
    for (line, outcome) in lines.into_iter().zip(outcomes) {
        review.took(line, outcome);
    }
    Ok(())
}

/// What is said where it stops half-way: whole batches are in.
fn stopped(name: &str, review: &ImportReport, taking: &Taking, why: &str) -> CommandError {
    let so_far = if taking.has_saved() {
        format!(
            "{} of the first {} rows are imported: `checkback undo` takes them back, and the same file \
             again goes on from there",
            taking.counts().brought(),
            review.rows
        )
    } else {
        "nothing was imported".to_owned()
    };
    CommandError::Refused(format!("“{name}”: {why}; {so_far}"))
}

fn how(words: &ImportArgs, setting: &CommandContext) -> Result<ImportFileOptions, CommandError> {
    let encoding = words.encoding.as_deref().map(encoding::named).transpose();
    Ok(ImportFileOptions {
        form: form(words),
        encoding: encoding.map_err(|e| CommandError::refused(e.to_string()))?,
        map: map(&words.map)?,
        country: setting.config.region.code().to_owned(),
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
