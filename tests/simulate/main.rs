//! The whole shop, simulated.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "../common/mod.rs"]
mod common;

mod command;
mod day;
mod disk;
mod facts;
mod model;
mod unsynced;

use day::{Plan, Tally};

#[test]
fn a_shop_keeps_its_word_on_any_day() {
    let from: u64 = std::env::var("FROM").map_or(0, |n| n.parse().unwrap());
    let days: u64 = std::env::var("DAYS").map_or(10, |n| n.parse().unwrap());
    let mut tally = Tally::default();
    let mut bad = 0;
    for seed in from..from + days {
        match day::live(Plan::of(seed)) {
            Ok((lived, _)) => tally.add(&lived),
            Err(finding) => {
                bad += 1;
                println!("{finding}");
            }
        }
    }
    println!("{tally:?} bad {bad}");
    assert_eq!(bad, 0);
}
