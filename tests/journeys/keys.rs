//! One hand: the left and the right set, and keys of the shop's own. What is shown is what works.

use checkback::domain::contact::Outcome;

use crate::counter::{Counter, SMALL, USUAL, WIDE};
use crate::shop::CLARA;

const LEFT: &str = "[keys]\nset = \"left\"\n";
const RIGHT: &str = "[keys]\nset = \"right\"\n";

#[test]
fn the_foot_and_the_help_show_the_keys_of_the_set() {
    Counter::with(USUAL, LEFT).shows("keys-left-usual");
    Counter::with(WIDE, RIGHT).reads(&["6 Today 11 7 Ahead 8 Customers 9 Journal 0 Figures", "i we spoke n no answer , voicemail . busy ; wrong number l later ] add / find u undo p promise F6 edit", "o job F7 why F8 keys q quit"]);
    Counter::with(SMALL, LEFT).reads(&[
        "q card d we spoke f no answer v voicemail b busy",
        "x wrong number space later a add F1 keys Q quit",
    ]);
    Counter::with(USUAL, LEFT).press("F1").reads(&[
        "c ↵ dial, if your settings say how; else like “we spoke”",
        "f nobody answered: the next try is set for you",
        "space out of the list until later: days, or a time",
        "e promise to call them back by a time",
        "F2 hand over: a colleague rings instead",
        "q close",
    ]);
    Counter::with(USUAL, RIGHT).press("F8").reads(&[
        "6 Today 11 7 Ahead 8 Customers 9 Journal 0 Figures",
        "i you spoke to them: how did it end?",
        ", left a message: again the next open day",
        ". the line was busy: again in a quarter of an hour",
        "; the number belongs to somebody else",
        "F9 close",
    ]);
}

#[test]
fn a_call_is_settled_an_outcome_taken_back_and_a_line_typed_with_the_left_hand() {
    let mut counter = Counter::with(USUAL, LEFT);
    let first = counter.selected();
    counter.press("s f");
    assert_ne!(counter.selected(), first, "down, and nobody answered there");
    counter.press("w w d").reads(&[
        "╭ Anita Patel: how did it end? 1 of 2 ─",
        "a authorised",
        "g no longer matters",
        "d declined",
        "␣ leave open",
        "r unhappy",
        "space not talked about q back esc leave",
    ]);
    counter
        .press("a F2 s")
        .says("authorised £180, settled")
        .press("z")
        .says("Taken back");
    counter
        .press("space")
        .types("3")
        .press("F2")
        .says("Back today 16:00, because of the promise for 17:00");
}

#[test]
fn a_call_is_settled_and_what_lies_on_top_left_with_the_right_hand() {
    let mut counter = Counter::with(USUAL, RIGHT);
    counter.press("i").reads(&[
        "y authorised",
        "m no longer matters",
        "k declined",
        "h thinking",
        "l can wait",
        "o settled",
        "/ not talked about backspace back F9 leave",
    ]);
    counter.press("F9").is_silent_of("how did it end?");
    counter
        .press("j , u")
        .says("Taken back")
        .press("7")
        .says("╭ Ahead");
}

#[test]
fn a_wrong_number_is_said_with_the_key_of_the_set_that_corrects_it() {
    let mut counter = Counter::with(USUAL, RIGHT);
    counter
        .press(";")
        .says("Stays in the list until corrected. (F6)");
    counter.says("Wrong number. Press F6 to correct it.");
    counter
        .press("F7")
        .says("why here?")
        .says("Wrong number. Press F6 to correct it.");
}

#[test]
fn a_usual_letter_that_the_set_does_not_have_does_nothing_and_says_so() {
    let mut counter = Counter::with(USUAL, LEFT);
    let before = counter.everything();
    for key in ["n", "k", "u", "p"] {
        counter.press(key).says(&format!("“{key}” is no key here."));
    }
    assert_eq!(counter.everything(), before);
}

#[test]
fn a_key_of_the_shops_own_works_and_is_shown() {
    let mut counter = Counter::with(USUAL, "[keys]\nwhy = \"n\"\nno-answer = \"w\"\n");
    counter
        .says("w no answer")
        .says("n why")
        .press("w")
        .says("No answer.");
}

#[test]
fn where_there_is_no_room_for_a_row_no_key_is_about_one() {
    let mut counter = Counter::of_garage(USUAL);
    let before = counter.rows();
    counter.resizes(30, 5).says("Window too small");
    counter.press("n v b d a").resizes(120, 32);
    assert_eq!(counter.rows(), before);
    assert_eq!(counter.notice(), "");
}

#[test]
fn the_help_goes_by_the_screenful_and_to_its_end() {
    let mut counter = Counter::of_garage(SMALL);
    counter.press("?");
    let top = counter.frame();
    counter.press("j");
    let a_little = counter.frame();
    counter.press("g").press("pgdn");
    let a_page = counter.frame();
    assert_ne!(a_page, top);
    assert_ne!(a_page, a_little);
    counter.press("G");
    let end = counter.frame();
    counter.press("pgdn");
    assert_eq!(counter.frame(), end);
    counter.press("home");
    assert_eq!(counter.frame(), top);
}

#[test]
fn c26_with_caps_lock_on_the_keys_do_what_their_small_letters_do() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j N");
    assert_eq!(counter.contacts_of(CLARA)[0].outcome, Outcome::NoAnswer);
    // Undo, and not the redo that a capital is.
    counter.press("U");
    counter.says("Taken back: Clara");
    counter.press("D");
    counter.says("how did it end?");
}

#[test]
fn a_redo_says_what_takes_it_back_for_whom_caps_lock_made_it() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("n u U");
    counter.says("Done again").says("u undo");
}

#[test]
fn c27_a_letter_of_another_layout_is_the_key_at_its_place() {
    for (letter, words) in [
        ("т", "No answer."),
        ("ν", "No answer."),
        ("מ", "No answer."),
        ("в", "how did it end?"),
    ] {
        let mut counter = Counter::of_garage(USUAL);
        counter.press("j j").press(letter).says(words);
    }
}

#[test]
fn a_letter_that_is_no_key_anywhere_is_said_to_be_none() {
    let mut counter = Counter::of_garage(USUAL);
    counter
        .press("王")
        .says("is no key here. Is another keyboard layout on?");
    counter
        .press("z")
        .says("“z” is no key here. ? shows all keys.");
}

#[test]
fn c29_ctrl_h_deletes_as_backspace_does() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("/").types("danax").press("ctrl-h");
    counter.says("dana").is_silent_of("danax");
}
