//! Why a row stands where it does.

use super::{Modal, PopupStep, help};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::keymap::Scope;
use crate::app::redact::Redactor;
use crate::app::state::App;
use crate::domain::follow_up::FollowUp;

/// The reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplanationPopup {
    /// The customer's name.
    pub name: String,
    /// A sentence each.
    pub sentences: Vec<String>,
}

/// Says why the selected row stands where it does.
pub(super) fn open(app: &mut App) -> Option<Effect> {
    let entry = app.selected()?;
    let open = entry.follow_ups.iter().any(FollowUp::is_open);
    let mut why = entry.why(app.now, &app.rules);
    if !open && !entry.follow_ups.is_empty() {
        let done = app.keys.shown(Action::Done);
        why = format!("no tries left: press {done} to stop or keep trying");
    }
    if let Some(first) = why.get(..1) {
        why = format!(
            "{}{}.",
            first.to_uppercase(),
            why.get(1..).unwrap_or_default()
        );
    }
    let mut sentences = vec![why];
    let rung = entry.claimed_elsewhere(app.sitting);
    sentences.extend(rung.map(|claim| format!("{}.", claim.sentence(&app.rules.calendar))));
    sentences.extend(app.why_not_callable(entry).map(|d| d.sentence));
    let name = entry.customer.name.clone();
    app.popup = Some(ExplanationPopup { name, sentences }.into());
    None
}

impl Modal for ExplanationPopup {
    fn scope(&self, _app: &App) -> Scope {
        help::PAGE
    }

    fn press(&mut self, action: Action, _app: &mut App) -> Option<PopupStep> {
        (action == Action::Close).then_some(PopupStep::Close(None))
    }

    /// Why is asked only of the customer who was opened.
    fn redact(&mut self, _redactor: &mut Redactor) {}
}
