//! Moving about in the lists: rows, pages, views, to a customer.

use super::{Action, figures, month, request_missing};
use crate::app::effect::{Effect, PageRequest, ScreenQuery};
use crate::app::state::{App, View};
use crate::domain::pagination::{Cursor, Seek};
use crate::domain::queue::Standing;
use crate::domain::summary::CustomerSummary;
use crate::domain::text::fold_for_search;

/// A movement in the list.
pub(super) fn go(app: &mut App, action: Action) -> Option<Effect> {
    let page = isize::try_from(height(app)).unwrap_or(10).max(2) - 1;
    match action {
        Action::Show(view) => Some(show(app, view)),
        Action::NextView => Some(show(app, beside(app.view, 1))),
        Action::PreviousView => Some(show(app, beside(app.view, -1))),
        Action::First => to_end(app, Seek::Start),
        Action::Last => to_end(app, Seek::End),
        Action::Down => rows(app, 1),
        Action::Up => rows(app, -1),
        Action::PageDown => rows(app, page),
        _ => rows(app, -page),
    }
}

/// The wheel: three rows at a time.
pub(super) fn wheel(app: &mut App, by: isize) -> Option<Effect> {
    rows(app, by * 3)
}

const fn height(app: &App) -> usize {
    match app.view {
        View::Today => app.today.height,
        View::Ahead => app.ahead.height,
        View::Customers => app.customers.height,
        View::Journal => app.journal.height,
        View::Figures => app.figures.height,
    }
}

fn beside(view: View, by: isize) -> View {
    let count = View::ALL.len();
    let at = View::ALL.iter().position(|v| *v == view).unwrap_or(0);
    let next = (at + count).saturating_add_signed(by) % count;
    View::ALL.get(next).copied().unwrap_or(View::Today)
}

/// The selection was moved by hand: the notice of the last act is cleared.
pub(super) fn moved_on(app: &mut App) {
    app.clear_notice();
    app.last = None;
    app.follow = None;
    app.slid = None;
    app.origin = None;
    app.rang_at = None;
    app.card_scroll.begin();
}

/// Moves the selection by rows; in Today, from the end of the list into those done.
fn rows(app: &mut App, by: isize) -> Option<Effect> {
    moved_on(app);
    let ask = match app.view {
        View::Today => today(app, by),
        View::Ahead => {
            let ask = app.ahead.go(by);
            month::follow(app);
            ask
        }
        View::Customers => app.customers.go(by),
        View::Journal => app.journal.go(by),
        View::Figures => {
            // The view knows how far they can be scrolled.
            app.figures.top = app.figures.top.saturating_add_signed(by);
            None
        }
    };
    request_missing(app, ask)
}

fn today(app: &mut App, by: isize) -> Option<PageRequest> {
    let last_row = app.today.rows.len().saturating_sub(1);
    let last_done = app.done.len().saturating_sub(1);
    match app.done_selected {
        Some(0) if by < 0 && !app.today.rows.is_empty() => {
            app.done_selected = None;
            app.today.select(last_row);
            None
        }
        Some(n) => {
            app.done_selected = Some(n.saturating_add_signed(by).min(last_done));
            None
        }
        None => {
            let at_end = app.today.selected >= last_row && !app.today.more_behind;
            if by > 0 && at_end && !app.done.is_empty() {
                app.done_selected = Some(0);
                return None;
            }
            app.today.go(by)
        }
    }
}

/// Selects the first or the last row, which may have to be read first.
fn to_end(app: &mut App, from: Seek) -> Option<Effect> {
    moved_on(app);
    app.done_selected = None;
    let first = from == Seek::Start;
    let bottom = (!first || app.today.rows.is_empty()) && !app.today.more_behind;
    if app.view == View::Today && bottom && app.today.rows.is_empty() && !app.done.is_empty() {
        app.done_selected = Some(if first { 0 } else { app.done.len() - 1 });
        return request_missing(app, None);
    }
    macro_rules! jump {
        ($list:expr) => {{
            let list = &mut $list;
            let there = if first {
                !list.more_before
            } else {
                !list.more_behind
            };
            if there {
                let row = if first {
                    0
                } else {
                    list.rows.len().saturating_sub(1)
                };
                list.select(row);
                None
            } else {
                if first {
                    list.selected = 0;
                    list.top = 0;
                }
                Some(list.request_page(from))
            }
        }};
    }
    let ask = match app.view {
        View::Today => jump!(app.today),
        View::Ahead => {
            let ask = jump!(app.ahead);
            month::follow(app);
            ask
        }
        View::Customers => jump!(app.customers),
        View::Journal => jump!(app.journal),
        View::Figures => {
            app.figures.top = if first { 0 } else { usize::MAX };
            None
        }
    };
    request_missing(app, ask)
}

/// Shows another view: it is read again, with the selection where it was.
pub(super) fn show(app: &mut App, view: View) -> Effect {
    moved_on(app);
    if view != app.view {
        app.view = view;
        app.done_selected = None;
    }
    let list = super::ask_again(app);
    let card = app.selected_id().filter(|_| app.card().is_none());
    app.follow = app.selected_id();
    Effect::Query(ScreenQuery {
        top: true,
        list,
        card,
        month: month::lacking(app),
        figures: figures::lacking(app),
        ..ScreenQuery::default()
    })
}

/// Filters Today to one's own customers, or shows everybody again; from another view always one's own.
pub(super) fn toggle_mine(app: &mut App) -> Effect {
    moved_on(app);
    let all = app.view == View::Today && app.today.of.is_some();
    app.view = View::Today;
    app.done_selected = None;
    app.follow = app.selected_id();
    let list = app.today.filter_by_person((!all).then(|| app.by.clone()));
    Effect::Query(ScreenQuery {
        top: true,
        list: Some(list),
        ..ScreenQuery::default()
    })
}

/// A row was clicked.
pub(super) fn select(app: &mut App, row: usize) -> Option<Effect> {
    moved_on(app);
    app.done_selected = None;
    match app.view {
        View::Today => app.today.select(row),
        View::Ahead => {
            app.ahead.select(row);
            month::follow(app);
        }
        View::Customers => app.customers.select(row),
        View::Journal => app.journal.select(row),
        View::Figures => {}
    }
    request_missing(app, None)
}

/// A row among those done was clicked.
pub(super) fn select_done(app: &mut App, row: usize) -> Option<Effect> {
    moved_on(app);
    if app.view == View::Today && row < app.done.len() {
        app.done_selected = Some(row);
    }
    request_missing(app, None)
}

/// Goes to a customer: in Today where they stand in it, else among all customers.
pub(in crate::app) fn go_to_customer(app: &mut App, entry: &CustomerSummary) -> Option<Effect> {
    let id = entry.customer.id;
    app.public.opened = Some(id);
    app.follow = Some(id);
    app.last = None;
    app.done_selected = None;
    let (standing, since) = entry.stand(app.now, &app.rules);
    let list = if standing == Standing::Ahead {
        app.view = View::Customers;
        let at = Cursor {
            name: fold_for_search(&entry.customer.name),
            id,
            ..Cursor::default()
        };
        app.customers.request_page(Seek::At(at))
    } else {
        // What was done in another view may not be in these rows yet.
        let again = app.view != View::Today;
        app.view = View::Today;
        if app.today.of.as_ref().is_some_and(|of| !entry.is_of(of)) {
            app.today.of = None;
        }
        if let Some(row) = app.today.rows.iter().position(|(key, _)| key.id == id) {
            app.today.select(row);
            if again {
                let list = app.today.request_reload();
                return request_missing(app, Some(list));
            }
            app.follow = None;
            return request_missing(app, None);
        }
        let group = Standing::ALL
            .iter()
            .position(|s| *s == standing)
            .unwrap_or(0);
        let group = u8::try_from(group).unwrap_or(0);
        app.today.request_page(Seek::At(Cursor {
            group,
            at: since.timestamp_millis(),
            name: String::new(),
            id,
        }))
    };
    Some(Effect::Query(ScreenQuery {
        list: Some(list),
        card: Some(id),
        ..ScreenQuery::default()
    }))
}
