//! Exporting: serializes the shop's rows for other programs, one row at a time into any `Write`.
//!
//! Owns the file formats, and how an export of ours is recognised. Knows the domain, but neither the
//! store, the commands, the screens nor any file's name.

pub mod csv;
pub(crate) mod ics;
pub(crate) mod json;
pub(crate) mod sheet;
pub mod vcard;

use crate::domain::customer::Customer;
use crate::domain::formula_guard::escape_formula;
use crate::domain::phone::international;

/// The first bytes of each export format. An export may overwrite an earlier one, but no other file.
const MARKS: [&str; 10] = [
    csv::MARK,
    csv::CONTACTS_MARK,
    csv::SEMICOLON_MARKS[0],
    csv::SEMICOLON_MARKS[1],
    json::MARK,
    ics::MARK,
    vcard::MARK,
    sheet::MARK,
    sheet::PLAIN_MARK,
    REPORT_MARK,
];

/// How a report for a maintainer begins.
pub const REPORT_MARK: &str = "# Checkback report";

/// How many bytes of a file tell whether it is an export of ours.
pub const HEAD: usize = 128;

/// Whether a file that begins with these bytes was written by this program.
#[must_use]
pub fn is_ours(head: &[u8]) -> bool {
    MARKS.iter().any(|mark| head.starts_with(mark.as_bytes()))
}

/// A customer's phone number for a cell. The international form has spaces, which keep a spreadsheet
/// from taking it for an amount and dropping the `+`. A number that could not be parsed is written as
/// typed, guarded, with a final question mark by which the import recognises it.
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
