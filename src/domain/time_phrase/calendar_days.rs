//! Dates by themselves: the years that are understood, and steps of days and months.
//!
//! Knows no phrase and no shop. No arithmetic in here can overflow.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// The first year that is understood.
pub(super) const FIRST_YEAR: i32 = 1900;
/// The last year that is understood.
pub(super) const LAST_YEAR: i32 = 2200;

/// The days a phrase named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NamedDays {
    /// The first of them.
    pub(super) first: NaiveDate,
    /// The last of them; of a period, the last on which the shop is open.
    pub(super) last: NaiveDate,
    /// Whether it is a period: a week, a month, a weekend.
    pub(super) whole: bool,
}

impl NamedDays {
    pub(super) const fn single(date: NaiveDate) -> Self {
        Self {
            first: date,
            last: date,
            whole: false,
        }
    }
}

/// Monday to Friday.
pub(super) fn is_workday(date: NaiveDate) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// How many days from a date to the next such weekday, 0 when it is one.
pub(super) fn days_until(date: NaiveDate, weekday: Weekday) -> i64 {
    let from = i64::from(date.weekday().num_days_from_monday());
    (i64::from(weekday.num_days_from_monday()) - from).rem_euclid(7)
}

/// A date so many days later or earlier.
pub(super) fn shifted(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    let size = Days::new(days.unsigned_abs());
    if days < 0 {
        date.checked_sub_days(size)
    } else {
        date.checked_add_days(size)
    }
}

/// So many months later or earlier: the same day, or the month's last where it has none.
pub(super) fn shifted_months(date: NaiveDate, months: i64) -> Option<NaiveDate> {
    let size = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    if months < 0 {
        date.checked_sub_months(size)
    } else {
        date.checked_add_months(size)
    }
}
