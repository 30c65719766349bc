//! `find`: searches customers by name, number, item or the text of a follow-up.

use clap::Args;
use serde_json::Value;

use super::table::{CellTone, TextCell, TextTable};
use super::{CommandContext, CommandError, CommandOutput, json};
use crate::domain::queue::most_urgent;
use crate::domain::text::sanitize;

/// The arguments of `find`.
#[derive(Debug, Args)]
pub struct FindArgs {
    /// A few letters or digits
    text: String,
    /// Show at most N
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

/// Searches and prints the matches.
///
/// # Errors
/// If the store cannot be opened or read, or the output not be written.
pub fn run(
    words: &FindArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let text = sanitize(&words.text);
    if text.is_empty() {
        return Err(CommandError::refused(
            "nothing to look for: give a few letters or digits",
        ));
    }
    let mut store = setting.store()?;
    let found = store.find(&text, words.limit)?;
    if out.is_json() {
        let calendar = &setting.rules().calendar;
        let found = found.iter().map(|entry| json::found(entry, calendar));
        return out.value(&Value::Array(found.collect()));
    }
    if found.is_empty() {
        return out.say(&format!(
            "No customer found for “{text}”. checkback add adds one."
        ));
    }
    let mut table = TextTable::default();
    for entry in &found {
        let first = most_urgent(&entry.follow_ups, setting.now).or(entry.follow_ups.first());
        let items: Vec<&str> = entry.items.iter().map(|i| i.label.as_str()).collect();
        let more = entry.follow_ups.len().saturating_sub(1);
        table.row(vec![
            TextCell::new(entry.customer.id.to_string())
                .tone(CellTone::Dim)
                .right(),
            TextCell::new(&entry.customer.name).tone(CellTone::Strong),
            TextCell::new(entry.customer.shown_number().unwrap_or_default()),
            TextCell::new(items.join(", ")),
            TextCell::new(first.map_or("", |f| f.about.as_str())),
            TextCell::new(if more > 0 {
                format!("+{more}")
            } else {
                String::new()
            }),
        ]);
    }
    out.table(&table)
}
