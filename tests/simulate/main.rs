//! The whole shop, simulated: the production code on a seed, with a clock, the keys of several
//! counters, commands, a disk that fails, processes that are killed, a machine that loses its power,
//! and a model that says what has to be.
//!
//! One day again: `CHECKBACK_SIMULATE_SEED=7 tests/run --test simulate`. Ten thousand days instead of
//! two hundred: `tests/run --soak --test simulate`.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "../common/mod.rs"]
mod common;

mod command;
mod day;
mod disk;
mod facts;
mod full;
mod model;
mod unsynced;

use std::io::Write as _;
use std::ops::Range;
use std::panic::catch_unwind;

use common::fault_log::{FaultCount, met};
use day::{Finding, Plan, Tally};
use disk::{Lie, Logged};

/// Lives a day, and says of a panic in which one it was.
fn live(plan: Plan) -> Result<(Tally, Vec<Logged>), String> {
    let lived = catch_unwind(|| day::live(plan));
    let lived = lived.unwrap_or_else(|_| {
        let why = "it panicked: see above".to_owned();
        let (seed, steps) = (plan.seed, Vec::new());
        Err(Box::new(Finding { seed, why, steps }))
    });
    lived.map_err(|finding| finding.to_string())
}

/// The days to live: those of the seeds that are given (`7`, `200..300`).
fn days() -> Range<u64> {
    let given = |name| std::env::var(name).ok();
    match given("CHECKBACK_SIMULATE_SEED") {
        Some(seeds) => {
            let (from, to) = seeds.split_once("..").unwrap_or((&seeds, ""));
            let from = from.parse().unwrap();
            from..to.parse().unwrap_or(from + 1)
        }
        None if given("CHECKBACK_SOAK").is_some() => 0..10_000,
        None => 0..200,
    }
}

/// Counts what was met on these days, and what came of it.
fn count_faults(tally: &Tally, findings: &[String]) {
    let with = |word: &str| {
        findings
            .iter()
            .filter(|finding| finding.contains(word))
            .count() as u64
    };
    let (lost, doubled) = (with("lost"), with(" rung ") + with("twice"));
    for (fault, times) in [
        ("killed at a step of the disk", tally.kills),
        ("process crashes", tally.crashes),
        ("power lost, with what was not synced", tally.power_losses),
        (
            "power lost during a sync, with torn pages",
            tally.torn_syncs,
        ),
        (
            "a read, write or sync fails, or the disk is full",
            tally.errors,
        ),
        ("a backup restored under open windows", tally.restores),
    ] {
        let count = FaultCount {
            times,
            // Of a day that went wrong it is not known which of its faults it was.
            lost: if times > 0 { lost } else { 0 },
            doubled: if times > 0 { doubled } else { 0 },
            hung: 0,
        };
        met(fault, count);
    }
}

#[test]
fn a_shop_keeps_its_word_whatever_happens() {
    let mut tally = Tally::default();
    let mut findings = Vec::new();
    for seed in days() {
        match live(Plan::of(seed)) {
            Ok((lived, _)) => tally.add(&lived),
            Err(finding) => findings.push(finding),
        }
    }
    writeln!(std::io::stderr(), "{tally:?}").unwrap();
    count_faults(&tally, &findings);
    let few: Vec<_> = findings.iter().take(5).map(String::as_str).collect();
    assert!(
        few.is_empty(),
        "{} days went wrong:\n{}",
        findings.len(),
        few.join("\n")
    );
}

#[test]
fn a_seed_is_the_same_day_each_time() {
    let mut wrong = 0;
    for seed in 0..6 {
        let (tally, log) = live(Plan::of(seed)).unwrap();
        wrong += tally.errors + tally.kills + tally.power_losses;
        assert_eq!(live(Plan::of(seed)), Ok((tally, log)), "seed {seed}");
    }
    assert!(wrong > 0, "nothing went wrong on these days");
}

/// Whether a fault that is planted is found within some days.
fn finds(plant: impl Fn(Plan) -> Plan, words: &str) {
    let found = (0..40).find_map(|seed| live(plant(Plan::of(seed))).err());
    assert!(found.is_some(), "it is not found");
    let found = found.unwrap();
    assert!(found.contains(words), "{found}");
    assert!(found.contains("CHECKBACK_SIMULATE_SEED="), "{found}");
}

fn lying(lie: Lie) -> impl Fn(Plan) -> Plan {
    move |plan| Plan {
        lie: Some(lie),
        ..plan
    }
}

#[test]
fn a_disk_whose_sync_does_nothing_is_found() {
    finds(lying(Lie::SyncsNothing), "crash");
}

#[test]
fn a_disk_that_loses_what_was_acknowledged_is_found() {
    finds(lying(Lie::DropsWrites), "");
}

#[test]
fn a_disk_that_flips_a_bit_is_found() {
    finds(lying(Lie::FlipsBytes), "");
}

#[test]
fn a_claim_that_is_ignored_is_found() {
    let ignores = |plan| Plan {
        forgets_claims: true,
        ..plan
    };
    finds(ignores, " rung ");
}
