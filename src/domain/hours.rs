//! When the shop is open and when it may ring: the calendar every date is worked out on.
//!
//! Owns the shop's zone, its opening and calling hours, its holidays, and the way from a local
//! date and time to an instant, right across both clock changes. Knows nothing of cadence.

use std::collections::BTreeSet;

use chrono::{
    DateTime, Datelike, Days, Duration, LocalResult, NaiveDate, NaiveTime, TimeZone, Timelike, Utc,
};
use chrono_tz::Tz;

/// How far ahead an open day is looked for: a shop with no open day in a year has none.
const HORIZON_DAYS: u64 = 366;

/// One stretch of a day, in minutes after local midnight: `from` is in it, `to` is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DaySpan {
    /// First minute of the stretch.
    pub from: u16,
    /// The minute it ends at; 1440 is midnight.
    pub to: u16,
}

impl DaySpan {
    /// A stretch from hour and minute to hour and minute.
    #[must_use]
    pub const fn new(from: (u16, u16), to: (u16, u16)) -> Self {
        Self {
            from: from.0 * 60 + from.1,
            to: to.0 * 60 + to.1,
        }
    }

    /// Whether a minute of the day is inside.
    #[must_use]
    pub const fn holds(self, minute: u16) -> bool {
        self.from <= minute && minute < self.to
    }
}

impl DaySpan {
    /// The minute of the day a time like 9, 9:00, 09.30 or 24:00 stands for.
    ///
    /// # Errors
    /// What a time looks like, where this is none.
    pub fn clock(text: &str) -> Result<u16, String> {
        let wrong = || {
            format!(
                "“{}” is not a time of day: write it like 9:00 or 17:30",
                text.trim()
            )
        };
        let (hour, minute) = text
            .trim()
            .split_once([':', '.'])
            .unwrap_or((text.trim(), "00"));
        let two = |t: &str| (1..=2).contains(&t.len()) && t.chars().all(|c| c.is_ascii_digit());
        if !two(hour) || !two(minute) {
            return Err(wrong());
        }
        let hour: u16 = hour.parse().map_err(|_| wrong())?;
        let minute: u16 = minute.parse().map_err(|_| wrong())?;
        let whole = hour * 60 + minute;
        if minute < 60 && whole <= 24 * 60 {
            Ok(whole)
        } else {
            Err(wrong())
        }
    }
}

impl std::str::FromStr for DaySpan {
    type Err = String;

    /// "9:00-17:30"; also "after 17" and "before 12".
    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let wrong = |why: String| format!("{why}; hours are written like 9:00-17:30");
        let span = if let Some(from) = text.strip_prefix("after ") {
            Self {
                from: Self::clock(from)?,
                to: 24 * 60,
            }
        } else if let Some(to) = text.strip_prefix("before ") {
            Self {
                from: 0,
                to: Self::clock(to)?,
            }
        } else {
            let (from, to) = text
                .split_once(['-', '–'])
                .ok_or_else(|| wrong(format!("“{text}” is not a range of hours")))?;
            Self {
                from: Self::clock(from).map_err(wrong)?,
                to: Self::clock(to).map_err(wrong)?,
            }
        };
        if span.from < span.to {
            Ok(span)
        } else {
            Err(wrong(format!("“{text}” ends before it begins")))
        }
    }
}

impl std::fmt::Display for DaySpan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let clock = |m: u16| format!("{:02}:{:02}", m / 60, m % 60);
        match (self.from, self.to) {
            (from, 1440) => write!(f, "after {}", clock(from)),
            (0, to) => write!(f, "before {}", clock(to)),
            (from, to) => write!(f, "{}-{}", clock(from), clock(to)),
        }
    }
}

/// The stretches of each weekday, Monday first; a closed day has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekHours(pub [Vec<DaySpan>; 7]);

impl WeekHours {
    /// The same stretch Monday to Friday, another (or none) on Saturday, none on Sunday.
    #[must_use]
    pub fn workdays(span: DaySpan, saturday: Option<DaySpan>) -> Self {
        let day = || vec![span];
        let sat = saturday.into_iter().collect();
        Self([day(), day(), day(), day(), day(), sat, Vec::new()])
    }

    /// The stretches of one date's weekday.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> &[DaySpan] {
        self.0
            .get(date.weekday().num_days_from_monday() as usize)
            .map_or(&[], Vec::as_slice)
    }
}

/// The shop's calendar: its zone, when it is open, when it may ring, and its holidays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The zone that says what "today" is.
    pub zone: Tz,
    /// When somebody is in the shop; a date without a time means the opening.
    pub opening: WeekHours,
    /// When the shop may ring.
    pub calling: WeekHours,
    /// Dates on which it neither opens nor rings.
    pub holidays: BTreeSet<NaiveDate>,
}

impl Default for Calendar {
    /// PRODUCT's defaults: open Mon–Fri 8:30–17:30 and Sat 9–13, ringing Mon–Fri 9–20 and Sat 9–17.
    fn default() -> Self {
        Self {
            zone: Tz::UTC,
            opening: WeekHours::workdays(
                DaySpan::new((8, 30), (17, 30)),
                Some(DaySpan::new((9, 0), (13, 0))),
            ),
            calling: WeekHours::workdays(
                DaySpan::new((9, 0), (20, 0)),
                Some(DaySpan::new((9, 0), (17, 0))),
            ),
            holidays: BTreeSet::new(),
        }
    }
}

impl Calendar {
    /// An instant as the shop's wall clock shows it.
    #[must_use]
    pub fn local(&self, at: DateTime<Utc>) -> DateTime<Tz> {
        at.with_timezone(&self.zone)
    }

    /// The shop's date at an instant.
    #[must_use]
    pub fn date(&self, at: DateTime<Utc>) -> NaiveDate {
        self.local(at).date_naive()
    }

    /// The minute of the shop's day at an instant, 0 to 1439.
    #[must_use]
    pub fn minute(&self, at: DateTime<Utc>) -> u16 {
        let time = self.local(at).time();
        u16::try_from(time.hour() * 60 + time.minute()).unwrap_or(0)
    }

    /// The instant of a local date and time. A time the clocks skip in spring means the first
    /// minute after the gap; one they show twice in autumn means the first of the two.
    #[must_use]
    pub fn at(&self, date: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
        let mut naive = date.and_time(time);
        // The longest gap a zone has had is a whole day (Samoa, 2011): 24 h and a bit of probing.
        for _ in 0..=25 * 60 {
            match self.zone.from_local_datetime(&naive) {
                LocalResult::Single(t) | LocalResult::Ambiguous(t, _) => {
                    return t.with_timezone(&Utc);
                }
                LocalResult::None => {
                    let whole = naive.with_second(0).unwrap_or(naive);
                    naive = whole + Duration::minutes(1);
                }
            }
        }
        naive.and_utc()
    }

    /// The instant of a minute of a local date; 1440 is the next midnight.
    #[must_use]
    pub fn at_minute(&self, date: NaiveDate, minute: u16) -> DateTime<Utc> {
        if minute >= 24 * 60 {
            return self.at(date + Days::new(1), NaiveTime::MIN);
        }
        let time = NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minute) * 60, 0)
            .unwrap_or(NaiveTime::MIN);
        self.at(date, time)
    }

    /// The first instant of the day after the one an instant lies in.
    #[must_use]
    pub fn end_of_day(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.at(self.date(at) + Days::new(1), NaiveTime::MIN)
    }

    /// The first instant of the day an instant lies in.
    #[must_use]
    pub fn start_of_day(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.at(self.date(at), NaiveTime::MIN)
    }

    /// When the shop opens on a date; `None` on a closed day or a holiday.
    #[must_use]
    pub fn opens(&self, date: NaiveDate) -> Option<DateTime<Utc>> {
        self.spans(&self.opening, date)
            .iter()
            .map(|s| s.from)
            .min()
            .map(|m| self.at_minute(date, m))
    }

    /// The minute a date without a time stands for: that day's opening, or on a closed day the
    /// earliest opening of the week (8:30 by default, and where the shop never opens at all).
    #[must_use]
    pub fn opening_minute(&self, date: NaiveDate) -> u16 {
        let own = self.spans(&self.opening, date).iter().map(|s| s.from).min();
        let usual = self.opening.0.iter().flatten().map(|s| s.from).min();
        own.or(usual).unwrap_or(8 * 60 + 30)
    }

    /// Whether the shop opens at all on a date.
    #[must_use]
    pub fn is_open_day(&self, date: NaiveDate) -> bool {
        !self.spans(&self.opening, date).is_empty()
    }

    /// A date itself when the shop opens on it, else the next one on which it does.
    #[must_use]
    pub fn open_day_from(&self, date: NaiveDate) -> NaiveDate {
        (0..HORIZON_DAYS)
            .map(|n| date + Days::new(n))
            .find(|d| self.is_open_day(*d))
            .unwrap_or(date)
    }

    /// The first open day after a date.
    #[must_use]
    pub fn next_open_day(&self, date: NaiveDate) -> NaiveDate {
        self.open_day_from(date + Days::new(1))
    }

    /// Where a due date without a time of its own lands: the opening of that date, or of the next
    /// open day when the shop is closed on it.
    #[must_use]
    pub fn due_on(&self, date: NaiveDate) -> DateTime<Utc> {
        let day = self.open_day_from(date);
        self.at_minute(day, self.opening_minute(day))
    }

    /// The minute the shop closes at on a date; on a closed day, the latest it closes in the week
    /// (17:30 where it never opens at all).
    #[must_use]
    pub fn closing_minute(&self, date: NaiveDate) -> u16 {
        let own = self.spans(&self.opening, date).iter().map(|s| s.to).max();
        let usual = self.opening.0.iter().flatten().map(|s| s.to).max();
        own.or(usual).unwrap_or(17 * 60 + 30)
    }

    /// Until when a promise for a date without a time of its own lasts: the closing of that date,
    /// or of the next open day when the shop is closed on it.
    #[must_use]
    pub fn closing_on(&self, date: NaiveDate) -> DateTime<Utc> {
        let day = self.open_day_from(date);
        self.at_minute(day, self.closing_minute(day))
    }

    /// Whether the shop is open at an instant, or just closes.
    #[must_use]
    pub fn is_open_until(&self, at: DateTime<Utc>) -> bool {
        let minute = self.minute(at);
        self.spans(&self.opening, self.date(at))
            .iter()
            .any(|s| s.from <= minute && minute <= s.to)
    }

    /// Whether the shop may ring at an instant.
    #[must_use]
    pub fn may_ring(&self, at: DateTime<Utc>) -> bool {
        let minute = self.minute(at);
        self.spans(&self.calling, self.date(at))
            .iter()
            .any(|s| s.holds(minute))
    }

    /// An instant itself when the shop may ring at it, else the next at which it may
    /// (the instant again, for a shop that has no calling hours at all).
    #[must_use]
    pub fn next_ringing(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        if self.may_ring(at) {
            return at;
        }
        let first = self.date(at);
        (0..HORIZON_DAYS)
            .flat_map(|n| {
                let day = first + Days::new(n);
                self.spans(&self.calling, day)
                    .iter()
                    .map(move |s| (day, s.from))
                    .collect::<Vec<_>>()
            })
            .map(|(day, minute)| self.at_minute(day, minute))
            .filter(|t| *t >= at)
            .min()
            .unwrap_or(at)
    }

    /// The first instant from one on at which the shop is open, may ring, and the given hours hold;
    /// `None` where the three never meet.
    #[must_use]
    pub fn next_attempt(&self, at: DateTime<Utc>, within: DaySpan) -> Option<DateTime<Utc>> {
        let first = self.date(at);
        (0..HORIZON_DAYS)
            .map(|n| first + Days::new(n))
            .find_map(|day| {
                let open = self.spans(&self.opening, day);
                let calling = self.spans(&self.calling, day);
                let meet = open.iter().flat_map(|open| {
                    calling.iter().map(|calling| DaySpan {
                        from: open.from.max(calling.from).max(within.from),
                        to: open.to.min(calling.to).min(within.to),
                    })
                });
                meet.filter(|span| span.from < span.to)
                    .filter(|span| self.at_minute(day, span.to) > at)
                    .map(|span| self.at_minute(day, span.from).max(at))
                    .min()
            })
    }

    /// When the shop closes for the last time on the day of an instant; `None` on a closed day.
    #[must_use]
    pub fn closes(&self, date: NaiveDate) -> Option<DateTime<Utc>> {
        self.spans(&self.opening, date)
            .iter()
            .map(|s| s.to)
            .max()
            .map(|m| self.at_minute(date, m))
    }

    /// The stretches of a date in one of the weeks: none on a holiday.
    #[must_use]
    pub fn spans<'a>(&self, week: &'a WeekHours, date: NaiveDate) -> &'a [DaySpan] {
        if self.holidays.contains(&date) {
            &[]
        } else {
            week.on(date)
        }
    }
}

#[cfg(test)]
mod tests;
