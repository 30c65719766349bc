//! Keys that come faster than the disk, and acts that another counter has overtaken.

use checkback::app::action::{InputEvent, Key};
use checkback::app::keymap::resolve;
use checkback::app::popups::Popup;
use checkback::app::update::{tick, update};
use checkback::app::{App, View};
use checkback::domain::contact::Feeling;

use crate::common::{Backend, SuiteBackend, at};
use crate::counter::{Counter, USUAL, WIDE, key};
use crate::shop::{self, CLARA, NOW};

const NEXT: &str = "محمد الأحمد";

fn locked(counter: &Counter) -> <SuiteBackend as Backend>::Busy {
    counter.place.keep_busy()
}

fn hurries(counter: &mut Counter, keys: &str) {
    for name in keys.split_whitespace() {
        counter.hurries(&InputEvent::Key(key(name)));
    }
}

#[test]
fn let_go_does_not_cover_what_somebody_is_typing() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j j j");
    assert_eq!(counter.selected(), "Joan Fisher");
    let lock = locked(&counter);
    hurries(&mut counter, "n a B i l");
    drop(lock);
    counter.catches_up();
    assert!(matches!(counter.session.app.popup, Some(Popup::Form(_))));
    counter.says("Bil");
    assert_eq!(counter.contacts_of("Joan Fisher").len(), 4);
}

#[test]
fn a_feeling_goes_to_the_call_that_is_being_saved_not_to_the_one_before() {
    let mut counter = Counter::of_garage(WIDE);
    counter.press("j j n");
    assert_eq!(counter.selected(), NEXT);
    let lock = locked(&counter);
    hurries(&mut counter, "d s +");
    drop(lock);
    counter.catches_up();
    assert_eq!(counter.contacts_of(CLARA)[0].feeling, None);
    assert_eq!(counter.contacts_of(NEXT)[0].feeling, Some(Feeling::Pleased));
}

#[test]
fn a_typed_ahead_q_is_a_letter_of_the_line_it_was_meant_for() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j");
    let lock = locked(&counter);
    hurries(&mut counter, "n k s q");
    drop(lock);
    counter.catches_up();
    assert!(!counter.left);
    let Some(Popup::Prompt(prompt)) = &counter.session.app.popup else {
        panic!("no line to type in:\n{}", counter.frame());
    };
    assert_eq!(prompt.line.text(), "q");
}

#[test]
fn an_act_that_is_refused_is_said_and_does_not_hold_up_one_about_somebody_else() {
    let mut counter = Counter::of_garage(USUAL);
    counter.refuses(Some("no"));
    counter.press("j j n G n");
    counter.refuses(None);
    counter.changes_elsewhere(CLARA, |c| c.line = Some("Moved.".to_owned()));
    counter.press("r").says("Asha changed Clara");
    assert_eq!(counter.contacts_of("Priya Nair").len(), 1);
    assert_eq!(counter.contacts_of(CLARA), []);
}

#[test]
fn what_cannot_be_saved_can_be_given_up() {
    let mut counter = Counter::of_garage(USUAL);
    counter.refuses(Some("no"));
    counter.press("j j n u").says("Discarded, not saved: ");
    counter.refuses(None);
    counter.press("g j j n");
    assert_eq!(counter.contacts_of(CLARA).len(), 1);
}

#[test]
fn what_was_typed_in_a_form_is_kept_when_another_counter_was_faster_and_saves_on_top_of_it() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j e").fills("To know", "Her dog is Bo.");
    counter.changes_elsewhere(CLARA, |c| {
        c.email = Some("clara@example.org".to_owned());
    });
    counter.press("enter").says("Asha changed Clara");
    counter.says("Her dog is Bo.");
    counter.press("enter").says("Changes saved");
    let clara = counter.rows_of(CLARA).customer;
    assert_eq!(clara.line.as_deref(), Some("Her dog is Bo."));
    assert_eq!(clara.email.as_deref(), Some("clara@example.org"));
}

#[test]
fn a_note_that_was_not_changed_is_no_act() {
    let mut counter = Counter::of_garage(USUAL);
    counter
        .press("j j n t")
        .types("Rang out.")
        .press("enter t enter u");
    assert_eq!(counter.contacts_of(CLARA)[0].note, None);
    assert_eq!(counter.contacts_of(CLARA).len(), 1);
}

#[test]
fn a_number_typed_over_a_known_customers_own_takes_its_place() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("a").types("Clara").press("down enter");
    counter
        .fills("Phone", "020 7946 0999")
        .fills("About", "New number");
    counter.press("enter").says("Added New number");
    let clara = counter.rows_of(CLARA).customer;
    assert_eq!(clara.phone.as_deref(), Some("+442079460999"));
}

#[test]
fn a_key_does_not_swallow_the_minutes_look_at_the_list() {
    let mut app = App::new(shop::config().app_settings(), "Tom".to_owned(), at(NOW));
    assert_eq!(app.view, View::Today);
    let later = at("2026-11-24T10:43:00+00:00");
    let press = InputEvent::Key(Key::Char('j'));
    let input = resolve(&app, &press);
    update(&mut app, input, later);
    assert!(tick(&mut app, later).is_some());
    assert!(tick(&mut app, later).is_none());
}

#[test]
fn a_write_that_waits_for_another_program_does_not_keep_anybody_from_looking_things_up() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j");
    let lock = locked(&counter);
    hurries(&mut counter, "n / f i s h");
    let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
    let found = |app: &App| matches!(&app.popup, Some(Popup::Find(f)) if !f.found.is_empty());
    while !found(&counter.session.app) && std::time::Instant::now() < end {
        counter.session.wait(std::time::Duration::from_millis(20));
    }
    assert!(found(&counter.session.app), "nobody was found");
    assert_eq!(counter.contacts_of(CLARA), [], "and the act still waits");
    drop(lock);
    counter.catches_up();
    assert_eq!(counter.contacts_of(CLARA).len(), 1);
}
