//! The calls of people who are no longer of the staff: nobody rings them who looks at their own.

use super::health_check::{HealthCheck, HealthStatus};
use crate::cli::CommandContext;

/// Whether open calls belong to somebody who is not of the staff; nothing where the shop names no
/// staff, or its rows cannot be read, which other checks say.
pub(super) fn check(setting: &CommandContext) -> Option<HealthCheck> {
    let staff = &setting.rules().staff;
    if staff.is_empty() {
        return None;
    }
    let owners = setting.store().ok()?.open_calls_by_owner().ok()?;
    let left = owners.iter().filter(|(owner, _)| !staff.contains(owner));
    let left: Vec<String> = left
        .map(|(owner, calls)| {
            let s = if *calls == 1 { "" } else { "s" };
            format!("{owner}, who is not of the staff, has {calls} open call{s}")
        })
        .collect();
    Some(if left.is_empty() {
        HealthCheck::well("staff", "every call is somebody's who is here")
    } else {
        HealthCheck::problem(
            "staff",
            HealthStatus::Advisory,
            left.join("; "),
            "checkback list --due all --owner NAME shows them, h in the list hands one over; or add \
             the name to staff in the settings",
        )
    })
}
