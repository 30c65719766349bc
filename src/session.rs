//! One counter's session, from the start of the list to its end: the screen's state, the clock, and the
//! store on a thread of its own. `press` takes a key all the way from the keymap to the store.
//!
//! Owns the routing: a key to the app, its effect to the outbox, the next request of the outbox to the
//! store thread, and the reply back to the screen. `in_flight` is the state machine of what the store
//! thread is doing, `outbox` keeps the order of acts. Knows no terminal, so that tests drive it directly.

mod claims;
mod failover;
mod failures;
mod import_thread;
mod in_flight;
mod keeping;
mod leaving;
mod mirroring;
mod outbox;
mod pacing;
mod path_completion;
mod pin_check;
mod recounting;
mod redraw;
mod replies;
mod request_queue;
mod screen_query;
mod store_news;
mod store_source;
mod store_thread;
mod type_ahead;
mod typing;

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::app::action::{Action, InputEvent, Key};
use crate::app::effect::{ActDraft, Effect};
use crate::app::keymap::{self, ResolvedInput};
use crate::app::{App, update};
use crate::clock::Clock;
use crate::domain::customer::Id;
use crate::offline::OutboxFile;
use crate::store::Store;
use crate::usecases::Context;
use crate::usecases::commit::Stamp;
use crate::usecases::undo::Turn;
use claims::PendingClaim;
use import_thread::ImportThread;
use leaving::Leaving;
use mirroring::MirrorThread;
use outbox::Outbox;
use pacing::Pacing;
use pin_check::PinChecker;
use store_source::Opening;
pub use store_source::StoreSource;
use store_thread::{PendingAct, Request, ThreadReply};
use typing::MadeActs;

/// How long a frame waits for the store's reply: most keys then draw one frame instead of two.
pub const PATIENCE: Duration = Duration::from_millis(12);

/// Whether the session goes on after a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionFlow {
    /// The session goes on.
    Continue,
    /// The person leaves the list.
    Quit,
}

/// One counter's session.
pub struct Session {
    /// The state of the screen.
    pub app: App,
    clock: Clock,
    counter: String,
    orders: Sender<Request>,
    answers: Receiver<ThreadReply>,
    store_thread: JoinHandle<()>,
    /// What the store thread is doing, and what waits to be sent to it.
    outbox: Outbox,
    /// The claim a popup waits for: it opens once the store says that no other counter rings the customer.
    asking: Option<PendingClaim>,
    /// Customers claimed by this window. There may be two: one on the line, and one who is looked up meanwhile.
    holding: BTreeSet<Id>,
    /// Keys that wait until the store has replied, in order: once one waits, all later ones do.
    type_ahead: VecDeque<InputEvent>,
    pin_checker: PinChecker,
    /// The thread that keeps the mirror up to date, where there is a mirror.
    _mirror: Option<MirrorThread>,
    /// The thread that reads files to import. It is started by the first import.
    importer: ImportThread,
    leaving: Leaving,
    /// How fast keys come.
    pacing: Pacing,
    /// A key that saves something and waits a moment, in case it is the first letter of a pasted text.
    deciding: Option<Key>,
    /// The latest acts of this session, so that those of a burst of keys can be undone.
    made: MadeActs,
    /// When an act that a full disk refused is tried again.
    resumes_at: Option<Instant>,
    /// Why acts were refused while acts about other customers went on; said once those are saved.
    refusals: Vec<String>,
    /// Whether the screen may differ from the frame that was drawn last.
    stale: bool,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("app", &self.app)
            .finish_non_exhaustive()
    }
}

impl Session {
    /// Starts a session: the store moves to its own thread, and the first query is sent. `woken` is called
    /// on that thread whenever a reply is ready.
    #[must_use]
    pub fn new(
        app: App,
        clock: Clock,
        source: impl Into<StoreSource>,
        counter: String,
        woken: impl Fn() + Clone + Send + 'static,
    ) -> Self {
        Self::begin(app, clock, source.into(), counter, woken, true)
    }

    /// The same, but it never polls for changes of other windows by itself: the simulator, which needs a
    /// known order of events, polls with `look_around`.
    #[must_use]
    pub fn looking_when_asked(
        app: App,
        clock: Clock,
        store: Store,
        counter: String,
        woken: impl Fn() + Clone + Send + 'static,
    ) -> Self {
        Self::begin(app, clock, store.into(), counter, woken, false)
    }

    fn begin(
        mut app: App,
        clock: Clock,
        mut source: StoreSource,
        counter: String,
        woken: impl Fn() + Clone + Send + 'static,
        by_itself: bool,
    ) -> Self {
        let (orders, from_counter) = channel();
        let (to_counter, answers) = channel();
        let (rules, region) = (Arc::clone(&app.rules), app.region.clone());
        let pin_checker = PinChecker::new(to_counter.clone(), woken.clone());
        let told_of_changes = by_itself.then(|| orders.clone());
        let offline = source.offline.clone();
        let mirror = MirrorThread::of(source.mirror.take(), clock, &to_counter, &woken);
        let unreachable = matches!(source.opening, Opening::Unreachable(_));
        let (file, unkept) = match offline.as_ref().map(OutboxFile::open).transpose() {
            Ok(file) => (file, None),
            Err(why) => (None, Some(why)),
        };
        let importer = ImportThread::new(&app, orders.clone(), to_counter.clone(), woken.clone());
        let store_thread = std::thread::spawn(move || {
            let (shop, channels) = ((&*rules, &region), (&from_counter, &to_counter));
            store_thread::run_store_thread(source, shop, channels, &woken, told_of_changes);
        });
        app.sitting = Uuid::now_v7();
        app.counter.clone_from(&counter);
        let first = update::start(&mut app);
        if let Some(offline) = offline.as_ref().filter(|_| unreachable) {
            keeping::show_kept_list(&mut app, offline);
        }
        let mut session = Self {
            app,
            clock,
            counter,
            orders,
            answers,
            store_thread,
            outbox: Outbox::new(file),
            asking: None,
            holding: BTreeSet::new(),
            type_ahead: VecDeque::new(),
            pin_checker,
            _mirror: mirror,
            importer,
            leaving: Leaving::Staying,
            pacing: Pacing::default(),
            deciding: None,
            made: MadeActs::default(),
            resumes_at: None,
            refusals: Vec::new(),
            stale: true,
        };
        session.resume_kept();
        session.say_unkept(unkept.as_ref());
        session.send(Some(first));
        session
    }

    /// A key, a paste or a click. The keymap is looked up here once; everything after it gets the action.
    pub fn press(&mut self, press: &InputEvent) -> SessionFlow {
        let input = keymap::resolve(&self.app, press);
        self.press_resolved(input)
    }

    /// An input whose key was looked up already.
    fn press_resolved(&mut self, input: ResolvedInput<'_>) -> SessionFlow {
        self.refused_was_seen();
        // Locking and unlocking the screen never wait for the store.
        if self.app.public.lock.is_some() || input.action() == Some(Action::Lock) {
            return self.act_on(input);
        }
        if self.waits_for_claim(input) {
            if self.asking.is_some() {
                self.type_ahead.push_back(input.event.clone());
            }
            return SessionFlow::Continue;
        }
        if self.waits_for_server(input) {
            let words = "What you did with them waits to be saved first.";
            self.app.inform(words.to_owned());
            return SessionFlow::Continue;
        }
        if self.must_wait(input) {
            self.type_ahead.push_back(input.event.clone());
            return SessionFlow::Continue;
        }
        if self.comes_after_what_is_unsaved(input) {
            return SessionFlow::Continue;
        }
        self.act_on(input)
    }

    fn act_on(&mut self, input: ResolvedInput<'_>) -> SessionFlow {
        let effect = update::update(&mut self.app, input, self.clock.now());
        self.stale = true;
        if effect == Some(Effect::Quit) {
            return self.leave();
        }
        self.leaving.stay();
        self.send(effect);
        self.tend_claim();
        SessionFlow::Continue
    }

    /// Sets another clock, so that a test can let time go by.
    pub const fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    /// Takes every reply that comes within `patience`, and sends the next requests; returns early once
    /// nothing is in flight. Returns whether everything was answered.
    pub fn wait(&mut self, patience: Duration) -> bool {
        let until = Instant::now() + patience;
        while let Ok(reply) = self.answers.try_recv() {
            self.apply_reply(reply);
        }
        loop {
            self.send_next();
            if self.is_idle() {
                self.outbox.settle();
                if self.replay_type_ahead() {
                    continue;
                }
                if self.is_settled() {
                    break;
                }
            }
            let again = self.next_retry_at();
            let again = again.filter(|_| self.outbox.in_flight().is_free());
            let end = again.map_or(until, |at| at.min(until));
            let left = end.saturating_duration_since(Instant::now());
            match self.answers.recv_timeout(left) {
                Ok(reply) => self.apply_reply(reply),
                // This session holds a sender itself: the channel is never closed.
                Err(_) if end < until => {}
                Err(_) => {
                    self.notice_ended_thread();
                    break;
                }
            }
        }
        self.show_waiting();
        self.keep_unsaved();
        self.is_settled()
    }

    /// Polls for changes of other windows, after everything that was sent before, and takes every reply
    /// that comes within `patience`. Returns whether everything was answered.
    pub fn look_around(&mut self, patience: Duration) -> bool {
        let (looked, seen) = channel();
        let _gone = self.orders.send(Request::LookAround(looked));
        // A store thread that has ended answers no more.
        let _ended = seen.recv_timeout(patience);
        self.wait(patience)
    }

    /// Whether a key that had to wait has quit the session.
    #[must_use]
    pub const fn has_left(&self) -> bool {
        matches!(self.leaving, Leaving::Left)
    }

    /// Whether nothing is in flight and nothing waits.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        !self.pin_checker.is_busy() && !self.importer.is_busy() && self.is_idle()
    }

    const fn is_idle(&self) -> bool {
        self.outbox.in_flight().is_at_rest() && self.asking.is_none()
    }

    /// Queues an effect, and sends the next request if the store thread is free.
    fn send(&mut self, effect: Option<Effect>) {
        match effect {
            None | Some(Effect::Quit) => {}
            Some(Effect::Unlock { pin, hash }) => self.pin_checker.check(pin, hash),
            Some(Effect::Save(draft)) => {
                self.queue(PendingAct::Save(self.stamp(), draft));
            }
            Some(Effect::Add(call, draft)) => {
                self.queue(PendingAct::Add(self.stamp(), call, draft));
            }
            // An act that is not saved yet is undone by dropping it.
            Some(Effect::Undo(_)) if self.outbox.in_flight().is_halted() => self.discard_unsaved(),
            Some(Effect::Undo(mut request)) => {
                // While an act waits to be saved, undo means that one, not the older one the screen offers.
                request.offered = request.offered.filter(|_| self.outbox.unsaved() == 0);
                self.turn(Turn::Undo(request));
            }
            Some(Effect::Redo) => self.turn(Turn::Redo),
            Some(Effect::Import(step)) => {
                let stamp = self.stamp();
                self.importer.ask(step, stamp);
            }
            Some(Effect::Retry) => self.outbox.resume(),
            Some(Effect::Claim(entry)) => self.request_claim(entry),
            Some(Effect::Query(query)) => self.outbox.query(query),
        }
        self.send_next();
    }

    fn turn(&mut self, way: Turn) {
        let stamp = self.stamp();
        self.queue(PendingAct::UndoOrRedo(way, stamp));
    }

    fn queue(&mut self, act: PendingAct) {
        self.made.add(&act);
        let says = act.draft().map(ActDraft::says);
        self.outbox.push(act);
        if self.app.outage.is_some()
            && let Some(says) = says
        {
            self.say_kept(&says);
        }
    }

    /// A new act's id, time, author and counter.
    fn stamp(&self) -> Stamp {
        Stamp::new(Context {
            rules: &self.app.rules,
            region: &self.app.region,
            now: self.clock.now(),
            by: &self.app.by,
            counter: &self.counter,
        })
    }

    /// Sends the next request if the store thread is free: acts before claims, claims before queries.
    fn send_next(&mut self) {
        let request = if let Some(act) = self.outbox.send_act() {
            Request::Act(Box::new(act))
        } else if let Some(claim) = self.order_to_ask() {
            claim
        } else if let Some(query) = self.outbox.send_query() {
            Request::Query(Box::new(query), self.clock.now())
        } else {
            return;
        };
        // A store thread that has ended is noticed when its answer is waited for.
        let _gone = self.orders.send(request);
    }
}

#[cfg(test)]
mod tests;
