//! The month over what is ahead: which day is chosen, and how much waits on each.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::domain::time_phrase::DateOrder;

/// How many days are drawn: six weeks hold any month.
pub const DAYS: u64 = 42;

/// The month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthState {
    /// The day that is chosen.
    pub day: NaiveDate,
    /// The first day whose numbers are here.
    pub first: Option<NaiveDate>,
    /// How many come back into the list on each day.
    pub waiting: BTreeMap<NaiveDate, i64>,
}

impl MonthState {
    /// The month of a day, nothing read yet.
    #[must_use]
    pub const fn of(day: NaiveDate) -> Self {
        Self {
            day,
            first: None,
            waiting: BTreeMap::new(),
        }
    }

    /// The first day that is drawn: that of the week the month begins in.
    #[must_use]
    pub fn first_drawn(&self, order: DateOrder) -> NaiveDate {
        let first = self.day.with_day(1).unwrap_or(self.day);
        first - Days::new(into_week(first, order))
    }

    /// The first day of the chosen one's week.
    #[must_use]
    pub fn week(&self, order: DateOrder) -> NaiveDate {
        self.day - Days::new(into_week(self.day, order))
    }
}

/// The day a region's weeks begin on: where months come first, Sunday.
#[must_use]
pub const fn week_begins(order: DateOrder) -> Weekday {
    match order {
        DateOrder::MonthFirst => Weekday::Sun,
        DateOrder::DayFirst => Weekday::Mon,
    }
}

/// How many days of its week are before a day.
fn into_week(day: NaiveDate, order: DateOrder) -> u64 {
    u64::from(day.weekday().days_since(week_begins(order)))
}
