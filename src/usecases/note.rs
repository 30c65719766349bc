//! Note: what is to be remembered of a call, after the fact.

use super::Plan;
use crate::domain::contact::Contact;
use crate::domain::outcome::CustomerContext;
use crate::domain::summary::CustomerSummary;
use crate::domain::text::sanitize_note;

/// Puts a note on a call in place of the one it has; an empty one takes it away.
#[must_use]
pub fn note(entry: &CustomerSummary, contact: &Contact, typed: &str) -> Plan {
    let done = CustomerContext::note(contact, &sanitize_note(typed));
    Plan::of(&entry.customer, "note", done)
}
