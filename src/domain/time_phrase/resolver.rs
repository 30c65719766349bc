//! What was said, worked out on the shop's calendar.
//!
//! Owns the order in which it is worked out, and what a day without a time means. Which date a day
//! is stands in `dates`, which minutes a time can be in `hours_of_day`, and what a number alone
//! is in `numbers`.

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};

use super::calendar_days::{FIRST_YEAR, LAST_YEAR, NamedDays, shifted};
use super::phrase_parts::TimeAmount;
use super::phrase_parts::{Bound, NamedDay, NamedTime, PhraseParts};
use super::vocabulary::DayPartWord;
use super::{ParsedTime, TimePhraseError, TimePhraseParser, TimePurpose, spoken};

/// The instant a phrase means to a reader.
pub(super) fn work_out(
    reader: &TimePhraseParser<'_>,
    purpose: TimePurpose,
    parts: &PhraseParts,
    phrase: &str,
) -> Result<ParsedTime, TimePhraseError> {
    let resolver = PhraseResolver {
        reader,
        purpose,
        phrase,
    };
    if parts.now {
        return Ok(ParsedTime::instant(reader.now));
    }
    if let Some(amount) = parts.amount.filter(|a| a.timed) {
        return resolver.elapsed(amount);
    }
    let parts = resolver.settle_dotted(parts)?;
    let parts = resolver.settle_dashed(&parts)?;
    let parts = resolver.settle_number(&parts)?;
    let days = resolver.days(&parts)?;
    resolver.refuse_open_bounds(&parts, days)?;
    match days {
        Some(days) if parts.same_time => resolver.same_time(&parts, days),
        Some(days) if parts.time == Some(NamedTime::Opening) => Ok(resolver.opening(days.first)),
        Some(days) if parts.time.is_none() && parts.part.is_none() => Ok(resolver.day_alone(days)),
        Some(days) if days.whole => Err(resolver.day_of_period(days)),
        Some(days) => resolver.timed(days.first, &parts),
        None => resolver.time_alone(&parts),
    }
}

/// Where a phrase is worked out: the reader, and the phrase for the refusals.
pub(super) struct PhraseResolver<'a> {
    pub(super) reader: &'a TimePhraseParser<'a>,
    pub(super) purpose: TimePurpose,
    pub(super) phrase: &'a str,
}

impl PhraseResolver<'_> {
    /// The shop's date now.
    pub(super) fn today(&self) -> NaiveDate {
        self.reader.calendar.date(self.reader.now)
    }

    /// An instant as it is said and typed; a date that is past has its year, as without it the
    /// next one would be read.
    pub(super) fn spoken(&self, at: DateTime<Utc>) -> String {
        let calendar = self.reader.calendar;
        if calendar.date(at) < self.today() {
            let local = calendar.local(at);
            return local.format("%a %-d %b %Y %H:%M").to_string();
        }
        spoken(at, self.reader.now, calendar)
    }

    /// A stretch of time as it is said and typed: “today 10:00 to 12:00”.
    pub(super) fn spoken_span(&self, (from, to): (DateTime<Utc>, DateTime<Utc>)) -> String {
        let from = self.spoken(from);
        format!(
            "{from} to {}",
            self.reader.calendar.local(to).format("%H:%M")
        )
    }

    /// Whether only what is to come makes sense.
    pub(super) const fn ahead(&self) -> bool {
        matches!(self.purpose, TimePurpose::Rest | TimePurpose::Promise)
    }

    /// Hours and minutes from now, exactly; days before them by the calendar.
    fn elapsed(&self, amount: TimeAmount) -> Result<ParsedTime, TimePhraseError> {
        let calendar = self.reader.calendar;
        let date = self.bounded(self.moved(self.today(), amount))?;
        let start = if amount.dated {
            calendar.at(date, calendar.local(self.reader.now).time())
        } else {
            self.reader.now
        };
        let at = Duration::try_minutes(amount.minutes).and_then(|d| start.checked_add_signed(d));
        let year = at.map(|at| at.year());
        match (at, year) {
            (Some(at), Some(FIRST_YEAR..=LAST_YEAR)) => Ok(ParsedTime::instant(at)),
            _ => Err(self.too_far()),
        }
    }

    /// “Before friday” and “after friday” name no day; “by next week” names two.
    fn refuse_open_bounds(
        &self,
        parts: &PhraseParts,
        days: Option<NamedDays>,
    ) -> Result<(), TimePhraseError> {
        let (Some(bound), Some(days)) = (parts.bound, days) else {
            return Ok(());
        };
        if parts.time.is_some() || parts.part.is_some() {
            return Ok(());
        }
        let calendar = self.reader.calendar;
        let closing = |date: NaiveDate| self.spoken(calendar.closing_on(date));
        match bound {
            Bound::Before => {
                let eve = (1..14)
                    .filter_map(|back| shifted(days.first, -back))
                    .find(|d| calendar.is_open_day(*d));
                let day = calendar.due_on(days.first);
                let mut ends: Vec<_> = eve
                    .map(|eve| calendar.closing_on(eve))
                    .into_iter()
                    .collect();
                ends.push(day);
                if self.ahead() {
                    ends.retain(|at| *at > self.reader.now);
                }
                if ends.is_empty() {
                    return Err(self.reader.past(self.phrase, day));
                }
                Err(self.ambiguous(ends.into_iter().map(|at| self.spoken(at)).collect()))
            }
            Bound::After => {
                let next = calendar.next_open_day(days.last.max(self.today()));
                let after = calendar.next_open_day(next);
                let readings = [next, after].map(|d| self.spoken(calendar.due_on(d)));
                Err(self.ambiguous(readings.to_vec()))
            }
            Bound::By if days.whole && self.purpose == TimePurpose::Promise => {
                let first = calendar.open_day_from(days.first);
                let readings = [first, days.last].map(closing);
                let [start, end] = &readings;
                if start == end || days.first == self.today() {
                    return Ok(());
                }
                Err(self.ambiguous(readings.to_vec()))
            }
            Bound::By => Ok(()),
        }
    }

    /// A day without a time: its opening; today, now once the opening has passed. It lasts until
    /// the shop closes.
    fn day_alone(&self, days: NamedDays) -> ParsedTime {
        let calendar = self.reader.calendar;
        let opening = calendar.at_minute(days.first, calendar.opening_minute(days.first));
        let at = if days.first == self.today() {
            opening.max(self.reader.now)
        } else {
            opening
        };
        ParsedTime {
            at,
            timed: false,
            ends: self.closing(days.last),
        }
    }

    /// The present time of day, on another day; in another week or month, on the same day of it.
    fn same_time(
        &self,
        parts: &PhraseParts,
        days: NamedDays,
    ) -> Result<ParsedTime, TimePhraseError> {
        let calendar = self.reader.calendar;
        let time = calendar.local(self.reader.now).time();
        let date = match parts.day {
            Some(NamedDay::Whole(period, ahead)) => self.bounded(self.ahead_by(period, ahead))?,
            _ => days.first,
        };
        Ok(ParsedTime::instant(calendar.at(date, time)))
    }

    /// When the shop opens on a date, or on the next open day.
    fn opening(&self, date: NaiveDate) -> ParsedTime {
        let calendar = self.reader.calendar;
        ParsedTime {
            at: calendar.at_minute(date, calendar.opening_minute(date)),
            timed: false,
            ends: if date < self.today() {
                calendar.at_minute(date, calendar.opening_minute(date))
            } else {
                calendar.due_on(date)
            },
        }
    }

    /// When the shop closes on a date, or on the next open day; a date that is past stays.
    fn closing(&self, date: NaiveDate) -> DateTime<Utc> {
        let calendar = self.reader.calendar;
        if date < self.today() {
            calendar.at_minute(date, calendar.closing_minute(date))
        } else {
            calendar.closing_on(date)
        }
    }

    /// “Next week 10am” leaves the day open.
    fn day_of_period(&self, days: NamedDays) -> TimePhraseError {
        let begun = i64::from(days.first == self.today());
        let first = shifted(days.first, begun).unwrap_or(days.first);
        let say = |date: NaiveDate| format!("{} 10:00", self.typed_date(date));
        self.incomplete("say which day of it", vec![say(first)])
    }

    fn timed(&self, date: NaiveDate, parts: &PhraseParts) -> Result<ParsedTime, TimePhraseError> {
        if parts.time == Some(NamedTime::Midnight) {
            let eve = self.bounded(shifted(date, 1))?;
            let midnights = [date, eve].map(|date| self.at(date, 0));
            return self.only_to_come(parts, midnights.map(|at| (at, at)).to_vec());
        }
        let spans = self.spans(date, parts)?.into_iter();
        let spans = spans.map(|(from, to)| (self.at(date, from), self.at(date, to)));
        self.only_to_come(parts, spans.collect())
    }

    /// The one stretch of time on a named day that can be meant.
    fn only_to_come(
        &self,
        parts: &PhraseParts,
        mut spans: Vec<(DateTime<Utc>, DateTime<Utc>)>,
    ) -> Result<ParsedTime, TimePhraseError> {
        // What is past is not meant where only what is to come makes sense.
        if self.ahead() && spans.len() > 1 {
            let last = spans.last().copied();
            spans.retain(|(_, to)| *to > self.reader.now);
            if spans.is_empty() {
                spans.extend(last);
            }
        }
        self.only_span(parts, &spans)
    }

    /// A time without a day: today's, or the next open day's once that has passed.
    pub(super) fn time_alone(&self, parts: &PhraseParts) -> Result<ParsedTime, TimePhraseError> {
        let today = self.today();
        let now = self.reader.now;
        let tomorrow = self.bounded(shifted(today, 1))?;
        if parts.time == Some(NamedTime::Midnight) && parts.part.is_none() {
            return Ok(ParsedTime::instant(self.at(tomorrow, 0)));
        }
        let next = self.reader.calendar.open_day_from(tomorrow);
        if parts.time == Some(NamedTime::Opening) {
            let opening = self.opening(today);
            let open = self.reader.calendar.is_open_day(today);
            let today_is_meant = open && opening.at >= now;
            return Ok(if today_is_meant {
                opening
            } else {
                self.opening(next)
            });
        }
        let on = |date: NaiveDate, (from, to)| (self.at(date, from), self.at(date, to));
        let mut found = Vec::new();
        for (index, span) in self.spans(today, parts)?.into_iter().enumerate() {
            let (from, to) = on(today, span);
            // A time at which the shop is never open is the next day's, whatever day that is.
            let next = if self.is_ever_open(span.0) {
                next
            } else {
                tomorrow
            };
            let closing = parts.time == Some(NamedTime::Closing);
            if from > now || (from == now && !self.ahead()) || closing {
                found.push((from, to));
                continue;
            }
            // What is running may end today or be meant for tomorrow; a morning is tomorrow's.
            let morning = parts.part == Some(DayPartWord::Morning) && parts.time.is_none();
            if to > now && !morning {
                found.push((to, to));
            }
            let span = self.spans(next, parts)?.get(index).copied().unwrap_or(span);
            found.push(on(next, span));
        }
        self.only_span(parts, &found)
    }

    /// The one stretch of time that can be meant; several are refused with each of them.
    fn only_span(
        &self,
        parts: &PhraseParts,
        spans: &[(DateTime<Utc>, DateTime<Utc>)],
    ) -> Result<ParsedTime, TimePhraseError> {
        if let [(at, ends)] = *spans {
            let timed = true;
            // A shop does not close on a day on which it is closed.
            let ends = match parts.time {
                Some(NamedTime::Closing) => self.closing(self.reader.calendar.date(at)),
                _ => ends,
            };
            return Ok(ParsedTime { at, timed, ends });
        }
        let ranged = parts.until.is_some();
        let say = |(from, to): &(DateTime<Utc>, DateTime<Utc>)| {
            if ranged && from != to {
                self.spoken_span((*from, *to))
            } else {
                self.spoken(*from)
            }
        };
        Err(self.ambiguous(spans.iter().map(say).collect()))
    }

    fn at(&self, date: NaiveDate, minute: u16) -> DateTime<Utc> {
        self.reader.calendar.at_minute(date, minute)
    }

    /// Whether a day was named, and not by its weekday alone.
    pub(super) const fn has_date(parts: &PhraseParts) -> bool {
        matches!(
            parts.day,
            Some(
                NamedDay::Offset(_)
                    | NamedDay::OfWeek(..)
                    | NamedDay::Last(_)
                    | NamedDay::Iso(..)
                    | NamedDay::Figures(..)
                    | NamedDay::Named(..)
                    | NamedDay::Yearly(..)
                    | NamedDay::OfMonth(_)
                    | NamedDay::OfMonthAhead(..)
            )
        )
    }
}
