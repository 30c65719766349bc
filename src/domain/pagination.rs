//! Pages: a list is only ever read some rows at a time, beside a row or from an end.

use chrono::{NaiveDate, TimeDelta};

use super::customer::Id;

/// A row's place in a list's order: pages are asked for beside it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Cursor {
    /// Which of the list's ranges it is in.
    pub group: u8,
    /// Its instant or day there, as the index has it.
    pub at: i64,
    /// Its name, where the list goes by names.
    pub name: String,
    /// The customer, or for the journal the act.
    pub id: Id,
}

/// The range of what is ahead that goes by days.
const BY_DAY: u8 = 2;

impl Cursor {
    /// Before everybody who is ahead on a day: its days are counted from 1970.
    #[must_use]
    pub fn of_day(day: NaiveDate) -> Self {
        let days = day.signed_duration_since(NaiveDate::default()).num_days();
        Self {
            group: BY_DAY,
            at: i64::MIN,
            name: days.to_string(),
            id: Id::MIN,
        }
    }

    /// The day a row of what is ahead stands on; `None` for one that stands before all days.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        let days = (self.group == BY_DAY).then(|| self.name.parse().ok())??;
        NaiveDate::default().checked_add_signed(TimeDelta::try_days(days)?)
    }
}

/// Which acts of the journal: a person's, a day's, both, or all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JournalFilter {
    /// By whom of the shop.
    pub by: Option<String>,
    /// On which day, by the shop's clock.
    pub day: Option<NaiveDate>,
}

/// Where a page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seek {
    /// At the top.
    Start,
    /// At the bottom: the last rows, in the list's order.
    End,
    /// Right after a row.
    After(Cursor),
    /// Right before a row, in the list's order.
    Before(Cursor),
    /// At a row, or where it would be.
    At(Cursor),
}

impl Seek {
    /// Whether the page is read upward.
    #[must_use]
    pub const fn upward(&self) -> bool {
        matches!(self, Self::End | Self::Before(_))
    }

    /// The row it is beside, if it is.
    #[must_use]
    pub const fn key(&self) -> Option<&Cursor> {
        match self {
            Self::After(key) | Self::Before(key) | Self::At(key) => Some(key),
            Self::Start | Self::End => None,
        }
    }
}
