//! Keying a paper list in: a row is taken, its customer looked up, and the act asked for.

use super::acts::save_act;
use crate::app::effect::{Effect, ScreenQuery};
use crate::app::popups::Popup;
use crate::app::popups::paper::PaperPopup;
use crate::app::state::{App, Notice};
use crate::domain::summary::CustomerCard;
use crate::domain::time_phrase::TimePhraseParser;

/// The box is opened.
pub(super) fn open(app: &mut App) -> Option<Effect> {
    app.popup = Some(Popup::Paper(PaperPopup::default()));
    None
}

/// What the box wants looked up.
pub(super) fn request_customer(app: &App) -> Option<Effect> {
    let Some(Popup::Paper(paper)) = &app.popup else {
        return None;
    };
    let card = paper.wants()?;
    Some(Effect::Query(ScreenQuery {
        card: Some(card),
        ..ScreenQuery::default()
    }))
}

/// The typed row is taken.
pub(super) fn submit_row(app: &mut App) -> Option<Effect> {
    let rules = app.rules.clone();
    let reader = TimePhraseParser {
        now: app.now,
        calendar: &rules.calendar,
        order: rules.order,
    };
    if let Some(Popup::Paper(paper)) = &mut app.popup {
        paper.queue_row(&reader);
    }
    request_customer(app)
}

/// The box is left, once every row in it is saved.
pub(super) fn leave(app: &mut App) {
    if let Some(Popup::Paper(paper)) = &app.popup
        && paper.unsaved_rows() > 0
    {
        let words = "The last rows are still being saved: one moment.".to_owned();
        app.notice = Notice::Message(words);
        return;
    }
    app.popup = None;
}

/// A customer was looked up: what the first row that waits comes to, where it is about them.
pub(super) fn apply_customer(
    app: &mut App,
    id: i64,
    card: Option<&CustomerCard>,
) -> Option<Effect> {
    let Some(Popup::Paper(paper)) = &app.popup else {
        return None;
    };
    let mut paper = paper.clone();
    let entry = card.map(|card| &card.entry);
    let mut effect = None;
    if let (true, Some(entry)) = (paper.accept_customer(id, entry), entry) {
        let rules = app.rules.clone();
        let by = app.by.clone();
        let reader = TimePhraseParser {
            now: app.now,
            calendar: &rules.calendar,
            order: rules.order,
        };
        if let Some(done) = paper.take_next_row(entry, &reader, &by, &rules) {
            effect = save_act(app, entry, "from paper", done, false);
            if effect.is_none() {
                paper.record_save(Some(entry.customer.id), false, app.notice.words());
            }
        }
    }
    app.popup = Some(Popup::Paper(paper));
    effect
}
