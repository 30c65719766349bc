//! The view of what is ahead: the month, then customers to be let go, then the upcoming by day.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::month;
use super::row::{TwoTexts, column, line, put, region, shared_width};
use super::today::number;
use super::{ClickZones, theme};
use crate::app::App;
use crate::app::action::ClickTarget;
use crate::domain::claim::Claim;
use crate::domain::follow_up::Severity;
use crate::domain::summary::UpcomingRow;
use crate::domain::text::display_width;
use crate::domain::time_format::{spoken, spoken_day};

/// The width of the day and time.
const WHEN: usize = 19;
/// The width of the mark: "A amber".
const MARK: usize = 8;
/// From how many columns on there is a mark.
const MARKED: usize = 50;
/// The fewest columns for a name.
const LEAST_NAME: usize = 15;

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
    let columns = UpcomingColumns::of(app, usize::from(inner.width));
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
        let text = columns.row(app, row, selected);
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

/// What a row says.
struct UpcomingFacts<'a> {
    name: &'a str,
    about: String,
    severity: Option<Severity>,
}

impl<'a> UpcomingFacts<'a> {
    fn of(app: &App, row: &'a UpcomingRow) -> Self {
        let urgent = row.entry.urgent(app.now).or(row.entry.follow_ups.first());
        let rung = row.entry.claimed_elsewhere(app.sitting).map(Claim::short);
        let about = rung.unwrap_or_else(|| urgent.map(|f| f.about.clone()).unwrap_or_default());
        Self {
            name: &row.entry.customer.name,
            about,
            severity: urgent.and_then(|f| f.severity),
        }
    }
}

/// The columns all rows have in common.
#[derive(Clone, Copy)]
struct UpcomingColumns {
    width: usize,
    name: usize,
    mark: usize,
}

impl UpcomingColumns {
    /// The columns of the list: the name is as wide as cuts the fewest letters of its rows.
    fn of(app: &App, width: usize) -> Self {
        let rows = app.ahead.rows.iter();
        let rows: Vec<UpcomingFacts> = rows.map(|(_, row)| UpcomingFacts::of(app, row)).collect();
        // In a very narrow window what it is about comes before how grave it is.
        let marked = rows.iter().any(|row| row.severity.is_some()) && width >= MARKED;
        let mut columns = Self {
            width,
            name: 0,
            mark: if marked { MARK } else { 0 },
        };
        let texts = rows.iter().map(|row| TwoTexts {
            first: display_width(row.name) + 1,
            second: display_width(&row.about) + 1,
            room: columns.room(row),
        });
        columns.name = shared_width(&texts.collect::<Vec<_>>(), LEAST_NAME);
        columns
    }

    /// The columns for the name and what it is about: what has no mark has its columns too.
    fn room(self, row: &UpcomingFacts) -> usize {
        let mark = row.severity.map_or(0, |_| self.mark);
        self.width.saturating_sub(1 + WHEN + mark)
    }

    fn row(self, app: &App, row: &UpcomingRow, selected: bool) -> Line<'static> {
        let (_, at) = row.entry.stand(app.now, &app.rules);
        let (when, style) = if row.let_go {
            ("stop trying?".to_owned(), theme::UNUSUAL)
        } else {
            (when(app, at), theme::PLAIN)
        };
        let facts = UpcomingFacts::of(app, row);
        let severity = facts.severity.filter(|_| self.mark > 0);
        let mark = severity.map(|s| format!("{} {s}", s.letter()));
        let mark = mark.unwrap_or_default();
        let about = self.room(&facts).saturating_sub(self.name);
        let marked = severity.map_or(0, |_| self.mark);
        let cells = vec![
            Span::styled(column(&when, WHEN), style),
            Span::raw(column(facts.name, self.name)),
            Span::raw(column(&facts.about, about)),
            Span::styled(
                column(&mark, marked),
                severity.map_or(theme::PLAIN, theme::severity),
            ),
        ];
        line(cells, selected)
    }
}
