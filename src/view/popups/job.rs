//! Booking a job: the playbooks to choose from, then what will be planned.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::Drawing;
use super::frame::{nth, open, typed};
use crate::app::App;
use crate::app::action::ClickTarget;
use crate::app::popups::job::{JobDetails, JobPopup};
use crate::view::row::{self, cell};
use crate::view::{ClickZones, theme};

impl Drawing for JobPopup {
    fn render(&self, frame: &mut Frame<'_>, area: Rect, app: &App, zones: &mut ClickZones) {
        render(frame, area, app, self, zones);
    }
}

fn render(frame: &mut Frame<'_>, body: Rect, app: &App, job: &JobPopup, zones: &mut ClickZones) {
    let name = &job.entry.customer.name;
    if let Some(details) = &job.details {
        details_of(frame, body, app, job, details);
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
        frame.render_widget(row::line(cells, n == selected), here);
        zones.add(here, ClickTarget::Choice(n));
    }
    if shown.is_empty() {
        frame.render_widget(
            Line::styled("No job has that in its name.", theme::UNUSUAL),
            nth(inner, 2),
        );
    }
}

fn details_of(frame: &mut Frame<'_>, body: Rect, app: &App, job: &JobPopup, details: &JobDetails) {
    let Some(playbook) = app.rules.playbooks.named(&details.playbook) else {
        return;
    };
    let title = format!("{}: {}", job.entry.customer.name, playbook.title);
    let inner = open(frame, body, &title, 72, 14);
    let item = format!("Which {}?", app.rules.item_word);
    let lines = [
        (item.as_str(), &details.item),
        ("Done when?", &details.done),
        ("Done by?", &details.by),
    ];
    for ((n, (label, line)), at) in lines.into_iter().enumerate().zip(0..) {
        typed(
            frame,
            nth(inner, at),
            &cell(label, 16),
            line,
            n == details.at,
        );
    }
    let below = Rect {
        y: inner.y + 4,
        height: inner.height.saturating_sub(4),
        ..inner
    };
    if details.at == 2 && details.error.is_none() {
        let staff = app.staff(&job.entry);
        super::prompt::whom(frame, below, &details.by, &staff, None);
        return;
    }
    let done = app.reader().read(details.done.text()).map(|w| w.at);
    let lines = match (&details.error, done) {
        (Some(error), _) => vec![Line::styled(error.clone(), theme::WRONG)],
        (None, Err(error)) => vec![Line::styled(error.to_string(), theme::UNUSUAL)],
        (None, Ok(done)) => {
            let mut lines = vec![Line::styled("This will be planned:", theme::QUIET)];
            for plan in &playbook.job {
                let due = plan.after.from(done, &app.rules.calendar);
                let when = crate::domain::time_format::spoken(due, app.now, &app.rules.calendar);
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
