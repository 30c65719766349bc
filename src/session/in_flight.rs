//! The session's state machine: what the store thread is working on, and whether the next act may be
//! sent after it.
//!
//! Owns every transition. Knows neither the store nor the screen, and reads no clock: the caller gives
//! the instant.

use std::time::{Duration, Instant};

use crate::domain::customer::Id;
use crate::store::RetrySchedule;

/// What the store thread is working on. It gets one request at a time; whatever comes meanwhile waits for
/// the reply. A person may look things up while an act waits, so the state of the next act is kept through
/// a query.
///
/// | state ↓ event → | act sent | query, claim sent | answered | act saved | act failed | resumed | discarded | thread ended |
/// | --- | --- | --- | --- | --- | --- | --- | --- | --- |
/// | `Nothing(Free)` | `Saving` | `Reading(Free)`, `Claiming(Free)` | – | – | – | – | – | `Gone` |
/// | `Nothing(Backoff)` | `Saving` | `Reading(Backoff)`, `Claiming(Backoff)` | – | – | – | – | – | `Gone` |
/// | `Nothing(Halted)` | – | `Reading(Halted)`, `Claiming(Halted)` | – | – | – | `Nothing(Free)` | `Nothing(Halted)`, or `Nothing(Free)` once none is left | `Gone` |
/// | `Saving` | – | – | – | `Nothing(Free)` | `Nothing(Backoff)` while it is retried; else `Nothing(Halted)` where acts are left, or `Nothing(Free)` | – | – | `Gone` |
/// | `Reading(next)`, `Claiming(next)` | – | – | `Nothing(next)` | – | – | `next` as above | `next` as above | `Gone` |
/// | `Gone` | – | – | – | – | – | – | – | – |
///
/// “–” is an event that cannot come in that state: it changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InFlight {
    /// Nothing: the next request may be sent.
    Nothing(NextAct),
    /// An act is being saved.
    Saving {
        /// Since when.
        since: Instant,
        /// Since when it has failed, where an earlier try did.
        failing_since: Option<Instant>,
        /// The customer it is about, where that is a known one.
        customer: Option<Id>,
    },
    /// A query of the screen is running.
    Reading {
        /// Since when.
        since: Instant,
        /// Whether an act may follow.
        next: NextAct,
    },
    /// A customer is being claimed.
    Claiming {
        /// Since when.
        since: Instant,
        /// Whether an act may follow.
        next: NextAct,
    },
    /// The store thread has ended: nothing is sent to it any more.
    Gone {
        /// Whether it was saving an act: it is not known whether that was saved.
        with_act: bool,
    },
}

/// Whether the first waiting act may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NextAct {
    /// Yes, as soon as there is one.
    Free,
    /// Another program held the lock, or there is an outage: it is retried automatically.
    Backoff {
        /// Since when it has failed.
        failing_since: Instant,
        /// When it is tried next.
        again_at: Instant,
    },
    /// It was not saved and waits for the person's decision. Later acts wait too, because acts are saved in
    /// order.
    Halted,
}

/// An event of the state machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FlightEvent {
    /// The first act was sent, which is about a customer.
    ActSent(Option<Id>),
    /// A query was sent.
    QuerySent,
    /// A claim was sent.
    ClaimSent,
    /// A query or a claim was answered, well or not.
    Answered,
    /// The act being saved was saved.
    ActSaved,
    /// The act being saved was not saved.
    ActFailed {
        /// The schedule of automatic retries; `None` if it is not retried.
        schedule: Option<RetrySchedule>,
        /// Whether an unsaved act remains when it is not retried.
        unsaved: bool,
    },
    /// The person chose to try again, or did something else: acts are sent again.
    Resumed,
    /// The act that was not saved was discarded.
    Discarded {
        /// Whether any act is left unsaved.
        unsaved: bool,
    },
    /// The store thread has ended.
    ThreadEnded,
}

impl NextAct {
    const fn of_unsaved(unsaved: bool) -> Self {
        if unsaved { Self::Halted } else { Self::Free }
    }

    /// Behind an act that failed: it is tried again where its schedule has a pause left.
    fn of_failed(
        failing_since: Instant,
        schedule: Option<RetrySchedule>,
        unsaved: bool,
        now: Instant,
    ) -> Self {
        let pause = schedule.and_then(|s| s.pause_after(1, now - failing_since));
        match pause {
            Some(pause) => Self::Backoff {
                failing_since,
                again_at: now + pause,
            },
            None => Self::of_unsaved(unsaved),
        }
    }

    /// After the person has said what becomes of an act that was not saved.
    const fn decided(self, then: Self) -> Self {
        match self {
            Self::Halted => then,
            Self::Free | Self::Backoff { .. } => self,
        }
    }

    /// Since when it has failed, where it has.
    const fn failing_since(self) -> Option<Instant> {
        match self {
            Self::Backoff { failing_since, .. } => Some(failing_since),
            Self::Free | Self::Halted => None,
        }
    }
}

impl InFlight {
    /// The state behind an event.
    #[must_use]
    pub(super) fn after(self, event: FlightEvent, now: Instant) -> Self {
        use FlightEvent as E;
        match (self, event) {
            (
                Self::Nothing(next @ (NextAct::Free | NextAct::Backoff { .. })),
                E::ActSent(customer),
            ) => Self::Saving {
                since: now,
                failing_since: next.failing_since(),
                customer,
            },
            (Self::Nothing(next), E::QuerySent) => Self::Reading { since: now, next },
            (Self::Nothing(next), E::ClaimSent) => Self::Claiming { since: now, next },
            (Self::Reading { next, .. } | Self::Claiming { next, .. }, E::Answered) => {
                Self::Nothing(next)
            }
            (Self::Saving { .. }, E::ActSaved) => Self::Nothing(NextAct::Free),
            (Self::Saving { failing_since, .. }, E::ActFailed { schedule, unsaved }) => {
                let failing_since = failing_since.unwrap_or(now);
                Self::Nothing(NextAct::of_failed(failing_since, schedule, unsaved, now))
            }
            (_, E::Resumed) => self.with_next(|next| next.decided(NextAct::Free)),
            (_, E::Discarded { unsaved }) => {
                self.with_next(|next| next.decided(NextAct::of_unsaved(unsaved)))
            }
            (
                Self::Nothing(_)
                | Self::Saving { .. }
                | Self::Reading { .. }
                | Self::Claiming { .. },
                E::ThreadEnded,
            ) => Self::Gone {
                with_act: self.has_act(),
            },
            // Events that cannot come in this state, or come too late.
            (Self::Nothing(NextAct::Halted), E::ActSent(_))
            | (
                Self::Saving { .. } | Self::Reading { .. } | Self::Claiming { .. },
                E::ActSent(_) | E::QuerySent | E::ClaimSent,
            )
            | (Self::Nothing(_) | Self::Saving { .. }, E::Answered)
            | (
                Self::Nothing(_) | Self::Reading { .. } | Self::Claiming { .. },
                E::ActSaved | E::ActFailed { .. },
            )
            | (
                Self::Gone { .. },
                E::ActSent(_)
                | E::QuerySent
                | E::ClaimSent
                | E::Answered
                | E::ActSaved
                | E::ActFailed { .. }
                | E::ThreadEnded,
            ) => self,
        }
    }

    /// The same state with the next act's state changed, if it has one.
    fn with_next(self, change: impl FnOnce(NextAct) -> NextAct) -> Self {
        match self {
            Self::Nothing(next) => Self::Nothing(change(next)),
            Self::Reading { since, next } => Self::Reading {
                since,
                next: change(next),
            },
            Self::Claiming { since, next } => Self::Claiming {
                since,
                next: change(next),
            },
            Self::Saving { .. } | Self::Gone { .. } => self,
        }
    }

    /// Whether the next request may be sent.
    pub(super) const fn is_free(self) -> bool {
        matches!(self, Self::Nothing(_))
    }

    /// Whether an act may be sent now.
    pub(super) fn takes_act(self, now: Instant) -> bool {
        match self {
            Self::Nothing(NextAct::Free) => true,
            Self::Nothing(NextAct::Backoff { again_at, .. }) => again_at <= now,
            Self::Nothing(NextAct::Halted)
            | Self::Saving { .. }
            | Self::Reading { .. }
            | Self::Claiming { .. }
            | Self::Gone { .. } => false,
        }
    }

    /// Whether the store thread has ended.
    pub(super) const fn is_gone(self) -> bool {
        matches!(self, Self::Gone { .. })
    }

    /// Whether neither a reply nor a retry is expected.
    pub(super) const fn is_at_rest(self) -> bool {
        match self {
            Self::Nothing(NextAct::Free | NextAct::Halted) | Self::Gone { .. } => true,
            Self::Nothing(NextAct::Backoff { .. })
            | Self::Saving { .. }
            | Self::Reading { .. }
            | Self::Claiming { .. } => false,
        }
    }

    /// Whether acts wait for the person's decision.
    pub(super) const fn is_halted(self) -> bool {
        matches!(self.next(), Some(NextAct::Halted))
    }

    /// When the first act is retried.
    pub(super) const fn again_at(self) -> Option<Instant> {
        match self.next() {
            Some(NextAct::Backoff { again_at, .. }) => Some(again_at),
            Some(NextAct::Free | NextAct::Halted) | None => None,
        }
    }

    const fn next(self) -> Option<NextAct> {
        match self {
            Self::Nothing(next) | Self::Reading { next, .. } | Self::Claiming { next, .. } => {
                Some(next)
            }
            Self::Saving { .. } | Self::Gone { .. } => None,
        }
    }

    /// Whether an act is being saved.
    pub(super) const fn has_act(self) -> bool {
        match self {
            Self::Saving { .. } => true,
            Self::Gone { with_act } => with_act,
            Self::Nothing(_) | Self::Reading { .. } | Self::Claiming { .. } => false,
        }
    }

    /// The customer whom the act being saved is about.
    pub(super) const fn customer(self) -> Option<Id> {
        match self {
            Self::Saving { customer, .. } => customer,
            Self::Nothing(_) | Self::Reading { .. } | Self::Claiming { .. } | Self::Gone { .. } => {
                None
            }
        }
    }

    /// For how long the act that is being retried has failed.
    pub(super) fn failing_for(self, now: Instant) -> Duration {
        let since = self.next().and_then(NextAct::failing_since);
        since.map_or(Duration::ZERO, |since| now - since)
    }

    /// Since when a reply has been waited for.
    pub(super) const fn since(self) -> Option<Instant> {
        match self {
            Self::Saving { since, .. }
            | Self::Reading { since, .. }
            | Self::Claiming { since, .. } => Some(since),
            Self::Nothing(_) | Self::Gone { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests;
