//! The store thread: owns the open store and handles one request at a time.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::claims::{HeldClaims, ended_by};
use super::failover::SavedActs;
use super::failures::to_store_failure;
use super::keeping::ListKeeper;
use super::outbox::AffectedRows;
use super::recounting::BackgroundRecount;
use super::request_queue::RequestQueue;
use super::screen_query::run_query;
use super::store_news::news;
use super::store_source::StoreSource;
use crate::app::effect::{ActDraft, ScreenQuery};
use crate::app::store_reply::{StoreFailure, StoreReply, UndoSummary};
use crate::domain::change::Record;
use crate::domain::claim::ClaimHolder;
use crate::domain::customer::Id;
use crate::domain::phone::Region;
use crate::domain::rules::Rules;
use crate::domain::summary::ClaimResult;
use crate::domain::summary::CustomerSummary;
use crate::domain::undo_question::UndoQuestion;
use crate::store::{ImportRun, Store, StoreError, UndoRefusal};
use crate::usecases::UseCaseError;
use crate::usecases::add::{NewCall, add};
use crate::usecases::commit::{CommittedPlan, RetryPolicy, Stamp, save};
use crate::usecases::import::{self, ImportJob, ImportReply};
use crate::usecases::undo::{Turn, turn};

/// An act, or the undo or redo of one, with the id that it keeps through every retry. It moves to the
/// store thread and comes back with the result.
#[derive(Debug, Clone)]
pub(super) enum PendingAct {
    Save(Stamp, ActDraft),
    /// A call to add: the store is searched for its customer first.
    Add(Stamp, Box<NewCall>, ActDraft),
    UndoOrRedo(Turn, Stamp),
}

impl PendingAct {
    /// The act's id.
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

    /// The rows it changes.
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

/// The result of an act.
#[derive(Debug)]
pub(super) enum ActResult {
    /// It was saved: the rows as they are now.
    Saved(Vec<Record>),
    /// It was an undo or a redo, which is done.
    Turned(UndoSummary),
    /// It is an undo that the person has to confirm.
    UndoAsks(UndoQuestion),
    /// It adds a call, and several known customers fit: the refusal.
    AddRefused(String),
    /// It was not saved.
    Failed(StoreFailure),
}

/// A reply of one of the session's threads.
#[derive(Debug)]
pub(super) enum ThreadReply {
    /// An act, with its result.
    Act(Box<PendingAct>, ActResult),
    /// Anything else, for the screen.
    Screen(StoreReply),
}

/// A request to the store thread.
#[derive(Debug)]
pub(super) enum Request {
    Act(Box<PendingAct>),
    Query(Box<ScreenQuery>, DateTime<Utc>),
    /// Claims a customer for the session.
    Claim(Box<CustomerSummary>, ClaimHolder, DateTime<Utc>),
    /// Releases a customer; there is no reply.
    Release(Id),
    /// A job of an import, and where the reply goes.
    Import(ImportJob, Sender<Result<ImportReply, StoreError>>),
    /// The database reports a change.
    DatabaseChanged,
    /// Polls for changes, and says when that is done.
    LookAround(Sender<()>),
    /// The session ends.
    Leave,
}

/// How long one try of a write waits for another program's lock. Between tries the thread runs queries, so
/// that reading never waits for writing.
const SLICE: Duration = Duration::from_millis(40);

/// The same on a server, where whoever waits keeps a place in the queue for the shop's row.
const QUEUED: Duration = Duration::from_millis(500);

/// What the store thread works with.
struct StoreThread<'a> {
    store: Store,
    shop: (&'a Rules, &'a Region),
    held: HeldClaims,
    import: Option<ImportRun>,
    keeper: ListKeeper,
    /// The id of the act that was saved last.
    newest: Option<Uuid>,
    recount: BackgroundRecount,
    saved: SavedActs,
}

/// Handles requests until the session ends.
pub(super) fn run_store_thread(
    source: StoreSource,
    shop: (&Rules, &Region),
    (orders, answers): (&Receiver<Request>, &Sender<ThreadReply>),
    woken: &impl Fn(),
    told_of_changes: Option<Sender<Request>>,
) {
    let StoreSource {
        opening, offline, ..
    } = source;
    let Some((mut store, mut told)) = opening.open(orders, answers, woken) else {
        return;
    };
    let mut requests = RequestQueue::new(orders, told_of_changes.is_some());
    if let Some(told_of_changes) = told_of_changes {
        store.call(Box::new(move || {
            // A session that has ended needs no notification.
            let _left = told_of_changes.send(Request::DatabaseChanged);
        }));
    }
    // The first page will have whatever was changed before it is read.
    let _first_glance = store.changed_elsewhere();
    let patience = if store.is_remote() { QUEUED } else { SLICE };
    let _patient_anyway = store.be_patient_for(patience);
    let mut thread = StoreThread {
        keeper: ListKeeper::new(offline, store.zone()),
        store,
        shop,
        held: HeldClaims::none_held(Instant::now()),
        import: None,
        newest: None,
        recount: BackgroundRecount::default(),
        saved: SavedActs::default(),
    };
    let tell = |answer| {
        let told = answers.send(answer).is_ok();
        woken();
        told
    };
    if let Some(begun) = thread.recount.tell(&mut thread.store) {
        tell(ThreadReply::Screen(begun));
    }
    while thread.serve(&mut requests, &mut told, &tell) {}
}

impl StoreThread<'_> {
    /// Does what is asked next, or what is due; whether the counter is still there.
    fn serve(
        &mut self,
        requests: &mut RequestQueue<'_>,
        told: &mut Option<StoreError>,
        tell: &impl Fn(ThreadReply) -> bool,
    ) -> bool {
        let (mut looked, mut idle) = (None, false);
        let due = self.recount.until_due(&self.store);
        let request = match requests.next(&self.held, &mut self.store, due) {
            Ok(Request::Leave) | Err(RecvTimeoutError::Disconnected) => {
                self.keeper.write();
                self.held.leave(&mut self.store);
                return false;
            }
            Ok(Request::LookAround(done)) => {
                looked = Some(done);
                Request::DatabaseChanged
            }
            Ok(request) => request,
            Err(RecvTimeoutError::Timeout) => {
                idle = true;
                Request::DatabaseChanged
            }
        };
        let answer = self.answer(request);
        let lost = self.check_failover();
        let answers = news(&mut self.store, told, &mut self.newest, answer);
        for answer in answers.into_iter().chain(lost) {
            let change = |reply: &StoreReply| matches!(reply, StoreReply::ConnectionChanged(_));
            if matches!(&answer, ThreadReply::Screen(reply) if change(reply)) {
                self.keeper.write();
            }
            if !tell(answer) {
                return false;
            }
        }
        let counted = idle.then(|| self.recount.count(&mut self.store));
        if let Some(far) = counted.flatten() {
            tell(ThreadReply::Screen(far));
        }
        // Every reply is sent by now: the caller of `look_around` may go on.
        let _nobody_waits = looked.map(|done| done.send(()));
        true
    }

    /// Handles a request, and returns the reply, if it has one.
    fn answer(&mut self, request: Request) -> Option<ThreadReply> {
        let (store, held) = (&mut self.store, &mut self.held);
        match request {
            Request::Act(mut act) => {
                let result = perform_act(store, self.shop, &mut act, held);
                self.newest = Some(act.id()).filter(|_| matches!(result, ActResult::Saved(_)));
                if matches!(result, ActResult::Saved(_) | ActResult::Turned(_)) {
                    self.saved.keep(store, (*act).clone());
                }
                Some(ThreadReply::Act(act, result))
            }
            Request::Claim(entry, holder, at) => {
                let reply = claimed(store, entry, &holder, at, held);
                Some(ThreadReply::Screen(reply))
            }
            Request::Release(customer) => {
                held.release(store, customer);
                None
            }
            Request::Query(look, now) => Some(ThreadReply::Screen(self.look_up(&look, now))),
            Request::Import(job, reply) => {
                // An import thread that has ended needs no reply.
                let _gone = reply.send(import::perform(store, &mut self.import, job));
                None
            }
            Request::DatabaseChanged | Request::LookAround(_) => look_around(store, held),
            Request::Leave => None,
        }
    }

    /// After a failover, saves again what the new primary lacks.
    fn check_failover(&mut self) -> Option<ThreadReply> {
        let (shop, held) = (self.shop, &mut self.held);
        let again = |store: &mut Store, act: &mut PendingAct| perform_act(store, shop, act, held);
        self.saved
            .check(&mut self.store, again)
            .map(ThreadReply::Screen)
    }

    /// Runs a query, and returns its result or its error for the screen.
    fn look_up(&mut self, look: &ScreenQuery, now: DateTime<Utc>) -> StoreReply {
        match run_query(&mut self.store, self.shop.0, look, now) {
            Ok(seen) => {
                self.keeper.take(look, &seen, now);
                StoreReply::QueryLoaded(Box::new(seen))
            }
            Err(error) => StoreReply::QueryFailed(to_store_failure(&error)),
        }
    }
}

/// Polls for changes of other windows, which are shown without a key. If polling fails, the next poll
/// makes up for it.
fn look_around(store: &mut Store, held: &mut HeldClaims) -> Option<ThreadReply> {
    held.renew_claims(store);
    let news = store.changed_elsewhere().unwrap_or(false);
    let whose = store.take_changed_customers();
    news.then_some(ThreadReply::Screen(StoreReply::ChangedElsewhere(whose)))
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

/// Adds a call, after searching for its customer.
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

/// Saves a drafted act. Its rows are moved into the act and back into the draft, because the same act may
/// have to be saved again.
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
