//! The cases, each by its name with what is right of it; and what is of their kind.

use checkback::domain::customer::Customer;
use checkback::export::csv::{CsvContent, CsvDialect, CsvWriter};
use checkback::export::vcard;
use checkback::import::ImportField;
use checkback::import::file::ImportFormat;

use crate::case_shop::{CaseShop, line, number, said};

#[test]
fn data_1_two_shops_own_exports_are_four_customers() {
    for overwrite in [false, true] {
        let mut shop = CaseShop::new();
        shop.overwrite = overwrite;
        shop.import("data-1-two-shops-own-exports/shop-a.csv")
            .unwrap();
        shop.import("data-1-two-shops-own-exports/shop-b.csv")
            .unwrap();
        assert_eq!(
            shop.names(),
            ["Ann Lee", "Bob Reed", "Yul Price", "Zed Moss"]
        );
        assert_eq!(number(&shop.named("Zed Moss")), "+442079460400");
        for entry in shop.everybody() {
            assert_eq!(entry.follow_ups.len(), 1, "{}", entry.customer.name);
            assert_eq!(line(&entry.customer), "");
        }
        for file in ["shop-a.csv", "shop-b.csv"] {
            let again = shop
                .import(&format!("data-1-two-shops-own-exports/{file}"))
                .unwrap();
            assert_eq!((again.counts.customers, again.counts.same), (0, 2));
        }
    }
}

#[test]
fn a_row_number_of_another_shop_proves_nothing_against_a_name_and_a_number() {
    let head = "First name,Last name,Email,Mobile,Phone,Business name,ID\n";
    let mut shop = CaseShop::new();
    shop.csv(&format!("{head}Ann,Lee,,,020 7946 0300,,1\n"))
        .unwrap();
    // Another number, another surname: somebody else, though the first names are alike.
    shop.csv(&format!("{head}Ann,Brown,,,020 7946 0301,,1\n"))
        .unwrap();
    // Nothing agrees, and there is no number to hold against theirs.
    shop.csv(&format!("{head}Zed,Moss,,,,,1\n")).unwrap();
    assert_eq!(shop.names(), ["Ann Brown", "Ann Lee", "Zed Moss"]);
    // The number agrees: married.
    shop.csv(&format!("{head}Ann,Hill,,,020 7946 0300,,1\n"))
        .unwrap();
    assert_eq!(shop.everybody().len(), 3);
}

#[test]
fn a_source_that_is_named_keeps_the_numbers_of_two_shops_apart() {
    let head = "First name,Last name,Email,Mobile,Phone,Business name,ID\n";
    let mut shop = CaseShop::new();
    for (source, row) in [
        ("North", "Ann,Lee,,,,,1"),
        ("South", "Ann,Hill,,,,,1"),
        ("North", "Ann,Lee,,,,,1"),
    ] {
        shop.source = Some(source.to_owned());
        shop.csv(&format!("{head}{row}\n")).unwrap();
    }
    assert_eq!(shop.names(), ["Ann Hill", "Ann Lee"]);
    let source = shop.named("Ann Hill").source;
    assert_eq!(source.as_deref(), Some("South/repairshopr:1"));
}

#[test]
fn data_2_a_stray_quote_swallows_no_customers() {
    let mut shop = CaseShop::new();
    let report = shop
        .import("data-2-stray-quote-swallows-customers/input.csv")
        .unwrap();
    assert_eq!(report.counts.customers, 53);
    assert_eq!(line(&shop.named("Ann Lee")), "said yes");
    let said = said(&report);
    assert!(
        said.contains("line 2") && said.contains("lines 3 to 53"),
        "{said}"
    );
}

#[test]
fn a_stray_quote_is_seen_in_any_place_and_an_honest_note_of_several_lines_stays_one() {
    let rows = |from: usize, to: usize| -> String {
        (from..to)
            .map(|n| {
                format!(
                    "Person {n},020 7946 04{n:02},n
"
                )
            })
            .collect::<Vec<_>>()
            .concat()
    };
    for (first, closes) in [
        ("\"Ann Lee,020 7946 0301,n\n", true),
        ("Ann Lee,\"020 7946 0301,n\n", true),
        ("Ann Lee,020 7946 0301,\"said yes, and no\n", true),
        ("Ann Lee,020 7946 0301,\"never closed\n", false),
        ("\"Ann Lee\",\"020 7946 0301\",\"said yes\n", true),
    ] {
        let closing = if closes {
            "Last One,020 7946 0499,\"n\"\n"
        } else {
            ""
        };
        let text = format!(
            "name,phone,note\n{}{first}{}{closing}",
            rows(0, 3),
            rows(10, 20)
        );
        let mut shop = CaseShop::new();
        let report = shop.csv(&text).unwrap();
        let all = 14 + usize::from(closes);
        assert_eq!(report.counts.customers, all, "{first}{}", said(&report));
        assert_eq!(number(&shop.named("Ann Lee")), "+442079460301", "{first}");
        assert!(
            said(&report).contains("line 5: a quotation mark"),
            "{}",
            said(&report)
        );
    }
    let honest = "name,phone,note\nAnn Lee,020 7946 0301,\"said:\nyes, but\nring mum, or dad, first\nplease\"\n\
                  Bo Hill,020 7946 0302,\"Dear all,\nthanks\"\n";
    let mut shop = CaseShop::new();
    let report = shop.csv(honest).unwrap();
    assert_eq!(report.counts.customers, 2, "{}", said(&report));
    assert!(line(&shop.named("Ann Lee")).ends_with("please"));
}

#[test]
fn data_3_a_column_of_dates_is_read_in_the_one_order_that_fits() {
    let mut shop = CaseShop::new();
    let report = shop
        .import("data-3-dates-of-the-other-order/input.csv")
        .unwrap();
    let mut due: Vec<String> = shop
        .everybody()
        .iter()
        .flat_map(|e| &e.follow_ups)
        .map(|f| f.due_at.date_naive().to_string())
        .collect();
    due.sort();
    // Christmas Day itself is taken as it stands.
    assert_eq!(
        due,
        ["2026-12-04", "2026-12-18", "2026-12-25"],
        "{}",
        said(&report)
    );
    assert!(
        said(&report).contains("“due” are read month first"),
        "{}",
        said(&report)
    );
}

#[test]
fn dates_that_fit_both_orders_are_said_and_dates_of_two_orders_are_asked_about() {
    let head = "name,phone,about,due\n";
    let mut shop = CaseShop::new();
    let both = shop
        .csv(&format!("{head}Ann Lee,020 7946 0301,Brakes,03/12/2026\n"))
        .unwrap();
    assert!(
        said(&both).contains("fit day first and month first"),
        "{}",
        said(&both)
    );
    let two = format!("{head}A B,,Brakes,25/12/2026\nC D,,Tyres,12/25/2026\n");
    let refused = shop.csv(&two).unwrap_err();
    assert!(
        refused.contains("line 2") && refused.contains("line 3"),
        "{refused}"
    );
    let mut us = CaseShop::of("US", "America/New_York");
    us.csv(&format!(
        "{head}Ann Lee,,Brakes,25.12.26 14:00\nBo Hill,,Tyres,04.12.26\n"
    ))
    .unwrap();
    let bo = us
        .everybody()
        .into_iter()
        .find(|e| e.customer.name == "Bo Hill")
        .unwrap();
    assert_eq!(
        bo.follow_ups[0].due_at.date_naive().to_string(),
        "2026-12-04"
    );
    let past = shop
        .csv(&format!("{head}Cy Moss,,Clutch,2026-04-12\n"))
        .unwrap();
    assert!(said(&past).contains("weeks past"), "{}", said(&past));
}

#[test]
fn data_4_whoever_was_mended_here_is_known_when_the_file_comes_again() {
    type Edit = fn(&mut Customer);
    let edits: [Edit; 4] = [
        |c| "Bob Reed".clone_into(&mut c.name),
        |c| c.phone = Some("+447400654321".to_owned()),
        |c| c.email = Some("bob@y.example".to_owned()),
        |c| c.email = None,
    ];
    for edit in edits {
        let mut shop = CaseShop::new();
        shop.import("data-4-mended-here-then-imported-again/input.csv")
            .unwrap();
        shop.mend("Bob Reid", edit);
        let mended = shop.everybody();
        for preview in [true, false] {
            shop.preview = preview;
            let again = shop
                .import("data-4-mended-here-then-imported-again/input.csv")
                .unwrap();
            let counts = again.counts;
            let (new, calls) = (counts.customers, counts.follow_ups);
            assert_eq!((new, calls, counts.same), (0, 0, 1), "{}", said(&again));
        }
        assert_eq!(shop.everybody(), mended);
    }
}

#[test]
fn data_6_one_wrong_byte_is_read_and_said_and_spoils_no_other_row() {
    let mut shop = CaseShop::new();
    let report = shop.import("data-6-one-wrong-byte/input.csv").unwrap();
    assert_eq!(report.counts.customers, 41);
    let names = shop.names();
    assert!(
        names.iter().all(|name| name.starts_with("Zoë")),
        "{names:?}"
    );
    assert!(
        said(&report).contains("line 42: has a letter in another encoding"),
        "{}",
        said(&report)
    );
    // Two rows, one in each encoding.
    let mut two = CaseShop::new();
    let bytes = [
        &b"name,phone\nZo\xeb Hill,020 7946 0301\n"[..],
        "Chloë Lee,020 7946 0302\n".as_bytes(),
    ]
    .concat();
    two.bytes(&bytes, ImportFormat::Csv).unwrap();
    assert_eq!(two.names(), ["Chloë Lee", "Zoë Hill"]);
}

#[test]
fn a_wrong_encoding_is_seen_by_the_names() {
    let mut shop = CaseShop::new();
    let spoilt = shop
        .csv("name,phone\nZoÃ« MÃ¼ller,020 7946 0301\n")
        .unwrap();
    assert!(
        said(&spoilt).contains("“ZoÃ« MÃ¼ller”"),
        "{}",
        said(&spoilt)
    );
    let latin = b"name,phone\nJ\xfcrgen Gro\xdf,020 7946 0302\n";
    let guessed = shop.bytes(latin, ImportFormat::Csv).unwrap();
    assert!(
        said(&guessed).contains("“Jürgen Groß”"),
        "{}",
        said(&guessed)
    );
    let lost = shop
        .csv("name,phone\nZo\u{fffd} Hill,020 7946 0303\n")
        .unwrap();
    assert!(
        said(&lost).contains("line 2: a letter of “Zo\u{fffd} Hill” was lost"),
        "{}",
        said(&lost)
    );
}

#[test]
fn data_7_whoever_is_known_with_a_number_can_be_reached() {
    let mut shop = CaseShop::new();
    shop.import("data-7-cannot-be-reached-but-can/first.csv")
        .unwrap();
    let second = shop
        .import("data-7-cannot-be-reached-but-can/second.csv")
        .unwrap();
    assert_eq!(
        (second.counts.follow_ups, second.warnings.count),
        (1, 0),
        "{}",
        said(&second)
    );
    shop.csv("name,phone\nJohn Smith,020 7946 0999\n").unwrap();
    let third = shop
        .import("data-7-cannot-be-reached-but-can/second.csv")
        .unwrap();
    assert!(
        !said(&third).contains("no way to reach"),
        "{}",
        said(&third)
    );
    let nobody = shop.csv("name,about\nNed Hill,Brakes\n").unwrap();
    assert!(
        said(&nobody).contains("no way to reach Ned Hill"),
        "{}",
        said(&nobody)
    );
}

#[test]
fn data_8_a_name_of_a_million_letters_is_cut_and_said() {
    let long = "A".repeat(900_000);
    let mut shop = CaseShop::new();
    let text = format!(
        "name,phone,about\n{long},020 7946 0337,x\nBob Reed,020 7946 0338,{}\n",
        "y ".repeat(200_000)
    );
    let report = shop.csv(&text).unwrap();
    assert!(
        said(&report).contains("line 2: name has 900000 letters: cut to 200"),
        "{}",
        said(&report)
    );
    for entry in shop.everybody() {
        assert!(entry.customer.name.chars().count() <= 200);
        assert!(
            entry
                .follow_ups
                .iter()
                .all(|f| f.about.chars().count() <= 200)
        );
    }
}

#[test]
fn data_9_names_nobody_can_see_are_missing() {
    let mut shop = CaseShop::new();
    let report = shop
        .import("data-9-names-nobody-can-see/input.csv")
        .unwrap();
    assert_eq!((report.counts.customers, report.left_out), (0, 3));
    assert_eq!(said(&report).matches("name is missing").count(), 3);
}

#[test]
fn data_10_nothing_is_dropped_without_a_word() {
    let mut shop = CaseShop::new();
    let nul = shop
        .import("data-10-dropped-without-a-word/nul.csv")
        .unwrap();
    assert!(
        said(&nul).contains("line 2: has a control character"),
        "{}",
        said(&nul)
    );
    let bare = shop
        .import("data-10-dropped-without-a-word/nocolon.vcf")
        .unwrap();
    assert!(
        said(&bare).contains("“FN Ann” on line 3 has no colon"),
        "{}",
        said(&bare)
    );
    let dead = shop
        .import("data-10-dropped-without-a-word/deceased.vcf")
        .unwrap();
    assert_eq!(dead.counts.customers, 0);
    assert!(said(&dead).contains("“Ann Lee” died"), "{}", said(&dead));
    let column = shop
        .csv("Name,Phone,Deceased\nAnn Lee,020 7946 0301,yes\nBo Lee,020 7946 0302,no\n")
        .unwrap();
    assert_eq!(
        (column.counts.customers, column.left_out),
        (1, 1),
        "{}",
        said(&column)
    );
}

#[test]
fn data_11_what_is_no_table_is_refused_in_words() {
    let mut shop = CaseShop::new();
    for (file, words) in [
        (
            "login.csv",
            "a web page, not a table: the sign-in page of the program?",
        ),
        ("blank.csv", "there is nothing in it"),
        (
            "book.ldif",
            "an LDIF address book: export it as vCard or CSV",
        ),
    ] {
        let refused = shop
            .import(&format!("data-11-not-a-table-at-all/{file}"))
            .unwrap_err();
        assert!(
            refused.contains(words) && !refused.contains("--map"),
            "{refused}"
        );
    }
    for (text, words) in [
        ("{\"customers\": [1]}", "JSON"),
        ("[{\"name\": \"Ann\"}]", "JSON"),
        ("<?xml version=\"1.0\"?><a/>", "XML"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "a calendar"),
        ("{\\rtf1 Ann}", "RTF"),
        (
            "Ann Lee,020 7946 0301\nBo Hill,020 7946 0302\n",
            "its first line is a customer",
        ),
        ("", "there is nothing in it"),
    ] {
        let refused = shop.csv(text).unwrap_err();
        assert!(
            refused.contains(words) && !refused.contains("--map"),
            "{refused}"
        );
    }
}

#[test]
fn data_12_john_is_two_people_in_any_order() {
    let rows = [
        "John,020 7946 0300,MOT",
        "John Smith,020 7946 0300,Brakes",
        "John Brown,020 7946 0300,Tyres",
    ];
    for order in [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ] {
        let mut shop = CaseShop::new();
        let text = order.map(|n| rows[n]).join("\n");
        let report = shop.csv(&format!("name,phone,about\n{text}\n")).unwrap();
        assert_eq!(report.counts.doubles, 2, "{}", said(&report));
        assert_eq!(shop.names(), ["John", "John Brown", "John Smith"]);
        let smith = shop
            .everybody()
            .into_iter()
            .find(|e| e.customer.name == "John Smith")
            .unwrap();
        assert_eq!(smith.follow_ups[0].about, "Brakes");
    }
    // In two files, one after the other.
    let mut shop = CaseShop::new();
    for row in [
        "John Smith,020 7946 0300",
        "J. Smith,020 7946 0300",
        "Jane Smith,020 7946 0300",
    ] {
        shop.csv(&format!("name,phone\n{row}\n")).unwrap();
    }
    assert_eq!(shop.names(), ["Jane Smith", "John Smith"]);
}

#[test]
fn data_16_names_that_recur_cost_no_more_the_more_there_are() {
    let mut shop = CaseShop::of("US", "America/New_York");
    let mut rows_read = Vec::new();
    for file in 0..6 {
        let rows = (0..1_000).map(|n| {
            let n = file * 1_000 + n;
            format!(
                "Ann Name{},+1 212 55{} {:04}\n",
                n % 50,
                n / 10_000 + 5,
                n % 10_000
            )
        });
        let text = format!("Name,Phone\n{}", rows.collect::<Vec<_>>().concat());
        let before = shop.shop.store.work().rows;
        let report = shop.csv(&text).unwrap();
        assert_eq!(report.counts.customers, 1_000, "{}", said(&report));
        rows_read.push(shop.shop.store.work().rows - before);
    }
    let (early, late) = (rows_read[1], rows_read[5]);
    assert!(late * 10 <= early * 13, "{rows_read:?}");
}

#[test]
fn data_5_nobody_goes_without_a_number_while_a_column_is_full_of_them() {
    let mut shop = CaseShop::new();
    let refused = shop
        .csv("Name,Erreichbar\nAnn Lee,020 7946 0301\nBo Hill,07400 123456\n")
        .unwrap_err();
    assert!(
        refused.contains("“Erreichbar” is full of numbers"),
        "{refused}"
    );
    shop.map = vec![(ImportField::Phone, "Erreichbar".to_owned())];
    shop.csv("Name,Erreichbar\nAnn Lee,020 7946 0301\nBo Hill,07400 123456\n")
        .unwrap();
    assert_eq!(number(&shop.named("Ann Lee")), "+442079460301");
    shop.map.clear();
    let named = shop
        .csv("Name,Phone,Spouse phone\nCy Moss,020 7946 0303,020 7946 0304\n")
        .unwrap();
    assert!(
        said(&named).contains("“Spouse phone” is left out and is full of telephone numbers."),
        "{}",
        said(&named)
    );
}

/// The shop's rows as a file of ours.
fn exported(shop: &mut CaseShop, what: CsvContent, dialect: CsvDialect) -> Vec<u8> {
    let rules = shop.rules().clone();
    let mut out = Vec::new();
    let mut csv = CsvWriter::begin(&mut out, what, dialect, &rules).unwrap();
    for entry in shop.everybody() {
        match what {
            CsvContent::Customers => csv.customer(&entry).unwrap(),
            _ => csv.entry(&entry).unwrap(),
        }
    }
    csv.end().unwrap();
    out
}

fn cards(shop: &mut CaseShop) -> Vec<u8> {
    let mut out = Vec::new();
    for entry in shop.everybody() {
        vcard::card(&mut out, &entry).unwrap();
    }
    out
}

const OURS: &str = "name,phone,email,item,about,note,no_calls_since\n\
    Ann Lee,020 7946 0300,ann@example.com,Ford Focus,Brakes,,\n\
    Ann Lee,020 7946 0300,,Renault Clio,Tyres,,\n\
    Bo Hill,020 7946 0301 x12,,,,\"Has a dog, barks\",\n\
    Cy Moss,,cy@example.com,,,,2026-01-02\n\
    Cy Moss,020 7946 0302,,,Clutch,,\n";

#[test]
fn data_15_the_own_export_changes_nothing_in_the_own_shop() {
    let mut shop = CaseShop::new();
    shop.import("data-15-own-cards-come-back-changed/input.csv")
        .unwrap();
    shop.csv(OURS).unwrap();
    let before = shop.everybody();
    let files = [
        (
            exported(&mut shop, CsvContent::FollowUps, CsvDialect::Spreadsheet),
            ImportFormat::Csv,
        ),
        (
            exported(&mut shop, CsvContent::Customers, CsvDialect::Plain),
            ImportFormat::Csv,
        ),
        (cards(&mut shop), ImportFormat::Vcard),
    ];
    for overwrite in [false, true] {
        shop.overwrite = overwrite;
        for (bytes, form) in &files {
            let again = shop.bytes(bytes, *form).unwrap();
            let counts = again.counts;
            assert!(
                !counts.is_anything_new() && counts.same > 0,
                "{form:?}: {}",
                said(&again)
            );
            assert_eq!(shop.everybody(), before, "{form:?}");
        }
    }
}

#[test]
fn a_card_of_ours_brings_each_thing_and_every_no_to_another_shop() {
    let mut shop = CaseShop::new();
    shop.csv(OURS).unwrap();
    let mut other = CaseShop::new();
    let cards = cards(&mut shop);
    other.bytes(&cards, ImportFormat::Vcard).unwrap();
    let ann = other
        .everybody()
        .into_iter()
        .find(|e| e.customer.name == "Ann Lee")
        .unwrap();
    let items: Vec<&str> = ann.items.iter().map(|i| i.label.as_str()).collect();
    assert_eq!(
        (items, ann.customer.line),
        (vec!["Ford Focus", "Renault Clio"], None)
    );
    assert!(
        other
            .everybody()
            .iter()
            .any(|e| e.customer.no_calls_at.is_some())
    );
}

#[test]
fn c34_a_german_spreadsheet_opens_the_file_and_the_import_reads_it_back() {
    let mut shop = CaseShop::of("DE", "Europe/Berlin");
    shop.csv("name,phone,about,quote\nUta Brandt,030 1234567,Bremsen,\"12,10\"\n")
        .unwrap();
    for (region, cells) in [
        ("DE", "\"12,10\""),
        ("FR", "\"12,10\""),
        ("CH", "\"12.10\""),
    ] {
        let dialect = CsvDialect::of_spreadsheets_in(region);
        let file = exported(&mut shop, CsvContent::FollowUps, dialect);
        let text = String::from_utf8(file.clone()).unwrap();
        assert!(
            text.contains("\"name\";\"phone\"") && text.contains(cells),
            "{text}"
        );
        assert!(checkback::export::is_ours(&file), "it may be written over");
        let mut other = CaseShop::of("DE", "Europe/Berlin");
        other.bytes(&file, ImportFormat::Csv).unwrap();
        let uta = &other.everybody()[0];
        assert_eq!(uta.follow_ups[0].quote, Some(1_210));
        assert_eq!(
            uta.follow_ups[0].due_at,
            shop.everybody()[0].follow_ups[0].due_at
        );
    }
    for region in ["GB", "US", "IE", "JP", "MX"] {
        assert_eq!(
            CsvDialect::of_spreadsheets_in(region),
            CsvDialect::Spreadsheet
        );
    }
}
