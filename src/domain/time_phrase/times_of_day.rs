//! Times of day in a phrase: `16:30`, `4pm`, `at 4`, `half past 3`, `tomorrow morning`.

use super::TimePhraseError;
use super::parser::{NamedTime, TokenMatch, TokenParser};
use super::tokens::Token;
use super::vocabulary::{goes_on, part};

impl TokenParser<'_> {
    /// A time in figures.
    pub(super) fn clock(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        use Token::{Clock, Dotted, Number, Word};
        let half = |w: &str| matches!(w, "am" | "pm");
        let (time, used) = match *rest {
            [
                Clock { hour, minute, .. } | Dotted(hour, minute, 2),
                Word(w),
                ..,
            ] if half(w) => (self.halved(hour, minute, w)?, 2),
            [Number(hour, _), Word("oclock"), Word(w), ..] if half(w) => {
                (self.halved(hour, 0, w)?, 3)
            }
            [Number(hour, _), Word(w), ..] if half(w) => (self.halved(hour, 0, w)?, 2),
            [Number(hour, _), Word("oclock"), ..] => (NamedTime::HalfDayOpen(hour, 0), 2),
            [
                Clock {
                    hour,
                    minute,
                    loose,
                },
                ..,
            ] => {
                let time = if loose {
                    NamedTime::SingleDigitHour(hour, minute)
                } else {
                    NamedTime::Exact(hour, minute)
                };
                (time, 1)
            }
            [Word("at"), Dotted(hour, minute, 2), ..] => {
                (NamedTime::SingleDigitHour(hour, minute), 2)
            }
            [Dotted(a, b, width), ..] if self.said.dotted.is_none() => {
                self.said.dotted = Some((a, b, width));
                return Ok(Some(1));
            }
            [Word("at"), Number(hour, 1..), Word("h"), ..] => (NamedTime::Exact(hour, 0), 3),
            _ => return Ok(None),
        };
        self.set_time(time)?;
        Ok(Some(used))
    }

    /// `16h30`, which before seven might be an amount too.
    pub(super) fn hour_minute(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        let (hour, minute, used) = match *rest {
            [Token::Word("at"), Token::HourMinute(hour, minute), ..] => (hour, minute, 2),
            [Token::HourMinute(hour @ 0..=6, minute), ..] => {
                return Err(self.ambiguous(format!("{hour:02}:{minute:02} or in {hour}h{minute}m")));
            }
            [Token::HourMinute(hour, minute), ..] => (hour, minute, 1),
            _ => return Ok(None),
        };
        self.set_time(NamedTime::Exact(hour, minute))?;
        Ok(Some(used))
    }

    /// A time in words, or a bare hour after `at` or `by`.
    pub(super) fn spoken_clock(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        use Token::{Number, Word};
        let (hour, minute, used) = match *rest {
            [Word("half"), Word("past"), Number(h, _), ..] => (h, 30, 3),
            [Word("quarter"), Word("past"), Number(h, _), ..] => (h, 15, 3),
            [Word("quarter"), Word("to"), Number(h, _), ..] => (h, -15, 3),
            [Number(m, _), Word("past"), Number(h, _), ..] => (h, m, 3),
            [Number(m, _), Word("to"), Number(h, _), ..] => (h, -m, 3),
            [
                Number(m, _),
                Word("minutes"),
                Word("past"),
                Number(h, _),
                ..,
            ] => (h, m, 4),
            [Number(m, _), Word("minutes"), Word("to"), Number(h, _), ..] => (h, -m, 4),
            [Word("at" | "by"), Number(h, 0..=2), ref after @ ..] if !goes_on(after) => (h, 0, 2),
            [Number(h, 0..=2), Word("in"), Word("the"), Word(w), ..] if part(w).is_some() => {
                (h, 0, 1)
            }
            _ => return Ok(None),
        };
        let half = match rest.get(used) {
            Some(Word(w @ ("am" | "pm"))) => Some(*w),
            _ => None,
        };
        let time = self.worded(hour, minute, half)?;
        self.set_time(time)?;
        Ok(Some(used + usize::from(half.is_some())))
    }

    /// So many minutes after an hour, with `am` or `pm` where that was said.
    fn worded(
        &self,
        hour: i64,
        minute: i64,
        half: Option<&str>,
    ) -> Result<NamedTime, TimePhraseError> {
        if !(-30..=30).contains(&minute) || !(0..=23).contains(&hour) {
            return Err(TimePhraseError::NoSuchTime {
                phrase: self.phrase.to_owned(),
                reading: format!("{minute} minutes after {hour}"),
            });
        }
        let total = (hour * 60 + minute).rem_euclid(24 * 60);
        let (h, m) = (total / 60, total % 60);
        Ok(match half {
            Some(w) if h == 0 => self.halved(12, m, w)?,
            Some(w) => self.halved(h, m, w)?,
            None if hour == 0 || hour > 12 => NamedTime::Exact(h, m),
            None => NamedTime::HalfDayOpen(h, m),
        })
    }

    /// A time that is one word.
    pub(super) fn word_of_time(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        let [Token::Word(word), ..] = *rest else {
            return Ok(None);
        };
        match word {
            "noon" | "midday" => self.set_time(NamedTime::Exact(12, 0))?,
            "midnight" => self.set_time(NamedTime::Midnight)?,
            "eod" | "cob" => self.set_time(NamedTime::Closing)?,
            "now" => self.said.now = true,
            _ => match part(word) {
                Some(part) => self.set_part(part)?,
                None => return Ok(None),
            },
        }
        Ok(Some(1))
    }

    /// A time with `am` or `pm`.
    fn halved(&self, hour: i64, minute: i64, half: &str) -> Result<NamedTime, TimePhraseError> {
        if !(1..=12).contains(&hour) {
            return Err(TimePhraseError::NoSuchTime {
                phrase: self.phrase.to_owned(),
                reading: format!("{hour}:{minute:02} {half}"),
            });
        }
        let noon = if half == "pm" { 12 } else { 0 };
        Ok(NamedTime::Exact(hour % 12 + noon, minute))
    }
}
