//! The shape of assets/demo.toml, and how it says an instant.

use chrono::{DateTime, Days, Duration, Utc};
use serde::Deserialize;

use super::DemoError;
use crate::domain::contact::{Direction, Feeling, Outcome};
use crate::domain::follow_up::{FollowUpKind, FollowUpResult, Severity};
use crate::domain::hours::{Calendar, DaySpan};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DemoFile {
    pub(super) shop: DemoShop,
    pub(super) customer: Vec<DemoCustomer>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DemoShop {
    pub(super) name: String,
    pub(super) staff: Vec<String>,
    pub(super) owner: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DemoCustomer {
    pub(super) name: String,
    pub(super) phone: Option<String>,
    pub(super) email: Option<String>,
    pub(super) line: Option<String>,
    pub(super) hours: Option<String>,
    #[serde(default)]
    pub(super) items: Vec<String>,
    #[serde(default)]
    pub(super) event: Vec<DemoEvent>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DemoEvent {
    pub(super) at: String,
    pub(super) by: String,
    pub(super) add: Option<DemoFollowUp>,
    pub(super) outcome: Option<Outcome>,
    pub(super) direction: Option<Direction>,
    #[serde(default)]
    pub(super) results: Vec<DemoResult>,
    pub(super) feeling: Option<Feeling>,
    pub(super) note: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DemoFollowUp {
    pub(super) kind: FollowUpKind,
    pub(super) about: String,
    pub(super) severity: Option<Severity>,
    pub(super) quote: Option<i64>,
    pub(super) item: Option<usize>,
    pub(super) due: Option<String>,
    pub(super) promise: Option<String>,
    pub(super) playbook: Option<String>,
    pub(super) owner: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DemoResult {
    pub(super) of: FollowUpRef,
    pub(super) result: FollowUpResult,
    pub(super) amount: Option<i64>,
    pub(super) words: Option<String>,
}

/// Which follow-up: the customer's own additions counted from 1, or "last", the newest open one.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum FollowUpRef {
    Nth(usize),
    Word(String),
}

/// The instant of "-50d 10:10" (shop time), "-90m", "+3h".
pub(super) fn instant(
    text: &str,
    now: DateTime<Utc>,
    calendar: &Calendar,
) -> Result<DateTime<Utc>, DemoError> {
    let read = || {
        let (length, clock) = match text.split_once(' ') {
            Some((length, clock)) => (length, Some(DaySpan::clock(clock).ok()?)),
            None => (text, None),
        };
        let unit = length.chars().last()?;
        let amount: i64 = length.strip_suffix(unit)?.parse().ok()?;
        match (unit, clock) {
            ('m', None) => Some(now + Duration::minutes(amount)),
            ('h', None) => Some(now + Duration::hours(amount)),
            ('d', Some(minute)) => {
                let days = Days::new(amount.unsigned_abs());
                let today = calendar.date(now);
                let day = if amount < 0 {
                    today.checked_sub_days(days)?
                } else {
                    today.checked_add_days(days)?
                };
                Some(calendar.at_minute(day, minute))
            }
            _ => None,
        }
    };
    read().ok_or_else(|| {
        DemoError::InvalidFile(format!("“{text}” is not a time the demo understands"))
    })
}
