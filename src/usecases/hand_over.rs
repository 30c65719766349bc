//! Hand over: somebody else of the shop owns some follow-ups from now on.
//!
//! Owns who of the shop is meant by a few typed letters.

use super::{Context, Plan, Refusal};
use crate::domain::customer::Id;
use crate::domain::familiar_staff::find_by_prefix;
use crate::domain::summary::CustomerSummary;
use crate::domain::summary::known_staff;
use crate::domain::text::{nearest, sanitize};

/// Hands follow-ups of a customer over.
#[must_use]
pub fn hand_over(ctx: Context<'_>, entry: &CustomerSummary, follow_ups: &[Id], to: &str) -> Plan {
    let done = ctx.scene(entry).hand_over(follow_ups, to);
    Plan::of(&entry.customer, format!("handed over to {to}"), done)
}

/// Who of the shop is meant by a name or its first letters: somebody known, or a new name. `None`
/// where nothing was typed.
///
/// # Errors
/// The names that fit, where several do.
pub fn who_is_meant(
    ctx: Context<'_>,
    entry: &CustomerSummary,
    typed: &str,
) -> Result<Option<String>, Refusal> {
    let typed = sanitize(typed);
    if typed.is_empty() {
        return Ok(None);
    }
    let staff = known_staff(ctx.rules, ctx.by, entry);
    let meant = find_by_prefix(&typed, &staff).map_err(Refusal::Unclear)?;
    Ok(meant.or(Some(typed)))
}

/// Who of the shop a call is handed over to, by a name or its first letters: somebody who is known,
/// as whoever is not would never see it. A shop that names no staff may be told of anybody.
///
/// # Errors
/// The names that fit, where several do; nobody is called so, and whose name is nearest.
pub fn colleague(
    ctx: Context<'_>,
    entry: &CustomerSummary,
    typed: &str,
) -> Result<Option<String>, Refusal> {
    let meant = who_is_meant(ctx, entry, typed)?;
    let staff = known_staff(ctx.rules, ctx.by, entry);
    let Some(name) = meant.filter(|_| !ctx.rules.staff.is_empty()) else {
        return who_is_meant(ctx, entry, typed);
    };
    if staff.contains(&name) {
        return Ok(Some(name));
    }
    let near = nearest(&name, staff.iter().map(String::as_str));
    let advice = near.map_or_else(
        || format!("known are {}", staff.join(", ")),
        |near| format!("did you mean {near}?"),
    );
    Err(Refusal::Unclear(format!(
        "nobody here is called “{name}”: {advice}"
    )))
}
