//! Pagination: a list is read one page at a time, from a cursor or from an end.

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use super::customer::Id;

/// A row's place in a list's order; a page is requested relative to it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Cursor {
    /// The list's range that the row is in.
    pub group: u8,
    /// The row's instant or day in that range, as the index has it.
    pub at: i64,
    /// The row's name, for lists ordered by name.
    pub name: String,
    /// The customer's id; for the journal the act's.
    pub id: Id,
}

/// The range of upcoming customers that is ordered by day.
const BY_DAY: u8 = 2;

impl Cursor {
    /// The cursor before all upcoming customers of a day; days are counted from 1970.
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

    /// The day of an upcoming row; `None` for a row that comes before all days.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        let days = (self.group == BY_DAY).then(|| self.name.parse().ok())??;
        NaiveDate::default().checked_add_signed(TimeDelta::try_days(days)?)
    }
}

/// A filter of the journal: by member of staff, by day, both, or none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JournalFilter {
    /// The member of staff who acted.
    pub by: Option<String>,
    /// The day, by the shop's clock.
    pub day: Option<NaiveDate>,
}

/// Where a page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seek {
    /// From the top.
    Start,
    /// From the bottom: the last rows, in the list's order.
    End,
    /// Right after a cursor.
    After(Cursor),
    /// Right before a cursor, in the list's order.
    Before(Cursor),
    /// At a cursor, or at the next row if that one is gone.
    At(Cursor),
}

impl Seek {
    /// Whether the page is read backwards.
    #[must_use]
    pub const fn upward(&self) -> bool {
        matches!(self, Self::End | Self::Before(_))
    }

    /// The cursor, if there is one.
    #[must_use]
    pub const fn key(&self) -> Option<&Cursor> {
        match self {
            Self::After(key) | Self::Before(key) | Self::At(key) => Some(key),
            Self::Start | Self::End => None,
        }
    }
}
