//! The log's file: one that is written and four that are full, 5 MB at most in all, for their
//! owner alone.
//!
//! Several windows and commands write to one log. Each event opens the file, so that nobody holds
//! one that another has put aside.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::domain::text::sanitize;
use crate::platform::{file_identity, identity_at};

/// The file that is written; those that are full have a number behind it, the newest 1.
const NAME: &str = "checkback.log";

/// How many full ones are kept.
const FULL: u32 = 4;

/// How many bytes one may have.
const EACH: u64 = 1_000_000;

/// The log in a folder.
#[derive(Debug)]
pub(super) struct LogFile {
    path: PathBuf,
    /// How many bytes one file may have.
    each: u64,
}

impl LogFile {
    pub(super) fn in_folder(folder: &Path) -> Self {
        Self {
            path: folder.join(NAME),
            each: EACH,
        }
    }

    /// Adds an event.
    ///
    /// # Errors
    /// The folder or the file cannot be made or written to, or the disk is full.
    pub(super) fn append(&self, event: &[u8]) -> io::Result<()> {
        let mut file = self.open()?;
        let after = file.metadata()?.len().saturating_add(event.len() as u64);
        if after > self.each {
            self.rotate(&file)?;
            file = self.open()?;
        }
        file.write_all(event)
    }

    /// The last lines, the oldest first.
    pub(super) fn last_lines(&self, count: usize) -> Vec<String> {
        let mut text = String::new();
        for path in [self.full(1), self.path.clone()] {
            // A log that is not there, or cannot be read, has no lines.
            let mut bytes = Vec::new();
            let _unread =
                File::open(path).and_then(|file| file.take(2 * EACH).read_to_end(&mut bytes));
            text.push_str(&String::from_utf8_lossy(&bytes));
        }
        let lines: Vec<&str> = text.lines().collect();
        let from = lines.len().saturating_sub(count);
        let last = lines.get(from..).unwrap_or_default();
        last.iter().map(|line| sanitize(line)).collect()
    }

    fn open(&self) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if let Some(folder) = self.path.parent() {
                    let mut builder = DirBuilder::new();
                    builder.recursive(true);
                    #[cfg(unix)]
                    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
                    builder.create(folder)?;
                }
                options.open(&self.path)
            }
            opened => opened,
        }
    }

    fn full(&self, n: u32) -> PathBuf {
        let mut name = self.path.as_os_str().to_owned();
        name.push(format!(".{n}"));
        PathBuf::from(name)
    }

    /// Puts a full file aside, unless another window does or did.
    fn rotate(&self, full: &File) -> io::Result<()> {
        if full.try_lock().is_err() {
            return Ok(());
        }
        let there = fs::metadata(&self.path)?;
        if identity_at(&self.path)? != file_identity(full)? || there.len() == 0 {
            return Ok(());
        }
        for n in (1..FULL).rev() {
            if self.full(n).exists() {
                fs::rename(self.full(n), self.full(n + 1))?;
            }
        }
        fs::rename(&self.path, self.full(1))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{FULL, LogFile, NAME};

    #[test]
    fn the_log_keeps_its_newest_lines_and_never_grows_past_five_files() {
        let folder = tempfile::tempdir().unwrap();
        let log = LogFile {
            each: 100,
            ..LogFile::in_folder(&folder.path().join("state"))
        };
        // 10 bytes an event, 10 events a file.
        for n in 0..200 {
            log.append(format!("event {n:03}\n").as_bytes()).unwrap();
        }
        let files: Vec<_> = fs::read_dir(folder.path().join("state")).unwrap().collect();
        assert_eq!(files.len(), 1 + FULL as usize);
        for file in files {
            let there = file.unwrap().metadata().unwrap();
            assert_eq!(there.len(), 100);
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                assert_eq!(there.permissions().mode() & 0o777, 0o600);
            }
        }
        assert_eq!(log.last_lines(2), ["event 198", "event 199"]);
        let last = log.last_lines(20);
        assert_eq!((last.len(), last[0].as_str()), (20, "event 180"));
        assert_eq!(log.last_lines(500).len(), 20);
    }

    #[test]
    fn the_log_takes_five_megabytes_at_most_however_much_is_logged() {
        let folder = tempfile::tempdir().unwrap();
        let log = LogFile::in_folder(folder.path());
        let event = [&[b'x'; 9_999][..], b"\n"].concat();
        let mut most = 0;
        // 12 MB in all.
        for _ in 0..1_200 {
            log.append(&event).unwrap();
            let files = fs::read_dir(folder.path()).unwrap();
            let bytes = files.map(|file| file.unwrap().metadata().unwrap().len());
            most = most.max(bytes.sum());
        }
        assert_eq!(most, 5_000_000, "what is full is kept, and no more");
    }

    #[test]
    fn a_full_file_that_another_window_put_aside_is_not_put_aside_again() {
        let folder = tempfile::tempdir().unwrap();
        let log = LogFile {
            each: 20,
            ..LogFile::in_folder(folder.path())
        };
        log.append(b"event one of many\n").unwrap();
        let seen_full = log.open().unwrap();
        log.append(b"event two of many\n").unwrap();
        log.rotate(&seen_full).unwrap();
        let text = fs::read_to_string(folder.path().join(NAME)).unwrap();
        assert_eq!(text, "event two of many\n");
        assert!(!log.full(2).exists());
    }

    #[test]
    fn a_log_that_cannot_be_written_is_an_error_and_no_panic() {
        let folder = tempfile::tempdir().unwrap();
        let taken = folder.path().join("taken");
        fs::write(&taken, "a file").unwrap();
        let log = LogFile::in_folder(&taken);
        assert!(log.append(b"event\n").is_err());
        assert_eq!(log.last_lines(5), [""; 0]);
    }
}
