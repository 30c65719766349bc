//! Privacy at a public counter: the screen lock, and people shown by initials only.
//!
//! Owns when the screen is locked and what unlocks it. The state under the lock is unchanged: a
//! half-typed note stays. While the screen is locked no key does anything but unlock it. No key
//! quits the program either, because a passer-by would throw away what is half typed.

use chrono::{DateTime, TimeDelta, Utc};

use super::action::{Action, InputEvent, Key};
use super::effect::Effect;
use super::keymap::ResolvedInput;
use super::settings::AppSettings;
use super::state::App;
use super::text_input::TextInput;
use crate::domain::customer::Id;

/// The longest wait after a wrong PIN, in seconds.
const LONGEST: i64 = 60;

/// The privacy settings and the state of the lock.
#[derive(Debug, Clone, Default)]
pub struct PrivacyState {
    /// The lock, while the screen is locked.
    pub lock: Option<ScreenLock>,
    /// The hash of the PIN that unlocks the screen, if one is set.
    pub pin: Option<String>,
    /// The idle timeout in minutes, after which the screen locks itself; 0 means never.
    pub lock_after: u32,
    /// Whether people are shown by initials and the last three digits of their number.
    pub private: bool,
    /// The customer whose row was opened: shown in full while selected.
    pub opened: Option<Id>,
    /// The name in the notice, if it belongs to none of the rows.
    pub named: Option<String>,
    /// When a key was last pressed.
    pub touched: DateTime<Utc>,
}

impl PrivacyState {
    /// That of a counter where no key was pressed yet: locked, where a PIN is set.
    #[must_use]
    pub fn new(settings: &AppSettings, now: DateTime<Utc>) -> Self {
        Self {
            lock: settings.pin.as_ref().map(|_| ScreenLock::default()),
            pin: settings.pin.clone(),
            lock_after: settings.lock_after,
            private: settings.private,
            opened: None,
            named: None,
            touched: now,
        }
    }
}

/// The state of a locked screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScreenLock {
    /// The PIN typed so far.
    pub line: TextInput,
    /// Whether a PIN is being checked.
    pub checking: bool,
    /// How many wrong PINs were entered since the screen was locked.
    pub wrong: u32,
    /// After a wrong PIN, the end of the backoff: no PIN is accepted before it.
    pub until: Option<DateTime<Utc>>,
}

impl ScreenLock {
    /// The seconds left of the backoff.
    #[must_use]
    pub fn waits(&self, now: DateTime<Utc>) -> i64 {
        let left = |until: DateTime<Utc>| (until - now).num_milliseconds().max(0);
        self.until.map_or(0, |until| (left(until) + 999) / 1000)
    }
}

/// Locks the screen.
pub(crate) fn lock(app: &mut App) {
    app.public.opened = None;
    app.public.lock.get_or_insert_with(ScreenLock::default);
}

/// When the screen locks itself, if no key is pressed before.
#[must_use]
pub(crate) fn locks_itself_at(app: &App) -> Option<DateTime<Utc>> {
    let after = TimeDelta::minutes(i64::from(app.public.lock_after));
    let locks = app.public.lock_after > 0 && app.public.lock.is_none();
    locks.then(|| app.public.touched + after)
}

/// Locks the screen if no key was pressed within the timeout.
pub(crate) fn lock_if_idle(app: &mut App) {
    if locks_itself_at(app).is_some_and(|at| at <= app.now) {
        lock(app);
    }
}

/// Handles a press while the screen is locked: only what is pressed itself counts, not a click.
pub(crate) fn press_while_locked(app: &mut App, input: ResolvedInput<'_>) -> Option<Effect> {
    let InputEvent::Key(key) = input.event else {
        return None;
    };
    let action = input.action();
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

/// Handles a PIN check. After each wrong PIN the backoff doubles.
pub(crate) fn apply_pin_check(app: &mut App, fits: bool) {
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
