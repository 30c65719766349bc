//! Promises at the end of the day: the sweep, the strip that counts them, the bell and the title.

use crate::common::at;
use crate::counter::{Counter, SMALL, USUAL, WIDE};

#[test]
fn the_sweep_goes_through_what_is_still_promised_one_key_each_and_says_what_it_came_to() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("c").shows("sweep-1-usual");
    counter.press("p").types("tomorrow 10am").reads(&[
        "╭ Promises still open: 1 of 4 ─",
        "promise missed 10:30, 12 min late",
        "Call them back by tomorrow 10am",
        "= tomorrow 10:00",
    ]);
    counter.press("enter").says("Promises still open: 2 of 4");
    counter.press("h").types("Asha").press("enter");
    counter.says("3 of 4");
    counter.press("0").says("4 of 4");
    counter.press("0").is_silent_of("Promises still open");
    counter.says("Closing check done: 1 new promise, 1 handed over, 2 left open.");
    let anita = counter.rows_of("Anita Patel");
    let pads = anita
        .follow_ups
        .iter()
        .find(|f| f.about == "Front pads 2 mm");
    assert_eq!(pads.unwrap().promised_at, Some(at("2026-11-25T10:00:00Z")));
    assert_eq!(
        pads.unwrap().first_promised_at,
        Some(at("2026-11-24T10:30:00Z")),
        "the first one stays in sight"
    );
    let oil = counter.rows_of("王秀英");
    assert_eq!(oil.follow_ups[0].owner.as_deref(), Some("Asha"));
    counter.press("u u");
    assert_eq!(counter.rows_of("王秀英").follow_ups[0].owner, None);
}

#[test]
fn handing_a_promise_to_whoever_has_it_changes_nothing_and_counts_for_nothing() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("c h").types("Tom").press("enter esc");
    counter.says("Closing check done: 1 handed over, 3 left open.");
    counter.press("c h").types("to").press("enter");
    counter
        .says("Anita Patel: Tom has this call already.")
        .says("Promises still open: 1 of 4");
    counter
        .press("esc")
        .says("Closing check done: 4 left open.");
}

#[test]
fn call_now_has_their_card_up_and_the_sweep_goes_on_with_the_rest() {
    let mut counter = Counter::of_garage(WIDE);
    counter.press("c 0 d");
    assert_eq!(counter.selected(), "王秀英");
    counter.press("d s");
    // It goes on behind whom was called, and says what was saved of them.
    counter.says("Promises still open: 1 of 2").says("王秀英: ");
    counter
        .press("esc")
        .says("Closing check done: 1 called, 3 left open.");
}

#[test]
fn each_way_a_call_ends_leads_back_to_the_sweep_and_somebody_elses_call_does_not() {
    for outcome in ["n", "v", "b", "d z", "d s"] {
        let mut counter = Counter::of_garage(USUAL);
        counter.press("c 0 d").press(outcome);
        counter.says("Promises still open: 1 of 2");
    }
    // The last one: the sweep says what it came to.
    let mut counter = Counter::of_garage(USUAL);
    counter.press("c 0 0 0 d n");
    counter.says("Closing check done: 1 called, 3 left open.");
    // Somebody else's call comes between: it waits for c, and asks about all that is open.
    let mut counter = Counter::of_garage(USUAL);
    counter
        .press("c 0 d j n")
        .is_silent_of("Promises still open");
    counter.press("k k n").is_silent_of("Promises still open");
    counter.press("c").says("Promises still open: 1 of 4");
}

#[test]
fn a_time_that_is_none_is_refused_in_its_place_and_esc_goes_one_step_back() {
    let mut counter = Counter::of_garage(SMALL);
    let rows = counter.everything();
    counter.press("c p").types("yesterday").press("enter");
    counter.reads(&[
        "╭ Promises still open: 1 of 4 ─",
        "Call them back by yesterday",
        "“yesterday” means yesterday 17:30, which is in the past;",
        "give a later time",
    ]);
    counter.press("esc").says("new time").press("esc");
    assert_eq!(counter.everything(), rows);
}

#[test]
fn with_no_promise_open_it_says_how_the_days_were_kept() {
    let mut counter = Counter::of_empty_shop(USUAL);
    counter
        .press("c")
        .says("No promises left to keep: 0 kept today, 0 late.");
}

#[test]
fn when_closing_nears_the_sweep_is_offered_once() {
    let mut counter = Counter::of_garage(USUAL);
    counter
        .at("2026-11-24T16:59:30+00:00")
        .is_silent_of("before closing");
    counter
        .at("2026-11-24T17:00:00+00:00")
        .says("still open before closing: press c to go through them.");
    counter
        .press("j")
        .at("2026-11-24T17:01:00+00:00")
        .is_silent_of("before closing");
}

#[test]
fn the_bell_rings_once_ahead_of_a_promise_and_once_when_it_breaks() {
    let mut counter = Counter::of_garage(USUAL);
    counter.session.app.alarm.bell = true;
    let mut rings = |now: &str| {
        counter.at(now);
        std::mem::take(&mut counter.session.app.alarm.ring)
    };
    assert!(!rings("2026-11-24T11:09:00+00:00"));
    assert!(rings("2026-11-24T11:10:00+00:00"), "ten minutes ahead");
    assert!(!rings("2026-11-24T11:15:00+00:00"));
    assert!(rings("2026-11-24T11:20:00+00:00"), "it breaks");
    assert!(!rings("2026-11-24T11:21:00+00:00"));
}

#[test]
fn the_title_says_that_a_promise_presses_and_never_whose() {
    let mut counter = Counter::of_garage(USUAL);
    assert_eq!(
        counter.session.app.title(),
        "Checkback: a promise was missed"
    );
    counter.press("p").types("11:30").press("enter");
    assert_eq!(counter.session.app.title(), "Checkback");
    counter.at("2026-11-24T11:11:30+00:00");
    assert_eq!(counter.session.app.title(), "Checkback: a promise in 9 min");
    counter.press("j d s").at("2026-11-24T11:25:00+00:00");
    assert_eq!(
        counter.session.app.title(),
        "Checkback: a promise in 5 min",
        "one that was renewed after it broke counts down too"
    );
}
