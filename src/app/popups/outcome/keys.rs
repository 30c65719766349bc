//! The keys of the outcome popup, one for each result.

use crate::app::action::{Action, Key};
use crate::app::keymap::{Binding, Scope, bind};
use crate::domain::follow_up::FollowUpResult;
use Key::{BackTab, Backspace, Char, Ctrl, Down, Enter, Esc, F, Tab, Up};

/// The outcome popup.
pub const SCOPE: Scope = Scope::new("How did it end?").in_help();

/// Who said yes, and to how much.
pub const WHO: Scope = Scope::new("Who said yes?").typing();

/// Its keys.
pub(in crate::app) const KEYS: &[Binding] = &[
    bind(
        SCOPE,
        &[Char('a')],
        Action::Result(FollowUpResult::Authorised),
        "",
        "authorised: go ahead",
    )
    .right(Char('y')),
    bind(
        SCOPE,
        &[Char('d')],
        Action::Result(FollowUpResult::Declined),
        "",
        "declined: we ask again later",
    )
    .right(Char('k')),
    bind(
        SCOPE,
        &[Char('z')],
        Action::Result(FollowUpResult::Thinking),
        "",
        "thinking: we ring again",
    )
    .left(Char('t'))
    .right(Char('h')),
    bind(
        SCOPE,
        &[Char('l')],
        Action::Result(FollowUpResult::CanWait),
        "",
        "can wait: told them so",
    )
    .left(Char('w'))
    .right(Char('l')),
    bind(
        SCOPE,
        &[Char('s')],
        Action::Result(FollowUpResult::Settled),
        "",
        "settled: all is well",
    )
    .right(Char('o')),
    bind(
        SCOPE,
        &[Char('!')],
        Action::Result(FollowUpResult::Unhappy),
        "",
        "unhappy: the owner rings today",
    )
    .left(Char('r'))
    .right(Char('p')),
    bind(
        SCOPE,
        &[Char('m')],
        Action::Result(FollowUpResult::Dropped),
        "",
        "no longer matters",
    )
    .left(Char('g'))
    .right(Char('m')),
    bind(
        SCOPE,
        &[Char('0')],
        Action::NotTalkedAbout,
        "not talked about",
        "not talked about: leave it open",
    )
    .left(Char(' '))
    .right(Char('/')),
    bind(
        SCOPE,
        &[Backspace, Ctrl('h')],
        Action::Back,
        "back",
        "back to the question before",
    )
    .left(Char('q'))
    .right(Backspace),
    bind(
        SCOPE,
        &[Esc],
        Action::Close,
        "leave",
        "leave: nothing is saved",
    )
    .right(F(9)),
    bind(WHO, &[Enter], Action::Accept, "save", "save it").left(F(2)),
    bind(
        WHO,
        &[Tab, Down, Up, BackTab],
        Action::NextField,
        "next",
        "to the other line",
    ),
    bind(WHO, &[Esc], Action::Back, "back", "back to the question").right(F(9)),
];
