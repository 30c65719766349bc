//! A contact: one attempt to reach a customer, outward or inward, and how it went.
//!
//! Owns the record and its vocabularies; what follows from it is `outcome`'s.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::customer::Id;
use super::follow_up::{FollowUpResult, vocabulary};
use super::money::Currency;

vocabulary! {
    /// Who rang whom.
    Direction, "direction" {
        /// We tried to reach them.
        Outward = "outward",
        /// They reached us.
        Inward = "inward",
    }
}

vocabulary! {
    /// How a contact was made.
    ContactWay, "way" {
        /// By telephone.
        Phone = "phone",
        /// By text message.
        Text = "text",
        /// By e-mail.
        Email = "e-mail",
        /// Face to face.
        InPerson = "in-person",
    }
}

vocabulary! {
    /// How a contact ended.
    Outcome, "outcome" {
        /// We spoke.
        Reached = "reached",
        /// It rang out.
        NoAnswer = "no-answer",
        /// A message was left.
        Voicemail = "voicemail",
        /// The line was busy.
        Busy = "busy",
        /// The number is somebody else's.
        WrongNumber = "wrong-number",
    }
}

impl Outcome {
    /// As a sentence would say it.
    #[must_use]
    pub const fn spoken(self) -> &'static str {
        match self {
            Self::Reached => "Reached",
            Self::NoAnswer => "No answer",
            Self::Voicemail => "Voicemail",
            Self::Busy => "Busy",
            Self::WrongNumber => "Wrong number",
        }
    }
}

vocabulary! {
    /// How the customer felt at the end.
    Feeling, "feeling" {
        /// More than content.
        Pleased = "pleased",
        /// Content.
        Fine = "fine",
        /// Not content.
        Unhappy = "unhappy",
    }
}

/// What one contact brought for one follow-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactResult {
    /// Which follow-up.
    pub follow_up: Id,
    /// What came of it.
    pub result: FollowUpResult,
    /// The sum authorised, in minor units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
}

/// One attempt to reach a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The row's number.
    pub id: Id,
    /// Grows by one with every change.
    #[serde(skip)]
    pub version: i64,
    /// With whom.
    pub customer: Id,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom of the shop.
    pub by: String,
    /// Who rang whom.
    pub direction: Direction,
    /// By what means.
    pub way: ContactWay,
    /// How it ended.
    pub outcome: Outcome,
    /// What came of each follow-up it covered.
    pub answers: Vec<ContactResult>,
    /// When they are to be tried again, as it was set by this contact.
    pub next_at: Option<DateTime<Utc>>,
    /// How they felt.
    pub feeling: Option<Feeling>,
    /// What is to be remembered of it.
    pub note: Option<String>,
    /// Which try of its round it was, of our own calls: 1 where nobody had rung in vain before.
    #[serde(default)]
    pub attempt: Option<i64>,
}

impl Contact {
    /// What it came to: "no answer", "authorised £180, settled", "spoke to them, nothing settled".
    #[must_use]
    pub fn came_to(&self, currency: &Currency) -> String {
        if self.answers.is_empty() {
            return match self.outcome {
                Outcome::Reached => "spoke to them, nothing settled".to_owned(),
                outcome => outcome.spoken().to_lowercase(),
            };
        }
        let said: Vec<String> = self
            .answers
            .iter()
            .map(|a| match a.amount {
                Some(sum) => format!("{} {}", a.result.spoken(), currency.show(sum)),
                None => a.result.spoken().to_owned(),
            })
            .collect();
        said.join(", ")
    }
}
