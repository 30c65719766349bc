//! Customers as an import's preview would leave them, in a temporary database that SQLite deletes with the
//! preview. However long the imported file, only one batch of it is in memory.
//!
//! Owns that database, and the terms by which a customer is found in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::candidates::CandidateTerms;
use super::error::StoreError;
use super::sql::{Db, SqlValue};
use super::sqlite::Sqlite;
use super::summaries::CustomerRows;
use crate::domain::customer::Id;
use crate::domain::draft::Draft;

/// How many customers are read who share a name, a number or an address.
const FEW: i64 = 8;

/// Customers as a preview leaves them.
#[derive(Debug)]
pub(super) struct PreviewOverlay(Db);

impl PreviewOverlay {
    pub(super) fn new() -> Result<Self, StoreError> {
        // SQLite keeps a database with an empty name in a temporary file, and deletes it.
        let engine = Sqlite::open(Path::new(""))?;
        let mut db = Db::new(Box::new(engine), 0, |_, why| why);
        db.engine().script(
            "CREATE TABLE held (id BIGINT PRIMARY KEY, held TEXT NOT NULL); \
             CREATE TABLE reached (reach TEXT NOT NULL, id BIGINT NOT NULL, \
                                   PRIMARY KEY (reach, id)) WITHOUT ROWID; \
             PRAGMA synchronous = OFF; PRAGMA secure_delete = OFF;",
        )?;
        Ok(Self(db))
    }

    /// Replaces candidates from the database by their state in the preview so far.
    pub(super) fn overlay_preview(
        &mut self,
        met: &mut BTreeMap<Id, CustomerRows>,
        drafts: &[Draft],
    ) -> Result<(), StoreError> {
        let reaches: Vec<String> = CandidateTerms::from_drafts(drafts).all().collect();
        self.0.read(|tx| {
            let mut ids: BTreeSet<Id> = met.keys().copied().collect();
            // Only the first few of each term, as in the database, because names recur.
            let sql = "SELECT id FROM reached WHERE reach = $1 ORDER BY id DESC LIMIT $2";
            for reach in &reaches {
                let values: [SqlValue; 2] = [reach.as_str().into(), FEW.into()];
                for mut row in tx.query(sql, &values)? {
                    ids.insert(row.int()?);
                }
            }
            for id in ids {
                let sql = "SELECT held FROM held WHERE id = $1";
                if let Some(mut row) = tx.query_first(sql, &[id.into()])? {
                    let held = serde_json::from_str(&row.maybe_raw_text()?.unwrap_or_default());
                    let held: CustomerRows =
                        held.map_err(|e| StoreError::damaged(e.to_string()))?;
                    met.insert(id, held);
                }
            }
            Ok(())
        })
    }

    /// Saves customers, all or none.
    pub(super) fn store_customers(
        &mut self,
        after: impl Iterator<Item = CustomerRows>,
    ) -> Result<(), StoreError> {
        self.0.write(|tx| {
            for met in after {
                let id = met.customer.id;
                let json =
                    serde_json::to_string(&met).map_err(|e| StoreError::Engine(e.to_string()))?;
                let sql = "INSERT INTO held (id, held) VALUES ($1, $2) \
                           ON CONFLICT (id) DO UPDATE SET held = $2";
                tx.execute_deferred(sql, &[id.into(), json.into()])?;
                for reach in CandidateTerms::from_candidate(&met).all() {
                    let sql =
                        "INSERT INTO reached (reach, id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
                    tx.execute_deferred(sql, &[reach.into(), id.into()])?;
                }
            }
            Ok(())
        })
    }
}
