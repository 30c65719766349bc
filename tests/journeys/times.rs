//! Times: later by digits or a phrase, and promises.

use crate::common::at;
use crate::counter::{Counter, SMALL, USUAL};
use crate::shop::CLARA;

#[test]
fn later_takes_a_number_of_days_and_shows_how_it_is_read() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j s").shows("later-empty-usual");
    counter.types("3").shows("later-3-usual");
    counter.press("enter").shows("later-saved-usual");
    let rest = counter.rows_of(CLARA).customer.rest_until;
    assert_eq!(rest, Some(at("2026-11-27T08:30:00Z")));
    counter.press("s").types("4").press("enter");
    let rest = counter.rows_of("محمد الأحمد").customer.rest_until;
    assert_eq!(
        rest,
        Some(at("2026-11-28T09:00:00Z")),
        "Saturday opens at nine"
    );
}

#[test]
fn later_takes_one_letter_for_a_day_and_whole_phrases() {
    let mut counter = Counter::of_garage(SMALL);
    counter.press("j j s f").shows("later-friday-small");
    counter.press("enter");
    let rest = counter.rows_of(CLARA).customer.rest_until;
    assert_eq!(rest, Some(at("2026-11-27T08:30:00Z")));
    counter.press("s").types("tomorrow 2:15pm").press("enter");
    let rest = counter.rows_of("محمد الأحمد").customer.rest_until;
    assert_eq!(rest, Some(at("2026-11-25T14:15:00Z")));
}

#[test]
fn a_phrase_that_is_none_says_what_would_be_right_and_keeps_what_was_typed() {
    let mut counter = Counter::of_garage(USUAL);
    let rows = counter.everything();
    counter
        .press("j j s")
        .types("when the moon is blue")
        .press("enter");
    counter.shows("later-wrong-usual");
    counter
        .press("ctrl-u")
        .types("yesterday")
        .press("enter")
        .shows("later-past-usual");
    counter.press("ctrl-u enter").says("Until").press("esc");
    assert_eq!(counter.everything(), rows);
}

#[test]
fn later_never_goes_past_a_promise() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j s").types("2").press("enter");
    assert!(
        counter
            .notice()
            .contains("Back today 11:05, because of the promise for 11:20."),
        "{}",
        counter.notice()
    );
    let rest = counter.rows_of("王秀英").customer.rest_until;
    assert_eq!(rest, Some(at("2026-11-24T11:05:00Z")));
}

#[test]
fn a_renewed_promise_keeps_the_first_one_in_sight() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("p").shows("promise-empty-usual");
    counter.types("4pm").shows("promise-4pm-usual");
    counter.press("enter").shows("promise-renewed-usual");
    let pads = counter.rows_of("Anita Patel").follow_ups.remove(0);
    assert_eq!(pads.promised_at, Some(at("2026-11-24T16:00:00Z")));
    assert_eq!(pads.first_promised_at, Some(at("2026-11-24T10:30:00Z")));
}

#[test]
fn a_promise_that_was_not_kept_is_broken_when_its_time_has_come() {
    let counter = Counter::of_garage(USUAL);
    let mut counter = counter.comes_back("2026-11-24T11:35:00+00:00");
    counter.press("j").shows("promise-broken-usual");
    counter.says("11:20! +15m").says("2 late");
}
