//! How far the selected customer's card is scrolled.
//!
//! Owns whose card was scrolled: another customer's begins at its top again.

use super::action::Action;
use super::state::App;
use crate::domain::customer::Id;

/// How many lines a key or the wheel scrolls.
const LINES: usize = 3;

/// How far the card is scrolled, and how far it goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CardScroll {
    of: Option<Id>,
    top: usize,
    /// The furthest it goes, as the view has it.
    pub furthest: usize,
    /// How many of its lines are in sight.
    pub height: usize,
    /// Whether the card stands beside or below the list.
    pub stands: bool,
}

impl CardScroll {
    /// The first line in sight of a customer's card.
    #[must_use]
    pub fn top(&self, of: Option<Id>) -> usize {
        if self.of == of {
            self.top.min(self.furthest)
        } else {
            0
        }
    }

    /// Whichever card is shown next begins at its top.
    pub(in crate::app) const fn begin(&mut self) {
        self.top = 0;
    }
}

/// Scrolls the selected customer's card; whether the action does that.
pub(in crate::app) fn scroll(app: &mut App, action: Action) -> bool {
    let of = app.selected_id();
    let scroll = &mut app.card_scroll;
    let (top, page) = (scroll.top(of), scroll.height.max(2) - 1);
    let top = match action {
        Action::CardDown => top.saturating_add(LINES),
        Action::CardUp => top.saturating_sub(LINES),
        Action::Down => top.saturating_add(1),
        Action::Up => top.saturating_sub(1),
        Action::PageDown => top.saturating_add(page),
        Action::PageUp => top.saturating_sub(page),
        Action::First => 0,
        Action::Last => usize::MAX,
        _ => return false,
    };
    scroll.of = of;
    scroll.top = top.min(scroll.furthest);
    true
}

/// The wheel was turned over the card.
pub(in crate::app) fn wheel(app: &mut App, by: isize) {
    let down = by > 0;
    scroll(
        app,
        if down {
            Action::CardDown
        } else {
            Action::CardUp
        },
    );
}
