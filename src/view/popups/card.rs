//! The selected customer's card over the whole screen.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Clear;

use crate::app::App;
use crate::app::action::Action;
use crate::view::card;

pub(super) fn render(frame: &mut Frame<'_>, body: Rect, app: &App) {
    frame.render_widget(Clear, body);
    card::render(frame, body, app, (Action::Down, Action::Up));
}
