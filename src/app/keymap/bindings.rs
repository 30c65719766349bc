//! The keys in force at a counter: the table with a set and the shop's own keys laid over it.
//!
//! Owns what the shop's file may say of keys: the names of the actions, and that no key means two
//! things on one screen.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Action, Binding, Key, KeySet, Scope, TYPING, table};
use crate::domain::text::{nearest, sanitize};

/// The keys in force.
#[derive(Debug, Clone)]
pub struct KeyBindings {
    set: KeySet,
    own: Vec<(String, Key)>,
    table: Vec<Binding>,
}

impl Default for KeyBindings {
    fn default() -> Self {
        Self::of(KeySet::Usual)
    }
}

/// What is wrong with one of the shop's own keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyBindingError {
    /// Which of them, counted as they were given.
    pub which: usize,
    /// What is wrong, and what would be right.
    pub words: String,
}

impl KeyBindings {
    /// A set as it is.
    #[must_use]
    pub fn of(set: KeySet) -> Self {
        let mut table: Vec<Binding> = table().cloned().collect();
        for binding in &mut table {
            if let Some(key) = set.instead(binding) {
                put_first(binding, key);
            }
        }
        Self {
            set,
            own: Vec::new(),
            table,
        }
    }

    /// A set with the shop's own keys laid over it: the name of an action, and its key.
    ///
    /// # Errors
    /// The first of them whose name is unknown, whose key would be typed where it is to work, or
    /// whose key means something else on one screen.
    pub fn with(set: KeySet, own: Vec<(String, Key)>) -> Result<Self, KeyBindingError> {
        let mut keys = Self::of(set);
        for (which, (name, key)) in own.iter().enumerate() {
            let wrong = |words| KeyBindingError { which, words };
            if !keys.table.iter().any(|b| action_name(b.action) == *name) {
                return Err(wrong(unknown(name)));
            }
            let free = |scope: Scope| !(scope.types() && typed(*key));
            let mut bound = keys.table.iter_mut();
            let mut bound = bound
                .by_ref()
                .filter(|b| action_name(b.action) == *name && free(b.scope));
            let Some(first) = bound.next() else {
                let shown = key.shown();
                return Err(wrong(format!(
                    "{shown} would be typed as text there ({name}): choose a key such as F2"
                )));
            };
            put_first(first, *key);
            bound.for_each(|b| put_first(b, *key));
        }
        for (which, (_, key)) in own.iter().enumerate().rev() {
            if let Some(words) = keys.clash(*key) {
                return Err(KeyBindingError { which, words });
            }
        }
        keys.own = own;
        Ok(keys)
    }

    /// The chosen set.
    #[must_use]
    pub const fn set(&self) -> KeySet {
        self.set
    }

    /// The shop's own keys.
    #[must_use]
    pub fn own(&self) -> &[(String, Key)] {
        &self.own
    }

    /// Every line of the table, with the keys in force.
    #[must_use]
    pub fn table(&self) -> &[Binding] {
        &self.table
    }

    /// The first key of an action.
    #[must_use]
    pub fn key(&self, action: Action) -> Option<Key> {
        let binding = self.table.iter().find(|b| b.action == action)?;
        binding.keys.first().copied()
    }

    /// Whether a key is one of an action's.
    #[must_use]
    pub fn has(&self, action: Action, key: Key) -> bool {
        let mut table = self.table.iter();
        table.any(|b| b.action == action && b.keys.contains(&key))
    }

    /// The first key of an action, as it is shown.
    #[must_use]
    pub fn shown(&self, action: Action) -> String {
        self.key(action).map(Key::shown).unwrap_or_default()
    }

    /// The first key of an action in a scope, as it is shown.
    #[must_use]
    pub fn shown_in(&self, scope: Scope, action: Action) -> String {
        let mut table = self.table.iter();
        let binding = table.find(|b| b.scope == scope && b.action == action);
        let key = binding.and_then(|b| b.keys.first());
        key.map(|k| k.shown()).unwrap_or_default()
    }

    /// Where a key means two things on one screen: in words, with both of them.
    pub(super) fn clash(&self, key: Key) -> Option<String> {
        Scope::all().iter().find_map(|scope| {
            let screen = scope.screen();
            let here = |b: &&Binding| screen.contains(&b.scope) && b.keys.contains(&key);
            let mut means = self.table.iter().filter(here);
            let (first, second) = (means.next()?, means.next()?);
            Some(format!(
                "{} means two things ({}): {} and {}; give one of them another key",
                key.name(),
                first.scope.title(),
                action_name(first.action),
                action_name(second.action),
            ))
        })
    }
}

/// A key in place of a line's letters; those with a name stay behind it.
fn put_first(binding: &mut Binding, key: Key) {
    let stays = |k: &&Key| !matches!(k, Key::Char(_)) && **k != key;
    let mut keys = vec![key];
    keys.extend(binding.keys.iter().filter(stays));
    binding.keys = Cow::Owned(keys);
}

/// Whether a key is one of a typed line's.
fn typed(key: Key) -> bool {
    matches!(key, Key::Char(_)) || TYPING.iter().any(|(k, _)| *k == key)
}

/// What the shop's file calls an action: `NoAnswer` is `no-answer`, `Show(Today)` `show-today`.
#[must_use]
pub(super) fn action_name(action: Action) -> Cow<'static, str> {
    let name: &'static str = action.into();
    match action {
        Action::Show(view) => Cow::Owned(format!("{name}-{}", <&str>::from(view))),
        Action::Result(result) => Cow::Owned(format!("{name}-{}", result.word())),
        _ => Cow::Borrowed(name),
    }
}

/// Every name an action of the table has, in order.
pub(super) fn action_names() -> BTreeSet<Cow<'static, str>> {
    table().map(|b| action_name(b.action)).collect()
}

fn unknown(name: &str) -> String {
    let known = action_names();
    let known: Vec<&str> = known.iter().map(Cow::as_ref).collect();
    let right = match nearest(name, known.iter().copied()) {
        Some(meant) => format!("did you mean {meant}?"),
        None => format!("write one of {}", known.join(", ")),
    };
    format!("no action is called “{}”: {right}", sanitize(name))
}
