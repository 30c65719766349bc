//! The figures: so many days of kept counts, summed up for saying and for drawing.
//!
//! Owns which days stand together and the sums over them; what is counted, and on which day, is
//! `stats`'. The sums of stretches that adjoin are those of the whole, so that a long time is
//! counted a stretch at a time, the latest first. `captions` puts each figure into one sentence, and
//! `charts` draws it in letters, on the screen and on paper alike.

mod captions;
pub mod charts;

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::likelihood::AttemptCounts;
use super::metrics::{Metric, MetricKey};

/// How many days are counted first, so that something is seen at once.
const LATEST: u64 = 28;

/// How many are counted in one go after that: some screenfuls of kept numbers.
const STRETCH: u64 = 92;

/// Of how many days each is kept by itself; of more, only the months are.
const BY_DAY: i64 = 400;

/// Some days, the first and the last of them in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

impl Period {
    /// So many days, the last of them given.
    #[must_use]
    pub fn back(days: u64, to: NaiveDate) -> Self {
        let before = Days::new(days.saturating_sub(1));
        let from = to.checked_sub_days(before).unwrap_or(to);
        Self { from, to }
    }

    /// How many days there are in it.
    #[must_use]
    pub fn days(self) -> i64 {
        (self.to - self.from).num_days() + 1
    }
}

/// How far back one looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReportRange {
    /// Seven days.
    Week,
    /// Four weeks.
    #[default]
    FourWeeks,
    /// Twelve months.
    Year,
    /// To the first day on which anything was counted.
    Everything,
}

impl ReportRange {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::Week, Self::FourWeeks, Self::Year, Self::Everything];

    /// As a title says it.
    #[must_use]
    pub const fn said(self) -> &'static str {
        match self {
            Self::Week => "the last 7 days",
            Self::FourWeeks => "the last 28 days",
            Self::Year => "the last 12 months",
            Self::Everything => "everything",
        }
    }

    /// The days it means: today is the last; `since` is the first on which anything was counted.
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

/// Which days stand in one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grain {
    /// Each its own.
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
    /// All of them, the finest first.
    const ALL: [Self; 5] = [
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::Year,
    ];

    /// How finely the days of a period are kept.
    fn of(period: Period) -> Self {
        if period.days() <= BY_DAY {
            Self::Day
        } else {
            Self::Month
        }
    }

    /// What it is called.
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

    /// The first day of the column a day stands in.
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

/// What is drawn day by day, of the days of one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FigureColumn {
    /// Our calls.
    pub calls: AttemptCounts,
    /// How they felt at the end: pleased, fine, unhappy.
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

/// A week of hours, Monday first: how often customers were tried and reached in each.
pub type AttemptsByHour = [[AttemptCounts; 24]; 7];

/// The figures of some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// Of which days.
    pub period: Period,
    /// How finely they are kept: columns are of that or coarser.
    pub grain: Grain,
    /// From which of them on everything is counted; none where nothing is yet.
    pub counted_from: Option<NaiveDate>,
    /// Our calls by weekday and hour.
    pub hours: Box<AttemptsByHour>,
    parts: BTreeMap<(Metric, i64), i64>,
    columns: BTreeMap<NaiveDate, FigureColumn>,
}

impl Figures {
    /// Those of a period, nothing counted yet.
    #[must_use]
    pub fn of(period: Period) -> Self {
        Self {
            period,
            grain: Grain::of(period),
            counted_from: None,
            hours: Box::default(),
            parts: BTreeMap::new(),
            columns: BTreeMap::new(),
        }
    }

    /// The days to be counted next, back from those that are; none once all of them are.
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

    /// Counts the days that were lacking.
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

    /// So many of a part of something.
    #[must_use]
    pub fn part(&self, what: Metric, part: i64) -> i64 {
        self.parts.get(&(what, part)).copied().unwrap_or(0)
    }

    /// So many of something, all parts together.
    #[must_use]
    pub fn all(&self, what: Metric) -> i64 {
        let parts = self.parts.range((what, i64::MIN)..=(what, i64::MAX));
        parts.map(|(_, n)| n).sum()
    }

    /// Our calls, and how many of them reached somebody.
    #[must_use]
    pub fn calls(&self) -> AttemptCounts {
        AttemptCounts {
            tried: self.all(Metric::Calls),
            reached: self.all(Metric::Reached),
        }
    }

    /// Our calls by hour, whatever the weekday.
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

    /// The finest grain, of one or coarser, that parts the period into so many columns at most.
    #[must_use]
    pub fn fitting(&self, at_least: Grain, columns: usize) -> Grain {
        let days = self.period.days();
        let most = i64::try_from(columns).unwrap_or(i64::MAX);
        // A column more may be begun at either end.
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

    /// Every column of the period, from the first on, by its first day; those in which nothing
    /// happened too.
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
