//! Let go, keep trying: the tries for a customer ran out, and a person decides.

use super::{Context, Plan};
use crate::domain::summary::CustomerSummary;

/// Stops trying: what waits for the decision is closed with its reason.
#[must_use]
pub fn let_go(ctx: Context<'_>, entry: &CustomerSummary) -> Plan {
    let tries = entry.follow_ups.iter().map(|f| f.attempts).max();
    let reason = format!("no answer after {} tries", tries.unwrap_or(0));
    let done = ctx.scene(entry).let_go(&reason);
    Plan::of(&entry.customer, "stopped trying", done)
}

/// Goes on trying: one more round.
#[must_use]
pub fn keep_trying(ctx: Context<'_>, entry: &CustomerSummary) -> Plan {
    let done = ctx.scene(entry).keep_trying();
    Plan::of(&entry.customer, "kept trying", done)
}
