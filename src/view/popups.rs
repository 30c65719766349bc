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
use crate::domain::customer::Id;
use crate::domain::summary::CustomerSummary;

/// Whom one may have on the phone while a question about them is open: their card is read meanwhile.
pub(super) fn talked_with(app: &App) -> Option<&CustomerSummary> {
    match app.popup.as_ref()? {
        Popup::Outcome(popup) => Some(&popup.entry),
        Popup::Prompt(popup) => Some(&popup.entry),
        Popup::LetGo(popup) => Some(&popup.entry),
        Popup::Message(popup) => Some(&popup.entry),
        Popup::Card(_)
        | Popup::Form(_)
        | Popup::Find(_)
        | Popup::Job(_)
        | Popup::Paper(_)
        | Popup::Import(_)
        | Popup::Sweep(_)
        | Popup::Merge(_)
        | Popup::Confirm(_)
        | Popup::Explanation(_)
        | Popup::Help(_) => None,
    }
}

/// How low and how high a question about a call may be drawn in a width.
pub(super) fn heights(app: &App, width: u16) -> (u16, u16) {
    match &app.popup {
        Some(Popup::Message(popup)) => message::heights(popup, width),
        Some(Popup::Prompt(_)) => (5, prompt::HEIGHT),
        Some(Popup::Outcome(_)) => (outcome::least_height(width), outcome::HEIGHT),
        _ => (5, outcome::HEIGHT),
    }
}

/// The follow-up that is asked about.
pub(super) fn asked_about(app: &App) -> Option<Id> {
    match app.popup.as_ref()? {
        Popup::Outcome(popup) => popup.current().map(|f| f.id),
        Popup::Prompt(popup) => prompt::asks_about(popup),
        _ => None,
    }
}

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
