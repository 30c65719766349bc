//! Exporting: the shop's rows as other programs read them, a row at a time into any `Write`.
//!
//! Owns the shapes of the files, and which of them is one of ours. Knows the domain, and nothing
//! of the store, of commands or screens, and of no file's name.

pub mod csv;
pub mod ics;
pub mod json;
pub mod sheet;
pub mod vcard;

use crate::domain::customer::Customer;
use crate::domain::formula_guard::escape_formula;
use crate::domain::phone::international;

/// What a file of ours begins with, whatever its format: one of these may be written over by the
/// next.
const MARKS: [&str; 7] = [
    csv::MARK,
    csv::CONTACTS_MARK,
    json::MARK,
    ics::MARK,
    vcard::MARK,
    sheet::MARK,
    sheet::PLAIN_MARK,
];

/// How much of a file has to be seen to tell whether it is one of ours.
pub const HEAD: usize = 128;

/// Whether a file that begins so was written by this program.
#[must_use]
pub fn is_ours(head: &[u8]) -> bool {
    MARKS.iter().any(|mark| head.starts_with(mark.as_bytes()))
}

/// A customer's number for a cell: the international form, whose spaces keep a spreadsheet from
/// taking it for an amount and dropping the `+`; a doubtful one as it was typed, guarded,
/// with a question mark behind it, by which import knows it.
fn number(customer: &Customer) -> String {
    let Some(e164) = &customer.phone else {
        let doubtful = customer.shown_number().unwrap_or_default();
        return escape_formula(&doubtful).into_owned();
    };
    match &customer.extension {
        Some(extension) => format!("{} ext. {extension}", international(e164)),
        None => international(e164),
    }
}

#[cfg(test)]
mod tests;
