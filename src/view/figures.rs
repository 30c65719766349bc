//! The view of the figures: each as a chart with a sentence. They are stacked, or in two columns if
//! there is room.
//!
//! ```text
//! ╭ Figures: the last 28 days, 28 Oct to 24 Nov ───────────────────────────────╮
//! │ When people answer                                                         │
//! │ Most people answer between 17 and 18 (41 of 52); before 10 hardly anybody  │
//! │ does (3 of 30).                                                            │
//! │           9   10  11  12  13  14  15  16  17                               │
//! │ Mon       ····░░░░▒▒▒▒▒▒▒▒    ░░░░▒▒▒▒▓▓▓▓████ 14 of 40                    │
//! ╰────────────────────────────────────────────────────────────────────────────╯
//! ```

use chrono::{Datelike, NaiveDate};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::row::{cell, put_all, region, wrapped};
use super::theme;
use crate::app::App;
use crate::domain::figures::ReportRange;
use crate::domain::figures::charts::{ChartLine, ChartSection, ChartTone, LABEL, sections};

/// From this width on the figures are in two columns.
const BESIDE: usize = 100;
/// The gap between the columns.
const BETWEEN: usize = 4;

/// The number of visible lines, and how far they can be scrolled.
pub(super) fn sight(app: &App, area: Rect) -> (usize, usize) {
    let inner = inside(area);
    let height = usize::from(inner.height);
    let lines = lines(app, usize::from(inner.width)).len();
    (height, lines.saturating_sub(height))
}

/// The area inside the region's frame.
fn inside(area: Rect) -> Rect {
    let inner = region("", area.width).inner(area);
    Rect {
        x: inner.x + 1,
        width: inner.width.saturating_sub(2),
        ..inner
    }
}

pub(super) fn render(frame: &mut Frame<'_>, area: Rect, app: &App) {
    frame.render_widget(region(&title(app), area.width), area);
    let inner = inside(area);
    let lines = lines(app, usize::from(inner.width));
    let in_sight = lines.into_iter().skip(app.figures.top);
    let text: Vec<Line<'static>> = in_sight.take(usize::from(inner.height)).collect();
    put_all(frame, inner, &text);
}

/// The title: the period, and how far it is counted if that is not all yet.
fn title(app: &App) -> String {
    let Some(figures) = app.figures.figures() else {
        return format!("Figures: {}", app.figures.back.said());
    };
    let today = app.rules.calendar.date(app.now);
    let said = |day: NaiveDate| {
        let year = if day.year() == today.year() {
            ""
        } else {
            " %Y"
        };
        day.format(&format!("%-d %b{year}")).to_string()
    };
    let period = figures.period;
    let days = match app.figures.back {
        ReportRange::Everything => format!(" since {}", said(period.from)),
        _ => format!(", {} to {}", said(period.from), said(period.to)),
    };
    let so_far = match figures
        .counted_from
        .filter(|_| figures.next_uncounted_period().is_some())
    {
        Some(from) => format!(" (counted back to {} so far)", said(from)),
        None => String::new(),
    };
    format!("Figures: {}{days}{so_far}", app.figures.back.said())
}

/// All lines of the view.
fn lines(app: &App, width: usize) -> Vec<Line<'static>> {
    let Some(figures) = app.figures.figures() else {
        return vec![Line::styled("Counting…", theme::QUIET)];
    };
    let column = if width < BESIDE {
        width
    } else {
        (width - BETWEEN) / 2
    };
    let sections = sections(figures, column, &app.rules.currency);
    let drawn: Vec<Vec<Line<'static>>> = sections.iter().map(|s| section(s, column)).collect();
    if column == width {
        return drawn.join(&Line::raw(""));
    }
    let whole: usize = drawn.iter().map(|lines| lines.len() + 1).sum();
    let mut high = 0;
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for lines in drawn {
        high += lines.len() + 1;
        let side = if high - lines.len() / 2 <= whole.div_ceil(2) {
            &mut left
        } else {
            &mut right
        };
        side.push(lines);
    }
    let blank = Line::raw("");
    beside(left.join(&blank), right.join(&blank), column)
}

/// Joins two columns line by line.
fn beside(
    left: Vec<Line<'static>>,
    right: Vec<Line<'static>>,
    column: usize,
) -> Vec<Line<'static>> {
    let high = left.len().max(right.len());
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    let line = |_| {
        let mut line = left.next().unwrap_or_default();
        let used = line.width();
        line.push_span(" ".repeat((column + BETWEEN).saturating_sub(used)));
        line.extend(right.next().unwrap_or_default().spans);
        line
    };
    (0..high).map(line).collect()
}

fn section(section: &ChartSection, width: usize) -> Vec<Line<'static>> {
    let mut lines = vec![Line::from(Span::styled(section.title, theme::TITLE))];
    lines.extend(wrapped(&section.says, width).into_iter().map(Line::raw));
    lines.extend(section.lines.iter().map(drawn));
    lines
}

fn drawn(line: &ChartLine) -> Line<'static> {
    Line::from(vec![
        Span::styled(cell(line.label, LABEL), theme::LABEL),
        Span::raw(" "),
        Span::styled(line.strokes.clone(), style(line.tone)),
        Span::raw(format!(" {}", line.number)),
    ])
}

const fn style(tone: ChartTone) -> Style {
    match tone {
        ChartTone::Plain => theme::PLAIN,
        ChartTone::Muted => theme::QUIET,
        ChartTone::Good => theme::PROGRESS,
        ChartTone::Amber => theme::UNUSUAL,
        ChartTone::Bad => theme::BROKEN,
    }
}
