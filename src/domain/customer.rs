//! A customer: a person or firm with at least one way to reach them, and what they own.
//!
//! Owns the record and the rules that need nothing but it; follow-ups are not known here.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::hours::DaySpan;

/// A row's id, allocated by the store when the row is first saved, from 1 up. A new row in an
/// unsaved change carries a negative id, so that other rows of the same act can refer to it.
pub type Id = i64;

/// A person or firm the shop may have to ring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Customer {
    /// The row's id.
    pub id: Id,
    /// Incremented by every change; a change based on an older version is refused.
    #[serde(skip)]
    pub version: i64,
    /// The name, sanitized; never empty.
    pub name: String,
    /// The phone number in E.164.
    pub phone: Option<String>,
    /// The phone number as dialled from the shop, formatted once when it was entered.
    pub phone_shown: Option<String>,
    /// The extension of the number.
    pub extension: Option<String>,
    /// When the number was found to belong to somebody else.
    pub wrong_number_at: Option<DateTime<Utc>>,
    /// The e-mail address, as typed.
    pub email: Option<String>,
    /// What staff should know before they ring: how the name is pronounced, who is ill, what was a joy.
    pub line: Option<String>,
    /// The hours in which they accept calls, if they narrowed them: every day, in shop time.
    pub hours: Option<DaySpan>,
    /// When they opted out of marketing.
    pub opted_out_at: Option<DateTime<Utc>>,
    /// The member of staff who noted that opt-out.
    pub opted_out_by: Option<String>,
    /// The customer is out of the list until then.
    pub rest_until: Option<DateTime<Utc>>,
    /// Whether a person chose the rest (`s`), not the cadence. After a chosen rest the wait counts
    /// from its end, not from the day the follow-up fell due.
    pub rest_chosen: bool,
    /// When the rest was set: a promise that was still to come then is known to it, and one that was
    /// made later ends it in time. Not known of old rows.
    #[serde(default)]
    pub rest_set_at: Option<DateTime<Utc>>,
    /// The day of the last attempts, in shop time.
    pub tried_on: Option<NaiveDate>,
    /// The number of attempts on that day.
    pub tries: i64,
    /// When they were first entered.
    pub added_at: DateTime<Utc>,
    /// The customer who recommended the shop to them.
    #[serde(default)]
    pub sent_by: Option<Id>,
    /// When the referral was noted.
    #[serde(default)]
    pub sent_at: Option<DateTime<Utc>>,
    /// When they first came after the referral: the sender was thanked for it then.
    #[serde(default)]
    pub came_at: Option<DateTime<Utc>>,
    /// Small kindnesses noted for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra_mile: Vec<ExtraMile>,
    /// When they opted out of all calls.
    #[serde(default)]
    pub no_calls_at: Option<DateTime<Utc>>,
    /// The member of staff who noted that opt-out.
    #[serde(default)]
    pub no_calls_by: Option<String>,
    /// Their id in the program they were imported from, with that program's prefix.
    #[serde(default)]
    pub source: Option<String>,
    /// The language they are spoken and written to in, as a BCP 47 tag: "en-GB".
    #[serde(default)]
    pub language: Option<String>,
    /// The customer they were merged into: all their records belong to that one, and this row is a
    /// pointer to it.
    #[serde(default)]
    pub merged_into: Option<Id>,
}

/// A small kindness noted for a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtraMile {
    /// The kindness: "wash the car".
    pub idea: String,
    /// When it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_at: Option<DateTime<Utc>>,
    /// The member of staff who gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_by: Option<String>,
}

impl Customer {
    /// Keeps them out of the list until an instant, or brings them back where there is none.
    pub fn rest(&mut self, until: Option<DateTime<Utc>>, chosen: bool, now: DateTime<Utc>) {
        self.rest_until = until;
        self.rest_chosen = chosen && until.is_some();
        self.rest_set_at = until.map(|_| now);
    }

    /// The number of attempts on a day, in shop time.
    #[must_use]
    pub fn tries_on(&self, day: NaiveDate) -> i64 {
        if self.tried_on == Some(day) {
            self.tries
        } else {
            0
        }
    }

    /// Whether they opted out of marketing; an opt-out of all calls includes it.
    #[must_use]
    pub const fn refuses_marketing(&self) -> bool {
        self.opted_out_at.is_some() || self.no_calls_at.is_some()
    }

    /// Whether an opt-out forbids a call about a follow-up. An opt-out of marketing forbids marketing
    /// calls; one of all calls forbids any but a promised one.
    #[must_use]
    pub const fn refuses(&self, marketing: bool, promised: bool) -> bool {
        if self.no_calls_at.is_some() {
            !promised
        } else {
            marketing && self.opted_out_at.is_some()
        }
    }

    /// The number to dial, unless it belongs to somebody else.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        let number = self.phone.as_deref();
        number.map(|e164| self.phone_shown.as_deref().unwrap_or(e164))
    }

    /// A number that could not be parsed, as it was written. It is never dialled.
    #[must_use]
    pub fn doubtful_number(&self) -> Option<&str> {
        self.phone_shown.as_deref().filter(|_| self.phone.is_none())
    }

    /// The number as shown; one that could not be parsed ends in a question mark.
    #[must_use]
    pub fn shown_number(&self) -> Option<String> {
        let doubtful = || self.doubtful_number().map(|text| format!("{text}?"));
        self.number().map(str::to_owned).or_else(doubtful)
    }
}

/// What the shop looks after for a customer: a vehicle, a device, a pet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Item {
    /// The row's id.
    pub id: Id,
    /// Incremented by every change.
    #[serde(skip)]
    pub version: i64,
    /// The owner.
    pub customer: Id,
    /// The label, in the shop's words: "Renault Clio AB12 CDE".
    pub label: String,
}
