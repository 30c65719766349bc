//! Handles the replies of the session's threads: first for the outbox, then for the screen.

use std::time::{Duration, Instant};

use super::Session;
use super::claims::ended_by;
use super::store_thread::{ActResult, PendingAct, ThreadReply};
use crate::app::effect::ActDraft;
use crate::app::state::Notice;
use crate::app::store_reply::{StoreFailure, StoreReply};
use crate::app::update::apply_store_reply;

/// How long an act is retried before the screen says why it is not saved.
const MOMENT: Duration = Duration::from_secs(5);
/// How long after a full disk an act is tried again.
const ROOM: Duration = Duration::from_secs(1);

impl Session {
    /// When that is due, if it is.
    pub(super) fn next_resume_at(&self) -> Option<Instant> {
        self.resumes_at
            .filter(|_| self.outbox.in_flight().is_halted())
    }

    /// Retries what a full disk refused, once it is due.
    pub(super) fn resume_if_due(&mut self, now: Instant) {
        let due = self.resumes_at.is_some_and(|at| at <= now);
        if due && self.outbox.in_flight().is_halted() {
            self.resumes_at = None;
            self.outbox.resume();
            self.send_next();
        }
    }

    /// Handles a reply, and sends the next request.
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
            // A change of another program is no reply to a request; the reply to an act is an
            // `ActResult`.
            StoreReply::ChangedElsewhere(_)
            | StoreReply::ConnectionChanged(_)
            | StoreReply::Mishap(_)
            | StoreReply::LastActGone
            | StoreReply::Recounting(_)
            | StoreReply::Mirrored(_)
            | StoreReply::LostInFailover { .. }
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
            // The form is gone if an earlier session made the act, or if the person went on.
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

    /// Says why an act is still not saved, once it has been retried for `MOMENT`. An outage is shown in the
    /// header instead.
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

    /// Shows a reply, and sends the query that follows from it.
    fn show_reply(&mut self, reply: StoreReply) {
        self.stale = true;
        let effect = apply_store_reply(&mut self.app, reply);
        self.send(effect);
        self.tend_claim();
    }

    /// Shows that an act was refused for good.
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

    /// Says again why an act was refused, once the acts about other customers are saved: their notices took
    /// the place of that one.
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

    /// Drops the first unsaved act; the acts behind it still wait.
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

    /// Says how many acts still wait after one was dropped: they are not sent without the person's word.
    fn say_what_waits(&mut self) {
        let n = self.outbox.unsaved();
        if n > 0 {
            let words = self.app.notice.words().to_owned();
            self.app.notice = Notice::NotSaved(format!("{n} more waiting to be saved. {words}"));
        }
    }

    /// The store thread has ended. It does so only because of a fault in the program.
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

    /// When an act or a claim that found the database locked is retried.
    pub(super) fn next_retry_at(&self) -> Option<Instant> {
        let asked = self
            .asking
            .as_ref()
            .and_then(super::claims::PendingClaim::again_at);
        let saved = self.outbox.in_flight().again_at();
        asked.into_iter().chain(saved).min()
    }
}
