//! Calling: the number to dial, to copy, or in a message, and the call that is under way.
//!
//! What leaves the program (a command that is started, the clipboard) is put here by a key and
//! taken by the terminal.

use chrono::{DateTime, Utc};

use crate::domain::customer::Id;

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
