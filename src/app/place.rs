//! A place on the screen: the view, the selected row and the open popup, kept to return to later.

use super::effect::Effect;
use super::popups::Popup;
use super::state::{App, Notice, View};
use super::update::refresh;
use crate::domain::contact::Contact;
use crate::domain::customer::Id;
use crate::domain::summary::CustomerSummary;

/// The place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    view: View,
    popup: Option<Popup>,
    /// The selected row and the first visible one, as indices into the loaded rows.
    rows: (usize, usize),
    done_selected: Option<usize>,
    customer: Option<Id>,
    opened: Option<Id>,
    private: bool,
    /// The member of staff Today was filtered to.
    mine: Option<String>,
    last: Option<(CustomerSummary, Contact)>,
    notice: Notice,
}

impl Place {
    /// The present place.
    #[must_use]
    pub fn of(app: &App) -> Self {
        Self {
            view: app.view,
            popup: app.popup.clone(),
            rows: match app.view {
                View::Today => (app.today.selected, app.today.top),
                View::Ahead => (app.ahead.selected, app.ahead.top),
                View::Customers => (app.customers.selected, app.customers.top),
                View::Journal => (app.journal.selected, app.journal.top),
                View::Figures => (0, app.figures.top),
            },
            done_selected: app.done_selected,
            customer: app.selected_id(),
            opened: app.public.opened,
            private: app.public.private,
            mine: app.today.of.clone(),
            last: app.last.clone(),
            notice: app.notice.clone(),
        }
    }

    /// Puts the screen back there; the rows are read anew, and the selection stays on its customer.
    pub fn restore(self, app: &mut App) -> Effect {
        let (selected, top) = self.rows;
        app.view = self.view;
        app.popup = self.popup;
        app.done_selected = self.done_selected;
        app.public.opened = self.opened;
        app.public.private = self.private;
        app.today.of = self.mine;
        app.last = self.last;
        app.notice = self.notice;
        app.claiming = None;
        match self.view {
            View::Today => (app.today.selected, app.today.top) = (selected, top),
            View::Ahead => (app.ahead.selected, app.ahead.top) = (selected, top),
            View::Customers => (app.customers.selected, app.customers.top) = (selected, top),
            View::Journal => (app.journal.selected, app.journal.top) = (selected, top),
            View::Figures => app.figures.top = top,
        }
        app.follow = self.customer;
        refresh(app)
    }
}
