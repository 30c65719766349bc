//! What a phrase says, before it is worked out: which day, which time, which amount.
//!
//! Owns the words and what may stand beside what. Knows no calendar and no now.

use chrono::Weekday;

use super::TimePhraseError;
use super::amounts::TimeAmount;
use super::tokens::Token;
use super::vocabulary::{CalendarPeriod, DayPartWord};

/// Everything a phrase said; each thing at most once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct PhraseParts {
    /// `now`, and nothing else.
    pub(super) now: bool,
    /// The day named.
    pub(super) day: Option<NamedDay>,
    /// A weekday by itself; beside a date it has to agree with it.
    pub(super) weekday: Option<Weekday>,
    /// The time of day named.
    pub(super) time: Option<NamedTime>,
    /// The part of the day named.
    pub(super) part: Option<DayPartWord>,
    /// Two numbers with a dot between, and how many figures stand after it.
    pub(super) dotted: Option<(i64, i64, usize)>,
    /// An amount of time from now.
    pub(super) amount: Option<TimeAmount>,
}

/// A day, as it was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NamedDay {
    /// So many days after today.
    Offset(i64),
    /// A weekday of this calendar week (0) or of the next (1).
    OfWeek(Weekday, i64),
    /// The latest such weekday before today.
    Last(Weekday),
    /// Year, month, day.
    Iso(i64, i64, i64),
    /// Two numbers in the region's order, and a year.
    Figures(i64, i64, Option<i64>),
    /// Month, day, year.
    Named(i64, i64, Option<i64>),
    /// A day of the month alone: “the 24th”.
    OfMonth(i64),
    /// The first day of a period, so many after the present one.
    StartOf(CalendarPeriod, i64),
    /// The last day of a period, so many after the present one.
    EndOf(CalendarPeriod, i64),
}

/// A time of day, as it was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NamedTime {
    /// Hour and minute of the 24-hour clock, beyond doubt.
    Exact(i64, i64),
    /// `4:30`: by the 24-hour clock, if that can be meant.
    SingleDigitHour(i64, i64),
    /// `at 4`, `half past 3`: morning or afternoon is left open.
    HalfDayOpen(i64, i64),
    /// The midnight that a day begins or ends with.
    Midnight,
    /// When the shop closes.
    Closing,
}

/// What the tokens of a phrase say together.
pub(super) fn parse_tokens(
    tokens: &[Token<'_>],
    phrase: &str,
) -> Result<PhraseParts, TimePhraseError> {
    let mut listener = TokenParser {
        phrase,
        said: PhraseParts::default(),
        inward: false,
    };
    if let [Token::Word(letter)] = tokens {
        listener.said.weekday = match *letter {
            "m" => Some(Weekday::Mon),
            "w" => Some(Weekday::Wed),
            "f" => Some(Weekday::Fri),
            _ => None,
        };
        if listener.said.weekday.is_some() {
            return Ok(listener.said);
        }
    }
    let mut rest = tokens;
    while !rest.is_empty() {
        let used = listener.parse_next(rest)?;
        rest = rest.get(used..).unwrap_or_default();
    }
    listener.finish()
}

/// How many tokens were taken; `None` when they mean nothing here.
pub(super) type TokenMatch = Result<Option<usize>, TimePhraseError>;

/// Takes in the tokens one after the other; what each group of words means stands in `amounts`,
/// `clocks` and `days`.
pub(super) struct TokenParser<'a> {
    pub(super) phrase: &'a str,
    pub(super) said: PhraseParts,
    /// Whether `in` or `within` was heard.
    pub(super) inward: bool,
}

impl TokenParser<'_> {
    fn parse_next(&mut self, rest: &[Token<'_>]) -> Result<usize, TimePhraseError> {
        let hearers = [
            Self::amount,
            Self::after_amount,
            Self::clock,
            Self::hour_minute,
            Self::spoken_clock,
            Self::word_of_time,
            Self::day,
            Self::period,
            Self::date,
        ];
        for hearer in hearers {
            if let Some(used) = hearer(self, rest)? {
                return Ok(used);
            }
        }
        self.filler(rest)
            .ok_or_else(|| self.not_understood(rest.first()))
    }

    /// Words that say nothing by themselves.
    fn filler(&mut self, rest: &[Token<'_>]) -> Option<usize> {
        match rest {
            [Token::Word("in" | "within"), ..] if self.said.amount.is_none() => {
                self.inward = true;
                Some(1)
            }
            [Token::Word("on" | "by" | "at" | "the"), _, ..] => Some(1),
            _ => None,
        }
    }

    /// Looks at what was said as a whole.
    fn finish(self) -> Result<PhraseParts, TimePhraseError> {
        let said = self.said;
        let day = said.day.is_some() || said.weekday.is_some();
        let time = said.time.is_some() || said.part.is_some();
        let any = day || time || said.dotted.is_some();
        if let Some(amount) = said.amount {
            if let (Some(hours), false) = (amount.like_a_time, amount.sure) {
                return Err(self.ambiguous(format!("{hours}:00 or in {hours} hours")));
            }
            if day || said.now {
                return Err(self.two_dates());
            }
            if amount.timed && any {
                return Err(self.two_times());
            }
        } else if self.inward && said.part.is_none() {
            return Err(self.incomplete("say in how long, as in 2 hours or in 3 days"));
        } else if said.now && any {
            return Err(self.two_times());
        } else if !any && !said.now {
            return Err(self.incomplete("say which day or time, as tomorrow 9am"));
        }
        let dated = matches!(
            said.day,
            None | Some(
                NamedDay::Iso(..)
                    | NamedDay::Figures(..)
                    | NamedDay::Named(..)
                    | NamedDay::OfMonth(_)
            )
        );
        if said.weekday.is_some() && !dated {
            return Err(self.two_dates());
        }
        Ok(said)
    }

    pub(super) fn set_day(&mut self, day: NamedDay) -> Result<(), TimePhraseError> {
        match self.said.day.replace(day) {
            None => Ok(()),
            Some(_) => Err(self.two_dates()),
        }
    }

    pub(super) fn set_weekday(&mut self, weekday: Weekday) -> Result<(), TimePhraseError> {
        match self.said.weekday.replace(weekday) {
            None => Ok(()),
            Some(_) => Err(self.two_dates()),
        }
    }

    pub(super) fn set_time(&mut self, time: NamedTime) -> Result<(), TimePhraseError> {
        match self.said.time.replace(time) {
            None => Ok(()),
            Some(_) => Err(self.two_times()),
        }
    }

    pub(super) fn set_part(&mut self, part: DayPartWord) -> Result<(), TimePhraseError> {
        match self.said.part.replace(part) {
            None => Ok(()),
            Some(_) => Err(self.two_times()),
        }
    }

    fn not_understood(&self, token: Option<&Token<'_>>) -> TimePhraseError {
        let word = match token {
            Some(Token::Word(w)) => (*w).to_owned(),
            Some(Token::Number(n, _)) if *n < 100_000 => {
                return self.incomplete(&format!(
                    "say what {n} stands for, as {n} dec, {n}:00 or in {n} days"
                ));
            }
            _ => self.phrase.to_owned(),
        };
        TimePhraseError::Unknown {
            phrase: self.phrase.to_owned(),
            word,
        }
    }

    pub(super) fn ambiguous(&self, readings: String) -> TimePhraseError {
        TimePhraseError::Ambiguous {
            phrase: self.phrase.to_owned(),
            readings,
        }
    }

    pub(super) fn incomplete(&self, missing: &str) -> TimePhraseError {
        TimePhraseError::Incomplete {
            phrase: self.phrase.to_owned(),
            missing: missing.to_owned(),
        }
    }

    pub(super) fn two_dates(&self) -> TimePhraseError {
        TimePhraseError::TwoDates {
            phrase: self.phrase.to_owned(),
        }
    }

    pub(super) fn two_times(&self) -> TimePhraseError {
        TimePhraseError::TwoTimes {
            phrase: self.phrase.to_owned(),
        }
    }

    pub(super) fn too_far(&self) -> TimePhraseError {
        TimePhraseError::TooFar {
            phrase: self.phrase.to_owned(),
        }
    }
}
