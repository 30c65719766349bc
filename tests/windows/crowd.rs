//! Eight programs on one file, killed at random: nobody is rung twice, nothing that was said to be
//! saved is lost, and no window shows an error.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use checkback::app::popups::Popup;
use checkback::app::state::Notice;
use checkback::domain::follow_up::FollowUpKind;
use checkback::session::Session;
use checkback::store::Store;

use crate::common::{SeededRng, Shop, at, draft, reason, rules};
use crate::two::{NOW, press, sits_down};

/// A window on a shop's file.
fn window_on(file: &Path) -> (Session, Receiver<()>) {
    sits_down(Store::open(file, rules().calendar).unwrap())
}

const PROGRAMS: usize = 8;
const RINGS: &str = "crowd::rings_until_it_is_killed";
const FILE: &str = "CHECKBACK_TEST_CROWD_FILE";
const SEED: &str = "CHECKBACK_TEST_CROWD_SEED";

/// A program of its own: a window that rings one after the other until it is killed, and says of
/// each claim and of each call when the screen has said so.
#[test]
#[ignore = "a program of the tests below"]
fn rings_until_it_is_killed() {
    let file = PathBuf::from(std::env::var_os(FILE).unwrap());
    let mut dice = SeededRng::new(std::env::var(SEED).unwrap().parse().unwrap());
    let mut window = window_on(&file);
    let mut out = std::io::stdout();
    loop {
        for _ in 0..dice.roll(24) {
            press(&mut window, "j");
        }
        let Some(id) = window.0.app.selected_id() else {
            return;
        };
        press(&mut window, "d");
        if matches!(window.0.app.popup, Some(Popup::Outcome(_))) {
            writeln!(out, "\nclaimed {id}").unwrap();
            press(&mut window, "s");
            if matches!(window.0.app.notice, Notice::Saved(_)) {
                writeln!(out, "\nrang {id}").unwrap();
            }
        }
        if let Notice::Error(words) | Notice::NotSaved(words) = &window.0.app.notice {
            writeln!(out, "\nerror {words}").unwrap();
        }
        press(&mut window, "g");
    }
}

/// What the programs have said.
#[derive(Default)]
struct CrowdLog {
    claims: usize,
    rang: BTreeMap<i64, usize>,
    errors: Vec<String>,
}

impl CrowdLog {
    fn hears(&mut self, line: &str) {
        let mut words = line.splitn(2, ' ');
        match (words.next(), words.next()) {
            (Some("claimed"), Some(_)) => self.claims += 1,
            (Some("rang"), Some(id)) => *self.rang.entry(id.parse().unwrap()).or_default() += 1,
            (Some("error"), Some(words)) => self.errors.push(words.to_owned()),
            _ => {}
        }
    }
}

fn starts(file: &Path, program: &str, seed: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", program, "--ignored", "--nocapture"])
        .env(FILE, file)
        .env(SEED, seed.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Longer than eight programs need for a call each, on the slowest machine.
const GIVE_UP: Duration = Duration::from_mins(2);

/// Lets eight programs work for a time, one of them killed and another begun in its place again and
/// again; how many claims they made a second.
fn works(time: Duration, customers: usize) -> f64 {
    let mut shop = Shop::hurried();
    for n in 0..customers {
        let reason = reason(FollowUpKind::CheckBack, "All well?");
        shop.add(&draft(&format!("Customer {n}"), reason), at(NOW));
    }
    let file = shop.place.file.clone();
    let heard = Mutex::new(CrowdLog::default());
    let mut dice = SeededRng::new(7);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        let listens = |mut child: Child| {
            let lines = BufReader::new(child.stdout.take().unwrap()).lines();
            scope.spawn(|| {
                // What a killed program had half said is no line.
                lines
                    .map_while(Result::ok)
                    .for_each(|line| heard.lock().unwrap().hears(&line));
            });
            child
        };
        let mut programs: Vec<Child> = (0..PROGRAMS)
            .map(|n| listens(starts(&file, RINGS, n as u64)))
            .collect();
        for seed in 100.. {
            // So long, and until each program has had its turn; a file that nobody gets on with is
            // given up on, and the calls below are too few.
            let worked = heard.lock().unwrap().rang.len() > PROGRAMS;
            if begun.elapsed() >= if worked { time } else { time.max(GIVE_UP) } {
                break;
            }
            std::thread::sleep(Duration::from_millis(200 + dice.roll(600)));
            let place = usize::try_from(dice.roll(PROGRAMS as u64)).unwrap();
            let mut killed =
                std::mem::replace(&mut programs[place], listens(starts(&file, RINGS, seed)));
            killed.kill().unwrap();
            killed.wait().unwrap();
        }
        for mut program in programs {
            program.kill().unwrap();
            program.wait().unwrap();
        }
    });
    let took = begun.elapsed().as_secs_f64();
    let heard = heard.into_inner().unwrap();
    assert_eq!(heard.errors, [""; 0]);
    let mut store = Store::open(&file, rules().calendar).unwrap();
    for (id, times) in &heard.rang {
        assert_eq!(*times, 1, "customer {id} was rung twice");
    }
    let mut calls = 0;
    for id in 1..=i64::try_from(customers).unwrap() {
        let card = store.card(id, 10).unwrap().unwrap();
        let expected = heard.rang.contains_key(&id);
        let n = card.contacts.len();
        assert!(n <= 1, "customer {id} was rung {n} times");
        assert!(n == 1 || !expected, "the call to customer {id} is lost");
        calls += n;
    }
    assert!(calls > PROGRAMS, "only {calls} calls were made");
    f64::from(u32::try_from(heard.claims).unwrap()) / took
}

#[test]
fn eight_programs_killed_at_random_ring_nobody_twice_and_show_no_error() {
    works(Duration::from_secs(5), 600);
}

#[test]
#[ignore = "the whole minute: cargo test --test windows a_minute -- --ignored --nocapture"]
fn eight_programs_work_a_minute_on_one_file() {
    let pace = works(Duration::from_mins(1), 8_000);
    writeln!(
        std::io::stderr(),
        "{pace:.0} claims a second by eight programs on one file"
    )
    .unwrap();
}

/// A program of its own: a window with the popup open on its first customer.
#[test]
#[ignore = "a program of the test below"]
fn stands_there_with_the_popup_open() {
    let file = PathBuf::from(std::env::var_os(FILE).unwrap());
    let mut window = window_on(&file);
    press(&mut window, "d");
    let id = window.0.app.selected_id().unwrap();
    writeln!(std::io::stdout(), "\nclaimed {id}").unwrap();
    // Until it is killed.
    let _line = std::io::stdin().read_line(&mut String::new());
}

#[cfg(unix)]
#[test]
fn a_window_that_is_stopped_blocks_nobody() {
    use rustix::process::{Pid, Signal, kill_process};

    let mut shop = Shop::new();
    for name in ["Anita Patel", "Clara Diaz", "Sam Okafor"] {
        shop.add(
            &draft(name, reason(FollowUpKind::Other, "All well?")),
            at(NOW),
        );
    }
    let program = "crowd::stands_there_with_the_popup_open";
    let mut child = starts(&shop.place.file, program, 0);
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let claimed = lines.map_while(Result::ok).any(|l| l == "claimed 1");
    assert!(claimed, "it never opened");
    let pid = Pid::from_child(&child);
    kill_process(pid, Signal::STOP).unwrap();
    let mut window = window_on(&shop.place.file);
    press(&mut window, "d");
    assert!(window.0.app.popup.is_none());
    let told = window.0.app.notice.words().to_owned();
    assert!(told.starts_with("Tom is ringing Anita Patel"), "{told}");
    press(&mut window, "j");
    press(&mut window, "n");
    assert!(matches!(window.0.app.notice, Notice::Saved(_)));
    child.kill().unwrap();
    child.wait().unwrap();
    press(&mut window, "n");
    assert!(matches!(window.0.app.notice, Notice::Saved(_)));
}
