//! Book a job: work that was done, and the follow-ups its playbook plans after it.

use chrono::{DateTime, Utc};

use super::{Context, Plan, Refusal, hand_over};
use crate::domain::change::{Change, Record};
use crate::domain::draft::{self, CompletedJob, ExistingCustomer};
use crate::domain::follow_up::FollowUp;
use crate::domain::outcome::ChangePlan;
use crate::domain::playbook::Playbook;
use crate::domain::referrals;
use crate::domain::summary::CustomerSummary;
use crate::domain::text::sanitize;
use crate::domain::time_format::spoken_day;

/// A job that was done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct JobReport<'a> {
    /// What plans its follow-ups.
    pub playbook: &'a Playbook,
    /// What it was done on, as typed; empty where that is not said.
    pub item: &'a str,
    /// When it was done.
    pub done: DateTime<Utc>,
    /// Who did it, as typed; empty where that is not said.
    pub by: &'a str,
}

/// Books a job.
///
/// # Errors
/// The playbook plans nothing after a job; several of the shop may be meant by who did it.
pub(crate) fn book_job(
    ctx: Context<'_>,
    entry: &CustomerSummary,
    job: JobReport<'_>,
) -> Result<Plan, Refusal> {
    let playbook = job.playbook;
    if playbook.job.is_empty() {
        return Err(Refusal::Unclear(format!(
            "the playbook “{}” plans nothing after a job: give it a “job” in the shop's playbooks",
            playbook.name
        )));
    }
    let by = hand_over::who_is_meant(ctx, entry, job.by)?;
    let item = Some(sanitize(job.item)).filter(|label| !label.is_empty());
    let known = ExistingCustomer {
        customer: &entry.customer,
        items: &entry.items,
    };
    let completed = CompletedJob {
        item: item.as_deref(),
        done: job.done,
        by: by.as_deref(),
    };
    let changes = draft::plan_job(playbook, known, &completed, ctx.author(), ctx.rules);
    let says = says(ctx, entry, playbook, &changes);
    let done = ChangePlan {
        changes,
        says,
        let_go: false,
    };
    let what = format!("job: {}", playbook.title);
    Ok(Plan::of(&entry.customer, what, done))
}

/// "Brakes done. Next: Brakes: quiet and straight? Wed 25 Nov."
fn says(
    ctx: Context<'_>,
    entry: &CustomerSummary,
    playbook: &Playbook,
    changes: &[Change],
) -> String {
    let made = changes.iter().filter_map(|c| match &c.after {
        Some(Record::FollowUp(f)) => Some(f.clone()),
        _ => None,
    });
    let (mut planned, thanks): (Vec<FollowUp>, Vec<FollowUp>) =
        made.partition(|f| f.customer == entry.customer.id);
    planned.sort_by_key(|f| f.due_at);
    let calendar = &ctx.rules.calendar;
    let day = |f: &FollowUp| spoken_day(f.due_at, ctx.now, calendar);
    let planned: Vec<String> = planned
        .iter()
        .map(|f| format!("{} {}", f.about, day(f)))
        .collect();
    let thanks = referrals::thanks_sentence(&thanks, ctx.now, calendar);
    let thanks = thanks.map(|says| format!(" {says}")).unwrap_or_default();
    format!("{}. Next: {}.{thanks}", playbook.title, planned.join("; "))
}
