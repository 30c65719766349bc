//! The zone is the shop's, on a server as in a file: a counter whose machine is in another one reads
//! and shows times as the shop has them.

use checkback::offline::KeptList;
use checkback::session::StoreSource;
use checkback::store::Store;

use crate::cluster::Cluster;
use crate::common::rules;
use crate::hanging::TimedCounter;
use crate::program::CounterFolder;
use crate::workers::branch;

const ZONE: &str = "SELECT DISTINCT zone FROM checkback.shop";

/// A command of a machine in Tokyo.
fn in_tokyo(counter: &CounterFolder, db: &str, args: &[&str]) -> String {
    let mut command = counter.command(db, args);
    let output = command.env("TZ", "Asia/Tokyo").output().unwrap();
    assert!(output.status.success(), "{args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_time_that_is_typed_and_shown_on_a_server_is_the_shops() {
    let cluster = Cluster::shared();
    let database = cluster.database();
    let url = cluster.url(&database);
    let (here, there) = (CounterFolder::new(), CounterFolder::new());
    here.says(&url, &["add", "Anita Patel", "--about", "All well?"]);
    let zone = cluster.sql(&database, ZONE);
    assert_eq!(zone, "Europe/London");
    in_tokyo(&there, &url, &["snooze", "Anita Patel", "tomorrow 15:00"]);
    let shown = |words: String| {
        let line = words.lines().find(|line| line.contains("15:00"));
        line.map(str::to_owned)
    };
    assert_eq!(
        shown(in_tokyo(&there, &url, &["show", "Anita Patel"])),
        shown(here.says(&url, &["show", "Anita Patel"]))
    );
    let wakes = "SELECT to_timestamp(max(wakes_at) / 1000)::text FROM checkback.standing";
    assert_eq!(cluster.sql(&database, wakes), "2026-11-24 15:00:00+00");
    assert_eq!(cluster.sql(&database, ZONE), zone);
}

#[test]
fn a_window_that_begins_in_an_outage_has_the_zone_the_shop_had() {
    let cluster = Cluster::durable();
    let url = cluster.url(&cluster.database());
    drop(TimedCounter::at(&url));
    let server = branch(&url, "Hill Street");
    let folder = CounterFolder::new().offline_folder(&server);
    let open = {
        let server = server.clone();
        move || Store::open(&server, rules().calendar)
    };
    let source = StoreSource::on_server(open(), open.clone(), Some(folder.clone())).unwrap();
    let zone = source.zone();
    drop(TimedCounter::of(source));
    crate::cluster::until("the list to be kept", || KeptList::read(&folder).is_some());
    cluster.stop();
    let source = StoreSource::on_server(open(), open, Some(folder)).unwrap();
    assert!(zone.is_some());
    assert_eq!(source.zone(), zone);
}
