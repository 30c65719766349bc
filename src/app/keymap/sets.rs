//! Key sets: for two hands, and for one hand with the telephone in the other.
//!
//! Owns which sets there are. A line of the table says which key it has in a set instead of its
//! letters; named keys (arrows, ↵, Home …) stay, and so do the letters of a line that says nothing.
//! Both sets suit the letters of an English keyboard; for another one the shop configures its own keys.

use super::{Binding, Key};

/// The chosen key set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeySet {
    /// The usual keys: letters that say what they do.
    #[default]
    Usual,
    /// All keys under the left hand. Down and up as games have them, `a d v b x t` and `r` as usual; F2
    /// accepts what is typed, F3 goes back in it.
    Left,
    /// All keys under the right hand: `j k n l p o u h` as usual, and keys near them for letters that
    /// the right hand lacks. F9 closes the popup, because Esc is far away.
    Right,
}

impl KeySet {
    /// All sets.
    pub const ALL: [Self; 3] = [Self::Usual, Self::Left, Self::Right];

    /// The set's name in the configuration.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Left => "left",
            Self::Right => "right",
        }
    }

    /// The key a line has in this set instead of its letters.
    pub(super) const fn instead(self, binding: &Binding) -> Option<Key> {
        match self {
            Self::Usual => None,
            Self::Left => binding.left,
            Self::Right => binding.right,
        }
    }
}
