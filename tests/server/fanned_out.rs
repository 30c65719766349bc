//! What an act costs the server, and what the windows that look on do, counted by the statements and
//! rows of each: whoever looks on reads the customers it touched, and nothing else.

use std::time::Duration;

use checkback::app::action::{InputEvent, Key};
use checkback::app::{App, AppSettings};
use checkback::clock::Clock;
use checkback::config::Config;
use checkback::domain::draft::{Author, plan_changes};
use checkback::domain::follow_up::FollowUpKind;
use checkback::session::Session;
use checkback::store::{ServerOptions, Store};

use crate::cluster::{Cluster, until};
use crate::common::{act, at, draft, reason, rules};
use crate::workers::branch;

const NOW: &str = "2026-11-24T10:42:00+00:00";
const PATIENT: Duration = Duration::from_secs(30);

/// A shop of so many customers with something due.
pub fn fill(url: &str, customers: i64) {
    let mut store = Store::open(&branch(url, "Hill Street"), rules().calendar).unwrap();
    let pen = Author {
        now: at(NOW),
        by: "Tom",
    };
    let made = (1..=customers).flat_map(|n| {
        let asked = draft(
            &format!("Customer {n}"),
            reason(FollowUpKind::Other, "All well?"),
        );
        plan_changes(&asked, None, pen, -n)
    });
    store.save(&act(made.collect(), at(NOW))).unwrap();
}

/// A window that looks for news when it is asked to.
fn window(url: &str, counter: &str) -> Session {
    window_of(&branch(url, "Hill Street"), counter)
}

/// The same of whichever server.
pub fn window_of(server: &ServerOptions, counter: &str) -> Session {
    let store = Store::open(server, rules().calendar).unwrap();
    let settings = AppSettings {
        rules: rules(),
        ..Config::usual().unwrap().app_settings()
    };
    let app = App::new(settings, "Tom".to_owned(), at(NOW));
    let clock = Clock::at(NOW).unwrap();
    let mut session = Session::looking_when_asked(app, clock, store, counter.to_owned(), || {});
    assert!(session.wait(PATIENT));
    session
}

pub fn press(session: &mut Session, key: char) {
    session.press(&InputEvent::Key(Key::Char(key)));
    assert!(session.wait(PATIENT), "never answered");
}

/// A server that counts what it is asked, its shop's database and address.
fn counting() -> (Cluster, String, String) {
    let cluster = Cluster::with(&["fsync=off", "shared_preload_libraries=pg_stat_statements"]);
    cluster.sql("postgres", "CREATE EXTENSION pg_stat_statements");
    let database = cluster.database();
    let url = cluster.url(&database);
    (cluster, database, url)
}

/// How many statements the program ran in something, and how many rows they found or changed.
fn asked(cluster: &Cluster, work: impl FnOnce()) -> (u64, u64) {
    cluster.sql("postgres", "SELECT pg_stat_statements_reset()");
    work();
    let sql = "SELECT sum(calls), sum(rows) FROM pg_stat_statements JOIN pg_roles ON pg_roles.oid = userid \
               WHERE rolname = 'garage'";
    let told = cluster.sql("postgres", sql);
    let (calls, rows) = told.split_once('|').unwrap();
    (calls.parse().unwrap_or(0), rows.parse().unwrap_or(0))
}

/// The list as it is shown, with what was done.
type ShownList = (Vec<i64>, Vec<i64>, i64, i64);

/// Looks until the list is as wanted: a notification takes its time.
fn sees(session: &mut Session, wanted: &ShownList) {
    until("the list to be shown as it is", || {
        assert!(session.look_around(PATIENT));
        shown(session) == *wanted
    });
}

fn shown(session: &Session) -> ShownList {
    let app = &session.app;
    let rows = app.today.rows.iter().map(|(key, _)| key.id).collect();
    let done = app.done.iter().map(|done| done.entry.customer.id).collect();
    (rows, done, app.totals.to_call, app.totals.done)
}

#[test]
fn an_act_of_a_key_and_the_screen_behind_it_are_eleven_statements() {
    let (cluster, _, url) = counting();
    fill(&url, 30);
    let mut counter = window(&url, "front");
    for _ in 0..3 {
        press(&mut counter, 'n');
    }
    let (statements, _) = asked(&cluster, || {
        for _ in 0..10 {
            press(&mut counter, 'n');
        }
    });
    assert!(statements > 0, "nothing was counted");
    assert!(statements <= 110, "{statements} statements for ten acts");
}

#[test]
fn whoever_looks_on_reads_with_one_statement_what_several_acts_have_changed() {
    let (cluster, _, url) = counting();
    fill(&url, 30);
    let mut counter = window(&url, "front");
    let mut onlooker = window(&url, "back");
    press(&mut counter, 'n');
    assert!(onlooker.look_around(PATIENT));
    for _ in 0..4 {
        press(&mut counter, 'n');
    }
    let mut fresh = window(&url, "fresh");
    let expected = shown(&fresh);
    let (statements, rows) = asked(&cluster, || sees(&mut onlooker, &expected));
    // The ping asks for the newest act now and then.
    assert!((1..=3).contains(&statements), "{statements} statements");
    assert!(rows <= 3, "{rows} rows");
    press(&mut fresh, 'j');
}

#[test]
fn with_thirty_two_windows_on_one_shop_an_act_is_forty_statements_at_most() {
    let (cluster, _, url) = counting();
    fill(&url, 60);
    let mut counter = window(&url, "front");
    let mut others: Vec<Session> = (1..32).map(|n| window(&url, &format!("{n}"))).collect();
    press(&mut counter, 'n');
    for other in &mut others {
        assert!(other.look_around(PATIENT));
    }
    // Ten acts a second, gathered over 200 ms: two between one look and the next.
    let (statements, _) = asked(&cluster, || {
        for _ in 0..5 {
            press(&mut counter, 'n');
            press(&mut counter, 'n');
            for other in &mut others {
                assert!(other.look_around(PATIENT));
            }
        }
    });
    assert!(statements > 100, "nobody looked: {statements}");
    assert!(statements <= 400, "{statements} statements for ten acts");
    let expected = shown(&counter);
    for other in &mut others {
        sees(other, &expected);
    }
}

#[test]
fn what_an_onlooker_has_after_many_sorts_of_acts_is_what_a_new_window_reads() {
    let (_cluster, _, url) = counting();
    fill(&url, 12);
    let mut counter = window(&url, "front");
    let mut onlooker = window(&url, "back");
    for key in ['n', 'n', 'j', 'l', 'u', 'n', 'u'] {
        press(&mut counter, key);
        if key == 'l' {
            counter.press(&InputEvent::Key(Key::Enter));
            assert!(counter.wait(PATIENT));
        }
        sees(&mut onlooker, &shown(&window(&url, "fresh")));
    }
}
