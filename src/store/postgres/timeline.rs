//! The highest timeline seen of each server, kept in a small file of this counter's.
//!
//! A server's timeline grows by one each time a standby is promoted. Without remembering it, a
//! counter that starts while only the former primary can be reached would write into a history
//! that everybody else has left.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::platform::atomic_write;

/// The highest timeline seen of each server, by the number its database system bears.
#[derive(Debug, Default)]
pub(super) struct Timelines {
    seen: BTreeMap<String, i64>,
    file: Option<PathBuf>,
}

impl Timelines {
    /// What was seen before, as a file tells; a file that is not there or makes no sense tells
    /// nothing.
    pub(super) fn read(file: Option<PathBuf>) -> Self {
        let text = file
            .as_ref()
            .and_then(|path| std::fs::read_to_string(path).ok())
            .unwrap_or_default();
        let seen = text
            .lines()
            .filter_map(|line| {
                let (system, timeline) = line.split_once(' ')?;
                Some((system.to_owned(), timeline.parse().ok()?))
            })
            .collect();
        Self { seen, file }
    }

    /// The highest that was seen of a server; 0 where none was.
    pub(super) fn newest(&self, system: &str) -> i64 {
        self.seen.get(system).copied().unwrap_or(0)
    }

    /// Remembers that a timeline was seen. What cannot be written is remembered until the program
    /// ends.
    pub(super) fn record_timeline(&mut self, system: &str, timeline: i64) {
        if system.is_empty() || self.newest(system) >= timeline {
            return;
        }
        self.seen.insert(system.to_owned(), timeline);
        if let Some(file) = &self.file {
            let _until_the_end = self.write(file);
        }
    }

    fn write(&self, file: &Path) -> std::io::Result<()> {
        // Counters of one machine share the file: the highest of both is kept.
        let mut seen = Self::read(Some(file.to_owned())).seen;
        for (system, timeline) in &self.seen {
            let kept = seen.entry(system.clone()).or_insert(0);
            *kept = (*kept).max(*timeline);
        }
        let lines = seen.iter().map(|(system, n)| format!("{system} {n}\n"));
        let text: String = lines.collect();
        atomic_write::replace(file, text.as_bytes())
    }
}
