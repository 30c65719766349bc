//! When the bell rings and what the window's title says: a promise falls due within ten minutes, or
//! breaks. Nothing in it tells whose it is.

use chrono::{DateTime, TimeDelta, Utc};

/// How long before a promise falls due it is said.
const AHEAD: TimeDelta = TimeDelta::minutes(10);

/// The bell and the title.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Alarm {
    /// Whether the bell is to ring at all.
    pub bell: bool,
    /// Whether the window's title is set at all.
    pub titled: bool,
    /// Whether it is to ring now: whoever rings it takes this.
    pub ring: bool,
    /// The promise that was rung for last, before it fell due.
    warned: Option<DateTime<Utc>>,
    /// The one that was rung for last when it broke.
    broken: Option<DateTime<Utc>>,
}

impl Alarm {
    /// One that has not rung yet.
    #[must_use]
    pub fn new(bell: bool, titled: bool) -> Self {
        Self {
            bell,
            titled,
            ..Self::default()
        }
    }

    /// Looks at the clock, with the earliest promise still to be kept as far as it is known: each
    /// rings once ahead of its time and once when it breaks.
    pub fn check_promise(&mut self, next: Option<DateTime<Utc>>, now: DateTime<Utc>) {
        let Some(next) = next else { return };
        if next <= now {
            if self.broken != Some(next) {
                self.broken = Some(next);
                self.ring = self.bell;
            }
        } else if next - now <= AHEAD && self.warned != Some(next) {
            self.warned = Some(next);
            self.ring = self.bell;
        }
    }

    /// The next instant after another at which it rings, or the title says something else.
    #[must_use]
    pub fn next_change(next: Option<DateTime<Utc>>, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let left = next? - after;
        if left <= TimeDelta::zero() {
            return None;
        }
        // The title counts full minutes down.
        let minutes = (left - TimeDelta::milliseconds(1)).num_minutes();
        let said = TimeDelta::minutes(minutes).min(AHEAD);
        next.map(|next| next - said)
    }

    /// What the window's title says.
    #[must_use]
    pub fn title(next: Option<DateTime<Utc>>, late: i64, now: DateTime<Utc>) -> String {
        match next {
            Some(next) if next <= now => "Checkback: a promise was missed".to_owned(),
            Some(next) if next - now <= AHEAD => {
                let minutes = ((next - now).num_seconds() + 59).div_euclid(60);
                format!("Checkback: a promise in {minutes} min")
            }
            _ if late == 1 => "Checkback: a promise was missed".to_owned(),
            _ if late > 1 => format!("Checkback: {late} promises were missed"),
            _ => "Checkback".to_owned(),
        }
    }
}
