//! The selected customer's card over the whole screen.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Clear;

use super::Drawing;
use crate::app::App;
use crate::app::action::Action;
use crate::app::popups::card::CardPopup;
use crate::view::ClickZones;
use crate::view::card;

impl Drawing for CardPopup {
    fn render(&self, frame: &mut Frame<'_>, area: Rect, app: &App, _zones: &mut ClickZones) {
        render(frame, area, app);
    }
}

fn render(frame: &mut Frame<'_>, body: Rect, app: &App) {
    frame.render_widget(Clear, body);
    card::render(frame, body, app, (Action::Down, Action::Up));
}
