//! One counter's sitting: the screen's state, the clock, and the store on its own thread behind a
//! channel. `press` is the whole journey of a key.
//!
//! Owns the order of things: acts are saved one at a time and in order, a newer look-up takes the
//! place of an older one that has not been sent, and an act that was not saved is kept, with its
//! id, until it is. Knows no terminal: tests drive this very session.

mod claims;
mod import_thread;
mod pacing;
mod path_completion;
mod store_thread;
mod typing;

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::app::action::{Action, ClickTarget, InputEvent, Key};
use crate::app::effect::{Effect, ScreenQuery};
use crate::app::popups::Popup;
use crate::app::popups::import::{ImportEvent, ImportRequest, ImportState};
use crate::app::state::Notice;
use crate::app::store_reply::{FailureRecovery, StoreFailure, StoreReply};
use crate::app::update::apply_store_reply;
use crate::app::{App, keymap, update};
use crate::clock::Clock;
use crate::domain::customer::Id;
use crate::store::{RetrySchedule, Store};
use crate::usecases::Context;
use crate::usecases::commit::Stamp;
use crate::usecases::undo::Turn;
use claims::{PendingClaim, ended_by};
use import_thread::ImportThread;
use pacing::Pacing;
use store_thread::{PendingAct, Request};
use typing::MadeActs;

/// How long a frame is held back for the store's answer: the common case is then one frame.
pub const PATIENCE: Duration = Duration::from_millis(12);

/// How long a desk that is left may take to let go of whom it holds.
const LEAVING: Duration = Duration::from_secs(1);

/// How something that failed is tried again by itself, if it is.
fn retry_schedule(why: &StoreFailure) -> Option<RetrySchedule> {
    match why.recovery {
        FailureRecovery::Retry if why.outage => Some(RetrySchedule::OUTAGE),
        FailureRecovery::Retry => Some(RetrySchedule::CONTENTION),
        FailureRecovery::Ask | FailureRecovery::GiveUp | FailureRecovery::Reload => None,
    }
}

/// Whether the sitting goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionFlow {
    /// It does.
    Continue,
    /// The person leaves.
    Quit,
}

/// One counter's sitting.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a plain fact of what is under way"
)]
pub struct Session {
    /// What the counter sees.
    pub app: App,
    clock: Clock,
    counter: String,
    orders: Sender<Request>,
    answers: Receiver<StoreReply>,
    /// Acts in order; the first of them is in hand when `in_hand` says so.
    deeds: VecDeque<PendingAct>,
    /// The first act was not saved: nothing is sent until somebody says so.
    halted: bool,
    /// Whom the popup is to be about, until it is known that nobody else rings them.
    asking: Option<PendingClaim>,
    /// Whom this window rings: one is on the line, another may be asked about meanwhile.
    holding: BTreeSet<Id>,
    /// What is still to be looked up.
    look: Option<ScreenQuery>,
    in_hand: Option<Instant>,
    /// Since when the first act has been kept waiting by another program, and when it is tried next.
    kept_waiting: Option<(Instant, Instant)>,
    /// Whether what is in hand is an act, or the look at what it left.
    saving: bool,
    /// Whom it is about; `None` where that is not known before, as with an undo.
    touched: Vec<Option<Id>>,
    /// Keys that came while it was, from the first one on that is about such a customer: what is
    /// shown of them is about to change.
    held: VecDeque<InputEvent>,
    /// Checks a PIN on a thread of its own.
    check: Box<dyn Fn(String, String) + Send>,
    /// Whether one is being checked.
    checking: bool,
    /// Reads files; there is none before the first is asked for.
    importer: ImportThread,
    /// Whether a step of an import is under way that ends by itself.
    importing: bool,
    /// Whether leaving was asked for while something is not saved.
    sure_to_leave: bool,
    /// Whether a key that had to wait asked to leave.
    left: bool,
    /// How fast keys come.
    pacing: Pacing,
    /// The key that decides and waits for what follows it.
    deciding: Option<Key>,
    /// The acts of this sitting: a burst of keys is taken back.
    made: MadeActs,
}

/// The key of a press, where it is one.
const fn pressed_key(press: &InputEvent) -> Option<Key> {
    match press {
        InputEvent::Key(key) | InputEvent::Click(ClickTarget::Key(key)) => Some(*key),
        _ => None,
    }
}

/// What checks a PIN against a hash, on a thread of its own: the screen is not held up by it.
fn checker(
    to_counter: Sender<StoreReply>,
    woken: impl Fn() + Clone + Send + 'static,
) -> Box<dyn Fn(String, String) + Send> {
    Box::new(move |pin, hash| {
        let (to_counter, woken) = (to_counter.clone(), woken.clone());
        std::thread::spawn(move || {
            // A counter that is left needs no answer.
            let _left = to_counter.send(StoreReply::PinChecked(crate::pin::verify(&pin, &hash)));
            woken();
        });
    })
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("app", &self.app)
            .finish_non_exhaustive()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // A desk that is gone already needs no telling.
        let _gone = self.orders.send(Request::Leave);
        // Whom this window rings is let go of: the desk says so by going.
        let until = Instant::now() + LEAVING;
        while !self.holding.is_empty() || self.asking.is_some() {
            let left = until.saturating_duration_since(Instant::now());
            if self.answers.recv_timeout(left).is_err() {
                break;
            }
        }
    }
}

impl Session {
    /// Sits down at a counter: the store goes to its own thread, and the first look-up is sent.
    /// `woken` is called there whenever an answer is ready.
    #[must_use]
    pub fn new(
        mut app: App,
        clock: Clock,
        store: Store,
        counter: String,
        woken: impl Fn() + Clone + Send + 'static,
    ) -> Self {
        let (orders, from_counter) = channel();
        let (to_counter, answers) = channel();
        let (rules, region) = (Arc::clone(&app.rules), app.region.clone());
        let check = checker(to_counter.clone(), woken.clone());
        let mut store = store;
        let news = orders.clone();
        store.call(Box::new(move || {
            // A desk that is left needs no news.
            let _left = news.send(Request::DatabaseChanged);
        }));
        let importer = ImportThread::new(&app, orders.clone(), to_counter.clone(), woken.clone());
        std::thread::spawn(move || {
            store_thread::run_store_thread(
                store,
                (&rules, &region),
                &from_counter,
                &to_counter,
                &woken,
            );
        });
        app.sitting = Uuid::now_v7();
        app.counter.clone_from(&counter);
        let first = update::start(&mut app);
        let mut session = Self {
            app,
            clock,
            counter,
            orders,
            answers,
            deeds: VecDeque::new(),
            halted: false,
            asking: None,
            holding: BTreeSet::new(),
            look: None,
            in_hand: None,
            kept_waiting: None,
            saving: false,
            touched: Vec::new(),
            held: VecDeque::new(),
            check,
            checking: false,
            importer,
            importing: false,
            sure_to_leave: false,
            left: false,
            pacing: Pacing::default(),
            deciding: None,
            made: MadeActs::default(),
        };
        session.send(Some(first));
        session
    }

    /// Something was pressed.
    pub fn press(&mut self, press: &InputEvent) -> SessionFlow {
        // Hiding the screen waits for nothing, nor does what brings it back.
        if self.app.public.lock.is_some() || self.locks(press) {
            return self.pressed(press);
        }
        if self.waits_for_claim(press) {
            if self.asking.is_some() {
                self.held.push_back(press.clone());
            }
            return SessionFlow::Continue;
        }
        if self.must_wait(press) {
            self.held.push_back(press.clone());
            return SessionFlow::Continue;
        }
        if self.comes_after_what_is_unsaved(press) {
            return SessionFlow::Continue;
        }
        self.pressed(press)
    }

    fn locks(&self, press: &InputEvent) -> bool {
        let key = pressed_key(press);
        key.and_then(|key| keymap::action(&self.app, key)) == Some(Action::Lock)
    }

    /// Whether a press has to wait until what is being saved is: it is about a customer who is
    /// about to change, or about the call that is being saved, or comes behind one that is.
    fn must_wait(&self, press: &InputEvent) -> bool {
        let Some(key) = pressed_key(press) else {
            return self.saving && !self.held.is_empty();
        };
        // What comes behind ↵ is meant for the one it opens.
        let opening = self.app.popup.as_ref().is_some_and(Popup::is_opening);
        if opening && !matches!(key, Key::Esc | Key::Ctrl('c')) {
            return true;
        }
        let action = keymap::action(&self.app, key);
        let leaves =
            key == Key::Ctrl('c') || (action == Some(Action::Quit) && self.held.is_empty());
        if !self.saving || leaves {
            return false;
        }
        let after_the_fact = matches!(
            action,
            Some(Action::Note | Action::Pleased | Action::Fine | Action::Unhappy)
        );
        let selected = self.app.selected_id();
        let touched = |t: &Option<Id>| t.is_none() || *t == selected;
        let about = keymap::about_customer(&self.app, key)
            && (after_the_fact || self.touched.iter().any(touched));
        about || !self.held.is_empty()
    }

    /// Whether a press asks for a second act on rows whose first one is not saved yet: it would
    /// only be refused. The notice says what to do first.
    fn comes_after_what_is_unsaved(&self, press: &InputEvent) -> bool {
        let selected = self.app.selected_id();
        let unsaved = |d: &PendingAct| matches!(d, PendingAct::Save(_, wish) if wish.plan.customer == selected);
        let looks = |action| matches!(action, Action::Why | Action::Edit);
        self.halted
            && pressed_key(press).is_some_and(|key| {
                keymap::about_customer(&self.app, key)
                    && !keymap::action(&self.app, key).is_some_and(looks)
            })
            && self.deeds.iter().any(unsaved)
    }

    fn pressed(&mut self, press: &InputEvent) -> SessionFlow {
        let effect = update::update(&mut self.app, press, self.clock.now());
        if effect == Some(Effect::Quit) {
            return self.leave();
        }
        self.sure_to_leave = false;
        self.send(effect);
        self.tend_claim();
        SessionFlow::Continue
    }

    /// Sets another clock: a journey lets time go by.
    pub const fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    /// Time has gone by.
    pub fn tick(&mut self) {
        let effect = update::tick(&mut self.app, self.clock.now());
        self.send(effect);
    }

    /// Takes every answer that comes within a time, and sends what is next; returns early once
    /// nothing is under way. Whether everything has been answered.
    pub fn wait(&mut self, patience: Duration) -> bool {
        let until = Instant::now() + patience;
        while let Ok(came) = self.answers.try_recv() {
            self.apply_reply(came);
        }
        loop {
            self.next();
            if self.is_idle() {
                self.saving = false;
                self.touched.clear();
                if let Some(press) = self.held.pop_front() {
                    // It was pressed before the screen was hidden, if it is.
                    let lock = self.app.public.lock.take();
                    self.left |= self.pressed(&press) == SessionFlow::Quit;
                    self.app.public.lock = lock.or(self.app.public.lock.take());
                    continue;
                }
                if !self.checking && !self.importing {
                    break;
                }
            }
            let now = Instant::now();
            let again = self.next_retry_at().filter(|_| self.in_hand.is_none());
            let end = again.map_or(until, |at| at.min(until));
            match self
                .answers
                .recv_timeout(end.saturating_duration_since(now))
            {
                Ok(came) => self.apply_reply(came),
                Err(RecvTimeoutError::Timeout) if end < until => {}
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => {
                    self.in_hand = None;
                    self.app.notice = Notice::Error(
                        "Checkback has lost its database: quit and start it again.".to_owned(),
                    );
                }
            }
        }
        self.show_waiting();
        self.is_settled()
    }

    /// Whether a key that had to wait asked to leave.
    #[must_use]
    pub const fn has_left(&self) -> bool {
        self.left
    }

    /// Whether nothing is under way.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        !self.checking && !self.importing && self.is_idle()
    }

    fn is_idle(&self) -> bool {
        self.in_hand.is_none() && self.kept_waiting.is_none() && self.asking.is_none()
    }

    /// When something that another program stood in the way of is tried again.
    fn next_retry_at(&self) -> Option<Instant> {
        let asked = self.asking.as_ref().and_then(|a| a.again);
        let saved = self.kept_waiting.map(|(_, at)| at);
        asked.into_iter().chain(saved).min()
    }

    /// How long the terminal may sleep before something has to be tried again.
    #[must_use]
    pub fn sleep_duration(&self, at_most: Duration) -> Duration {
        let due = self.next_retry_at().into_iter().chain(self.next_ripe_at());
        due.min().map_or(at_most, |at| {
            at_most.min(at.saturating_duration_since(Instant::now()))
        })
    }

    fn show_waiting(&mut self) {
        self.app.waiting = if !self.is_settled() || self.halted {
            self.deeds.len() + self.held.len()
        } else {
            0
        };
        let long = |since: Instant| since.elapsed() > Duration::from_millis(200);
        self.app.looking = self.deeds.is_empty() && self.in_hand.is_some_and(long);
    }

    fn leave(&mut self) -> SessionFlow {
        let takes = self.app.import.as_ref().is_some_and(ImportState::is_taking);
        if takes && !self.sure_to_leave {
            self.sure_to_leave = true;
            let quit = self.app.keys.shown(Action::Quit);
            let words =
                format!("A file is still being imported; press {quit} again to stop it and quit.");
            self.app.notice = Notice::Message(words);
            return SessionFlow::Continue;
        }
        self.importing = false;
        if self.app.outage.is_none() {
            self.wait(Duration::from_secs(6));
        }
        if self.deeds.is_empty() || self.sure_to_leave {
            return SessionFlow::Quit;
        }
        self.sure_to_leave = true;
        let n = self.deeds.len();
        let what = if n == 1 {
            "one thing is".to_owned()
        } else {
            format!("{n} things are")
        };
        let quit = self.app.keys.shown(Action::Quit);
        let words = format!("{what} not saved; press {quit} again to quit anyway.");
        self.app.notice = Notice::NotSaved(words);
        SessionFlow::Continue
    }

    /// Puts an effect in its order, and sends what is next.
    fn send(&mut self, effect: Option<Effect>) {
        match effect {
            None | Some(Effect::Quit) => {}
            Some(Effect::Unlock { pin, hash }) => {
                self.checking = true;
                (self.check)(pin, hash);
            }
            Some(Effect::Save(wish)) => {
                let plan = &wish.plan;
                let act = self
                    .stamp()
                    .act(&plan.what, plan.customer, plan.changes.clone());
                if plan.customer.is_some() {
                    self.touched.push(plan.customer);
                }
                self.queue_act(PendingAct::Save(act, wish));
            }
            Some(Effect::Add(call, draft)) => {
                if draft.plan.customer.is_some() {
                    self.touched.push(draft.plan.customer);
                }
                self.queue_act(PendingAct::Add(self.stamp(), call, draft));
            }
            // What was not saved is taken back by not saving it.
            Some(Effect::Undo(_)) if self.halted && !self.deeds.is_empty() => self.give_up(),
            Some(Effect::Undo(request)) => self.queue_turn(Turn::Undo(request)),
            Some(Effect::Redo) => self.queue_turn(Turn::Redo),
            Some(Effect::Import(step)) => {
                self.importing |= step != ImportRequest::Stop;
                self.importer.ask(step, self.stamp());
            }
            Some(Effect::Retry) => self.halted = false,
            Some(Effect::Claim(entry)) => self.request_claim(entry),
            Some(Effect::Query(look)) => {
                self.look = Some(self.look.take().unwrap_or_default().merge_with(look));
            }
        }
        self.next();
    }

    fn queue_turn(&mut self, way: Turn) {
        self.queue_act(PendingAct::UndoOrRedo(way, self.stamp()));
        self.touched.push(None);
    }

    fn queue_act(&mut self, act: PendingAct) {
        self.made.add(&act);
        self.deeds.push_back(act);
        self.halted = false;
    }

    /// Lets go of the first act that was not saved; whatever waits behind it still does.
    fn give_up(&mut self) {
        let given_up = match self.deeds.pop_front() {
            Some(PendingAct::Save(_, draft) | PendingAct::Add(.., draft)) => draft.says(),
            Some(PendingAct::UndoOrRedo(..)) | None => "undo".to_owned(),
        };
        self.halted = !self.deeds.is_empty();
        self.app.sent = None;
        self.app.notice = Notice::Message(format!("Discarded, not saved: {given_up}"));
        self.say_what_waits();
    }

    /// What waits behind an act that is out of the way is not sent unasked.
    fn say_what_waits(&mut self) {
        let n = self.deeds.len();
        if n > 0 {
            let words = self.app.notice.words().to_owned();
            self.app.notice = Notice::NotSaved(format!("{n} more waiting to be saved. {words}"));
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

    /// Sends the next thing, if nothing is in hand: acts before look-ups.
    fn next(&mut self) {
        if self.in_hand.is_some() {
            return;
        }
        let not_yet = self.kept_waiting.is_some_and(|(_, at)| at > Instant::now());
        let order = match self.deeds.front() {
            Some(deed) if !self.halted && !not_yet => {
                self.saving = true;
                Request::Act(Box::new(deed.clone()))
            }
            _ => match (self.order_to_ask(), self.look.take()) {
                (Some(ask), look) => {
                    self.look = look;
                    ask
                }
                (None, Some(look)) => Request::Query(Box::new(look), self.clock.now()),
                (None, None) => return,
            },
        };
        // A desk that is gone shows when its answer is waited for.
        let _gone = self.orders.send(order);
        self.in_hand = Some(Instant::now());
    }

    /// Whether another program was in the way of an act and it is tried again by itself: for some
    /// seconds; then it is said.
    fn schedule_retry(&mut self, came: &StoreReply) -> bool {
        let (StoreReply::Saved(_, Err(why)) | StoreReply::UndoFinished(Err(why))) = came else {
            return false;
        };
        let now = Instant::now();
        let since = self.kept_waiting.take().map_or(now, |(since, _)| since);
        let pause = retry_schedule(why)
            .and_then(|schedule| schedule.pause_after(1, now.duration_since(since)));
        self.kept_waiting = pause.map(|pause| (since, now + pause));
        pause.is_some()
    }

    fn apply_reply(&mut self, came: StoreReply) {
        // News of another program answers nothing that was asked.
        if let StoreReply::PinChecked(_) = came {
            self.checking = false;
        } else if let StoreReply::Import(step) = &came {
            self.importing &= matches!(step, ImportEvent::Progress(_));
        } else if !matches!(
            came,
            StoreReply::ChangedElsewhere | StoreReply::ConnectionChanged(_)
        ) {
            self.in_hand = None;
        }
        if self.retry_claim(&came) || self.schedule_retry(&came) {
            self.next();
            return;
        }
        let mut refused = false;
        match &came {
            StoreReply::Saved(_, Ok(_)) | StoreReply::UndoFinished(Ok(_)) => {
                self.kept_waiting = None;
                if let Some(PendingAct::Save(_, draft)) = self.deeds.pop_front() {
                    // A claim ends with the outcome.
                    if let Some(id) = ended_by(&draft) {
                        self.holding.remove(&id);
                    }
                }
            }
            StoreReply::Saved(_, Err(why)) | StoreReply::UndoFinished(Err(why)) => {
                // What was held was meant for whoever would have come next.
                self.held.clear();
                if !why.is_kept() {
                    self.deeds.pop_front();
                    refused = true;
                }
                self.halted = !self.deeds.is_empty();
            }
            StoreReply::AddRefused(_) | StoreReply::UndoAsks(_) => {
                self.kept_waiting = None;
                self.held.clear();
                self.deeds.pop_front();
                refused = true;
                self.halted = !self.deeds.is_empty();
            }
            StoreReply::ChangedElsewhere
            | StoreReply::PinChecked(_)
            | StoreReply::Import(_)
            | StoreReply::Claimed(..)
            | StoreReply::ConnectionChanged(_)
            | StoreReply::QueryLoaded(_)
            | StoreReply::QueryFailed(_) => {}
        }
        let effect = apply_store_reply(&mut self.app, came);
        if refused {
            self.say_what_waits();
        }
        self.send(effect);
        self.tend_claim();
    }
}
