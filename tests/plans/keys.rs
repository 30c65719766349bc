//! Keys: what one costs is the same in a small shop and in a large one, and within its allowance.

use crate::key_work::{CountedCounter, KeyWork, key};
use crate::{FILE, NOW, shop_of};

/// Large enough that today's list is longer than a page in both.
const SMALL: i64 = 4_000;
const LARGE: i64 = 20_000;

/// A key, and what it may cost at most: statements, rows, commits.
const ALLOWED: &[(&str, u64, u64, u64)] = &[
    ("j", 10, 20, 0),
    ("k", 10, 20, 0),
    ("pgdn", 18, 400, 0),
    ("pgup", 10, 20, 0),
    ("n", 70, 800, 1),
    ("u", 84, 800, 1),
    ("s", 0, 0, 0),
    ("esc", 0, 0, 0),
    ("/", 0, 0, 0),
    ("a", 9, 450, 0),
    ("n", 9, 450, 0),
    ("esc", 0, 0, 0),
    ("3", 40, 700, 0),
    ("pgdn", 18, 400, 0),
    ("2", 40, 700, 0),
    ("4", 30, 400, 0),
    ("1", 30, 800, 0),
    ("?", 0, 0, 0),
];

/// What the start may cost at most: statements and rows.
const START: (u64, u64) = (40, 500);

fn costs(customers: i64) -> Vec<(&'static str, KeyWork)> {
    let (shop, folder, _) = shop_of(customers);
    drop(shop);
    let mut counter = CountedCounter::of(&folder.path().join(FILE), NOW);
    let keys = ALLOWED.iter().map(|(name, ..)| *name);
    let costs = keys.map(|name| (name, counter.press(key(name))));
    let costs: Vec<_> = costs.collect();
    [("start", counter.start)]
        .into_iter()
        .chain(costs)
        .collect()
}

#[test]
fn a_key_costs_a_large_shop_what_it_costs_a_small_one_and_no_more_than_it_may() {
    let (small, large) = (costs(SMALL), costs(LARGE));
    let start = ("start", START.0, START.1, 0);
    let allowed = [&start].into_iter().chain(ALLOWED);
    let mut faults = Vec::new();
    for ((allowed, (name, small)), (_, large)) in allowed.zip(&small).zip(&large) {
        let (_, statements, rows, commits) = *allowed;
        let within = large.statements <= statements
            && large.rows <= rows
            && large.commits == commits
            && large.frames == 1;
        // What is found of a name, and how busy a day was, differs a little from shop to shop.
        let grown = large.rows > small.rows * 5 / 4 + 6
            || large.steps > small.steps * 5 / 4 + 400
            || large.statements > small.statements + 2;
        if !within || grown && *name != "n" && *name != "a" {
            faults.push(format!("{name}: {small:?} → {large:?}"));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
