//! What lies on top, drawn: one file a popup.

mod explanation;
pub(super) mod find;
mod form;
mod frame;
pub(super) mod help;
mod import;
mod job;
mod let_go;
mod merge;
mod message;
mod outcome;
mod paper;
mod prompt;
mod sweep;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::ClickZones;
use crate::app::App;
use crate::app::popups::Popup;

/// Draws the popup that is open.
pub(super) fn render(frame: &mut Frame<'_>, area: Rect, app: &App, zones: &mut ClickZones) {
    match &app.popup {
        None => {}
        Some(Popup::Outcome(popup)) => outcome::render(frame, area, app, popup, zones),
        Some(Popup::Prompt(prompt)) => prompt::render(frame, area, app, prompt),
        Some(Popup::Form(form)) => form::render(frame, area, app, form, zones),
        Some(Popup::Find(find)) => find::render(frame, area, app, find, zones),
        Some(Popup::Job(job)) => job::render(frame, area, app, job, zones),
        Some(Popup::Import) => import::render(frame, area, app),
        Some(Popup::Message(message)) => message::render(frame, area, message),
        Some(Popup::Sweep(swept)) => sweep::render(frame, area, app, swept),
        Some(Popup::Paper(keyed)) => paper::render(frame, area, app, keyed),
        Some(Popup::LetGo(entry)) => let_go::render(frame, area, app, entry),
        Some(Popup::Merge(two)) => merge::render(frame, area, app, two),
        Some(Popup::Explanation { name, sentences }) => {
            explanation::render(frame, area, name, sentences);
        }
        Some(Popup::Help(top)) => help::render(frame, area, &app.keys, *top),
    }
}
