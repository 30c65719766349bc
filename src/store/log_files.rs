//! The identity of a database's file and of its log, by which a file that was replaced is noticed.

use std::path::{Path, PathBuf};

/// The identity of a file: its device, and its number on it.
pub(super) type FileId = (u64, u64);

/// The identity of the file at a path.
#[cfg(unix)]
pub(super) fn file_id(path: &Path) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt;

    let there = std::fs::metadata(path).ok()?;
    Some((there.dev(), there.ino()))
}

/// Windows lets nobody take away a file that is open.
#[cfg(not(unix))]
pub(super) fn file_id(_path: &Path) -> Option<FileId> {
    None
}

/// A mishap of an open database's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogMishap {
    /// The file that keeps the contents of the log, if another program's log had taken its place: they could
    /// not be brought into the database then.
    pub aside: Option<PathBuf>,
}

/// The identities of the files a connection writes its log to (`-wal`, `-shm`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LogFiles(pub(super) [FileId; 2]);
