//! Times: later by digits or a phrase, and promises.

use crate::common::at;
use crate::counter::{Counter, SMALL, USUAL};
use crate::shop::CLARA;

#[test]
fn later_takes_a_number_of_days_and_shows_how_it_is_read() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j s").reads(&[
        "╭ Clara Di\u{301}az: later ─",
        "Until",
        "3 (days), f or fri, tomorrow 9am, in 2 hours, 24/12, end of month",
    ]);
    counter.types("3").says("= Fri 27 Nov 08:30");
    counter.press("enter").reads(&[
        "2 of 12 done",
        "╭ محمد الأحمد 020 7946 0144 ─",
        "Clara Di\u{301}az: Back Fri 27 Nov 08:30. u undo",
    ]);
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
    counter.press("j j s f").reads(&[
        "╭ Clara Di\u{301}az: later ─",
        "Until f",
        "= Fri 27 Nov 08:30",
    ]);
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
    counter.reads(&[
        "Until when the moon is blue",
        "“when the moon is blue”: “when” is not understood; write it as",
        "tomorrow 9am, fri, in 2 hours, 3d or 24 Dec 10:30",
    ]);
    counter
        .press("ctrl-u")
        .types("yesterday")
        .press("enter")
        .reads(&[
            "Until yesterday",
            "“yesterday” means yesterday 08:30, which is in the past; give a",
            "later time",
        ]);
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
    counter.press("p").reads(&[
        "╭ Anita Patel: promise about Front pads 2 mm ─",
        "Call them back by",
        "4pm, tomorrow noon, fri 10:30, in 2 hours",
    ]);
    counter.types("4pm").says("= today 16:00");
    counter.press("enter").reads(&[
        "4 to keep, next 11:20",
        "▌1 d Anita Patel +1 Front pads 2 mm",
        "promised by 16:00, in 5 h, first",
        "promised for 10:30 today",
        "Anita Patel: Promised by 16:00 today (first promised for 10:30). u undo",
    ]);
    let pads = counter.rows_of("Anita Patel").follow_ups.remove(0);
    assert_eq!(pads.promised_at, Some(at("2026-11-24T16:00:00Z")));
    assert_eq!(pads.first_promised_at, Some(at("2026-11-24T10:30:00Z")));
}

#[test]
fn a_promise_that_was_not_kept_is_broken_when_its_time_has_come() {
    let counter = Counter::of_garage(USUAL);
    let mut counter = counter.comes_back("2026-11-24T11:35:00+00:00");
    counter.press("j");
    counter
        .says("promise missed 11:20, 15 min late")
        .says("2 late");
}
