//! One line to type, with its reading shown live.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::frame::{nth, open, typed};
use super::{Drawing, LOWEST};
use crate::app::App;
use crate::app::popups::prompt::{PromptPopup, PromptPurpose};
use crate::app::text_input;
use crate::domain::customer::Id;
use crate::domain::familiar_staff;
use crate::domain::summary::CustomerSummary;
use crate::view::ClickZones;
use crate::view::theme;

/// How high it is.
const HEIGHT: u16 = 6;

impl Drawing for PromptPopup {
    fn render(&self, frame: &mut Frame<'_>, area: Rect, app: &App, _zones: &mut ClickZones) {
        render(frame, area, app, self);
    }

    fn talked_with(&self) -> Option<&CustomerSummary> {
        Some(&self.entry)
    }

    fn heights(&self, _width: u16) -> (u16, u16) {
        (LOWEST, HEIGHT)
    }

    fn asked_about(&self) -> Option<Id> {
        asks_about(self)
    }
}

fn render(frame: &mut Frame<'_>, body: Rect, app: &App, prompt: &PromptPopup) {
    let (title, label, hint) = asks(app, prompt);
    let inner = open(frame, body, &title, 72, HEIGHT);
    typed(frame, nth(inner, 0), label, &prompt.line, true);
    let below = Rect {
        y: inner.y + 1,
        height: inner.height.saturating_sub(1),
        ..inner
    };
    if matches!(prompt.purpose, PromptPurpose::HandOver(_)) {
        let staff = app.staff(&prompt.entry);
        whom(frame, below, &prompt.line, &staff, prompt.staff(app).err());
        return;
    }
    let words = match (&prompt.error, prompt.reading(app)) {
        (Some(error), _) => Line::styled(error.clone(), theme::WRONG),
        (None, Some(Ok(reading))) => Line::from(vec![
            Span::styled("= ", theme::LABEL),
            Span::styled(reading, theme::SAVED),
        ]),
        (None, Some(Err(why))) => Line::styled(why, theme::UNUSUAL),
        (None, None) => Line::styled(hint, theme::QUIET),
    };
    frame.render_widget(Paragraph::new(words).wrap(Wrap { trim: true }), below);
}

/// The follow-up that is asked about, where it is one.
const fn asks_about(prompt: &PromptPopup) -> Option<Id> {
    match prompt.purpose {
        PromptPurpose::Move(of) | PromptPurpose::Promise(of) => Some(of),
        PromptPurpose::Later | PromptPurpose::HandOver(_) | PromptPurpose::Note(_) => None,
    }
}

/// What is asked: the title, the label before the line, and what belongs into it.
fn asks(app: &App, prompt: &PromptPopup) -> (String, &'static str, &'static str) {
    let name = &prompt.entry.customer.name;
    match &prompt.purpose {
        PromptPurpose::Later => (
            format!("{name}: later"),
            "Until  ",
            "3 (days), f or fri, tomorrow 9am, in 2 hours, 24/12, end of month",
        ),
        PromptPurpose::Move(of) => {
            let about = about(prompt, *of);
            (
                format!("{name}: move {about}"),
                "To  ",
                "tomorrow, fri 10:30, 3 (days), 24/12, in 2 weeks",
            )
        }
        PromptPurpose::Promise(of) => {
            let about = about(prompt, *of);
            (
                format!("{name}: promise about {about}"),
                "Call them back by  ",
                "4pm, tomorrow noon, fri 10:30, in 2 hours",
            )
        }
        PromptPurpose::HandOver(covered) => {
            let more = match covered.len().saturating_sub(1) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let about = covered.first().map_or("", |of| about(prompt, *of));
            (
                format!("{name}: hand over {about}{more}"),
                "Who rings?  ",
                "a few letters of a name",
            )
        }
        PromptPurpose::Note(contact) => {
            let at = app
                .rules
                .calendar
                .local(contact.at)
                .format("%a %-d %b %H:%M");
            (
                format!("{name}: note on the call of {at}"),
                "Note  ",
                "what to remember",
            )
        }
    }
}

/// What a follow-up of theirs is about.
fn about(prompt: &PromptPopup, of: Id) -> &str {
    let found = prompt.entry.follow_ups.iter().find(|f| f.id == of);
    found.map(|f| f.about.as_str()).unwrap_or_default()
}

/// Whom of the shop typed letters mean, or why nobody; before the first one, everybody there is.
pub(super) fn whom(
    frame: &mut Frame<'_>,
    area: Rect,
    typed: &text_input::TextInput,
    staff: &[String],
    refusal: Option<String>,
) {
    let everybody = staff.join(", ");
    let name = typed.cleaned();
    let words = match familiar_staff::find_by_prefix(&name, staff) {
        _ if name.is_empty() => Line::styled(everybody, theme::QUIET),
        Err(several) => Line::styled(several, theme::UNUSUAL),
        Ok(Some(who)) => Line::from(vec![
            Span::styled("= ", theme::LABEL),
            Span::styled(who, theme::SAVED),
        ]),
        Ok(None) => {
            let new = || format!("{name} is a new name; known names: {everybody}");
            let says = refusal.unwrap_or_else(new);
            Line::styled(says, theme::UNUSUAL)
        }
    };
    frame.render_widget(Paragraph::new(words).wrap(Wrap { trim: true }), area);
}
