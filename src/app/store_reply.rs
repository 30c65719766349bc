//! What the store answers, as the screen takes it: rows change only by this (Law 1).

use super::effect::{ActDraft, Effect, PageRows, QueryResult, ScreenQuery};
use super::popups::Popup;
use super::popups::import::ImportEvent;
use super::popups::prompt::PromptPurpose;
use super::privacy::apply_pin_check;
use super::state::{App, Notice, ServerOutage, View};
use super::update::{
    accept_found, apply_import_event, ask_how_it_ended, ask_merge, day_of_selected, dial,
    found_for_paper, look_again, month_lacking, refresh, sweep,
};
use crate::domain::change::{Record, contact_made};
use crate::domain::claim::ClaimResult;
use crate::domain::contact::{Contact, Direction};
use crate::domain::customer::Id;
use crate::domain::familiar_staff::is_same_person;
use crate::domain::merge::merged;
use crate::domain::summary::CustomerSummary;

/// Why something was not done.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a plain fact of what was refused"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreFailure {
    /// In words.
    pub words: String,
    /// Whether another program was in the way: trying again by itself may do.
    pub busy: bool,
    /// Whether the server is cut off: the act is tried again until it is back.
    pub cut: bool,
    /// Whether the act is kept, to try again.
    pub kept: bool,
    /// Whether what is shown is no longer what the store holds.
    pub stale: bool,
}

/// An act that was taken back or done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoSummary {
    /// In words.
    pub what: String,
    /// Whom it was about, where they are still there.
    pub customer: Option<Id>,
    /// What they are called, as the words have it.
    pub name: Option<String>,
    /// Whether it was taken back.
    pub back: bool,
}

/// What the store answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreReply {
    /// An act was saved, or not.
    Saved(ActDraft, Result<Vec<Record>, StoreFailure>),
    /// An act was taken back or done again, or not.
    UndoFinished(Result<UndoSummary, StoreFailure>),
    /// A PIN was checked: whether it is the one.
    PinChecked(bool),
    /// What came of a step of importing a file.
    Import(ImportEvent),
    /// Another program has changed something.
    ChangedElsewhere,
    /// The server is cut off, and whether it is read all the same; or it is back.
    ConnectionChanged(Option<(String, bool)>),
    /// A customer who was asked for is this window's, or somebody else's.
    Claimed(Box<CustomerSummary>, Result<ClaimResult, StoreFailure>),
    /// What the screen lacked.
    QueryLoaded(Box<QueryResult>),
    /// What the screen lacks could not be read.
    QueryFailed(StoreFailure),
}

/// Takes an answer; what is to be read next.
pub fn apply_store_reply(app: &mut App, answer: StoreReply) -> Option<Effect> {
    match answer {
        StoreReply::Saved(wish, Ok(records)) => {
            if let Some(Popup::Paper(paper)) = &mut app.popup {
                paper.record_save(wish.customer, true, &wish.says);
            }
            Some(saved(app, &wish, &records))
        }
        StoreReply::Saved(wish, Err(refused)) => {
            if let Some(Popup::Paper(paper)) = &mut app.popup {
                let words = format!("{} ({})", wish.says, refused.words);
                paper.record_save(wish.customer, false, &words);
            }
            // Back to whom it was about, with what was typed: the rows are as they were.
            app.follow = wish.customer;
            select_followed(app);
            let typed = app.sent.take();
            if !refused.kept && app.popup.is_none() {
                app.popup = typed;
            }
            show_failure(app, refused)
        }
        StoreReply::UndoFinished(Err(refused)) => {
            app.follow = None;
            show_failure(app, refused)
        }
        StoreReply::UndoFinished(Ok(UndoSummary {
            what,
            customer,
            name,
            back,
        })) => {
            app.public.named = name;
            app.last = None;
            app.notice = if back {
                Notice::Undone(what)
            } else {
                Notice::Saved(what)
            };
            app.done_selected = None;
            app.follow = customer.or(app.follow);
            Some(refresh(app))
        }
        StoreReply::PinChecked(fits) => {
            apply_pin_check(app, fits);
            None
        }
        StoreReply::Import(step) => apply_import_event(app, step),
        StoreReply::ChangedElsewhere => Some(look_again(app)),
        StoreReply::Claimed(asked, result) => claimed(app, &asked, result),
        StoreReply::ConnectionChanged(cut) => apply_connection_change(app, cut),
        StoreReply::QueryFailed(refused) => {
            app.mark_requests_failed();
            if let Some(Popup::Paper(paper)) = &mut app.popup {
                paper.fail_waiting_rows(&refused.words);
            }
            // Of a server that is cut off the line on top tells.
            if !refused.cut && !matches!(app.notice, Notice::NotSaved(_)) {
                app.notice = Notice::Error(refused.words);
            }
            None
        }
        StoreReply::QueryLoaded(seen) => apply_query_result(app, *seen),
    }
}

/// Opens the popup for whoever is this window's, as they are now; else says who rings them.
fn claimed(
    app: &mut App,
    asked: &CustomerSummary,
    result: Result<ClaimResult, StoreFailure>,
) -> Option<Effect> {
    let direction = app.claiming.take().map_or(Direction::Outward, |(_, d)| d);
    let unsaved = matches!(app.notice, Notice::NotSaved(_));
    let dials = std::mem::take(&mut app.calling.asked);
    let words = match result {
        Ok(ClaimResult::Granted(now)) => {
            if dials {
                dial(app, &now);
                return None;
            }
            return ask_how_it_ended(app, &now, direction);
        }
        // A server that is cut off keeps nobody from ringing: what is done waits for it.
        Err(refused) if refused.cut => {
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
    if !unsaved {
        app.notice = Notice::Message(words);
    }
    Some(look_again(app))
}

/// The server is cut off, or back.
fn apply_connection_change(app: &mut App, cut: Option<(String, bool)>) -> Option<Effect> {
    match cut {
        Some((why, reads)) => {
            let since = app.cut.as_ref().map_or(app.now, |cut| cut.since);
            app.cut = Some(ServerOutage { since, why, reads });
            None
        }
        None => app.cut.take().map(|_| look_again(app)),
    }
}

fn show_failure(app: &mut App, refused: StoreFailure) -> Option<Effect> {
    app.notice = if refused.kept {
        Notice::NotSaved(refused.words)
    } else {
        Notice::Error(refused.words)
    };
    if refused.stale {
        // What a note would go to may have changed with it.
        app.last = None;
        return Some(refresh(app));
    }
    None
}

fn saved(app: &mut App, wish: &ActDraft, records: &[Record]) -> Effect {
    app.notice = Notice::Saved(wish.says.clone());
    let name = records.iter().find_map(|r| match r {
        Record::Customer(c) => Some(c.name.clone()),
        _ => None,
    });
    app.sent = None;
    let before = wish.customer.and_then(|id| entry_of(app, id)).cloned();
    let known = before.as_ref().map(|e| e.customer.name.clone());
    let other = merged(&wish.changes);
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
    let logged = contact_made(&wish.changes).map(|c| c.customer);
    app.calling.call = (app.calling.call.take()).filter(|call| Some(call.customer) != logged);
    let about_same = |last: &(CustomerSummary, Contact)| Some(last.0.customer.id) == wish.customer;
    let last = app.last.take().filter(about_same);
    app.last = after
        .clone()
        .zip(contact.or(last.map(|(_, contact)| contact)));
    // Nobody's typing is covered: the notice asks too, and they stand at the top of Ahead.
    if wish.let_go
        && app.popup.is_none()
        && app.claiming.is_none()
        && let Some(entry) = after
    {
        app.popup = Some(Popup::LetGo(entry));
    }
    if !wish.moves_on {
        let customer = records.first().map(Record::customer);
        app.follow = wish.customer.or(customer).or(app.follow);
    }
    match wish.then.clone() {
        Some(look) => Effect::Query(ScreenQuery { top: true, ..*look }),
        None => refresh(app),
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

/// An entry as it is after an act: the rows the store gave back in place of the old ones.
fn with_records(mut entry: CustomerSummary, records: &[Record]) -> CustomerSummary {
    for record in records {
        match record {
            Record::Customer(c) if c.id == entry.customer.id => entry.customer = c.clone(),
            Record::FollowUp(f) if f.customer == entry.customer.id => {
                entry.follow_ups.retain(|old| old.id != f.id);
                if f.state != crate::domain::follow_up::FollowUpState::Closed {
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

/// Takes what the screen lacked.
fn apply_query_result(app: &mut App, seen: QueryResult) -> Option<Effect> {
    if let Some((totals, done)) = seen.top {
        app.totals = totals;
        app.done = done;
        if let Some(of) = &app.today.of {
            app.done.retain(|d| is_same_person(&d.contact.by, of));
        }
        if let Some(n) = app.done_selected {
            let last = app.done.len().checked_sub(1);
            app.done_selected = last.map(|last| n.min(last));
        }
    }
    if let Some(customers) = seen.promises {
        sweep(app, &customers);
    }
    if let Some((first, days)) = seen.month {
        app.month.first = Some(first);
        app.month.waiting = days.into_iter().collect();
    }
    let looked_at = app.view == View::Figures;
    let counted = seen.figures;
    let figures = counted.and_then(|(back, f)| app.figures.accept_figures(back, f, looked_at));
    if let Some((ask, rows)) = seen.list {
        app.seen_at = app.read_at;
        match rows {
            // What was asked before one turned to one's own, or back, is not what is shown now.
            PageRows::Today(_) if ask.of != app.today.of => {}
            PageRows::Today(page) => app.today.accept_page(&ask, page),
            PageRows::Ahead(page) => app.ahead.accept_page(&ask, page),
            PageRows::Customers(page, last) => {
                if ask.whole {
                    app.last_contacts.clear();
                }
                app.last_contacts.extend(last);
                app.customers.accept_page(&ask, page);
            }
            PageRows::Journal(page) => app.journal.accept_page(&ask, page),
        }
        if ask.whole && ask.view == app.view {
            select_followed(app);
        }
    }
    // A customer who is not there any more is not asked for again.
    let gone = seen
        .card
        .as_ref()
        .filter(|(_, card)| card.is_none())
        .map(|(id, _)| *id);
    let from_paper = seen
        .card
        .as_ref()
        .and_then(|(id, card)| found_for_paper(app, *id, card.as_ref()));
    if let Some((_, card)) = seen.card {
        app.card = card;
    }
    if let Some((other, two)) = seen.two {
        ask_merge(app, other, two);
    }
    if let Some((text, found)) = seen.found {
        let opens = match &mut app.popup {
            Some(Popup::Find(find)) => find.accept_results(&text, &found),
            Some(Popup::Form(form)) => {
                form.suggest(&text, &found);
                false
            }
            _ => false,
        };
        if opens {
            app.figures.mark_request_failed();
            return accept_found(app);
        }
    }
    refresh_popup_customer(app);
    if from_paper.is_some() {
        app.figures.mark_request_failed();
        return from_paper;
    }
    let selected = app
        .selected_id()
        .filter(|id| app.card().is_none() && gone != Some(*id));
    let wanted = match &app.popup {
        Some(Popup::Paper(paper)) => paper.wants(),
        _ => None,
    };
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

/// What lies on top is about the customer as they are now, whoever changed them meanwhile.
fn refresh_popup_customer(app: &mut App) {
    let Some(card) = &app.card else { return };
    let fresh = |entry: &mut CustomerSummary| {
        if entry.customer.id == card.entry.customer.id {
            *entry = card.entry.clone();
        }
    };
    match &mut app.popup {
        Some(Popup::Form(form)) => form.editing.iter_mut().for_each(fresh),
        Some(Popup::Prompt(prompt)) => {
            if let PromptPurpose::Note(contact) = &mut prompt.what
                && let Some(now) = card.contacts.iter().find(|c| c.id == contact.id)
            {
                **contact = now.clone();
            }
            fresh(&mut prompt.entry);
        }
        Some(Popup::Job(job)) => fresh(&mut job.entry),
        Some(Popup::LetGo(entry)) => fresh(entry),
        Some(Popup::Find(find)) => find.same_as.iter_mut().for_each(fresh),
        // Who was edited meanwhile is; what is asked about stays what it was.
        Some(Popup::Outcome(popup)) if popup.entry.follow_ups == card.entry.follow_ups => {
            fresh(&mut popup.entry);
        }
        _ => {}
    }
}

/// Puts the selection on the customer it is to follow, wherever they stand now.
fn select_followed(app: &mut App) {
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
                day_of_selected(app);
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
        app.notice = Notice::Message(format!("{name} has been dealt with at another window."));
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
