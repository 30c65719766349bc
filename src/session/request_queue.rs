//! What the store thread does next: the next request of its session, or a poll of the database because a
//! claim has to be renewed or another program may have changed something.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::claims::HeldClaims;
use super::store_thread::Request;
use crate::store::Store;

/// How long after a notification the thread polls once more. If another program than ours changed the
/// database, the notification may come before the change can be read.
const SECOND_LOOK: Duration = Duration::from_secs(2);

/// The requests of one session, with the pauses between them.
pub(super) struct RequestQueue<'a> {
    requests: &'a Receiver<Request>,
    /// Whether it polls by itself; the simulator does that on its own.
    by_itself: bool,
    look_again_at: Option<Instant>,
    gathering: Gathering,
}

/// When news are looked at: at once, unless they were only just looked at; then those of a while are
/// gathered, and looked at in one go.
#[derive(Debug, Default)]
struct Gathering {
    looked_at: Option<Instant>,
    due_at: Option<Instant>,
}

impl Gathering {
    /// There is news: whether it is looked at now.
    fn takes(&mut self, now: Instant, gathered_for: Duration) -> bool {
        let due_at = self.looked_at.map(|at| at + gathered_for);
        let due_at = due_at.filter(|at| *at > now);
        if due_at.is_none() {
            self.looked_at = Some(now);
        }
        self.due_at = due_at;
        due_at.is_none()
    }

    /// Whether what was gathered is to be looked at now.
    fn is_due(&mut self, now: Instant) -> bool {
        let due = self.due_at.is_some_and(|at| at <= now);
        if due {
            (self.looked_at, self.due_at) = (Some(now), None);
        }
        due
    }
}

impl<'a> RequestQueue<'a> {
    pub(super) fn new(requests: &'a Receiver<Request>, by_itself: bool) -> Self {
        Self {
            requests,
            by_itself,
            look_again_at: None,
            gathering: Gathering::default(),
        }
    }

    /// Waits for the next request, or until it is time to poll or to work in the background (`Timeout`).
    pub(super) fn next(
        &mut self,
        held: &HeldClaims,
        store: &mut Store,
        beside: Option<Duration>,
    ) -> Result<Request, RecvTimeoutError> {
        loop {
            let now = Instant::now();
            if self.gathering.is_due(now) {
                return Ok(Request::DatabaseChanged);
            }
            let until = |at: Instant| at.saturating_duration_since(now);
            let again = self.look_again_at.map(until);
            let due = self.gathering.due_at.map(until);
            let pauses = [held.until_due(), store.poll_interval(), again, due, beside];
            let pause = pauses.into_iter().flatten().min();
            let request = match pause.filter(|_| self.by_itself) {
                Some(pause) => self.requests.recv_timeout(pause),
                None => self.requests.recv().map_err(RecvTimeoutError::from),
            };
            let now = Instant::now();
            let told = matches!(request, Ok(Request::DatabaseChanged));
            if told {
                self.look_again_at = Some(now + SECOND_LOOK);
            }
            self.look_again_at = self.look_again_at.filter(|at| *at > now);
            let waits = match &request {
                Ok(Request::DatabaseChanged) => !self.gathering.takes(now, store.gather_time()),
                Err(RecvTimeoutError::Timeout) => {
                    beside.is_none() && self.gathering.due_at.is_some()
                }
                _ => false,
            };
            if !waits {
                return request;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GATHERED: Duration = Duration::from_millis(200);

    #[test]
    fn news_are_looked_at_at_once_and_those_that_follow_in_one_go() {
        let (mut news, begun) = (Gathering::default(), Instant::now());
        let after = |ms| begun + Duration::from_millis(ms);
        assert!(news.takes(begun, GATHERED));
        for ms in [1, 50, 199] {
            assert!(!news.takes(after(ms), GATHERED), "{ms}");
            assert!(!news.is_due(after(ms)), "{ms}");
        }
        assert!(news.is_due(after(200)));
        assert!(!news.is_due(after(201)), "looked at already");
        assert!(!news.takes(after(399), GATHERED));
        assert!(news.is_due(after(400)));
        assert!(news.takes(after(601), GATHERED));
    }
}
