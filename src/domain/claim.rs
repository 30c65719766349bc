//! A claim: "I am ringing this customer", which keeps other counters off until it ends or lapses.
//!
//! Owns who may hold one and how it is said. Whether a holder is alive is the store's to know: the
//! clocks of counters differ.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::customer::Id;
use super::hours::Calendar;
use super::summary::CustomerSummary;

/// How long after its holder was last alive a claim ends by itself.
pub const LAPSES_AFTER: TimeDelta = TimeDelta::minutes(15);

/// Who rings: one sitting at one counter. Two windows of one person are two holders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimHolder {
    /// The sitting's own number.
    pub id: Uuid,
    /// Who sits there.
    pub staff: String,
    /// What the counter is called.
    pub counter: String,
}

/// Somebody is ringing a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Whom.
    pub customer: Id,
    /// Who.
    pub holder: ClaimHolder,
    /// Since when, by the clock of the holder's counter.
    pub since: DateTime<Utc>,
}

impl Claim {
    /// "Tom is ringing", where a row has room for no more.
    #[must_use]
    pub fn short(&self) -> String {
        format!("{} is ringing", self.holder.staff)
    }

    /// "Tom is ringing Anita Patel, since 10:42, at the front desk".
    #[must_use]
    pub fn sentence_about(&self, name: &str, calendar: &Calendar) -> String {
        format!("{} {name}{}", self.short(), self.place(calendar))
    }

    /// "Tom is ringing, since 10:42, at the front desk".
    #[must_use]
    pub fn sentence(&self, calendar: &Calendar) -> String {
        format!("{}{}", self.short(), self.place(calendar))
    }

    fn place(&self, calendar: &Calendar) -> String {
        let since = calendar.local(self.since).format("%-H:%M");
        let counter = &self.holder.counter;
        // "front desk" is said with an article, a machine's name without.
        let said = counter.contains(' ') && !counter.starts_with("the ");
        let the = if said { "the " } else { "" };
        format!(", since {since}, at {the}{counter}")
    }
}

/// What came of asking for a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimResult {
    /// They are the asker's, as they are now.
    Granted(Box<CustomerSummary>),
    /// Somebody else holds them.
    HeldElsewhere(Claim),
}
