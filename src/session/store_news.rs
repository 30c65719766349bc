//! What the store thread tells beside its answers: how the way to the database is, and what happened
//! to it.

use uuid::Uuid;

use super::store_thread::ThreadReply;
use crate::app::state::OutageKind;
use crate::app::store_reply::StoreReply;
use crate::explain;
use crate::store::{Store, StoreError};

/// An answer, with what is to be told beside it: before it of the way to the database and of an act that
/// is gone, behind it of what happened to the log, as an act's own notice would take its place.
pub(super) fn news(
    store: &mut Store,
    told: &mut Option<StoreError>,
    newest: &mut Option<Uuid>,
    answer: Option<ThreadReply>,
) -> Vec<ThreadReply> {
    let change = connection_change(store, told);
    // Another database may have been put in its place: `restore`.
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

/// What is to be told of the way to the database, where that is not what was told last.
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

/// How the way to the database is called where it is cut.
pub(super) const fn outage_kind(error: &StoreError) -> OutageKind {
    match error {
        StoreError::Standby | StoreError::ReadOnly => OutageKind::ReadOnly,
        StoreError::StandbySilent => OutageKind::StandbySilent,
        StoreError::FileMoved { .. } => OutageKind::FileMoved,
        StoreError::Damaged(_) => OutageKind::Damaged,
        _ => OutageKind::NotConnected,
    }
}
