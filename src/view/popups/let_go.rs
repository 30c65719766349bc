//! "Let go?": the tries ran out, and a person decides.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::Drawing;
use super::frame::open;
use super::outcome::{heading, short};
use crate::app::App;
use crate::app::action::Action;
use crate::app::popups::let_go::{LetGoPopup, SCOPE};
use crate::domain::follow_up::{FollowUp, FollowUpState};
use crate::domain::summary::CustomerSummary;
use crate::view::ClickZones;
use crate::view::row::cell;
use crate::view::theme;

impl Drawing for LetGoPopup {
    fn render(&self, frame: &mut Frame<'_>, area: Rect, app: &App, _zones: &mut ClickZones) {
        render(frame, area, app, &self.entry);
    }

    fn talked_with(&self) -> Option<&CustomerSummary> {
        Some(&self.entry)
    }
}

fn render(frame: &mut Frame<'_>, body: Rect, app: &App, entry: &CustomerSummary) {
    let title = format!("Stop trying {}?", entry.customer.name);
    let inner = open(frame, body, &title, 64, 11);
    let waiting: Vec<&FollowUp> = entry
        .follow_ups
        .iter()
        .filter(|f| f.state == FollowUpState::LetGo)
        .collect();
    let tries = waiting.iter().map(|f| f.attempts).max().unwrap_or(0);
    let mut lines = vec![Line::raw(format!(
        "Tried {tries} times without reaching them."
    ))];
    lines.extend(waiting.iter().map(|f| heading(app, entry, f, inner.width)));
    lines.push(Line::raw(""));
    let scene = entry.scene(&app.rules, app.now, &app.by);
    let closed = format!("closed: no answer after {tries} tries");
    let answers = [
        (Action::LetGo, "stop", closed),
        (Action::KeepTrying, "keep trying", scene.keep_trying().says),
        (
            Action::Close,
            "decide later",
            "listed first under Ahead (2)".to_owned(),
        ),
    ];
    // Without the answers it is no question.
    lines.truncate(usize::from(inner.height).saturating_sub(answers.len()));
    lines.extend(answers.into_iter().map(|(action, what, follows)| {
        Line::from(vec![
            Span::styled(short(app, SCOPE, action), theme::KEY),
            Span::raw(cell(what, 14)),
            Span::styled(follows, theme::QUIET),
        ])
    }));
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }), inner);
}
