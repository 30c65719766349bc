//! Undo and redo: reverts the newest act of this counter by a new act.
//!
//! Owns the check that every row still holds what the act left.

use std::time::Instant;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::act_log::{self, STANDS, UNDONE};
use super::error::{StoreError, UndoRefusal};
use super::handle::Store;
use super::id_allocator::{AssignedIds, IdAllocator};
use super::sql::Tx;
use super::undo_target::{
    UndoAsking, UndoDirection, UndoStep, UndoTarget, ask_first, candidate, find_target,
    irreversible_since,
};
use super::{field_events, records, save};
use crate::domain::change::{Act, Change, EntityKind, Record};
use crate::domain::customer::Id;
use crate::domain::hours::Calendar;

/// An undone or redone act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoReport {
    /// What the act had done, as the journal says it.
    pub what: String,
    /// The customer it was about, if it was one and they still exist.
    pub customer: Option<Id>,
    /// Their current or last name, if it was one.
    pub name: Option<String>,
    /// The rows as they are now.
    pub records: Vec<Record>,
    /// Whether an irreversible act came after it: one about a customer who was forgotten.
    pub passed: bool,
    /// How many of the act's changes could not be read: what they did stays as it is.
    pub unreadable: usize,
}

impl Store {
    /// Undoes the newest act of a counter that is not undone yet.
    ///
    /// # Errors
    /// `NothingToUndo`; `ChangedSince` if a later act of another counter changed the same rows;
    /// otherwise any [`StoreError`] of the transaction. Nothing is changed then.
    pub fn undo(
        &mut self,
        id: Uuid,
        at: DateTime<Utc>,
        by: &str,
        counter: &str,
    ) -> Result<UndoReport, StoreError> {
        self.undo_act((UndoTarget::Newest, UndoAsking::Never), id, at, by, counter)
    }

    /// Undoes an act; where `asks` says so, one of an earlier day, one that takes customers out, or
    /// another one than was offered, only once a person has said so.
    ///
    /// # Errors
    /// `NeedsYes` where a person is to be asked; otherwise as `undo`.
    pub fn undo_act(
        &mut self,
        (target, asks): (UndoTarget, UndoAsking),
        id: Uuid,
        at: DateTime<Utc>,
        by: &str,
        counter: &str,
    ) -> Result<UndoReport, StoreError> {
        self.undo_or_redo(UndoStep::Undo { target, asks }, id, at, by, counter)
    }

    /// Undoes one act of a counter, by its id: of an undo, what it undid is done again.
    ///
    /// # Errors
    /// `NothingToUndo` if the counter has no such act in force; otherwise as `undo`.
    pub fn take_back(
        &mut self,
        act: Uuid,
        id: Uuid,
        at: DateTime<Utc>,
        by: &str,
        counter: &str,
    ) -> Result<UndoReport, StoreError> {
        self.undo_or_redo(UndoStep::TakeBack(act), id, at, by, counter)
    }

    /// Redoes the act that was last undone, unless something was done since.
    ///
    /// # Errors
    /// `NothingToRedo`; otherwise as `undo`.
    pub fn redo(
        &mut self,
        id: Uuid,
        at: DateTime<Utc>,
        by: &str,
        counter: &str,
    ) -> Result<UndoReport, StoreError> {
        self.undo_or_redo(UndoStep::Redo, id, at, by, counter)
    }

    fn undo_or_redo(
        &mut self,
        step: UndoStep,
        id: Uuid,
        at: DateTime<Utc>,
        by: &str,
        counter: &str,
    ) -> Result<UndoReport, StoreError> {
        self.making_room(|store| store.turn(step, id, at, by, counter))
    }

    fn turn(
        &mut self,
        step: UndoStep,
        id: Uuid,
        at: DateTime<Utc>,
        by: &str,
        counter: &str,
    ) -> Result<UndoReport, StoreError> {
        let (since, calendar) = (Instant::now(), self.calendar.clone());
        let mut done = None;
        let turned = self.db.write(|tx| {
            if let Some(turned) = turned_before(tx, id)? {
                return Ok(turned);
            }
            let (way, (no, what, customer)) = find_target(tx, step, counter)?;
            ask_if_far(tx, step, (no, &what), calendar.start_of_day(at))?;
            let mut numbers = IdAllocator::read(tx)?;
            numbers.act += 1;
            let act = Act {
                id,
                what: format!("{}: {what}", way.word()),
                customer: None,
                at,
                by: by.to_owned(),
                counter: counter.to_owned(),
                changes: Vec::new(),
            };
            act_log::write_act(tx, numbers.act, &act, customer, Some(no))?;
            let turned = revert_changes(tx, way, &mut numbers, no, &calendar);
            let RevertedRows {
                records,
                was,
                rows,
                unreadable,
            } = turned.map_err(|error| changed_since(error, &what))?;
            numbers.write(tx)?;
            done = Some((way, no, rows));
            mark_turned(tx, way, no)?;
            let there = still_there(tx, customer)?;
            let name = name_of(tx, there, was.filter(|_| customer.is_some()))?;
            let passed = way == UndoDirection::Undo && irreversible_since(tx, counter, no)?;
            Ok(UndoReport {
                what,
                customer: there,
                name,
                records,
                passed,
                unreadable,
            })
        });
        field_events::turned(id, turned.as_ref().map(|_| done), since);
        turned
    }
}

/// Refuses an act that a person is to be asked about first.
fn ask_if_far(
    tx: &mut Tx<'_>,
    step: UndoStep,
    act: (i64, &str),
    today: DateTime<Utc>,
) -> Result<(), StoreError> {
    match step {
        UndoStep::Undo {
            asks: UndoAsking::WhenFar { offered },
            ..
        } => ask_first(tx, act, today, offered),
        _ => Ok(()),
    }
}

/// Notes at an act that it was undone, or stands again.
fn mark_turned(tx: &mut Tx<'_>, way: UndoDirection, no: i64) -> Result<(), StoreError> {
    let undone = match way {
        UndoDirection::Undo => UNDONE,
        UndoDirection::Redo => STANDS,
    };
    tx.execute_deferred(
        "UPDATE act SET undone = $3 WHERE shop = $1 AND no = $2",
        &[tx.shop().into(), no.into(), undone.into()],
    )
}

/// The report of an earlier undo or redo with this id, if there was one: it makes a retry idempotent.
fn turned_before(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<UndoReport>, StoreError> {
    let sql = "SELECT turning.no, turned.what, turned.customer FROM act AS turning \
               JOIN act AS turned ON turned.shop = turning.shop AND turned.no = turning.turns \
               WHERE turning.shop = $1 AND turning.id = $2";
    let done = candidate(tx.query_first(sql, &[tx.shop().into(), id.to_string().into()])?)?;
    done.map(|(no, what, customer)| {
        let customer = still_there(tx, customer)?;
        Ok(UndoReport {
            what,
            customer,
            name: name_of(tx, customer, None)?,
            records: save::rows_left_by(tx, no)?,
            passed: false,
            unreadable: 0,
        })
    })
    .transpose()
}

/// The customer's id, unless undo deleted them.
fn still_there(tx: &mut Tx<'_>, customer: Option<Id>) -> Result<Option<Id>, StoreError> {
    let Some(id) = customer else { return Ok(None) };
    Ok(records::current(tx, EntityKind::Customer, id)?.map(|_| id))
}

/// The result of reverting an act.
#[derive(Default)]
struct RevertedRows {
    /// The rows, unless they are too many to return.
    records: Vec<Record>,
    /// The former name of a customer who existed before.
    was: Option<String>,
    /// How many rows were reverted.
    rows: i64,
    /// How many changes could not be read, and were left.
    unreadable: usize,
}

/// Reverts every row of an act, in batches: an import may have millions.
fn revert_changes(
    tx: &mut Tx<'_>,
    way: UndoDirection,
    numbers: &mut IdAllocator,
    no: i64,
    calendar: &Calendar,
) -> Result<RevertedRows, StoreError> {
    let mut left = RevertedRows::default();
    let (mut seq, mut behind) = match way {
        UndoDirection::Undo => (i64::MAX, 0),
        UndoDirection::Redo => (-1, 0),
    };
    let mut handed = true;
    loop {
        let page = match way {
            UndoDirection::Undo => act_log::changes_before(tx, no, seq)?,
            UndoDirection::Redo => act_log::changes_behind(tx, no, seq)?,
        };
        let Some((last, _)) = page.last() else {
            tx.flush()?;
            left.rows = behind;
            return Ok(left);
        };
        seq = *last;
        let all = page.len();
        let mut changes: Vec<Change> = page.into_iter().map(|(_, change)| change).collect();
        changes.retain(|change| !act_log::is_unreadable(change));
        left.unreadable += all - changes.len();
        let changes = changes.into_iter().map(|change| match way {
            UndoDirection::Undo => change.reversed(),
            UndoDirection::Redo => change,
        });
        let changes = rebase_changes(tx, changes)?;
        left.was = left.was.or_else(|| customer_name(&changes));
        let place = (numbers.act, behind);
        let given = AssignedIds::default();
        let records = save::apply(tx, numbers, place, &changes, &given, None, calendar)
            .map_err(|error| not_read_whole(error, left.unreadable))?;
        behind += i64::try_from(changes.len()).unwrap_or(0);
        handed &= left.records.len() + records.len() <= save::MANY;
        if handed {
            left.records.extend(records);
        } else {
            left.records.clear();
        }
    }
}

/// Where part of an act cannot be read, what stands in the way of the rest is that part.
fn not_read_whole(error: StoreError, unreadable: usize) -> StoreError {
    match error {
        StoreError::RowConflict if unreadable > 0 => StoreError::damaged(
            "part of what the last action did cannot be read, so it cannot be taken back",
        ),
        other => other,
    }
}

/// The changes with the current rows as their before, which must hold what the act left.
pub(super) fn rebase_changes(
    tx: &mut Tx<'_>,
    changes: impl Iterator<Item = Change>,
) -> Result<Vec<Change>, StoreError> {
    let asked = changes.map(|change| {
        let left = change.before.as_ref();
        let asked = left.map(|left| records::query_current(tx, left.noun(), left.id()));
        Ok((asked.transpose()?, change))
    });
    let asked: Vec<_> = asked.collect::<Result<_, StoreError>>()?;
    let changes = asked.into_iter();
    changes
        .map(|(asked, change)| {
            let (Some(asked), Some(left)) = (asked, change.before.as_ref()) else {
                return Ok(change);
            };
            let now = records::fetch_current(tx, left.noun(), asked)?;
            let now = now.ok_or(StoreError::RowConflict)?;
            if !now.same_content(left) {
                return Err(StoreError::RowConflict);
            }
            Ok(Change {
                before: Some(now),
                after: change.after,
            })
        })
        .collect()
}

/// The former name of the first customer among the rows.
fn customer_name(changes: &[Change]) -> Option<String> {
    let mut were = changes.iter().filter_map(|c| c.before.as_ref());
    were.find_map(|record| match record {
        Record::Customer(customer) => Some(customer.name.clone()),
        _ => None,
    })
}

/// A customer's name; of one whom the act deleted, the former name.
fn name_of(
    tx: &mut Tx<'_>,
    customer: Option<Id>,
    was: Option<String>,
) -> Result<Option<String>, StoreError> {
    let now = customer
        .map(|id| records::current(tx, EntityKind::Customer, id))
        .transpose()?
        .flatten();
    Ok(match now {
        Some(Record::Customer(customer)) => Some(customer.name),
        _ => was,
    })
}

/// Why an act was not turned: a row that is no longer as it left it was changed by a later one.
fn changed_since(error: StoreError, what: &str) -> StoreError {
    match error {
        StoreError::RowConflict => StoreError::Undo(UndoRefusal::ChangedSince(what.to_owned())),
        other => other,
    }
}
