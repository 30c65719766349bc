//! Fields of a record as cells: how each type is read, written, and what stands for one that cannot be
//! read.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::domain::contact::{ContactResult, ContactWay, Direction, Feeling, Outcome};
use crate::domain::customer::ExtraMile;
use crate::domain::follow_up::{FollowUpKind, FollowUpResult, FollowUpState, Severity};
use crate::domain::hours::DaySpan;
use crate::store::error::StoreError;
use crate::store::sql::{SqlRow, SqlValue};
use crate::store::stored_json;

/// The largest number a row may hold that is no instant: sums of many stay far from an overflow.
const LARGEST: i64 = 1_000_000_000_000_000;

/// The years an instant or a day may lie in: what is reckoned from one stays a time.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9999;

/// A field as it is kept: in one cell, or in several that belong together.
pub(super) trait Kept: Sized {
    /// What stands for one that cannot be read: as little as possible is claimed, and nobody rests,
    /// waits or is closed for it.
    fn unknown() -> Self;
    /// Reads it from the next cells of a row, all of them whatever is in them.
    fn read(row: &mut SqlRow) -> Result<Self, StoreError>;
    /// Appends its cells.
    fn write(&self, cells: &mut Vec<SqlValue>);
}

/// A field, or what stands for it where it cannot be read; its column is noted then. That the row
/// has too few cells is the program's own fault, and no damage.
pub(super) fn field<T: Kept>(
    row: &mut SqlRow,
    column: &'static str,
    unreadable: &mut Vec<&'static str>,
) -> Result<T, StoreError> {
    match T::read(row) {
        Err(StoreError::Damaged(_)) => {
            unreadable.push(column);
            Ok(T::unknown())
        }
        read => read,
    }
}

/// What a number, an instant or a day must be to be one of the shop's.
trait Plausible: Sized {
    fn is_plausible(&self) -> bool {
        true
    }

    fn plausible(self) -> Result<Self, StoreError> {
        if self.is_plausible() {
            Ok(self)
        } else {
            Err(StoreError::damaged("a value no shop has"))
        }
    }
}

impl Plausible for i64 {
    fn is_plausible(&self) -> bool {
        (-LARGEST..=LARGEST).contains(self)
    }
}

impl Plausible for DateTime<Utc> {
    fn is_plausible(&self) -> bool {
        YEARS.contains(&self.year())
    }
}

impl Plausible for NaiveDate {
    fn is_plausible(&self) -> bool {
        YEARS.contains(&self.year())
    }
}

impl Plausible for bool {}

impl Plausible for String {}

impl<T: Plausible> Plausible for Option<T> {
    fn is_plausible(&self) -> bool {
        self.as_ref().is_none_or(T::is_plausible)
    }
}

/// Fields of one cell: how each type is read; it is written as the value it turns into.
macro_rules! cells {
    ($($kind:ty: $read:ident,)+) => {
        $(impl Kept for $kind {
            fn unknown() -> Self {
                Self::default()
            }

            fn read(row: &mut SqlRow) -> Result<Self, StoreError> {
                row.$read()?.plausible()
            }

            fn write(&self, cells: &mut Vec<SqlValue>) {
                cells.push(self.clone().into());
            }
        })+
    };
}

cells! {
    i64: int,
    Option<i64>: maybe_int,
    bool: flag,
    String: text,
    Option<String>: maybe_text,
    DateTime<Utc>: at,
    Option<DateTime<Utc>>: maybe_at,
    Option<NaiveDate>: maybe_day,
}

/// Fields that hold a word of a vocabulary, or none; the word that stands for one that cannot be read.
macro_rules! words {
    ($($vocabulary:ty: $unknown:ident),+) => {
        $(impl Kept for $vocabulary {
            fn unknown() -> Self {
                Self::$unknown
            }

            fn read(row: &mut SqlRow) -> Result<Self, StoreError> {
                row.word()
            }

            fn write(&self, cells: &mut Vec<SqlValue>) {
                cells.push(self.word().into());
            }
        }

        impl Kept for Option<$vocabulary> {
            fn unknown() -> Self {
                None
            }

            fn read(row: &mut SqlRow) -> Result<Self, StoreError> {
                row.maybe_word()
            }

            fn write(&self, cells: &mut Vec<SqlValue>) {
                cells.push(self.map(<$vocabulary>::word).into());
            }
        })+
    };
}

words!(
    ContactWay: Phone,
    Direction: Outward,
    Feeling: Fine,
    FollowUpKind: Other,
    FollowUpResult: Thinking,
    FollowUpState: Open,
    Outcome: NoAnswer,
    Severity: Amber
);

impl Kept for Option<DaySpan> {
    fn unknown() -> Self {
        None
    }

    fn read(row: &mut SqlRow) -> Result<Self, StoreError> {
        let (from, to) = (row.maybe_int(), row.maybe_int());
        let (from, to) = (from?, to?);
        let minute = |m: Option<i64>| m.and_then(|m| u16::try_from(m).ok());
        let span = minute(from).zip(minute(to));
        Ok(span.map(|(from, to)| DaySpan { from, to }))
    }

    fn write(&self, cells: &mut Vec<SqlValue>) {
        cells.push(self.map(|h| i64::from(h.from)).into());
        cells.push(self.map(|h| i64::from(h.to)).into());
    }
}

/// No kindness is no cell: few customers have one.
impl Kept for Vec<ExtraMile> {
    fn unknown() -> Self {
        Self::new()
    }

    fn read(row: &mut SqlRow) -> Result<Self, StoreError> {
        row.maybe_raw_text()?
            .map_or(Ok(Self::new()), |json| stored_json::parse(&json))
    }

    fn write(&self, cells: &mut Vec<SqlValue>) {
        let json = || serde_json::to_string(self).unwrap_or_default();
        cells.push((!self.is_empty()).then(json).into());
    }
}

impl Kept for Vec<ContactResult> {
    fn unknown() -> Self {
        Self::new()
    }

    fn read(row: &mut SqlRow) -> Result<Self, StoreError> {
        stored_json::parse(&row.maybe_raw_text()?.unwrap_or_default())
    }

    fn write(&self, cells: &mut Vec<SqlValue>) {
        cells.push(serde_json::to_string(self).unwrap_or_default().into());
    }
}
