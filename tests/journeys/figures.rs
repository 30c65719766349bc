//! The figures: drawn, each with its sentence, further back or less far, counted only while they
//! are looked at.

use crate::counter::{Counter, SMALL, USUAL};

/// Where two columns of figures stand beside each other, all of them in sight.
const LARGE: (u16, u16) = (120, 40);

#[test]
fn figures_are_drawn_with_a_sentence_each_at_every_size() {
    Counter::of_garage(LARGE).press("5").shows("figures-large");
    Counter::of_garage(USUAL).press("5").shows("figures-usual");
    Counter::of_garage(SMALL).press("5").reads(&[
        "╭ Figures: the last 28 days",
        "When people answer",
        "Too early to say when people answer: 7 calls so far.",
        "9 10 11 12 13 14 15 16",
        "Mon ········",
        "0 of 2",
        "Tue ····░░░░",
        "1 of 3",
        "·░▒▓█ from hardly any to nearly all",
        "Calls",
    ]);
}

#[test]
fn one_scrolls_through_them_and_they_stand_where_they_were_when_one_comes_back() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("5 j j").is_silent_of("When people answer");
    counter.press("k k k").says("When people answer");
    counter.press("pgdn").reads(&[
        "0 of 4 promises kept, 1 late, 3 not due yet.",
        "kept 0",
        "late █",
        "not yet █",
        "Of 1 red finding 1 was authorised, worth £95.",
        "R red █",
        "1 of 1, £95",
        "3 of 3 findings were rung about within a day.",
    ]);
    counter.press("1 5").is_silent_of("When people answer");
    counter.press("G").reads(&[
        "Tries it took to reach them",
        "One customer was reached, at the first try.",
        "1st █",
        "They rang us",
        "Nobody rang us.",
        "New customers",
        "14 new customers.",
        "new ▁",
        "28 Oct",
        "24 Nov",
    ]);
    counter.press("j").says("New customers");
    counter.press("g").says("When people answer");
    Counter::of_garage(SMALL).press("5 pgdn pgdn").reads(&[
        "╭ Figures: the last 28 days, 28 Oct to 24 Nov ─",
        "late █",
        "not yet █",
        "Work found",
        "Of 1 red finding 1 was authorised, worth £95.",
        "From finding to first call",
        "3 of 3 findings were rung about within a day.",
        "in 1 d █",
    ]);
    // A larger screen has all of it in sight.
    counter.press("G").resizes(120, 40);
    counter.says("When people answer").says("New customers");
}

#[test]
fn left_and_right_look_less_far_back_or_further() {
    let mut counter = Counter::of_garage(LARGE);
    counter
        .press("5")
        .says("the last 28 days, 28 Oct to 24 Nov");
    counter
        .press("left")
        .says("the last 7 days, 18 Nov to 24 Nov");
    counter.says("0 of 4 promises kept").says("1 of 4 calls");
    counter.press("left").says("the last 7 days");
    counter.press("right right");
    counter.says("the last 12 months, 25 Nov 2025 to 24 Nov");
    counter.says("3 of 9 calls");
    counter.press("right").reads(&[
        "╭ Figures: everything since 2 Oct ─",
        "Too early to say when people answer: 9 calls so far.",
        "Sat ▒▒▒▒ 1 of 1",
        "Of 3 calls with a feeling noted, 2 ended pleased, 1",
        "3 of 9 calls reached somebody; busiest week: 4, from Mon",
        "All 3 were reached at the first try.",
        "Of 1 red finding 1 was authorised, worth £95.",
    ]);
    counter.press("right").says("everything since 2 Oct");
}

#[test]
fn years_are_counted_to_the_first_day_and_drawn_by_what_is_long_enough() {
    let mut counter = Counter::of_garage(USUAL).comes_back("2029-11-20T10:42:00+00:00");
    counter.press("5").says("No calls were made in these days.");
    counter.reads(&[
        "Tue 20 Nov",
        "╭ Figures: the last 28 days, 24 Oct to 20 Nov ─",
        "No calls were made in these days.",
    ]);
    counter
        .press("right right")
        .says("everything since 2 Oct 2026");
    counter.is_silent_of("so far)").says("3 of 9 calls");
    counter.press("pgdn").reads(&[
        "╭ Figures: everything since 2 Oct 2026 ─",
        "Oct 2026",
        "Nov 2029",
        "4 of 4 findings were rung about within a day.",
    ]);
}

#[test]
fn they_are_counted_when_they_are_opened_and_again_while_they_are_looked_at() {
    let mut counter = Counter::of_garage(USUAL);
    let known = |counter: &Counter| counter.session.app.figures.figures().cloned();
    assert_eq!(known(&counter), None);
    counter.press("n");
    assert_eq!(known(&counter), None, "nobody looks at them");
    counter.press("5").says("1 of 8 calls");
    counter.press("u").says("1 of 7 calls");
    let seen = known(&counter);
    counter.press("1 n");
    assert_eq!(known(&counter), seen, "nobody looks at them");
    counter.at("2026-11-24T10:43:00+00:00");
    assert_eq!(known(&counter), seen, "nobody looks at them");
    counter.press("5").says("1 of 8 calls");
    // The next morning it is another four weeks.
    counter.at("2026-11-25T09:00:00+00:00");
    counter.says("29 Oct to 25 Nov");
}

#[test]
fn an_empty_shop_is_told_that_there_is_nothing_to_say() {
    Counter::of_empty_shop(USUAL)
        .press("5 right right")
        .reads(&[
            "╭ Figures: everything since 24 Nov ─",
            "No calls were made in these days.",
            "Nothing was promised for these days.",
            "No red or amber finding was decided.",
            "No finding was rung about for the first time.",
            "No feelings were noted.",
        ]);
}
