//! Which files a database is in, and its log: whatever is at their paths later.

use std::path::{Path, PathBuf};

/// Which file it is: its device, and its number there.
pub(super) type FileId = (u64, u64);

/// Which file is at a path.
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

/// What happened to the log of an open file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogMishap {
    /// Where what was in the log is kept, if another program's log was in its place already: it was
    /// not brought into the file then.
    pub aside: Option<PathBuf>,
}

/// Which files a connection writes its log to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LogFiles(pub(super) [FileId; 2]);
