//! One line to type, with its reading shown live; and booking a job.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::popup::{nth, open, typed};
use super::row::cell;
use super::{Zones, theme};
use crate::app::App;
use crate::app::action::Target;
use crate::app::prompt::{For, JobBox, JobDetails, Prompt};

pub(super) fn render(frame: &mut Frame<'_>, body: Rect, app: &App, prompt: &Prompt) {
    let name = &prompt.entry.customer.name;
    let (title, label, hint) = match &prompt.what {
        For::Later => (
            format!("{name}: later"),
            "Until  ",
            "3 (days), f or fri, tomorrow 9am, in 2 hours, 24/12, end of month",
        ),
        For::Move(of) => {
            let about = prompt.entry.follow_ups.iter().find(|f| f.id == *of);
            let about = about.map(|f| f.about.as_str()).unwrap_or_default();
            (
                format!("{name}: move {about}"),
                "To  ",
                "tomorrow, fri 10:30, 3 (days), 24/12, in 2 weeks",
            )
        }
        For::Promise(of) => {
            let about = prompt.entry.follow_ups.iter().find(|f| f.id == *of);
            let about = about.map(|f| f.about.as_str()).unwrap_or_default();
            (
                format!("{name}: promise about {about}"),
                "They will hear by  ",
                "4pm, tomorrow noon, fri 10:30, in 2 hours",
            )
        }
        For::Note(contact) => {
            let at = app
                .rules
                .calendar
                .local(contact.at)
                .format("%a %-d %b %H:%M");
            (
                format!("{name}: note on the call of {at}"),
                "Note  ",
                "what is to be remembered",
            )
        }
    };
    let inner = open(frame, body, &title, 72, 6);
    typed(frame, nth(inner, 0), label, &prompt.line, true);
    let below = Rect {
        y: inner.y + 1,
        height: inner.height.saturating_sub(1),
        ..inner
    };
    let words = match (&prompt.error, prompt.reading(app)) {
        (Some(error), _) => Line::styled(error.clone(), theme::WRONG),
        (None, Some(Ok(reading))) => Line::from(vec![
            Span::styled("= ", theme::LABEL),
            Span::styled(reading, theme::SAVED),
        ]),
        (None, Some(Err(why))) => Line::styled(why, theme::UNUSUAL),
        (None, None) => Line::styled(hint, theme::QUIET),
    };
    frame.render_widget(Paragraph::new(words).wrap(Wrap { trim: true }), below);
}

pub(super) fn job(frame: &mut Frame<'_>, body: Rect, app: &App, job: &JobBox, zones: &mut Zones) {
    let name = &job.entry.customer.name;
    if let Some(details) = &job.details {
        details_of(frame, body, app, name, details);
        return;
    }
    let shown = job.shown(&app.rules);
    let inner = open(frame, body, &format!("{name}: book a job"), 72, 16);
    typed(frame, nth(inner, 0), "Which job?  ", &job.filter, true);
    let rows = usize::from(inner.height.saturating_sub(2));
    let selected = job.selected.min(shown.len().saturating_sub(1));
    let top = (selected + 1).saturating_sub(rows);
    for (n, playbook) in shown.iter().enumerate().skip(top).take(rows) {
        let here = nth(inner, 2 + u16::try_from(n - top).unwrap_or(0));
        let trade = playbook.trade.as_deref().unwrap_or("any trade");
        let cells = vec![
            Span::raw(cell(&playbook.title, 40)),
            Span::styled(cell(trade, 14), theme::QUIET),
        ];
        frame.render_widget(super::row::line(cells, n == selected), here);
        zones.add(here, Target::Choice(n));
    }
    if shown.is_empty() {
        frame.render_widget(
            Line::styled("No playbook has that in its name.", theme::UNUSUAL),
            nth(inner, 2),
        );
    }
}

fn details_of(frame: &mut Frame<'_>, body: Rect, app: &App, name: &str, details: &JobDetails) {
    let Some(playbook) = app.rules.playbooks.named(&details.playbook) else {
        return;
    };
    let inner = open(frame, body, &format!("{name}: {}", playbook.title), 72, 14);
    let label = cell(&format!("Which {}?", app.rules.item_word), 16);
    typed(
        frame,
        nth(inner, 0),
        &label,
        &details.item,
        !details.in_done,
    );
    typed(
        frame,
        nth(inner, 1),
        &cell("Done when?", 16),
        &details.done,
        details.in_done,
    );
    let below = Rect {
        y: inner.y + 3,
        height: inner.height.saturating_sub(3),
        ..inner
    };
    let done = app.reader().read(details.done.text()).map(|w| w.at);
    let lines = match (&details.error, done) {
        (Some(error), _) => vec![Line::styled(error.clone(), theme::WRONG)],
        (None, Err(error)) => vec![Line::styled(error.to_string(), theme::UNUSUAL)],
        (None, Ok(done)) => {
            let mut lines = vec![Line::styled("It will come up:", theme::QUIET)];
            for plan in &playbook.job {
                let due = plan.after.from(done, &app.rules.calendar);
                let when = crate::domain::spoken::spoken(due, app.now, &app.rules.calendar);
                lines.push(Line::from(vec![
                    Span::styled(cell(&when, 22), theme::SAVED),
                    Span::raw(plan.about.clone()),
                ]));
            }
            lines
        }
    };
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: true }), below);
}
