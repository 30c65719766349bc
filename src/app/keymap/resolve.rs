//! Resolving a key: which action it asks for in the current scope.
//!
//! Owns the only look-up of a key that was pressed. The session and the app go by its result, so
//! that what a key waits for and what it then does can never be two different things.

use super::{Action, Binding, Key, Scope, TYPING, layouts, scopes};
use crate::app::action::{CapsLock, ClickTarget, InputEvent};
use crate::app::popups;
use crate::app::state::App;

/// A key that was pressed, and what it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResolvedKey {
    /// The key.
    pub key: Key,
    /// What it asks for in the current scope; nothing for a key that is unknown there.
    pub action: Option<Action>,
    /// Whether a character that asks for nothing is typed into a line there.
    pub typing: bool,
    /// Whether it is about the customer that is selected.
    pub about_customer: bool,
}

/// Something that happened at the terminal; where it is a key, with what that asks for.
#[derive(Debug, Clone, Copy)]
pub struct ResolvedInput<'a> {
    /// What happened.
    pub event: &'a InputEvent,
    /// The key, pressed or clicked in the foot line.
    pub key: Option<ResolvedKey>,
}

impl ResolvedInput<'_> {
    /// What its key asks for.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        self.key?.action
    }
}

/// Resolves an event of the terminal in the current scope. A key that has to wait is resolved when its
/// turn comes: by then another screen may have opened for it.
#[must_use]
pub fn resolve<'a>(app: &App, event: &'a InputEvent) -> ResolvedInput<'a> {
    let key = match event {
        InputEvent::Key(key) | InputEvent::Click(ClickTarget::Key(key)) => Some(*key),
        InputEvent::Paste(_)
        | InputEvent::Click(_)
        | InputEvent::Wheel(_)
        | InputEvent::WheelOnCard(_) => None,
    };
    ResolvedInput {
        event,
        key: key.map(|key| resolve_key(app, key)),
    }
}

/// What a key asks for in the current scope. Where nothing is typed, a letter that is not a key is read
/// as the key that was meant: with another keyboard layout the letter at its place, with Caps Lock the
/// small one.
fn resolve_key(app: &App, key: Key) -> ResolvedKey {
    let scopes = scopes(app);
    let typing = scopes.iter().any(|s| s.types());
    let pressed = match key {
        Key::Char(c) if !typing && app.caps_lock == CapsLock::On && c.is_uppercase() => small(c),
        other => other,
    };
    let action = bound(app, &scopes, pressed).or_else(|| {
        // Ctrl-C closes the popup, as it leaves the program from a list.
        let typed = TYPING.iter().find(|(k, _)| *k == key).map(|(_, a)| *a);
        // The screen can be hidden from anywhere, except by a letter where one types.
        let locks = app.keys.has(Action::Lock, key) && !(typing && matches!(key, Key::Char(_)));
        // Help is read from anywhere likewise, by a key that is no letter.
        let helps = app.keys.has(Action::Help, key) && !matches!(key, Key::Char(_));
        typed
            .filter(|_| typing)
            .or((helps && app.public.lock.is_none()).then_some(Action::Help))
            .or((key == Key::Ctrl('c')).then_some(Action::Close))
            .or((locks && app.public.lock.is_none()).then_some(Action::Lock))
            .or_else(|| bound(app, &scopes, meant(pressed).filter(|_| !typing)?))
    });
    let of_customers = |b: &Binding| b.scope == Scope::CUSTOMERS && Some(b.action) == action;
    let about_customer =
        scopes.contains(&Scope::CUSTOMERS) && app.keys.table().iter().any(of_customers);
    ResolvedKey {
        key,
        action,
        typing,
        about_customer,
    }
}

/// What a key itself asks for in some scopes.
fn bound(app: &App, scopes: &[Scope], key: Key) -> Option<Action> {
    scopes.iter().find_map(|scope| {
        let mut table = app.keys.table().iter();
        table
            .find(|b| b.scope == *scope && b.keys.contains(&key))
            .map(|b| b.action)
    })
}

/// The small letter of a capital.
fn small(capital: char) -> Key {
    Key::Char(capital.to_lowercase().next().unwrap_or(capital))
}

/// The key that was meant by a letter that is not one.
fn meant(key: Key) -> Option<Key> {
    match key {
        Key::Char(c) if c.is_ascii_uppercase() => Some(small(c)),
        Key::Char(c) => layouts::at_the_same_place(c),
        _ => None,
    }
}

/// What a key shows of Caps Lock, if anything: a capital that is no key of its own that it is on, a
/// small letter that it is off.
#[must_use]
pub fn shown_caps_lock(app: &App, key: Key) -> Option<CapsLock> {
    let Key::Char(c) = key else { return None };
    if c.is_lowercase() {
        return Some(CapsLock::Off);
    }
    let scopes = scopes(app);
    let types = scopes.iter().any(|s| s.types());
    let stray = c.is_ascii_uppercase() && !types && bound(app, &scopes, key).is_none();
    stray.then_some(CapsLock::On)
}

/// Whether a key is one of the outcome popup's own, were it open.
#[must_use]
pub fn of_outcome(app: &App, key: Key) -> bool {
    let bound = |b: &Binding| b.scope == popups::outcome::SCOPE && b.keys.contains(&key);
    app.keys.table().iter().any(bound)
}
