//! The figures: stored counts of a period of days, summed for sentences and charts.
//!
//! Owns the columns of days and the sums over them; what is counted, and on which day, belongs to
//! `metrics`. The sums of adjacent periods add up to those of the whole, so that a long period is
//! counted in chunks, the latest first. `captions` states each figure in one sentence, and `charts`
//! draws it as text, on the screen and on paper alike.

mod captions;
pub(crate) mod charts;

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::likelihood::AttemptCounts;
use super::metrics::{Metric, MetricKey};

/// The number of days counted first, so that the screen shows something at once.
const LATEST: u64 = 28;

/// The number of days in each later chunk: some screenfuls of stored counts.
const STRETCH: u64 = 92;

/// The longest period whose days are kept apart; for a longer one only months are.
const BY_DAY: i64 = 400;

/// A period of days, the first and last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

impl Period {
    /// The period of `days` days that ends with `to`.
    #[must_use]
    pub fn back(days: u64, to: NaiveDate) -> Self {
        let before = Days::new(days.saturating_sub(1));
        let from = to.checked_sub_days(before).unwrap_or(to);
        Self { from, to }
    }

    /// The number of days in the period.
    #[must_use]
    pub fn days(self) -> i64 {
        (self.to - self.from).num_days() + 1
    }
}

/// How far back a report looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReportRange {
    /// Seven days.
    Week,
    /// Four weeks.
    #[default]
    FourWeeks,
    /// Twelve months.
    Year,
    /// Back to the first day on which anything was counted.
    Everything,
}

impl ReportRange {
    /// All ranges, the shortest first.
    pub const ALL: [Self; 4] = [Self::Week, Self::FourWeeks, Self::Year, Self::Everything];

    /// The range as a title says it.
    #[must_use]
    pub const fn said(self) -> &'static str {
        match self {
            Self::Week => "the last 7 days",
            Self::FourWeeks => "the last 28 days",
            Self::Year => "the last 12 months",
            Self::Everything => "everything",
        }
    }

    /// The days of the range: today is the last; `since` is the first on which anything was counted.
    #[must_use]
    pub fn period(self, today: NaiveDate, since: Option<NaiveDate>) -> Period {
        let from = match self {
            Self::Week => return Period::back(7, today),
            Self::FourWeeks => return Period::back(28, today),
            Self::Year => today
                .checked_sub_months(Months::new(12))
                .and_then(|day| day.succ_opt()),
            Self::Everything => since,
        };
        Period {
            from: from.map_or(today, |from| from.min(today)),
            to: today,
        }
    }
}

/// The days that one column covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grain {
    /// A day.
    Day,
    /// A week, from Monday on.
    Week,
    /// A month.
    Month,
    /// A quarter of a year.
    Quarter,
    /// A year.
    Year,
}

impl Grain {
    /// All grains, the finest first.
    const ALL: [Self; 5] = [
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::Year,
    ];

    /// The grain at which a period's days are kept.
    fn of(period: Period) -> Self {
        if period.days() <= BY_DAY {
            Self::Day
        } else {
            Self::Month
        }
    }

    /// The grain's name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The first day of the column that contains a day.
    #[must_use]
    pub fn start(self, day: NaiveDate) -> NaiveDate {
        let of = |month| NaiveDate::from_ymd_opt(day.year(), month, 1);
        let first = match self {
            Self::Day => None,
            Self::Week => {
                let since = u64::from(day.weekday().num_days_from_monday());
                day.checked_sub_days(Days::new(since))
            }
            Self::Month => of(day.month()),
            Self::Quarter => of(day.month0() / 3 * 3 + 1),
            Self::Year => of(1),
        };
        first.unwrap_or(day)
    }

    /// The first day of the next column.
    fn next(self, start: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => start.succ_opt(),
            Self::Week => start.checked_add_days(Days::new(7)),
            Self::Month => start.checked_add_months(Months::new(1)),
            Self::Quarter => start.checked_add_months(Months::new(3)),
            Self::Year => start.checked_add_months(Months::new(12)),
        }
    }
}

/// The counts of one column of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FigureColumn {
    /// Our calls.
    pub calls: AttemptCounts,
    /// Feelings at the end of a call: pleased, fine, unhappy.
    pub felt: [i64; 3],
    /// New customers.
    pub new: i64,
}

impl FigureColumn {
    fn and(self, other: Self) -> Self {
        let mut felt = self.felt;
        for (sum, more) in felt.iter_mut().zip(other.felt) {
            *sum += more;
        }
        Self {
            calls: self.calls.and(other.calls),
            felt,
            new: self.new + other.new,
        }
    }
}

/// A week of hours, Monday first: attempts and successes in each.
pub type AttemptsByHour = [[AttemptCounts; 24]; 7];

/// The promises of a period that are open, as they stand at a moment: the stored counts know of no
/// time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OpenPromises {
    /// Missed, and not heard yet.
    pub missed: i64,
    /// Missed again, after another one that is counted as late on its own day.
    pub missed_again: i64,
    /// To come, given anew after one that was missed.
    pub renewed: i64,
}

impl OpenPromises {
    /// Counts one of a period; `same_day` says whether it was missed before on the day it is for.
    pub fn count(&mut self, is_missed: bool, broken_before: bool, same_day: bool) {
        match (is_missed, broken_before) {
            (true, false) => self.missed += 1,
            (true, true) => self.missed_again += i64::from(!same_day),
            (false, true) => self.renewed += 1,
            (false, false) => {}
        }
    }
}

/// The figures of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// The period.
    pub period: Period,
    /// The grain the counts are kept at: columns have that grain or a coarser one.
    pub grain: Grain,
    /// The day from which on everything is counted; `None` while nothing is.
    pub counted_from: Option<NaiveDate>,
    /// Our calls by weekday and hour.
    pub hours: Box<AttemptsByHour>,
    /// The promises that are open, at the moment they were read.
    pub open_promises: OpenPromises,
    parts: BTreeMap<(Metric, i64), i64>,
    columns: BTreeMap<NaiveDate, FigureColumn>,
}

impl Figures {
    /// The figures of a period before anything is counted.
    #[must_use]
    pub fn of(period: Period) -> Self {
        Self {
            period,
            grain: Grain::of(period),
            counted_from: None,
            hours: Box::default(),
            open_promises: OpenPromises::default(),
            parts: BTreeMap::new(),
            columns: BTreeMap::new(),
        }
    }

    /// The next chunk to count, going back from the counted days; `None` once all days are counted.
    #[must_use]
    pub fn next_uncounted_period(&self) -> Option<Period> {
        let stretch = match self.counted_from {
            None => Period::back(LATEST, self.period.to),
            Some(from) if from > self.period.from => Period::back(STRETCH, from.pred_opt()?),
            Some(_) => return None,
        };
        let from = stretch.from.max(self.period.from);
        Some(Period { from, ..stretch })
    }

    /// Adds the counts of a chunk that was missing.
    pub fn count(&mut self, stretch: Period, numbers: impl IntoIterator<Item = (MetricKey, i64)>) {
        for (place, n) in numbers {
            self.add(place, n);
        }
        self.counted_from = Some(stretch.from);
    }

    fn add(&mut self, MetricKey { day, what, part }: MetricKey, n: i64) {
        *self.parts.entry((what, part)).or_insert(0) += n;
        let mut column = FigureColumn::default();
        match what {
            Metric::Calls => column.calls.tried = n,
            Metric::Reached => column.calls.reached = n,
            Metric::New => column.new = n,
            Metric::Felt => {
                let felt = usize::try_from(part).ok();
                if let Some(felt) = felt.and_then(|part| column.felt.get_mut(part)) {
                    *felt = n;
                }
            }
            _ => return,
        }
        let there = self.columns.entry(self.grain.start(day)).or_default();
        *there = there.and(column);
        let weekday = day.weekday().num_days_from_monday();
        let week = usize::try_from(weekday).ok();
        let hours = week.and_then(|day| self.hours.get_mut(day));
        let hour = usize::try_from(part).ok();
        if let Some(hour) = hours.and_then(|hours| hours.get_mut(hour?)) {
            *hour = hour.and(column.calls);
        }
    }

    /// The count of one part of a metric.
    #[must_use]
    pub fn part(&self, what: Metric, part: i64) -> i64 {
        self.parts.get(&(what, part)).copied().unwrap_or(0)
    }

    /// The count of a metric, all parts together.
    #[must_use]
    pub fn all(&self, what: Metric) -> i64 {
        let parts = self.parts.range((what, i64::MIN)..=(what, i64::MAX));
        parts.map(|(_, n)| n).sum()
    }

    /// The promises, as the header counts them: kept, late, still to keep. One that was missed is late
    /// whether they have heard since or not.
    #[must_use]
    pub fn promises(&self) -> [i64; 3] {
        let [kept, late, open] = [0, 1, 2].map(|part| self.part(Metric::Promise, part));
        let now = self.open_promises;
        [
            kept,
            late + now.missed + now.missed_again,
            (open - now.missed).max(0) + now.renewed,
        ]
    }

    /// Our calls, and how many of them reached somebody.
    #[must_use]
    pub fn calls(&self) -> AttemptCounts {
        AttemptCounts {
            tried: self.all(Metric::Calls),
            reached: self.all(Metric::Reached),
        }
    }

    /// Our calls by hour, all weekdays together.
    #[must_use]
    pub fn by_hour(&self) -> [AttemptCounts; 24] {
        let mut hours = [AttemptCounts::default(); 24];
        for day in self.hours.iter() {
            for (sum, tries) in hours.iter_mut().zip(day) {
                *sum = sum.and(*tries);
            }
        }
        hours
    }

    /// The finest grain, at least as coarse as `at_least`, that gives no more than `columns` columns.
    #[must_use]
    pub fn fitting(&self, at_least: Grain, columns: usize) -> Grain {
        let days = self.period.days();
        let most = i64::try_from(columns).unwrap_or(i64::MAX);
        // The period may begin and end within a column: that makes one more.
        let fits = |grain: &Grain| match grain {
            Grain::Day => days <= most,
            Grain::Week => days / 7 + 2 <= most,
            Grain::Month => days / 30 + 2 <= most,
            Grain::Quarter => days / 91 + 2 <= most,
            Grain::Year => true,
        };
        let kept = |grain: &Grain| *grain >= self.grain.max(at_least);
        let mut grains = Grain::ALL.into_iter().filter(kept);
        grains.find(fits).unwrap_or(Grain::Year)
    }

    /// Every column of the period by its first day, in order. Empty columns are included.
    #[must_use]
    pub fn columns(&self, grain: Grain) -> Vec<(NaiveDate, FigureColumn)> {
        let mut columns = Vec::new();
        let mut start = grain.start(self.period.from);
        while start <= self.period.to {
            let next = grain.next(start).unwrap_or(NaiveDate::MAX);
            let days = self.columns.range(start..next).map(|(_, column)| *column);
            columns.push((start, days.fold(FigureColumn::default(), FigureColumn::and)));
            if next == NaiveDate::MAX {
                break;
            }
            start = next;
        }
        columns
    }
}

#[cfg(test)]
mod tests;
