//! `rescue`: copies all readable rows of a damaged database into a new one.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::backup::{amounts, counts};
use super::context::whole_path;
use super::{CommandContext, CommandError, CommandOutput, json};
use crate::store::RescueReport;

/// The arguments of `rescue`.
#[derive(Debug, Args)]
pub struct RescueArgs {
    /// The database to write to
    #[arg(short, long, value_name = "FILE", default_value = "rescued.db")]
    output: PathBuf,
}

/// Writes the new database.
///
/// # Errors
/// If the database cannot be opened or the new one not be written.
pub fn run(
    words: &RescueArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let backups = setting.backups()?;
    if !backups.database().exists() {
        let path = backups.database().display();
        return Err(CommandError::Refused(format!(
            "there is no database at “{path}”"
        )));
    }
    let rescue = backups.rescue(&words.output, &setting.rules().calendar)?;
    let file = whole_path(&words.output);
    let says = says(&rescue, &file);
    let tables: Vec<Value> = rescue
        .tables
        .iter()
        .map(|t| {
            json!({"table": t.table, "rows": t.rows, "left_out": t.left,
                "values_left_out": t.cells, "columns": t.columns, "lost": t.lost})
        })
        .collect();
    let mut value = json!({
        "file": file,
        "expected_customers": rescue.expected,
        "names_lost": rescue.nameless,
        "tables": tables,
    });
    for (name, count) in counts(&rescue.holds) {
        value = json::with_field(value, name, count);
    }
    out.answer(&json::with_field(value, "says", says.as_str()), &says)
}

fn says(rescue: &RescueReport, file: &str) -> String {
    let expected = rescue
        .expected
        .map(|n| format!(" The shop had {n} customers."));
    let words = |table: &str| table.replace('_', "-");
    let partly = rescue.tables.iter().filter(|t| t.lost || t.left > 0);
    let partly: Vec<String> = partly
        .map(|t| match t.left {
            0 => words(t.table),
            1 => format!("{} (1 row left out)", words(t.table)),
            n => format!("{} ({n} rows left out)", words(t.table)),
        })
        .collect();
    let values = rescue.tables.iter().filter(|t| t.cells > 0);
    let values: Vec<String> = values
        .map(|t| {
            format!(
                "{} of {} ({})",
                t.cells,
                words(t.table),
                t.columns.join(", ")
            )
        })
        .collect();
    let mut lost = String::new();
    if !partly.is_empty() {
        lost.extend([" Partly lost: ", &partly.join(", "), "."]);
    }
    if !values.is_empty() {
        lost.extend([
            " Values that made no sense were left out: ",
            &values.join(", "),
            ".",
        ]);
    }
    if lost.is_empty() {
        lost += " Everything could be read.";
    }
    let nameless = (rescue.nameless > 0).then(|| {
        format!(
            " The names of {} customers could not be read, only what belongs to them.",
            rescue.nameless
        )
    });
    format!(
        "Rescued {} to {file}.{}{lost}{} The damaged database was not touched; checkback restore \
         \"{file}\" makes this one the live database.",
        amounts(&rescue.holds),
        expected.unwrap_or_default(),
        nameless.unwrap_or_default()
    )
}
