//! Undo, redo: the newest act of a counter taken back, or done again; or one act, by its id.

use uuid::Uuid;

use super::commit::{RetryPolicy, Stamp};
use super::with_full_stop;
use crate::store::{Store, StoreError, UndoAsking, UndoReport, UndoTarget};

/// What is to be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UndoRequest {
    /// The act's number; the newest of the counter where it is not given.
    pub act: Option<i64>,
    /// The act that a person was offered to take back, by its id: they are asked before another one is.
    pub offered: Option<Uuid>,
    /// Whether a person has said yes to what goes far: an act of an earlier day, customers taken out.
    pub confirmed: bool,
}

/// Which way to turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Takes back an act that stands.
    Undo(UndoRequest),
    /// Does again the act that was taken back last.
    Redo,
    /// Takes back one act, by its id; of an undo, what it took back is done again.
    TakeBack(Uuid),
}

/// Takes an act back, or does it again. The stamp's id makes a second try harmless.
///
/// # Errors
/// There is nothing left to turn; a person is to be asked first; an act of another counter changed the same rows since; otherwise
/// what the store refused.
pub fn turn(
    store: &mut Store,
    way: Turn,
    stamp: &Stamp,
    retry: RetryPolicy,
) -> Result<UndoReport, StoreError> {
    let Stamp {
        id,
        at,
        by,
        counter,
    } = stamp;
    retry.run(store, Some(*id), |store| match way {
        Turn::Undo(UndoRequest {
            act,
            offered,
            confirmed,
        }) => {
            let target = act.map_or(UndoTarget::Newest, UndoTarget::Numbered);
            let asks = if confirmed {
                UndoAsking::Never
            } else {
                UndoAsking::WhenFar { offered }
            };
            store.undo_act((target, asks), *id, *at, by, counter)
        }
        Turn::Redo => store.redo(*id, *at, by, counter),
        Turn::TakeBack(act) => store.take_back(act, *id, *at, by, counter),
    })
}

impl Turn {
    /// What was turned, in a sentence: "Taken back: Anita Patel: no answer."
    #[must_use]
    pub fn sentence(self, report: &UndoReport) -> String {
        let word = self.word();
        let whom = report.name.as_ref();
        let whom = whom.map(|name| format!("{name}: ")).unwrap_or_default();
        let later = if report.passed {
            " Later actions on this customer stay."
        } else {
            ""
        };
        let turned = with_full_stop(&format!("{word}: {whom}{}", report.what));
        let left = match report.unreadable {
            0 => String::new(),
            1 => " One of its changes could not be read, and stays as it is.".to_owned(),
            n => format!(" {n} of its changes could not be read, and stay as they are."),
        };
        format!("{turned}{later}{left}")
    }

    /// "Taken back", "Done again".
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Undo(_) | Self::TakeBack(_) => "Taken back",
            Self::Redo => "Done again",
        }
    }
}
