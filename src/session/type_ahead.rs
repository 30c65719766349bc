//! Type-ahead: keys that come before the store has replied to the earlier ones.
//!
//! Owns which of them wait. A waiting key is looked up in the keymap when its turn comes, because it was
//! meant for the screen as it will be by then.

use super::{Session, SessionFlow};
use crate::app::action::{Action, Key};
use crate::app::keymap::{self, ResolvedInput};
use crate::app::popups::Popup;

/// Whether an action on a customer changes nothing by itself.
const fn looks(action: Option<Action>) -> bool {
    matches!(action, Some(Action::Why | Action::Edit))
}

impl Session {
    /// Whether an input has to wait for a save: it is about the customer whose rows are being changed, or it
    /// follows another input that waits.
    pub(super) fn must_wait(&self, input: ResolvedInput<'_>) -> bool {
        let behind_another = !self.type_ahead.is_empty();
        let Some(pressed) = input.key else {
            return self.outbox.is_unsettled() && behind_another;
        };
        // Keys after ↵ are meant for the customer it opens.
        let opening = self.app.popup.as_ref().is_some_and(Popup::is_opening);
        if opening && !matches!(pressed.key, Key::Esc | Key::Ctrl('c')) {
            return true;
        }
        let leaves = pressed.key == Key::Ctrl('c')
            || (pressed.action == Some(Action::Quit) && !behind_another);
        if !self.outbox.is_unsettled() || leaves {
            return false;
        }
        let after_the_fact = matches!(
            pressed.action,
            Some(Action::Note | Action::Pleased | Action::Fine | Action::Unhappy)
        );
        let about_changing = pressed.about_customer
            && (after_the_fact || self.outbox.will_change(self.app.selected_id()));
        about_changing || behind_another
    }

    /// Whether an input asks for another act on rows whose act is halted: it would only be refused. The notice
    /// says what to do first.
    pub(super) fn comes_after_what_is_unsaved(&self, input: ResolvedInput<'_>) -> bool {
        input
            .key
            .is_some_and(|key| key.about_customer && !looks(key.action))
            && self.outbox.is_halted_on(self.app.selected_id())
    }

    /// Whether an input asks for another act on rows whose act is kept until the server is back.
    pub(super) fn waits_for_server(&self, input: ResolvedInput<'_>) -> bool {
        let acts = input
            .key
            .is_some_and(|key| key.about_customer && !looks(key.action));
        let kept = |id| self.outbox.holds_act_about(id);
        acts && self.app.outage.is_some()
            && self.outbox.has_file()
            && self.app.selected_id().is_some_and(kept)
    }

    /// Handles the first waiting input; returns whether there was one.
    pub(super) fn replay_type_ahead(&mut self) -> bool {
        let Some(press) = self.type_ahead.pop_front() else {
            return false;
        };
        // It was pressed before the screen was locked, if it is locked by now.
        let lock = self.app.public.lock.take();
        let input = keymap::resolve(&self.app, &press);
        if self.act_on(input) == SessionFlow::Quit {
            self.leaving.has_left();
        }
        self.app.public.lock = lock.or(self.app.public.lock.take());
        true
    }
}
