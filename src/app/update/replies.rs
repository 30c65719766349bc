//! The store's replies: rows on the screen change only by these (Law 1).

use super::calling::dial;
use super::queries::{apply_query_result, select_followed};
use super::{look_again, look_again_at, only_of, refresh};
use crate::app::effect::{ActDraft, Effect, ScreenQuery};
use crate::app::place::Place;
use crate::app::popups::import::apply_import_event;
use crate::app::popups::let_go::LetGoPopup;
use crate::app::popups::outcome::ask_how_it_ended;
use crate::app::popups::{Popup, confirm, sweep};
use crate::app::privacy::apply_pin_check;
use crate::app::state::{App, DatabaseOutage, Notice, OutageKind};
use crate::app::store_reply::{FailureRecovery, StoreFailure, StoreReply, UndoSummary};
use crate::domain::change::{Record, contact_made, shown_alone};
use crate::domain::contact::{Contact, Direction};
use crate::domain::customer::Id;
use crate::domain::follow_up::FollowUpState;
use crate::domain::merge::merged;
use crate::domain::summary::ClaimResult;
use crate::domain::summary::CustomerSummary;

/// Takes a reply; returns what is to be read next.
pub fn apply_store_reply(app: &mut App, answer: StoreReply) -> Option<Effect> {
    match answer {
        StoreReply::Saved(draft, records) => Some(saved(app, &draft, &records)),
        StoreReply::SaveFailed {
            customer,
            says,
            failure,
        } => save_failed(app, customer, &says, failure),
        StoreReply::AddRefused(why) => {
            refuse_name(app, why);
            None
        }
        StoreReply::UndoFinished(Ok(summary)) => Some(undo_finished(app, summary)),
        StoreReply::UndoFinished(Err(failure)) => {
            app.follow = None;
            show_failure(app, failure)
        }
        StoreReply::UndoAsks(question) => {
            app.follow = None;
            confirm::ask_undo(app, &question);
            None
        }
        StoreReply::PinChecked(fits) => {
            apply_pin_check(app, fits);
            None
        }
        StoreReply::Import(step) => apply_import_event(app, step),
        StoreReply::ChangedElsewhere(whose) => Some(look_again_at(app, whose)),
        StoreReply::Claimed(asked, result) => claimed(app, &asked, result),
        StoreReply::ConnectionChanged(cut) => apply_connection_change(app, cut),
        StoreReply::Mirrored(lag) => {
            app.background.mirror = lag;
            None
        }
        StoreReply::Recounting(far) => {
            let is_over = far.is_none();
            app.background.recounting = far;
            is_over.then(|| look_again(app))
        }
        StoreReply::LastActGone => {
            if matches!(app.notice, Notice::Saved(_)) {
                app.notice = Notice::Message(
                    "The list was replaced by another one: what you did last is not in it."
                        .to_owned(),
                );
            }
            app.offered = None;
            None
        }
        StoreReply::LostInFailover { again, gone } => {
            app.offered = None;
            app.last = None;
            app.notice = lost_in_failover(again, &gone);
            Some(refresh(app))
        }
        StoreReply::Mishap(words) => {
            app.notice = Notice::Error(words);
            Some(look_again(app))
        }
        StoreReply::QueryFailed(failure) => {
            query_failed(app, failure);
            None
        }
        StoreReply::QueryLoaded(result) => apply_query_result(app, *result),
    }
}

/// An act was not saved: back to whom it was about, with what was typed. The rows are as they were.
fn save_failed(
    app: &mut App,
    customer: Option<Id>,
    says: &str,
    failure: StoreFailure,
) -> Option<Effect> {
    if let Some(popup) = &mut app.popup {
        popup.act_answered(customer, says, Some(&failure));
    }
    app.follow = customer;
    select_followed(app);
    let typed = app.sent.take();
    if !failure.is_kept() && app.popup.is_none() {
        app.popup = typed;
    }
    show_failure(app, failure)
}

/// An act was taken back, or done again.
fn undo_finished(app: &mut App, summary: UndoSummary) -> Effect {
    let UndoSummary {
        what,
        customer,
        name,
        back,
    } = summary;
    app.public.named = name;
    app.last = None;
    app.notice = if back {
        Notice::Undone(what)
    } else {
        Notice::Saved(what)
    };
    app.done_selected = None;
    app.staying = None;
    // Returns to the earlier place, where the act was about somebody else.
    let origin = app
        .origin
        .take()
        .filter(|(about, _)| back && Some(*about) == customer);
    app.follow = origin.map(|(_, stood)| stood).or(customer).or(app.follow);
    refresh(app)
}

/// What is said of acts that the server lost when another one took its place.
fn lost_in_failover(again: usize, gone: &[String]) -> Notice {
    let many = |n: usize| {
        if n == 1 {
            "1 thing".to_owned()
        } else {
            format!("{n} things")
        }
    };
    let saved = format!(
        "Another server took over without {} you had saved.",
        many(again + gone.len())
    );
    if gone.is_empty() {
        return Notice::Message(format!("{saved} Now saved again."));
    }
    let list = gone.join(" ");
    Notice::Error(format!(
        "{saved} Not saved any more, please do again: {list}"
    ))
}

/// A query failed.
fn query_failed(app: &mut App, failure: StoreFailure) {
    app.mark_requests_failed();
    if let Some(popup) = &mut app.popup {
        popup.query_failed(&failure.words);
    }
    // The header says that the database is out of reach.
    if !failure.outage && !matches!(app.notice, Notice::NotSaved(_)) {
        app.notice = Notice::Error(failure.words);
    }
}

/// Several customers fit a call that was to be added: its form comes back and says so at the name.
fn refuse_name(app: &mut App, why: String) {
    match (app.sent.take(), &app.popup) {
        (Some(Popup::Form(mut form)), None) => {
            form.refuse_name(why);
            app.popup = Some(form.into());
            app.notice = Notice::FieldRefused;
        }
        _ => app.notice = Notice::Error(format!("Not added: {why}.")),
    }
}

/// Opens the popup where this window has claimed the customer; otherwise says who rings them.
fn claimed(
    app: &mut App,
    asked: &CustomerSummary,
    result: Result<ClaimResult, StoreFailure>,
) -> Option<Effect> {
    let direction = app.claiming.take().map_or(Direction::Outward, |(_, d)| d);
    let dials = std::mem::take(&mut app.calling.asked);
    let words = match result {
        Ok(ClaimResult::Granted(now)) => {
            if dials {
                dial(app, &now);
                return None;
            }
            return ask_how_it_ended(app, &now, direction);
        }
        // A database that is out of reach stops nobody from ringing: acts wait for it in the outbox.
        Err(refused) if refused.outage => {
            if dials {
                dial(app, asked);
                return None;
            }
            return ask_how_it_ended(app, asked, direction);
        }
        Ok(ClaimResult::HeldElsewhere(claim)) => {
            let words = claim.sentence_about(&asked.customer.name, &app.rules.calendar);
            format!("{words}.")
        }
        Err(refused) => refused.words,
    };
    app.inform(words);
    Some(look_again(app))
}

/// The database is out of reach, or back.
fn apply_connection_change(app: &mut App, outage: Option<(OutageKind, String)>) -> Option<Effect> {
    match outage {
        Some((kind, why)) => {
            let since = app.outage.as_ref().map_or(app.now, |outage| outage.since);
            app.outage = Some(DatabaseOutage { since, kind, why });
            None
        }
        None => app.outage.take().map(|_| look_again(app)),
    }
}

fn show_failure(app: &mut App, refused: StoreFailure) -> Option<Effect> {
    app.notice = if refused.is_kept() {
        Notice::NotSaved(refused.words)
    } else {
        Notice::Error(refused.words)
    };
    if refused.recovery == FailureRecovery::Reload {
        // What a note would go to may have changed with it.
        app.last = None;
        return Some(refresh(app));
    }
    None
}

fn saved(app: &mut App, wish: &ActDraft, records: &[Record]) -> Effect {
    let says = wish.says();
    if let Some(popup) = &mut app.popup {
        popup.act_answered(wish.plan.customer, &says, None);
    }
    app.notice = Notice::Saved(says);
    // Who is gone from the list now went by this act, whatever was looked for before.
    app.staying = None;
    let name = records.iter().find_map(|r| match r {
        Record::Customer(c) => Some(c.name.clone()),
        _ => None,
    });
    app.sent = None;
    let before = wish.plan.customer.and_then(|id| entry_of(app, id)).cloned();
    let known = before.as_ref().map(|e| e.customer.name.clone());
    let other = merged(&wish.plan.changes);
    // Who was merged is in no list any more: their name would be shown in full.
    app.public.named = other.map(|c| c.name.clone()).or(name).or(known);
    let after = before.map(|entry| with_records(entry, records));
    let contact = records.iter().find_map(|r| match r {
        Record::Contact(c) => Some(c.clone()),
        _ => None,
    });
    // What was moved is no call that was just made.
    let contact = contact.filter(|_| other.is_none());
    if other.is_some() {
        app.last = None;
    }
    // A call ends with its outcome; a note on an earlier one is none.
    let logged = contact_made(&wish.plan.changes).map(|c| c.customer);
    app.calling.call = (app.calling.call.take()).filter(|call| Some(call.customer) != logged);
    let about_same =
        |last: &(CustomerSummary, Contact)| Some(last.0.customer.id) == wish.plan.customer;
    let last = app.last.take().filter(about_same);
    app.last = after
        .clone()
        .zip(contact.or(last.map(|(_, contact)| contact)));
    // Nobody's typing is covered: the notice asks too, and they stand at the top of Ahead.
    if wish.plan.let_go
        && app.popup.is_none()
        && app.claiming.is_none()
        && let Some(entry) = after
    {
        app.popup = Some(LetGoPopup { entry }.into());
    }
    let sweeps_on = sweep::goes_on_after(app, logged);
    let back = goes_where(app, wish, records);
    read_after(app, (wish, records), back, sweeps_on)
}

/// Where the selection goes after an act; the place to go back to, where somebody rang.
fn goes_where(app: &mut App, wish: &ActDraft, records: &[Record]) -> Option<Box<Place>> {
    if wish.moves_on {
        app.origin = None;
    } else {
        let about = wish.plan.customer.or(records.first().map(Record::customer));
        app.origin = about.zip(wish.keeps).filter(|(about, kept)| about != kept);
        app.follow = wish.keeps.or(about).or(app.follow);
    }
    let they_rang = contact_made(&wish.plan.changes).map(|c| c.direction);
    (app.rang_at.take()).filter(|_| they_rang == Some(Direction::Inward))
}

/// What is read after an act.
fn read_after(
    app: &mut App,
    (wish, records): (&ActDraft, &[Record]),
    back: Option<Box<Place>>,
    sweeps_on: bool,
) -> Effect {
    let whose = shown_alone(&wish.plan.changes);
    let whose = whose.then(|| records.iter().map(Record::customer).collect());
    let next = match wish.then.clone() {
        Some(look) => Effect::Query(ScreenQuery { top: true, ..*look }),
        // Who rang was found elsewhere: one goes back to where one was when it rang.
        None => {
            if let Some(place) = back {
                let notice = std::mem::take(&mut app.notice);
                let (last, popup) = (app.last.take(), app.popup.take());
                let effect = place.restore(app);
                (app.notice, app.last, app.popup) = (notice, last, popup);
                effect
            } else {
                let all = refresh(app);
                only_of(app, all, whose)
            }
        }
    };
    match next {
        Effect::Query(query) => Effect::Query(ScreenQuery {
            promises: query.promises || sweeps_on,
            ..query
        }),
        other => other,
    }
}

fn entry_of(app: &App, id: Id) -> Option<&CustomerSummary> {
    let mut rows = app
        .today
        .rows
        .iter()
        .map(|(_, e)| e)
        .chain(app.customers.rows.iter().map(|(_, e)| e))
        .chain(app.ahead.rows.iter().map(|(_, r)| &r.entry))
        .chain(app.done.iter().map(|d| &d.entry))
        .chain(app.last.iter().map(|(e, _)| e));
    // The one on the screen first: a view that is not shown may hold an older copy.
    app.selected()
        .filter(|e| e.customer.id == id)
        .or_else(|| rows.find(|e| e.customer.id == id))
}

/// A customer's summary after an act, with the rows the store returned in place of the old ones.
fn with_records(mut entry: CustomerSummary, records: &[Record]) -> CustomerSummary {
    for record in records {
        match record {
            Record::Customer(c) if c.id == entry.customer.id => entry.customer = c.clone(),
            Record::FollowUp(f) if f.customer == entry.customer.id => {
                entry.follow_ups.retain(|old| old.id != f.id);
                if f.state != FollowUpState::Closed {
                    entry.follow_ups.push(f.clone());
                }
            }
            Record::Item(i) if i.customer == entry.customer.id => {
                entry.items.retain(|old| old.id != i.id);
                entry.items.push(i.clone());
            }
            _ => {}
        }
    }
    entry.follow_ups.sort_by_key(|f| (f.due_at, f.id));
    entry
}
