//! Purges what SQLite still holds of deleted rows: in the search index and in the write-ahead log.
//!
//! Freed cells and pages are zeroed when they are freed (`secure_delete`).

use std::time::Instant;

use super::error::StoreError;
use super::retry::RetrySchedule;
use super::sqlite::Sqlite;
use super::sqlite_errors::to_store_error;

/// How many pages of the search index are merged in one transaction, so that others can write in between.
const PAGES: i64 = 2_000;

impl Sqlite {
    /// Purges both; returns whether all of it could be.
    pub(super) fn clear(&mut self) -> Result<bool, StoreError> {
        self.put_words_together()?;
        self.empty_log()
    }

    /// Merges the parts of the search index: until then it only marks terms as deleted.
    fn put_words_together(&mut self) -> Result<(), StoreError> {
        let mut pages = -PAGES;
        loop {
            let before = self.connection().total_changes();
            self.connection()
                .execute(
                    "INSERT INTO words (words, rank) VALUES ('merge', ?1)",
                    [pages],
                )
                .map_err(to_store_error)?;
            // Every step changes one row of the index's own bookkeeping; when nothing else changes, it is done.
            if self.connection().total_changes() - before < 2 {
                return Ok(());
            }
            pages = PAGES;
        }
    }

    /// Checkpoints the log into the file, and truncates it.
    pub(super) fn empty_log(&mut self) -> Result<bool, StoreError> {
        let begun = Instant::now();
        loop {
            let busy: i64 = self
                .connection()
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
                .map_err(to_store_error)?;
            if busy == 0 {
                return Ok(true);
            }
            // Readers keep the log in use.
            match RetrySchedule::READERS.pause_after(1, begun.elapsed()) {
                Some(pause) => std::thread::sleep(pause),
                None => return Ok(false),
            }
        }
    }
}
