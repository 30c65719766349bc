//! Why a row stands where it does.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Wrap};

use super::frame::open;

pub(super) fn render(frame: &mut Frame<'_>, body: Rect, name: &str, sentences: &[String]) {
    let inner = open(frame, body, &format!("{name}: why here?"), 64, 7);
    let lines: Vec<Line<'static>> = sentences.iter().map(|s| Line::raw(s.clone())).collect();
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: true }), inner);
}
