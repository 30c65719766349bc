//! One line to type: until when, by when, a note.

use super::{Modal, PopupStep, refresh_entry};
use crate::app::action::{Action, Key};
use crate::app::effect::Effect;
use crate::app::keymap::{Binding, Scope, bind};
use crate::app::redact::Redactor;
use crate::app::state::{App, Notice, View};
use crate::app::text_input::TextInput;
use crate::app::update::acts::{AfterAct, contact_meant, nothing_open, save_act};
use crate::domain::contact::Contact;
use crate::domain::customer::Id;
use crate::domain::follow_up::FollowUp;
use crate::domain::queue::most_urgent;
use crate::domain::summary::{CustomerCard, CustomerSummary};
use crate::domain::time_phrase::OpenTime;
use crate::usecases::hand_over::{colleague, hand_over};
use crate::usecases::note::note;
use crate::usecases::reschedule::reschedule;
use crate::usecases::{Plan, promise, snooze};
use Key::{Enter, Esc, F};

/// One line to type.
pub const LINE: Scope = Scope::new("While typing a line").typing().in_help();

/// One line to type that a question asks for: leaving it goes back to the question.
pub const ANSWER: Scope = Scope::new("While typing an answer").typing();

/// Its keys.
pub(in crate::app) const KEYS: &[Binding] = &[
    bind(LINE, &[Enter], Action::Accept, "save", "save it").left(F(2)),
    bind(
        LINE,
        &[Esc],
        Action::Close,
        "leave",
        "leave: nothing is saved",
    )
    .right(F(9)),
    bind(ANSWER, &[Enter], Action::Accept, "save", "save it").left(F(2)),
    bind(ANSWER, &[Esc], Action::Back, "back", "back to the question").right(F(9)),
];

/// What the line is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PromptPurpose {
    /// Out of the list until then.
    Later,
    /// One follow-up falls due then instead.
    Move(Id),
    /// They will hear by then, about a follow-up.
    Promise(Id),
    /// Somebody else of the shop rings about these follow-ups.
    HandOver(Vec<Id>),
    /// To be remembered of a contact.
    Note(Box<Contact>),
}

/// One line to type about a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptPopup {
    /// What for.
    pub purpose: PromptPurpose,
    /// Whom about.
    pub entry: CustomerSummary,
    /// The line.
    pub line: TextInput,
    /// What is wrong with it, once ↵ was pressed.
    pub error: Option<String>,
}

impl PromptPopup {
    /// An empty one.
    #[must_use]
    pub fn new(purpose: PromptPurpose, entry: CustomerSummary) -> Self {
        let line = match &purpose {
            PromptPurpose::Note(contact) => {
                TextInput::new(contact.note.as_deref().unwrap_or_default())
            }
            PromptPurpose::Later
            | PromptPurpose::Move(_)
            | PromptPurpose::Promise(_)
            | PromptPurpose::HandOver(_) => TextInput::default(),
        };
        Self {
            purpose,
            entry,
            line,
            error: None,
        }
    }

    /// The time that was typed, for the purposes that ask for one.
    ///
    /// # Errors
    /// What was not understood, and what would be right.
    pub fn time(&self, app: &App) -> Result<OpenTime, String> {
        match self.purpose {
            PromptPurpose::Promise(_) => promise::read_by(self.line.text(), app.known()),
            PromptPurpose::Later
            | PromptPurpose::Move(_)
            | PromptPurpose::HandOver(_)
            | PromptPurpose::Note(_) => snooze::read_until(self.line.text(), &app.reader()),
        }
    }

    /// Whom of the shop the typed letters mean: somebody known, or a new name.
    ///
    /// # Errors
    /// The names that fit, where several do.
    pub fn staff(&self, app: &App) -> Result<String, String> {
        let meant = colleague(app.known(), &self.entry, self.line.text());
        let meant = meant.map_err(|refusal| refusal.to_string())?;
        Ok(meant.unwrap_or_default())
    }

    /// How the phrase is understood so far: `None` while nothing is typed or it is a note.
    #[must_use]
    pub fn reading(&self, app: &App) -> Option<Result<String, String>> {
        if matches!(
            self.purpose,
            PromptPurpose::Note(_) | PromptPurpose::HandOver(_)
        ) || self.line.is_blank()
        {
            return None;
        }
        let time = self.time(app);
        Some(time.map(|time| match self.purpose {
            // A promise may bring them back sooner: that is said before it happens.
            PromptPurpose::Later => {
                let says = app.known().scene(&self.entry).snooze(time.at).says;
                let bare = says.strip_prefix("Back ").unwrap_or(&says);
                let bare = bare.trim_end_matches('.');
                match time.closed_note() {
                    Some(note) => format!("{bare} ({note})"),
                    None => bare.to_owned(),
                }
            }
            PromptPurpose::Move(_)
            | PromptPurpose::Promise(_)
            | PromptPurpose::HandOver(_)
            | PromptPurpose::Note(_) => time.spoken(app.now, &app.rules.calendar),
        }))
    }

    /// What was typed is accepted.
    fn accept(&mut self, app: &mut App) -> PopupStep {
        if let PromptPurpose::Note(contact) = &self.purpose {
            if self.line.text() == contact.note.as_deref().unwrap_or_default() {
                return PopupStep::Close(None);
            }
            let plan = note(&self.entry, contact, self.line.text());
            return PopupStep::Close(save_act(app, Ok(plan), AfterAct::Stays));
        }
        if self.line.is_blank() {
            return PopupStep::Stay(None);
        }
        match self.plan(app) {
            Err(error) => {
                self.error = Some(error);
                PopupStep::Stay(None)
            }
            Ok(plan) => {
                let after = if self.purpose == PromptPurpose::Later {
                    AfterAct::MovesOn
                } else {
                    AfterAct::Stays
                };
                PopupStep::Close(save_act(app, Ok(plan), after))
            }
        }
    }

    /// What the typed time or name comes to.
    pub(super) fn plan(&self, app: &App) -> Result<Plan, String> {
        let (known, entry) = (app.known(), &self.entry);
        Ok(match &self.purpose {
            PromptPurpose::HandOver(covered) => hand_over(known, entry, covered, &self.staff(app)?),
            PromptPurpose::Note(contact) => note(entry, contact, self.line.text()),
            PromptPurpose::Move(follow_up) => reschedule(known, entry, *follow_up, self.time(app)?),
            PromptPurpose::Promise(follow_up) => {
                let by = self.time(app)?;
                // It is asked once: the question stands there until something else is typed.
                let question = by.promise_question();
                if let Some(question) = question.filter(|q| self.error.as_ref() != Some(q)) {
                    return Err(question);
                }
                promise::promise(known, entry, *follow_up, by)
            }
            PromptPurpose::Later => {
                let planned = snooze::snooze(known, entry, self.time(app)?);
                planned.map_err(|refusal| refusal.to_string())?
            }
        })
    }
}

/// Opens the line of an action: until when, by when, who rings, a note.
pub(super) fn open(app: &mut App, action: Action) -> Option<Effect> {
    let prompt = match action {
        Action::Note => {
            app.selected_id()?;
            let Some((entry, contact)) = contact_meant(app) else {
                let edit = app.keys.shown(Action::Edit);
                app.notice = Notice::Message(format!(
                    "No call with them today to put a note on. Use “To know” ({edit}) for a lasting note."
                ));
                return None;
            };
            PromptPopup::new(PromptPurpose::Note(Box::new(contact)), entry)
        }
        Action::Promise => {
            let entry = app.selected()?.clone();
            let Some(urgent) = most_urgent(&entry.follow_ups, app.now).map(|f| f.id) else {
                return nothing_open(app, &entry);
            };
            PromptPopup::new(PromptPurpose::Promise(urgent), entry)
        }
        Action::HandOver => {
            let entry = app.selected()?.clone();
            let scene = entry.scene(&app.rules, app.now, &app.by);
            let covered: Vec<Id> = scene.covered().iter().map(|f| f.id).collect();
            if covered.is_empty() {
                return nothing_open(app, &entry);
            }
            PromptPopup::new(PromptPurpose::HandOver(covered), entry)
        }
        _ => {
            let entry = app.selected()?.clone();
            if !entry.follow_ups.iter().any(FollowUp::is_open) {
                return nothing_open(app, &entry);
            }
            // What is ahead is moved to another day; a rest would only be one on top.
            let moved = most_urgent(&entry.follow_ups, app.now).map(|f| f.id);
            match moved.filter(|_| app.view == View::Ahead) {
                Some(follow_up) => PromptPopup::new(PromptPurpose::Move(follow_up), entry),
                None => PromptPopup::new(PromptPurpose::Later, entry),
            }
        }
    };
    app.popup = Some(prompt.into());
    None
}

impl Modal for PromptPopup {
    fn scope(&self, _app: &App) -> Scope {
        LINE
    }

    fn press(&mut self, action: Action, app: &mut App) -> Option<PopupStep> {
        match action {
            Action::Accept => Some(self.accept(app)),
            Action::Close => Some(PopupStep::Close(None)),
            _ => None,
        }
    }

    fn line<'a>(&'a mut self, _app: &'a mut App) -> Option<&'a mut TextInput> {
        Some(&mut self.line)
    }

    fn edited(&mut self, _changed: bool, _app: &mut App) -> Option<Effect> {
        self.error = None;
        None
    }

    fn refresh(&mut self, card: &CustomerCard) {
        if let PromptPurpose::Note(contact) = &mut self.purpose
            && let Some(now) = card.contacts.iter().find(|c| c.id == contact.id)
        {
            **contact = now.clone();
        }
        refresh_entry(&mut self.entry, card);
    }

    fn comes_back(&self) -> bool {
        true
    }

    fn redact(&mut self, redactor: &mut Redactor) {
        redactor.entry(&mut self.entry);
    }
}
