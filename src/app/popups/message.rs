//! A message to paste, for whoever does not answer.

use crate::app::state::App;
use crate::domain::message::MessageFields;
use crate::domain::summary::CustomerSummary;

/// From how many tries on a message is due.
pub const MISSES: i64 = 2;

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
