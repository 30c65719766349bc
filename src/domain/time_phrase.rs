//! Time phrases: what “tomorrow 9am”, “3d” or “24/12” means at the shop's counter.
//!
//! A phrase is cut into tokens (`tokenizer`, `token`), its words in the spelling the parser knows
//! (`spelling`, `idioms`). The tokens fill in what was said (`parser`, with `amounts`, `times_of_day`,
//! `ranges` and `days`; `phrase_parts`), and that is worked out on the shop's calendar (`resolver`, with
//! `dates`, `calendar_days`, `periods`, `stretches`, `hours_of_day` and `numbers`). What it comes to depends on what the time is for (`purpose`): a due date begins when
//! the shop opens, a promise lasts until it closes.
//!
//! Nothing is guessed in silence: an unknown word, a second date, a second time, or a reading that
//! two people would see differently is refused with phrases that are understood (`error`).

mod amounts;
mod calendar_days;
mod dates;
mod days;
mod error;
mod hours_of_day;
mod idioms;
mod numbers;
mod parser;
mod periods;
mod phrase_parts;
mod purpose;
mod ranges;
mod refusals;
mod resolver;
mod spelling;
mod stretches;
mod times_of_day;
mod token;
mod tokenizer;
mod vocabulary;

use chrono::{DateTime, Datelike, Days, Utc};

use super::hours::Calendar;
use super::text;
use super::time_format::spoken;

pub use error::TimePhraseError;
pub use purpose::{Closed, OpenTime};

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
    /// The instant; of a stretch of time, its beginning.
    pub at: DateTime<Utc>,
    /// Whether the phrase named a time of day or an amount of hours or minutes; if not, it named
    /// a day, and `at` is that day's opening.
    pub timed: bool,
    /// The end of what was named, where it is no instant: of “2 to 4” four o'clock, of a morning
    /// noon, of a day or a week the closing of the shop.
    pub ends: DateTime<Utc>,
}

impl ParsedTime {
    const fn instant(at: DateTime<Utc>) -> Self {
        Self {
            at,
            timed: true,
            ends: at,
        }
    }
}

/// What a time is for: what is past, today, or a range means another thing to each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TimePurpose {
    /// Anything; it may be past.
    Any,
    /// When a follow-up is due; it may be past.
    Due,
    /// Until when a customer is out of the list.
    Rest,
    /// By when the shop said they would hear.
    Promise,
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
        self.read_for(TimePurpose::Any, phrase)
    }

    fn read_for(&self, purpose: TimePurpose, phrase: &str) -> Result<ParsedTime, TimePhraseError> {
        if phrase.len() > LONGEST {
            let start: String = phrase.chars().take(LONGEST).collect();
            let start = quoted(&start);
            return Err(TimePhraseError::Unknown {
                phrase: start.clone(),
                word: start,
                advice: self.examples(),
            });
        }
        let line = text::sanitize(phrase).to_lowercase();
        if line.is_empty() {
            let advice = self.examples();
            return Err(TimePhraseError::Empty { advice });
        }
        let quoted = quoted(phrase);
        if let Some(at) = tokenizer::with_offset(&line) {
            let year = at.year();
            return if (calendar_days::FIRST_YEAR..=calendar_days::LAST_YEAR).contains(&year) {
                Ok(ParsedTime::instant(at))
            } else {
                Err(TimePhraseError::TooFar { phrase: quoted })
            };
        }
        let examples = self.examples();
        let tokens = tokenizer::tokenize(&line).map_err(|word| TimePhraseError::Unknown {
            phrase: quoted.clone(),
            word: text::truncate(&word, 40),
            advice: examples.clone(),
        })?;
        let parts = parser::parse_tokens(&tokens, &quoted, &examples)?;
        resolver::work_out(self, purpose, &parts, &quoted)
    }

    /// Phrases that are understood, for the refusals; the date is one to come.
    fn examples(&self) -> Vec<String> {
        let date = self.calendar.date(self.now).checked_add_days(Days::new(30));
        let date = date.map(|d| d.format("%-d %b 10:30").to_string());
        ["tomorrow 9am", "fri", "in 2 hours", "3d"]
            .into_iter()
            .map(str::to_owned)
            .chain(date)
            .collect()
    }
}

/// A phrase as it is shown in a refusal.
fn quoted(phrase: &str) -> String {
    text::truncate(&text::sanitize(phrase), 40)
}

#[cfg(test)]
mod tests;
