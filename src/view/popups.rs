//! What lies on top, drawn: one file a popup.

mod card;
mod confirm;
mod explanation;
pub(super) mod find;
mod form;
mod frame;
mod help;
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
    let Some(popup) = &app.popup else { return };
    match popup {
        Popup::Outcome(popup) => outcome::render(frame, area, app, popup, zones),
        Popup::Prompt(popup) => prompt::render(frame, area, app, popup),
        Popup::Form(popup) => form::render(frame, area, app, popup, zones),
        Popup::Find(popup) => find::render(frame, area, app, popup, zones),
        Popup::Job(popup) => job::render(frame, area, app, popup, zones),
        Popup::Paper(popup) => paper::render(frame, area, app, popup),
        Popup::Import(_) => import::render(frame, area, app),
        Popup::Message(popup) => message::render(frame, area, popup),
        Popup::Sweep(popup) => sweep::render(frame, area, app, popup),
        Popup::LetGo(popup) => let_go::render(frame, area, app, &popup.entry),
        Popup::Merge(popup) => merge::render(frame, area, app, &popup.pair),
        Popup::Explanation(popup) => explanation::render(frame, area, popup),
        Popup::Confirm(popup) => confirm::render(frame, area, app, popup),
        Popup::Card(_) => card::render(frame, area, app),
        Popup::Help(popup) => help::render(frame, area, &app.keys, popup),
    }
}

/// Tells the popup how much of it is in sight in an area.
pub(super) fn fit(app: &mut App, area: Rect) {
    if let Some(Popup::Help(help)) = &mut app.popup {
        help.top = help.top.min(help::furthest(&app.keys, area, help.of));
    }
}
