//! One frame of the list at 120 by 40: how long it takes to draw, and nothing else.
//!
//! `cargo bench --bench frame` prints it; under `valgrind --tool=callgrind` it counts instructions.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and ends where something is missing"
)]

#[path = "generate.rs"]
mod generate;
#[path = "../common/key_work.rs"]
mod key_work;

use std::path::Path;
use std::time::{Duration, Instant};

use checkback::config::Config;
use checkback::store::Store;
use key_work::{CountedCounter, key};

const NOW: &str = "2026-11-24T10:42:00Z";

fn main() {
    let asked = std::env::args().find_map(|a| a.parse().ok());
    let frames: u32 = asked.unwrap_or(2_000);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.db");
    let config = Config::read(
        "[shop]\nzone = \"Europe/London\"\n",
        Path::new("bench.toml"),
    );
    let mut store = Store::open(&file, config.unwrap().rules.calendar).unwrap();
    let plan = generate::ShopPlan {
        customers: 1_000,
        seed: 7,
        years: 2,
        now: NOW.parse().unwrap(),
    };
    generate::fill(&mut store, &plan).unwrap();
    drop(store);
    let mut counter = CountedCounter::of(&file, NOW);
    counter.press(key("j"));
    let mut times: Vec<Duration> = (0..frames)
        .map(|_| {
            let begun = Instant::now();
            counter.frame();
            begun.elapsed()
        })
        .collect();
    times.sort();
    println!(
        "a frame of the list at 120×40: {:?}",
        times.get(times.len() / 2).copied().unwrap_or_default()
    );
}
