//! The help page: all keys, over the list or over the popup that is open.

use super::{Modal, Popup, PopupStep};
use crate::app::action::{Action, Key};
use crate::app::effect::QueryResult;
use crate::app::keymap::{self, Binding, Scope, bind};
use crate::app::redact::Redactor;
use crate::app::state::App;
use crate::app::store_reply::StoreFailure;
use crate::domain::customer::Id;
use crate::domain::summary::CustomerCard;
use Key::{Char, Down, End, Enter, Esc, F, Home, PageDown, PageUp, Up};

/// Something to read.
pub const PAGE: Scope = Scope::new("While reading");

/// Its keys.
pub(in crate::app) const KEYS: &[Binding] = &[
    bind(
        PAGE,
        &[Esc, Enter, Char('q'), Char('?'), Char('w')],
        Action::Close,
        "close",
        "close it",
    )
    .left(Char('q'))
    .right(F(9)),
    bind(PAGE, &[Char('j'), Down], Action::Down, "", "further down").left(Char('s')),
    bind(PAGE, &[Char('k'), Up], Action::Up, "", "further up").left(Char('w')),
    bind(
        PAGE,
        &[PageDown, Char(' ')],
        Action::PageDown,
        "",
        "a screenful down",
    ),
    bind(PAGE, &[PageUp], Action::PageUp, "", "a screenful up"),
    bind(
        PAGE,
        &[Char('g'), Home],
        Action::First,
        "",
        "to its beginning",
    ),
    bind(PAGE, &[Char('G'), End], Action::Last, "", "to its end"),
];

/// How many lines a key or the wheel scrolls.
const LINES: isize = 3;

/// The page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpPopup {
    /// The first visible line. The view limits it.
    pub top: usize,
    /// The scope it was opened from: the page begins with its keys.
    pub of: Option<Scope>,
    /// The popup it covers, which comes back when it closes.
    under: Option<Box<Popup>>,
}

/// Opens the page at its beginning.
pub(in crate::app) fn open(app: &mut App) {
    if matches!(app.popup, Some(Popup::Help(_))) {
        return;
    }
    let scopes = keymap::scopes(app);
    let under = app.popup.take().map(Box::new);
    let of = under.as_ref().and_then(|_| scopes.first().copied());
    app.popup = Some(HelpPopup { top: 0, of, under }.into());
}

impl Modal for HelpPopup {
    fn scope(&self, _app: &App) -> Scope {
        PAGE
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
            Action::Close => {
                app.popup = self.under.take().map(|under| *under);
                return Some(PopupStep::Close(None));
            }
            _ => return None,
        };
        Some(PopupStep::Stay(None))
    }

    fn wheel(&mut self, by: isize, _app: &mut App) {
        self.top = self.top.saturating_add_signed(by * LINES);
    }

    // What comes for what it lies over goes there.

    fn apply_query(&mut self, result: &mut QueryResult, app: &mut App) -> Option<PopupStep> {
        match self.under.as_mut()?.modal_mut().apply_query(result, app) {
            Some(PopupStep::Close(effect)) => {
                self.under = app.popup.take().map(Box::new);
                Some(PopupStep::Stay(effect))
            }
            step => step,
        }
    }

    fn act_answered(&mut self, customer: Option<Id>, says: &str, failure: Option<&StoreFailure>) {
        if let Some(under) = &mut self.under {
            under.act_answered(customer, says, failure);
        }
    }

    fn refresh(&mut self, card: &CustomerCard) {
        if let Some(under) = &mut self.under {
            under.refresh(card);
        }
    }

    fn query_failed(&mut self, why: &str) {
        if let Some(under) = &mut self.under {
            under.query_failed(why);
        }
    }

    fn wants_card(&self) -> Option<Id> {
        self.under.as_ref()?.modal().wants_card()
    }

    fn claimed_customer(&self) -> Option<Id> {
        self.under.as_ref()?.modal().claimed_customer()
    }

    fn redact(&mut self, redactor: &mut Redactor) {
        if let Some(under) = &mut self.under {
            under.redact(redactor);
        }
    }
}
