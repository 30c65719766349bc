//! Claims of this window: a customer is claimed before the popup about their call opens, and released
//! when it closes without an outcome.
//!
//! Owns which keys wait for the claim. The store thread renews it meanwhile (`HeldClaims`).

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Session;
use super::store_thread::Request;
use crate::app::action::Key;
use crate::app::effect::ActDraft;
use crate::app::keymap::{self, ResolvedInput};
use crate::app::popups::Popup;
use crate::app::store_reply::{FailureRecovery, StoreFailure};
use crate::domain::change::contact_made;
use crate::domain::claim::ClaimHolder;
use crate::domain::contact::Direction;
use crate::domain::customer::Id;
use crate::domain::summary::ClaimResult;
use crate::domain::summary::CustomerSummary;
use crate::store::{RetrySchedule, Store};

/// After this long a person has seen that the popup does not open at once: a key then means the list
/// they see, not the popup.
const SEEN: Duration = Duration::from_millis(300);

/// A customer whose claim was requested and is not answered yet.
#[derive(Debug)]
pub(super) struct PendingClaim {
    entry: Box<CustomerSummary>,
    at: DateTime<Utc>,
    since: Instant,
    step: ClaimStep,
}

/// How far the request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ClaimStep {
    /// It is to be sent.
    Due,
    /// The store thread has it, and has not answered.
    Sent,
    /// Another program held the lock: it is sent again at this instant.
    Backoff(Instant),
}

impl PendingClaim {
    /// When the request is sent again.
    pub(super) const fn again_at(&self) -> Option<Instant> {
        match self.step {
            ClaimStep::Backoff(at) => Some(at),
            ClaimStep::Due | ClaimStep::Sent => None,
        }
    }

    fn may_be_sent(&self, now: Instant) -> bool {
        match self.step {
            ClaimStep::Due => true,
            ClaimStep::Sent => false,
            ClaimStep::Backoff(at) => at <= now,
        }
    }
}

impl Session {
    /// Requests a claim on a customer.
    pub(super) fn request_claim(&mut self, entry: Box<CustomerSummary>) {
        self.asking = Some(PendingClaim {
            entry,
            at: self.clock.now(),
            since: Instant::now(),
            step: ClaimStep::Due,
        });
    }

    /// Takes the request, if it is due, and marks it as sent.
    pub(super) fn order_to_ask(&mut self) -> Option<Request> {
        let asking = self.asking.as_mut()?;
        if !self.outbox.in_flight().is_free() || !asking.may_be_sent(Instant::now()) {
            return None;
        }
        asking.step = ClaimStep::Sent;
        self.outbox.claim_sent();
        let holder = ClaimHolder {
            id: self.app.sitting,
            staff: self.app.by.clone(),
            counter: self.counter.clone(),
        };
        Some(Request::Claim(asking.entry.clone(), holder, asking.at))
    }

    /// Whether an input waits for the claim, because it is meant for the popup. Once a person has seen that
    /// the popup does not open, esc and keys the popup does not have cancel the request.
    pub(super) fn waits_for_claim(&mut self, input: ResolvedInput<'_>) -> bool {
        let Some(asking) = &self.asking else {
            return false;
        };
        let key = input.key.map(|pressed| pressed.key);
        if key == Some(Key::Ctrl('c')) {
            return false;
        }
        let seen = asking.since.elapsed() > SEEN;
        let esc = key == Some(Key::Esc);
        let of_popup = key.is_some_and(|key| keymap::of_outcome(&self.app, key));
        if !seen || !(esc || (self.type_ahead.is_empty() && !of_popup)) {
            return true;
        }
        self.stale = true;
        self.asking = None;
        self.app.claiming = None;
        self.type_ahead.clear();
        esc
    }

    /// Handles the reply to a claim. Returns whether the screen is to be told: not if the request was
    /// cancelled, nor if it is sent again.
    pub(super) fn claim_answered(
        &mut self,
        id: Id,
        result: &Result<ClaimResult, StoreFailure>,
    ) -> bool {
        let won = matches!(result, Ok(ClaimResult::Granted(_)));
        let of_this =
            |a: &&mut PendingClaim| a.entry.customer.id == id && a.step == ClaimStep::Sent;
        let Some(asking) = self.asking.as_mut().filter(of_this) else {
            if won {
                self.let_go_of(id);
            }
            return false;
        };
        // During an outage calls go on without claims.
        let failure = result.as_ref().err().filter(|why| !why.outage);
        let pause = failure
            .filter(|why| why.recovery == FailureRecovery::Retry)
            .and_then(|_| RetrySchedule::CLAIM.pause_after(1, asking.since.elapsed()));
        if let Some(pause) = pause {
            asking.step = ClaimStep::Backoff(Instant::now() + pause);
            return false;
        }
        self.asking = None;
        if won {
            self.holding.insert(id);
        } else {
            // What was typed ahead was meant for the popup.
            self.type_ahead.clear();
        }
        true
    }

    /// Releases the customers this window has claimed and no longer rings.
    pub(super) fn tend_claim(&mut self) {
        let popup = self.app.popup.as_ref().and_then(Popup::claimed_customer);
        let called = self.app.calling.call.as_ref().map(|call| call.customer);
        let saving = |id: Id| self.outbox.holds_act_about(id);
        let over = |id: &Id| popup != Some(*id) && called != Some(*id) && !saving(*id);
        let left: Vec<Id> = self.holding.iter().copied().filter(over).collect();
        for id in left {
            self.holding.remove(&id);
            self.let_go_of(id);
        }
    }

    fn let_go_of(&self, customer: Id) {
        // A store thread that has ended has released everybody.
        let _gone = self.orders.send(Request::Release(customer));
    }
}

/// The customer whose claim a saved act ends: the one whose call it logs. Other acts about a customer
/// on the line do not end it.
pub(super) fn ended_by(wish: &ActDraft) -> Option<Id> {
    contact_made(&wish.plan.changes)
        .filter(|contact| contact.direction == Direction::Outward)
        .map(|contact| contact.customer)
}

/// How often a held claim is renewed.
const ALIVE: Duration = Duration::from_mins(1);

/// How soon a release that failed is tried again.
const AGAIN: Duration = Duration::from_millis(100);

/// The claims the session holds, on the store thread.
#[derive(Debug)]
pub(super) struct HeldClaims {
    sitting: Option<Uuid>,
    whom: BTreeSet<Id>,
    /// Claims that are to be released and could not be yet.
    leaving: BTreeSet<Id>,
    alive: Instant,
}

impl HeldClaims {
    pub(super) const fn none_held(now: Instant) -> Self {
        Self {
            sitting: None,
            whom: BTreeSet::new(),
            leaving: BTreeSet::new(),
            alive: now,
        }
    }

    /// A claim was granted.
    pub(super) fn add_claim(&mut self, sitting: Uuid, customer: Id) {
        self.sitting = Some(sitting);
        self.whom.insert(customer);
        self.leaving.remove(&customer);
        self.alive = Instant::now();
    }

    /// A call was saved, which ended the claim.
    pub(super) fn end_claim(&mut self, customer: Option<Id>) {
        if let Some(id) = customer {
            self.whom.remove(&id);
            self.leaving.remove(&id);
        }
    }

    /// Releases a customer.
    pub(super) fn release(&mut self, store: &mut Store, customer: Id) {
        if self.whom.remove(&customer) {
            self.leaving.insert(customer);
        }
        self.renew_claims(store);
    }

    /// Renews the claims when they are due, and releases those that are to be; what cannot be written now
    /// is tried again at the next poll.
    pub(super) fn renew_claims(&mut self, store: &mut Store) {
        let Some(sitting) = self.sitting else { return };
        self.leaving
            .retain(|id| store.release(*id, sitting).is_err());
        if !self.whom.is_empty()
            && self.alive.elapsed() >= ALIVE
            && store.keep_alive(sitting).is_ok()
        {
            self.alive = Instant::now();
        }
    }

    /// How long until a claim has to be renewed or released; `None` if it holds none.
    pub(super) fn until_due(&self) -> Option<Duration> {
        if !self.leaving.is_empty() {
            return Some(AGAIN);
        }
        let alive = ALIVE.saturating_sub(self.alive.elapsed());
        (!self.whom.is_empty()).then_some(alive)
    }

    /// Releases every claim: the session ends.
    pub(super) fn leave(&mut self, store: &mut Store) {
        self.leaving.append(&mut self.whom);
        self.renew_claims(store);
    }
}
