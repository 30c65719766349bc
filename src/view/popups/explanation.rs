//! Why a row stands where it does.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Wrap};

use super::Drawing;
use super::frame::open;
use crate::app::App;
use crate::app::popups::explanation::ExplanationPopup;
use crate::view::ClickZones;

impl Drawing for ExplanationPopup {
    fn render(&self, frame: &mut Frame<'_>, area: Rect, _app: &App, _zones: &mut ClickZones) {
        render(frame, area, self);
    }
}

fn render(frame: &mut Frame<'_>, body: Rect, why: &ExplanationPopup) {
    let inner = open(frame, body, &format!("{}: why here?", why.name), 64, 7);
    let lines: Vec<Line<'static>> = why.sentences.iter().map(|s| Line::raw(s.clone())).collect();
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: true }), inner);
}
