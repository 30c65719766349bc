//! The parser of a phrase's tokens: it fills in what was said (`phrase_parts`).
//!
//! Owns what may stand beside what. Knows no calendar and no now; which words mean what stands in
//! `amounts`, `times_of_day`, `ranges` and `days`.

use chrono::Weekday;

use super::TimePhraseError;
use super::phrase_parts::{Bound, DayStretch, NamedDay, NamedTime, PhraseParts, TimeAmount};
use super::token::Token;
use super::vocabulary::{CalendarPeriod, DayPartWord};

/// What the tokens of a phrase say together.
pub(super) fn parse_tokens(
    tokens: &[Token<'_>],
    phrase: &str,
    examples: &[String],
) -> Result<PhraseParts, TimePhraseError> {
    let mut listener = TokenParser {
        phrase,
        examples,
        parts: PhraseParts::default(),
        inward: false,
    };
    if let [Token::Word(letter)] = tokens {
        listener.parts.weekday = match *letter {
            "m" => Some(Weekday::Mon),
            "w" => Some(Weekday::Wed),
            "f" => Some(Weekday::Fri),
            _ => None,
        };
        if listener.parts.weekday.is_some() {
            return Ok(listener.parts);
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

/// Takes in the tokens one after the other.
pub(super) struct TokenParser<'a> {
    pub(super) phrase: &'a str,
    /// Phrases that are understood, for the refusals.
    pub(super) examples: &'a [String],
    pub(super) parts: PhraseParts,
    /// Whether `in` or `within` was heard.
    pub(super) inward: bool,
}

impl TokenParser<'_> {
    fn parse_next(&mut self, rest: &[Token<'_>]) -> Result<usize, TimePhraseError> {
        let hearers = [
            Self::stretch,
            Self::range,
            Self::weeks_on,
            Self::amount,
            Self::after_amount,
            Self::bound,
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
        self.bare_number(rest)
            .or_else(|| self.filler(rest))
            .ok_or_else(|| self.not_understood(rest.first()))
    }

    /// Words that say nothing by themselves.
    fn filler(&mut self, rest: &[Token<'_>]) -> Option<usize> {
        match rest {
            [Token::Word("in" | "within"), ..] if self.parts.amount.is_none() => {
                self.inward = true;
                Some(1)
            }
            [
                Token::Word("on" | "by" | "at" | "the" | "for" | "about" | "over"),
                _,
                ..,
            ] => Some(1),
            // "fri ish"
            [Token::Word("ish"), ..]
                if self.parts.day.is_some()
                    || self.parts.weekday.is_some()
                    || self.parts.part.is_some()
                    || self.parts.time.is_some() =>
            {
                Some(1)
            }
            // "tuesday of next week"
            [Token::Word("of"), Token::Word("next" | "this"), ..]
                if self.parts.weekday.is_some() =>
            {
                Some(1)
            }
            _ => None,
        }
    }

    /// A number that nothing else explains.
    const fn bare_number(&mut self, rest: &[Token<'_>]) -> Option<usize> {
        match *rest {
            [Token::Number(n, width), ..] if self.parts.number.is_none() => {
                self.parts.number = Some((n, width));
                Some(1)
            }
            _ => None,
        }
    }

    /// Looks at what was said as a whole.
    fn finish(mut self) -> Result<PhraseParts, TimePhraseError> {
        self.add_weeks_to_day()?;
        self.weekday_agrees()?;
        let parts = self.parts;
        let day = parts.day.is_some() || parts.weekday.is_some();
        let figures = parts.dotted.is_some() || parts.dashed.is_some() || parts.number.is_some();
        let time = parts.time.is_some() || parts.part.is_some() || parts.same_time;
        let any = day || time || figures;
        if let Some(amount) = parts.amount {
            if let (Some(hours), false) = (amount.like_a_time, amount.sure) {
                let readings = vec![format!("{hours}:00"), format!("in {hours} hours")];
                return Err(self.ambiguous(readings));
            }
            if parts.number.is_some() {
                let advice = ["1h30m", "3d 4pm"];
                return Err(self.incomplete("say what the number stands for", &advice));
            }
            if day || parts.now {
                return Err(self.two_dates());
            }
            if amount.timed && any {
                return Err(self.two_times());
            }
        } else if self.inward && parts.part.is_none() {
            let advice = ["in 2 hours", "in 3 days"];
            return Err(self.incomplete("say in how long", &advice));
        } else if parts.now && any {
            return Err(self.two_times());
        } else if !any && !parts.now {
            return Err(self.incomplete("say which day or time", &["tomorrow 9am"]));
        }
        if parts.same_time
            && (parts.time.is_some() || parts.part.is_some() || parts.number.is_some())
        {
            return Err(self.two_times());
        }
        if parts.same_time && !day && parts.amount.is_none() {
            return Err(self.incomplete("say which day", &["this time tomorrow"]));
        }
        Ok(parts)
    }

    /// A weekday goes with a date or a week, and with no other day.
    fn weekday_agrees(&mut self) -> Result<(), TimePhraseError> {
        let Some(weekday) = self.parts.weekday else {
            return Ok(());
        };
        match self.parts.day {
            None
            | Some(
                NamedDay::Iso(..)
                | NamedDay::Figures(..)
                | NamedDay::Named(..)
                | NamedDay::Yearly(..)
                | NamedDay::OfMonth(_)
                | NamedDay::OfMonthAhead(..),
            ) => Ok(()),
            Some(NamedDay::Whole(CalendarPeriod::Week, ahead)) => {
                self.parts.day = Some(NamedDay::OfWeek(weekday, ahead));
                self.parts.weekday = None;
                Ok(())
            }
            Some(_) => Err(self.two_dates()),
        }
    }

    /// “A week on Friday” is no amount from now, but seven days after Friday.
    fn add_weeks_to_day(&mut self) -> Result<(), TimePhraseError> {
        let parts = &mut self.parts;
        let Some(amount) = parts.amount.filter(TimeAmount::whole_weeks) else {
            return Ok(());
        };
        let near = matches!(parts.day, Some(NamedDay::Offset(0..=2)));
        if !near && (parts.weekday.is_none() || parts.day.is_some()) {
            return Ok(());
        }
        // “Monday in a week” is another week to some.
        if (self.inward && parts.weekday.is_some()) || parts.weeks > 0 {
            return Err(self.two_dates());
        }
        parts.weeks = amount.days / 7;
        parts.amount = None;
        self.inward = false;
        Ok(())
    }

    pub(super) fn set_day(&mut self, day: NamedDay) -> Result<(), TimePhraseError> {
        match self.parts.day.replace(day) {
            None => Ok(()),
            Some(_) => Err(self.two_dates()),
        }
    }

    pub(super) fn set_weekday(&mut self, weekday: Weekday) -> Result<(), TimePhraseError> {
        match self.parts.weekday.replace(weekday) {
            None => Ok(()),
            Some(_) => Err(self.two_dates()),
        }
    }

    pub(super) fn set_time(&mut self, time: NamedTime) -> Result<(), TimePhraseError> {
        match self.parts.time.replace(time) {
            None => Ok(()),
            Some(_) => Err(self.two_times()),
        }
    }

    pub(super) fn set_part(&mut self, part: DayPartWord) -> Result<(), TimePhraseError> {
        match self.parts.part.replace(part) {
            None => Ok(()),
            Some(_) => Err(self.two_times()),
        }
    }

    pub(super) fn set_stretch(&mut self, stretch: DayStretch) -> Result<(), TimePhraseError> {
        match self.parts.stretch.replace(stretch) {
            None => Ok(()),
            Some(_) => Err(self.two_dates()),
        }
    }

    pub(super) fn set_bound(&mut self, bound: Bound) -> Result<(), TimePhraseError> {
        match self.parts.bound.replace(bound) {
            None => Ok(()),
            Some(before) if before == bound => Ok(()),
            Some(_) => Err(self.two_times()),
        }
    }
}
