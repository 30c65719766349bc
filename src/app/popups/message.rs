//! A message to paste, for whoever does not answer.

use super::{Modal, PopupStep};
use crate::app::action::{Action, Key};
use crate::app::call::ClipboardText;
use crate::app::effect::Effect;
use crate::app::keymap::{Binding, Scope, bind};
use crate::app::redact::Redactor;
use crate::app::state::App;
use crate::domain::message::MessageFields;
use crate::domain::summary::CustomerSummary;
use Key::{Char, Enter, Esc, F};

/// A message to paste.
pub const SCOPE: Scope = Scope::new("A message to paste");

/// Its keys.
pub(in crate::app) const KEYS: &[Binding] = &[
    bind(SCOPE, &[Char('y'), Enter], Action::Copy, "copy", "copy it").left(F(2)),
    bind(
        SCOPE,
        &[Esc, Char('m'), Char('q')],
        Action::Close,
        "close",
        "close it",
    ),
];

/// From how many tries on a message is due.
pub const MISSES: i64 = 2;

/// A message that is ready to be pasted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessagePopup {
    /// To whom.
    pub entry: CustomerSummary,
    /// What it says.
    pub words: String,
    /// Whether they were tried too seldom for it yet.
    pub early: bool,
}

impl MessagePopup {
    /// The message to a customer about their most urgent follow-up.
    ///
    /// # Errors
    /// Why there is nothing to write to them about.
    pub fn to(entry: &CustomerSummary, app: &App) -> Result<Self, String> {
        let name = &entry.customer.name;
        let Some(follow_up) = entry.urgent(app.now) else {
            return Err(format!("{name}: no open calls."));
        };
        let promised = follow_up.promise_open().is_some();
        if entry.customer.refuses(follow_up.marketing, promised) {
            let to = if entry.customer.no_calls_at.is_some() {
                "all calls, and nothing is promised"
            } else {
                "marketing, and nothing else is open"
            };
            return Err(format!("No message: {name} said no to {to}."));
        }
        let words = app.rules.message.filled(&MessageFields {
            name: &entry.customer.name,
            item: entry.item(follow_up.item),
            reason: &follow_up.about,
            shop: &app.rules.shop,
            number: &app.rules.phone,
        });
        Ok(Self {
            entry: entry.clone(),
            words,
            early: follow_up.attempts < MISSES,
        })
    }
}

/// Writes a message to the selected customer.
pub(super) fn open(app: &mut App) -> Option<Effect> {
    let entry = app.selected()?.clone();
    match MessagePopup::to(&entry, app) {
        Ok(message) => app.popup = Some(message.into()),
        Err(why) => app.inform(why),
    }
    None
}

impl Modal for MessagePopup {
    fn scope(&self, _app: &App) -> Scope {
        SCOPE
    }

    fn press(&mut self, action: Action, app: &mut App) -> Option<PopupStep> {
        match action {
            // It stays to read: whether it was copied is known only afterwards, and not of every
            // terminal.
            Action::Copy => {
                app.calling.copied = Some(ClipboardText::Message(self.words.clone()));
                Some(PopupStep::Stay(None))
            }
            Action::Close => Some(PopupStep::Close(None)),
            _ => None,
        }
    }

    /// Whoever it is to was opened by the key that asked for it; a lock may have closed them.
    fn redact(&mut self, redactor: &mut Redactor) {
        if !redactor.shows(self.entry.customer.id) {
            "…".clone_into(&mut self.words);
        }
        redactor.entry(&mut self.entry);
    }
}
