//! A follow-up: one reason to contact a customer, with a due time.
//!
//! Owns the record and the small vocabularies it is written in: kind, severity, state, result.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::customer::Id;

/// Writes a vocabulary once: the enum, its words, and the way from one to the other.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident, $noun:literal { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            ::serde::Serialize, ::serde::Deserialize,
        )]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every one of them, in the order of PRODUCT's words.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The word for it, on screen, on the command line and in the file.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result { f.pad(self.word()) }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::domain::follow_up::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                // As it is kept: thousands are read in one go.
                if let Some(word) = Self::ALL.iter().find(|v| v.word() == text) {
                    return Ok(*word);
                }
                let wanted = text.trim().to_lowercase().replace([' ', '_'], "-");
                Self::ALL.iter().copied().find(|v| v.word() == wanted).ok_or_else(|| $crate::domain::follow_up::UnknownWord {
                    noun: $noun,
                    given: $crate::domain::text::sanitize(text),
                    words: [$($word,)+].join(", "),
                })
            }
        }
    };
}
pub(crate) use vocabulary;

/// A word that is none of those a vocabulary has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{given}” is not {} {noun}: write one of {words}", article(noun))]
pub struct UnknownWord {
    /// What the vocabulary is of.
    pub noun: &'static str,
    /// What was given.
    pub given: String,
    /// What would have been right.
    pub words: String,
}

/// The article of a noun.
fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    }
}

vocabulary! {
    /// What a follow-up is about.
    FollowUpKind, "kind" {
        /// An extra fault found.
        Finding = "finding",
        /// A price owed to the customer.
        Quote = "quote",
        /// Is all well since?
        CheckBack = "check-back",
        /// A problem the customer pointed out.
        ToldUs = "told-us",
        /// Come and collect.
        Ready = "ready",
        /// Arrived or late.
        Parts = "parts",
        /// A service, an MOT, a vaccination due.
        Reminder = "reminder",
        /// The customer is unhappy.
        Complaint = "complaint",
        /// The maker's.
        Recall = "recall",
        /// Anything else.
        Other = "other",
    }
}

impl FollowUpKind {
    /// Whether it is marketing, which an opt-out binds, unless its playbook says otherwise:
    /// a reminder asks for new business; everything else is about work in hand.
    #[must_use]
    pub const fn is_marketing(self) -> bool {
        matches!(self, Self::Reminder)
    }
}

vocabulary! {
    /// The trade's traffic light for a finding.
    Severity, "severity" {
        /// Unsafe or about to fail.
        Red = "red",
        /// Needs attention soon.
        Amber = "amber",
        /// Advice only.
        Green = "green",
    }
}

impl Severity {
    /// The letter shown beside its word and colour.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Red => "R",
            Self::Amber => "A",
            Self::Green => "G",
        }
    }
}

vocabulary! {
    /// Where a follow-up stands.
    FollowUpState, "state" {
        /// Waiting to be dealt with.
        Open = "open",
        /// Its attempts ran out: a person decides.
        LetGo = "let-go",
        /// Over, with a next date or a reason.
        Closed = "closed",
    }
}

vocabulary! {
    /// What came of a follow-up once the customer was reached.
    FollowUpResult, "result" {
        /// Who said yes, to how much, when: stamped.
        Authorised = "authorised",
        /// Not now, with a reason; it comes round again.
        Declined = "declined",
        /// They will think about it; rung again.
        Thinking = "thinking",
        /// We told them it can wait; it comes round again.
        CanWait = "can-wait",
        /// All is well.
        Settled = "settled",
        /// They are not; the owner rings.
        Unhappy = "unhappy",
        /// No longer matters.
        Dropped = "dropped",
    }
}

impl FollowUpResult {
    /// As a sentence would say it.
    #[must_use]
    pub const fn spoken(self) -> &'static str {
        match self {
            Self::CanWait => "can wait",
            Self::Dropped => "no longer matters",
            _ => self.word(),
        }
    }
}

/// Whether a kind and a severity make a red one: a red finding, a problem the customer told us of, a
/// customer left unhappy.
#[must_use]
pub fn goes_with_the_red(kind: FollowUpKind, severity: Option<Severity>) -> bool {
    severity == Some(Severity::Red)
        || matches!(kind, FollowUpKind::ToldUs | FollowUpKind::Complaint)
}

/// One reason to contact a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// The row's number.
    pub id: Id,
    /// Grows by one with every change.
    #[serde(skip)]
    pub version: i64,
    /// Who it is to be talked about with.
    pub customer: Id,
    /// What it is about of theirs.
    pub item: Option<Id>,
    /// What sort of reason.
    pub kind: FollowUpKind,
    /// The reason in the shop's words; never empty.
    pub about: String,
    /// How grave, of a finding.
    pub severity: Option<Severity>,
    /// The price named, in minor units of the shop's currency.
    pub quote: Option<i64>,
    /// Whether an opt-out from marketing binds it.
    pub marketing: bool,
    /// From when it belongs in the list.
    pub due_at: DateTime<Utc>,
    /// The time by which the shop said they would hear.
    pub promised_at: Option<DateTime<Utc>>,
    /// What was promised first, where the promise was renewed.
    pub first_promised_at: Option<DateTime<Utc>>,
    /// When they heard: whether the promise was kept follows from it.
    pub heard_at: Option<DateTime<Utc>>,
    /// The first promised time that went by unheard, where the promise was renewed after it: a
    /// broken promise stays broken, whatever is promised next.
    pub broken_at: Option<DateTime<Utc>>,
    /// Whose it is.
    pub owner: Option<String>,
    /// Unanswered tries since they were last reached about it.
    pub attempts: i64,
    /// How many of them moved the cadence on (all but the first busy ones).
    pub steps: i64,
    /// Busy tries in a row.
    pub busies: i64,
    /// Voicemails left.
    pub voicemails: i64,
    /// When trying again is no longer worth it: a try that would come later asks "let go?".
    pub lapses_at: Option<DateTime<Utc>>,
    /// The parts of the day tried in this round, a bit each (see `cadence::DayPart`).
    pub parts_tried: i64,
    /// Where it stands.
    pub state: FollowUpState,
    /// What came of it.
    pub result: Option<FollowUpResult>,
    /// Why it was closed, in words; of what is asked again, why they said no.
    pub reason: Option<String>,
    /// When it comes round again, as a follow-up of its own.
    pub next_at: Option<DateTime<Utc>>,
    /// Who said yes, where it was authorised.
    pub authorised_by: Option<String>,
    /// To how much, in minor units.
    pub authorised_amount: Option<i64>,
    /// When the result was given; of what is asked again and has none yet, when they said no.
    pub result_at: Option<DateTime<Utc>>,
    /// The follow-up this one came of.
    pub follows: Option<Id>,
    /// The playbook that says what to say and ask.
    pub playbook: Option<String>,
    /// A note on it.
    pub note: Option<String>,
    /// When it was entered.
    pub added_at: DateTime<Utc>,
    /// By whom.
    pub added_by: String,
    /// When they were first rung about it, reached or not.
    #[serde(default)]
    pub first_call_at: Option<DateTime<Utc>>,
    /// Who did the job it came of, where that was noted.
    #[serde(default)]
    pub done_by: Option<String>,
}

impl FollowUp {
    /// A fresh one, open, with nothing tried.
    #[must_use]
    pub fn new(
        id: Id,
        customer: Id,
        kind: FollowUpKind,
        about: &str,
        due_at: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            version: 0,
            customer,
            item: None,
            kind,
            about: about.to_owned(),
            severity: None,
            quote: None,
            marketing: kind.is_marketing(),
            due_at,
            promised_at: None,
            first_promised_at: None,
            heard_at: None,
            broken_at: None,
            owner: None,
            attempts: 0,
            steps: 0,
            busies: 0,
            voicemails: 0,
            lapses_at: None,
            parts_tried: 0,
            state: FollowUpState::Open,
            result: None,
            reason: None,
            next_at: None,
            authorised_by: None,
            authorised_amount: None,
            result_at: None,
            follows: None,
            playbook: None,
            note: None,
            added_at: due_at,
            added_by: String::new(),
            first_call_at: None,
            done_by: None,
        }
    }

    /// Whether it is waiting to be dealt with.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.state, FollowUpState::Open)
    }

    /// Whether it goes with the red ones: red findings, problems the customer told us of,
    /// customers left unhappy.
    #[must_use]
    pub fn is_red(&self) -> bool {
        goes_with_the_red(self.kind, self.severity)
    }

    /// A promise that still waits to be kept.
    #[must_use]
    pub fn promise_open(&self) -> Option<DateTime<Utc>> {
        if self.is_open() && self.heard_at.is_none() {
            self.promised_at
        } else {
            None
        }
    }

    /// From when it stands in the list: from its due date, or from a promise that is sooner.
    #[must_use]
    pub fn stands_from(&self) -> DateTime<Utc> {
        self.promise_open()
            .map_or(self.due_at, |p| p.min(self.due_at))
    }

    /// Promises a time, keeping the first one in sight when it is renewed; one that went by
    /// unheard counts as broken all the same. The due date stays: a promise moves nothing down.
    pub fn promise(&mut self, by: DateTime<Utc>, now: DateTime<Utc>) {
        if self.heard_at.is_some() {
            self.first_promised_at = None;
            self.broken_at = None;
        } else if let Some(before) = self.promised_at.filter(|p| *p != by) {
            self.first_promised_at = self.first_promised_at.or(Some(before));
            self.broken_at = self.broken_at.or(Some(before).filter(|p| *p < now));
        }
        self.promised_at = Some(by);
        self.heard_at = None;
    }
}

#[cfg(test)]
mod tests {
    use super::Severity;
    use crate::domain::contact::Outcome;

    #[test]
    fn a_word_of_no_vocabulary_is_refused_with_those_there_are() {
        let refused = "purple".parse::<Severity>().unwrap_err().to_string();
        assert_eq!(
            refused,
            "“purple” is not a severity: write one of red, amber, green"
        );
        let refused = "gone".parse::<Outcome>().unwrap_err().to_string();
        assert!(
            refused.starts_with("“gone” is not an outcome: "),
            "{refused}"
        );
    }
}
