//! The desk: the store on its own thread, one order at a time.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::claims::{Held, ended_by};
use super::import_thread::{Job, Reply};
use crate::app::View;
use crate::app::effect::{Ask, Look, Rows, Seen, Wish};
use crate::app::figures::Count;
use crate::app::store_reply::{Answer, Refused, Turn};
use crate::domain::change::Act;
use crate::domain::claim::{Claimed, Holder};
use crate::domain::customer::Id;
use crate::domain::figures::Figures;
use crate::domain::rules::Rules;
use crate::domain::summary::Entry;
use crate::store::{HISTORY, Import, Store, StoreError};

/// An act, or the turning of one, with the id it keeps however often it is tried.
#[derive(Debug, Clone)]
pub(super) enum Deed {
    Save(Act, Wish),
    Turn {
        back: bool,
        id: Uuid,
        at: DateTime<Utc>,
        by: String,
        counter: String,
    },
}

/// What the desk is asked.
#[derive(Debug)]
pub(super) enum Order {
    Deed(Box<Deed>),
    Look(Box<Look>, DateTime<Utc>),
    /// Somebody is to be rung by the sitting, and nobody else.
    Claim(Box<Entry>, Holder, DateTime<Utc>),
    /// They are not, any more: it is not answered.
    Release(Id),
    /// Part of an import, and who is to be answered.
    Import(Job, Sender<Result<Reply, StoreError>>),
    /// The database says that there is news.
    News,
    /// The counter is left.
    Leave,
}

/// How many customers a sweep goes through at most; opened again, it goes on with the rest.
const PROMISES: i64 = 500;

/// How often the desk looks whether another program has changed something.
const GLANCE: Duration = Duration::from_millis(100);

/// How long one try of a write waits for another program's: between tries the desk looks things
/// up, so that reading never waits for writing.
const SLICE: Duration = Duration::from_millis(40);

/// How many a search returns at most.
const FOUND: usize = 50;

/// Works until the counter is left.
pub(super) fn work(
    mut store: Store,
    rules: &Rules,
    orders: &Receiver<Order>,
    answers: &Sender<Answer>,
    woken: &impl Fn(),
) {
    let mut told = None;
    let mut held = Held::nobody(Instant::now());
    let mut import = None;
    // What was changed before the first page is read is in it.
    let _first_glance = store.changed_elsewhere();
    let _patient_anyway = store.be_patient_for(SLICE);
    loop {
        let answer = match orders.recv_timeout(GLANCE) {
            Ok(Order::Leave) | Err(RecvTimeoutError::Disconnected) => {
                return held.leave(&mut store);
            }
            Ok(Order::Deed(deed)) => Some(done(&mut store, *deed, &mut held)),
            Ok(Order::Claim(entry, holder, at)) => {
                Some(claimed(&mut store, entry, &holder, at, &mut held))
            }
            Ok(Order::Release(customer)) => {
                held.release(&mut store, customer);
                None
            }
            Ok(Order::Look(look, now)) => Some(match seen(&mut store, rules, &look, now) {
                Ok(seen) => Answer::Seen(Box::new(seen)),
                Err(error) => Answer::NotSeen(refused(&error)),
            }),
            Ok(Order::Import(job, reply)) => {
                let came = import_on(&mut store, &mut import, job);
                // An importer that is gone needs no answer.
                let _gone = reply.send(came);
                None
            }
            // Another window's changes are shown without a key. What cannot be asked now is asked
            // again at the next glance.
            Ok(Order::News) | Err(RecvTimeoutError::Timeout) => {
                held.tend(&mut store);
                let news = store.changed_elsewhere().unwrap_or(false);
                news.then_some(Answer::Elsewhere)
            }
        };
        for answer in line(&mut store, &mut told).into_iter().chain(answer) {
            if answers.send(answer).is_err() {
                return;
            }
            woken();
        }
    }
}

/// Part of an import: it begins, or goes on.
fn import_on(
    store: &mut Store,
    import: &mut Option<Import>,
    job: Job,
) -> Result<Reply, StoreError> {
    match (job, import) {
        (Job::Begin(act, file, preview), import) => {
            *import = Some(if preview {
                Import::preview(*act, &file)?
            } else {
                Import::new(*act, &file)
            });
            Ok(Reply::Begun(store.backups()))
        }
        (Job::Rows(drafts), Some(import)) => {
            let outcomes = store.import(import, drafts)?;
            Ok(Reply::Took(outcomes, import.counts()))
        }
        (Job::Rows(_), None) => Ok(Reply::Begun(None)),
    }
}

/// What is to be told of the line to the server, where that is not what was told last.
fn line(store: &mut Store, told: &mut Option<String>) -> Option<Answer> {
    let cut = store.cut();
    let words = cut.as_ref().map(|cut| match cut {
        StoreError::Lost(why) => why.clone(),
        other => other.to_string(),
    });
    if *told == words {
        return None;
    }
    told.clone_from(&words);
    Some(Answer::Line(words.map(|words| {
        (words, matches!(cut, Some(StoreError::Standby)))
    })))
}

fn claimed(
    store: &mut Store,
    entry: Box<Entry>,
    holder: &Holder,
    at: DateTime<Utc>,
    held: &mut Held,
) -> Answer {
    let claimed = store.claim(&entry, holder, at);
    if let Ok(Claimed::Won(fresh)) = &claimed {
        held.won(holder.id, fresh.customer.id);
    }
    Answer::Claimed(entry, claimed.map_err(|e| refused(&e)))
}

fn done(store: &mut Store, deed: Deed, held: &mut Held) -> Answer {
    match deed {
        Deed::Save(act, wish) => {
            let mut wish = wish;
            let saved = store.save(&act).map(|saved| {
                if saved.do_not_call > 0 {
                    wish.says.push_str(" Said no before: no marketing.");
                }
                saved.records
            });
            if saved.is_ok() {
                held.ended(ended_by(&wish));
            }
            Answer::Saved(wish, saved.map_err(|e| refused(&e)))
        }
        Deed::Turn {
            back,
            id,
            at,
            by,
            counter,
        } => {
            let turned = if back {
                store.undo(id, at, &by, &counter)
            } else {
                store.redo(id, at, &by, &counter)
            };
            let word = if back { "Undone" } else { "Done again" };
            Answer::Turned(match turned {
                Ok(turned) => {
                    let who = turned
                        .name
                        .as_ref()
                        .map(|name| format!("{name}: "))
                        .unwrap_or_default();
                    Ok(Turn {
                        what: format!("{word}: {who}{}.{}", turned.what, passed(turned.passed)),
                        name: turned.name,
                        customer: turned.customer,
                        back,
                    })
                }
                Err(error) => Err(refused(&error)),
            })
        }
    }
}

/// What an undo went past.
const fn passed(any: bool) -> &'static str {
    if any {
        " What was done since cannot be taken back, and stays."
    } else {
        ""
    }
}

fn seen(
    store: &mut Store,
    rules: &Rules,
    look: &Look,
    now: DateTime<Utc>,
) -> Result<Seen, StoreError> {
    let mut seen = Seen::default();
    if look.top {
        // What cannot be written now lapses at the next look.
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
        seen.two = Some((other, store.two(kept, other)?.map(Box::new)));
    }
    if let Some(text) = &look.find {
        seen.found = Some((text.clone(), store.find(text, FOUND)?));
    }
    Ok(seen)
}

/// One stretch of the figures more.
fn counted(
    store: &mut Store,
    count: &Count,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<Figures, StoreError> {
    let Some(mut figures) = count.so_far.clone() else {
        return store.figures_back(count.back, rules.calendar.date(now));
    };
    store.count_on(&mut figures)?;
    Ok(figures)
}

fn rows(store: &mut Store, ask: &Ask, now: DateTime<Utc>) -> Result<Rows, StoreError> {
    Ok(match ask.view {
        View::Today => Rows::Today(match &ask.of {
            Some(staff) => store.today_of(now, staff, &ask.from, ask.limit)?,
            None => store.today(now, &ask.from, ask.limit)?,
        }),
        View::Ahead => Rows::Ahead(store.ahead(now, &ask.from, ask.limit)?),
        View::Customers => {
            let page = store.customers(&ask.from, ask.limit)?;
            let ids: Vec<Id> = page.iter().map(|(key, _)| key.id).collect();
            Rows::Customers(page, store.last_contacts(&ids)?)
        }
        View::Journal | View::Figures => {
            Rows::Journal(store.journal(&ask.acts, &ask.from, ask.limit)?)
        }
    })
}

/// A store's error as the screen takes it: what a second try may mend is kept for one.
pub(super) fn refused(error: &StoreError) -> Refused {
    let kept = !matches!(
        error,
        StoreError::Changed
            | StoreError::Overtaken(_)
            | StoreError::Held(_)
            | StoreError::NothingToUndo
            | StoreError::OnlyForgotten
            | StoreError::NothingToRedo
            | StoreError::ChangedSince(_)
            | StoreError::Newer { .. }
    );
    let mut words = error.to_string();
    if let Some(first) = words.get(..1).map(str::to_uppercase) {
        words.replace_range(..1, &first);
    }
    Refused {
        words,
        busy: matches!(error, StoreError::Busy),
        cut: matches!(error, StoreError::Lost(_) | StoreError::Standby),
        kept,
        stale: matches!(
            error,
            StoreError::Changed
                | StoreError::Overtaken(_)
                | StoreError::Held(_)
                | StoreError::ChangedSince(_)
        ),
    }
}
