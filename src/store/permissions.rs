//! The file's permissions: the folder and the file are for their owner alone.
//!
//! On Unix they are set when the file is created. On Windows the data folder is private already.

use std::path::Path;

use super::error::StoreError;
use super::location::IN_MEMORY;
use crate::platform::atomic_write;

/// Creates the folder (0700) and an empty file (0600), unless they exist. An existing file is not opened,
/// because closing it would drop the locks of a connection of this process.
#[cfg(unix)]
pub(super) fn make(path: &Path) -> Result<(), StoreError> {
    use std::fs::{DirBuilder, OpenOptions};
    use std::io::ErrorKind;
    use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};

    if path == Path::new(IN_MEMORY) {
        return Ok(());
    }
    if let Some(folder) = path
        .parent()
        .filter(|f| !f.as_os_str().is_empty() && !f.exists())
    {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(|e| refused(&e))?;
    }
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match made {
        Ok(_) => Ok(()),
        Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(e) => Err(refused(&e)),
    }
}

/// Creates an empty file for its owner alone (0600); fails if it exists.
#[cfg(unix)]
pub(super) fn fresh(path: &Path) -> Result<std::fs::File, StoreError> {
    use std::os::unix::fs::OpenOptionsExt;

    let mut options = std::fs::OpenOptions::new();
    let options = options.read(true).write(true).create_new(true).mode(0o600);
    options.open(path).map_err(|e| refused(&e))
}

/// Creates an empty file; fails if it exists.
#[cfg(not(unix))]
pub(super) fn fresh(path: &Path) -> Result<std::fs::File, StoreError> {
    let mut options = std::fs::OpenOptions::new();
    let options = options.read(true).write(true).create_new(true);
    options.open(path).map_err(|e| refused(&e))
}

/// Creates a folder for its owner alone (0700), unless it exists.
pub(super) fn folder(path: &Path) -> Result<(), StoreError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|e| refused(&e))
}

/// Renames a finished file to its place, atomically. Its contents were synced before; its name is synced
/// when this returns.
pub(super) fn put(finished: &Path, place: &Path) -> Result<(), StoreError> {
    atomic_write::rename(finished, place).map_err(|e| refused(&e))
}

/// Creates the folder; the engine creates the file.
#[cfg(not(unix))]
pub(super) fn make(path: &Path) -> Result<(), StoreError> {
    if path == Path::new(IN_MEMORY) {
        return Ok(());
    }
    match path.parent() {
        Some(folder) => std::fs::create_dir_all(folder).map_err(|e| refused(&e)),
        None => Ok(()),
    }
}

pub(super) fn refused(error: &std::io::Error) -> StoreError {
    match error.kind() {
        std::io::ErrorKind::StorageFull => StoreError::DiskFull,
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            StoreError::ReadOnly
        }
        _ => StoreError::CannotOpen,
    }
}
