//! The card: one customer with all open records and the latest of their history.

use super::error::StoreError;
use super::handle::Store;
use super::referrals;
use super::row_mapping::{self, CONTACT, FOLLOW_UP};
use super::sql::{Pending, Tx};
use super::summaries::PendingPage;
use crate::domain::customer::Id;
use crate::domain::summary::{CustomerCard, CustomerSummary};

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
        self.db.glance(|tx| {
            let page = PendingPage::query(tx, &[customer])?;
            let asked = PendingCard::query(tx, customer, history)?;
            let Some(entry) = page.fetch(tx)?.0.into_iter().next() else {
                return Ok(None);
            };
            asked.fetch(tx, entry).map(Some)
        })
    }
}

/// What a card has beside the customer, asked for.
pub(super) struct PendingCard {
    contacts: Pending,
    closed: Pending,
    sent: Pending,
}

impl PendingCard {
    pub(super) fn query(tx: &mut Tx<'_>, customer: Id, history: usize) -> Result<Self, StoreError> {
        let limit = i64::try_from(history).unwrap_or(i64::MAX);
        let values = [tx.shop().into(), customer.into(), limit.into()];
        let contacts = format!(
            "SELECT {CONTACT} FROM contact WHERE shop = $1 AND customer = $2 \
             ORDER BY at DESC, id DESC LIMIT $3"
        );
        let closed = format!(
            "SELECT {FOLLOW_UP} FROM follow_up WHERE shop = $1 AND customer = $2 \
             AND state = 'closed' ORDER BY due_at DESC LIMIT $3"
        );
        Ok(Self {
            contacts: tx.query_deferred(&contacts, &values)?,
            closed: tx.query_deferred(&closed, &values)?,
            sent: referrals::query_referrals(tx, customer)?,
        })
    }

    /// The card of a customer.
    pub(super) fn fetch(
        self,
        tx: &mut Tx<'_>,
        entry: CustomerSummary,
    ) -> Result<CustomerCard, StoreError> {
        let (mut contacts, mut closed) = (tx.fetch(self.contacts)?, tx.fetch(self.closed)?);
        let contacts = contacts.iter_mut().map(row_mapping::contact);
        let closed = closed.iter_mut().map(row_mapping::follow_up);
        Ok(CustomerCard {
            entry,
            contacts: contacts.collect::<Result<_, _>>()?,
            closed: closed.collect::<Result<_, _>>()?,
            sent: referrals::fetch_referrals(tx, self.sent)?,
        })
    }
}
