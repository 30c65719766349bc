//! The list's order: who stands where, since when, whether they may be rung, and why.
//!
//! Owns the four standings and the marks the store keeps an index on. The store finds rows by the
//! marks; what is shown of a row is worked out here from the rows themselves, so the two agree.

use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::customer::Customer;
use super::follow_up::{FollowUp, FollowUpKind, Severity, vocabulary};
use super::hours::Calendar;
use super::rest::rest_end;
use super::rules::Rules;
use super::time_format::{promise_distance, spoken, stretch_long};

vocabulary! {
    /// Where a customer stands in the list.
    Standing, "standing" {
        /// A promise is broken or falls due within the hour.
        Promise = "promise",
        /// Red findings, problems they told us of, complaints.
        Red = "red",
        /// Everything else that is due now.
        Due = "due",
        /// Due later today.
        Later = "later",
        /// Beyond today.
        Ahead = "ahead",
    }
}

/// How long before it falls due a promise goes first.
const PROMISE_LEAD: Duration = Duration::minutes(60);

/// A promise up to here goes first: within the hour, and today. At ten to midnight tomorrow's
/// first promise is still ahead, as everything of tomorrow's is.
#[must_use]
pub fn promise_horizon(now: DateTime<Utc>, calendar: &Calendar) -> DateTime<Utc> {
    (now + PROMISE_LEAD).min(calendar.end_of_day(now) - Duration::milliseconds(1))
}

/// What the store keeps of a customer so that the list is an index range: instants of their open
/// follow-ups, worked out anew whenever one of them changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListKeys {
    /// The earliest promise that is still to keep.
    pub promise_at: Option<DateTime<Utc>>,
    /// Since when the earliest red follow-up is due.
    pub red_at: Option<DateTime<Utc>>,
    /// Since when the earliest follow-up of any sort is due, or promised.
    pub due_at: Option<DateTime<Utc>>,
    /// Hidden until then, by a rest.
    pub wakes_at: Option<DateTime<Utc>>,
    /// Shown until then all the same: a red one never leaves the list on the day it was tried.
    pub held_until: Option<DateTime<Utc>>,
    /// The day on which they are due and awake: from it on the list counts them, and until then
    /// they are ahead, but for those held.
    pub enters_on: Option<NaiveDate>,
}

/// Works out a customer's marks from their open follow-ups.
#[must_use]
pub fn list_keys(customer: &Customer, follow_ups: &[FollowUp], calendar: &Calendar) -> ListKeys {
    let open = || follow_ups.iter().filter(|f| f.is_open());
    let rest = rest_end(customer, follow_ups);
    // By choice they wait from the end of their rest; by cadence, from the day they fell due.
    let since = |due: DateTime<Utc>| match rest {
        Some(until) if customer.rest_chosen => due.max(until),
        _ => due,
    };
    // A promise only ever moves them up.
    let from = |f: &FollowUp| {
        let due = since(f.due_at);
        f.promise_open().map_or(due, |p| due.min(p))
    };
    let due_at = open().map(from).min();
    let red_at = open().filter(|f| f.is_red()).map(|f| since(f.due_at)).min();
    // Only a red one that was due on the day of the try; one that comes later holds nobody.
    let held_until = customer
        .tried_on
        .filter(|_| rest.is_some() && !customer.rest_chosen)
        .map(|day| calendar.at_minute(day, 24 * 60))
        .filter(|end| red_at.is_some_and(|red| red < *end));
    let mut keys = ListKeys {
        promise_at: open().filter_map(FollowUp::promise_open).min(),
        red_at,
        due_at,
        wakes_at: rest.filter(|_| due_at.is_some()),
        held_until,
        enters_on: None,
    };
    keys.enters_on = keys.enters_at().map(|at| calendar.date(at));
    keys
}

impl ListKeys {
    /// When they are due and awake: until then they are ahead, but for those held.
    #[must_use]
    pub fn enters_at(&self) -> Option<DateTime<Utc>> {
        let due = self.due_at?;
        Some(self.wakes_at.map_or(due, |wakes| wakes.max(due)))
    }

    /// Whether a rest keeps them out of the list at an instant.
    #[must_use]
    pub fn resting(&self, now: DateTime<Utc>) -> bool {
        self.wakes_at.is_some_and(|w| w > now) && self.held_until.is_none_or(|h| h <= now)
    }

    /// Where they stand at an instant, and since when they wait there; `None` without anything
    /// open.
    #[must_use]
    pub fn stand(
        &self,
        now: DateTime<Utc>,
        calendar: &Calendar,
    ) -> Option<(Standing, DateTime<Utc>)> {
        let due = self.due_at?;
        if self.resting(now) {
            return Some((Standing::Ahead, self.enters_at()?));
        }
        if let Some(promise) = self
            .promise_at
            .filter(|p| *p <= promise_horizon(now, calendar))
        {
            return Some((Standing::Promise, promise));
        }
        if let Some(red) = self.red_at.filter(|r| *r <= now) {
            return Some((Standing::Red, red));
        }
        let standing = if due <= now {
            Standing::Due
        } else if due < calendar.end_of_day(now) {
            Standing::Later
        } else {
            Standing::Ahead
        };
        Some((standing, due))
    }
}

/// Why a customer may not be rung now, in a few words for the row's first column and a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotCallable {
    /// "after 17:00", "opted out".
    pub short: String,
    /// "They asked to be rung after 17:00 only."
    pub sentence: String,
    /// Whether it is for the hour alone: it says nothing of somebody with nothing due today.
    pub of_hours: bool,
}

impl NotCallable {
    fn new(short: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self {
            short: short.into(),
            sentence: sentence.into(),
            of_hours: false,
        }
    }
}

/// Whether a customer may be rung now; why not, where not. A promise goes through the shop's
/// hours and the customer's on its own day: they are waiting for that very call.
#[must_use]
pub fn why_not_callable(
    customer: &Customer,
    follow_ups: &[FollowUp],
    standing: Standing,
    now: DateTime<Utc>,
    rules: &Rules,
) -> Option<NotCallable> {
    let calendar = &rules.calendar;
    if let Some(no_way) = unreachable(customer) {
        return Some(no_way);
    }
    let due: Vec<&FollowUp> = due_today(follow_ups, now, calendar).collect();
    if customer.no_calls_at.is_some() {
        let end = calendar.end_of_day(now);
        let promised = |f: &&FollowUp| f.promise_open().is_some_and(|p| p < end);
        if !due.iter().any(promised) {
            return Some(NotCallable::new(
                "no calls",
                "They asked not to be rung: we ring only to keep a promise.",
            ));
        }
    }
    if customer.opted_out_at.is_some() && !due.is_empty() && due.iter().all(|f| f.marketing) {
        return Some(NotCallable::new(
            "opted out",
            "They said no to marketing, and nothing else is due.",
        ));
    }
    if let Some(rest) = rest_end(customer, follow_ups).filter(|r| *r > now) {
        return Some(resting(customer, rest, now, calendar));
    }
    let red = due.iter().any(|f| f.is_red());
    let most = rules.cadence.daily(red);
    let today = customer.tries_on(calendar.date(now));
    if today >= most && standing != Standing::Promise {
        return Some(NotCallable::new(
            format!("tried {today}×"),
            format!("Tried {today} times today; {most} a day is the limit."),
        ));
    }
    // Who was promised a call today waits for it: that goes through the hours, today.
    let today = calendar.date(now);
    let promised = follow_ups
        .iter()
        .filter_map(FollowUp::promise_open)
        .any(|p| calendar.date(p) == today);
    if promised {
        return None;
    }
    let outside = outside_hours(customer, now, calendar)?;
    Some(NotCallable {
        of_hours: true,
        ..outside
    })
}

/// What of theirs is due, or was promised, by the end of today.
pub fn due_today<'a>(
    follow_ups: &'a [FollowUp],
    now: DateTime<Utc>,
    calendar: &Calendar,
) -> impl Iterator<Item = &'a FollowUp> + use<'a> {
    let end = calendar.end_of_day(now);
    let open = follow_ups.iter().filter(|f| f.is_open());
    open.filter(move |f| f.due_at < end || f.promise_open().is_some_and(|p| p < end))
}

fn unreachable(customer: &Customer) -> Option<NotCallable> {
    if customer.wrong_number_at.is_some() {
        return Some(NotCallable::new(
            "wrong no.",
            "Wrong number: correct it first.",
        ));
    }
    if customer.phone.is_some() {
        return None;
    }
    let way = if customer.email.is_some() {
        "e-mail only"
    } else {
        "no number"
    };
    Some(NotCallable::new(way, "There is no number to ring."))
}

fn resting(
    customer: &Customer,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
    calendar: &Calendar,
) -> NotCallable {
    let again = short_time(until, now, calendar);
    let short = if again.contains(' ') {
        again
    } else {
        format!("again {again}")
    };
    let why = if customer.rest_chosen {
        "Put off for now"
    } else {
        "Tried already"
    };
    NotCallable::new(
        short,
        format!("{why}; again {}.", spoken(until, now, calendar)),
    )
}

fn outside_hours(
    customer: &Customer,
    now: DateTime<Utc>,
    calendar: &Calendar,
) -> Option<NotCallable> {
    let minute = calendar.minute(now);
    if let Some(hours) = customer.hours.filter(|h| !h.holds(minute)) {
        let words = hours.to_string();
        return Some(NotCallable::new(
            words.clone(),
            format!("They asked to be rung {words} only."),
        ));
    }
    if calendar.may_ring(now) {
        return None;
    }
    let next = calendar.next_ringing(now);
    let from = short_time(next, now, calendar);
    Some(NotCallable::new(
        if from.contains(' ') {
            from
        } else {
            format!("from {from}")
        },
        format!(
            "Outside the shop's calling hours; from {}.",
            spoken(next, now, calendar)
        ),
    ))
}

/// A time that fits a column: "16:00" today, "Mon 9:00" within the week, "6 Dec" beyond, "Dec 2027"
/// where that could be another year's.
#[must_use]
pub fn short_time(at: DateTime<Utc>, now: DateTime<Utc>, calendar: &Calendar) -> String {
    let local = calendar.local(at);
    let days = (calendar.date(at) - calendar.date(now)).num_days();
    match days {
        0 => local.format("%H:%M").to_string(),
        1..7 => local.format("%a %H:%M").to_string(),
        -300..=300 => local.format("%-d %b").to_string(),
        _ => local.format("%b %Y").to_string(),
    }
}

/// The sentence that says why a row stands where it stands: the command line's `why`, and `w`.
#[must_use]
pub fn explain_standing(
    marks: &ListKeys,
    follow_ups: &[FollowUp],
    now: DateTime<Utc>,
    calendar: &Calendar,
) -> String {
    let Some((standing, since)) = marks.stand(now, calendar) else {
        return "no open calls".to_owned();
    };
    let minutes = (now - since).num_minutes();
    let clock = calendar.local(since).format("%H:%M");
    let day = (calendar.date(since) != calendar.date(now)).then(|| spoken(since, now, calendar));
    let at = day.unwrap_or_else(|| clock.to_string());
    match standing {
        Standing::Promise => format!("promised by {at}: {}", promise_distance(since, now)),
        Standing::Red => {
            let what = red_reason(follow_ups);
            format!("{what}, waiting for {}", stretch_long(minutes.max(0)))
        }
        Standing::Due if minutes == 0 => "due now".to_owned(),
        Standing::Due => format!("due for {}", stretch_long(minutes)),
        Standing::Later => format!("due today at {clock}"),
        Standing::Ahead if marks.resting(now) => {
            format!("out of the list until {}", spoken(since, now, calendar))
        }
        Standing::Ahead => format!("due {}", spoken(since, now, calendar)),
    }
}

/// What the red follow-up is that has been due longest.
fn red_reason(follow_ups: &[FollowUp]) -> &'static str {
    let red = |f: &&FollowUp| f.is_open() && f.is_red();
    let first = follow_ups
        .iter()
        .filter(red)
        .min_by_key(|f| (f.due_at, f.id));
    match first.map(|f| (f.severity, f.kind)) {
        Some((Some(Severity::Red), _)) => "red finding",
        Some((_, FollowUpKind::Complaint)) => "left unhappy",
        _ => "a problem they told us of",
    }
}

/// The follow-up that puts a customer where they stand: the promise first, then the red one due
/// longest, then whatever is due longest.
#[must_use]
pub fn most_urgent<'a>(
    follow_ups: impl IntoIterator<Item = &'a FollowUp>,
    now: DateTime<Utc>,
) -> Option<&'a FollowUp> {
    let soon = now + PROMISE_LEAD;
    follow_ups
        .into_iter()
        .filter(|f| f.is_open())
        .min_by_key(|f| {
            let promise = f.promise_open().filter(|p| *p <= soon);
            let red_due = f.is_red() && f.due_at <= now;
            (promise.is_none(), promise, !red_due, f.stands_from(), f.id)
        })
}

#[cfg(test)]
mod tests;
