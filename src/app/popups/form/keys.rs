//! What a key does in the form.

use super::{Field, FormPopup};
use crate::app::action::{Action, Key};
use crate::app::effect::{ActDraft, Effect, QueryResult};
use crate::app::keymap::{Binding, Scope, bind};
use crate::app::popups::find::query;
use crate::app::popups::{Modal, PopupStep, refresh_entry};
use crate::app::redact::Redactor;
use crate::app::state::{App, Notice};
use crate::app::text_input::TextInput;
use crate::domain::summary::{CustomerCard, CustomerSummary};
use Key::{BackTab, Char, Down, Enter, Esc, F, Left, Right, Tab, Up};

/// The form.
pub const SCOPE: Scope = Scope::new("In the form").typing().in_help();

/// The form's question before typed words are thrown away.
pub const LEAVING: Scope = Scope::new("When asked to throw away what you typed");

/// Its keys.
pub(in crate::app) const KEYS: &[Binding] = &[
    bind(
        SCOPE,
        &[Enter],
        Action::Accept,
        "save",
        "save, or choose the suggested customer",
    )
    .left(F(2)),
    bind(SCOPE, &[Tab], Action::NextField, "next", "the next field").right(F(10)),
    bind(
        SCOPE,
        &[BackTab],
        Action::PreviousField,
        "back",
        "the field before",
    )
    .left(F(3))
    .right(F(11)),
    bind(
        SCOPE,
        &[Down],
        Action::Down,
        "",
        "the next suggestion, or the next field",
    )
    .left(F(4)),
    bind(
        SCOPE,
        &[Up],
        Action::Up,
        "",
        "the suggestion before, or the field before",
    )
    .left(F(6)),
    bind(
        SCOPE,
        &[Key::F(5)],
        Action::Give,
        "given",
        "tick the extra mile as done, or untick it",
    ),
    bind(
        SCOPE,
        &[Left],
        Action::Left,
        "",
        "cursor to the left, or the choice before",
    ),
    bind(
        SCOPE,
        &[Right],
        Action::Right,
        "",
        "cursor to the right, or the next choice",
    ),
    bind(
        SCOPE,
        &[Esc],
        Action::Close,
        "leave",
        "leave; asks first if you typed something",
    )
    .right(F(9)),
    bind(
        LEAVING,
        &[Char('y')],
        Action::ThrowAway,
        "throw away",
        "throw away what was typed",
    )
    .left(Char('g')),
    bind(
        LEAVING,
        &[Esc],
        Action::Back,
        "go on typing",
        "go on typing",
    )
    .right(F(9)),
];

/// Opens the form: to add a call, or filled with the selected customer.
pub(in crate::app::popups) fn open(app: &mut App, action: Action) -> Option<Effect> {
    let form = if action == Action::Add {
        offered_call(app).map_or_else(FormPopup::add, FormPopup::add_for)
    } else {
        let entry = app.selected()?;
        let scene = entry.scene(&app.rules, app.now, &app.by);
        if action == Action::Price {
            FormPopup::price(entry, &scene)
        } else {
            FormPopup::edit(entry, &scene)
        }
    };
    app.popup = Some(form.into());
    None
}

/// Opens the form to add a call for the customer whose card is open.
pub(in crate::app::popups) fn open_for_selected(app: &mut App) {
    app.popup = app.selected().map(|entry| FormPopup::add_for(entry).into());
}

/// The customer whose card offers to add a call: nothing is open of theirs, and they are not hidden.
fn offered_call(app: &App) -> Option<&CustomerSummary> {
    let hidden = app.public.private && app.public.opened != app.selected_id();
    app.selected()
        .filter(|entry| entry.follow_ups.is_empty() && !hidden)
}

impl FormPopup {
    /// The selected suggestion is taken; else what stands in the fields is saved.
    fn accept(&mut self, app: &mut App) -> PopupStep {
        if self.take_suggestion() {
            return PopupStep::Stay(None);
        }
        let Some(effect) = self.filled(app) else {
            app.notice = Notice::FieldRefused;
            return PopupStep::Stay(None);
        };
        if let Effect::Save(act) = &effect
            && act.plan.is_empty()
        {
            app.notice = Notice::Message(act.says());
            return PopupStep::Close(None);
        }
        PopupStep::Close(Some(effect))
    }

    /// What the fields ask for; `None` where one of them is refused.
    fn filled(&mut self, app: &App) -> Option<Effect> {
        if let Some(entry) = self.editing.clone() {
            return Some(Effect::Save(ActDraft::of(self.edited(&entry, app)?)));
        }
        let (call, plan) = self.new_call(app)?;
        Some(Effect::Add(Box::new(call), ActDraft::of(plan)))
    }

    /// To the next field, or the one before.
    fn go(&mut self, by: isize) {
        self.suggested = None;
        self.step(by);
    }

    /// Through those who are offered, and on to the next field or the one before where there are
    /// none.
    fn move_suggestion(&mut self, by: isize) {
        let last = self.offered().len().checked_sub(1);
        self.suggested = match (self.suggested, last) {
            (None, Some(_)) if by > 0 => Some(0),
            (Some(n), Some(last)) if by > 0 && n < last => Some(n + 1),
            (Some(n), _) if by < 0 => n.checked_sub(1),
            _ => {
                self.step(by);
                None
            }
        };
    }
}

impl Modal for FormPopup {
    fn scope(&self, _app: &App) -> Scope {
        if self.leaving { LEAVING } else { SCOPE }
    }

    fn press(&mut self, action: Action, app: &mut App) -> Option<PopupStep> {
        match action {
            Action::Accept => return Some(self.accept(app)),
            Action::NextField => self.go(1),
            Action::PreviousField => self.go(-1),
            Action::Down => self.move_suggestion(1),
            Action::Up => self.move_suggestion(-1),
            Action::Give => self.toggle_given(),
            Action::Left if self.turn(-1) => {}
            Action::Right if self.turn(1) => {}
            Action::Close if self.touched() && !self.leaving => self.leaving = true,
            Action::Back => self.leaving = false,
            Action::Close | Action::ThrowAway => return Some(PopupStep::Close(None)),
            _ => return None,
        }
        Some(PopupStep::Stay(None))
    }

    fn can(&self, action: Action, _app: &App) -> bool {
        action != Action::Give || self.can_be_given()
    }

    /// The line that is typed in; none in a choice, nor before the question whether to leave is
    /// answered.
    fn line<'a>(&'a mut self, _app: &'a mut App) -> Option<&'a mut TextInput> {
        if self.leaving {
            return None;
        }
        let field = self.fields.get_mut(self.at)?;
        field.error = None;
        field.choices().is_empty().then_some(&mut field.line)
    }

    fn edited(&mut self, _changed: bool, _app: &mut App) -> Option<Effect> {
        let sought = match self.current()?.field {
            Field::Name if self.editing.is_none() => {
                self.known = None;
                &mut self.suggestions
            }
            Field::SentBy => {
                self.sender = None;
                &mut self.senders
            }
            _ => return None,
        };
        self.suggested = None;
        let text = self.fields.get(self.at).map_or("", |f| f.line.text());
        if text.trim().chars().count() < 2 {
            sought.clear();
            return None;
        }
        query(text)
    }

    fn typed(&mut self, letter: char) -> bool {
        self.leaving || letter == ' ' && self.turn(1) || self.jump(letter)
    }

    fn click(&mut self, row: usize) -> bool {
        let there = row < self.offered().len();
        if there {
            self.suggested = Some(row);
        }
        there
    }

    fn apply_query(&mut self, result: &mut QueryResult, _app: &mut App) -> Option<PopupStep> {
        let (text, found) = result.found.as_ref()?;
        self.suggest(text, found);
        None
    }

    fn refresh(&mut self, card: &CustomerCard) {
        if let Some(entry) = &mut self.editing {
            refresh_entry(entry, card);
        }
    }

    fn comes_back(&self) -> bool {
        true
    }

    /// What is typed is typed; what it suggests is not opened.
    fn redact(&mut self, redactor: &mut Redactor) {
        redactor.entries(self.suggestions.iter_mut().chain(&mut self.senders));
    }
}
