//! A file that takes its place whole: written beside it under a name of its own, synced, then
//! renamed. Whatever happens on the way, there is the old file or the new one, never half of one.
//!
//! Owns whom a file may belong to that is written over: this person, and this program. Knows
//! nothing of what is in it.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// Why a file was not written. What was there is as it was.
#[derive(Debug, thiserror::Error)]
pub enum AtomicWriteError {
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

/// A file on its way to its place.
#[derive(Debug)]
pub struct AtomicFile {
    out: BufWriter<File>,
    beside: PathBuf,
    place: PathBuf,
    there: Option<FileIdentity>,
    force: bool,
    placed: bool,
}

/// What tells one file from another.
type FileIdentity = (u64, u64);

impl AtomicFile {
    /// Begins a file for a place. One that is there already is written over where it is this
    /// person's, no link, and empty or one of ours by its first bytes (`ours`, of at most `head`
    /// bytes); or where `force` says so.
    ///
    /// # Errors
    /// Why not; nothing was touched then.
    pub fn begin(
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
                Some(stamp(&there))
            }
        };
        let beside = temp_path(place)?;
        let file = fresh(&beside)?;
        Ok(Self {
            out: BufWriter::new(file),
            beside,
            place: place.to_owned(),
            there,
            force,
            placed: false,
        })
    }

    /// Puts it in its place: when it returns, it is on the disk.
    ///
    /// # Errors
    /// Why not; what was there is as it was.
    pub fn end(mut self) -> Result<(), AtomicWriteError> {
        self.out.flush()?;
        self.out.get_ref().sync_all()?;
        let now = std::fs::symlink_metadata(&self.place).ok();
        if !self.force && now.as_ref().map(stamp) != self.there {
            return Err(AtomicWriteError::CreatedMeanwhile);
        }
        std::fs::rename(&self.beside, &self.place)?;
        self.placed = true;
        sync_folder(&self.place)?;
        Ok(())
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

impl Drop for AtomicFile {
    fn drop(&mut self) {
        if !self.placed {
            // What cannot be taken away now is by the next one that is put here.
            let _left = std::fs::remove_file(&self.beside);
        }
    }
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

/// The name it has until it is whole: hidden, in the same folder, so that renaming is one step.
fn temp_path(place: &Path) -> Result<PathBuf, AtomicWriteError> {
    let name = place.file_name().ok_or(AtomicWriteError::NotAFile)?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(".checkback-part");
    Ok(place.with_file_name(hidden))
}

/// Makes the file for its owner alone. One that a program left behind when it was killed is
/// cleared away; one that is being written is not.
fn fresh(beside: &Path) -> Result<File, AtomicWriteError> {
    for _ in 0..2 {
        match made(beside) {
            Ok(file) => {
                file.try_lock()
                    .map_err(|_| AtomicWriteError::BeingWritten)?;
                let ours = stamp(&file.metadata()?);
                let there = std::fs::symlink_metadata(beside)?;
                if stamp(&there) == ours {
                    return Ok(file);
                }
                return Err(AtomicWriteError::BeingWritten);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                if !std::fs::symlink_metadata(beside)?.is_file() {
                    return Err(AtomicWriteError::BeingWritten);
                }
                let left = OpenOptions::new().read(true).open(beside)?;
                left.try_lock()
                    .map_err(|_| AtomicWriteError::BeingWritten)?;
                std::fs::remove_file(beside)?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(AtomicWriteError::BeingWritten)
}

#[cfg(unix)]
fn made(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn made(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

#[cfg(unix)]
fn stamp(there: &Metadata) -> FileIdentity {
    use std::os::unix::fs::MetadataExt;

    (there.dev(), there.ino())
}

#[cfg(not(unix))]
const fn stamp(_: &Metadata) -> FileIdentity {
    (0, 0)
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
    let folder = place.parent().filter(|f| !f.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(not(unix))]
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

/// What the system says, in words for the person at the counter.
fn error_text(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "the disk is full: make room, then try again".to_owned()
        }
        ErrorKind::FileTooLarge => "the file would be larger than the system allows".to_owned(),
        ErrorKind::NotFound => {
            "its folder does not exist: make it first, or name another".to_owned()
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "its folder cannot be written to: check its permissions, or name another".to_owned()
        }
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;
    use std::path::Path;

    use super::{AtomicFile, AtomicWriteError};

    fn put(place: &Path, text: &str, force: bool) -> Result<(), AtomicWriteError> {
        let mut put = AtomicFile::begin(place, force, 4, |head| head == b"ours")?;
        put.write_all(text.as_bytes())?;
        put.end()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_of_ours_is_replaced_and_one_of_anothers_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.csv");
        put(&place, "ours 1", false).unwrap();
        put(&place, "ours 2", false).unwrap();
        assert_eq!(fs::read_to_string(&place).unwrap(), "ours 2");
        fs::write(&place, "theirs").unwrap();
        let refused = put(&place, "ours 3", false);
        assert!(
            matches!(refused, Err(AtomicWriteError::NotOurs)),
            "{refused:?}"
        );
        assert_eq!(fs::read_to_string(&place).unwrap(), "theirs");
        put(&place, "ours 4", true).unwrap();
        assert_eq!(fs::read_to_string(&place).unwrap(), "ours 4");
        assert_eq!(names(folder.path()), ["a.csv"]);
    }

    #[test]
    fn a_file_that_is_never_ended_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.csv");
        put(&place, "ours 1", false).unwrap();
        let mut half = AtomicFile::begin(&place, false, 4, |head| head == b"ours").unwrap();
        half.write_all(b"half").unwrap();
        drop(half);
        assert_eq!(fs::read_to_string(&place).unwrap(), "ours 1");
        assert_eq!(names(folder.path()), ["a.csv"]);
    }

    #[test]
    fn what_a_killed_program_left_is_cleared_away_and_what_is_written_now_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.csv");
        fs::write(folder.path().join(".a.csv.checkback-part"), "half").unwrap();
        let first = AtomicFile::begin(&place, false, 4, |_| true).unwrap();
        let second = AtomicFile::begin(&place, false, 4, |_| true);
        assert!(
            matches!(second, Err(AtomicWriteError::BeingWritten)),
            "{second:?}"
        );
        first.end().unwrap();
        assert_eq!(names(folder.path()), ["a.csv"]);
    }

    #[test]
    fn what_came_to_the_place_meanwhile_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.csv");
        let put = AtomicFile::begin(&place, false, 4, |_| true).unwrap();
        fs::write(&place, "ours?").unwrap();
        let refused = put.end();
        assert!(
            matches!(refused, Err(AtomicWriteError::CreatedMeanwhile)),
            "{refused:?}"
        );
        assert_eq!(fs::read_to_string(&place).unwrap(), "ours?");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_for_its_owner_alone_and_never_written_through_a_link() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.csv");
        put(&place, "ours", false).unwrap();
        let mode = fs::metadata(&place).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let link = folder.path().join("link.csv");
        symlink(&place, &link).unwrap();
        let refused = put(&link, "ours 2", false);
        assert!(
            matches!(refused, Err(AtomicWriteError::Link)),
            "{refused:?}"
        );
        put(&link, "ours 3", true).unwrap();
        assert!(!fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&place).unwrap(), "ours");
        let refused = put(folder.path(), "ours", true);
        assert!(
            matches!(refused, Err(AtomicWriteError::NotAFile)),
            "{refused:?}"
        );
    }
}
