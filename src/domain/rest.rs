//! Rests: until when a customer is out of the list, and which promise brings them back sooner.
//!
//! Owns the rule that a promise hides nothing: a rest never runs past a promise that is still to keep,
//! whether the promise was there when the rest was set or was made later.

use chrono::{DateTime, Duration, Utc};

use super::customer::Customer;
use super::follow_up::FollowUp;

/// When a customer's rest ends, given the promises that are open: a promise made since the rest was
/// set ends it as if it had been known then, and the rest itself stays as it is.
#[must_use]
pub fn rest_end(customer: &Customer, follow_ups: &[FollowUp]) -> Option<DateTime<Utc>> {
    let until = customer.rest_until?;
    let promises = follow_ups.iter().filter_map(FollowUp::promise_open);
    // Of a rest that does not say when it was set, every promise is newer: it hides none.
    let set_at = customer.rest_set_at.unwrap_or(DateTime::UNIX_EPOCH);
    Some(before_promises(promises, until, set_at))
}

/// An instant, or the earlier one at which a promise that is still to keep can be kept: an hour
/// before it, when it goes first, or a quarter of one where that has gone by.
pub(super) fn before_promises(
    promises: impl Iterator<Item = DateTime<Utc>>,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    let ahead = |p: DateTime<Utc>, minutes| Some(p - Duration::minutes(minutes));
    let still = |t: &DateTime<Utc>| *t > now;
    promises
        .filter(still)
        .map(|p| {
            let hour = ahead(p, 60).filter(still);
            hour.or(ahead(p, 15).filter(still)).unwrap_or(p)
        })
        .fold(at, DateTime::min)
}
