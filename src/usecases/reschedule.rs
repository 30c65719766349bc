//! Reschedule: one follow-up falls due at another time.

use super::{Context, Plan};
use crate::domain::customer::Id;
use crate::domain::summary::CustomerSummary;
use crate::domain::time_phrase::OpenTime;

/// Moves one follow-up of a customer to another time.
#[must_use]
pub fn reschedule(ctx: Context<'_>, entry: &CustomerSummary, follow_up: Id, to: OpenTime) -> Plan {
    let done = ctx.scene(entry).reschedule(follow_up, to.at);
    let what = format!("moved to {}", ctx.dated(to.at));
    Plan::of(&entry.customer, what, done).moved_from_closed_day(to)
}
