//! Updates of the figures' view: requests, the range, scrolling.

use super::navigation::moved_on;
use crate::app::action::Action;
use crate::app::effect::{Effect, ScreenQuery};
use crate::app::figures::FiguresRequest;
use crate::app::state::{App, View};

/// Requests the figures again if their view is open.
pub(super) fn lacking(app: &mut App) -> Option<FiguresRequest> {
    let looked_at = app.view == View::Figures;
    looked_at.then(|| app.figures.request_figures()).flatten()
}

/// Changes the range.
pub(super) fn turn(app: &mut App, action: Action) -> Option<Effect> {
    moved_on(app);
    let by = if action == Action::Longer { 1 } else { -1 };
    let figures = app.figures.turn(by)?;
    Some(Effect::Query(ScreenQuery {
        figures: Some(figures),
        ..ScreenQuery::default()
    }))
}
