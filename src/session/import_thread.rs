//! The importer: files read on a thread of their own, and their rows handed to the desk by the
//! batch, between its other orders. The list stays usable meanwhile.
//!
//! Owns the steps of the box (`app::popups::import`) that touch a file.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::path_completion;
use super::store_thread::{Request, to_store_failure};
use crate::app::App;
use crate::app::popups::import::{
    ColumnChoice, ImportEvent, ImportPreview, ImportRequest, ImportSettings,
};
use crate::app::store_reply::StoreReply;
use crate::domain::change::Act;
use crate::domain::draft::Draft;
use crate::domain::import_merge::{ImportCounts, RowOutcome};
use crate::domain::phone::Region;
use crate::domain::rules::Rules;
use crate::domain::text::sanitize;
use crate::domain::validation::FieldParser;
use crate::import::file::{self, ImportFile, ImportFileOptions, ImportSource};
use crate::import::import_report::{ImportReport, ReportLines, in_words};
use crate::import::{ImportError, ImportField, ImportRemark, batch, encoding};
use crate::store::{BackupReason, Backups, CopyPace, StoreError};

/// How many rows the desk is given at a time: few enough that no key has to wait behind them.
const ROWS: usize = 200;

/// How often it is told how far it is.
const EVERY: Duration = Duration::from_millis(200);

/// How many lines of each sort the box is given.
const SHOWN: usize = 200;

/// What the desk is asked of an import.
#[derive(Debug)]
pub(super) enum ImportJob {
    /// It begins: the act it is, the file's name, and whether it is a preview.
    Begin(Box<Act>, String, bool),
    /// Its next rows.
    Rows(Vec<Draft>),
}

/// What the desk answers.
#[derive(Debug)]
pub(super) enum ImportReply {
    /// It has begun; a backup can be made by these.
    Started(Option<Backups>),
    /// What the rows came to, and what all of them did so far.
    RowsImported(Vec<Result<RowOutcome, String>>, ImportCounts),
}

/// Who reads files for the counter.
#[derive(Debug)]
pub(super) struct ImportThread {
    steps: Sender<(ImportRequest, Act)>,
    stop: Arc<AtomicBool>,
}

impl ImportThread {
    /// Begins, on a thread of its own.
    pub(super) fn new(
        app: &App,
        desk: Sender<Request>,
        answers: Sender<StoreReply>,
        woken: impl Fn() + Send + 'static,
    ) -> Self {
        let (steps, asked) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let mut reader = ImportWorker {
            rules: app.rules.clone(),
            region: app.region.clone(),
            desk,
            stop: Arc::clone(&stop),
            tell: Box::new(move |came| {
                // A counter that is left needs no answer.
                let _left = answers.send(StoreReply::Import(came));
                woken();
            }),
        };
        std::thread::spawn(move || reader.work(&asked));
        Self { steps, stop }
    }

    /// Asks for a step; the act is what an import would be.
    pub(super) fn ask(&self, step: ImportRequest, act: Act) {
        self.stop
            .store(step == ImportRequest::Stop, Ordering::Relaxed);
        if step != ImportRequest::Stop {
            // A thread that is gone shows by not answering.
            let _gone = self.steps.send((step, act));
        }
    }
}

impl Drop for ImportThread {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

struct ImportWorker {
    rules: Rules,
    region: Region,
    desk: Sender<Request>,
    stop: Arc<AtomicBool>,
    tell: Box<dyn Fn(ImportEvent) + Send>,
}

/// Why an import ended before its end.
enum ImportAbort {
    /// The file cannot be read so.
    Unreadable(ImportError),
    /// The store did not take it.
    StoreFailed(String),
    /// It was taken back meanwhile.
    Undone,
    /// The person wished it.
    Cancelled,
}

impl ImportWorker {
    fn work(&mut self, asked: &Receiver<(ImportRequest, Act)>) {
        while let Ok((step, act)) = asked.recv() {
            let came = match step {
                ImportRequest::Choices(text) => {
                    let choices = path_completion::complete(&text).1;
                    let on = text.clone();
                    ImportEvent::PathCompleted { text, on, choices }
                }
                ImportRequest::Complete(text) => {
                    let (on, choices) = path_completion::complete(&text);
                    ImportEvent::PathCompleted { text, on, choices }
                }
                ImportRequest::Columns(wanted) => self.columns(&wanted),
                ImportRequest::Preview(wanted) => self.preview(&wanted, act),
                ImportRequest::Import(wanted) => self.run_import(&wanted, act),
                ImportRequest::Stop => continue,
            };
            (self.tell)(came);
        }
    }

    fn how(&self, wanted: &ImportSettings) -> Result<ImportFileOptions, ImportError> {
        let path = path_completion::parse_path(&wanted.path);
        let map = wanted.map.iter();
        let field = |(word, column): &(&str, String)| {
            let field = word.parse::<ImportField>().ok()?;
            Some((field, column.clone()))
        };
        Ok(ImportFileOptions {
            form: file::ImportFormat::of_name(&path),
            encoding: wanted.encoding.map(encoding::named).transpose()?,
            map: map.filter_map(field).collect(),
            country: self.region.code().to_owned(),
        })
    }

    fn columns(&self, wanted: &ImportSettings) -> ImportEvent {
        let source = ImportSource::Path(path_completion::parse_path(&wanted.path));
        let columns = self
            .how(wanted)
            .and_then(|how| file::columns(&source, &how));
        match columns {
            Err(why) => ImportEvent::Failed(format!("“{}”: {why}", sanitize(&wanted.path))),
            Ok((columns, named)) => ImportEvent::Columns {
                columns: columns
                    .into_iter()
                    .map(|column| ColumnChoice {
                        name: column.name,
                        taken_for: column.taken_for,
                        chosen: None,
                        samples: column.samples,
                    })
                    .collect(),
                named,
                fields: ImportField::ALL.iter().map(|field| field.word()).collect(),
                // A file of wide characters tells so by itself.
                encodings: encoding::OFFERED
                    .into_iter()
                    .filter(|name| !name.starts_with("UTF-16"))
                    .collect(),
            },
        }
    }

    fn preview(&self, wanted: &ImportSettings, act: Act) -> ImportEvent {
        let mut review = ImportReport {
            preview: true,
            ..ImportReport::default()
        };
        match self.run(wanted, act, &mut review) {
            Ok(()) => ImportEvent::Previewed(shown(&review)),
            Err(ended) => ImportEvent::Failed(match ended {
                ImportAbort::Unreadable(why) => format!("“{}”: {why}", sanitize(&wanted.path)),
                ImportAbort::StoreFailed(why) => format!("The preview did not work: {why}"),
                ImportAbort::Cancelled | ImportAbort::Undone => {
                    "Stopped; nothing was imported.".to_owned()
                }
            }),
        }
    }

    fn run_import(&self, wanted: &ImportSettings, act: Act) -> ImportEvent {
        let mut review = ImportReport::default();
        let why = match self.run(wanted, act, &mut review) {
            Ok(()) => return ImportEvent::Imported(review.says()),
            Err(ImportAbort::Unreadable(why)) => why.to_string(),
            Err(ImportAbort::Undone) => {
                return ImportEvent::Failed(
                    "Import stopped and taken back: nothing was imported.".to_owned(),
                );
            }
            Err(ImportAbort::StoreFailed(why)) => why,
            Err(ImportAbort::Cancelled) => "stopped".to_owned(),
        };
        let is_in = review.counts != ImportCounts::default();
        ImportEvent::Failed(if is_in {
            format!(
                "{} imported, from {} rows; then it stopped: {why}. Undo takes them back.",
                review.counts.brought(),
                review.rows
            )
        } else {
            format!("Import: {why}. Nothing was imported.")
        })
    }

    /// Reads a file from its beginning to its end, and has the desk take in its rows.
    fn run(
        &self,
        wanted: &ImportSettings,
        act: Act,
        review: &mut ImportReport,
    ) -> Result<(), ImportAbort> {
        let path = path_completion::parse_path(&wanted.path);
        let source = ImportSource::Path(path.clone());
        let how = self.how(wanted).map_err(ImportAbort::Unreadable)?;
        // What cannot be read to its end is refused before anything of it is taken.
        let rows = batch::rows(&source, &how).map_err(ImportAbort::Unreadable)?;
        let mut file = ImportFile::open(&source, &how).map_err(ImportAbort::Unreadable)?;
        let now = act.at;
        let job = ImportJob::Begin(Box::new(act), name_of(&path), review.preview);
        if let ImportReply::Started(Some(backups)) = self.ask_store_thread(job)?
            && !review.preview
        {
            let made = backups.make(BackupReason::Import, now, CopyPace::Throttled);
            made.map_err(|why| ImportAbort::StoreFailed(why.to_string()))?;
        }
        let reading = FieldParser {
            rules: &self.rules,
            region: &self.region,
            now,
            past: true,
        };
        let began = Instant::now();
        let mut told = Instant::now();
        while let Some(batch) =
            batch::next(&mut file, &reading, ROWS).map_err(ImportAbort::Unreadable)?
        {
            if self.stop.load(Ordering::Relaxed) {
                return Err(ImportAbort::Cancelled);
            }
            let (lines, drafts): (Vec<u64>, Vec<Draft>) = batch.drafts.into_iter().unzip();
            if let ImportReply::RowsImported(outcomes, counts) =
                self.ask_store_thread(ImportJob::Rows(drafts))?
            {
                for (line, outcome) in lines.into_iter().zip(outcomes) {
                    review.took(line, outcome);
                }
                review.counts = counts;
            }
            review.rows += batch.rows;
            review.refused(batch.refused, batch.problems, batch.warnings);
            if told.elapsed() > EVERY || review.rows == batch.rows {
                told = Instant::now();
                let far = batch::so_far(review.rows, rows, began.elapsed());
                (self.tell)(ImportEvent::Progress(far));
            }
        }
        review.end(review.counts, &file);
        Ok(())
    }

    /// What the desk answers to a job.
    fn ask_store_thread(&self, job: ImportJob) -> Result<ImportReply, ImportAbort> {
        let (to_me, reply) = channel();
        // A desk that is gone answers nothing.
        let _gone = self.desk.send(Request::Import(job, to_me));
        let reply = reply.recv().map_err(|_| ImportAbort::Cancelled)?;
        reply.map_err(|why| match why {
            StoreError::ImportUndone => ImportAbort::Undone,
            other => ImportAbort::StoreFailed(to_store_failure(&other).words),
        })
    }
}

fn name_of(path: &Path) -> String {
    let name = path
        .file_name()
        .map(|name| sanitize(&name.to_string_lossy()));
    name.unwrap_or_default()
}

/// What the box shows of a review.
fn shown(review: &ImportReport) -> ImportPreview {
    let told = |lines: &ReportLines<(u64, RowOutcome)>| -> Vec<String> {
        let first = lines.first.iter().take(SHOWN);
        first.map(|(line, told)| in_words(*line, told)).collect()
    };
    let remarks = |lines: &ReportLines<ImportRemark>| -> Vec<String> {
        let first = lines.first.iter().take(SHOWN);
        first.map(ToString::to_string).collect()
    };
    let left: Vec<String> = review.left.iter().map(|c| format!("“{c}”")).collect();
    let left = (!left.is_empty()).then(|| format!("Columns left out: {}", left.join(", ")));
    let counts = &review.counts;
    ImportPreview {
        says: review.says(),
        read_as: review.read_as().into_iter().chain(left).collect(),
        parts: vec![
            (
                "Cannot be read",
                remarks(&review.problems),
                review.problems.count,
            ),
            (
                "Please check",
                remarks(&review.warnings),
                review.warnings.count,
            ),
            ("More details", told(&review.changed), review.changed.count),
            ("New", told(&review.new), review.new.count),
        ],
        brings: counts.customers + counts.changed + counts.items + counts.follow_ups > 0,
    }
}

/// An act that is still to be made.
pub(super) fn blank_act(by: &str, counter: &str, at: chrono::DateTime<chrono::Utc>) -> Act {
    Act {
        id: Uuid::now_v7(),
        what: String::new(),
        customer: None,
        at,
        by: by.to_owned(),
        counter: counter.to_owned(),
        changes: Vec::new(),
    }
}
