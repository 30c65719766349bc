//! A customer: a person or firm with at least one way to reach them, and what they own.
//!
//! Owns the record itself and its few rules of its own; knows nothing of follow-ups.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::hours::DaySpan;

/// A row's number, given by the shop's store when it is first saved, 1 and up. In a change that
/// is yet to be saved a new row carries a negative one, so that others of the same act can name it.
pub type Id = i64;

/// A person or firm the shop may have to ring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Customer {
    /// The row's number.
    pub id: Id,
    /// Grows by one with every change; a change made against an older one is refused.
    #[serde(skip)]
    pub version: i64,
    /// What they are called, cleaned; never empty.
    pub name: String,
    /// Their number in E.164.
    pub phone: Option<String>,
    /// The number as one dials it from the shop, worked out once when it was typed.
    pub phone_shown: Option<String>,
    /// The extension behind the number.
    pub extension: Option<String>,
    /// When the number was found to be somebody else's.
    pub wrong_number_at: Option<DateTime<Utc>>,
    /// Their e-mail address, as typed.
    pub email: Option<String>,
    /// What whoever rings should know: how the name is said, who is ill, what was a joy.
    pub line: Option<String>,
    /// When they may be rung, where they narrowed it: every day, in shop time.
    pub hours: Option<DaySpan>,
    /// When they said no to marketing.
    pub opted_out_at: Option<DateTime<Utc>>,
    /// Who noted that they said no.
    pub opted_out_by: Option<String>,
    /// Out of the list until then.
    pub rest_until: Option<DateTime<Utc>>,
    /// Whether a person chose the rest (`s`), rather than the cadence: they then wait from its
    /// end, not from the day the follow-up fell due.
    pub rest_chosen: bool,
    /// The day of the last tries, in shop time.
    pub tried_on: Option<NaiveDate>,
    /// How often they were tried on that day.
    pub tries: i64,
    /// When they were first entered.
    pub added_at: DateTime<Utc>,
    /// The customer who recommended the shop to them.
    #[serde(default)]
    pub sent_by: Option<Id>,
    /// When that was noted.
    #[serde(default)]
    pub sent_at: Option<DateTime<Utc>>,
    /// When they first came after it: whoever sent them was thanked for it.
    #[serde(default)]
    pub came_at: Option<DateTime<Utc>>,
    /// Small kindnesses noted for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra_mile: Vec<ExtraMile>,
    /// When they said that they are not to be rung at all.
    #[serde(default)]
    pub no_calls_at: Option<DateTime<Utc>>,
    /// Who noted that they said so.
    #[serde(default)]
    pub no_calls_by: Option<String>,
    /// Their number in the program they were imported from, with that program's mark.
    #[serde(default)]
    pub source: Option<String>,
    /// Whom they turned out to be: all of theirs is that customer's, and this row points there.
    #[serde(default)]
    pub merged_into: Option<Id>,
}

/// A small kindness noted for a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtraMile {
    /// What it is: "wash the car".
    pub idea: String,
    /// When it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_at: Option<DateTime<Utc>>,
    /// By whom of the shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_by: Option<String>,
}

impl Customer {
    /// How often they were tried on a day, in shop time.
    #[must_use]
    pub fn tries_on(&self, day: NaiveDate) -> i64 {
        if self.tried_on == Some(day) {
            self.tries
        } else {
            0
        }
    }

    /// Whether they said no to marketing; who is not to be rung at all did so too.
    #[must_use]
    pub const fn refuses_marketing(&self) -> bool {
        self.opted_out_at.is_some() || self.no_calls_at.is_some()
    }

    /// Whether they said no to being rung about a follow-up: of marketing, or any at all but one
    /// they were promised to hear about.
    #[must_use]
    pub const fn refuses(&self, marketing: bool, promised: bool) -> bool {
        if self.no_calls_at.is_some() {
            !promised
        } else {
            marketing && self.opted_out_at.is_some()
        }
    }

    /// The number to dial, if it is theirs.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        let number = self.phone.as_deref();
        number.map(|e164| self.phone_shown.as_deref().unwrap_or(e164))
    }

    /// A number that cannot be read, as it was written: never dialled.
    #[must_use]
    pub fn doubtful_number(&self) -> Option<&str> {
        self.phone_shown.as_deref().filter(|_| self.phone.is_none())
    }

    /// Their number as it is shown, a doubtful one with a question mark behind it.
    #[must_use]
    pub fn shown_number(&self) -> Option<String> {
        let doubtful = || self.doubtful_number().map(|text| format!("{text}?"));
        self.number().map(str::to_owned).or_else(doubtful)
    }
}

/// What the shop looks after for a customer: a vehicle, a device, a pet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Item {
    /// The row's number.
    pub id: Id,
    /// Grows by one with every change.
    #[serde(skip)]
    pub version: i64,
    /// Whose it is.
    pub customer: Id,
    /// What it is, in the shop's words: "Renault Clio AB12 CDE".
    pub label: String,
}
