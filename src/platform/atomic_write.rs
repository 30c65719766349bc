//! Atomic writes: a file is written beside its place under another name, synced, then renamed.
//! Whatever happens on the way, there is the old file or the new one, never half of one.
//!
//! Owns the temporary file, the rename and the sync of the folder for the whole program, and which
//! files an output may replace: those of this person, made by this program. Knows nothing of what
//! is in a file.

use std::ffi::OsString;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{FileIdentity, file_identity, identity_at};

/// Why a file was not written. What was there is as it was.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AtomicWriteError {
    /// There is something that is no file.
    #[error("it is not a file; leave -o out to print the result instead")]
    NotAFile,
    /// There is a database.
    #[error("it is a database, which is never overwritten: name another file")]
    Database,
    /// There is a link.
    #[error(
        "it is a link to elsewhere: name the file itself, or give --force to put a file in its place"
    )]
    Link,
    /// It is somebody else's.
    #[error("it belongs to somebody else: name another file, or give --force to replace it")]
    OtherOwner,
    /// It was written by something else.
    #[error(
        "it exists, and Checkback did not write it: name another file, or give --force to replace it"
    )]
    NotOurs,
    /// Another process writes to the same name.
    #[error("it is being written by another program: try again when that is done")]
    BeingWritten,
    /// It was put there while this was being written.
    #[error("another program put it there meanwhile: try again")]
    CreatedMeanwhile,
    /// The system refused.
    #[error("{}", error_text(.0))]
    Io(#[from] io::Error),
}

/// An output file that is being written. Dropped before its end, it takes the temporary file away
/// and leaves what was there.
#[derive(Debug)]
pub(crate) struct AtomicFile {
    out: BufWriter<NamedTempFile>,
    place: PathBuf,
    there: Option<FileIdentity>,
    force: bool,
}

impl AtomicFile {
    /// Begins a file for a place. One that is there already is written over where it is this
    /// person's, no link, and empty or one of ours by its first bytes (`ours`, of at most `head`
    /// bytes); or where `force` says so.
    ///
    /// # Errors
    /// Why not; nothing was touched then.
    pub(crate) fn begin(
        place: &Path,
        force: bool,
        head: usize,
        ours: impl Fn(&[u8]) -> bool,
    ) -> Result<Self, AtomicWriteError> {
        live_past_limits();
        let there = match std::fs::symlink_metadata(place) {
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error.into()),
            Ok(there) => {
                may_replace(place, &there, force, head, ours)?;
                identity_at(place).ok()
            }
        };
        Ok(Self {
            out: BufWriter::new(fresh(place)?),
            place: place.to_owned(),
            there,
            force,
        })
    }

    /// The temporary file.
    #[must_use]
    pub(crate) fn part(&self) -> &Path {
        self.out.get_ref().path()
    }

    /// Puts it in its place: when it returns, it is on the disk.
    ///
    /// # Errors
    /// Why not; what was there is as it was.
    pub(crate) fn end(mut self) -> Result<(), AtomicWriteError> {
        self.out.flush()?;
        self.out.get_ref().as_file().sync_all()?;
        if !self.force && identity_at(&self.place).ok() != self.there {
            return Err(AtomicWriteError::CreatedMeanwhile);
        }
        let written = self.out.into_inner();
        let written = written.map_err(io::IntoInnerError::into_error)?;
        Ok(put(written, &self.place)?)
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes a small file whole, for its owner alone (0600); its folder is made where there is none.
/// When it returns, the file is on the disk.
///
/// # Errors
/// The folder cannot be made or written to, or the disk is full; what was there is as it was.
pub(crate) fn replace(place: &Path, contents: &[u8]) -> io::Result<()> {
    let folder = folder_of(place);
    std::fs::create_dir_all(folder)?;
    let name = hidden_name(place)?;
    let mut written = tempfile::Builder::new()
        .prefix(&name)
        .suffix(PART)
        .tempfile_in(folder)?;
    written.write_all(contents)?;
    written.as_file().sync_all()?;
    put(written, place)
}

/// Renames a file that is whole and on the disk into its place. When it returns, so is its name.
///
/// # Errors
/// The system refused the rename, or the sync of the folder.
pub(crate) fn rename(finished: &Path, place: &Path) -> io::Result<()> {
    std::fs::rename(finished, place)?;
    sync_folder(place)
}

/// Opens a file that another handle writes, in order to sync it. It is opened for writing: Windows
/// refuses to flush a handle that may only read.
///
/// # Errors
/// The file does not exist, or may not be written.
pub(crate) fn open_to_sync(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).open(path)
}

/// Puts a synced temporary file in its place.
fn put(written: NamedTempFile, place: &Path) -> io::Result<()> {
    written.persist(place).map_err(|e| e.error)?;
    sync_folder(place)
}

fn may_replace(
    place: &Path,
    there: &Metadata,
    force: bool,
    head: usize,
    ours: impl Fn(&[u8]) -> bool,
) -> Result<(), AtomicWriteError> {
    let link = there.file_type().is_symlink();
    if !link && !there.is_file() {
        return Err(AtomicWriteError::NotAFile);
    }
    // Whoever names the shop's own file by mistake would lose the shop.
    if !link && begins(place, DATABASE.len())? == DATABASE {
        return Err(AtomicWriteError::Database);
    }
    if force {
        return Ok(());
    }
    if link {
        return Err(AtomicWriteError::Link);
    }
    if !is_mine(there) {
        return Err(AtomicWriteError::OtherOwner);
    }
    let begins = begins(place, head)?;
    if begins.is_empty() || ours(&begins) {
        Ok(())
    } else {
        Err(AtomicWriteError::NotOurs)
    }
}

/// How a database begins.
const DATABASE: &[u8] = b"SQLite format 3\0";

/// The first bytes of a file, at most so many.
fn begins(place: &Path, head: usize) -> io::Result<Vec<u8>> {
    let mut begins = Vec::with_capacity(head);
    let head = u64::try_from(head).unwrap_or(u64::MAX);
    File::open(place)?.take(head).read_to_end(&mut begins)?;
    Ok(begins)
}

/// How a temporary file's name ends.
pub(super) const PART: &str = ".checkback-part";

/// How the name of a database begins that is being copied.
pub(crate) const COPY: &str = ".part-";

/// How a temporary file's name begins: with the name of its place, hidden.
fn hidden_name(place: &Path) -> io::Result<OsString> {
    let name = place.file_name().ok_or(ErrorKind::IsADirectory)?;
    let mut hidden = OsString::from(".");
    hidden.push(name);
    Ok(hidden)
}

/// The folder of a place. The temporary file stands in it, so that the rename is one step.
fn folder_of(place: &Path) -> &Path {
    let folder = place.parent().filter(|f| !f.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// Makes the temporary file of an output, for its owner alone, under the one name it may have. One
/// that a killed program left is cleared away; one that is being written is not.
fn fresh(place: &Path) -> Result<NamedTempFile, AtomicWriteError> {
    let mut name = hidden_name(place).map_err(|_| AtomicWriteError::NotAFile)?;
    name.push(PART);
    let beside = place.with_file_name(&name);
    for _ in 0..2 {
        let made = tempfile::Builder::new()
            .prefix(&name)
            .rand_bytes(0)
            .tempfile_in(folder_of(place));
        match made {
            Ok(file) => {
                let held = file.as_file();
                held.try_lock()
                    .map_err(|_| AtomicWriteError::BeingWritten)?;
                if identity_at(&beside)? == file_identity(held)? {
                    return Ok(file);
                }
                return Err(AtomicWriteError::BeingWritten);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                if !std::fs::symlink_metadata(&beside)?.is_file() {
                    return Err(AtomicWriteError::BeingWritten);
                }
                let left = OpenOptions::new().read(true).open(&beside)?;
                left.try_lock()
                    .map_err(|_| AtomicWriteError::BeingWritten)?;
                std::fs::remove_file(&beside)?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(AtomicWriteError::BeingWritten)
}

#[cfg(unix)]
fn is_mine(there: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;

    there.uid() == rustix::process::geteuid().as_raw()
}

#[cfg(not(unix))]
const fn is_mine(_: &Metadata) -> bool {
    true
}

/// A rename is on the disk once its folder is.
#[cfg(unix)]
fn sync_folder(place: &Path) -> io::Result<()> {
    File::open(folder_of(place))?.sync_all()
}

#[cfg(not(unix))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "the same as on Unix, where it may fail"
)]
const fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// A limit on the size of files would end the program by a signal: taken, it is an error like any.
#[cfg(unix)]
fn live_past_limits() {
    let taken = std::sync::Arc::default();
    let _as_it_was = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, taken);
}

#[cfg(not(unix))]
const fn live_past_limits() {}

/// Windows' errors for a file that another program has open, and for a name that no file can have.
const SHARING_VIOLATION: i32 = 32;
const LOCK_VIOLATION: i32 = 33;
const INVALID_PARAMETER: i32 = 87;
const INVALID_NAME: i32 = 123;

/// What the system says, in words for the person at the counter.
fn error_text(error: &io::Error) -> String {
    error_text_of(error, cfg!(windows))
}

/// The same for a system: Windows says “access denied” of a file that another program has open, too.
fn error_text_of(error: &io::Error, windows: bool) -> String {
    if windows {
        match error.raw_os_error() {
            Some(SHARING_VIOLATION | LOCK_VIOLATION) => {
                return "another program has it open: close it there, then try again".to_owned();
            }
            Some(INVALID_PARAMETER | INVALID_NAME) => {
                return "a file cannot have this name: choose another, without ? * < > | \" or :"
                    .to_owned();
            }
            _ => {}
        }
    }
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "the disk is full: make room, then try again".to_owned()
        }
        ErrorKind::FileTooLarge => "the file would be larger than the system allows".to_owned(),
        ErrorKind::NotFound => {
            "its folder does not exist: make it first, or name another".to_owned()
        }
        ErrorKind::PermissionDenied if windows => {
            "it cannot be written: close it in other programs, such as a spreadsheet, then try \
             again; otherwise check its folder's permissions, or name another"
                .to_owned()
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "its folder cannot be written to: check its permissions, or name another".to_owned()
        }
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests;
