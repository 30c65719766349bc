//! Ranges and bounds in a phrase: `2 to 4`, `between 2 and 4`, `9-10am`, `before 5`, `after 3`.
//!
//! A range is no clock time: “11 to 1” is not eleven minutes to one. Where both can be meant, as in
//! “10 to 12”, both are kept, and the phrase is refused with them.

use super::TimePhraseError;
use super::parser::{TokenMatch, TokenParser};
use super::phrase_parts::{Bound, NamedDay, NamedTime};
use super::token::Token;
use super::vocabulary::{goes_on, month, unit, weekday};

/// One end of a range.
#[derive(Debug, Clone, Copy)]
struct RangeEnd {
    time: NamedTime,
    /// The hour, and with how many figures it was written, where it is a number alone.
    number: Option<(i64, usize)>,
    used: usize,
}

impl TokenParser<'_> {
    /// From one time to another.
    pub(super) fn range(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        use Token::{Dash, Word};
        let (lead, body) = match rest {
            [Word(lead @ ("from" | "between")), body @ ..] => (Some(*lead), body),
            _ => (None, rest),
        };
        let Some(first) = self.range_end(body)? else {
            return Ok(None);
        };
        let after = body.get(first.used..).unwrap_or_default();
        let (dash, after) = match after {
            [Dash, after @ ..] => (true, after),
            [Word("to" | "until"), after @ ..] => (false, after),
            [Word("and"), after @ ..] if lead == Some("between") => (false, after),
            _ => return Ok(None),
        };
        let Some(last) = self.range_end(after)? else {
            return Ok(None);
        };
        let tail = after.get(last.used..).unwrap_or_default();
        let used = usize::from(lead.is_some()) + first.used + 1 + last.used;
        if let Some(error) = self.not_of_hours(first, last, tail) {
            return Err(error);
        }
        if let (Some((a, _)), Some((b, _)), true, None) = (first.number, last.number, dash, lead)
            && self.parts.weekday.is_none()
            && self.parts.day.is_none()
        {
            // "10-12" may be the tenth of December.
            self.parts.dashed = Some((a, b));
        } else if let (Some((minutes, width)), false, None) = (first.number, dash, lead) {
            match minutes_or_range(minutes, width, last) {
                Before::Minutes => return Ok(None),
                Before::Range => {}
                Before::Either => {
                    self.parts.minutes_to = Some(self.minutes_to(minutes, last.time)?);
                }
            }
        }
        self.set_time(first.time)?;
        self.parts.until = Some(last.time);
        Ok(Some(used))
    }

    /// A range of days or amounts, which is refused.
    fn not_of_hours(
        &self,
        first: RangeEnd,
        last: RangeEnd,
        tail: &[Token<'_>],
    ) -> Option<TimePhraseError> {
        let ((a, _), (b, _)) = (first.number?, last.number?);
        match *tail {
            [Token::Word(w), ..] if unit(w).is_some() => {
                let say = |n: i64| match w.strip_suffix('s') {
                    Some(one) if n == 1 => format!("in 1 {one}"),
                    _ => format!("in {n} {w}"),
                };
                Some(self.ambiguous(vec![say(a), say(b)]))
            }
            [Token::Word(w), ..] if month(w).is_some() => Some(self.two_dates()),
            _ => None,
        }
    }

    /// The time so many minutes before an hour.
    fn minutes_to(&self, minutes: i64, hour: NamedTime) -> Result<NamedTime, TimePhraseError> {
        match hour {
            NamedTime::Exact(h, 0) => self.worded(h, -minutes, None),
            NamedTime::HalfDayOpen(h, 0) | NamedTime::SingleDigitHour(h, 0) => {
                self.worded(h, -minutes, None)
            }
            _ => Ok(hour),
        }
    }

    /// `before 5`, `until friday`, `after 3`, `from 2pm onwards`.
    pub(super) fn bound(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        use Token::Word;
        let (word, after) = match rest {
            [Word("onwards"), ..] if self.parts.time.is_some() => {
                self.set_bound(Bound::After)?;
                return Ok(Some(1));
            }
            [
                Word(w @ ("by" | "until" | "before" | "after" | "from")),
                after @ ..,
            ] if !after.is_empty() => (*w, after),
            _ => return Ok(None),
        };
        let bound = match word {
            "by" | "until" => Bound::By,
            "before" => Bound::Before,
            _ => Bound::After,
        };
        let end = self.range_end(after)?;
        let hours = |n: i64| (1..=12).contains(&n);
        let end = end.filter(|e| e.number.is_none_or(|(n, _)| hours(n)));
        let after_hour = end.and_then(|e| after.get(e.used..)).unwrap_or_default();
        let Some(end) = end.filter(|e| e.number.is_none() || !goes_on(after_hour)) else {
            // "From friday" is Friday.
            if word != "from" {
                self.set_bound(bound)?;
            }
            return Ok(Some(1));
        };
        self.set_bound(bound)?;
        self.set_time(end.time)?;
        Ok(Some(1 + end.used))
    }

    /// A time at the end of a range or behind a bound: a clock time, or a bare hour.
    fn range_end(&self, rest: &[Token<'_>]) -> Result<Option<RangeEnd>, TimePhraseError> {
        let end = |time, number, used| Some(RangeEnd { time, number, used });
        if let Some((time, used)) = self.clock_time(rest)? {
            return Ok(end(time, None, used));
        }
        Ok(match *rest {
            [Token::Dotted(hour, minute @ 0..=59, 2), ..] => {
                end(NamedTime::SingleDigitHour(hour, minute), None, 1)
            }
            [Token::Number(n, width), ..] if clock_figures(n, width) => {
                let time = if width == 3 {
                    NamedTime::SingleDigitHour(n / 100, n % 100)
                } else {
                    NamedTime::Exact(n / 100, n % 100)
                };
                end(time, None, 1)
            }
            [Token::Number(n @ 1..=12, width), ..] => {
                end(NamedTime::HalfDayOpen(n, 0), Some((n, width)), 1)
            }
            [Token::Number(n @ 13..=59, width), ..] => {
                end(NamedTime::Exact(n, 0), Some((n, width)), 1)
            }
            _ => None,
        })
    }

    /// `week on friday`, and `friday week`.
    pub(super) fn weeks_on(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        use Token::Word;
        let named = |w: &str| weekday(w).is_some() || matches!(w, "tomorrow" | "today");
        let used = match *rest {
            [Word("week" | "wk"), Word("on" | "from"), Word(w), ..] if named(w) => 2,
            [Word("week" | "wk"), Word(w), ..] if named(w) => 1,
            [Word("week" | "wk"), ..]
                if self.parts.weekday.is_some()
                    || matches!(self.parts.day, Some(NamedDay::Offset(0..=2))) =>
            {
                1
            }
            _ => return Ok(None),
        };
        if self.parts.weeks > 0 || self.inward {
            return Err(self.two_dates());
        }
        self.parts.weeks = 1;
        Ok(Some(used))
    }
}

/// How a number before “to” and an hour is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Minutes to the hour.
    Minutes,
    /// The hour a range begins with.
    Range,
    /// Either.
    Either,
}

/// Whether “10 to 12” can be minutes, hours or both: minutes are said by fives, hours end at
/// twelve, and numbers in words by fives are minutes.
const fn minutes_or_range(n: i64, width: usize, last: RangeEnd) -> Before {
    let twelve_hours = match last.number {
        Some((hour, _)) => hour <= 12,
        None => matches!(last.time, NamedTime::Exact(_, 0)),
    };
    if n > 12 && twelve_hours && n % 5 == 0 {
        Before::Minutes
    } else if n > 12 || n % 5 != 0 || !twelve_hours {
        Before::Range
    } else if width == 0 {
        Before::Minutes
    } else {
        Before::Either
    }
}

/// Whether a number of three or four figures shows on a clock: 930, 1630, 0030.
pub(super) const fn clock_figures(n: i64, width: usize) -> bool {
    (width == 4 || width == 3) && n / 100 < 24 && n % 100 < 60
}
