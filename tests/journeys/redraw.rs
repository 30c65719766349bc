//! When a frame is drawn: one a key, one when something that is shown changes by itself, and none
//! otherwise.

use std::time::{Duration, Instant};

use checkback::app::action::InputEvent;
use checkback::clock::Clock;

use crate::counter::{Counter, DEADLINE, USUAL, WIDE, key};

/// A person's pause between two keys.
const PAUSE: Duration = Duration::from_millis(500);

/// Counts the frames of keys, as the program's loop draws them where the store answers in time.
struct FrameCount {
    counter: Counter,
    at: Instant,
}

impl FrameCount {
    fn of(mut counter: Counter) -> Self {
        counter.session.takes_stale();
        let at = Instant::now();
        Self { counter, at }
    }

    /// The frames that are due by now.
    fn due(&mut self) -> usize {
        let session = &mut self.counter.session;
        assert!(session.wait(DEADLINE), "the store has not answered");
        usize::from(session.takes_stale())
    }

    fn of_key(&mut self, name: &str) -> usize {
        self.at += PAUSE;
        let session = &mut self.counter.session;
        session.input(&InputEvent::Key(key(name)), self.at);
        let at_once = self.due();
        // A key that decides has waited for what follows it.
        self.counter.session.ripen(self.at + PAUSE / 2);
        let decided = self.due();
        // Every answer wakes the loop once more.
        at_once + decided + self.due()
    }
}

#[test]
fn a_key_draws_one_frame_and_the_answer_that_came_with_it_none() {
    let mut frames = FrameCount::of(Counter::of_garage(WIDE));
    let keys = "j pgdn pgup n u / a n esc s 3 esc w esc ? esc 2 3 j 4 5 1 G g L enter";
    for name in keys.split_whitespace() {
        assert_eq!(frames.of_key(name), 1, "{name}");
    }
}

#[test]
fn nothing_is_drawn_for_a_wake_up_that_brings_nothing() {
    let mut frames = FrameCount::of(Counter::of_garage(USUAL));
    assert_eq!(frames.due(), 0);
    frames.counter.session.tick_if_due();
    assert_eq!(frames.due(), 0);
}

/// How long the terminal sleeps, on a clock at an instant.
fn sleeps(counter: &mut Counter, now: &str) -> Duration {
    counter.session.set_clock(Clock::at(now).unwrap());
    counter.session.sleep_duration()
}

#[test]
fn a_list_that_nobody_touches_is_drawn_when_the_minute_turns() {
    let mut counter = Counter::of_garage(WIDE);
    counter.at("2026-11-24T10:42:07.250Z");
    let left = counter.session.sleep_duration();
    assert_eq!(left, Duration::from_millis(52_750));
    let left = sleeps(&mut counter, "2026-11-24T10:42:59.999Z");
    assert_eq!(left, Duration::from_millis(1));
    assert!(!counter.session.tick_if_due());
    sleeps(&mut counter, "2026-11-24T10:43:00Z");
    assert!(counter.session.tick_if_due());
}

#[test]
fn a_clock_that_is_set_back_is_followed_at_once() {
    let mut counter = Counter::of_garage(USUAL);
    sleeps(&mut counter, "2026-11-24T09:42:00Z");
    assert!(counter.session.tick_if_due());
    assert_eq!(
        counter.session.app.now.to_rfc3339(),
        "2026-11-24T09:42:00+00:00"
    );
}

#[test]
fn a_call_under_way_counts_seconds_while_it_is_in_sight() {
    let dial = "[calling]\ndial = [\"ring\", \"{number}\"]\n";
    let mut counter = Counter::with(WIDE, dial);
    counter.at("2026-11-24T10:42:05.500Z").press("j j enter");
    assert!(counter.session.app.calling.call.is_some());
    let left = sleeps(&mut counter, "2026-11-24T10:42:05.750Z");
    assert_eq!(left, Duration::from_millis(750));
    counter.at("2026-11-24T10:42:09.500Z").says("calling 0:04");
    counter.press("k").is_silent_of("calling 0:04");
    let left = counter.session.sleep_duration();
    assert_eq!(left, Duration::from_millis(50_500));
}

#[test]
fn a_promise_is_near_and_missed_at_its_own_second() {
    let mut counter = Counter::of_garage(WIDE);
    let app = &mut counter.session.app;
    app.totals.next_promise_at = Some("2026-11-24T10:52:30Z".parse().unwrap());
    for (now, left) in [
        ("2026-11-24T10:42:00Z", 30),
        ("2026-11-24T10:51:30Z", 30),
        ("2026-11-24T10:52:00Z", 30),
    ] {
        counter.session.app.now = now.parse().unwrap();
        let sleeps = sleeps(&mut counter, now);
        assert_eq!(sleeps, Duration::from_secs(left), "{now}");
    }
}

#[test]
fn a_screen_that_locks_itself_does_so_to_the_second() {
    let mut counter = Counter::with(USUAL, "[screen]\nlock-after = 1\n");
    counter.at("2026-11-24T10:42:07Z").press("j");
    counter.session.app.now = "2026-11-24T10:43:00Z".parse().unwrap();
    let left = sleeps(&mut counter, "2026-11-24T10:43:00Z");
    assert_eq!(left, Duration::from_secs(7));
}
