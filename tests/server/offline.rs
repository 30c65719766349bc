//! What is done while the server cannot be asked outlives the window, and the next one begins with
//! the list that was read last.

use std::time::Duration;

use checkback::domain::change::Record;
use checkback::offline::{OfflineFolder, waiting};
use checkback::session::StoreSource;
use checkback::store::{ServerOptions, Store, StoreError};

use crate::cluster::{Cluster, until};
use crate::common::{act, at, rules};
use crate::hanging::TimedCounter;
use crate::program::CounterFolder;
use crate::workers::branch;

const NOW: &str = "2026-11-24T10:42:00+00:00";
const CONTACTS: &str = "SELECT count(*) FROM checkback.contact";

/// A shop of three on a server that comes and goes, and the machine of one counter.
struct Outage {
    cluster: Cluster,
    shop: String,
    server: ServerOptions,
    state: tempfile::TempDir,
}

fn source(server: &ServerOptions, folder: OfflineFolder) -> Result<StoreSource, StoreError> {
    let at = server.clone();
    let open = move || Store::open(&at, rules().calendar);
    StoreSource::on_server(open(), open, Some(folder))
}

impl Outage {
    fn new() -> Self {
        let cluster = Cluster::durable();
        let shop = cluster.database();
        drop(TimedCounter::at(&cluster.url(&shop)));
        let server = branch(&cluster.url(&shop), "Hill Street");
        let state = tempfile::tempdir().unwrap();
        Self {
            cluster,
            shop,
            server,
            state,
        }
    }

    fn folder(&self) -> OfflineFolder {
        OfflineFolder {
            folder: self.state.path().join("offline"),
            shop: "hill".to_owned(),
        }
    }

    fn source(&self) -> Result<StoreSource, StoreError> {
        source(&self.server, self.folder())
    }

    fn opens_a_window(&self) -> TimedCounter {
        TimedCounter::of(self.source().unwrap())
    }

    /// A window that is open when the server goes, and whose person goes on.
    fn works_on(&self) -> TimedCounter {
        let mut window = self.opens_a_window();
        self.cluster.stop();
        for _ in 0..3 {
            window.press('n');
        }
        let kept = window.moves_until(Duration::from_secs(30), |frame| frame.contains("3 to save"));
        assert!(kept.is_some(), "{}", window.press('j'));
        window
    }

    fn contacts(&self) -> String {
        self.cluster.sql(&self.shop, CONTACTS)
    }
}

#[test]
fn what_is_done_in_an_outage_is_saved_by_the_next_window_once() {
    let outage = Outage::new();
    drop(outage.works_on());
    assert_eq!(waiting(&outage.folder().folder).len(), 3);
    let mut next = outage.opens_a_window();
    outage.cluster.go_on();
    until("what was kept to be saved", || {
        next.press('j');
        outage.contacts() == "3"
    });
    assert!(next.session.wait(Duration::from_secs(20)), "not answered");
    assert_eq!(waiting(&outage.folder().folder), []);
    assert_eq!(outage.contacts(), "3");
}

#[test]
fn a_window_that_begins_in_an_outage_shows_the_list_as_of_when_it_was_read_and_takes_calls() {
    let outage = Outage::new();
    drop(outage.opens_a_window());
    outage.cluster.stop();
    let mut window = outage.opens_a_window();
    let frame = window.press('j');
    assert!(frame.contains("showing the list as of 10:42"), "{frame}");
    for name in ["Anita Patel", "Clara Diaz", "Sam Okafor"] {
        assert!(frame.contains(name), "{name}: {frame}");
    }
    let frame = window.press('n');
    assert!(
        frame.contains("Kept here, and saved when the server is back"),
        "{frame}"
    );
    assert_eq!(waiting(&outage.folder().folder).len(), 1);
    outage.cluster.go_on();
    until("it to be saved", || {
        window.press('j');
        outage.contacts() == "1"
    });
    let back = window.moves_until(Duration::from_secs(30), |f| !f.contains("Not connected"));
    assert!(back.is_some(), "{}", window.press('j'));
}

#[test]
fn a_window_cannot_begin_in_an_outage_where_no_list_is_kept() {
    let outage = Outage::new();
    outage.cluster.stop();
    assert!(outage.source().is_err_and(|why| why.is_outage()));
    outage.cluster.go_on();
}

#[test]
fn what_can_no_longer_be_saved_is_said_until_a_key_is_pressed_and_the_rest_is_saved() {
    let outage = Outage::new();
    drop(outage.works_on());
    outage.cluster.go_on();
    let mut elsewhere = Store::open(&outage.server, rules().calendar).unwrap();
    let first = elsewhere.entries(&[1]).unwrap().remove(0).customer;
    let mut moved = first.clone();
    moved.line = Some("Moved to Leeds.".to_owned());
    let change = checkback::domain::change::Change::of(
        Record::Customer(first.clone()),
        Record::Customer(moved),
    );
    elsewhere.save(&act(vec![change], at(NOW))).unwrap();
    let mut next = outage.opens_a_window();
    until("the others to be saved", || {
        next.session.wait(Duration::from_millis(20));
        outage.contacts() == "2"
    });
    let kept = waiting(&outage.folder().folder);
    assert_eq!(kept.len(), 1, "{kept:?}");
    drop(next);
    let mut next = outage.opens_a_window();
    let said = next.session.app.notice.words().to_owned();
    let told = said.contains("Not saved") && said.contains(&first.name);
    assert!(told, "{said}");
    next.press('j');
    next.session.wait(Duration::from_secs(5));
    assert_eq!(waiting(&outage.folder().folder), []);
    assert_eq!(outage.contacts(), "2");
}

#[test]
fn leaving_says_what_is_kept() {
    let outage = Outage::new();
    let mut window = outage.works_on();
    let frame = window.press('q');
    assert!(frame.contains("kept on this machine"), "{frame}");
    drop(window);
    outage.cluster.go_on();
}

#[test]
fn forget_takes_what_is_kept_of_somebody_out_of_this_machine() {
    let outage = Outage::new();
    let desk = CounterFolder::new().set("[shop]\nbranch = \"Hill Street\"\n");
    let folder = desk.offline_folder(&outage.server);
    let mut window = TimedCounter::of(source(&outage.server, folder.clone()).unwrap());
    outage.cluster.stop();
    for _ in 0..3 {
        window.press('n');
    }
    drop(window);
    outage.cluster.go_on();
    assert_eq!(waiting(&folder.folder).len(), 3);
    let said = desk.says(&outage.server.url, &["doctor"]);
    assert!(
        said.contains("3 actions are kept on this machine"),
        "{said}"
    );
    desk.says(&outage.server.url, &["forget", "Clara Diaz", "--yes"]);
    let left = waiting(&folder.folder);
    assert_eq!(left.len(), 2, "{left:?}");
    for entry in std::fs::read_dir(&folder.folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!text.contains("Clara"), "{text}");
    }
}
