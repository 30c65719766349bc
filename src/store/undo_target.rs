//! Which act an undo or a redo is about: a counter's newest, one of a number, the one that made
//! another; and whether a person is asked before.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::act_log::{STANDS, UNDONE, read_time};
use super::erasure::TOUCHED;
use super::error::{StoreError, UndoRefusal};
use super::sql::{SqlRow, Tx};
use crate::domain::customer::Id;
use crate::domain::undo_question::UndoQuestion;

/// Undo or redo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UndoDirection {
    Undo,
    Redo,
}

impl UndoDirection {
    /// As the journal says it of the act.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Undo => "taken back",
            Self::Redo => "done again",
        }
    }
}

/// Which act is to be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoTarget {
    /// The counter's newest.
    Newest,
    /// The one of this number, of whichever counter.
    Numbered(i64),
}

/// Whether a person is asked first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoAsking {
    /// They have said yes, or cannot be asked.
    Never,
    /// Where the act is far-reaching, or is not the one they were offered to take back.
    WhenFar {
        /// That one's id.
        offered: Option<Uuid>,
    },
}

/// What is to be undone or redone.
#[derive(Debug, Clone, Copy)]
pub(super) enum UndoStep {
    /// An act is undone; a person is asked first, where it is far-reaching.
    Undo {
        target: UndoTarget,
        asks: UndoAsking,
    },
    /// The counter's newest undone act is redone.
    Redo,
    /// What this act did is reversed, be it an undo itself.
    TakeBack(Uuid),
}

/// An act that could be reversed: its number, its text, its customer.
pub(super) type UndoCandidate = (i64, String, Option<Id>);

pub(super) fn candidate(row: Option<SqlRow>) -> Result<Option<UndoCandidate>, StoreError> {
    row.map(|mut row| Ok((row.int()?, row.text()?, row.maybe_int()?)))
        .transpose()
}

/// The act that is to be undone or redone, and which of both.
pub(super) fn find_target(
    tx: &mut Tx<'_>,
    step: UndoStep,
    counter: &str,
) -> Result<(UndoDirection, UndoCandidate), StoreError> {
    let target = match step {
        UndoStep::TakeBack(act) => {
            return reversal_of(tx, counter, act)?
                .ok_or(StoreError::Undo(UndoRefusal::NothingToUndo));
        }
        UndoStep::Redo => {
            let next =
                next_to_redo(tx, counter)?.ok_or(StoreError::Undo(UndoRefusal::NothingToRedo))?;
            return Ok((UndoDirection::Redo, next));
        }
        UndoStep::Undo { target, .. } => target,
    };
    let found = match target {
        UndoTarget::Newest => next_to_undo(tx, counter)?,
        UndoTarget::Numbered(no) => act_in_force(tx, no)?,
    };
    match found {
        Some(found) => Ok((UndoDirection::Undo, found)),
        None if irreversible_since(tx, counter, 0)? => {
            Err(StoreError::Undo(UndoRefusal::CustomerForgotten))
        }
        None => Err(StoreError::Undo(UndoRefusal::NothingToUndo)),
    }
}

/// An act by its number, where it is not undone.
fn act_in_force(tx: &mut Tx<'_>, no: i64) -> Result<Option<UndoCandidate>, StoreError> {
    let sql = "SELECT no, what, customer FROM act WHERE shop = $1 AND no = $2 AND undone = $3";
    candidate(tx.query_first(sql, &[tx.shop().into(), no.into(), STANDS.into()])?)
}

/// Refuses, with the question a person is to answer, an act of before this day, one that takes
/// customers out, and another one than was offered.
pub(super) fn ask_first(
    tx: &mut Tx<'_>,
    (no, what): (i64, &str),
    today: DateTime<Utc>,
    offered: Option<Uuid>,
) -> Result<(), StoreError> {
    let sql = "SELECT at, id FROM act WHERE shop = $1 AND no = $2";
    let (mut at, mut id) = (today, None);
    if let Some(mut row) = tx.query_first(sql, &[tx.shop().into(), no.into()])? {
        at = read_time(&mut row)?;
        id = row.maybe_text()?;
    }
    let other = offered.is_some_and(|offered| id != Some(offered.to_string()));
    // The rows that an act made have nothing before; a customer's is written with their kind first.
    let sql = "SELECT COUNT(*) FROM change WHERE shop = $1 AND act = $2 AND before IS NULL \
               AND after LIKE '{\"customer\":%'";
    let made = tx.query_first(sql, &[tx.shop().into(), no.into()])?;
    let customers = made.map(|mut row| row.int()).transpose()?.unwrap_or(0);
    if at >= today && customers == 0 && !other {
        return Ok(());
    }
    Err(StoreError::Undo(UndoRefusal::NeedsYes(UndoQuestion {
        act: no,
        what: what.to_owned(),
        at,
        customers,
    })))
}

/// What reverses an act of a counter: itself undone, or of an undo or redo, the act that it turned
/// the other way. `None` where that was done already.
fn reversal_of(
    tx: &mut Tx<'_>,
    counter: &str,
    act: Uuid,
) -> Result<Option<(UndoDirection, UndoCandidate)>, StoreError> {
    let sql = "SELECT target.no, target.what, target.customer, target.undone FROM act AS made \
               JOIN act AS target ON target.shop = made.shop \
               AND target.no = COALESCE(made.turns, made.no) \
               WHERE made.shop = $1 AND made.id = $2 AND made.counter = $3";
    let values = [tx.shop().into(), act.to_string().into(), counter.into()];
    let Some(mut row) = tx.query_first(sql, &values)? else {
        return Ok(None);
    };
    let candidate = (row.int()?, row.text()?, row.maybe_int()?);
    Ok(match row.maybe_int()? {
        Some(STANDS) => Some((UndoDirection::Undo, candidate)),
        Some(UNDONE) => Some((UndoDirection::Redo, candidate)),
        _ => None,
    })
}

/// The newest act of a counter that is not undone.
fn next_to_undo(tx: &mut Tx<'_>, counter: &str) -> Result<Option<UndoCandidate>, StoreError> {
    let sql = "SELECT no, what, customer FROM act WHERE shop = $1 AND counter = $2 AND undone = 0 \
               ORDER BY no DESC LIMIT 1";
    candidate(tx.query_first(sql, &[tx.shop().into(), counter.into()])?)
}

/// Whether an irreversible act came after an act at a counter: forgetting a customer, or one about a
/// customer forgotten since.
pub(super) fn irreversible_since(
    tx: &mut Tx<'_>,
    counter: &str,
    no: i64,
) -> Result<bool, StoreError> {
    let values = [tx.shop().into(), counter.into(), no.into(), TOUCHED.into()];
    let touched = "SELECT no FROM act WHERE shop = $1 AND counter = $2 AND undone = $4 AND no > $3 \
                   LIMIT 1";
    let forgot = "SELECT no FROM act WHERE shop = $1 AND counter = $2 AND undone IS NULL \
                  AND turns IS NULL AND no > $3 LIMIT 1";
    let touched = tx.query_first(touched, &values)?.is_some();
    Ok(touched
        || tx
            .query_first(forgot, values.get(..3).unwrap_or_default())?
            .is_some())
}

/// The oldest undone act that is newer than every act in force: after a new act there is nothing to
/// redo.
fn next_to_redo(tx: &mut Tx<'_>, counter: &str) -> Result<Option<UndoCandidate>, StoreError> {
    let newest = next_to_undo(tx, counter)?.map_or(0, |(no, _, _)| no);
    let sql = "SELECT no, what, customer FROM act WHERE shop = $1 AND counter = $2 AND undone = 1 \
               AND no > $3 ORDER BY no LIMIT 1";
    candidate(tx.query_first(sql, &[tx.shop().into(), counter.into(), newest.into()])?)
}
