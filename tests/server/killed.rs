//! A window that is killed while its server cannot be asked: what was done is on this machine's disk, and
//! the next window saves it, once each.

use std::time::Duration;

use checkback::offline::waiting;
use checkback::store::Store;
use portable_pty::CommandBuilder;

use crate::cluster::{Cluster, until};
use crate::common::rules;
use crate::fanned_out::fill;
use crate::program::CounterFolder;
use crate::screen::PtyScreen;
use crate::workers::branch;

const SETTINGS: &str = "[shop]\nbranch = \"Hill Street\"\n";
const CONTACTS: &str = "SELECT count(*), count(DISTINCT customer) FROM checkback.contact";

/// The pace of a hand: keys that come faster are a text that is typed, or one that is held.
const HAND: Duration = Duration::from_millis(700);

/// The program in a terminal of its own, at a counter's home.
fn window(counter: &CounterFolder, url: &str) -> PtyScreen {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_checkback"));
    command.env_clear();
    command.env("HOME", counter.home());
    command.env("TZ", "Europe/London");
    command.env("USER", "tom");
    command.env("CHECKBACK_DB", url);
    command.env("CHECKBACK_NOW", "2026-11-24T10:42:00+00:00");
    command.arg("--config");
    command.arg(counter.home().join("config.toml"));
    PtyScreen::of(command, 32)
}

#[test]
fn what_a_killed_window_had_done_in_an_outage_is_saved_by_the_next_once_each() {
    let cluster = Cluster::durable();
    let shop = cluster.database();
    let url = cluster.url(&shop);
    fill(&url, 6);
    let server = branch(&url, "Hill Street");
    drop(Store::open(&server, rules().calendar).unwrap());
    let counter = CounterFolder::new().set(SETTINGS);
    let folder = counter.offline_folder(&server).folder;
    let mut first = window(&counter, &url);
    first.until(|screen| screen.contains("Customer 1") && screen.contains('▌'));
    cluster.stop();
    for n in 0..3 {
        std::thread::sleep(HAND);
        first.press(b"n");
        first.until(|screen| screen.contains(&format!("{} to save", n + 1)));
        assert_eq!(waiting(&folder).len(), n + 1);
    }
    first.end_at_once();
    assert_eq!(waiting(&folder).len(), 3);
    cluster.go_on();
    let _next = window(&counter, &url);
    until("what was kept to be saved", || {
        cluster.sql(&shop, CONTACTS) == "3|3" && waiting(&folder).is_empty()
    });
    assert_eq!(cluster.sql(&shop, CONTACTS), "3|3");
}
