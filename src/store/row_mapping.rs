//! Domain types as rows, and rows as domain types.
//!
//! Owns the columns of each table: every field is spelled once, with the column it is kept in, and
//! what is selected, what is read and what is written follow from that.

use chrono::{DateTime, NaiveDate, Utc};

use super::error::StoreError;
use super::sql::{SqlRow, SqlValue};
use crate::domain::change::{EntityKind, Record};
use crate::domain::contact::{Contact, ContactResult, ContactWay, Direction, Feeling, Outcome};
use crate::domain::customer::{Customer, ExtraMile, Item};
use crate::domain::follow_up::{FollowUp, FollowUpKind, FollowUpResult, FollowUpState, Severity};
use crate::domain::hours::DaySpan;

/// A field as it is kept: in one cell, or in several that belong together.
trait Kept: Sized {
    /// Reads it from the next cells of a row.
    fn read(row: &mut SqlRow) -> Result<Self, StoreError>;
    /// Appends its cells.
    fn write(&self, cells: &mut Vec<SqlValue>);
}

/// Fields of one cell: how each type is read; it is written as the value it turns into.
macro_rules! cells {
    ($($kind:ty: $read:ident,)+) => {
        $(impl Kept for $kind {
            fn read(row: &mut SqlRow) -> Result<Self, StoreError> {
                row.$read()
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

/// Fields that hold a word of a vocabulary, or none.
macro_rules! words {
    ($($vocabulary:ty),+) => {
        $(impl Kept for $vocabulary {
            fn read(row: &mut SqlRow) -> Result<Self, StoreError> {
                row.word()
            }

            fn write(&self, cells: &mut Vec<SqlValue>) {
                cells.push(self.word().into());
            }
        }

        impl Kept for Option<$vocabulary> {
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
    ContactWay,
    Direction,
    Feeling,
    FollowUpKind,
    FollowUpResult,
    FollowUpState,
    Outcome,
    Severity
);

impl Kept for Option<DaySpan> {
    fn read(row: &mut SqlRow) -> Result<Self, StoreError> {
        let (from, to) = (row.maybe_int()?, row.maybe_int()?);
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
    fn read(row: &mut SqlRow) -> Result<Self, StoreError> {
        row.maybe_text()?
            .map_or(Ok(Self::new()), |json| parsed(&json))
    }

    fn write(&self, cells: &mut Vec<SqlValue>) {
        let json = || serde_json::to_string(self).unwrap_or_default();
        cells.push((!self.is_empty()).then(json).into());
    }
}

impl Kept for Vec<ContactResult> {
    fn read(row: &mut SqlRow) -> Result<Self, StoreError> {
        parsed(&row.text()?)
    }

    fn write(&self, cells: &mut Vec<SqlValue>) {
        cells.push(serde_json::to_string(self).unwrap_or_default().into());
    }
}

fn parsed<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, StoreError> {
    serde_json::from_str(json).map_err(|e| StoreError::damaged(e.to_string()))
}

/// A table's columns, but for the shop: the list of them, how a row is read and how one is written.
/// A field that is missing here does not compile.
macro_rules! columns {
    ($(#[$doc:meta])* $list:ident, $read:ident, $write:ident: $record:ident {
        $first:ident: $first_column:literal, $($field:ident: $column:literal,)+
    }) => {
        $(#[$doc])*
        pub(super) const $list: &str = concat!($first_column, $(", ", $column,)+);

        pub(super) fn $read(row: &mut SqlRow) -> Result<$record, StoreError> {
            Ok($record {
                $first: Kept::read(row)?,
                $($field: Kept::read(row)?,)+
            })
        }

        fn $write(record: &$record) -> Vec<SqlValue> {
            let mut cells = Vec::new();
            record.$first.write(&mut cells);
            $(record.$field.write(&mut cells);)+
            cells
        }
    };
}

columns! {
    /// The columns of `customer`, but for the shop.
    CUSTOMER, customer, customer_cells: Customer {
        id: "id",
        version: "version",
        name: "name",
        phone: "phone",
        phone_shown: "phone_shown",
        extension: "extension",
        wrong_number_at: "wrong_number_at",
        email: "email",
        line: "line",
        hours: "hours_from, hours_to",
        opted_out_at: "opted_out_at",
        opted_out_by: "opted_out_by",
        rest_until: "rest_until",
        rest_chosen: "rest_chosen",
        tried_on: "tried_on",
        tries: "tries",
        added_at: "added_at",
        sent_by: "sent_by",
        sent_at: "sent_at",
        came_at: "came_at",
        extra_mile: "extra_mile",
        no_calls_at: "no_calls_at",
        no_calls_by: "no_calls_by",
        merged_into: "merged_into",
        source: "source",
        rest_set_at: "rest_set_at",
        language: "language",
    }
}

columns! {
    /// The columns of `item`, but for the shop.
    ITEM, item, item_cells: Item {
        id: "id",
        version: "version",
        customer: "customer",
        label: "label",
    }
}

columns! {
    /// The columns of `follow_up`, but for the shop.
    FOLLOW_UP, follow_up, follow_up_cells: FollowUp {
        id: "id",
        version: "version",
        customer: "customer",
        item: "item",
        kind: "kind",
        about: "about",
        severity: "severity",
        quote: "quote",
        marketing: "marketing",
        due_at: "due_at",
        promised_at: "promised_at",
        first_promised_at: "first_promised_at",
        heard_at: "heard_at",
        broken_at: "broken_at",
        owner: "owner",
        attempts: "attempts",
        steps: "steps",
        busies: "busies",
        voicemails: "voicemails",
        lapses_at: "lapses_at",
        parts_tried: "parts_tried",
        state: "state",
        result: "result",
        reason: "reason",
        next_at: "next_at",
        authorised_by: "authorised_by",
        authorised_amount: "authorised_amount",
        result_at: "result_at",
        follows: "follows",
        playbook: "playbook",
        note: "note",
        added_at: "added_at",
        added_by: "added_by",
        first_call_at: "first_call_at",
        done_by: "done_by",
    }
}

columns! {
    /// The columns of `contact`, but for the shop.
    CONTACT, contact, contact_cells: Contact {
        id: "id",
        version: "version",
        customer: "customer",
        at: "at",
        by: "staff",
        direction: "direction",
        way: "way",
        outcome: "outcome",
        answers: "answers",
        next_at: "next_at",
        feeling: "feeling",
        note: "note",
        attempt: "attempt",
    }
}

/// The table of a noun.
pub(super) const fn table(noun: EntityKind) -> &'static str {
    match noun {
        EntityKind::Customer => "customer",
        EntityKind::Item => "item",
        EntityKind::FollowUp => "follow_up",
        EntityKind::Contact => "contact",
    }
}

/// The columns of a noun.
pub(super) const fn columns(noun: EntityKind) -> &'static str {
    match noun {
        EntityKind::Customer => CUSTOMER,
        EntityKind::Item => ITEM,
        EntityKind::FollowUp => FOLLOW_UP,
        EntityKind::Contact => CONTACT,
    }
}

/// A row of a noun.
pub(super) fn record(noun: EntityKind, row: &mut SqlRow) -> Result<Record, StoreError> {
    Ok(match noun {
        EntityKind::Customer => Record::Customer(customer(row)?),
        EntityKind::Item => Record::Item(item(row)?),
        EntityKind::FollowUp => Record::FollowUp(follow_up(row)?),
        EntityKind::Contact => Record::Contact(contact(row)?),
    })
}

/// A record as it will be read again: its instants to the millisecond.
pub(super) fn kept(record: &Record) -> Result<Record, StoreError> {
    self::record(record.noun(), &mut SqlRow::new(cells(record)))
}

/// The cells of a record, in the order of its columns.
pub(super) fn cells(record: &Record) -> Vec<SqlValue> {
    match record {
        Record::Customer(r) => customer_cells(r),
        Record::Item(r) => item_cells(r),
        Record::FollowUp(r) => follow_up_cells(r),
        Record::Contact(r) => contact_cells(r),
    }
}
