//! How much work an import is: the same a row however long the file is and however often its names
//! recur, by what the store counts, never by a clock.

use checkback::store::QueryStats;

use super::case_shop::{CaseShop, said};

/// How many rows the file has, and how many of them are taken at a time.
const ROWS: u64 = 10_000;
const BATCH: u64 = 1_000;

/// A file of people, each with a number and an address of their own, whose names come again after so
/// many.
fn people(names: u64) -> String {
    let row = |n: u64| {
        let name = n % names;
        // Neither in the order of their numbers: no shop's file is.
        let number = n * 7_919 % ROWS;
        format!("Zoë Name{name},07400 1{number:05},c{number}@example.com\n")
    };
    let rows: String = (0..ROWS).map(row).collect();
    format!("name,phone,email\n{rows}")
}

/// What the store did for the batches of a file, each.
fn work_of(file: &str, overwrite: bool, shop: &mut CaseShop) -> Vec<QueryStats> {
    shop.overwrite = overwrite;
    shop.batches.clear();
    let report = shop.csv(file).unwrap();
    assert_eq!(report.left_out, 0, "{}", said(&report));
    assert_eq!(shop.batches.len() as u64, ROWS / BATCH);
    std::mem::take(&mut shop.batches)
}

/// Holds the last batch of a file against the second: the first finds an empty shop, and has the act
/// to begin.
fn assert_as_much_at_the_end(work: &[QueryStats], what: &str) {
    let (early, late) = (work[1], work[work.len() - 1]);
    let figures: [(&str, fn(&QueryStats) -> u64); 3] = [
        ("statements", |work| work.statements),
        ("rows read", |work| work.rows),
        ("steps of the engine", |work| work.steps),
    ];
    for (figure, of) in figures {
        let (early, late) = (of(&early), of(&late));
        let told = format!("{what}: {figure} of a batch {early} → {late}");
        println!("{told}, {:.1} a row", late as f64 / BATCH as f64);
        assert!(late * 10 <= early * 11, "{told}");
    }
    let scanned: u64 = work.iter().map(|work| work.scanned).sum();
    assert_eq!(scanned, 0, "{what}: rows stepped over");
}

#[test]
fn a_row_is_no_more_work_at_the_end_of_a_long_file() {
    let mut shop = CaseShop::new();
    let work = work_of(&people(ROWS), false, &mut shop);
    assert_as_much_at_the_end(&work, "new customers");
    let work = work_of(&people(ROWS), false, &mut shop);
    assert_as_much_at_the_end(&work, "the same once more");
}

#[test]
fn a_row_is_no_more_work_where_its_name_stands_in_a_hundred_others() {
    let mut shop = CaseShop::new();
    let work = work_of(&people(ROWS / 100), false, &mut shop);
    assert_as_much_at_the_end(&work[3..], "names that recur");
    let work = work_of(&people(ROWS / 100), true, &mut shop);
    assert_as_much_at_the_end(&work[3..], "the same once more, and it wins");
}
