//! Reads all the shop's data from one snapshot, a page at a time, for exports.
//!
//! Owns the walk through each table by its index; a million customers need the memory of one page.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::act_log::{read_change, read_time};
use super::error::StoreError;
use super::handle::Store;
use super::row_mapping::{self, CONTACT, FOLLOW_UP, ITEM};
use super::sql::{SqlRow, Tx, listed};
use super::summaries::entries;
use crate::domain::change::{Change, Record};
use crate::domain::contact::Contact;
use crate::domain::customer::{Customer, Id, Item};
use crate::domain::follow_up::{FollowUp, FollowUpState};
use crate::domain::summary::CustomerSummary;
use crate::domain::summary::{ContactRow, FollowUpRow, TakenBackFollowUps};

/// The number of rows in a page.
const PAGE: i64 = 500;

/// The cursor in the open follow-ups: after a follow-up of a state.
pub type WaitingCursor = (FollowUpState, DateTime<Utc>, Id);

/// The shop's rows in one snapshot.
#[derive(Debug)]
pub struct SnapshotReader<'a, 'b> {
    tx: &'a mut Tx<'b>,
}

impl Store {
    /// Reads from one snapshot: concurrent changes are not visible in it.
    ///
    /// # Errors
    /// Any [`StoreError`] of the transaction, or the error of `work`.
    pub fn read_snapshot<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&mut SnapshotReader<'_, '_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.db.read(|tx| Ok(work(&mut SnapshotReader { tx })))?
    }
}

impl SnapshotReader<'_, '_> {
    /// The next customers by id, each with their items and open follow-ups; empty after the last.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn customers(&mut self, after: Id) -> Result<Vec<CustomerSummary>, StoreError> {
        let sql = "SELECT id FROM customer WHERE shop = $1 AND id > $2 AND merged_into IS NULL \
                   ORDER BY id LIMIT $3";
        let values = [self.tx.shop().into(), after.into(), PAGE.into()];
        let ids: Result<Vec<Id>, StoreError> = self
            .tx
            .query(sql, &values)?
            .iter_mut()
            .map(SqlRow::int)
            .collect();
        entries(self.tx, &ids?, i64::MAX)
    }

    /// The next follow-ups by id, in any state.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn follow_ups(&mut self, after: Id) -> Result<Vec<FollowUpRow>, StoreError> {
        let sql = format!(
            "SELECT {FOLLOW_UP} FROM follow_up WHERE shop = $1 AND id > $2 \
             AND customer > 0 ORDER BY id LIMIT $3"
        );
        let values = [self.tx.shop().into(), after.into(), PAGE.into()];
        let mut found = self.tx.query(&sql, &values)?;
        let found: Result<Vec<FollowUp>, StoreError> =
            found.iter_mut().map(row_mapping::follow_up).collect();
        self.owed(found?)
    }

    /// The next follow-ups that are open, by due date, then those to be let go.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn waiting(
        &mut self,
        behind: Option<WaitingCursor>,
    ) -> Result<Vec<FollowUpRow>, StoreError> {
        let (first, at, id) = behind
            .map_or((FollowUpState::Open, i64::MIN, 0), |(state, at, id)| {
                (state, at.timestamp_millis(), id)
            });
        let mut found = self.of_state(first, at, id)?;
        if found.is_empty() && first == FollowUpState::Open {
            found = self.of_state(FollowUpState::LetGo, i64::MIN, 0)?;
        }
        self.owed(found)
    }

    fn of_state(
        &mut self,
        state: FollowUpState,
        at: i64,
        id: Id,
    ) -> Result<Vec<FollowUp>, StoreError> {
        let sql = format!(
            "SELECT {FOLLOW_UP} FROM follow_up WHERE shop = $1 AND state = $2 \
             AND (due_at, id) > ($3, $4) ORDER BY due_at, id LIMIT $5"
        );
        let values = [
            self.tx.shop().into(),
            state.word().into(),
            at.into(),
            id.into(),
            PAGE.into(),
        ];
        let mut found = self.tx.query(&sql, &values)?;
        found.iter_mut().map(row_mapping::follow_up).collect()
    }

    /// The next follow-ups that were closed since an instant, by when; a forgotten customer's too, without
    /// a name.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn closed_since(
        &mut self,
        since: DateTime<Utc>,
        behind: Option<(DateTime<Utc>, Id)>,
    ) -> Result<Vec<FollowUpRow>, StoreError> {
        let (at, id) = behind.unwrap_or((since, 0));
        let sql = format!(
            "SELECT {FOLLOW_UP} FROM follow_up WHERE shop = $1 AND state = 'closed' \
             AND (result_at, id) > ($2, $3) ORDER BY result_at, id LIMIT $4"
        );
        let values = [self.tx.shop().into(), at.into(), id.into(), PAGE.into()];
        let mut found = self.tx.query(&sql, &values)?;
        let found: Result<Vec<FollowUp>, StoreError> =
            found.iter_mut().map(row_mapping::follow_up).collect();
        self.owed(found?)
    }

    /// The follow-ups that undo took back, of which there may be no row any more; those since an instant
    /// with what they were about.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn taken_back(&mut self, since: DateTime<Utc>) -> Result<TakenBackFollowUps, StoreError> {
        let mut acts = BTreeMap::new();
        let mut gone = BTreeMap::new();
        let mut last = 0;
        loop {
            let turns = self.turns_after(last)?;
            let Some((newest, _)) = turns.last_key_value() else {
                break;
            };
            last = *newest;
            for (act, change) in self.rows_turned(&turns)? {
                match (change.before, change.after) {
                    (Some(Record::FollowUp(f)), None) => {
                        acts.insert(f.id, act);
                        gone.extend(turns.get(&act).map(|at| (f.id, (*at, f))));
                    }
                    (None, Some(Record::FollowUp(f))) => {
                        acts.insert(f.id, act);
                        gone.remove(&f.id);
                    }
                    _ => {}
                }
            }
        }
        gone.retain(|_, (at, _)| *at >= since);
        let people = self.people(gone.values().map(|(_, f)| f.customer))?;
        let row = |(_, follow_up): (DateTime<Utc>, FollowUp)| FollowUpRow {
            customer: one_of(&people, follow_up.customer)
                .cloned()
                .unwrap_or_default(),
            item: None,
            follow_up,
        };
        Ok(TakenBackFollowUps {
            gone: gone.into_values().map(row).collect(),
            acts,
        })
    }

    /// The next acts that are an undo or a redo, with their moments.
    fn turns_after(&mut self, act: i64) -> Result<BTreeMap<i64, DateTime<Utc>>, StoreError> {
        let sql = "SELECT no, at FROM act WHERE shop = $1 AND turns IS NOT NULL AND no > $2 \
                   ORDER BY no LIMIT $3";
        let values = [self.tx.shop().into(), act.into(), PAGE.into()];
        let mut rows = self.tx.query(sql, &values)?;
        rows.iter_mut()
            .map(|row| Ok((row.int()?, read_time(row)?)))
            .collect()
    }

    /// The rows that some acts took out or put back, in the order of the acts.
    fn rows_turned(
        &mut self,
        turns: &BTreeMap<i64, DateTime<Utc>>,
    ) -> Result<Vec<(i64, Change)>, StoreError> {
        let sql = "SELECT act, before, after FROM change WHERE shop = $1 \
                   AND (before IS NULL OR after IS NULL) AND act IN ";
        let ids: Vec<i64> = turns.keys().copied().collect();
        let read = |row: &mut SqlRow| Ok((row.int()?, read_change(row)?));
        let mut rows = self.by_number(sql, &ids, read)?;
        rows.sort_by_key(|(act, _)| *act);
        Ok(rows)
    }

    /// The next contacts by id.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn contacts(&mut self, after: Id) -> Result<Vec<ContactRow>, StoreError> {
        let sql = format!(
            "SELECT {CONTACT} FROM contact WHERE shop = $1 AND id > $2 \
             AND customer > 0 ORDER BY id LIMIT $3"
        );
        let values = [self.tx.shop().into(), after.into(), PAGE.into()];
        let mut found = self.tx.query(&sql, &values)?;
        let contacts: Result<Vec<Contact>, StoreError> =
            found.iter_mut().map(row_mapping::contact).collect();
        let contacts = contacts?;
        let people = self.people(contacts.iter().map(|c| c.customer))?;
        let about = contacts.iter().flat_map(|c| &c.answers);
        let about = distinct(about.map(|answer| answer.follow_up));
        let sql = format!("SELECT {FOLLOW_UP} FROM follow_up WHERE shop = $1 AND id IN ");
        let about: Vec<FollowUp> = self.by_number(&sql, &about, row_mapping::follow_up)?;
        Ok(contacts
            .into_iter()
            .filter_map(|contact| {
                let customer = one_of(&people, contact.customer)?.clone();
                let about = |id| about.iter().find(|f| f.id == id).cloned();
                let follow_ups = contact.answers.iter().filter_map(|a| about(a.follow_up));
                Some(ContactRow {
                    follow_ups: follow_ups.collect(),
                    customer,
                    contact,
                })
            })
            .collect())
    }

    fn owed(&mut self, follow_ups: Vec<FollowUp>) -> Result<Vec<FollowUpRow>, StoreError> {
        let people = self.people(follow_ups.iter().map(|f| f.customer))?;
        let items = distinct(follow_ups.iter().filter_map(|f| f.item));
        let sql = format!("SELECT {ITEM} FROM item WHERE shop = $1 AND id IN ");
        let items: Vec<Item> = self.by_number(&sql, &items, row_mapping::item)?;
        Ok(follow_ups
            .into_iter()
            .filter_map(|follow_up| {
                let item = items.iter().find(|i| Some(i.id) == follow_up.item);
                Some(FollowUpRow {
                    customer: one_of(&people, follow_up.customer)?.clone(),
                    item: item.map(|i| i.label.clone()),
                    follow_up,
                })
            })
            .collect())
    }

    /// Some customers by id.
    fn people(&mut self, ids: impl Iterator<Item = Id>) -> Result<Vec<Customer>, StoreError> {
        let columns = row_mapping::CUSTOMER;
        let sql = format!("SELECT {columns} FROM customer WHERE shop = $1 AND id IN ");
        let mut people = self.by_number(&sql, &distinct(ids), row_mapping::customer)?;
        people.sort_by_key(|c| c.id);
        Ok(people)
    }

    /// The rows with some ids.
    fn by_number<T>(
        &mut self,
        sql: &str,
        ids: &[Id],
        read: impl Fn(&mut SqlRow) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::with_capacity(ids.len());
        for batch in ids.chunks(512) {
            let (values, list) = listed(self.tx.shop(), batch.iter().copied());
            let sql = format!("{sql}({list})");
            for mut row in self.tx.query(&sql, &values)? {
                found.push(read(&mut row)?);
            }
        }
        Ok(found)
    }
}

fn distinct(ids: impl Iterator<Item = Id>) -> Vec<Id> {
    let mut ids: Vec<Id> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn one_of(people: &[Customer], id: Id) -> Option<&Customer> {
    let at = people.binary_search_by_key(&id, |c| c.id).ok()?;
    people.get(at)
}
