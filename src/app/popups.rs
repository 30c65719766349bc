//! Popups over the list: one at a time, and the one place that passes a key, a typed character or a
//! store's reply on to it.
//!
//! A popup is one file here (what it holds, its keys and what they do) and one of the same name in
//! `view::popups` (how it is drawn). A new one touches three files: these two, and this one, where it is
//! entered in the table `each_popup` and, with what opens it, in `opener`. Only a key that opens it adds a
//! name (`app::action`) and a line of the keymap's table. `tests/house.rs` keeps the count.

pub(crate) mod card;
pub mod confirm;
pub(crate) mod explanation;
pub(crate) mod find;
pub mod form;
pub mod help;
pub mod import;
pub mod job;
pub mod let_go;
pub(crate) mod merge;
pub mod message;
pub mod outcome;
pub mod paper;
pub mod prompt;
pub mod sweep;

use super::action::Action;
use super::effect::{Effect, QueryResult};
use super::keymap::{Binding, Scope};
use super::redact::Redactor;
use super::state::{App, Notice};
use super::store_reply::StoreFailure;
use super::text_input::TextInput;
use crate::domain::customer::Id;
use crate::domain::summary::{CustomerCard, CustomerSummary};

/// What becomes of a popup after a key or a reply, and the effect to run.
pub(in crate::app) enum PopupStep {
    /// It stays.
    Stay(Option<Effect>),
    /// It closes; another may have been opened in its place.
    Close(Option<Effect>),
}

/// What every modal popup can do. By default nothing is typed, chosen or waited for in it.
pub(in crate::app) trait Modal {
    /// Where its keys stand in the keymap.
    fn scope(&self, app: &App) -> Scope;

    /// What an action does; `None` for one that is not the popup's own.
    fn press(&mut self, action: Action, app: &mut App) -> Option<PopupStep>;

    /// Whether an action can do anything as things are: the foot line shows those that can.
    fn can(&self, _action: Action, _app: &App) -> bool {
        true
    }

    /// The line that is typed in.
    fn line<'a>(&'a mut self, _app: &'a mut App) -> Option<&'a mut TextInput> {
        None
    }

    /// The line was edited, and whether its text has changed: what is to be looked up now.
    fn edited(&mut self, _changed: bool, _app: &mut App) -> Option<Effect> {
        None
    }

    /// A letter was typed: whether it was taken, and is not to go into the line.
    fn typed(&mut self, _letter: char) -> bool {
        false
    }

    /// A row was clicked: whether it is there, and now to be accepted.
    fn click(&mut self, _row: usize) -> bool {
        false
    }

    /// The wheel was turned: down is positive.
    fn wheel(&mut self, _by: isize, _app: &mut App) {}

    /// Takes what it asked for out of a query's result; `None` where nothing comes of it.
    fn apply_query(&mut self, _result: &mut QueryResult, _app: &mut App) -> Option<PopupStep> {
        None
    }

    /// A query failed, and why.
    fn query_failed(&mut self, _why: &str) {}

    /// An act about somebody was saved, or was not, and why; `_says` is what it says.
    fn act_answered(&mut self, _: Option<Id>, _says: &str, _failure: Option<&StoreFailure>) {}

    /// A customer was read again: it shows them as they are now.
    fn refresh(&mut self, _card: &CustomerCard) {}

    /// The customer whose card it waits for.
    fn wants_card(&self) -> Option<Id> {
        None
    }

    /// Whether it comes back with what was typed when its act is refused.
    fn comes_back(&self) -> bool {
        false
    }

    /// Whether it opens somebody once the store has answered: keys that follow are meant for them.
    fn is_opening(&self) -> bool {
        false
    }

    /// The customer whose call it is about: they stay claimed while it is open.
    fn claimed_customer(&self) -> Option<Id> {
        None
    }

    /// Takes out what a passer-by may not read.
    fn redact(&mut self, redactor: &mut Redactor);
}

/// Defines the enum of the popups, the one dispatch over it, and all of their keys.
macro_rules! popups {
    ($($(#[$doc:meta])* $name:ident($file:ident::$popup:ident, $keys:expr),)+) => {
        /// The popup that is open.
        #[expect(clippy::large_enum_variant, reason = "there is one of them at a time")]
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Popup {
            $($(#[$doc])* $name($file::$popup),)+
        }

        impl Popup {
            fn modal(&self) -> &dyn Modal {
                match self {
                    $(Self::$name(popup) => popup,)+
                }
            }

            fn modal_mut(&mut self) -> &mut dyn Modal {
                match self {
                    $(Self::$name(popup) => popup,)+
                }
            }
        }

        $(impl From<$file::$popup> for Popup {
            fn from(popup: $file::$popup) -> Self {
                Self::$name(popup)
            }
        })+

        /// The keys of all popups, in the order of the help page.
        const KEYS: &[&[Binding]] = &[$($keys,)+];
    };
}

/// The one table of the popups, handed to a macro: the name, the type in the file of its name, its keys.
macro_rules! each_popup {
    ($makes:ident) => {
        $makes! {
            /// The whole card, with the keys of the list.
            Card(card::CardPopup, &[]),
            /// How did it end?
            Outcome(outcome::OutcomePopup, outcome::KEYS),
            /// Adding or editing.
            Form(form::FormPopup, form::KEYS),
            /// One line to type: until when, by when, a note.
            Prompt(prompt::PromptPopup, prompt::KEYS),
            /// Finding.
            Find(find::FindPopup, find::KEYS),
            /// Booking a job.
            Job(job::JobPopup, job::KEYS),
            /// A message to paste.
            Message(message::MessagePopup, message::KEYS),
            /// Going through the promises that are still open.
            Sweep(sweep::SweepPopup, sweep::KEYS),
            /// Keying a paper list in.
            Paper(paper::PaperPopup, paper::KEYS),
            /// Importing a file.
            Import(import::ImportPopup, import::KEYS),
            /// The tries ran out: let go?
            LetGo(let_go::LetGoPopup, let_go::KEYS),
            /// A question before something that goes far.
            Confirm(confirm::ConfirmPopup, confirm::KEYS),
            /// Are two customers one?
            Merge(merge::MergePopup, merge::KEYS),
            /// Why a row stands where it does, with the keys of the help page.
            Explanation(explanation::ExplanationPopup, &[]),
            /// All keys.
            Help(help::HelpPopup, help::KEYS),
        }
    };
}
pub(crate) use each_popup;

each_popup!(popups);

/// The keys of all popups.
pub(in crate::app) fn bindings() -> impl Iterator<Item = &'static Binding> {
    KEYS.iter().copied().flatten()
}

impl Popup {
    /// Where its keys stand in the keymap.
    pub(in crate::app) fn scope(&self, app: &App) -> Scope {
        self.modal().scope(app)
    }

    /// Whether an action can do anything as things are.
    pub(in crate::app) fn can(&self, action: Action, app: &App) -> bool {
        self.modal().can(action, app)
    }

    /// The customer whose card it waits for.
    pub(in crate::app) fn wants_card(&self) -> Option<Id> {
        self.modal().wants_card()
    }

    /// A query failed, and why.
    pub(in crate::app) fn query_failed(&mut self, why: &str) {
        self.modal_mut().query_failed(why);
    }

    /// An act about somebody was saved, or was not, and why; `says` is what it says.
    pub(in crate::app) fn act_answered(
        &mut self,
        customer: Option<Id>,
        says: &str,
        failure: Option<&StoreFailure>,
    ) {
        self.modal_mut().act_answered(customer, says, failure);
    }

    /// A customer was read again.
    pub(in crate::app) fn refresh(&mut self, card: &CustomerCard) {
        self.modal_mut().refresh(card);
    }

    /// Takes out what a passer-by may not read.
    pub(in crate::app) fn redact(&mut self, redactor: &mut Redactor) {
        self.modal_mut().redact(redactor);
    }

    /// Whether it opens somebody once the store has answered: keys that follow are meant for them.
    #[must_use]
    pub fn is_opening(&self) -> bool {
        self.modal().is_opening()
    }

    /// The customer whose call it is about: they stay claimed while it is open.
    #[must_use]
    pub fn claimed_customer(&self) -> Option<Id> {
        self.modal().claimed_customer()
    }
}

/// Updates a popup's customer from a card, where it is theirs.
fn refresh_entry(entry: &mut CustomerSummary, card: &CustomerCard) {
    if entry.customer.id == card.entry.customer.id {
        *entry = card.entry.clone();
    }
}

/// Opens a popup by the action that asks for it.
type Opener = fn(&mut App, Action) -> Option<Effect>;

/// What opens the popup of an action; `None` for an action that opens none.
pub(in crate::app) fn opener(action: Action) -> Option<Opener> {
    Some(match action {
        Action::Done => |app, _| outcome::open(app),
        Action::Later | Action::Promise | Action::HandOver | Action::Note => prompt::open,
        Action::Add | Action::Edit | Action::Price => form::open,
        Action::Find | Action::TheyRang | Action::Merge => find::open,
        Action::Job => |app, _| job::open(app),
        Action::KeyIn => |app, _| paper::open(app),
        Action::Import => |app, _| import::open(app),
        Action::Message => |app, _| message::open(app),
        Action::Sweep => |_, _| Some(sweep::open()),
        Action::Why => |app, _| explanation::open(app),
        Action::Reveal => |app, _| card::open(app),
        _ => return None,
    })
}

/// Has the open popup answer, and keeps or closes it.
fn advance(
    app: &mut App,
    answer: impl FnOnce(&mut dyn Modal, &mut App) -> PopupStep,
) -> Option<Effect> {
    let mut popup = app.popup.take()?;
    match answer(popup.modal_mut(), app) {
        PopupStep::Stay(effect) => {
            app.popup = Some(popup);
            effect
        }
        PopupStep::Close(effect) => {
            // What was typed is kept until it is saved: a refusal brings it back.
            if matches!(effect, Some(Effect::Save(_) | Effect::Add(..)))
                && popup.modal().comes_back()
            {
                app.sent = Some(popup);
            }
            effect
        }
    }
}

/// Whether a field of the form that is open was refused, and is not right yet.
pub(in crate::app) fn is_refused(app: &App) -> bool {
    matches!(&app.popup, Some(Popup::Form(form)) if form.is_refused())
}

/// An action while a popup is open: the popup's own, or a key of the line that is typed in.
pub(in crate::app) fn press(app: &mut App, action: Action) -> Option<Effect> {
    advance(app, |popup, app| {
        if let Some(step) = popup.press(action, app) {
            return step;
        }
        let edit = TextInput::edit_of(action);
        PopupStep::Stay(edit.and_then(|edit| edit_line(popup, app, edit)))
    })
}

/// A letter was typed.
pub(in crate::app) fn typed(app: &mut App, letter: char) -> Option<Effect> {
    advance(app, |popup, app| {
        PopupStep::Stay(if popup.typed(letter) {
            None
        } else {
            insert(popup, app, letter.encode_utf8(&mut [0; 4]))
        })
    })
}

/// A text was pasted.
pub(in crate::app) fn pasted(app: &mut App, text: &str) -> Option<Effect> {
    let text = text.trim_end_matches(['\r', '\n']);
    advance(app, |popup, app| PopupStep::Stay(insert(popup, app, text)))
}

/// Puts a text where the cursor is, and says so where the line has no room for all of it.
fn insert(popup: &mut dyn Modal, app: &mut App, text: &str) -> Option<Effect> {
    let mut whole = true;
    let effect = edit_line(popup, app, |line| whole = line.insert(text));
    if !whole {
        let words = "Too long for this line: the end was left out.";
        app.notice = Notice::Message(words.to_owned());
    }
    effect
}

/// Edits the line the cursor is in; what a changed text has looked up.
fn edit_line(
    popup: &mut dyn Modal,
    app: &mut App,
    edit: impl FnOnce(&mut TextInput),
) -> Option<Effect> {
    let line = popup.line(app)?;
    let before = line.text().to_owned();
    edit(line);
    let changed = line.text() != before;
    popup.edited(changed, app)
}

/// A row of the popup was clicked: as if it was gone to and accepted.
pub(in crate::app) fn clicked(app: &mut App, row: usize) -> Option<Effect> {
    let there = app.popup.as_mut()?.modal_mut().click(row);
    if there {
        press(app, Action::Accept)
    } else {
        None
    }
}

/// The wheel was turned over the popup.
pub(in crate::app) fn wheel(app: &mut App, by: isize) -> Option<Effect> {
    advance(app, |popup, app| {
        popup.wheel(by, app);
        PopupStep::Stay(None)
    })
}

/// What a query has brought for the open popup.
pub(in crate::app) fn apply_query(app: &mut App, result: &mut QueryResult) -> Option<Effect> {
    advance(app, |popup, app| {
        let step = popup.apply_query(result, app);
        step.unwrap_or(PopupStep::Stay(None))
    })
}
