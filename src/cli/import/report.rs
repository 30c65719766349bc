//! What is said of an import, in words and as JSON: what came of its rows, and of which not.
//!
//! Owns how much of it is kept: of a million rows nobody reads a million lines.

use serde_json::{Value, json};

use super::{Failure, Out, Taking};
use crate::domain::gather::{Counts, Did, Told};
use crate::import::Remark;
use crate::import::file::File;
use crate::store::Outcome;

/// How many lines of one sort are shown before the rest is only counted.
const SHOWN: usize = 20;
/// How many lines of one sort are kept.
const KEPT: usize = 10_000;

/// Lines of one sort: the first of them, and how many there are.
#[derive(Debug)]
struct Lines<T> {
    first: Vec<T>,
    count: usize,
}

impl<T> Default for Lines<T> {
    fn default() -> Self {
        Self {
            first: Vec::new(),
            count: 0,
        }
    }
}

impl<T> Lines<T> {
    fn push(&mut self, line: T) {
        self.count += 1;
        if self.first.len() < KEPT {
            self.first.push(line);
        }
    }
}

/// What is said of an import.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) name: String,
    pub(super) rows: usize,
    dry_run: bool,
    counts: Counts,
    left_out: usize,
    problems: Lines<Remark>,
    warnings: Lines<Remark>,
    /// Of a preview: who is new, and who is known better.
    preview: [Lines<(u64, Told)>; 2],
    encoding: String,
    separator: Option<&'static str>,
    layout: Option<&'static str>,
    unknown: Vec<String>,
    left: Vec<String>,
}

impl Report {
    pub(super) fn new(name: String, dry_run: bool) -> Self {
        Self {
            name,
            rows: 0,
            dry_run,
            counts: Counts::default(),
            left_out: 0,
            problems: Lines::default(),
            warnings: Lines::default(),
            preview: Default::default(),
            encoding: String::new(),
            separator: None,
            layout: None,
            unknown: Vec::new(),
            left: Vec::new(),
        }
    }

    /// Notes the rows that will not do, and what is to be looked at.
    pub(super) fn refused(&mut self, rows: usize, problems: Vec<Remark>, warnings: Vec<Remark>) {
        self.left_out += rows;
        for problem in problems {
            self.problems.push(problem);
        }
        for warning in warnings {
            self.warnings.push(warning);
        }
    }

    /// Notes what a row came to.
    pub(super) fn took(&mut self, line: u64, outcome: Outcome) {
        match outcome {
            Err(what) => {
                self.left_out += 1;
                self.problems.push(Remark { line, what });
            }
            Ok(told) => {
                if let Some(double) = &told.double {
                    let what = format!("“{}” {double}", told.name);
                    self.warnings.push(Remark { line, what });
                }
                let [new, changed] = &mut self.preview;
                match &told.did {
                    _ if !self.dry_run => {}
                    Did::New => new.push((line, told)),
                    Did::Changed(_) => changed.push((line, told)),
                    Did::Same => {}
                }
            }
        }
    }

    /// Notes how the file was read, and what it came to in all.
    pub(super) fn end(&mut self, taking: &Taking, file: &File) {
        self.counts = taking.counts();
        self.encoding = file.told().says();
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

    pub(super) fn print(&self, out: &mut Out) -> Result<(), Failure> {
        let says = self.says();
        if out.is_json() {
            return out.value(&self.value(&says));
        }
        for warning in self.warnings.first.iter().take(SHOWN) {
            out.warn(&warning.to_string());
        }
        if self.warnings.count > SHOWN {
            out.warn(&format!("and {} more", self.warnings.count - SHOWN));
        }
        self.read_as(out)?;
        for lines in &self.preview {
            shown(lines, SHOWN, |(line, told)| in_words(*line, told), out)?;
        }
        shown(&self.problems, KEPT, ToString::to_string, out)?;
        out.say(&says)
    }

    /// How the file was read, where that is not plain, and what of it was left.
    fn read_as(&self, out: &mut Out) -> Result<(), Failure> {
        let program = self.layout.map(|name| format!("{name}; "));
        if program.is_some() || self.encoding != "UTF-8" {
            let program = program.unwrap_or_default();
            out.say(&format!("Read as {program}{}.", self.encoding))?;
        }
        if !self.left.is_empty() {
            let left: Vec<String> = self.left.iter().map(|c| format!("“{c}”")).collect();
            out.say(&format!("Columns left out: {}.", left.join(", ")))?;
        }
        Ok(())
    }

    fn says(&self) -> String {
        let counts = &self.counts;
        let verb = if self.dry_run {
            "Would import"
        } else {
            "Imported"
        };
        let rows = |n: usize| format!("{n} row{}", if n == 1 { "" } else { "s" });
        let parts = [
            (counts.changed > 0).then(|| format!("; more is known of {}", counts.changed)),
            (counts.same > 0).then(|| format!("; {} brought nothing new", rows(counts.same))),
            (counts.doubles > 0).then(|| format!("; {} may be there twice", counts.doubles)),
            (self.left_out > 0).then(|| format!("; {} left out", rows(self.left_out))),
        ];
        format!(
            "{verb} {}{}.",
            counts.brought(),
            parts.into_iter().flatten().collect::<String>()
        )
    }

    fn value(&self, says: &str) -> Value {
        let said = |remarks: &Lines<Remark>, key: &str| -> Vec<Value> {
            let remarks = remarks.first.iter();
            remarks
                .map(|r| json!({"line": r.line, key: r.what}))
                .collect()
        };
        let preview = self.dry_run.then(|| -> Vec<Value> {
            let mut lines: Vec<&(u64, Told)> =
                self.preview.iter().flat_map(|lines| &lines.first).collect();
            lines.sort_by_key(|(line, _)| *line);
            lines.into_iter().map(as_value).collect()
        });
        let counts = &self.counts;
        let mut value = json!({
            "file": self.name,
            "dry_run": self.dry_run,
            "read_as": {
                "program": self.layout,
                "encoding": self.encoding,
                "separator": self.separator,
            },
            "rows": self.rows,
            "customers": counts.customers,
            "customers_changed": counts.changed,
            "items": counts.items,
            "follow_ups": counts.follow_ups,
            "same": counts.same,
            "doubles": counts.doubles,
            "left_out": self.left_out,
            "problems": said(&self.problems, "problem"),
            "warnings": said(&self.warnings, "warning"),
            "unknown_columns": self.unknown,
            "says": says,
        });
        if let (Some(preview), Some(fields)) = (preview, value.as_object_mut()) {
            fields.insert("preview".to_owned(), preview.into());
        }
        value
    }
}

/// The first of some lines, and how many more there are.
fn shown<T>(
    lines: &Lines<T>,
    most: usize,
    words: impl Fn(&T) -> String,
    out: &mut Out,
) -> Result<(), Failure> {
    for line in lines.first.iter().take(most) {
        out.say(&words(line))?;
    }
    let shown = lines.first.len().min(most);
    if lines.count > shown {
        out.say(&format!("and {} more", lines.count - shown))?;
    }
    Ok(())
}

/// "line 3: Ben Ali: email ben@example.com; + Tyres".
fn in_words(line: u64, told: &Told) -> String {
    match &told.did {
        Did::Changed(edits) => {
            let edits: Vec<String> = edits.iter().map(ToString::to_string).collect();
            format!("line {line}: {}: {}", told.name, edits.join("; "))
        }
        Did::New | Did::Same => format!("line {line}: new: {}", told.name),
    }
}

fn as_value((line, told): &(u64, Told)) -> Value {
    let (did, fields) = match &told.did {
        Did::New => ("new", Vec::new()),
        Did::Same => ("same", Vec::new()),
        Did::Changed(edits) => (
            "changed",
            edits
                .iter()
                .map(|e| json!({"field": e.field, "before": e.before, "after": e.after}))
                .collect(),
        ),
    };
    json!({"line": line, "name": told.name, "did": did, "fields": fields, "double": told.double})
}
