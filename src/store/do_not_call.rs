//! The do-not-call list: numbers of forgotten customers who opted out of marketing or of all calls,
//! each only as a hash with the shop's own salt.
//!
//! Owns the hash. It keeps a number from being read, not from being tried: with the file and a
//! number one can tell whether it is on the list, which is all the shop needs.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::act_log;
use super::error::StoreError;
use super::sql::{Pending, SqlValue, Tx, places};
use crate::domain::anonymise::KEPT_NO;
use crate::domain::change::{Change, Record};
use crate::domain::customer::Customer;
use crate::domain::draft::Author;

/// The stored hash of a salt and a number.
pub(super) fn hash(salt: &str, e164: &str) -> String {
    let digest = Sha256::digest(format!("{salt} {e164}"));
    digest.iter().fold(String::new(), |mut text, byte| {
        let _never = write!(text, "{byte:02x}");
        text
    })
}

/// The salts of the shop's hashes: its own, and one of every shop whose list came with a restored
/// backup.
pub(super) fn salts(tx: &mut Tx<'_>) -> Result<Vec<String>, StoreError> {
    let asked = query_salts(tx)?;
    texts(tx, asked)
}

fn query_salts(tx: &mut Tx<'_>) -> Result<Pending, StoreError> {
    tx.query_deferred(
        "SELECT salt FROM salt WHERE shop = $1 ORDER BY salt LIMIT $2",
        &[tx.shop().into(), SqlValue::Int(100)],
    )
}

fn texts(tx: &mut Tx<'_>, asked: Pending) -> Result<Vec<String>, StoreError> {
    let rows = tx.fetch(asked)?.into_iter();
    rows.map(|mut row| row.text()).collect()
}

/// Saves a salt.
pub(super) fn keep_salt(tx: &mut Tx<'_>, salt: &str) -> Result<(), StoreError> {
    tx.execute_deferred(
        "INSERT INTO salt (shop, salt) VALUES ($1, $2) ON CONFLICT (shop, salt) DO NOTHING",
        &[tx.shop().into(), salt.into()],
    )?;
    Ok(())
}

/// The shop's own salt; it is generated when it is first needed.
pub(super) fn own_salt(tx: &mut Tx<'_>) -> Result<String, StoreError> {
    if let Some(salt) = salts(tx)?.into_iter().next() {
        return Ok(salt);
    }
    let salt = format!("{}{}", Uuid::now_v7().simple(), Uuid::now_v7().simple());
    keep_salt(tx, &salt)?;
    Ok(salt)
}

/// Saves a number's hash. `no_calls` marks an opt-out of all calls, which is never weakened.
pub(super) fn save_number_hash(
    tx: &mut Tx<'_>,
    hash: &str,
    at: DateTime<Utc>,
    no_calls: bool,
) -> Result<(), StoreError> {
    let kept = Some(true).filter(|_| no_calls);
    tx.execute_deferred(
        "INSERT INTO do_not_call (shop, hash, at, no_calls) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (shop, hash) DO NOTHING",
        &[tx.shop().into(), hash.into(), at.into(), kept.into()],
    )?;
    if no_calls {
        tx.execute_deferred(
            "UPDATE do_not_call SET no_calls = $3 WHERE shop = $1 AND hash = $2",
            &[tx.shop().into(), hash.into(), kept.into()],
        )?;
    }
    Ok(())
}

/// The list, for checking the changes of an act.
#[derive(Debug)]
pub(super) struct DoNotCallList {
    salts: Vec<String>,
    at: DateTime<Utc>,
    /// How many customers of the act got an opt-out from it.
    pub(super) bound: usize,
}

impl DoNotCallList {
    /// Asks for a shop's.
    pub(super) fn query(tx: &mut Tx<'_>) -> Result<Pending, StoreError> {
        query_salts(tx)
    }

    /// The list that was asked for, for an act of a moment.
    pub(super) fn fetch(
        tx: &mut Tx<'_>,
        asked: Pending,
        at: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            salts: texts(tx, asked)?,
            at,
            bound: 0,
        })
    }

    /// Adds the opt-out to a change that introduces a listed number.
    pub(super) fn bind(&mut self, tx: &mut Tx<'_>, change: &mut Change) -> Result<(), StoreError> {
        let before = match &change.before {
            Some(Record::Customer(before)) => before.phone.clone(),
            _ => None,
        };
        if let Some(Record::Customer(customer)) = &mut change.after
            && (customer.opted_out_at.is_none() || customer.no_calls_at.is_none())
            && customer.phone != before
            && let Some(no_calls) = self.lists(tx, customer)?
        {
            let pen = Author {
                now: self.at,
                by: KEPT_NO,
            };
            let asked = customer.clone();
            if no_calls {
                customer.opt_out_of_calls(pen);
            } else if !customer.refuses_marketing() {
                customer.opt_out_of_marketing(pen);
            }
            self.bound += usize::from(*customer != asked);
        }
        Ok(())
    }

    /// Whether a customer's number is listed, and if so, whether for all calls.
    fn lists(&self, tx: &mut Tx<'_>, customer: &Customer) -> Result<Option<bool>, StoreError> {
        let (Some(phone), false) = (&customer.phone, self.salts.is_empty()) else {
            return Ok(None);
        };
        let mut values: Vec<SqlValue> = vec![tx.shop().into()];
        values.extend(self.salts.iter().map(|salt| hash(salt, phone).into()));
        let sql = format!(
            "SELECT no_calls FROM do_not_call WHERE shop = $1 AND hash IN ({})",
            places(2, self.salts.len())
        );
        let mut listed = None;
        for mut row in tx.query(&sql, &values)? {
            let no_calls = row.maybe_int()? == Some(1);
            listed = Some(listed.unwrap_or(false) || no_calls);
        }
        Ok(listed)
    }
}

/// How many customers got an opt-out from the list in an act, of its changes behind one of them. It
/// is what `bound` was when they were saved: a second try of the act says the same as the first.
pub(super) fn bound_by(
    tx: &mut Tx<'_>,
    act: i64,
    behind: i64,
    at: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let (mut seq, mut bound) = (behind - 1, 0);
    loop {
        let page = act_log::changes_behind(tx, act, seq)?;
        let Some((last, _)) = page.last() else {
            return Ok(bound);
        };
        seq = *last;
        bound += page.iter().filter(|(_, c)| was_bound(c, at)).count();
    }
}

/// Whether the list added an opt-out to a change, at the moment of its act.
fn was_bound(change: &Change, at: DateTime<Utc>) -> bool {
    let customer = |record: &Option<Record>| match record {
        Some(Record::Customer(customer)) => Some(customer.clone()),
        _ => None,
    };
    let Some(after) = customer(&change.after) else {
        return false;
    };
    let before = customer(&change.before).unwrap_or_default();
    let added = |before: Option<DateTime<Utc>>, after: Option<DateTime<Utc>>, by: Option<&str>| {
        before != after && after == Some(at) && by == Some(KEPT_NO)
    };
    let marketing = after.opted_out_by.as_deref();
    added(before.opted_out_at, after.opted_out_at, marketing)
        || added(
            before.no_calls_at,
            after.no_calls_at,
            after.no_calls_by.as_deref(),
        )
}
