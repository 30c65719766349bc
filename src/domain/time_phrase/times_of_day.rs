//! Times of day in a phrase: `16:30`, `4pm`, `at 4`, `half past 3`, `half 4`, `tomorrow morning`.

use super::TimePhraseError;
use super::parser::{TokenMatch, TokenParser};
use super::phrase_parts::{NamedDay, NamedTime};
use super::ranges::clock_figures;
use super::token::Token;
use super::vocabulary::{DayPartWord, goes_on, part};

/// A time, and how many tokens it took.
pub(super) type TimeMatch = Result<Option<(NamedTime, usize)>, TimePhraseError>;

/// The word of a half of the day: `am` or `pm`.
fn half_word(word: &str) -> Option<&'static str> {
    match word {
        "am" | "a" => Some("am"),
        "pm" | "p" => Some("pm"),
        _ => None,
    }
}

impl TokenParser<'_> {
    /// A time of day, whether in figures or in words.
    pub(super) fn clock_time(&self, rest: &[Token<'_>]) -> TimeMatch {
        let found = match self.figures_time(rest)? {
            Some(found) => Some(found),
            None => self.worded_time(rest)?,
        };
        Ok(found.map(|(time, used)| {
            // "2:30ish", "16:30h"
            let tail = match rest.get(used) {
                Some(Token::Word("oclock" | "ish" | "h" | "hrs" | "hours")) => 1,
                _ => 0,
            };
            (time, used + tail)
        }))
    }

    /// A time in figures.
    fn figures_time(&self, rest: &[Token<'_>]) -> TimeMatch {
        use Token::{Clock, Dotted, Number, Word};
        let half = |w: &str| matches!(w, "am" | "pm");
        Ok(match *rest {
            [
                Clock { hour, minute, .. } | Dotted(hour, minute, 2),
                Word(w),
                ..,
            ] if half(w) => Some((self.halved(hour, minute, w)?, 2)),
            [Number(hour, _), Word("oclock"), Word(w), ..] if half(w) => {
                Some((self.halved(hour, 0, w)?, 3))
            }
            [Number(n, width), Word(w), ..] if half(w) && clock_figures(n, width) => {
                Some((self.halved(n / 100, n % 100, w)?, 2))
            }
            [
                Number(hour @ 1..=12, _),
                Number(minute @ 0..=59, 2),
                Word(w),
                ..,
            ] if half(w) => Some((self.halved(hour, minute, w)?, 3)),
            [Number(hour, _), Word(w), ..] if half_word(w).is_some() => {
                let half = half_word(w).unwrap_or_default();
                Some((self.halved(hour, 0, half)?, 2))
            }
            [
                Number(n, 4),
                Word("h" | "hr" | "hrs" | "hour" | "hours"),
                ..,
            ] if clock_figures(n, 4) => Some((NamedTime::Exact(n / 100, n % 100), 2)),
            [Number(hour, _), Word("oclock" | "ish"), ..] => {
                Some((NamedTime::HalfDayOpen(hour, 0), 2))
            }
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
                Some((time, 1))
            }
            _ => None,
        })
    }

    /// A time in words.
    fn worded_time(&self, rest: &[Token<'_>]) -> TimeMatch {
        use Token::{Number, Word};
        let (hour, minute, used) = match *rest {
            [Word("noon"), ..] => return Ok(Some((NamedTime::Exact(12, 0), 1))),
            [Number(12, _), Word("noon"), ..] => return Ok(Some((NamedTime::Exact(12, 0), 2))),
            // "3 onwards": the bound is read next.
            [Number(h @ 1..=12, 0..=2), Word("onwards"), ..] => {
                return Ok(Some((NamedTime::HalfDayOpen(h, 0), 1)));
            }
            [Word("half"), Word("past" | "after"), Number(h, _), ..] => (h, 30, 3),
            [Word("half"), Number(h @ 1..=12, _), ref after @ ..] if !matches!(after, [Word(w), ..] if super::vocabulary::unit(w).is_some()) => {
                (h, 30, 2)
            }
            [Word("quarter"), Word("past" | "after"), Number(h, _), ..] => (h, 15, 3),
            [
                Word("quarter"),
                Word("to" | "of" | "until"),
                Number(h, _),
                ..,
            ] => (h, -15, 3),
            [Number(m, _), Word("past"), Number(h, _), ..]
            | [
                Number(m @ (5 | 10 | 20 | 25), _),
                Word("after"),
                Number(h, _),
                ..,
            ] => (h, m, 3),
            [
                Number(m, _),
                Word("minutes" | "mins"),
                Word("past" | "after"),
                Number(h, _),
                ..,
            ] => (h, m, 4),
            [
                Number(m, _),
                Word("minutes" | "mins"),
                Word("to" | "until"),
                Number(h, _),
                ..,
            ] => (h, -m, 4),
            // "four thirty"; in figures with a space "4 30"
            [
                Number(h @ 1..=12, 0),
                Number(m @ (5 | 10 | 15 | 20 | 25 | 30 | 35 | 40 | 45 | 50 | 55), 0),
                ..,
            ]
            | [Number(h @ 1..=12, 1 | 2), Number(m @ (15 | 30 | 45), 2), ..] => {
                return Ok(Some((NamedTime::SingleDigitHour(h, m), 2)));
            }
            _ => return Ok(None),
        };
        let (time, halved) = self.with_half(hour, minute, rest.get(used))?;
        Ok(Some((time, used + usize::from(halved))))
    }

    /// Any of them, by itself.
    pub(super) fn clock(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        use Token::{Dotted, Number, Word};
        let found = match *rest {
            [Word("at"), Dotted(hour, minute, 2), ..] => {
                Some((NamedTime::SingleDigitHour(hour, minute), 2))
            }
            [Word("at"), Number(hour, 1..), Word("h"), ..] => Some((NamedTime::Exact(hour, 0), 3)),
            _ => self.clock_time(rest)?,
        };
        if let Some((time, used)) = found {
            self.set_time(time)?;
            return Ok(Some(used));
        }
        if let ([Dotted(a, b, width), ..], None) = (rest, self.parts.dotted) {
            self.parts.dotted = Some((*a, *b, *width));
            let ish = matches!(rest.get(1), Some(Word("ish")));
            return Ok(Some(1 + usize::from(ish)));
        }
        Ok(None)
    }

    /// `16h30`, which before seven might be an amount too.
    pub(super) fn hour_minute(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        let (hour, minute, used) = match *rest {
            [Token::Word("at"), Token::HourMinute(hour, minute), ..] => (hour, minute, 2),
            [Token::HourMinute(hour @ 0..=6, minute), ..] => {
                return Err(self.ambiguous(vec![
                    format!("{hour:02}:{minute:02}"),
                    format!("in {hour}h{minute}m"),
                ]));
            }
            [Token::HourMinute(hour, minute), ..] => (hour, minute, 1),
            _ => return Ok(None),
        };
        self.set_time(NamedTime::Exact(hour, minute))?;
        Ok(Some(used))
    }

    /// Minutes to an hour, or a bare hour after `at`.
    pub(super) fn spoken_clock(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        use Token::{Number, Word};
        let (hour, minute, used) = match *rest {
            [Number(m, _), Word("to" | "until"), Number(h, _), ..] => (h, -m, 3),
            [
                Word("at" | "about"),
                Number(h @ 1..=23, 0..=2),
                ref after @ ..,
            ] if !goes_on(after) => (h, 0, 2),
            [Number(h, 0..=2), Word("in"), Word("the"), Word(w), ..] if part(w).is_some() => {
                (h, 0, 1)
            }
            [Number(h, 0..=2), Word("in"), Word("night"), ..] => (h, 0, 1),
            _ => return Ok(None),
        };
        let (time, halved) = self.with_half(hour, minute, rest.get(used))?;
        self.set_time(time)?;
        Ok(Some(used + usize::from(halved)))
    }

    /// So many minutes after an hour, with the `am` or `pm` that follows, and whether one did.
    fn with_half(
        &self,
        hour: i64,
        minute: i64,
        next: Option<&Token<'_>>,
    ) -> Result<(NamedTime, bool), TimePhraseError> {
        let half = match next {
            Some(Token::Word(w @ ("am" | "pm"))) => Some(*w),
            _ => None,
        };
        Ok((self.worded(hour, minute, half)?, half.is_some()))
    }

    /// So many minutes after an hour, with `am` or `pm` where that was said.
    pub(super) fn worded(
        &self,
        hour: i64,
        minute: i64,
        half: Option<&str>,
    ) -> Result<NamedTime, TimePhraseError> {
        if !(-30..=30).contains(&minute) || !(0..=23).contains(&hour) {
            return Err(self.no_such_time(format!("{minute} minutes after {hour}")));
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

    /// A time or a part of the day that is one word.
    pub(super) fn word_of_time(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        let [Token::Word(word), ..] = *rest else {
            return Ok(None);
        };
        let time = match word {
            "midnight" => NamedTime::Midnight,
            "eod" => NamedTime::Closing,
            "opening" => NamedTime::Opening,
            "lunch" => NamedTime::Lunch,
            "afterlunch" => NamedTime::AfterLunch,
            "earlymorning" => NamedTime::EitherHour(8, 9),
            "midmorning" => NamedTime::EitherHour(10, 11),
            "latemorning" => NamedTime::EitherHour(11, 12),
            "earlyafternoon" => NamedTime::EitherHour(13, 14),
            "midafternoon" => NamedTime::EitherHour(15, 16),
            "lateafternoon" | "teatime" => NamedTime::EitherHour(16, 17),
            "earlyevening" => NamedTime::EitherHour(17, 18),
            "dinner" => NamedTime::EitherHour(12, 18),
            "latertoday" => {
                self.set_day(NamedDay::Offset(0))?;
                NamedTime::LaterToday
            }
            "sametime" => {
                self.parts.same_time = true;
                return Ok(Some(1));
            }
            "now" => {
                self.parts.now = true;
                return Ok(Some(1));
            }
            "am" => return self.set_part(DayPartWord::Morning).map(|()| Some(1)),
            "pm" => return self.set_part(DayPartWord::Afternoon).map(|()| Some(1)),
            // "9 in the morning" says "in the"; "at night" is "in night".
            "in" if matches!(rest.get(1), Some(Token::Word("night"))) => {
                return self.set_part(DayPartWord::Evening).map(|()| Some(2));
            }
            _ => match part(word) {
                Some(part) => return self.set_part(part).map(|()| Some(1)),
                None => return Ok(None),
            },
        };
        self.set_time(time)?;
        Ok(Some(1))
    }

    /// A time with `am` or `pm`.
    fn halved(&self, hour: i64, minute: i64, half: &str) -> Result<NamedTime, TimePhraseError> {
        if !(1..=12).contains(&hour) {
            return Err(self.no_such_time(format!("{hour}:{minute:02} {half}")));
        }
        let noon = if half == "pm" { 12 } else { 0 };
        Ok(NamedTime::Exact(hour % 12 + noon, minute))
    }
}
