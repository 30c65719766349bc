//! A key with the instant it came: what the pace of the keys says of it is done here. A burst is
//! taken back and found, a held key decides once, a name opens finding.

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

/// An act this sitting has made, in order.
#[derive(Debug, Clone, Copy)]
pub(super) struct MadeAct {
    /// The how-manieth of the sitting.
    no: u64,
    id: Uuid,
}

/// The acts this sitting made last.
#[derive(Debug, Default)]
pub(super) struct MadeActs {
    count: u64,
    latest: Vec<MadeAct>,
}

impl MadeActs {
    /// An act is on its way.
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
    /// Something was pressed, at an instant. What has to wait for what follows it is taken by
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

    /// What had to wait for what follows is taken: a key that decides and that nothing followed, a
    /// text that is over.
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

    /// When something that waits for what follows it is due.
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

    /// A line end that came with a text: it is a blank of it, and no ↵.
    fn end_line(&mut self) -> SessionFlow {
        self.stale = true;
        if let Some(effect) = find::open_only_hit(&mut self.app) {
            self.send(effect);
            return SessionFlow::Continue;
        }
        self.press(&InputEvent::Paste(" ".to_owned()))
    }

    /// A text came in where there is no line for it: it is looked for.
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

    /// Opens finding with a text.
    fn find(&mut self, text: &str) {
        self.stale = true;
        let effect = find::open_with(&mut self.app, text);
        self.send(effect);
        self.tend_claim();
    }

    /// Takes back everything that was done since.
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

    /// Takes an act back: one that is not on its way yet is not sent.
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
