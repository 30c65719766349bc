//! Retries: which pauses lie between tries, and for how long something is tried.
//!
//! Owns every such number. What is retried at all is `StoreError::disposition`'s word. How long one
//! try may take (a deadline, a lock time-out) belongs to the engine that waits.

use std::time::Duration;

use super::error::{Disposition, StoreError};

/// How something is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetrySchedule {
    /// The pause behind the first try that failed; each further pause is twice as long.
    pause: Duration,
    /// The longest pause.
    longest: Duration,
    /// How long it is tried; for ever where this is `None`.
    lasts: Option<Duration>,
    /// Whether pauses are varied, so that a chain's counters do not come back all at once.
    jitter: bool,
}

impl RetrySchedule {
    /// The window, where another program holds the write lock: until it lets go.
    pub const CONTENTION: Self = Self::steady(60, None);

    /// The window, where another program holds the write lock and a customer is to be claimed: for
    /// some seconds, as a person waits for it.
    pub const CLAIM: Self = Self::steady(60, Some(Duration::from_secs(5)));

    /// The window, while the database is out of reach: until it is back.
    pub const OUTAGE: Self = Self::steady(200, None);

    /// A command, while the database is out of reach: for some seconds.
    pub const COMMAND: Self = Self::steady(50, Some(Duration::from_secs(10)));

    /// A copy of a file page by page, while another program writes.
    pub const COPY: Self = Self::steady(20, Some(Duration::from_secs(30)));

    /// Emptying a file's log, while another program reads it.
    pub const READERS: Self = Self::steady(50, Some(Duration::from_secs(5)));

    /// Looking for a server again.
    #[cfg(feature = "server")]
    pub(super) const RECONNECT: Self = Self {
        pause: Duration::from_millis(100),
        longest: Duration::from_secs(1),
        lasts: None,
        jitter: true,
    };

    const fn steady(milliseconds: u64, lasts: Option<Duration>) -> Self {
        let pause = Duration::from_millis(milliseconds);
        Self {
            pause,
            longest: pause,
            lasts,
            jitter: false,
        }
    }

    /// How a command tries again what failed; `None` where it does not. The engine has waited for
    /// another program's lock already, which is waited for anew where it may be that of an earlier
    /// try: one whose commit was not answered.
    #[must_use]
    pub const fn of_command(error: &StoreError, unanswered: bool) -> Option<Self> {
        match error.disposition() {
            Disposition::Retry if unanswered || error.is_outage() => Some(Self::COMMAND),
            Disposition::Retry | Disposition::Ask | Disposition::GiveUp => None,
        }
    }

    /// The pause before the next try, where there have been so many and it has been tried for so
    /// long; `None` where it is tried no more.
    #[must_use]
    pub fn pause_after(&self, tries: u32, tried_for: Duration) -> Option<Duration> {
        if self.lasts.is_some_and(|lasts| tried_for >= lasts) {
            return None;
        }
        let doubled = 2_u32.saturating_pow(tries.saturating_sub(1));
        let pause = self.pause.saturating_mul(doubled).min(self.longest);
        Some(if self.jitter { varied(pause) } else { pause })
    }

    /// The longest pause, varied where pauses are.
    #[cfg(feature = "server")]
    pub(super) fn longest_pause(&self) -> Duration {
        if self.jitter {
            varied(self.longest)
        } else {
            self.longest
        }
    }
}

/// A pause, half as long up to half as long again.
fn varied(pause: Duration) -> Duration {
    pause.mul_f64(0.5 + fastrand::f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MILLI: Duration = Duration::from_millis(1);

    #[test]
    fn a_steady_pause_stays_and_ends_when_the_time_is_over() {
        let claim = RetrySchedule::CLAIM;
        assert_eq!(claim.pause_after(1, Duration::ZERO), Some(60 * MILLI));
        assert_eq!(claim.pause_after(9, 4_999 * MILLI), Some(60 * MILLI));
        assert_eq!(claim.pause_after(9, 5_000 * MILLI), None);
    }

    #[test]
    fn what_passes_by_itself_is_waited_out_however_long() {
        let day = Duration::from_hours(24);
        for (schedule, pause) in [
            (RetrySchedule::OUTAGE, 200),
            (RetrySchedule::CONTENTION, 60),
        ] {
            assert_eq!(schedule.pause_after(u32::MAX, day), Some(pause * MILLI));
        }
    }

    #[cfg(feature = "server")]
    #[test]
    fn a_server_is_looked_for_after_pauses_that_double_up_to_a_second_and_vary_by_half() {
        let schedule = RetrySchedule::RECONNECT;
        for (tries, usual) in [(1, 100), (2, 200), (4, 800), (5, 1_000), (u32::MAX, 1_000)] {
            for _ in 0..50 {
                let pause = schedule
                    .pause_after(tries, Duration::ZERO)
                    .unwrap_or_default();
                let (least, most) = (usual * MILLI / 2, usual * MILLI * 3 / 2);
                assert!(pause >= least && pause <= most, "{tries}: {pause:?}");
            }
        }
    }

    #[test]
    fn a_command_waits_for_a_connection_and_for_nothing_a_person_has_to_mend() {
        let of = |error: StoreError| RetrySchedule::of_command(&error, false);
        let lost = StoreError::ConnectionLost(super::super::error::ConnectionFault::Gone);
        assert_eq!(of(lost), Some(RetrySchedule::COMMAND));
        assert_eq!(of(StoreError::Standby), Some(RetrySchedule::COMMAND));
        assert_eq!(of(StoreError::Busy), None, "the engine has waited already");
        let behind_itself = RetrySchedule::of_command(&StoreError::Busy, true);
        assert_eq!(behind_itself, Some(RetrySchedule::COMMAND));
        let password = StoreError::AuthFailed {
            host: "db1:5432".to_owned(),
            missing: false,
        };
        assert_eq!(of(password), None);
        assert_eq!(of(StoreError::RowConflict), None);
    }
}
