//! Law 2 on a server: of a chain's hundred thousand customers, under row-level security, nothing is
//! read but by an index of the shop's, and nothing is sorted but what one page looks at.

use crate::chained::{counter, lay};
use crate::cluster::Cluster;
use crate::common::rules;
use crate::day::Shop;

/// What is read whole: a row or a few of each.
const SMALL: &[&str] = &[
    "shop", "member", "version", "pg_", "worded", "claim", "salt",
];

/// A search looks at 200 rows more than it shows, an export at 500.
const LOOKED_AT: i64 = 1_000;

/// The number after a word of a step.
fn number(step: &str, word: &str) -> i64 {
    let rest = step.split_once(word).map_or("", |(_, rest)| rest);
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    rest.split_at(end).0.parse().unwrap_or(0)
}

/// A step of a plan that reads a whole table, or sorts more than a page looks at.
fn is_at_fault(step: &str) -> bool {
    let scanned = step.split_once("Seq Scan on ").map(|(_, of)| of);
    let walks = scanned.is_some_and(|of| !SMALL.iter().any(|small| of.starts_with(small)));
    let sorts = step.contains("Sort  (") && number(step, "rows=") > LOOKED_AT;
    walks || sorts
}

#[test]
fn a_chains_rows_are_read_by_indexes_of_the_shop_alone() {
    let cluster = Cluster::with(&["fsync=off", "max_wal_size=4GB"]);
    cluster.sql("postgres", "CREATE DATABASE chain TEMPLATE template0");
    lay(&cluster, "chain", 50, 2_000);
    let mut shop = Shop::new(counter(&cluster, "chain", 25), rules());
    shop.read_everything();
    shop.act_in_every_way();
    let mut faults = Vec::new();
    for (sql, steps) in shop.store.plans().unwrap() {
        if steps.iter().any(|step| is_at_fault(step)) {
            faults.push(format!("{sql}\n    {}", steps.join("\n    ")));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n\n"));
}
