//! The outbox: acts in order, and the newest query, each until it is sent to the store thread.
//!
//! Owns the order: acts are saved one at a time and in order; a newer query replaces an older one that was
//! not sent; an act that was not saved is kept, with its id, until it is, so that a retry is idempotent.
//! An act is moved to the store thread and comes back with the reply: it is never copied.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::in_flight::{FlightEvent, InFlight, NextAct};
use super::keeping::to_kept;
use super::store_thread::PendingAct;
use crate::app::effect::ScreenQuery;
use crate::app::store_reply::{FailureRecovery, StoreFailure};
use crate::domain::customer::Id;
use crate::offline::{KeptAct, OutboxFile};
use crate::store::RetrySchedule;

/// The sentence about a kept act that can never be saved, and how many more there are.
type RefusedWords = (String, usize);

/// The schedule on which a failed act is retried, if it is. If its commit was not answered, it may be
/// stored already: it is then retried, by its id, whatever the error is.
const fn retry_schedule(failure: &StoreFailure, unanswered: bool) -> Option<RetrySchedule> {
    match failure.recovery {
        FailureRecovery::Retry if failure.outage => Some(RetrySchedule::OUTAGE),
        FailureRecovery::Retry => Some(RetrySchedule::CONTENTION),
        FailureRecovery::Ask if unanswered => Some(RetrySchedule::OUTAGE),
        FailureRecovery::Ask | FailureRecovery::GiveUp | FailureRecovery::Reload => None,
    }
}

/// Whose rows an act changes, as far as that is known before it is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AffectedRows {
    /// Those of a known customer.
    Customer(Id),
    /// Those of a customer who is new.
    NewCustomer,
    /// It is not known, as with an undo.
    Unknown,
}

impl AffectedRows {
    fn includes(self, customer: Option<Id>) -> bool {
        match self {
            Self::Customer(id) => customer == Some(id),
            Self::NewCustomer => false,
            Self::Unknown => true,
        }
    }

    /// Whether two acts may change the same rows.
    fn overlaps(self, other: Self) -> bool {
        match (self, other) {
            (Self::NewCustomer, _) | (_, Self::NewCustomer) => false,
            (Self::Customer(one), Self::Customer(other)) => one == other,
            (Self::Unknown, _) | (_, Self::Unknown) => true,
        }
    }
}

/// What waits to be sent, and what is in flight.
#[derive(Debug)]
pub(super) struct Outbox {
    /// Acts that wait, in order.
    acts: VecDeque<PendingAct>,
    query: Option<ScreenQuery>,
    in_flight: InFlight,
    /// Whether the first act may be stored already, because its commit was not answered.
    unanswered: bool,
    /// The outbox file on this machine, for a shop on a server.
    file: Option<OutboxFile>,
    /// The id of the act the store thread is saving.
    sent: Option<Uuid>,
    /// The rows changed by acts whose result is not on the screen yet.
    unsettled: Vec<AffectedRows>,
}

impl Outbox {
    pub(super) const fn new(file: Option<OutboxFile>) -> Self {
        Self {
            file,
            sent: None,
            acts: VecDeque::new(),
            query: None,
            in_flight: InFlight::Nothing(NextAct::Free),
            unanswered: false,
            unsettled: Vec::new(),
        }
    }

    /// The state machine of the store thread.
    pub(super) const fn in_flight(&self) -> InFlight {
        self.in_flight
    }

    fn happened(&mut self, event: FlightEvent) {
        self.in_flight = self.in_flight.after(event, Instant::now());
    }

    /// Queues an act behind the others.
    pub(super) fn push(&mut self, act: PendingAct) {
        self.resume();
        self.unsettled.push(act.affected_rows());
        if let Some(file) = &mut self.file {
            file.push(to_kept(&act));
        }
        self.acts.push_back(act);
    }

    /// Queues a query in place of an older one.
    pub(super) fn query(&mut self, query: ScreenQuery) {
        self.query = Some(self.query.take().unwrap_or_default().merge_with(query));
    }

    /// Tries again to save what was not saved.
    pub(super) fn resume(&mut self) {
        if self.in_flight.is_halted() {
            let acts = self.acts.iter().map(PendingAct::affected_rows);
            self.unsettled.extend(acts);
        }
        self.happened(FlightEvent::Resumed);
    }

    /// Takes the first act, if it may be sent, and marks it as sent.
    pub(super) fn send_act(&mut self) -> Option<PendingAct> {
        if !self.in_flight.takes_act(Instant::now()) {
            return None;
        }
        let act = self.acts.pop_front()?;
        self.sent = Some(act.id());
        self.happened(FlightEvent::ActSent(act.customer()));
        Some(act)
    }

    /// Takes the query, if it may be sent, and marks it as sent.
    pub(super) fn send_query(&mut self) -> Option<ScreenQuery> {
        let query = self.query.take_if(|_| self.in_flight.is_free())?;
        self.happened(FlightEvent::QuerySent);
        Some(query)
    }

    /// A claim was sent.
    pub(super) fn claim_sent(&mut self) {
        self.happened(FlightEvent::ClaimSent);
    }

    /// A query or a claim was answered.
    pub(super) fn answered(&mut self) {
        self.happened(FlightEvent::Answered);
    }

    /// The act that was sent was saved.
    pub(super) fn act_saved(&mut self) {
        self.unanswered = false;
        self.remove_kept(self.sent);
        self.happened(FlightEvent::ActSaved);
    }

    /// The act that was sent was refused for its contents and is dropped. If an act behind it may change the
    /// same rows, everything waits for the person's decision; otherwise the others are sent.
    pub(super) fn act_refused(&mut self, act: &PendingAct) {
        self.unanswered = false;
        self.remove_kept(Some(act.id()));
        self.happened(FlightEvent::ActFailed {
            schedule: None,
            unsaved: self.holds_act_like(act.affected_rows()),
        });
    }

    /// Whether a waiting act may change the same rows as one that was dropped.
    fn holds_act_like(&self, gone: AffectedRows) -> bool {
        let mut waiting = self.acts.iter().map(PendingAct::affected_rows);
        waiting.any(|rows| rows.overlaps(gone))
    }

    /// The act that was sent was not saved. Returns whether it is retried automatically.
    pub(super) fn act_failed(&mut self, act: PendingAct, failure: &StoreFailure) -> bool {
        let kept = failure.is_kept();
        let unsaved = kept || self.holds_act_like(act.affected_rows());
        if kept {
            self.acts.push_front(act);
        } else {
            self.refuse_kept(act.id(), &failure.words);
        }
        self.unanswered = kept && (self.unanswered || failure.unanswered);
        // Acts left by earlier sessions are sent although the person who did them is not here to decide.
        let alone = !kept && self.refused().next().is_some();
        self.happened(FlightEvent::ActFailed {
            schedule: retry_schedule(failure, self.unanswered),
            unsaved: unsaved && !alone,
        });
        let again = self.in_flight.again_at().is_some();
        if again {
            tracing::debug!("act waits, to be tried again");
        } else if kept {
            tracing::warn!("act kept for a person to try again");
        }
        again
    }

    /// Drops the first act, if it was not saved.
    pub(super) fn discard(&mut self) -> Option<PendingAct> {
        let act = self.acts.pop_front_if(|_| self.in_flight.is_halted())?;
        self.remove_kept(Some(act.id()));
        self.happened(FlightEvent::Discarded {
            unsaved: !self.acts.is_empty(),
        });
        Some(act)
    }

    /// Drops an act that was not sent yet; returns whether it was there.
    pub(super) fn take_out(&mut self, id: Uuid) -> bool {
        let Some(at) = self.acts.iter().position(|act| act.id() == id) else {
            return false;
        };
        if at == 0 && self.in_flight.is_halted() {
            return self.discard().is_some();
        }
        if at == 0 && self.unanswered {
            return false;
        }
        self.remove_kept(Some(id));
        self.acts.remove(at).is_some()
    }

    /// The store thread has ended.
    pub(super) fn thread_ended(&mut self) {
        self.happened(FlightEvent::ThreadEnded);
    }

    /// The results of all acts are on the screen, or the acts are known not to be saved.
    pub(super) fn settle(&mut self) {
        self.unsettled.clear();
    }

    /// Whether the result of an act is not on the screen yet.
    pub(super) const fn is_unsettled(&self) -> bool {
        !self.unsettled.is_empty()
    }

    /// Whether an act that is not on the screen yet changes a customer's rows.
    pub(super) fn will_change(&self, customer: Option<Id>) -> bool {
        self.unsettled.iter().any(|rows| rows.includes(customer))
    }

    /// How many acts are not saved yet.
    pub(super) fn unsaved(&self) -> usize {
        self.acts.len() + usize::from(self.in_flight.has_act())
    }

    /// For how long the first act has failed.
    pub(super) fn failing_for(&self) -> Duration {
        self.in_flight.failing_for(Instant::now())
    }

    /// Whether an act about a customer is not saved yet.
    pub(super) fn holds_act_about(&self, customer: Id) -> bool {
        let about = |act: &PendingAct| act.customer() == Some(customer);
        self.in_flight.customer() == Some(customer) || self.acts.iter().any(about)
    }

    /// Whether acts on a customer's rows are halted: another one would only be refused.
    pub(super) fn is_halted_on(&self, customer: Option<Id>) -> bool {
        let on_rows = |act: &PendingAct| matches!(act, PendingAct::Save(_, draft) if draft.plan.customer == customer);
        self.in_flight.is_halted() && self.acts.iter().any(on_rows)
    }

    /// The instant from which the screen says that a query is running, if one is.
    pub(super) fn looking_from(&self, longer_than: Duration) -> Option<Instant> {
        let since = self.in_flight.since().filter(|_| self.unsaved() == 0);
        since.map(|since| since + longer_than)
    }
}

/// The outbox file.
impl Outbox {
    /// Whether there is an outbox file.
    pub(super) const fn has_file(&self) -> bool {
        self.file.is_some()
    }

    /// Whether every unsaved act is in the file.
    pub(super) fn is_all_kept(&self) -> bool {
        self.file.as_ref().is_some_and(OutboxFile::is_kept)
    }

    /// The acts that earlier sessions left, without those that were refused.
    pub(super) fn left_by_others(&self) -> Vec<KeptAct> {
        let acts = self.file.iter().flat_map(OutboxFile::acts);
        acts.filter(|act| act.refused.is_none()).cloned().collect()
    }

    /// Queues an act that is in the file already.
    pub(super) fn push_kept(&mut self, act: PendingAct) {
        self.acts.push_back(act);
    }

    /// Writes the file, if an act was added or removed since.
    pub(super) fn sync_file(&mut self) -> std::io::Result<()> {
        self.file.as_mut().map_or(Ok(()), OutboxFile::sync)
    }

    fn remove_kept(&mut self, id: Option<Uuid>) {
        if let (Some(file), Some(id)) = (&mut self.file, id) {
            file.remove(id);
        }
    }

    /// Marks a kept act as one that can never be saved: it stays in the file until somebody has read why.
    pub(super) fn refuse_kept(&mut self, id: Uuid, why: &str) {
        if let Some(file) = &mut self.file {
            file.refuse(id, why);
        }
    }

    /// Whether the act that was sent is a retry.
    pub(super) const fn is_tried_again(&self) -> bool {
        matches!(
            self.in_flight,
            InFlight::Saving {
                failing_since: Some(_),
                ..
            }
        )
    }

    /// The act that was sent was refused for its contents; only the file still has what it said.
    pub(super) fn kept_act_refused(&mut self, id: Uuid, why: &str) {
        self.unanswered = false;
        self.refuse_kept(id, why);
        self.happened(FlightEvent::ActFailed {
            schedule: None,
            unsaved: false,
        });
    }

    fn refused(&self) -> impl Iterator<Item = &KeptAct> {
        let acts = self.file.iter().flat_map(OutboxFile::acts);
        acts.filter(|act| act.refused.is_some())
    }

    /// The sentence about the first refused act.
    pub(super) fn show_refused(&self) -> Option<RefusedWords> {
        let first = self.refused().next()?;
        let why = first.refused.as_deref().unwrap_or_default();
        let what = format!("{}: {}", first.name, first.says);
        let words = format!("Not saved: {what} {why}");
        Some((words, self.refused().count() - 1))
    }

    /// The first refused act was read, and leaves the file.
    pub(super) fn refused_was_seen(&mut self) {
        let first = self.refused().next().and_then(|act| act.id.parse().ok());
        self.remove_kept(first);
    }
}

#[cfg(test)]
mod tests;
