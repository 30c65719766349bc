//! When a frame is drawn: after a key, a reply or a notice that changes the screen, and at the instants at
//! which something on it changes with time (the clock, a promise). Never otherwise.

use std::time::{Duration, Instant};

use super::Session;
use crate::app::state::Notice;
use crate::app::{passing_time, update};

/// How long a query runs before the screen says that it is looking something up.
const LOOKING: Duration = Duration::from_millis(200);

impl Session {
    /// Whether the screen may have changed since the last call: only then is a frame drawn.
    pub const fn takes_stale(&mut self) -> bool {
        std::mem::replace(&mut self.stale, false)
    }

    /// Time has gone by.
    pub fn tick(&mut self) {
        let effect = update::tick(&mut self.app, self.clock.now());
        self.stale = true;
        self.send(effect);
    }

    /// The same, if something on the screen changes with time; returns whether it did.
    pub fn tick_if_due(&mut self) -> bool {
        let due = passing_time::is_due(&self.app, self.clock.now());
        if due {
            self.tick();
        }
        due
    }

    /// How long the terminal may wait for input: until a retry is due, or something on the screen changes
    /// with time.
    #[must_use]
    pub fn sleep_duration(&self) -> Duration {
        let by_clock = passing_time::until_due(&self.app, self.clock.now());
        let looking = self.outbox.looking_from(LOOKING);
        let looking = looking.filter(|_| !self.app.looking);
        let due = self.next_retry_at().into_iter().chain(self.next_ripe_at());
        let resumes = self.next_resume_at();
        due.chain(looking)
            .chain(resumes)
            .min()
            .map_or(by_clock, |at| {
                by_clock.min(at.saturating_duration_since(Instant::now()))
            })
    }

    /// Says how many acts wait for the store, and that something is looked up if that takes long.
    pub(super) fn show_waiting(&mut self) {
        let shown = !self.is_settled() || self.outbox.in_flight().is_halted();
        let waiting = if shown {
            self.outbox.unsaved() + self.type_ahead.len()
        } else {
            0
        };
        let looking = self.outbox.looking_from(LOOKING);
        let looking = looking.is_some_and(|from| from <= Instant::now());
        self.stale |= (waiting, looking) != (self.app.waiting, self.app.looking);
        (self.app.waiting, self.app.looking) = (waiting, looking);
    }

    /// Shows a notice about something outside the store, such as dialling.
    pub fn inform(&mut self, words: &str) {
        self.stale = true;
        self.app.inform(words.to_owned());
    }

    /// Says that something outside the store failed. It does not replace a notice about an unsaved act.
    pub fn say_failed(&mut self, mut why: String) {
        self.stale = true;
        if let Some(first) = why.get(..1).map(str::to_uppercase) {
            why.replace_range(..1, &first);
        }
        self.app.notice = match std::mem::take(&mut self.app.notice) {
            Notice::NotSaved(words) => Notice::NotSaved(format!("{words} {why}")),
            _ => Notice::Error(why),
        };
    }
}
