//! The figures of a period: the numbers kept of each day, read as index ranges.

use chrono::NaiveDate;

use super::error::StoreError;
use super::figure_counts::count_all;
use super::handle::Store;
use super::shop::ShopRow;
use super::sql::{SqlValue, Tx};
use crate::domain::figures::{Figures, Period, ReportRange};
use crate::domain::metrics::MetricKey;

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

/// The figures of a period of a shop.
fn count_period(tx: &mut Tx<'_>, shop: i64, period: Period) -> Result<Figures, StoreError> {
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
