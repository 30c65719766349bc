//! What SQLite itself still holds of rows that are gone, cleared: the search index, the log.
//!
//! Freed cells and pages are zeroed as they are freed (`secure_delete`); what is left is here.

use std::time::Instant;

use super::error::StoreError;
use super::retry::RetrySchedule;
use super::sqlite::Sqlite;
use super::sqlite_errors::to_store_error;

/// How much of the search index is put together in one transaction: others write in between.
const PAGES: i64 = 2_000;

impl Sqlite {
    /// Clears it; whether all of it could be.
    pub(super) fn clear(&mut self) -> Result<bool, StoreError> {
        self.put_words_together()?;
        self.empty_log()
    }

    /// The search index only notes that words are gone, until its parts are put together anew.
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
            // It always changes one row: of its own notes.
            if self.connection().total_changes() - before < 2 {
                return Ok(());
            }
            pages = PAGES;
        }
    }

    /// Moves everything from the log into the file, and empties it.
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
            // Readers hold the log.
            match RetrySchedule::READERS.pause_after(1, begun.elapsed()) {
                Some(pause) => std::thread::sleep(pause),
                None => return Ok(false),
            }
        }
    }
}
