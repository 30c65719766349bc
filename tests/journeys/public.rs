//! At a public counter: the lock, the PIN, and people by initials.

use std::sync::LazyLock;

use crate::counter::{Counter, SMALL, USUAL, WIDE};

/// What a passer-by may not read: names, numbers, plates, addresses.
const TOLD: [&str; 14] = [
    "Anita",
    "Patel",
    "王秀英",
    "Clara",
    "Díaz",
    "Joan",
    "Fisher",
    "Meadow",
    "Reid",
    "Roy",
    "7946",
    "AB12",
    "@",
    "Boxer",
];

fn says_nothing_of_anybody(counter: &Counter, after: &str) {
    let frame = counter.frame();
    for told in TOLD {
        assert!(!frame.contains(told), "“{told}” after {after}:\n{frame}");
    }
}

#[test]
fn l_hides_everything_at_once_and_enter_brings_it_back_as_it_was() {
    for size in [WIDE, USUAL, SMALL] {
        let mut counter = Counter::of_garage(size);
        let before = counter.press("j d").whole();
        counter
            .press("L")
            .reads(&["Hill Street Garage", "10:42", "press ↵ to continue"]);
        let frame = counter.frame();
        let lines = frame.lines().filter(|line| !line.is_empty());
        assert_eq!(lines.count(), 3, "and nothing more:\n{frame}");
        if size == USUAL {
            counter.shows("locked-usual");
        }
        says_nothing_of_anybody(&counter, "L");
        assert_eq!(counter.press("enter").whole(), before);
    }
}

#[test]
fn while_it_is_locked_a_key_does_nothing() {
    let mut counter = Counter::of_garage(USUAL);
    let before = counter.whole();
    let locked = counter.press("L").whole();
    counter
        .press("q ctrl-c n v b x u U a / d esc j 2 P L ? tab space")
        .pastes("q\n");
    counter.wheels(1);
    assert_eq!(counter.whole(), locked);
    assert!(!counter.left, "a passer-by does not leave the program");
    assert_eq!(counter.press("enter").whole(), before);
}

#[test]
fn what_is_half_typed_waits_behind_the_lock() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("a").types("Larry Half").press("ctrl-l");
    says_nothing_of_anybody(&counter, "ctrl-l");
    counter
        .is_silent_of("Larry")
        .press("enter")
        .says("Larry Half");
    counter.types("-Typed").says("Larry Half-Typed");
    counter
        .press("F12")
        .is_silent_of("Larry")
        .press("enter")
        .says("Larry Half-Typed");
}

#[test]
fn the_screen_hides_itself_after_the_set_minutes_and_not_before() {
    let mut counter = Counter::with(USUAL, "[screen]\nlock-after = 5\n");
    counter.at("2026-11-24T10:46:59+00:00").says("To call");
    counter
        .press("j")
        .at("2026-11-24T10:51:58+00:00")
        .says("To call");
    counter
        .at("2026-11-24T10:51:59+00:00")
        .is_silent_of("To call");
    says_nothing_of_anybody(&counter, "five minutes");
    counter.press("enter").says("To call");
    let mut counter = Counter::of_garage(USUAL);
    counter.at("2026-11-24T20:00:00+00:00").says("To call");
}

static HASH: LazyLock<String> = LazyLock::new(|| checkback::pin::hash("2580").unwrap());

#[test]
fn a_pin_brings_it_back_and_after_a_wrong_one_the_next_has_to_wait() {
    let mut counter = Counter::of_garage(USUAL);
    counter.session.app.public.pin = Some(HASH.clone());
    counter.press("L enter").says("PIN");
    counter
        .types("2581")
        .shows("locked-pin-usual")
        .press("enter");
    counter
        .reads(&["Hill Street Garage", "Wrong PIN. Try again in 2 seconds."])
        .types("2580")
        .press("enter")
        .says("Try again in 2 seconds.");
    counter
        .at("2026-11-24T10:42:01+00:00")
        .says("Try again in 1 second.");
    counter
        .at("2026-11-24T10:42:02+00:00")
        .is_silent_of("again in");
    counter
        .types("99")
        .press("backspace ctrl-u")
        .types("1111")
        .press("enter")
        .says("Try again in 4 seconds.");
    counter
        .at("2026-11-24T10:42:06+00:00")
        .types("2580")
        .press("enter")
        .says("To call");
    counter
        .press("L")
        .types("2580")
        .press("enter")
        .says("To call");
}

#[test]
fn the_screen_goes_on_while_a_pin_is_checked() {
    let mut counter = Counter::of_garage(USUAL);
    counter.session.app.public.pin = Some(HASH.clone());
    counter.press("L").types("2580");
    let enter = checkback::app::action::InputEvent::Key(checkback::app::action::Key::Enter);
    counter.hurries(&enter);
    counter.says("One moment");
    counter.catches_up();
    counter.says("To call");
}

#[test]
fn what_another_window_saves_does_not_show_through_the_lock() {
    let mut counter = Counter::of_garage(USUAL);
    let locked = counter.press("L").whole();
    counter.session.app.notice =
        checkback::app::state::Notice::Message("Anita Patel is no longer here".to_owned());
    counter.at("2026-11-24T10:42:30+00:00");
    assert_eq!(counter.whole(), locked);
}

#[test]
fn by_initials_until_a_row_is_opened() {
    for size in [WIDE, USUAL, SMALL] {
        let mut counter = Counter::of_garage(size);
        // Beside what was promised there is not room for all of it on every screen.
        let row = "▌12 min late A. P. +1 Front pa";
        counter.press("P").reads(&[row, "in 38 min 王."]);
        counter.reads(&["…123", "space card"]);
        if size == USUAL {
            counter.shows("private-usual");
        }
        says_nothing_of_anybody(&counter, "P");
        counter.press("space").reads(&[
            "▌12 min late Anita Patel +1 Front pads 2 mm",
            "in 38 min 王. 换机油",
            "3 d C. D.",
            "18 h م. ا.",
        ]);
        counter.says("020 7946 0123").says("✓ 10:12 T. R.");
        counter.says("Anita Patel").is_silent_of("Fisher");
        says_nothing_of_anybody(counter.press("j"), "moving on");
        assert!(counter.press("k P").frame().contains("Anita Patel"));
    }
}

#[test]
fn no_screen_of_a_private_counter_tells_who_somebody_is() {
    for size in [WIDE, USUAL, SMALL] {
        let mut counter = Counter::with(size, "[screen]\nprivate = true\n");
        says_nothing_of_anybody(&counter, "the start");
        for keys in ["j j G", "2 j", "3 j j", "4 j j G", "1", "?"] {
            for key in keys.split(' ') {
                says_nothing_of_anybody(counter.press(key), key);
            }
        }
        // What is typed is typed; what it finds is by initials.
        says_nothing_of_anybody(counter.press("esc /").types("01"), "finding");
        counter.press("esc a").types("pa");
        says_nothing_of_anybody(&counter, "adding");
    }
}

#[test]
fn a_popup_is_of_whoever_was_opened_and_the_notice_is_by_initials_again() {
    let mut counter = Counter::with(USUAL, "[screen]\nprivate = true\n");
    counter
        .press("d")
        .says("Anita Patel: how did it end?")
        .press("esc j n");
    says_nothing_of_anybody(&counter, "no answer");
    assert!(
        counter.notice().starts_with("王.: No answer"),
        "{}",
        counter.notice()
    );
    counter.press("u");
    says_nothing_of_anybody(&counter, "undo");
    assert!(
        counter.notice().starts_with("Taken back: 王.: no answer"),
        "{}",
        counter.notice()
    );
    counter
        .press("/")
        .types("0123")
        .press("enter")
        .says("Anita Patel");
    says_nothing_of_anybody(counter.press("j"), "found, and moved on");
}
