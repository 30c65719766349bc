//! What a counter is set to: made from the shop's file, and never changed by a key.

use super::alarm::Alarm;
use super::keymap::KeyBindings;
use super::theme::{Glyphs, Theme};
use crate::domain::phone::Region;
use crate::domain::rules::Rules;

/// What a counter is set to.
#[derive(Debug, Clone)]
pub struct AppSettings {
    /// The shop's rules.
    pub rules: Rules,
    /// How numbers are read.
    pub region: Region,
    /// The keys in force.
    pub keys: KeyBindings,
    /// The theme of the screen.
    pub theme: Theme,
    /// The characters that frames and marks are drawn with.
    pub glyphs: Glyphs,
    /// After how many minutes without a key the screen hides itself; never where it is 0.
    pub lock_after: u32,
    /// Whether people are shown by initials from the start.
    pub private: bool,
    /// What tells of a promise that falls due: the bell, the window's title.
    pub alarm: Alarm,
    /// What dials a number: a program and its words, where there is one.
    pub dial: Option<Vec<String>>,
    /// Whether the settings say how to dial, but others may write them: it is said in place of dialling.
    pub dial_refused: bool,
    /// The hash of the PIN that brings a hidden screen back, where one is set. The screen is hidden
    /// from the start then: nobody gets past it by starting the program once more.
    pub pin: Option<String>,
    /// Whether the shop is the made-up one: nobody of it is there to be rung.
    pub demo: bool,
}
