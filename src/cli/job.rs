//! `job`: a job that was done; its playbook plans what comes next.

use clap::Args;

use super::{CommandContext, CommandError, CommandOutput, customer_arg, json};
use crate::domain::change::Record;
use crate::domain::customer::Id;
use crate::domain::draft::{self, ExistingCustomer};
use crate::domain::follow_up::FollowUp;
use crate::domain::playbook::Playbook;
use crate::domain::referrals;
use crate::domain::rules::Rules;
use crate::domain::text::sanitize;
use crate::domain::time_format::spoken_day;
use crate::store::SavedAct;

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
    let rules = setting.rules();
    let playbook = playbook(&words.playbook, rules)?;
    let read = |phrase: &String| setting.reader().read(phrase);
    let done = words.done.as_ref().map(read).transpose()?;
    let done = done.map_or(setting.now, |when| when.at);
    let mut store = setting.store()?;
    let entry = customer_arg::customer(&words.customer, &mut store, setting)?;
    let id = entry.customer.id;
    let known = ExistingCustomer {
        customer: &entry.customer,
        items: &entry.items,
    };
    let label = words.item.as_deref().map(sanitize);
    let label = label.as_deref().filter(|label| !label.is_empty());
    let done_by = words.done_by.as_deref().map(sanitize);
    let job = draft::CompletedJob {
        item: label,
        done,
        by: done_by.as_deref().filter(|by| !by.is_empty()),
    };
    let changes = draft::plan_job(playbook, known, &job, setting.pen(), rules);
    let what = format!("job: {}", playbook.title);
    let act = setting.act(&what, Some(id), changes);
    let saved = store.retry_while_lost(|store| store.save(&act))?;
    let after = store.entries(&[id])?.pop();
    let says = says(&playbook.title, id, &saved, setting);
    let left = json::changed_rows(&saved.records, after.as_ref(), &rules.calendar);
    let value = json::with_field(left, "playbook", playbook.name.as_str());
    let value = json::with_field(value, "says", says.as_str());
    out.answer(&value, &says)
}

/// The playbook that is meant, when it plans anything after a job.
fn playbook<'a>(typed: &str, rules: &'a Rules) -> Result<&'a Playbook, CommandError> {
    let meant = rules.playbooks.meant(&sanitize(typed));
    let playbook = meant.map_err(CommandError::Refused)?;
    if playbook.job.is_empty() {
        return Err(CommandError::refused(format!(
            "the playbook “{}” plans nothing after a job: give it a “job” in the shop's playbooks",
            playbook.name
        )));
    }
    Ok(playbook)
}

/// "Brakes done. Planned: check-back Wed 25 Nov: Brakes: quiet and straight?"
fn says(title: &str, customer: Id, saved: &SavedAct, setting: &CommandContext) -> String {
    let made = saved.records.iter().filter_map(|record| match record {
        Record::FollowUp(f) => Some(f.clone()),
        _ => None,
    });
    let (planned, thanks): (Vec<FollowUp>, Vec<FollowUp>) =
        made.partition(|f| f.customer == customer);
    let calendar = &setting.rules().calendar;
    let day = |at| spoken_day(at, setting.now, calendar);
    let planned: Vec<String> = planned
        .iter()
        .map(|f| format!("{} {}: {}", f.kind, day(f.due_at), f.about))
        .collect();
    let thanks = referrals::thanks_sentence(&thanks, setting.now, calendar);
    let thanks = thanks.map(|says| format!(" {says}")).unwrap_or_default();
    format!("{title}. Planned: {}.{thanks}", planned.join("; "))
}
