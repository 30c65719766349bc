//! How much work an import is: the same a row however long the file is and however often its names
//! recur, by what the store counts, never by a clock.

use checkback::import::file::ImportFormat;
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
fn work_of(file: &str) -> Vec<QueryStats> {
    let mut shop = CaseShop::new();
    let report = shop.csv(file).unwrap();
    assert_eq!(report.left_out, 0, "{}", said(&report));
    assert_eq!(shop.batches.len() as u64, ROWS / BATCH);
    shop.batches
}

/// Holds the last batch of a file against the second: the first finds an empty shop, and has the act
/// to begin.
fn assert_as_much_at_the_end(work: &[QueryStats], what: &str) {
    let (early, late) = (work[1], work[work.len() - 1]);
    let figures = [
        ("statements", early.statements, late.statements),
        ("rows read", early.rows, late.rows),
        ("steps of the engine", early.steps, late.steps),
    ];
    for (figure, early, late) in figures {
        let told = format!("{what}: {figure} of a batch {early} → {late}");
        assert!(late * 10 <= early * 11, "{told}");
    }
    let scanned: u64 = work.iter().map(|work| work.scanned).sum();
    assert_eq!(scanned, 0, "{what}: rows stepped over");
}

#[test]
fn a_file_is_read_once_to_find_its_form_and_once_to_take_it() {
    let note = "rings back in the evening ".repeat(3);
    let rows = (0..1_000).map(|n| format!("Zoë Name{n},{note}\n"));
    let utf8 = format!("name,note\n{}", rows.collect::<String>());
    // More than is looked at before its form is known.
    assert!(utf8.len() > 80 * 1024);
    let wide: Vec<u8> = utf8.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin = utf8.chars().map(|c| u8::try_from(u32::from(c)).unwrap());
    for (encoding, bytes) in [
        ("UTF-8", utf8.clone().into_bytes()),
        ("UTF-16", wide),
        ("windows-1252", latin.collect()),
    ] {
        let mut shop = CaseShop::new();
        shop.preview = true;
        let read = shop.bytes(&bytes, ImportFormat::Csv);
        assert_eq!(read.unwrap().counts.customers, 1_000, "{encoding}");
        let twice = 2 * bytes.len() as u64;
        assert_eq!(shop.bytes_read, twice, "{encoding}, its bytes read");
    }
}

#[test]
fn a_row_is_no_more_work_at_the_end_of_a_long_file() {
    let work = work_of(&people(ROWS));
    assert_as_much_at_the_end(&work, "new customers");
}

#[test]
fn a_row_is_no_more_work_where_its_name_stands_in_a_hundred_others() {
    let work = work_of(&people(ROWS / 100));
    assert_as_much_at_the_end(&work[3..], "names that recur");
}
