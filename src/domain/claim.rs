//! A claim is a lease: "I am ringing this customer". It keeps other counters off until it is
//! released or expires.
//!
//! Owns the claim's holder and its wording. Whether a holder is alive is for the store to decide,
//! because the clocks of counters differ.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::customer::Id;
use super::hours::Calendar;

/// A claim expires this long after its holder was last alive (the lease's timeout).
pub const LAPSES_AFTER: TimeDelta = TimeDelta::minutes(15);

/// The holder of a claim: one session at one counter. Two windows of one person are two holders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimHolder {
    /// The session's id.
    pub id: Uuid,
    /// The member of staff in that session.
    pub staff: String,
    /// The name of the counter.
    pub counter: String,
}

/// The claim of one customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The claimed customer.
    pub customer: Id,
    /// The holder.
    pub holder: ClaimHolder,
    /// When the claim began, by the clock of the holder's counter.
    pub since: DateTime<Utc>,
}

impl Claim {
    /// "Tom is ringing", for a row without room for more.
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
        let since = calendar.local(self.since).format("%H:%M");
        let counter = &self.holder.counter;
        // A phrase such as "front desk" takes an article, a host name does not.
        let said = counter.contains(' ') && !counter.starts_with("the ");
        let the = if said { "the " } else { "" };
        format!(", since {since}, at {the}{counter}")
    }
}
