//! What is said of an import, printed: in words, or as JSON.

use serde_json::{Value, json};

use super::{CommandError, CommandOutput};
use crate::domain::import_merge::{RowEffect, RowOutcome};
use crate::import::ImportRemark;
use crate::import::import_report::{ImportReport, ReportLines, in_words};

/// How many lines of one sort are shown before the rest is only counted.
const SHOWN: usize = 20;

/// Prints it.
pub(super) fn print(
    name: &str,
    review: &ImportReport,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let says = review.says();
    if out.is_json() {
        return out.value(&value(name, review, &says));
    }
    for warning in review.warnings.first.iter().take(SHOWN) {
        out.warn(&warning.to_string());
    }
    if review.warnings.count > SHOWN {
        out.warn(&format!("and {} more", review.warnings.count - SHOWN));
    }
    if let Some(read_as) = review.read_as() {
        out.say(&format!("{read_as}."))?;
    }
    if !review.left.is_empty() {
        let left: Vec<String> = review.left.iter().map(|c| format!("“{c}”")).collect();
        out.say(&format!("Columns left out: {}.", left.join(", ")))?;
    }
    for note in &review.notes {
        out.say(&note.to_string())?;
    }
    for lines in [&review.new, &review.changed] {
        shown(
            lines,
            SHOWN,
            |(line, outcome)| in_words(*line, outcome),
            out,
        )?;
    }
    shown(&review.problems, usize::MAX, ToString::to_string, out)?;
    out.say(&says)
}

/// The first of some lines, and how many more there are.
fn shown<T>(
    lines: &ReportLines<T>,
    most: usize,
    words: impl Fn(&T) -> String,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    for line in lines.first.iter().take(most) {
        out.say(&words(line))?;
    }
    let shown = lines.first.len().min(most);
    if lines.count > shown {
        out.say(&format!("and {} more", lines.count - shown))?;
    }
    Ok(())
}

fn value(name: &str, review: &ImportReport, says: &str) -> Value {
    let said = |remarks: &ReportLines<ImportRemark>, key: &str| -> Vec<Value> {
        let remarks = remarks.first.iter();
        remarks
            .map(|r| json!({"line": r.line, key: r.what}))
            .collect()
    };
    let counts = &review.counts;
    let mut value = json!({
        "file": name,
        "dry_run": review.preview,
        "read_as": {
            "program": review.layout,
            "encoding": review.encoding,
            "separator": review.separator,
        },
        "rows": review.rows,
        "customers": counts.customers,
        "customers_changed": counts.changed,
        "items": counts.items,
        "follow_ups": counts.follow_ups,
        "same": counts.same,
        "doubles": counts.doubles,
        "do_not_call": review.do_not_call,
        "left_out": review.left_out,
        "problems": said(&review.problems, "problem"),
        "warnings": said(&review.warnings, "warning"),
        "unknown_columns": review.unknown,
        "notes": review.notes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "says": says,
    });
    if let Some(fields) = value.as_object_mut().filter(|_| review.preview) {
        let lines = [&review.new, &review.changed];
        let mut lines: Vec<&(u64, RowOutcome)> =
            lines.iter().flat_map(|lines| &lines.first).collect();
        lines.sort_by_key(|(line, _)| *line);
        let preview: Vec<Value> = lines.into_iter().map(as_value).collect();
        fields.insert("preview".to_owned(), preview.into());
    }
    value
}

fn as_value((line, outcome): &(u64, RowOutcome)) -> Value {
    let (did, fields) = match &outcome.did {
        RowEffect::Created => ("new", Vec::new()),
        RowEffect::Unchanged => ("same", Vec::new()),
        RowEffect::Updated(edits) => (
            "changed",
            edits
                .iter()
                .map(|e| json!({"field": e.field, "before": e.before, "after": e.after}))
                .collect(),
        ),
    };
    json!({"line": line, "name": outcome.name, "did": did, "fields": fields, "double": outcome.double})
}
