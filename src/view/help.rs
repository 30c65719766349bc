//! What is there to read: all keys, from the one table; and why a row stands where it does.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::popup::open;
use super::row::cell;
use super::theme;
use crate::app::keymap::{TABLE, help_scopes};

pub(super) fn render(frame: &mut Frame<'_>, body: Rect, top: usize) {
    let mut lines: Vec<Line<'static>> = Vec::new();
    for scope in help_scopes() {
        if !lines.is_empty() {
            lines.push(Line::raw(""));
        }
        lines.push(Line::styled(scope.title(), theme::TITLE));
        for binding in TABLE.iter().filter(|b| b.scope == *scope) {
            let keys: Vec<String> = binding.keys.iter().map(|k| k.shown()).collect();
            lines.push(Line::from(vec![
                Span::styled(cell(&format!(" {}", keys.join(" ")), 15), theme::KEY),
                Span::raw(binding.help),
            ]));
        }
    }
    let inner = open(
        frame,
        body,
        "All keys   (↓ ↑ scroll, esc closes)",
        84,
        body.height,
    );
    let most = lines.len().saturating_sub(usize::from(inner.height));
    let top = u16::try_from(top.min(most)).unwrap_or(0);
    frame.render_widget(Paragraph::new(lines).scroll((top, 0)), inner);
}

pub(super) fn why(frame: &mut Frame<'_>, body: Rect, name: &str, sentences: &[String]) {
    let inner = open(frame, body, &format!("{name}: why here?"), 64, 7);
    let lines: Vec<Line<'static>> = sentences.iter().map(|s| Line::raw(s.clone())).collect();
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: true }), inner);
}
