//! What clerks type, each phrase with the instant worked out by hand.

use super::*;

const PHRASES: &str = "cases/clerk-phrases.tsv";

/// Tuesday 24 November 2026, 10:42 in London.
pub(super) fn tuesday() -> DateTime<Utc> {
    instant("2026-11-24T10:42:00Z")
}

/// One row of the table: the phrase, what it is, and by when where it is promised.
struct Expected<'a> {
    phrase: &'a str,
    at: &'a str,
    promised: &'a str,
}

fn rows(table: &'static str) -> Vec<Expected<'static>> {
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    rows.map(|line| {
        let mut columns = line.split('\t');
        let (phrase, at) = (columns.next().unwrap(), columns.next().unwrap());
        let promised = columns.next().filter(|p| !p.is_empty()).unwrap_or(at);
        Expected {
            phrase,
            at,
            promised,
        }
    })
    .collect()
}

/// Whether a phrase was read as expected; “ask” is a refusal.
fn is_right(found: &Result<DateTime<Utc>, TimePhraseError>, expected: &str) -> bool {
    match found {
        Err(_) => expected == "ask",
        Ok(at) => london().local(*at).format("%Y-%m-%d %H:%M").to_string() == expected,
    }
}

/// Reads each phrase of a table as a time and as a promise; how many there are.
pub(super) fn check_table(table: &'static str) -> usize {
    let calendar = london();
    let reader = reader(&calendar, tuesday());
    let rows = rows(table);
    let mut wrong = Vec::new();
    for row in &rows {
        let when = reader.read(row.phrase).map(|when| when.at);
        let promise = reader.read_promise(row.phrase).map(|planned| planned.at);
        if !is_right(&when, row.at) || !is_right(&promise, row.promised) {
            wrong.push((row.phrase, when, promise));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    rows.len()
}

#[test]
fn what_clerks_type_is_right_or_asked_back() {
    assert_eq!(check_table(samples::read(PHRASES)), 133);
}
