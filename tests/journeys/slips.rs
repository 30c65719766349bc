//! A slip is harmless: a popup's key pressed once too often, one that reaches the list, and a key of
//! the list that is pressed while a popup is open. Every pair is tried.

use checkback::app::action::{Action, Key};
use checkback::app::keymap::{self, KeyBindings, KeySet, Scope};
use checkback::app::popups::{
    confirm, form, help, import, job, let_go, message, outcome, paper, sweep,
};
use checkback::domain::follow_up::FollowUpResult;
use checkback::domain::pagination::{JournalFilter, Seek};
use checkback::store::Store;

use crate::counter::{Counter, USUAL};

/// A popup: the action that opens it from a row with one thing open, and its scope.
#[derive(Clone, Copy)]
enum Opener {
    /// One key of the list.
    Key(Action),
    /// A second call to somebody who rests, which is asked about.
    SecondCall,
    /// A form with something typed in it, left by `esc`.
    TypedForm,
    /// The last try in vain.
    LastTry,
}

const POPUPS: [(Opener, Scope); 11] = [
    (Opener::Key(Action::Done), outcome::SCOPE),
    (Opener::Key(Action::Sweep), sweep::SCOPE),
    (Opener::SecondCall, confirm::SCOPE),
    (Opener::TypedForm, form::LEAVING),
    (Opener::LastTry, let_go::SCOPE),
    (Opener::Key(Action::Message), message::SCOPE),
    (Opener::Key(Action::Why), help::PAGE),
    (Opener::Key(Action::Help), help::PAGE),
    (Opener::Key(Action::Import), import::FILE),
    (Opener::Key(Action::Job), job::SCOPE),
    (Opener::Key(Action::KeyIn), paper::SCOPE),
];

/// What saves something by itself in the list.
const DECIDING: [Action; 9] = [
    Action::NoAnswer,
    Action::Voicemail,
    Action::Busy,
    Action::WrongNumber,
    Action::Undo,
    Action::Redo,
    Action::Pleased,
    Action::Fine,
    Action::Unhappy,
];

fn standing(store: &mut Store) -> usize {
    let rows = store.journal(&JournalFilter::default(), &Seek::Start, 200);
    let stands = rows.unwrap().into_iter().map(|(_, row)| row);
    stands
        .filter(|row| !row.undone && row.turns.is_none())
        .count()
}

/// The keys of a scope that a finger may find by habit: letters and signs, and in the sets for one
/// hand the keys in the row above them.
fn keys_of(keys: &KeyBindings, scope: Scope) -> Vec<Key> {
    let bound = keys.table().iter().filter(|b| b.scope == scope);
    let bound = bound.flat_map(|b| b.keys.iter().copied());
    bound
        .filter(|key| matches!(key, Key::Char(_) | Key::F(_)))
        .collect()
}

fn counter_with(set: KeySet) -> Counter {
    Counter::with(USUAL, &format!("[keys]\nset = \"{}\"\n", set.name()))
}

/// The name by which a journey presses an action's key.
fn name_of(keys: &KeyBindings, action: Action) -> String {
    keys.key(action).unwrap().name()
}

fn takes_what_is_offered(keys: &KeyBindings, scope: Scope, key: Key) -> bool {
    let mut bound = keys.table().iter().filter(|b| b.scope == scope);
    bound.any(|b| b.action == Action::Accept && b.keys.contains(&key))
}

/// Opens a popup from the third row, which has one thing open.
fn open(counter: &mut Counter, keys: &KeyBindings, opener: Opener) {
    let list = |action| name_of(keys, action);
    counter.press("down down");
    match opener {
        Opener::Key(action) => counter.press(&list(action)),
        Opener::SecondCall => {
            let again = list(Action::NoAnswer);
            counter.press(&again).press(&list(Action::Find));
            counter.types("Clara").press("enter").press(&again)
        }
        Opener::TypedForm => counter.press(&list(Action::Add)).types("Ann").press("esc"),
        Opener::LastTry => counter.press("down down").press(&list(Action::NoAnswer)),
    };
}

#[test]
fn every_popup_of_the_matrix_opens_in_every_set_of_keys() {
    for set in KeySet::ALL {
        let keys = KeyBindings::of(set);
        for (opener, scope) in POPUPS {
            let mut counter = counter_with(set);
            open(&mut counter, &keys, opener);
            let app = &counter.session.app;
            let stands = keymap::scopes(app).first().copied();
            assert_eq!(stands, Some(scope), "{}:\n{}", set.name(), counter.frame());
        }
    }
}

#[test]
fn a_popups_key_pressed_once_too_often_saves_nothing_more() {
    for set in KeySet::ALL {
        let keys = KeyBindings::of(set);
        for (opener, scope) in POPUPS {
            for key in keys_of(&keys, scope) {
                let mut counter = counter_with(set);
                let mut store = counter.store();
                open(&mut counter, &keys, opener);
                // The key that takes what is offered goes on to what is asked next, and takes that.
                if takes_what_is_offered(&keys, scope, key) {
                    continue;
                }
                counter.press(&key.name());
                let once = standing(&mut store);
                counter.press(&key.name());
                assert_eq!(
                    standing(&mut store),
                    once,
                    "{} {scope:?} {key:?} twice:\n{}",
                    set.name(),
                    counter.frame()
                );
            }
        }
    }
}

#[test]
fn a_popups_key_that_reaches_the_list_saves_nothing() {
    for set in KeySet::ALL {
        let keys = KeyBindings::of(set);
        for (_, scope) in POPUPS {
            for key in keys_of(&keys, scope) {
                let mut counter = counter_with(set);
                let mut store = counter.store();
                // A call of today, which a note or a feeling would go to.
                open(&mut counter, &keys, Opener::Key(Action::Done));
                let settled = Action::Result(FollowUpResult::Settled);
                counter.press(&name_of(&keys, settled));
                let before = standing(&mut store);
                counter.press(&key.name());
                assert_eq!(
                    standing(&mut store),
                    before,
                    "{} {scope:?} {key:?}:\n{}",
                    set.name(),
                    counter.frame()
                );
            }
        }
    }
}

#[test]
fn a_key_of_the_list_that_saves_by_itself_saves_nothing_in_a_popup() {
    for set in KeySet::ALL {
        let keys = KeyBindings::of(set);
        for (opener, scope) in POPUPS {
            for action in DECIDING {
                let mut counter = counter_with(set);
                let mut store = counter.store();
                open(&mut counter, &keys, opener);
                let before = standing(&mut store);
                counter.press(&name_of(&keys, action));
                assert_eq!(
                    standing(&mut store),
                    before,
                    "{} {action:?} in {scope:?}:\n{}",
                    set.name(),
                    counter.frame()
                );
            }
        }
    }
}

#[test]
fn a_key_of_the_list_that_saves_by_itself_throws_no_typed_words_away() {
    for set in KeySet::ALL {
        let keys = KeyBindings::of(set);
        for action in DECIDING {
            let mut counter = counter_with(set);
            open(&mut counter, &keys, Opener::TypedForm);
            counter.press(&name_of(&keys, action));
            assert!(
                counter.session.app.popup.is_some(),
                "{} {action:?}",
                set.name()
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
