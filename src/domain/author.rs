//! Who does something to the shop's records, and when: what a rule that writes is told.

use chrono::{DateTime, Utc};

/// Who writes something down, and when.
#[derive(Debug, Clone, Copy)]
pub struct Author<'a> {
    /// The instant.
    pub now: DateTime<Utc>,
    /// Who of the shop.
    pub by: &'a str,
}
