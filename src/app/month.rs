//! The state of the month in the view of what is ahead: the chosen day, and each day's count.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::domain::time_phrase::DateOrder;

/// The number of days drawn: six weeks hold any month.
pub const DAYS: u64 = 42;

/// The month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthState {
    /// The chosen day.
    pub day: NaiveDate,
    /// The first day whose counts are loaded.
    pub first: Option<NaiveDate>,
    /// How many customers return to the list on each day.
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

    /// The first day drawn: the first of the week in which the month begins.
    #[must_use]
    pub fn first_drawn(&self, order: DateOrder) -> NaiveDate {
        let first = self.day.with_day(1).unwrap_or(self.day);
        first - Days::new(into_week(first, order))
    }

    /// The first day of the chosen day's week.
    #[must_use]
    pub fn week(&self, order: DateOrder) -> NaiveDate {
        self.day - Days::new(into_week(self.day, order))
    }
}

/// A region's first day of the week: Sunday if it writes the month first.
#[must_use]
pub const fn week_begins(order: DateOrder) -> Weekday {
    match order {
        DateOrder::MonthFirst => Weekday::Sun,
        DateOrder::DayFirst => Weekday::Mon,
    }
}

/// How many days of its week come before a day.
fn into_week(day: NaiveDate, order: DateOrder) -> u64 {
    u64::from(day.weekday().days_since(week_begins(order)))
}
