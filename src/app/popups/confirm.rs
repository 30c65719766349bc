//! A question before something that goes far: one more call to somebody who was rung today, an undo
//! of an earlier day.

use super::{Modal, PopupStep, refresh_entry};
use crate::app::action::{Action, Key};
use crate::app::effect::Effect;
use crate::app::keymap::{Binding, Scope, bind};
use crate::app::redact::Redactor;
use crate::app::state::App;
use crate::domain::summary::{CustomerCard, CustomerSummary};
use crate::domain::time_format::spoken;
use crate::domain::undo_question::UndoQuestion;
use crate::usecases::undo::UndoRequest;
use Key::{Char, Esc, F};

/// A question before something that goes far.
pub const SCOPE: Scope = Scope::new("When asked first");

/// Its keys.
pub(in crate::app) const KEYS: &[Binding] = &[
    bind(SCOPE, &[Char('y')], Action::Yes, "yes", "yes, do it").left(Char('g')),
    bind(
        SCOPE,
        &[Esc],
        Action::Close,
        "leave it",
        "no: nothing is done",
    )
    .right(F(9)),
];

/// The question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmPopup {
    /// What is asked, as the popup's title.
    pub title: String,
    /// What there is to know before one says yes, a sentence each.
    pub sentences: Vec<String>,
    /// What a yes does, in a word or two.
    pub yes: &'static str,
    /// The customer it is about, where it is about one.
    entry: Option<CustomerSummary>,
    /// What a yes asks of the store.
    effect: Effect,
}

/// Asks before one more call of a customer is logged.
pub(in crate::app) fn ask_once_more(
    app: &mut App,
    entry: CustomerSummary,
    why: String,
    effect: Effect,
) {
    let popup = ConfirmPopup {
        title: format!("{}: one more?", entry.customer.name),
        sentences: vec![why],
        yes: "log it",
        entry: Some(entry),
        effect,
    };
    app.popup = Some(popup.into());
    app.clear_notice();
}

/// Asks before an act is taken back that is of an earlier day or takes customers out.
pub(in crate::app) fn ask_undo(app: &mut App, question: &UndoQuestion) {
    let when = spoken(question.at, app.now, &app.rules.calendar);
    let request = UndoRequest {
        act: Some(question.act),
        offered: None,
        confirmed: true,
    };
    let popup = ConfirmPopup {
        title: "Take this back?".to_owned(),
        sentences: vec![question.sentence(&when)],
        yes: "take it back",
        entry: None,
        effect: Effect::Undo(request),
    };
    app.popup = Some(popup.into());
}

impl Modal for ConfirmPopup {
    fn scope(&self, _app: &App) -> Scope {
        SCOPE
    }

    fn press(&mut self, action: Action, _app: &mut App) -> Option<PopupStep> {
        Some(PopupStep::Close(match action {
            Action::Yes => Some(self.effect.clone()),
            Action::Close => None,
            _ => return None,
        }))
    }

    fn refresh(&mut self, card: &CustomerCard) {
        if let Some(entry) = &mut self.entry {
            refresh_entry(entry, card);
        }
    }

    fn redact(&mut self, redactor: &mut Redactor) {
        if let Some(entry) = &mut self.entry {
            redactor.entry(entry);
        }
        redactor.words(&mut self.title);
    }
}
