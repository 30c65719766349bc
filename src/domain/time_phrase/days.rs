//! Days in a phrase: `tomorrow`, `next tuesday`, `24/12`, `3rd of march`, `end of month`.

use super::parser::{NamedDay, NamedTime, TokenMatch, TokenParser};
use super::tokens::Token;
use super::vocabulary::{CalendarPeriod, DayPartWord, goes_on, month, part, period, weekday, year};

impl TokenParser<'_> {
    /// A day by its name.
    pub(super) fn day(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        use Token::Word;
        let (day, used) = match *rest {
            [Word("day"), Word("after"), Word("tomorrow"), ..] => (NamedDay::Offset(2), 3),
            [Word("day"), Word("before"), Word("yesterday"), ..] => (NamedDay::Offset(-2), 3),
            [Word("eow"), ..] => (NamedDay::EndOf(CalendarPeriod::Week, 0), 1),
            [Word("eom"), ..] => (NamedDay::EndOf(CalendarPeriod::Month, 0), 1),
            [Word("today"), ..] => (NamedDay::Offset(0), 1),
            [Word("tomorrow" | "tmrw"), ..] => (NamedDay::Offset(1), 1),
            [Word("yesterday"), ..] => (NamedDay::Offset(-1), 1),
            [Word("tonight"), ..] => {
                self.set_part(DayPartWord::Evening)?;
                (NamedDay::Offset(0), 1)
            }
            [Word("this"), Word(w), ..] => match weekday(w) {
                Some(weekday) => (NamedDay::OfWeek(weekday, 0), 2),
                None if part(w).is_some() => (NamedDay::Offset(0), 1),
                None => return Ok(None),
            },
            [Word(which @ ("next" | "last")), Word(w), ..] => {
                match (which, weekday(w), period(w)) {
                    ("next", Some(weekday), _) => (NamedDay::OfWeek(weekday, 1), 2),
                    (_, Some(weekday), _) => (NamedDay::Last(weekday), 2),
                    ("next", _, Some(period)) => (NamedDay::StartOf(period, 1), 2),
                    (_, _, Some(period)) => (NamedDay::StartOf(period, -1), 2),
                    _ => return Ok(None),
                }
            }
            [Word(w), ..] => match weekday(w) {
                Some(weekday) => {
                    self.set_weekday(weekday)?;
                    return Ok(Some(1));
                }
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        self.set_day(day)?;
        Ok(Some(used))
    }

    /// The beginning or the end of a day, week, month or year.
    pub(super) fn period(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        use Token::Word;
        let [
            Word(edge @ ("end" | "start" | "beginning")),
            Word("of"),
            after @ ..,
        ] = rest
        else {
            return Ok(None);
        };
        let (after, mut used) = match after {
            [Word("the"), after @ ..] => (after, 3),
            _ => (after, 2),
        };
        let (after, ahead) = match after {
            [Word("this"), after @ ..] => (after, 0),
            [Word("next"), after @ ..] => (after, 1),
            [Word("last"), after @ ..] => (after, -1),
            _ => (after, 0),
        };
        used += usize::from(matches!(
            rest.get(used),
            Some(Word("this" | "next" | "last"))
        ));
        match (*edge, after.first()) {
            ("end", Some(Word("day"))) if ahead == 0 => self.set_time(NamedTime::Closing)?,
            (_, Some(Word(w))) => match period(w) {
                Some(period) if *edge == "end" => self.set_day(NamedDay::EndOf(period, ahead))?,
                Some(period) => self.set_day(NamedDay::StartOf(period, ahead))?,
                None => return Ok(None),
            },
            _ => return Ok(None),
        }
        Ok(Some(used + 1))
    }

    /// A date, in figures or with the month's name.
    pub(super) fn date(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        use Token::{Figures, Iso, Number, Ordinal, Word};
        let (day, used) = match *rest {
            [Iso(y, m, d), ..] => (NamedDay::Iso(y, m, d), 1),
            [Figures(a, b, y), ..] => (NamedDay::Figures(a, b, y), 1),
            [
                Number(d, 1 | 2) | Ordinal(d),
                Word("of"),
                Word(w),
                ref after @ ..,
            ] if month(w).is_some() => {
                let (year, used) = year(after);
                (NamedDay::Named(month(w).unwrap_or(0), d, year), 3 + used)
            }
            [Number(d, 1 | 2) | Ordinal(d), Word(w), ref after @ ..] if month(w).is_some() => {
                let (year, used) = year(after);
                (NamedDay::Named(month(w).unwrap_or(0), d, year), 2 + used)
            }
            [Word(w), Word("the"), Ordinal(d), ref after @ ..] if month(w).is_some() => {
                let (year, used) = year(after);
                (NamedDay::Named(month(w).unwrap_or(0), d, year), 3 + used)
            }
            [Word(w), Number(d, 1 | 2) | Ordinal(d), ref after @ ..]
                if month(w).is_some() && !goes_on(after) =>
            {
                let (year, used) = year(after);
                (NamedDay::Named(month(w).unwrap_or(0), d, year), 2 + used)
            }
            [Ordinal(d), ..] => (NamedDay::OfMonth(d), 1),
            [Word(w), ..] if month(w).is_some() => {
                return Err(self.incomplete("say which day of the month, as 24 dec"));
            }
            _ => return Ok(None),
        };
        self.set_day(day)?;
        Ok(Some(used))
    }
}
