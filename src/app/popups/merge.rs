//! The question before two customers are merged: both are shown with what would move.

use super::{Modal, PopupStep};
use crate::app::action::{Action, Key};
use crate::app::effect::{ActDraft, Effect};
use crate::app::keymap::{Binding, Scope, bind};
use crate::app::redact::Redactor;
use crate::app::state::App;
use crate::domain::merge::MergePair;
use crate::usecases::merge::merge;
use Key::{Enter, Esc, F};

/// Are they one?
pub(crate) const SCOPE: Scope = Scope::new("Merging two customers").in_help();

/// Its keys.
pub(in crate::app) const KEYS: &[Binding] = &[
    bind(
        SCOPE,
        &[Enter],
        Action::Accept,
        "merge",
        "merge: everything of the other moves to this one",
    )
    .left(F(2)),
    bind(
        SCOPE,
        &[Esc],
        Action::Close,
        "leave",
        "leave: nothing is changed",
    )
    .right(F(9)),
];

/// The question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergePopup {
    /// The customer who stays, and the one who joins them.
    pub pair: Box<MergePair>,
}

impl Modal for MergePopup {
    fn scope(&self, _app: &App) -> Scope {
        SCOPE
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
