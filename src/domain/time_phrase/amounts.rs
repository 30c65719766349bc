//! Amounts of time in a phrase: `3d`, `in 2 hours`, `half an hour`, `3 days ago`.

use super::parser::{TokenMatch, TokenParser};
use super::ranges::clock_figures;
use super::token::Token;
use super::vocabulary::{TimeUnit, unit};

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
        let sofar = self.parts.amount.unwrap_or_default();
        let mut sum = sofar.plus(n, unit).ok_or_else(|| self.too_far())?;
        sum.sure |= self.inward || matches!(rest.first(), Some(Sign(_)));
        if let ([Number(13..=23, 1..), Word("h" | "hr" | "hrs"), ..], None) =
            (rest, self.parts.amount)
        {
            sum.like_a_time = Some(n);
        }
        self.parts.amount = Some(sum);
        Ok(Some(used))
    }

    /// What may follow an amount.
    pub(super) fn after_amount(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        use Token::Word;
        let Some(mut amount) = self.parts.amount else {
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
        self.parts.amount = Some(amount);
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
