//! Whom this window rings: asking for a customer before the popup opens, and letting go of them
//! once it is closed without an outcome.
//!
//! Owns which keys wait for the answer. The desk keeps the claim alive meanwhile.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::store_thread::{PendingAct, Request};
use super::{Session, pressed_key, retry_schedule};
use crate::app::action::{InputEvent, Key};
use crate::app::effect::ActDraft;
use crate::app::keymap;
use crate::app::popups::Popup;
use crate::app::store_reply::StoreReply;
use crate::domain::change::contact_made;
use crate::domain::claim::{ClaimHolder, ClaimResult};
use crate::domain::contact::Direction;
use crate::domain::customer::Id;
use crate::domain::summary::CustomerSummary;
use crate::store::Store;

/// From when on a person has seen that the popup does not open at once, and means by a key what
/// they see.
const SEEN: Duration = Duration::from_millis(300);

/// A customer who is asked for.
#[derive(Debug)]
pub(super) struct PendingClaim {
    entry: Box<CustomerSummary>,
    at: DateTime<Utc>,
    since: Instant,
    /// Whether the answer is out.
    sent: bool,
    /// When to ask again, where another program is in the way.
    pub(super) again: Option<Instant>,
}

impl Session {
    /// A customer is to be asked for.
    pub(super) fn request_claim(&mut self, entry: Box<CustomerSummary>) {
        self.asking = Some(PendingClaim {
            entry,
            at: self.clock.now(),
            since: Instant::now(),
            sent: false,
            again: None,
        });
    }

    /// The order that asks, where it is due.
    pub(super) fn order_to_ask(&mut self) -> Option<Request> {
        let asking = self.asking.as_mut()?;
        if asking.sent || asking.again.is_some_and(|at| at > Instant::now()) {
            return None;
        }
        asking.sent = true;
        let holder = ClaimHolder {
            id: self.app.sitting,
            staff: self.app.by.clone(),
            counter: self.counter.clone(),
        };
        Some(Request::Claim(asking.entry.clone(), holder, asking.at))
    }

    /// Whether a press waits until it is known who rings: it is meant for the popup. Once a person
    /// has seen that it does not open, esc and keys that are none of its own let go of the asking.
    pub(super) fn waits_for_claim(&mut self, press: &InputEvent) -> bool {
        let Some(asking) = &self.asking else {
            return false;
        };
        let key = pressed_key(press);
        if key == Some(Key::Ctrl('c')) {
            return false;
        }
        let seen = asking.since.elapsed() > SEEN;
        let esc = key == Some(Key::Esc);
        let of_popup = key.is_some_and(|key| keymap::of_outcome(&self.app, key));
        if !seen || !(esc || (self.held.is_empty() && !of_popup)) {
            return true;
        }
        self.asking = None;
        self.app.claiming = None;
        self.held.clear();
        esc
    }

    /// Whether an answer is to somebody else's asking, or another program was in the way and it is
    /// asked again by itself: for some seconds.
    pub(super) fn retry_claim(&mut self, came: &StoreReply) -> bool {
        let StoreReply::Claimed(asked, result) = came else {
            return false;
        };
        let id = asked.customer.id;
        let won = matches!(result, Ok(ClaimResult::Granted(_)));
        let Some(asking) = &mut self.asking else {
            if won {
                self.let_go_of(id);
            }
            return true;
        };
        if asking.entry.customer.id != id || !asking.sent {
            if won {
                self.let_go_of(id);
            }
            return true;
        }
        // While the database is out of reach nobody is kept from ringing.
        let failure = result.as_ref().err().filter(|why| !why.outage);
        let pause = failure
            .and_then(retry_schedule)
            .and_then(|schedule| schedule.pause_after(1, asking.since.elapsed()));
        if let Some(pause) = pause {
            asking.sent = false;
            asking.again = Some(Instant::now() + pause);
            return true;
        }
        self.asking = None;
        if won {
            self.holding.insert(id);
        } else {
            // What was held was meant for the popup.
            self.held.clear();
        }
        false
    }

    /// Lets go of whom this window holds once nothing here is about ringing them any more.
    pub(super) fn tend_claim(&mut self) {
        let popup = self.app.popup.as_ref().and_then(Popup::claimed_customer);
        let called = self.app.calling.call.as_ref().map(|call| call.customer);
        let saving = |id: Id| {
            let of_theirs = |d: &PendingAct| d.draft().is_some_and(|d| d.plan.customer == Some(id));
            self.deeds.iter().any(of_theirs)
        };
        let over = |id: &Id| popup != Some(*id) && called != Some(*id) && !saving(*id);
        let left: Vec<Id> = self.holding.iter().copied().filter(over).collect();
        for id in left {
            self.holding.remove(&id);
            self.let_go_of(id);
        }
    }

    fn let_go_of(&self, customer: Id) {
        // A desk that is gone holds nobody.
        let _gone = self.orders.send(Request::Release(customer));
    }
}

/// Whose claim a saved act has ended: that of whoever was rung. What else is saved of them while
/// they are on the line does not.
pub(super) fn ended_by(wish: &ActDraft) -> Option<Id> {
    contact_made(&wish.plan.changes)
        .filter(|contact| contact.direction == Direction::Outward)
        .map(|contact| contact.customer)
}

/// How often a holder says that they are alive.
const ALIVE: Duration = Duration::from_mins(1);

/// The desk's side: whom the sitting holds.
#[derive(Debug)]
pub(super) struct HeldClaims {
    sitting: Option<Uuid>,
    whom: BTreeSet<Id>,
    /// Those to be let go of: at once, or as soon as another program lets one.
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

    /// A customer was won.
    pub(super) fn add_claim(&mut self, sitting: Uuid, customer: Id) {
        self.sitting = Some(sitting);
        self.whom.insert(customer);
        self.leaving.remove(&customer);
        self.alive = Instant::now();
    }

    /// A call was saved, and the claim has ended with it.
    pub(super) fn end_claim(&mut self, customer: Option<Id>) {
        if let Some(id) = customer {
            self.whom.remove(&id);
            self.leaving.remove(&id);
        }
    }

    /// A customer is let go of.
    pub(super) fn release(&mut self, store: &mut Store, customer: Id) {
        if self.whom.remove(&customer) {
            self.leaving.insert(customer);
        }
        self.renew_claims(store);
    }

    /// Says that the holder is alive, where it is time, and lets go of those who are to be: what
    /// cannot be written now is tried again at the next glance.
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

    /// The counter is left: nobody is held any more.
    pub(super) fn leave(&mut self, store: &mut Store) {
        self.leaving.append(&mut self.whom);
        self.renew_claims(store);
    }
}
