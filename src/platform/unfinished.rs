//! Files that are being written in somebody else's folder, noted so that what a killed program leaves of
//! one is found again: whole shops are in them.
//!
//! Owns the notes: one small file for each, in a folder of the program's own, gone with what it notes.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::atomic_write;

/// The folder of the notes.
const FOLDER: &str = "unfinished";

/// The note of a file that is being written; taken away with it.
#[derive(Debug)]
pub struct UnfinishedNote(PathBuf);

impl UnfinishedNote {
    /// Notes a file that is being written. Nobody is kept from writing one because it cannot be noted.
    #[must_use]
    pub fn of(part: &Path, folder: &Path) -> Option<Self> {
        let part = std::path::absolute(part).ok()?;
        let note = folder.join(FOLDER).join(uuid::Uuid::now_v7().to_string());
        let text = part.to_str()?;
        atomic_write::replace(&note, text.as_bytes()).ok()?;
        Some(Self(note))
    }
}

impl Drop for UnfinishedNote {
    fn drop(&mut self) {
        let _gone_already = fs::remove_file(&self.0);
    }
}

/// Removes what was noted in a folder and is held by nobody any more; with `held` also what somebody
/// is writing, who then fails. Returns how many files there were.
#[must_use]
pub fn remove_unfinished(folder: &Path, held: bool) -> usize {
    let Ok(notes) = fs::read_dir(folder.join(FOLDER)) else {
        return 0;
    };
    let mut removed = 0;
    for note in notes.flatten().map(|entry| entry.path()) {
        let part = PathBuf::from(fs::read_to_string(&note).unwrap_or_default());
        // A note says where something is, and not what may be removed: only what is called like one is.
        let there = fs::symlink_metadata(&part).is_ok_and(|there| there.is_file());
        let ours = there && is_named_unfinished(&part);
        if ours && !held && is_held(&part) {
            continue;
        }
        removed += usize::from(ours && fs::remove_file(&part).is_ok());
        let _gone_already = fs::remove_file(&note);
    }
    removed
}

/// Whether a file has the name of one that is being written.
fn is_named_unfinished(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.')
        && (name.ends_with(atomic_write::PART) || name.starts_with(atomic_write::COPY))
}

fn is_held(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| file.try_lock().is_err())
}
