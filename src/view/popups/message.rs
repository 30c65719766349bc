//! A message that is ready to be pasted.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Wrap};

use super::frame::open;
use crate::app::popups::message::{MISSES, MessagePopup};
use crate::view::row::wrapped;
use crate::view::theme;

/// How wide it is at most.
const WIDTH: u16 = 66;

pub(super) fn render(frame: &mut Frame<'_>, body: Rect, message: &MessagePopup) {
    let room = usize::from(WIDTH.min(body.width)).saturating_sub(4);
    let mut lines: Vec<Line<'_>> = Vec::new();
    for line in wrapped(&message.words, room) {
        lines.push(Line::raw(line));
    }
    if message.early {
        let says = format!("Fewer than {MISSES} tries so far: a call is better.");
        lines.extend([Line::raw(""), Line::styled(says, theme::UNUSUAL)]);
    }
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    let title = format!("{}: a message", message.entry.customer.name);
    let inner = open(frame, body, &title, WIDTH, height);
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: true }), inner);
}
