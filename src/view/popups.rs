//! The popup that is open, drawn: one file a popup, and the one place that passes the drawing on to it.
//!
//! The files are those of the table in `app::popups`: one of the same name draws each, and nothing is
//! entered here for a new one.

mod frame;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::ClickZones;
use crate::app::App;
use crate::app::keymap::KeyBindings;
use crate::app::popups::{Popup, each_popup};
use crate::domain::customer::Id;
use crate::domain::summary::CustomerSummary;

/// How a popup is drawn, and what the regions around it have to know.
trait Drawing {
    /// Draws it into an area.
    fn render(&self, frame: &mut Frame<'_>, area: Rect, app: &App, zones: &mut ClickZones);

    /// Whom one may have on the phone while it asks about them: their card is read meanwhile.
    fn talked_with(&self) -> Option<&CustomerSummary> {
        None
    }

    /// How low and how high it may be drawn in a width, with the card beneath it.
    fn heights(&self, _width: u16) -> (u16, u16) {
        (LOWEST, outcome::HEIGHT)
    }

    /// The follow-up it asks about.
    fn asked_about(&self) -> Option<Id> {
        None
    }

    /// It is about to be drawn into an area: limits how far it is scrolled.
    fn fit(&mut self, _keys: &KeyBindings, _area: Rect) {}
}

/// How low a question about a call may be drawn.
const LOWEST: u16 = 5;

/// Declares the file of each popup, and the one dispatch over them.
macro_rules! drawings {
    ($($(#[$doc:meta])* $name:ident($file:ident::$popup:ident, $keys:expr),)+) => {
        $(pub(super) mod $file;)+

        fn drawing(popup: &Popup) -> &dyn Drawing {
            match popup {
                $(Popup::$name(popup) => popup,)+
            }
        }

        fn drawing_mut(popup: &mut Popup) -> &mut dyn Drawing {
            match popup {
                $(Popup::$name(popup) => popup,)+
            }
        }
    };
}

each_popup!(drawings);

/// Whom one may have on the phone while a question about them is open: their card is read meanwhile.
pub(super) fn talked_with(app: &App) -> Option<&CustomerSummary> {
    drawing(app.popup.as_ref()?).talked_with()
}

/// How low and how high a question about a call may be drawn in a width.
pub(super) fn heights(app: &App, width: u16) -> (u16, u16) {
    let open = app.popup.as_ref();
    open.map_or((LOWEST, outcome::HEIGHT), |popup| {
        drawing(popup).heights(width)
    })
}

/// The follow-up that is asked about.
pub(super) fn asked_about(app: &App) -> Option<Id> {
    drawing(app.popup.as_ref()?).asked_about()
}

/// Draws the popup that is open.
pub(super) fn render(frame: &mut Frame<'_>, area: Rect, app: &App, zones: &mut ClickZones) {
    if let Some(popup) = &app.popup {
        drawing(popup).render(frame, area, app, zones);
    }
}

/// Tells the popup how much of it is in sight in an area.
pub(super) fn fit(app: &mut App, area: Rect) {
    if let Some(popup) = &mut app.popup {
        drawing_mut(popup).fit(&app.keys, area);
    }
}
