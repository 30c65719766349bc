//! Whether every row can be read, those of the history too.

use super::health_check::{HealthCheck, HealthStatus};
use crate::cli::CommandContext;

/// Whether every row can be read, those of the history too.
pub(super) fn values(setting: &CommandContext) -> HealthCheck {
    let checked = setting
        .store()
        .and_then(|mut store| Ok(store.check_rows()?));
    let advice =
        "they are shown as if nothing were known; checkback rescue -o rescued.db leaves them out";
    match checked {
        Ok(check) if check.unreadable.is_empty() => HealthCheck::well(
            "rows",
            format!("every one can be read ({} read)", check.looked_at),
        ),
        Ok(check) => {
            let tables = check.unreadable.iter().map(|found| {
                let first: Vec<String> = found.first.iter().map(i64::to_string).collect();
                format!(
                    "{} of {} ({}; the first: {})",
                    found.rows,
                    found.table.replace('_', "-"),
                    found.columns.join(", "),
                    first.join(", ")
                )
            });
            let says = format!(
                "some hold values that make no sense: {}",
                tables.collect::<Vec<_>>().join("; ")
            );
            HealthCheck::problem("rows", HealthStatus::Problem, says, advice)
        }
        Err(error) => HealthCheck::problem(
            "rows",
            HealthStatus::Problem,
            format!("they cannot all be read: {error}"),
            "checkback rescue -o rescued.db writes out what can still be read",
        ),
    }
}
