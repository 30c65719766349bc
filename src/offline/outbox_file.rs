//! The file of acts that are not saved yet: one a window, locked while the window is open. A window
//! that opens takes over what closed ones have left.
//!
//! Owns that an act is on the disk before anybody relies on it, and out of the file once it is
//! saved or a person has seen why it never will be.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::OfflineFolder;
use super::kept_act::KeptAct;
use crate::domain::customer::Id;
use crate::platform::atomic_write;

/// How the name of such a file ends, and that of the one beside it that is locked.
const ACTS: &str = "outbox";
const LOCK: &str = "lock";

/// What stands in a file.
#[derive(Debug, Default, Serialize, Deserialize)]
struct OutboxText {
    shop: String,
    acts: Vec<KeptAct>,
}

/// The outbox of one window.
#[derive(Debug)]
pub struct OutboxFile {
    path: PathBuf,
    lock: File,
    text: OutboxText,
    /// What is on the disk is not what is here.
    changed: bool,
    /// The ids that are on the disk.
    on_disk: BTreeSet<String>,
}

impl Drop for OutboxFile {
    fn drop(&mut self) {
        let _next_time = self.sync();
        if self.text.acts.is_empty() {
            let _next_time = std::fs::remove_file(self.path.with_extension(LOCK));
        }
        let _ends_with_the_window = self.lock.unlock();
    }
}

impl OutboxFile {
    /// Makes the outbox of a new window, with the acts that closed windows of the same shop have
    /// left, in the order they were done.
    ///
    /// # Errors
    /// The folder cannot be made or written to.
    pub fn open(place: &OfflineFolder) -> io::Result<Self> {
        std::fs::create_dir_all(&place.folder)?;
        let path = place.folder.join(Uuid::now_v7().to_string());
        let path = path.with_extension(ACTS);
        let lock = private_file(&path.with_extension(LOCK))?;
        lock.try_lock().map_err(io::Error::from)?;
        let mut outbox = Self {
            path,
            lock,
            text: OutboxText {
                shop: place.shop.clone(),
                acts: Vec::new(),
            },
            changed: false,
            on_disk: BTreeSet::new(),
        };
        for left in files(&place.folder) {
            outbox.take_over(&left)?;
        }
        Ok(outbox)
    }

    /// Takes over what a closed window has left; that of an open one stays.
    fn take_over(&mut self, left: &Path) -> io::Result<()> {
        let Some(_closed) = lock_closed(left)? else {
            return Ok(());
        };
        let Some(text) = read(left).filter(|text| text.shop == self.text.shop) else {
            return Ok(());
        };
        self.text.acts.extend(text.acts);
        self.text.acts.sort_by(|a, b| a.id.cmp(&b.id));
        self.changed = true;
        self.sync()?;
        std::fs::remove_file(left)?;
        std::fs::remove_file(left.with_extension(LOCK))
    }

    /// The acts, in the order they were done.
    #[must_use]
    pub fn acts(&self) -> &[KeptAct] {
        &self.text.acts
    }

    /// An act is to be saved.
    pub fn push(&mut self, act: KeptAct) {
        self.text.acts.push(act);
        self.changed = true;
    }

    /// An act was saved, or is not to be.
    pub fn remove(&mut self, id: Uuid) {
        let id = id.to_string();
        let before = self.text.acts.len();
        self.text.acts.retain(|act| act.id != id);
        self.changed |= self.text.acts.len() < before;
    }

    /// An act can never be saved. One that is on the disk stays there until a person has seen why;
    /// whoever did any other has just been told.
    pub fn refuse(&mut self, id: Uuid, why: &str) {
        if !self.on_disk.contains(&id.to_string()) {
            return self.remove(id);
        }
        let id = id.to_string();
        for act in self.text.acts.iter_mut().filter(|act| act.id == id) {
            act.refused = Some(why.to_owned());
            self.changed = true;
        }
    }

    /// Whether acts are on the disk: whoever closes the window loses nothing.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        !self.on_disk.is_empty() && !self.changed
    }

    /// Writes what has changed. When it returns, it is on the disk.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub fn sync(&mut self) -> io::Result<()> {
        if !self.changed {
            return Ok(());
        }
        if self.text.acts.is_empty() {
            if !self.on_disk.is_empty() {
                std::fs::remove_file(&self.path)?;
            }
        } else {
            let text = serde_json::to_vec(&self.text)?;
            atomic_write::replace(&self.path, &text)?;
        }
        self.on_disk = self.text.acts.iter().map(|act| act.id.clone()).collect();
        self.changed = false;
        Ok(())
    }
}

/// The acts that wait in every window's outbox of this machine, with the shop of each.
#[must_use]
pub fn waiting(folder: &Path) -> Vec<(String, KeptAct)> {
    let of_file = |text: OutboxText| {
        let shop = text.shop;
        text.acts.into_iter().map(move |act| (shop.clone(), act))
    };
    let texts = files(folder).into_iter().filter_map(|path| read(&path));
    texts.flat_map(of_file).collect()
}

/// Takes what closed windows have kept of a customer of a shop out of their outboxes. Whether all
/// of it could be: an open window still has its own.
///
/// # Errors
/// A file cannot be read or written.
pub fn forget(place: &OfflineFolder, customer: Id) -> io::Result<bool> {
    let about = |act: &KeptAct| act.customer == Some(customer);
    let mut all = true;
    for path in files(&place.folder) {
        let Some(mut text) = read(&path).filter(|text| text.shop == place.shop) else {
            continue;
        };
        if !text.acts.iter().any(about) {
            continue;
        }
        let Some(_closed) = lock_closed(&path)? else {
            all = false;
            continue;
        };
        text.acts.retain(|act| !about(act));
        if text.acts.is_empty() {
            std::fs::remove_file(&path)?;
        } else {
            atomic_write::replace(&path, &serde_json::to_vec(&text)?)?;
        }
    }
    Ok(all)
}

/// The outboxes there are, the oldest first.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension() == Some(OsStr::new(ACTS)))
        .collect();
    paths.sort();
    paths
}

fn read(path: &Path) -> Option<OutboxText> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

/// The lock of an outbox whose window is closed; `None` while it is open.
fn lock_closed(path: &Path) -> io::Result<Option<File>> {
    let lock = private_file(&path.with_extension(LOCK))?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// A file for its owner alone.
fn private_file(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests;
