//! Cadence: when to try again after an attempt that reached nobody, and when to ask "let go?".
//!
//! Owns the steps, the parts of the day and the arithmetic between them, on the shop's calendar.
//! The numbers are PRODUCT's defaults, each of them a key of the shop's file.

mod attempt;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};

use super::contact::Outcome;
pub use super::day_part::DayPart;
use super::hours::{Calendar, DaySpan};
use super::likelihood::{AnswerHabits, HourBand};

pub use attempt::attempt;

/// How long to wait before the next try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CadenceStep {
    /// So many minutes; of an hour and more, or later that day where they are likelier to answer.
    Minutes(u32),
    /// The next open day, in a part of the day not tried yet: the likeliest of them.
    NextDay,
    /// So many days, at the same time of day, or at a likelier one.
    Days(u32),
}

impl fmt::Display for CadenceStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Minutes(m) if m % 60 == 0 => write!(f, "{}h", m / 60),
            Self::Minutes(m) => write!(f, "{m}m"),
            Self::NextDay => f.write_str("next-day"),
            Self::Days(d) => write!(f, "{d}d"),
        }
    }
}

impl FromStr for CadenceStep {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "“{text}” is not a waiting time: write minutes, hours or days (30m, 3h, 2d) or next-day"
            )
        };
        if text == "next-day" {
            return Ok(Self::NextDay);
        }
        let unit = text.chars().last().ok_or_else(wrong)?;
        let number = text.strip_suffix(unit).ok_or_else(wrong)?;
        let number: u32 = number.trim().parse().map_err(|_| wrong())?;
        // A step past ten years is a slip of the finger, not a plan.
        match unit {
            'm' if (1..=1440).contains(&number) => Ok(Self::Minutes(number)),
            'h' if (1..=240).contains(&number) => Ok(Self::Minutes(number * 60)),
            'd' if (1..=3650).contains(&number) => Ok(Self::Days(number)),
            'w' if (1..=520).contains(&number) => Ok(Self::Days(number * 7)),
            _ => Err(wrong()),
        }
    }
}

/// The shop's cadence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cadence {
    /// The waits after each unanswered try.
    pub no_answer: Vec<CadenceStep>,
    /// What a red finding is tried at first, before those.
    pub red: Vec<CadenceStep>,
    /// The waits after a busy line, before it counts as no answer.
    pub busy: Vec<CadenceStep>,
    /// The wait after a voicemail.
    pub voicemail: CadenceStep,
    /// How many voicemails at most.
    pub voicemails: i64,
    /// How many tries a day at most.
    pub tries_a_day: i64,
    /// How many, with a red finding.
    pub tries_a_day_red: i64,
    /// After how many unanswered tries to ask "let go?" (a red finding's first ones come on top).
    pub attempts: i64,
    /// After how many, for marketing.
    pub attempts_marketing: i64,
}

impl Default for Cadence {
    fn default() -> Self {
        Self {
            no_answer: vec![
                CadenceStep::Minutes(180),
                CadenceStep::NextDay,
                CadenceStep::Days(2),
                CadenceStep::Days(4),
            ],
            red: vec![CadenceStep::Minutes(30), CadenceStep::Minutes(120)],
            busy: vec![CadenceStep::Minutes(15), CadenceStep::Minutes(15)],
            voicemail: CadenceStep::NextDay,
            voicemails: 2,
            tries_a_day: 2,
            tries_a_day_red: 4,
            attempts: 4,
            attempts_marketing: 3,
        }
    }
}

impl Cadence {
    /// How many tries a day a customer may have.
    #[must_use]
    pub const fn daily(&self, red: bool) -> i64 {
        if red {
            self.tries_a_day_red
        } else {
            self.tries_a_day
        }
    }
}

/// What is known of a follow-up's tries when one more has failed, that one counted in.
#[derive(Debug, Clone, Copy)]
pub struct FailedAttempt<'a> {
    /// When it was.
    pub at: DateTime<Utc>,
    /// How it ended.
    pub outcome: Outcome,
    /// Tries in this round that moved the cadence on, before this one.
    pub steps: i64,
    /// Busy lines in this round, before this one.
    pub busies: i64,
    /// The parts of the day tried, this one counted in, a bit each.
    pub parts: i64,
    /// How often the customer was tried today, this one counted in.
    pub today: i64,
    /// Whether the follow-up is one of the red ones.
    pub red: bool,
    /// Whether it is marketing.
    pub marketing: bool,
    /// When the customer may be rung, where they narrowed it.
    pub hours: Option<DaySpan>,
    /// The playbook's own steps, in place of the shop's.
    pub retry: Option<&'a [CadenceStep]>,
    /// When they answer, as far as that was known before this one.
    pub habits: &'a AnswerHabits,
}

/// What the cadence says after a failed try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryDecision {
    /// When to try again (if one goes on trying, where `let_go`).
    pub at: DateTime<Utc>,
    /// Whether the tries have run out, and a person is asked "stop trying?".
    pub let_go: bool,
    /// Whether this try moved the cadence on: a busy line at first does not.
    pub stepped: bool,
}

/// When to try again.
#[must_use]
pub fn next(cadence: &Cadence, calendar: &Calendar, tried: &FailedAttempt<'_>) -> RetryDecision {
    let habits = &tried.habits.after_a_miss(HourBand::of(tried.at, calendar));
    let tried = &FailedAttempt { habits, ..*tried };
    let busy = usize::try_from(tried.busies)
        .ok()
        .filter(|_| tried.outcome == Outcome::Busy)
        .and_then(|n| cadence.busy.get(n));
    if let Some(step) = busy {
        let at = after(*step, calendar, tried);
        return RetryDecision {
            at: within_day(cadence, calendar, tried, at),
            let_go: false,
            stepped: false,
        };
    }
    let quick: &[CadenceStep] = if tried.red { &cadence.red } else { &[] };
    let steps = tried.retry.unwrap_or(&cadence.no_answer);
    let done = tried.steps + 1;
    let allowed = if tried.retry.is_some() {
        steps.len()
    } else {
        let shop = if tried.marketing {
            cadence.attempts_marketing
        } else {
            cadence.attempts
        };
        usize::try_from(shop).unwrap_or(0)
    };
    let quick_count = i64::try_from(quick.len()).unwrap_or(0);
    let most = i64::try_from(allowed).unwrap_or(i64::MAX - quick_count) + quick_count;
    let nth = usize::try_from(tried.steps).unwrap_or(0);
    let step = if tried.outcome == Outcome::Voicemail {
        cadence.voicemail
    } else {
        quick
            .iter()
            .chain(steps)
            .nth(nth)
            .or(steps.last())
            .copied()
            .unwrap_or(CadenceStep::NextDay)
    };
    // After a voicemail the next open day will do, whatever its part: they have heard of us.
    let tried = &FailedAttempt {
        parts: if tried.outcome == Outcome::Voicemail {
            !0
        } else {
            tried.parts
        },
        ..*tried
    };
    let at = after(step, calendar, tried);
    RetryDecision {
        at: within_day(cadence, calendar, tried, at),
        let_go: done >= most,
        stepped: true,
    }
}

/// The instant a step leads to, moved to where the customer may be rung.
fn after(step: CadenceStep, calendar: &Calendar, tried: &FailedAttempt<'_>) -> DateTime<Utc> {
    match step {
        CadenceStep::Minutes(m) => {
            let at = tried.at + Duration::minutes(i64::from(m));
            let at = attempt(calendar, tried.hours, at);
            // What is tried again within the hour, or red, presses: no better hour is waited for.
            if m < 60 || tried.red {
                return at;
            }
            let day = calendar.date(at);
            let later = parts_of(calendar, tried.hours, day).filter(|part| *part > at);
            let among = std::iter::once(at).chain(later);
            tried.habits.likeliest(among, calendar).unwrap_or(at)
        }
        CadenceStep::NextDay => next_day(calendar, tried),
        CadenceStep::Days(d) => {
            let local = calendar.local(tried.at);
            let day = calendar.open_day_from(local.date_naive() + Days::new(u64::from(d)));
            let at = attempt(calendar, tried.hours, calendar.at(day, local.time()));
            let others = parts_of(calendar, tried.hours, calendar.date(at));
            let among = std::iter::once(at).chain(others);
            tried.habits.likeliest(among, calendar).unwrap_or(at)
        }
    }
}

/// The first time one may ring on the next open day: its opening, or when the hours allow.
#[must_use]
pub fn next_open_day(
    calendar: &Calendar,
    hours: Option<DaySpan>,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    let day = calendar.next_open_day(calendar.date(now));
    attempt(
        calendar,
        hours,
        calendar.at_minute(day, calendar.opening_minute(day)),
    )
}

/// The next open day, in the part of the day not tried in this round in which they are likeliest
/// to answer; where all were, the first time one may ring on it, or a likelier one.
fn next_day(calendar: &Calendar, tried: &FailedAttempt<'_>) -> DateTime<Utc> {
    let day = calendar.next_open_day(calendar.date(tried.at));
    let first = next_open_day(calendar, tried.hours, tried.at);
    if calendar.date(first) != day {
        return first;
    }
    let untried = DayPart::TO_TRY
        .into_iter()
        .filter(|part| tried.parts & part.bit() == 0)
        .filter_map(|part| first_minute(calendar, tried.hours, day, part))
        .map(|minute| calendar.at_minute(day, minute));
    let likeliest = tried.habits.likeliest(untried, calendar);
    likeliest
        .or_else(|| {
            let others = parts_of(calendar, tried.hours, day);
            let among = std::iter::once(first).chain(others);
            tried.habits.likeliest(among, calendar)
        })
        .unwrap_or(first)
}

/// The first instant of each part of a day at which one may ring, in the order they are tried.
fn parts_of(
    calendar: &Calendar,
    hours: Option<DaySpan>,
    day: NaiveDate,
) -> impl Iterator<Item = DateTime<Utc>> {
    DayPart::TO_TRY
        .into_iter()
        .filter_map(move |part| first_minute(calendar, hours, day, part))
        .map(move |minute| calendar.at_minute(day, minute))
}

/// The first minute of a part of a day at which the shop is open, may ring, and the customer
/// may be rung.
fn first_minute(
    calendar: &Calendar,
    hours: Option<DaySpan>,
    day: NaiveDate,
    part: DayPart,
) -> Option<u16> {
    let holds = |spans: &[DaySpan], minute| spans.iter().any(|s| s.holds(minute));
    let opening = calendar.spans(&calendar.opening, day);
    let calling = calendar.spans(&calendar.calling, day);
    let span = part.span();
    (span.from..span.to)
        .find(|m| holds(opening, *m) && holds(calling, *m) && hours.is_none_or(|h| h.holds(*m)))
}

/// Moves a try that would be one too many for today to the next open day.
fn within_day(
    cadence: &Cadence,
    calendar: &Calendar,
    tried: &FailedAttempt<'_>,
    at: DateTime<Utc>,
) -> DateTime<Utc> {
    let same_day = calendar.date(at) == calendar.date(tried.at);
    if same_day && tried.today >= cadence.daily(tried.red) {
        next_day(calendar, tried)
    } else {
        at
    }
}

#[cfg(test)]
mod tests;
