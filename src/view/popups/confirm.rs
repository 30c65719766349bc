//! A question before something that goes far, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::Drawing;
use super::frame::open;
use super::outcome::short;
use crate::app::App;
use crate::app::action::Action;
use crate::app::popups::confirm::{ConfirmPopup, SCOPE};
use crate::view::ClickZones;
use crate::view::theme;

impl Drawing for ConfirmPopup {
    fn render(&self, frame: &mut Frame<'_>, area: Rect, app: &App, _zones: &mut ClickZones) {
        render(frame, area, app, self);
    }
}

fn render(frame: &mut Frame<'_>, body: Rect, app: &App, popup: &ConfirmPopup) {
    let inner = open(frame, body, &popup.title, 56, 7);
    let mut lines: Vec<Line<'_>> = popup.sentences.iter().map(Line::raw).collect();
    lines.push(Line::raw(""));
    for (action, what) in [(Action::Yes, popup.yes), (Action::Close, "leave it")] {
        lines.push(Line::from(vec![
            Span::styled(short(app, SCOPE, action), theme::KEY),
            Span::raw(what),
        ]));
    }
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }), inner);
}
