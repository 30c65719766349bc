//! Several counters at work at once, each on a line of its own: every act is tried until the
//! server says that it is saved.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use checkback::domain::change::Act;
use checkback::store::{ServerOptions, Store, StoreError};
use uuid::Uuid;

use crate::cluster::Cluster;
use crate::common::{at, customer, made, rules};
use checkback::domain::change::Record;

/// When every act is done, as its counter's clock says.
const NOW: &str = "2026-11-24T10:42:00Z";

/// What the server has said is saved: whom each act brought, and when it was said.
#[derive(Default)]
pub struct Workers {
    saved: Mutex<BTreeMap<String, Instant>>,
    goes_home: AtomicBool,
    /// What was said instead, now and then.
    pub refused: Mutex<Vec<StoreError>>,
}

/// A branch of the chain on a server.
pub fn branch(url: &str, name: &str) -> ServerOptions {
    ServerOptions {
        url: url.to_owned(),
        branch: Some(name.to_owned()),
        ..ServerOptions::default()
    }
}

impl Workers {
    /// Everybody works while something happens, and until each has saved what it was at.
    pub fn works<T>(&self, counters: &[ServerOptions], happens: impl FnOnce(&Self) -> T) -> T {
        std::thread::scope(|scope| {
            for (n, server) in counters.iter().enumerate() {
                scope.spawn(move || self.one_works(n, server));
            }
            let seen = happens(self);
            self.goes_home.store(true, Ordering::Release);
            seen
        })
    }

    fn one_works(&self, n: usize, server: &ServerOptions) {
        let mut store = self.until_done(|| Store::open(server, rules().calendar));
        for k in 0.. {
            if self.goes_home.load(Ordering::Acquire) {
                return;
            }
            let name = format!("{n} {k}");
            let act = Act {
                id: Uuid::now_v7(),
                what: "added".to_owned(),
                customer: None,
                at: at(NOW),
                by: "Tom".to_owned(),
                counter: format!("counter {n}"),
                changes: vec![made(Record::Customer(customer(-1, &name)))],
            };
            self.until_done(|| store.save(&act));
            self.saved.lock().unwrap().insert(name, Instant::now());
        }
    }

    fn until_done<T>(&self, mut deed: impl FnMut() -> Result<T, StoreError>) -> T {
        let end = Instant::now() + Duration::from_mins(1);
        loop {
            match deed() {
                Ok(done) => return done,
                Err(error) => {
                    assert!(Instant::now() < end, "never again: {error}");
                    self.refused.lock().unwrap().push(error);
                    std::thread::sleep(Duration::from_millis(5));
                }
            }
        }
    }

    /// How many acts are known to be saved.
    pub fn acts(&self) -> usize {
        self.saved.lock().unwrap().len()
    }

    /// Waits for so many more acts.
    pub fn does(&self, more: usize) {
        let wanted = self.acts() + more;
        crate::cluster::until("more acts", || self.acts() >= wanted);
    }

    /// Waits until every one of so many counters has saved something after a moment; how long that
    /// took the slowest.
    pub fn is_back(&self, counters: usize, since: Instant) -> Duration {
        let mut slowest = Duration::ZERO;
        crate::cluster::until("every counter to be back", || {
            let saved = self.saved.lock().unwrap();
            let first = |n: usize| {
                let own = format!("{n} ");
                let of = saved.iter().filter(|(name, _)| name.starts_with(&own));
                of.map(|(_, when)| *when).filter(|when| *when > since).min()
            };
            let firsts: Vec<Instant> = (0..counters).filter_map(first).collect();
            slowest = firsts
                .iter()
                .map(|when| when.duration_since(since))
                .max()
                .unwrap_or_default();
            firsts.len() == counters
        });
        slowest
    }

    /// What is wrong with what a server holds: acknowledged and not there, there more than once.
    pub fn lost_and_doubled(
        &self,
        cluster: &Cluster,
        database: &str,
    ) -> (Vec<String>, Vec<String>) {
        let mut there: BTreeMap<String, usize> = BTreeMap::new();
        let names = cluster.sql(database, "SELECT name FROM checkback.customer");
        for name in names.lines() {
            *there.entry(name.to_owned()).or_default() += 1;
        }
        let saved = self.saved.lock().unwrap();
        let lost = saved
            .keys()
            .filter(|name| !there.contains_key(*name))
            .cloned()
            .collect();
        let doubled = there
            .iter()
            .filter(|(_, n)| **n > 1)
            .map(|(name, _)| name.clone())
            .collect();
        (lost, doubled)
    }
}
