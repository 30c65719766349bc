//! Any keys in any order, on screens of any size: nothing panics, and what is shown is what is kept.

use proptest::prelude::*;

use checkback::app::action::{ClickTarget, InputEvent, Key};
use checkback::app::keymap::table;

use crate::counter::Counter;

/// One thing a person does.
#[derive(Debug, Clone)]
enum FuzzInput {
    Press(InputEvent),
    Size(u16, u16),
}

fn key() -> impl Strategy<Value = Key> {
    let known: Vec<Key> = table().flat_map(|b| b.keys.iter()).copied().collect();
    let typing = "ctrl-a ctrl-e ctrl-w ctrl-u left right home end backspace delete";
    let typing: Vec<Key> = typing.split(' ').map(crate::counter::key).collect();
    let odd: Vec<Key> = "3 0 9 f . @ é 王 \u{301} \u{200f} m"
        .split(' ')
        .map(|c| Key::Char(c.chars().next().unwrap()))
        .collect();
    prop_oneof![
        6 => prop::sample::select(known),
        1 => prop::sample::select(typing),
        1 => prop::sample::select(odd),
    ]
}

fn deed() -> impl Strategy<Value = FuzzInput> {
    let target = prop_oneof![
        (0..20usize).prop_map(ClickTarget::Row),
        (0..5usize).prop_map(ClickTarget::Done),
        (0..20usize).prop_map(ClickTarget::Choice),
        key().prop_map(ClickTarget::Key),
        prop::sample::select(checkback::app::View::ALL.to_vec()).prop_map(ClickTarget::Tab),
    ];
    let texts = [
        "Anita",
        "3pm",
        "020 7946 0123",
        "𝕏\u{202e}\u{0}\n👩‍👩‍👧",
        "£12",
        "",
    ];
    prop_oneof![
        20 => key().prop_map(|k| FuzzInput::Press(InputEvent::Key(k))),
        2 => prop::sample::select(texts.to_vec()).prop_map(|t| FuzzInput::Press(InputEvent::Paste(t.to_owned()))),
        1 => target.prop_map(|t| FuzzInput::Press(InputEvent::Click(t))),
        1 => (-1..2i32).prop_map(|by| FuzzInput::Press(InputEvent::Wheel(by))),
        2 => (1..200u16, 1..60u16).prop_map(|(w, h)| FuzzInput::Size(w, h)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::SEQUENCES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_keys_in_any_order_at_any_size_never_panic(deeds in prop::collection::vec(deed(), 40)) {
        let mut counter = Counter::of_garage((100, 30));
        counter.keeps_style_rules = false;
        for deed in deeds {
            match deed {
                FuzzInput::Press(press) => counter.hurries(&press),
                FuzzInput::Size(width, height) => { counter.resizes(width, height); }
            }
            if counter.left {
                break;
            }
        }
        counter.catches_up();
        // What is shown is what is kept: a counter that has just come says the same of the list.
        prop_assert!(counter.agrees_with_its_file());
    }
}
