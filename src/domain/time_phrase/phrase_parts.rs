//! What a phrase says, before it is worked out: which day, which time, which amount.
//!
//! Knows no words, no calendar and no now.

use chrono::Weekday;

use super::vocabulary::{CalendarPeriod, DayPartWord, TimeUnit};

/// Everything a phrase said; each thing at most once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct PhraseParts {
    /// `now`, and nothing else.
    pub(super) now: bool,
    /// `this time tomorrow`: the present time of day.
    pub(super) same_time: bool,
    /// The day named.
    pub(super) day: Option<NamedDay>,
    /// A weekday by itself; beside a date it has to agree with it.
    pub(super) weekday: Option<Weekday>,
    /// So many weeks after the day: `a week on friday`, `friday week`.
    pub(super) weeks: i64,
    /// The time of day named; of a range, its beginning.
    pub(super) time: Option<NamedTime>,
    /// The end of a range of times.
    pub(super) until: Option<NamedTime>,
    /// The time `10 to 12` is, if it means minutes before an hour.
    pub(super) minutes_to: Option<NamedTime>,
    /// The part of the day named.
    pub(super) part: Option<DayPartWord>,
    /// Two numbers with a dot between, and how many figures stand after it.
    pub(super) dotted: Option<(i64, i64, usize)>,
    /// Two numbers with a dash between: a range of hours or a date.
    pub(super) dashed: Option<(i64, i64)>,
    /// A number that nothing explains, and with how many figures it was written.
    pub(super) number: Option<(i64, usize)>,
    /// An amount of time from now.
    pub(super) amount: Option<TimeAmount>,
    /// The stretch of days that begins or lies with the day named.
    pub(super) stretch: Option<DayStretch>,
    /// `by`, `before` or `after` what was named.
    pub(super) bound: Option<Bound>,
}

/// A stretch of days, by what was named with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayStretch {
    /// From a weekday to another: `mon to wed`.
    Until(Weekday),
    /// The working week that begins with a day: `w/c 30 nov`.
    WeekFrom,
    /// The first days of a week.
    Early,
    /// The middle of a week.
    Middle,
    /// The last working days of a week.
    Late,
}

/// On which side of what was named the time lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// `by`, `until`: up to and with it.
    By,
    /// `before`: up to it; of a day, without it.
    Before,
    /// `after`, `from`, `not before`, `onwards`.
    After,
}

/// A day, as it was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NamedDay {
    /// So many days after today.
    Offset(i64),
    /// A weekday of this calendar week (0) or of the next (1).
    OfWeek(Weekday, i64),
    /// The latest such weekday before today.
    Last(Weekday),
    /// `friday after next`, which some count from this week and some from the next.
    AfterNext(Weekday),
    /// Year, month, day.
    Iso(i64, i64, i64),
    /// Two numbers in the region's order, and a year.
    Figures(i64, i64, Option<i64>),
    /// Month, day, year.
    Named(i64, i64, Option<i64>),
    /// Month and day of a date with a name of its own.
    Yearly(i64, i64),
    /// A day of the month alone: “the 24th”.
    OfMonth(i64),
    /// A day of the month that so many months from now has.
    OfMonthAhead(i64, i64),
    /// A whole period, so many after the present one: `next week`.
    Whole(CalendarPeriod, i64),
    /// The first day of a period, so many after the present one.
    StartOf(CalendarPeriod, i64),
    /// The last day of a period on which the shop is open, so many after the present one.
    EndOf(CalendarPeriod, i64),
    /// The last open day of a month by its name.
    EndOfMonth(i64),
    /// Saturday and Sunday, of this week (0) or of the next (1).
    Weekend(i64),
    /// The last workday before the weekend.
    BeforeWeekend,
}

/// A time of day, as it was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NamedTime {
    /// Hour and minute of the 24-hour clock, beyond doubt.
    Exact(i64, i64),
    /// `4:30`: by the 24-hour clock, if that can be meant.
    SingleDigitHour(i64, i64),
    /// `at 4`, `half past 3`: morning or afternoon is left open.
    HalfDayOpen(i64, i64),
    /// One hour to some and another to others: tea time.
    EitherHour(i64, i64),
    /// The midnight that a day begins or ends with.
    Midnight,
    /// When the shop opens.
    Opening,
    /// When the shop closes.
    Closing,
    /// The hours in which people eat.
    Lunch,
    /// From the end of lunch.
    AfterLunch,
    /// This afternoon, or in an hour where that is begun.
    LaterToday,
}

/// An amount of time: months, days, working days and minutes, to be added in that order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct TimeAmount {
    pub(super) months: i64,
    pub(super) days: i64,
    pub(super) minutes: i64,
    pub(super) working_days: i64,
    /// How many of the days are whole weeks.
    weeks: i64,
    /// Whether days or more were named.
    pub(super) dated: bool,
    /// Whether hours or minutes were named.
    pub(super) timed: bool,
    /// Set by `ago`, `from now`, a sign or `in`: an amount and nothing else.
    pub(super) sure: bool,
    /// `15h` and the like, which may be a time of day.
    pub(super) like_a_time: Option<i64>,
}

impl TimeAmount {
    /// Adds so many of a unit; `None` where the sum is beyond all bounds.
    pub(super) fn plus(mut self, n: i64, unit: TimeUnit) -> Option<Self> {
        let (field, each) = match unit {
            TimeUnit::Minute => (&mut self.minutes, 1),
            TimeUnit::Hour => (&mut self.minutes, 60),
            TimeUnit::Day => (&mut self.days, 1),
            TimeUnit::Week => (&mut self.days, 7),
            TimeUnit::Fortnight => (&mut self.days, 14),
            TimeUnit::Month => (&mut self.months, 1),
            TimeUnit::Year => (&mut self.months, 12),
            TimeUnit::WorkingDay => (&mut self.working_days, 1),
        };
        *field = field.checked_add(n.checked_mul(each)?)?;
        if matches!(unit, TimeUnit::Week | TimeUnit::Fortnight) {
            self.weeks = self.days / 7;
        }
        let timed = matches!(unit, TimeUnit::Minute | TimeUnit::Hour);
        self.timed |= timed;
        self.dated |= !timed;
        Some(self)
    }

    pub(super) fn negated(mut self) -> Option<Self> {
        self.months = self.months.checked_neg()?;
        self.days = self.days.checked_neg()?;
        self.minutes = self.minutes.checked_neg()?;
        self.working_days = self.working_days.checked_neg()?;
        Some(self)
    }

    /// Whether it is so many weeks to come and nothing more.
    pub(super) const fn whole_weeks(&self) -> bool {
        let others = self.months != 0 || self.working_days != 0 || self.timed;
        self.weeks > 0 && self.weeks * 7 == self.days && !others
    }
}
