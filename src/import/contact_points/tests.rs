//! Tests of parsing numbers from cells, for a British shop unless another region is named.

use super::{PhoneChoice, PhoneType, numbers};
use crate::domain::phone::Region;

fn of(cells: &[(PhoneType, &str)], country: &str) -> PhoneChoice {
    let cells: Vec<(PhoneType, String)> =
        cells.iter().map(|(w, c)| (*w, (*c).to_owned())).collect();
    Region::new(country).map_or_else(
        |_| PhoneChoice::default(),
        |region| numbers(&cells, &region),
    )
}

fn one(cell: &str) -> PhoneChoice {
    of(&[(PhoneType::Primary, cell)], "GB")
}

fn best(found: &PhoneChoice) -> Option<&str> {
    found.best.as_ref().map(|n| n.e164.as_str())
}

#[test]
fn one_number_is_read_however_it_is_spelt() {
    for cell in [
        "020 7946 0123",
        "+44 (0)20 7946 0123",
        "0044 20 7946 0123",
        "Tel: 020 7946 0123",
        "020 7946 0123 (home)",
        "t. 020-7946-0123",
        "tel:+44-20-7946-0123",
    ] {
        let found = one(cell);
        assert_eq!(best(&found), Some("+442079460123"), "{cell}");
        assert_eq!((found.others, found.refused), (vec![], vec![]), "{cell}");
    }
}

#[test]
fn several_in_one_cell_are_all_kept_and_the_one_in_the_pocket_is_rung() {
    for cell in [
        "020 7946 0123 ::: 07400 123456",
        "020 7946 0123; 07400 123456",
        "020 7946 0123\n07400 123456",
        "020 7946 0123 / 07400 123456",
        "020 7946 0123/07400 123456",
        "020 7946 0123, 07400 123456",
        "020 7946 0123 or 07400 123456",
        "020 7946 0123 m: 07400 123456"
            .replace(" m:", ", m:")
            .as_str(),
    ] {
        let found = one(cell);
        assert_eq!(best(&found), Some("+447400123456"), "{cell}");
        assert_eq!(found.others, ["020 7946 0123"], "{cell}");
    }
}

#[test]
fn a_slash_within_a_number_parts_nothing() {
    let found = of(&[(PhoneType::Primary, "030/12345678")], "DE");
    assert_eq!(best(&found), Some("+493012345678"));
    let found = of(&[(PhoneType::Primary, "030/12345678 / 0171 1234567")], "DE");
    assert_eq!(best(&found), Some("+491711234567"));
    assert_eq!(found.others, ["030 12345678"]);
}

#[test]
fn the_column_says_which_number_it_is() {
    let found = of(
        &[
            (PhoneType::Fax, "020 7946 0100"),
            (PhoneType::Work, "020 7946 0101"),
            (PhoneType::Mobile, "020 7946 0102"),
            (PhoneType::Home, "020 7946 0101"),
        ],
        "GB",
    );
    assert_eq!(best(&found), Some("+442079460102"));
    assert_eq!(
        found.others,
        ["020 7946 0100 (fax)", "020 7946 0101 (work)"]
    );
}

#[test]
fn a_word_that_says_only_that_it_is_a_telephone_leaves_it_what_it_is() {
    for cell in [
        "tel:+44-20-7946-0102",
        "Tel. 020 7946 0102",
        "phone 020 7946 0102",
    ] {
        let found = of(
            &[
                (PhoneType::Work, "020 7946 0101"),
                (PhoneType::Mobile, cell),
            ],
            "GB",
        );
        assert_eq!(best(&found), Some("+442079460102"), "{cell}");
    }
}

#[test]
fn a_zero_that_a_spreadsheet_ate_is_said() {
    let found = one("2079460123");
    assert_eq!(best(&found), Some("+442079460123"));
    assert_eq!(
        found.remarks,
        ["phone “2079460123” lost its first 0, as a spreadsheet drops it: read as 020 7946 0123"]
    );
    // In Italy the zero is part of the number: without it the number is invalid.
    let found = of(&[(PhoneType::Primary, "612345678")], "IT");
    assert_eq!(best(&found), Some("+390612345678"));
    assert_eq!(found.remarks.len(), 1);
}

#[test]
fn a_lost_zero_is_told_only_where_there_is_a_number_with_it() {
    for cell in ["123456789", "7700900123"] {
        let found = one(cell);
        assert_eq!(found.best.map(|n| n.valid), Some(false), "{cell}");
        assert_eq!(found.remarks, Vec::<String>::new(), "{cell}");
    }
}

#[test]
fn a_number_that_a_spreadsheet_took_for_an_amount_loses_its_decimal() {
    for (cell, country, number) in [
        ("7400123456.0", "GB", "+447400123456"),
        ("1711234567.0", "DE", "+491711234567"),
        ("2015550123.0", "US", "+12015550123"),
    ] {
        let found = of(&[(PhoneType::Primary, cell)], country);
        assert_eq!(best(&found), Some(number), "{cell}");
        assert_eq!(found.remarks.len(), 1, "{cell}");
    }
    let found = one("7700900123.0");
    assert_eq!(found.doubtful.as_deref(), Some("7700900123.0"));
}

#[test]
fn nothing_is_made_of_what_only_might_be_a_number() {
    for cell in ["4.41E+11", "4,41E+11", "12", "ring Tom", "353861234567"] {
        let found = one(cell);
        assert_eq!(best(&found), None, "{cell}");
        assert_eq!(found.doubtful.as_deref(), Some(cell));
        assert_eq!(found.refused.len(), 1, "{cell}");
    }
}

#[test]
fn a_doubtful_number_beside_a_good_one_is_kept_as_it_was_written() {
    let found = of(
        &[
            (PhoneType::Mobile, "0740"),
            (PhoneType::Home, "020 7946 0123"),
        ],
        "GB",
    );
    assert_eq!(best(&found), Some("+442079460123"));
    assert_eq!(found.others, ["“0740”"]);
}

#[test]
fn an_extension_stays_with_its_number() {
    let found = one("020 7946 0123 ext. 12");
    let extension = found.best.as_ref().and_then(|n| n.extension.clone());
    assert_eq!(
        (best(&found), extension.as_deref()),
        (Some("+442079460123"), Some("12"))
    );
}
