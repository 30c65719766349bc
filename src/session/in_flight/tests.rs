use std::time::Duration;

use super::*;

const MILLI: Duration = Duration::from_millis(1);
const CONTENTION: Option<RetrySchedule> = Some(RetrySchedule::CONTENTION);
/// One that ends.
const FOR_A_WHILE: Option<RetrySchedule> = Some(RetrySchedule::CLAIM);

/// A machine and its clock.
struct Machine {
    state: InFlight,
    now: Instant,
}

impl Machine {
    fn new() -> Self {
        Self {
            state: InFlight::Nothing(NextAct::Free),
            now: Instant::now(),
        }
    }

    fn sees(&mut self, events: &[FlightEvent]) -> &mut Self {
        for event in events {
            self.state = self.state.after(*event, self.now);
        }
        self
    }

    fn later(&mut self, time: Duration) -> &mut Self {
        self.now += time;
        self
    }
}

/// An act that failed, with others left or not.
const fn failed(schedule: Option<RetrySchedule>, unsaved: bool) -> FlightEvent {
    FlightEvent::ActFailed { schedule, unsaved }
}

use FlightEvent::{
    ActSaved, ActSent, Answered, ClaimSent, Discarded, QuerySent, Resumed, ThreadEnded,
};

#[test]
fn only_one_thing_is_in_hand_at_a_time() {
    let sent = [ActSent(Some(7)), QuerySent, ClaimSent];
    for first in sent {
        let mut machine = Machine::new();
        machine.sees(&[first]);
        let in_hand = machine.state;
        assert!(!in_hand.is_free());
        assert!(!in_hand.takes_act(machine.now));
        for second in sent {
            machine.later(MILLI).sees(&[second]);
            assert_eq!(machine.state, in_hand, "{first:?} then {second:?}");
        }
    }
}

#[test]
fn a_saved_act_lets_the_next_one_go() {
    let mut machine = Machine::new();
    machine.sees(&[ActSent(Some(7))]);
    assert_eq!(machine.state.customer(), Some(7));
    assert!(machine.state.has_act());
    machine.sees(&[ActSaved]);
    assert_eq!(machine.state, InFlight::Nothing(NextAct::Free));
    assert!(machine.state.takes_act(machine.now));
}

#[test]
fn an_act_in_the_way_of_another_program_is_tried_again_after_its_pause_and_not_before() {
    let mut machine = Machine::new();
    machine.sees(&[ActSent(None), failed(CONTENTION, true)]);
    assert!(!machine.state.takes_act(machine.now));
    assert!(!machine.state.is_at_rest());
    assert!(!machine.state.is_halted());
    assert_eq!(machine.state.again_at(), Some(machine.now + 60 * MILLI));
    machine.later(59 * MILLI);
    assert!(!machine.state.takes_act(machine.now));
    machine.later(MILLI);
    assert!(machine.state.takes_act(machine.now));
}

#[test]
fn looking_something_up_meanwhile_does_not_put_the_next_try_off() {
    let mut machine = Machine::new();
    machine.sees(&[ActSent(None), failed(CONTENTION, true)]);
    let waiting = machine.state;
    for sent in [QuerySent, ClaimSent] {
        machine.later(MILLI).sees(&[sent]);
        assert_eq!(machine.state.again_at(), waiting.again_at());
        machine.sees(&[Answered]);
        assert_eq!(machine.state, waiting);
    }
}

#[test]
fn retries_are_counted_from_the_first_failure_and_end_with_a_question_to_the_person() {
    let mut machine = Machine::new();
    machine.sees(&[ActSent(None), failed(FOR_A_WHILE, true)]);
    let mut tries = 1;
    while let Some(at) = machine.state.again_at() {
        machine.now = at;
        machine.sees(&[ActSent(None), failed(FOR_A_WHILE, true)]);
        tries += 1;
        assert!(tries < 1000, "it is tried for ever");
    }
    assert!(tries > 50);
    assert_eq!(machine.state, InFlight::Nothing(NextAct::Halted));
    // Tried again by the person, it has its whole time once more.
    machine.sees(&[Resumed, ActSent(None), failed(FOR_A_WHILE, true)]);
    assert!(machine.state.again_at().is_some());
}

#[test]
fn an_outage_is_waited_out() {
    let mut machine = Machine::new();
    let outage = Some(RetrySchedule::OUTAGE);
    machine.sees(&[ActSent(None), failed(outage, true)]);
    machine
        .later(Duration::from_hours(9))
        .sees(&[ActSent(None), failed(outage, true)]);
    assert!(machine.state.again_at().is_some());
}

#[test]
fn behind_an_act_that_was_not_saved_nothing_goes_until_the_person_says_so() {
    let mut machine = Machine::new();
    machine.sees(&[ActSent(None), failed(None, true)]);
    assert!(machine.state.is_halted());
    assert!(machine.state.is_at_rest(), "nothing comes of itself");
    machine.sees(&[ActSent(None)]);
    assert!(machine.state.is_halted(), "an act cannot go");
    // The screen is read all the same, and halts no less.
    machine.sees(&[QuerySent]);
    assert!(machine.state.is_halted());
    machine.sees(&[Answered]);
    assert!(machine.state.is_halted());
    machine.sees(&[Resumed]);
    assert!(machine.state.takes_act(machine.now));
}

#[test]
fn an_act_that_is_given_up_halts_those_behind_it_and_nobody_where_there_are_none() {
    for (unsaved, state) in [(true, NextAct::Halted), (false, NextAct::Free)] {
        let mut machine = Machine::new();
        machine.sees(&[ActSent(None), failed(None, unsaved)]);
        assert_eq!(machine.state, InFlight::Nothing(state));
        let mut machine = Machine::new();
        machine.sees(&[ActSent(None), failed(None, true), Discarded { unsaved }]);
        assert_eq!(machine.state, InFlight::Nothing(state));
    }
}

#[test]
fn what_is_decided_while_something_is_read_holds_once_that_is_answered() {
    for sent in [QuerySent, ClaimSent] {
        let mut machine = Machine::new();
        machine.sees(&[ActSent(None), failed(None, true), sent, Resumed]);
        assert!(!machine.state.takes_act(machine.now));
        machine.sees(&[Answered]);
        assert!(machine.state.takes_act(machine.now));
    }
}

#[test]
fn doing_something_else_does_not_hurry_an_act_that_is_tried_again_by_itself() {
    let mut machine = Machine::new();
    machine.sees(&[ActSent(None), failed(CONTENTION, true)]);
    let waiting = machine.state;
    machine.sees(&[Resumed, Discarded { unsaved: false }]);
    assert_eq!(machine.state, waiting);
}

#[test]
fn a_thread_that_has_ended_gets_nothing_more_and_what_it_had_is_not_saved() {
    for (first, with_act) in [(ActSent(Some(7)), true), (QuerySent, false)] {
        let mut machine = Machine::new();
        machine.sees(&[first, ThreadEnded]);
        assert_eq!(machine.state, InFlight::Gone { with_act });
        assert_eq!(machine.state.has_act(), with_act);
        assert!(machine.state.is_at_rest());
        let every = [
            ActSent(None),
            QuerySent,
            ClaimSent,
            Answered,
            ActSaved,
            failed(CONTENTION, true),
            Resumed,
            Discarded { unsaved: true },
            ThreadEnded,
        ];
        machine.sees(&every);
        assert_eq!(machine.state, InFlight::Gone { with_act });
        assert!(!machine.state.takes_act(machine.now));
    }
}

#[test]
fn an_answer_nobody_waits_for_changes_nothing() {
    let mut machine = Machine::new();
    machine.sees(&[Answered, ActSaved, failed(CONTENTION, true)]);
    assert_eq!(machine.state, InFlight::Nothing(NextAct::Free));
    machine.sees(&[QuerySent]);
    let reading = machine.state;
    machine.sees(&[ActSaved, failed(CONTENTION, true)]);
    assert_eq!(machine.state, reading);
}

#[test]
fn an_answer_is_waited_for_since_it_was_asked_for() {
    let mut machine = Machine::new();
    assert_eq!(machine.state.since(), None);
    let asked = machine.now;
    machine.sees(&[QuerySent]).later(300 * MILLI);
    assert_eq!(machine.state.since(), Some(asked));
    machine.sees(&[Answered]);
    assert_eq!(machine.state.since(), None);
}
