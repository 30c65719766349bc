//! The row that was meant, or none: an act is about whoever was selected when the key was pressed,
//! and the selection goes where the next call is.

use checkback::app::View;
use checkback::domain::contact::Outcome;
use checkback::usecases::commit::{RetryPolicy, Stamp, save};
use checkback::usecases::log::{CallReport, log};
use checkback::usecases::{Context, Plan};

use crate::common::at;
use crate::counter::{Counter, SMALL, USUAL, WIDE};
use crate::shop::{self, CLARA, LONG, NOW};

const NEXT: &str = "محمد الأحمد";

impl Counter {
    /// Sue logs a call that nobody answered, in the back office.
    pub fn sue_logs_no_answer(&self, name: &str) {
        let config = shop::config();
        let known = Context {
            rules: &config.rules,
            region: &config.region,
            now: at(NOW),
            by: "Sue",
            counter: "back office",
        };
        let entry = self.rows_of(name);
        let plan: Plan = log(known, &entry, &CallReport::of(Outcome::NoAnswer)).unwrap();
        let act = Stamp::new(known).act(&plan.what, plan.customer, plan.changes);
        save(&mut self.store(), &act, RetryPolicy::ByCaller).unwrap();
    }
}

#[test]
fn c35_a_key_for_a_row_that_another_counter_has_just_taken_is_not_taken_for_the_next_one() {
    for size in [WIDE, USUAL, SMALL] {
        for key in ["n", "v", "b", "x", "d", "s", "enter"] {
            let mut counter = Counter::of_garage(size);
            while counter.selected() != LONG {
                counter.press("j");
            }
            counter.sue_logs_no_answer(LONG);
            // The list is read anew, and slides up.
            counter.at("2026-11-24T10:43:00+00:00");
            assert_ne!(counter.selected(), LONG);
            let selected = counter.selected();
            let before = counter.contacts_of(&selected).len();
            counter.press(key);
            assert!(counter.session.app.popup.is_none(), "{key}");
            assert_eq!(counter.contacts_of(&selected).len(), before, "{key}");
            counter.says("Nothing was saved. Bartholomew");
            // Now it is seen, and a key is about it.
            counter.press("w");
            assert!(counter.session.app.popup.is_some());
        }
    }
}

#[test]
fn after_an_act_the_selection_goes_to_the_next_row_that_may_be_rung_now() {
    let mut counter = Counter::of_garage(USUAL);
    let rings_now = |counter: &Counter, name: &str| {
        let app = &counter.session.app;
        app.why_not_callable(&counter.rows_of(name)).is_none()
    };
    counter.press("j j j j j j n");
    let mut seen = vec![counter.selected()];
    for _ in 0..4 {
        assert!(
            rings_now(&counter, &seen[seen.len() - 1]),
            "{}",
            counter.frame()
        );
        counter.press("n esc");
        seen.push(counter.selected());
    }
    // Nobody twice, and nobody who is dimmed, though some stand between.
    let mut once = seen.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), seen.len(), "{seen:?}");
}

#[test]
fn a_note_and_a_feeling_leave_the_selection_where_it_is_and_so_does_their_undo() {
    for keys in ["t F i n e enter", "+", "-", "="] {
        let mut counter = Counter::of_garage(USUAL);
        counter.press("j j d s");
        let next = counter.selected();
        assert_eq!(next, NEXT);
        counter.press(keys);
        assert_eq!(counter.selected(), next, "{keys}");
        counter.press("u");
        assert_eq!(counter.selected(), next, "{keys} u");
    }
}

#[test]
fn who_rang_is_logged_and_one_is_back_in_the_list_where_one_was() {
    for size in [WIDE, USUAL, SMALL] {
        let mut counter = Counter::of_garage(size);
        counter.press("j j j");
        let selected = counter.selected();
        counter.press("r").types("Joan").press("enter s");
        assert_eq!(counter.session.app.view, View::Today);
        assert_eq!(counter.selected(), selected);
    }
}

#[test]
fn with_one_row_left_a_second_key_does_not_log_that_row_again() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("M");
    counter.press("n n n n n n n n n n n n");
    counter.press("esc esc n n");
    for name in [CLARA, NEXT, "Joan Fisher"] {
        let today = at(NOW).date_naive();
        let contacts = counter.contacts_of(name);
        let of_today = contacts.iter().filter(|c| c.at.date_naive() == today);
        assert!(of_today.count() <= 1, "{name}");
    }
}
