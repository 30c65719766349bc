//! All keys, from the one table.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::frame::open;
use crate::app::keymap::{KeyBindings, Scope};
use crate::view::row::{cell, wrapped};
use crate::view::theme;

/// The page's columns, where the screen has that many.
const WIDTH: u16 = 84;

/// The columns of the keys, before what they do.
const KEYS: usize = 15;

/// How far the page can be scrolled in an area.
pub(super) fn furthest(keys: &KeyBindings, area: Rect) -> usize {
    lines(keys, area.width)
        .len()
        .saturating_sub(usize::from(area.height.saturating_sub(2)))
}

pub(super) fn render(frame: &mut Frame<'_>, body: Rect, keys: &KeyBindings, top: usize) {
    let inner = open(
        frame,
        body,
        "All keys   (↓ ↑ scroll, esc closes)",
        WIDTH,
        body.height,
    );
    let top = u16::try_from(top.min(furthest(keys, body))).unwrap_or(0);
    frame.render_widget(
        Paragraph::new(lines(keys, body.width)).scroll((top, 0)),
        inner,
    );
}

/// The page on a screen of so many columns; what does not fit beside its keys goes on below.
fn lines(keys: &KeyBindings, columns: u16) -> Vec<Line<'static>> {
    let room = usize::from(columns.min(WIDTH)).saturating_sub(4 + KEYS);
    let mut lines: Vec<Line<'static>> = Vec::new();
    for scope in Scope::ALL.iter().filter(|scope| scope.in_help()) {
        if !lines.is_empty() {
            lines.push(Line::raw(""));
        }
        lines.push(Line::styled(scope.title(), theme::TITLE));
        for binding in keys.table().iter().filter(|b| b.scope == *scope) {
            let shown: Vec<String> = binding.keys.iter().map(|k| k.shown()).collect();
            let mut key = format!(" {}", shown.join(" "));
            for words in wrapped(binding.help, room) {
                let key = std::mem::take(&mut key);
                lines.push(Line::from(vec![
                    Span::styled(cell(&key, KEYS), theme::KEY),
                    Span::raw(words),
                ]));
            }
        }
    }
    lines
}
