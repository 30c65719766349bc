//! `job`: a job that was done; its playbook plans what comes next.

use clap::Args;

use super::act_id::ActIdArg;
use super::{CommandContext, CommandError, CommandOutput, customer_arg, json};
use crate::domain::text::sanitize;
use crate::usecases::book_job::{JobReport, book_job};
use crate::usecases::commit::CommittedPlan;

/// The words of `job`.
#[derive(Debug, Args)]
pub struct JobArgs {
    /// An id, a number, or a name
    customer: String,
    /// The playbook: its name, its title, or the beginning of one
    playbook: String,
    /// What it was done on: a vehicle, a device, a pet
    #[arg(long, value_name = "TEXT")]
    item: Option<String>,
    /// When it was done; now if left out
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    done: Option<String>,
    /// Who did the job
    #[arg(long, value_name = "STAFF")]
    done_by: Option<String>,
    /// The id of an earlier try.
    #[command(flatten)]
    id: ActIdArg,
}

/// Books it.
///
/// # Errors
/// What was refused; nothing was saved then.
pub fn run(
    words: &JobArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let ctx = setting.known();
    let playbook = ctx.rules.playbooks.meant(&sanitize(&words.playbook));
    let playbook = playbook.map_err(CommandError::Refused)?;
    let read = |phrase: &String| ctx.reader().read(phrase);
    let done = words.done.as_ref().map(read).transpose()?;
    let job = JobReport {
        playbook,
        item: words.item.as_deref().unwrap_or_default(),
        done: done.map_or(ctx.now, |when| when.at),
        by: words.done_by.as_deref().unwrap_or_default(),
    };
    let mut store = setting.store()?;
    if words.id.was_saved(&mut store, setting, out)? {
        return Ok(());
    }
    let entry = customer_arg::customer(&words.customer, &mut store, setting)?;
    let plan = book_job(ctx, &entry, job)?;
    let CommittedPlan { plan, records } = setting.commit(plan, &words.id, &mut store, out)?;
    let after = store.entries(&[entry.customer.id])?.pop();
    let left = json::changed_rows(&records, after.as_ref(), &ctx.rules.calendar);
    let value = json::with_field(left, "playbook", playbook.name.as_str());
    let value = json::with_field(value, "says", plan.says.as_str());
    out.answer(&value, &plan.sentence())
}
