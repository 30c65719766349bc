//! The hour of the next try: what the calls taught reaches people sooner.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "a test fails by panicking"
)]

#[path = "../common/mod.rs"]
mod common;
#[path = "../bench/population.rs"]
mod population;

use population::{HourChoice, works};

#[test]
fn what_the_calls_taught_takes_fewer_of_them_than_fixed_random_or_unlearnt_hours() {
    for seed in [1, 2] {
        let came = |way| works(way, seed, 200, 12);
        let learnt = came(HourChoice::Learnt);
        for way in [HourChoice::Fixed, HourChoice::Random, HourChoice::Unlearnt] {
            let other = came(way);
            assert!(
                learnt.each() < other.each(),
                "{way:?}: {other:?}, learnt {learnt:?}"
            );
            assert!(
                learnt.let_go < other.let_go,
                "{way:?}: {other:?}, learnt {learnt:?}"
            );
        }
    }
}
