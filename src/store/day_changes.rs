//! Today's list after some of its customers have changed: their rows and places alone, with the
//! numbers on top and a card, in one go.
//!
//! The screen keeps the rest of what it has: on a server every window would otherwise read the whole
//! of its page for each act of another.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::card::PendingCard;
use super::day_totals::{PendingTotals, number};
use super::error::StoreError;
use super::handle::Store;
use super::row_mapping::{self, CONTACT};
use super::sql::{Pending, SqlValue, Tx, listed};
use super::summaries::PendingPage;
use crate::domain::contact::Contact;
use crate::domain::customer::Id;
use crate::domain::pagination::Cursor;
use crate::domain::queue::{Standing, list_keys};
use crate::domain::rules::Rules;
use crate::domain::summary::{DayChanges, DoneToday};

/// The most contacts of a day that are looked at, of all the customers who changed.
const MOST: i64 = 2_000;

impl Store {
    /// What has become of some customers in today's list, or in one person's part of it, and a card.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn day_changes(
        &mut self,
        (now, rules): (DateTime<Utc>, &Rules),
        changed: &BTreeSet<Id>,
        of: Option<&str>,
        card: Option<(Id, usize)>,
    ) -> Result<DayChanges, StoreError> {
        let calendar = &rules.calendar;
        let (start, end) = (calendar.start_of_day(now), calendar.end_of_day(now));
        self.db.glance(|tx| {
            let whose = changed.iter().copied();
            let ids: BTreeSet<Id> = whose.chain(card.map(|(id, _)| id)).collect();
            let ids: Vec<Id> = ids.into_iter().collect();
            let page = PendingPage::query(tx, &ids)?;
            let contacts = query_contacts(tx, changed, (start, end))?;
            let done = query_done_count(tx, now, (start, end))?;
            let totals = PendingTotals::query(tx, now, calendar)?;
            let history = card.map(|(id, history)| PendingCard::query(tx, id, history));
            let history = history.transpose()?;

            let mut found = DayChanges::default();
            let (entries, habits) = page.fetch(tx)?;
            found.habits = habits;
            let contacts = fetch_contacts(tx, contacts)?;
            let shown = entries.iter().filter(|e| changed.contains(&e.customer.id));
            for entry in shown {
                let keys = list_keys(&entry.customer, &entry.follow_ups, calendar);
                let (standing, since) = keys.stand(now, calendar).unwrap_or((Standing::Ahead, now));
                let id = entry.customer.id;
                if standing != Standing::Ahead {
                    let at = since.timestamp_millis();
                    let name = String::new();
                    let group = standing as u8;
                    let own = of.is_none_or(|staff| entry.is_of(staff));
                    let cursor = Cursor {
                        group,
                        at,
                        name,
                        id,
                    };
                    found.rows.extend(own.then(|| (cursor, entry.clone())));
                } else if let Some(contact) = contacts.iter().find(|c| c.customer == id) {
                    found.done.push(DoneToday {
                        entry: entry.clone(),
                        contact: contact.clone(),
                    });
                }
            }
            found.rows.sort_by(|(one, _), (other, _)| one.cmp(other));
            found.totals = totals.fetch(tx)?;
            found.totals.done = number(tx, done)?;
            if let (Some((id, _)), Some(history)) = (card, history)
                && let Some(entry) = entries.into_iter().find(|e| e.customer.id == id)
            {
                found.card = Some(history.fetch(tx, entry)?);
            }
            Ok(found)
        })
    }
}

/// Asks for the contacts of a day with some customers, the latest first.
fn query_contacts(
    tx: &mut Tx<'_>,
    customers: &BTreeSet<Id>,
    (start, end): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Pending, StoreError> {
    let (mut values, list) = listed(tx.shop(), customers.iter().copied());
    let n = values.len();
    values.extend::<[SqlValue; 3]>([start.into(), end.into(), MOST.into()]);
    let sql = format!(
        "SELECT {CONTACT} FROM contact WHERE shop = $1 AND customer IN ({list}) \
         AND at >= ${} AND at < ${} ORDER BY at DESC, id DESC LIMIT ${}",
        n + 1,
        n + 2,
        n + 3
    );
    tx.query_deferred(&sql, &values)
}

fn fetch_contacts(tx: &mut Tx<'_>, asked: Pending) -> Result<Vec<Contact>, StoreError> {
    let mut rows = tx.fetch(asked)?;
    rows.iter_mut().map(row_mapping::contact).collect()
}

/// Asks how many customers were dealt with today and stand in the list no more.
fn query_done_count(
    tx: &mut Tx<'_>,
    now: DateTime<Utc>,
    (start, end): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Pending, StoreError> {
    let sql = "SELECT COUNT(DISTINCT contact.customer) FROM contact WHERE contact.shop = $1 \
               AND contact.at >= $2 AND contact.at < $3 AND contact.customer > 0 \
               AND NOT EXISTS (SELECT standing.customer FROM standing \
               WHERE standing.shop = contact.shop AND standing.customer = contact.customer \
               AND standing.due_at < $3 AND (standing.wakes_at <= $4 OR standing.held_until > $4))";
    let values = [tx.shop().into(), start.into(), end.into(), now.into()];
    tx.query_deferred(sql, &values)
}
