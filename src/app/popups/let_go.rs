//! "Let go?": the tries ran out, and a person decides.

use super::{Modal, PopupStep, refresh_entry};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::keymap::Scope;
use crate::app::redact::Redactor;
use crate::app::state::App;
use crate::app::update::acts::save_act;
use crate::domain::summary::{CustomerCard, CustomerSummary};

/// The question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetGoPopup {
    /// The customer who was tried in vain.
    pub entry: CustomerSummary,
}

impl LetGoPopup {
    /// They are closed, with the reason.
    fn let_go(&self, app: &mut App) -> Option<Effect> {
        let scene = self.entry.scene(&app.rules, app.now, &app.by);
        let tries = self.entry.follow_ups.iter().map(|f| f.attempts).max();
        let reason = format!("no answer after {} tries", tries.unwrap_or(0));
        let done = scene.let_go(&reason);
        save_act(app, &self.entry, "stopped trying", done, false)
    }

    /// They are tried for one more round.
    fn keep_trying(&self, app: &mut App) -> Option<Effect> {
        let scene = self.entry.scene(&app.rules, app.now, &app.by);
        let done = scene.keep_trying();
        save_act(app, &self.entry, "kept trying", done, false)
    }
}

impl Modal for LetGoPopup {
    fn scope(&self, _app: &App) -> Scope {
        Scope::LetGo
    }

    fn press(&mut self, action: Action, app: &mut App) -> Option<PopupStep> {
        Some(PopupStep::Close(match action {
            Action::LetGo => self.let_go(app),
            Action::KeepTrying => self.keep_trying(app),
            Action::Close => None,
            _ => return None,
        }))
    }

    fn refresh(&mut self, card: &CustomerCard) {
        refresh_entry(&mut self.entry, card);
    }

    fn redact(&mut self, redactor: &mut Redactor) {
        redactor.entry(&mut self.entry);
    }
}
