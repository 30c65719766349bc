//! What was said, worked out on the shop's calendar.
//!
//! Owns which of two hours “at 4” can be and what a day without a time means; which date a day is
//! stands in `dates`.

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};

use super::amounts::TimeAmount;
use super::dates::{FIRST_YEAR, LAST_YEAR, moved, shifted};
use super::parser::{NamedDay, NamedTime, PhraseParts};
use super::vocabulary::DayPartWord;
use super::{ParsedTime, TimePhraseError, TimePhraseParser, spoken};

const NOON: u16 = 12 * 60;
const AFTERNOON: u16 = 14 * 60;
const EVENING: u16 = 17 * 60;
const MIDNIGHT: u16 = 24 * 60;

/// The hour before which a time without its half of the day is not taken for one of the morning.
const DAYBREAK: i64 = 7;

/// The instant a phrase means to a reader.
pub(super) fn work_out(
    reader: &TimePhraseParser<'_>,
    said: &PhraseParts,
    phrase: &str,
) -> Result<ParsedTime, TimePhraseError> {
    let desk = PhraseResolver { reader, phrase };
    if said.now {
        return Ok(ParsedTime {
            at: reader.now,
            timed: true,
        });
    }
    if let Some(amount) = said.amount.filter(|a| a.timed) {
        return desk.elapsed(amount);
    }
    let said = desk.settle_dotted(said)?;
    let date = desk.date(&said)?;
    let untimed = said.time.is_none() && said.part.is_none();
    match date {
        Some(date) if untimed => Ok(desk.day_alone(date)),
        Some(date) => desk.timed(date, &said),
        None => desk.time_alone(&said),
    }
}

/// Where a phrase is worked out: the reader, and the phrase for the refusals.
pub(super) struct PhraseResolver<'a> {
    pub(super) reader: &'a TimePhraseParser<'a>,
    pub(super) phrase: &'a str,
}

impl PhraseResolver<'_> {
    /// The shop's date now.
    pub(super) fn today(&self) -> NaiveDate {
        self.reader.calendar.date(self.reader.now)
    }

    /// Hours and minutes from now, exactly; days before them by the calendar.
    fn elapsed(&self, amount: TimeAmount) -> Result<ParsedTime, TimePhraseError> {
        let calendar = self.reader.calendar;
        let date = self.bounded(moved(self.today(), amount))?;
        let start = if amount.dated {
            calendar.at(date, calendar.local(self.reader.now).time())
        } else {
            self.reader.now
        };
        let at = Duration::try_minutes(amount.minutes).and_then(|d| start.checked_add_signed(d));
        let year = at.map(|at| at.year());
        match (at, year) {
            (Some(at), Some(FIRST_YEAR..=LAST_YEAR)) => Ok(ParsedTime { at, timed: true }),
            _ => Err(TimePhraseError::TooFar {
                phrase: self.phrase.to_owned(),
            }),
        }
    }

    /// Decides whether two numbers with a dot between are a time or a date.
    fn settle_dotted(&self, said: &PhraseParts) -> Result<PhraseParts, TimePhraseError> {
        let Some((a, b, width)) = said.dotted else {
            return Ok(*said);
        };
        let mut settled = *said;
        let has_day = said.day.is_some() || said.weekday.is_some() || said.amount.is_some();
        let is_time = width == 2 && (0..24).contains(&a) && (0..60).contains(&b);
        let (day, month) = self.day_and_month(a, b);
        let is_date = (1..=31).contains(&day) && (1..=12).contains(&month);
        if said.time.is_some() && has_day {
            return Err(TimePhraseError::TwoTimes {
                phrase: self.phrase.to_owned(),
            });
        }
        if has_day || (said.time.is_none() && is_time && !is_date) {
            settled.time = Some(NamedTime::SingleDigitHour(a, b));
        } else if said.time.is_some() || (is_date && !is_time) {
            settled.day = Some(NamedDay::Figures(a, b, None));
        } else if is_date && is_time {
            let date = self.figures(a, b, None)?;
            return Err(self.ambiguous(format!("{a:02}:{b:02} or {}", date.format("%-d %b"))));
        } else {
            return Err(self.no_such_time(format!("{a}.{b}")));
        }
        Ok(settled)
    }

    /// A day without a time: its opening; today, now once the opening has passed.
    fn day_alone(&self, date: NaiveDate) -> ParsedTime {
        let calendar = self.reader.calendar;
        let opening = calendar.at_minute(date, calendar.opening_minute(date));
        let at = if date == self.today() {
            opening.max(self.reader.now)
        } else {
            opening
        };
        ParsedTime { at, timed: false }
    }

    fn timed(&self, date: NaiveDate, said: &PhraseParts) -> Result<ParsedTime, TimePhraseError> {
        let minute = match (said.time, said.part) {
            (Some(NamedTime::Midnight), _) => {
                let eve = self.bounded(shifted(date, 1))?;
                let (first, last) = (self.at(date, 0), self.at(eve, 0));
                return Err(self.ambiguous_between(first, last));
            }
            (Some(time), part) => self.minute(date, time, part)?,
            (None, Some(DayPartWord::Afternoon)) => AFTERNOON,
            (None, Some(DayPartWord::Evening)) => EVENING,
            (None, Some(DayPartWord::Morning) | None) => self.reader.calendar.opening_minute(date),
        };
        Ok(ParsedTime {
            at: self.at(date, minute),
            timed: true,
        })
    }

    /// A time without a day: today's, or tomorrow's once that has passed.
    fn time_alone(&self, said: &PhraseParts) -> Result<ParsedTime, TimePhraseError> {
        let today = self.today();
        let tomorrow = self.bounded(shifted(today, 1))?;
        if said.time == Some(NamedTime::Midnight) && said.part.is_none() {
            let at = self.at(tomorrow, 0);
            return Ok(ParsedTime { at, timed: true });
        }
        let when = self.timed(today, said)?;
        if when.at >= self.reader.now || said.time == Some(NamedTime::Closing) {
            return Ok(when);
        }
        self.timed(tomorrow, said)
    }

    fn at(&self, date: NaiveDate, minute: u16) -> DateTime<Utc> {
        self.reader.calendar.at_minute(date, minute)
    }

    /// The minute of the day a time names on a date. A half of the day that is left open is told by
    /// when the shop is open.
    fn minute(
        &self,
        date: NaiveDate,
        time: NamedTime,
        part: Option<DayPartWord>,
    ) -> Result<u16, TimePhraseError> {
        let (hour, minute) = match time {
            NamedTime::Exact(h, m)
            | NamedTime::SingleDigitHour(h, m)
            | NamedTime::HalfDayOpen(h, m) => (h, m),
            NamedTime::Midnight => (0, 0),
            NamedTime::Closing if part.is_some() => return Err(self.two_times()),
            NamedTime::Closing => return Ok(self.closing(date)),
        };
        if !(0..24).contains(&hour) || !(0..60).contains(&minute) {
            return Err(self.no_such_time(format!("{hour}:{minute:02}")));
        }
        let literal = u16::try_from(hour * 60 + minute).unwrap_or(0);
        let early = literal % NOON;
        let open_ended = match time {
            NamedTime::HalfDayOpen(..) => (1..=12).contains(&hour) || literal < 60,
            NamedTime::SingleDigitHour(..) => (1..=9).contains(&hour),
            _ => false,
        };
        if let Some(part) = part {
            let both = [early, early + NOON];
            let one = [literal];
            let candidates: &[u16] = if open_ended { &both } else { &one };
            let mut fitting = candidates.iter().filter(|m| holds(part, **m));
            return match (fitting.next(), fitting.next()) {
                (Some(only), None) => Ok(*only),
                _ => Err(self.two_times()),
            };
        }
        if !open_ended {
            return Ok(literal);
        }
        let open = |m| self.is_open(date, m);
        match (time, open(early), open(early + NOON)) {
            (NamedTime::SingleDigitHour(..), true, _) => Ok(literal),
            // "7:30" is before the shop opens; "5:30" is hardly before anybody is up.
            (NamedTime::SingleDigitHour(..), false, false) if hour >= DAYBREAK => Ok(literal),
            (NamedTime::HalfDayOpen(..), true, false) => Ok(early),
            (NamedTime::HalfDayOpen(..), false, true) => Ok(early + NOON),
            _ => Err(self.ambiguous_between(self.at(date, early), self.at(date, early + NOON))),
        }
    }

    /// When the shop closes on a date; on a closed day, the latest it closes in the week.
    fn closing(&self, date: NaiveDate) -> u16 {
        let calendar = self.reader.calendar;
        let own = calendar.spans(&calendar.opening, date);
        let own = own.iter().map(|s| s.to).max();
        let usual = calendar.opening.0.iter().flatten().map(|s| s.to).max();
        own.or(usual).unwrap_or(EVENING).min(MIDNIGHT)
    }

    /// Whether the shop is open at a minute of a date; on a closed day, of any day of the week.
    fn is_open(&self, date: NaiveDate, minute: u16) -> bool {
        let calendar = self.reader.calendar;
        let own = calendar.spans(&calendar.opening, date);
        if own.is_empty() {
            return calendar.opening.0.iter().flatten().any(|s| s.holds(minute));
        }
        own.iter().any(|s| s.holds(minute))
    }

    fn ambiguous(&self, readings: String) -> TimePhraseError {
        TimePhraseError::Ambiguous {
            phrase: self.phrase.to_owned(),
            readings,
        }
    }

    fn ambiguous_between(&self, a: DateTime<Utc>, b: DateTime<Utc>) -> TimePhraseError {
        let say = |at| spoken(at, self.reader.now, self.reader.calendar);
        self.ambiguous(format!("{} or {}", say(a), say(b)))
    }

    fn no_such_time(&self, reading: String) -> TimePhraseError {
        TimePhraseError::NoSuchTime {
            phrase: self.phrase.to_owned(),
            reading,
        }
    }

    fn two_times(&self) -> TimePhraseError {
        TimePhraseError::TwoTimes {
            phrase: self.phrase.to_owned(),
        }
    }
}

/// Whether a minute of the day lies in a part of it.
fn holds(part: DayPartWord, minute: u16) -> bool {
    match part {
        DayPartWord::Morning => minute < NOON,
        DayPartWord::Afternoon => (NOON..18 * 60).contains(&minute),
        DayPartWord::Evening => (EVENING..MIDNIGHT).contains(&minute),
    }
}
