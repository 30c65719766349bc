//! They rang us: found by digits, plate or name, their card up, and the call kept as theirs.

use checkback::app::action::InputEvent;
use checkback::domain::change::{Change, Record};
use checkback::domain::contact::{Direction, Outcome};
use checkback::domain::follow_up::{FollowUp, FollowUpState};

use crate::common::at;
use crate::counter::{Counter, SMALL, USUAL, key};
use crate::shop::{CLARA, NOW};

#[test]
fn six_keys_settle_with_whoever_rang_us_their_card_beside_them() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("r").reads(&[
        "╭ They rang: who is it? ─",
        "/",
        "a name, any digits of the number",
        "↵ open esc leave",
    ]);
    counter
        .types("177")
        .press("enter")
        .shows("they-rang-asked-usual");
    counter.press("s");
    assert!(counter.notice().contains("Settled"), "{}", counter.notice());
    let contacts = counter.contacts_of(CLARA);
    assert_eq!(contacts[0].direction, Direction::Inward);
    assert_eq!(contacts[0].outcome, Outcome::Reached);
    assert_eq!(contacts[0].attempt, None, "it was no try of ours");
}

#[test]
fn the_tries_that_were_pending_are_dropped_with_their_call() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j n");
    let resting = counter.rows_of(CLARA);
    assert!(resting.customer.rest_until.is_some());
    assert_eq!(resting.follow_ups[0].attempts, 1);
    counter.press("r").types("177").press("enter z");
    let spoken = counter.rows_of(CLARA);
    assert_eq!(spoken.customer.rest_until, None);
    assert_eq!(spoken.follow_ups[0].attempts, 0);
    counter.press("u");
    let again = counter.rows_of(CLARA);
    assert_eq!(again.customer.rest_until, resting.customer.rest_until);
    assert_eq!(again.follow_ups[0].attempts, 1);
}

#[test]
fn who_rings_with_nothing_open_is_remembered_all_the_same() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j d s");
    counter.press("r").types("177").press("enter");
    assert!(
        counter.notice().contains("They rang. No open calls"),
        "{}",
        counter.notice()
    );
    let contacts = counter.contacts_of(CLARA);
    assert_eq!(contacts.len(), 2);
    assert_eq!(contacts[0].direction, Direction::Inward);
    assert_eq!(counter.selected(), CLARA);
}

#[test]
fn whoever_the_tries_ran_out_for_is_asked_after_all_when_they_ring() {
    let mut counter = Counter::of_garage(USUAL);
    let before = counter.rows_of(CLARA).follow_ups.remove(0);
    let after = FollowUp {
        state: FollowUpState::LetGo,
        ..before.clone()
    };
    let changes = vec![Change::of(
        Record::FollowUp(before),
        Record::FollowUp(after),
    )];
    let act = crate::common::named("tries ran out", changes, at(NOW));
    counter.store().save(&act).unwrap();
    counter.press("r").types("177").press("enter z");
    assert_eq!(
        counter.rows_of(CLARA).follow_ups[0].state,
        FollowUpState::Open
    );
}

#[test]
fn keys_faster_than_the_search_are_meant_for_whom_it_opens() {
    let mut counter = Counter::of_garage(SMALL);
    for name in ["r", "1", "7", "7", "enter", "s"] {
        counter.hurries(&InputEvent::Key(key(name)));
    }
    counter.catches_up();
    assert_eq!(counter.contacts_of(CLARA).len(), 1);
    assert_eq!(counter.closed_of(CLARA).len(), 1);
}

#[test]
fn whoever_rings_and_is_not_known_is_added_with_what_was_typed() {
    for opens in ["r", "/"] {
        for (typed, field, next) in [
            ("Ida Holm", "Ida Holm", "Phone"),
            ("07400 123473", "07400 123473", "Name"),
            ("KX19 ZZB", "KX19 ZZB", "Name"),
        ] {
            let mut counter = Counter::of_garage(USUAL);
            counter.press(opens).types(typed);
            counter.says("No customer found. ↵ adds them.");
            counter.press("enter").says("╭ Add a call ─").says(field);
            counter.says(&format!("▌{next}"));
        }
    }
}

#[test]
fn whoever_is_added_from_the_search_stands_in_the_list() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("r").types("07400 123473").press("enter");
    counter.fills("Name", "Ida Holm").fills("About", "Tyres");
    counter.press("enter");
    let ida = counter.rows_of("Ida Holm");
    assert_eq!(ida.customer.phone.as_deref(), Some("+447400123473"));
}

#[test]
fn enter_that_is_faster_than_the_search_adds_whoever_is_not_found() {
    let mut counter = Counter::of_garage(USUAL);
    for name in ["/", "Q", "q", "enter"] {
        counter.hurries(&InputEvent::Key(key(name)));
    }
    counter.catches_up();
    counter.says("╭ Add a call ─").says("Qq");
}

#[test]
fn nobody_is_added_while_the_other_of_two_is_sought() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j J").types("zzz").press("enter");
    counter.says("No customer found.").is_silent_of("adds them");
}
