//! What a key costs at a counter: the statements it runs, the rows they return, the steps the engine
//! takes, the commits that wait for the disk, and the frames that are drawn.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "it is a module of several programs"
)]

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use checkback::app::App;
use checkback::app::action::{InputEvent, Key};
use checkback::clock::Clock;
use checkback::config::Config;
use checkback::session::Session;
use checkback::store::{OpenOptions, QueryStats, SqlValue, StatementObserver, Store};
use checkback::view;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

/// Longer than any answer takes.
const DEADLINE: Duration = Duration::from_mins(1);

/// A person's pause between two keys.
const PAUSE: Duration = Duration::from_millis(500);

/// The work of a store so far, told by itself; a clone of it sees the same.
#[derive(Debug, Clone, Default)]
struct WorkSoFar(Arc<Mutex<(QueryStats, u64)>>);

impl StatementObserver for WorkSoFar {
    fn observe(&self, _sql: &str, _values: &[SqlValue]) {}

    fn transaction_ended(&self, so_far: QueryStats, saved: bool) {
        let mut work = self.0.lock().unwrap();
        work.0 = so_far;
        work.1 += u64::from(saved);
    }
}

/// What one key cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyWork {
    pub statements: u64,
    pub rows: u64,
    pub steps: u64,
    pub commits: u64,
    pub frames: u64,
}

/// A counter whose work is counted, on a screen of 120 by 40.
pub struct CountedCounter {
    pub session: Session,
    work: WorkSoFar,
    screen: Terminal<TestBackend>,
    at: Instant,
    frames: u64,
    /// What the start cost, to the first whole frame.
    pub start: KeyWork,
}

impl CountedCounter {
    /// Sits down at a shop's file, which is thrown away afterwards.
    pub fn of(file: &Path, now: &str) -> Self {
        let text = "[shop]\nzone = \"Europe/London\"\n";
        let config = Config::read(text, Path::new("config.toml")).unwrap();
        let work = WorkSoFar::default();
        let options = OpenOptions::new(config.rules.calendar.clone()).throwaway();
        let store = Store::open(file, options.observed_by(Box::new(work.clone()))).unwrap();
        let clock = Clock::at(now).unwrap();
        let app = App::new(config.app_settings(), "Tom".to_owned(), clock.now());
        let before = *work.0.lock().unwrap();
        let mut counter = Self {
            session: Session::new(app, clock, store, "counter".to_owned(), || ()),
            work,
            screen: Terminal::new(TestBackend::new(120, 40)).unwrap(),
            at: Instant::now(),
            frames: 0,
            start: KeyWork {
                statements: 0,
                rows: 0,
                steps: 0,
                commits: 0,
                frames: 0,
            },
        };
        counter.draws();
        counter.start = counter.since(before, 0);
        counter
    }

    /// Takes every answer, and draws what they changed, as the program's loop does.
    fn draws(&mut self) {
        assert!(self.session.wait(DEADLINE), "the store has not answered");
        if self.session.takes_stale() {
            self.frame();
        }
    }

    /// Draws a frame.
    pub fn frame(&mut self) {
        view::fit(&mut self.session.app, 120, 40);
        let app = &self.session.app;
        self.screen
            .draw(|frame| {
                view::draw(frame, app);
            })
            .unwrap();
        self.frames += 1;
    }

    fn since(&self, before: (QueryStats, u64), frames: u64) -> KeyWork {
        let now = *self.work.0.lock().unwrap();
        KeyWork {
            statements: now.0.statements - before.0.statements,
            rows: now.0.rows - before.0.rows,
            steps: now.0.steps - before.0.steps,
            commits: now.1 - before.1,
            frames: self.frames - frames,
        }
    }

    /// Presses a key as a person does, and says what it cost.
    pub fn press(&mut self, key: Key) -> KeyWork {
        let before = *self.work.0.lock().unwrap();
        let frames = self.frames;
        self.at += PAUSE;
        self.session.input(&InputEvent::Key(key), self.at);
        self.draws();
        self.session.ripen(self.at + PAUSE / 2);
        self.draws();
        self.draws();
        self.since(before, frames)
    }
}

/// A key by its name.
pub fn key(name: &str) -> Key {
    match name {
        "enter" => Key::Enter,
        "esc" => Key::Esc,
        "pgdn" => Key::PageDown,
        "pgup" => Key::PageUp,
        "down" => Key::Down,
        _ => Key::Char(name.chars().next().unwrap()),
    }
}
