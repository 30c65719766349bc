//! What a file of ours, or another program's “no”, knows of a customer from before: since when they said
//! no, since when their number is wrong, when they were first entered.
//!
//! Owns that a no is a no, whatever was written for when it was said.

use super::super::{RoundTripFields, consent};
use super::NONE;
use crate::domain::draft::ImportedHistory;
use crate::domain::text::{sanitize, truncate};
use crate::domain::validation::FieldParser;

/// What was noted of somebody before, and what of it could not be read. A no is a no, whatever was
/// written for when it was said.
pub(super) fn past(
    kept: &RoundTripFields,
    reading: &FieldParser<'_>,
) -> (ImportedHistory, Vec<String>) {
    let empty = |text: &str| {
        let text = sanitize(text).to_lowercase();
        text.is_empty() || NONE.contains(&text.as_str()) || consent::is_no(&text)
    };
    let instant = |text: &str| reading.instant(text);
    let mut unread = Vec::new();
    let mut since = |what: &str, text: &str| {
        if empty(text) {
            return None;
        }
        if consent::is_yes(text) {
            return Some(reading.now);
        }
        let at = instant(text).filter(|at| *at <= reading.now);
        if at.is_none() {
            let text = truncate(&sanitize(text), 40);
            unread.push(format!(
                "{what} “{text}” is not a past date; noted as of now"
            ));
        }
        at.or(Some(reading.now))
    };
    let by = |by: &str| Some(sanitize(by)).filter(|by| !by.is_empty());
    let past = ImportedHistory {
        no_marketing: since("no marketing since", &kept.no_marketing)
            .map(|at| (at, by(&kept.no_marketing_by))),
        no_calls: since("no calls since", &kept.no_calls).map(|at| (at, by(&kept.no_calls_by))),
        wrong_number: since("wrong number since", &kept.wrong_number),
        added: instant(&kept.added).filter(|at| *at <= reading.now),
    };
    (past, unread)
}
