//! `import`: customers and follow-ups from a file, as one act.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::{Failure, Out, Setting};
use crate::domain::typed::Reading;
use crate::domain::words::{clean, fold};
use crate::import::check::{self, Taken};
use crate::import::file::{File, Form, How, Source};
use crate::import::gather::{Counts, Gathering};
use crate::import::{Field, ImportError, Remark, encoding};
use crate::store::{Pace, Store, StoreError, Why};

/// How many warnings are shown before the rest is only counted.
const WARNINGS: usize = 20;

/// The words of `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// The file; - for standard input
    file: PathBuf,
    /// What it is; by its name where it is left out
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// What it is written in, such as latin1 or shift-jis; told by its bytes where it is left out
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Which of its columns is which of ours: phone=Mobile
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

/// What a file may be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Rows of cells, the first naming the columns
    Csv,
    /// Address-book cards
    Vcard,
}

/// What was read of a file.
#[derive(Default)]
struct Sheet {
    rows: usize,
    taken: Vec<(u64, Taken)>,
    problems: Vec<Remark>,
    warnings: Vec<Remark>,
    encoding: String,
    separator: Option<&'static str>,
    layout: Option<&'static str>,
    unknown: Vec<String>,
    left_out: Vec<String>,
}

/// Imports it.
///
/// # Errors
/// Why the whole file was refused; nothing was saved then.
pub fn run(words: &Import, setting: &Setting, out: &mut Out) -> Result<(), Failure> {
    let name = clean(&words.file.display().to_string());
    let refused = |why: &dyn std::fmt::Display| Failure::Refused(format!("“{name}”: {why}"));
    let how = how(words, setting)?;
    let source = source(&words.file).map_err(|e| refused(&e))?;
    let reading = Reading {
        rules: setting.rules(),
        region: &setting.config.region,
        now: setting.now,
        past: true,
    };
    let mut sheet = read(&source, &how, &reading).map_err(|e| refused(&e))?;
    let mut store = setting.store()?;
    let gathering = gather(&mut sheet, &mut store, setting)?;
    let counts = gathering.counts();
    let changes = gathering.changes();
    if !words.dry_run && !changes.is_empty() {
        let file = words.file.file_name().map(|n| clean(&n.to_string_lossy()));
        let file = file.unwrap_or_default();
        let what = format!("imported {file}: {}", brought(&counts));
        if let Some(backups) = store.backups() {
            backups.make(Why::Import, setting.now, Pace::AtOnce)?;
        }
        let act = setting.act(&what, None, changes);
        let saved = store.surely(|store| store.save(&act))?;
        if saved.do_not_call > 0 {
            out.warn(&format!(
                "{} of them: {}",
                saved.do_not_call,
                super::DO_NOT_CALL
            ));
        }
    }
    let report = Report {
        name,
        dry_run: words.dry_run,
        counts,
        sheet: &sheet,
    };
    report.print(out)
}

fn how(words: &Import, setting: &Setting) -> Result<How, Failure> {
    let encoding = words.encoding.as_deref().map(encoding::named).transpose();
    Ok(How {
        form: form(words),
        encoding: encoding.map_err(|e| Failure::refused(e.to_string()))?,
        map: map(&words.map)?,
        country: setting.config.region.code().to_owned(),
    })
}

fn read(source: &Source, how: &How, reading: &Reading<'_>) -> Result<Sheet, ImportError> {
    let mut file = File::open(source, how)?;
    let mut sheet = Sheet::default();
    while let Some(piece) = file.next_piece()? {
        sheet.rows += 1;
        let line = piece.line;
        let remark = |what: String| Remark { line, what };
        let taken = piece.what.map_err(|why| vec![why]);
        match taken.and_then(|brought| check::take(brought, reading)) {
            Ok(mut taken) => {
                let warnings = std::mem::take(&mut taken.warnings);
                sheet.warnings.extend(warnings.into_iter().map(remark));
                sheet.taken.push((line, taken));
            }
            Err(wrong) => sheet.problems.extend(wrong.into_iter().map(remark)),
        }
    }
    sheet.encoding = file.told().says();
    let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
    if let Some(csv) = file.csv() {
        sheet.separator = Some(csv.separator());
        sheet.layout = csv.columns().layout();
        sheet.unknown = owned(csv.columns().unknown());
        sheet.left_out = owned(csv.columns().left_out());
    }
    Ok(sheet)
}

/// Which column is which of ours, each of ours once.
fn map(texts: &[String]) -> Result<Vec<(Field, String)>, Failure> {
    let mut map: Vec<(Field, String)> = Vec::new();
    for text in texts {
        let (field, column) = mapped(text)?;
        if map.iter().any(|(known, _)| *known == field) {
            return Err(Failure::refused(format!(
                "--map names “{field}” twice: give one column for it"
            )));
        }
        map.push((field, column));
    }
    Ok(map)
}

fn mapped(text: &str) -> Result<(Field, String), Failure> {
    let shown = clean(text);
    let (field, column) = text.split_once('=').ok_or_else(|| {
        Failure::refused(format!(
            "“{shown}” maps nothing: write it like phone=Mobile"
        ))
    })?;
    let field = field
        .parse::<Field>()
        .map_err(|e| Failure::refused(e.to_string()))?;
    Ok((field, column.to_owned()))
}

/// What a file is, where that is said: by its own words, or by its name.
fn form(words: &Import) -> Option<Form> {
    let ending = words
        .file
        .extension()
        .map(|e| e.to_string_lossy().to_lowercase());
    match (words.format, ending.as_deref()) {
        (Some(Format::Vcard), _) | (None, Some("vcf" | "vcard")) => Some(Form::Vcard),
        (Some(Format::Csv), _) | (None, Some("csv" | "tsv" | "tab")) => Some(Form::Csv),
        (None, _) => None,
    }
}

fn source(path: &Path) -> std::io::Result<Source> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes)?;
        return Ok(Source::Held(Arc::from(bytes)));
    }
    Ok(Source::Path(path.to_owned()))
}

/// Holds the drafts against the customers the shop knows by their names.
fn gather(
    sheet: &mut Sheet,
    store: &mut Store,
    setting: &Setting,
) -> Result<Gathering, StoreError> {
    let names: BTreeSet<String> = sheet
        .taken
        .iter()
        .map(|(_, t)| fold(&t.draft.name))
        .collect();
    let names: Vec<String> = names.into_iter().collect();
    let mut gathering = Gathering::default();
    for entry in store.known(&names)? {
        let open = entry.follow_ups.clone();
        gathering.hold(entry, &open);
    }
    for (line, taken) in std::mem::take(&mut sheet.taken) {
        if let Err(what) = gathering.take(taken.draft, setting.pen()) {
            sheet.problems.push(Remark { line, what });
        }
    }
    sheet.problems.sort_by_key(|p| p.line);
    Ok(gathering)
}

/// "12 customers, 30 follow-ups".
fn brought(counts: &Counts) -> String {
    let of = |n: usize, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    format!(
        "{}, {}",
        of(counts.customers, "new customer"),
        of(counts.follow_ups, "follow-up")
    )
}

/// What is said of an import.
struct Report<'a> {
    name: String,
    dry_run: bool,
    counts: Counts,
    sheet: &'a Sheet,
}

impl Report<'_> {
    fn print(&self, out: &mut Out) -> Result<(), Failure> {
        let says = self.says();
        if out.is_json() {
            return out.value(&self.value(&says));
        }
        let warnings = &self.sheet.warnings;
        for warning in warnings.iter().take(WARNINGS) {
            out.warn(&warning.to_string());
        }
        if warnings.len() > WARNINGS {
            out.warn(&format!("and {} more", warnings.len() - WARNINGS));
        }
        self.read_as(out)?;
        for problem in &self.sheet.problems {
            out.say(&problem.to_string())?;
        }
        out.say(&says)
    }

    /// How the file was read, where that is not plain, and what of it was left.
    fn read_as(&self, out: &mut Out) -> Result<(), Failure> {
        let sheet = self.sheet;
        let program = sheet.layout.map(|name| format!("{name}; "));
        if program.is_some() || sheet.encoding != "UTF-8" {
            let program = program.unwrap_or_default();
            out.say(&format!("Read as {program}{}.", sheet.encoding))?;
        }
        if !sheet.left_out.is_empty() {
            let left: Vec<String> = sheet.left_out.iter().map(|c| format!("“{c}”")).collect();
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
            (self.left_out() > 0).then(|| format!("; {} left out", rows(self.left_out()))),
        ];
        format!(
            "{verb} {}{}.",
            brought(counts),
            parts.into_iter().flatten().collect::<String>()
        )
    }

    /// How many rows were left out: one may have several problems.
    fn left_out(&self) -> usize {
        self.sheet
            .problems
            .iter()
            .map(|p| p.line)
            .collect::<BTreeSet<_>>()
            .len()
    }

    fn value(&self, says: &str) -> Value {
        let said = |remarks: &[Remark], key: &str| -> Vec<Value> {
            remarks
                .iter()
                .map(|r| json!({"line": r.line, key: r.what}))
                .collect()
        };
        let counts = &self.counts;
        json!({
            "file": self.name,
            "dry_run": self.dry_run,
            "read_as": {
                "program": self.sheet.layout,
                "encoding": self.sheet.encoding,
                "separator": self.sheet.separator,
            },
            "rows": self.sheet.rows,
            "customers": counts.customers,
            "customers_changed": counts.changed,
            "items": counts.items,
            "follow_ups": counts.follow_ups,
            "same": counts.same,
            "left_out": self.left_out(),
            "problems": said(&self.sheet.problems, "problem"),
            "warnings": said(&self.sheet.warnings, "warning"),
            "unknown_columns": self.sheet.unknown,
            "says": says,
        })
    }
}
