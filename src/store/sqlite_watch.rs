//! Watching an SQLite file for what other programs write: the system tells as soon as they do, and
//! where it cannot, the file is asked now and then.
//!
//! Whether there is a change is decided by SQLite (`PRAGMA data_version`); the watch only says when to
//! check. The log is written before the commit can be read, so our programs touch it once more
//! afterwards (`announce_commit`). Other programs' commits are seen by a second check.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::platform;

/// How often the file is polled if the watch does not report every change.
pub(super) const POLL: Duration = Duration::from_secs(2);

/// A file that is watched.
#[derive(Debug)]
pub(super) struct FileWatch {
    /// Stops when it is dropped; `None` if the system cannot watch the folder.
    _watcher: Option<RecommendedWatcher>,
    /// Whether it reports every change: on a network drive it misses those of other machines.
    tells_all: bool,
    /// Whether `wake` was called and the change was not checked yet.
    called: Arc<AtomicBool>,
}

/// The path of a file's write-ahead log.
fn log_of(file: &Path) -> PathBuf {
    let mut name = OsString::from(file);
    name.push("-wal");
    PathBuf::from(name)
}

/// The path of the index of that log.
fn index_of(file: &Path) -> PathBuf {
    let mut name = OsString::from(file);
    name.push("-shm");
    PathBuf::from(name)
}

/// Tells the watchers of a file that a commit can be read now.
pub(super) fn announce_commit(file: &Path) {
    platform::touch(&log_of(file));
}

impl FileWatch {
    /// Watches a file, its log and its folder: `wake` is called when one of them changes.
    pub(super) fn new(file: &Path, wake: Box<dyn Fn() + Send>) -> Self {
        // SQLite keeps the log beside the file itself, not beside a link to it.
        let file = file.canonicalize().unwrap_or_else(|_| file.to_owned());
        let folder = file.parent().map(Path::to_owned).unwrap_or_default();
        let called = Arc::new(AtomicBool::new(false));
        let paths = [log_of(&file), index_of(&file), file, folder.clone()];
        let pending = Arc::clone(&called);
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            // An error of the watch is a reason to check, too.
            let of_file = event.as_ref().map_or(true, |event| {
                let changed = !matches!(event.kind, EventKind::Access(_));
                changed && event.paths.iter().any(|path| paths.contains(path))
            });
            if of_file && !pending.swap(true, Ordering::SeqCst) {
                wake();
            }
        });
        let watcher = watcher.and_then(|mut watcher| {
            watcher.watch(&folder, RecursiveMode::NonRecursive)?;
            Ok(watcher)
        });
        if let Err(why) = &watcher {
            let fault = match why.kind {
                notify::ErrorKind::MaxFilesWatch => "the system's limit of watches",
                notify::ErrorKind::PathNotFound => "the folder is not there",
                notify::ErrorKind::Io(_) => "the system refused",
                _ => "another",
            };
            tracing::info!(fault, "file is not watched");
        }
        let watcher = watcher.ok();
        Self {
            tells_all: watcher.is_some() && platform::tells_of_changes(&folder),
            _watcher: watcher,
            called,
        }
    }

    /// The change was checked: the next one calls `wake` again.
    pub(super) fn asked(&self) {
        self.called.store(false, Ordering::SeqCst);
    }

    /// How often the file has to be polled beside the watch; `None` for never.
    pub(super) fn poll_interval(&self) -> Option<Duration> {
        (!self.tells_all).then_some(POLL)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    const DEADLINE: Duration = Duration::from_secs(30);

    #[test]
    fn a_commit_that_is_announced_calls_and_once_only_until_somebody_asks() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("shop.db");
        std::fs::write(log_of(&file), "").unwrap();
        let (call, called) = channel();
        let watch = FileWatch::new(&file, Box::new(move || call.send(()).unwrap()));
        for _ in 0..3 {
            announce_commit(&file);
            called.recv_timeout(DEADLINE).unwrap();
            announce_commit(&file);
            announce_commit(&file);
            watch.asked();
        }
        assert!(called.try_iter().count() <= 1);
    }

    #[test]
    fn a_file_that_cannot_be_watched_is_asked_now_and_then() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("gone").join("shop.db");
        let watch = FileWatch::new(&file, Box::new(|| ()));
        assert_eq!(watch.poll_interval(), Some(POLL));
    }

    #[test]
    fn another_files_changes_call_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("shop.db");
        let (call, called) = channel();
        let _watch = FileWatch::new(&file, Box::new(move || call.send(()).unwrap()));
        std::fs::write(folder.path().join("checkback.log"), "a line").unwrap();
        // What comes behind it is told of behind it.
        std::fs::write(log_of(&file), "").unwrap();
        called.recv_timeout(DEADLINE).unwrap();
        assert_eq!(called.try_iter().count(), 0);
    }
}
