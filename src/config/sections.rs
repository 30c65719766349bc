//! The sections of the shop's file as the domain's rules, each setting that is left out with its
//! default.

use std::collections::BTreeSet;
use std::path::Path;

use chrono_tz::Tz;

use super::ConfigError;
use super::config_file::{CadenceTable, ClosedTable, KeepTable, ResultsTable, StepText, WeekTable};
use super::value::{CountValue, DayHours};
use crate::domain::cadence::{Cadence, CadenceStep};
use crate::domain::hours::{Calendar, WeekHours};
use crate::domain::retention::RetentionPolicy;
use crate::domain::rules::ReturnDays;

pub(super) fn or_else<T, U>(given: Option<T>, take: impl Fn(T) -> U, usual: impl Fn() -> U) -> U {
    given.map_or_else(usual, take)
}

/// The machine's zone: `TZ`, else what the system says, else UTC.
pub(super) fn zone_of_machine() -> Result<Tz, ConfigError> {
    if let Ok(named) = std::env::var("TZ") {
        let name = named.trim_start_matches(':');
        let name = if name.is_empty() { "UTC" } else { name };
        return name.parse().map_err(|_| {
            ConfigError::Environment(format!(
                "TZ holds “{}”, which is not a time zone this program knows: write one like Europe/London",
                crate::domain::text::sanitize(name)
            ))
        });
    }
    Ok(looked_up_zone().unwrap_or(Tz::UTC))
}

/// The zone the system names; `None` if it cannot be looked up.
pub(super) fn looked_up_zone() -> Option<Tz> {
    let name = iana_time_zone::get_timezone().ok();
    // A Unix without this file has no zone set, which means UTC.
    let unset = cfg!(unix) && !Path::new("/etc/localtime").exists();
    known_zone(name.as_deref(), unset)
}

/// The zone of a name, where it is known; `unset` says that the system has none set.
fn known_zone(name: Option<&str>, unset: bool) -> Option<Tz> {
    match name {
        Some(name) => name.parse().ok(),
        None => unset.then_some(Tz::UTC),
    }
}

pub(super) fn calendar(
    zone: Tz,
    open: WeekTable,
    call: WeekTable,
    closed: ClosedTable,
) -> Calendar {
    let usual = Calendar::default();
    Calendar {
        zone,
        opening: week(open, usual.opening),
        calling: week(call, usual.calling),
        holidays: closed
            .holidays
            .into_iter()
            .map(|d| d.0)
            .collect::<BTreeSet<_>>(),
    }
}

fn week(table: WeekTable, usual: WeekHours) -> WeekHours {
    let [mon, tue, wed, thu, fri, sat, sun] = usual.0;
    let day =
        |given: Option<DayHours>, usual| or_else(given, |d| d.0, move || Clone::clone(&usual));
    WeekHours([
        day(table.mon, mon),
        day(table.tue, tue),
        day(table.wed, wed),
        day(table.thu, thu),
        day(table.fri, fri),
        day(table.sat, sat),
        day(table.sun, sun),
    ])
}

pub(super) fn cadence(table: CadenceTable) -> Cadence {
    let usual = Cadence::default();
    let steps = |given: Option<Vec<StepText>>, usual: Vec<CadenceStep>| {
        given.map_or(usual, |steps| steps.into_iter().map(|s| s.0).collect())
    };
    let number = |given: Option<CountValue>, usual: i64| given.map_or(usual, |n| i64::from(n.0));
    Cadence {
        no_answer: steps(table.no_answer, usual.no_answer),
        red: steps(table.red, usual.red),
        busy: steps(table.busy, usual.busy),
        voicemail: table.voicemail.map_or(usual.voicemail, |s| s.0),
        voicemails: number(table.voicemails, usual.voicemails),
        tries_a_day: number(table.tries_a_day, usual.tries_a_day),
        tries_a_day_red: number(table.tries_a_day_red, usual.tries_a_day_red),
        attempts: number(table.attempts, usual.attempts),
        attempts_marketing: number(table.attempts_marketing, usual.attempts_marketing),
    }
}

pub(super) fn returns(table: &ResultsTable) -> ReturnDays {
    let usual = ReturnDays::default();
    let days = |given: Option<CountValue>, usual: u32| given.map_or(usual, |n| n.0);
    ReturnDays {
        authorised: days(table.authorised, usual.authorised),
        declined_red: days(table.declined_red, usual.declined_red),
        declined_amber: days(table.declined_amber, usual.declined_amber),
        declined_green: days(table.declined_green, usual.declined_green),
        can_wait: days(table.can_wait, usual.can_wait),
        thinking_at: table.thinking.map_or(usual.thinking_at, |t| t.0),
        check_back: days(table.check_back, usual.check_back),
        check_back_ends: days(table.check_back_ends, usual.check_back_ends),
    }
}

pub(super) fn keep(table: &KeepTable) -> RetentionPolicy {
    let usual = RetentionPolicy::default();
    let length = |given: Option<CountValue>, usual: u32| given.map_or(usual, |n| n.0);
    RetentionPolicy {
        backups: length(table.backups, usual.backups),
        closed: length(table.closed, usual.closed),
        authorised: length(table.authorised, usual.authorised),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_that_cannot_be_looked_up_is_not_taken_for_utc() {
        let berlin = Some("Europe/Berlin");
        assert_eq!(known_zone(berlin, false), Some(Tz::Europe__Berlin));
        assert_eq!(known_zone(None, false), None);
        assert_eq!(known_zone(Some("Mitteleuropäische Zeit"), false), None);
        assert_eq!(known_zone(None, true), Some(Tz::UTC));
    }
}
