//! The stored counts for the figures: metrics by day, and answer habits.
//!
//! Owns `figure`, `answering` and `answering_shop`. They are updated in the act's own transaction
//! from its rows before and after, read as index ranges, and recounted page by page if a database
//! has none or its zone has changed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::save::read_change;
use super::shop::ShopRow;
use super::sql::{Pending, SqlValue, Tx, places};
use super::{Store, StoreError};
use crate::domain::customer::Id;
use crate::domain::figures::{Figures, Period, ReportRange};
use crate::domain::hours::Calendar;
use crate::domain::likelihood::{AttemptCounts, AttemptsByBand};
use crate::domain::metrics::{MetricDeltas, MetricKey};

/// How many changes are recounted in one batch.
const BATCH: i64 = 2_000;

/// Adds the effect of an act's changes; customers deleted by the act get no counts.
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

fn update_customer_habits(
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

impl Store {
    /// The figures of a period, from one snapshot.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn figures(&mut self, period: Period) -> Result<Figures, StoreError> {
        let shop = self.db.shop();
        self.db.read(|tx| count_period(tx, shop, period))
    }

    /// The figures of a period for every visible shop. `None` for a shop that is not counted yet: only
    /// its own counter can do that, because it knows the shop's days.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn figures_of_all(
        &mut self,
        period: Period,
    ) -> Result<Vec<(ShopRow, Option<Figures>)>, StoreError> {
        self.db.read(|tx| {
            let sql = "SELECT shop, name, counted_zone, last_act FROM shop \
                       WHERE moved_to IS NULL ORDER BY shop";
            let mut found = Vec::new();
            for mut row in tx.query(sql, &[])? {
                let (no, name) = (row.int()?, row.maybe_text()?);
                let counted = row.maybe_text()?.is_some() || row.int()? == 0;
                let figures = counted.then(|| count_period(tx, no, period)).transpose()?;
                found.push((ShopRow { no, name }, figures));
            }
            Ok(found)
        })
    }

    /// The figures of a range that ends on a day, with only the latest chunk counted. `count_on` counts
    /// the rest.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn figures_back(
        &mut self,
        back: ReportRange,
        today: NaiveDate,
    ) -> Result<Figures, StoreError> {
        let since = match back {
            ReportRange::Everything => self.db.read(counted_since)?,
            _ => None,
        };
        let mut figures = Figures::of(back.period(today, since));
        self.count_on(&mut figures)?;
        Ok(figures)
    }

    /// Counts the next chunk.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn count_on(&mut self, figures: &mut Figures) -> Result<(), StoreError> {
        let Some(stretch) = figures.next_uncounted_period() else {
            return Ok(());
        };
        let shop = self.db.shop();
        self.db.read(|tx| count(tx, shop, stretch, figures))
    }

    /// Recounts the figures from the whole history. The result must equal the stored counts.
    ///
    /// # Errors
    /// Any [`StoreError`] of the transaction; nothing is changed then.
    pub fn recount(&mut self) -> Result<(), StoreError> {
        let calendar = self.calendar.clone();
        self.db.write(|tx| count_all(tx, &calendar))
    }
}

/// The figures of a shop's period.
pub(super) fn count_period(
    tx: &mut Tx<'_>,
    shop: i64,
    period: Period,
) -> Result<Figures, StoreError> {
    let mut figures = Figures::of(period);
    while let Some(stretch) = figures.next_uncounted_period() {
        count(tx, shop, stretch, &mut figures)?;
    }
    Ok(figures)
}

/// The first day on which anything is counted.
fn counted_since(tx: &mut Tx<'_>) -> Result<Option<NaiveDate>, StoreError> {
    let sql = "SELECT day FROM figure WHERE shop = $1 ORDER BY day LIMIT 1";
    match tx.query_first(sql, &[tx.shop().into()])? {
        Some(mut row) => row.maybe_day(),
        None => Ok(None),
    }
}

/// Adds the stored counts of a chunk of days.
fn count(
    tx: &mut Tx<'_>,
    shop: i64,
    stretch: Period,
    figures: &mut Figures,
) -> Result<(), StoreError> {
    let sql = "SELECT day, what, part, n FROM figure \
               WHERE shop = $1 AND day >= $2 AND day <= $3";
    let values: [SqlValue; 3] = [shop.into(), stretch.from.into(), stretch.to.into()];
    let numbers = tx.query(sql, &values)?.into_iter().map(|mut row| {
        let place = MetricKey {
            day: row.day()?,
            what: row.word()?,
            part: row.int()?,
        };
        Ok((place, row.int()?))
    });
    let numbers = numbers.collect::<Result<Vec<_>, StoreError>>()?;
    figures.count(stretch, numbers);
    Ok(())
}

/// Recounts the whole history, a page at a time.
pub(super) fn count_all(tx: &mut Tx<'_>, calendar: &Calendar) -> Result<(), StoreError> {
    for table in ["figure", "answering", "answering_shop"] {
        let sql = format!("DELETE FROM {table} WHERE shop = $1");
        tx.execute_deferred(&sql, &[tx.shop().into()])?;
    }
    let sql = "SELECT act, seq, before, after FROM change \
               WHERE shop = $1 AND (act, seq) > ($2, $3) ORDER BY act, seq LIMIT $4";
    let (mut act, mut seq) = (0, -1);
    loop {
        let values = [tx.shop().into(), act.into(), seq.into(), BATCH.into()];
        let rows = tx.query(sql, &values)?;
        if rows.is_empty() {
            return Ok(());
        }
        let mut counts = MetricDeltas::default();
        for mut row in rows {
            (act, seq) = (row.int()?, row.int()?);
            counts.add(&read_change(&mut row)?, calendar);
        }
        counts.drop_zeroes();
        let whose: BTreeSet<Id> = counts.answering.keys().map(|(id, _)| *id).collect();
        let gone = missing(tx, whose)?;
        update_counts(tx, &mut counts, &gone)?;
    }
}

/// The customers of a set that no longer exist.
fn missing(tx: &mut Tx<'_>, mut customers: BTreeSet<Id>) -> Result<BTreeSet<Id>, StoreError> {
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

/// Asks for what the shop knows of when people answer.
pub(super) fn query_shop_habits(tx: &mut Tx<'_>) -> Result<Pending, StoreError> {
    let sql = "SELECT band, tried, reached FROM answering_shop WHERE shop = $1";
    tx.query_deferred(sql, &[tx.shop().into()])
}

/// The queried habits of the shop.
pub(super) fn shop_habits(tx: &mut Tx<'_>, asked: Pending) -> Result<AttemptsByBand, StoreError> {
    let mut bands = AttemptsByBand::default();
    for mut row in tx.fetch(asked)? {
        set(&mut bands, row.int()?, row.int()?, row.int()?);
    }
    Ok(bands)
}

/// Asks for what is known of when some customers answer: a text's list of them, with its values.
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

/// The queried habits of the customers.
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

/// Sets the counts of a band.
fn set(bands: &mut AttemptsByBand, band: i64, tried: i64, reached: i64) {
    let place = usize::try_from(band).ok().and_then(|n| bands.get_mut(n));
    if let Some(place) = place {
        *place = AttemptCounts { tried, reached };
    }
}
