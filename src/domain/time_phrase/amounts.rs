//! Amounts of time in a phrase: `3d`, `in 2 hours`, `half an hour`, `3 days ago`.

use super::parser::{TokenMatch, TokenParser};
use super::tokens::Token;
use super::vocabulary::{TimeUnit, unit};

/// An amount of time: months, days and minutes, to be added in that order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct TimeAmount {
    pub(super) months: i64,
    pub(super) days: i64,
    pub(super) minutes: i64,
    /// Whether days or more were named.
    pub(super) dated: bool,
    /// Whether hours or minutes were named.
    pub(super) timed: bool,
    /// Set by `ago`, `from now`, a sign or `in`: an amount and nothing else.
    pub(super) sure: bool,
    /// `15h` and the like, which may be a time of day.
    pub(super) like_a_time: Option<i64>,
}

impl TimeAmount {
    /// Adds so many of a unit; `None` where the sum is beyond all bounds.
    fn plus(mut self, n: i64, unit: TimeUnit) -> Option<Self> {
        let (field, each) = match unit {
            TimeUnit::Minute => (&mut self.minutes, 1),
            TimeUnit::Hour => (&mut self.minutes, 60),
            TimeUnit::Day => (&mut self.days, 1),
            TimeUnit::Week => (&mut self.days, 7),
            TimeUnit::Fortnight => (&mut self.days, 14),
            TimeUnit::Month => (&mut self.months, 1),
            TimeUnit::Year => (&mut self.months, 12),
        };
        *field = field.checked_add(n.checked_mul(each)?)?;
        let timed = matches!(unit, TimeUnit::Minute | TimeUnit::Hour);
        self.timed |= timed;
        self.dated |= !timed;
        Some(self)
    }

    fn negated(mut self) -> Option<Self> {
        self.months = self.months.checked_neg()?;
        self.days = self.days.checked_neg()?;
        self.minutes = self.minutes.checked_neg()?;
        Some(self)
    }
}

impl TokenParser<'_> {
    /// An amount, signed or not.
    pub(super) fn amount(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        use Token::{Number, Sign, Word};
        let (n, unit, used) = match *rest {
            [Sign(s), Number(n, _), Word(u), ..] => (s * n, unit(u), 3),
            [Number(_, _), Word(_), Word("past" | "to"), ..] => return Ok(None),
            [Number(n, _), Word(u), ..] => (n, unit(u), 2),
            [Word("half"), Word("a" | "an"), Word("hour"), ..] => (30, Some(TimeUnit::Minute), 3),
            [Word("half"), Word("hour"), ..] => (30, Some(TimeUnit::Minute), 2),
            [
                Word("a"),
                Word("quarter"),
                Word("of"),
                Word("an"),
                Word("hour"),
                ..,
            ] => (15, Some(TimeUnit::Minute), 5),
            [Word("quarter"), Word("of"), Word("an"), Word("hour"), ..] => {
                (15, Some(TimeUnit::Minute), 4)
            }
            [Word("a"), Word("couple"), Word("of"), Word(u), ..] => (2, unit(u), 4),
            [Word("a" | "an"), Word(u), ..] if u.len() > 2 => (1, unit(u), 2),
            [Word("fortnight"), ..] => (1, Some(TimeUnit::Fortnight), 1),
            _ => return Ok(None),
        };
        let Some(unit) = unit else { return Ok(None) };
        let sofar = self.said.amount.unwrap_or_default();
        let mut sum = sofar.plus(n, unit).ok_or_else(|| self.too_far())?;
        sum.sure |= self.inward || matches!(rest.first(), Some(Sign(_)));
        if let ([Number(13..=23, 1..), Word("h" | "hr" | "hrs"), ..], None) =
            (rest, self.said.amount)
        {
            sum.like_a_time = Some(n);
        }
        self.said.amount = Some(sum);
        Ok(Some(used))
    }

    /// What may follow an amount.
    pub(super) fn after_amount(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        use Token::Word;
        let Some(mut amount) = self.said.amount else {
            return Ok(None);
        };
        let used = match *rest {
            [Word("ago"), ..] if !amount.sure => {
                amount = amount.negated().ok_or_else(|| self.too_far())?;
                1
            }
            [Word("from"), Word("now" | "today"), ..] => 2,
            [Word("time" | "later"), ..] => 1,
            [Word("and"), Word("a"), Word("half"), ..] if amount.minutes == 60 => {
                amount.minutes += 30;
                3
            }
            [Word("and"), Token::Number(..), ..] => {
                return Ok(Some(1));
            }
            _ => return Ok(None),
        };
        amount.sure = true;
        self.said.amount = Some(amount);
        Ok(Some(used))
    }
}
