//! Law 2: work is by the page. What a verb reads is the same in a file of a thousand customers and
//! of a hundred thousand, and no text of the store's walks a table or sorts one.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../bench/generate.rs"]
mod generate;
mod workload;

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use checkback::clock::Clock;
use checkback::config::Config;
use checkback::store::Store;
use generate::ShopPlan;
use workload::{MeasuredShop, PAGE};

/// A search reads its page and 200 more, each with its items and follow-ups.
const LOOKED_AT: u64 = 3 * (200 + PAGE as u64);
/// A page of an export reads 500 rows, each with its customer and its item.
const WHOLE_PAGE: u64 = 3 * 500;
/// A day has so many kept numbers at most: 24 hours of calls and of reached, and the parts of the
/// rest. The shop of a thousand has not been busy in every one of them.
const A_DAY: u64 = 2 * 24 + 5 + 3 + 3 + 3 * 3 + 5 + 2;
const SMALL: i64 = 1_000;
const LARGE: i64 = 100_000;

/// A shop of so many customers, and the folder its file is in.
fn shop_of(customers: i64) -> (MeasuredShop, tempfile::TempDir) {
    let text = "[shop]\nzone = \"Europe/London\"";
    let rules = Config::read(text, Path::new("config.toml")).unwrap().rules;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.db");
    let now = Clock::at("2026-11-24T10:42:00Z").unwrap().now();
    let open = || Store::open_throwaway(&file, rules.calendar.clone()).unwrap();
    let plan = ShopPlan {
        customers,
        seed: 7,
        years: 2,
        now,
    };
    generate::fill(&mut open(), &plan).unwrap();
    // What is measured and planned is the day's work, not the filling.
    (MeasuredShop::new(open(), rules), folder)
}

/// A step of a plan that reads a whole table or index, or sorts rows.
fn is_at_fault(step: &str) -> bool {
    // The full-text index is asked by MATCH or by row, and says SCAN of either.
    let scans = step.starts_with("SCAN ") && !step.contains("words VIRTUAL TABLE INDEX");
    scans || step.contains("USE TEMP B-TREE") || step.contains("AUTOMATIC")
}

/// The one row of a table of one row, and of none.
fn is_of_one_row(sql: &str) -> bool {
    sql == "SELECT version FROM version" || sql.contains("sqlite_master")
}

#[test]
fn a_hundred_thousand_customers_are_no_more_work_than_a_thousand() {
    let (mut small, _folder) = shop_of(SMALL);
    let begun = Instant::now();
    let (mut large, _other) = shop_of(LARGE);
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
    for (sql, steps) in large.store.plans().unwrap() {
        for step in steps
            .iter()
            .filter(|s| is_at_fault(s) && !is_of_one_row(&sql))
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
