//! Carrying a shop over to another database, and the proof that all of it is there.
//!
//! Owns which tables make up a shop. Rows go over by the page in the order of their keys, so that
//! a move that was cut short goes on where it stopped; nothing is changed on either side until it
//! is done. What is kept for searching is made anew: each engine has its own.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Instant;

use uuid::Uuid;

use super::error::StoreError;
use super::field_events::ms;
use super::handle::Store;
use super::sql::{SqlValue, Tx};
use super::transfer_rows::{TABLES, clear, customers_after, insert_rows, key_of, last_key, page};
use super::{search_index, summaries};
use crate::domain::customer::Id;

/// Tables with a shop that stay behind: made anew on the other side, or of this side only.
pub const LEFT: &[&str] = &["shop", "words", "claim", "member"];

/// How far a move is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferProgress {
    /// The table.
    pub table: &'static str,
    /// How many of its rows have gone over in this run.
    pub rows: u64,
    /// How many rows of all tables have.
    pub done: u64,
    /// How many rows there are to carry over, where this run began.
    pub of: u64,
}

/// What a table holds, on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableChecksum {
    /// How many rows.
    pub rows: u64,
    /// A number reckoned from every cell of them.
    pub checksum: u64,
}

/// A table on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableComparison {
    /// The table.
    pub table: &'static str,
    /// Here.
    pub from: TableChecksum,
    /// There.
    pub to: TableChecksum,
}

impl Store {
    /// Carries this shop over to another database, whole: what each table holds on both sides.
    /// Cut short, it goes on where it stopped when it is called again. Afterwards nothing is saved
    /// here any more: `gone_to` is where the shop is said to have gone.
    ///
    /// # Errors
    /// `NotEmpty` where another shop's rows are there; `Differs` where a table is not the same on
    /// both sides; what either engine refused.
    pub fn transfer_to(
        &mut self,
        to: &mut Self,
        gone_to: &str,
        mut tell: impl FnMut(&TransferProgress),
    ) -> Result<Vec<TableComparison>, StoreError> {
        let since = Instant::now();
        tracing::info!("move begins");
        let id = self.begin_to_move(to)?;
        let (mut done, of) = (0, self.count_rows()?);
        for (table, key) in TABLES {
            let columns = self.db.read(|tx| tx.columns(table))?;
            let mut last = to.db.read(|tx| last_key(tx, table, key))?;
            let mut rows = 0;
            loop {
                let page = self
                    .db
                    .read(|tx| page(tx, table, key, &columns, last.as_deref()))?;
                let Some(end) = page.last() else { break };
                last = Some(key_of(end, key, &columns));
                rows += page.len() as u64;
                to.db.write(|tx| insert_rows(tx, table, &columns, &page))?;
                done += page.len() as u64;
                tell(&TransferProgress {
                    table,
                    rows,
                    done,
                    of,
                });
            }
        }
        to.make_words()?;
        let proofs = self.proofs(to)?;
        self.end_the_move(to, &id, gone_to)?;
        tracing::info!(ms = ms(since), "shop moved");
        Ok(proofs)
    }

    /// Gives a move up that was begun: the shop stays here. What went over already is taken out by
    /// the next move to the same place.
    ///
    /// # Errors
    /// `NoMove` where none is under way; `ShopMoved` where it is done.
    pub fn cancel_transfer(&mut self) -> Result<(), StoreError> {
        self.db.write(|tx| {
            let here = state(tx)?;
            match (here.moved_to, here.moving) {
                (Some(place), _) => Err(StoreError::ShopMoved(place)),
                (None, None) => Err(StoreError::NoMove),
                (None, Some(_)) => set_moving(tx, None),
            }
        })
    }

    /// Whether a move of this shop was begun, and is not done.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn is_moving(&mut self) -> Result<bool, StoreError> {
        self.db.read(|tx| Ok(state(tx)?.moving.is_some()))
    }

    /// Closes both sides to changes under one number; where a move was cut short, under its own.
    fn begin_to_move(&mut self, to: &mut Self) -> Result<String, StoreError> {
        let there = to.db.read(state)?;
        let here = self.db.read(state)?;
        if let Some(place) = here.moved_to {
            return Err(StoreError::ShopMoved(place));
        }
        if let Some(id) = here.moving {
            if there.moving.as_ref() == Some(&id) {
                return Ok(id);
            }
            // The other side was never begun, or it was another one: from the start.
            if there.acts == 0 && there.moving.is_none() {
                to.db.write(|tx| set_moving(tx, Some(&id)))?;
                return Ok(id);
            }
        }
        if there.moved_to.is_some() || there.moving.is_some() {
            // What stayed there when the shop left, or of a move that was given up.
            to.db.ddl_transaction(clear)?;
        } else if there.acts > 0 {
            return Err(StoreError::TargetNotEmpty);
        }
        let id = Uuid::now_v7().to_string();
        self.db.write(|tx| set_moving(tx, Some(&id)))?;
        to.db.write(|tx| set_moving(tx, Some(&id)))?;
        Ok(id)
    }

    /// Makes what customers are found by anew, by the page.
    fn make_words(&mut self) -> Result<(), StoreError> {
        let mut last: Id = 0;
        loop {
            let end = self.db.write(|tx| {
                let ids = customers_after(tx, last)?;
                let mut entries = summaries::entries(tx, &ids, i64::MAX)?;
                entries.retain(|entry| entry.customer.merged_into.is_none());
                for entry in entries {
                    search_index::keep_words(tx, &entry)?;
                }
                Ok(ids.last().copied())
            })?;
            match end {
                Some(end) => last = end,
                None => return Ok(()),
            }
        }
    }

    /// How many rows the tables have that go over.
    fn count_rows(&mut self) -> Result<u64, StoreError> {
        self.db.read(|tx| {
            let mut rows = 0;
            for (table, _) in TABLES {
                let sql = format!("SELECT COUNT(*) FROM {table} WHERE shop = $1");
                let row = tx.query_first(&sql, &[tx.shop().into()])?;
                rows += row.map_or(Ok(0), |mut row| row.int())?;
            }
            Ok(u64::try_from(rows).unwrap_or(0))
        })
    }

    /// What each table holds on both sides.
    fn proofs(&mut self, to: &mut Self) -> Result<Vec<TableComparison>, StoreError> {
        let mut proofs = Vec::with_capacity(TABLES.len());
        for (table, key) in TABLES {
            let columns = self.db.read(|tx| tx.columns(table))?;
            let proof = TableComparison {
                table,
                from: self.sum(table, key, &columns)?,
                to: to.sum(table, key, &columns)?,
            };
            if proof.from != proof.to {
                return Err(StoreError::TransferMismatch((*table).to_owned()));
            }
            proofs.push(proof);
        }
        Ok(proofs)
    }

    /// What a table holds.
    fn sum(
        &mut self,
        table: &str,
        key: &[&str],
        columns: &[String],
    ) -> Result<TableChecksum, StoreError> {
        let mut sum = TableChecksum {
            rows: 0,
            checksum: 0,
        };
        let mut last: Option<Vec<SqlValue>> = None;
        loop {
            let page = self
                .db
                .read(|tx| page(tx, table, key, columns, last.as_deref()))?;
            let Some(end) = page.last() else {
                return Ok(sum);
            };
            last = Some(key_of(end, key, columns));
            for row in &page {
                let mut hasher = DefaultHasher::new();
                row.hash(&mut hasher);
                // In whatever order: a server may put texts in its language's.
                sum.checksum = sum.checksum.wrapping_add(hasher.finish());
                sum.rows += 1;
            }
        }
    }

    /// Opens the other side, and leaves word on this one.
    fn end_the_move(&mut self, to: &mut Self, id: &str, gone_to: &str) -> Result<(), StoreError> {
        let numbers = "SELECT zone, last_customer, last_item, last_follow_up, last_contact, \
                       last_act, customers FROM shop WHERE shop = $1 AND moving = $2";
        let row = self
            .db
            .read(|tx| tx.query_first(numbers, &[tx.shop().into(), id.into()]))?;
        let row = row.ok_or(StoreError::RowConflict)?;
        // This side first: two that both take changes is what must never be.
        self.db.write(|tx| {
            tx.execute(
                "UPDATE shop SET moved_to = $2 WHERE shop = $1",
                &[tx.shop().into(), gone_to.into()],
            )
        })?;
        to.db.write(|tx| {
            let mut values: Vec<SqlValue> = vec![tx.shop().into()];
            values.extend(row.cells());
            tx.execute(
                "UPDATE shop SET zone = $2, counted_zone = $2, last_customer = $3, last_item = $4, \
                 last_follow_up = $5, last_contact = $6, last_act = $7, customers = $8, \
                 moving = NULL, moved_to = NULL WHERE shop = $1",
                &values,
            )
        })?;
        Ok(())
    }
}

/// Refuses a shop that is somewhere else by now.
pub(super) fn refuse_moved(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    state(tx)?
        .moved_to
        .map_or(Ok(()), |place| Err(StoreError::ShopMoved(place)))
}

/// A shop's own row, as far as a move is concerned.
struct TransferState {
    acts: i64,
    moving: Option<String>,
    moved_to: Option<String>,
}

fn state(tx: &mut Tx<'_>) -> Result<TransferState, StoreError> {
    let sql = "SELECT last_act, moving, moved_to FROM shop WHERE shop = $1";
    let mut row = tx
        .query_first(sql, &[tx.shop().into()])?
        .ok_or_else(|| StoreError::damaged("the shop's own row is missing"))?;
    Ok(TransferState {
        acts: row.int()?,
        moving: row.maybe_text()?,
        moved_to: row.maybe_text()?,
    })
}

fn set_moving(tx: &mut Tx<'_>, id: Option<&str>) -> Result<(), StoreError> {
    tx.execute_deferred(
        "UPDATE shop SET moving = $2 WHERE shop = $1",
        &[tx.shop().into(), id.into()],
    )?;
    Ok(())
}
