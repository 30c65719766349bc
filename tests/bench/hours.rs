//! How many calls it takes to reach a population whose habits are known (`population`), by the way
//! the hour of the next try is chosen. `cargo bench --bench hours`; it prints figures and asserts
//! nothing: `tests/hours` does.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "a benchmark prints, and ends where something is missing"
)]

#[path = "../common/mod.rs"]
mod common;
mod population;

use population::{HourChoice, PopulationOutcome, works};

fn main() {
    println!(
        "2,000 customers, each due once a quarter for three years; the second half counted; ten seeds"
    );
    println!(
        "{:<34} {:>16} {:>10}",
        "the hour of the next try", "calls per reach", "let go"
    );
    for (way, says) in [
        (HourChoice::Fixed, "always at ten"),
        (HourChoice::Random, "any minute of the opening hours"),
        (HourChoice::Unlearnt, "the cadence, nothing learnt"),
        (HourChoice::Learnt, "the cadence and what calls taught"),
    ] {
        let mut all = PopulationOutcome::default();
        for seed in 1..=10 {
            let came = works(way, seed, 2_000, 12);
            all.calls += came.calls;
            all.reached += came.reached;
            all.let_go += came.let_go;
        }
        let due = f64::from(all.reached + all.let_go);
        let let_go = 100.0 * f64::from(all.let_go) / due;
        println!("{says:<34} {:>16.2} {let_go:>9.1}%", all.each());
    }
}
