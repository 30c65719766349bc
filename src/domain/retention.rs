//! Retention: how long the shop keeps each kind of record.
//!
//! Owns the periods of PRODUCT.md's retention; the store deletes what is past them.

use chrono::{DateTime, Months, Utc};

/// The retention period of each kind of record.
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
    /// Closed follow-ups from before this instant are past retention.
    #[must_use]
    pub fn closed_since(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        before(now, self.closed)
    }

    /// Authorisations from before this instant are past retention.
    #[must_use]
    pub fn authorised_since(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        before(now, self.authorised)
    }
}

fn before(now: DateTime<Utc>, months: u32) -> DateTime<Utc> {
    now.checked_sub_months(Months::new(months))
        .unwrap_or(DateTime::UNIX_EPOCH)
}
