//! All keys, on a page to read.

use super::{Modal, PopupStep};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::keymap::Scope;
use crate::app::redact::Redactor;
use crate::app::state::App;

/// How many lines a key or the wheel scrolls.
const LINES: isize = 3;

/// The page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HelpPopup {
    /// The first line in sight. How far it goes is the view's to say.
    pub top: usize,
}

/// Opens the page at its beginning.
pub(super) fn open(app: &mut App) -> Option<Effect> {
    app.popup = Some(HelpPopup::default().into());
    None
}

impl Modal for HelpPopup {
    fn scope(&self, _app: &App) -> Scope {
        Scope::Page
    }

    fn press(&mut self, action: Action, app: &mut App) -> Option<PopupStep> {
        let page = app.tall.max(2) - 1;
        self.top = match action {
            Action::Down => self.top.saturating_add_signed(LINES),
            Action::Up => self.top.saturating_add_signed(-LINES),
            Action::PageDown => self.top.saturating_add(page),
            Action::PageUp => self.top.saturating_sub(page),
            Action::First => 0,
            Action::Last => usize::MAX,
            Action::Close => return Some(PopupStep::Close(None)),
            _ => return None,
        };
        Some(PopupStep::Stay(None))
    }

    fn wheel(&mut self, by: isize, _app: &mut App) {
        self.top = self.top.saturating_add_signed(by * LINES);
    }

    fn redact(&mut self, _redactor: &mut Redactor) {}
}
