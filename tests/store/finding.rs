//! Finding: whatever somebody types, it finds whom they mean, and never fails.

use checkback::domain::change::Record;
use checkback::domain::customer::Item;
use checkback::domain::follow_up::{FollowUp, FollowUpKind, FollowUpState};

use crate::common::{Shop, at, customer, draft, edited, made, reason};

/// Everybody the tests look for: name, number, e-mail, item, what is open.
const PEOPLE: [(&str, &str, &str, &str, &str); 8] = [
    (
        "Anita Patel",
        "+442079460123",
        "anita@example.com",
        "Renault Clio AB12 CDE",
        "Front pads 2 mm",
    ),
    (
        "Séamus O'Rourke",
        "+442079460689",
        "",
        "Nissan Qashqai BX14 PZA",
        "Ball joint play",
    ),
    (
        "Zbigniew Kowalczyk",
        "+442079460562",
        "",
        "Vauxhall Vivaro DN19 HKE",
        "Tow bar, price",
    ),
    (
        "Łukasz Żółć",
        "+48221234567",
        "zolc@example.org",
        "Škoda Octavia CV18 LLN",
        "",
    ),
    (
        "王秀英",
        "",
        "wang@example.com",
        "Mini Cooper LB15 FHT",
        "Locking nut key",
    ),
    (
        "St Anne's Primary School",
        "+442079460615",
        "",
        "Ford Tourneo GX18 WDY",
        "Service",
    ),
    (
        "Ann Lee 🐕",
        "+442079460999",
        "",
        "",
        "Quote: 100% \"OEM\" parts AND labour*",
    ),
    ("Anneliese Groß", "+4930123456", "", "", ""),
];

fn shop() -> Shop {
    let now = at("2026-11-24T10:00:00Z");
    let mut shop = Shop::new();
    let some = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    let mut changes = Vec::new();
    for ((name, phone, email, item, about), id) in PEOPLE.into_iter().zip(1..) {
        let mut c = customer(-id, name);
        c.phone = some(phone);
        c.phone_shown = some(&phone.replace("+44", "0"));
        c.email = some(email);
        changes.push(made(Record::Customer(c)));
        if let Some(label) = some(item) {
            let item = Item {
                id: -id,
                version: 0,
                customer: -id,
                label,
            };
            changes.push(made(Record::Item(item)));
        }
        if let Some(about) = some(about) {
            let f = FollowUp::new(-id, -id, FollowUpKind::Other, &about, now);
            changes.push(made(Record::FollowUp(f)));
        }
    }
    shop.save(changes, now).unwrap();
    shop
}

/// The names a text finds, nearest first.
fn found(shop: &mut Shop, text: &str) -> Vec<String> {
    let entries = shop.store.find(text, 10).unwrap();
    entries.into_iter().map(|e| e.customer.name).collect()
}

#[test]
fn a_customer_is_found_by_whatever_one_knows_of_them() {
    let mut shop = shop();
    for (typed, name) in [
        // By name: its beginning, a part of it, without its accents and apostrophes, in capitals.
        ("Anita", "Anita Patel"),
        ("PATEL", "Anita Patel"),
        ("atel", "Anita Patel"),
        ("patel anita", "Anita Patel"),
        ("seamus", "Séamus O'Rourke"),
        ("orourke", "Séamus O'Rourke"),
        ("o’rourke", "Séamus O'Rourke"),
        ("lukasz zolc", "Łukasz Żółć"),
        ("ŁUKASZ", "Łukasz Żółć"),
        ("gross", "Anneliese Groß"),
        ("GROSS", "Anneliese Groß"),
        ("王秀英", "王秀英"),
        ("王", "王秀英"),
        ("st annes", "St Anne's Primary School"),
        // By number: as dialled, with its country, with spaces, its end, its middle.
        ("02079460123", "Anita Patel"),
        ("020 7946 0123", "Anita Patel"),
        ("+44 20 7946 0123", "Anita Patel"),
        ("+442079460123", "Anita Patel"),
        ("(020) 7946-0123", "Anita Patel"),
        ("0123", "Anita Patel"),
        ("460 12", "Anita Patel"),
        ("+48 22 123 45 67", "Łukasz Żółć"),
        // By plate, with and without its space, in any case, and by what it is.
        ("AB12 CDE", "Anita Patel"),
        ("ab12cde", "Anita Patel"),
        ("12cd", "Anita Patel"),
        ("vivaro", "Zbigniew Kowalczyk"),
        ("skoda", "Łukasz Żółć"),
        // By e-mail, and by the words of what is open.
        ("wang@example.com", "王秀英"),
        ("locking nut", "王秀英"),
        ("pads", "Anita Patel"),
        ("pads anita", "Anita Patel"),
        ("tow bar", "Zbigniew Kowalczyk"),
        // As people type when they are in a hurry.
        ("  anita   ", "Anita Patel"),
        ("anita\u{200b}", "Anita Patel"),
    ] {
        let names = found(&mut shop, typed);
        assert_eq!(
            names.first().map(String::as_str),
            Some(name),
            "“{typed}” finds {names:?}"
        );
    }
}

#[test]
fn one_letter_finds_names_that_begin_with_it_and_two_find_words_that_do() {
    let mut shop = shop();
    assert_eq!(found(&mut shop, "z"), ["Zbigniew Kowalczyk"]);
    assert_eq!(
        found(&mut shop, "an"),
        [
            "Anita Patel",
            "Ann Lee 🐕",
            "Anneliese Groß",
            "St Anne's Primary School"
        ]
    );
    assert_eq!(found(&mut shop, "Ł"), ["Łukasz Żółć"]);
    // In the middle of a word two letters are too few: they would find everybody.
    assert_eq!(found(&mut shop, "el"), Vec::<String>::new());
}

#[test]
fn the_nearest_comes_first_and_what_is_open_before_what_is_not() {
    let mut shop = shop();
    // The whole name, then a name that begins so (open before nothing open), then elsewhere in it.
    assert_eq!(
        found(&mut shop, "ann"),
        ["Ann Lee 🐕", "Anneliese Groß", "St Anne's Primary School"]
    );
}

#[test]
fn no_text_is_a_mistake() {
    let mut shop = shop();
    for typed in [
        "",
        " ",
        "\"",
        "\"\"\"",
        "'",
        "*",
        "pads*",
        "AND",
        "OR pads",
        "NOT pads",
        "pads NEAR anita",
        "name:anita",
        "{body}: x",
        "(pads",
        "pads)",
        "^pads",
        "-pads",
        "+pads",
        "pads + anita",
        "%%%",
        "___",
        "a%b",
        "100%",
        "\\",
        ";",
        "--",
        "🐕",
        "🐕🐕🐕",
        "\0",
        "abc\0def",
        "\u{10ffff}",
        "\u{202e}abc",
        "….",
        "٠٢٠",
        "½",
        "+",
        "00",
        "0",
        "()",
        "ﬁn",
        "ß",
        "İ",
        "e\u{301}\u{301}",
    ] {
        assert!(shop.store.find(typed, 10).is_ok(), "“{typed}”");
    }
    let long = "anita ".repeat(2_000);
    assert_eq!(found(&mut shop, &long), ["Anita Patel"]);
    let long = "x".repeat(100_000);
    assert_eq!(found(&mut shop, &long), Vec::<String>::new());
}

#[test]
fn quotes_and_operators_are_looked_for_as_they_stand() {
    let mut shop = shop();
    assert_eq!(found(&mut shop, "\"oem\""), ["Ann Lee 🐕"]);
    assert_eq!(found(&mut shop, "parts AND labour*"), ["Ann Lee 🐕"]);
    assert_eq!(found(&mut shop, "parts OR pads"), Vec::<String>::new());
    assert_eq!(found(&mut shop, "100%"), ["Ann Lee 🐕"]);
    assert_eq!(found(&mut shop, ""), Vec::<String>::new());
    assert_eq!(found(&mut shop, "   "), Vec::<String>::new());
}

#[test]
fn a_limit_is_kept_and_the_nearest_are_within_it() {
    let mut shop = Shop::new();
    let many = (1..=300).map(|n| {
        let name = if n == 1 {
            "Smith".to_owned()
        } else {
            format!("John Smith {n}")
        };
        made(Record::Customer(customer(-n, &name)))
    });
    shop.save(many.collect(), at("2026-11-24T10:00:00Z"))
        .unwrap();
    let names: Vec<String> = shop
        .store
        .find("smith", 5)
        .unwrap()
        .into_iter()
        .map(|e| e.customer.name)
        .collect();
    assert_eq!(names.len(), 5);
    assert_eq!(names.first().map(String::as_str), Some("Smith"));
}

#[test]
fn an_edited_name_or_number_is_found_and_the_old_one_no_more() {
    let now = at("2026-11-24T10:00:00Z");
    let mut shop = shop();
    let before = shop.entry(1).customer;
    let change = edited(&before, |c| {
        c.name = "Anita Desai".to_owned();
        c.phone = Some("+442079460777".to_owned());
        c.phone_shown = Some("020 7946 0777".to_owned());
    });
    shop.save(vec![change], now).unwrap();
    assert_eq!(found(&mut shop, "desai"), ["Anita Desai"]);
    assert_eq!(found(&mut shop, "460777"), ["Anita Desai"]);
    assert_eq!(found(&mut shop, "patel"), Vec::<String>::new());
    assert_eq!(found(&mut shop, "460123"), Vec::<String>::new());
    shop.undo(now).unwrap();
    assert_eq!(found(&mut shop, "patel"), ["Anita Patel"]);
    assert_eq!(found(&mut shop, "desai"), Vec::<String>::new());
}

#[test]
fn the_words_of_a_closed_follow_up_find_nobody() {
    let now = at("2026-11-24T10:00:00Z");
    let mut shop = shop();
    let before = shop.entry(1).follow_ups.remove(0);
    let mut after = before.clone();
    after.state = FollowUpState::Closed;
    after.reason = Some("all is well".to_owned());
    let change =
        checkback::domain::change::Change::of(Record::FollowUp(before), Record::FollowUp(after));
    shop.save(vec![change], now).unwrap();
    assert_eq!(found(&mut shop, "pads"), Vec::<String>::new());
    assert_eq!(found(&mut shop, "anita"), ["Anita Patel"]);
}

#[test]
fn a_number_and_a_name_find_those_who_have_exactly_that() {
    let mut shop = shop();
    let names = |entries: Vec<checkback::store::CustomerSummary>| -> Vec<String> {
        entries.into_iter().map(|e| e.customer.name).collect()
    };
    assert_eq!(
        names(shop.store.with_phone("+442079460123").unwrap()),
        ["Anita Patel"]
    );
    assert_eq!(
        names(shop.store.with_phone("+44207946").unwrap()),
        Vec::<String>::new()
    );
    assert_eq!(
        names(shop.store.with_name("SEAMUS OROURKE").unwrap()),
        ["Séamus O'Rourke"]
    );
    assert_eq!(
        names(shop.store.with_name("Seamus").unwrap()),
        Vec::<String>::new()
    );
}

#[test]
fn two_characters_of_a_script_without_blanks_are_found_wherever_they_stand() {
    let mut shop = shop();
    let now = at("2026-11-24T10:42:00Z");
    shop.add(
        &draft("李秀明", reason(FollowUpKind::Other, "電話をかける")),
        now,
    );
    assert_eq!(found(&mut shop, "秀明"), ["李秀明"]);
    assert_eq!(found(&mut shop, "電話"), ["李秀明"]);
    assert_eq!(found(&mut shop, "秀話"), Vec::<String>::new());
}
