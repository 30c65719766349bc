//! Calling: the number to dial, to copy, or in a message, and the call that is under way.
//!
//! What leaves the program (a command that is started, the clipboard) is put here by a key and
//! taken by the terminal.

use chrono::{DateTime, Utc};

use super::state::App;
use crate::domain::customer::Id;
use crate::domain::message::MessageFields;
use crate::domain::summary::CustomerSummary;

/// From how many tries on a message is due.
pub const MISSES: i64 = 2;

/// A call that was dialled and has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OngoingCall {
    /// To whom.
    pub customer: Id,
    /// What they are called.
    pub name: String,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// What calling needs and leaves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallState {
    /// The shop's dial command, the number's place in it; where there is none nothing is dialled.
    pub command: Option<Vec<String>>,
    /// Whether the customer who is being asked for is to be dialled.
    pub asked: bool,
    /// The number to dial now: whoever dials it takes it.
    pub number: Option<String>,
    /// What goes to the clipboard now: whoever copies it takes it.
    pub copied: Option<String>,
    /// The call that is under way.
    pub call: Option<OngoingCall>,
}

impl CallState {
    /// How long a customer has been called, as a clock shows it.
    #[must_use]
    pub fn clock(&self, customer: Id, now: DateTime<Utc>) -> Option<String> {
        let call = self.call.as_ref()?;
        if call.customer != customer {
            return None;
        }
        let seconds = (now - call.since).num_seconds().max(0);
        Some(format!("calling {}:{:02}", seconds / 60, seconds % 60))
    }
}

/// A message that is ready to be pasted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessagePopup {
    /// To whom.
    pub entry: CustomerSummary,
    /// What it says.
    pub words: String,
    /// Whether they were tried too seldom for it yet.
    pub early: bool,
}

impl MessagePopup {
    /// The message to a customer about their most urgent follow-up.
    ///
    /// # Errors
    /// Why there is nothing to write to them about.
    pub fn to(entry: &CustomerSummary, app: &App) -> Result<Self, String> {
        let name = &entry.customer.name;
        let Some(follow_up) = entry.urgent(app.now) else {
            return Err(format!("{name}: no open calls."));
        };
        let promised = follow_up.promise_open().is_some();
        if entry.customer.refuses(follow_up.marketing, promised) {
            let to = if entry.customer.no_calls_at.is_some() {
                "all calls, and nothing is promised"
            } else {
                "marketing, and nothing else is open"
            };
            return Err(format!("No message: {name} said no to {to}."));
        }
        let words = app.rules.message.filled(&MessageFields {
            name: &entry.customer.name,
            item: entry.item(follow_up.item),
            reason: &follow_up.about,
            shop: &app.rules.shop,
            number: &app.rules.phone,
        });
        Ok(Self {
            entry: entry.clone(),
            words,
            early: follow_up.attempts < MISSES,
        })
    }
}
