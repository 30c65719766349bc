//! All keys, from the one table.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::Drawing;
use super::frame::open;
use crate::app::App;
use crate::app::keymap::{KeyBindings, Scope};
use crate::app::popups::help::HelpPopup;
use crate::view::ClickZones;
use crate::view::row::{cell, wrapped};
use crate::view::theme;

/// The page's columns, where the screen has that many.
const WIDTH: u16 = 84;

/// The columns of the keys, before what they do.
const KEYS: usize = 15;

/// How far the page can be scrolled in an area.
fn furthest(keys: &KeyBindings, area: Rect, of: Option<Scope>) -> usize {
    lines(keys, area.width, of)
        .len()
        .saturating_sub(usize::from(area.height.saturating_sub(2)))
}

impl Drawing for HelpPopup {
    fn render(&self, frame: &mut Frame<'_>, area: Rect, app: &App, _zones: &mut ClickZones) {
        render(frame, area, &app.keys, self);
    }

    fn fit(&mut self, keys: &KeyBindings, area: Rect) {
        self.top = self.top.min(furthest(keys, area, self.of));
    }
}

fn render(frame: &mut Frame<'_>, body: Rect, keys: &KeyBindings, page: &HelpPopup) {
    let inner = open(
        frame,
        body,
        "All keys   (↓ ↑ scroll, esc closes)",
        WIDTH,
        body.height,
    );
    let top = u16::try_from(page.top.min(furthest(keys, body, page.of))).unwrap_or(0);
    frame.render_widget(
        Paragraph::new(lines(keys, body.width, page.of)).scroll((top, 0)),
        inner,
    );
}

/// The page on a screen of so many columns, the keys of where one stands first; what does not fit beside its keys goes on below.
fn lines(keys: &KeyBindings, columns: u16, of: Option<Scope>) -> Vec<Line<'static>> {
    let room = usize::from(columns.min(WIDTH)).saturating_sub(4 + KEYS);
    let mut lines: Vec<Line<'static>> = Vec::new();
    let others = Scope::all().into_iter();
    let others = others.filter(|scope| scope.is_in_help() && Some(*scope) != of);
    for scope in of.into_iter().chain(others) {
        if !lines.is_empty() {
            lines.push(Line::raw(""));
        }
        lines.push(Line::styled(scope.title(), theme::TITLE));
        for binding in keys.table().iter().filter(|b| b.scope == scope) {
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
