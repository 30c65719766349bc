//! How far an import is, on a terminal: rows, how many a second, and how long it will take.
//!
//! Owns one line of standard error, which is gone again once the import is done.

use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

use crate::import::batch::so_far;
use crate::usecases::import::ImportProgress;

/// How often the line is written anew.
const EVERY: Duration = Duration::from_millis(200);

/// The line.
#[derive(Debug)]
pub(super) struct ProgressLine {
    told: Option<Instant>,
    shown: bool,
}

impl Default for ProgressLine {
    fn default() -> Self {
        Self {
            told: None,
            shown: stderr().is_terminal(),
        }
    }
}

impl ProgressLine {
    /// It is so far.
    pub(super) fn tell(&mut self, far: ImportProgress) {
        if !self.shown || self.told.is_some_and(|told| told.elapsed() < EVERY) {
            return;
        }
        self.told = Some(Instant::now());
        let words = so_far(far.rows, far.bytes, far.elapsed);
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
