//! The figures of a period: the numbers kept of each day, read as index ranges.

use chrono::{DateTime, NaiveDate, Utc};

use super::change_counter::ChangeCounter;
use super::error::StoreError;
use super::handle::Store;
use super::shop::ShopRow;
use super::sql::{SqlValue, Tx};
use crate::domain::figures::{Figures, OpenPromises, Period, ReportRange};
use crate::domain::hours::Calendar;
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
        now: DateTime<Utc>,
    ) -> Result<Vec<(ShopRow, Option<Figures>)>, StoreError> {
        let calendar = self.calendar.clone();
        self.db.read(|tx| {
            let sql = "SELECT shop, name, counted_zone, last_act FROM shop \
                       WHERE moved_to IS NULL ORDER BY shop";
            let mut found = Vec::new();
            for mut row in tx.query(sql, &[])? {
                let (no, name) = (row.int()?, row.maybe_text()?);
                let counted = row.maybe_text()?.is_some() || row.int()? == 0;
                let mut figures = counted.then(|| count_period(tx, no, period)).transpose()?;
                if let Some(figures) = &mut figures {
                    figures.open_promises = open_promises(tx, no, figures, (now, &calendar))?;
                }
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

    /// Reads which promises of the counted days are open, and which of them were missed by a moment.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn read_open_promises(
        &mut self,
        figures: &mut Figures,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let (shop, calendar) = (self.db.shop(), self.calendar.clone());
        let read = |tx: &mut Tx<'_>| open_promises(tx, shop, figures, (now, &calendar));
        figures.open_promises = self.db.read(read)?;
        Ok(())
    }

    /// Recounts the figures from the whole history. The result must equal the stored counts.
    ///
    /// # Errors
    /// Any [`StoreError`] of the transaction; nothing is changed then.
    pub fn recount(&mut self) -> Result<(), StoreError> {
        let calendar = self.calendar.clone();
        self.db.write(|tx| {
            let mut changes = ChangeCounter::new();
            changes.catch_up(tx, &calendar)?;
            changes.write(tx)
        })
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

/// The promises of a shop's counted days that are open: those of the customers who wait for one, and
/// those whose tries have run out.
fn open_promises(
    tx: &mut Tx<'_>,
    shop: i64,
    figures: &Figures,
    (now, calendar): (DateTime<Utc>, &Calendar),
) -> Result<OpenPromises, StoreError> {
    let mut open = OpenPromises::default();
    let Some(first) = figures.counted_from else {
        return Ok(open);
    };
    let start = calendar.at_minute(first, 0);
    let end = calendar.at_minute(figures.period.to, 24 * 60);
    let of_the_list = "SELECT f.promised_at, f.broken_at FROM standing \
                       JOIN follow_up AS f ON f.shop = standing.shop AND f.customer = standing.customer \
                       WHERE standing.shop = $1 AND standing.promise_at < $3 AND f.state = 'open' \
                       AND f.heard_at IS NULL AND f.promised_at >= $2 AND f.promised_at < $3";
    let to_let_go = "SELECT promised_at, broken_at FROM follow_up WHERE shop = $1 \
                     AND state = 'let-go' AND heard_at IS NULL \
                     AND promised_at >= $2 AND promised_at < $3";
    let values: [SqlValue; 3] = [shop.into(), start.into(), end.into()];
    for sql in [of_the_list, to_let_go] {
        for mut row in tx.query(sql, &values)? {
            let (promised, broken) = (row.at()?, row.maybe_at()?);
            let same_day = broken.map(|at| calendar.date(at)) == Some(calendar.date(promised));
            open.count(promised < now, broken.is_some(), same_day);
        }
    }
    Ok(open)
}
