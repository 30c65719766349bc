//! A paper list keyed back in: row by row, each a call at its time.

use checkback::app::action::{Action, InputEvent, Key};
use checkback::app::keymap::{KeyBindings, KeySet, Scope};
use checkback::app::popups::outcome;
use checkback::domain::contact::Outcome;
use checkback::domain::follow_up::FollowUpResult;
use checkback::domain::paper;

use crate::common::{Backend, at};
use crate::counter::{Counter, SMALL, USUAL, WIDE};
use crate::shop::CLARA;

fn number(counter: &mut Counter, name: &str) -> i64 {
    counter.rows_of(name).customer.id
}

#[test]
fn a_row_says_whom_it_means_and_what_it_will_come_to_before_it_is_saved() {
    let mut counter = Counter::of_garage(USUAL);
    let clara = number(&mut counter, CLARA);
    counter.press("K").reads(&[
        "╭ Key in a paper list ─",
        "Row",
        "its number, the ticked letters, the time if it was not now: 12 n 10:15 ·",
        "12 da 10:15 · 12 v yesterday 16:00, and a note",
    ]);
    counter
        .types(&clara.to_string())
        .reads(&["Row 5", "Clara Di\u{301}az: Exhaust mount cracked"]);
    counter.types(" n 10:15, rang twice").reads(&[
        "Row 5 n 10:15, rang twice",
        "Clara Di\u{301}az: 10:15 No answer. Again today 10:45.",
    ]);
    assert_eq!(counter.contacts_of(CLARA), []);
    counter.press("enter").reads(&[
        "╭ Key in a paper list: 1 saved ─",
        "✓ Clara Di\u{301}az: 10:15 No answer. Again today 10:45.",
        "Clara Di\u{301}az: 10:15 No answer. Again today 10:45.",
    ]);
    let contacts = counter.contacts_of(CLARA);
    assert_eq!(contacts.len(), 1);
    assert_eq!(contacts[0].outcome, Outcome::NoAnswer);
    assert_eq!(contacts[0].at, at("2026-11-24T10:15:00Z"));
    assert_eq!(contacts[0].note.as_deref(), Some("rang twice"));
    counter.press("esc u").says("Taken back: ");
    assert_eq!(counter.contacts_of(CLARA), []);
}

#[test]
fn the_ticked_results_close_what_was_talked_about() {
    let mut counter = Counter::of_garage(WIDE);
    let clara = number(&mut counter, CLARA);
    counter.press("K").types(&format!("{clara} da 9:05"));
    counter.press("enter").shows("paper-results-wide");
    let contact = &counter.contacts_of(CLARA)[0];
    assert_eq!(contact.answers[0].result, FollowUpResult::Authorised);
    assert_eq!(contact.at, at("2026-11-24T09:05:00Z"));
}

#[test]
fn paper_and_screen_have_the_same_letters() {
    let keys = KeyBindings::of(KeySet::Usual);
    for (letter, result) in paper::RESULTS {
        let shown = keys.shown_in(outcome::SCOPE, Action::Result(result));
        assert_eq!(shown, letter.to_string(), "{result}");
    }
    let skipped = keys.shown_in(outcome::SCOPE, Action::NotTalkedAbout);
    assert_eq!(skipped, paper::NOT_TALKED_ABOUT.to_string());
    for (letter, outcome) in paper::OUTCOMES {
        let action = match outcome {
            Outcome::NoAnswer => Action::NoAnswer,
            Outcome::Voicemail => Action::Voicemail,
            Outcome::Busy => Action::Busy,
            Outcome::WrongNumber => Action::WrongNumber,
            Outcome::Reached => Action::Done,
        };
        assert_eq!(keys.shown_in(Scope::CUSTOMERS, action), letter.to_string());
    }
}

#[test]
fn rows_typed_faster_than_the_disk_are_all_saved_in_their_order() {
    let mut counter = Counter::of_garage(USUAL);
    let names = [CLARA, "Priya Nair", "Joan Fisher"];
    let numbers = names.map(|name| number(&mut counter, name));
    let before = names.map(|name| counter.contacts_of(name).len());
    counter.press("K");
    let busy = counter.place.keep_busy();
    for (number, minute) in numbers.iter().zip(10..) {
        for letter in format!("{number} n 10:{minute}").chars() {
            counter.hurries(&InputEvent::Key(Key::Char(letter)));
        }
        counter.hurries(&InputEvent::Key(Key::Enter));
    }
    counter.hurries(&InputEvent::Key(Key::Esc));
    drop(busy);
    counter.catches_up();
    for ((name, before), minute) in names.iter().zip(before).zip(10..) {
        let contacts = counter.contacts_of(name);
        assert_eq!(contacts.len(), before + 1, "{name}");
        let when = at(&format!("2026-11-24T10:{minute}:00Z"));
        assert!(contacts.iter().any(|c| c.at == when), "{name}");
    }
    counter.says("Key in a paper list: 3 saved");
}

#[test]
fn the_same_customer_twice_is_two_calls() {
    let mut counter = Counter::of_garage(USUAL);
    let clara = number(&mut counter, CLARA);
    counter.press("K");
    for time in ["9:10", "9:40"] {
        counter.types(&format!("{clara} b {time}")).press("enter");
    }
    assert_eq!(counter.contacts_of(CLARA).len(), 2);
    assert_eq!(counter.rows_of(CLARA).follow_ups[0].busies, 2);
}

#[test]
fn what_cannot_be_is_said_and_the_row_stays_to_be_mended() {
    let mut counter = Counter::of_garage(SMALL);
    counter.press("K").types("999 n 10:15").press("enter");
    counter.says("there is no customer 999");
    let clara = number(&mut counter, CLARA);
    counter.types(&format!("{clara} q 10:15")).press("enter");
    counter.says("is not a letter of the sheet").reads(&[
        "Row 5 q 10:15",
        "“q” is not a letter of the sheet: n no answer, v",
        "voicemail, b busy, x wrong number, d we spoke, and a",
        "letter for each thing",
        "✗ 999 n 10:15: there is no customer 999",
    ]);
    counter.press("backspace backspace backspace backspace backspace backspace backspace");
    counter
        .types("n 16:00")
        .press("enter")
        .says("is in the future: give the time");
    counter
        .press("ctrl-u")
        .types(&format!("{clara} n"))
        .press("enter");
    assert_eq!(counter.contacts_of(CLARA).len(), 1);
    counter.press("esc").is_silent_of("Key in a paper list");
}
