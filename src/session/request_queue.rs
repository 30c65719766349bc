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
}

impl<'a> RequestQueue<'a> {
    pub(super) const fn new(requests: &'a Receiver<Request>, by_itself: bool) -> Self {
        Self {
            requests,
            by_itself,
            look_again_at: None,
        }
    }

    /// Waits for the next request, or until it is time to poll or to work in the background (`Timeout`).
    pub(super) fn next(
        &mut self,
        held: &HeldClaims,
        store: &mut Store,
        beside: Option<Duration>,
    ) -> Result<Request, RecvTimeoutError> {
        let again = self
            .look_again_at
            .map(|at| at.saturating_duration_since(Instant::now()));
        let pauses = [held.until_due(), store.poll_interval(), again, beside];
        let pause = pauses.into_iter().flatten().min();
        let request = match pause.filter(|_| self.by_itself) {
            Some(pause) => self.requests.recv_timeout(pause),
            None => self.requests.recv().map_err(RecvTimeoutError::from),
        };
        if matches!(request, Ok(Request::DatabaseChanged)) {
            self.look_again_at = Some(Instant::now() + SECOND_LOOK);
        }
        self.look_again_at = self.look_again_at.filter(|at| *at > Instant::now());
        request
    }
}
