//! Whole screens at the three sizes of the counter, a few that each show several things at once: they
//! were looked at one by one and found good.

use std::time::Instant;

use checkback::app::action::{InputEvent, Key};

use crate::counter::{Counter, SMALL, USUAL};
use crate::shop::LONG;

/// The sizes, and what the frames of each are called.
const SIZES: [(&str, (u16, u16)); 3] = [("large", (120, 36)), ("usual", USUAL), ("small", SMALL)];

fn at_every_size(name: &str, plays: impl Fn(&mut Counter)) {
    for (size, columns_and_rows) in SIZES {
        let mut counter = Counter::of_garage(columns_and_rows);
        plays(&mut counter);
        counter.shows(&format!("{name}-{size}"));
    }
}

/// A missed promise stays on top, red and with its price; a key for a row that another counter took is
/// not taken for the next one; columns stand beneath each other; the header counts the promises.
#[test]
fn a_row_that_another_counter_took_leaves_the_list_and_says_who_did_what() {
    at_every_size("row-taken", |counter| {
        while counter.selected() != LONG {
            counter.press("j");
        }
        counter.sue_logs_no_answer(LONG);
        counter.at("2026-11-24T10:43:00+00:00").press("n");
    });
}

/// A question about a call, a key in it that means nothing there, and number, SAY and ASK beneath.
#[test]
fn a_slip_in_the_outcome_popup_says_which_keys_count_above_the_words_of_the_call() {
    at_every_size("outcome-slip", |counter| {
        counter.press("d k");
    });
}

/// Undo that would take a customer out asks before it does.
#[test]
fn an_undo_that_goes_far_is_a_question_over_the_list() {
    at_every_size("undo-asked", |counter| {
        counter.press("a").types("Ida Holm").fills("About", "Ring");
        counter.press("enter u");
    });
}

/// A bar code, or a paste without brackets, is looked for and no key of it is taken.
#[test]
fn a_burst_over_the_list_is_looked_for() {
    at_every_size("burst-found", |counter| {
        let now = Instant::now();
        for letter in "020 7946 01".chars() {
            let press = InputEvent::Key(Key::Char(letter));
            counter.session.input(&press, now);
        }
        counter
            .session
            .ripen(now + std::time::Duration::from_millis(100));
        counter.catches_up();
    });
}
