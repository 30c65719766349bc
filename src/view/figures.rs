//! The figures: how well it goes, drawn, each with a sentence of what it says.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::row::{cell, region};
use super::theme;
use crate::app::App;

pub(super) fn render(frame: &mut Frame<'_>, area: Rect, app: &App) {
    let block = region("Figures: today", area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let inner = Rect {
        x: inner.x + 1,
        width: inner.width.saturating_sub(2),
        ..inner
    };
    let lines = [calls(app, inner.width), promises(app, inner.width)];
    let text = Paragraph::new(lines.join(&Line::raw(""))).wrap(Wrap { trim: true });
    frame.render_widget(text, inner);
}

/// How far the day's calls are.
fn calls(app: &App, width: u16) -> Vec<Line<'static>> {
    let t = &app.totals;
    let all = t.done + t.to_call;
    let says = match (t.done, t.to_call) {
        (0, 0) => "Nobody is to be rung today.".to_owned(),
        (done, 0) => format!("Everybody was dealt with: {done} of {all}."),
        (done, left) => format!("{done} of {all} dealt with, {left} to go."),
    };
    vec![
        Line::styled("Calls", theme::TITLE),
        Line::raw(says),
        bar("done", t.done, all, width, theme::PROGRESS),
        bar("to call", t.to_call, all, width, theme::PLAIN),
    ]
}

/// How the day's promises stand.
fn promises(app: &App, width: u16) -> Vec<Line<'static>> {
    let t = &app.totals;
    let all = t.kept + t.late + t.to_keep;
    let says = match (all, t.late) {
        (0, _) => "Nothing was promised for today.".to_owned(),
        (_, 0) => "No promise of today is broken.".to_owned(),
        (_, 1) => format!("One promise of {all} is broken."),
        (_, late) => format!("{late} promises of {all} are broken."),
    };
    vec![
        Line::styled("Promises", theme::TITLE),
        Line::raw(says),
        bar("kept", t.kept, all, width, theme::PROGRESS),
        bar("late", t.late, all, width, theme::BROKEN),
        bar("to keep", t.to_keep, all, width, theme::PROMISE),
    ]
}

/// A bar of a part of a whole, its number behind it.
fn bar(label: &str, part: i64, whole: i64, width: u16, style: Style) -> Line<'static> {
    let room = i64::from(width.saturating_sub(20)).clamp(0, 60);
    let long = usize::try_from(room * part / whole.max(1)).unwrap_or(0);
    Line::from(vec![
        Span::styled(cell(label, 9), theme::LABEL),
        Span::raw(" "),
        Span::styled("█".repeat(long), style),
        Span::raw(format!(" {part}")),
    ])
}
