//! The lock: the shop's name, the time, and what brings the list back. Nothing else.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::theme;
use crate::app::App;
use crate::app::action::Action;
use crate::app::keymap::Scope;
use crate::app::privacy::ScreenLock;
use crate::app::state::Notice;
use crate::domain::text::{display_width, truncate};

pub(super) fn render(frame: &mut Frame<'_>, area: Rect, app: &App, lock: &ScreenLock) {
    let wide = usize::from(area.width);
    let time = app
        .rules
        .calendar
        .local(app.now)
        .format("%H:%M")
        .to_string();
    let mut lines = vec![
        Line::styled(truncate(&app.rules.shop, wide), theme::TITLE),
        Line::raw(""),
        Line::styled(time, theme::QUIET),
        Line::raw(""),
    ];
    let typed = "•".repeat(lock.line.text().chars().count().min(20));
    let asks = asks(app, lock, &typed);
    let cursor = (app.public.pin.is_some() && !lock.checking && lock.waits(app.now) == 0)
        .then(|| display_width(&asks.iter().map(|s| s.content.as_ref()).collect::<String>()));
    lines.push(Line::from(asks));
    if matches!(app.notice, Notice::NotSaved(_)) {
        lines.extend([
            Line::raw(""),
            Line::styled("Something is not saved yet.", theme::WRONG),
        ]);
    }
    let high = u16::try_from(lines.len())
        .unwrap_or(u16::MAX)
        .min(area.height);
    let y = area.y + (area.height - high) / 3;
    let here = Rect {
        y,
        height: high,
        ..area
    };
    frame.render_widget(Paragraph::new(lines).centered(), here);
    if let Some(width) = cursor.filter(|_| high > 4) {
        let x = (wide.saturating_sub(width) / 2 + width).min(wide.saturating_sub(1));
        let x = area.x + u16::try_from(x).unwrap_or(0);
        frame.set_cursor_position(Position::new(x, y + 4));
    }
}

fn asks(app: &App, lock: &ScreenLock, typed: &str) -> Vec<Span<'static>> {
    let waits = lock.waits(app.now);
    if waits > 0 {
        let unit = if waits == 1 { "second" } else { "seconds" };
        let words = format!("Wrong PIN. Try again in {waits} {unit}.");
        return vec![Span::styled(words, theme::WRONG)];
    }
    if lock.checking {
        return vec![Span::styled("One moment …", theme::QUIET)];
    }
    if app.public.pin.is_some() {
        return vec![
            Span::styled("PIN  ", theme::LABEL),
            Span::raw(typed.to_owned()),
        ];
    }
    let key = app.keys.shown_in(Scope::LOCKED, Action::Accept);
    vec![
        Span::raw("press "),
        Span::styled(key, theme::KEY),
        Span::raw(" to continue"),
    ]
}
