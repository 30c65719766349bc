//! One line to type, with its reading shown live; and booking a job.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::popup::{nth, open, typed};
use super::row::cell;
use super::{ClickZones, theme};
use crate::app::App;
use crate::app::action::ClickTarget;
use crate::app::prompt::{JobDetails, JobPopup, PromptPopup, PromptPurpose};
use crate::app::text_input;
use crate::domain::familiar_staff;

pub(super) fn render(frame: &mut Frame<'_>, body: Rect, app: &App, prompt: &PromptPopup) {
    let name = &prompt.entry.customer.name;
    let (title, label, hint) = match &prompt.what {
        PromptPurpose::Later => (
            format!("{name}: later"),
            "Until  ",
            "3 (days), f or fri, tomorrow 9am, in 2 hours, 24/12, end of month",
        ),
        PromptPurpose::Move(of) => {
            let about = prompt.entry.follow_ups.iter().find(|f| f.id == *of);
            let about = about.map(|f| f.about.as_str()).unwrap_or_default();
            (
                format!("{name}: move {about}"),
                "To  ",
                "tomorrow, fri 10:30, 3 (days), 24/12, in 2 weeks",
            )
        }
        PromptPurpose::Promise(of) => {
            let about = prompt.entry.follow_ups.iter().find(|f| f.id == *of);
            let about = about.map(|f| f.about.as_str()).unwrap_or_default();
            (
                format!("{name}: promise about {about}"),
                "Call them back by  ",
                "4pm, tomorrow noon, fri 10:30, in 2 hours",
            )
        }
        PromptPurpose::HandOver(covered) => {
            let more = match covered.len().saturating_sub(1) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let first = covered.first();
            let about = prompt.entry.follow_ups.iter();
            let about = about
                .filter(|f| Some(&f.id) == first)
                .map(|f| f.about.as_str());
            let about: String = about.collect();
            (
                format!("{name}: hand over {about}{more}"),
                "Who rings?  ",
                "a few letters of a name",
            )
        }
        PromptPurpose::Note(contact) => {
            let at = app
                .rules
                .calendar
                .local(contact.at)
                .format("%a %-d %b %H:%M");
            (
                format!("{name}: note on the call of {at}"),
                "Note  ",
                "what to remember",
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
    if matches!(prompt.what, PromptPurpose::HandOver(_)) {
        whom(frame, below, &prompt.line, &app.staff(&prompt.entry));
        return;
    }
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

/// Whom of the shop typed letters mean; before the first one, everybody there is.
pub(super) fn whom(
    frame: &mut Frame<'_>,
    area: Rect,
    typed: &text_input::TextInput,
    staff: &[String],
) {
    let everybody = staff.join(", ");
    let name = typed.cleaned();
    let words = match familiar_staff::find_by_prefix(&name, staff) {
        _ if name.is_empty() => Line::styled(everybody, theme::QUIET),
        Err(several) => Line::styled(several, theme::UNUSUAL),
        Ok(Some(who)) => Line::from(vec![
            Span::styled("= ", theme::LABEL),
            Span::styled(who, theme::SAVED),
        ]),
        Ok(None) => {
            let says = format!("{name} is a new name; known names: {everybody}");
            Line::styled(says, theme::UNUSUAL)
        }
    };
    frame.render_widget(Paragraph::new(words).wrap(Wrap { trim: true }), area);
}

pub(super) fn job(
    frame: &mut Frame<'_>,
    body: Rect,
    app: &App,
    job: &JobPopup,
    zones: &mut ClickZones,
) {
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
        frame.render_widget(super::row::line(cells, n == selected), here);
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
        whom(frame, below, &details.by, &staff);
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
