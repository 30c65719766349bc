//! The desk: the store on its own thread, one order at a time.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::claims::{HeldClaims, ended_by};
use super::outbox::AffectedRows;
use super::request_queue::RequestQueue;
use super::screen_query::run_query;
use super::store_news::news;
use crate::app::effect::{ActDraft, QueryResult, ScreenQuery};
use crate::app::store_reply::{FailureRecovery, StoreFailure, StoreReply, UndoSummary};
use crate::domain::change::Record;
use crate::domain::claim::ClaimHolder;
use crate::domain::customer::Id;
use crate::domain::phone::Region;
use crate::domain::rules::Rules;
use crate::domain::summary::ClaimResult;
use crate::domain::summary::CustomerSummary;
use crate::domain::undo_question::UndoQuestion;
use crate::explain;
use crate::store::{Disposition, Store, StoreError, UndoRefusal};
use crate::usecases::UseCaseError;
use crate::usecases::add::{NewCall, add};
use crate::usecases::commit::{CommittedPlan, RetryPolicy, Stamp, save};
use crate::usecases::import::{self, ImportJob, ImportReply};
use crate::usecases::undo::{Turn, turn};

/// An act, or the turning of one, with the id it keeps however often it is tried. It goes to the
/// store thread and comes back with its answer.
#[derive(Debug)]
pub(super) enum PendingAct {
    Save(Stamp, ActDraft),
    /// A call to add: whom it is about is read from the store first.
    Add(Stamp, Box<NewCall>, ActDraft),
    UndoOrRedo(Turn, Stamp),
}

impl PendingAct {
    /// The id it keeps.
    pub(super) const fn id(&self) -> Uuid {
        match self {
            Self::Save(stamp, _) | Self::Add(stamp, ..) | Self::UndoOrRedo(_, stamp) => stamp.id,
        }
    }

    /// What the screen asked for; `None` of an undo.
    pub(super) const fn draft(&self) -> Option<&ActDraft> {
        match self {
            Self::Save(_, draft) | Self::Add(.., draft) => Some(draft),
            Self::UndoOrRedo(..) => None,
        }
    }

    /// The customer it is about, where that is a known one.
    pub(super) fn customer(&self) -> Option<Id> {
        self.draft()?.plan.customer
    }

    /// Whose rows it changes.
    pub(super) fn affected_rows(&self) -> AffectedRows {
        match self {
            Self::Save(..) | Self::Add(..) => match self.customer() {
                Some(id) => AffectedRows::Customer(id),
                None => AffectedRows::NewCustomer,
            },
            Self::UndoOrRedo(..) => AffectedRows::Unknown,
        }
    }
}

/// What came of an act.
#[derive(Debug)]
pub(super) enum ActResult {
    /// It was saved: the rows as they are now.
    Saved(Vec<Record>),
    /// It was an undo or a redo, and is done.
    Turned(UndoSummary),
    /// It is an undo that a person is asked about first.
    UndoAsks(UndoQuestion),
    /// It adds a call for a customer whom several fit: the refusal.
    AddRefused(String),
    /// It was not saved.
    Failed(StoreFailure),
}

/// What the session's threads answer.
#[derive(Debug)]
pub(super) enum ThreadReply {
    /// An act comes back, with what came of it.
    Act(Box<PendingAct>, ActResult),
    /// Anything else is for the screen.
    Screen(StoreReply),
}

/// What the store thread is asked.
#[derive(Debug)]
pub(super) enum Request {
    Act(Box<PendingAct>),
    Query(Box<ScreenQuery>, DateTime<Utc>),
    /// Somebody is to be rung by the sitting, and nobody else.
    Claim(Box<CustomerSummary>, ClaimHolder, DateTime<Utc>),
    /// They are not, any more: it is not answered.
    Release(Id),
    /// Part of an import, and who is to be answered.
    Import(ImportJob, Sender<Result<ImportReply, StoreError>>),
    /// The database says that there is news.
    DatabaseChanged,
    /// Somebody wants to know that it was looked whether there is.
    LookAround(Sender<()>),
    /// The counter is left.
    Leave,
}

/// How long one try of a write waits for another program's: between tries the desk looks things
/// up, so that reading never waits for writing.
const SLICE: Duration = Duration::from_millis(40);

/// Works until the counter is left.
pub(super) fn run_store_thread(
    mut store: Store,
    (rules, region): (&Rules, &Region),
    (orders, answers): (&Receiver<Request>, &Sender<ThreadReply>),
    woken: &impl Fn(),
    by_itself: bool,
) {
    let mut held = HeldClaims::none_held(Instant::now());
    let (mut told, mut import, mut newest) = (None, None, None);
    let mut requests = RequestQueue::new(orders, by_itself);
    // What was changed before the first page is read is in it.
    let _first_glance = store.changed_elsewhere();
    let _patient_anyway = store.be_patient_for(SLICE);
    loop {
        let mut looked = None;
        let answer = match requests.next(&held, &mut store) {
            Ok(Request::Leave) | Err(RecvTimeoutError::Disconnected) => {
                return held.leave(&mut store);
            }
            Ok(Request::Act(mut act)) => {
                let result = perform_act(&mut store, (rules, region), &mut act, &mut held);
                newest = Some(act.id()).filter(|_| matches!(result, ActResult::Saved(_)));
                Some(ThreadReply::Act(act, result))
            }
            Ok(Request::Claim(entry, holder, at)) => {
                let reply = claimed(&mut store, entry, &holder, at, &mut held);
                Some(ThreadReply::Screen(reply))
            }
            Ok(Request::Release(customer)) => {
                held.release(&mut store, customer);
                None
            }
            Ok(Request::Query(look, now)) => {
                let seen = run_query(&mut store, rules, &look, now);
                Some(ThreadReply::Screen(query_reply(seen)))
            }
            Ok(Request::Import(job, reply)) => {
                // An importer that is gone needs no answer.
                let _gone = reply.send(import::perform(&mut store, &mut import, job));
                None
            }
            Ok(Request::LookAround(done)) => {
                looked = Some(done);
                look_around(&mut store, &mut held)
            }
            Ok(Request::DatabaseChanged) | Err(RecvTimeoutError::Timeout) => {
                look_around(&mut store, &mut held)
            }
        };
        for answer in news(&mut store, &mut told, &mut newest, answer) {
            if answers.send(answer).is_err() {
                return;
            }
            woken();
        }
        // Whoever waits for this has every answer by then.
        let _nobody_waits = looked.map(|done| done.send(()));
    }
}

/// What was looked up, or why it could not be, for the screen.
fn query_reply(seen: Result<QueryResult, StoreError>) -> StoreReply {
    match seen {
        Ok(seen) => StoreReply::QueryLoaded(Box::new(seen)),
        Err(error) => StoreReply::QueryFailed(to_store_failure(&error)),
    }
}

/// Another window's changes are shown without a key. What cannot be asked now is asked again at the
/// next glance.
fn look_around(store: &mut Store, held: &mut HeldClaims) -> Option<ThreadReply> {
    held.renew_claims(store);
    let news = store.changed_elsewhere().unwrap_or(false);
    news.then_some(ThreadReply::Screen(StoreReply::ChangedElsewhere))
}

fn claimed(
    store: &mut Store,
    entry: Box<CustomerSummary>,
    holder: &ClaimHolder,
    at: DateTime<Utc>,
    held: &mut HeldClaims,
) -> StoreReply {
    let claimed = store.claim(&entry, holder, at);
    if let Ok(ClaimResult::Granted(fresh)) = &claimed {
        held.add_claim(holder.id, fresh.customer.id);
    }
    StoreReply::Claimed(entry, claimed.map_err(|e| to_store_failure(&e)))
}

/// Adds a call, once the store has said whom it is about.
fn add_call(
    store: &mut Store,
    (rules, region): (&Rules, &Region),
    stamp: &Stamp,
    call: &NewCall,
    draft: &mut ActDraft,
) -> ActResult {
    let known = stamp.context(rules, region);
    match add(store, known, stamp.clone(), call, RetryPolicy::ByCaller) {
        Ok(CommittedPlan { plan, records }) => {
            draft.plan = plan;
            ActResult::Saved(records)
        }
        Err(UseCaseError::Refused(refusal)) => ActResult::AddRefused(refusal.to_string()),
        Err(UseCaseError::Store(error)) => ActResult::Failed(to_store_failure(&error)),
    }
}

/// Saves an act as it was drafted. The rows of the plan go into the act, and back into the plan:
/// the same act may have to be saved again.
fn save_draft(
    store: &mut Store,
    stamp: &Stamp,
    draft: &mut ActDraft,
    held: &mut HeldClaims,
) -> ActResult {
    let act = draft.plan.take_act(stamp.clone());
    let saved = save(store, &act, RetryPolicy::ByCaller);
    draft.plan.changes = act.changes;
    match saved {
        Ok((saved, warning)) => {
            draft.plan.warnings.extend(warning);
            held.end_claim(ended_by(draft));
            ActResult::Saved(saved.records)
        }
        Err(error) => ActResult::Failed(to_store_failure(&error)),
    }
}

fn perform_act(
    store: &mut Store,
    shop: (&Rules, &Region),
    act: &mut PendingAct,
    held: &mut HeldClaims,
) -> ActResult {
    match act {
        PendingAct::Add(stamp, call, draft) => add_call(store, shop, stamp, call, draft),
        PendingAct::Save(stamp, draft) => save_draft(store, stamp, draft, held),
        PendingAct::UndoOrRedo(way, stamp) => {
            match turn(store, *way, stamp, RetryPolicy::ByCaller) {
                Ok(turned) => ActResult::Turned(UndoSummary {
                    what: way.sentence(&turned),
                    name: turned.name,
                    customer: turned.customer,
                    back: *way != Turn::Redo,
                }),
                Err(StoreError::Undo(UndoRefusal::NeedsYes(question))) => {
                    ActResult::UndoAsks(question)
                }
                Err(error) => ActResult::Failed(to_store_failure(&error)),
            }
        }
    }
}

/// A store's error as the screen takes it: what a second try may mend is kept for one.
fn to_store_failure(error: &StoreError) -> StoreFailure {
    let mut words = explain::in_window(error);
    if let Some(first) = words.get(..1).map(str::to_uppercase) {
        words.replace_range(..1, &first);
    }
    StoreFailure {
        words,
        recovery: match error.disposition() {
            Disposition::Retry => FailureRecovery::Retry,
            Disposition::Ask => FailureRecovery::Ask,
            Disposition::GiveUp if error.is_conflict() => FailureRecovery::Reload,
            Disposition::GiveUp => FailureRecovery::GiveUp,
        },
        outage: error.is_outage(),
        passes: matches!(error, StoreError::DiskFull | StoreError::ReadOnly),
    }
}
