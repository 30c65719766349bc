//! Two customers who turned out to be one: found, asked about with what will be moved, made one with
//! one key, and parted by undo.

use checkback::domain::draft::Author;

use crate::common::at;
use crate::counter::{Counter, SMALL, USUAL, WIDE};
use crate::shop::CLARA;

/// A. Patel is entered with a number of her own, and rung in vain; the selection is on Anita Patel.
fn doubled(size: (u16, u16)) -> Counter {
    let mut counter = Counter::of_garage(size);
    counter.press("a").types("A. Patel");
    counter.fills("Phone", "020 7946 0999");
    counter.fills("Vehicle", "Renault Clio AB12 CDE");
    counter.fills("About", "Timing belt");
    counter.press("enter");
    assert_eq!(counter.selected(), "A. Patel");
    counter.press("n /").types("0123").press("enter");
    assert_eq!(counter.selected(), "Anita Patel");
    counter
}

#[test]
fn the_other_is_found_and_both_are_shown_with_what_will_be_moved() {
    let mut counter = doubled(USUAL);
    counter
        .press("J")
        .says("Who is the same person as Anita Patel?");
    counter.types("460999").reads(&[
        "╭ Who is the same person as Anita Patel? ─",
        "/ 460999",
        "▌A. Patel 020 7946 0999 Timing belt",
    ]);
    counter.press("enter").shows("merge-asked-usual");
    counter.press("enter").reads(&[
        "▌again 13:42 Anita Patel +2 Front pads 2 mm missed 10:30 £180 R red",
        "Anita Patel: Merged with A. Patel. u undo",
    ]);
    counter
        .press("space pgdn")
        .reads(&["10:42 Tom rang, no answer"]);
    let anita = counter.rows_of("Anita Patel");
    assert!(anita.follow_ups.iter().any(|f| f.about == "Timing belt"));
    assert_eq!(anita.items.len(), 1, "the one Clio");
    assert!(!counter.rows().contains(&"A. Patel".to_owned()));
}

#[test]
fn the_question_fits_every_screen() {
    let whole = [
        "Moves 1 open follow-up, 1 contact.",
        "To know Say An-EE-ta. Boxer dog, 12, poorly; also A. Patel, 020 7946 0999",
    ];
    let wrapped = [
        "Moves 1 open follow-up, 1 contact.",
        "To know Say An-EE-ta. Boxer dog, 12, poorly; also A.",
        "Patel, 020 7946 0999",
    ];
    for (size, said) in [(WIDE, &whole[..]), (SMALL, &wrapped[..])] {
        let mut counter = doubled(size);
        counter.press("J").types("460999").press("enter");
        let stays = [
            "╭ Merge these two customers? ─",
            "Stays Anita Patel 020 7946 0123 Renault Cl",
            "Joins A. Patel 020 7946 0999 Renault Cl",
        ];
        let end = ["u separates them again, also later.", "╰"];
        counter.reads(&[&stays, said, &end].concat());
    }
}

#[test]
fn undo_parts_them_and_redo_makes_them_one_again() {
    let mut counter = doubled(WIDE);
    let (anita, patel) = (counter.rows_of("Anita Patel"), counter.rows_of("A. Patel"));
    counter.press("J").types("460999").press("enter enter");
    counter
        .says("Anita Patel: Merged with A. Patel.")
        .says("u undo");
    counter.says("also A. Patel, 020 7946 0999");
    let calls = |counter: &Counter| counter.session.app.card().map(|c| c.contacts.len());
    let merged = calls(&counter);
    counter
        .press("u")
        .says("Taken back: Anita Patel: merged: 1 open follow-up");
    assert_eq!(
        counter.rows_of("Anita Patel").follow_ups.len(),
        anita.follow_ups.len()
    );
    assert_eq!(
        counter.rows_of("A. Patel").follow_ups.len(),
        patel.follow_ups.len()
    );
    assert!(calls(&counter) < merged);
    counter.press("U");
    assert_eq!(calls(&counter), merged);
    // It is an act like any other: the journal tells of it.
    counter.press("4").says("merged: 1 open follow-up");
}

#[test]
fn escape_changes_nothing_and_nobody_is_one_with_themselves() {
    let mut counter = doubled(USUAL);
    counter.press("J").types("0123").press("enter");
    counter.says("That is Anita Patel again: choose the other customer.");
    counter.press("ctrl-u").types("460999").press("enter");
    counter.says("Merge these two customers?").press("esc");
    assert!(counter.rows_of("A. Patel").customer.merged_into.is_none());
    counter.is_silent_of("Merge these two customers?");
}

#[test]
fn in_the_list_of_all_there_is_one_and_whoever_rings_from_the_other_number_is_them() {
    let mut counter = doubled(USUAL);
    counter.press("3 g");
    while counter.selected() != "Anita Patel" {
        counter.press("j");
    }
    counter.press("J").types("460999").press("enter enter");
    assert_eq!(counter.selected(), "Anita Patel");
    let all = counter.session.app.customers.rows.iter();
    assert!(all.clone().all(|(_, e)| e.customer.name != "A. Patel"));
    counter
        .press("r")
        .types("460999")
        .says("Anita Patel")
        .press("enter");
    counter.says("Anita Patel rang: how did it end?");
    let entry = counter.rows_of("Anita Patel");
    assert!(entry.follow_ups.iter().any(|f| f.about == "Timing belt"));
}

#[test]
fn a_name_that_was_the_others_adds_to_the_one_they_are() {
    let mut counter = doubled(USUAL);
    counter.press("J").types("460999").press("enter enter");
    counter.press("a").types("A. Patel");
    counter.fills("Phone", "020 7946 0999");
    counter.fills("About", "Wheel nuts").press("enter");
    assert_eq!(counter.selected(), "Anita Patel");
    let anita = counter.rows_of("Anita Patel");
    assert!(anita.follow_ups.iter().any(|f| f.about == "Wheel nuts"));
}

#[test]
fn what_the_other_said_no_to_is_said_before_and_in_force_after() {
    let mut counter = doubled(WIDE);
    let now = at("2026-11-02T10:00:00Z");
    counter.changes_elsewhere("A. Patel", |c| {
        c.opt_out_of_calls(Author { now, by: "Asha" });
    });
    counter.press("J").types("460999").press("enter");
    counter
        .says("No calls since Mon 2 Nov (Asha).")
        .press("enter");
    counter.says("No calls since Mon 2 Nov (Asha).");
}

#[test]
fn what_another_counter_did_with_one_of_them_meanwhile_stands_in_the_way_and_is_said() {
    let mut counter = doubled(USUAL);
    counter.press("J").types("460999").press("enter");
    counter.changes_elsewhere("A. Patel", |c| c.line = Some("Deaf".to_owned()));
    counter.press("enter").says("nothing was saved");
    assert!(counter.rows_of("A. Patel").customer.merged_into.is_none());
    counter.press("J").types("460999").press("enter enter");
    counter.says("Merged with A. Patel");
    let line = counter.rows_of("Anita Patel").customer.line;
    assert!(line.is_some_and(|line| line.contains("; Deaf; also")));
}

#[test]
fn by_initials_neither_name_is_shown_where_it_was_not_opened() {
    let mut counter = doubled(USUAL);
    counter.press("P J").types("460999").press("enter");
    counter.says("Anita Patel").is_silent_of("A. Patel");
    counter.press("enter").is_silent_of("A. Patel");
}

#[test]
fn somebody_of_todays_list_is_merged_into_another_and_leaves_it() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j J").types("joan").press("enter");
    counter.says("Merge these two customers?").press("enter");
    assert_eq!(counter.selected(), CLARA);
    assert_eq!(counter.rows_of(CLARA).also.len(), 1);
    assert!(!counter.rows().contains(&"Joan Fisher".to_owned()));
}
