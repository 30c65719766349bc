//! Time phrases: what “tomorrow 9am”, “3d” or “24/12” means at the shop's counter.
//!
//! Owns the words, the order they may stand in (any), and the refusals. A phrase is cut into
//! tokens (`tokens`), the tokens fill in what was said (`parser`, with `amounts`, `times_of_day` and
//! `days`), and that is worked out on the shop's calendar (`resolver`, `dates`). Nothing is guessed in silence: an unknown word, a second date, a
//! second time, or a reading that two people would see differently is refused with the reading.

mod amounts;
mod dates;
mod days;
mod parser;
mod resolver;
mod times_of_day;
mod tokens;
mod vocabulary;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::hours::Calendar;
use super::text;
use super::time_format::spoken;

/// The longest phrase that is looked at, in bytes: nobody says a time in as many words.
const LONGEST: usize = 1_000;

/// In which order a shop's region writes day and month as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// `24/12`, as nearly everywhere.
    #[default]
    DayFirst,
    /// `12/24`, as in the United States and where their custom is kept.
    MonthFirst,
}

impl DateOrder {
    /// The order of an ISO 3166 alpha-2 region, in either case.
    ///
    /// Month first in the United States, their territories and freely associated states, and the
    /// Philippines (Unicode CLDR short date formats).
    #[must_use]
    pub fn of_region(code: &str) -> Self {
        let month_first = [
            "US", "PH", "FM", "GU", "MH", "AS", "MP", "PR", "PW", "UM", "VI",
        ];
        if month_first
            .iter()
            .any(|c| code.trim().eq_ignore_ascii_case(c))
        {
            Self::MonthFirst
        } else {
            Self::DayFirst
        }
    }
}

/// What a phrase was understood to mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParsedTime {
    /// The instant.
    pub at: DateTime<Utc>,
    /// Whether the phrase named a time of day or an amount of hours or minutes; if not, it named
    /// a day, and `at` is that day's opening.
    pub timed: bool,
}

/// A time on a day the shop is open on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenTime {
    /// The instant.
    pub at: DateTime<Utc>,
    /// The closed day that was named, where the time was moved to the next open one.
    pub closed_on: Option<NaiveDate>,
}

impl OpenTime {
    /// "closed on Sun 29 Nov", where the time was moved.
    #[must_use]
    pub fn closed_note(&self) -> Option<String> {
        let closed = self.closed_on?;
        Some(format!("closed on {}", closed.format("%a %-d %b")))
    }
}

/// Why a phrase is refused, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimePhraseError {
    /// Nothing was said.
    #[error("no time given: write it as tomorrow 9am, fri, 3d, 24 dec 10:30 or 2026-12-24")]
    Empty,
    /// A word that is no part of a time.
    #[error(
        "“{phrase}”: “{word}” is not understood; \
         write it as tomorrow 9am, fri, in 2 hours, 3d, 24 dec 10:30 or 2026-12-24"
    )]
    Unknown {
        /// The phrase, cut short.
        phrase: String,
        /// The word in it.
        word: String,
    },
    /// Something more has to be said.
    #[error("“{phrase}” is not enough: {missing}")]
    Incomplete {
        /// The phrase, cut short.
        phrase: String,
        /// What is missing, and how it is written.
        missing: String,
    },
    /// More than one day.
    #[error("“{phrase}” names more than one day: give one day and at most one time, as fri 16:00")]
    TwoDates {
        /// The phrase, cut short.
        phrase: String,
    },
    /// More than one time of day.
    #[error("“{phrase}” names more than one time: give one day and at most one time, as fri 16:00")]
    TwoTimes {
        /// The phrase, cut short.
        phrase: String,
    },
    /// Two people would read it differently.
    #[error("“{phrase}” can be read as {readings}: write the one you mean")]
    Ambiguous {
        /// The phrase, cut short.
        phrase: String,
        /// The readings, each as it would be written without doubt.
        readings: String,
    },
    /// A date no calendar has.
    #[error("“{phrase}” reads as {reading}, and there is no such date{hint}")]
    NoSuchDate {
        /// The phrase, cut short.
        phrase: String,
        /// The date that was read.
        reading: String,
        /// What might have been meant, with its punctuation; or nothing.
        hint: String,
    },
    /// A time no clock shows.
    #[error("“{phrase}”: {reading} is not a time; write it as 16:30, 4:30pm or 4pm")]
    NoSuchTime {
        /// The phrase, cut short.
        phrase: String,
        /// The time that was read.
        reading: String,
    },
    /// A weekday beside a date that falls on another.
    #[error("“{phrase}”: {date} is a {weekday}; give one or the other")]
    WrongWeekday {
        /// The phrase, cut short.
        phrase: String,
        /// The date, with its year.
        date: String,
        /// The weekday it falls on.
        weekday: String,
    },
    /// Before 1900 or after 2200.
    #[error("“{phrase}” is too far away: dates from 1900 to 2200 are understood")]
    TooFar {
        /// The phrase, cut short.
        phrase: String,
    },
    /// Over already, where only what is to come makes sense.
    #[error("“{phrase}” means {reading}, which is in the past; give a later time")]
    Past {
        /// The phrase, cut short.
        phrase: String,
        /// What was understood, as [`spoken`] says it.
        reading: String,
    },
}

/// Understands phrases as said at one moment in one shop.
#[derive(Debug, Clone, Copy)]
pub struct TimePhraseParser<'a> {
    /// The moment the phrase is said at.
    pub now: DateTime<Utc>,
    /// The shop's zone and opening hours.
    pub calendar: &'a Calendar,
    /// How the shop's region writes day and month.
    pub order: DateOrder,
}

impl TimePhraseParser<'_> {
    /// Understands a phrase, past or to come.
    ///
    /// # Errors
    ///
    /// Whatever is not understood, ambiguous, impossible, or outside the years 1900 to 2200.
    pub fn read(&self, phrase: &str) -> Result<ParsedTime, TimePhraseError> {
        if phrase.len() > LONGEST {
            let start: String = phrase.chars().take(LONGEST).collect();
            let start = text::truncate(&text::sanitize(&start), 40);
            return Err(TimePhraseError::Unknown {
                phrase: start.clone(),
                word: start,
            });
        }
        let line = text::sanitize(phrase).to_lowercase();
        if line.is_empty() {
            return Err(TimePhraseError::Empty);
        }
        let quoted = text::truncate(&text::sanitize(phrase), 40);
        if let Some(at) = tokens::with_offset(&line) {
            let year = at.year();
            return if (dates::FIRST_YEAR..=dates::LAST_YEAR).contains(&year) {
                Ok(ParsedTime { at, timed: true })
            } else {
                Err(TimePhraseError::TooFar { phrase: quoted })
            };
        }
        let tokens = tokens::tokenize(&line).map_err(|word| TimePhraseError::Unknown {
            phrase: quoted.clone(),
            word: text::truncate(&word, 40),
        })?;
        let said = parser::parse_tokens(&tokens, &quoted)?;
        resolver::work_out(self, &said, &quoted)
    }

    /// The same, for what is still to come.
    ///
    /// # Errors
    ///
    /// As [`TimePhraseParser::read`], and whatever lies before now, with the reading shown.
    pub fn read_ahead(&self, phrase: &str) -> Result<ParsedTime, TimePhraseError> {
        let when = self.read(phrase)?;
        if when.at < self.now {
            return Err(TimePhraseError::Past {
                phrase: text::truncate(&text::sanitize(phrase), 40),
                reading: spoken(when.at, self.now, self.calendar),
            });
        }
        Ok(when)
    }

    /// A day without a time on which the shop is closed becomes the opening of the next open day; a
    /// time of day that was named stays.
    #[must_use]
    pub fn on_an_open_day(&self, when: ParsedTime) -> OpenTime {
        let date = self.calendar.date(when.at);
        if when.timed || self.calendar.is_open_day(date) {
            return OpenTime {
                at: when.at,
                closed_on: None,
            };
        }
        OpenTime {
            at: self.calendar.due_on(date),
            closed_on: Some(date),
        }
    }
}

#[cfg(test)]
mod tests;
