//! Forget: a customer is erased for good.

use super::Context;
use super::commit::Stamp;
use crate::domain::customer::Id;
use crate::store::{ErasureCounts, Store, StoreError};

/// Erases a customer. What was erased; and whether the file holds nothing of it any more, which it
/// does while another window keeps it busy.
///
/// # Errors
/// Why nothing was erased; or why the file could not be cleared of what was.
pub fn forget(
    store: &mut Store,
    ctx: Context<'_>,
    customer: Id,
) -> Result<(ErasureCounts, bool), StoreError> {
    let act = Stamp::new(ctx).act("forgot a customer", None, Vec::new());
    let erased = store.forget(customer, &act)?;
    Ok((erased, store.purge()?))
}
