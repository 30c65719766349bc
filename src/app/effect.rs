//! What must touch the store: asked for by `update`, done by the session.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::figures::Count;
use super::import::Step;
use super::state::View;
use crate::domain::change::Change;
use crate::domain::customer::Id;
use crate::domain::figures::{Back, Figures};
use crate::domain::merge::Two;
use crate::domain::pagination::{Acts, From, Key};
use crate::domain::summary::{AheadRow, Card, DoneToday, Entry, Told, Totals};

/// Something for the store to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Keep an act.
    Save(Wish),
    /// Ask for a customer, as they are shown: nobody else is to ring them.
    Claim(Box<Entry>),
    /// Try once more to keep the act that was not saved.
    Retry,
    /// Take back the last act of this counter.
    Undo,
    /// Do it again.
    Redo,
    /// Read what the screen lacks.
    Look(Look),
    /// Check the PIN that was typed at the lock.
    Unlock {
        /// What was typed.
        pin: String,
        /// The hash it has to fit.
        hash: String,
    },
    /// A step of importing a file.
    Import(Step),
    /// Leave the program.
    Quit,
}

/// An act as it is asked for: the session gives it its id, counter and time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// What was done, for the journal, without a name.
    pub what: String,
    /// Whom it is about, where it is a known customer.
    pub customer: Option<Id>,
    /// The rows.
    pub changes: Vec<Change>,
    /// What the notice says once it is saved.
    pub says: String,
    /// Whether the list moves on to the next customer.
    pub moves_on: bool,
    /// Whether a person is to be asked "let go?" once it is saved.
    pub let_go: bool,
    /// What to read once it is saved, where that is not what is shown already.
    pub then: Option<Box<Look>>,
}

/// What the screen lacks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Look {
    /// The numbers on the top line and what was done today.
    pub top: bool,
    /// A page of a list.
    pub list: Option<Ask>,
    /// One customer's card.
    pub card: Option<Id>,
    /// Customers a text finds.
    pub find: Option<String>,
    /// Two customers who may be one: the one who stays, and the other.
    pub two: Option<(Id, Id)>,
    /// Who was promised something for today and has not heard.
    pub promises: bool,
    /// How much waits on each day of a month, by its first day that is shown.
    pub month: Option<NaiveDate>,
    /// The figures.
    pub figures: Option<Count>,
}

/// A page that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Of which view.
    pub view: View,
    /// Where it begins.
    pub from: From,
    /// How many rows.
    pub limit: usize,
    /// Whether it takes the place of what is loaded, or joins it.
    pub whole: bool,
    /// Which acts, of the journal.
    pub acts: Acts,
    /// Whose of the shop the rows are, where only one person's are asked for.
    pub of: Option<String>,
}

impl Look {
    /// Whether nothing is lacking.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// This one and a later one in one: where both ask for the same, the later wins.
    #[must_use]
    pub fn and(self, later: Self) -> Self {
        Self {
            top: self.top || later.top,
            list: later.list.or(self.list),
            card: later.card.or(self.card),
            find: later.find.or(self.find),
            two: later.two.or(self.two),
            promises: self.promises || later.promises,
            month: later.month.or(self.month),
            figures: later.figures.or(self.figures),
        }
    }
}

/// A page of one of the views.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rows {
    /// Of today's list.
    Today(Vec<(Key, Entry)>),
    /// Of what is ahead.
    Ahead(Vec<(Key, AheadRow)>),
    /// Of all customers, and when each was last rung or rang.
    Customers(Vec<(Key, Entry)>, BTreeMap<Id, DateTime<Utc>>),
    /// Of the journal.
    Journal(Vec<(Key, Told)>),
}

/// What the screen lacked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen {
    /// The numbers on the top line, and what was done today.
    pub top: Option<(Totals, Vec<DoneToday>)>,
    /// The page, with what was asked.
    pub list: Option<(Ask, Rows)>,
    /// The card, or that there is no such customer any more.
    pub card: Option<(Id, Option<Card>)>,
    /// Whom a text finds.
    pub found: Option<(String, Vec<Entry>)>,
    /// The other of two customers who may be one, and all of both, where both are still there.
    pub two: Option<(Id, Option<Box<Two>>)>,
    /// Who was promised something for today and has not heard.
    pub promises: Option<Vec<Entry>>,
    /// The first day of a month that is shown, and who waits on its days.
    pub month: Option<(NaiveDate, Vec<(NaiveDate, i64)>)>,
    /// The figures, and how far back.
    pub figures: Option<(Back, Figures)>,
}
