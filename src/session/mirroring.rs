//! The mirror beside a window: whatever is saved goes there too, on threads of its own.
//!
//! Owns when it is brought up to date, and from when on it is said that it is not. The counter never
//! waits for it: one thread writes, another keeps the time and tells.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::store_thread::ThreadReply;
use crate::app::background::MirrorLag;
use crate::app::store_reply::StoreReply;
use crate::clock::Clock;
use crate::explain;
use crate::store::{Mirror, MirrorWatch, StoreError};

/// How long the mirror may take before it is said to be slow.
const SLOW: Duration = Duration::from_secs(5);

/// How long it rests where it could not be written.
const REST: Duration = Duration::from_secs(1);

/// What wakes the thread that keeps the time.
enum MirrorEvent {
    /// The shop's file may have changed.
    Changed,
    /// The mirror was written, or not.
    Written(Result<(), StoreError>),
    /// The counter is left.
    Left,
}

/// Keeps a mirror up to date for as long as it lives.
#[derive(Debug)]
pub(super) struct MirrorThread(Sender<MirrorEvent>);

impl Drop for MirrorThread {
    fn drop(&mut self) {
        let _ended_already = self.0.send(MirrorEvent::Left);
    }
}

impl MirrorThread {
    /// Begins, where there is a mirror; what is to be said of it is told.
    pub(super) fn of(
        mirror: Option<Mirror>,
        clock: Clock,
        answers: &Sender<ThreadReply>,
        woken: &(impl Fn() + Clone + Send + 'static),
    ) -> Option<Self> {
        let begin = |mirror| Self::begin(mirror, clock, answers.clone(), woken.clone());
        mirror.map(begin)
    }

    fn begin(
        mirror: Mirror,
        clock: Clock,
        answers: Sender<ThreadReply>,
        woken: impl Fn() + Send + 'static,
    ) -> Self {
        let (events, happening) = channel();
        let (asks, asked) = channel::<()>();
        let (writer, written) = (mirror.clone(), events.clone());
        std::thread::spawn(move || {
            while asked.recv().is_ok() {
                let result = writer.bring_up();
                if written.send(MirrorEvent::Written(result)).is_err() {
                    return;
                }
            }
        });
        let changed = events.clone();
        std::thread::spawn(move || {
            let watch = mirror.watch(Box::new(move || {
                let _left = changed.send(MirrorEvent::Changed);
            }));
            let tell = |lag: Option<MirrorLag>| {
                let told = answers.send(ThreadReply::Screen(StoreReply::Mirrored(lag)));
                woken();
                told.is_ok()
            };
            let place = mirror.place().display().to_string();
            let mut keeper = MirrorKeeper::new(asks, &place, clock);
            while keeper.serve(&happening, &watch, &tell) {}
        });
        Self(events)
    }
}

/// What the thread that keeps the time knows.
struct MirrorKeeper<'a> {
    asks: Sender<()>,
    place: &'a str,
    clock: Clock,
    /// Whether the mirror is being written, since when.
    writing: Option<Instant>,
    /// Whether something was saved since that began.
    again: bool,
    /// When it is written next although nothing has changed.
    retry_at: Option<Instant>,
    /// What was told last.
    told: Option<MirrorLag>,
    /// Since when it is behind.
    since: Option<chrono::DateTime<chrono::Utc>>,
}

impl<'a> MirrorKeeper<'a> {
    fn new(asks: Sender<()>, place: &'a str, clock: Clock) -> Self {
        let mut keeper = Self {
            asks,
            place,
            clock,
            writing: None,
            again: false,
            retry_at: None,
            told: None,
            since: None,
        };
        keeper.write();
        keeper
    }

    fn write(&mut self) {
        self.retry_at = None;
        self.again = self.writing.is_some();
        if self.writing.is_none() {
            self.since.get_or_insert_with(|| self.clock.now());
            self.writing = Some(Instant::now());
            // A writer that has ended is found slow.
            let _ended = self.asks.send(());
        }
    }

    /// Waits for what happens next; whether somebody still wants to know.
    fn serve(
        &mut self,
        happening: &Receiver<MirrorEvent>,
        watch: &MirrorWatch,
        tell: &impl Fn(Option<MirrorLag>) -> bool,
    ) -> bool {
        let event = match self.until_due(watch) {
            Some(pause) => happening.recv_timeout(pause),
            None => happening.recv().map_err(RecvTimeoutError::from),
        };
        let lag = match event {
            Ok(MirrorEvent::Left) | Err(RecvTimeoutError::Disconnected) => return false,
            Ok(MirrorEvent::Written(result)) => {
                self.writing = None;
                let lag = self.written(result);
                if std::mem::take(&mut self.again) {
                    self.write();
                }
                lag
            }
            Ok(MirrorEvent::Changed) | Err(RecvTimeoutError::Timeout) => {
                watch.seen();
                if self.retry_at.is_none_or(|at| at <= Instant::now()) {
                    self.write();
                }
                self.lag_while_writing()
            }
        };
        if self.told == lag {
            return true;
        }
        self.told.clone_from(&lag);
        tell(lag)
    }

    /// For how long it waits although nothing happens.
    fn until_due(&self, watch: &MirrorWatch) -> Option<Duration> {
        let slow_at = self.writing.filter(|_| self.told.is_none());
        let next = self.retry_at.or(slow_at.map(|since| since + SLOW));
        let next = next.map(|at| at.saturating_duration_since(Instant::now()));
        next.into_iter().chain(watch.poll_interval()).min()
    }

    /// What is to be said once it was written, or not.
    fn written(&mut self, result: Result<(), StoreError>) -> Option<MirrorLag> {
        match result {
            Ok(()) => {
                self.since = None;
                None
            }
            Err(why) => {
                tracing::warn!(error = why.kind(), "mirror is behind");
                self.retry_at = Some(Instant::now() + REST);
                Some(MirrorLag {
                    since: self.since.unwrap_or_else(|| self.clock.now()),
                    why: explain::mirror(&why, self.place),
                })
            }
        }
    }

    /// What is to be said while it is being written: a slow one is behind too.
    fn lag_while_writing(&self) -> Option<MirrorLag> {
        let slow = self.writing.is_some_and(|since| since.elapsed() >= SLOW);
        match (&self.told, self.since) {
            (None, Some(since)) if slow => Some(MirrorLag {
                since,
                why: format!("“{}” is slow", self.place),
            }),
            (told, _) => told.clone(),
        }
    }
}
