//! What the session's threads answer: what it means for the outbox, and then for the screen.

use std::time::{Duration, Instant};

use super::Session;
use super::claims::ended_by;
use super::store_thread::{ActResult, PendingAct, ThreadReply};
use crate::app::effect::ActDraft;
use crate::app::state::Notice;
use crate::app::store_reply::{StoreFailure, StoreReply};
use crate::app::update::apply_store_reply;

/// How long an act is tried again before it is said what keeps it.
const MOMENT: Duration = Duration::from_secs(5);
/// How long a full disk is left alone before what was not saved is tried again.
const ROOM: Duration = Duration::from_secs(1);

impl Session {
    /// When that is, where it is to come.
    pub(super) fn next_resume_at(&self) -> Option<Instant> {
        self.resumes_at
            .filter(|_| self.outbox.in_flight().is_halted())
    }

    /// Tries again by itself what a full disk did not take, once its time has come.
    pub(super) fn resume_if_due(&mut self, now: Instant) {
        let due = self.resumes_at.is_some_and(|at| at <= now);
        if due && self.outbox.in_flight().is_halted() {
            self.resumes_at = None;
            self.outbox.resume();
            self.send_next();
        }
    }

    /// Takes an answer, and sends what is next.
    pub(super) fn apply_reply(&mut self, reply: ThreadReply) {
        match reply {
            ThreadReply::Act(act, result) => self.apply_act_result(*act, result),
            ThreadReply::Screen(reply) => self.apply_screen_reply(reply),
        }
    }

    fn apply_screen_reply(&mut self, reply: StoreReply) {
        match &reply {
            StoreReply::PinChecked(_) => self.pin_checker.answered(),
            StoreReply::Import(event) => self.importer.answered(event),
            StoreReply::QueryLoaded(_) | StoreReply::QueryFailed(_) => self.outbox.answered(),
            StoreReply::Claimed(asked, result) => {
                self.outbox.answered();
                if !self.claim_answered(asked.customer.id, result) {
                    self.send_next();
                    return;
                }
            }
            // News of another program answers nothing that was asked; an act's answer is an
            // `ActResult`.
            StoreReply::ChangedElsewhere
            | StoreReply::ConnectionChanged(_)
            | StoreReply::Mishap(_)
            | StoreReply::LastActGone
            | StoreReply::Recounting(_)
            | StoreReply::Mirrored(_)
            | StoreReply::Saved(..)
            | StoreReply::SaveFailed { .. }
            | StoreReply::AddRefused(_)
            | StoreReply::UndoFinished(_)
            | StoreReply::UndoAsks(_) => {}
        }
        self.show_reply(reply);
    }

    /// An act has come back.
    fn apply_act_result(&mut self, act: PendingAct, result: ActResult) {
        self.app.offered = Some(act.id()).filter(|_| matches!(result, ActResult::Saved(_)));
        match (result, act) {
            (ActResult::Saved(records), PendingAct::Save(_, draft)) => {
                self.outbox.act_saved();
                // A claim ends with the outcome.
                if let Some(id) = ended_by(&draft) {
                    self.holding.remove(&id);
                }
                self.show_reply(StoreReply::Saved(draft, records));
                self.say_refusals();
            }
            (ActResult::Saved(records), PendingAct::Add(.., draft)) => {
                self.outbox.act_saved();
                self.show_reply(StoreReply::Saved(draft, records));
                self.say_refusals();
            }
            (ActResult::Saved(_), PendingAct::UndoOrRedo(..)) => self.outbox.act_saved(),
            (ActResult::Turned(summary), _) => {
                self.outbox.act_saved();
                self.show_reply(StoreReply::UndoFinished(Ok(summary)));
            }
            // Its form is there no more where an earlier sitting made it, or the person went on.
            (ActResult::AddRefused(why), act)
                if self.app.sent.is_none() && self.outbox.has_file() =>
            {
                self.outbox.kept_act_refused(act.id(), &why);
                self.say_refused();
                self.send_next();
            }
            (ActResult::AddRefused(why), act) => {
                self.outbox.act_refused(&act);
                self.type_ahead.clear();
                self.show_refusal(StoreReply::AddRefused(why));
            }
            (ActResult::UndoAsks(question), act) => {
                self.outbox.act_refused(&act);
                self.type_ahead.clear();
                self.show_refusal(StoreReply::UndoAsks(question));
            }
            (ActResult::Failed(failure), act) => self.act_failed(act, failure),
        }
    }

    fn act_failed(&mut self, act: PendingAct, failure: StoreFailure) {
        let told = act.draft().map(|draft| (draft.plan.customer, draft.says()));
        let first = !self.outbox.is_tried_again();
        self.resumes_at = failure.passes.then(|| Instant::now() + ROOM);
        if self.outbox.act_failed(act, &failure) {
            if let Some((_, says)) = told.filter(|_| first && failure.outage) {
                self.say_kept(&says);
            }
            self.say_what_keeps_it(&failure);
            self.send_next();
            return;
        }
        // What was typed ahead was meant for whoever would have come next.
        self.type_ahead.clear();
        let kept = failure.is_kept();
        let reply = match told {
            Some((customer, says)) => StoreReply::SaveFailed {
                customer,
                says,
                failure,
            },
            None => StoreReply::UndoFinished(Err(failure)),
        };
        if kept {
            self.show_reply(reply);
        } else if self.outbox.show_refused().is_some() {
            self.show_reply(reply);
            self.say_refused();
            self.send_next();
        } else {
            self.show_refusal(reply);
        }
    }

    /// Says what keeps an act that is tried again by itself, where nothing else tells of it and it
    /// takes longer than a moment. Of an outage the header tells.
    fn say_what_keeps_it(&mut self, failure: &StoreFailure) {
        let told = failure.outage || self.app.outage.is_some();
        if !told && self.outbox.failing_for() > MOMENT {
            let words = format!(
                "Not saved yet: {}. It is tried again by itself.",
                failure.words
            );
            self.app.notice = Notice::Message(words);
        }
    }

    /// Shows an answer, and sends what the screen asks for then.
    fn show_reply(&mut self, reply: StoreReply) {
        self.stale = true;
        let effect = apply_store_reply(&mut self.app, reply);
        self.send(effect);
        self.tend_claim();
    }

    /// Shows that an act was given up.
    fn show_refusal(&mut self, reply: StoreReply) {
        self.stale = true;
        let effect = apply_store_reply(&mut self.app, reply);
        if self.outbox.in_flight().is_halted() {
            self.say_what_waits();
        } else if self.outbox.unsaved() > 0 {
            self.refusals.push(self.app.notice.words().to_owned());
        }
        self.send(effect);
        self.tend_claim();
    }

    /// Says again what was refused while acts about others went on, once the last of them is saved:
    /// their notices took its place.
    fn say_refusals(&mut self) {
        if self.outbox.unsaved() > 0 {
            return;
        }
        let mut refusals = std::mem::take(&mut self.refusals).into_iter();
        if let Some(first) = refusals.next() {
            self.app.notice = Notice::Error(match refusals.count() {
                0 => first,
                n => format!("{first} {n} more could not be saved either."),
            });
        }
    }

    /// Lets go of the first act that was not saved; whatever waits behind it still does.
    pub(super) fn discard_unsaved(&mut self) {
        let Some(act) = self.outbox.discard() else {
            return;
        };
        let what = act
            .draft()
            .map_or_else(|| "undo".to_owned(), ActDraft::says);
        self.app.sent = None;
        self.app.notice = Notice::Message(format!("Discarded, not saved: {what}"));
        self.say_what_waits();
    }

    /// What waits behind an act that is out of the way is not sent unasked.
    fn say_what_waits(&mut self) {
        let n = self.outbox.unsaved();
        if n > 0 {
            let words = self.app.notice.words().to_owned();
            self.app.notice = Notice::NotSaved(format!("{n} more waiting to be saved. {words}"));
        }
    }

    /// The store thread has ended, which it does by itself only where something is very wrong.
    pub(super) fn notice_ended_thread(&mut self) {
        if self.store_thread.is_finished() && !self.outbox.in_flight().is_gone() {
            self.outbox.thread_ended();
            self.asking = None;
            self.app.claiming = None;
            self.stale = true;
            self.app.notice = Notice::Error(
                "Checkback has lost its database: quit and start it again.".to_owned(),
            );
        }
    }

    /// When something that another program stood in the way of is tried again.
    pub(super) fn next_retry_at(&self) -> Option<Instant> {
        let asked = self
            .asking
            .as_ref()
            .and_then(super::claims::PendingClaim::again_at);
        let saved = self.outbox.in_flight().again_at();
        asked.into_iter().chain(saved).min()
    }
}
