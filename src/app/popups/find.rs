//! The search: a customer is found as one types.

use super::form::FormPopup;
use super::merge::MergePopup;
use super::{Modal, Popup, PopupStep, press, refresh_entry};
use crate::app::action::{Action, Key};
use crate::app::effect::{Effect, QueryResult, ScreenQuery};
use crate::app::keymap::{Binding, Scope, bind};
use crate::app::place::Place;
use crate::app::redact::Redactor;
use crate::app::state::{App, Notice};
use crate::app::text_input::TextInput;
use crate::app::update::navigation::go_to_customer;
use crate::domain::contact::Direction;
use crate::domain::customer::Id;
use crate::domain::merge::MergePair;
use crate::domain::summary::{CustomerCard, CustomerSummary};
use Key::{BackTab, Down, Enter, Esc, F, Tab, Up};

/// Finding.
pub(crate) const SCOPE: Scope = Scope::new("Finding a customer").typing().in_help();

/// Finding, where nobody is found by what is typed.
pub(crate) const NOBODY: Scope = Scope::new("Finding a customer: nobody found")
    .typing()
    .in_help();

/// Its keys.
pub(in crate::app) const KEYS: &[Binding] = &[
    bind(SCOPE, &[Enter], Action::Accept, "open", "open the customer").left(F(2)),
    bind(SCOPE, &[Down, Tab], Action::Down, "", "the next one found"),
    bind(SCOPE, &[Up, BackTab], Action::Up, "", "the one before").left(F(3)),
    bind(SCOPE, &[Esc], Action::Close, "leave", "leave").right(F(9)),
    bind(
        NOBODY,
        &[Enter],
        Action::Accept,
        "add",
        "add a call for them",
    )
    .left(F(2)),
    bind(NOBODY, &[Esc], Action::Close, "leave", "leave").right(F(9)),
];

/// The search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FindPopup {
    /// What is typed.
    pub line: TextInput,
    /// The customers that were found.
    pub found: Vec<CustomerSummary>,
    /// The text they were found for.
    pub found_for: String,
    /// The one that is selected.
    pub selected: usize,
    /// Whether it was to be opened before the answer had come.
    pub opens: bool,
    /// Whether the answer is to be opened by itself, where it is one customer.
    pub opens_only_hit: bool,
    /// Whether the customer is on the telephone: they rang.
    pub they_rang: bool,
    /// The customer to merge the found one with.
    pub same_as: Option<CustomerSummary>,
    /// The customer chosen to be merged, until both are read whole.
    pub asked: Option<Id>,
}

impl FindPopup {
    /// Takes the results for a text; those of an older text are ignored. Whether the first is to be
    /// opened at once: ↵ was faster than the answer.
    fn accept_results(&mut self, text: &str, found: &[CustomerSummary]) -> bool {
        if text != self.line.text() {
            return false;
        }
        self.found = found.to_vec();
        text.clone_into(&mut self.found_for);
        self.selected = 0;
        let only = std::mem::take(&mut self.opens_only_hit) && self.found.len() == 1;
        std::mem::take(&mut self.opens) || only
    }

    /// Whether the answer for what is typed is still to come.
    #[must_use]
    pub fn is_looking(&self) -> bool {
        self.line.text() != self.found_for
    }

    /// Opens the selected customer.
    fn accept(&mut self, app: &mut App) -> PopupStep {
        if self.is_looking() {
            self.opens = true;
            return PopupStep::Stay(None);
        }
        let Some(entry) = self.found.get(self.selected).cloned() else {
            return self.add_whoever_is_sought(app);
        };
        if let Some(same) = &self.same_as {
            let (kept, name) = (same.customer.id, same.customer.name.clone());
            return PopupStep::Stay(self.read_pair(kept, &name, entry.customer.id, app));
        }
        PopupStep::Close(if self.they_rang {
            app.claiming = Some((entry.customer.id, Direction::Inward));
            Some(Effect::Claim(Box::new(entry)))
        } else {
            go_to_customer(app, &entry)
        })
    }

    /// Whether nobody is found by what is typed, and a call may be added for them.
    #[must_use]
    pub fn can_add(&self) -> bool {
        let nobody = self.found.is_empty() && !self.is_looking();
        nobody && !self.line.is_blank() && self.same_as.is_none()
    }

    /// Nobody is found: a call is added for them, with what was typed.
    fn add_whoever_is_sought(&self, app: &mut App) -> PopupStep {
        if !self.can_add() {
            return PopupStep::Stay(None);
        }
        app.popup = Some(FormPopup::add_with(self.line.text()).into());
        PopupStep::Close(None)
    }

    /// A customer was chosen to be merged: both are read whole before the question.
    fn read_pair(&mut self, kept: Id, name: &str, other: Id, app: &mut App) -> Option<Effect> {
        if kept == other {
            app.notice =
                Notice::Message(format!("That is {name} again: choose the other customer."));
            return None;
        }
        self.asked = Some(other);
        Some(Effect::Query(ScreenQuery {
            two: Some((kept, other)),
            ..ScreenQuery::default()
        }))
    }

    /// All of two customers has come: it is asked whether they are one, unless something else was
    /// typed meanwhile.
    fn ask_merge(
        &mut self,
        other: Id,
        pair: Option<Box<MergePair>>,
        app: &mut App,
    ) -> Option<PopupStep> {
        if self.asked.take() != Some(other) {
            return None;
        }
        let Some(pair) = pair else {
            app.notice =
                Notice::Message("One of these two customers is no longer there.".to_owned());
            return None;
        };
        app.clear_notice();
        app.popup = Some(MergePopup { pair }.into());
        Some(PopupStep::Close(None))
    }
}

/// Opens the search: for a customer, for one who rang, or for one to merge with the selected.
pub(super) fn open(app: &mut App, action: Action) -> Option<Effect> {
    let same_as = match action {
        Action::Merge => Some(app.selected()?.clone()),
        _ => None,
    };
    if action == Action::TheyRang {
        app.rang_at = Some(Box::new(Place::of(app)));
    }
    let find = FindPopup {
        they_rang: action == Action::TheyRang,
        same_as,
        ..FindPopup::default()
    };
    app.popup = Some(find.into());
    None
}

/// Opens the search with a text in its line.
pub(crate) fn open_with(app: &mut App, text: &str) -> Option<Effect> {
    let mut find = FindPopup::default();
    // The end of a text that is longer than a line finds nobody either.
    let _whole = find.line.insert(text);
    let effect = query(find.line.text());
    app.popup = Some(find.into());
    app.clear_notice();
    effect
}

/// Opens the one customer whom the text of the open search finds, now or once the answer has come;
/// `None` where no search is open. What is asked of the store with it.
#[expect(
    clippy::option_option,
    reason = "no search is open, and an open one that asks the store for nothing, differ"
)]
pub(crate) fn open_only_hit(app: &mut App) -> Option<Option<Effect>> {
    let Some(Popup::Find(find)) = &mut app.popup else {
        return None;
    };
    if find.is_looking() {
        find.opens_only_hit = true;
        return Some(None);
    }
    let only = find.found.len() == 1;
    Some(only.then(|| press(app, Action::Accept)).flatten())
}

/// Queries the customers a text finds; a blank one finds nobody.
pub(super) fn query(text: &str) -> Option<Effect> {
    let text = Some(text.to_owned()).filter(|t| !t.trim().is_empty());
    text.map(|find| {
        Effect::Query(ScreenQuery {
            find: Some(find),
            ..ScreenQuery::default()
        })
    })
}

impl Modal for FindPopup {
    fn scope(&self, _app: &App) -> Scope {
        if self.can_add() { NOBODY } else { SCOPE }
    }

    fn can(&self, action: Action, _app: &App) -> bool {
        // Where nobody is found, there is nobody to merge with.
        let nobody = self.found.is_empty() && !self.is_looking() && !self.line.is_blank();
        action != Action::Accept || !nobody || self.can_add()
    }

    fn press(&mut self, action: Action, app: &mut App) -> Option<PopupStep> {
        match action {
            Action::Accept => return Some(self.accept(app)),
            Action::Close => return Some(PopupStep::Close(None)),
            Action::Down => self.wheel(1, app),
            Action::Up => self.wheel(-1, app),
            _ => return None,
        }
        Some(PopupStep::Stay(None))
    }

    fn line<'a>(&'a mut self, _app: &'a mut App) -> Option<&'a mut TextInput> {
        Some(&mut self.line)
    }

    fn edited(&mut self, changed: bool, _app: &mut App) -> Option<Effect> {
        self.opens = false;
        self.opens_only_hit = false;
        self.asked = None;
        if self.line.is_blank() {
            self.found.clear();
            self.line.text().clone_into(&mut self.found_for);
        }
        if changed {
            query(self.line.text())
        } else {
            None
        }
    }

    fn click(&mut self, row: usize) -> bool {
        let there = row < self.found.len();
        if there {
            self.selected = row;
        }
        there
    }

    fn wheel(&mut self, by: isize, _app: &mut App) {
        let last = self.found.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }

    fn apply_query(&mut self, result: &mut QueryResult, app: &mut App) -> Option<PopupStep> {
        if let Some((other, pair)) = result.two.take() {
            return self.ask_merge(other, pair, app);
        }
        let (text, found) = result.found.as_ref()?;
        self.accept_results(text, found).then(|| self.accept(app))
    }

    fn query_failed(&mut self, _why: &str) {
        self.line.text().clone_into(&mut self.found_for);
        self.asked = None;
    }

    fn refresh(&mut self, card: &CustomerCard) {
        if let Some(same) = &mut self.same_as {
            refresh_entry(same, card);
        }
    }

    fn is_opening(&self) -> bool {
        self.opens || self.asked.is_some()
    }

    fn redact(&mut self, redactor: &mut Redactor) {
        redactor.entries(self.found.iter_mut().chain(&mut self.same_as));
    }
}
