//! Trouble: a store that refuses, a row changed elsewhere, and keys that mean nothing.

use checkback::app::action::InputEvent;
use checkback::app::keymap::table;
use checkback::app::state::Notice;
use checkback::app::update;
use checkback::domain::contact::Outcome;

use crate::common::{Backend, at};
use crate::counter::{Counter, SMALL, USUAL, WIDE};
use crate::shop::{CLARA, NOW};

#[test]
fn what_could_not_be_saved_says_so_and_r_saves_it_exactly_once() {
    let mut counter = Counter::of_garage(USUAL);
    let rows = counter.everything();
    counter.refuses(Some("the till is on fire"));
    counter.press("j j n").shows("not-saved-usual");
    assert_eq!(counter.everything(), rows, "nothing was saved");
    counter.says("3 d          Clara");
    counter.press("r").says("Not saved – r to try again");
    assert_eq!(counter.everything(), rows);
    counter.refuses(None);
    counter.press("r").reads(&[
        "▌again 11:12 Clara Di\u{301}az Exhaust mount cracked £45 R red",
        "Tried already; again today 11:12.",
        "Clara Di\u{301}az: No answer. Again today 11:12. u undo t note",
    ]);
    assert_eq!(counter.contacts_of(CLARA).len(), 1);
    assert_eq!(counter.rows_of(CLARA).follow_ups[0].attempts, 1);
    let saved = counter.everything();
    counter.press("r").says("They rang").press("esc");
    assert_eq!(
        counter.everything(),
        saved,
        "r tries nothing again any more"
    );
    counter.press("u");
    assert_eq!(counter.contacts_of(CLARA), []);
}

#[test]
fn an_act_saved_behind_a_look_that_failed_is_not_said_to_be_anothers() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j");
    // What others did was looked for, and the disk did not answer.
    let _failed = update::look_again(&mut counter.session.app);
    counter.press("s").types("tomorrow 10:00").press("enter");
    let notice = &counter.session.app.notice;
    assert!(matches!(notice, Notice::Saved(_)), "{notice:?}");
}

#[test]
fn no_other_word_takes_the_place_of_what_was_not_saved_nor_its_key_away() {
    let mut counter = Counter::of_garage(USUAL);
    counter.refuses(Some("no"));
    counter.press("j j n t").says("Not saved – r to try again");
    counter.press("e enter").says("Not saved – r to try again");
    counter.press("j j d esc 2 1").says("r try again");
    counter.refuses(None);
    counter.press("r");
    assert_eq!(counter.contacts_of(CLARA).len(), 1);
}

#[test]
fn keys_that_come_while_the_disk_is_slow_are_each_about_the_customer_they_will_find() {
    let mut counter = Counter::of_garage(WIDE);
    let other = counter.place.keep_busy();
    counter.press("j j");
    for name in ["n", "n", "v"] {
        counter.hurries(&InputEvent::Key(crate::counter::key(name)));
    }
    counter.says("saving… (3 waiting)");
    drop(other);
    counter.catches_up();
    for (name, outcome) in [
        (CLARA, Outcome::NoAnswer),
        ("محمد الأحمد", Outcome::NoAnswer),
        ("Joan Fisher", Outcome::Voicemail),
    ] {
        assert_eq!(counter.contacts_of(name)[0].outcome, outcome, "{name}");
        assert_eq!(counter.contacts_of(name)[0].at, at(NOW), "{name}");
    }
}

#[test]
fn a_second_act_on_the_same_customer_waits_until_the_first_one_is_saved() {
    let mut counter = Counter::of_garage(WIDE);
    counter.refuses(Some("no"));
    counter.press("j j");
    counter.press("n").says("Not saved – r to try again");
    assert_eq!(counter.selected(), CLARA);
    counter.press("n n");
    counter.refuses(None);
    counter.press("r");
    assert_eq!(counter.contacts_of(CLARA).len(), 1);
    assert_eq!(counter.contacts_of("محمد الأحمد"), []);
}

#[test]
fn an_act_that_waits_is_not_lost_by_moving_about_and_leaving_asks_first() {
    let mut counter = Counter::of_garage(WIDE);
    counter.refuses(Some("no"));
    counter
        .press("j j n j k 3 1 w esc / esc")
        .says("Not saved – r to try again");
    counter.press("q").reads(&[
        "not saved",
        "Not saved – r to try again: one thing is not saved; press q again to quit anyway.",
        "r try again d we spoke",
    ]);
    assert!(!counter.left);
    counter.refuses(None);
    counter.press("r");
    assert_eq!(counter.contacts_of(CLARA).len(), 1);
    counter.press("q");
    assert!(counter.left);
}

#[test]
fn two_acts_that_wait_are_saved_in_their_order() {
    let mut counter = Counter::of_garage(SMALL);
    counter.refuses(Some("no"));
    counter.press("j j n G n").reads(&[
        "not saved (2 waiting)",
        "▌3 d Clara Di\u{301}az",
        "Not saved – r to try again: The database refused: no",
        "r try again space card d we spoke",
    ]);
    counter.refuses(None);
    counter.press("r");
    assert_eq!(counter.contacts_of(CLARA).len(), 1);
    assert_eq!(counter.contacts_of("Priya Nair").len(), 1);
}

#[test]
fn a_row_changed_elsewhere_is_read_again_and_said() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j");
    counter.changes_elsewhere(CLARA, |c| c.line = Some("Moved to Leeds.".to_owned()));
    counter.press("n").reads(&[
        "▌3 d Clara Di\u{301}az",
        "“Moved to Leeds.”",
        "Asha changed Clara Di\u{301}az just now: Edited; nothing was saved: look again",
    ]);
    counter.says("Moved to Leeds.");
    assert_eq!(counter.contacts_of(CLARA), []);
    assert_eq!(counter.selected(), CLARA);
    counter.press("n");
    assert_eq!(
        counter.contacts_of(CLARA).len(),
        1,
        "with the fresh row it goes"
    );
}

#[test]
fn a_key_that_means_nothing_in_a_popup_names_those_that_count_until_the_next_key() {
    for (opens, known, keys) in [
        ("d", "d", "a d z l s ! m 0 backspace esc"),
        ("p", "4", "↵ esc"),
        ("m", "y", "y esc"),
    ] {
        let mut counter = Counter::of_garage(SMALL);
        let rows = counter.everything();
        counter.press(opens).press("F5");
        let says = format!("“F5” is no key here. Keys: {keys}");
        assert_eq!(counter.notice(), says, "after {opens}");
        counter.press(known).is_silent_of("is no key here");
        counter.press("F5").press("esc esc");
        counter.is_silent_of("is no key here");
        assert_eq!(counter.everything(), rows);
    }
}

#[test]
fn unknown_keys_do_nothing_and_say_so_in_what_lies_on_top_and_a_letter_in_the_list_too() {
    let mut counter = Counter::of_garage(USUAL);
    let rows = counter.everything();
    let bound = |name: &str| {
        let key = crate::counter::key(name);
        table().any(|b| b.keys.contains(&key))
    };
    let unknown = "6 9 ß 王 é ctrl-x ctrl-d delete left right backspace";
    for opened in ["", "d", "w", "?", "2", "3", "4"] {
        counter.press(opened);
        let frame = counter.frame();
        for key in unknown.split(' ') {
            let here = ["backspace", "space", "left", "right"].contains(&key) && bound(key);
            if !here || opened.is_empty() {
                counter.press(key);
                let says = format!("“{key}” is no key here.");
                let said = counter.notice().starts_with(&says);
                let letter = key.chars().count() == 1;
                let on_top = counter.session.app.popup.is_some();
                assert_eq!(said, letter || on_top, "{key} after {opened}");
                counter.session.app.notice = Notice::Nothing;
                counter.resizes(USUAL.0, USUAL.1);
                assert_eq!(counter.frame(), frame, "{key} after {opened}");
            }
        }
        counter.press(if "234".contains(opened) { "1" } else { "esc" });
    }
    assert_eq!(counter.everything(), rows);
}
