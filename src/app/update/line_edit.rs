//! Typing: into whichever line the cursor is in.

use super::Action;
use crate::app::effect::{Effect, ScreenQuery};
use crate::app::popups::Popup;
use crate::app::popups::find::FindPopup;
use crate::app::popups::form::{Field, FormPopup};
use crate::app::popups::import::{ImportRequest, ImportStage};
use crate::app::popups::outcome::ResultQuestion;
use crate::app::state::{App, Notice};
use crate::app::text_input::TextInput;

/// A character was typed.
pub(super) fn typed(app: &mut App, text: &str) -> Option<Effect> {
    if let Some(Popup::Form(form)) = &mut app.popup
        && let Some(letter) = text.chars().next()
    {
        if form.leaving {
            return None;
        }
        if letter == ' ' && form.turn(1) || form.jump(letter) {
            return None;
        }
    }
    inserted(app, text)
}

/// A text was pasted.
pub(super) fn pasted(app: &mut App, text: &str) -> Option<Effect> {
    inserted(app, text.trim_end_matches(['\r', '\n']))
}

/// Puts a text where the cursor is, and says so where the line has no room for all of it.
fn inserted(app: &mut App, text: &str) -> Option<Effect> {
    let mut whole = true;
    let effect = change(app, |line| whole = line.insert(text));
    if !whole {
        let words = "Too long for this line: the end was left out.";
        app.notice = Notice::Message(words.to_owned());
    }
    effect
}

/// A key of the typed line.
pub(super) fn edit(app: &mut App, action: Action) -> Option<Effect> {
    if let Some(Popup::Form(form)) = &mut app.popup {
        let turned = match action {
            Action::Left => form.turn(-1),
            Action::Right => form.turn(1),
            _ => false,
        };
        if turned {
            return None;
        }
    }
    change(app, |line| match action {
        Action::Left => line.left(),
        Action::Right => line.right(),
        Action::LineStart => line.home(),
        Action::LineEnd => line.end(),
        Action::Backspace => line.backspace(),
        Action::Delete => line.delete(),
        Action::DeleteWord => line.delete_word(),
        _ => line.clear(),
    })
}

/// Changes the line the cursor is in, and asks for what a changed text finds.
fn change(app: &mut App, change: impl FnOnce(&mut TextInput)) -> Option<Effect> {
    match app.popup.as_mut()? {
        Popup::Find(search) => return edit_search(search, change),
        Popup::Form(form) => return edit_form(form, change),
        Popup::Paper(paper) => {
            change(&mut paper.line);
            paper.error = None;
            return super::paper::request_customer(app);
        }
        Popup::Sweep(sweep) => change(sweep.line()?),
        Popup::Prompt(prompt) => {
            change(&mut prompt.line);
            prompt.error = None;
        }
        Popup::Outcome(popup) => {
            if let Some(ResultQuestion::Approval { error, .. }) = &mut popup.ask {
                *error = None;
            }
            change(popup.line()?);
        }
        Popup::Job(job) => {
            change(job.line());
            if let Some(details) = &mut job.details {
                details.error = None;
            } else {
                job.selected = 0;
            }
        }
        Popup::Import => {
            let import = app
                .import
                .as_mut()
                .filter(|i| i.stage == ImportStage::Path)?;
            change(&mut import.line);
            import.error = None;
            let text = import.line.text().to_owned();
            import.choices.clear();
            return Some(text)
                .filter(|text| !text.trim().is_empty())
                .map(|text| Effect::Import(ImportRequest::Choices(text)));
        }
        Popup::Message(_)
        | Popup::LetGo(_)
        | Popup::Merge(_)
        | Popup::Explanation { .. }
        | Popup::Help(_) => {}
    }
    None
}

/// Asks whom a text finds; a blank one finds nobody.
fn find(text: &str) -> Option<Effect> {
    let text = Some(text.to_owned()).filter(|t| !t.trim().is_empty());
    text.map(|find| {
        Effect::Query(ScreenQuery {
            find: Some(find),
            ..ScreenQuery::default()
        })
    })
}

fn edit_search(search: &mut FindPopup, change: impl FnOnce(&mut TextInput)) -> Option<Effect> {
    let before = search.line.text().to_owned();
    change(&mut search.line);
    search.opens = false;
    search.asked = None;
    if search.line.is_blank() {
        search.found.clear();
        search.line.text().clone_into(&mut search.found_for);
    }
    if search.line.text() == before {
        return None;
    }
    find(search.line.text())
}

fn edit_form(form: &mut FormPopup, change: impl FnOnce(&mut TextInput)) -> Option<Effect> {
    let field = form.current().map(|f| f.field);
    change(form.line()?);
    let sought = match field {
        Some(Field::Name) if form.editing.is_none() => {
            form.known = None;
            &mut form.suggestions
        }
        Some(Field::SentBy) => {
            form.sender = None;
            &mut form.senders
        }
        _ => return None,
    };
    form.suggested = None;
    let text = form.fields.get(form.at).map_or("", |f| f.line.text());
    if text.trim().chars().count() < 2 {
        sought.clear();
        return None;
    }
    find(text)
}

/// Through those who are offered, and on to the next field or the one before where there are none.
pub(super) fn move_suggestion(form: &mut FormPopup, by: isize) {
    let last = form.offered().len().checked_sub(1);
    form.suggested = match (form.suggested, last) {
        (None, Some(_)) if by > 0 => Some(0),
        (Some(n), Some(last)) if by > 0 && n < last => Some(n + 1),
        (Some(n), _) if by < 0 => n.checked_sub(1),
        _ => {
            form.step(by);
            None
        }
    };
}

/// To the next field, or the one before.
pub(super) fn step(app: &mut App, action: Action) -> Option<Effect> {
    let by = if action == Action::NextField { 1 } else { -1 };
    match app.popup.as_mut()? {
        Popup::Form(form) => {
            form.suggested = None;
            form.step(by);
        }
        Popup::Outcome(popup) => {
            if let Some(ResultQuestion::Approval { in_sum, .. }) = &mut popup.ask {
                *in_sum = !*in_sum;
            }
        }
        Popup::Job(job) => {
            if let Some(details) = &mut job.details {
                details.step(by);
            }
        }
        _ => {}
    }
    None
}
