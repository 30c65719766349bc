//! The closing sweep: each promise of today that is still open, one by one, and what became of it.

use super::prompt::{PromptPopup, PromptPurpose};
use crate::app::text_input::TextInput;
use crate::domain::customer::Id;
use crate::domain::follow_up::FollowUp;
use crate::domain::summary::CustomerSummary;

/// What a promise still asks before it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SweepQuestion {
    /// By when they will hear instead.
    NewTime(Box<PromptPopup>),
    /// Who rings them.
    NewOwner(Box<PromptPopup>),
}

/// The sweep.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SweepPopup {
    /// The promises, most pressing first: whose, and which follow-up.
    pub open: Vec<(CustomerSummary, Id)>,
    /// The one that is asked about.
    pub at: usize,
    /// What it still asks.
    pub ask: Option<SweepQuestion>,
    /// How many were called.
    pub called: usize,
    /// How many were promised anew.
    pub anew: usize,
    /// How many were handed over.
    pub handed_over: usize,
    /// How many were left open.
    pub left: usize,
}

impl SweepPopup {
    /// The sweep through the promises of some customers that fall due before an instant.
    #[must_use]
    pub fn for_open_promises(
        customers: &[CustomerSummary],
        end: chrono::DateTime<chrono::Utc>,
    ) -> Self {
        let mut open: Vec<_> = customers
            .iter()
            .flat_map(|entry| entry.follow_ups.iter().map(move |f| (entry, f)))
            .filter_map(|(entry, f)| Some((f.promise_open().filter(|by| *by < end)?, entry, f.id)))
            .collect();
        open.sort_by_key(|(by, _, id)| (*by, *id));
        Self {
            open: open.into_iter().map(|(_, e, id)| (e.clone(), id)).collect(),
            ..Self::default()
        }
    }

    /// Whose promise is asked about, and the follow-up it is about.
    #[must_use]
    pub fn current(&self) -> Option<(&CustomerSummary, &FollowUp)> {
        let (entry, id) = self.open.get(self.at)?;
        Some((entry, entry.follow_ups.iter().find(|f| f.id == *id)?))
    }

    /// What was done in an earlier part of it counts on: it was left for a call.
    pub fn add_counts(&mut self, before: &Self) {
        self.called = before.called;
        self.anew = before.anew;
        self.handed_over = before.handed_over;
    }

    /// Asks by when they will hear instead.
    pub fn promise_anew(&mut self) {
        let prompt = self
            .current()
            .map(|(entry, f)| PromptPopup::new(PromptPurpose::Promise(f.id), entry.clone()));
        self.ask = prompt.map(|prompt| SweepQuestion::NewTime(Box::new(prompt)));
    }

    /// Asks who rings them; whose it is stands there.
    pub fn hand_over(&mut self) {
        let prompt = self.current().map(|(entry, f)| PromptPopup {
            line: TextInput::with_suggestion(f.owner.as_deref().unwrap_or_default()),
            ..PromptPopup::new(PromptPurpose::HandOver(vec![f.id]), entry.clone())
        });
        self.ask = prompt.map(|prompt| SweepQuestion::NewOwner(Box::new(prompt)));
    }

    /// On to the next one; whether there is one.
    pub fn goes_on(&mut self) -> bool {
        self.ask = None;
        self.at += 1;
        self.at < self.open.len()
    }

    /// The line that is typed in, where one is.
    pub fn line(&mut self) -> Option<&mut TextInput> {
        match self.ask.as_mut()? {
            SweepQuestion::NewTime(prompt) | SweepQuestion::NewOwner(prompt) => {
                prompt.error = None;
                Some(&mut prompt.line)
            }
        }
    }

    /// What the sweep came to.
    #[must_use]
    pub fn says(&self) -> String {
        format!(
            "Closing check done: called {}, new promises {}, handed over {}, left open {}.",
            self.called, self.anew, self.handed_over, self.left
        )
    }
}
