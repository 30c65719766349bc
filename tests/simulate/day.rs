//! A day of the shop on one seed: several counters at one file, commands between their keys, a clock
//! that goes on, a disk that fails and a machine that stops; held against the model at every step.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::Connection;

use checkback::app::action::{InputEvent, Key};
use checkback::app::popups::Popup;
use checkback::app::popups::prompt::PromptPurpose;
use checkback::app::state::Notice;
use checkback::app::{App, AppSettings};
use checkback::clock::Clock;
use checkback::config::Config;
use checkback::domain::follow_up::FollowUpKind;
use checkback::domain::rules::Rules;
use checkback::session::Session;
use checkback::store::{OpenOptions, Seek, Store};
use checkback::usecases::Context;
use checkback::usecases::commit::{RetryPolicy, Stamp};
use checkback::usecases::undo::{Turn, UndoRequest, turn};

use crate::command;
use crate::common::{self, SeededRng, at};
use crate::disk::{Disk, Fault, Lie, Logged, ONLOOKER, Operation, Process};
use crate::facts::{self, Facts};
use crate::model::{Deed, Model, Told};
use crate::unsynced::Survival;

/// When every day begins: a Tuesday, at a quarter past nine in the shop.
const MORNING: &str = "2026-11-24T09:15:00Z";

/// Longer than any answer takes, were it on the slowest machine.
const DEADLINE: Duration = Duration::from_mins(1);

/// What is done at a counter in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Go {
    /// A key is pressed.
    Press(Key),
    /// Something is typed into the line that lies open; where none does, what was meant is let be.
    Type(String),
    /// Nothing: only a glance at what others have done.
    Look,
}

/// The counters, and who sits at them.
const COUNTERS: [(&str, &str); 3] = [("front", "Tom"), ("back office", "Asha"), ("yard", "Joe")];

/// How a day goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) steps: usize,
    /// What the disk says and does not do.
    pub(crate) lie: Option<Lie>,
    /// Whether who is being rung is wiped out behind the program's back.
    pub(crate) forgets_claims: bool,
}

impl Plan {
    /// An honest day of a seed.
    pub(crate) const fn of(seed: u64) -> Self {
        Self {
            seed,
            steps: 40,
            lie: None,
            forgets_claims: false,
        }
    }
}

/// What happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) days: u64,
    pub(crate) steps: u64,
    pub(crate) operations: u64,
    pub(crate) saved: u64,
    pub(crate) refused: u64,
    pub(crate) unknown: u64,
    pub(crate) turned: u64,
    pub(crate) kills: u64,
    pub(crate) crashes: u64,
    pub(crate) power_losses: u64,
    pub(crate) torn_syncs: u64,
    pub(crate) errors: u64,
    pub(crate) restores: u64,
    pub(crate) imports: u64,
}

impl Tally {
    /// Both together.
    pub(crate) fn add(&mut self, other: &Self) {
        self.days += other.days;
        self.steps += other.steps;
        self.operations += other.operations;
        self.saved += other.saved;
        self.refused += other.refused;
        self.unknown += other.unknown;
        self.turned += other.turned;
        self.kills += other.kills;
        self.crashes += other.crashes;
        self.power_losses += other.power_losses;
        self.torn_syncs += other.torn_syncs;
        self.errors += other.errors;
        self.restores += other.restores;
        self.imports += other.imports;
    }
}

/// What was found to be wrong.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) seed: u64,
    pub(crate) why: String,
    pub(crate) steps: Vec<String>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, why, steps } = self;
        writeln!(f, "seed {seed}, step {}: {why}", steps.len())?;
        let last = steps.len().saturating_sub(20);
        for (n, step) in steps.iter().enumerate().skip(last) {
            writeln!(f, "  {:3} {step}", n + 1)?;
        }
        write!(
            f,
            "again: CHECKBACK_SIMULATE_SEED={seed} tests/run --test simulate"
        )
    }
}

/// A counter, whether or not somebody sits at it.
#[derive(Default)]
struct Counter {
    session: Option<Session>,
    /// What is to be pressed next.
    next: VecDeque<Go>,
    /// The time or the name that is typed.
    until: i64,
    name: String,
    /// What it was asked whether it is to be done all the same.
    asked: Option<Deed>,
    /// What was not said to be saved and is tried again, and whether it was found to be there.
    pending: Option<(Deed, bool)>,
    /// When that was tried first.
    tried_at: i64,
    /// Whether it is over with it.
    settled: bool,
}

/// The simulator looking on: a connection and a store of its own on the file.
struct Onlooker {
    file: Connection,
    store: Store,
}

pub(crate) struct Day {
    pub(crate) dice: SeededRng,
    pub(crate) rules: Rules,
    pub(crate) now: DateTime<Utc>,
    pub(crate) file: PathBuf,
    pub(crate) disk: Arc<Disk>,
    pub(crate) model: Model,
    pub(crate) tally: Tally,
    /// The backup that can be restored, and what the shop was then.
    pub(crate) kept: Option<(PathBuf, Model)>,
    pub(crate) added: usize,
    plan: Plan,
    folder: tempfile::TempDir,
    lives: usize,
    counters: Vec<Counter>,
    onlooker: Option<Onlooker>,
    steps: Vec<String>,
    log: Vec<Logged>,
}

/// The shop as it stands in the morning: made once.
fn morning(rules: &Rules) -> &'static [u8] {
    static MADE: OnceLock<Vec<u8>> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::new(folder.path(), SeededRng::new(0), None);
        let file = folder.path().join("shop.db");
        let mut store = Store::open(&file, rules.calendar.clone()).unwrap();
        for n in 0..8 {
            let before = at(MORNING) - TimeDelta::days(2);
            let promise = (n % 3 == 0).then(|| at(MORNING) + TimeDelta::hours(2 + n));
            let about = checkback::domain::draft::Reason {
                due: Some(at(MORNING) - TimeDelta::hours(20) + TimeDelta::hours(4 * n)),
                promise,
                ..common::reason(FollowUpKind::Other, "All well?")
            };
            let draft = common::draft(&format!("Customer {n}"), about);
            let pen = checkback::domain::draft::Author {
                now: before,
                by: "Tom",
            };
            let changes = checkback::domain::draft::plan_changes(&draft, None, pen, -1);
            store.save(&common::act(changes, before)).unwrap();
        }
        drop(store);
        let made = fs::read(&file).unwrap();
        disk.forget();
        made
    })
}

/// Lives a day; what it came to, and what was done on the disk.
pub(crate) fn live(plan: Plan) -> Result<(Tally, Vec<Logged>), Box<Finding>> {
    let mut day = Day::begin(plan);
    let lived = (0..plan.steps).try_for_each(|_| day.step());
    let lived = lived.and_then(|()| day.end());
    day.disk.forget();
    let Day {
        tally, log, steps, ..
    } = day;
    match lived {
        Ok(()) => Ok((tally, log)),
        Err(why) => Err(Box::new(Finding {
            seed: plan.seed,
            why,
            steps,
        })),
    }
}

impl Day {
    fn begin(plan: Plan) -> Self {
        let mut dice = SeededRng::new(plan.seed.wrapping_mul(0x5851_F42D_4C95_7F2D));
        let rules = common::rules();
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("0");
        fs::create_dir(&home).unwrap();
        let file = home.join("shop.db");
        fs::write(&file, morning(&rules)).unwrap();
        let disk = Disk::new(&home, SeededRng::new(dice.next()), plan.lie);
        let mut counters = vec![];
        counters.resize_with(2 + usize::from(dice.chance(50)), Counter::default);
        let mut day = Self {
            dice,
            rules,
            now: at(MORNING),
            file,
            disk,
            model: Model::default(),
            tally: Tally {
                days: 1,
                ..Tally::default()
            },
            kept: None,
            added: 0,
            plan,
            folder,
            lives: 1,
            counters,
            onlooker: None,
            steps: Vec::new(),
            log: Vec::new(),
        };
        let found = day.facts().unwrap();
        day.model = Model::of(found);
        day
    }

    pub(crate) fn says(&mut self, what: impl Into<String>) {
        self.steps.push(what.into());
    }

    fn onlooker(&mut self) -> Result<&mut Onlooker, String> {
        if self.onlooker.is_none() {
            self.disk.turn_to(ONLOOKER);
            let store = Store::open(&self.file, self.rules.calendar.clone());
            let store = store.map_err(|error| format!("the shop cannot be opened: {error}"))?;
            let file = Connection::open(&self.file).map_err(|error| error.to_string())?;
            self.onlooker = Some(Onlooker { file, store });
        }
        self.disk.turn_to(ONLOOKER);
        self.onlooker.as_mut().ok_or_else(String::new)
    }

    fn facts(&mut self) -> Result<Facts, String> {
        facts::read(&self.onlooker()?.file)
    }

    /// One thing happens.
    fn step(&mut self) -> Result<(), String> {
        self.tally.steps += 1;
        if self.dice.chance(8) {
            self.goes_wrong();
        }
        match self.dice.roll(100) {
            0..8 => self.time_goes_by()?,
            8..20 => command::run(self)?,
            _ => {
                let n = self.dice.roll(self.counters.len() as u64);
                self.at_counter(usize::try_from(n).unwrap())?;
            }
        }
        self.survives()?;
        self.holds()
    }

    /// Lets something go wrong, at one of the next operations or right now.
    fn goes_wrong(&mut self) {
        let after = self.dice.roll(90);
        let survival = self
            .dice
            .pick(&[Survival::All, Survival::Some, Survival::Torn]);
        let fault = match self.dice.roll(10) {
            0..3 => Fault::Kill,
            3..6 => Fault::Stop(survival),
            _ => Fault::Error {
                of: self.dice.pick(&[
                    Operation::Read,
                    Operation::Write,
                    Operation::Write,
                    Operation::Sync,
                    Operation::Truncate,
                ]),
                full: self.dice.chance(40),
                times: self.dice.pick(&[1, 1, 2, 5]),
            },
        };
        self.says(format!("{fault:?} in {after} operations"));
        self.disk.plan(after, fault);
    }

    /// A machine that has stopped is begun anew with what is left on its disk.
    fn survives(&mut self) -> Result<(), String> {
        let Some((survival, left)) = self.disk.take_left() else {
            return Ok(());
        };
        match survival {
            Survival::All => self.tally.crashes += 1,
            Survival::Some => self.tally.power_losses += 1,
            Survival::Torn => self.tally.torn_syncs += 1,
        }
        self.tally.errors += self.disk.failed();
        self.says("the machine is started again");
        self.onlooker = None;
        for counter in &mut self.counters {
            let gone = std::mem::take(counter);
            // It may hold somebody, and waits for an answer that never comes.
            std::thread::spawn(move || drop(gone));
        }
        self.log.append(&mut self.disk.log());
        self.disk.forget();
        let home = self.folder.path().join(self.lives.to_string());
        self.lives += 1;
        for (inside, bytes) in left {
            let path = home.join(inside);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        if let Some((backup, _)) = &mut self.kept {
            let name = backup.file_name().unwrap().to_owned();
            *backup = home.join("shop-backups").join(name);
        }
        self.file = home.join("shop.db");
        self.disk = Disk::new(&home, SeededRng::new(self.dice.next()), self.plan.lie);
        // It is a counter that finds the log of before.
        self.sits_down(0)?;
        let found = self.facts()?;
        self.model.recover(found, at(MORNING).timestamp_millis())
    }

    /// A backup was to take the place of what is there.
    pub(crate) fn restored(&mut self, then: Model, told: Told) -> Result<(), String> {
        if self.disk.has_stopped() {
            self.model.leave_restored(then, told);
            return Ok(());
        }
        let found = self.facts()?;
        self.model.check_restored(then, told, &found)
    }

    fn time_goes_by(&mut self) -> Result<(), String> {
        let minutes = self.dice.pick(&[1, 5, 15, 40]);
        self.now += TimeDelta::minutes(minutes);
        self.says(format!(
            "{minutes} minutes go by: {}",
            self.now.format("%H:%M")
        ));
        let living: Vec<String> = self.sittings();
        let ms = minutes * 60_000;
        // The store's clock is the machine's; who is dead grows old all the same.
        let sql = format!(
            "UPDATE claim SET alive_at = alive_at - {ms} WHERE holder NOT IN ('{}')",
            living.join("', '")
        );
        let file = &self.onlooker()?.file;
        file.execute_batch(&sql)
            .map_err(|error| error.to_string())?;
        let now = Clock::Fixed(self.now);
        for n in 0..self.counters.len() {
            self.disk.turn_to(process(n));
            let Some(session) = &mut self.counters[n].session else {
                continue;
            };
            session.set_clock(now);
            session.tick();
            answered(session.look_around(DEADLINE))?;
            self.after(n, None, Told::Refused)?;
        }
        Ok(())
    }

    fn sittings(&self) -> Vec<String> {
        let sessions = self.counters.iter().filter_map(|c| c.session.as_ref());
        sessions.map(|s| s.app.sitting.to_string()).collect()
    }

    /// Somebody sits down at a counter.
    fn sits_down(&mut self, n: usize) -> Result<(), String> {
        let (counter, staff) = COUNTERS[n];
        self.disk.bear(process(n));
        self.disk.turn_to(process(n));
        let failed = self.disk.failed();
        let options = OpenOptions::new(self.rules.calendar.clone()).at(self.now);
        let store = match Store::open(&self.file, options) {
            Ok(store) => store,
            Err(_) if self.disk.failed() > failed || self.disk.is_dead(process(n)) => {
                self.says(format!("{counter} cannot be opened"));
                return Ok(());
            }
            Err(error) => return Err(format!("{counter} cannot be opened: {error}")),
        };
        let settings = AppSettings {
            rules: self.rules.clone(),
            ..Config::usual().unwrap().app_settings()
        };
        let app = App::new(settings, staff.to_owned(), self.now);
        let clock = Clock::Fixed(self.now);
        let mut session = Session::looking_when_asked(app, clock, store, counter.to_owned(), || {});
        answered(session.look_around(DEADLINE))?;
        self.counters[n].session = Some(session);
        self.says(format!("{counter} is opened"));
        Ok(())
    }

    fn at_counter(&mut self, n: usize) -> Result<(), String> {
        let (counter, _) = COUNTERS[n];
        if self.counters[n].session.is_none() {
            self.sits_down(n)?;
            return self.after(n, None, Told::Refused);
        }
        if self.plan.forgets_claims {
            let file = &self.onlooker()?.file;
            file.execute_batch("DELETE FROM claim").unwrap();
        }
        match self.dice.roll(60) {
            0 => {
                self.says(format!("{counter} is killed"));
                self.disk.kill(process(n));
                return self.after(n, None, Told::Refused);
            }
            1 => {
                self.says(format!("{counter} is left"));
                self.disk.turn_to(process(n));
                let counter = std::mem::take(&mut self.counters[n]);
                self.leaves(counter, n);
                return self.after(n, None, Told::Refused);
            }
            2 => {
                let survival = self.dice.pick(&[Survival::All, Survival::Some]);
                self.says(format!("the machine stops: {survival:?}"));
                self.disk.stop(survival);
                return Ok(());
            }
            _ => {}
        }
        if self.counters[n].next.is_empty() {
            self.decides(n);
        }
        match self.counters[n].next.pop_front() {
            Some(Go::Type(text)) => self.types(n, &text),
            Some(Go::Press(key)) => self.presses(n, Some(key)),
            Some(Go::Look) => self.presses(n, None),
            None => Ok(()),
        }
    }

    fn types(&mut self, n: usize, text: &str) -> Result<(), String> {
        self.disk.turn_to(process(n));
        let counter = &mut self.counters[n];
        let Some(session) = counter.session.as_mut() else {
            return Ok(());
        };
        if session.app.popup.is_none() {
            counter.next.clear();
            return Ok(());
        }
        for c in text.chars() {
            session.press(&InputEvent::Key(Key::Char(c)));
            answered(session.wait(DEADLINE))?;
        }
        self.says(format!("{}: “{text}”", COUNTERS[n].0));
        self.after(n, None, Told::Refused)
    }

    /// What is pressed next at a counter.
    fn decides(&mut self, n: usize) {
        let Some(session) = &self.counters[n].session else {
            return;
        };
        let halted = self.counters[n].pending.is_some();
        let keys: &[&str] = match &session.app.popup {
            _ if halted => &["r", "r", "u"],
            Some(Popup::Outcome(_)) => &["s", "s", "s", "esc", "wait"],
            Some(Popup::Confirm(_)) => &["y", "y", "esc"],
            Some(_) => &["esc"],
            None => &[
                "n", "n", "n", "d", "d", "d", "d", "later", "later", "promise", "promise", "u",
                "u", "U", "U", "add", "j", "k", "g", "look",
            ],
        };
        let chosen = self.dice.pick(keys);
        let hour = self.dice.between(10, 17);
        let tomorrow = self.dice.chance(50);
        let counter = &mut self.counters[n];
        let press = |c| Go::Press(Key::Char(c));
        match chosen {
            "later" | "promise" => {
                let today = at(&format!("2026-11-24T{hour}:00:00Z"));
                let soon = today > self.now + TimeDelta::minutes(20) && !tomorrow;
                let days = i64::from(!soon);
                counter.until = (today + TimeDelta::days(days)).timestamp_millis();
                let day = if soon { "today" } else { "tomorrow" };
                counter.next.extend([
                    press(if chosen == "later" { 's' } else { 'p' }),
                    Go::Type(format!("{day} {hour}:00")),
                    Go::Press(Key::Enter),
                ]);
            }
            "add" => {
                self.added += 1;
                counter.name = format!("New {}", self.added);
                counter
                    .next
                    .extend([press('a'), Go::Type(counter.name.clone())]);
                counter
                    .next
                    .extend([Key::Tab, Key::Tab, Key::Tab].map(Go::Press));
                counter
                    .next
                    .extend([Go::Type("Ring".to_owned()), Go::Press(Key::Enter)]);
            }
            "esc" => counter.next.push_back(Go::Press(Key::Esc)),
            "wait" => {}
            "look" => counter.next.push_back(Go::Look),
            key => counter.next.extend(key.chars().map(press)),
        }
    }

    /// What a key comes to where it is pressed, if it does anything.
    fn deed(&self, n: usize, key: Option<Key>) -> Option<Deed> {
        let key = key?;
        let counter = &self.counters[n];
        if let Some((pending, _)) = &counter.pending {
            return Some(pending.clone()).filter(|_| key == Key::Char('r'));
        }
        let app = &counter.session.as_ref()?.app;
        match (&app.popup, key) {
            (None, Key::Char('n')) => Some(Deed::NoAnswer(app.selected_id()?)),
            (None, Key::Char('u')) => Some(Deed::Undone),
            (Some(Popup::Confirm(_)), Key::Char('y')) => counter.asked.clone(),
            (None, Key::Char('U')) => Some(Deed::Redone),
            (Some(Popup::Outcome(call)), Key::Char('s')) => {
                let last = call.at + 1 >= call.covered.len();
                last.then(|| Deed::Settled(call.entry.customer.id, call.covered.clone()))
            }
            (Some(Popup::Prompt(prompt)), Key::Enter) => {
                let id = prompt.entry.customer.id;
                Some(match prompt.purpose {
                    PromptPurpose::Later => Deed::Later(id, counter.until),
                    _ => Deed::Promised(id, counter.until),
                })
            }
            (Some(Popup::Form(_)), Key::Enter) => Some(Deed::Added(vec![counter.name.clone()])),
            _ => None,
        }
    }

    fn presses(&mut self, n: usize, key: Option<Key>) -> Result<(), String> {
        let (counter, _) = COUNTERS[n];
        let deed = self.deed(n, key);
        let retries = self.counters[n].pending.is_some();
        self.disk.turn_to(process(n));
        let failed = self.disk.failed();
        let looks = self.dice.chance(25);
        let Some(session) = &mut self.counters[n].session else {
            return Ok(());
        };
        let had_popup = session.app.popup.is_some();
        if !retries {
            session.app.notice = Notice::Nothing;
        }
        if let Some(key) = key {
            session.press(&InputEvent::Key(key));
        }
        answered(session.wait(DEADLINE))?;
        let lets_go = had_popup && session.app.popup.is_none();
        let asks = matches!(session.app.popup, Some(Popup::Confirm(_)));
        let notice = session.app.notice.clone();
        let told = match &notice {
            Notice::Saved(_) | Notice::Undone(_) => Told::Saved,
            Notice::NotSaved(_) => Told::Unknown,
            _ => Told::Refused,
        };
        if looks || lets_go || key.is_none() {
            answered(session.look_around(DEADLINE))?;
        }
        self.counters[n].asked = deed.clone().filter(|_| asks);
        let unsure = self.disk.failed() > failed || self.disk.is_dead(process(n));
        let told = if unsure && told == Told::Refused {
            Told::Unknown
        } else {
            told
        };
        let words = format!("{counter} {key:?}: {} {deed:?} {told:?}", notice.words());
        self.says(words);
        if self.disk.is_dead(process(n)) && told == Told::Unknown {
            return self.after(n, deed, told);
        }
        if retries {
            return self.after_retry(n, key, deed, told);
        }
        if let Some(deed) = deed
            .clone()
            .filter(|_| matches!(notice, Notice::NotSaved(_)))
        {
            self.counters[n].next.clear();
            self.counters[n].pending = Some((deed, false));
            self.counters[n].tried_at = self.now.timestamp_millis();
        }
        self.after(n, deed, told)
    }

    /// What was not said to be saved was tried again, or let go of.
    fn after_retry(
        &mut self,
        n: usize,
        key: Option<Key>,
        deed: Option<Deed>,
        told: Told,
    ) -> Result<(), String> {
        let there = self.counters[n]
            .pending
            .as_ref()
            .is_some_and(|(_, there)| *there);
        if told == Told::Saved || key == Some(Key::Char('u')) || told == Told::Refused {
            self.counters[n].settled = true;
        }
        if there {
            // It was found in the file already, and is not done twice.
            return self.after(n, None, Told::Refused);
        }
        self.after(n, deed, told)
    }

    /// Holds what was done at a counter against the model.
    fn after(&mut self, n: usize, deed: Option<Deed>, told: Told) -> Result<(), String> {
        let tried = &self.counters[n];
        let at = match &tried.pending {
            Some((pending, _)) if deed.as_ref() == Some(pending) => tried.tried_at,
            _ => self.now.timestamp_millis(),
        };
        if self.disk.is_dead(process(n)) && self.disk.take_dead(process(n)) {
            let gone = std::mem::take(&mut self.counters[n]);
            std::thread::spawn(move || drop(gone));
            self.tally.kills += 1;
        }
        let rang = deed.as_ref().and_then(Deed::rang);
        let done = self.compare_as_of(at, COUNTERS[n].0, deed, told)?;
        if self.counters[n].settled {
            self.counters[n].pending = None;
            self.counters[n].settled = false;
        }
        if done && let Some((_, there)) = &mut self.counters[n].pending {
            *there = true;
        }
        match rang.filter(|_| done) {
            Some(id) => self.rung_by_one(id, Some(n)),
            None => Ok(()),
        }
    }

    /// Somebody leaves a counter. Leaving may wait a second for whom it holds to be let go of.
    fn leaves(&self, counter: Counter, n: usize) {
        std::thread::spawn(move || drop(counter));
        self.disk.wait_for_end_of(process(n));
    }

    /// Compares the shop with the model; whether the deed was done.
    pub(crate) fn compare(
        &mut self,
        counter: &'static str,
        deed: Option<Deed>,
        told: Told,
    ) -> Result<bool, String> {
        self.compare_as_of(self.now.timestamp_millis(), counter, deed, told)
    }

    /// The same with something that was first tried at an instant.
    fn compare_as_of(
        &mut self,
        now: i64,
        counter: &'static str,
        deed: Option<Deed>,
        told: Told,
    ) -> Result<bool, String> {
        if self.disk.has_stopped() {
            // What is left is looked at once the machine runs again.
            self.model.leave(counter, deed, told);
            return Ok(false);
        }
        let found = self.facts()?;
        let turned = matches!(deed, Some(Deed::Undone | Deed::Redone));
        let done = self
            .model
            .check((counter, deed.as_ref()), told, found, now)?;
        let count = match told {
            Told::Saved if turned => &mut self.tally.turned,
            Told::Saved => &mut self.tally.saved,
            Told::Unknown => &mut self.tally.unknown,
            Told::Refused if deed.is_some() => &mut self.tally.refused,
            Told::Refused => return Ok(done),
        };
        *count += 1;
        Ok(done)
    }

    /// Nobody else may have been ringing somebody who was rung.
    pub(crate) fn rung_by_one(&self, id: i64, by: Option<usize>) -> Result<(), String> {
        for (n, _) in self
            .counters
            .iter()
            .enumerate()
            .filter(|(n, _)| Some(*n) != by)
        {
            if self.ringing(n) == Some(id) {
                let other = COUNTERS[n].0;
                return Err(format!("{id} was rung while {other} was ringing them"));
            }
        }
        Ok(())
    }

    /// Whom a counter is ringing.
    fn ringing(&self, n: usize) -> Option<i64> {
        match &self.counters[n].session.as_ref()?.app.popup {
            Some(Popup::Outcome(call)) => Some(call.entry.customer.id),
            _ => None,
        }
    }

    /// What holds at every moment.
    fn holds(&mut self) -> Result<(), String> {
        if self.disk.has_stopped() {
            return Ok(());
        }
        let mut rung = BTreeMap::new();
        for (n, (counter, _)) in COUNTERS.iter().enumerate().take(self.counters.len()) {
            if let Some(id) = self.ringing(n)
                && let Some(other) = rung.insert(id, counter)
            {
                return Err(format!("{id} is rung by {other} and {counter} at once"));
            }
        }
        let (now, rules) = (self.now, self.rules.clone());
        let store = &mut self.onlooker()?.store;
        let read = |error| format!("a list cannot be read: {error}");
        let today = store.today(now, &Seek::Start, 1_000).map_err(read)?;
        let ahead = store.ahead(now, &Seek::Start, 1_000).map_err(read)?;
        let totals = store.totals(now, &rules).map_err(read)?;
        let today: Vec<i64> = today.iter().map(|(_, e)| e.customer.id).collect();
        let ahead: Vec<i64> = ahead.iter().map(|(_, row)| row.entry.customer.id).collect();
        if totals.to_call != common::count(&today) {
            return Err(format!(
                "{} are to be called, and {today:?} are listed",
                totals.to_call
            ));
        }
        if totals.customers != i64::try_from(self.model.facts.len()).unwrap() {
            return Err(format!("{} customers are counted", totals.customers));
        }
        for (id, known) in &self.model.facts {
            let owed = known.owed.values().any(facts::Owed::is_open);
            let now = now.timestamp_millis();
            let due = known
                .owed
                .values()
                .any(|o| o.state == "open" && o.due <= now);
            let awake = known.rest.is_none_or(|rest| rest <= now);
            let listed = today.contains(id) || ahead.contains(id);
            if owed != listed || due && awake && !today.contains(id) {
                return Err(format!(
                    "{id} is in the wrong list: {known:?}, today {today:?}, ahead {ahead:?}"
                ));
            }
        }
        Ok(())
    }

    /// In the evening all is looked through, and everything is taken back and done again.
    fn end(&mut self) -> Result<(), String> {
        self.disk.calm();
        self.survives()?;
        self.tally.errors += self.disk.failed();
        for n in 0..self.counters.len() {
            let counter = std::mem::take(&mut self.counters[n]);
            self.disk.turn_to(process(n));
            self.leaves(counter, n);
        }
        let found = self.facts()?;
        self.model.recover(found, at(MORNING).timestamp_millis())?;
        self.doctor()?;
        let evening = facts::everything(&self.onlooker()?.file);
        let mut turned = Vec::new();
        for counter in self.model.to_undo() {
            self.turns(
                counter,
                Turn::Undo(UndoRequest {
                    act: None,
                    offered: None,
                    confirmed: true,
                }),
            )?;
            turned.push(counter);
        }
        self.holds()?;
        while let Some(counter) = turned.pop() {
            self.turns(counter, Turn::Redo)?;
        }
        let again = facts::everything(&self.onlooker()?.file);
        if again != evening {
            return Err(format!(
                "done again it is not what it was: {}",
                apart(&evening, &again)
            ));
        }
        self.holds()?;
        self.doctor()?;
        self.log.append(&mut self.disk.log());
        self.tally.operations = self.log.len() as u64;
        Ok(())
    }

    fn turns(&mut self, counter: &'static str, way: Turn) -> Result<(), String> {
        let (rules, now) = (self.rules.clone(), self.now);
        let region = Config::usual().unwrap().region;
        let stamp = Stamp::new(Context {
            rules: &rules,
            region: &region,
            now,
            by: "Tom",
            counter,
        });
        self.says(format!("in the evening {counter}: {way:?}"));
        let store = &mut self.onlooker()?.store;
        let turned = turn(store, way, &stamp, RetryPolicy::ByCaller);
        turned.map_err(|error| format!("it cannot be turned: {error}"))?;
        let deed = if way == Turn::Redo {
            Deed::Redone
        } else {
            Deed::Undone
        };
        self.compare(counter, Some(deed), Told::Saved).map(|_| ())
    }

    /// What `doctor` looks at.
    fn doctor(&mut self) -> Result<(), String> {
        let store = &mut self.onlooker()?.store;
        let lists = store
            .check_projections(i64::MAX)
            .map_err(|e| e.to_string())?;
        if !lists.agrees() {
            return Err(format!("the lists do not agree with the rows: {lists:?}"));
        }
        let backups = store.backups().ok_or("it is no file")?;
        let looked = backups.look_through().map_err(|e| e.to_string())?;
        if looked.problems.is_empty() {
            return Ok(());
        }
        Err(format!("it is damaged: {:?}", looked.problems))
    }
}

/// The process of a counter.
fn process(counter: usize) -> Process {
    1 + Process::try_from(counter).unwrap()
}

fn answered(all: bool) -> Result<(), String> {
    if all {
        Ok(())
    } else {
        Err("the store has not answered".to_owned())
    }
}

/// Which rows are otherwise.
fn apart(one: &BTreeMap<&str, Vec<String>>, other: &BTreeMap<&str, Vec<String>>) -> String {
    let mut lines = Vec::new();
    for (table, rows) in one {
        let others = &other[table];
        lines.extend(
            rows.iter()
                .filter(|r| !others.contains(r))
                .map(|r| format!("- {table} {r}")),
        );
        lines.extend(
            others
                .iter()
                .filter(|r| !rows.contains(r))
                .map(|r| format!("+ {table} {r}")),
        );
    }
    lines.join("\n")
}
