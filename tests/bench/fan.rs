//! The fan-out: one counter logs ten acts a second in a shop, so many other windows look on.
//!
//! What the server had to do is its own word (`pg_stat_statements`), its processor time the
//! system's: of all its processes, while the acts were done.

use std::path::Path;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use checkback::app::action::{InputEvent, Key};
use checkback::app::{App, AppSettings};
use checkback::clock::Clock;
use checkback::config::Config;
use checkback::domain::draft::{Author, plan_changes};
use checkback::domain::follow_up::FollowUpKind;
use checkback::session::{PATIENCE, Session};
use checkback::store::Store;

use crate::cluster::Cluster;
use crate::common::{act, at, draft, reason, rules};
use crate::{NOW, branch};

/// How often the counter presses its key.
const PACE: Duration = Duration::from_millis(100);

/// How many customers stand in the shop's list.
const CUSTOMERS: i64 = 4_000;

/// How long one number of windows works.
const RUN: Duration = Duration::from_secs(12);

/// How long one key may take.
const PATIENT: Duration = Duration::from_secs(30);

/// Prints the table for some numbers of windows; all of them busy where that is asked for.
pub(crate) fn table(windows: &[usize], all_busy: bool) {
    let cluster = Cluster::with(&[
        "shared_preload_libraries=pg_stat_statements",
        "max_connections=120",
    ]);
    cluster.sql("postgres", "CREATE EXTENSION pg_stat_statements");
    println!("| windows | acts/s | statements an act | rows an act | server's processor an act |");
    println!("| --- | --- | --- | --- | --- |");
    for &windows in windows {
        row(&cluster, &cluster.database(), windows, all_busy);
    }
}

fn window(url: &str, n: usize) -> Session {
    let store = Store::open(&branch(url, "Hill Street"), rules().calendar).unwrap();
    let settings = AppSettings {
        rules: rules(),
        ..Config::usual().unwrap().app_settings()
    };
    let app = App::new(settings, "Tom".to_owned(), at(NOW));
    let clock = Clock::at(NOW).unwrap();
    let mut session = Session::new(app, clock, store, format!("window {n}"), || {});
    session.wait(PATIENT);
    session
}

/// As many customers as are rung, in one act.
fn fill(store: &mut Store) {
    let pen = Author {
        now: at(NOW),
        by: "Tom",
    };
    let made = (1..=CUSTOMERS).flat_map(|n| {
        let asked = reason(FollowUpKind::Other, "All well since?");
        let asked = draft(&format!("Customer {n}"), asked);
        plan_changes(&asked, None, pen, -n)
    });
    store.save(&act(made.collect(), at(NOW))).unwrap();
}

/// Presses `n` ten times a second.
fn works(mut session: Session, ready: &Barrier, ended: &Barrier) {
    ready.wait();
    ready.wait();
    let begun = Instant::now();
    let mut next = begun;
    while begun.elapsed() < RUN {
        session.press(&InputEvent::Key(Key::Char('n')));
        assert!(session.wait(PATIENT), "never answered");
        next = (next + PACE).max(Instant::now());
        while Instant::now() < next {
            session.wait(PATIENCE.min(next - Instant::now()));
            std::thread::sleep(Duration::from_millis(2));
        }
    }
    ended.wait();
}

fn looks_on(mut session: Session, over: &AtomicBool, ready: &Barrier) {
    ready.wait();
    ready.wait();
    while !over.load(Ordering::Acquire) {
        session.wait(PATIENCE);
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn row(cluster: &Cluster, database: &str, windows: usize, all_busy: bool) {
    let url = cluster.url(database);
    let mut store = Store::open(&branch(&url, "Hill Street"), rules().calendar).unwrap();
    fill(&mut store);
    drop(store);
    cluster.sql(database, "ANALYZE");
    let hands = if all_busy { windows } else { 1 };
    let ready = Barrier::new(windows + 1);
    let over = AtomicBool::new(false);
    let mut acts = 0.0;
    let ended = Barrier::new(hands + 1);
    let mut took = Duration::ZERO;
    let mut told = (0.0, 0.0);
    let mut spent = 0.0;
    std::thread::scope(|scope| {
        let sessions: Vec<Session> = (0..windows).map(|n| window(&url, n)).collect();
        for (n, session) in sessions.into_iter().enumerate() {
            let (over, ready, ended) = (&over, &ready, &ended);
            scope.spawn(move || {
                if n < hands {
                    works(session, ready, ended);
                } else {
                    looks_on(session, over, ready);
                }
            });
        }
        ready.wait();
        let before = processor(cluster);
        let done = saved(cluster, database);
        cluster.sql("postgres", "SELECT pg_stat_statements_reset()");
        ready.wait();
        let begun = Instant::now();
        ended.wait();
        took = begun.elapsed();
        told = statements(cluster);
        acts = saved(cluster, database) - done;
        spent = processor(cluster) - before;
        over.store(true, Ordering::Release);
    });
    println!(
        "| {windows} | {:.1} | {:.0} | {:.0} | {:.1} ms |",
        acts / took.as_secs_f64(),
        told.0 / acts,
        told.1 / acts,
        spent / acts
    );
}

/// How many acts the shop has.
fn saved(cluster: &Cluster, database: &str) -> f64 {
    let sql = "SELECT max(last_act) FROM checkback.shop";
    cluster.sql(database, sql).parse().unwrap_or(0.0)
}

/// How many statements the server ran, and how many rows they found or changed.
fn statements(cluster: &Cluster) -> (f64, f64) {
    let sql = "SELECT sum(calls), sum(rows) FROM pg_stat_statements";
    let told = cluster.sql("postgres", sql);
    let mut cells = told.split('|').map(|n| n.parse().unwrap_or(0.0));
    (
        cells.next().unwrap_or_default(),
        cells.next().unwrap_or_default(),
    )
}

/// The processor time of the server's processes so far, in milliseconds: of those that are there,
/// and of those that have ended.
fn processor(cluster: &Cluster) -> f64 {
    let pids = "SELECT string_agg(pid::text, ' ') FROM pg_stat_activity";
    let told = cluster.sql("postgres", pids);
    let own: f64 = told.split(' ').map(|pid| ticks(pid, 11)).sum();
    let of_ended = told.split(' ').next().map(parent);
    let ended = of_ended.map_or(0.0, |postmaster| ticks(&postmaster, 13));
    (own + ended) * 10.0
}

/// What the system says of a process, behind its name.
fn stat(pid: &str) -> Vec<String> {
    let stat = std::fs::read_to_string(Path::new("/proc").join(pid).join("stat"));
    let stat = stat.unwrap_or_default();
    let cells = stat.rsplit(')').next().unwrap_or_default();
    cells.split_whitespace().map(str::to_owned).collect()
}

fn parent(pid: &str) -> String {
    stat(pid).get(1).cloned().unwrap_or_default()
}

/// The ticks in two cells, a hundredth of a second each: a process's own from 11 on, those of its
/// children that have ended from 13 on.
fn ticks(pid: &str, from: usize) -> f64 {
    let used = stat(pid).into_iter().skip(from).take(2);
    used.filter_map(|n| n.parse::<f64>().ok()).sum()
}
