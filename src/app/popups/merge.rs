//! Are two customers one? Both are shown with what making them one moves, and asked about.

use super::{Modal, PopupStep};
use crate::app::action::Action;
use crate::app::effect::{ActDraft, Effect};
use crate::app::keymap::Scope;
use crate::app::redact::Redactor;
use crate::app::state::App;
use crate::domain::merge::MergePair;
use crate::usecases::merge::merge;

/// The question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergePopup {
    /// The customer who stays, and the other.
    pub pair: Box<MergePair>,
}

impl Modal for MergePopup {
    fn scope(&self, _app: &App) -> Scope {
        Scope::One
    }

    fn press(&mut self, action: Action, app: &mut App) -> Option<PopupStep> {
        Some(PopupStep::Close(match action {
            Action::Accept => {
                let plan = merge(app.known(), &self.pair);
                Some(Effect::Save(ActDraft::of(plan)))
            }
            Action::Close => None,
            _ => return None,
        }))
    }

    fn redact(&mut self, redactor: &mut Redactor) {
        redactor.entry(&mut self.pair.kept);
        redactor.records(&mut self.pair.other);
    }
}
