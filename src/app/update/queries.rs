//! Replies to the screen's queries, and where the selection goes with them.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::{month, month_lacking, refresh};
use crate::app::effect::{Effect, PageRequest, PageRows, QueryResult, ScreenQuery};
use crate::app::figures::FiguresRequest;
use crate::app::popups::{self, Popup, sweep};
use crate::app::state::{App, Notice, View};
use crate::domain::customer::Id;
use crate::domain::familiar_staff::is_same_person;
use crate::domain::summary::{DONE, DayChanges, DayTotals, DoneToday};

/// Takes the result of a query; returns the next query the screen needs.
pub(super) fn apply_query_result(app: &mut App, mut seen: QueryResult) -> Option<Effect> {
    if let Some((totals, done)) = seen.top.take() {
        apply_top(app, totals, done);
    }
    if let Some(customers) = seen.promises.take() {
        sweep::begin(app, &customers);
    }
    if let Some((first, days)) = seen.month.take() {
        app.month.first = Some(first);
        app.month.waiting = days.into_iter().collect();
    }
    let looked_at = app.view == View::Figures;
    let counted = seen.figures.take();
    let figures = counted.and_then(|(back, f)| app.figures.accept_figures(back, f, looked_at));
    if let Some((ask, rows)) = seen.list.take() {
        apply_page(app, &ask, rows);
    }
    let lacks_all = match seen.changes.take() {
        Some((ask, whose, changes)) => {
            // A card that is not read with them is read once it is known that it is still shown.
            app.card
                .take_if(|card| whose.contains(&card.entry.customer.id));
            apply_changes(app, &ask, &whose, *changes)
        }
        None => false,
    };
    let card = seen.card.as_ref();
    let gone = card.filter(|(_, card)| card.is_none()).map(|(id, _)| *id);
    let next = popups::apply_query(app, &mut seen);
    if let Some((_, card)) = seen.card {
        app.card = card;
    }
    // The popup shows the customer as they are now, whoever changed them meanwhile.
    if let (Some(popup), Some(card)) = (&mut app.popup, &app.card) {
        popup.refresh(card);
    }
    if next.is_some() {
        app.figures.mark_request_failed();
        return next;
    }
    if lacks_all {
        return Some(refresh(app));
    }
    request_rest(app, gone, figures)
}

/// Takes the header's totals, and what was done today.
fn apply_top(app: &mut App, totals: DayTotals, done: Vec<DoneToday>) {
    app.totals = totals;
    app.alarm.check_promise(totals.next_promise_at, app.now);
    app.done = done;
    if let Some(of) = &app.today.of {
        app.done.retain(|d| is_same_person(&d.contact.by, of));
    }
    if let Some(n) = app.done_selected {
        let last = app.done.len().checked_sub(1);
        app.done_selected = last.map(|last| n.min(last));
    }
}

/// What has become of some customers in today's list; whether the whole page has to be read again.
fn apply_changes(
    app: &mut App,
    ask: &PageRequest,
    whose: &BTreeSet<Id>,
    changes: DayChanges,
) -> bool {
    let mut done = std::mem::take(&mut app.done);
    done.retain(|done| !whose.contains(&done.entry.customer.id));
    done.extend(changes.done);
    done.sort_by_key(|done| Reverse((done.contact.at, done.contact.id)));
    done.truncate(DONE);
    let everybody = app
        .today
        .entries_mut()
        .chain(done.iter_mut().map(|done| &mut done.entry));
    for entry in everybody.chain(app.card.as_mut().map(|card| &mut card.entry)) {
        entry.habits.shop = changes.habits;
    }
    apply_top(app, changes.totals, done);
    // What was asked before one turned to one's own, or back, is not what is shown now.
    if ask.of != app.today.of {
        return false;
    }
    app.seen_at = app.read_at;
    let enough = app
        .today
        .replace_rows(|key| whose.contains(&key.id), changes.rows);
    if ask.view == app.view {
        select_followed(app);
    }
    !enough
}

/// A page of one of the views.
fn apply_page(app: &mut App, ask: &PageRequest, rows: PageRows) {
    app.seen_at = app.read_at;
    match rows {
        // What was asked before one turned to one's own, or back, is not what is shown now.
        PageRows::Today(_) if ask.of != app.today.of => {}
        PageRows::Today(page) => app.today.accept_page(ask, page),
        PageRows::Ahead(page) => app.ahead.accept_page(ask, page),
        PageRows::Customers(page, last) => {
            if ask.whole {
                app.last_contacts.clear();
            }
            app.last_contacts.extend(last);
            app.customers.accept_page(ask, page);
        }
        PageRows::Journal(page) => app.journal.accept_page(ask, page),
    }
    if ask.whole && ask.view == app.view {
        select_followed(app);
    }
}

/// The next query the screen needs. A customer who is gone is not asked for again.
fn request_rest(
    app: &mut App,
    gone: Option<Id>,
    figures: Option<FiguresRequest>,
) -> Option<Effect> {
    let selected = app
        .selected_id()
        .filter(|id| app.card().is_none() && gone != Some(*id));
    let wanted = app.popup.as_ref().and_then(Popup::wants_card);
    let card = wanted.or(selected);
    // A page that begins at a row has what stands above it read too.
    let list = match app.view {
        View::Today => app.today.request_missing_page(),
        View::Ahead => app.ahead.request_missing_page(),
        View::Customers => app.customers.request_missing_page(),
        View::Journal => app.journal.request_missing_page(),
        View::Figures => None,
    };
    let look = ScreenQuery {
        list,
        card,
        figures,
        month: month_lacking(app),
        ..ScreenQuery::default()
    };
    (!look.is_empty()).then_some(Effect::Query(look))
}

/// Says who did what with a customer whose row went away by it.
fn said_elsewhere(app: &App, id: Id, name: &str) -> String {
    let Some(done) = app.done.iter().find(|d| d.entry.customer.id == id) else {
        return format!("{name} has been dealt with at another window.");
    };
    let contact = &done.contact;
    let at = app.rules.calendar.local(contact.at).format("%H:%M");
    let outcome = contact.outcome.spoken().to_lowercase();
    format!("{name}: {} logged {outcome} at {at}.", contact.by)
}

/// Moves the selection to the customer it follows, wherever their row is now.
pub(super) fn select_followed(app: &mut App) {
    let Some(id) = app.follow.take() else { return };
    let staying = app.staying.take().filter(|(of, _)| *of == id);
    let (view, done) = (app.view, app.done_selected.is_some());
    macro_rules! find {
        ($list:expr) => {
            if let Some(row) = $list.rows.iter().position(|(key, _)| key.id == id) {
                $list.select(row);
                true
            } else {
                false
            }
        };
    }
    let there = match view {
        View::Today if done => {
            let row = app.done.iter().position(|d| d.entry.customer.id == id);
            app.done_selected = row.or(app.done_selected);
            row.is_some()
        }
        View::Today => find!(app.today),
        View::Ahead => {
            let there = find!(app.ahead);
            if there {
                month::follow(app);
            }
            there
        }
        View::Customers => find!(app.customers),
        // The journal's rows are acts, and the figures have none: they stay where they are.
        View::Journal | View::Figures => true,
    };
    if let Some((_, name)) = staying.filter(|_| !there)
        && !matches!(app.notice, Notice::NotSaved(_))
    {
        let words = said_elsewhere(app, id, &name);
        app.slid = Some((words.clone(), app.now));
        app.notice = Notice::Message(words);
        app.public.named = Some(name);
    }
    if !there && view == View::Today && app.today.rows.is_empty() && !app.done.is_empty() {
        app.done_selected = app
            .done
            .iter()
            .position(|d| d.entry.customer.id == id)
            .or(Some(0));
    }
}
