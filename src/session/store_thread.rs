//! The desk: the store on its own thread, one order at a time.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::claims::{HeldClaims, ended_by};
use super::failures::{connection_change, to_store_failure};
use super::keeping::ListKeeper;
use super::outbox::AffectedRows;
use super::store_source::StoreSource;
use crate::app::View;
use crate::app::effect::{ActDraft, PageRequest, PageRows, QueryResult, ScreenQuery};
use crate::app::figures::FiguresRequest;
use crate::app::store_reply::{StoreFailure, StoreReply, UndoSummary};
use crate::domain::change::Record;
use crate::domain::claim::ClaimHolder;
use crate::domain::customer::Id;
use crate::domain::figures::Figures;
use crate::domain::phone::Region;
use crate::domain::rules::Rules;
use crate::domain::summary::ClaimResult;
use crate::domain::summary::CustomerSummary;
use crate::domain::undo_question::UndoQuestion;
use crate::store::{HISTORY, ImportRun, Store, StoreError};
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
    /// The counter is left.
    Leave,
}

/// How many customers a sweep goes through at most; opened again, it goes on with the rest.
const PROMISES: i64 = 500;

/// How often the desk looks whether another program has changed something.
pub(super) const GLANCE: Duration = Duration::from_millis(100);

/// How long one try of a write waits for another program's: between tries the desk looks things
/// up, so that reading never waits for writing.
const SLICE: Duration = Duration::from_millis(40);

/// How many a search returns at most.
const FOUND: usize = 50;

/// What the store thread works with.
struct StoreThread<'a> {
    store: Store,
    shop: (&'a Rules, &'a Region),
    held: HeldClaims,
    import: Option<ImportRun>,
    keeper: ListKeeper,
}

/// Works until the counter is left.
pub(super) fn run_store_thread(
    source: StoreSource,
    shop: (&Rules, &Region),
    (orders, news): (&Receiver<Request>, Sender<Request>),
    answers: &Sender<ThreadReply>,
    woken: &impl Fn(),
) {
    let StoreSource { opening, offline } = source;
    let Some((mut store, mut told)) = opening.open(orders, answers, woken) else {
        return;
    };
    store.call(Box::new(move || {
        // A counter that is left needs no news.
        let _left = news.send(Request::DatabaseChanged);
    }));
    // What was changed before the first page is read is in it.
    let _first_glance = store.changed_elsewhere();
    let _patient_anyway = store.be_patient_for(SLICE);
    let mut thread = StoreThread {
        store,
        shop,
        held: HeldClaims::none_held(Instant::now()),
        import: None,
        keeper: ListKeeper::new(offline),
    };
    loop {
        let request = match orders.recv_timeout(GLANCE) {
            Ok(Request::Leave) | Err(RecvTimeoutError::Disconnected) => {
                thread.keeper.write();
                return thread.held.leave(&mut thread.store);
            }
            Ok(request) => request,
            Err(RecvTimeoutError::Timeout) => Request::DatabaseChanged,
        };
        let answer = thread.answer(request);
        let change = connection_change(&mut thread.store, &mut told).map(ThreadReply::Screen);
        if change.is_some() {
            thread.keeper.write();
        }
        for answer in change.into_iter().chain(answer) {
            if answers.send(answer).is_err() {
                return;
            }
            woken();
        }
    }
}

impl StoreThread<'_> {
    /// Does what is asked, and answers what is to be answered.
    fn answer(&mut self, request: Request) -> Option<ThreadReply> {
        let (store, held) = (&mut self.store, &mut self.held);
        match request {
            Request::Act(mut act) => {
                let result = perform_act(store, self.shop, &mut act, held);
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
            Request::Query(look, now) => {
                let reply = answer_query(store, self.shop.0, (&look, now), &mut self.keeper);
                Some(ThreadReply::Screen(reply))
            }
            Request::Import(job, reply) => {
                let came = import::perform(store, &mut self.import, job);
                // An importer that is gone needs no answer.
                let _gone = reply.send(came);
                None
            }
            // Another window's changes are shown without a key. What cannot be asked now is asked
            // again at the next glance.
            Request::DatabaseChanged => {
                held.renew_claims(store);
                let news = store.changed_elsewhere().unwrap_or(false);
                news.then_some(ThreadReply::Screen(StoreReply::ChangedElsewhere))
            }
            Request::Leave => None,
        }
    }
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
                Err(StoreError::UndoAsks(question)) => ActResult::UndoAsks(question),
                Err(error) => ActResult::Failed(to_store_failure(&error)),
            }
        }
    }
}

fn answer_query(
    store: &mut Store,
    rules: &Rules,
    (look, now): (&ScreenQuery, DateTime<Utc>),
    keeper: &mut ListKeeper,
) -> StoreReply {
    match run_query(store, rules, look, now) {
        Ok(seen) => {
            keeper.take(look, &seen, now);
            StoreReply::QueryLoaded(Box::new(seen))
        }
        Err(error) => StoreReply::QueryFailed(to_store_failure(&error)),
    }
}

fn run_query(
    store: &mut Store,
    rules: &Rules,
    look: &ScreenQuery,
    now: DateTime<Utc>,
) -> Result<QueryResult, StoreError> {
    let mut seen = QueryResult::default();
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
        seen.two = Some((other, store.load_merge_pair(kept, other)?.map(Box::new)));
    }
    if let Some(text) = &look.find {
        seen.found = Some((text.clone(), store.find(text, FOUND)?));
    }
    Ok(seen)
}

/// One stretch of the figures more.
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
