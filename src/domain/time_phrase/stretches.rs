//! Stretches of days: `mon to wed`, `early next week`, `w/c 30 nov`.
//!
//! Owns which days of a week they are. Like every stretch, one begins where something is due and ends
//! where it is promised.

use chrono::{NaiveDate, Weekday};

use super::TimePhraseError;
use super::calendar_days::{NamedDays, days_until, shifted};
use super::parser::{TokenMatch, TokenParser};
use super::phrase_parts::{DayStretch, NamedDay, PhraseParts};
use super::resolver::PhraseResolver;
use super::token::Token;
use super::vocabulary::{CalendarPeriod, month, period, weekday};

impl TokenParser<'_> {
    /// A stretch of days; what it is a stretch of may follow.
    pub(super) fn stretch(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        if let [Token::Word("weekfrom"), _, ..] = rest {
            self.set_stretch(DayStretch::WeekFrom)?;
            return Ok(Some(1));
        }
        match self.weekdays(rest)? {
            None => self.part_of_week(rest),
            used => Ok(used),
        }
    }

    /// `mon to wed`, `between mon and wed`, `thu or fri`.
    fn weekdays(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        use Token::{Dash, Word};
        let (lead, body) = match rest {
            [Word(lead @ ("from" | "between")), body @ ..] => (Some(*lead), body),
            _ => (None, rest),
        };
        let [Word(first), joined, Word(last), ..] = *body else {
            return Ok(None);
        };
        let (Some(first), Some(last)) = (weekday(first), weekday(last)) else {
            return Ok(None);
        };
        match joined {
            Dash | Word("to" | "until" | "thru" | "through") => {}
            Word("and") if lead == Some("between") => {}
            Word("or") if first.succ() == last => {}
            Word("or") => return Err(self.ambiguous([first, last].map(named).to_vec())),
            _ => return Ok(None),
        }
        self.set_weekday(first)?;
        self.set_stretch(DayStretch::Until(last))?;
        Ok(Some(usize::from(lead.is_some()) + 3))
    }

    /// `early next week`, `late in the week`.
    fn part_of_week(&mut self, rest: &[Token<'_>]) -> TokenMatch {
        use Token::{Dash, Word};
        let [
            Word(edge @ ("early" | "mid" | "middle" | "late" | "later")),
            body @ ..,
        ] = rest
        else {
            return Ok(None);
        };
        let joins = |t: &&Token<'_>| matches!(t, Dash | Word("in" | "of" | "the" | "on"));
        let skipped = body.iter().take_while(joins).count();
        let body = body.get(skipped..).unwrap_or_default();
        let stretch = match *edge {
            "early" => DayStretch::Early,
            "mid" | "middle" => DayStretch::Middle,
            _ => DayStretch::Late,
        };
        let week = |w: &str| period(w) == Some(CalendarPeriod::Week);
        match *body {
            [Word("weekafternext"), ..] => {}
            [Word("this" | "next"), Word(w), ..] if week(w) => {}
            [Word(w), ..] if week(w) => {
                self.set_day(NamedDay::Whole(CalendarPeriod::Week, 0))?;
                self.set_stretch(stretch)?;
                return Ok(Some(2 + skipped));
            }
            _ => return self.part_of_other(stretch, body),
        }
        self.set_stretch(stretch)?;
        Ok(Some(1 + skipped))
    }

    /// Early in a month or on a day is asked back, with what can be typed.
    fn part_of_other(&self, stretch: DayStretch, of: &[Token<'_>]) -> TokenMatch {
        use Token::Word;
        let in_month = |name: &str, end: &str| match stretch {
            DayStretch::Early => format!("1{name}"),
            DayStretch::Middle => format!("15{name}"),
            _ => format!("end of {end}"),
        };
        let advice = match *of {
            [Word(w), ..] if month(w).is_some() => in_month(&format!(" {w}"), w),
            [Word(which @ ("this" | "next")), Word(w), ..]
                if period(w) == Some(CalendarPeriod::Month) =>
            {
                let month = format!("{which} month");
                in_month(&format!("{} of {month}", suffix(stretch)), &month)
            }
            [Word(w), ..] if weekday(w).is_some() || matches!(w, "today" | "tomorrow") => {
                match stretch {
                    DayStretch::Early => format!("first thing {w}"),
                    DayStretch::Middle => format!("{w} noon"),
                    _ => format!("last thing {w}"),
                }
            }
            _ => return Ok(None),
        };
        Err(self.incomplete("say which day or hour", &[&advice]))
    }
}

/// The ending of the day of a month that a part of it is asked back with.
const fn suffix(stretch: DayStretch) -> &'static str {
    match stretch {
        DayStretch::Early => "st",
        _ => "th",
    }
}

fn named(day: Weekday) -> String {
    day.to_string().to_lowercase()
}

impl PhraseResolver<'_> {
    /// The days of a stretch, from the day or the week that was named with it.
    pub(super) fn stretched(
        &self,
        days: NamedDays,
        said: &PhraseParts,
    ) -> Result<NamedDays, TimePhraseError> {
        let Some(stretch) = said.stretch else {
            return Ok(days);
        };
        let (first, last) = match stretch {
            DayStretch::WeekFrom => (days.first, self.last_workday(days.first)?),
            DayStretch::Until(last) => {
                // “Tue to thu”, said on a Tuesday.
                if said.day.is_none() && shifted(days.first, -7) == Some(self.today()) {
                    return Err(self.either_date([0, 7]));
                }
                let ahead = days_until(days.first, last);
                (days.first, self.bounded(shifted(days.first, ahead))?)
            }
            DayStretch::Early => self.of_week(said, 0, 1)?,
            DayStretch::Middle => self.of_week(said, 2, 2)?,
            DayStretch::Late => self.of_week(said, 3, 4)?,
        };
        let open = |d: &NaiveDate| self.reader.calendar.is_open_day(*d);
        let mut back = last.iter_days().rev().take_while(|d| *d >= first);
        let last = back.find(open).unwrap_or(last);
        let today = self.today();
        if self.ahead() && last < today {
            return Err(self
                .reader
                .past(self.phrase, self.reader.calendar.closing_on(last)));
        }
        let first = if self.ahead() {
            first.max(today)
        } else {
            first
        };
        Ok(NamedDays {
            first,
            last,
            whole: true,
        })
    }

    /// Two days of the week that was named, counted from its Monday.
    fn of_week(
        &self,
        said: &PhraseParts,
        first: i64,
        last: i64,
    ) -> Result<(NaiveDate, NaiveDate), TimePhraseError> {
        let ahead = match said.day {
            Some(NamedDay::Whole(CalendarPeriod::Week, ahead)) => ahead,
            _ => 0,
        };
        let monday = self.first_of(CalendarPeriod::Week, ahead)?;
        let day = |n| self.bounded(shifted(monday, n));
        Ok((day(first)?, day(last)?))
    }

    /// The Friday of the week that begins with a day.
    fn last_workday(&self, first: NaiveDate) -> Result<NaiveDate, TimePhraseError> {
        self.bounded(shifted(first, days_until(first, Weekday::Fri)))
    }
}
