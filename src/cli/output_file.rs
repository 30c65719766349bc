//! The target of a whole file: standard output, or a path that is replaced atomically.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{CommandError, CommandOutput};
use crate::domain::text::sanitize;
use crate::export;
use crate::platform::atomic_write::{AtomicFile, AtomicWriteError};
use crate::platform::state_folder;
use crate::platform::unfinished::UnfinishedNote;

/// The arguments for the target.
#[derive(Debug, Args)]
pub(super) struct OutputArgs {
    /// The file to write; printed if left out
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a file that this program did not write
    #[arg(long)]
    force: bool,
}

impl OutputArgs {
    /// The words of a command that has them under a condition of its own.
    pub(super) const fn new(output: Option<PathBuf>, force: bool) -> Self {
        Self { output, force }
    }

    /// The path, unless the target is standard output.
    pub(super) fn file(&self) -> Option<&Path> {
        self.output
            .as_deref()
            .filter(|path| *path != Path::new("-"))
    }

    /// The path for a message.
    pub(super) fn name(&self) -> Option<String> {
        Some(sanitize(&self.file()?.display().to_string()))
    }

    /// Runs `work` on the target. A file is replaced only when the work is done.
    ///
    /// # Errors
    /// If `work` fails or the file cannot be written; an existing file is then unchanged.
    pub(super) fn write<T>(
        &self,
        out: &mut CommandOutput,
        work: impl FnOnce(&mut dyn Write) -> Result<T, CommandError>,
    ) -> Result<T, CommandError> {
        let Some(path) = self.file() else {
            return work(out.writer());
        };
        let refused = |why: &AtomicWriteError| {
            let name = sanitize(&path.display().to_string());
            CommandError::Refused(format!("“{name}” was not written: {why}"))
        };
        let begun = AtomicFile::begin(path, self.force, export::HEAD, export::is_ours);
        let mut put = begun.map_err(|why| refused(&why))?;
        // What a killed program leaves of it is found by this, and removed at the next start.
        let noted = state_folder().and_then(|folder| UnfinishedNote::of(put.part(), &folder));
        let done = work(&mut put).map_err(|failure| match failure {
            CommandError::Output(error) => refused(&error.into()),
            other => other,
        })?;
        put.end().map_err(|why| refused(&why))?;
        drop(noted);
        Ok(done)
    }
}
