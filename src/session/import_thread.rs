//! The import thread: reads files on a thread of its own and hands their rows to the store thread in
//! batches, between its other requests, so that the list stays usable meanwhile.
//!
//! Owns the steps of the import popup (`app::popups::import`) that touch a file.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant, SystemTime};

use super::path_completion;
use super::store_thread::{Request, ThreadReply};
use crate::app::App;
use crate::app::popups::import::{
    ColumnChoice, ImportEvent, ImportPreview, ImportQuestion, ImportRequest, ImportSettings,
};
use crate::app::store_reply::StoreReply;
use crate::domain::import_merge::RowOutcome;
use crate::domain::phone::Region;
use crate::domain::rules::Rules;
use crate::domain::text::sanitize;
use crate::domain::time_phrase::DateOrder;
use crate::domain::validation::FieldParser;
use crate::import::file::{DetectedFile, ImportFileOptions, ImportFormat, ImportSource};
use crate::import::import_report::{ImportReport, ReportLines, in_words};
use crate::import::{ImportError, ImportField, ImportRemark, batch, encoding};
use crate::store::CopyPace;
use crate::usecases::commit::Stamp;
use crate::usecases::import::{
    self, ImportJob, ImportOrder, ImportProgress, ImportReply, ImportStop,
};

/// How many rows the store thread is given at a time: few enough that no key has to wait behind them.
const ROWS: usize = 200;

/// How often the progress is reported.
const EVERY: Duration = Duration::from_millis(200);

/// The most remarks of each sort that the popup is given.
const SHOWN: usize = 200;

/// The handle of the import thread.
#[derive(Debug)]
pub(super) struct ImportThread {
    steps: Sender<(ImportRequest, Stamp)>,
    stop: Arc<AtomicBool>,
    /// Whether a step is running.
    busy: bool,
}

impl ImportThread {
    /// Starts the thread.
    pub(super) fn new(
        app: &App,
        desk: Sender<Request>,
        answers: Sender<ThreadReply>,
        woken: impl Fn() + Send + 'static,
    ) -> Self {
        let (steps, asked) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let mut reader = ImportWorker {
            rules: Arc::clone(&app.rules),
            region: app.region.clone(),
            desk,
            stop: Arc::clone(&stop),
            detected: None,
            tell: Box::new(move |came| {
                // A session that has ended needs no reply.
                let _left = answers.send(ThreadReply::Screen(StoreReply::Import(came)));
                woken();
            }),
        };
        std::thread::spawn(move || reader.work(&asked));
        Self {
            steps,
            stop,
            busy: false,
        }
    }

    /// Whether a step is running.
    pub(super) const fn is_busy(&self) -> bool {
        self.busy
    }

    /// Takes note of a reply or of progress.
    pub(super) const fn answered(&mut self, event: &ImportEvent) {
        self.busy &= matches!(event, ImportEvent::Progress(_));
    }

    /// No longer waits for its reply: the session is ending.
    pub(super) const fn abandon(&mut self) {
        self.busy = false;
    }

    /// Requests a step. `stamp` is that of the act the import becomes.
    pub(super) fn ask(&mut self, step: ImportRequest, stamp: Stamp) {
        self.busy |= step != ImportRequest::Stop;
        self.stop
            .store(step == ImportRequest::Stop, Ordering::Relaxed);
        if step != ImportRequest::Stop {
            // A thread that is gone shows by not answering.
            let _gone = self.steps.send((step, stamp));
        }
    }
}

impl Drop for ImportThread {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

struct ImportWorker {
    rules: Arc<Rules>,
    region: Region,
    desk: Sender<Request>,
    stop: Arc<AtomicBool>,
    tell: Box<dyn Fn(ImportEvent) + Send>,
    /// The file that was detected last: it is detected once for its columns, its preview and the
    /// import.
    detected: Option<(FileKey, DetectedFile)>,
}

/// By what a file is known again: its path, the encoding that was chosen, its length and when it was
/// written.
type FileKey = (PathBuf, Option<&'static str>, Option<(u64, SystemTime)>);

impl ImportWorker {
    fn work(&mut self, asked: &Receiver<(ImportRequest, Stamp)>) {
        while let Ok((step, stamp)) = asked.recv() {
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
                ImportRequest::Preview(wanted) => self.preview(&wanted, &stamp),
                ImportRequest::Import(wanted) => self.run_import(&wanted, &stamp),
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
            form: ImportFormat::of_name(&path),
            encoding: wanted.encoding.map(encoding::named).transpose()?,
            map: map.filter_map(field).collect(),
            country: self.region.code().to_owned(),
            dates: wanted.dates,
            source: wanted.source.clone(),
        })
    }

    /// Detects a file, unless it is the one that was detected last.
    fn detect(&mut self, wanted: &ImportSettings) -> Result<DetectedFile, ImportError> {
        let how = self.how(wanted)?;
        let path = path_completion::parse_path(&wanted.path);
        let about = std::fs::metadata(&path).ok();
        let written = about.and_then(|m| Some((m.len(), m.modified().ok()?)));
        let key = (path.clone(), wanted.encoding, written);
        if let Some((known, file)) = &self.detected
            && *known == key
            && written.is_some()
        {
            return Ok(file.clone().with_choices(how));
        }
        let file = DetectedFile::detect(&ImportSource::Path(path), &how)?;
        self.detected = Some((key, file.clone()));
        Ok(file)
    }

    fn columns(&mut self, wanted: &ImportSettings) -> ImportEvent {
        let columns = self.detect(wanted).and_then(|file| file.columns());
        match columns {
            Err(why) => ImportEvent::Failed(named(wanted, &why)),
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
                fields: ImportField::all().map(ImportField::word).collect(),
                // A file of wide characters tells so by itself.
                encodings: encoding::OFFERED
                    .into_iter()
                    .filter(|name| !name.starts_with("UTF-16"))
                    .collect(),
            },
        }
    }

    fn preview(&mut self, wanted: &ImportSettings, stamp: &Stamp) -> ImportEvent {
        match self.question(wanted) {
            Ok(None) => {}
            Ok(Some(question)) => return ImportEvent::Asked(question),
            Err(why) => return ImportEvent::Failed(named(wanted, &why)),
        }
        match self.run(wanted, stamp, true) {
            Ok(review) => ImportEvent::Previewed(shown(&review)),
            Err(why) => ImportEvent::Failed(named(wanted, &why)),
        }
    }

    /// The next question about the file that only a person can answer.
    fn question(&mut self, wanted: &ImportSettings) -> Result<Option<ImportQuestion>, ImportStop> {
        let file = self.detect(wanted)?;
        if wanted.source.is_none() {
            let mut ask = |job| self.ask_store_thread(job);
            if let Some(known) = import::shops_to_ask_about(&file, &mut ask)? {
                return Ok(Some(ImportQuestion::Source { known }));
            }
        }
        if wanted.dates.is_some() {
            return Ok(None);
        }
        let doubt = file.survey(&self.region, self.rules.order)?.date_doubt;
        Ok(doubt.map(|doubt| {
            let other = match doubt.usual {
                DateOrder::DayFirst => DateOrder::MonthFirst,
                DateOrder::MonthFirst => DateOrder::DayFirst,
            };
            ImportQuestion::DateOrder {
                readings: [doubt.usual, other].map(|order| (order, doubt.reading(order))),
                column: doubt.column,
                cell: doubt.cell,
                at: 0,
            }
        }))
    }

    fn run_import(&mut self, wanted: &ImportSettings, stamp: &Stamp) -> ImportEvent {
        match self.run(wanted, stamp, false) {
            Ok(review) => {
                let warning = review.do_not_call_sentence();
                let warning = warning.map(|w| format!(" {w}.")).unwrap_or_default();
                ImportEvent::Imported(format!("{}{warning}", review.says()))
            }
            Err(why) => {
                let name = name_of(&path_completion::parse_path(&wanted.path));
                ImportEvent::Failed(format!("“{name}”: {why}"))
            }
        }
    }

    /// Imports a file, or previews it; the error says in words why it stopped.
    fn run(
        &mut self,
        wanted: &ImportSettings,
        stamp: &Stamp,
        preview: bool,
    ) -> Result<ImportReport, String> {
        let file = self.detect(wanted).map_err(|why| why.to_string())?;
        let order = ImportOrder {
            file: &file,
            name: &name_of(&path_completion::parse_path(&wanted.path)),
            preview,
            overwrite: wanted.overwrite,
            batch: ROWS,
            pace: CopyPace::Throttled,
        };
        let fields = FieldParser {
            past: true,
            ..stamp.context(&self.rules, &self.region).fields()
        };
        let mut told: Option<Instant> = None;
        let mut tell = |far: ImportProgress| {
            if self.stop.load(Ordering::Relaxed) {
                return ControlFlow::Break(());
            }
            if far.rows > 0 && told.is_none_or(|told| told.elapsed() > EVERY) {
                told = Some(Instant::now());
                let words = batch::so_far(far.rows, far.bytes, far.elapsed);
                (self.tell)(ImportEvent::Progress(words));
            }
            ControlFlow::Continue(())
        };
        let mut ask = |job| self.ask_store_thread(job);
        let done = import::run(order, fields, stamp.clone(), &mut ask, &mut tell);
        done.map_err(|failure| failure.sentence())
    }

    /// Sends a job to the store thread and waits for the reply.
    fn ask_store_thread(&self, job: ImportJob) -> Result<ImportReply, ImportStop> {
        let (to_me, reply) = channel();
        // A store thread that is gone answers nothing.
        let _gone = self.desk.send(Request::Import(job, to_me));
        let reply = reply.recv().map_err(|_| ImportStop::Cancelled)?;
        Ok(reply?)
    }
}

/// An error message with the file's path before it.
fn named(wanted: &ImportSettings, why: &dyn std::fmt::Display) -> String {
    format!("“{}”: {why}", sanitize(&wanted.path))
}

fn name_of(path: &Path) -> String {
    let name = path
        .file_name()
        .map(|name| sanitize(&name.to_string_lossy()));
    name.unwrap_or_default()
}

/// The preview that the popup shows.
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
    ImportPreview {
        says: review.says(),
        read_as: review.read_as().into_iter().chain(left).collect(),
        parts: vec![
            (
                "The file as a whole",
                review.notes.iter().map(|note| note.what.clone()).collect(),
                review.notes.len(),
            ),
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
        brings: review.counts.is_anything_new(),
    }
}
