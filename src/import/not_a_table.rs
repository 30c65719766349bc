//! What is no table of customers, whatever its name ends in: told by its first bytes, in words that say
//! what to do instead.
//!
//! Owns the kinds that are known. What is no text at all is `encoding`'s to refuse.

use super::ImportError;

/// Refuses a text that is something else than a table.
pub(super) fn refuse(head: &[u8]) -> Result<(), ImportError> {
    let head = String::from_utf8_lossy(head.get(..4_096.min(head.len())).unwrap_or_default());
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let lower = head.to_lowercase();
    let begins = |starts: &[&str]| starts.iter().any(|start| lower.starts_with(start));
    let what = if begins(&["<!doctype html", "<html", "<head", "<body"]) {
        let form =
            lower.contains("login") || lower.contains("sign in") || lower.contains("password");
        let perhaps = if form || lower.len() < 400 {
            ": the sign-in page of the program?"
        } else {
            ""
        };
        format!("it is a web page, not a table{perhaps} Export the customers there again, as CSV")
    } else if begins(&["<?xml", "<"]) {
        "it is XML, not a table: export the customers as CSV".to_owned()
    } else if begins(&["dn:", "version: 1\ndn:", "version: 1\r\ndn:"]) {
        "it is an LDIF address book: export it as vCard or CSV".to_owned()
    } else if begins(&["{\\rtf"]) {
        "it is a text document (RTF): save its table as CSV".to_owned()
    } else if is_json(head) {
        "it is JSON, not a table: export the customers as CSV".to_owned()
    } else if begins(&["begin:vcalendar"]) {
        "it is a calendar, not a list of customers: export the address book as vCard or CSV"
            .to_owned()
    } else if begins(&["begin:vcard"]) {
        "it is an address book of cards: name it .vcf, or give --format vcard".to_owned()
    } else if begins(&[
        "pg_dump",
        "-- mysql dump",
        "insert into",
        "create table",
        "-- postgresql",
    ]) {
        "it is a dump of a database: export the customers as CSV".to_owned()
    } else if begins(&["return-path:", "received:", "mime-version:", "from: "]) {
        "it is an e-mail: save the file that is attached to it".to_owned()
    } else {
        return Ok(());
    };
    Err(ImportError::NotATable { what })
}

/// `{` or `[` and what follows it in JSON: no header begins so.
fn is_json(head: &str) -> bool {
    let inside = head.strip_prefix('[').map_or(head, str::trim_start);
    let object = inside.strip_prefix('{').map(str::trim_start);
    object.is_some_and(|rest| rest.starts_with('"') || rest.starts_with('}'))
}
