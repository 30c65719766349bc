//! Undoing and doing again, also when the program was left in between.

use crate::counter::{Counter, SMALL, USUAL, WIDE};
use crate::shop::{CLARA, NOW};

#[test]
fn undo_takes_the_last_act_back_and_redo_does_it_again() {
    let mut counter = Counter::of_garage(USUAL);
    let before = counter.rows_of(CLARA).follow_ups;
    counter.press("j j n u").shows("undone-usual");
    let after = counter.rows_of(CLARA);
    assert_eq!(
        (after.customer.rest_until, after.follow_ups[0].attempts),
        (None, 0)
    );
    assert_eq!(after.follow_ups.len(), before.len());
    assert_eq!(counter.contacts_of(CLARA), []);
    assert_eq!(
        counter.selected(),
        CLARA,
        "the selection goes to whom it was about"
    );
    counter.press("U").shows("redone-usual");
    assert_eq!(counter.contacts_of(CLARA).len(), 1);
    counter.press("U");
    assert!(
        counter.notice().contains("nothing to redo"),
        "{}",
        counter.notice()
    );
}

#[test]
fn undo_and_redo_go_on_after_the_program_was_left() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j d s j n");
    let mut counter = counter.comes_back("2026-11-25T09:10:00+00:00");
    counter.press("u");
    assert!(
        counter
            .notice()
            .starts_with("Taken back: Joan Fisher: no answer."),
        "{}",
        counter.notice()
    );
    let mut counter = counter.comes_back("2026-11-26T09:10:00+00:00");
    counter.press("u");
    assert!(counter.notice().contains("settled"), "{}", counter.notice());
    let mut counter = counter.comes_back("2026-11-26T09:20:00+00:00");
    counter.press("U U U").shows("nothing-to-redo-usual");
    assert_eq!(counter.contacts_of(CLARA).len(), 1);
}

#[test]
fn there_is_nothing_to_undo_where_this_counter_did_nothing() {
    let mut counter = Counter::of_garage(SMALL);
    let rows = counter.everything();
    counter.press("u").shows("nothing-to-undo-small");
    assert_eq!(counter.everything(), rows);
}

#[test]
fn the_journal_strikes_out_what_was_taken_back() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j n u 4").shows("journal-undone-usual");
    counter.press("U").shows("journal-redone-usual");
}

#[test]
fn a_new_customer_who_is_undone_is_gone_and_comes_back_with_redo() {
    let mut counter = Counter::of_garage(WIDE);
    counter
        .press("a")
        .types("Ida Holm")
        .fills("About", "Ring")
        .press("enter");
    assert_eq!(counter.selected(), "Ida Holm");
    counter
        .press("u")
        .is_silent_of("│▌Ida")
        .shows("undone-customer-wide");
    counter.press("U");
    assert_eq!(counter.selected(), "Ida Holm");
    let mut counter = counter.comes_back(NOW);
    counter.says("Ida Holm");
}
