//! Converts the store's errors to those of the screen.

use crate::app::store_reply::{FailureRecovery, StoreFailure};
use crate::explain;
use crate::store::{Disposition, StoreError};

/// Converts a store error for the screen: its sentence, and whether the act is kept for another try.
pub(super) fn to_store_failure(error: &StoreError) -> StoreFailure {
    let mut words = explain::in_window(error);
    if let Some(first) = words.get(..1).map(str::to_uppercase) {
        words.replace_range(..1, &first);
    }
    StoreFailure {
        words,
        recovery: match error.disposition() {
            Disposition::Retry => FailureRecovery::Retry,
            Disposition::Ask => FailureRecovery::Ask,
            Disposition::GiveUp if error.is_conflict() => FailureRecovery::Reload,
            Disposition::GiveUp => FailureRecovery::GiveUp,
        },
        outage: error.is_outage() || *error == StoreError::StandbySilent,
        unanswered: error.leaves_outcome_open(),
        passes: matches!(error, StoreError::DiskFull | StoreError::ReadOnly),
    }
}
