//! What is said of an import: what came of its rows, and of which not.
//!
//! Owns how much of it is kept: of a million rows nobody reads a million lines.

use std::collections::BTreeMap;

use super::ImportRemark;
use super::file::ImportFile;
use super::survey::FileNote;
use crate::domain::follow_up::FollowUpKind;
use crate::domain::import_merge::{ImportCounts, RowEffect, RowOutcome};

/// How many lines of one sort are kept.
const KEPT: usize = 10_000;

/// Lines of one sort.
#[derive(Debug)]
pub struct ReportLines<T> {
    /// The first of them.
    pub first: Vec<T>,
    /// How many there are.
    pub count: usize,
}

impl<T> Default for ReportLines<T> {
    fn default() -> Self {
        Self {
            first: Vec::new(),
            count: 0,
        }
    }
}

impl<T> ReportLines<T> {
    fn push(&mut self, line: T) {
        self.count += 1;
        if self.first.len() < KEPT {
            self.first.push(line);
        }
    }
}

/// What is said of an import.
#[derive(Debug, Default)]
pub struct ImportReport {
    /// Whether nothing is written: whoever is new or changes is kept then, too.
    pub preview: bool,
    /// How many rows there were.
    pub rows: usize,
    /// How many did what.
    pub counts: ImportCounts,
    /// How many of the customers have a number that is on the do-not-call list; none are counted in a
    /// preview.
    pub do_not_call: usize,
    /// How many were left out: one may have several problems.
    pub left_out: usize,
    /// What was wrong with those.
    pub problems: ReportLines<ImportRemark>,
    /// What was taken all the same, and should be looked at; who may be there twice.
    pub warnings: ReportLines<ImportRemark>,
    /// Of a preview: who is new.
    pub new: ReportLines<(u64, RowOutcome)>,
    /// Of a preview: who changes.
    pub changed: ReportLines<(u64, RowOutcome)>,
    /// The calls whose kind no column names, by the kind that their words tell.
    pub guessed: BTreeMap<FollowUpKind, usize>,
    /// What it is written in.
    pub encoding: String,
    /// What parts its cells.
    pub separator: Option<&'static str>,
    /// The program whose layout it is.
    pub layout: Option<&'static str>,
    /// What is to be said of the file as a whole.
    pub notes: Vec<FileNote>,
    /// The columns that are none of ours.
    pub unknown: Vec<String>,
    /// Those of them that had something in them.
    pub left: Vec<String>,
}

impl ImportReport {
    /// Notes the rows that will not do, and what is to be looked at.
    pub fn refused(
        &mut self,
        rows: usize,
        problems: Vec<ImportRemark>,
        warnings: Vec<ImportRemark>,
    ) {
        self.left_out += rows;
        for problem in problems {
            self.problems.push(problem);
        }
        for warning in warnings {
            self.warnings.push(warning);
        }
    }

    /// Notes what a row came to; why it was left out where several customers fit.
    pub fn took(&mut self, line: u64, outcome: Result<RowOutcome, String>) {
        match outcome {
            Err(what) => {
                self.left_out += 1;
                self.problems.push(ImportRemark { line, what });
            }
            Ok(told) => {
                if let Some(double) = &told.double {
                    let what = format!("“{}” {double}", told.name);
                    self.warnings.push(ImportRemark { line, what });
                }
                match &told.did {
                    _ if !self.preview => {}
                    RowEffect::Created => self.new.push((line, told)),
                    RowEffect::Updated(_) => self.changed.push((line, told)),
                    RowEffect::Unchanged => {}
                }
            }
        }
    }

    /// Notes how the file was read, and what it came to in all.
    pub fn end(&mut self, counts: ImportCounts, file: &ImportFile) {
        self.counts = counts;
        self.encoding = file.encoding().says();
        self.notes.extend(self.guessed_kinds());
        self.problems.first.sort_by_key(|p| p.line);
        self.warnings.first.sort_by_key(|w| w.line);
        let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
        if let Some(csv) = file.csv() {
            self.separator = Some(csv.separator());
            self.layout = csv.columns().layout();
            self.unknown = owned(csv.columns().unknown());
            self.left = owned(csv.columns().left_out());
        }
    }

    /// "Read as Google Contacts; UTF-8", where that is not plain.
    #[must_use]
    pub fn read_as(&self) -> Option<String> {
        let program = self.layout.map(|name| format!("{name}; "));
        if program.is_none() && self.encoding == "UTF-8" {
            return None;
        }
        Some(format!(
            "Read as {}{}",
            program.unwrap_or_default(),
            self.encoding
        ))
    }

    /// Which kinds were read out of the words.
    fn guessed_kinds(&self) -> Option<FileNote> {
        let kinds = self.guessed.iter();
        let kinds: Vec<String> = kinds.map(|(kind, n)| format!("{n} {kind}")).collect();
        (!kinds.is_empty()).then(|| FileNote {
            what: format!(
                "No kind is given for some calls; by their words they are: {}.",
                kinds.join(", ")
            ),
            flag: Some("A column “kind” says it otherwise.".to_owned()),
        })
    }

    /// How many numbers asked not to be called, where any did.
    #[must_use]
    pub fn do_not_call_sentence(&self) -> Option<String> {
        let n = self.do_not_call;
        (n > 0).then(|| {
            format!(
                "{n} of them: this number asked not to be called for marketing before it was \
                 forgotten, and that stays in force"
            )
        })
    }

    /// What it came to, in a sentence.
    #[must_use]
    pub fn says(&self) -> String {
        let counts = &self.counts;
        let verb = if self.preview {
            "Would import"
        } else {
            "Imported"
        };
        let rows = |n: usize| format!("{n} row{}", if n == 1 { "" } else { "s" });
        let parts = [
            (counts.changed > 0).then(|| format!("; more details for {}", counts.changed)),
            (counts.same > 0).then(|| format!("; {} with nothing new", rows(counts.same))),
            (counts.doubles > 0).then(|| format!("; {} may be duplicates", counts.doubles)),
            (self.left_out > 0).then(|| format!("; {} left out", rows(self.left_out))),
        ];
        format!(
            "{verb} {}{}.",
            counts.brought(),
            parts.into_iter().flatten().collect::<String>()
        )
    }
}

/// "line 3: Ben Ali: email ben@example.com; + Tyres".
#[must_use]
pub fn in_words(line: u64, told: &RowOutcome) -> String {
    match &told.did {
        RowEffect::Updated(edits) => {
            let edits: Vec<String> = edits.iter().map(ToString::to_string).collect();
            format!("line {line}: {}: {}", told.name, edits.join("; "))
        }
        RowEffect::Created | RowEffect::Unchanged => format!("line {line}: new: {}", told.name),
    }
}
