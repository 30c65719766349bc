//! A chain's morning: so many lines in one database that most of them ask for news, and only those
//! that came first are told.

use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use checkback::domain::change::Record;
use checkback::store::Store;

use crate::cluster::{Cluster, until};
use crate::common::{at, customer, made, named, rules};
use crate::workers::branch;

/// As many lines as a server tells its news to.
const TOLD: usize = 100;

/// A counter, and how often the server has called it.
struct NotifiedCounter {
    store: Store,
    calls: Arc<AtomicUsize>,
}

impl NotifiedCounter {
    fn of(url: &str) -> Self {
        let server = branch(url, "Hill Street");
        let mut store = Store::open(&server, rules().calendar).unwrap();
        let calls = Arc::new(AtomicUsize::new(0));
        let called = Arc::clone(&calls);
        store.call(Box::new(move || {
            called.fetch_add(1, Ordering::AcqRel);
        }));
        assert_eq!(store.changed_elsewhere(), Ok(false));
        Self { store, calls }
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::Acquire)
    }

    fn sees_a_change(&mut self) {
        until("a change to be seen", || {
            self.store.changed_elsewhere().unwrap()
        });
    }
}

/// Lines of other programs, which only stand.
struct IdleConnections(Vec<Child>);

impl IdleConnections {
    fn of(cluster: &Cluster, database: &str, many: usize) -> Self {
        let line = |_| {
            let mut psql = cluster.psql_as_owner(database);
            psql.stdin(Stdio::piped()).spawn().unwrap()
        };
        let others = Self((0..many).map(line).collect());
        let lines =
            format!("SELECT numbackends FROM pg_stat_database WHERE datname = '{database}'");
        until("all of them to stand", || {
            cluster.sql("postgres", &lines) == (many + 1).to_string()
        });
        others
    }
}

impl Drop for IdleConnections {
    fn drop(&mut self) {
        for mut line in self.0.drain(..) {
            // It ends by itself once it reads the end of what it is asked.
            drop(line.stdin.take());
            let _it_has_ended = line.wait();
        }
    }
}

#[test]
fn a_hundred_lines_are_told_the_news_and_every_further_one_asks_for_them() {
    let cluster = Cluster::with(&["fsync=off", "max_connections=120"]);
    let database = cluster.database();
    let url = cluster.url(&database);
    let mut writer = NotifiedCounter::of(&url);
    let others = IdleConnections::of(&cluster, &database, TOLD - 2);
    let mut last_told = NotifiedCounter::of(&url);
    let mut late = NotifiedCounter::of(&url);
    for (n, name) in ["Anita Patel", "Ben Ali", "Clara Diaz"].iter().enumerate() {
        let added = vec![made(Record::Customer(customer(-1, name)))];
        let now = at("2026-11-24T10:42:00Z");
        writer.store.save(&named("added", added, now)).unwrap();
        until("the news to be told", || last_told.calls() > n);
        last_told.sees_a_change();
        late.sees_a_change();
    }
    // Whatever it was told would have come before the answers done for them.
    assert_eq!(late.calls(), 0);
    drop(others);
}
