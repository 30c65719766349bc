//! A message that is ready to be pasted.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Wrap};

use super::Drawing;
use super::frame::open;
use crate::app::App;
use crate::app::popups::message::{MISSES, MessagePopup};
use crate::domain::summary::CustomerSummary;
use crate::view::ClickZones;
use crate::view::row::wrapped;
use crate::view::theme;

/// How wide it is at most.
const WIDTH: u16 = 66;

/// How high it is in a width.
fn height(message: &MessagePopup, width: u16) -> u16 {
    u16::try_from(lines(message, WIDTH.min(width)).len() + 2).unwrap_or(u16::MAX)
}

impl Drawing for MessagePopup {
    fn render(&self, frame: &mut Frame<'_>, area: Rect, _app: &App, _zones: &mut ClickZones) {
        render(frame, area, self);
    }

    fn talked_with(&self) -> Option<&CustomerSummary> {
        Some(&self.entry)
    }

    fn heights(&self, width: u16) -> (u16, u16) {
        let all = height(self, width);
        (all, all)
    }
}

fn render(frame: &mut Frame<'_>, body: Rect, message: &MessagePopup) {
    // Where it would be too high it is wider.
    let usual = height(message, body.width) <= body.height;
    let width = if usual {
        WIDTH.min(body.width)
    } else {
        body.width
    };
    let lines = lines(message, width);
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    let title = format!("{}: a message", message.entry.customer.name);
    let inner = open(frame, body, &title, width, height);
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: true }), inner);
}

/// What it says, in a popup of a width.
fn lines(message: &MessagePopup, width: u16) -> Vec<Line<'static>> {
    let room = usize::from(width).saturating_sub(4);
    let words = wrapped(&message.words, room).into_iter().map(Line::raw);
    let mut lines: Vec<Line<'_>> = words.collect();
    if message.early {
        let says = format!("Fewer than {MISSES} tries so far: a call is better.");
        lines.extend([Line::raw(""), Line::styled(says, theme::UNUSUAL)]);
    }
    lines
}
