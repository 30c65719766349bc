//! Calling: the number to dial, to copy, or in a message, and the call that is under way.
//!
//! What leaves the program (a command that is started, the clipboard) is put here by a key and
//! taken by the terminal.

use chrono::{DateTime, Utc};

use super::settings::AppSettings;
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

/// What goes to the clipboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClipboardText {
    /// A number.
    Number(String),
    /// A message.
    Message(String),
}

impl ClipboardText {
    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Number(text) | Self::Message(text) => text,
        }
    }

    /// What is said once it was sent: that it is copied only where the clipboard's own program says
    /// so. A terminal never says whether it let it in.
    #[must_use]
    pub const fn sentence(&self, copied: bool) -> &'static str {
        match (self, copied) {
            (Self::Number(_), true) => "The number is copied.",
            (Self::Message(_), true) => "The message is copied.",
            (Self::Number(_), false) => {
                "The number was sent to the terminal. If it does not paste, type it."
            }
            (Self::Message(_), false) => {
                "Sent to the terminal. If it does not paste, select it with shift and the mouse."
            }
        }
    }
}

/// What calling needs and leaves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallState {
    /// The shop's dial command, the number's place in it; where there is none nothing is dialled.
    pub command: Option<Vec<String>>,
    /// Whether there is one that may not be run: others may write the settings it stands in.
    pub refused: bool,
    /// Whether the customer who is being asked for is to be dialled.
    pub asked: bool,
    /// The number to dial now: whoever dials it takes it.
    pub number: Option<String>,
    /// What goes to the clipboard now: whoever copies it takes it.
    pub copied: Option<ClipboardText>,
    /// The call that is under way.
    pub call: Option<OngoingCall>,
}

impl CallState {
    /// Nobody is called yet. Nobody of a made-up shop is there to be rung.
    #[must_use]
    pub fn new(settings: &AppSettings) -> Self {
        Self {
            command: settings.dial.clone().filter(|_| !settings.demo),
            refused: settings.dial_refused && !settings.demo,
            ..Self::default()
        }
    }

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
