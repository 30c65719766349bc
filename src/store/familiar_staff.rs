//! The projections of who knows whom (`knows`) and of each member's own list (`mine`): updated with
//! every act, read as index ranges.
//!
//! Owns these two tables. Which customers belong to a member is the domain's rule.

use std::collections::{BTreeMap, BTreeSet};

use super::error::StoreError;
use super::sql::{Pending, SqlValue, Tx};
use crate::domain::change::{Change, Record};
use crate::domain::contact::Outcome;
use crate::domain::customer::Id;
use crate::domain::familiar_staff::FamiliarStaff;
use crate::domain::queue::ListKeys;
use crate::domain::summary::CustomerSummary;

/// Whether a change may affect whom its customer knows.
pub(super) fn touches(change: &Change) -> bool {
    let says = |record: &Record| match record {
        Record::Contact(contact) => contact.outcome == Outcome::Reached,
        Record::FollowUp(f) => f.done_by.is_some(),
        Record::Customer(_) | Record::Item(_) => false,
    };
    let both = [&change.before, &change.after];
    both.into_iter().flatten().any(says)
}

/// The staff a customer knows by their contacts and the jobs done for them.
pub(super) fn by_rows(tx: &mut Tx<'_>, customer: Id) -> Result<FamiliarStaff, StoreError> {
    let who: [SqlValue; 2] = [tx.shop().into(), customer.into()];
    let reached = "SELECT staff FROM contact WHERE shop = $1 AND customer = $2 \
                   AND outcome = 'reached' ORDER BY at DESC, id DESC LIMIT 1";
    let job = "SELECT done_by FROM follow_up WHERE shop = $1 AND customer = $2 \
               AND done_by IS NOT NULL ORDER BY id DESC LIMIT 1";
    let (reached, job) = (
        tx.query_deferred(reached, &who)?,
        tx.query_deferred(job, &who)?,
    );
    let mut name = |asked| {
        let row = tx.fetch(asked)?.into_iter().next();
        row.map(|mut row| row.text()).transpose()
    };
    Ok(FamiliarStaff {
        reached_by: name(reached)?,
        job_by: name(job)?,
    })
}

/// Saves the staff a customer knows.
pub(super) fn save_familiar_staff(tx: &mut Tx<'_>, customer: Id) -> Result<(), StoreError> {
    let knows = by_rows(tx, customer)?;
    let who: [SqlValue; 2] = [tx.shop().into(), customer.into()];
    if knows == FamiliarStaff::default() {
        tx.execute_deferred("DELETE FROM knows WHERE shop = $1 AND customer = $2", &who)?;
        return Ok(());
    }
    let whom = [
        knows.reached_by.as_deref().into(),
        knows.job_by.as_deref().into(),
    ];
    tx.execute_deferred(
        "INSERT INTO knows (shop, customer, reached_by, job_by) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (shop, customer) DO UPDATE SET reached_by = $3, job_by = $4",
        &[&who[..], &whom].concat(),
    )?;
    Ok(())
}

/// Asks for whom some customers know: a text's list of them, with its values.
pub(super) fn query_of_customers(
    tx: &mut Tx<'_>,
    list: &str,
    values: &[SqlValue],
) -> Result<Pending, StoreError> {
    let sql = format!(
        "SELECT customer, reached_by, job_by FROM knows WHERE shop = $1 AND customer IN ({list})"
    );
    tx.query_deferred(&sql, values)
}

/// The staff the queried customers know.
pub(super) fn of_customers(
    tx: &mut Tx<'_>,
    asked: Pending,
) -> Result<BTreeMap<Id, FamiliarStaff>, StoreError> {
    tx.fetch(asked)?
        .into_iter()
        .map(|mut row| {
            let customer = row.int()?;
            let knows = FamiliarStaff {
                reached_by: row.maybe_text()?,
                job_by: row.maybe_text()?,
            };
            Ok((customer, knows))
        })
        .collect()
}

/// The members in whose lists a customer is, by folded name.
pub(super) fn kept_in(tx: &mut Tx<'_>, customer: Id) -> Result<BTreeSet<String>, StoreError> {
    let sql = "SELECT staff FROM mine WHERE shop = $1 AND customer = $2";
    tx.query(sql, &[tx.shop().into(), customer.into()])?
        .into_iter()
        .map(|mut row| row.text())
        .collect()
}

/// Updates the lists of members that a customer is in.
pub(super) fn update_staff_lists(
    tx: &mut Tx<'_>,
    entry: &CustomerSummary,
    marks: &ListKeys,
    before: &BTreeSet<String>,
) -> Result<(), StoreError> {
    let whose = if marks.due_at.is_some() {
        entry.staff_names()
    } else {
        BTreeSet::new()
    };
    let customer = entry.customer.id;
    leave_staff_lists(tx, customer, before.difference(&whose))?;
    for staff in whose {
        let values: [SqlValue; 8] = [
            tx.shop().into(),
            customer.into(),
            staff.into(),
            marks.promise_at.into(),
            marks.red_at.into(),
            marks.due_at.into(),
            marks.wakes_at.map_or(SqlValue::Int(0), Into::into),
            marks.held_until.map_or(SqlValue::Int(0), Into::into),
        ];
        tx.execute_deferred(
            "INSERT INTO mine (shop, customer, staff, promise_at, red_at, due_at, wakes_at, \
             held_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
             ON CONFLICT (shop, customer, staff) DO UPDATE SET promise_at = $4, red_at = $5, \
             due_at = $6, wakes_at = $7, held_until = $8",
            &values,
        )?;
    }
    Ok(())
}

/// Removes a customer from some members' lists.
pub(super) fn leave_staff_lists<'a>(
    tx: &mut Tx<'_>,
    customer: Id,
    whose: impl IntoIterator<Item = &'a String>,
) -> Result<(), StoreError> {
    for staff in whose {
        tx.execute_deferred(
            "DELETE FROM mine WHERE shop = $1 AND customer = $2 AND staff = $3",
            &[tx.shop().into(), customer.into(), staff.as_str().into()],
        )?;
    }
    Ok(())
}
