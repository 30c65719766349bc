//! How far an import is, on a terminal: rows, how many a second, and how long it will take.
//!
//! Owns one line of standard error, which is gone again once the import is done.

use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

/// How often the line is written anew.
const EVERY: Duration = Duration::from_millis(200);

/// The line.
#[derive(Debug)]
pub(super) struct ProgressLine {
    rows: usize,
    began: Instant,
    told: Option<Instant>,
    shown: bool,
}

impl ProgressLine {
    /// Begins, for so many rows in all.
    pub(super) fn new(rows: usize) -> Self {
        Self {
            rows,
            began: Instant::now(),
            told: None,
            shown: stderr().is_terminal(),
        }
    }

    /// So many rows are done.
    pub(super) fn tell(&mut self, done: usize) {
        if !self.shown || self.told.is_some_and(|told| told.elapsed() < EVERY) {
            return;
        }
        self.told = Some(Instant::now());
        let words = crate::import::batch::so_far(done, self.rows, self.began.elapsed());
        // A line that cannot be written is no reason to stop.
        let _unseen = write!(stderr(), "\r\x1b[K{words}");
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        if self.told.is_some() {
            let _unseen = write!(stderr(), "\r\x1b[K");
        }
    }
}
