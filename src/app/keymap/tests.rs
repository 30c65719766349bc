use super::bindings::{action_name, action_names};
use super::{Key, KeyBindings, KeySet, Scope, TYPING, resolve, table};
use crate::app::action::{Action, ClickTarget, InputEvent};
use crate::app::{App, View};

/// What no hand needs every day: it may take a modifier, or the other hand.
const SELDOM: &[Action] = &[
    Action::KeyIn,
    // Once a year.
    Action::Import,
    Action::OtherEncoding,
    Action::Overwrite,
    Action::Columns,
    // Once a day.
    Action::Sweep,
    // What is copied is pasted with both hands.
    Action::Copy,
    Action::Message,
    Action::Mine,
    Action::Merge,
    // Going down the rows walks through the days too.
    Action::DayBefore,
    Action::DayAfter,
    Action::MonthBefore,
    Action::MonthAfter,
    Action::Shorter,
    Action::Longer,
    // The whole card opens with one key, and the rows' keys scroll it.
    Action::CardDown,
    Action::CardUp,
    // Both hands write a price.
    Action::Price,
    Action::Redo,
    Action::Private,
    Action::First,
    Action::Last,
    Action::PageDown,
    Action::PageUp,
    Action::NextView,
    Action::PreviousView,
    Action::Quit,
    Action::Left,
    Action::Right,
];

/// Whether a key lies under a hand and needs no modifier.
fn under(set: KeySet, key: Key) -> bool {
    use Key::{Backspace, Char, Delete, Down, End, Enter, Esc, F, Home, PageDown, PageUp, Tab, Up};
    let (letters, named, fs) = match set {
        KeySet::Left => ("`12345qwertasdfgzxcvb ", &[Tab, Esc][..], 1..=8),
        _ => (
            "67890-=yuiop[]hjkl;'nm,./\\ ",
            &[
                Enter,
                Backspace,
                Delete,
                Up,
                Down,
                Home,
                End,
                PageUp,
                PageDown,
                Key::Left,
                Key::Right,
            ][..],
            5..=12,
        ),
    };
    match key {
        Char(letter) => letters.contains(letter),
        F(n) => fs.contains(&n),
        other => named.contains(&other),
    }
}

#[test]
fn no_key_means_two_things_on_one_screen_in_any_set() {
    for set in KeySet::ALL {
        let keys = KeyBindings::of(set);
        for key in keys.table().iter().flat_map(|b| b.keys.iter()) {
            assert_eq!(keys.clash(*key), None, "{}", set.name());
        }
    }
}

#[test]
fn every_daily_action_is_under_one_hand_without_a_modifier() {
    for set in [KeySet::Left, KeySet::Right] {
        let keys = KeyBindings::of(set);
        let daily = keys.table().iter().filter(|b| !SELDOM.contains(&b.action));
        for binding in daily {
            assert!(
                binding.keys.first().is_some_and(|k| under(set, *k))
                    || binding.keys.iter().any(|k| under(set, *k)),
                "{} has no key under the {} hand in “{}”: give its line one",
                action_name(binding.action),
                set.name(),
                binding.scope.title(),
            );
        }
    }
}

#[test]
fn a_key_of_a_typed_line_is_never_one_of_the_table_where_one_types() {
    for set in KeySet::ALL {
        let keys = KeyBindings::of(set);
        for binding in keys.table().iter().filter(|b| b.scope.types()) {
            assert!(
                !binding.keys.iter().any(|k| matches!(k, Key::Char(_))),
                "{}: {binding:?}",
                set.name()
            );
            let moves = matches!(binding.action, Action::Left | Action::Right);
            let edits = |k: &Key| TYPING.iter().any(|(key, _)| key == k);
            assert!(moves || !binding.keys.iter().any(edits), "{binding:?}");
        }
    }
}

#[test]
fn every_line_says_in_the_help_what_it_does() {
    for binding in table() {
        assert!(!binding.help.is_empty() && !binding.keys.is_empty());
    }
}

#[test]
fn a_key_of_the_shops_own_takes_the_place_of_the_letters_and_leaves_the_named_keys() {
    let own = vec![
        ("done".to_owned(), Key::Char('g')),
        ("first".to_owned(), Key::F(4)),
    ];
    let keys = KeyBindings::with(KeySet::Usual, own).unwrap();
    assert_eq!(keys.key(Action::Done), Some(Key::Char('g')));
    let of = |scope: Scope, action| {
        let mut table = keys.table().iter();
        let binding = table.find(|b| b.scope == scope && b.action == action);
        binding.map(|b| b.keys.to_vec()).unwrap_or_default()
    };
    assert!(!of(Scope::CUSTOMERS, Action::Done).contains(&Key::Char('d')));
    assert_eq!(of(Scope::LISTS, Action::First), [Key::F(4), Key::Home]);
}

#[test]
fn two_keys_that_mean_two_things_on_one_screen_are_refused_by_the_later_one() {
    let own = |keys: &[(&str, char)]| {
        let own = keys.iter().map(|(n, k)| ((*n).to_owned(), Key::Char(*k)));
        KeyBindings::with(KeySet::Usual, own.collect())
    };
    let wrong = own(&[("busy", 'z'), ("no-answer", 'w')]).unwrap_err();
    assert_eq!(wrong.which, 1);
    assert_eq!(
        wrong.words,
        "w means two things (On a customer): no-answer and why; give one of them another key"
    );
    assert!(
        own(&[("why", 'n'), ("no-answer", 'w')]).is_ok(),
        "they change places"
    );
    let wrong = own(&[("no-answr", 'w')]).unwrap_err();
    assert!(
        wrong.words.ends_with("did you mean no-answer?"),
        "{}",
        wrong.words
    );
    let wrong = own(&[("telephone", 'w')]).unwrap_err();
    assert!(wrong.words.contains("no-answer, "), "{}", wrong.words);
    let wrong = own(&[("next-field", 'x')]).unwrap_err();
    assert!(
        wrong
            .words
            .contains("would be typed as text there (next-field)"),
        "{}",
        wrong.words
    );
}

#[test]
fn the_names_of_the_actions_in_peoples_settings_stay_what_they_are() {
    let names: Vec<_> = action_names().into_iter().collect();
    assert_eq!(
        names.join(" "),
        "accept add all-acts back busy call card-down card-up close columns copy day-after day-before done down edit \
         find fine first give hand-over help import job keep-trying key-in last later left let-go \
         lock longer merge message mine month-after month-before next-field next-view no-answer \
         not-talked-about note only-theirs other-encoding overwrite page-down page-up pleased previous-field \
         previous-view price private promise quit redo result-authorised result-can-wait result-declined \
         result-dropped result-settled result-thinking result-unhappy retry reveal right shorter \
         show-ahead show-customers show-figures show-journal show-today sweep they-rang throw-away \
         undo unhappy up voicemail why wrong-number yes"
    );
    let mut actions: Vec<Action> = Vec::new();
    for binding in table() {
        if !actions.contains(&binding.action) {
            actions.push(binding.action);
        }
    }
    assert_eq!(names.len(), actions.len(), "each has a name of its own");
}

#[test]
fn a_key_is_read_by_the_name_it_is_written_with() {
    for key in table().flat_map(|b| b.keys.iter()) {
        assert_eq!(Key::named(&key.name()), Some(*key));
    }
    assert_eq!(Key::named("f12"), Some(Key::F(12)));
    for wrong in ["", "ww", "F13", "ctrl-", "ctrl-space", "\t"] {
        assert_eq!(Key::named(wrong), None, "{wrong}");
    }
}

/// A counter of a shop that has nobody yet.
fn counter() -> App {
    let config = crate::config::Config::usual().unwrap();
    let settings = config.app_settings();
    App::new(settings, "Tom".to_owned(), chrono::DateTime::UNIX_EPOCH)
}

#[test]
fn a_key_of_the_foot_line_that_is_clicked_asks_for_what_the_same_key_asks_for_when_pressed() {
    let app = counter();
    for key in table().flat_map(|binding| binding.keys.iter()) {
        let (pressed, clicked) = (
            InputEvent::Key(*key),
            InputEvent::Click(ClickTarget::Key(*key)),
        );
        assert_eq!(resolve(&app, &pressed).key, resolve(&app, &clicked).key);
    }
}

#[test]
fn a_key_is_about_the_selected_customer_only_where_customers_are_listed() {
    let mut app = counter();
    let press = InputEvent::Key(Key::Char('n'));
    let resolved = |app: &App| resolve(app, &press).key.unwrap();
    assert_eq!(resolved(&app).action, Some(Action::NoAnswer));
    assert!(resolved(&app).about_customer);
    app.view = View::Journal;
    assert_eq!(resolved(&app).action, None);
    assert!(!resolved(&app).about_customer);
    app.view = View::Today;
    app.public.lock = Some(crate::app::privacy::ScreenLock::default());
    assert!(!resolved(&app).about_customer);
}

#[test]
fn what_is_no_key_is_resolved_to_none() {
    let app = counter();
    for event in [
        InputEvent::Paste("n".to_owned()),
        InputEvent::Wheel(1),
        InputEvent::Click(ClickTarget::Row(0)),
    ] {
        let input = resolve(&app, &event);
        assert!(input.key.is_none() && input.action().is_none(), "{event:?}");
    }
}
