//! Expiry: check-backs whose time has run out go to "let go?", where a person decides.
//!
//! This is the one change made by the clock alone. It is an ordinary act, in the journal under the
//! program's own name and at a counter of its own, so that nobody's undo reverts it by surprise.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::error::StoreError;
use super::handle::Store;
use super::row_mapping::{self, FOLLOW_UP};
use crate::domain::change::{Act, Change, Record};
use crate::domain::follow_up::FollowUpState;

/// The most follow-ups that expire in one act; the rest do on the next run.
const MOST: i64 = 200;

/// The program as author and counter in the journal.
pub(super) const PROGRAM: &str = "checkback";

impl Store {
    /// Moves every open follow-up whose time has run out to those to be let go, and returns their
    /// number. If there is none, nothing is written.
    ///
    /// # Errors
    /// Any [`StoreError`] of the transaction; nothing is changed then.
    pub fn lapse(&mut self, now: DateTime<Utc>) -> Result<usize, StoreError> {
        let sql = format!(
            "SELECT {FOLLOW_UP} FROM follow_up WHERE shop = $1 AND state = 'open' \
             AND lapses_at <= $2 ORDER BY lapses_at LIMIT $3"
        );
        let lapsed = self.db.read(|tx| {
            let values = [tx.shop().into(), now.into(), MOST.into()];
            let mut found = tx.query(&sql, &values)?;
            found
                .iter_mut()
                .map(row_mapping::follow_up)
                .collect::<Result<Vec<_>, _>>()
        })?;
        if lapsed.is_empty() {
            return Ok(0);
        }
        let changes: Vec<Change> = lapsed
            .into_iter()
            .map(|before| {
                let mut after = before.clone();
                after.state = FollowUpState::LetGo;
                Change::of(Record::FollowUp(before), Record::FollowUp(after))
            })
            .collect();
        let count = changes.len();
        self.save(&Act {
            id: Uuid::now_v7(),
            what: "time ran out: stop trying?".to_owned(),
            customer: None,
            at: now,
            by: PROGRAM.to_owned(),
            counter: PROGRAM.to_owned(),
            changes,
        })?;
        Ok(count)
    }
}
