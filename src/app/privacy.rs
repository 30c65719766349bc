//! At a public counter: the screen locked, and people shown by initials only.
//!
//! Owns when the screen is hidden and what brings it back. What is under it stays as it is: a
//! half-typed note waits. While it is locked a key does nothing but bring it back; the program
//! cannot be left by one either, for a passer-by would throw away what is half typed.

use chrono::{DateTime, TimeDelta, Utc};

use super::action::{Action, InputEvent, Key};
use super::effect::Effect;
use super::keymap;
use super::state::App;
use super::text_input::TextInput;
use crate::domain::customer::Id;

/// How long after a wrong PIN the next is taken, at most.
const LONGEST: i64 = 60;

/// What a public counter asks for.
#[derive(Debug, Clone, Default)]
pub struct PrivacyState {
    /// The lock, while the screen is hidden.
    pub lock: Option<ScreenLock>,
    /// The hash of the PIN that brings it back, where one is set.
    pub pin: Option<String>,
    /// After how many minutes without a key the screen hides itself; never where it is 0.
    pub lock_after: u32,
    /// Whether people are shown by initials and the last three digits of their number.
    pub private: bool,
    /// The customer whose row was opened: they are shown in full while they are selected.
    pub opened: Option<Id>,
    /// Whose name the notice says, where it is nobody's of the rows.
    pub named: Option<String>,
    /// When a key was pressed last.
    pub touched: DateTime<Utc>,
}

/// The screen is hidden.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScreenLock {
    /// What is typed of the PIN.
    pub line: TextInput,
    /// Whether a PIN is being checked.
    pub checking: bool,
    /// How many were wrong since it was locked.
    pub wrong: u32,
    /// Until when none is taken, after a wrong one.
    pub until: Option<DateTime<Utc>>,
}

impl ScreenLock {
    /// For how many seconds yet no PIN is taken.
    #[must_use]
    pub fn waits(&self, now: DateTime<Utc>) -> i64 {
        let left = |until: DateTime<Utc>| (until - now).num_milliseconds().max(0);
        self.until.map_or(0, |until| (left(until) + 999) / 1000)
    }
}

/// Hides the screen.
pub fn lock(app: &mut App) {
    app.public.opened = None;
    app.public.lock.get_or_insert_with(ScreenLock::default);
}

/// Hides the screen where nobody has pressed a key for long enough.
pub fn lock_if_idle(app: &mut App) {
    let after = TimeDelta::minutes(i64::from(app.public.lock_after));
    if app.public.lock_after > 0 && app.now - app.public.touched >= after {
        lock(app);
    }
}

/// What a press does while the screen is hidden.
pub fn press_while_locked(app: &mut App, press: &InputEvent) -> Option<Effect> {
    let InputEvent::Key(key) = press else {
        return None;
    };
    let action = keymap::action(app, *key);
    let now = app.now;
    let pin = app.public.pin.clone();
    let lock = app.public.lock.as_mut()?;
    let Some(hash) = pin else {
        if action == Some(Action::Accept) {
            app.public.lock = None;
            app.public.touched = now;
        }
        return None;
    };
    if lock.checking || lock.waits(now) > 0 {
        return None;
    }
    match (action, key) {
        (Some(Action::Accept), _) if !lock.line.text().is_empty() => {
            lock.checking = true;
            let pin = lock.line.text().to_owned();
            lock.line.clear();
            return Some(Effect::Unlock { pin, hash });
        }
        (Some(Action::Backspace), _) => lock.line.backspace(),
        (Some(Action::ClearLine), _) => lock.line.clear(),
        (None, Key::Char(letter)) if lock.line.text().len() < 64 => {
            lock.line.insert(letter.encode_utf8(&mut [0; 4]));
        }
        _ => {}
    }
    None
}

/// A PIN was checked. After a wrong one the next has to wait, twice as long each time.
pub fn apply_pin_check(app: &mut App, fits: bool) {
    let now = app.now;
    if fits {
        app.public.lock = None;
        app.public.touched = now;
    } else if let Some(lock) = &mut app.public.lock {
        lock.checking = false;
        lock.wrong += 1;
        let seconds = 1_i64 << lock.wrong.min(6);
        lock.until = Some(now + TimeDelta::seconds(seconds.min(LONGEST)));
    }
}
