//! The view of what is ahead: the month, then customers to be let go, then the upcoming by day.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::month;
use super::row::{column, line, put, region, shared};
use super::today::number;
use super::{ClickZones, theme};
use crate::app::App;
use crate::app::action::ClickTarget;
use crate::domain::claim::Claim;
use crate::domain::summary::UpcomingRow;
use crate::domain::text::display_width;
use crate::domain::time_format::{spoken, spoken_day};

/// The width of the day and time.
const WHEN: usize = 19;

pub(super) fn render(
    frame: &mut Frame<'_>,
    area: Rect,
    app: &App,
    alone: bool,
    zones: &mut ClickZones,
) {
    let block = region("Ahead", area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let drawn = month::rows(inner.height);
    let days = Rect {
        height: drawn,
        ..inner
    };
    month::render(frame, days, app);
    let inner = Rect {
        y: inner.y + drawn,
        height: inner.height - drawn,
        ..inner
    };
    if app.ahead.rows.is_empty() && app.ahead.loaded {
        let later = app.month.day > app.rules.calendar.date(app.now);
        let says = if later {
            " No calls from this day on."
        } else {
            " No calls ahead."
        };
        frame.render_widget(Line::styled(says, theme::QUIET), inner);
        return;
    }
    let mut y = inner.y;
    for (n, (_, row)) in app.ahead.rows.iter().enumerate().skip(app.ahead.top) {
        if y >= inner.bottom() {
            break;
        }
        let selected = n == app.ahead.selected;
        let here = Rect {
            y,
            height: 1,
            ..inner
        };
        let text = one(app, row, usize::from(inner.width), selected);
        put(frame, here, &text);
        zones.add(here, ClickTarget::Row(n));
        y += 1;
        if selected && alone && y < inner.bottom() {
            frame.render_widget(
                number(app, &row.entry, inner.width),
                Rect {
                    y,
                    height: 1,
                    ..inner
                },
            );
            y += 1;
        }
    }
}

/// The day and time; only the day if it is in another year.
fn when(app: &App, at: chrono::DateTime<chrono::Utc>) -> String {
    let words = spoken(at, app.now, &app.rules.calendar);
    if words.len() > 18 {
        spoken_day(at, app.now, &app.rules.calendar)
    } else {
        words
    }
}

fn one(app: &App, row: &UpcomingRow, width: usize, selected: bool) -> Line<'static> {
    let (_, at) = row.entry.stand(app.now, &app.rules);
    let (when, style) = if row.let_go {
        ("stop trying?".to_owned(), theme::UNUSUAL)
    } else {
        (when(app, at), theme::PLAIN)
    };
    let urgent = row.entry.urgent(app.now).or(row.entry.follow_ups.first());
    let rung = row.entry.claimed_elsewhere(app.sitting).map(Claim::short);
    let about = rung.unwrap_or_else(|| urgent.map(|f| f.about.clone()).unwrap_or_default());
    let severity = urgent.and_then(|f| f.severity);
    let names = app
        .ahead
        .rows
        .iter()
        .map(|(_, row)| &row.entry.customer.name);
    let longest = names.map(|name| display_width(name)).max().unwrap_or(0);
    let share = (width.saturating_sub(30) / 2).clamp(8, 26);
    let name_width = longest.clamp(8, share) + 1;
    // In a very narrow window what it is about comes before how grave it is.
    let severity = severity.filter(|_| width > WHEN + name_width + 15);
    let mark = severity
        .map(|s| format!("{} {s} ", s.letter()))
        .unwrap_or_default();
    // What has no mark has its room for what it is about.
    let rest = width.saturating_sub(1 + WHEN + name_width + display_width(&mark));
    let name = row.entry.customer.name.as_str();
    let [name_width, rest] = shared([name, &about], [name_width, rest]);
    let cells = vec![
        Span::styled(column(&when, WHEN), style),
        Span::raw(column(name, name_width)),
        Span::raw(column(&about, rest)),
        Span::styled(mark, severity.map_or(theme::PLAIN, theme::severity)),
    ];
    line(cells, selected)
}
