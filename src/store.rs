//! The store: the shop's own verbs over SQL, written once.
//!
//! Owns the database: where it is, that what it returns is on the disk, and that every verb is an
//! index range with a limit. Knows the domain's words and nothing of screens, keys or commands.

mod act_log;
mod answer_habits;
mod backup;
mod backup_file;
mod candidates;
mod card;
mod change_counter;
mod claim;
mod claim_rows;
mod conflict;
mod day_changes;
mod day_totals;
mod do_not_call;
mod erasure;
mod error;
mod expire;
mod familiar_staff;
mod field_events;
mod figure_counts;
mod figures;
mod find;
mod forget;
mod forgotten_list;
mod former_records;
mod handle;
mod history;
mod id_allocator;
mod import;
mod import_programs;
mod journal;
mod list;
mod location;
mod log_files;
mod merge_pair;
mod merge_pointers;
mod migrate;
mod mirror;
mod open_promises;
mod opening;
mod partial_file;
mod permissions;
#[cfg(feature = "server")]
mod postgres;
mod preview_overlay;
mod projection_check;
mod projections;
mod records;
mod recount;
mod referrals;
mod rescue;
mod restore;
mod retention;
mod retry;
mod rewind;
mod row_check;
mod row_mapping;
mod salvaged_row;
mod save;
mod schema;
mod schema_check;
mod search_index;
#[cfg(feature = "server")]
mod server_report;
#[cfg(feature = "server")]
mod server_setup;
mod shop;
mod snapshot_reader;
mod sql;
mod sqlite;
mod sqlite_copy;
mod sqlite_errors;
mod sqlite_log;
mod sqlite_peek;
mod sqlite_purge;
mod sqlite_rescue;
mod sqlite_source;
mod sqlite_watch;
mod statistics;
mod stored_json;
mod summaries;
mod transfer;
mod transfer_rows;
mod undo;
mod undo_target;
mod upcoming;

pub use backup::{Backups, NewBackup};
pub use backup_file::{BackupFile, BackupReason};
pub use card::HISTORY;
pub use erasure::ErasureCounts;
pub use error::{
    CertificateFault, ConnectionFault, Damage, DamageAdvice, Disposition, HostFault, StoreError,
    Timeout, UndoRefusal,
};
pub use forget::Mention;
pub use handle::Store;
pub use import::{ImportCandidates, ImportRowOutcome, ImportRun};
pub use location::{IN_MEMORY, ServerOptions, StoreLocation, usual_file};
pub use log_files::LogMishap;
pub use mirror::{Mirror, MirrorAge, MirrorWatch};
pub use opening::OpenOptions;
pub use partial_file::discard_unfinished;
pub use projection_check::ProjectionCheck;
pub use recount::RecountProgress;
pub use rescue::RescueReport;
pub use restore::RestoreReport;
pub use retention::RetentionReport;
pub use retry::RetrySchedule;
pub use rewind::RewoundCopy;
pub use row_check::{RowCheck, UnreadableRows};
pub use salvaged_row::RescuedTable;
pub use save::SavedAct;
#[cfg(feature = "server")]
pub use server_report::ServerReport;
#[cfg(feature = "server")]
pub use server_setup::Branch;
pub use shop::ShopRow;
pub use snapshot_reader::{SnapshotReader, WaitingCursor};
pub use sql::{QueryStats, SqlValue, StatementObserver};
pub use sqlite_copy::{CopyPace, DatabaseCheck};
pub use sqlite_peek::zone_of;
pub use statistics::DatabaseStatistics;
pub use transfer::{LEFT, TableChecksum, TableComparison, TransferProgress};
pub use transfer_rows::TABLES;
pub use undo::UndoReport;
pub use undo_target::{UndoAsking, UndoTarget};

pub use crate::domain::pagination::{Cursor, Seek};
pub use crate::domain::summary::{
    CustomerCard, CustomerSummary, DayTotals, DoneToday, JournalRow, UpcomingRow,
};

/// The version of the tables this program makes.
#[must_use]
pub const fn newest_version() -> i64 {
    schema::KNOWN
}

/// The embedded engine, with its version.
#[must_use]
pub fn engine_version() -> String {
    sqlite_copy::version()
}
