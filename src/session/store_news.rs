//! What the store thread reports beside its replies: the state of the connection, and mishaps of the
//! database file.

use uuid::Uuid;

use super::store_thread::ThreadReply;
use crate::app::state::OutageKind;
use crate::app::store_reply::StoreReply;
use crate::explain;
use crate::store::{Store, StoreError};

/// A reply with the reports around it: the connection and a lost act before it, a mishap of the log after
/// it, because the notice of an act would replace that one.
pub(super) fn news(
    store: &mut Store,
    told: &mut Option<StoreError>,
    newest: &mut Option<Uuid>,
    answer: Option<ThreadReply>,
) -> Vec<ThreadReply> {
    let change = connection_change(store, told);
    // Another database may have taken its place by `restore`.
    let foreign = matches!(
        answer,
        Some(ThreadReply::Screen(StoreReply::ChangedElsewhere(None)))
    );
    let gone = newest.take_if(|act| foreign && store.holds_act(*act) == Ok(false));
    let gone = gone.map(|_| StoreReply::LastActGone);
    let mishap = store.take_mishap();
    let mishap = mishap.map(|mishap| StoreReply::Mishap(explain::log_mishap(&mishap)));
    let before = change.into_iter().chain(gone).map(ThreadReply::Screen);
    let behind = mishap.into_iter().map(ThreadReply::Screen);
    before.chain(answer).chain(behind).collect()
}

/// The state of the connection, if it differs from the one reported last.
fn connection_change(store: &mut Store, told: &mut Option<StoreError>) -> Option<StoreReply> {
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

/// The kind of an outage, for the header.
pub(super) const fn outage_kind(error: &StoreError) -> OutageKind {
    match error {
        StoreError::Standby | StoreError::ReadOnly => OutageKind::ReadOnly,
        StoreError::StandbySilent => OutageKind::StandbySilent,
        StoreError::FileMoved { .. } => OutageKind::FileMoved,
        StoreError::Damaged(_) => OutageKind::Damaged,
        _ => OutageKind::NotConnected,
    }
}
