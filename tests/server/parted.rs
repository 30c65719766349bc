//! A database whose tables are parted by shop, as PostgreSQL does it by itself: every statement of the
//! program runs on it unchanged.

use std::fmt::Write as _;

use crate::chained::lay_first;
use crate::cluster::Cluster;
use crate::common::rules;
use crate::program::CounterFolder;
use crate::workload::MeasuredShop;

/// Into how many parts each table goes.
const PARTS: usize = 4;

/// The script of `server setup` with every table that has a shop parted by it.
fn parted(script: &str) -> String {
    let (mut text, mut table) = (String::new(), None);
    for line in script.lines() {
        let begins = line.strip_prefix("CREATE TABLE ");
        if let Some(name) = begins.and_then(|rest| rest.strip_suffix(" (")) {
            table = Some(name.to_owned());
        }
        let Some(name) = table.take_if(|_| line == ");") else {
            text.push_str(line);
            text.push('\n');
            continue;
        };
        text.push_str(") PARTITION BY HASH (shop);\n");
        for part in 0..PARTS {
            writeln!(
                text,
                "CREATE TABLE {name}_{part} PARTITION OF {name} \
                 FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {part});"
            )
            .unwrap();
        }
    }
    text
}

#[test]
fn a_database_that_is_parted_by_shop_carries_every_statement() {
    let cluster = Cluster::with(&["fsync=off"]);
    cluster.sql("postgres", "ALTER ROLE postgres PASSWORD 'admin'");
    cluster.sql("postgres", "CREATE DATABASE parted TEMPLATE template0");
    let port = cluster.port();
    let admin = format!("postgres://postgres:admin@127.0.0.1:{port}/parted?sslmode=disable");
    let setup = ["server", "setup", "--branch", "Branch 1", "--role", "one"];
    let script = CounterFolder::new().says(&admin, &setup);
    cluster.sql("parted", &parted(&script));
    let tables = "SELECT count(*) FROM pg_partitioned_table";
    let ours = script.matches("\nCREATE TABLE ").count();
    // All but the version of the tables, which is nobody's.
    assert_eq!(cluster.sql("parted", tables), (ours - 1).to_string());

    let store = lay_first(&cluster, "parted", 1_000);
    cluster.sql("parted", "ANALYZE");
    let mut shop = MeasuredShop::new(store, rules());
    shop.read_everything();
    shop.act_in_every_way();
    let kept = shop.store.check_projections(i64::MAX).unwrap();
    assert!(kept.agrees() && kept.looked_at > 1_000, "{kept:?}");
}
