//! What a counter has saved, for as long as a failover may lose it: a standby that is promoted may lack
//! the last acts, unless commits wait for it.
//!
//! Owns the check after a promotion. A lost act is saved again under its id; one that can't be is listed.

use std::collections::VecDeque;

use uuid::Uuid;

use super::store_thread::{ActResult, PendingAct};
use crate::app::effect::ActDraft;
use crate::app::store_reply::StoreReply;
use crate::store::{Store, StoreError};

/// How many of the last acts are kept: a standby lags by seconds.
const KEPT: usize = 200;

/// An act that was saved.
#[derive(Debug, Clone)]
struct SavedAct {
    /// The timeline of the server that saved it.
    timeline: i64,
    act: PendingAct,
}

/// The last acts that were saved.
#[derive(Debug, Default)]
pub(super) struct SavedActs {
    acts: VecDeque<SavedAct>,
}

/// What an act did, in a sentence.
fn sentence(act: &PendingAct) -> String {
    act.draft()
        .map_or_else(|| "an undo".to_owned(), ActDraft::says)
}

impl SavedActs {
    /// Keeps an act that was saved, where the database is a server.
    pub(super) fn keep(&mut self, store: &mut Store, act: PendingAct) {
        if let Some(timeline) = store.timeline() {
            self.acts.push_back(SavedAct { timeline, act });
            let over = self.acts.len().saturating_sub(KEPT);
            self.acts.drain(..over);
        }
    }

    /// After a promotion, saves again with `save` what the new primary lacks; what became of it, if
    /// anything was lost. Acts that can't be looked up now stay for the next check.
    pub(super) fn check(
        &mut self,
        store: &mut Store,
        mut save: impl FnMut(&mut Store, &mut PendingAct) -> ActResult,
    ) -> Option<StoreReply> {
        let timeline = store.timeline()?;
        let older = |saved: &SavedAct| saved.timeline < timeline;
        if !self.acts.iter().any(older) {
            return None;
        }
        let before: Vec<Uuid> = self
            .acts
            .iter()
            .filter(|saved| older(saved))
            .map(|saved| saved.act.id())
            .collect();
        let lost = missing_behind(store, &before).ok()?;
        let (mut again, mut gone) = (0, Vec::new());
        for saved in &mut self.acts {
            if lost.contains(&saved.act.id()) {
                match save(store, &mut saved.act) {
                    ActResult::Failed(failure) if failure.outage => break,
                    ActResult::Saved(_) | ActResult::Turned(_) => again += 1,
                    ActResult::Failed(_) | ActResult::UndoAsks(_) | ActResult::AddRefused(_) => {
                        gone.push(sentence(&saved.act));
                    }
                }
            }
            saved.timeline = timeline;
        }
        let any = again > 0 || !gone.is_empty();
        tracing::warn!(again, lost = gone.len(), "failover checked");
        any.then_some(StoreReply::LostInFailover { again, gone })
    }
}

/// Those of some acts that the database lacks: a standby lacks the last ones, so the search ends at the
/// newest that is there.
fn missing_behind(store: &mut Store, acts: &[Uuid]) -> Result<Vec<Uuid>, StoreError> {
    let mut missing = Vec::new();
    for act in acts.iter().rev() {
        if store.holds_act(*act)? {
            break;
        }
        missing.push(*act);
    }
    Ok(missing)
}
