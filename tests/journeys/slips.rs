//! A slip is harmless: a popup's key pressed once too often, one that reaches the list, and a key of
//! the list that is pressed while a popup is open. Every pair is tried.

use checkback::app::action::Key;
use checkback::app::keymap::{Scope, table};
use checkback::app::popups::{confirm, help, import, job, let_go, message, outcome, paper, sweep};
use checkback::domain::pagination::{JournalFilter, Seek};
use checkback::store::Store;

use crate::counter::{Counter, USUAL};

/// The popups, the keys that open them from a row with one thing open, and their scopes.
const POPUPS: [(&str, Scope); 9] = [
    ("d", outcome::SCOPE),
    ("c", sweep::SCOPE),
    ("n / C l a r a enter n", confirm::SCOPE),
    ("m", message::SCOPE),
    ("w", help::PAGE),
    ("?", help::PAGE),
    ("i", import::FILE),
    ("o", job::SCOPE),
    ("K", paper::SCOPE),
];

/// The keys of the list that save something by themselves.
const DECIDING: [&str; 9] = ["n", "v", "b", "x", "u", "U", "+", "=", "-"];

fn standing(store: &mut Store) -> usize {
    let rows = store.journal(&JournalFilter::default(), &Seek::Start, 200);
    let stands = rows.unwrap().into_iter().map(|(_, row)| row);
    stands
        .filter(|row| !row.undone && row.turns.is_none())
        .count()
}

/// The characters that are keys in a scope.
fn keys_of(scope: Scope) -> Vec<String> {
    let bound = table().filter(|b| b.scope == scope);
    let keys = bound.flat_map(|b| b.keys.iter());
    keys.filter_map(|key| match key {
        Key::Char(' ') => Some("space".to_owned()),
        Key::Char(c) => Some(c.to_string()),
        _ => None,
    })
    .collect()
}

#[test]
fn a_popups_key_pressed_once_too_often_saves_nothing_more() {
    for (opens, scope) in POPUPS {
        for key in keys_of(scope) {
            let mut counter = Counter::of_garage(USUAL);
            let mut store = counter.store();
            counter.press("j j").press(opens).press(&key);
            // What it asks besides is answered by the key that takes what is offered.
            let once = standing(&mut store);
            counter.press(&key);
            assert_eq!(
                standing(&mut store),
                once,
                "{opens} {key} {key}:\n{}",
                counter.frame()
            );
        }
    }
}

#[test]
fn a_popups_key_that_reaches_the_list_saves_nothing() {
    for (_, scope) in POPUPS.into_iter().chain([("", let_go::SCOPE)]) {
        for key in keys_of(scope) {
            let mut counter = Counter::of_garage(USUAL);
            let mut store = counter.store();
            // A call of today, which a note or a feeling would go to.
            counter.press("j j d s");
            let before = standing(&mut store);
            counter.press(&key);
            assert_eq!(standing(&mut store), before, "{key}:\n{}", counter.frame());
        }
    }
}

#[test]
fn a_key_of_the_list_that_saves_by_itself_saves_nothing_in_a_popup() {
    for (opens, scope) in POPUPS.into_iter().chain([("j j n", let_go::SCOPE)]) {
        for key in DECIDING {
            let mut counter = Counter::of_garage(USUAL);
            let mut store = counter.store();
            counter.press("j j").press(opens);
            if counter.session.app.popup.is_none() {
                assert_eq!(scope, let_go::SCOPE, "{opens} opens nothing");
                continue;
            }
            let before = standing(&mut store);
            counter.press(key);
            assert_eq!(
                standing(&mut store),
                before,
                "{opens} {key}:\n{}",
                counter.frame()
            );
        }
    }
}

#[test]
fn a_colleague_is_somebody_of_the_shop_and_the_nearest_is_offered() {
    let mut counter = Counter::of_garage(USUAL);
    let mut store = counter.store();
    let before = standing(&mut store);
    counter.press("j j h").types("tmo").press("enter");
    counter.says("did you mean Tom?");
    assert_eq!(standing(&mut store), before);
    counter.press("ctrl-u").types("ash").press("enter");
    assert_eq!(standing(&mut store), before + 1);
    counter.says("Asha");
}
