//! The card: one customer with all open records and the latest of their history.

use super::error::StoreError;
use super::handle::Store;
use super::referrals;
use super::row_mapping::{self, CONTACT, FOLLOW_UP};
use super::summaries::page;
use crate::domain::customer::Id;
use crate::domain::summary::CustomerCard;

/// How many contacts and closed follow-ups a card has; `show` reads more.
pub const HISTORY: usize = 40;

impl Store {
    /// One customer's card, with at most `history` contacts and closed follow-ups; `None` if the
    /// customer does not exist.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn card(
        &mut self,
        customer: Id,
        history: usize,
    ) -> Result<Option<CustomerCard>, StoreError> {
        let limit = i64::try_from(history).unwrap_or(i64::MAX);
        self.db.read(|tx| {
            let values = [tx.shop().into(), customer.into(), limit.into()];
            let sql = format!(
                "SELECT {CONTACT} FROM contact WHERE shop = $1 AND customer = $2 \
                 ORDER BY at DESC, id DESC LIMIT $3"
            );
            let contacts = tx.query_deferred(&sql, &values)?;
            let sql = format!(
                "SELECT {FOLLOW_UP} FROM follow_up WHERE shop = $1 AND customer = $2 \
                 AND state = 'closed' ORDER BY due_at DESC LIMIT $3"
            );
            let closed = tx.query_deferred(&sql, &values)?;
            let sent = referrals::query_referrals(tx, customer)?;
            let Some(entry) = page(tx, &[customer])?.into_iter().next() else {
                return Ok(None);
            };
            let (mut contacts, mut closed) = (tx.fetch(contacts)?, tx.fetch(closed)?);
            let contacts = contacts.iter_mut().map(row_mapping::contact);
            let closed = closed.iter_mut().map(row_mapping::follow_up);
            Ok(Some(CustomerCard {
                entry,
                contacts: contacts.collect::<Result<_, _>>()?,
                closed: closed.collect::<Result<_, _>>()?,
                sent: referrals::fetch_referrals(tx, sent)?,
            }))
        })
    }
}
