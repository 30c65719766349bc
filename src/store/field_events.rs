//! What the log is told of the store's work, for whoever has to find out what went wrong.
//!
//! Owns the words of those events, and which level each has. An event holds ids, kinds, counts and
//! durations: what an act says, what a row holds and what an engine's message quotes may name
//! somebody, and stay out.

use std::time::{Duration, Instant};

use super::error::{Disposition, StoreError};
use super::undo_target::UndoDirection;
use crate::domain::change::{Act, Change, EntityKind, Record};

/// A transaction that takes longer is told of: a person at the counter has noticed it.
const SLOW: Duration = Duration::from_millis(500);

/// How many milliseconds have gone by.
pub(super) fn ms(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// An act was saved, or was not.
pub(super) fn act(act: &Act, saved: Result<i64, &StoreError>, since: Instant) {
    let (kind, rows, ms) = (kind(&act.changes), act.changes.len(), ms(since));
    match saved {
        Ok(number) => {
            let of = |noun| count(&act.changes, noun);
            tracing::info!(
                act = %act.id,
                number,
                kind,
                rows,
                customers = of(EntityKind::Customer),
                items = of(EntityKind::Item),
                follow_ups = of(EntityKind::FollowUp),
                contacts = of(EntityKind::Contact),
                ms,
                "act saved"
            );
        }
        // Whoever tries again tells of it; what is retried is no news each time.
        Err(error) if error.disposition() == Disposition::Retry => {
            tracing::debug!(act = %act.id, kind, rows, error = error.kind(), ms, "act not saved yet");
        }
        Err(error) => {
            tracing::warn!(act = %act.id, kind, rows, error = error.kind(), ms, "act not saved");
        }
    }
}

/// An act was undone or redone, or was not; nothing where an earlier try had done it.
pub(super) fn turned(
    act: uuid::Uuid,
    turned: Result<Option<(UndoDirection, i64, i64)>, &StoreError>,
    since: Instant,
) {
    let ms = ms(since);
    match turned {
        Ok(None) => {}
        Ok(Some((way, number, rows))) => {
            tracing::info!(act = %act, kind = way.word(), number, rows, ms, "act turned");
        }
        Err(error) => tracing::debug!(act = %act, error = error.kind(), ms, "act not turned"),
    }
}

/// A transaction has ended: told of where it was slow, or where somebody has to mend something.
pub(super) fn transaction(kind: &'static str, error: Option<&StoreError>, since: Instant) {
    let ms = ms(since);
    if since.elapsed() >= SLOW {
        tracing::warn!(kind, ms, "slow transaction");
    }
    let Some(error) = error else { return };
    let (said, fault) = (error.kind(), error.fault());
    match error.disposition() {
        Disposition::Ask => tracing::error!(kind, error = said, fault, ms, "transaction failed"),
        Disposition::Retry | Disposition::GiveUp => {
            tracing::debug!(kind, error = said, fault, ms, "transaction failed");
        }
    }
}

/// What an act does, in a word: how a call ended, or what it does to which rows.
fn kind(changes: &[Change]) -> &'static str {
    let made = |noun| {
        let mut made = changes.iter().filter(|c| c.before.is_none());
        made.any(|c| c.record().is_some_and(|r| r.noun() == noun))
    };
    let call = changes.iter().find_map(|c| match (&c.before, &c.after) {
        (None, Some(Record::Contact(contact))) => Some(contact.outcome.word()),
        _ => None,
    });
    match call {
        Some(outcome) => outcome,
        None if changes.is_empty() => "nothing",
        None if made(EntityKind::Customer) => "customer-added",
        None if made(EntityKind::FollowUp) => "follow-up-added",
        None if made(EntityKind::Item) => "item-added",
        None => "changed",
    }
}

fn count(changes: &[Change], noun: EntityKind) -> usize {
    let records = changes.iter().filter_map(Change::record);
    records.filter(|record| record.noun() == noun).count()
}
