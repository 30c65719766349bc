//! Moving the chosen day in the month of what is ahead.

use chrono::{Days, Months, NaiveDate};

use super::Action;
use super::navigation::moved_on;
use crate::app::effect::{Effect, ScreenQuery};
use crate::app::state::{App, View};
use crate::domain::pagination::{Cursor, Seek};

/// The first day of the month to load, if the month is drawn.
pub(super) fn lacking(app: &App) -> Option<NaiveDate> {
    (app.view == View::Ahead).then(|| app.month.first_drawn(app.rules.order))
}

/// Chooses another day, not before today, and reads the rows from it on.
pub(super) fn go(app: &mut App, action: Action) -> Effect {
    moved_on(app);
    let today = app.rules.calendar.date(app.now);
    let day = app.month.day;
    let there = match action {
        Action::DayBefore => day.checked_sub_days(Days::new(1)),
        Action::DayAfter => day.checked_add_days(Days::new(1)),
        Action::MonthBefore => day.checked_sub_months(Months::new(1)),
        _ => day.checked_add_months(Months::new(1)),
    };
    app.month.day = there.unwrap_or(day).max(today);
    app.ahead.selected = 0;
    app.ahead.top = 0;
    let from = if app.month.day == today {
        Seek::Start
    } else {
        Seek::At(Cursor::of_day(app.month.day))
    };
    Effect::Query(ScreenQuery {
        list: Some(app.ahead.request_page(from)),
        month: lacking(app),
        ..ScreenQuery::default()
    })
}

/// Chooses the day of the selected row.
pub(super) fn follow(app: &mut App) {
    if let Some((key, _)) = app.ahead.rows.get(app.ahead.selected) {
        let today = app.rules.calendar.date(app.now);
        app.month.day = key.day().unwrap_or(today);
    }
}
