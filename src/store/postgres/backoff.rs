//! Why there is no connection, and when a server is looked for again.

use std::time::{Duration, Instant};

use super::super::error::StoreError;
use super::super::retry::RetrySchedule;

/// A connection that could not be made, or that was lost.
pub(super) struct FailedConnect {
    pub(super) error: StoreError,
    pub(super) not_before: Instant,
    /// How often a server was looked for since.
    tries: u32,
}

impl FailedConnect {
    /// The connection was lost just now: a server is looked for at once.
    pub(super) fn lost(error: StoreError) -> Self {
        Self {
            error,
            not_before: Instant::now(),
            tries: 0,
        }
    }

    /// Whether no server was looked for since.
    pub(super) const fn is_first(&self) -> bool {
        self.tries == 0
    }

    /// No server was found, once more.
    pub(super) fn again(error: StoreError, before: Option<&Self>) -> Self {
        let tries = before.map_or(0, |failed| failed.tries).saturating_add(1);
        let schedule = RetrySchedule::RECONNECT;
        let pause = schedule.pause_after(tries, Duration::ZERO);
        Self {
            error,
            not_before: Instant::now() + pause.unwrap_or_default(),
            tries,
        }
    }

    /// There is nothing but a standby: the primary is looked for after the longest pause.
    pub(super) fn only_standby() -> Self {
        Self {
            error: StoreError::Standby,
            not_before: Instant::now() + RetrySchedule::RECONNECT.longest_pause(),
            tries: u32::MAX,
        }
    }
}
