//! The log: what happened in the field, for whoever has to find out why something went wrong.
//!
//! Owns the file in the state folder, its rotation, its level (`CHECKBACK_LOG`), and how an event is
//! written. No event holds a name, a number, a note or a path of anybody: what is logged is
//! literal text, ids, counts, durations and words of the program's own (`tests/house.rs` reads the
//! fields of every event, `tests/field_log` works a day and searches the log). A log that cannot be
//! written stops nobody.

mod log_file;

use std::fmt;
use std::io;
use std::path::Path;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;

use log_file::LogFile;

/// The variable that names the level.
pub const VARIABLE: &str = "CHECKBACK_LOG";

/// The level where nobody names one.
const USUAL: LevelFilter = LevelFilter::INFO;

/// The levels there are, from the fewest events to the most.
const LEVELS: [(&str, LevelFilter); 5] = [
    ("off", LevelFilter::OFF),
    ("error", LevelFilter::ERROR),
    ("warn", LevelFilter::WARN),
    ("info", LevelFilter::INFO),
    ("debug", LevelFilter::DEBUG),
];

/// The name of a level.
#[must_use]
pub fn level_name() -> &'static str {
    let level = level(std::env::var(VARIABLE).ok().as_deref()).unwrap_or(USUAL);
    let named = LEVELS.iter().find(|(_, known)| *known == level);
    named.map_or("info", |(name, _)| name)
}

/// Begins to log into a folder, and logs every panic from now on. What of the level was not
/// understood comes back, in words.
///
/// # Errors
/// `CHECKBACK_LOG` holds no level; the usual one is in force then.
pub fn start(folder: Option<&Path>) -> Result<(), String> {
    let named = std::env::var(VARIABLE).ok();
    let level = level(named.as_deref());
    if let Some(folder) = folder {
        log_into(folder, *level.as_ref().unwrap_or(&USUAL));
    }
    level.map(|_| ())
}

/// Begins to log into a folder. A second call has no effect.
fn log_into(folder: &Path, level: LevelFilter) {
    if level == LevelFilter::OFF {
        return;
    }
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_ansi(false)
        .with_target(false)
        .with_timer(LogTimestamp(std::process::id()))
        .with_writer(LogWriter(LogFile::in_folder(folder)))
        // Standard error is the terminal the list is drawn on.
        .log_internal_errors(false)
        .finish();
    if tracing::subscriber::set_global_default(subscriber).is_ok() {
        log_panics();
    }
}

/// The last lines of the log in a folder, the oldest first.
#[must_use]
pub fn last_lines(folder: &Path, count: usize) -> Vec<String> {
    LogFile::in_folder(folder).last_lines(count)
}

fn level(named: Option<&str>) -> Result<LevelFilter, String> {
    let Some(name) = named.map(str::trim).filter(|name| !name.is_empty()) else {
        return Ok(USUAL);
    };
    let known = LEVELS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name));
    known.map(|(_, level)| *level).ok_or_else(|| {
        let right = LEVELS.map(|(name, _)| name).join(", ");
        format!("{VARIABLE}: “{name}” is not a level: write one of {right}")
    })
}

/// Where a panic was, before it is said as ever. What it says may hold anything, and is not logged.
fn log_panics() {
    let said = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if let Some(place) = panic.location() {
            tracing::error!(file = place.file(), line = place.line(), "panicked");
        }
        said(panic);
    }));
}

/// The time of an event, and which process it was in: several windows write to one log.
struct LogTimestamp(u32);

impl FormatTime for LogTimestamp {
    fn format_time(&self, w: &mut Writer<'_>) -> fmt::Result {
        let now = chrono::Utc::now().format("%Y-%m-%dT%H:%M:%S%.3fZ");
        write!(w, "{now} [{}]", self.0)
    }
}

/// Hands each event to the file as one write.
struct LogWriter(LogFile);

impl<'a> MakeWriter<'a> for LogWriter {
    type Writer = LogEvent<'a>;

    fn make_writer(&'a self) -> LogEvent<'a> {
        LogEvent(&self.0)
    }
}

/// One event on its way to the file.
struct LogEvent<'a>(&'a LogFile);

impl io::Write for LogEvent<'_> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        // What cannot be logged is not worth stopping for.
        let _unlogged = self.0.append(event);
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{LEVELS, USUAL, level};

    #[test]
    fn a_level_is_one_of_five_and_what_is_none_is_said() {
        assert_eq!(level(None), Ok(USUAL));
        assert_eq!(level(Some("")), Ok(USUAL));
        for (name, known) in LEVELS {
            assert_eq!(level(Some(name)), Ok(known));
        }
        assert_eq!(level(Some(" OFF ")), Ok(LEVELS[0].1));
        assert_eq!(
            level(Some("loud")).unwrap_err(),
            "CHECKBACK_LOG: “loud” is not a level: write one of off, error, warn, info, debug"
        );
    }
}
