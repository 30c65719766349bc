//! One line to type: until when, by when, a note.

use chrono::{DateTime, Days, Utc};

use crate::app::state::App;
use crate::app::text_input::TextInput;
use crate::domain::contact::Contact;
use crate::domain::customer::Id;
use crate::domain::familiar_staff;
use crate::domain::summary::CustomerSummary;
use crate::domain::time_format::spoken;
use crate::domain::time_phrase::TimePhraseParser;

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
    pub what: PromptPurpose,
    /// Whom about.
    pub entry: CustomerSummary,
    /// The line.
    pub line: TextInput,
    /// What is wrong with it, after it was to be taken.
    pub error: Option<String>,
}

impl PromptPopup {
    /// An empty one.
    #[must_use]
    pub fn new(what: PromptPurpose, entry: CustomerSummary) -> Self {
        let line = match &what {
            PromptPurpose::Note(contact) => {
                TextInput::new(contact.note.as_deref().unwrap_or_default())
            }
            PromptPurpose::Later
            | PromptPurpose::Move(_)
            | PromptPurpose::Promise(_)
            | PromptPurpose::HandOver(_) => TextInput::default(),
        };
        Self {
            what,
            entry,
            line,
            error: None,
        }
    }

    /// The instant that was typed, for the two that ask for one.
    ///
    /// # Errors
    /// What was not understood, and what would be right.
    pub fn instant(&self, reader: &TimePhraseParser<'_>) -> Result<DateTime<Utc>, String> {
        match self.what {
            // A promise goes through closed days: it is for when it was said.
            PromptPurpose::Promise(_) => {
                let when = reader
                    .read_ahead(self.line.text())
                    .map_err(|e| e.to_string())?;
                Ok(when.at)
            }
            PromptPurpose::Later
            | PromptPurpose::Move(_)
            | PromptPurpose::HandOver(_)
            | PromptPurpose::Note(_) => later(self.line.text(), reader),
        }
    }

    /// Whom of the shop the typed letters mean: somebody known, or a new name.
    ///
    /// # Errors
    /// The names that fit, where several do.
    pub fn staff(&self, app: &App) -> Result<String, String> {
        let typed = self.line.cleaned();
        let meant = familiar_staff::find_by_prefix(&typed, &app.staff(&self.entry))?;
        Ok(meant.unwrap_or(typed))
    }

    /// How the phrase is understood so far: `None` while nothing is typed or it is a note.
    #[must_use]
    pub fn reading(&self, app: &App) -> Option<Result<String, String>> {
        if matches!(
            self.what,
            PromptPurpose::Note(_) | PromptPurpose::HandOver(_)
        ) || self.line.is_blank()
        {
            return None;
        }
        let at = self.instant(&app.reader());
        Some(at.map(|at| match self.what {
            // A promise may bring them back sooner: that is said before it happens.
            PromptPurpose::Later => {
                let scene = self.entry.scene(&app.rules, app.now, &app.by);
                let says = scene.snooze(at).says;
                let bare = says.strip_prefix("Back ").unwrap_or(&says);
                bare.trim_end_matches('.').to_owned()
            }
            PromptPurpose::Move(_)
            | PromptPurpose::Promise(_)
            | PromptPurpose::HandOver(_)
            | PromptPurpose::Note(_) => spoken(at, app.now, &app.rules.calendar),
        }))
    }
}

/// An instant ahead, from a phrase or a bare number of days; a day without a time on which the
/// shop is closed becomes the next one it is open.
///
/// # Errors
/// What was not understood, and what would be right.
pub fn later(typed: &str, reader: &TimePhraseParser<'_>) -> Result<DateTime<Utc>, String> {
    let typed = typed.trim();
    let calendar = reader.calendar;
    if !typed.is_empty() && typed.len() <= 3 && typed.chars().all(|c| c.is_ascii_digit()) {
        let days: u64 = typed
            .parse()
            .map_err(|_| format!("“{typed}” is not a number of days"))?;
        if days == 0 {
            return Err("0 days is now: write 1 or more, or a time such as 2h".to_owned());
        }
        return Ok(calendar.due_on(calendar.date(reader.now) + Days::new(days)));
    }
    let when = reader.read_ahead(typed).map_err(|e| e.to_string())?;
    Ok(if when.timed {
        when.at
    } else {
        open_day(when.at, reader)
    })
}

/// A day without a time, moved to the next open one where the shop is closed on it.
#[must_use]
pub fn open_day(at: DateTime<Utc>, reader: &TimePhraseParser<'_>) -> DateTime<Utc> {
    let day = reader.calendar.date(at);
    if reader.calendar.is_open_day(day) {
        at
    } else {
        reader.calendar.due_on(day)
    }
}
