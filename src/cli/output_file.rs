//! Where a whole file goes: standard output, or a place on the disk, old or new and never half.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{CommandError, CommandOutput};
use crate::domain::text::sanitize;
use crate::export;
use crate::platform::atomic_write::{AtomicFile, AtomicWriteError};

/// The words that say where.
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
    /// The file, where it is one.
    pub(super) fn file(&self) -> Option<&Path> {
        self.output
            .as_deref()
            .filter(|path| *path != Path::new("-"))
    }

    /// Its name, for saying.
    pub(super) fn name(&self) -> Option<String> {
        Some(sanitize(&self.file()?.display().to_string()))
    }

    /// Has the work write there. A file takes its place only when the work is done.
    ///
    /// # Errors
    /// What the work or the place refused; what was there is as it was.
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
        let done = work(&mut put).map_err(|failure| match failure {
            CommandError::Output(error) => refused(&error.into()),
            other => other,
        })?;
        put.end().map_err(|why| refused(&why))?;
        Ok(done)
    }
}
