//! How many keys the everyday takes: twelve tasks as they are pressed, what each comes to in the
//! shop's rows, and their counts. `tests/keystrokes` prints the table.

use std::io::Write as _;

use checkback::domain::contact::{Contact, Direction, Feeling, Outcome};
use checkback::domain::follow_up::FollowUpResult;
use chrono::{Datelike, Weekday};

use crate::counter::{Counter, USUAL};
use crate::shop::CLARA;

/// A task at Clara's row: what comes before it, its name, the keys with what is typed between them, how many keys it may
/// take beside the typing, and whether it was done.
struct KeystrokeTask {
    before: &'static str,
    name: &'static str,
    keys: &'static str,
    typed: &'static str,
    then: &'static str,
    most: usize,
    done: fn(&Counter) -> bool,
}

const TASKS: [KeystrokeTask; 12] = [
    task("no answer, and on to the next", "n", 1, |c| {
        last(c).outcome == Outcome::NoAnswer && c.selected() != CLARA
    }),
    task("voicemail, and on to the next", "v", 1, |c| {
        last(c).outcome == Outcome::Voicemail
    }),
    task("busy, and on to the next", "b", 1, |c| {
        last(c).outcome == Outcome::Busy
    }),
    task("authorised at the quote", "d a enter", 3, |c| {
        last(c).answers[0].amount == Some(4_500)
    }),
    task("settled", "d s", 2, |c| said(c, FollowUpResult::Settled)),
    task("can wait", "d l", 2, |c| said(c, FollowUpResult::CanWait)),
    KeystrokeTask {
        before: "",
        name: "settled, with a note",
        keys: "d s t",
        typed: "Rings when back",
        then: "enter",
        most: 4,
        done: |c| last(c).note.as_deref() == Some("Rings when back"),
    },
    task("settled, and pleased", "d s +", 3, |c| {
        last(c).feeling == Some(Feeling::Pleased)
    }),
    task("later: Friday", "s f enter", 3, |c| {
        let until = c.rows_of(CLARA).customer.rest_until;
        until.is_some_and(|at| at.weekday() == Weekday::Fri)
    }),
    KeystrokeTask {
        before: "n k",
        ..task("take it back", "u", 1, |c| c.contacts_of(CLARA).is_empty())
    },
    task("find by three digits, and open", "/ 1 7 7 enter", 5, |c| {
        c.selected() == CLARA && c.session.app.popup.is_none()
    }),
    task("they rang back: settled", "r 1 7 7 enter s", 6, |c| {
        last(c).direction == Direction::Inward && said(c, FollowUpResult::Settled)
    }),
];

const fn task(
    name: &'static str,
    keys: &'static str,
    most: usize,
    done: fn(&Counter) -> bool,
) -> KeystrokeTask {
    KeystrokeTask {
        before: "",
        name,
        keys,
        typed: "",
        then: "",
        most,
        done,
    }
}

fn last(counter: &Counter) -> Contact {
    counter.contacts_of(CLARA).remove(0)
}

fn said(counter: &Counter, result: FollowUpResult) -> bool {
    last(counter).answers.iter().any(|a| a.result == result)
}

#[test]
fn twelve_everyday_tasks_take_as_many_keys_as_they_may() {
    let mut table = String::from("task                                keys  pressed\n");
    for task in TASKS {
        let mut counter = Counter::of_garage(USUAL);
        counter.press("j j");
        assert_eq!(counter.selected(), CLARA);
        counter
            .press(task.before)
            .press(task.keys)
            .types(task.typed)
            .press(task.then);
        assert!((task.done)(&counter), "{} was not done", task.name);
        let pressed = task
            .keys
            .split_whitespace()
            .chain(task.then.split_whitespace());
        let count = pressed.count();
        assert!(count <= task.most, "{}: {count} keys", task.name);
        let typed = if task.typed.is_empty() { "" } else { " … " };
        table = format!(
            "{table}{:<35} {count:>4}  {}{typed}{}\n",
            task.name, task.keys, task.then
        );
    }
    std::io::stdout().write_all(table.as_bytes()).unwrap();
}
