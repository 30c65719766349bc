//! Acts on the verdicts of `pacing`: what a burst of keys did is undone and its text is searched for, a held
//! key decides once, a typed name opens the search.

use std::time::Instant;

use uuid::Uuid;

use super::pacing::{Burst, KeyMeaning, Start, Verdict};
use super::store_thread::PendingAct;
use super::{Session, SessionFlow};
use crate::app::action::{InputEvent, Key};
use crate::app::keymap::{self, ResolvedInput, ResolvedKey};
use crate::app::place::Place;
use crate::app::popups::find;
use crate::usecases::undo::Turn;

/// How many acts are remembered: more than keys can decide before a burst is seen.
const REMEMBERED: usize = 16;

/// An act of this session.
#[derive(Debug, Clone, Copy)]
pub(super) struct MadeAct {
    /// Its number within the session.
    no: u64,
    id: Uuid,
}

/// The latest acts of this session.
#[derive(Debug, Default)]
pub(super) struct MadeActs {
    count: u64,
    latest: Vec<MadeAct>,
}

impl MadeActs {
    /// Remembers an act that is being sent.
    pub(super) fn add(&mut self, deed: &PendingAct) {
        if self.latest.len() == REMEMBERED {
            self.latest.remove(0);
        }
        self.latest.push(MadeAct {
            no: self.count,
            id: deed.id(),
        });
        self.count += 1;
    }

    /// The acts from a number on, the newest first.
    fn takes_from(&mut self, no: u64) -> Vec<MadeAct> {
        let at = self.latest.partition_point(|made| made.no < no);
        let mut taken = self.latest.split_off(at);
        taken.reverse();
        taken
    }
}

impl Session {
    /// An input with the instant it came. A key that has to wait for a next one is handled by
    /// [`Self::ripen`].
    pub fn input(&mut self, press: &InputEvent, at: Instant) -> SessionFlow {
        let continues = matches!(press, InputEvent::Key(key) if self.pacing.continues(*key, at));
        if !continues && self.ripen(at) == SessionFlow::Quit {
            return SessionFlow::Quit;
        }
        if self.app.public.lock.is_some() || self.app.cramped {
            return self.press(press);
        }
        let input = keymap::resolve(&self.app, press);
        match (press, input.key) {
            (InputEvent::Key(_), Some(key)) => self.paced_key(input, key, at),
            (InputEvent::Paste(text), _) if !self.is_typing() => {
                self.take_text(text);
                SessionFlow::Continue
            }
            _ => self.press_resolved(input),
        }
    }

    /// Handles what waited for a next key: a key that decides and that nothing followed, or the end of a
    /// burst.
    pub fn ripen(&mut self, now: Instant) -> SessionFlow {
        self.resume_if_due(now);
        match self.pacing.takes_burst(now) {
            Some(Burst::Text(text)) => self.take_text(&text),
            Some(Burst::HeldKey) => self.say_held(),
            None => {}
        }
        if !self.pacing.takes_due(now) {
            return SessionFlow::Continue;
        }
        let Some(key) = self.deciding.take() else {
            return SessionFlow::Continue;
        };
        let before = (self.made.count, self.type_ahead.len());
        let flow = self.press(&InputEvent::Key(key));
        if (self.made.count, self.type_ahead.len()) == before {
            self.pacing.forget_decision();
        }
        flow
    }

    /// When that is due.
    pub(super) fn next_ripe_at(&self) -> Option<Instant> {
        self.pacing.next_due()
    }

    fn paced_key(
        &mut self,
        input: ResolvedInput<'_>,
        pressed: ResolvedKey,
        at: Instant,
    ) -> SessionFlow {
        let key = pressed.key;
        let meaning = KeyMeaning {
            action: pressed.action,
            typing: pressed.typing,
        };
        let start = || Start {
            place: Place::of(&self.app),
            acts: self.made.count,
            held: self.type_ahead.len(),
        };
        match self.pacing.judge(key, at, meaning, start) {
            Verdict::Take => return self.press_resolved(input),
            Verdict::Wait => self.deciding = Some(key),
            Verdict::Swallow => {}
            Verdict::TakeBack(start) => self.take_back(*start),
            Verdict::LineEnd => return self.end_line(),
            Verdict::Repeated => self.say_repeated(key),
            Verdict::Held(start) => {
                self.take_back(*start);
                self.say_held();
            }
            Verdict::Name(start, text) => {
                self.take_back(*start);
                self.find(&text);
            }
        }
        SessionFlow::Continue
    }

    fn is_typing(&self) -> bool {
        keymap::scopes(&self.app).iter().any(|scope| scope.types())
    }

    /// A line end within a pasted text is a blank, and no ↵.
    fn end_line(&mut self) -> SessionFlow {
        self.stale = true;
        if let Some(effect) = find::open_only_hit(&mut self.app) {
            self.send(effect);
            return SessionFlow::Continue;
        }
        self.press(&InputEvent::Paste(" ".to_owned()))
    }

    /// A burst of text where nothing is typed: it is searched for.
    fn take_text(&mut self, text: &str) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = words.join(" ");
        if text.is_empty() {
            return;
        }
        self.stale = true;
        if self.app.popup.is_some() {
            let words = "Too fast for keys: nothing was taken. One key at a time here.";
            self.app.inform(words.to_owned());
            return;
        }
        self.find(&text);
        if let Some(effect) = find::open_only_hit(&mut self.app) {
            self.send(effect);
        }
    }

    /// Opens the search with a text.
    fn find(&mut self, text: &str) {
        self.stale = true;
        let effect = find::open_with(&mut self.app, text);
        self.send(effect);
        self.tend_claim();
    }

    /// Undoes everything that was done since.
    fn take_back(&mut self, start: Start) {
        self.stale = true;
        self.deciding = None;
        self.type_ahead.truncate(start.held);
        if self.app.claiming.is_some() {
            self.asking = None;
        }
        for made in self.made.takes_from(start.acts) {
            self.take_act_back(made);
        }
        let effect = start.place.restore(&mut self.app);
        self.send(Some(effect));
        self.tend_claim();
    }

    /// Undoes an act, or drops it if it was not sent yet.
    fn take_act_back(&mut self, made: MadeAct) {
        if !self.outbox.take_out(made.id) {
            let back = Turn::TakeBack(made.id);
            let stamp = self.stamp();
            self.outbox.push(PendingAct::UndoOrRedo(back, stamp));
        }
    }

    fn say_repeated(&mut self, key: Key) {
        let shown = key.shown();
        let words =
            format!("{shown} twice in a moment counts once. Press it again if you mean it.");
        self.inform(&words);
    }

    fn say_held(&mut self) {
        self.inform("A key that is held down counts once.");
    }
}
