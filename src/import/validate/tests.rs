//! Tests of validating a row's further numbers, addresses and firms.

use super::addresses;

#[test]
fn addresses_are_found_in_what_mail_programs_copy() {
    let cells = ["Ann Lee <ann@example.com>; ann@example.com, B@example.com ::: none".to_owned()];
    let found = addresses(&cells);
    assert_eq!(found.best.as_deref(), Some("ann@example.com"));
    assert_eq!(found.others, ["B@example.com"]);
    assert_eq!(found.refused, ["none"]);
}
