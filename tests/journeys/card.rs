//! The card read to its end, and the form it leads to.

use checkback::app::action::InputEvent;

use crate::counter::{Counter, SMALL, USUAL, WIDE};

const MORNING: &str = "2026-11-30T09:30:00+00:00";

/// The made-up day, with one customer's row selected.
fn on(size: (u16, u16), name: &str) -> Counter {
    let mut counter = Counter::of_demo(size, MORNING);
    for _ in 0..40 {
        if counter.selected() == name {
            return counter;
        }
        counter.press("down");
    }
    panic!("{name} is not in the list:\n{}", counter.frame());
}

/// Everything the card says, screen by screen, while it is scrolled with a key.
fn read_to_the_end(counter: &mut Counter, down: &str) -> String {
    let mut read = counter.frame();
    for _ in 0..60 {
        counter.press(down);
        read.push_str(&counter.frame());
        if !counter.frame().contains(" more ") {
            return read;
        }
    }
    panic!("it has no end:\n{}", counter.frame());
}

#[test]
fn a_card_says_that_there_is_more_of_it_and_scrolls_to_its_end_and_back() {
    let mut counter = on(USUAL, "Harbour Taxis Ltd");
    counter.says(" more ");
    let first = counter.frame();
    let read = read_to_the_end(&mut counter, ".");
    assert!(read.contains("Asha rang"), "{read}");
    counter.says(", back");
    for _ in 0..60 {
        counter.press(",");
    }
    assert_eq!(counter.frame(), first);
    // Another customer's card begins at its top.
    counter.press(".").says(", back");
    counter.press("down").is_silent_of(", back");
    counter.press("up").is_silent_of(", back");
}

#[test]
fn the_wheel_over_the_card_scrolls_it_and_over_the_list_moves_the_selection() {
    let mut counter = on(USUAL, "Anita Patel");
    counter.turns_wheel_over("SAY", 1);
    counter.says(", back");
    assert_eq!(counter.selected(), "Anita Patel");
    counter.turns_wheel_over("Jim Thornhill", 1);
    assert_ne!(counter.selected(), "Anita Patel");
}

#[test]
fn without_room_for_a_card_one_key_opens_all_of_it_over_the_screen() {
    let mut counter = on(SMALL, "Harbour Taxis Ltd");
    counter.says("space card").press("space");
    counter.is_silent_of("To call");
    let read = read_to_the_end(&mut counter, "down");
    for part in [
        "Harbour Taxis Ltd  020 7946 0606",
        "Caddy: front tyres",
        "£232",
        "SAY",
        "ASK",
        "BEFORE",
        "Asha rang",
    ] {
        assert!(read.contains(part), "no {part}:\n{read}");
    }
    counter.press("esc").says("To call");
    assert_eq!(counter.selected(), "Harbour Taxis Ltd");
    let mut counter = on(SMALL, "Anita Patel");
    let read = read_to_the_end(counter.press("space"), "down");
    for part in [
        "promise missed 09:18",
        "£180",
        "£420",
        "“Say An-EE-ta",
        "SAY",
        "ASK",
        "BEFORE",
    ] {
        assert!(read.contains(part), "no {part}:\n{read}");
    }
}

#[test]
fn a_small_window_shows_ten_rows_of_every_list() {
    let mut counter = Counter::of_demo(SMALL, MORNING);
    for view in ["1", "2", "3", "4"] {
        counter.press(view);
        let app = &counter.session.app;
        let rows = [
            app.today.height,
            app.ahead.height,
            app.customers.height,
            app.journal.height,
        ];
        assert!(rows.iter().all(|rows| *rows >= 10), "{rows:?}");
    }
    counter.press("2 right").says("Tue 1 Dec: 3 customers");
}

#[test]
fn a_key_pressed_on_the_open_card_does_what_it_does_on_the_row() {
    let mut counter = on(SMALL, "Clara Diaz");
    counter.press("space n").says("To call");
    assert!(
        counter.notice().starts_with("Clara Diaz: No answer"),
        "{}",
        counter.notice()
    );
    let mut counter = on(SMALL, "Clara Diaz");
    counter.press("space d").says("How did it end?");
    // What closes a page does not leave the program.
    let mut counter = on(SMALL, "Clara Diaz");
    counter.press("space q").says("To call");
    assert!(!counter.left);
}

#[test]
fn each_open_thing_has_its_own_words_under_what_it_is_about() {
    let mut counter = on((120, 60), "Anita Patel");
    counter.reads(&[
        "Front pads 2 mm",
        "SAY Your pads are near the limit",
        "Front struts, both sides",
        "SAY Here is the price I promised",
    ]);
    // With one thing there is nothing to tell apart.
    let counter = on((120, 60), "Clara Diaz");
    assert_eq!(counter.frame().matches("SAY").count(), 1);
}

#[test]
fn a_wrong_number_is_struck_out_on_one_row() {
    let mut counter = on(USUAL, "Gareth Hughes");
    counter.reads(&["020 7946 0054", "Wrong number. Press e to correct it."]);
    counter.is_silent_of("┏━┓");
}

#[test]
fn in_a_usual_window_at_least_six_calls_are_in_sight() {
    let mut counter = Counter::of_demo(USUAL, MORNING);
    counter.says("SAY");
    let calls = counter.session.app.today.height;
    assert!(calls >= 6, "{calls}:\n{}", counter.frame());
}

#[test]
fn the_price_is_changed_before_the_call_with_one_key_and_its_digits() {
    let mut counter = on(WIDE, "Clara Diaz");
    counter.press("£").types("110").press("enter");
    counter.says("£110").is_silent_of("£45");
}

#[test]
fn the_kind_of_a_new_call_is_guessed_from_its_words_and_can_be_changed() {
    let mut counter = Counter::of_demo(WIDE, MORNING);
    counter.press("a").fills("Name", "Nell Byrne");
    counter.fills("About", "Golf is ready to collect");
    counter.says("ready (a guess)");
    counter
        .press("enter")
        .press("/")
        .types("Nell")
        .press("enter");
    counter.says("SAY  It's ready for you");
    counter.press("a").fills("Name", "Nora Byrne");
    counter.fills("About", "Golf is ready to collect");
    counter
        .fills("Kind", "q")
        .is_silent_of("a guess")
        .says("quote");
}

#[test]
fn the_form_goes_round_at_its_ends() {
    let mut counter = Counter::of_demo(WIDE, MORNING);
    counter.press("a").says("▌Name");
    counter.press("backtab").says("▌Language");
    counter.press("tab").says("▌Name");
}

#[test]
fn what_was_refused_is_no_longer_said_once_it_is_right() {
    let mut counter = Counter::of_demo(WIDE, MORNING);
    counter
        .press("a")
        .fills("Name", "Nell Byrne")
        .press("enter");
    counter.says("Not saved").says("What is it about?");
    counter.fills("About", "Tyres");
    counter.is_silent_of("Not saved");
    counter.is_silent_of("What is it about?");
}

#[test]
fn f1_shows_the_keys_over_whatever_is_typed_and_gives_way_to_it() {
    for (opens, title) in [("a", "In the form"), ("/", "Finding a customer")] {
        let mut counter = Counter::of_demo(WIDE, MORNING);
        counter.press(opens).types("Zoe?");
        let typed = counter.frame();
        counter.press("F1").reads(&["All keys", title]);
        counter.press("esc");
        assert_eq!(counter.frame(), typed);
    }
    let mut counter = on(WIDE, "Clara Diaz");
    counter
        .press("d F1")
        .reads(&["All keys", "How did it end?"]);
    counter.press("esc").says("Clara Diaz: how did it end?");
}

#[test]
fn a_call_added_from_an_open_card_is_for_its_customer() {
    let mut counter = on(SMALL, "Clara Diaz");
    counter
        .press("space a")
        .reads(&["Add a call", "Clara Diaz"]);
    counter.press("esc").says("To call");
    // From the list anybody may be meant.
    counter.press("a");
    assert!(!counter.frame().contains("Name          Clara"));
    // Whose card offers it is meant.
    let mut counter = Counter::of_demo(WIDE, MORNING);
    counter.press("/").types("Beatrice Osei").press("enter");
    counter.says("No open calls").press("a");
    counter.reads(&["Add a call", "Name Beatrice Osei"]);
}

impl Counter {
    /// Turns the wheel where a text stands, as the terminal tells it.
    fn turns_wheel_over(&mut self, text: &str, by: i32) {
        let on_card = self.under(text) == Some(checkback::app::action::ClickTarget::Card);
        let wheel = if on_card {
            InputEvent::WheelOnCard(by)
        } else {
            InputEvent::Wheel(by)
        };
        self.hurries(&wheel);
        self.catches_up();
    }
}

#[test]
fn whom_they_know_is_said_once_on_a_card_that_goes_on_below() {
    for size in [(120, 40), (120, 32), (80, 24)] {
        let counter = Counter::of_demo(size, MORNING);
        let frame = counter.frame();
        assert!(frame.matches("Last spoke to Tom.").count() <= 1, "{frame}");
    }
}
