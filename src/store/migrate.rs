//! Migrations: the numbered steps of assets/migrations, all in one transaction.
//!
//! Owns the version of the tables, and that the days kept are those of the shop's zone.

use chrono::{DateTime, Utc};

use super::sql::{Tx, Value};
use super::{Pace, Store, StoreError, Why};

/// One numbered step.
struct Step {
    /// What every engine runs.
    every: &'static str,
    /// What SQLite alone runs after it.
    sqlite: &'static str,
}

const STEPS: &[Step] = &[
    Step {
        every: include_str!("../../assets/migrations/0001_the_shop.sql"),
        sqlite: include_str!("../../assets/migrations/0001_the_shop.sqlite.sql"),
    },
    Step {
        every: include_str!("../../assets/migrations/0002_several_counters.sql"),
        sqlite: "",
    },
    Step {
        every: include_str!("../../assets/migrations/0003_the_whole_day.sql"),
        sqlite: "",
    },
    Step {
        every: include_str!("../../assets/migrations/0004_in_and_out.sql"),
        sqlite: "",
    },
];

/// The newest version this program knows.
pub(super) const KNOWN: i64 = 4;

impl Store {
    /// Refuses a file that is not ours or a newer program's, before anything of it is changed.
    pub(super) fn refuse_others(&mut self) -> Result<(), StoreError> {
        match self.db.read(version)? {
            found if found > KNOWN => Err(StoreError::Newer {
                found,
                known: KNOWN,
            }),
            _ => Ok(()),
        }
    }

    /// Brings the tables up to date, with a backup made before where there is a moment to name it
    /// by; a newer database is refused and left as it is.
    pub(super) fn migrate(&mut self, now: Option<DateTime<Utc>>) -> Result<(), StoreError> {
        let zone = self.zone().name();
        let current = self.db.read(|tx| {
            let version = version(tx)?;
            let kept = if version == KNOWN {
                zone_kept(tx)?
            } else {
                None
            };
            Ok((version, kept))
        })?;
        if current.0 > KNOWN {
            return Err(StoreError::Newer {
                found: current.0,
                known: KNOWN,
            });
        }
        if current == (KNOWN, Some(zone.to_owned())) {
            return Ok(());
        }
        let older = (1..KNOWN).contains(&current.0);
        if let (true, Some(now), Some(backups)) = (older, now, self.backups()) {
            backups.make(Why::Migration, now, Pace::AtOnce)?;
        }
        let calendar = self.calendar.clone();
        self.db.write(|tx| {
            let mut at = version(tx)?;
            let fresh = at == 0;
            if at == 0 {
                tx.script("CREATE TABLE version (version BIGINT NOT NULL)")?;
                tx.run(
                    "INSERT INTO version (version) VALUES ($1)",
                    &[Value::Int(0)],
                )?;
            }
            for step in STEPS.iter().skip(usize::try_from(at).unwrap_or(usize::MAX)) {
                tx.script(step.every)?;
                tx.script(step.sqlite)?;
                at += 1;
            }
            tx.run("UPDATE version SET version = $1", &[at.into()])?;
            if fresh {
                tx.run(
                    "INSERT INTO shop (shop, zone, last_customer, last_item, last_follow_up, \
                     last_contact, last_act, customers) VALUES ($1, $2, 0, 0, 0, 0, 0, 0)",
                    &[tx.shop().into(), zone.into()],
                )?;
            } else if zone_kept(tx)?.as_deref() != Some(zone) {
                super::reckon::reckon_all(tx, &calendar)?;
                tx.run(
                    "UPDATE shop SET zone = $2 WHERE shop = $1",
                    &[tx.shop().into(), zone.into()],
                )?;
            }
            Ok(())
        })
    }
}

/// The version of the tables: 0 for an empty file.
fn version(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    let tables = tx.tables()?;
    if tables.is_empty() {
        return Ok(0);
    }
    if !["version", "shop"]
        .iter()
        .all(|ours| tables.iter().any(|t| t == ours))
    {
        return Err(StoreError::NotOurs);
    }
    match tx.row("SELECT version FROM version", &[])? {
        Some(mut row) => row.int(),
        None => Err(StoreError::NotOurs),
    }
}

fn zone_kept(tx: &mut Tx<'_>) -> Result<Option<String>, StoreError> {
    match tx.row("SELECT zone FROM shop WHERE shop = $1", &[tx.shop().into()])? {
        Some(mut row) => row.maybe_text(),
        None => Ok(None),
    }
}
