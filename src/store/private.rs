//! The file's permissions: the folder and the file are for their owner alone.
//!
//! Unix says so when it makes them. Windows keeps a person's data folder to that person already.

use std::path::Path;

use super::{IN_MEMORY, StoreError};

/// Makes the folder (0700) and an empty file (0600) where there is none. An existing file is left
/// as it is, unopened: closing it here would drop the locks of a connection.
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

/// Makes the folder; the file is made by the engine.
#[cfg(not(unix))]
pub(super) fn make(path: &Path) -> Result<(), StoreError> {
    match path.parent() {
        Some(folder) => std::fs::create_dir_all(folder).map_err(|e| refused(&e)),
        None => Ok(()),
    }
}

fn refused(error: &std::io::Error) -> StoreError {
    match error.kind() {
        std::io::ErrorKind::StorageFull => StoreError::NoRoom,
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            StoreError::ReadOnly
        }
        _ => StoreError::CannotOpen,
    }
}
