//! Snooze: a customer is out of the list until a time, by choice.
//!
//! Owns how the time is read, for the list and the command line alike.

use super::{Context, Plan, Refusal, refuse_nothing_open};
use crate::domain::summary::CustomerSummary;
use crate::domain::time_phrase::{OpenTime, TimePhraseParser};

/// Takes a customer out of the list until a time; never past a promise.
///
/// # Errors
/// Nothing of theirs is open.
pub fn snooze(ctx: Context<'_>, entry: &CustomerSummary, until: OpenTime) -> Result<Plan, Refusal> {
    refuse_nothing_open(entry)?;
    let done = ctx.scene(entry).snooze(until.at);
    let what = format!("later: {}", ctx.dated(until.at));
    Ok(Plan::of(&entry.customer, what, done).moved_from_closed_day(until))
}

/// A time to come, from a phrase or a bare number of days. A day without a time on which the shop is
/// closed becomes the next open one.
///
/// # Errors
/// What was not understood, and what would be right.
pub fn read_until(typed: &str, reader: &TimePhraseParser<'_>) -> Result<OpenTime, String> {
    reader.read_rest(typed).map_err(|e| e.to_string())
}
