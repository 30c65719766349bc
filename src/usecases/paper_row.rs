//! Paper row: a call that was ticked on the printed list, logged as of when it was made.

use super::log::{CallReport, log};
use super::{Context, Plan, Refusal, refuse_nothing_open};
use crate::domain::paper::PaperRow;
use crate::domain::summary::CustomerSummary;

/// Logs the call of a row. `ctx` is of now, when it is keyed in.
///
/// # Errors
/// As `log`; also that more results were ticked than stood on the sheet.
pub(crate) fn log_row(
    ctx: Context<'_>,
    entry: &CustomerSummary,
    row: &PaperRow,
) -> Result<Plan, Refusal> {
    refuse_nothing_open(entry)?;
    let then = ctx.at(row.at());
    let call = CallReport {
        results: row.results(&then.scene(entry)).map_err(Refusal::Unclear)?,
        note: row.note().map(str::to_owned),
        ..CallReport::of(row.outcome())
    };
    let mut plan = log(then, entry, &call)?;
    // The sentence is as of the call: it says so where that was not today.
    let calendar = &ctx.rules.calendar;
    let local = calendar.local(row.at());
    plan.says = if calendar.date(row.at()) == calendar.date(ctx.now) {
        format!("{} {}", local.format("%H:%M"), plan.says)
    } else {
        format!(
            "{}, as of then: {}",
            local.format("%a %-d %b %H:%M"),
            plan.says
        )
    };
    Ok(plan)
}

#[cfg(test)]
mod tests;
