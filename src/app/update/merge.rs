//! Two customers who are one: finding the other, asking, and making them one.

use crate::app::effect::{ActDraft, Effect, ScreenQuery};
use crate::app::popups::Popup;
use crate::app::popups::find::FindPopup;
use crate::app::state::{App, Notice};
use crate::domain::customer::Id;
use crate::domain::merge::MergePair;
use crate::domain::summary::CustomerSummary;

/// Looks for whoever the selected customer is one with.
pub(super) fn open(app: &mut App) -> Option<Effect> {
    let entry = app.selected()?.clone();
    app.popup = Some(Popup::Find(FindPopup {
        same_as: Some(entry),
        ..FindPopup::default()
    }));
    None
}

/// Somebody was chosen: all of both is read before it is asked.
pub(super) fn choose(
    app: &mut App,
    mut find: FindPopup,
    same: &CustomerSummary,
    other: &CustomerSummary,
) -> Option<Effect> {
    let (kept, other) = (same.customer.id, other.customer.id);
    if kept == other {
        let name = &same.customer.name;
        app.notice = Notice::Message(format!("That is {name} again: choose the other customer."));
        app.popup = Some(Popup::Find(find));
        return None;
    }
    find.asked = Some(other);
    app.popup = Some(Popup::Find(find));
    Some(Effect::Query(ScreenQuery {
        two: Some((kept, other)),
        ..ScreenQuery::default()
    }))
}

/// Asks whether the two are one, unless the search was left meanwhile.
pub(super) fn ask(app: &mut App, other: Id, two: Option<Box<MergePair>>) {
    let Some(Popup::Find(find)) = &mut app.popup else {
        return;
    };
    if find.asked.take() != Some(other) {
        return;
    }
    match two {
        Some(two) => {
            if !matches!(app.notice, Notice::NotSaved(_)) {
                app.notice = Notice::Nothing;
            }
            app.popup = Some(Popup::Merge(two));
        }
        None => {
            app.notice =
                Notice::Message("One of these two customers is no longer there.".to_owned());
        }
    }
}

/// They are one.
pub(super) fn accept(app: &App, two: &MergePair) -> Effect {
    let (kept, other) = (&two.kept.customer, &two.other.customer);
    Effect::Save(ActDraft {
        what: format!("merged: {}", two.describe_moves()),
        customer: Some(kept.id),
        changes: two.changes(app.now),
        says: format!("{}: merged with {}.", kept.name, other.name),
        moves_on: false,
        let_go: false,
        then: None,
    })
}
