//! Counting anew: every day that rows are stored under, once a shop's zone is another.
//!
//! Owns what is counted when: in portions, between which every window reads and saves as ever. Begun
//! anew it comes to the same; it is over once `counted_zone` says so.

use chrono_tz::Tz;

use super::change_counter::{Recount, RecountStep};
use super::error::StoreError;
use super::handle::Store;
use super::projections;
use crate::domain::customer::Id;

/// How far a recount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecountProgress {
    /// The zone everything is counted for.
    pub zone: Tz,
    /// How much of it is done, in hundredths.
    pub percent: i64,
}

impl Store {
    /// Whether a recount is under way.
    #[must_use]
    pub const fn is_recounting(&self) -> bool {
        self.recount.is_some()
    }

    /// How far a recount is, where one is under way.
    ///
    /// # Errors
    /// What stood in the way of reading.
    pub fn recount_progress(&mut self) -> Result<Option<RecountProgress>, StoreError> {
        let Some(recount) = &self.recount else {
            return Ok(None);
        };
        let (shop, zone) = (self.db.shop(), self.calendar.zone);
        let newest = self.db.read(|tx| {
            let sql = "SELECT last_customer, last_act FROM shop WHERE shop = $1";
            let row = tx.query_first(sql, &[shop.into()])?;
            row.map(|mut row| Ok((row.int()?, row.int()?))).transpose()
        })?;
        let percent = recount.percent(newest.unwrap_or_default());
        Ok(Some(RecountProgress { zone, percent }))
    }

    /// Counts the next portion of a recount that is under way; whether there is more of it. Others may
    /// save whatever they like between two portions.
    ///
    /// # Errors
    /// What stood in the way: it is gone on with when this is called again.
    pub fn count_portion(&mut self) -> Result<bool, StoreError> {
        let Some(mut recount) = self.recount.take() else {
            return Ok(false);
        };
        match self.count_next(&mut recount) {
            Ok(false) => Ok(false),
            Ok(true) => {
                self.recount = Some(recount);
                Ok(true)
            }
            Err(why) => {
                // What of a portion is counted already is not known.
                self.recount = Some(Recount::begin());
                Err(why)
            }
        }
    }

    fn count_next(&mut self, recount: &mut Recount) -> Result<bool, StoreError> {
        let (shop, calendar) = (self.db.shop(), self.calendar.clone());
        let changes = &mut recount.changes;
        match recount.step {
            RecountStep::Standing(behind) => {
                let last = self
                    .db
                    .write(|tx| projections::reckon_some(tx, behind, &calendar))?;
                recount.step = last.map_or(RecountStep::Changes, RecountStep::Standing);
            }
            RecountStep::Changes => {
                if !self.db.read(|tx| changes.read_on(tx, &calendar))? {
                    recount.step = RecountStep::Habits(0);
                }
            }
            RecountStep::Habits(behind) => {
                let last = self.db.write(|tx| {
                    changes.catch_up(tx, &calendar)?;
                    let last = changes.write_habits(tx, behind)?;
                    if last == Id::MAX {
                        changes.write_figures(tx)?;
                        let zone = calendar.zone.name();
                        let sql = "UPDATE shop SET counted_zone = $2 WHERE shop = $1 AND zone = $2";
                        tx.execute_deferred(sql, &[shop.into(), zone.into()])?;
                    }
                    Ok(last)
                })?;
                recount.step = RecountStep::Habits(last);
                return Ok(last < Id::MAX);
            }
        }
        Ok(true)
    }
}
