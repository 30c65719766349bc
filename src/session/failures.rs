//! The store's errors as the screen takes them.

use crate::app::state::OutageKind;
use crate::app::store_reply::{FailureRecovery, StoreFailure, StoreReply};
use crate::explain;
use crate::store::{Disposition, Store, StoreError};

/// What is to be told of the way to the database, where that is not what was told last.
pub(super) fn connection_change(
    store: &mut Store,
    told: &mut Option<StoreError>,
) -> Option<StoreReply> {
    let error = store.connection_error();
    if *told == error {
        return None;
    }
    if let Some(error) = &error {
        tracing::warn!(error = error.kind(), fault = error.fault(), "out of reach");
    } else {
        tracing::info!("within reach again");
    }
    told.clone_from(&error);
    Some(StoreReply::ConnectionChanged(
        error.map(|error| (outage_kind(&error), explain::outage(&error))),
    ))
}

pub(super) const fn outage_kind(error: &StoreError) -> OutageKind {
    match error {
        StoreError::Standby => OutageKind::ReadOnly,
        StoreError::StandbySilent => OutageKind::StandbySilent,
        StoreError::FileMoved { .. } => OutageKind::FileMoved,
        _ => OutageKind::NotConnected,
    }
}

/// A store's error as the screen takes it: what a second try may mend is kept for one.
pub(super) fn to_store_failure(error: &StoreError) -> StoreFailure {
    let mut words = explain::in_window(error);
    if let Some(first) = words.get(..1).map(str::to_uppercase) {
        words.replace_range(..1, &first);
    }
    StoreFailure {
        words,
        recovery: match error.disposition() {
            Disposition::Retry if *error == StoreError::DiskFull => FailureRecovery::RetryLater,
            Disposition::Retry => FailureRecovery::Retry,
            Disposition::Ask => FailureRecovery::Ask,
            Disposition::GiveUp if error.is_conflict() => FailureRecovery::Reload,
            Disposition::GiveUp => FailureRecovery::GiveUp,
        },
        outage: error.is_outage() || *error == StoreError::StandbySilent,
        unanswered: error.leaves_outcome_open(),
    }
}
