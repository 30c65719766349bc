//! Where an attempt may be planned: the shop open, and a call allowed by its hours and the customer's.

use chrono::{DateTime, Days, Utc};

use super::super::hours::{Calendar, DaySpan};

/// An instant itself, or the next at which the shop is open and both its hours and the customer's
/// allow a call; where those three never meet, the next at which a call is allowed.
#[must_use]
pub fn attempt(calendar: &Calendar, hours: Option<DaySpan>, at: DateTime<Utc>) -> DateTime<Utc> {
    let within = hours.unwrap_or(DaySpan { from: 0, to: 1440 });
    calendar
        .next_attempt(at, within)
        .unwrap_or_else(|| ringing(calendar, hours, at))
}

/// An instant itself, or the next at which both the shop's and the customer's hours allow a call.
#[must_use]
pub(super) fn ringing(
    calendar: &Calendar,
    hours: Option<DaySpan>,
    at: DateTime<Utc>,
) -> DateTime<Utc> {
    let mut at = calendar.next_ringing(at);
    let Some(hours) = hours else { return at };
    // Hours that never meet the shop's own give up after two weeks, and the shop's stand.
    let shop = at;
    for _ in 0..30 {
        let minute = calendar.minute(at);
        if hours.holds(minute) {
            return at;
        }
        let day = calendar.date(at);
        let day = if minute < hours.from {
            day
        } else {
            day + Days::new(1)
        };
        at = calendar.next_ringing(calendar.at_minute(day, hours.from));
    }
    shop
}
