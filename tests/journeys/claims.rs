//! Nobody is rung by two: who rings is claimed before the popup opens, and shown at the others.

use std::time::{Duration, Instant};

use checkback::app::action::InputEvent;
use checkback::app::popups::Popup;
use checkback::domain::claim::ClaimHolder;
use checkback::domain::contact::Outcome;
use checkback::domain::summary::ClaimResult;
use uuid::Uuid;

use crate::common::{Backend as _, at};
use crate::counter::{Counter, SMALL, USUAL, WIDE, key};
use crate::shop::{CLARA, NOW};

impl Counter {
    /// Sue has the popup open on somebody, at another window.
    fn sue_rings(&self, name: &str) -> ClaimHolder {
        let sue = ClaimHolder {
            id: Uuid::now_v7(),
            staff: "Sue".to_owned(),
            counter: "front desk".to_owned(),
        };
        let seen = self.rows_of(name);
        let claimed = self.store().claim(&seen, &sue, at(NOW)).unwrap();
        assert!(matches!(claimed, ClaimResult::Granted(_)));
        sue
    }

    fn sue_has_no_answer(&self, name: &str) {
        let entry = self.rows_of(name);
        let rules = crate::shop::config().rules;
        let done = entry
            .scene(&rules, at(NOW), "Sue")
            .record_unanswered(Outcome::NoAnswer, None);
        let act = checkback::domain::change::Act {
            by: "Sue".to_owned(),
            customer: Some(entry.customer.id),
            ..crate::common::named("no answer", done.changes, at(NOW))
        };
        self.store().save(&act).unwrap();
    }

    /// Who is claimed, as the rows have it.
    fn claimed(&self) -> Vec<String> {
        let cell = |row: &Vec<(String, String)>| {
            let staff = row.iter().find(|(name, _)| name == "staff");
            staff.unwrap().1.trim_matches('"').to_owned()
        };
        self.place.rows("claim").iter().map(cell).collect()
    }

    /// Waits until nobody is claimed: whoever is let go of is by and by.
    fn nobody_is_claimed(&self) {
        let end = Instant::now() + Duration::from_secs(20);
        while !self.claimed().is_empty() {
            assert!(Instant::now() < end, "still claimed");
            std::thread::yield_now();
        }
    }

    fn popup_is_open(&self) -> bool {
        matches!(self.session.app.popup, Some(Popup::Outcome(_)))
    }
}

fn hurries(counter: &mut Counter, keys: &str) {
    for name in keys.split_whitespace() {
        counter.hurries(&InputEvent::Key(key(name)));
    }
}

#[test]
fn whoever_is_slower_gets_no_popup_and_is_told_who_rings() {
    for size in [USUAL, WIDE, SMALL] {
        let mut counter = Counter::of_garage(size);
        counter.press("j j");
        counter.sue_rings(CLARA);
        counter.press("d");
        assert!(!counter.popup_is_open());
        let ringing = format!("▌ringing {CLARA} Sue is ringing");
        counter.reads(&[&ringing, "R red"]);
        match size {
            WIDE => counter.shows("claimed-elsewhere-wide"),
            USUAL => counter.reads(&["Sue is ringing, since 10:42, at the", "front desk."]),
            // No card: the number stands beneath the row.
            _ => counter.reads(&[&ringing, "☎ 020 7946 0177"]),
        };
    }
}

#[test]
fn a_call_to_somebody_whom_another_is_ringing_is_not_logged_by_one_key_either() {
    let mut counter = Counter::of_garage(WIDE);
    counter.sue_rings(CLARA);
    for keys in ["j j n", "v", "b", "x"] {
        counter.press(keys);
        let words = "since 10:42, at the front desk; nothing was saved";
        counter.says(&format!("Sue is ringing {CLARA}, {words}"));
        assert_eq!(counter.selected(), CLARA);
    }
    assert_eq!(counter.contacts_of(CLARA), []);
}

#[test]
fn a_call_that_another_logged_a_moment_ago_is_told_with_what_came_of_it() {
    for keys in ["n", "d"] {
        let mut counter = Counter::of_garage(USUAL);
        counter.press("j j");
        counter.sue_has_no_answer(CLARA);
        counter.press(keys);
        counter.says(&format!("Sue rang {CLARA} just now: No answer"));
        assert!(!counter.popup_is_open());
        assert_eq!(counter.contacts_of(CLARA).len(), 1);
        assert_eq!(counter.claimed(), [""; 0]);
    }
}

#[test]
fn a_claim_is_there_while_the_popup_is_open_and_ends_with_it() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j d");
    assert!(counter.popup_is_open());
    assert_eq!(counter.claimed(), ["Tom"]);
    counter.press("esc");
    counter.nobody_is_claimed();
    counter.press("d s");
    assert_eq!(
        counter.claimed(),
        [""; 0],
        "it ends with the outcome, in one"
    );
    assert_eq!(counter.contacts_of(CLARA).len(), 1);
    counter.press("d ctrl-c");
    counter.nobody_is_claimed();
}

#[test]
fn a_claim_ends_when_the_program_is_left_with_the_popup_open() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j d");
    assert_eq!(counter.claimed(), ["Tom"]);
    let counter = counter.comes_back(NOW);
    assert_eq!(counter.claimed(), [""; 0]);
}

#[test]
fn an_outcome_that_changes_nothing_more_ends_the_claim_too() {
    let mut counter = Counter::of_garage(USUAL);
    counter.place.refuse(Some("no"));
    counter.press("j j d s").says("Not saved – r to try again");
    assert_eq!(counter.claimed(), ["Tom"], "it is still to be saved");
    counter.press("u").says("Discarded, not saved");
    counter.nobody_is_claimed();
}

#[test]
fn keys_pressed_behind_d_go_to_the_popup_however_long_it_takes_to_open() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j");
    let lock = counter.place.keep_busy();
    hurries(&mut counter, "d a enter");
    assert!(!counter.popup_is_open());
    assert_eq!(counter.contacts_of(CLARA), []);
    drop(lock);
    counter.catches_up();
    let contact = &counter.contacts_of(CLARA)[0];
    assert_eq!(
        contact.came_to(&crate::shop::config().rules.currency),
        "authorised £45"
    );
}

#[test]
fn a_popup_that_does_not_open_can_be_left_alone() {
    for (keys, selected) in [("esc", CLARA), ("j", "محمد الأحمد")] {
        let mut counter = Counter::of_garage(USUAL);
        counter.press("j j");
        let lock = counter.place.keep_busy();
        hurries(&mut counter, "d");
        // Long enough for a person to see it.
        counter.session.wait(Duration::from_millis(400));
        hurries(&mut counter, keys);
        drop(lock);
        counter.catches_up();
        assert!(!counter.popup_is_open());
        assert_eq!(counter.selected(), selected);
        counter.nobody_is_claimed();
    }
}

#[test]
fn who_is_edited_elsewhere_while_the_popup_is_open_is_rung_all_the_same() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j d");
    counter.changes_elsewhere(CLARA, |c| c.line = Some("Moved to Leeds.".to_owned()));
    let end = Instant::now() + Duration::from_secs(20);
    let seen = |counter: &Counter| match &counter.session.app.popup {
        Some(Popup::Outcome(popup)) => popup.entry.customer.line.is_some(),
        _ => false,
    };
    while !seen(&counter) {
        assert!(Instant::now() < end, "the popup never heard of it");
        counter.session.wait(Duration::from_millis(5));
    }
    counter.press("s");
    assert_eq!(counter.contacts_of(CLARA).len(), 1);
    let clara = counter.rows_of(CLARA).customer;
    assert_eq!(clara.line.as_deref(), Some("Moved to Leeds."));
}

#[test]
fn the_popup_is_about_the_customer_as_they_are_now_not_as_they_were_listed() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j");
    counter.changes_elsewhere(CLARA, |c| c.name = "Clara Diaz-Reid".to_owned());
    counter.press("d").says("Clara Diaz-Reid: how did it end?");
}
