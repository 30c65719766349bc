//! A shop whose zone is another is counted anew in portions, whatever is done between them.

use checkback::domain::contact::Outcome;
use checkback::domain::follow_up::FollowUpKind;
use checkback::domain::hours::Calendar;
use checkback::store::{OpenOptions, Store};
use chrono_tz::Tz;

use crate::common::{Backend, SeededRng, Shop, at, draft, reason, rules};

const NOW: &str = "2026-11-24T10:00:00Z";

/// More than a portion of every kind has.
const PEOPLE: i64 = 450;

/// What is counted, row by row.
fn counted(shop: &Shop) -> Vec<Vec<Vec<(String, String)>>> {
    let tables = ["standing", "tally", "figure", "answering", "answering_shop"];
    let rows = |table: &&str| {
        let mut rows = shop.place.rows(table);
        rows.sort();
        rows
    };
    tables.iter().map(rows).collect()
}

fn misses(shop: &mut Shop, who: i64, when: &str) {
    let rules = shop.rules.clone();
    let entry = shop.entry(who);
    let done = entry
        .scene(&rules, at(when), "Tom")
        .record_unanswered(Outcome::NoAnswer, None);
    shop.done(done, at(when));
}

/// A shop in London whose customers were all rung once, late in the evening.
fn london() -> Shop {
    let mut shop = Shop::hurried();
    for n in 1..=PEOPLE {
        let draft = draft(&format!("Person {n}"), reason(FollowUpKind::Other, "Ring"));
        let id = shop.add(&draft, at(NOW)).customer.id;
        misses(&mut shop, id, "2026-11-24T18:30:00Z");
    }
    shop
}

/// The same shop, opened for another zone, in which it is counted later.
fn moved_to_auckland(shop: Shop) -> Shop {
    let Shop { store, place, .. } = shop;
    drop(store);
    let mut rules = rules();
    rules.calendar = Calendar {
        zone: Tz::Pacific__Auckland,
        ..rules.calendar
    };
    let options = OpenOptions::new(rules.calendar.clone())
        .recounting_later()
        .throwaway();
    let store = Store::open(&place.file, options).unwrap();
    Shop {
        store,
        rules,
        place,
    }
}

#[test]
fn what_is_done_between_the_portions_of_a_recount_is_counted_once() {
    for seed in 0..4 {
        let mut rng = SeededRng::new(seed);
        let mut shop = moved_to_auckland(london());
        let mut portions = 0;
        while shop.store.count_portion().unwrap() {
            portions += 1;
            let who = rng.between(1, PEOPLE);
            match rng.roll(4) {
                0 => misses(&mut shop, who, "2026-11-25T09:30:00Z"),
                1 => {
                    let draft = draft("Somebody new", reason(FollowUpKind::Other, "Ring"));
                    shop.add(&draft, at("2026-11-25T09:40:00Z"));
                }
                2 => drop(shop.undo(at("2026-11-25T09:50:00Z")).unwrap()),
                _ => {}
            }
        }
        assert!(portions > 8, "{portions}");
        let whole = shop.store.check_projections(i64::MAX).unwrap();
        assert!(whole.agrees(), "seed {seed}: {whole:?}");
        let in_portions = counted(&shop);
        shop.store.recount().unwrap();
        assert_eq!(in_portions, counted(&shop), "seed {seed}");
    }
}

#[test]
fn opening_a_shop_of_another_zone_counts_nothing_and_what_was_begun_goes_on_at_the_next_start() {
    let shop = london();
    let before = counted(&shop);
    let mut shop = moved_to_auckland(shop);
    let opened = shop.store.work();
    assert!(
        opened.rows < 400,
        "it reads the shop before it is open: {opened:?}"
    );
    assert!(shop.store.is_recounting());
    assert_eq!(before, counted(&shop));
    assert!(shop.store.count_portion().unwrap());
    let progress = shop.store.recount_progress().unwrap().unwrap();
    assert_eq!(progress.zone, Tz::Pacific__Auckland);
    assert!(
        progress.percent > 0 && progress.percent < 50,
        "{progress:?}"
    );
    // Left in the midst of it, and begun again: by a command, which counts all of it at once.
    let Shop {
        store,
        rules,
        place,
    } = shop;
    drop(store);
    let store = place.open(rules.calendar.clone());
    assert!(!store.is_recounting());
    let in_one = Shop {
        store,
        rules,
        place,
    };
    let mut portions = moved_to_auckland(london());
    while portions.store.count_portion().unwrap() {}
    assert_eq!(counted(&in_one), counted(&portions));
    assert_ne!(counted(&in_one), before, "its days are others");
}
