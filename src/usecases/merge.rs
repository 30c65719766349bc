//! Merge: two customers turned out to be one.

use super::{Context, Plan};
use crate::domain::merge::MergePair;

/// Makes one customer of two: all that is the other's becomes the kept one's. Both customers' rows are
/// in the plan even where they do not change, so that a change made elsewhere meanwhile is a conflict.
#[must_use]
pub fn merge(ctx: Context<'_>, pair: &MergePair) -> Plan {
    let (kept, other) = (&pair.kept.customer, &pair.other.customer);
    Plan {
        what: format!("merged: {}", pair.describe_moves()),
        customer: Some(kept.id),
        name: kept.name.clone(),
        changes: pair.changes(ctx.now),
        says: format!("Merged with {}.", other.name),
        ..Plan::default()
    }
}
