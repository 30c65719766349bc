//! Cells and rows as every engine takes and gives them.
//!
//! Owns how a cell is read as what it means: a number, a flag, an instant, a day, a word.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::super::error::StoreError;
use crate::domain::text::sanitize_stored;

/// The most letters of a text: no form and no import takes as many.
pub(in crate::store) const LONGEST: usize = 20_000;

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SqlValue {
    /// Nothing.
    Null,
    /// A whole number: an id, an instant, an amount, a flag.
    Int(i64),
    /// A text.
    Text(String),
}

impl From<i64> for SqlValue {
    fn from(n: i64) -> Self {
        Self::Int(n)
    }
}
impl From<bool> for SqlValue {
    fn from(b: bool) -> Self {
        Self::Int(i64::from(b))
    }
}
impl From<&str> for SqlValue {
    fn from(t: &str) -> Self {
        Self::Text(t.to_owned())
    }
}
impl From<String> for SqlValue {
    fn from(t: String) -> Self {
        Self::Text(t)
    }
}
impl From<DateTime<Utc>> for SqlValue {
    fn from(at: DateTime<Utc>) -> Self {
        Self::Int(at.timestamp_millis())
    }
}
impl From<NaiveDate> for SqlValue {
    fn from(day: NaiveDate) -> Self {
        Self::Int(day.signed_duration_since(NaiveDate::default()).num_days())
    }
}
impl<T: Into<Self>> From<Option<T>> for SqlValue {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Self::Null, Into::into)
    }
}

/// One row, read cell by cell from the left: `Damaged` where a cell holds something else, `Bug` where
/// there is none left (the text and the reader do not agree).
#[derive(Debug, Clone)]
pub(in crate::store) struct SqlRow(std::vec::IntoIter<SqlValue>);

impl SqlRow {
    /// A row of cells.
    #[must_use]
    pub(in crate::store) fn new(cells: Vec<SqlValue>) -> Self {
        Self(cells.into_iter())
    }

    /// The cells that are left, from the left.
    pub(in crate::store) fn cells(self) -> impl Iterator<Item = SqlValue> {
        self.0
    }

    /// The next cell.
    pub(in crate::store) fn value(&mut self) -> Result<SqlValue, StoreError> {
        self.0.next().ok_or(StoreError::Bug("a row is too short"))
    }

    /// The next cell as a number, if there is one in it.
    pub(in crate::store) fn maybe_int(&mut self) -> Result<Option<i64>, StoreError> {
        match self.value()? {
            SqlValue::Null => Ok(None),
            SqlValue::Int(n) => Ok(Some(n)),
            SqlValue::Text(t) => Err(StoreError::damaged(format!("“{t}” where a number belongs"))),
        }
    }

    /// The next cell as a number.
    pub(in crate::store) fn int(&mut self) -> Result<i64, StoreError> {
        self.maybe_int()?
            .ok_or_else(|| StoreError::damaged("nothing where a number belongs"))
    }

    /// The next cell as a flag.
    pub(in crate::store) fn flag(&mut self) -> Result<bool, StoreError> {
        Ok(self.int()? != 0)
    }

    /// The next cell as a text, if there is one in it: safe to show, whoever wrote the database.
    pub(in crate::store) fn maybe_text(&mut self) -> Result<Option<String>, StoreError> {
        let text = self.maybe_raw_text()?;
        Ok(text.map(|text| sanitize_stored(text, LONGEST)))
    }

    /// The next cell as a text that a program reads and nobody sees.
    pub(in crate::store) fn maybe_raw_text(&mut self) -> Result<Option<String>, StoreError> {
        match self.value()? {
            SqlValue::Null => Ok(None),
            SqlValue::Text(t) => Ok(Some(t)),
            SqlValue::Int(n) => Err(StoreError::damaged(format!("{n} where a text belongs"))),
        }
    }

    /// The next cell as a text.
    pub(in crate::store) fn text(&mut self) -> Result<String, StoreError> {
        self.maybe_text()?
            .ok_or_else(|| StoreError::damaged("nothing where a text belongs"))
    }

    /// The next cell as an instant, if there is one in it.
    pub(in crate::store) fn maybe_at(&mut self) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.maybe_int()?.map(instant).transpose()
    }

    /// The next cell as an instant.
    pub(in crate::store) fn at(&mut self) -> Result<DateTime<Utc>, StoreError> {
        instant(self.int()?)
    }

    /// The next cell as a day, if there is one in it.
    pub(in crate::store) fn maybe_day(&mut self) -> Result<Option<NaiveDate>, StoreError> {
        self.maybe_int()?.map(day).transpose()
    }

    /// The next cell as a day.
    pub(in crate::store) fn day(&mut self) -> Result<NaiveDate, StoreError> {
        day(self.int()?)
    }

    /// The next cell as a word of one of the vocabularies, if there is one in it.
    pub(in crate::store) fn maybe_word<T>(&mut self) -> Result<Option<T>, StoreError>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        self.maybe_text()?
            .map(|t| {
                t.parse()
                    .map_err(|e: T::Err| StoreError::damaged(e.to_string()))
            })
            .transpose()
    }

    /// The next cell as a word of one of the vocabularies.
    pub(in crate::store) fn word<T>(&mut self) -> Result<T, StoreError>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        self.maybe_word()?
            .ok_or_else(|| StoreError::damaged("nothing where a word belongs"))
    }
}

/// Instants outside of the years a person may mean are moved to just beside them: what is reckoned
/// from one stays a time, and it is known for none of the shop's.
const YEAR_0: i64 = -62_167_219_200_000;
const YEAR_10000: i64 = 253_402_300_800_000;

fn instant(ms: i64) -> Result<DateTime<Utc>, StoreError> {
    DateTime::from_timestamp_millis(ms.clamp(YEAR_0, YEAR_10000))
        .ok_or_else(|| StoreError::damaged(format!("{ms} is not a time")))
}

fn day(n: i64) -> Result<NaiveDate, StoreError> {
    TimeDelta::try_days(n)
        .and_then(|d| NaiveDate::default().checked_add_signed(d))
        .ok_or_else(|| StoreError::damaged(format!("{n} is not a date")))
}
