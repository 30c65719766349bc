//! `report`: the figures of some days, in sentences and bars, as JSON, and side by side.

use serde_json::{Value, json};

use crate::ShopFolder;

const MORNING: &str = "2026-11-23T10:42:00+00:00";

/// Monday: Anita, red, promised by eleven, authorised at once; Ben, tried twice in the days before.
fn some_days() -> ShopFolder {
    let shop = ShopFolder::with_two().at("2026-11-20T10:00:00+00:00");
    shop.run(&["log", "Ben Ali", "no-answer"]);
    let shop = shop.at("2026-11-21T12:30:00+00:00");
    shop.run(&["log", "Ben Ali", "voicemail"]);
    let shop = shop.at(MORNING);
    let words = ["log", "Anita Patel", "reached", "--result", "1=authorised"];
    shop.json(&[&words[..], &["--feeling", "pleased"]].concat());
    shop
}

/// Compares with the text that was read and found good.
fn shows(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => "../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn a_report_says_and_draws_every_figure_of_the_last_four_weeks() {
    let shop = some_days();
    let said = shop.says(&["report"]);
    shows("report", &said);
}

#[test]
fn a_report_counts_the_days_it_is_asked_for_and_no_others() {
    let shop = some_days();
    let of = |words: &[&str]| {
        let report = shop.json(&[&["report"], words].concat());
        let days = (report["from"].clone(), report["to"].clone());
        (days, report["calls"].clone(), report["reached"].clone())
    };
    let days = |from: &str, to: &str| (json!(from), json!(to));
    assert_eq!(
        of(&[]),
        (days("2026-10-27", "2026-11-23"), json!(3), json!(1))
    );
    assert_eq!(
        of(&["--from", "-3d"]),
        (days("2026-11-20", "2026-11-23"), json!(3), json!(1))
    );
    assert_eq!(
        of(&["--from", "2026-11-21", "--to", "yesterday"]),
        (days("2026-11-21", "2026-11-22"), json!(1), json!(0))
    );
    assert_eq!(
        of(&["--to", "2026-11-20"]),
        (days("2026-10-24", "2026-11-20"), json!(1), json!(0))
    );
    let ten_years = of(&["--from", "2016-11-24", "--to", "2026-11-30"]);
    assert_eq!((ten_years.1, ten_years.2), (json!(3), json!(1)));
}

#[test]
fn a_report_in_json_has_every_number_by_a_name_that_stays() {
    let shop = some_days();
    let mut report = shop.json(&["report", "--from", "2026-11-20", "--to", "2026-11-23"]);
    let says = report["says"].take();
    assert_eq!(says["calls"], "1 of 3 calls reached somebody.");
    assert_eq!(says.as_object().map(serde_json::Map::len), Some(9));
    let day = |day: &str, calls, reached, pleased, new| {
        json!({
            "from": day, "calls": calls, "reached": reached,
            "pleased": pleased, "fine": 0, "unhappy": 0, "new_customers": new,
        })
    };
    assert_eq!(
        report,
        json!({
            "from": "2026-11-20",
            "to": "2026-11-23",
            "shop": "Our shop",
            "calls": 3,
            "reached": 1,
            "by_hour": [
                {"weekday": "mon", "hour": 10, "calls": 1, "reached": 1},
                {"weekday": "fri", "hour": 10, "calls": 1, "reached": 0},
                {"weekday": "sat", "hour": 12, "calls": 1, "reached": 0},
            ],
            "by": "day",
            "over_time": [
                day("2026-11-20", 1, 0, 0, 0),
                day("2026-11-21", 1, 0, 0, 0),
                day("2026-11-22", 0, 0, 0, 0),
                day("2026-11-23", 1, 1, 1, 2),
            ],
            "promises": {"kept": 1, "late": 0, "open": 0},
            "work": {
                "red": {"asked": 1, "authorised": 1, "worth": 18_000},
                "amber": {"asked": 0, "authorised": 0, "worth": 0},
                "green": {"asked": 0, "authorised": 0, "worth": 0},
            },
            "first_call": {
                "within_1h": 1, "within_4h": 0, "within_1d": 0, "within_3d": 0, "later": 0,
            },
            "feelings": {"pleased": 1, "fine": 0, "unhappy": 0},
            "tries": [1, 0, 0, 0, 0],
            "rang_us": 0,
            "new_customers": 2,
            "sent": 0,
            "says": Value::Null,
        })
    );
}

#[test]
fn the_numbers_of_a_report_are_those_there_were_once_something_is_undone() {
    let shop = some_days();
    let before = shop.json(&["report"]);
    shop.json(&["log", "Ben Ali", "reached", "--result", "2=settled"]);
    assert_ne!(shop.json(&["report"]), before);
    shop.json(&["undo"]);
    assert_eq!(shop.json(&["report"]), before);
}

#[test]
fn days_the_wrong_way_round_are_refused_with_what_they_were_read_as() {
    let shop = some_days();
    assert_eq!(
        shop.refused(&["report", "--from", "1 nov"]),
        "“1 nov” is Mon 1 Nov 2027, which is after the last day, Mon 23 Nov: for a past day \
         write the year too, such as 2026-10-27"
    );
    let said = shop.refused(&["report", "--from", "whenever"]);
    assert!(said.contains("“whenever” is not understood"), "{said}");
}

#[test]
fn a_file_has_one_shop_to_put_side_by_side() {
    let shop = some_days();
    let said = shop.says(&["report", "--all-shops"]);
    shows("report-all-shops", &said);
    let all = shop.json(&["report", "--all-shops"]);
    let mut one = shop.json(&["report"]);
    let (from, to) = (one["from"].take(), one["to"].take());
    assert_eq!((&all["from"], &all["to"]), (&from, &to));
    let shops = all["shops"].as_array().unwrap();
    assert_eq!(shops.len(), 1);
    assert_eq!(shops[0]["counted"], true);
    for name in ["shop", "calls", "work", "over_time", "says"] {
        assert_eq!(shops[0][name], one[name], "{name}");
    }
}

#[test]
fn a_shop_nobody_is_in_yet_is_reported_without_a_number_made_up() {
    let said = ShopFolder::new().says(&["report"]);
    assert!(said.contains("No calls were made in these days."), "{said}");
    assert!(!said.contains('█'), "{said}");
}
