//! When customers answer: the stored counts of tries and answers, read with the summaries.

use std::collections::BTreeMap;

use super::error::StoreError;
use super::sql::{Pending, SqlValue, Tx};
use crate::domain::customer::Id;
use crate::domain::likelihood::{AttemptCounts, AttemptsByBand};

/// Queries the counts of the whole shop.
pub(super) fn query_shop_habits(tx: &mut Tx<'_>) -> Result<Pending, StoreError> {
    let sql = "SELECT band, tried, reached FROM answering_shop WHERE shop = $1";
    tx.query_deferred(sql, &[tx.shop().into()])
}

/// The queried counts of the shop.
pub(super) fn shop_habits(tx: &mut Tx<'_>, asked: Pending) -> Result<AttemptsByBand, StoreError> {
    let mut bands = AttemptsByBand::default();
    for mut row in tx.fetch(asked)? {
        set(&mut bands, row.int()?, row.int()?, row.int()?);
    }
    Ok(bands)
}

/// Queries the counts of some customers: `list` are their placeholders, with the values.
pub(super) fn query_own_habits(
    tx: &mut Tx<'_>,
    list: &str,
    values: &[SqlValue],
) -> Result<Pending, StoreError> {
    let limit = format!("${}", values.len());
    let sql = format!(
        "SELECT customer, band, tried, reached FROM answering \
         WHERE shop = $1 AND customer IN ({list}) LIMIT {limit}"
    );
    tx.query_deferred(&sql, values)
}

/// The queried counts, by customer.
pub(super) fn own_habits(
    tx: &mut Tx<'_>,
    asked: Pending,
) -> Result<BTreeMap<Id, AttemptsByBand>, StoreError> {
    let mut own: BTreeMap<Id, AttemptsByBand> = BTreeMap::new();
    for mut row in tx.fetch(asked)? {
        let bands = own.entry(row.int()?).or_default();
        set(bands, row.int()?, row.int()?, row.int()?);
    }
    Ok(own)
}

/// Adds the counts of a row to their band of the day.
fn set(bands: &mut AttemptsByBand, band: i64, tried: i64, reached: i64) {
    let place = usize::try_from(band).ok().and_then(|n| bands.get_mut(n));
    if let Some(place) = place {
        *place = AttemptCounts { tried, reached };
    }
}
