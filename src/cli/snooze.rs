//! `snooze`: a customer out of the list until a time, by choice.

use clap::Args;

use super::{CommandContext, CommandError, CommandOutput, customer_arg, json};

/// The words of `snooze`.
#[derive(Debug, Args)]
pub struct SnoozeArgs {
    /// An id, a number, or a name
    customer: String,
    /// Until when
    #[arg(value_name = "WHEN", allow_hyphen_values = true)]
    until: String,
}

/// Lets them rest; never past a promise.
///
/// # Errors
/// What was refused; nothing was saved then.
pub fn run(
    words: &SnoozeArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let until = setting.read_future_time(&words.until)?;
    let mut store = setting.store()?;
    let entry = customer_arg::customer(&words.customer, &mut store, setting)?;
    let id = entry.customer.id;
    let done = entry
        .scene(setting.rules(), setting.now, &setting.by)
        .snooze(until);
    let mut records = Vec::new();
    if !done.changes.is_empty() {
        let act = setting.act("later", Some(id), done.changes);
        records = store.retry_while_lost(|store| store.save(&act))?.records;
    }
    let after = store.entries(&[id])?.pop().unwrap_or(entry);
    let left = json::changed_rows(&records, Some(&after), &setting.rules().calendar);
    let value = json::with_field(left, "says", done.says.as_str());
    out.answer(&value, &format!("{}: {}", after.customer.name, done.says))
}
