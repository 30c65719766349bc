//! Which dates a week, a month, a year or a weekend begins and ends with.
//!
//! A period ends with the last day of it on which the shop is open; a week's work ends on a Friday.

use chrono::{Datelike, NaiveDate, Weekday};

use super::calendar_days::{NamedDays, days_until, is_workday, shifted, shifted_months};
use super::resolver::PhraseResolver;
use super::vocabulary::CalendarPeriod;
use super::{TimePhraseError, TimePurpose};

impl PhraseResolver<'_> {
    /// Saturday and Sunday. “Next weekend” is the coming one to some, while it is not begun.
    pub(super) fn weekend(&self, ahead: i64) -> Result<NamedDays, TimePhraseError> {
        let today = self.today();
        let begun = matches!(today.weekday(), Weekday::Sat | Weekday::Sun);
        let saturday = days_until(today, Weekday::Sat);
        if ahead > 0 && !begun {
            return Err(self.either_date([saturday, saturday + 7]));
        }
        let to_first = match today.weekday() {
            Weekday::Sat => 7 * ahead,
            Weekday::Sun => 7 * ahead - 1,
            _ => saturday,
        };
        let first = self.bounded(shifted(today, to_first))?;
        let sunday = self.bounded(shifted(first, 1))?;
        let calendar = self.reader.calendar;
        let last = [sunday, first]
            .into_iter()
            .find(|d| calendar.is_open_day(*d));
        Ok(NamedDays {
            first: first.max(today),
            // Where the shop is closed on both, the Saturday moves on like any closed day.
            last: last.unwrap_or(first),
            whole: true,
        })
    }

    /// The first day of a period, so many after the present one.
    pub(super) fn first_of(
        &self,
        period: CalendarPeriod,
        ahead: i64,
    ) -> Result<NaiveDate, TimePhraseError> {
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

    /// Today, so many weeks, months or years later.
    pub(super) fn ahead_by(&self, period: CalendarPeriod, ahead: i64) -> Option<NaiveDate> {
        let today = self.today();
        match period {
            CalendarPeriod::Week => shifted(today, 7 * ahead),
            CalendarPeriod::Month => shifted_months(today, ahead),
            CalendarPeriod::Year => shifted_months(today, 12 * ahead),
        }
    }

    /// The last day of a period on which the shop is open; of a week, the last workday, where it
    /// is open on one.
    pub(super) fn last_open_of(
        &self,
        period: CalendarPeriod,
        ahead: i64,
    ) -> Result<NaiveDate, TimePhraseError> {
        let next = self.first_of(period, ahead + 1)?;
        let last = self.bounded(shifted(next, -1))?;
        Ok(self.last_open_until(last, period == CalendarPeriod::Week))
    }

    /// The last open day up to a date, looked for a week back; or the date.
    fn last_open_until(&self, last: NaiveDate, workdays: bool) -> NaiveDate {
        let back = || (0..7).filter_map(|back| shifted(last, -back));
        let open = |d: &NaiveDate| self.reader.calendar.is_open_day(*d);
        let workday = back().find(|d| open(d) && is_workday(*d));
        let any = back().find(open);
        workday.filter(|_| workdays).or(any).unwrap_or(last)
    }

    /// The end of a period; once the week's work is done, of the next.
    pub(super) fn end_of(
        &self,
        period: CalendarPeriod,
        ahead: i64,
    ) -> Result<NaiveDate, TimePhraseError> {
        let last = self.last_open_of(period, ahead)?;
        let today = self.today();
        if ahead != 0 || last >= today || period != CalendarPeriod::Week {
            return Ok(last);
        }
        let next = self.last_open_of(period, 1)?;
        // On a Saturday on which the shop is open, this day may be meant.
        let closes = self.reader.calendar.closes(today);
        match closes.filter(|at| *at > self.reader.now) {
            Some(closes) if self.purpose != TimePurpose::Rest => {
                Err(self.ambiguous(vec![self.spoken(closes), self.typed_date(next)]))
            }
            _ => Ok(next),
        }
    }

    /// The last open day of the coming month of a name.
    pub(super) fn end_of_month(&self, month: i64) -> Result<NaiveDate, TimePhraseError> {
        let today = self.today();
        let year = i64::from(today.year()) + i64::from(month < i64::from(today.month()));
        let first = self.exact(year, month, 1)?;
        let last = shifted_months(first, 1).and_then(|next| shifted(next, -1));
        Ok(self.last_open_until(self.bounded(last)?, false))
    }
}
