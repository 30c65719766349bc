//! Judges keys by how fast they come: characters in a burst are a text (a paste or a scanner) and no keys, a
//! key that is held down decides only once, and letters typed right after a decision are a name.
//!
//! Owns the intervals. Reads no clock, because each key comes with its instant, and touches no screen.

use std::time::{Duration, Instant};

use crate::app::action::{Action, ActionKind, Key};
use crate::app::place::Place;

/// Characters that follow each other within this are one text. No person types so fast; a paste without
/// brackets, a bar-code scanner or something lying on the keyboard does.
const BURST: Duration = Duration::from_millis(30);

/// How long a key that decides (saves something) waits for a next one, which would show it to be text.
pub(super) const DECIDING: Duration = Duration::from_millis(12);

/// The same for a key that quits. It is longer, because quitting cannot be undone.
const LEAVING: Duration = Duration::from_millis(31);

/// The same deciding key again within this is a slip, or the key is held down.
const TWICE: Duration = Duration::from_millis(400);

/// A key that repeats faster than this is held: keyboards repeat every 25 to 100 ms.
const REPEATING: Duration = Duration::from_millis(120);

/// The longest pause before a held key repeats: keyboards wait 250 to 1,000 ms.
const BEFORE_REPEATING: Duration = Duration::from_millis(1_200);

/// Another letter within this of a decision is somebody typing a name.
const NAME: Duration = Duration::from_millis(300);

/// The longest text that is kept of a burst, in characters: longer than any name or number.
const LONGEST: usize = 200;

/// What a key means where it is pressed.
#[derive(Debug, Clone, Copy)]
pub(super) struct KeyMeaning {
    /// What it asks for.
    pub(super) action: Option<Action>,
    /// Whether a character that asks for nothing is typed into a line there.
    pub(super) typing: bool,
}

/// The state before a run of keys, to which it can be taken back.
#[derive(Debug, Clone)]
pub(super) struct Start {
    /// The place on the screen.
    pub(super) place: Place,
    /// How many acts this session had made.
    pub(super) acts: u64,
    /// How many keys waited for the store.
    pub(super) held: usize,
}

/// What to do with a key.
#[derive(Debug)]
pub(super) enum Verdict {
    /// Handle it at once.
    Take,
    /// It decides: handle it once nothing has followed it for [`DECIDING`].
    Wait,
    /// The keys before it were text: undo what they did.
    TakeBack(Box<Start>),
    /// Drop it: it belongs to a burst.
    Swallow,
    /// A line end within a text that is typed into a line.
    LineEnd,
    /// Drop it: the same deciding key again.
    Repeated,
    /// The key is held down: undo its second decision.
    Held(Box<Start>),
    /// It is a letter of a name that began with the key before it: undo that one's decision.
    Name(Box<Start>, String),
}

/// What a run of keys was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RunKind {
    /// Text typed into a line.
    Typing,
    /// Keys; the first of them, and what kind of action it asks for.
    Keys(Key, ActionKind),
    /// Two keys that move the selection, pressed nearly at once.
    Rolled,
    /// A text in a place where nothing is typed.
    Burst,
}

/// Characters that followed each other without a pause.
#[derive(Debug)]
struct Run {
    kind: RunKind,
    text: String,
    last: Instant,
    /// Whether the key before its first was the same: it may be held down.
    again: bool,
    start: Option<Box<Start>>,
}

impl Run {
    /// A run of text typed into a line.
    const fn typing(last: Instant) -> Self {
        Self {
            kind: RunKind::Typing,
            text: String::new(),
            last,
            again: false,
            start: None,
        }
    }

    /// Whether it is one key that is held down.
    fn is_held(&self) -> bool {
        let mut letters = self.text.chars();
        let first = letters.next();
        self.again && letters.all(|c| Some(c) == first)
    }
}

/// What a burst turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Burst {
    /// A text.
    Text(String),
    /// One key that was held down.
    HeldKey,
}

/// The key that decided last.
#[derive(Debug)]
struct Decision {
    key: Key,
    at: Instant,
    /// When it was last pressed, handled or not.
    pressed: Instant,
    /// Whether the key before it was the same: it may be held down.
    again: bool,
    start: Box<Start>,
}

/// The pace of the keys so far.
#[derive(Debug, Default)]
pub(super) struct Pacing {
    run: Option<Run>,
    /// When the key that waits is due.
    due: Option<Instant>,
    decided: Option<Decision>,
    before: Option<(Key, Instant)>,
}

/// The character a key brings into a text.
const fn character(key: Key) -> Option<char> {
    match key {
        Key::Char(c) => Some(c),
        Key::Enter | Key::Tab => Some(' '),
        _ => None,
    }
}

impl Pacing {
    /// Judges a key that came at an instant; `start` gives the state before it.
    pub(super) fn judge(
        &mut self,
        key: Key,
        at: Instant,
        meaning: KeyMeaning,
        start: impl FnOnce() -> Start,
    ) -> Verdict {
        let before = self.before.replace((key, at));
        let Some(c) = character(key) else {
            self.run = None;
            return Verdict::Take;
        };
        if let Some(verdict) = self.within_run(key, c, at, meaning) {
            return verdict;
        }
        let typed = meaning.typing && meaning.action.is_none();
        if typed {
            self.run = Some(Run::typing(at));
            return Verdict::Take;
        }
        let kind = meaning.action.map_or(ActionKind::Moves, Action::kind);
        if let Some(verdict) = self.after_decision(key, at, meaning, kind) {
            return verdict;
        }
        let again =
            before.is_some_and(|(other, then)| other == key && at - then < BEFORE_REPEATING);
        let start = Box::new(start());
        self.run = Some(Run {
            kind: RunKind::Keys(key, kind),
            text: c.to_string(),
            last: at,
            again,
            start: Some(start.clone()),
        });
        if kind != ActionKind::Decides {
            return Verdict::Take;
        }
        self.decided = Some(Decision {
            key,
            at,
            pressed: at,
            again,
            start,
        });
        // What quits can't be taken back.
        let quits = meaning.action == Some(Action::Quit);
        self.due = Some(at + if quits { LEAVING } else { DECIDING });
        Verdict::Wait
    }

    /// Whether a key follows another character without a pause.
    pub(super) fn continues(&self, key: Key, at: Instant) -> bool {
        let follows = |run: &Run| at.saturating_duration_since(run.last) <= BURST;
        character(key).is_some() && self.run.as_ref().is_some_and(follows)
    }

    /// Judges a key that followed another character without a pause; `None` if it did not.
    fn within_run(
        &mut self,
        key: Key,
        c: char,
        at: Instant,
        meaning: KeyMeaning,
    ) -> Option<Verdict> {
        if !self.continues(key, at) {
            return None;
        }
        let run = self.run.as_mut()?;
        run.last = at;
        let kind = meaning.action.map_or(ActionKind::Opens, Action::kind);
        let verdict = match run.kind {
            RunKind::Typing if meaning.typing => match key {
                Key::Enter => Verdict::LineEnd,
                _ => Verdict::Take,
            },
            // A held key that moves the selection goes on moving it.
            RunKind::Keys(first, ActionKind::Moves) if first == key => Verdict::Take,
            // Two fingers may come that close together; three characters are a text.
            RunKind::Keys(_, ActionKind::Moves) if kind == ActionKind::Moves => {
                run.kind = RunKind::Rolled;
                run.text.push(c);
                Verdict::Take
            }
            RunKind::Typing => Verdict::Swallow,
            RunKind::Keys(..) | RunKind::Rolled => {
                run.kind = RunKind::Burst;
                run.text.push(c);
                self.due = None;
                self.decided = None;
                match run.start.take() {
                    Some(start) => Verdict::TakeBack(start),
                    None => Verdict::Swallow,
                }
            }
            RunKind::Burst => {
                if run.text.len() < LONGEST {
                    run.text.push(c);
                }
                Verdict::Swallow
            }
        };
        Some(verdict)
    }

    /// Judges a key that came soon after one that decided.
    fn after_decision(
        &mut self,
        key: Key,
        at: Instant,
        meaning: KeyMeaning,
        kind: ActionKind,
    ) -> Option<Verdict> {
        let decided = self.decided.as_mut()?;
        if decided.key == key && kind == ActionKind::Decides {
            let pause = at.saturating_duration_since(decided.pressed);
            if pause >= TWICE {
                return None;
            }
            decided.pressed = at;
            if pause < REPEATING && decided.again {
                decided.again = false;
                return Some(Verdict::Held(decided.start.clone()));
            }
            return Some(Verdict::Repeated);
        }
        let (Key::Char(first), Key::Char(next)) = (decided.key, key) else {
            return None;
        };
        let name = first.is_alphabetic()
            && next.is_alphabetic()
            && !meaning.typing
            && kind != ActionKind::Moves
            && !meaning.action.is_some_and(Action::follows_an_act)
            && at.saturating_duration_since(decided.at) < NAME;
        if !name {
            return None;
        }
        let start = self.decided.take()?.start;
        self.run = Some(Run::typing(at));
        Some(Verdict::Name(start, [first, next].iter().collect()))
    }

    /// The key that was taken for a decision saved nothing.
    pub(super) fn forget_decision(&mut self) {
        self.decided = None;
    }

    /// Whether the waiting key is due, because nothing has followed it.
    pub(super) fn takes_due(&mut self, now: Instant) -> bool {
        self.due.take_if(|due| *due <= now).is_some()
    }

    /// What came of a burst, once it is over.
    pub(super) fn takes_burst(&mut self, now: Instant) -> Option<Burst> {
        let over = |run: &mut Run| run.kind == RunKind::Burst && now > run.last + BURST;
        let run = self.run.take_if(over)?;
        Some(if run.is_held() {
            Burst::HeldKey
        } else {
            Burst::Text(run.text)
        })
    }

    /// When something is due next.
    pub(super) fn next_due(&self) -> Option<Instant> {
        let bursts = |run: &&Run| run.kind == RunKind::Burst;
        let text = self.run.as_ref().filter(bursts).map(|run| run.last + BURST);
        self.due.into_iter().chain(text).min()
    }
}
