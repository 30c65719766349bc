//! Undoing and doing again, also when the program was left in between.

use crate::counter::{Counter, SMALL, USUAL, WIDE};
use crate::shop::{CLARA, NOW};

#[test]
fn undo_takes_the_last_act_back_and_redo_does_it_again() {
    let mut counter = Counter::of_garage(USUAL);
    let before = counter.rows_of(CLARA).follow_ups;
    counter.press("j j n u").reads(&[
        "▌3 d Clara Di\u{301}az Exhaust mount cracked £45 R red",
        "Taken back: Clara Di\u{301}az: no answer. u undo U redo",
    ]);
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
    counter.press("U").reads(&[
        "▌again 11:12 Clara Di\u{301}az Exhaust mount cracked £45 R red",
        "Tried already; again today 11:12.",
        "Done again: Clara Di\u{301}az: no answer. u undo",
    ]);
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
    counter
        .press("u")
        .says("Take back “no answer” of yesterday")
        .press("y");
    assert!(
        counter
            .notice()
            .starts_with("Taken back: Joan Fisher: no answer."),
        "{}",
        counter.notice()
    );
    let mut counter = counter.comes_back("2026-11-26T09:10:00+00:00");
    counter.press("u y");
    assert!(counter.notice().contains("settled"), "{}", counter.notice());
    let mut counter = counter.comes_back("2026-11-26T09:20:00+00:00");
    counter.press("U U U").reads(&[
        "Thu 26 Nov 09:20",
        "There is nothing to redo at this counter",
    ]);
    assert_eq!(counter.contacts_of(CLARA).len(), 1);
}

#[test]
fn there_is_nothing_to_undo_where_this_counter_did_nothing() {
    let mut counter = Counter::of_garage(SMALL);
    let rows = counter.everything();
    counter
        .press("u")
        .reads(&["There is nothing to undo at this counter"]);
    assert_eq!(counter.everything(), rows);
}

#[test]
fn the_journal_strikes_out_what_was_taken_back() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j n u 4").reads(&[
        "▌10:42 Tom Clara Di\u{301}az taken back: no answer",
        "10:42 Tom Clara Di\u{301}az no answer",
        "10:12 Tom Tom Reid authorised",
    ]);
    counter.press("U").reads(&[
        "▌10:42 Tom Clara Di\u{301}az done again: no answer",
        "10:42 Tom Clara Di\u{301}az taken back: no answer",
        "10:42 Tom Clara Di\u{301}az no answer",
        "10:12 Tom Tom Reid authorised",
        "Done again: Clara Di\u{301}az: no answer. u undo",
    ]);
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
    counter.press("u y").is_silent_of("│▌Ida").reads(&[
        "╭ Priya Nair 020 7946 0166 ─",
        "▌15:00 Priya Nair",
        "Taken back: Ida Holm: added: Ring. u undo U redo",
    ]);
    counter.press("U");
    assert_eq!(counter.selected(), "Ida Holm");
    let mut counter = counter.comes_back(NOW);
    counter.says("Ida Holm");
}

#[test]
fn an_undo_that_takes_a_customer_out_asks_first_and_no_is_no() {
    for size in [WIDE, USUAL, SMALL] {
        let mut counter = Counter::of_garage(size);
        counter
            .press("a")
            .types("Ida Holm")
            .fills("About", "Ring")
            .press("enter u");
        counter.says("Take this back?").says("out?");
        for no in ["esc", "u u u esc"] {
            counter.press(no);
            assert_eq!(counter.selected(), "Ida Holm", "{no}");
            counter.press("u");
        }
        counter.press("y");
        assert!(counter.store().with_name("Ida Holm").unwrap().is_empty());
    }
}

#[test]
fn a_held_u_stops_at_the_start_of_the_day() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j n");
    let mut counter = counter.comes_back("2026-11-25T09:10:00+00:00");
    counter.press("j n u u u u u u u u");
    counter.says("Take back “no answer” of yesterday 10:42?");
    assert_eq!(counter.contacts_of(CLARA).len(), 1);
}

#[test]
fn in_the_journal_the_selected_act_is_taken_back_and_no_other() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j n n 4 j u");
    assert_eq!(counter.contacts_of(CLARA), [], "{}", counter.frame());
    assert_eq!(counter.contacts_of("محمد الأحمد").len(), 1);
}

#[test]
fn in_the_journal_an_act_that_was_built_on_is_not_taken_back_and_it_is_said() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j n");
    counter.at("2026-11-24T16:42:00+00:00");
    counter.press("g");
    while counter.selected() != CLARA {
        counter.press("j");
    }
    counter.press("n 4 j u");
    counter.says("cannot be taken back: it has been changed again since");
    assert_eq!(counter.contacts_of(CLARA).len(), 2);
}

#[test]
fn in_the_journal_what_was_taken_back_is_not_taken_back_again() {
    let mut counter = Counter::of_garage(USUAL);
    counter
        .press("j j n u 4 u")
        .says("This is no act but an undo or redo.");
    counter.press("j u").says("That was taken back already.");
}
