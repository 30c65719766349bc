//! Keying a paper list in: the row that is typed, what it will come to, and the rows before it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Wrap};

use super::Drawing;
use super::frame::{nth, open, typed};
use crate::app::App;
use crate::app::popups::paper::PaperPopup;
use crate::domain::text::truncate;
use crate::view::ClickZones;
use crate::view::theme;

impl Drawing for PaperPopup {
    fn render(&self, frame: &mut Frame<'_>, area: Rect, app: &App, _zones: &mut ClickZones) {
        render(frame, area, app, self);
    }
}

fn render(frame: &mut Frame<'_>, body: Rect, app: &App, paper: &PaperPopup) {
    let title = match (paper.saved, paper.unsaved_rows()) {
        (0, 0) => "Key in a paper list".to_owned(),
        (saved, 0) => format!("Key in a paper list: {saved} saved"),
        (saved, waits) => format!("Key in a paper list: {saved} saved, {waits} being saved"),
    };
    let inner = open(frame, body, &title, 78, 17);
    typed(frame, nth(inner, 0), "Row  ", &paper.line, true);
    let words = match (&paper.error, paper.reading(app.known())) {
        (Some(error), _) => Line::styled(error.clone(), theme::WRONG),
        (None, Some(Ok(reading))) => Line::styled(reading, theme::SAVED),
        (None, Some(Err(why))) => Line::styled(why, theme::UNUSUAL),
        (None, None) => Line::styled(
            "its number, the ticked letters, the time if it was not now: 12 n 10:15 · 12 da 10:15 · \
             12 v yesterday 16:00, and a note",
            theme::QUIET,
        ),
    };
    let below = Rect {
        y: inner.y + 2,
        height: inner.height.saturating_sub(2).min(3),
        ..inner
    };
    frame.render_widget(Paragraph::new(words).wrap(Wrap { trim: true }), below);
    let room = usize::from(inner.height.saturating_sub(6));
    let latest = paper.results.iter().rev().take(room);
    for (n, (saved, words)) in latest.enumerate() {
        let (mark, style) = if *saved {
            ("✓", theme::PLAIN)
        } else {
            ("✗", theme::WRONG)
        };
        let text = truncate(&format!("{mark} {words}"), usize::from(inner.width));
        let here = nth(inner, 6 + u16::try_from(n).unwrap_or(0));
        frame.render_widget(Line::styled(text, style), here);
    }
}
