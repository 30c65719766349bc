//! Phone number parsing: libphonenumber's own answers, and what people type.

#![expect(
    clippy::print_stdout,
    reason = "measured agreement is told; a table is as long as it is"
)]

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::domain::samples;

const SAMPLES: &str = "phones.json";
const EXAMPLES: &str = "examples.json";

fn gb() -> Region {
    Region::new("GB").unwrap()
}

fn refused(typed: &str) -> String {
    read(typed, &gb()).unwrap_err().to_string()
}

#[test]
fn the_listed_regions_are_those_the_library_knows() {
    let listed: BTreeSet<String> = REGIONS.split(' ').map(str::to_owned).collect();
    let known: BTreeSet<String> = PHONE_NUMBER_UTIL
        .get_supported_regions()
        .map(|r| r.to_string())
        .collect();
    assert_eq!(listed, known);
}

#[test]
fn a_region_is_two_letters_that_have_a_numbering_plan() {
    assert_eq!(Region::new(" gb ").unwrap().code(), "GB");
    for code in ["", "UK", "ZZ", "GBR", "001", "G B", "é"] {
        assert!(Region::new(code).is_err(), "{code:?}");
    }
}

#[test]
fn every_usual_spelling_gives_the_same_number() {
    let spellings = [
        "020 7946 0123",
        "02079460123",
        "+44 (0)20 7946 0123",
        "+442079460123",
        "0044 20 7946 0123",
        "020.7946.0123",
        "020/7946/0123",
        "(020) 7946-0123",
        "020–7946–0123",
        "０２０ ７９４６ ０１２３",
        "＋４４２０７９４６０１２３",
        "\u{202a}020 7946 0123\u{202c}",
        "tel:+44-20-7946-0123",
        "'+442079460123",
    ];
    for typed in spellings {
        let number = read(typed, &gb()).unwrap();
        assert_eq!(number.e164, "+442079460123", "{typed:?}");
        assert_eq!(number.national, "020 7946 0123", "{typed:?}");
        assert_eq!(number.region.as_deref(), Some("GB"), "{typed:?}");
        assert!(number.valid && number.extension.is_none(), "{typed:?}");
    }
}

#[test]
fn an_extension_is_kept_apart() {
    for typed in [
        "020 7946 0123 ext 12",
        "020 7946 0123x12",
        "020 7946 0123 #12",
        "020 7946 0123 extn. 12",
    ] {
        let number = read(typed, &gb()).unwrap();
        assert_eq!(number.extension.as_deref(), Some("12"), "{typed:?}");
        assert_eq!(number.e164, "+442079460123");
    }
}

#[test]
fn a_number_kept_for_drama_is_taken_and_not_valid() {
    let number = read("07700 900123", &gb()).unwrap();
    assert_eq!(
        (number.e164.as_str(), number.valid),
        ("+447700900123", false)
    );
    assert_eq!(number.region.as_deref(), Some("GB"));
}

#[test]
fn a_foreign_number_is_shown_as_it_is_dialled_from_the_shop() {
    let number = read("+33 1 23 45 67 89", &gb()).unwrap();
    assert_eq!(number.national, "+33 1 23 45 67 89");
    assert_eq!(number.region.as_deref(), Some("FR"));
    assert_eq!(
        read("+44 1481 256789", &gb()).unwrap().national,
        "01481 256789"
    );
}

#[test]
fn a_number_as_dialled_within_the_town_is_taken_and_not_valid() {
    let region = Region::new("US").unwrap();
    let number = read("253-0000", &region).unwrap();
    assert_eq!((number.e164.as_str(), number.valid), ("+12530000", false));
}

#[test]
fn what_is_impossible_is_refused_in_words() {
    let cases = [
        (
            "07700",
            "“07700” is too short for a number in GB: 8, 10 or 11 digits, such as 0121 234 5678",
        ),
        (
            "020 7946 0123 4567",
            "“020 7946 0123 4567” is too long for a number in GB: 8, 10 or 11 digits, such as 0121 234 5678",
        ),
        (
            "+33 1 23",
            "“+33 1 23” is too short for a number in FR: 11 digits, such as +33 1 23 45 67 89",
        ),
        (
            "4.41E+11",
            "“4.41E+11” is a number that a spreadsheet shortened, so its last digits are lost: format the column as text, save again, and it will read like 0121 234 5678",
        ),
        (
            "call me",
            "“call me” has no digits: a number in GB looks like 0121 234 5678",
        ),
        (
            "1-800-FLOWERS",
            "“1-800-FLOWERS” has letters in it (“flowers”): write digits only, such as 0121 234 5678; an extension as “0121 234 5678 ext 12”",
        ),
        (
            "+999 123 4567",
            "“+999 123 4567” does not start with a country code: in GB a number is +44 121 234 5678",
        ),
        (
            "",
            "“” has no digits: a number in GB looks like 0121 234 5678",
        ),
    ];
    for (typed, message) in cases {
        assert_eq!(refused(typed), message);
    }
    for typed in [
        "call 020 7946 0123",
        "020 7946 0123 ext",
        "1",
        "+",
        "+44",
        "020 7946 O123",
        &format!("{}020 7946 0123", " ".repeat(2_000)),
        &"0".repeat(1_000_000),
        "+44 7700",
        "0044 7700",
    ] {
        refused(typed);
    }
}

/// The result of parsing one sample row.
#[derive(Default)]
struct Tally {
    rows: usize,
    possible: usize,
    same_e164: usize,
    impossible: usize,
    refused: usize,
    same_valid: usize,
    same_national: usize,
    same_extension: usize,
}

fn weigh(row: &Value, tally: &mut Tally) {
    let text = |key: &str| row.get(key).and_then(Value::as_str);
    let is = |key: &str| row.get(key).and_then(Value::as_bool).unwrap();
    let raw = text("raw").unwrap();
    tally.rows += 1;
    let read = Region::new(text("region").unwrap())
        .ok()
        .map(|r| (read(raw, &r), r));
    if !is("possible") {
        tally.impossible += 1;
        match &read {
            Some((Ok(number), _)) => println!("taken though impossible: {raw:?} {number:?}"),
            _ => tally.refused += 1,
        }
        return;
    }
    tally.possible += 1;
    let Some((Ok(number), region)) = read else {
        println!("refused though possible: {row} {read:?}");
        return;
    };
    let own = PHONE_NUMBER_UTIL
        .get_country_code_for_region(region.country)
        .unwrap();
    let at_home = text("e164").unwrap().starts_with(&format!("+{own}"));
    let national = text(if at_home { "national" } else { "international" });
    let e164 = text("e164") == Some(&number.e164);
    assert!(
        e164 || !number.valid,
        "a wrong number taken for sure: {row} {number:?}"
    );
    let valid = is("valid") == number.valid;
    let extension = text("extension") == number.extension.as_deref();
    let shown = national == Some(&number.national);
    tally.same_e164 += usize::from(e164);
    tally.same_valid += usize::from(valid);
    tally.same_extension += usize::from(extension);
    tally.same_national += usize::from(shown);
    if !(e164 && valid && extension && shown) {
        println!("differs: {row} {number:?}");
    }
}

#[test]
fn numbers_are_understood_as_libphonenumber_does() {
    let samples: Value = serde_json::from_str(samples::read(SAMPLES)).unwrap();
    let rows = samples.get("rows").and_then(Value::as_array).unwrap();
    let mut tally = Tally::default();
    for row in rows {
        weigh(row, &mut tally);
    }
    println!(
        "{} rows; possible {}: e164 {}, valid {}, national {}, extension {}; impossible {}: refused {}",
        tally.rows,
        tally.possible,
        tally.same_e164,
        tally.same_valid,
        tally.same_national,
        tally.same_extension,
        tally.impossible,
        tally.refused,
    );
    assert!(tally.same_e164 * 100 >= tally.possible * 98);
    assert!(tally.same_valid * 100 >= tally.possible * 98);
    assert!(tally.same_national * 100 >= tally.possible * 98);
    assert_eq!(tally.refused, tally.impossible);
}

/// How many examples were parsed as the number they are, of how many, and which were accepted
/// although they are another number.
fn agreed(form: &str) -> (usize, usize, Vec<String>) {
    let examples: Vec<Value> = serde_json::from_str(samples::read(EXAMPLES)).unwrap();
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    for row in &examples {
        let text = |key: &str| row.get(key).and_then(Value::as_str);
        let typed = text(form).unwrap();
        all += 1;
        let found = read(typed, &Region::new(text("region").unwrap()).unwrap());
        match found {
            Ok(number) if text("e164") == Some(&number.e164) => right += 1,
            Ok(number) if number.valid => wrong.push(format!("{row}: {}", number.e164)),
            other => println!("differs: {row} {other:?}"),
        }
    }
    println!("{form}: {right} of {all}");
    (right, all, wrong)
}

#[test]
fn every_regions_example_numbers_are_read_as_they_are_written_at_home() {
    let (right, all, wrong) = agreed("national");
    assert_eq!(wrong, Vec::<String>::new());
    assert!(right * 100 >= all * 98, "{right} of {all}");
}

#[test]
fn every_regions_example_numbers_are_read_as_they_are_written_abroad() {
    let (right, all, wrong) = agreed("international");
    assert_eq!(wrong, Vec::<String>::new());
    assert!(right * 100 >= all * 98, "{right} of {all}");
}

#[test]
fn every_regions_example_numbers_are_read_behind_its_prefix_for_calls_abroad() {
    let (right, all, wrong) = agreed("idd");
    assert_eq!(wrong, Vec::<String>::new());
    assert!(right * 100 >= all * 98, "{right} of {all}");
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = read(&text, &gb());
    }

    #[test]
    fn no_heap_of_digits_and_signs_makes_it_panic(text in "[-+0-9xe#;:=. ()/,٣４*tl]{0,40}") {
        if let Ok(number) = read(&text, &gb()) {
            prop_assert!(number.e164.starts_with('+') && number.e164.len() > 4);
        }
    }
}
