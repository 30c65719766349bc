//! A message that is ready to be pasted.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
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

/// How high it is where it is so wide.
fn height(message: &MessagePopup, width: u16) -> u16 {
    u16::try_from(lines(message, width).len() + 2).unwrap_or(u16::MAX)
}

impl Drawing for MessagePopup {
    fn render(&self, frame: &mut Frame<'_>, area: Rect, _app: &App, _zones: &mut ClickZones) {
        render(frame, area, self);
    }

    fn talked_with(&self) -> Option<&CustomerSummary> {
        Some(&self.entry)
    }

    /// The wider, the lower.
    fn heights(&self, width: u16) -> (u16, u16) {
        (height(self, width), height(self, WIDTH.min(width)))
    }
}

fn render(frame: &mut Frame<'_>, body: Rect, message: &MessagePopup) {
    // Where it would be too high it is wider.
    let usual = WIDTH.min(body.width);
    let fits = height(message, usual) <= body.height;
    let width = if fits { usual } else { body.width };
    let title = format!("{}: a message", message.entry.customer.name);
    let inner = open(frame, body, &title, width, height(message, width));
    let words = Paragraph::new(lines(message, width)).wrap(Wrap { trim: true });
    frame.render_widget(words, inner);
    if message.early {
        // On the lower edge, where it takes no row from the card.
        let says = format!(" Fewer than {MISSES} tries so far: a call is better. ");
        let edge = Rect {
            y: inner.bottom(),
            height: 1,
            ..inner
        };
        frame.render_widget(Span::styled(says, theme::UNUSUAL), edge);
    }
}

/// What it says, in a popup of a width.
fn lines(message: &MessagePopup, width: u16) -> Vec<Line<'static>> {
    let room = usize::from(width).saturating_sub(4);
    let words = wrapped(&message.words, room).into_iter();
    words.map(Line::raw).collect()
}
