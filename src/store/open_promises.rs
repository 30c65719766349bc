//! Open promises by when they fall due, a page at a time.

use chrono::{DateTime, Utc};

use super::error::StoreError;
use super::handle::Store;
use super::summaries::page;
use crate::domain::customer::Id;
use crate::domain::summary::CustomerSummary;

impl Store {
    /// The customers with an open promise that is due before an instant, the earliest first, at most
    /// `limit`.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn open_promises(
        &mut self,
        before: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<CustomerSummary>, StoreError> {
        self.db.read(|tx| {
            let sql = "SELECT customer FROM standing WHERE shop = $1 AND promise_at < $2 \
                       ORDER BY promise_at, customer LIMIT $3";
            let values = [tx.shop().into(), before.into(), limit.into()];
            let ids = tx
                .query(sql, &values)?
                .iter_mut()
                .map(super::sql::SqlRow::int)
                .collect::<Result<Vec<Id>, _>>()?;
            page(tx, &ids)
        })
    }
}
