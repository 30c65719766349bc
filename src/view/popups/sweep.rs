//! The closing sweep: whose promise it is, what was promised, and one key for what becomes of it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::Drawing;
use super::frame::{nth, open, typed};
use crate::app::App;
use crate::app::popups::sweep::{SweepPopup, SweepQuestion};
use crate::domain::follow_up::FollowUp;
use crate::domain::summary::CustomerSummary;
use crate::domain::time_format::clock_and_day;
use crate::view::ClickZones;
use crate::view::{card, theme};

impl Drawing for SweepPopup {
    fn render(&self, frame: &mut Frame<'_>, area: Rect, app: &App, _zones: &mut ClickZones) {
        render(frame, area, app, self);
    }
}

fn render(frame: &mut Frame<'_>, body: Rect, app: &App, sweep: &SweepPopup) {
    let Some((entry, follow_up)) = sweep.current() else {
        return;
    };
    let of = sweep.open.len();
    let title = format!("Promises still open: {} of {of}", sweep.at + 1);
    let inner = open(frame, body, &title, 72, 9);
    let mut lines = vec![who(entry), Line::raw(follow_up.about.clone())];
    lines.push(promised(app, follow_up));
    frame.render_widget(Paragraph::new(lines), inner);
    match &sweep.question {
        Some(SweepQuestion::NewTime(prompt)) => {
            typed(
                frame,
                nth(inner, 4),
                "Call them back by  ",
                &prompt.line,
                true,
            );
            let words = match (&prompt.error, prompt.reading(app)) {
                (Some(error), _) => Line::styled(error.clone(), theme::WRONG),
                (None, Some(Ok(reading))) => Line::styled(format!("= {reading}"), theme::SAVED),
                (None, Some(Err(why))) => Line::styled(why, theme::UNUSUAL),
                (None, None) => Line::styled("tomorrow 10am, fri noon, in 2 hours", theme::QUIET),
            };
            let words = Paragraph::new(words).wrap(Wrap { trim: true });
            frame.render_widget(words, below(inner));
        }
        Some(SweepQuestion::NewOwner(prompt)) => {
            let label = "Who rings them?  ";
            typed(frame, nth(inner, 4), label, &prompt.line, true);
            let staff = app.staff(&prompt.entry);
            let refusal = prompt.staff(app).err();
            super::prompt::whom(frame, below(inner), &prompt.line, &staff, refusal);
        }
        None => {}
    }
}

/// What is under the line that is typed in.
fn below(inner: Rect) -> Rect {
    Rect {
        y: inner.y + inner.height.min(5),
        height: inner.height.saturating_sub(5),
        ..inner
    }
}

fn who(entry: &CustomerSummary) -> Line<'static> {
    let number = entry.customer.shown_number().unwrap_or_default();
    Line::from(vec![
        Span::styled(format!("{}  ", entry.customer.name), theme::TITLE),
        Span::styled(number, theme::NUMBER),
    ])
}

/// By when, since when, and whose it is.
fn promised(app: &App, follow_up: &FollowUp) -> Line<'static> {
    let calendar = &app.rules.calendar;
    let by = follow_up.promised_at.unwrap_or(app.now);
    let style = if by <= app.now {
        theme::BROKEN
    } else {
        theme::PROMISE
    };
    let first = follow_up.first_promised_at;
    let first = first.map(|at| clock_and_day(at, app.now, calendar));
    let first = first.map(|at| format!(", first promised for {at}"));
    let owner = follow_up
        .owner
        .as_ref()
        .map(|who| format!("   ({who} rings)"));
    Line::from(vec![
        Span::styled(card::promised(app, by), style),
        Span::raw(first.unwrap_or_default()),
        Span::styled(owner.unwrap_or_default(), theme::QUIET),
    ])
}
