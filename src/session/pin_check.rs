//! Checking a PIN against its hash on a thread of its own: that takes a while on purpose, and the
//! screen is not held up by it.

use std::sync::mpsc::Sender;

use super::store_thread::ThreadReply;
use crate::app::store_reply::StoreReply;

/// Checks PINs, one at a time.
pub(super) struct PinChecker {
    check: Box<dyn Fn(String, String) + Send>,
    /// Whether one is being checked.
    busy: bool,
}

impl PinChecker {
    pub(super) fn new(
        to_counter: Sender<ThreadReply>,
        woken: impl Fn() + Clone + Send + 'static,
    ) -> Self {
        let check = move |pin: String, hash: String| {
            let (to_counter, woken) = (to_counter.clone(), woken.clone());
            std::thread::spawn(move || {
                let fits = crate::pin::verify(&pin, &hash);
                // A counter that is left needs no answer.
                let _left = to_counter.send(ThreadReply::Screen(StoreReply::PinChecked(fits)));
                woken();
            });
        };
        Self {
            check: Box::new(check),
            busy: false,
        }
    }

    /// Begins to check one.
    pub(super) fn check(&mut self, pin: String, hash: String) {
        self.busy = true;
        (self.check)(pin, hash);
    }

    /// It was checked.
    pub(super) const fn answered(&mut self) {
        self.busy = false;
    }

    /// Whether one is being checked.
    pub(super) const fn is_busy(&self) -> bool {
        self.busy
    }
}
