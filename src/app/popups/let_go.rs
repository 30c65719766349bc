//! "Let go?": the tries ran out, and a person decides.

use super::{Modal, PopupStep, refresh_entry};
use crate::app::action::{Action, Key};
use crate::app::keymap::{Binding, Scope, bind};
use crate::app::redact::Redactor;
use crate::app::state::App;
use crate::app::update::acts::{AfterAct, save_act};
use crate::domain::summary::{CustomerCard, CustomerSummary};
use crate::usecases::let_go::{keep_trying, let_go};
use Key::{Char, Esc, F};

/// Let go?
pub const SCOPE: Scope = Scope::new("Stop trying?").in_help();

/// Its keys.
pub(in crate::app) const KEYS: &[Binding] = &[
    bind(
        SCOPE,
        &[Char('l')],
        Action::LetGo,
        "stop",
        "stop trying them; the reason is noted",
    )
    .left(Char('g')),
    bind(
        SCOPE,
        &[Char('f')],
        Action::KeepTrying,
        "keep trying",
        "go on trying: one more round",
    )
    .left(Char('t'))
    .right(Char('k')),
    bind(
        SCOPE,
        &[Esc],
        Action::Close,
        "decide later",
        "decide later: listed first under Ahead (2)",
    )
    .right(F(9)),
];

/// The question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetGoPopup {
    /// The customer who was tried in vain.
    pub entry: CustomerSummary,
}

impl Modal for LetGoPopup {
    fn scope(&self, _app: &App) -> Scope {
        SCOPE
    }

    fn press(&mut self, action: Action, app: &mut App) -> Option<PopupStep> {
        let plan = match action {
            Action::LetGo => let_go(app.known(), &self.entry),
            Action::KeepTrying => keep_trying(app.known(), &self.entry),
            Action::Close => return Some(PopupStep::Close(None)),
            _ => return None,
        };
        Some(PopupStep::Close(save_act(app, Ok(plan), AfterAct::Stays)))
    }

    fn refresh(&mut self, card: &CustomerCard) {
        refresh_entry(&mut self.entry, card);
    }

    fn redact(&mut self, redactor: &mut Redactor) {
        redactor.entry(&mut self.entry);
    }
}
