//! Commit: a plan becomes an act, and the act is saved.
//!
//! Owns the one place where an act gets its id, time, author and counter, and the one that decides
//! whether saving is retried. The id is made before the first try, so that a retry saves nothing
//! twice (idempotent).

use std::time::Instant;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Context, Plan, PlanWarning};
use crate::domain::change::{Act, Change, Record};
use crate::domain::customer::Id;
use crate::domain::phone::Region;
use crate::domain::rules::Rules;
use crate::store::{RetrySchedule, SavedAct, Store, StoreError};

/// Whether a store that cannot be reached is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryPolicy {
    /// The caller tries again by itself, and goes on working meanwhile.
    ByCaller,
    /// For some seconds: a command has nothing else to do.
    UntilBack,
}

impl RetryPolicy {
    /// Does something whose act bears an id, and again while the store is lost where that is the
    /// policy: the id makes it one act however often it is tried. `act` is the id, where the person
    /// may ask for the same thing under it once more.
    ///
    /// # Errors
    /// What the last try was refused for, and nothing was saved then; `OutcomeUnknown` where a
    /// commit was not answered, and the store did not come back to say what became of it.
    pub fn run<T>(
        self,
        store: &mut Store,
        act: Option<Uuid>,
        mut attempt: impl FnMut(&mut Store) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let since = Instant::now();
        let mut tries = 0;
        let mut unanswered = false;
        loop {
            let error = match attempt(store) {
                Ok(done) => {
                    if tries > 0 {
                        tracing::info!(tries, "done after trying again");
                    }
                    return Ok(done);
                }
                Err(error) => error,
            };
            tries += 1;
            unanswered |= error.leaves_outcome_open();
            let schedule = match self {
                Self::ByCaller => None,
                Self::UntilBack => RetrySchedule::of_command(&error, unanswered),
            };
            let Some(schedule) = schedule else {
                return Err(error);
            };
            if tries == 1 {
                tracing::warn!(error = error.kind(), fault = error.fault(), "trying again");
            }
            match schedule.pause_after(tries, since.elapsed()) {
                Some(pause) => std::thread::sleep(pause),
                None if unanswered => {
                    let why = Box::new(error);
                    return Err(StoreError::OutcomeUnknown { act, why });
                }
                // No commit was sent: nothing was taken.
                None => return Err(error),
            }
        }
    }
}

/// Under which id, when, by whom and at which counter something is done. It is made before the first
/// try and kept for every further one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The id of the act.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom of the shop.
    pub by: String,
    /// At which counter.
    pub counter: String,
}

impl Stamp {
    /// A new one.
    #[must_use]
    pub fn new(ctx: Context<'_>) -> Self {
        Self::with_id(ctx, Uuid::now_v7())
    }

    /// One under an id that was given before: what was saved under it is not saved again.
    #[must_use]
    pub fn with_id(ctx: Context<'_>, id: Uuid) -> Self {
        Self {
            id,
            at: ctx.now,
            by: ctx.by.to_owned(),
            counter: ctx.counter.to_owned(),
        }
    }

    /// What was known when it was made.
    #[must_use]
    pub fn context<'a>(&'a self, rules: &'a Rules, region: &'a Region) -> Context<'a> {
        Context {
            rules,
            region,
            now: self.at,
            by: &self.by,
            counter: &self.counter,
        }
    }

    /// An act of this id.
    #[must_use]
    pub fn act(self, what: &str, customer: Option<Id>, changes: Vec<Change>) -> Act {
        Act {
            id: self.id,
            what: what.to_owned(),
            customer,
            at: self.at,
            by: self.by,
            counter: self.counter,
            changes,
        }
    }
}

impl Plan {
    /// The act of a plan. It takes the rows: what is left is what is said.
    #[must_use]
    pub fn take_act(&mut self, stamp: Stamp) -> Act {
        let changes = std::mem::take(&mut self.changes);
        stamp.act(&self.what, self.customer, changes)
    }
}

/// Saves an act; what should be looked at goes with what it left.
///
/// # Errors
/// Why it was not saved; or that it is not known whether it was.
pub fn save(
    store: &mut Store,
    act: &Act,
    retry: RetryPolicy,
) -> Result<(SavedAct, Option<PlanWarning>), StoreError> {
    let saved = retry.run(store, Some(act.id), |store| store.save(act))?;
    let warning = (saved.do_not_call > 0).then_some(PlanWarning::DoNotCall);
    Ok((saved, warning))
}

/// A plan that was saved.
#[derive(Debug, Clone)]
pub struct CommittedPlan {
    /// The plan, with the warnings of the saving; its rows are gone into `records`.
    pub plan: Plan,
    /// The rows as they are now; none where nothing changed.
    pub records: Vec<Record>,
}

/// Makes an act of a plan and saves it, waiting for a store that is lost.
///
/// # Errors
/// As `save`.
pub fn commit(
    store: &mut Store,
    ctx: Context<'_>,
    plan: Plan,
) -> Result<CommittedPlan, StoreError> {
    commit_as(store, Stamp::new(ctx), plan, RetryPolicy::UntilBack)
}

/// Makes an act of a plan and saves it under a stamp. A plan that changes nothing is no act.
///
/// # Errors
/// As `save`.
pub fn commit_as(
    store: &mut Store,
    stamp: Stamp,
    mut plan: Plan,
    retry: RetryPolicy,
) -> Result<CommittedPlan, StoreError> {
    let mut records = Vec::new();
    if !plan.is_empty() {
        let act = plan.take_act(stamp);
        let (saved, warning) = save(store, &act, retry)?;
        plan.warnings.extend(warning);
        records = saved.records;
    }
    Ok(CommittedPlan { plan, records })
}
