//! Counting anew while a window is open: a portion at a time, whenever nobody asks the store for
//! anything. The list is shown and keys are answered meanwhile.

use std::time::{Duration, Instant};

use crate::app::store_reply::StoreReply;
use crate::explain;
use crate::store::Store;

/// How long it rests after a portion could not be counted.
const REST: Duration = Duration::from_secs(1);

/// A recount beside the requests of a counter.
#[derive(Debug, Default)]
pub(super) struct BackgroundRecount {
    told: Option<String>,
    rests_until: Option<Instant>,
}

impl BackgroundRecount {
    /// For how long the thread may wait for a request before the next portion, where there is one.
    pub(super) fn until_due(&self, store: &Store) -> Option<Duration> {
        let rest = |until: Instant| until.saturating_duration_since(Instant::now());
        let due = self.rests_until.map_or(Duration::ZERO, rest);
        store.is_recounting().then_some(due)
    }

    /// Counts the next portion, where one is due; what is to be told of it.
    pub(super) fn count(&mut self, store: &mut Store) -> Option<StoreReply> {
        if self.until_due(store) != Some(Duration::ZERO) {
            return None;
        }
        self.rests_until = None;
        match store.count_portion() {
            Ok(true) => {}
            Ok(false) => {
                self.told = None;
                return Some(StoreReply::Recounting(None));
            }
            Err(why) => {
                tracing::warn!(error = why.kind(), "a portion of the recount failed");
                self.rests_until = Some(Instant::now() + REST);
            }
        }
        self.tell(store)
    }

    /// How far it is, where that has not been told.
    pub(super) fn tell(&mut self, store: &mut Store) -> Option<StoreReply> {
        let progress = store.recount_progress().ok()??;
        let words = Some(explain::recounting(progress));
        if self.told == words {
            return None;
        }
        self.told.clone_from(&words);
        Some(StoreReply::Recounting(words))
    }
}
