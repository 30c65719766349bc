//! Runs a query of the screen: a page of a list, the totals of the header, the card.

use chrono::{DateTime, Utc};

use crate::app::View;
use crate::app::effect::{PageRequest, PageRows, QueryResult, ScreenQuery};
use crate::app::figures::FiguresRequest;
use crate::domain::customer::Id;
use crate::domain::figures::Figures;
use crate::domain::rules::Rules;
use crate::store::{HISTORY, Store, StoreError};

/// How many customers a sweep goes through at most; opened again, it goes on with the rest.
const PROMISES: i64 = 500;

/// How many a search returns at most.
const FOUND: usize = 50;

/// Reads everything the screen asks for.
pub(super) fn run_query(
    store: &mut Store,
    rules: &Rules,
    look: &ScreenQuery,
    now: DateTime<Utc>,
) -> Result<QueryResult, StoreError> {
    let mut seen = QueryResult::default();
    let only = look.changed.as_ref().filter(|_| store.is_remote());
    if let (Some(changed), Some(ask)) = (only, look.reload()) {
        let card = look.card.map(|id| (id, HISTORY));
        let of = ask.of.as_deref();
        let mut changes = store.day_changes((now, rules), changed, of, card)?;
        seen.card = look.card.map(|id| (id, changes.card.take()));
        seen.changes = Some((ask.clone(), changed.clone(), Box::new(changes)));
        let rest = ScreenQuery {
            top: false,
            list: None,
            card: None,
            ..look.clone()
        };
        return read_rest(store, rules, (&rest, now), seen);
    }
    read_rest(store, rules, (look, now), seen)
}

/// Reads what a screen asks for beside what was read already.
fn read_rest(
    store: &mut Store,
    rules: &Rules,
    (look, now): (&ScreenQuery, DateTime<Utc>),
    mut seen: QueryResult,
) -> Result<QueryResult, StoreError> {
    if look.top {
        // If it cannot be written now, it expires at the next query.
        let _another_time = store.lapse(now);
    }
    if let Some(ask) = &look.list {
        seen.list = Some((ask.clone(), rows(store, ask, now)?));
    }
    if look.top {
        seen.top = Some((store.totals(now, rules)?, store.done(now, rules)?));
    }
    if let Some(id) = look.card {
        seen.card = Some((id, store.card(id, HISTORY)?));
    }
    if look.promises {
        let end = rules.calendar.end_of_day(now);
        seen.promises = Some(store.open_promises(end, PROMISES)?);
    }
    if let Some(first) = look.month {
        let days = store.waiting(first, crate::app::month::DAYS)?;
        seen.month = Some((first, days));
    }
    if let Some(count) = &look.figures {
        seen.figures = Some((count.back, counted(store, count, rules, now)?));
    }
    if let Some((kept, other)) = look.two {
        seen.two = Some((other, store.load_merge_pair(kept, other)?.map(Box::new)));
    }
    if let Some(text) = &look.find {
        seen.found = Some((text.clone(), store.find(text, FOUND)?));
    }
    Ok(seen)
}

/// Counts the next chunk of the figures.
fn counted(
    store: &mut Store,
    count: &FiguresRequest,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<Figures, StoreError> {
    let mut figures = if let Some(mut figures) = count.so_far.clone() {
        store.count_on(&mut figures)?;
        figures
    } else {
        store.figures_back(count.back, rules.calendar.date(now))?
    };
    store.read_open_promises(&mut figures, now)?;
    Ok(figures)
}

fn rows(store: &mut Store, ask: &PageRequest, now: DateTime<Utc>) -> Result<PageRows, StoreError> {
    Ok(match ask.view {
        View::Today => PageRows::Today(match &ask.of {
            Some(staff) => store.today_of(now, staff, &ask.from, ask.limit)?,
            None => store.today(now, &ask.from, ask.limit)?,
        }),
        View::Ahead => PageRows::Ahead(store.ahead(now, &ask.from, ask.limit)?),
        View::Customers => {
            let page = store.customers(&ask.from, ask.limit)?;
            let ids: Vec<Id> = page.iter().map(|(key, _)| key.id).collect();
            PageRows::Customers(page, store.last_contacts(&ids)?)
        }
        View::Journal | View::Figures => {
            PageRows::Journal(store.journal(&ask.acts, &ask.from, ask.limit)?)
        }
    })
}
