//! Calling: the number dialled, copied, scanned; a message for whoever does not answer.

use crate::common::Place as _;
use crate::counter::{Counter, SMALL, USUAL, WIDE};
use crate::shop::CLARA;

fn that_dials(size: (u16, u16)) -> Counter {
    Counter::with(
        size,
        "[calling]\ndial = [\"ring\", \"--to\", \"{number}\"]\n",
    )
}

#[test]
fn enter_dials_where_the_shop_said_how_and_the_second_one_asks_how_it_ended() {
    let mut counter = that_dials(WIDE);
    counter.press("j j enter");
    assert_eq!(
        counter.session.app.calling.number.take().as_deref(),
        Some("+442079460177")
    );
    counter
        .at("2026-11-24T10:42:42+00:00")
        .shows("calling-wide");
    assert_eq!(
        counter.place.rows("claim").len(),
        1,
        "nobody else rings them"
    );
    counter.press("enter").says("how did it end?");
    counter.press("s");
    assert_eq!(counter.place.rows("claim").len(), 0);
    assert_eq!(
        counter.session.app.calling.call, None,
        "it ended with its outcome"
    );
    assert_eq!(counter.contacts_of(CLARA).len(), 1);
    assert_eq!(
        counter.session.app.calling.number, None,
        "nobody else was dialled"
    );
}

#[test]
fn without_a_dial_command_enter_asks_how_it_ended() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("enter").says("how did it end?");
    assert_eq!(counter.session.app.calling.number, None);
}

#[test]
fn who_may_not_be_rung_now_is_not_dialled_and_why_is_said() {
    let mut counter = that_dials(USUAL);
    while counter.selected() != "B. Ali" {
        counter.press("j");
    }
    counter.press("enter").says("Not dialled:");
    assert_eq!(counter.session.app.calling.number, None);
    assert_eq!(counter.session.app.overlay, None);
}

#[test]
fn a_call_that_nobody_answers_ends_with_the_one_key_too() {
    let mut counter = that_dials(USUAL);
    counter.press("j j enter n");
    assert_eq!(counter.session.app.calling.call, None);
    assert_eq!(counter.contacts_of(CLARA).len(), 1);
}

#[test]
fn y_copies_the_number_and_says_it() {
    let mut counter = Counter::of_garage(SMALL);
    counter
        .press("y")
        .says("+442079460123 is in the clipboard.");
    assert_eq!(
        counter.session.app.calling.copied.as_deref(),
        Some("+442079460123")
    );
}

#[test]
fn a_message_is_ready_to_paste_and_says_when_it_is_early() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j m").shows("message-early-usual");
    counter.press("y").says("The message is in the clipboard.");
    let copied = counter.session.app.calling.copied.take().unwrap();
    assert!(copied.starts_with("Hello Clara"), "{copied}");
    counter.press("j j m").is_silent_of("a call is better");
    assert_eq!(counter.selected(), "Joan Fisher");
    counter.press("esc");
    assert_eq!(counter.session.app.calling.copied, None);
}

#[test]
fn the_code_to_scan_stands_on_a_card_with_room_and_is_dark_on_light_without_colour_too() {
    let mut counter = Counter::of_garage((140, 52));
    counter.shows("card-code-large");
    counter.wears(checkback::app::look::Theme::None);
    counter.shows("card-code-no-colour-large");
    counter.press("P");
    assert!(!counter.frame().contains('▄'), "not by initials");
}
