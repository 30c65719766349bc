//! All keys, from the one table.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::frame::open;
use crate::app::keymap::{KeyBindings, Scope};
use crate::view::row::cell;
use crate::view::theme;

/// How far the page can be scrolled on a screen with so high a body.
pub(super) fn furthest(keys: &KeyBindings, height: u16) -> usize {
    lines(keys)
        .len()
        .saturating_sub(usize::from(height.saturating_sub(2)))
}

pub(super) fn render(frame: &mut Frame<'_>, body: Rect, keys: &KeyBindings, top: usize) {
    let inner = open(
        frame,
        body,
        "All keys   (↓ ↑ scroll, esc closes)",
        84,
        body.height,
    );
    let top = u16::try_from(top.min(furthest(keys, body.height))).unwrap_or(0);
    frame.render_widget(Paragraph::new(lines(keys)).scroll((top, 0)), inner);
}

fn lines(keys: &KeyBindings) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = Vec::new();
    for scope in Scope::ALL.iter().filter(|scope| scope.in_help()) {
        if !lines.is_empty() {
            lines.push(Line::raw(""));
        }
        lines.push(Line::styled(scope.title(), theme::TITLE));
        for binding in keys.table().iter().filter(|b| b.scope == *scope) {
            let shown: Vec<String> = binding.keys.iter().map(|k| k.shown()).collect();
            lines.push(Line::from(vec![
                Span::styled(cell(&format!(" {}", shown.join(" ")), 15), theme::KEY),
                Span::raw(binding.help),
            ]));
        }
    }
    lines
}
