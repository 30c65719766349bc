//! What becomes of the acts when the server fails under several counters: none that was
//! acknowledged is lost, none is doubled, and everybody is back by themselves.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;
use std::time::{Duration, Instant};

use checkback::domain::change::Record;
use checkback::domain::claim::ClaimHolder;
use checkback::domain::summary::ClaimResult;
use checkback::store::{ConnectionFault, HostFault, ServerOptions, Store, StoreError};
use uuid::Uuid;

use crate::cluster::{Cluster, either};
use crate::common::{SeededRng, at, customer, made, named, rules};
use crate::program::CounterFolder;
use crate::workers::{Workers, branch};

/// When every act is done, as its counter's clock says.
const NOW: &str = "2026-11-24T10:42:00Z";

/// Six counters of two branches.
fn counters(url: &str) -> Vec<ServerOptions> {
    let branches = ["Hill Street", "Mill Lane"];
    (0..6).map(|n| branch(url, branches[n % 2])).collect()
}

/// A primary whose commits wait for its standby, with a chain's database on both.
pub struct ServerPair {
    pub primary: Cluster,
    pub standby: Cluster,
    pub shop: String,
    pub url: String,
}

impl ServerPair {
    pub fn new() -> Self {
        let primary = Cluster::durable();
        let shop = primary.database();
        for server in &counters(&primary.url(&shop)) {
            Store::open(server, rules().calendar).unwrap();
        }
        let standby = primary.standby();
        let url = either(&primary, &standby, &shop);
        Self {
            primary,
            standby,
            shop,
            url,
        }
    }
}

/// The primary's plug is pulled while six counters write; a second later its standby takes over.
/// How long the slowest counter took to save something again.
fn loses_its_primary(dice: &mut SeededRng) -> Duration {
    let pair = ServerPair::new();
    let servers = counters(&pair.url);
    let crew = Workers::default();
    let back = crew.works(&servers, |crew| {
        crew.does(12);
        std::thread::sleep(Duration::from_millis(dice.roll(700)));
        pair.primary.kill();
        std::thread::sleep(Duration::from_secs(1));
        pair.standby.promote();
        crew.is_back(servers.len(), Instant::now())
    });
    let (lost, doubled) = crew.lost_and_doubled(&pair.standby, &pair.shop);
    assert_eq!((lost, doubled), (Vec::new(), Vec::new()));
    back
}

fn loses_its_primary_so_often(rounds: u64) -> Vec<Duration> {
    let round = |n| loses_its_primary(&mut SeededRng::new(n));
    let mut took: Vec<Duration> = (1..=rounds).map(round).collect();
    took.sort();
    took
}

#[test]
fn a_primary_that_is_killed_costs_nothing_that_was_acknowledged_and_doubles_nothing() {
    assert_eq!(
        loses_its_primary_so_often(3).len(),
        3,
        "each time all were back"
    );
}

#[test]
#[ignore = "the whole: cargo test --test server twenty -- --ignored --nocapture"]
fn a_primary_is_killed_at_twenty_moments() {
    let took = loses_its_primary_so_often(20);
    eprintln!("back after promotion, the slowest of six counters: {took:?}");
    assert!(took.iter().all(|t| *t < Duration::from_secs(3)), "{took:?}");
}

#[test]
fn lines_that_are_cut_in_mid_work_cost_nothing_and_double_nothing() {
    let cluster = Cluster::durable();
    let shop = cluster.database();
    let servers = counters(&cluster.url(&shop));
    let crew = Workers::default();
    let cut: usize = crew.works(&servers, |crew| {
        let mut dice = SeededRng::new(3);
        let mut cut = 0;
        for _ in 0..20 {
            crew.does(6);
            std::thread::sleep(Duration::from_micros(dice.roll(20_000)));
            cut += cluster.send_everybody_away(&shop);
        }
        crew.is_back(servers.len(), Instant::now());
        cut
    });
    assert!(cut >= 20, "{cut} lines were cut");
    assert_eq!(
        crew.lost_and_doubled(&cluster, &shop),
        (Vec::new(), Vec::new())
    );
}

#[test]
fn a_line_that_is_cut_while_its_commit_waits_for_the_standby_saves_exactly_once() {
    let pair = ServerPair::new();
    let servers = counters(&pair.url);
    let crew = Workers::default();
    crew.works(&servers, |crew| {
        for _ in 0..3 {
            crew.does(6);
            pair.standby.stop();
            let waits = "SELECT count(*) > 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
            crate::cluster::until("commits to wait", || {
                pair.primary.sql("postgres", waits) == "t"
            });
            pair.primary.send_everybody_away(&pair.shop);
            std::thread::sleep(Duration::from_millis(300));
            pair.standby.go_on();
            crew.is_back(servers.len(), Instant::now());
        }
    });
    assert_eq!(
        crew.lost_and_doubled(&pair.primary, &pair.shop),
        (Vec::new(), Vec::new())
    );
}

#[test]
fn a_primary_that_hangs_while_its_standby_takes_over_is_left_for_good() {
    let pair = ServerPair::new();
    let servers = counters(&pair.url);
    let crew = Workers::default();
    crew.works(&servers, |crew| {
        crew.does(12);
        pair.primary.stop();
        std::thread::sleep(Duration::from_secs(1));
        pair.standby.promote();
        crew.is_back(servers.len(), Instant::now());
        // It goes on where it stood, and still takes writes.
        pair.primary.go_on();
        pair.primary.waits_for_a_standby(false);
        crew.does(60);
    });
    assert_eq!(
        crew.lost_and_doubled(&pair.standby, &pair.shop),
        (Vec::new(), Vec::new())
    );
}

#[test]
fn a_former_primary_that_comes_back_alone_is_not_used() {
    let pair = ServerPair::new();
    let memory = tempfile::tempdir().unwrap();
    let server = ServerOptions {
        memory: Some(memory.path().join("timelines")),
        ..branch(&pair.url, "Hill Street")
    };
    pair.primary.kill();
    pair.standby.promote();
    Store::open(&server, rules().calendar).unwrap();
    pair.standby.kill();
    pair.primary.waits_for_a_standby(false);
    pair.primary.start();
    let refused = Store::open(&server, rules().calendar).unwrap_err();
    assert!(
        matches!(
            &refused,
            StoreError::ConnectionLost(ConnectionFault::Unreachable {
                why: HostFault::FormerPrimary { .. },
                ..
            })
        ),
        "{refused:?}"
    );
    pair.standby.start();
    let mut store = Store::open(&server, rules().calendar).unwrap();
    let machine = format!("127.0.0.1:{}", pair.standby.port());
    assert_eq!(store.machine(), Some(machine));
}

#[test]
fn a_standby_alone_is_read_and_says_that_it_takes_no_changes() {
    let pair = ServerPair::new();
    let desk = CounterFolder::new().set("[shop]\nbranch = \"Hill Street\"\n");
    desk.says(&pair.url, &["add", "Anita Patel", "--about", "Pads"]);
    pair.primary.kill();
    assert!(desk.says(&pair.url, &["list"]).contains("Anita Patel"));
    let said = desk.refused(&pair.url, &["add", "Ben Ali", "--about", "Struts"]);
    assert!(
        said.contains("this server is a standby and cannot save"),
        "{said}"
    );
}

#[test]
fn too_many_connections_are_said_plainly() {
    let few = [
        "max_connections=5",
        "superuser_reserved_connections=3",
        "max_wal_senders=0",
    ];
    let cluster = Cluster::with(&few);
    let shop = cluster.database();
    let server = branch(&cluster.url(&shop), "Hill Street");
    let open = || Store::open(&server, rules().calendar);
    let _two = [open().unwrap(), open().unwrap()];
    let said = CounterFolder::new().refused(&cluster.url(&shop), &["list"]);
    let plain = format!(
        "127.0.0.1:{} has too many connections already",
        cluster.port()
    );
    assert!(said.ends_with(&plain), "{said}");
}

#[test]
fn a_table_that_is_locked_is_said_to_be_busy_and_the_line_goes_on() {
    let cluster = Cluster::shared();
    let shop = cluster.database();
    let server = branch(&cluster.url(&shop), "Hill Street");
    let mut store = Store::open(&server, rules().calendar).unwrap();
    let made = vec![made(Record::Customer(customer(-1, "Anita Patel")))];
    let saved = store.save(&named("added", made, at(NOW))).unwrap();
    let anita = saved.records[0].customer();
    let entry = store.entries(&[anita]).unwrap().remove(0);
    store.be_patient_for(Duration::from_millis(40)).unwrap();
    let tom = ClaimHolder {
        id: Uuid::now_v7(),
        staff: "Tom".to_owned(),
        counter: "front".to_owned(),
    };
    let mut rings = || store.claim(&entry, &tom, at(NOW));
    assert!(matches!(rings(), Ok(ClaimResult::Granted(_))));

    let mut psql = cluster.psql_as_owner(&shop);
    psql.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut psql = psql.spawn().unwrap();
    let mut asks = psql.stdin.take().unwrap();
    let lock = "BEGIN; LOCK TABLE checkback.claim; SELECT 'locked';\n";
    asks.write_all(lock.as_bytes()).unwrap();
    let mut says = BufReader::new(psql.stdout.take().unwrap()).lines();
    assert!(says.any(|line| line.unwrap() == "locked"));
    // The text comes for the second time: it is being prepared that waits.
    assert_eq!(rings(), Err(StoreError::Busy));
    assert_eq!(rings(), Err(StoreError::Busy));

    drop(asks);
    psql.wait().unwrap();
    assert!(matches!(rings(), Ok(ClaimResult::Granted(_))));
    assert!(matches!(rings(), Ok(ClaimResult::Granted(_))));
}
