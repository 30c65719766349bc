//! Which date a named day is: weekdays, weeks and months counted from today.
//!
//! Every date lies in the years 1900 to 2200, and no arithmetic in here can overflow.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::amounts::TimeAmount;
use super::parser::{NamedDay, PhraseParts};
use super::resolver::PhraseResolver;
use super::vocabulary::CalendarPeriod;
use super::{DateOrder, TimePhraseError};

/// The first year that is understood.
pub(super) const FIRST_YEAR: i32 = 1900;
/// The last year that is understood.
pub(super) const LAST_YEAR: i32 = 2200;

impl PhraseResolver<'_> {
    /// A date that is within bounds.
    pub(super) fn bounded(&self, date: Option<NaiveDate>) -> Result<NaiveDate, TimePhraseError> {
        date.filter(|d| (FIRST_YEAR..=LAST_YEAR).contains(&d.year()))
            .ok_or_else(|| TimePhraseError::TooFar {
                phrase: self.phrase.to_owned(),
            })
    }

    /// The day that was named; `None` when none was.
    pub(super) fn date(&self, said: &PhraseParts) -> Result<Option<NaiveDate>, TimePhraseError> {
        let today = self.today();
        if let Some(amount) = said.amount {
            return self.bounded(moved(today, amount)).map(Some);
        }
        let Some(day) = said.day else {
            let Some(weekday) = said.weekday else {
                return Ok(None);
            };
            let ahead = match days_until(today, weekday) {
                0 => 7,
                n => n,
            };
            return self.bounded(shifted(today, ahead)).map(Some);
        };
        let date = match day {
            NamedDay::Offset(days) => self.bounded(shifted(today, days))?,
            NamedDay::OfWeek(weekday, weeks) => {
                let in_week = i64::from(weekday.num_days_from_monday());
                let monday = self.first_of(CalendarPeriod::Week, weeks)?;
                self.bounded(shifted(monday, in_week))?
            }
            NamedDay::Last(weekday) => {
                let back = 7 - days_until(today, weekday);
                self.bounded(shifted(today, -back))?
            }
            NamedDay::Iso(y, m, d) => self.exact(y, m, d)?,
            NamedDay::Figures(a, b, year) => self.figures(a, b, year)?,
            NamedDay::Named(month, day, year) => self.yearly(month, day, year)?,
            NamedDay::OfMonth(day) => self.monthly(day)?,
            NamedDay::StartOf(period, ahead) => self.first_of(period, ahead)?,
            NamedDay::EndOf(period, ahead) => self.last_of(period, ahead)?,
        };
        self.agreeing(date, said.weekday).map(Some)
    }

    /// A date, unless a weekday beside it says otherwise.
    fn agreeing(
        &self,
        date: NaiveDate,
        weekday: Option<Weekday>,
    ) -> Result<NaiveDate, TimePhraseError> {
        match weekday {
            Some(weekday) if weekday != date.weekday() => Err(TimePhraseError::WrongWeekday {
                phrase: self.phrase.to_owned(),
                date: date.format("%-d %b %Y").to_string(),
                weekday: date.format("%A").to_string(),
            }),
            _ => Ok(date),
        }
    }

    /// Two numbers as day and month, in the region's order.
    pub(super) fn day_and_month(&self, a: i64, b: i64) -> (i64, i64) {
        match self.reader.order {
            DateOrder::DayFirst => (a, b),
            DateOrder::MonthFirst => (b, a),
        }
    }

    /// The date two numbers give in the region's order.
    pub(super) fn figures(
        &self,
        a: i64,
        b: i64,
        year: Option<i64>,
    ) -> Result<NaiveDate, TimePhraseError> {
        let (day, month) = self.day_and_month(a, b);
        if (1..=12).contains(&month) {
            return self.yearly(month, day, year);
        }
        let hint = if (1..=12).contains(&day) && (1..=31).contains(&month) {
            let order = match self.reader.order {
                DateOrder::DayFirst => "the day stands first",
                DateOrder::MonthFirst => "the month stands first",
            };
            format!(": {order} here, so write {b}/{a}")
        } else {
            String::new()
        };
        Err(TimePhraseError::NoSuchDate {
            phrase: self.phrase.to_owned(),
            reading: format!("day {day} of month {month}"),
            hint,
        })
    }

    /// A day and month: in the year given, else this year, or the next once it has passed.
    fn yearly(
        &self,
        month: i64,
        day: i64,
        year: Option<i64>,
    ) -> Result<NaiveDate, TimePhraseError> {
        let today = self.today();
        let passed = (month, day) < (i64::from(today.month()), i64::from(today.day()));
        let coming = i64::from(today.year()) + i64::from(passed);
        self.exact(year.unwrap_or(coming), month, day)
    }

    /// A day of the month alone: this month's, or the next month's once it has passed.
    fn monthly(&self, day: i64) -> Result<NaiveDate, TimePhraseError> {
        let passed = day < i64::from(self.today().day());
        let first = self.first_of(CalendarPeriod::Month, i64::from(passed))?;
        self.exact(i64::from(first.year()), i64::from(first.month()), day)
    }

    fn exact(&self, year: i64, month: i64, day: i64) -> Result<NaiveDate, TimePhraseError> {
        if !(i64::from(FIRST_YEAR)..=i64::from(LAST_YEAR)).contains(&year) {
            return self.bounded(None);
        }
        let whole = |n: i64| u32::try_from(n).unwrap_or(0);
        let year = i32::try_from(year).unwrap_or(0);
        let (month, day) = (whole(month), whole(day));
        NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| {
            let reading = NaiveDate::from_ymd_opt(year, month, 1).map_or_else(
                || format!("day {day} of month {month}"),
                |first| format!("{day} {}", first.format("%B %Y")),
            );
            TimePhraseError::NoSuchDate {
                phrase: self.phrase.to_owned(),
                reading,
                hint: String::new(),
            }
        })
    }

    /// The first day of a period, so many after the present one.
    fn first_of(&self, period: CalendarPeriod, ahead: i64) -> Result<NaiveDate, TimePhraseError> {
        let today = self.today();
        let months = |date: Option<NaiveDate>, months| date.and_then(|d| shifted_months(d, months));
        let first = match period {
            CalendarPeriod::Week => {
                let monday = i64::from(today.weekday().num_days_from_monday());
                shifted(today, ahead * 7 - monday)
            }
            CalendarPeriod::Month => months(today.with_day(1), ahead),
            CalendarPeriod::Year => {
                months(today.with_day(1).and_then(|d| d.with_month(1)), ahead * 12)
            }
        };
        self.bounded(first)
    }

    /// The last day of a period; of a week, the last on which the shop is open.
    fn last_of(&self, period: CalendarPeriod, ahead: i64) -> Result<NaiveDate, TimePhraseError> {
        let next = self.first_of(period, ahead + 1)?;
        let last = self.bounded(shifted(next, -1))?;
        if period != CalendarPeriod::Week {
            return Ok(last);
        }
        let open = (0..7)
            .filter_map(|back| shifted(last, -back))
            .find(|d| self.reader.calendar.is_open_day(*d));
        Ok(open.unwrap_or(last))
    }
}

/// How many days from a date to the next such weekday, 0 when it is one.
fn days_until(date: NaiveDate, weekday: Weekday) -> i64 {
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
fn shifted_months(date: NaiveDate, months: i64) -> Option<NaiveDate> {
    let size = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    if months < 0 {
        date.checked_sub_months(size)
    } else {
        date.checked_add_months(size)
    }
}

/// A date moved by the months and days of an amount.
pub(super) fn moved(date: NaiveDate, amount: TimeAmount) -> Option<NaiveDate> {
    shifted(shifted_months(date, amount.months)?, amount.days)
}
