//! The outbox: acts in their order, and the newest look-up, each until the store thread has it.
//!
//! Owns the order of things: acts are saved one at a time and in order; a newer query takes the
//! place of an older one that was not sent; an act that was not saved is kept, with its id, until
//! it is. An act is moved to the store thread and back with its answer: it is never copied.

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

/// A kept act that can never be saved, as it is said; and how many more there are.
type RefusedWords = (String, usize);

/// How something that failed is tried again by itself, if it is. What may be stored already is
/// asked for by its id without end, whatever stands in the way.
const fn retry_schedule(failure: &StoreFailure, unanswered: bool) -> Option<RetrySchedule> {
    match failure.recovery {
        FailureRecovery::Retry if failure.outage => Some(RetrySchedule::OUTAGE),
        FailureRecovery::Retry => Some(RetrySchedule::CONTENTION),
        FailureRecovery::Ask if unanswered => Some(RetrySchedule::OUTAGE),
        FailureRecovery::Ask | FailureRecovery::GiveUp | FailureRecovery::Reload => None,
    }
}

/// Whose rows an act changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AffectedRows {
    /// Those of a customer who is shown.
    Customer(Id),
    /// Those of a new customer: nobody who is shown.
    NewCustomer,
    /// It is not known before, as with an undo.
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

    /// Whether an act on some rows may be about the same as an act on others.
    fn overlaps(self, other: Self) -> bool {
        match (self, other) {
            (Self::NewCustomer, _) | (_, Self::NewCustomer) => false,
            (Self::Customer(one), Self::Customer(other)) => one == other,
            (Self::Unknown, _) | (_, Self::Unknown) => true,
        }
    }
}

/// What is to be sent, and what is under way.
#[derive(Debug)]
pub(super) struct Outbox {
    /// Acts that are not in hand, in order.
    acts: VecDeque<PendingAct>,
    query: Option<ScreenQuery>,
    in_flight: InFlight,
    /// Whether the first act may be stored already: a commit of it was not answered.
    unanswered: bool,
    /// The acts as they stand on this machine's disk, where they do.
    file: Option<OutboxFile>,
    /// The act the store thread has.
    sent: Option<Uuid>,
    /// Whose rows change by acts whose result is not on the screen yet.
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

    /// What the store thread has in hand.
    pub(super) const fn in_flight(&self) -> InFlight {
        self.in_flight
    }

    fn happened(&mut self, event: FlightEvent) {
        self.in_flight = self.in_flight.after(event, Instant::now());
    }

    /// An act is to be saved, behind those that are.
    pub(super) fn push(&mut self, act: PendingAct) {
        self.resume();
        self.unsettled.push(act.affected_rows());
        if let Some(file) = &mut self.file {
            file.push(to_kept(&act));
        }
        self.acts.push_back(act);
    }

    /// Something is to be read.
    pub(super) fn query(&mut self, query: ScreenQuery) {
        self.query = Some(self.query.take().unwrap_or_default().merge_with(query));
    }

    /// What was not saved is tried again.
    pub(super) fn resume(&mut self) {
        if self.in_flight.is_halted() {
            let acts = self.acts.iter().map(PendingAct::affected_rows);
            self.unsettled.extend(acts);
        }
        self.happened(FlightEvent::Resumed);
    }

    /// The first act, where it may be sent: it counts as sent.
    pub(super) fn send_act(&mut self) -> Option<PendingAct> {
        if !self.in_flight.takes_act(Instant::now()) {
            return None;
        }
        let act = self.acts.pop_front()?;
        self.sent = Some(act.id());
        self.happened(FlightEvent::ActSent(act.customer()));
        Some(act)
    }

    /// What is to be read, where it may be sent: it counts as sent.
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

    /// The act in hand was saved.
    pub(super) fn act_saved(&mut self) {
        self.unanswered = false;
        self.remove_kept(self.sent);
        self.happened(FlightEvent::ActSaved);
    }

    /// The act in hand was refused for what it says: it is gone. Those behind it that may be about the
    /// same wait for a word; those about others go on.
    pub(super) fn act_refused(&mut self, act: &PendingAct) {
        self.unanswered = false;
        self.remove_kept(Some(act.id()));
        self.happened(FlightEvent::ActFailed {
            schedule: None,
            unsaved: self.holds_act_like(act.affected_rows()),
        });
    }

    /// Whether an act that waits may be about the same as one that is gone.
    fn holds_act_like(&self, gone: AffectedRows) -> bool {
        let mut waiting = self.acts.iter().map(PendingAct::affected_rows);
        waiting.any(|rows| rows.overlaps(gone))
    }

    /// The act in hand was not saved; whether it is tried again by itself.
    pub(super) fn act_failed(&mut self, act: PendingAct, failure: &StoreFailure) -> bool {
        let kept = failure.is_kept();
        let unsaved = kept || self.holds_act_like(act.affected_rows());
        if kept {
            self.acts.push_front(act);
        } else {
            self.refuse_kept(act.id(), &failure.words);
        }
        self.unanswered = kept && (self.unanswered || failure.unanswered);
        // What was done while nobody could be told goes on without whoever did it.
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

    /// Takes the first act out, where it was not saved.
    pub(super) fn discard(&mut self) -> Option<PendingAct> {
        let act = self.acts.pop_front_if(|_| self.in_flight.is_halted())?;
        self.remove_kept(Some(act.id()));
        self.happened(FlightEvent::Discarded {
            unsaved: !self.acts.is_empty(),
        });
        Some(act)
    }

    /// Takes an act out that was not sent yet; whether it was there.
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

    /// What was done is on the screen, or is known not to be saved.
    pub(super) fn settle(&mut self) {
        self.unsettled.clear();
    }

    /// Whether what was done is not on the screen yet.
    pub(super) const fn is_unsettled(&self) -> bool {
        !self.unsettled.is_empty()
    }

    /// Whether a customer's rows are about to change.
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

    /// Whether acts on a customer's rows were made, and halted: one more would only be refused.
    pub(super) fn is_halted_on(&self, customer: Option<Id>) -> bool {
        let on_rows = |act: &PendingAct| matches!(act, PendingAct::Save(_, draft) if draft.plan.customer == customer);
        self.in_flight.is_halted() && self.acts.iter().any(on_rows)
    }

    /// From when on it is to be said that something is looked up, where something is.
    pub(super) fn looking_from(&self, longer_than: Duration) -> Option<Instant> {
        let since = self.in_flight.since().filter(|_| self.unsaved() == 0);
        since.map(|since| since + longer_than)
    }
}

/// The acts as they stand on this machine's disk.
impl Outbox {
    /// Whether acts are kept on the disk.
    pub(super) const fn has_file(&self) -> bool {
        self.file.is_some()
    }

    /// Whether every act that is not saved is on the disk.
    pub(super) fn is_all_kept(&self) -> bool {
        self.file.as_ref().is_some_and(OutboxFile::is_kept)
    }

    /// Acts that earlier sittings have left, and nobody has refused.
    pub(super) fn left_by_others(&self) -> Vec<KeptAct> {
        let acts = self.file.iter().flat_map(OutboxFile::acts);
        acts.filter(|act| act.refused.is_none()).cloned().collect()
    }

    /// An act that stands on the disk already is to be saved.
    pub(super) fn push_kept(&mut self, act: PendingAct) {
        self.acts.push_back(act);
    }

    /// Writes the file, where an act has come or gone.
    pub(super) fn sync_file(&mut self) -> std::io::Result<()> {
        self.file.as_mut().map_or(Ok(()), OutboxFile::sync)
    }

    fn remove_kept(&mut self, id: Option<Uuid>) {
        if let (Some(file), Some(id)) = (&mut self.file, id) {
            file.remove(id);
        }
    }

    /// A kept act can never be saved: it stays on the disk until that has been seen.
    pub(super) fn refuse_kept(&mut self, id: Uuid, why: &str) {
        if let Some(file) = &mut self.file {
            file.refuse(id, why);
        }
    }

    /// Whether the act in hand was tried before this time.
    pub(super) const fn is_tried_again(&self) -> bool {
        matches!(
            self.in_flight,
            InFlight::Saving {
                failing_since: Some(_),
                ..
            }
        )
    }

    /// The act in hand was refused for what it says, and its words are nowhere but in the file.
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

    /// The first refused act, as it is said.
    pub(super) fn show_refused(&self) -> Option<RefusedWords> {
        let first = self.refused().next()?;
        let why = first.refused.as_deref().unwrap_or_default();
        let what = format!("{}: {}", first.name, first.says);
        let words = format!("Not saved: {what} {why}");
        Some((words, self.refused().count() - 1))
    }

    /// The first refused act has been seen.
    pub(super) fn refused_was_seen(&mut self) {
        let first = self.refused().next().and_then(|act| act.id.parse().ok());
        self.remove_kept(first);
    }
}

#[cfg(test)]
mod tests;
