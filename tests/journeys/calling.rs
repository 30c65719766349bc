//! Calling: the number dialled, copied, scanned; a message for whoever does not answer.

use std::time::{Duration, Instant};

use checkback::app::call::ClipboardText;
use checkback::app::theme::Theme;
use checkback::domain::change::{Act, Change, Record};
use checkback::domain::follow_up::FollowUp;
use ratatui::style::Color;

use crate::common::{Backend as _, at, named};
use crate::counter::{Counter, SMALL, USUAL, WIDE};
use crate::shop::{CLARA, NOW};

impl Counter {
    /// The back office changes everything that is open of a customer.
    fn all_of_theirs_changes_elsewhere(&self, name: &str, change: impl Fn(&mut FollowUp)) {
        let entry = self.rows_of(name);
        let changed = |before: &FollowUp| {
            let mut after = before.clone();
            change(&mut after);
            Change::of(Record::FollowUp(before.clone()), Record::FollowUp(after))
        };
        let act = Act {
            customer: Some(entry.customer.id),
            ..named(
                "edited",
                entry.follow_ups.iter().map(changed).collect(),
                at(NOW),
            )
        };
        self.store().save(&act).unwrap();
    }

    /// Waits until so many are claimed: whoever is let go of is by and by.
    fn waits_for_claims(&self, count: usize) {
        let end = Instant::now() + Duration::from_secs(20);
        while self.place.rows("claim").len() != count {
            assert!(Instant::now() < end, "{:?}", self.place.rows("claim"));
            std::thread::yield_now();
        }
    }
}

fn that_dials(size: (u16, u16)) -> Counter {
    Counter::with(
        size,
        "[calling]\ndial = [\"ring\", \"--to\", \"{number}\"]\n",
    )
}

#[test]
fn enter_dials_where_the_shop_said_how_and_the_second_one_asks_how_it_ended() {
    let mut counter = that_dials(WIDE);
    counter.press("j j enter");
    assert_eq!(
        counter.session.app.calling.number.take().as_deref(),
        Some("+442079460177")
    );
    counter
        .at("2026-11-24T10:42:42+00:00")
        .shows("calling-wide");
    assert_eq!(
        counter.place.rows("claim").len(),
        1,
        "nobody else rings them"
    );
    counter.press("enter").says("how did it end?");
    counter.press("s");
    assert_eq!(counter.place.rows("claim").len(), 0);
    assert_eq!(
        counter.session.app.calling.call, None,
        "it ended with its outcome"
    );
    assert_eq!(counter.contacts_of(CLARA).len(), 1);
    assert_eq!(
        counter.session.app.calling.number, None,
        "nobody else was dialled"
    );
}

#[test]
fn without_a_dial_command_enter_asks_how_it_ended() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("enter").says("how did it end?");
    assert_eq!(counter.session.app.calling.number, None);
}

#[test]
fn who_may_not_be_rung_now_is_not_dialled_and_why_is_said() {
    let mut counter = that_dials(USUAL);
    while counter.selected() != "B. Ali" {
        counter.press("j");
    }
    counter.press("enter").says("Not dialled:");
    assert_eq!(counter.session.app.calling.number, None);
    assert_eq!(counter.session.app.popup, None);
}

#[test]
fn a_call_that_nobody_answers_ends_with_the_one_key_too() {
    let mut counter = that_dials(USUAL);
    counter.press("j j enter n");
    assert_eq!(counter.session.app.calling.call, None);
    assert_eq!(counter.contacts_of(CLARA).len(), 1);
}

#[test]
fn y_sends_the_number_to_the_clipboard_and_claims_nothing_yet() {
    let mut counter = Counter::of_garage(SMALL);
    counter.press("y").is_silent_of("clipboard");
    let copied = counter.session.app.calling.copied.take().unwrap();
    assert_eq!(copied.text(), "+442079460123");
}

#[test]
fn copied_is_said_only_where_it_is_known() {
    let number = ClipboardText::Number("+442079460123".to_owned());
    assert_eq!(number.sentence(true), "The number is copied.");
    let words = "The number was sent to the terminal. If it does not paste, type it.";
    assert_eq!(number.sentence(false), words);
}

#[test]
fn a_message_is_ready_to_paste_and_says_when_it_is_early() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j m").shows("message-early-usual");
    // It stays to read, for whoever's terminal lets none in.
    counter.press("y").says("Hello Clara");
    let copied = counter.session.app.calling.copied.take().unwrap();
    assert!(copied.text().starts_with("Hello Clara"), "{copied:?}");
    counter.press("esc j j m").is_silent_of("a call is better");
    assert_eq!(counter.selected(), "Joan Fisher");
    counter.press("esc");
    assert_eq!(counter.session.app.calling.copied, None);
}

#[test]
fn the_code_to_scan_stands_on_a_card_with_room_and_is_dark_on_light_without_colour_too() {
    let mut counter = Counter::of_garage((140, 52));
    counter.press("j j").shows("card-code-large");
    let frame = counter.frame();
    counter.wears(Theme::None);
    assert_eq!(counter.frame(), frame, "the same code without colour");
    let code = (Color::Indexed(16), Color::Indexed(231));
    let dark_on_light = counter
        .buffer()
        .content
        .iter()
        .filter(|c| (c.fg, c.bg) == code);
    let blocks = dark_on_light.filter(|c| "█▀▄".contains(c.symbol())).count();
    assert!(
        blocks > 100,
        "{blocks} blocks of the code are dark on light"
    );
    counter.press("P");
    assert!(!counter.frame().contains('▄'), "not by initials");
}

#[test]
fn who_is_dialled_next_is_held_and_whoever_was_before_is_let_go_of_and_told() {
    let mut counter = that_dials(USUAL);
    counter.press("j j enter k k enter");
    assert_eq!(
        counter.session.app.calling.number.take().as_deref(),
        Some("+442079460123")
    );
    counter
        .says("Calling 020 7946 0123")
        .says("how it ended is not noted yet");
    counter.waits_for_claims(1);
}

#[test]
fn a_call_is_held_while_something_else_of_the_customer_is_saved() {
    let mut counter = that_dials(USUAL);
    counter
        .press("j j enter p")
        .types("16:00")
        .press("enter")
        .says("Promised");
    assert!(counter.session.app.calling.call.is_some(), "it goes on");
    assert_eq!(counter.place.rows("claim").len(), 1);
    let counter = counter.comes_back(NOW);
    assert_eq!(counter.place.rows("claim").len(), 0, "it ends on leaving");
}

#[test]
fn a_look_at_what_would_follow_leaves_the_call_under_way_and_dials_nobody() {
    let mut counter = that_dials(USUAL);
    counter.press("j j enter");
    counter.session.app.calling.number = None;
    counter.press("enter esc").says("calling 0:00");
    counter.press("enter").says("how did it end?");
    assert_eq!(counter.session.app.calling.number, None);
    assert_eq!(counter.place.rows("claim").len(), 1);
}

#[test]
fn by_initials_no_notice_and_no_message_keeps_the_number_of_whoever_is_closed_again() {
    let mut counter = Counter::with(
        USUAL,
        "[screen]\nprivate = true\n[calling]\ndial = [\"ring\", \"{number}\"]\n",
    );
    counter.press("y").says("7946");
    counter.press("j").is_silent_of("7946").is_silent_of("+44");
    counter.press("j enter").says("Calling 020 7946 0177");
    counter.press("k").is_silent_of("7946").is_silent_of("0177");
    counter.press("y").says("7946");
    counter
        .press("F12 enter")
        .is_silent_of("7946")
        .is_silent_of("+44");
    counter.press("j m").says("Hello Clara").press("F12 enter");
    for told in ["Clara", "KJ08"] {
        counter.is_silent_of(told);
    }
}

#[test]
fn no_message_is_made_for_what_they_said_no_to() {
    let mut counter = Counter::of_garage(USUAL);
    let marketing = |f: &mut FollowUp| f.marketing = true;
    counter.all_of_theirs_changes_elsewhere(CLARA, marketing);
    counter.changes_elsewhere(CLARA, |c| c.opted_out_at = Some(at(NOW)));
    counter.at("2026-11-24T10:43:01+00:00");
    counter.press("/").types("0177").press("enter m");
    counter.says("said no to marketing").is_silent_of("Hello");
}

/// What a telephone makes of the code on a frame: a module two pixels wide or more, as light as
/// its colour.
fn scanned(counter: &Counter) -> String {
    const SIDE: usize = 8;
    let buffer = counter.buffer();
    let of_code = |x: u16, y: u16| {
        buffer
            .cell((x, y))
            .is_some_and(|c| (c.fg, c.bg) == (Color::Indexed(16), Color::Indexed(231)))
    };
    let area = buffer.area;
    let cells: Vec<(u16, u16)> = (0..area.height)
        .flat_map(|y| (0..area.width).map(move |x| (x, y)))
        .filter(|(x, y)| of_code(*x, *y))
        .collect();
    let (left, top) = cells.iter().fold((u16::MAX, u16::MAX), |(l, t), (x, y)| {
        (l.min(*x), t.min(*y))
    });
    let (right, bottom) = cells
        .iter()
        .fold((0, 0), |(r, b), (x, y)| (r.max(*x), b.max(*y)));
    let (width, height) = (
        usize::from(right - left + 1) * SIDE,
        usize::from(bottom - top + 1) * 2 * SIDE,
    );
    let mut seen = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        let column = left + u16::try_from(x / SIDE).unwrap();
        let row = y / SIDE;
        let cell = buffer
            .cell((column, top + u16::try_from(row / 2).unwrap()))
            .unwrap();
        let ink = match cell.symbol() {
            "█" => true,
            "▀" => row.is_multiple_of(2),
            "▄" => !row.is_multiple_of(2),
            _ => false,
        };
        if ink { 0 } else { 255 }
    });
    let found = seen.detect_grids();
    assert_eq!(found.len(), 1, "one code is found");
    found[0].decode().unwrap().1
}

#[test]
fn a_reader_finds_the_number_on_the_card_in_every_theme() {
    let mut counter = Counter::of_garage((140, 52));
    counter.press("j j");
    for theme in Theme::ALL {
        counter.wears(theme);
        assert_eq!(scanned(&counter), "tel:+442079460177", "{theme:?}");
    }
}
