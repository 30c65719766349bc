//! Key sets: for two hands, and for one hand with the telephone in the other.
//!
//! Owns what a set has instead of the table's usual letters. Named keys (arrows, ↵, Home …) stay as
//! in the table; an action that is not listed here keeps its letters too. Both sets suit the letters
//! of an English keyboard; for another one the shop configures its own keys.

use super::S;
use super::{Key, Scope};
use crate::app::action::Action as A;
use crate::app::state::View;
use crate::domain::follow_up::FollowUpResult as R;
use Key::{Backspace, Char, End, F, Home};

/// The chosen key set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeySet {
    /// The usual keys: letters that say what they do.
    #[default]
    Usual,
    /// All keys under the left hand.
    Left,
    /// All keys under the right hand.
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

    /// The keys that replace the usual letters.
    pub(super) const fn instead(self) -> &'static [(Scope, A, Key)] {
        match self {
            Self::Usual => &[],
            Self::Left => LEFT,
            Self::Right => RIGHT,
        }
    }
}

/// Down and up as games have them, `a d v b x t` and `r` as usual; F2 accepts what is typed, F3 goes
/// back in it.
const LEFT: &[(Scope, A, Key)] = &[
    (S::Lists, A::Down, Char('s')),
    (S::Lists, A::Up, Char('w')),
    (S::Customers, A::NoAnswer, Char('f')),
    (S::Customers, A::Later, Char(' ')),
    (S::Customers, A::Promise, Char('e')),
    (S::Customers, A::HandOver, F(2)),
    (S::Customers, A::Edit, F(3)),
    (S::Customers, A::Job, F(4)),
    (S::Customers, A::Why, F(5)),
    (S::Customers, A::Merge, Char('G')),
    (S::Customers, A::Call, Char('c')),
    (S::Lists, A::Sweep, Char('C')),
    (S::Message, A::Copy, F(2)),
    (S::Customers, A::Pleased, F(6)),
    (S::Customers, A::Fine, F(7)),
    (S::Customers, A::Unhappy, F(8)),
    (S::Lists, A::Find, Char('g')),
    (S::Lists, A::Undo, Char('z')),
    (S::Lists, A::Redo, Char('Z')),
    (S::Customers, A::Reveal, Char('q')),
    (S::Lists, A::CardDown, Char('S')),
    (S::Lists, A::CardUp, Char('W')),
    (S::Lists, A::Lock, Char('`')),
    (S::Lists, A::Help, F(1)),
    (S::Lists, A::First, Home),
    (S::Lists, A::Last, End),
    (S::Lists, A::Quit, Char('Q')),
    (S::Outcome, A::Result(R::Thinking), Char('t')),
    (S::Outcome, A::Result(R::CanWait), Char('w')),
    (S::Outcome, A::Result(R::Unhappy), Char('r')),
    (S::Outcome, A::Result(R::Dropped), Char('g')),
    (S::Outcome, A::NotTalkedAbout, Char(' ')),
    (S::Outcome, A::Back, Char('q')),
    (S::Who, A::Accept, F(2)),
    (S::LineInput, A::Accept, F(2)),
    (S::Form, A::Accept, F(2)),
    (S::Form, A::PreviousField, F(3)),
    (S::Form, A::Down, F(4)),
    (S::Form, A::Up, F(6)),
    (S::Find, A::Accept, F(2)),
    (S::Paper, A::Accept, F(2)),
    (S::File, A::Accept, F(2)),
    (S::Columns, A::Accept, F(2)),
    (S::Columns, A::Down, Char('s')),
    (S::Columns, A::Up, Char('w')),
    (S::DateOrder, A::Accept, F(2)),
    (S::DateOrder, A::Down, Char('s')),
    (S::DateOrder, A::Up, Char('w')),
    (S::Source, A::Accept, F(2)),
    (S::Preview, A::Accept, F(2)),
    (S::Preview, A::Down, Char('s')),
    (S::Preview, A::Up, Char('w')),
    (S::Importing, A::Accept, F(2)),
    (S::Sweep, A::Promise, Char('e')),
    (S::Sweep, A::HandOver, Char('g')),
    (S::Sweep, A::NotTalkedAbout, Char(' ')),
    (S::Find, A::Up, F(3)),
    (S::Jobs, A::Accept, F(2)),
    (S::Jobs, A::Up, F(3)),
    (S::Leaving, A::ThrowAway, Char('g')),
    (S::Locked, A::Accept, F(2)),
    (S::One, A::Accept, F(2)),
    (S::Confirm, A::Yes, Char('g')),
    (S::LetGo, A::LetGo, Char('g')),
    (S::LetGo, A::KeepTrying, Char('t')),
    (S::Page, A::Down, Char('s')),
    (S::Page, A::Up, Char('w')),
    (S::Page, A::Close, Char('q')),
];

/// `j k n l p o u h` as usual, and keys near them for letters that the right hand lacks. F9 closes
/// the popup, because Esc is far away.
const RIGHT: &[(Scope, A, Key)] = &[
    (S::NotSaved, A::Retry, F(10)),
    (S::Customers, A::Done, Char('i')),
    (S::Customers, A::Voicemail, Char(',')),
    (S::Customers, A::Busy, Char('.')),
    (S::Customers, A::WrongNumber, Char(';')),
    (S::Customers, A::Later, Char('l')),
    (S::Customers, A::Edit, F(6)),
    (S::Customers, A::Why, F(7)),
    (S::Customers, A::Note, Char('[')),
    (S::Customers, A::Merge, F(11)),
    (S::Customers, A::Pleased, Char('\'')),
    (S::Lists, A::Add, Char(']')),
    (S::Lists, A::TheyRang, Char('\\')),
    (S::Lists, A::Sweep, F(5)),
    (S::Lists, A::Import, Char('I')),
    (S::Form, A::NextField, F(10)),
    (S::Form, A::PreviousField, F(11)),
    (S::File, A::NextField, F(10)),
    (S::File, A::Close, F(9)),
    (S::Columns, A::Close, F(9)),
    (S::DateOrder, A::Close, F(9)),
    (S::Source, A::Close, F(9)),
    (S::Preview, A::Close, F(9)),
    (S::Importing, A::Close, F(9)),
    (S::Sweep, A::Done, Char('i')),
    (S::Sweep, A::Close, F(9)),
    (S::Journal, A::OnlyTheirs, Char('o')),
    (S::Journal, A::AllActs, F(9)),
    (S::Lists, A::CardDown, Char('}')),
    (S::Lists, A::CardUp, Char('{')),
    (S::Lists, A::Lock, F(12)),
    (S::Card, A::Close, F(9)),
    (S::Lists, A::Help, F(8)),
    (S::Lists, A::First, Home),
    (S::Lists, A::Last, End),
    (S::Lists, A::Show(View::Today), Char('6')),
    (S::Lists, A::Show(View::Ahead), Char('7')),
    (S::Lists, A::Show(View::Customers), Char('8')),
    (S::Lists, A::Show(View::Journal), Char('9')),
    (S::Lists, A::Show(View::Figures), Char('0')),
    (S::Outcome, A::Result(R::Authorised), Char('y')),
    (S::Outcome, A::Result(R::Declined), Char('k')),
    (S::Outcome, A::Result(R::Thinking), Char('h')),
    (S::Outcome, A::Result(R::CanWait), Char('l')),
    (S::Outcome, A::Result(R::Settled), Char('o')),
    (S::Outcome, A::Result(R::Dropped), Char('m')),
    (S::Outcome, A::Result(R::Unhappy), Char('p')),
    (S::Outcome, A::NotTalkedAbout, Char('/')),
    (S::Sweep, A::NotTalkedAbout, Char('/')),
    (S::LetGo, A::KeepTrying, Char('k')),
    (S::Outcome, A::Back, Backspace),
    (S::Outcome, A::Close, F(9)),
    (S::Who, A::Back, F(9)),
    (S::LineInput, A::Close, F(9)),
    (S::Form, A::Close, F(9)),
    (S::Leaving, A::Back, F(9)),
    (S::Find, A::Close, F(9)),
    (S::Jobs, A::Close, F(9)),
    (S::Paper, A::Close, F(9)),
    (S::Confirm, A::Close, F(9)),
    (S::LetGo, A::Close, F(9)),
    (S::One, A::Close, F(9)),
    (S::Page, A::Close, F(9)),
];
