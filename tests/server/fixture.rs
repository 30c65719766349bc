//! The ground itself: clusters start, follow, fail and come back as the other tests rely on.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::cluster::certificates::{CertificateKind, authority_file};
use crate::cluster::processes::all_in;
use crate::cluster::{Cluster, PASSWORD, ROLE, folder, until};

#[test]
fn a_commit_is_on_the_standby_which_takes_over_and_the_old_primary_stays_behind() {
    let primary = Cluster::with_tls(CertificateKind::Good);
    let standby = primary.standby();
    let shop = primary.database();
    primary.sql(
        &shop,
        "CREATE TABLE till (n BIGINT); GRANT ALL ON till TO garage",
    );
    let root = format!(
        "sslmode=verify-full sslrootcert={}",
        authority_file().display()
    );
    let over_tls = |cluster: &Cluster, text: &str| {
        let to = format!("dbname={shop} {root}");
        cluster.sql_as(ROLE, PASSWORD, &to, text)
    };
    over_tls(&primary, "INSERT INTO till VALUES (1)").unwrap();
    until("the standby to show it", || {
        over_tls(&standby, "SELECT n FROM till") == Ok("1".to_owned())
    });
    assert!(
        over_tls(&standby, "INSERT INTO till VALUES (2)").is_err_and(|e| e.contains("read-only"))
    );

    primary.kill();
    assert!(over_tls(&primary, "SELECT 1").is_err());
    standby.promote();
    over_tls(&standby, "INSERT INTO till VALUES (2)").unwrap();

    primary.waits_for_a_standby(false);
    primary.start();
    // What pg_control_checkpoint() says of it is the old one until the next checkpoint ends.
    let timeline = "SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)";
    assert_eq!(primary.sql("postgres", timeline), "00000001");
    assert_eq!(standby.sql("postgres", timeline), "00000002");
    assert_eq!(
        over_tls(&primary, "SELECT max(n) FROM till"),
        Ok("1".to_owned())
    );
}

#[test]
fn a_stopped_cluster_answers_nobody_until_it_goes_on() {
    let cluster = Cluster::durable();
    cluster.stop();
    let asked = std::thread::scope(|scope| {
        let (says, answer) = std::sync::mpsc::channel();
        let cluster = &cluster;
        scope.spawn(move || says.send(cluster.sql("postgres", "SELECT 1")));
        let early = answer.recv_timeout(Duration::from_millis(300));
        assert!(early.is_err(), "a stopped cluster answered");
        cluster.go_on();
        answer.recv()
    });
    assert_eq!(asked.unwrap(), "1");
}

#[test]
fn what_was_committed_before_it_was_killed_is_there_when_it_starts_again() {
    let cluster = Cluster::durable();
    cluster.sql("postgres", "CREATE TABLE till (n BIGINT)");
    for n in 0..5 {
        cluster.sql("postgres", &format!("INSERT INTO till VALUES ({n})"));
        cluster.kill();
        cluster.start();
        assert_eq!(
            cluster.sql("postgres", "SELECT max(n) FROM till"),
            n.to_string()
        );
    }
}

#[test]
fn everybody_is_sent_away_from_one_database_and_stays_in_another() {
    let cluster = Cluster::shared();
    let (shop, other) = (cluster.database(), cluster.database());
    let asks = |database: String| {
        std::thread::spawn(move || {
            let cluster = Cluster::shared();
            cluster.sql_as(ROLE, PASSWORD, &database, "SELECT pg_sleep(1)")
        })
    };
    let (here, there) = (asks(shop.clone()), asks(other));
    until("both to ask", || {
        let asking = "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(1)' AND usename = 'garage'";
        cluster.sql("postgres", asking) == "2"
    });
    assert_eq!(cluster.send_everybody_away(&shop), 1);
    assert!(
        here.join()
            .unwrap()
            .is_err_and(|e| e.contains("terminating connection"))
    );
    assert_eq!(there.join().unwrap(), Ok(String::new()));
}

/// This test runs its own suite again, for one test, and kills it while its cluster is up.
#[test]
fn a_suite_that_is_killed_leaves_nothing_behind() {
    let mut suite = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "fixture::waits_to_be_killed", "--ignored"])
        .arg("--nocapture")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(suite.stdout.take().unwrap()).lines();
    let folder = |line: String| line.strip_prefix("folder ").map(PathBuf::from);
    let folder = lines.find_map(|line| folder(line.unwrap())).unwrap();
    assert_ne!(all_in(&folder.join("cluster-0")), Vec::<u32>::new());
    suite.kill().unwrap();
    suite.wait().unwrap();
    until("the watchdog to clear up", || !folder.exists());
    assert_eq!(all_in(&folder.join("cluster-0")), Vec::<u32>::new());
}

#[test]
#[ignore = "killed by the test above"]
fn waits_to_be_killed() {
    let killed = Cluster::durable();
    killed.stop();
    // What the test above waits for.
    let mut out = std::io::stdout();
    writeln!(out, "\nfolder {}", folder().display()).unwrap();
    std::thread::sleep(Duration::from_mins(1));
    drop(killed);
}
