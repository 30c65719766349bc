//! A chain of any size on a server: one shop is carried there, and its rows are copied, number by
//! number, for the other branches. Only the history of the first is kept whole.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "as in common")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use checkback::store::{OpenOptions, ServerOptions, Store};

use crate::cluster::Cluster;
use crate::common::{at, rules};
use crate::generate::{ShopPlan, fill};

/// The instant every shop of it stands at.
pub const NOW: &str = "2026-11-24T10:42:00Z";

/// Whom the counters log in as, every branch of them: to be let in at all is not what is tried.
pub const ROLE: &str = "any_branch";
/// Its password.
pub const PASSWORD: &str = "open";

/// What is copied, in the order in which rows refer to one another; the history is not.
const COPIED: &[&str] = &[
    "shop",
    "customer",
    "item",
    "follow_up",
    "contact",
    "act",
    "standing",
    "tally",
    "named",
    "knows",
    "mine",
    "words",
    "figure",
    "answering",
    "answering_shop",
];

/// The first branch of a database, as its superuser.
fn first(cluster: &Cluster, database: &str) -> ServerOptions {
    let superuser = format!(
        "postgres://postgres@%2F{}:{}/{database}",
        crate::cluster::folder()
            .display()
            .to_string()
            .trim_start_matches('/')
            .replace('/', "%2F"),
        cluster.port()
    );
    ServerOptions {
        url: superuser,
        branch: Some("Branch 1".to_owned()),
        ..ServerOptions::default()
    }
}

/// Carries a shop of so many customers to the first branch of a database; a counter there, as the
/// superuser.
pub fn lay_first(cluster: &Cluster, database: &str, customers: i64) -> Store {
    let server = first(cluster, database);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.db");
    let calendar = rules().calendar;
    let mut one = Store::open(&file, OpenOptions::new(calendar.clone()).throwaway()).unwrap();
    let plan = ShopPlan {
        customers,
        seed: 7,
        years: 2,
        now: at(NOW),
    };
    fill(&mut one, &plan).unwrap();
    let mut there = Store::open(&server, OpenOptions::new(calendar.clone()).to_move()).unwrap();
    one.transfer_to(&mut there, "the server", |_| {}).unwrap();
    drop(there);
    Store::open(&server, calendar).unwrap()
}

/// Fills a database with so many shops of so many customers; one role may see them all.
pub fn lay(cluster: &Cluster, database: &str, shops: i64, customers: i64) {
    cluster.sql(
        database,
        &format!("CREATE ROLE {ROLE} LOGIN PASSWORD '{PASSWORD}'"),
    );
    cluster.sql(
        database,
        &format!("CREATE ROLE checkback_counter; GRANT checkback_counter TO {ROLE}"),
    );
    drop(lay_first(cluster, database, customers));
    for table in COPIED {
        let columns = cluster.sql(
            database,
            &format!(
                "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) \
                 FROM information_schema.columns WHERE table_schema = 'checkback' \
                 AND table_name = '{table}' AND column_name <> 'shop'"
            ),
        );
        let cells = if *table == "shop" {
            columns.replace("name", "'Branch ' || branch_no")
        } else {
            columns.clone()
        };
        // One row after the other of each shop, as they came: not a row of every shop in turn.
        let text = format!(
            "SET session_replication_role = replica; SET search_path = checkback; \
             INSERT INTO {table} (shop, {columns}) SELECT branch_no, {cells} \
             FROM generate_series(2, {shops}) branch_no CROSS JOIN LATERAL \
             (SELECT * FROM {table} WHERE shop = 1 OFFSET 0) of_first"
        );
        cluster.sql(database, &text);
    }
    let all = format!(
        "INSERT INTO checkback.member SELECT n, '{ROLE}' FROM generate_series(1, {shops}) n"
    );
    cluster.sql(database, &all);
    cluster.sql(database, "VACUUM ANALYZE");
}

/// A counter of one of the branches.
pub fn counter(cluster: &Cluster, database: &str, shop: i64) -> Store {
    counter_with(cluster, database, shop, OpenOptions::new(rules().calendar))
}

/// The same, opened as the options say.
pub fn counter_with(cluster: &Cluster, database: &str, shop: i64, options: OpenOptions) -> Store {
    let port = cluster.port();
    let server = ServerOptions {
        url: format!("postgres://{ROLE}:{PASSWORD}@127.0.0.1:{port}/{database}?sslmode=disable"),
        branch: Some(format!("Branch {shop}")),
        ..ServerOptions::default()
    };
    Store::open(&server, options).unwrap()
}
