//! What a maintainer is sent of a shop on a server: the engine's facts, and nobody in them.

use crate::cluster::{Cluster, PASSWORD, ROLE};
use crate::program::CounterFolder;

/// What is known of somebody, and has no business in a report or a log.
const KNOWN: [&str; 6] = [
    "Zebedee",
    "Quillfeather",
    "7946",
    "zq@example.com",
    "sump gasket",
    "rang twice",
];

fn doctor(desk: &CounterFolder, db: &str) -> String {
    let report = desk.command(db, &["doctor", "--report"]).output().unwrap();
    String::from_utf8(report.stdout).unwrap()
}

#[test]
fn a_report_of_a_shop_on_a_server_tells_its_version_and_nobodys_name() {
    let cluster = Cluster::shared();
    let shop = cluster.database();
    let db = cluster.url(&shop);
    let desk = CounterFolder::new();
    let name = "Zebedee Quillfeather";
    let day: [&[&str]; 4] = [
        &[
            "add",
            name,
            "--phone",
            "020 7946 0111",
            "--email",
            "zq@example.com",
            "--about",
            "sump gasket",
        ],
        &["log", name, "no-answer", "--note", "rang twice"],
        &["find", "Quillfeather"],
        &["undo"],
    ];
    for args in day {
        desk.says(&db, args);
    }
    let report = doctor(&desk, &db);
    // "16.4 (Debian …)" is told as "16.4".
    let version = cluster.sql("postgres", "SHOW server_version");
    let version = version.split(' ').next().unwrap();
    assert!(report.contains(version), "{version}: {report}");
    assert!(report.contains("\ncustomer = 1\n"), "{report}");
    let whereabouts = [shop.as_str(), ROLE, PASSWORD, "127.0.0.1", db.as_str()];
    for known in KNOWN.iter().chain(&whereabouts) {
        assert!(!report.contains(known), "“{known}” is reported:\n{report}");
    }
}

#[test]
fn a_report_of_a_server_that_is_gone_tells_why_and_not_where() {
    let cluster = Cluster::durable();
    let db = cluster.url(&cluster.database());
    let desk = CounterFolder::new();
    desk.says(
        &db,
        &["add", "Zebedee Quillfeather", "--about", "sump gasket"],
    );
    cluster.kill();
    let report = doctor(&desk, &db);
    assert!(report.contains("connection-lost"), "{report}");
    for known in KNOWN
        .iter()
        .chain(&[ROLE, PASSWORD, "127.0.0.1", db.as_str()])
    {
        assert!(!report.contains(known), "“{known}” is reported:\n{report}");
    }
}
