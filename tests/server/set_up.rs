//! Databases as administrators have them: in another encoding, of another owner, restored without
//! roles, newer than the program, in the middle of a move.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

use checkback::store::{Store, StoreError};

use crate::cluster::Cluster;
use crate::common::{act, at, customer, made, rules};
use crate::program::CounterFolder;
use crate::workers::branch;
use checkback::domain::change::Record;

const NOW: &str = "2026-11-24T10:42:00Z";

/// A cluster whose superuser may come in over TCP.
fn administered() -> Cluster {
    let cluster = Cluster::with(&["fsync=off"]);
    cluster.sql("postgres", "ALTER ROLE postgres PASSWORD 'admin'");
    cluster
}

fn address(cluster: &Cluster, (role, password): (&str, &str), database: &str) -> String {
    format!(
        "postgres://{role}:{password}@127.0.0.1:{}/{database}?sslmode=disable",
        cluster.port()
    )
}

const ADMIN: (&str, &str) = ("postgres", "admin");

#[test]
fn a_database_in_another_encoding_is_refused_before_anything_is_made() {
    let cluster = Cluster::shared();
    cluster.sql(
        "postgres",
        "CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' OWNER garage \
         TEMPLATE template0",
    );
    let said = CounterFolder::new().refused(&cluster.url("latin"), &["list"]);
    assert!(
        said.contains("LATIN1") && said.contains("createdb -E UTF8"),
        "{said}"
    );
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'checkback'";
    assert_eq!(cluster.sql("latin", tables), "0");
}

#[test]
fn a_shop_that_was_alone_becomes_a_branch_of_a_chain() {
    let cluster = administered();
    let shop = cluster.database();
    let desk = CounterFolder::new().set("[shop]\nname = \"Hill Street\"\n");
    desk.says(
        &cluster.url(&shop),
        &["add", "Anita Patel", "--about", "Pads"],
    );
    let setup = |branch: &str, role: &str| {
        let words = [
            "server", "setup", "--branch", branch, "--role", role, "--run",
        ];
        CounterFolder::new().says(&address(&cluster, ADMIN, &shop), &words);
        cluster.sql("postgres", &format!("ALTER ROLE {role} PASSWORD 'open'"));
    };
    setup("Hill Street", "hill_street");
    setup("Mill Lane", "mill_lane");
    let hill = address(&cluster, ("hill_street", "open"), &shop);
    assert!(desk.says(&hill, &["list"]).contains("Anita Patel"));
    desk.says(&hill, &["log", "Anita Patel", "no-answer"]);
    let mill = address(&cluster, ("mill_lane", "open"), &shop);
    let other = CounterFolder::new().set("[shop]\nbranch = \"Mill Lane\"\n");
    assert!(
        !other
            .says(&mill, &["list", "--due", "all"])
            .contains("Anita")
    );
    let owners =
        "SELECT string_agg(DISTINCT tableowner, ' ') FROM pg_tables WHERE schemaname = 'checkback'";
    assert_eq!(cluster.sql(&shop, owners), "checkback_owner");
}

#[test]
fn an_administrator_who_may_not_is_told_whose_the_tables_are() {
    let cluster = administered();
    let shop = cluster.database();
    CounterFolder::new().says(&cluster.url(&shop), &["list"]);
    cluster.sql(
        "postgres",
        "CREATE ROLE second LOGIN CREATEROLE PASSWORD 'open'",
    );
    let second = address(&cluster, ("second", "open"), &shop);
    let setup = [
        "server",
        "setup",
        "--branch",
        "Hill Street",
        "--role",
        "hill",
        "--run",
    ];
    for words in [&setup[..], &["list"]] {
        let said = CounterFolder::new().refused(&second, words);
        assert!(
            said.contains("garage") || said.contains("permission denied"),
            "{said}"
        );
        assert!(!said.contains("does not exist"), "{said}");
    }
}

#[test]
fn a_running_counter_writes_no_more_once_the_tables_are_newer() {
    let cluster = Cluster::shared();
    let shop = cluster.database();
    let server = branch(&cluster.url(&shop), "Hill Street");
    let mut store = Store::open(&server, rules().calendar).unwrap();
    let add = |name: &str| act(vec![made(Record::Customer(customer(-1, name)))], at(NOW));
    store.save(&add("Anita Patel")).unwrap();
    cluster.sql(&shop, "UPDATE checkback.version SET version = 70");
    let refused = store.save(&add("Ben Ali")).unwrap_err();
    assert!(
        matches!(refused, StoreError::NewerSchema { found: 70, .. }),
        "{refused:?}"
    );
    assert_eq!(
        cluster.sql(&shop, "SELECT count(*) FROM checkback.customer"),
        "1"
    );
}

#[test]
fn bringing_tables_up_to_date_lets_readers_past_while_somebody_reads_long() {
    let cluster = Cluster::shared();
    let shop = cluster.database();
    let desk = CounterFolder::new();
    desk.says(
        &cluster.url(&shop),
        &["add", "Anita Patel", "--about", "Pads"],
    );
    // As an older program left it: the last step is to come.
    let older = "ALTER TABLE checkback.customer DROP COLUMN language; \
                 UPDATE checkback.version SET version = version - 1";
    cluster.sql(&shop, older);
    let mut psql = cluster.psql_as_owner(&shop);
    let mut psql = psql
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut asks = psql.stdin.take().unwrap();
    let reads = "BEGIN; SELECT 'read' FROM checkback.customer;\n";
    asks.write_all(reads.as_bytes()).unwrap();
    let mut says = BufReader::new(psql.stdout.take().unwrap()).lines();
    assert!(says.any(|line| line.unwrap() == "read"));
    let mut newer = desk.command(&cluster.url(&shop), &["list"]);
    let mut newer = newer.stdout(Stdio::null()).spawn().unwrap();
    let waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation IS NOT NULL";
    crate::cluster::until("the newer program to wait", || {
        cluster.sql(&shop, waits) != "0"
    });
    // Whoever comes now waits for two seconds at most.
    let another = "SET statement_timeout = '4s'; SELECT count(*) FROM checkback.customer";
    assert_eq!(cluster.sql(&shop, another), "1");
    drop(asks);
    psql.wait().unwrap();
    assert!(newer.wait().unwrap().success());
    assert!(
        desk.says(&cluster.url(&shop), &["list"])
            .contains("Anita Patel")
    );
}

#[test]
fn doctor_asks_the_server() {
    let cluster = Cluster::shared();
    let shop = cluster.database();
    let said = CounterFolder::new().says(&cluster.url(&shop), &["doctor"]);
    let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for wanted in [
        "PostgreSQL",
        "the primary",
        "connections",
        "btree_gin, pg_trgm",
    ] {
        assert!(words.contains(wanted), "{wanted}: {said}");
    }
}

#[test]
fn a_move_that_cannot_go_on_is_given_up_and_the_shop_takes_changes_again() {
    let cluster = Cluster::shared();
    let shop = cluster.database();
    let desk = CounterFolder::new();
    let db = cluster.url(&shop);
    desk.says(&db, &["add", "Anita Patel", "--about", "Pads"]);
    assert!(
        desk.refused(&db, &["move", "--cancel"])
            .contains("nothing is being moved")
    );
    cluster.sql(&shop, "UPDATE checkback.shop SET moving = 'begun'");
    let add = ["add", "Ben Ali", "--about", "Struts"];
    assert!(desk.refused(&db, &add).contains("checkback move --cancel"));
    desk.says(&db, &["move", "--cancel"]);
    desk.says(&db, &add);
}

#[test]
fn forget_without_yes_writes_nothing() {
    let cluster = Cluster::shared();
    let shop = cluster.database();
    let desk = CounterFolder::new();
    let db = cluster.url(&shop);
    desk.says(&db, &["add", "Anita Patel", "--about", "Pads"]);
    let rows = || {
        let rows = "SELECT md5(string_agg(query_to_xml(format('SELECT * FROM checkback.%I', \
                    tablename), true, false, '')::text, ' ' ORDER BY tablename)) FROM pg_tables \
                    WHERE schemaname = 'checkback'";
        cluster.sql(&shop, rows)
    };
    let before = rows();
    let mut command = desk.command(&db, &["forget", "Anita Patel"]);
    let refused = command
        .env("CHECKBACK_NOW", "2026-12-31T10:42:00+00:00")
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    assert_eq!(rows(), before);
}
