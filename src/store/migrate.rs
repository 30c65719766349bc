//! Migrations: the steps of the schema that a database lacks, all in one transaction.
//!
//! Owns the version of the tables; `shop` owns the rows of the shops in them.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use super::backup_file::BackupReason;
use super::error::StoreError;
use super::field_events::ms;
use super::handle::Store;
use super::schema::{KNOWN, PROTECT, STEPS};
use super::sql::{EngineKind, SqlValue, Tx};
use super::sqlite_copy::CopyPace;

/// How many times a migration is tried while another program reads the tables, and the pause between.
const TRIES: u32 = 15;
const PAUSE: Duration = Duration::from_secs(1);

impl Store {
    /// Refuses a database that is not ours, or that a newer program wrote, before anything is changed.
    pub(super) fn refuse_others(&mut self) -> Result<(), StoreError> {
        self.db.read(version).and_then(not_newer).map(|_| ())
    }

    /// Migrates the tables to the newest version, after a backup named by `now`, if that is given; a newer
    /// database is refused and left as it is.
    pub(super) fn migrate(&mut self, now: Option<DateTime<Utc>>) -> Result<(), StoreError> {
        let found = not_newer(self.db.read(version)?)?;
        if found == KNOWN {
            return Ok(());
        }
        if let (1.., Some(now), Some(backups)) = (found, now, self.backups()) {
            backups.make(BackupReason::Migration, now, CopyPace::Unthrottled)?;
        }
        let since = Instant::now();
        let mut made = self.make_tables();
        // A long read blocks the migration, which would block every later reader in turn: the pause lets them by.
        for _ in 1..TRIES {
            if made != Err(StoreError::Busy) {
                break;
            }
            std::thread::sleep(PAUSE);
            made = self.make_tables();
        }
        if made.is_ok() {
            tracing::info!(
                from = found,
                to = KNOWN,
                ms = ms(since),
                "tables brought up to date"
            );
        }
        made.map_err(|error| match error {
            StoreError::Forbidden(why) => StoreError::MigrationForbidden(why),
            other => other,
        })
    }

    /// Runs the missing steps, in one transaction.
    fn make_tables(&mut self) -> Result<(), StoreError> {
        self.db.ddl_transaction(|tx| {
            let mut at = not_newer(version(tx)?)?;
            if at == KNOWN {
                return Ok(());
            }
            if at == 0 {
                if tx.kind() == EngineKind::Postgres {
                    tx.script("CREATE SCHEMA IF NOT EXISTS checkback")?;
                }
                tx.script("CREATE TABLE version (version BIGINT NOT NULL)")?;
                tx.execute_deferred(
                    "INSERT INTO version (version) VALUES ($1)",
                    &[SqlValue::Int(0)],
                )?;
            }
            for step in STEPS.iter().skip(usize::try_from(at).unwrap_or(usize::MAX)) {
                tx.script(step.every)?;
                tx.script(match tx.kind() {
                    EngineKind::Sqlite => step.sqlite,
                    EngineKind::Postgres => step.postgres,
                })?;
                at += 1;
            }
            tx.execute_deferred("UPDATE version SET version = $1", &[at.into()])?;
            match tx.kind() {
                EngineKind::Sqlite => Ok(()),
                EngineKind::Postgres => tx.script(PROTECT),
            }
        })
    }
}

fn not_newer(found: i64) -> Result<i64, StoreError> {
    if found > KNOWN {
        return Err(StoreError::NewerSchema {
            found,
            known: KNOWN,
        });
    }
    Ok(found)
}

/// The version of the tables: 0 for an empty database.
fn version(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    let tables = tx.tables()?;
    if tables.is_empty() {
        return Ok(0);
    }
    if !["version", "shop"]
        .iter()
        .all(|ours| tables.iter().any(|t| t == ours))
    {
        return Err(StoreError::NotADatabase);
    }
    match tx.query_first("SELECT version FROM version", &[])? {
        Some(mut row) => row.int(),
        None => Err(StoreError::NotADatabase),
    }
}
