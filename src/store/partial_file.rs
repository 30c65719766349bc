//! Databases that are being written and are not finished: nobody's data is left lying in one.
//!
//! Owns their names, who holds them, and that they go: when they are let go of, when the program is
//! left while they are written, and at the next start where it was killed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use uuid::Uuid;

use super::error::StoreError;
use super::permissions;
use super::sqlite_copy::companion_file;

/// How the name of one begins.
const UNFINISHED: &str = crate::platform::atomic_write::COPY;

/// Those of this process, so that they can be removed when it is left.
static OPEN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A file that is not finished: gone when it is let go of, unless it was given its name. It is locked
/// while it is written: what nobody holds was left by a program that was killed.
#[derive(Debug)]
pub(super) struct PartialFile {
    pub(super) path: PathBuf,
    _held: File,
}

impl PartialFile {
    /// An empty one in the folder of another file, for its owner alone.
    pub(super) fn create_beside(place: &Path) -> Result<Self, StoreError> {
        if let Some(folder) = place.parent() {
            remove_left(folder, false);
        }
        let name = format!("{UNFINISHED}{}", Uuid::now_v7().simple());
        let path = place.with_file_name(name);
        let held = permissions::fresh(&path)?;
        // A file system without locks has none to leave either.
        let _unlocked = held.try_lock();
        open_files().push(path.clone());
        Ok(Self { path, _held: held })
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        open_files().retain(|open| *open != self.path);
        remove(&self.path);
    }
}

/// Removes those that this process has not finished: it is left now.
pub fn discard_unfinished() {
    for path in open_files().iter() {
        remove(path);
    }
}

/// Removes those of a folder that nobody holds; with `held` also those that somebody is writing.
/// Returns how many there were.
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
        // What belongs to one goes with it, and is removed by itself where that is gone.
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
    // This process need not ask: closing a file it has open would drop the locks of its connection.
    let own = open_files().iter().any(|open| open == path);
    own || File::open(path).is_ok_and(|file| file.try_lock().is_err())
}

fn remove(path: &Path) {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let _gone_already = fs::remove_file(companion_file(path, ending));
    }
}

fn open_files() -> std::sync::MutexGuard<'static, Vec<PathBuf>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}
