//! Promise: the time by which the shop says the customer will hear.

use super::{Context, Plan};
use crate::domain::customer::Id;
use crate::domain::summary::CustomerSummary;
use crate::domain::time_phrase::OpenTime;

/// A time to come. A day without a time on which the shop is closed becomes the next open one.
///
/// # Errors
/// What was not understood, and what would be right.
pub fn read_by(typed: &str, ctx: Context<'_>) -> Result<OpenTime, String> {
    ctx.fields().promise(typed)
}

/// Promises that a customer hears about one follow-up by a time; a promise that is renewed keeps the
/// first one's time in sight.
#[must_use]
pub fn promise(ctx: Context<'_>, entry: &CustomerSummary, follow_up: Id, by: OpenTime) -> Plan {
    let done = ctx.scene(entry).promise(follow_up, by.at);
    let what = format!("promised by {}", ctx.dated(by.at));
    Plan::of(&entry.customer, what, done).moved_from_closed_day(by)
}
