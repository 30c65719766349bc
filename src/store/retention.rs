//! Retention: anonymises records that are past their retention period; the counts stay.
//!
//! Owns what is past it: closed follow-ups and the contacts about them, authorisations later, and a
//! customer with the last of their records. An open record never is.

use chrono::{DateTime, Utc};

use super::erasure::{self, Eraser};
use super::error::StoreError;
use super::handle::Store;
use super::row_mapping::{self, CONTACT, FOLLOW_UP};
use super::sql::{SqlValue, Tx};
use super::{act_log, do_not_call, merge_pointers, records};
use crate::domain::change::{Act, EntityKind, Record};
use crate::domain::contact::Contact;
use crate::domain::customer::{Customer, Id};
use crate::domain::follow_up::{FollowUp, FollowUpResult};
use crate::domain::retention::RetentionPolicy;

/// How many closed follow-ups are read in one page.
const PAGE: i64 = 500;

/// What is past its retention period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RetentionReport {
    /// Closed follow-ups.
    pub follow_ups: i64,
    /// Contacts.
    pub contacts: i64,
    /// Customers who have no other records.
    pub customers: Vec<(Id, String)>,
}

/// A customer's records that are past retention.
#[derive(Debug, Default)]
struct ExpiredRecords {
    follow_ups: Vec<FollowUp>,
    contacts: Vec<Contact>,
    /// Whether the customer has no other records.
    all: bool,
}

impl Store {
    /// Counts what is past its retention period; nothing is changed.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn would_tidy(
        &mut self,
        keep: RetentionPolicy,
        now: DateTime<Utc>,
    ) -> Result<RetentionReport, StoreError> {
        let mut tidied = RetentionReport::default();
        for id in self.customers_with_expired(keep, now)? {
            self.db.read(|tx| {
                let past = expired_records(tx, id, keep, now)?;
                note(tx, id, &past, &mut tidied)
            })?;
        }
        Ok(tidied)
    }

    /// Anonymises what is past its retention period, one customer at a time, in one act per run. It
    /// cannot be undone.
    ///
    /// # Errors
    /// Any [`StoreError`] of a transaction; customers done before it stay done, the rest follow on the
    /// next run.
    pub fn tidy(
        &mut self,
        keep: RetentionPolicy,
        act: &Act,
    ) -> Result<RetentionReport, StoreError> {
        let ids = self.customers_with_expired(keep, act.at)?;
        let mut tidied = RetentionReport::default();
        if ids.is_empty() {
            return Ok(tidied);
        }
        let calendar = self.calendar.clone();
        self.db.write(|tx| {
            let mut hand = Eraser::begin(tx, act, &calendar)?;
            for id in &ids {
                let past = expired_records(tx, *id, keep, act.at)?;
                note(tx, *id, &past, &mut tidied)?;
                remove_names(tx, *id, past, act.at, &mut hand)?;
            }
            hand.end(tx)
        })?;
        self.purge()?;
        tracing::info!(act = %act.id, customers = ids.len(), "old names taken out");
        Ok(tidied)
    }

    /// All customers with a closed follow-up that is past retention.
    fn customers_with_expired(
        &mut self,
        keep: RetentionPolicy,
        now: DateTime<Utc>,
    ) -> Result<Vec<Id>, StoreError> {
        let sql = format!(
            "SELECT {FOLLOW_UP} FROM follow_up WHERE shop = $1 AND state = 'closed' \
             AND due_at < $2 AND (due_at, id) > ($3, $4) AND customer > 0 \
             ORDER BY due_at, id LIMIT $5"
        );
        let until: SqlValue = keep.closed_since(now).into();
        let mut ids: Vec<Id> = Vec::new();
        let (mut at, mut last) = (SqlValue::Int(i64::MIN), 0);
        loop {
            let page = self.db.read(|tx| {
                let values = [
                    tx.shop().into(),
                    until.clone(),
                    at.clone(),
                    last.into(),
                    PAGE.into(),
                ];
                tx.query(&sql, &values)?
                    .iter_mut()
                    .map(row_mapping::follow_up)
                    .collect::<Result<Vec<_>, _>>()
            })?;
            let Some(end) = page.last() else { break };
            (at, last) = (end.due_at.into(), end.id);
            let over = page.iter().filter(|f| is_past(f, keep, now));
            ids.extend(over.map(|f| f.customer));
        }
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }
}

/// Whether a closed follow-up is past retention.
fn is_past(f: &FollowUp, keep: RetentionPolicy, now: DateTime<Utc>) -> bool {
    let since = if f.result == Some(FollowUpResult::Authorised) {
        keep.authorised_since(now)
    } else {
        keep.closed_since(now)
    };
    f.result_at.unwrap_or(f.due_at).max(f.due_at) < since
}

/// Whether a contact is past retention: one with an authorisation is kept as long as that.
fn is_past_contact(c: &Contact, keep: RetentionPolicy, now: DateTime<Utc>) -> bool {
    let authorised =
        |a: &crate::domain::contact::ContactResult| a.result == FollowUpResult::Authorised;
    let since = if c.answers.iter().any(authorised) {
        keep.authorised_since(now)
    } else {
        keep.closed_since(now)
    };
    c.at < since
}

/// A customer's records that are past retention.
fn expired_records(
    tx: &mut Tx<'_>,
    id: Id,
    keep: RetentionPolicy,
    now: DateTime<Utc>,
) -> Result<ExpiredRecords, StoreError> {
    let who: [SqlValue; 2] = [tx.shop().into(), id.into()];
    let sql = format!("SELECT {FOLLOW_UP} FROM follow_up WHERE shop = $1 AND customer = $2");
    let mut found = tx.query(&sql, &who)?;
    let follow_ups: Result<Vec<FollowUp>, StoreError> =
        found.iter_mut().map(row_mapping::follow_up).collect();
    let sql = format!("SELECT {CONTACT} FROM contact WHERE shop = $1 AND customer = $2");
    let mut found = tx.query(&sql, &who)?;
    let contacts: Result<Vec<Contact>, StoreError> =
        found.iter_mut().map(row_mapping::contact).collect();
    let over = |f: &FollowUp| {
        f.state == crate::domain::follow_up::FollowUpState::Closed && is_past(f, keep, now)
    };
    let (follow_ups, kept): (Vec<_>, Vec<_>) = follow_ups?.into_iter().partition(over);
    let (contacts, talked): (Vec<_>, Vec<_>) = contacts?
        .into_iter()
        .partition(|c| is_past_contact(c, keep, now));
    Ok(ExpiredRecords {
        all: kept.is_empty() && talked.is_empty(),
        follow_ups,
        contacts,
    })
}

/// Adds them to the report.
fn note(
    tx: &mut Tx<'_>,
    id: Id,
    past: &ExpiredRecords,
    tidied: &mut RetentionReport,
) -> Result<(), StoreError> {
    tidied.follow_ups += i64::try_from(past.follow_ups.len()).unwrap_or(0);
    tidied.contacts += i64::try_from(past.contacts.len()).unwrap_or(0);
    if past.all
        && let Some(Record::Customer(customer)) = records::current(tx, EntityKind::Customer, id)?
    {
        tidied.customers.push((id, customer.name));
    }
    Ok(())
}

/// Anonymises them.
fn remove_names(
    tx: &mut Tx<'_>,
    id: Id,
    past: ExpiredRecords,
    now: DateTime<Utc>,
    hand: &mut Eraser<'_>,
) -> Result<(), StoreError> {
    if past.all
        && let Some(Record::Customer(customer)) = records::current(tx, EntityKind::Customer, id)?
    {
        for pointer in merge_pointers::pointers(tx, id)? {
            keep_their_no(tx, &pointer, now)?;
        }
        keep_their_no(tx, &customer, now)?;
        hand.erase(tx, &customer)?;
        return Ok(());
    }
    let follow_ups: Vec<Id> = past.follow_ups.iter().map(|f| f.id).collect();
    let contacts: Vec<Id> = past.contacts.iter().map(|c| c.id).collect();
    let sql = "SELECT act, seq, before, after FROM change WHERE shop = $1 AND customer = $2 \
               ORDER BY act, seq";
    for mut row in tx.query(sql, &[tx.shop().into(), id.into()])? {
        let (act, seq) = (row.int()?, row.int()?);
        let change = act_log::read_change(&mut row)?;
        let over = match change.record() {
            Some(Record::FollowUp(f)) => follow_ups.contains(&f.id),
            Some(Record::Contact(c)) => contacts.contains(&c.id),
            Some(Record::Customer(_) | Record::Item(_)) | None => false,
        };
        if over {
            erasure::mark_irreversible(tx, act)?;
            erasure::take_words_out(tx, act)?;
            erasure::write_nameless_change(tx, act, seq, change)?;
        }
    }
    for f in past.follow_ups {
        hand.write_nameless(tx, Record::FollowUp(f))?;
    }
    for c in past.contacts {
        hand.write_nameless(tx, Record::Contact(c))?;
    }
    hand.reckon(tx, id)
}

/// Puts the number of a customer who opted out on the do-not-call list.
fn keep_their_no(
    tx: &mut Tx<'_>,
    customer: &Customer,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if let (Some(phone), true) = (&customer.phone, customer.refuses_marketing()) {
        let salt = do_not_call::own_salt(tx)?;
        let no_calls = customer.no_calls_at.is_some();
        do_not_call::save_number_hash(tx, &do_not_call::hash(&salt, phone), now, no_calls)?;
    }
    Ok(())
}
