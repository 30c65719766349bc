//! Numbers in a phrase that can be several things: `10.12`, `9-11`, `1630`, `fri 2`, `sunday 29`.

use chrono::{Datelike, NaiveDate, Weekday};

use super::calendar_days::shifted;
use super::phrase_parts::{NamedDay, NamedTime, PhraseParts};
use super::ranges::clock_figures;
use super::resolver::PhraseResolver;
use super::{TimePhraseError, TimePurpose};

impl PhraseResolver<'_> {
    /// Decides whether two numbers with a dot between are a time or a date.
    pub(super) fn settle_dotted(
        &self,
        parts: &PhraseParts,
    ) -> Result<PhraseParts, TimePhraseError> {
        let Some((a, b, width)) = parts.dotted else {
            return Ok(*parts);
        };
        let mut settled = *parts;
        let has_day = parts.day.is_some() || parts.amount.is_some();
        let is_time = width == 2 && (0..24).contains(&a) && (0..60).contains(&b);
        let (day, month) = self.day_and_month(a, b);
        let is_date = self.is_date_to_mean(day, month, is_time);
        if parts.time.is_some() && (has_day || parts.weekday.is_some()) {
            return Err(self.two_times());
        }
        let time = NamedTime::SingleDigitHour(a, b);
        // "Fri 4.12" may be Friday, the fourth of December.
        let agrees = |weekday: Weekday| {
            let date = self.figures(a, b, None);
            is_date && date.is_ok_and(|d| d.weekday() == weekday)
        };
        if has_day || parts.weekday.is_some_and(|w| !agrees(w)) {
            settled.time = Some(time);
        } else if parts.time.is_some() || (is_date && !is_time) {
            settled.day = Some(NamedDay::Figures(a, b, None));
        } else if is_time && !is_date {
            settled.time = Some(time);
        } else if is_date {
            let date = self.figures(a, b, None)?;
            let on = match parts.weekday {
                Some(_) => self.named_weekday(parts),
                None => self.today(),
            };
            return Err(self.time_or_date(on, parts, time, date));
        } else {
            return Err(self.no_such_time(format!("{a}.{b}")));
        }
        Ok(settled)
    }

    /// Decides whether two numbers with a dash between are a range of hours or a date.
    pub(super) fn settle_dashed(
        &self,
        parts: &PhraseParts,
    ) -> Result<PhraseParts, TimePhraseError> {
        let Some((a, b)) = parts.dashed else {
            return Ok(*parts);
        };
        let mut settled = *parts;
        settled.dashed = None;
        let has_day = parts.day.is_some() || parts.weekday.is_some() || parts.amount.is_some();
        let (day, month) = self.day_and_month(a, b);
        let hours = self.time_alone(&settled);
        let or_time = matches!(hours, Ok(_) | Err(TimePhraseError::Ambiguous { .. }));
        let is_date = self.is_date_to_mean(day, month, or_time);
        if has_day || !is_date {
            return Ok(settled);
        }
        let mut readings = match hours {
            Ok(hours) => vec![self.spoken_span((hours.at, hours.ends))],
            Err(TimePhraseError::Ambiguous { readings, .. }) => readings,
            Err(_) => {
                settled.time = None;
                settled.until = None;
                settled.day = Some(NamedDay::Figures(a, b, None));
                return Ok(settled);
            }
        };
        readings.push(self.typed_day(self.figures(a, b, None)?));
        Err(self.ambiguous(readings))
    }

    /// Decides what a number alone is: an hour, figures of a clock, or a day of the month.
    pub(super) fn settle_number(
        &self,
        parts: &PhraseParts,
    ) -> Result<PhraseParts, TimePhraseError> {
        let Some((n, width)) = parts.number else {
            return Ok(*parts);
        };
        let mut settled = *parts;
        settled.number = None;
        let placed = Self::has_date(parts) || parts.weekday.is_some() || parts.part.is_some();
        if width >= 3 {
            settled.time = Some(self.figures_alone(parts, n, width)?);
            return Ok(settled);
        }
        if parts.time.is_some() || parts.dotted.is_some() {
            if parts.weekday.is_none() || parts.day.is_some() {
                return Err(self.unexplained(n));
            }
            settled.day = Some(NamedDay::OfMonth(n));
            return Ok(settled);
        }
        if !placed || !(1..=31).contains(&n) {
            return Err(self.unexplained(n));
        }
        if parts.weekday.is_some() && parts.day.is_none() {
            return self.weekday_and_number(&settled, n);
        }
        settled.time = Some(match n {
            1..=12 => NamedTime::HalfDayOpen(n, 0),
            _ => NamedTime::Exact(n, 0),
        });
        if let (Some(NamedDay::Named(month, day, None)), 2) = (parts.day, width) {
            return self.hour_or_year(&settled, NamedDay::Named(month, day, Some(2000 + n)));
        }
        Ok(settled)
    }

    /// “24 dec 10” is ten o'clock, or a year that is past; a year to come is no hour.
    fn hour_or_year(
        &self,
        hour: &PhraseParts,
        dated: NamedDay,
    ) -> Result<PhraseParts, TimePhraseError> {
        let year = PhraseParts {
            day: Some(dated),
            time: None,
            ..*hour
        };
        let (Some(days), Some(years)) = (self.days(hour)?, self.days(&year)?) else {
            return Ok(*hour);
        };
        if years.first >= self.today() {
            return Ok(year);
        }
        if self.ahead() {
            return Ok(*hour);
        }
        let time = hour.time.unwrap_or(NamedTime::Opening);
        Err(self.time_or_date(days.first, hour, time, years.first))
    }

    /// Three or four figures: 930, 1630.
    fn figures_alone(
        &self,
        parts: &PhraseParts,
        n: i64,
        width: usize,
    ) -> Result<NamedTime, TimePhraseError> {
        let placed = Self::has_date(parts) || parts.weekday.is_some() || parts.part.is_some();
        let (hour, minute) = (n / 100, n % 100);
        let year = width == 4 && (1900..2100).contains(&n) && !placed;
        let slip = width == 3 && minute % 5 != 0;
        if parts.time.is_some() || parts.dotted.is_some() || parts.amount.is_some() {
            return Err(self.two_times());
        }
        if !clock_figures(n, width) || year || slip {
            return Err(self.unexplained(n));
        }
        Ok(if width == 3 {
            NamedTime::SingleDigitHour(hour, minute)
        } else {
            NamedTime::Exact(hour, minute)
        })
    }

    /// “Fri 2” is two o'clock, “sunday 29” the 29th; “fri 4” can be both where the fourth is one.
    fn weekday_and_number(
        &self,
        parts: &PhraseParts,
        n: i64,
    ) -> Result<PhraseParts, TimePhraseError> {
        let dated = PhraseParts {
            day: Some(NamedDay::OfMonth(n)),
            ..*parts
        };
        let date = self.days(&dated).ok().flatten().map(|days| days.first);
        let date = date.filter(|date| n > 23 || self.may_be_meant(*date));
        let mut timed = *parts;
        timed.time = Some(match n {
            1..=12 => NamedTime::HalfDayOpen(n, 0),
            _ => NamedTime::Exact(n, 0),
        });
        match (date, n) {
            (None, 1..=12) => Ok(timed),
            (Some(_), 24..) => Ok(dated),
            (Some(date), _) => {
                let time = timed.time.unwrap_or(NamedTime::Opening);
                Err(self.time_or_date(self.named_weekday(parts), &timed, time, date))
            }
            (None, 13..=23) => {
                let day = self
                    .named_weekday(parts)
                    .format("%a")
                    .to_string()
                    .to_lowercase();
                Err(self.incomplete(
                    &format!("say what {n} stands for"),
                    vec![format!("{day} {n}:00"), format!("in {n} days")],
                ))
            }
            // The refusal says which weekday it falls on.
            (None, _) => Ok(dated),
        }
    }

    /// A number with nothing beside it that says what it is.
    fn unexplained(&self, n: i64) -> TimePhraseError {
        let mut advice = Vec::new();
        match n {
            1..=11 => advice.push(format!("{n}am")),
            12..=23 => advice.push(format!("{n}:00")),
            _ => {}
        }
        if (1..=11).contains(&n) {
            advice.push(format!("{n}pm"));
        }
        let later = (1..=62).filter_map(|days| shifted(self.today(), days));
        let day_of = |d: &NaiveDate| i64::from(d.day()) == n;
        if let Some(date) = later.into_iter().find(day_of) {
            advice.push(self.typed_day(date));
        }
        if n >= 100 && clock_figures(n, 4) {
            advice.push(format!("{:02}:{:02}", n / 100, n % 100));
        }
        if (1..=999).contains(&n) {
            let days = if n == 1 { "day" } else { "days" };
            advice.push(format!("in {n} {days}"));
        }
        if advice.is_empty() {
            return TimePhraseError::Unknown {
                phrase: self.phrase.to_owned(),
                word: self.phrase.to_owned(),
                advice: self.reader.examples(),
            };
        }
        self.incomplete(&format!("say what {n} stands for"), advice)
    }

    /// A time and a date that the same figures can be.
    fn time_or_date(
        &self,
        on: NaiveDate,
        parts: &PhraseParts,
        time: NamedTime,
        date: NaiveDate,
    ) -> TimePhraseError {
        let minutes = match self.minutes(on, time, parts.part) {
            Ok(minutes) => minutes,
            Err(error) => return error,
        };
        let alone = parts.weekday.is_none() && parts.day.is_none();
        let clock = |minute: u16| {
            if alone {
                format!("{:02}:{:02}", minute / 60, minute % 60)
            } else {
                self.spoken(self.reader.calendar.at_minute(on, minute))
            }
        };
        let mut readings: Vec<String> = minutes.into_iter().map(clock).collect();
        readings.push(self.typed_day(date));
        self.ambiguous(readings)
    }

    /// Whether two numbers are a day and a month. Where they can be a time as well, a date that is
    /// today is not meant by who waits for a later one.
    fn is_date_to_mean(&self, day: i64, month: i64, or_time: bool) -> bool {
        if !(1..=31).contains(&day) || !(1..=12).contains(&month) {
            return false;
        }
        let today = self.today();
        let same = i64::from(today.day()) == day && i64::from(today.month()) == month;
        !(or_time && same) || self.may_be_meant(today)
    }

    /// Whether a date can be what is asked for: nobody rests until today, and a promise for today
    /// ends when the shop closes.
    fn may_be_meant(&self, date: NaiveDate) -> bool {
        if date != self.today() {
            return true;
        }
        match self.purpose {
            TimePurpose::Any | TimePurpose::Due => true,
            TimePurpose::Rest => false,
            TimePurpose::Promise => {
                let closes = self.reader.calendar.closes(date);
                closes.is_some_and(|at| at > self.reader.now)
            }
        }
    }

    /// The date a weekday by itself names.
    fn named_weekday(&self, parts: &PhraseParts) -> NaiveDate {
        let alone = PhraseParts {
            weekday: parts.weekday,
            ..PhraseParts::default()
        };
        let days = self.days(&alone).ok().flatten();
        days.map_or_else(|| self.today(), |days| days.first)
    }

    /// A date as it is typed, without its weekday: “4 Dec”.
    fn typed_day(&self, date: NaiveDate) -> String {
        let shape = if self.is_near(date) {
            "%-d %b"
        } else {
            "%-d %b %Y"
        };
        date.format(shape).to_string()
    }
}
