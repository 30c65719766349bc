//! Import: a file's customers and follow-ups, as one act.
//!
//! Owns the one driver of an import, for the screen and the command line: the file is detected once
//! (`import::file`), then read once from its beginning to its end, by the batch. The store takes the
//! batches: at once, or on its own thread between its other requests.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use super::commit::{RetryPolicy, Stamp};
use crate::domain::draft::Draft;
use crate::domain::import_merge::source;
use crate::domain::import_merge::{ImportCounts, RowEffect};
use crate::domain::validation::FieldParser;
use crate::explain;
use crate::import::ImportError;
use crate::import::batch::{self, ImportBatch};
use crate::import::file::{DetectedFile, ImportFile};
use crate::import::import_report::ImportReport;
use crate::store::{
    BackupReason, Backups, CopyPace, ImportRowOutcome, ImportRun, Store, StoreError,
};

/// What is to be imported, and how.
#[derive(Debug, Clone, Copy)]
pub struct ImportOrder<'a> {
    /// The file.
    pub file: &'a DetectedFile,
    /// What the journal calls it.
    pub name: &'a str,
    /// Whether nothing is written: only what the file would bring is told.
    pub preview: bool,
    /// Whether the file replaces what was typed for a customer.
    pub overwrite: bool,
    /// How many rows are taken at a time.
    pub batch: usize,
    /// How fast the backup before it is made.
    pub pace: CopyPace,
}

impl ImportOrder<'_> {
    /// How it is done, for the log.
    const fn kind(&self) -> &'static str {
        match (self.preview, self.overwrite) {
            (true, _) => "preview",
            (false, true) => "overwrite",
            (false, false) => "add",
        }
    }
}

/// What the store is asked of an import.
#[derive(Debug)]
pub enum ImportJob {
    /// It begins.
    Begin {
        /// The act it becomes.
        stamp: Stamp,
        /// What the journal calls the file.
        file: String,
        /// Whether it is a preview.
        preview: bool,
    },
    /// Its next rows.
    Rows(Vec<Draft>),
    /// Which programs and shops customers were imported from before it.
    Programs,
}

/// What the store answers.
#[derive(Debug)]
pub enum ImportReply {
    /// It has begun; a backup can be made by these.
    Started(Option<Backups>),
    /// What the rows came to, what all of them did so far, and how many of their numbers are on the
    /// do-not-call list.
    RowsImported(Vec<ImportRowOutcome>, ImportCounts, usize),
    /// The programs and shops.
    Programs(Vec<String>),
}

/// The shops that files of a program were named for, where one of a file has to be asked about: it is
/// guessed where it is one. Nothing is asked where the program does not number its customers, or has
/// been the only one so far.
///
/// # Errors
/// The file cannot be read, or the store.
pub fn shops_to_ask_about(
    file: &DetectedFile,
    ask: &mut dyn FnMut(ImportJob) -> Result<ImportReply, ImportStop>,
) -> Result<Option<Vec<String>>, ImportStop> {
    let Some(mark) = file.numbered_by()? else {
        return Ok(None);
    };
    let programs = match ask(ImportJob::Programs)? {
        ImportReply::Programs(programs) => programs,
        ImportReply::Started(_) | ImportReply::RowsImported(..) => Vec::new(),
    };
    let shops = programs.iter().filter_map(|p| source::shop_of(p, mark));
    let (named, only): (Vec<&str>, Vec<&str>) = shops.partition(|shop| !shop.is_empty());
    let named: Vec<String> = named.into_iter().map(str::to_owned).collect();
    Ok(Some(named).filter(|named| only.is_empty() || !named.is_empty()))
}

/// How far an import is.
#[derive(Debug, Clone, Copy)]
pub struct ImportProgress {
    /// How many rows were taken.
    pub rows: usize,
    /// How many bytes of the file were read, and how many it has.
    pub bytes: (u64, u64),
    /// How long it took so far.
    pub elapsed: Duration,
}

/// Why an import ended before its end.
#[derive(Debug, thiserror::Error)]
pub enum ImportStop {
    /// The file cannot be read.
    #[error(transparent)]
    Unreadable(#[from] ImportError),
    /// The store did not take it.
    #[error("{}", explain::store_error(.0))]
    Store(StoreError),
    /// A person stopped it.
    #[error("it was stopped")]
    Cancelled,
}

impl ImportStop {
    /// Which end it is, without what it says: that may name a file.
    fn kind(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "unreadable",
            Self::Store(error) => error.kind(),
            Self::Cancelled => "cancelled",
        }
    }
}

// Its sentence says it all: a cause behind it would say it twice.
impl From<StoreError> for ImportStop {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// An import that ended before its end, and what of it is in.
#[derive(Debug)]
pub struct ImportFailure {
    /// Why.
    pub why: ImportStop,
    /// What came of the rows before.
    pub report: Box<ImportReport>,
    /// Whether it had begun.
    begun: bool,
}

impl ImportFailure {
    /// Why it ended, and what of it is in.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Self { why, report, begun } = self;
        let undone = matches!(why, ImportStop::Store(StoreError::ImportUndone));
        if !begun || undone {
            return why.to_string();
        }
        if report.preview || !report.counts.is_anything_new() {
            return format!("{why}; nothing was imported");
        }
        format!(
            "{why}; undo takes back what is in: {} of the first {} rows; the same file again goes on \
             from there",
            report.counts.brought(),
            report.rows
        )
    }
}

/// Does what an import asks of the store; `run` is the import that is under way.
///
/// # Errors
/// What the store refused. Nothing of the rows was saved then; the rows before them are.
pub fn perform(
    store: &mut Store,
    run: &mut Option<ImportRun>,
    job: ImportJob,
) -> Result<ImportReply, StoreError> {
    match (job, run) {
        (
            ImportJob::Begin {
                stamp,
                file,
                preview,
            },
            run,
        ) => {
            let act = stamp.act("", None, Vec::new());
            *run = Some(if preview {
                ImportRun::preview(act, &file)?
            } else {
                ImportRun::new(act, &file)
            });
            Ok(ImportReply::Started(store.backups()))
        }
        (ImportJob::Rows(drafts), Some(run)) => {
            let outcomes = take_rows(store, run, drafts)?;
            let (counts, do_not_call) = (run.counts(), run.do_not_call());
            Ok(ImportReply::RowsImported(outcomes, counts, do_not_call))
        }
        (ImportJob::Rows(_), None) => Ok(ImportReply::Started(None)),
        (ImportJob::Programs, _) => Ok(ImportReply::Programs(store.import_programs()?)),
    }
}

/// Takes a batch of rows. A store that is lost is waited for: in reading them, and in saving the
/// batch, which is the same one however often it is tried.
fn take_rows(
    store: &mut Store,
    run: &mut ImportRun,
    drafts: Vec<Draft>,
) -> Result<Vec<ImportRowOutcome>, StoreError> {
    let retry = RetryPolicy::UntilBack;
    let candidates = retry.run(store, None, |store| store.import_candidates(&drafts))?;
    let outcomes = run.merge_batch(candidates, drafts)?;
    if run.has_unsaved() {
        let saved = retry.run(store, None, |store| store.save_import_batch(run));
        run.record_saved(saved)?;
    }
    Ok(outcomes)
}

/// Imports a file, or previews that: what came of its rows. `ask` has the store do a job; `progress`
/// is told how far it is before each batch, and may stop it.
///
/// # Errors
/// Why it ended before its end. Whole batches are in then, and undo takes them back.
pub fn run(
    order: ImportOrder<'_>,
    fields: FieldParser<'_>,
    stamp: Stamp,
    ask: &mut dyn FnMut(ImportJob) -> Result<ImportReply, ImportStop>,
    progress: &mut dyn FnMut(ImportProgress) -> ControlFlow<()>,
) -> Result<ImportReport, ImportFailure> {
    let mut report = ImportReport {
        preview: order.preview,
        ..ImportReport::default()
    };
    let surveyed = order.file.survey(fields.region, fields.rules.order);
    let opened = surveyed.and_then(|found| {
        let mut file = order.file.open()?;
        file.read_as_surveyed(&found);
        report.notes = found.notes;
        Ok(file)
    });
    let mut file = match opened {
        Ok(file) => file,
        Err(why) => {
            return Err(ImportFailure {
                why: why.into(),
                report: Box::new(report),
                begun: false,
            });
        }
    };
    let (act, since) = (stamp.id, Instant::now());
    let begun = begin(order, fields, stamp, ask);
    let taken = begun.and_then(|()| {
        let mut batches = Batches {
            order,
            fields,
            file: &mut file,
            report: &mut report,
        };
        batches.take_all(ask, progress)
    });
    let ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
    let (rows, problems) = (report.rows, report.problems.count);
    let (kind, bytes) = (order.kind(), file.progress().1);
    match taken {
        Ok(()) => {
            let refused = report.left_out;
            tracing::info!(act = %act, kind, rows, refused, problems, bytes, ms, "imported");
            report.end(report.counts, &file);
            Ok(report)
        }
        Err(why) => {
            let error = why.kind();
            tracing::warn!(act = %act, kind, rows, problems, error, bytes, ms, "import ended early");
            Err(ImportFailure {
                why,
                report: Box::new(report),
                begun: true,
            })
        }
    }
}

/// Begins the act, behind a backup; or the preview.
fn begin(
    order: ImportOrder<'_>,
    fields: FieldParser<'_>,
    stamp: Stamp,
    ask: &mut dyn FnMut(ImportJob) -> Result<ImportReply, ImportStop>,
) -> Result<(), ImportStop> {
    let begin = ImportJob::Begin {
        stamp,
        file: order.name.to_owned(),
        preview: order.preview,
    };
    if let ImportReply::Started(Some(backups)) = ask(begin)?
        && !order.preview
    {
        backups.make(BackupReason::Import, fields.now, order.pace)?;
    }
    Ok(())
}

/// The batches of a file that is under way.
struct Batches<'a> {
    order: ImportOrder<'a>,
    fields: FieldParser<'a>,
    file: &'a mut ImportFile,
    report: &'a mut ImportReport,
}

impl Batches<'_> {
    fn take_all(
        &mut self,
        ask: &mut dyn FnMut(ImportJob) -> Result<ImportReply, ImportStop>,
        progress: &mut dyn FnMut(ImportProgress) -> ControlFlow<()>,
    ) -> Result<(), ImportStop> {
        let began = Instant::now();
        while let Some(batch) = batch::next(self.file, &self.fields, self.order.batch)? {
            let far = ImportProgress {
                rows: self.report.rows,
                bytes: self.file.progress(),
                elapsed: began.elapsed(),
            };
            if progress(far).is_break() {
                return Err(ImportStop::Cancelled);
            }
            self.take(batch, ask)?;
        }
        Ok(())
    }

    fn take(
        &mut self,
        batch: ImportBatch,
        ask: &mut dyn FnMut(ImportJob) -> Result<ImportReply, ImportStop>,
    ) -> Result<(), ImportStop> {
        let (lines, mut drafts): (Vec<u64>, Vec<Draft>) = batch.drafts.into_iter().unzip();
        for draft in &mut drafts {
            draft.wins = self.order.overwrite;
            let reason = draft.reason.as_ref();
            if let Some(reason) = reason.filter(|reason| reason.tells_its_kind()) {
                *self.report.guessed.entry(reason.kind).or_default() += 1;
            }
        }
        let reply = ask(ImportJob::Rows(drafts))?;
        let report = &mut *self.report;
        let mut new = HashSet::new();
        if let ImportReply::RowsImported(outcomes, counts, do_not_call) = reply {
            for (line, outcome) in lines.into_iter().zip(outcomes) {
                let is_new = matches!(&outcome, Ok(told) if told.did == RowEffect::Created);
                new.extend(is_new.then_some(line));
                report.took(line, outcome);
            }
            report.counts = counts;
            report.do_not_call = do_not_call;
        }
        // Whoever turned out to be known may have a number here.
        let nobody = batch
            .unreachable
            .into_iter()
            .filter(|r| new.contains(&r.line));
        let warnings = batch.warnings.into_iter().chain(nobody).collect();
        report.rows += batch.rows;
        report.refused(batch.refused, batch.problems, warnings);
        Ok(())
    }
}
