//! Notices when the write-ahead log (`-wal`) or its index (`-shm`) was deleted or replaced under an open
//! connection.
//!
//! SQLite would go on writing to the deleted log, which no other program can see and which is lost when
//! this one ends. So its contents are checkpointed into the file, or copied aside, before another act is
//! reported as saved.

use std::path::PathBuf;

use chrono::Utc;
use rusqlite::{Connection, OptionalExtension};

use super::backup_file::{self, BackupReason};
use super::error::StoreError;
use super::log_files::{FileId, LogFiles, LogMishap, file_id};
use super::permissions;
use super::sqlite::Sqlite;
use super::sqlite_copy::companion_file;
use super::sqlite_errors::to_store_error;

/// The state of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LogState {
    /// Unchanged, or not created yet.
    Kept,
    /// One of its files was deleted.
    Removed,
    /// Another file took its place.
    Replaced,
}

impl Sqlite {
    /// Checks that the log is still the one this connection writes to. If not, saves its contents and
    /// reconnects.
    ///
    /// # Errors
    /// Any [`StoreError`] of saving the log: no act may be reported as saved then.
    pub(super) fn keep_log(&mut self) -> Result<(), StoreError> {
        let state = self.log_state();
        if state == LogState::Kept {
            return Ok(());
        }
        tracing::error!("the log beside the database was taken away");
        let newest = newest_act(self.connection())?;
        let mut aside = None;
        if state == LogState::Removed {
            if !self.empty_log()? {
                return Err(StoreError::Busy);
            }
        } else {
            aside = Some(self.copy_aside()?);
        }
        self.reopen()?;
        let there = match &newest {
            Some(act) => holds_act(self.connection(), act)?,
            None => true,
        };
        if let Some(copy) = aside.take_if(|_| there) {
            let _only_in_the_way = std::fs::remove_file(copy);
        }
        self.mishap = Some(LogMishap { aside });
        Ok(())
    }

    fn log_state(&mut self) -> LogState {
        let path = |ending| companion_file(&self.path, ending);
        let found = [file_id(&path("-wal")), file_id(&path("-shm"))];
        let Some(LogFiles(known)) = self.log else {
            self.log = match found {
                [Some(log), Some(index)] => Some(LogFiles([log, index])),
                _ => None,
            };
            return LogState::Kept;
        };
        let others = |(found, known): (&Option<FileId>, &FileId)| *found != Some(*known);
        let replaced =
            |(found, known): (&Option<FileId>, &FileId)| found.is_some_and(|found| found != *known);
        if found.iter().zip(&known).any(replaced) {
            LogState::Replaced
        } else if found.iter().zip(&known).any(others) {
            LogState::Removed
        } else {
            LogState::Kept
        }
    }

    /// Copies the database as this connection sees it to a backup.
    fn copy_aside(&self) -> Result<PathBuf, StoreError> {
        let folder = backup_file::folder(&self.path).ok_or(StoreError::CannotOpen)?;
        permissions::folder(&folder)?;
        let stamp = Utc::now().format("%Y-%m-%d-%H%M%S").to_string();
        let copy = backup_file::unused_path(&folder, &stamp, BackupReason::Damaged);
        permissions::fresh(&copy)?;
        let written = self
            .connection()
            .execute("VACUUM INTO ?1", [copy.to_string_lossy()]);
        if written.is_err() {
            let _nothing_in_it = std::fs::remove_file(&copy);
        }
        written.map(|_| copy).map_err(to_store_error)
    }
}

/// The id of the newest act a connection sees.
fn newest_act(connection: &Connection) -> Result<Option<String>, StoreError> {
    let sql = "SELECT id FROM act ORDER BY shop DESC, no DESC LIMIT 1";
    let newest = connection.query_row(sql, [], |row| row.get(0)).optional();
    newest.map_err(to_store_error)
}

fn holds_act(connection: &Connection, act: &str) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM act WHERE id = ?1 LIMIT 1";
    let found = connection.query_row(sql, [act], |_| Ok(())).optional();
    found.map(|found| found.is_some()).map_err(to_store_error)
}
