//! The other views: ahead, customers, journal, by number and by Tab.

use crate::counter::{Counter, SMALL, USUAL, WIDE};
use crate::shop::LONG;

#[test]
fn ahead_shows_who_comes_later_by_day() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("2").shows("ahead-usual");
    assert_eq!(counter.selected(), "Asha Roy", "she is tried again today");
    Counter::of_garage(SMALL).press("2 j").shows("ahead-small");
}

#[test]
fn the_month_is_walked_by_days_and_the_rows_beneath_begin_with_the_day() {
    let mut counter = Counter::of_garage(USUAL);
    counter
        .press("2 right right right")
        .says("Fri 27 Nov: nobody");
    assert_eq!(counter.selected(), "Grace O'Neill", "the next who comes");
    counter
        .press("right right right")
        .says("Mon 30 Nov: 1 customer");
    counter.press("j").says("Tue 1 Dec: 1 customer");
    counter.press("> ").shows("ahead-next-month-usual");
    counter.press("< < <").says("Tue 24 Nov: 11 customers");
    assert_eq!(counter.selected(), "Asha Roy", "no day before today");
    Counter::of_garage(WIDE).press("2").shows("ahead-wide");
}

#[test]
fn what_is_ahead_is_moved_by_a_phrase_and_undo_moves_it_back() {
    let mut counter = Counter::of_garage(USUAL);
    counter
        .press("2 j s")
        .types("10/12")
        .shows("ahead-move-usual");
    counter.press("enter").says("Thu 10 Dec: 1 customer");
    assert_eq!(counter.selected(), "Grace O'Neill");
    let due = counter.rows_of("Grace O'Neill").follow_ups[0].due_at;
    assert_eq!(due, crate::common::at("2026-12-10T08:30:00Z"));
    counter.press("u").says("Mon 30 Nov: 1 customer");
}

#[test]
fn customers_shows_everybody_by_name_with_their_number() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("3").shows("customers-usual");
    counter.press("G");
    assert_eq!(counter.selected(), "王秀英");
    Counter::of_garage(WIDE)
        .press("3 j")
        .shows("customers-wide");
    Counter::of_garage(SMALL)
        .press("3")
        .shows("customers-small");
}

#[test]
fn the_journal_tells_who_did_what_and_when() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("4").shows("journal-usual");
    Counter::of_garage(SMALL)
        .press("4 G")
        .shows("journal-end-small");
}

#[test]
fn the_journal_narrows_to_a_person_and_to_a_day_and_widens_again() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("4").says("╭ Journal ─");
    let all = counter.frame();
    counter.press("G f").shows("journal-of-a-person-usual");
    counter
        .press("left")
        .shows("journal-of-a-person-and-day-usual");
    counter
        .press("left left left left")
        .says("Nothing was done then.");
    counter.press("esc");
    assert_eq!(counter.frame(), all);
    counter
        .press("right right")
        .says("╭ Journal: Tue 24 Nov 2026 ─");
}

#[test]
fn tab_goes_round_the_views_and_shift_tab_back() {
    let mut counter = Counter::of_garage(USUAL);
    for title in [
        "╭ Ahead",
        "╭ Customers",
        "╭ Journal",
        "╭ Figures",
        "╭ To call",
    ] {
        counter.press("tab").says(title);
    }
    for title in [
        "╭ Figures",
        "╭ Journal",
        "╭ Customers",
        "╭ Ahead",
        "╭ To call",
    ] {
        counter.press("backtab").says(title);
    }
    counter
        .press("3")
        .says("╭ Customers")
        .press("1")
        .says("╭ To call");
}

#[test]
fn a_call_from_customers_is_logged_and_the_selection_stays_on_them() {
    let mut counter = Counter::of_garage(USUAL);
    counter
        .press("3 j j j n")
        .shows("customers-no-answer-usual");
    assert_eq!(counter.selected(), LONG);
    assert_eq!(counter.contacts_of(LONG).len(), 1);
}
