//! Which date a named day is: weekdays, weeks and months counted from today.
//!
//! Every date lies in the years 1900 to 2200, and no arithmetic in here can overflow.

use chrono::{Datelike, NaiveDate, Weekday};

use super::calendar_days::{
    FIRST_YEAR, LAST_YEAR, NamedDays, days_until, is_workday, shifted, shifted_months,
};
use super::phrase_parts::TimeAmount;
use super::phrase_parts::{NamedDay, PhraseParts};
use super::resolver::PhraseResolver;
use super::vocabulary::CalendarPeriod;
use super::{DateOrder, TimePhraseError};

impl PhraseResolver<'_> {
    /// A date that is within bounds.
    pub(super) fn bounded(&self, date: Option<NaiveDate>) -> Result<NaiveDate, TimePhraseError> {
        date.filter(|d| (FIRST_YEAR..=LAST_YEAR).contains(&d.year()))
            .ok_or_else(|| TimePhraseError::TooFar {
                phrase: self.phrase.to_owned(),
            })
    }

    /// The days that were named; `None` when none were.
    pub(super) fn days(&self, parts: &PhraseParts) -> Result<Option<NamedDays>, TimePhraseError> {
        let today = self.today();
        if let Some(amount) = parts.amount {
            let date = self.bounded(self.moved(today, amount))?;
            return Ok(Some(NamedDays::single(date)));
        }
        let days = match (parts.day, parts.weekday) {
            (None, None) => return Ok(None),
            (None, Some(weekday)) => {
                let ahead = match days_until(today, weekday) {
                    0 if parts.weeks > 0 => return Err(self.week_on_today(parts.weeks)),
                    0 => 7,
                    n => n,
                };
                NamedDays::single(self.bounded(shifted(today, ahead + 7 * parts.weeks))?)
            }
            (Some(NamedDay::Whole(period, ahead)), _) => NamedDays {
                first: self.first_of(period, ahead)?.max(today),
                last: self.last_open_of(period, ahead)?.max(today),
                whole: true,
            },
            (Some(NamedDay::Weekend(ahead)), _) => self.weekend(ahead)?,
            (Some(day), weekday) => {
                let date = self.bounded(shifted(self.date(day)?, 7 * parts.weeks))?;
                NamedDays::single(self.agreeing(date, weekday)?)
            }
        };
        self.stretched(days, parts).map(Some)
    }

    /// The date of a single named day.
    fn date(&self, day: NamedDay) -> Result<NaiveDate, TimePhraseError> {
        let today = self.today();
        match day {
            NamedDay::Offset(days) => self.bounded(shifted(today, days)),
            NamedDay::OfWeek(weekday, weeks) => {
                let in_week = i64::from(weekday.num_days_from_monday());
                let monday = self.first_of(CalendarPeriod::Week, weeks)?;
                self.bounded(shifted(monday, in_week))
            }
            NamedDay::Last(weekday) => {
                let back = 7 - days_until(today, weekday);
                self.bounded(shifted(today, -back))
            }
            NamedDay::AfterNext(weekday) => {
                let near = days_until(today, weekday);
                Err(self.either_date([near + 7, near + 14]))
            }
            NamedDay::Iso(y, m, d) => self.exact(y, m, d),
            NamedDay::Figures(a, b, year) => self.figures(a, b, year),
            NamedDay::Named(month, day, year) => self.yearly(month, day, year),
            NamedDay::Yearly(month, day) => self.yearly(month, day, None),
            NamedDay::OfMonth(day) => self.monthly(day),
            NamedDay::OfMonthAhead(day, months) => {
                let first = self.first_of(CalendarPeriod::Month, months)?;
                self.exact(i64::from(first.year()), i64::from(first.month()), day)
            }
            NamedDay::StartOf(period, ahead) | NamedDay::Whole(period, ahead) => {
                self.first_of(period, ahead)
            }
            NamedDay::EndOf(period, ahead) => self.end_of(period, ahead),
            NamedDay::EndOfMonth(month) => self.end_of_month(month),
            NamedDay::Weekend(ahead) => self.weekend(ahead).map(|days| days.first),
            NamedDay::BeforeWeekend => self.end_of(CalendarPeriod::Week, 0),
        }
    }

    /// “Tuesday week”, said on a Tuesday.
    fn week_on_today(&self, weeks: i64) -> TimePhraseError {
        self.either_date([7 * weeks, 7 * weeks + 7])
    }

    /// Two dates that may be meant, as so many days from now.
    pub(super) fn either_date(&self, ahead: [i64; 2]) -> TimePhraseError {
        let today = self.today();
        let readings = ahead.into_iter().filter_map(|days| shifted(today, days));
        self.ambiguous(readings.map(|d| self.typed_date(d)).collect())
    }

    /// Whether a date is read again without its year: it is to come, and this year's.
    pub(super) fn is_near(&self, date: NaiveDate) -> bool {
        date >= self.today() && date.year() == self.today().year()
    }

    /// A date as it can be typed without doubt: “Fri 4 Dec”, with the year where it is another.
    pub(super) fn typed_date(&self, date: NaiveDate) -> String {
        let shape = if self.is_near(date) {
            "%a %-d %b"
        } else {
            "%a %-d %b %Y"
        };
        date.format(shape).to_string()
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
        let (hint, advice) = if (1..=12).contains(&day) && (1..=31).contains(&month) {
            let order = match self.reader.order {
                DateOrder::DayFirst => "the day stands first",
                DateOrder::MonthFirst => "the month stands first",
            };
            (
                format!(": {order} here, so write {b}/{a}"),
                vec![format!("{b}/{a}")],
            )
        } else {
            (String::new(), Vec::new())
        };
        Err(TimePhraseError::NoSuchDate {
            phrase: self.phrase.to_owned(),
            reading: format!("day {day} of month {month}"),
            hint,
            advice,
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
        let date = self.exact(i64::from(first.year()), i64::from(first.month()), day);
        date.map_err(|error| match error {
            // “31st” in November: the next month has one.
            TimePhraseError::NoSuchDate {
                phrase, reading, ..
            } if (29..=31).contains(&day) => {
                let next = shifted_months(first, 1).map(|d| d.format("%b"));
                let advice: Vec<String> = next.map(|m| format!("{day} {m}")).into_iter().collect();
                let hint = advice.first().map(|date| format!(": write {date}"));
                TimePhraseError::NoSuchDate {
                    phrase,
                    reading,
                    hint: hint.unwrap_or_default(),
                    advice,
                }
            }
            other => other,
        })
    }

    pub(super) fn exact(
        &self,
        year: i64,
        month: i64,
        day: i64,
    ) -> Result<NaiveDate, TimePhraseError> {
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
                advice: Vec::new(),
            }
        })
    }

    /// A date moved by the months and days of an amount.
    pub(super) fn moved(&self, date: NaiveDate, amount: TimeAmount) -> Option<NaiveDate> {
        let mut date = shifted(shifted_months(date, amount.months)?, amount.days)?;
        let step = amount.working_days.signum();
        // Ten years of working days are no plan.
        for _ in 0..amount.working_days.unsigned_abs().min(2_600) {
            date = shifted(date, step)?;
            let mut looked = 0;
            while !self.is_working_day(date) && looked < 366 {
                date = shifted(date, step)?;
                looked += 1;
            }
        }
        (amount.working_days.unsigned_abs() <= 2_600).then_some(date)
    }

    fn is_working_day(&self, date: NaiveDate) -> bool {
        is_workday(date) && !self.reader.calendar.holidays.contains(&date)
    }
}
