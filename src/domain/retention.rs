//! How long the shop keeps what.
//!
//! Owns the stretches of PRODUCT.md's retention; what goes when they are over is the store's.

use chrono::{DateTime, Months, Utc};

/// How long what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetentionPolicy {
    /// Backups, in days.
    pub backups: u32,
    /// Closed follow-ups, in months.
    pub closed: u32,
    /// Authorisations, in months.
    pub authorised: u32,
}

impl Default for RetentionPolicy {
    fn default() -> Self {
        Self {
            backups: 30,
            closed: 24,
            authorised: 72,
        }
    }
}

impl RetentionPolicy {
    /// Closed follow-ups from before this instant are past their time.
    #[must_use]
    pub fn closed_since(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        before(now, self.closed)
    }

    /// Authorisations from before this instant are past their time.
    #[must_use]
    pub fn authorised_since(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        before(now, self.authorised)
    }
}

fn before(now: DateTime<Utc>, months: u32) -> DateTime<Utc> {
    now.checked_sub_months(Months::new(months))
        .unwrap_or(DateTime::UNIX_EPOCH)
}
