//! What must touch the store: asked for by `update`, done by the session.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::figures::FiguresRequest;
use super::popups::import::ImportRequest;
use super::state::View;
use crate::domain::customer::Id;
use crate::domain::figures::{Figures, ReportRange};
use crate::domain::merge::MergePair;
use crate::domain::pagination::{Cursor, JournalFilter, Seek};
use crate::domain::summary::{
    CustomerCard, CustomerSummary, DayChanges, DayTotals, DoneToday, JournalRow, UpcomingRow,
};

use crate::usecases::Plan;
use crate::usecases::add::NewCall;
use crate::usecases::undo::UndoRequest;

/// Something for the store to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Keep an act.
    Save(ActDraft),
    /// Add a call: the store is asked who is meant. The draft says what is known before.
    Add(Box<NewCall>, ActDraft),
    /// Ask for a customer, as they are shown: nobody else is to ring them.
    Claim(Box<CustomerSummary>),
    /// Try once more to keep the act that was not saved.
    Retry,
    /// Take back an act.
    Undo(UndoRequest),
    /// Do it again.
    Redo,
    /// Read what the screen lacks.
    Query(ScreenQuery),
    /// Check the PIN that was typed at the lock.
    Unlock {
        /// What was typed.
        pin: String,
        /// The hash it has to fit.
        hash: String,
    },
    /// A step of importing a file.
    Import(ImportRequest),
    /// Leave the program.
    Quit,
}

/// An act as it is asked for: the session gives it its id, counter and time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActDraft {
    /// The rows, and what is said of them.
    pub plan: Plan,
    /// Which key does what next, in a sentence, where that is said.
    pub hint: Option<String>,
    /// Whether the list moves on to the next customer.
    pub moves_on: bool,
    /// The customer who was selected, where they stay so though the act is about another.
    pub keeps: Option<Id>,
    /// What to read once it is saved, where that is not what is shown already.
    pub then: Option<Box<ScreenQuery>>,
}

impl ActDraft {
    /// An act after which the screen stays where it is.
    #[must_use]
    pub const fn of(plan: Plan) -> Self {
        Self {
            plan,
            hint: None,
            moves_on: false,
            keeps: None,
            then: None,
        }
    }

    /// What the notice says once it is saved.
    #[must_use]
    pub fn says(&self) -> String {
        let mut says = self.plan.sentence();
        for warning in &self.plan.warnings {
            says.push_str(&warning.as_sentence());
        }
        if let Some(hint) = &self.hint {
            says = format!("{says} {hint}");
        }
        says
    }
}

/// What the screen lacks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScreenQuery {
    /// The numbers on the top line and what was done today.
    pub top: bool,
    /// A page of a list.
    pub list: Option<PageRequest>,
    /// Whose rows alone have changed since that was read last, with the numbers on top: where a
    /// whole reading is dear, only theirs are read.
    pub changed: Option<BTreeSet<Id>>,
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
    pub figures: Option<FiguresRequest>,
}

/// A page that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// Of which view.
    pub view: View,
    /// Where it begins.
    pub from: Seek,
    /// How many rows.
    pub limit: usize,
    /// Whether it takes the place of what is loaded, or joins it.
    pub whole: bool,
    /// Which acts, of the journal.
    pub acts: JournalFilter,
    /// Whose of the shop the rows are, where only one person's are asked for.
    pub of: Option<String>,
}

impl ScreenQuery {
    /// Whether nothing is lacking.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The page of today's that is to be read once more.
    #[must_use]
    pub fn reload(&self) -> Option<&PageRequest> {
        let list = self.list.as_ref().filter(|list| list.whole);
        list.filter(|list| list.view == View::Today)
    }

    /// Whose rows alone have changed where this one and a later one are one.
    fn changed_with(&self, later: &Self) -> Option<BTreeSet<Id>> {
        let (this, that) = (self.changed.as_ref(), later.changed.as_ref());
        match (self.reload().is_some(), later.reload().is_some()) {
            (true, true) => Some(this?.union(that?).copied().collect()),
            (true, false) if later.list.is_none() => this.cloned(),
            (false, true) if self.list.is_none() => that.cloned(),
            _ => None,
        }
    }

    /// This one and a later one in one: where both ask for the same, the later wins.
    #[must_use]
    pub fn merge_with(self, later: Self) -> Self {
        Self {
            changed: self.changed_with(&later),
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
pub enum PageRows {
    /// Of today's list.
    Today(Vec<(Cursor, CustomerSummary)>),
    /// Of what is ahead.
    Ahead(Vec<(Cursor, UpcomingRow)>),
    /// Of all customers, and when each was last rung or rang.
    Customers(Vec<(Cursor, CustomerSummary)>, BTreeMap<Id, DateTime<Utc>>),
    /// Of the journal.
    Journal(Vec<(Cursor, JournalRow)>),
}

/// What the screen lacked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QueryResult {
    /// The numbers on the top line, and what was done today.
    pub top: Option<(DayTotals, Vec<DoneToday>)>,
    /// The page, with what was asked.
    pub list: Option<(PageRequest, PageRows)>,
    /// What has become of the customers whose rows alone have changed, with what was asked.
    pub changes: Option<(PageRequest, BTreeSet<Id>, Box<DayChanges>)>,
    /// The card, or that there is no such customer any more.
    pub card: Option<(Id, Option<CustomerCard>)>,
    /// Whom a text finds.
    pub found: Option<(String, Vec<CustomerSummary>)>,
    /// The other of two customers who may be one, and all of both, where both are still there.
    pub two: Option<(Id, Option<Box<MergePair>>)>,
    /// Who was promised something for today and has not heard.
    pub promises: Option<Vec<CustomerSummary>>,
    /// The first day of a month that is shown, and who waits on its days.
    pub month: Option<(NaiveDate, Vec<(NaiveDate, i64)>)>,
    /// The figures, and how far back.
    pub figures: Option<(ReportRange, Figures)>,
}
