//! Law 2 on a server: of a chain's hundred thousand customers, under row-level security, nothing is
//! read but by an index of the shop's, and nothing is sorted but what one page looks at.

use checkback::store::{OpenOptions, SqlValue};

use crate::chained::{PASSWORD, ROLE, counter, counter_with, lay};
use crate::cluster::Cluster;
use crate::common::rules;
use crate::statements::ObservedStatements;
use crate::workload::MeasuredShop;

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

/// How the server goes about a statement with values bound to it, as the branch's own role.
fn plan(cluster: &Cluster, database: &str, sql: &str, values: &[SqlValue]) -> Vec<String> {
    let literal = |value: &SqlValue| match value {
        SqlValue::Null => "NULL".to_owned(),
        SqlValue::Int(n) => format!("CAST({n} AS BIGINT)"),
        SqlValue::Text(text) => format!("CAST('{}' AS TEXT)", text.replace('\'', "''")),
    };
    let mut bound = sql.to_owned();
    for (n, value) in values.iter().enumerate().rev() {
        bound = bound.replace(&format!("${}", n + 1), &literal(value));
    }
    let text = format!("SET search_path = checkback, public; EXPLAIN {bound}");
    let said = cluster.sql_as(ROLE, PASSWORD, database, &text);
    let said = said.map_err(|why| format!("{sql}: {why}")).unwrap();
    said.lines().map(str::to_owned).collect()
}

#[test]
fn a_chains_rows_are_read_by_indexes_of_the_shop_alone() {
    let cluster = Cluster::with(&["fsync=off", "max_wal_size=4GB"]);
    cluster.sql("postgres", "CREATE DATABASE chain TEMPLATE template0");
    lay(&cluster, "chain", 50, 2_000);
    let statements = ObservedStatements::default();
    let options = OpenOptions::new(rules().calendar).observed_by(Box::new(statements.clone()));
    let store = counter_with(&cluster, "chain", 25, options);
    let mut shop = MeasuredShop::new(store, rules());
    shop.read_everything();
    shop.act_in_every_way();
    let all = statements.all();
    assert!(all.len() > 100, "hardly a statement was observed");
    let mut faults = Vec::new();
    for (sql, values) in all {
        let steps = plan(&cluster, "chain", &sql, &values);
        if steps.iter().any(|step| is_at_fault(step)) {
            faults.push(format!("{sql}\n    {}", steps.join("\n    ")));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n\n"));
}

/// How often a key may wait for the way to the server and back: what it does, and then the list, the
/// numbers on top, who is done and the card.
const WAYS: [(&str, u64); 9] = [
    ("no answer", 7),
    ("reached", 7),
    ("claim", 5),
    ("undo", 12),
    ("today", 2),
    ("totals", 1),
    ("done", 2),
    ("card", 1),
    ("import", 8),
];

#[test]
fn an_act_and_the_list_behind_it_cross_to_the_server_a_few_times_however_many_texts_they_are() {
    let cluster = Cluster::with(&["fsync=off"]);
    cluster.sql("postgres", "CREATE DATABASE small TEMPLATE template0");
    lay(&cluster, "small", 2, 1_000);
    let mut shop = MeasuredShop::new(counter(&cluster, "small", 1), rules());
    shop.read_everything();
    shop.act_in_every_way();
    for (what, at_most) in WAYS {
        let work = shop.measured[what];
        assert!(work.waits > 0, "{what} is answered by nobody");
        assert!(
            work.waits <= at_most,
            "{what}: {} statements in {} ways to the server, not {at_most}",
            work.statements,
            work.waits
        );
    }
}
