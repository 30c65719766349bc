//! `snooze`: a customer out of the list until a time, by choice.

use clap::Args;

use super::act_id::ActIdArg;
use super::{CommandContext, CommandError, CommandOutput, customer_arg, json};
use crate::usecases::commit::CommittedPlan;
use crate::usecases::snooze;

/// The words of `snooze`.
#[derive(Debug, Args)]
pub struct SnoozeArgs {
    /// An id, a number, or a name
    customer: String,
    /// Until when
    #[arg(value_name = "WHEN", allow_hyphen_values = true)]
    until: String,
    /// The id of an earlier try.
    #[command(flatten)]
    id: ActIdArg,
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
    let ctx = setting.known();
    let until = snooze::read_until(&words.until, &ctx.reader()).map_err(CommandError::Refused)?;
    let mut store = setting.store()?;
    if words.id.was_saved(&mut store, setting, out)? {
        return Ok(());
    }
    let entry = customer_arg::customer(&words.customer, &mut store, setting)?;
    let id = entry.customer.id;
    let plan = snooze::snooze(ctx, &entry, until)?;
    let CommittedPlan { plan, records } = setting.commit(plan, &words.id, &mut store, out)?;
    let after = store.entries(&[id])?.pop().unwrap_or(entry);
    let left = json::changed_rows(&records, Some(&after), &setting.rules().calendar);
    let value = json::with_field(left, "says", plan.says.as_str());
    out.answer(&value, &plan.sentence())
}
