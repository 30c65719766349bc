//! Quitting: the first try is refused with a warning if something is unsaved or unfinished; the second
//! one quits all the same.

use std::time::{Duration, Instant};

use super::store_thread::Request;
use super::{Session, SessionFlow};
use crate::app::action::Action;
use crate::app::popups::import::ImportState;
use crate::app::state::Notice;

/// How long quitting waits for requests in flight.
const LAST_WAIT: Duration = Duration::from_secs(6);

/// How long the store thread may take to release its claims at the end.
const LEAVING: Duration = Duration::from_secs(1);

/// Whether the person is quitting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaving {
    /// They are not.
    Staying,
    /// They tried, and were told what would be lost: the next try quits.
    Warned,
    /// A key that had to wait has quit.
    Left,
}

impl Leaving {
    const fn warn(&mut self) {
        if matches!(self, Self::Staying) {
            *self = Self::Warned;
        }
    }

    /// Something else was done: the next try to quit is warned about again.
    pub(super) const fn stay(&mut self) {
        if matches!(self, Self::Warned) {
            *self = Self::Staying;
        }
    }

    pub(super) const fn has_left(&mut self) {
        *self = Self::Left;
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // A store thread that has ended need not be told.
        let _gone = self.orders.send(Request::Leave);
        // The store thread releases the claims of this window, then ends.
        let until = Instant::now() + LEAVING;
        while !self.holding.is_empty() || self.asking.is_some() {
            let left = until.saturating_duration_since(Instant::now());
            if self.answers.recv_timeout(left).is_err() {
                break;
            }
        }
    }
}

impl Session {
    /// The person tries to quit.
    pub(super) fn leave(&mut self) -> SessionFlow {
        let takes = self.app.import.as_ref().is_some_and(ImportState::is_taking);
        if takes && self.leaving == Leaving::Staying {
            self.leaving.warn();
            let quit = self.app.keys.shown(Action::Quit);
            let words =
                format!("A file is still being imported; press {quit} again to stop it and quit.");
            self.app.notice = Notice::Message(words);
            return SessionFlow::Continue;
        }
        self.importer.abandon();
        if self.app.outage.is_none() {
            self.wait(LAST_WAIT);
        }
        let n = self.outbox.unsaved();
        if n == 0 || self.leaving == Leaving::Warned {
            return SessionFlow::Quit;
        }
        self.leaving.warn();
        let what = if n == 1 {
            "one thing is".to_owned()
        } else {
            format!("{n} things are")
        };
        self.keep_unsaved();
        if self.outbox.is_all_kept() {
            let quit = self.app.keys.shown(Action::Quit);
            let words = format!(
                "{what} not saved yet and kept on this machine: saved when Checkback is open and the \
                 server is back. {quit} again quits."
            );
            self.app.notice = Notice::Message(words);
            return SessionFlow::Continue;
        }
        let quit = self.app.keys.shown(Action::Quit);
        let words = format!("{what} not saved; press {quit} again to quit anyway.");
        self.app.notice = Notice::NotSaved(words);
        SessionFlow::Continue
    }
}
