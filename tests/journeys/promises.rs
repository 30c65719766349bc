//! A promise hides nothing: what is promised for later stays where it stands, red, with its price, and
//! says in words by when, on screens of three sizes.

use checkback::domain::queue::Standing;
use ratatui::style::Modifier;

use crate::common::at;
use crate::counter::{Counter, SMALL, USUAL};
use crate::shop::CLARA;

const WIDER: (u16, u16) = (120, 36);
const SIZES: [(u16, u16); 3] = [WIDER, USUAL, SMALL];

/// The row of somebody in the list.
fn row_of(counter: &Counter, name: &str) -> String {
    let frame = counter.frame();
    let row = frame
        .lines()
        .find(|l| l.contains(name) && l.starts_with('│'));
    row.unwrap_or_else(|| panic!("no {name}:\n{frame}"))
        .to_owned()
}

/// Case C3: a missed promise that was renewed took the red pads out of the list.
#[test]
fn a_promise_that_is_renewed_leaves_a_red_finding_red_in_its_place_and_with_its_price() {
    for size in SIZES {
        let mut counter = Counter::of_garage(size);
        counter.press("p").types("4pm").press("enter");
        assert_eq!(counter.selected(), "Anita Patel");
        let app = &counter.session.app;
        let (standing, since) = app.selected().unwrap().stand(app.now, &app.rules);
        assert_eq!(
            (standing, since),
            (Standing::Red, at("2026-11-23T09:12:00Z"))
        );
        // Behind the promise that presses and the red one that waits longer.
        let row = row_of(&counter, "Anita Patel");
        assert!(row.contains("Front pad") && row.contains("R red"), "{row}");
        assert!(size == SMALL || row.contains("£180"), "{row}");
        let rows = counter.rows();
        let place = rows.iter().position(|name| name == "Anita Patel");
        assert!(place.unwrap() < 4, "{rows:?}");
        counter.says("promised by 16:00");
        counter.press("w").says("Red finding, waiting for 1 day");
        // Due and rest are what they were.
        let pads = counter.rows_of("Anita Patel").follow_ups.remove(0);
        assert_eq!(pads.due_at, at("2026-11-23T09:12:00Z"));
        assert_eq!(pads.promised_at, Some(at("2026-11-24T16:00:00Z")));
    }
}

#[test]
fn a_promise_for_tomorrow_takes_nothing_out_of_today() {
    for size in SIZES {
        let mut counter = Counter::of_garage(size);
        let names = counter.rows();
        let mut before = names.clone();
        counter.press("j j p").types("tomorrow 10am").press("enter");
        let mut after = counter.rows();
        before.sort();
        after.sort();
        assert_eq!(after, before);
        counter.says("promised by 10:00 tomorrow");
        let row = row_of(&counter, "Clara");
        assert!(row.contains("R red"), "{row}");
    }
}

#[test]
fn row_and_card_say_in_words_how_far_off_a_promise_is() {
    for size in SIZES {
        let mut counter = Counter::of_garage(size);
        counter.says("12 min late").says("promise missed 10:30");
        counter
            .says("in 38 min")
            .is_silent_of("+12m")
            .is_silent_of("-38m");
        counter.press("j").says("promised by 11:20");
        counter.is_silent_of("10:30!").is_silent_of("2nd │");
    }
}

#[test]
fn a_promise_made_in_a_rest_brings_them_back_in_time_and_leaves_the_rest() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j s").types("fri").press("enter");
    let friday = Some(at("2026-11-27T08:30:00Z"));
    assert_eq!(counter.rows_of(CLARA).customer.rest_until, friday);
    counter.press("/").types("Clara").press("enter");
    counter.press("p").types("tomorrow 10am").press("enter");
    let clara = counter.rows_of(CLARA);
    assert_eq!(clara.customer.rest_until, friday);
    let by = clara.follow_ups[0].promised_at;
    assert_eq!(by, Some(at("2026-11-25T10:00:00Z")));
    let counter = counter.comes_back("2026-11-25T08:59:00+00:00");
    let is_there = |counter: &Counter| counter.rows().iter().any(|name| name == CLARA);
    assert!(!is_there(&counter));
    let mut counter = counter.comes_back("2026-11-25T09:00:30+00:00");
    assert!(is_there(&counter));
    counter.says("in 59 min");
}

#[test]
fn who_is_tried_again_today_is_not_struck_through() {
    let mut counter = Counter::of_garage(USUAL);
    counter.resizes(120, 36);
    let frame = counter.frame();
    let struck = |words: &str| {
        let y = frame.lines().position(|l| l.contains(words)).unwrap();
        let cells = counter.buffer().content.iter().skip(y * 120).take(73);
        let mut cells = cells.filter(|c| c.modifier.contains(Modifier::CROSSED_OUT));
        cells.next().is_some()
    };
    assert!(struck("authorised £95"));
    assert!(!struck("no answer, again 12:58"));
}

#[test]
fn the_header_and_the_figures_count_promises_alike_and_what_was_missed_yesterday() {
    let mut counter = Counter::of_garage(USUAL);
    counter.says("promises 0 kept, 1 late, 3 to keep");
    counter.resizes(120, 60).press("5 left");
    counter.says("0 of 4 promises kept, 1 late, 3 not due yet.");
    let mut counter = counter.comes_back("2026-11-25T09:00:00+00:00");
    counter.says("promises 0 kept, 4 late and still owed");
    counter
        .press("5 left")
        .says("0 of 4 promises kept, 4 late.");
    // Heard on the day after, it is late and owed no more.
    counter.press("1 g d s s");
    counter.says("promises 0 kept, 2 late and still owed");
    counter.press("5").says("0 of 4 promises kept, 4 late.");
}

#[test]
fn somebody_unhappy_about_a_red_finding_leaves_it_open_beside_the_complaint() {
    let mut counter = Counter::of_garage(USUAL);
    counter
        .press("j j d")
        .says("Joe rings today; this stays open");
    counter
        .press("!")
        .says("Joe rings today; Exhaust mount cracked stays open.");
    let clara = counter.rows_of(CLARA);
    let abouts: Vec<&str> = clara.follow_ups.iter().map(|f| f.about.as_str()).collect();
    assert_eq!(
        abouts,
        ["Exhaust mount cracked", "Unhappy: Exhaust mount cracked"]
    );
    // Once more: there is one complaint about it.
    counter.press("/").types("Clara").press("enter");
    counter.press("d ! 0");
    let clara = counter.rows_of(CLARA);
    assert_eq!(clara.follow_ups.len(), 2);
}

#[test]
fn a_promise_for_when_the_shop_is_closed_is_asked_about_once() {
    let mut counter = Counter::of_garage(USUAL);
    let promised = |counter: &mut Counter| counter.rows_of(CLARA).follow_ups[0].promised_at;
    counter.press("j j p").types("9pm").press("enter");
    counter.says("The shop is closed at 21:00; press ↵ again to promise it");
    assert_eq!(promised(&mut counter), None);
    // Another time is another question.
    counter.press("ctrl-u").types("sun 10am").press("enter");
    counter.says("The shop is closed on Sun 29 Nov; press ↵ again");
    assert_eq!(promised(&mut counter), None);
    counter.press("enter");
    assert_eq!(promised(&mut counter), Some(at("2026-11-29T10:00:00Z")));
}

#[test]
fn a_promise_while_the_shop_is_open_is_asked_about_nowhere() {
    let mut counter = Counter::of_garage(USUAL);
    for (typed, by) in [
        ("4pm", "2026-11-24T16:00:00Z"),
        ("fri", "2026-11-27T17:30:00Z"),
        // A day without a time is the next open one.
        ("sun", "2026-11-30T17:30:00Z"),
    ] {
        counter
            .press("/")
            .types("Clara")
            .press("enter p")
            .types(typed);
        counter.press("enter");
        let promised = counter.rows_of(CLARA).follow_ups[0].promised_at;
        assert_eq!(promised, Some(at(by)), "{typed}");
    }
}

#[test]
fn the_forms_and_the_sweep_ask_about_it_too() {
    let words = "press ↵ again to promise it all";
    let mut counter = Counter::of_garage(WIDER);
    counter.press("a").types("Ida Holm").fills("About", "Tyres");
    counter
        .fills("Phone", "020 7946 0142")
        .fills("Promised by", "9pm");
    counter.press("enter").says(words).press("enter");
    let ida = counter.rows_of("Ida Holm");
    assert_eq!(
        ida.follow_ups[0].promised_at,
        Some(at("2026-11-24T21:00:00Z"))
    );
    counter
        .press("/")
        .types("Clara")
        .press("enter e")
        .fills("Promised by", "8pm");
    counter.press("enter").says(words).press("enter");
    let promised = counter.rows_of(CLARA).follow_ups[0].promised_at;
    assert_eq!(promised, Some(at("2026-11-24T20:00:00Z")));
    counter
        .press("c p")
        .types("22:00")
        .press("enter")
        .says(words);
    counter.press("enter").is_silent_of(words);
}
