//! Passing time: when something that is shown changes by itself, without a key or an answer.
//!
//! Owns those instants. Everything the screen says of time is said to the minute, except the call
//! that is under way and the pause after a wrong PIN, which count seconds.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::alarm::Alarm;
use super::privacy;
use super::state::App;

/// The longest sleep. A clock that was set, or a machine that slept, is noticed after it.
const LONGEST: Duration = Duration::from_mins(1);

/// Whether something changes with the time that has gone by since the screen was brought up to date.
#[must_use]
pub(crate) fn is_due(app: &App, now: DateTime<Utc>) -> bool {
    // A clock that was set back is no reason to wait until it is where it was.
    now >= next_change(app) || now < app.now
}

/// How long it is until something changes.
#[must_use]
pub(crate) fn until_due(app: &App, now: DateTime<Utc>) -> Duration {
    let left = next_change(app) - now;
    left.to_std().unwrap_or_default().min(LONGEST)
}

/// The next instant, after the one that is shown, at which something that is shown changes.
fn next_change(app: &App) -> DateTime<Utc> {
    let shown = app.now;
    let minute = TimeDelta::minutes(1);
    // A zone may be some seconds off full minutes; none is today.
    let turn = next_step(DateTime::UNIX_EPOCH, shown, minute);
    let lock = app.public.lock.as_ref();
    let second = TimeDelta::seconds(1);
    let call = app.calling.call.as_ref();
    let call = call.filter(|call| lock.is_none() && app.selected_id() == Some(call.customer));
    let call = call.map(|call| next_step(call.since, shown, second));
    let pause = lock.and_then(|lock| lock.until);
    let pause = pause.filter(|until| *until > shown);
    let pause = pause.map(|until| next_step(until, shown, second));
    let promise = Alarm::next_change(app.totals.next_promise_at, shown);
    let idle = privacy::locks_itself_at(app);
    [call, pause, promise, idle]
        .into_iter()
        .flatten()
        .fold(turn, DateTime::min)
}

/// The next instant after another that is a whole number of steps from an origin.
fn next_step(origin: DateTime<Utc>, after: DateTime<Utc>, step: TimeDelta) -> DateTime<Utc> {
    let step = step.num_milliseconds().max(1);
    let gone = (after - origin).num_milliseconds();
    let next = (gone.div_euclid(step) + 1).saturating_mul(step);
    origin + TimeDelta::milliseconds(next)
}
