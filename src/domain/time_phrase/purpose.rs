//! What a phrase comes to for what it is said of: a due date, a rest or a promise.
//!
//! Owns the rules that the list, the forms, the command line and the imports share: a day means its
//! opening where something is due and its closing where it is promised, of a range the beginning
//! and the end; a day on which the shop is closed moves to the next open one, and that is said.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};

use super::super::hours::Calendar;
use super::super::time_format::spoken;
use super::vocabulary::ordinal;
use super::{ParsedTime, TimePhraseError, TimePhraseParser, TimePurpose, quoted};

/// An instant for what it is said of, and whether the shop is closed on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenTime {
    /// The instant.
    pub at: DateTime<Utc>,
    /// Whether the shop is closed on the day or at the time that was named.
    pub closed: Option<Closed>,
}

/// How what was named meets the shop's closed hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// A day on which the shop is closed was named: the next open one is meant.
    MovedFrom(NaiveDate),
    /// A time of a day on which the shop is closed was named, and stays.
    AllDay(NaiveDate),
    /// A minute of the day at which the shop is closed was named, and stays.
    AtMinute(u16),
}

impl OpenTime {
    const fn open(at: DateTime<Utc>) -> Self {
        Self { at, closed: None }
    }

    /// "closed on Sun 29 Nov", "closed at 20:00": what was named, where the shop is closed then.
    #[must_use]
    pub fn closed_note(&self) -> Option<String> {
        Some(match self.closed? {
            Closed::MovedFrom(date) | Closed::AllDay(date) => {
                format!("closed on {}", date.format("%a %-d %b"))
            }
            Closed::AtMinute(minute) => {
                format!("closed at {:02}:{:02}", minute / 60, minute % 60)
            }
        })
    }

    /// What is asked before it is promised: it was named, and nobody is in the shop then.
    #[must_use]
    pub fn promise_question(&self) -> Option<String> {
        let doubt = self.promise_doubt()?;
        Some(format!("{doubt}; press ↵ again to promise it all the same"))
    }

    /// What is doubtful about promising it: that the shop is closed then.
    #[must_use]
    pub fn promise_doubt(&self) -> Option<String> {
        let note = self.closed_note().filter(|_| !self.is_moved())?;
        Some(format!("The shop is {note}"))
    }

    /// The instant as it is said, with what was named where the shop is closed then: "Mon 30 Nov 17:30
    /// (closed on Sun 29 Nov)".
    #[must_use]
    pub fn spoken(&self, now: DateTime<Utc>, calendar: &Calendar) -> String {
        let at = spoken(self.at, now, calendar);
        match self.closed_note() {
            Some(note) => format!("{at} ({note})"),
            None => at,
        }
    }

    /// Whether the day that was named was moved to the next open one.
    #[must_use]
    pub const fn is_moved(&self) -> bool {
        matches!(self.closed, Some(Closed::MovedFrom(_)))
    }
}

impl TimePhraseParser<'_> {
    /// When something is due; it may be past, as what is overdue is still to be rung.
    ///
    /// # Errors
    ///
    /// As [`TimePhraseParser::read`].
    pub fn read_due(&self, phrase: &str) -> Result<OpenTime, TimePhraseError> {
        let when = self.read_for(TimePurpose::Due, phrase)?;
        Ok(if when.timed {
            OpenTime::open(when.at)
        } else {
            self.on_an_open_day(when)
        })
    }

    /// Until when a customer is out of the list: a time to come, or a bare number of days.
    ///
    /// # Errors
    ///
    /// As [`TimePhraseParser::read`], and what is past or present.
    pub fn read_rest(&self, phrase: &str) -> Result<OpenTime, TimePhraseError> {
        if let Some(days) = self.number_of_days(phrase)? {
            let date = self
                .calendar
                .date(self.now)
                .checked_add_days(Days::new(days));
            let date = date.ok_or_else(|| TimePhraseError::TooFar {
                phrase: quoted(phrase),
            })?;
            let at = self
                .calendar
                .at_minute(date, self.calendar.opening_minute(date));
            let (timed, ends) = (false, at);
            return Ok(self.on_an_open_day(ParsedTime { at, timed, ends }));
        }
        let when = self.read_for(TimePurpose::Rest, phrase)?;
        let rest = self.on_an_open_day(when);
        if self.calendar.date(when.at) < self.calendar.date(self.now) {
            return Err(self.past(phrase, when.at));
        }
        if rest.at > self.now {
            return Ok(rest);
        }
        // “Now” brings a resting customer back.
        let present = when.timed && when.at == self.now && when.ends == self.now;
        if present {
            return Ok(rest);
        }
        if when.ends > self.now || (self.is_today(when.at) && !when.timed) {
            let day = !when.timed && self.is_today(when.ends);
            let already = if day { "today" } else { "now" };
            return Err(self.already(phrase, already));
        }
        Err(self.past(phrase, when.at))
    }

    /// By when the shop said they would hear: a time to come.
    ///
    /// # Errors
    ///
    /// As [`TimePhraseParser::read`], and what is past or present.
    pub fn read_promise(&self, phrase: &str) -> Result<OpenTime, TimePhraseError> {
        let when = self.read_for(TimePurpose::Promise, phrase)?;
        if self.is_today(when.at) && (!when.timed || !self.is_today(when.ends)) {
            self.refuse_closed_today(phrase, when)?;
        }
        if when.ends == self.now {
            return Err(self.already(phrase, "now"));
        }
        if when.ends < self.now {
            return Err(self.past(phrase, when.ends));
        }
        Ok(self.promised(when))
    }

    /// A promise that may be past: one that a shop brings along.
    ///
    /// # Errors
    ///
    /// As [`TimePhraseParser::read`].
    pub fn read_past_promise(&self, phrase: &str) -> Result<OpenTime, TimePhraseError> {
        let when = self.read_for(TimePurpose::Due, phrase)?;
        Ok(if when.ends > self.now {
            self.promised(when)
        } else {
            OpenTime::open(when.ends)
        })
    }

    /// Where a rest is asked for, one or two figures are a number of days: `3`. Three that a clock
    /// shows are refused, as they can be a time as well.
    fn number_of_days(&self, phrase: &str) -> Result<Option<u64>, TimePhraseError> {
        let typed = phrase.trim();
        let number = (typed.len() <= 3 && typed.chars().all(|c| c.is_ascii_digit()))
            .then(|| typed.parse::<u64>().ok())
            .flatten();
        match number {
            Some(0) => Err(self.already(phrase, "now")),
            Some(n @ 100..) if n % 100 < 60 => Err(TimePhraseError::Ambiguous {
                phrase: quoted(phrase),
                readings: vec![
                    format!("at {}:{:02}", n / 100, n % 100),
                    format!("in {n} days"),
                ],
            }),
            other => Ok(other),
        }
    }

    /// A day without a time on which the shop is closed means the next one it opens on.
    fn on_an_open_day(&self, when: ParsedTime) -> OpenTime {
        let calendar = self.calendar;
        let date = calendar.date(when.at);
        // Who works on a closed day may have things due on it.
        if calendar.is_open_day(date) || self.is_today(when.at) {
            return OpenTime::open(when.at);
        }
        if when.timed {
            return OpenTime {
                at: when.at,
                closed: Some(Closed::AllDay(date)),
            };
        }
        let at = calendar.due_on(date);
        OpenTime {
            at,
            closed: (at != when.at).then_some(Closed::MovedFrom(date)),
        }
    }

    /// The end of what was named, and whether the shop is open until then.
    fn promised(&self, when: ParsedTime) -> OpenTime {
        let calendar = self.calendar;
        let (from, until) = (calendar.date(when.at), calendar.date(when.ends));
        let moved = !calendar.is_open_day(from) && calendar.open_day_from(from) == until;
        let closed = if !calendar.is_open_day(until) {
            Some(Closed::AllDay(until))
        } else if moved {
            Some(Closed::MovedFrom(from))
        } else if !calendar.is_open_until(when.ends) {
            Some(Closed::AtMinute(calendar.minute(when.ends)))
        } else {
            None
        };
        OpenTime {
            at: when.ends,
            closed,
        }
    }

    fn is_today(&self, at: DateTime<Utc>) -> bool {
        self.calendar.date(at) == self.calendar.date(self.now)
    }

    /// A promise for today lasts until closing: where that has passed, none is left.
    fn refuse_closed_today(&self, phrase: &str, when: ParsedTime) -> Result<(), TimePhraseError> {
        let calendar = self.calendar;
        let today = calendar.date(self.now);
        let state = match calendar.closes(today) {
            None if self.is_today(when.ends) => return Ok(()),
            None => "is closed today".to_owned(),
            Some(closed) if when.ends <= self.now => {
                let closed = calendar.local(closed).format("%H:%M");
                format!("closed at {closed} today")
            }
            Some(_) => return Ok(()),
        };
        Err(TimePhraseError::ClosedToday {
            phrase: quoted(phrase),
            state,
            advice: vec!["in 1 hour".to_owned(), "tomorrow 9am".to_owned()],
        })
    }

    /// The present moment or day, with what is later: the same day of the next month, where a day of
    /// the month was named.
    fn already(&self, phrase: &str, already: &'static str) -> TimePhraseError {
        let dated = phrase.contains(|c: char| c.is_ascii_digit())
            || phrase.split(' ').any(|word| ordinal(word).is_some());
        let today = self.calendar.date(self.now);
        let next = (28..=62)
            .filter_map(|days| today.checked_add_days(Days::new(days)))
            .find(|date| date.day() == today.day());
        let later = match next {
            Some(next) if dated => next.format("%-d %b").to_string(),
            _ => "tomorrow 9am".to_owned(),
        };
        TimePhraseError::AlreadyNow {
            phrase: quoted(phrase),
            already,
            advice: vec!["in 1 hour".to_owned(), later],
        }
    }

    pub(super) fn past(&self, phrase: &str, at: DateTime<Utc>) -> TimePhraseError {
        TimePhraseError::Past {
            phrase: quoted(phrase),
            reading: spoken(at, self.now, self.calendar),
        }
    }
}
