//! The selected customer's card over the whole screen: where it has no room beside the list, or not
//! enough of it.
//!
//! It holds nothing of its own. The keys of the rows scroll it; every other key of the list does what
//! it does on the row, and closes it first.

use super::{Modal, PopupStep, form};
use crate::app::action::Action;
use crate::app::card_scroll;
use crate::app::effect::Effect;
use crate::app::keymap::{self, Scope};
use crate::app::redact::Redactor;
use crate::app::state::App;
use crate::app::update::act;

/// The card that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardPopup;

/// Opens the selected customer's card.
pub(super) fn open(app: &mut App) -> Option<Effect> {
    if app.selected().is_some() {
        app.popup = Some(CardPopup.into());
    }
    None
}

impl Modal for CardPopup {
    fn scope(&self, _app: &App) -> Scope {
        Scope::CARD
    }

    fn press(&mut self, action: Action, app: &mut App) -> Option<PopupStep> {
        if card_scroll::scroll(app, action) {
            return Some(PopupStep::Stay(None));
        }
        match action {
            Action::Close | Action::Reveal | Action::Quit => Some(PopupStep::Close(None)),
            Action::Add => {
                form::open_for_selected(app);
                Some(PopupStep::Close(None))
            }
            // The card is closed: the list takes the action.
            _ => Some(PopupStep::Close(act(app, action))),
        }
    }

    fn can(&self, action: Action, app: &App) -> bool {
        match action {
            Action::Close => true,
            // It is open.
            Action::Reveal => false,
            _ => keymap::possible_in_list(app, action),
        }
    }

    fn wheel(&mut self, by: isize, app: &mut App) {
        card_scroll::wheel(app, by);
    }

    /// It is drawn from the counter's masked copy.
    fn redact(&mut self, _redactor: &mut Redactor) {}
}
