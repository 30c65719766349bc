//! Days in a phrase: `tomorrow`, `next tuesday`, `24/12`, `3rd of march`, `end of month`.

use super::parser::{TokenMatch, TokenParser};
use super::phrase_parts::{NamedDay, NamedTime};
use super::token::Token;
use super::vocabulary::{CalendarPeriod, DayPartWord, goes_on, month, part, period, weekday, year};

use chrono::Weekday;

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
            [Word("tomorrow"), ..] => (NamedDay::Offset(1), 1),
            [Word("yesterday"), ..] => (NamedDay::Offset(-1), 1),
            [Word("tonight"), ..] => {
                self.set_part(DayPartWord::Evening)?;
                (NamedDay::Offset(0), 1)
            }
            [Word("weekend"), ..] => (NamedDay::Weekend(0), 1),
            [Word("beforeweekend"), ..] => (NamedDay::BeforeWeekend, 1),
            [Word("afterweekend"), ..] => {
                self.set_weekday(Weekday::Mon)?;
                return Ok(Some(1));
            }
            [Word("weekafternext"), ..] => (NamedDay::Whole(CalendarPeriod::Week, 2), 1),
            [Word("this" | "next" | "last" | "coming"), Word(_), ..] => {
                return self.near_day(rest);
            }
            [Word(w), Word("afternext"), ..] => match weekday(w) {
                Some(weekday) => (NamedDay::AfterNext(weekday), 2),
                None => return Ok(None),
            },
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

    /// `this friday`, `next week`, `last month`, `coming monday`.
    fn near_day(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        use Token::Word;
        let day = match *rest {
            [Word("this"), Word("coming"), Word(w), ..] if weekday(w).is_some() => {
                // The next such day, as the weekday by itself.
                return Ok(Some(2));
            }
            [Word("coming"), Word(w), ..] if weekday(w).is_some() => return Ok(Some(1)),
            [Word("this"), Word("weekend"), ..] => NamedDay::Weekend(0),
            [Word("next"), Word("weekend"), ..] => NamedDay::Weekend(1),
            [Word("this"), Word(w), ..] => match (weekday(w), period(w)) {
                (Some(weekday), _) => NamedDay::OfWeek(weekday, 0),
                (None, Some(period)) => NamedDay::Whole(period, 0),
                (None, None) if part(w).is_some() || matches!(w, "am" | "pm") => {
                    self.set_day(NamedDay::Offset(0))?;
                    return Ok(Some(1));
                }
                (None, None) => return Ok(None),
            },
            [Word("next"), Word(w), ..] => match (weekday(w), period(w)) {
                (Some(weekday), _) => NamedDay::OfWeek(weekday, 1),
                (None, Some(period)) => NamedDay::Whole(period, 1),
                (None, None) => return Ok(None),
            },
            [Word("last"), Word(w), ..] => match (weekday(w), period(w)) {
                (Some(weekday), _) => NamedDay::Last(weekday),
                (None, Some(period)) => NamedDay::StartOf(period, -1),
                (None, None) => return Ok(None),
            },
            _ => return Ok(None),
        };
        self.set_day(day)?;
        Ok(Some(2))
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
        let end = *edge == "end";
        match after.first() {
            Some(Word("day")) if end && ahead == 0 => self.set_time(NamedTime::Closing)?,
            // The day itself is read next.
            Some(Word(w))
                if end && (matches!(*w, "today" | "tomorrow") || weekday(w).is_some()) =>
            {
                self.set_time(NamedTime::Closing)?;
                return Ok(Some(2));
            }
            Some(Word(w)) => match (period(w), month(w)) {
                (Some(period), _) if end => self.set_day(NamedDay::EndOf(period, ahead))?,
                (Some(period), _) => self.set_day(NamedDay::StartOf(period, ahead))?,
                (None, Some(month)) if end && ahead == 0 => {
                    self.set_day(NamedDay::EndOfMonth(month))?;
                }
                (None, Some(month)) if ahead == 0 => {
                    self.set_day(NamedDay::Named(month, 1, None))?;
                }
                _ => return Ok(None),
            },
            _ => return Ok(None),
        }
        Ok(Some(used + 1))
    }

    /// A date, in figures or with the month's name.
    pub(super) fn date(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        use Token::{Figures, Iso, MonthDay, Number, Ordinal, Word};
        let (day, used) = match *rest {
            [MonthDay(month, day), Number(year, 4), ..] => {
                (NamedDay::Named(month, day, Some(year)), 2)
            }
            [MonthDay(month, day), ..] => (NamedDay::Yearly(month, day), 1),
            // "Second wednesday" counts the weeks of a month, which is not worked out here.
            [Ordinal(1..=5), Word(w), ..] if weekday(w).is_some() => return Err(self.two_dates()),
            [
                Ordinal(d),
                Word("of"),
                Word(which @ ("next" | "this")),
                Word("month" | "mth"),
                ..,
            ] => (NamedDay::OfMonthAhead(d, i64::from(which == "next")), 4),
            [
                Ordinal(d),
                Word("of"),
                Word("the"),
                Word("month" | "mth"),
                ..,
            ] => (NamedDay::OfMonth(d), 4),
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
                let example = self.examples.last().map_or("24 dec", String::as_str);
                return Err(self.incomplete("say which day of the month", &[example]));
            }
            _ => return Ok(None),
        };
        self.set_day(day)?;
        Ok(Some(used))
    }
}
