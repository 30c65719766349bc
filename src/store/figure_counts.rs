//! What is counted for the figures: numbers a day, and when customers answer.
//!
//! Owns the writing of `figure`, `answering` and `answering_shop` in the act's own transaction, from its
//! rows before and after. They are counted anew by `recount`.

use std::collections::{BTreeMap, BTreeSet};

use super::error::StoreError;
use super::sql::{SqlValue, Tx, places};
use crate::domain::customer::Id;
use crate::domain::likelihood::AttemptCounts;
use crate::domain::metrics::MetricDeltas;

/// Keeps what an act's changes add; nothing is kept of customers who are gone with it.
pub(super) fn update_counts(
    tx: &mut Tx<'_>,
    counts: &mut MetricDeltas,
    gone: &BTreeSet<Id>,
) -> Result<(), StoreError> {
    counts.drop_zeroes();
    for (place, n) in &counts.figures {
        let cell: [SqlValue; 4] = [
            tx.shop().into(),
            place.day.into(),
            place.what.word().into(),
            place.part.into(),
        ];
        let sql = "INSERT INTO figure (shop, day, what, part, n) VALUES ($1, $2, $3, $4, $5) \
                   ON CONFLICT (shop, day, what, part) DO UPDATE SET n = figure.n + $5";
        tx.execute_deferred(sql, &[&cell[..], &[SqlValue::Int(*n)]].concat())?;
        if *n < 0 {
            let sql = "DELETE FROM figure WHERE shop = $1 AND day = $2 AND what = $3 \
                       AND part = $4 AND n = 0";
            tx.execute_deferred(sql, &cell)?;
        }
    }
    let mut shop: BTreeMap<i64, AttemptCounts> = BTreeMap::new();
    for ((customer, band), tries) in &counts.answering {
        let whole = shop.entry(*band).or_default();
        *whole = whole.and(*tries);
        if !gone.contains(customer) {
            update_customer_habits(tx, *customer, *band, *tries)?;
        }
    }
    for (band, tries) in shop {
        update_shop_habits(tx, band, tries)?;
    }
    *counts = MetricDeltas::default();
    Ok(())
}

pub(super) fn update_customer_habits(
    tx: &mut Tx<'_>,
    customer: Id,
    band: i64,
    tries: AttemptCounts,
) -> Result<(), StoreError> {
    let cell: [SqlValue; 3] = [tx.shop().into(), customer.into(), band.into()];
    let added = [SqlValue::Int(tries.tried), SqlValue::Int(tries.reached)];
    let sql = "INSERT INTO answering (shop, customer, band, tried, reached) \
               VALUES ($1, $2, $3, $4, $5) ON CONFLICT (shop, customer, band) DO UPDATE SET \
               tried = answering.tried + $4, reached = answering.reached + $5";
    tx.execute_deferred(sql, &[&cell[..], &added].concat())?;
    if tries.tried < 0 {
        let sql = "DELETE FROM answering WHERE shop = $1 AND customer = $2 AND band = $3 \
                   AND tried = 0";
        tx.execute_deferred(sql, &cell)?;
    }
    Ok(())
}

fn update_shop_habits(tx: &mut Tx<'_>, band: i64, tries: AttemptCounts) -> Result<(), StoreError> {
    let cell: [SqlValue; 2] = [tx.shop().into(), band.into()];
    let added = [SqlValue::Int(tries.tried), SqlValue::Int(tries.reached)];
    let sql = "INSERT INTO answering_shop (shop, band, tried, reached) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (shop, band) DO UPDATE SET \
               tried = answering_shop.tried + $3, reached = answering_shop.reached + $4";
    tx.execute_deferred(sql, &[&cell[..], &added].concat())?;
    if tries.tried < 0 {
        let sql = "DELETE FROM answering_shop WHERE shop = $1 AND band = $2 AND tried = 0";
        tx.execute_deferred(sql, &cell)?;
    }
    Ok(())
}

/// Empties some of the tables, for this shop.
pub(super) fn clear(tx: &mut Tx<'_>, tables: &[&str]) -> Result<(), StoreError> {
    for table in tables {
        let sql = format!("DELETE FROM {table} WHERE shop = $1");
        tx.execute_deferred(&sql, &[tx.shop().into()])?;
    }
    Ok(())
}

/// Those of some customers who are not there any more.
pub(super) fn missing(
    tx: &mut Tx<'_>,
    mut customers: BTreeSet<Id>,
) -> Result<BTreeSet<Id>, StoreError> {
    let ids: Vec<Id> = customers.iter().copied().collect();
    for batch in ids.chunks(500) {
        let mut values: Vec<SqlValue> = vec![tx.shop().into()];
        values.extend(batch.iter().map(|id| SqlValue::Int(*id)));
        let list = places(2, batch.len());
        let sql = format!("SELECT id FROM customer WHERE shop = $1 AND id IN ({list})");
        for mut row in tx.query(&sql, &values)? {
            customers.remove(&row.int()?);
        }
    }
    Ok(customers)
}
