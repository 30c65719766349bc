//! Numbers: the newest of every noun in the shop's own row, and those an act's new rows are given.
//!
//! Owns that no number is given twice.

use std::collections::BTreeMap;

use super::error::StoreError;
use super::row_mapping;
use super::schema::KNOWN;
use super::sql::{Pending, Tx};
use crate::domain::change::{Change, EntityKind, Record};
use crate::domain::customer::Id;

/// The shop's row: the newest number of every noun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IdAllocator {
    newest: BTreeMap<EntityKind, i64>,
    pub(super) act: i64,
    pub(super) customers: i64,
}

impl IdAllocator {
    /// Asks for them.
    pub(super) fn query(tx: &mut Tx<'_>) -> Result<Pending, StoreError> {
        let sql = "SELECT last_customer, last_item, last_follow_up, last_contact, last_act, \
                   customers, moving, moved_to, (SELECT version FROM version) FROM shop \
                   WHERE shop = $1";
        tx.query_deferred(sql, &[tx.shop().into()])
    }

    /// They, as they were asked for.
    pub(super) fn fetch(tx: &mut Tx<'_>, asked: Pending) -> Result<Self, StoreError> {
        let row = tx.fetch(asked)?.into_iter().next();
        let mut row = row.ok_or_else(|| StoreError::damaged("the shop's own row is missing"))?;
        let mut newest = BTreeMap::new();
        for noun in [
            EntityKind::Customer,
            EntityKind::Item,
            EntityKind::FollowUp,
            EntityKind::Contact,
        ] {
            newest.insert(noun, row.int()?);
        }
        let numbers = Self {
            newest,
            act: row.int()?,
            customers: row.int()?,
        };
        let (moving, moved_to) = (row.maybe_text()?, row.maybe_text()?);
        // A newer program has changed the tables since they were opened.
        let found = row.int()?;
        if found > KNOWN {
            return Err(StoreError::NewerSchema {
                found,
                known: KNOWN,
            });
        }
        match (moving, moved_to) {
            (_, Some(place)) => Err(StoreError::ShopMoved(place)),
            (Some(_), None) => Err(StoreError::ShopMoving),
            (None, None) => Ok(numbers),
        }
    }

    pub(super) fn read(tx: &mut Tx<'_>) -> Result<Self, StoreError> {
        let asked = Self::query(tx)?;
        Self::fetch(tx, asked)
    }

    pub(super) fn write(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let of = |noun| self.newest.get(&noun).copied().unwrap_or(0);
        tx.execute_deferred(
            "UPDATE shop SET last_customer = $2, last_item = $3, last_follow_up = $4, \
             last_contact = $5, last_act = $6, customers = $7 WHERE shop = $1",
            &[
                tx.shop().into(),
                of(EntityKind::Customer).into(),
                of(EntityKind::Item).into(),
                of(EntityKind::FollowUp).into(),
                of(EntityKind::Contact).into(),
                self.act.into(),
                self.customers.into(),
            ],
        )?;
        Ok(())
    }

    /// Sees to it that no number is given again that was given before: of customers, items,
    /// follow-ups, contacts and acts.
    pub(super) fn raise_to(&mut self, newest: &[i64; 5]) {
        let nouns = [
            EntityKind::Customer,
            EntityKind::Item,
            EntityKind::FollowUp,
            EntityKind::Contact,
        ];
        for (noun, newest) in nouns.into_iter().zip(newest) {
            let own = self.newest.entry(noun).or_insert(0);
            *own = (*own).max(*newest);
        }
        let [.., act] = newest;
        self.act = self.act.max(*act);
    }

    pub(super) const fn set_customer_count(&mut self, customers: i64) {
        self.customers = customers;
    }

    pub(super) const fn decrement_customers(&mut self) {
        self.customers -= 1;
    }

    fn next(&mut self, noun: EntityKind) -> i64 {
        let newest = self.newest.entry(noun).or_insert(0);
        *newest += 1;
        *newest
    }
}

/// The numbers an act's new rows were given, in place of its negative ones.
#[derive(Debug, Default)]
pub(super) struct AssignedIds(BTreeMap<(EntityKind, Id), Id>);

impl AssignedIds {
    /// Gives every new row its number.
    pub(super) fn new(numbers: &mut IdAllocator, changes: &[Change]) -> Self {
        let mut given = BTreeMap::new();
        for change in changes {
            if let (None, Some(after)) = (&change.before, &change.after)
                && after.id() <= 0
            {
                let number = numbers.next(after.noun());
                given.insert((after.noun(), after.id()), number);
            }
        }
        Self(given)
    }

    pub(super) fn number(&self, noun: EntityKind, id: Id) -> Id {
        self.0.get(&(noun, id)).copied().unwrap_or(id)
    }

    /// A change as it is kept: its rows by their numbers, and what is written as it will be read
    /// again. One at a time, so that an import of a million rows is not held twice.
    pub(super) fn with_assigned_ids(&self, change: &Change) -> Result<Change, StoreError> {
        let renumbered = |record: &Option<Record>| {
            let mut record = record.clone()?;
            record.renumber(&|noun, id| self.number(noun, id));
            Some(record)
        };
        let after = renumbered(&change.after)
            .map(|r| row_mapping::kept(&r))
            .transpose()?;
        Ok(Change {
            before: renumbered(&change.before),
            after,
        })
    }
}
