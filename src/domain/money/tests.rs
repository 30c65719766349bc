//! Amounts as people write them, and as they are shown.

use super::Currency;

fn currency(code: &str) -> Currency {
    Currency::new(code).unwrap_or_default()
}

#[test]
fn an_amount_is_read_as_people_write_it() {
    let pounds = Currency::default();
    for (typed, minor) in [
        ("180", 18_000),
        ("£180", 18_000),
        ("180.50", 18_050),
        ("95,5", 9_550),
        ("1,250", 125_000),
        ("1,250.75", 125_075),
        ("1.250,75", 125_075),
        ("1.005,2", 100_520),
        ("1 250.75", 125_075),
        ("1'250", 125_000),
        ("1,000,000", 100_000_000),
        (" £ 0.99 ", 99),
        ("GBP 12", 1_200),
        ("180 £", 18_000),
        ("12 GBP", 1_200),
        ("0", 0),
        ("180.", 18_000),
    ] {
        assert_eq!(pounds.read(typed), Ok(minor), "{typed}");
    }
}

#[test]
fn euros_stand_behind_their_figures_and_three_behind_a_comma_are_asked_about() {
    let euros = currency("EUR");
    assert_eq!(euros.read("1.200,00 €"), Ok(120_000));
    assert_eq!(euros.read("180 EUR"), Ok(18_000));
    assert_eq!(
        euros.read("1,200"),
        Err("“1,200” could be thousands or decimals: write €1250 or €1.25".to_owned())
    );
}

#[test]
fn what_is_no_amount_is_refused_with_an_example() {
    let pounds = Currency::default();
    for typed in [
        "",
        "abc",
        "1.2.3",
        "12,34,567",
        "-5",
        "1e5",
        "99999999999999",
        "£",
        ".50",
        "1,25,000",
        "٣",
        "10..5",
        "99999999999999999999999",
    ] {
        assert!(pounds.read(typed).is_err(), "{typed}");
    }
    assert_eq!(
        pounds.read("ten"),
        Err("“ten” is not an amount; type e.g. £180.50".to_owned())
    );
}

#[test]
fn an_amount_with_more_decimals_than_the_currency_has_is_refused() {
    assert_eq!(
        Currency::default().read("1.2345"),
        Err("“1.2345” has more decimals than GBP has: 2".to_owned())
    );
    assert!(currency("JPY").read("1.5").is_err());
}

#[test]
fn an_amount_shows_decimals_only_where_there_are_any() {
    let pounds = Currency::default();
    assert_eq!(pounds.show(18_000), "£180");
    assert_eq!(pounds.show(9_505), "£95.05");
    assert_eq!(pounds.show(0), "£0");
    assert_eq!(pounds.show(5), "£0.05");
}

#[test]
fn a_currency_has_its_own_sign_and_decimals() {
    for (code, typed, minor, shown) in [
        ("EUR", "95,50", 9_550, "€95.50"),
        ("USD", "$20", 2_000, "$20"),
        ("JPY", "500", 500, "¥500"),
        ("JPY", "1,500", 1_500, "¥1500"),
        ("KWD", "1.250", 1_250, "KWD 1.250"),
        ("CHF", "12.50", 1_250, "CHF 12.50"),
        ("PLN", "12", 1_200, "zł 12"),
        ("XAF", "700", 700, "XAF 700"),
    ] {
        let currency = currency(code);
        assert_eq!(currency.read(typed), Ok(minor), "{code} {typed}");
        assert_eq!(currency.show(minor), shown, "{code}");
        assert_eq!(currency.read(shown), Ok(minor), "{shown} is read again");
    }
}

#[test]
fn a_code_is_three_capital_letters() {
    for wrong in ["", "gbp", "GB", "GBPX", "G1P", "£££", "ÄÖÜ"] {
        assert!(Currency::new(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn an_amount_without_room_for_its_decimals_is_shown_as_about_so_much() {
    let pounds = Currency::default();
    assert_eq!(pounds.show_within(123_450, 8), "£1234.50");
    assert_eq!(pounds.show_within(123_450, 7), "~£1235");
    assert_eq!(pounds.show_within(18_000, 7), "£180");
}
