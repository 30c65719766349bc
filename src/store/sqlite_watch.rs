//! Watching an SQLite file for what other programs write: the system tells as soon as they do, and
//! where it cannot, the file is asked now and then.
//!
//! SQLite's own word on it is the file's counter of changes (`PRAGMA data_version`); a watch only
//! says when to ask. A commit is written before it can be read, so whoever commits touches the log
//! afterwards. Programs that do not are seen by the second look at a change.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::platform;

/// How often the file is asked where the system does not tell of every change.
pub(super) const POLL: Duration = Duration::from_secs(2);

/// A file that is watched.
#[derive(Debug)]
pub(super) struct FileWatch {
    /// It ends when this is dropped; there is none where the system cannot watch the file's folder.
    _watcher: Option<RecommendedWatcher>,
    /// Whether it tells of every change: not of another machine's on a network drive.
    tells_all: bool,
    /// Whether somebody was called who has not asked yet.
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

/// Says to whoever watches a file that what was committed can be read now.
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
            // A fault of the watch is a reason to look, too.
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

    /// Somebody asks: the next change calls again.
    pub(super) fn asked(&self) {
        self.called.store(false, Ordering::SeqCst);
    }

    /// How often the file is to be asked although nobody calls.
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
