//! The vCard 3.0 export (<https://www.rfc-editor.org/rfc/rfc2426>): customers for an address book.
//!
//! 3.0 and not 4.0, because Outlook and most telephones read no newer one. Owns the properties;
//! folding and escaping belong to `ics`, because the two formats share them.

use std::io::{self, Write};

use super::ics::{escaped, line};
use super::number;
use crate::domain::customer_detail::CustomerDetail;
use crate::domain::summary::CustomerSummary;

/// The first bytes of the file.
pub(super) const MARK: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Checkback//";

/// Writes one customer's card. A wrong number is left out, so that nobody dials it.
///
/// # Errors
/// Any write error of `out`.
pub fn card(out: &mut impl Write, entry: &CustomerSummary) -> io::Result<()> {
    let c = &entry.customer;
    line(out, "BEGIN:VCARD")?;
    line(out, "VERSION:3.0")?;
    line(out, "PRODID:-//Checkback//Checkback//EN")?;
    let made = c.added_at.timestamp_millis();
    line(out, &format!("UID:customer-{}-{made}@checkback", c.id))?;
    let name = escaped(&c.name);
    line(out, &format!("FN:{name}"))?;
    // Which part of a name is the family name is unknown: the whole name goes into the first place.
    line(out, &format!("N:{name};;;;"))?;
    let wrong = c.wrong_number_at.is_some();
    if !wrong && (c.phone.is_some() || c.phone_shown.is_some()) {
        let number = match (&c.phone, &c.extension) {
            (Some(e164), None) => e164.clone(),
            _ => number(c),
        };
        line(out, &format!("TEL;TYPE=VOICE:{}", escaped(&number)))?;
    }
    if let Some(email) = &c.email {
        line(out, &format!("EMAIL;TYPE=INTERNET:{}", escaped(email)))?;
    }
    for detail in CustomerDetail::ALL {
        if let (Some(property), Some(text)) = (detail.vcard_property(), detail.get(c)) {
            line(out, &format!("{property}:{}", escaped(&text)))?;
        }
    }
    let mut notes: Vec<String> = c.line.iter().cloned().collect();
    notes.extend(entry.items.iter().map(|item| item.label.clone()));
    if c.no_calls_at.is_some() {
        notes.push("No calls.".to_owned());
    } else if c.opted_out_at.is_some() {
        notes.push("No marketing.".to_owned());
    }
    if wrong {
        notes.push("Wrong number.".to_owned());
    }
    if !notes.is_empty() {
        line(out, &format!("NOTE:{}", escaped(&notes.join("\n"))))?;
    }
    for item in &entry.items {
        line(out, &format!("X-CHECKBACK-ITEM:{}", escaped(&item.label)))?;
    }
    for (property, since) in [
        ("X-CHECKBACK-NO-CALLS", c.no_calls_at),
        ("X-CHECKBACK-NO-MARKETING", c.opted_out_at),
    ] {
        if let Some(at) = since {
            line(out, &format!("{property}:{}", at.to_rfc3339()))?;
        }
    }
    line(out, "END:VCARD")
}
