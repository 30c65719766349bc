//! The `[keys]` section: a set of keys, and the shop's own keys laid over it.

use std::collections::BTreeMap;

use toml::Spanned;

use crate::app::action::Key;
use crate::app::keymap::{KeyBindings, KeySet};

/// The set that is named, with the shop's own keys laid over it; else where something is wrong,
/// and what.
pub(super) fn key_bindings(
    table: BTreeMap<String, Spanned<String>>,
) -> Result<KeyBindings, (usize, String)> {
    let mut set = KeySet::Usual;
    let mut own = Vec::new();
    let mut places = Vec::new();
    // In the order of the file: of two that mean the same, the later is the wrong one.
    let mut table: Vec<_> = table.into_iter().collect();
    table.sort_by_key(|(_, value)| value.span().start);
    for (name, value) in table {
        let at = value.span().start;
        let text = value.into_inner();
        if name == "set" {
            let named = KeySet::ALL.into_iter().find(|s| s.name() == text);
            set = named.ok_or_else(|| {
                let words = format!("“{text}” is not a set of keys: write usual, left or right");
                (at, words)
            })?;
        } else {
            let key = Key::named(&text).ok_or_else(|| {
                let words = format!(
                    "“{text}” is not a key: write one character, or space, enter, tab, up, F2, ctrl-k"
                );
                (at, words)
            })?;
            own.push((name, key));
            places.push(at);
        }
    }
    KeyBindings::with(set, own).map_err(|wrong| {
        let at = places.get(wrong.which).copied().unwrap_or(0);
        (at, wrong.words)
    })
}
