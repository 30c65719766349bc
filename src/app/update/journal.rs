//! Updates of the journal's filter: by person, by day, or none.

use chrono::{Days, NaiveDate};

use super::Action;
use super::navigation::moved_on;
use crate::app::effect::{Effect, ScreenQuery};
use crate::app::state::App;
use crate::domain::pagination::{JournalFilter, Seek};

/// Narrows or widens the filter, and reads the journal from its newest act.
pub(super) fn narrow(app: &mut App, action: Action) -> Effect {
    moved_on(app);
    let calendar = &app.rules.calendar;
    let row = app.journal.current();
    let here = row.map_or(app.now, |row| row.at);
    let before = app.journal.acts.clone();
    app.journal.acts = match action {
        Action::OnlyTheirs => JournalFilter {
            by: match before.by {
                Some(_) => None,
                None => row.map(|row| row.by.clone()),
            },
            ..before
        },
        Action::AllActs => JournalFilter::default(),
        _ => JournalFilter {
            day: Some(before.day.map_or_else(
                || calendar.date(here),
                |day| beside(day, action).min(calendar.date(app.now)),
            )),
            ..before
        },
    };
    app.journal.selected = 0;
    app.journal.top = 0;
    Effect::Query(ScreenQuery {
        list: Some(app.journal.request_page(Seek::Start)),
        ..ScreenQuery::default()
    })
}

fn beside(day: NaiveDate, action: Action) -> NaiveDate {
    let one = Days::new(1);
    let there = if action == Action::DayBefore {
        day.checked_sub_days(one)
    } else {
        day.checked_add_days(one)
    };
    there.unwrap_or(day)
}
