//! Which minutes of a day a named time can be: “at 4” is told by when the shop is open.

use chrono::NaiveDate;

use super::super::hours::DaySpan;
use super::TimePhraseError;
use super::phrase_parts::{Bound, NamedTime, PhraseParts};
use super::resolver::PhraseResolver;
use super::vocabulary::DayPartWord;

const NOON: u16 = 12 * 60;
const AFTERNOON: u16 = 14 * 60;
const EVENING: u16 = 17 * 60;
const MIDNIGHT: u16 = 24 * 60;

/// The latest hour at which a range ends, and the longest it is.
const LATEST_END: u16 = 22 * 60;
const LONGEST_RANGE: u16 = 9 * 60;

/// The hour before which nobody rings and no shop opens: “at 6” is no hour of the morning, where
/// the shop may ring in the evening.
const DAYBREAK: i64 = 7;

/// A stretch of a day in minutes, its end included.
pub(super) type MinuteSpan = (u16, u16);

impl PhraseResolver<'_> {
    /// The stretches of a date that can be meant, first the likeliest.
    pub(super) fn spans(
        &self,
        date: NaiveDate,
        parts: &PhraseParts,
    ) -> Result<Vec<MinuteSpan>, TimePhraseError> {
        let Some(time) = parts.time else {
            return Ok(vec![self.part_span(date, parts.part)]);
        };
        if let Some(until) = parts.until {
            return self.range_spans(date, parts, time, until);
        }
        let named = match (time, parts.part) {
            (NamedTime::Closing | NamedTime::Lunch | NamedTime::AfterLunch, Some(_)) => {
                return Err(self.two_times());
            }
            (NamedTime::Closing, None) => vec![instant(self.reader.calendar.closing_minute(date))],
            (NamedTime::Lunch, None) => vec![(NOON, AFTERNOON)],
            (NamedTime::AfterLunch, None) => vec![self.open_ended(date, AFTERNOON)],
            (NamedTime::LaterToday, _) => return self.later_today(date).map(|span| vec![span]),
            (time, part) => self
                .minutes(date, time, part)?
                .into_iter()
                .map(instant)
                .collect(),
        };
        if parts.bound == Some(Bound::After) {
            return Ok(named
                .into_iter()
                .map(|(from, _)| self.open_ended(date, from))
                .collect());
        }
        Ok(named)
    }

    /// A part of the day, as far as the shop is open or may ring in it.
    fn part_span(&self, date: NaiveDate, part: Option<DayPartWord>) -> MinuteSpan {
        let calendar = self.reader.calendar;
        let closing = calendar.closing_minute(date);
        match part {
            Some(DayPartWord::Afternoon) => {
                let end = if closing > AFTERNOON {
                    closing
                } else {
                    EVENING
                };
                (AFTERNOON, end.min(18 * 60))
            }
            Some(DayPartWord::Evening) => (EVENING, closing.max(self.last_call(date)).max(EVENING)),
            Some(DayPartWord::Morning) | None => {
                let opening = calendar.opening_minute(date);
                (opening, NOON.min(closing).max(opening))
            }
        }
    }

    /// From a minute until the shop closes, or else until it may not ring any more.
    fn open_ended(&self, date: NaiveDate, from: u16) -> MinuteSpan {
        let closing = self.reader.calendar.closing_minute(date);
        let end = if closing > from {
            closing
        } else {
            self.last_call(date)
        };
        (from, end.max(from))
    }

    /// The minute from which the shop may not ring any more on a date.
    fn last_call(&self, date: NaiveDate) -> u16 {
        let calendar = self.reader.calendar;
        let calling = calendar.spans(&calendar.calling, date);
        let latest = calling.iter().map(|s| s.to).max();
        latest.unwrap_or_else(|| calendar.closing_minute(date))
    }

    /// The afternoon while it is to come, else an hour from now, while the shop is open.
    fn later_today(&self, date: NaiveDate) -> Result<MinuteSpan, TimePhraseError> {
        let calendar = self.reader.calendar;
        let closing = calendar.closing_minute(date);
        let from = AFTERNOON.max(calendar.minute(self.reader.now) + 60);
        if from < closing {
            return Ok((from, closing));
        }
        let advice = ["in 1 hour", "tomorrow"].map(str::to_owned);
        Err(self.incomplete("say when", advice.to_vec()))
    }

    /// From one time to another: the ends that make a working day's stretch.
    fn range_spans(
        &self,
        date: NaiveDate,
        parts: &PhraseParts,
        from: NamedTime,
        until: NamedTime,
    ) -> Result<Vec<MinuteSpan>, TimePhraseError> {
        let ends = self.readings(until)?;
        let mut spans: Vec<MinuteSpan> = Vec::new();
        for start in self.readings(from)? {
            if parts.part.is_some_and(|part| !holds(part, start)) {
                continue;
            }
            if let Some(end) = ends.iter().copied().filter(|end| *end > start).min() {
                spans.push((start, end));
            }
        }
        let short = |(start, end): &MinuteSpan| end - start <= LONGEST_RANGE && *end <= LATEST_END;
        let calendar = self.reader.calendar;
        let own = calendar.spans(&calendar.opening, date);
        let week: Vec<DaySpan> = calendar.opening.0.iter().flatten().copied().collect();
        let within = |hours: &[DaySpan]| -> Vec<MinuteSpan> {
            let open = |s: &MinuteSpan| hours.iter().any(|h| h.from < s.1 && s.0 < h.to);
            let spans = spans.iter().copied();
            spans.filter(|s| short(s) && open(s)).collect()
        };
        // On a day the shop closes early or is closed, the week's hours tell.
        let likely = Some(within(own)).filter(|likely| !likely.is_empty());
        let likely = likely.unwrap_or_else(|| within(&week));
        let exact = matches!((from, until), (NamedTime::Exact(..), NamedTime::Exact(..)));
        let minutes = parts
            .minutes_to
            .map(|time| self.minutes(date, time, parts.part))
            .transpose()?;
        match (minutes, likely.as_slice(), spans.as_slice()) {
            (None, [], [only]) if exact => Ok(vec![*only]),
            (None, [], _) => {
                let advice = ["tomorrow 2pm to 4pm".to_owned()];
                Err(self.incomplete("say from when until when", advice.to_vec()))
            }
            (None, ..) => Ok(likely),
            (Some(minutes), ..) => {
                let mut all: Vec<MinuteSpan> = minutes.into_iter().map(instant).collect();
                all.extend(likely);
                Ok(all)
            }
        }
    }

    /// The minutes a time can be, morning and afternoon, whatever the shop's hours are.
    fn readings(&self, time: NamedTime) -> Result<Vec<u16>, TimePhraseError> {
        let (hour, minute, open_ended) = match time {
            NamedTime::Exact(h, m) => (h, m, false),
            NamedTime::SingleDigitHour(h, m) | NamedTime::HalfDayOpen(h, m) => {
                (h, m, (1..=12).contains(&h))
            }
            _ => return Err(self.two_times()),
        };
        let literal = self.minute_of_day(hour, minute)?;
        Ok(if open_ended {
            vec![literal % NOON, literal % NOON + NOON]
        } else {
            vec![literal]
        })
    }

    /// The minutes of a date a time can be: one where the shop's hours or a part of the day tell,
    /// else both.
    pub(super) fn minutes(
        &self,
        date: NaiveDate,
        time: NamedTime,
        part: Option<DayPartWord>,
    ) -> Result<Vec<u16>, TimePhraseError> {
        let (hour, minute) = match time {
            NamedTime::Exact(h, m)
            | NamedTime::SingleDigitHour(h, m)
            | NamedTime::HalfDayOpen(h, m) => (h, m),
            NamedTime::EitherHour(one, other) => {
                let hours = [one, other].map(|hour| self.minute_of_day(hour, 0));
                return hours.into_iter().collect();
            }
            _ => return Err(self.two_times()),
        };
        let literal = self.minute_of_day(hour, minute)?;
        let early = literal % NOON;
        let late = early + NOON;
        let open_ended = match time {
            NamedTime::HalfDayOpen(..) => (1..=12).contains(&hour) || literal < 60,
            NamedTime::SingleDigitHour(..) => (1..=9).contains(&hour),
            _ => false,
        };
        if let Some(part) = part {
            let candidates = if open_ended {
                vec![early, late]
            } else {
                vec![literal]
            };
            let fitting: Vec<u16> = candidates.into_iter().filter(|m| holds(part, *m)).collect();
            return match fitting.as_slice() {
                [_] => Ok(fitting),
                _ => Err(self.two_times()),
            };
        }
        if !open_ended {
            return Ok(vec![literal]);
        }
        let written = matches!(time, NamedTime::SingleDigitHour(..));
        Ok(
            match (self.is_open(date, early), self.is_open(date, late)) {
                (true, true) if written => vec![literal],
                (true, false) => vec![early],
                (false, true) => vec![late],
                (false, false) if hour < DAYBREAK && self.may_ring(late) => vec![late],
                _ => vec![early, late],
            },
        )
    }

    /// Hour and minute as a minute of the day.
    fn minute_of_day(&self, hour: i64, minute: i64) -> Result<u16, TimePhraseError> {
        if (0..24).contains(&hour) && (0..60).contains(&minute) {
            Ok(u16::try_from(hour * 60 + minute).unwrap_or(0))
        } else {
            Err(self.no_such_time(format!("{hour}:{minute:02}")))
        }
    }

    /// Whether the shop is open at a minute of a date; on a closed day, of any day of the week.
    fn is_open(&self, date: NaiveDate, minute: u16) -> bool {
        let calendar = self.reader.calendar;
        let own = calendar.spans(&calendar.opening, date);
        if own.is_empty() {
            return self.is_ever_open(minute);
        }
        own.iter().any(|s| s.holds(minute))
    }

    /// Whether the shop is open at a minute, on any day of the week.
    pub(super) fn is_ever_open(&self, minute: u16) -> bool {
        let opening = &self.reader.calendar.opening.0;
        opening.iter().flatten().any(|s| s.holds(minute))
    }

    /// Whether the shop may ring at a minute, on any day of the week.
    fn may_ring(&self, minute: u16) -> bool {
        let calling = &self.reader.calendar.calling.0;
        calling.iter().flatten().any(|s| s.holds(minute))
    }
}

const fn instant(minute: u16) -> MinuteSpan {
    (minute, minute)
}

/// Whether a minute of the day lies in a part of it.
fn holds(part: DayPartWord, minute: u16) -> bool {
    match part {
        DayPartWord::Morning => minute < NOON,
        DayPartWord::Afternoon => (NOON..18 * 60).contains(&minute),
        DayPartWord::Evening => (EVENING..MIDNIGHT).contains(&minute),
    }
}
