//! Unfinished files (backups, rescued databases) while they are written: none is left behind.
//!
//! Owns their names and locks, and their deletion: when the handle is dropped, when the program ends while
//! one is written, and at the next start if it was killed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use uuid::Uuid;

use super::error::StoreError;
use super::permissions;
use super::sqlite_copy::companion_file;

/// How the name of one begins.
const UNFINISHED: &str = crate::platform::atomic_write::COPY;

/// How the name of its lock ends.
const LOCK: &str = "-lock";

/// The unfinished files of this process, which are deleted when it ends.
static OPEN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// An unfinished file. It is deleted on drop, unless it was given its name. A lock is held while it is
/// written: one without was left by a killed program. The lock is on a file beside it, because on Windows
/// nobody could write a locked file, not even SQLite in this process.
#[derive(Debug)]
pub(super) struct PartialFile {
    pub(super) path: PathBuf,
    /// The lock, until the file is deleted or has its name.
    lock: Option<File>,
}

impl PartialFile {
    /// Creates an empty one in the folder of another file, readable by the owner alone (0600).
    pub(super) fn create_beside(place: &Path) -> Result<Self, StoreError> {
        if let Some(folder) = place.parent() {
            remove_left(folder, false);
        }
        let name = format!("{UNFINISHED}{}", Uuid::now_v7().simple());
        let path = place.with_file_name(name);
        let lock = permissions::fresh(&companion_file(&path, LOCK))?;
        // On a file system without locks it stays unlocked.
        let _unlocked = lock.try_lock();
        open_files().push(path.clone());
        // From here on a failure removes the lock, too.
        let part = Self {
            path,
            lock: Some(lock),
        };
        permissions::fresh(&part.path)?;
        Ok(part)
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        open_files().retain(|open| *open != self.path);
        // Windows deletes no file that is open.
        self.lock = None;
        remove(&self.path);
    }
}

/// Deletes the unfinished files of this process, which is ending.
pub fn discard_unfinished() {
    for path in open_files().iter() {
        remove(path);
    }
}

/// Deletes the unlocked unfinished files of a folder; with `held` also those being written. Returns their
/// number.
pub(super) fn remove_left(folder: &Path, held: bool) -> usize {
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    let mut removed = 0;
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let Some(rest) = name.strip_prefix(UNFINISHED) else {
            continue;
        };
        // Its companion files (`-wal`, `-journal`) are deleted with it, or alone if it is gone.
        let whole = rest.split_once('-').map_or(rest, |(whole, _)| whole);
        let whole = path.with_file_name(format!("{UNFINISHED}{whole}"));
        if held || !is_held(&whole) {
            removed += usize::from(whole == path);
            remove(&path);
        }
    }
    removed
}

fn is_held(path: &Path) -> bool {
    // This process knows its own: opening and closing such a file would drop the locks of its connection.
    let own = open_files().iter().any(|open| open == path);
    own || File::open(companion_file(path, LOCK)).is_ok_and(|lock| lock.try_lock().is_err())
}

fn remove(path: &Path) {
    for ending in ["", "-wal", "-shm", "-journal", LOCK] {
        let _gone_already = fs::remove_file(companion_file(path, ending));
    }
}

fn open_files() -> std::sync::MutexGuard<'static, Vec<PathBuf>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}
