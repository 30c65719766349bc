//! Tests of what becomes of a row's further numbers, addresses and firms.

use super::{Customer, Known, addresses};

#[test]
fn addresses_are_found_in_what_mail_programs_copy() {
    let cells = ["Ann Lee <ann@example.com>; ann@example.com, B@example.com ::: none".to_owned()];
    let found = addresses(&cells);
    assert_eq!(found.best.as_deref(), Some("ann@example.com"));
    assert_eq!(found.others, ["B@example.com"]);
    assert_eq!(found.refused, ["none"]);
}

#[test]
fn a_no_that_a_file_of_ours_brings_is_kept_where_there_was_none() {
    let at = |text: &str| text.parse().ok();
    let said = Known {
        no_calls: at("2026-11-20T10:00:00Z").map(|at| (at, Some("Asha".to_owned()))),
        ..Known::default()
    };
    let mut customer = Customer::default();
    said.put(&mut customer, false);
    assert_eq!(customer.no_calls_at, at("2026-11-20T10:00:00Z"));
    assert_eq!(customer.no_calls_by.as_deref(), Some("Asha"));
    let before = customer.clone();
    let later = Known {
        no_calls: at("2026-11-24T10:00:00Z").map(|at| (at, None)),
        ..Known::default()
    };
    later.put(&mut customer, false);
    Known::default().put(&mut customer, false);
    assert_eq!(customer, before);
}
