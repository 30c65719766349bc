//! Law 2: work is by the page. What a verb reads is the same in a file of a thousand customers and
//! of a hundred thousand, and no text of the store's walks a table or sorts one.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../bench/generate.rs"]
mod generate;
#[path = "../common/key_work.rs"]
mod key_work;
mod keys;
#[path = "../common/statements.rs"]
mod statements;
mod workload;

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use checkback::clock::Clock;
use checkback::config::Config;
use checkback::store::{OpenOptions, Store};
use generate::ShopPlan;
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use statements::ObservedStatements;
use workload::{MeasuredShop, PAGE};

/// A search reads its page and 200 more, each with its items and follow-ups.
const LOOKED_AT: u64 = 3 * (200 + PAGE as u64);
/// A page of an export reads 500 rows, each with its customer and its item.
const WHOLE_PAGE: u64 = 3 * 500;
/// A day has so many kept numbers at most: 24 hours of calls and of reached, and the parts of the
/// rest. The shop of a thousand has not been busy in every one of them.
const A_DAY: u64 = 2 * 24 + 5 + 3 + 3 + 3 * 3 + 5 + 2;
/// The name of a shop's file.
const FILE: &str = "shop.db";
/// When everything happens: a Tuesday morning.
const NOW: &str = "2026-11-24T10:42:00Z";
const SMALL: i64 = 1_000;
const LARGE: i64 = 100_000;

/// A shop of so many customers, the folder its file is in, and the statements that are run in it.
fn shop_of(customers: i64) -> (MeasuredShop, tempfile::TempDir, ObservedStatements) {
    let text = "[shop]\nzone = \"Europe/London\"";
    let rules = Config::read(text, Path::new("config.toml")).unwrap().rules;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE);
    let now = Clock::at(NOW).unwrap().now();
    let options = || OpenOptions::new(rules.calendar.clone()).throwaway();
    let plan = ShopPlan {
        customers,
        seed: 7,
        years: 2,
        now,
    };
    generate::fill(&mut Store::open(&file, options()).unwrap(), &plan).unwrap();
    // What is measured and planned is the day's work, not the filling.
    let statements = ObservedStatements::default();
    let observed = options().observed_by(Box::new(statements.clone()));
    let store = Store::open(&file, observed).unwrap();
    (MeasuredShop::new(store, rules), folder, statements)
}

/// A step of a plan that reads a whole table or index, or sorts rows.
fn is_at_fault(step: &str) -> bool {
    // The full-text index is asked by MATCH or by row, and says SCAN of either.
    let scans = step.starts_with("SCAN ") && !step.contains("words VIRTUAL TABLE INDEX");
    // A table of one row is no scan.
    let scans = scans && step != "SCAN version";
    scans || step.contains("USE TEMP B-TREE") || step.contains("AUTOMATIC")
}

/// How SQLite goes about each statement: the text, and the steps of its plan. As the store's own
/// connection it plans a text once, whatever is bound to it.
fn plans(file: &Path, statements: &ObservedStatements) -> Vec<(String, Vec<String>)> {
    let connection = Connection::open(file).unwrap();
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .unwrap();
    let plan = |sql: &str| -> Vec<String> {
        let text = format!("EXPLAIN QUERY PLAN {}", sql.replace('$', "?"));
        let mut statement = connection.prepare(&text).unwrap();
        let nothing = vec![rusqlite::types::Null; statement.parameter_count()];
        let steps = statement.query_map(rusqlite::params_from_iter(nothing), |row| row.get(3));
        steps.unwrap().map(Result::unwrap).collect()
    };
    let all = statements.all().into_keys();
    all.map(|sql| (plan(&sql), sql))
        .map(|(steps, sql)| (sql, steps))
        .collect()
}

/// What is asked of the tables themselves.
fn is_of_tables(sql: &str) -> bool {
    sql.contains("sqlite_master")
}

#[test]
fn a_hundred_thousand_customers_are_no_more_work_than_a_thousand() {
    let (mut small, _folder, _) = shop_of(SMALL);
    let begun = Instant::now();
    let (mut large, folder, statements) = shop_of(LARGE);
    let filled = begun.elapsed();
    for shop in [&mut small, &mut large] {
        shop.read_everything();
        shop.act_in_every_way();
    }
    let mut report = String::new();
    let mut faults = Vec::new();
    for (what, there) in &large.measured {
        let Some(here) = small.measured.get(what) else {
            continue;
        };
        writeln!(
            report,
            "{what:22} rows {:>5} → {:>5}   steps {:>7} → {:>7}",
            here.rows, there.rows, here.steps, there.steps
        )
        .unwrap();
        // More customers share a name, or the end of a plate: a search looks at so many and no more.
        let found = match *what {
            _ if what.starts_with("find") => LOOKED_AT,
            _ if what.starts_with("whole") => WHOLE_PAGE,
            // A month has so many days, whoever waits on them.
            "month" => checkback::app::month::DAYS,
            "figures: four weeks" | "figures: the latest of all" => 28 * A_DAY + 1,
            "figures: ten years" => 3_651 * A_DAY,
            "figures: a stretch more" => 92 * A_DAY,
            _ => 0,
        };
        if there.rows > (here.rows + here.rows / 4 + 6).max(found) {
            faults.push(format!("{what} reads more rows"));
        }
        if there.steps > (2 * here.steps + 100).max(40 * found) {
            faults.push(format!("{what} takes more steps"));
        }
        if there.scanned > 0 || there.sorts > 0 {
            faults.push(format!(
                "{what} scans {} rows and sorts {}×",
                there.scanned, there.sorts
            ));
        }
    }
    // Whatever is bound to a text, it is compiled once.
    let again = large
        .measured
        .iter()
        .filter(|(_, work)| work.recompiled > 0);
    faults.extend(again.map(|(what, work)| format!("{what} compiles {} again", work.recompiled)));
    let plans = plans(&folder.path().join(FILE), &statements);
    assert!(plans.len() > 100, "hardly a statement was observed");
    for (sql, steps) in plans {
        for step in steps
            .iter()
            .filter(|s| is_at_fault(s) && !is_of_tables(&sql))
        {
            faults.push(format!("{step}: {sql}"));
        }
    }
    assert!(faults.is_empty(), "\n{}\n\n{report}", faults.join("\n"));
    // `cargo test --test plans -- --nocapture` shows the figures.
    let mut out = std::io::stdout();
    std::io::Write::write_all(
        &mut out,
        format!("{report}filled in {filled:?}\n").as_bytes(),
    )
    .unwrap();
}
