//! Domain types as rows, and rows as domain types.
//!
//! Owns the columns of each table: every field is listed once, with its column; the column list, the reader
//! and the writer are generated from that. An invalid cell is read as unknown, so that one damaged value
//! keeps no customer out of the list; the `…_noting` readers report its column.

mod kept_field;

use chrono::{DateTime, Utc};

use super::error::StoreError;
use super::sql::{SqlRow, SqlValue};
use crate::domain::change::{EntityKind, Record};
use crate::domain::contact::Contact;
use crate::domain::customer::{Customer, Item};
use crate::domain::follow_up::FollowUp;
use kept_field::{Kept, field};

/// Defines a table's columns (without `shop`): their list, the reader of a row and the writer. A missing
/// field does not compile.
macro_rules! columns {
    ($(#[$doc:meta])* $list:ident, $read:ident, $read_noting:ident, $write:ident: $record:ident {
        $first:ident: $first_column:literal, $($field:ident: $column:literal,)+
    }) => {
        $(#[$doc])*
        pub(super) const $list: &str = concat!($first_column, $(", ", $column,)+);

        pub(super) fn $read(row: &mut SqlRow) -> Result<$record, StoreError> {
            $read_noting(row, &mut Vec::new())
        }

        /// A row without a readable id is an error.
        fn $read_noting(
            row: &mut SqlRow,
            unreadable: &mut Vec<&'static str>,
        ) -> Result<$record, StoreError> {
            Ok($record {
                $first: Kept::read(row)?,
                $($field: field(row, $column, unreadable)?,)+
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
    CUSTOMER, customer, customer_noting, customer_cells: Customer {
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
    ITEM, item, item_noting, item_cells: Item {
        id: "id",
        version: "version",
        customer: "customer",
        label: "label",
    }
}

columns! {
    /// The columns of `follow_up`, but for the shop.
    FOLLOW_UP, follow_up, follow_up_noting, follow_up_cells: FollowUp {
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
    CONTACT, contact, contact_noting, contact_cells: Contact {
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

/// Whether a number is plausible as an instant, an id or a count.
pub(super) fn is_plausible_number(n: i64) -> bool {
    Kept::read(&mut SqlRow::new(vec![n.into()])).is_ok_and(|_: DateTime<Utc>| true)
}

/// The table of an entity.
pub(super) const fn table(noun: EntityKind) -> &'static str {
    match noun {
        EntityKind::Customer => "customer",
        EntityKind::Item => "item",
        EntityKind::FollowUp => "follow_up",
        EntityKind::Contact => "contact",
    }
}

/// The columns of an entity.
pub(super) const fn columns(noun: EntityKind) -> &'static str {
    match noun {
        EntityKind::Customer => CUSTOMER,
        EntityKind::Item => ITEM,
        EntityKind::FollowUp => FOLLOW_UP,
        EntityKind::Contact => CONTACT,
    }
}

/// Reads a row of an entity.
pub(super) fn record(noun: EntityKind, row: &mut SqlRow) -> Result<Record, StoreError> {
    record_noting(noun, row, &mut Vec::new())
}

/// The same, with the names of the columns that could not be read.
pub(super) fn record_noting(
    noun: EntityKind,
    row: &mut SqlRow,
    unreadable: &mut Vec<&'static str>,
) -> Result<Record, StoreError> {
    Ok(match noun {
        EntityKind::Customer => Record::Customer(customer_noting(row, unreadable)?),
        EntityKind::Item => Record::Item(item_noting(row, unreadable)?),
        EntityKind::FollowUp => Record::FollowUp(follow_up_noting(row, unreadable)?),
        EntityKind::Contact => Record::Contact(contact_noting(row, unreadable)?),
    })
}

/// A record as it will be read back: its instants rounded to the millisecond.
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
