//! Migrations: the numbered steps of assets/migrations, all in one transaction.
//!
//! Owns the version of the tables. Whose rows are in them is `shop`'s.

use chrono::{DateTime, Utc};

use super::sql::{EngineKind, SqlValue, Tx};
use super::{BackupReason, CopyPace, Store, StoreError};

/// One numbered step.
pub(super) struct MigrationStep {
    /// What every engine runs.
    pub(super) every: &'static str,
    /// What SQLite alone runs after it.
    sqlite: &'static str,
    /// What PostgreSQL alone runs after it.
    pub(super) postgres: &'static str,
}

/// The steps, in order.
pub(super) const STEPS: &[MigrationStep] = &[
    MigrationStep {
        every: include_str!("../../assets/migrations/0001_the_shop.sql"),
        sqlite: include_str!("../../assets/migrations/0001_the_shop.sqlite.sql"),
        postgres: include_str!("../../assets/migrations/0001_the_shop.postgres.sql"),
    },
    MigrationStep {
        every: include_str!("../../assets/migrations/0002_several_counters.sql"),
        sqlite: "",
        postgres: "",
    },
    MigrationStep {
        every: include_str!("../../assets/migrations/0003_the_whole_day.sql"),
        sqlite: "",
        postgres: "",
    },
    MigrationStep {
        every: include_str!("../../assets/migrations/0004_in_and_out.sql"),
        sqlite: "",
        postgres: "",
    },
    MigrationStep {
        every: include_str!("../../assets/migrations/0005_the_journal.sql"),
        sqlite: "",
        postgres: "",
    },
    MigrationStep {
        every: include_str!("../../assets/migrations/0006_people.sql"),
        sqlite: "",
        postgres: "",
    },
    MigrationStep {
        every: include_str!("../../assets/migrations/0007_where_from.sql"),
        sqlite: "",
        postgres: "",
    },
];

/// What PostgreSQL runs once the tables are as they should be.
pub(super) const PROTECT: &str = include_str!("../../assets/server/protect.sql");

/// The newest version this program knows.
pub(super) const KNOWN: i64 = 7;

impl Store {
    /// Refuses a database that is not ours or a newer program's, before anything of it is changed.
    pub(super) fn refuse_others(&mut self) -> Result<(), StoreError> {
        self.db.read(version).and_then(not_newer).map(|_| ())
    }

    /// Brings the tables up to date, with a backup made before where there is a moment to name it
    /// by; a newer database is refused and left as it is.
    pub(super) fn migrate(&mut self, now: Option<DateTime<Utc>>) -> Result<(), StoreError> {
        let found = not_newer(self.db.read(version)?)?;
        if found == KNOWN {
            return Ok(());
        }
        if let (1.., Some(now), Some(backups)) = (found, now, self.backups()) {
            backups.make(BackupReason::Migration, now, CopyPace::Unthrottled)?;
        }
        let made = self.db.ddl_transaction(|tx| {
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
        });
        made.map_err(|error| match error {
            StoreError::Forbidden(why) => StoreError::MigrationForbidden(why),
            other => other,
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
