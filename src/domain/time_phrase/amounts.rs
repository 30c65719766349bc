//! Amounts of time in a phrase: `3d`, `in 2 hours`, `half an hour`, `3 days ago`.

use super::parser::{TokenMatch, TokenParser};
use super::ranges::clock_figures;
use super::tokens::Token;
use super::vocabulary::{TimeUnit, unit};

/// An amount of time: months, days, working days and minutes, to be added in that order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct TimeAmount {
    pub(super) months: i64,
    pub(super) days: i64,
    pub(super) minutes: i64,
    pub(super) working_days: i64,
    /// How many of the days are whole weeks.
    weeks: i64,
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
            TimeUnit::WorkingDay => (&mut self.working_days, 1),
        };
        *field = field.checked_add(n.checked_mul(each)?)?;
        if matches!(unit, TimeUnit::Week | TimeUnit::Fortnight) {
            self.weeks = self.days / 7;
        }
        let timed = matches!(unit, TimeUnit::Minute | TimeUnit::Hour);
        self.timed |= timed;
        self.dated |= !timed;
        Some(self)
    }

    fn negated(mut self) -> Option<Self> {
        self.months = self.months.checked_neg()?;
        self.days = self.days.checked_neg()?;
        self.minutes = self.minutes.checked_neg()?;
        self.working_days = self.working_days.checked_neg()?;
        Some(self)
    }

    /// Whether it is so many weeks to come and nothing more.
    pub(super) const fn whole_weeks(&self) -> bool {
        let others = self.months != 0 || self.working_days != 0 || self.timed;
        self.weeks > 0 && self.weeks * 7 == self.days && !others
    }
}

impl TokenParser<'_> {
    /// An amount, signed or not.
    pub(super) fn amount(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        use Token::{Number, Sign, Word};
        if let Some((minutes, used)) = hours_in_words(rest, self.inward) {
            return self.add_amount(minutes, TimeUnit::Minute, used, rest);
        }
        let (n, unit, used) = match *rest {
            [Word("fewminutes"), ..] => {
                let readings = ["in 5 minutes", "in 10 minutes"].map(str::to_owned);
                return Err(self.ambiguous(readings.to_vec()));
            }
            [Sign(s), Number(n, _), Word(u), ..] => (s * n, unit(u), 3),
            [Number(_, _), Word(_), Word("past" | "to" | "until"), ..] => return Ok(None),
            // "1630 hours" is a time.
            [Number(n, 4), Word(u), ..]
                if clock_figures(n, 4) && unit(u) == Some(TimeUnit::Hour) =>
            {
                return Ok(None);
            }
            [Number(n, _), Word(u), ..] => (n, unit(u), 2),
            [Word("a" | "an"), Word(u), ..] if u.len() > 1 => (1, unit(u), 2),
            [Word("fortnight"), ..] => (1, Some(TimeUnit::Fortnight), 1),
            [Word("next"), Word("workingday"), ..] => (1, Some(TimeUnit::WorkingDay), 2),
            _ => return Ok(None),
        };
        match unit {
            Some(unit) => self.add_amount(n, unit, used, rest),
            None => Ok(None),
        }
    }

    fn add_amount(
        &mut self,
        n: i64,
        unit: TimeUnit,
        used: usize,
        rest: &[Token<'_>],
    ) -> TokenMatch {
        use Token::{Number, Sign, Word};
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

/// Minutes that are said in parts of an hour: `half an hour`, `2 and a half hours`, `1.5h`.
fn hours_in_words(rest: &[Token<'_>], inward: bool) -> Option<(i64, usize)> {
    use Token::{Dotted, Number, Word};
    let hour = |u: &str| unit(u) == Some(TimeUnit::Hour);
    Some(match *rest {
        [Word("half"), Word("a" | "an"), Word(u), ..] if hour(u) => (30, 3),
        [Word("half"), Word(u), ..] if hour(u) => (30, 2),
        [
            Word("a"),
            Word("quarter"),
            Word("of"),
            Word("an"),
            Word(u),
            ..,
        ] if hour(u) => (15, 5),
        [Word("quarter"), Word("of"), Word("an"), Word(u), ..] if hour(u) => (15, 4),
        [
            Number(3, _),
            Word("quarters"),
            Word("of"),
            Word("an"),
            Word(u),
            ..,
        ] if hour(u) => (45, 5),
        [
            Word("hour"),
            Word("and"),
            Word("a"),
            Word(part @ ("half" | "quarter")),
            ..,
        ] => (if part == "half" { 90 } else { 75 }, 4),
        [
            Number(n, _),
            Word("and"),
            Word("a"),
            Word("half"),
            Word(u),
            ..,
        ] if hour(u) => (n.checked_mul(60)?.checked_add(30)?, 5),
        // "within the hour", "in the next hour"
        [Word("the"), Word("hour"), ..] if inward => (60, 2),
        [Word("the"), Word("next"), Word("hour"), ..] if inward => (60, 3),
        [Dotted(hours, tenths, 1), Word(u), ..] if hour(u) => (hours * 60 + tenths * 6, 2),
        [Dotted(hours, part @ (25 | 50 | 75), 2), Word(u), ..] if hour(u) => {
            (hours * 60 + part * 60 / 100, 2)
        }
        _ => return None,
    })
}
