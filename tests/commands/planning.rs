//! The cases about time from outside, through the program itself: what is promised by a day, what is
//! planned while the shop is closed, a day that is today; the same in an import.

use serde_json::Value;

use crate::ShopFolder;

/// Thursday 26 November 2026, 15:05.
const THURSDAY: &str = "2026-11-26T15:05:00+00:00";
/// Tuesday 24 November 2026, 10:42.
const TUESDAY: &str = "2026-11-24T10:42:00+00:00";

fn shop_at(now: &'static str) -> ShopFolder {
    ShopFolder {
        now,
        ..ShopFolder::new()
    }
}

fn lines(input: &'static str) -> impl Iterator<Item = &'static str> {
    input.lines().filter(|line| !line.is_empty())
}

/// Adds a follow-up with one more option: what it is promised by and due at.
fn add(shop: &ShopFolder, name: &str, option: [&str; 2]) -> Value {
    let [option, phrase] = option;
    let added = shop.json(&[
        "add",
        name,
        "--phone",
        "02079460123",
        "--about",
        "q",
        option,
        phrase,
    ]);
    added["follow_up"].clone()
}

#[test]
fn case_c20_a_range_is_no_clock() {
    let shop = shop_at(TUESDAY);
    let input = include_str!("../samples/cases/C20-a-range-is-no-clock/input.txt");
    let [first, second, third] = lines(input).collect::<Vec<_>>()[..] else {
        panic!("three lines")
    };
    let read = |phrase| shop.json(&["when", phrase]);
    assert_eq!(read(first)["at"], "2026-11-24T11:00:00+00:00");
    assert_eq!(read(first)["promised_at"], "2026-11-24T13:00:00+00:00");
    assert_eq!(read(third)["at"], "2026-11-24T14:00:00+00:00");
    let refused = shop.refused(&["when", second]);
    assert!(refused.contains("today 11:50"), "{refused}");
    assert!(refused.contains("tomorrow 10:00 to 12:00"), "{refused}");
    assert_eq!(read("five to four")["at"], "2026-11-24T15:55:00+00:00");
}

#[test]
fn case_c22_a_promise_by_a_day_lasts_until_the_shop_closes() {
    let shop = shop_at(THURSDAY);
    let input = include_str!("../samples/cases/C22-promise-by-a-day/input.txt");
    let promised: Vec<Value> = lines(input)
        .map(|phrase| add(&shop, phrase, ["--promise", phrase])["promised_at"].clone())
        .collect();
    assert_eq!(
        promised,
        ["2026-11-26T17:30:00+00:00", "2026-11-27T17:30:00+00:00"]
    );
    // A due date still means opening.
    let due = add(&shop, "Due", ["--due", "friday"]);
    assert_eq!(due["due_at"], "2026-11-27T08:30:00+00:00");
}

#[test]
fn case_c23_what_is_planned_while_the_shop_is_closed_is_moved_or_said() {
    let shop = shop_at(THURSDAY);
    let input = include_str!("../samples/cases/C23-planned-while-closed/input.txt");
    let [days, sunday] = lines(input).collect::<Vec<_>>()[..] else {
        panic!("two lines")
    };
    add(&shop, "Bo Reed", ["--due", "today"]);
    let said = shop.says(&["snooze", "Bo Reed", days]);
    assert!(said.contains("Mon 30 Nov 08:30"), "{said}");
    assert!(said.contains("losed on Sun 29 Nov"), "{said}");
    let said = shop.says(&[
        "add",
        "Cy",
        "--phone",
        "07400123473",
        "--about",
        "q",
        "--promise",
        sunday,
    ]);
    assert!(said.contains("promised by Sun 29 Nov 10:00"), "{said}");
    assert!(said.contains("closed on Sun 29 Nov"), "{said}");
}

#[test]
fn case_data_13_a_day_that_is_today() {
    let shop = shop_at(TUESDAY);
    let input = include_str!("../samples/cases/data-13-a-day-that-is-today/input.txt");
    let [ordinal, date, clock, week] = lines(input).collect::<Vec<_>>()[..] else {
        panic!("four lines")
    };
    add(&shop, "Ann Lee", ["--due", "today"]);
    for phrase in [ordinal, date] {
        let refused = shop.refused(&["snooze", "Ann Lee", phrase]);
        assert!(refused.contains("is today already"), "{refused}");
        assert!(refused.contains("24 Dec"), "{refused}");
        let promised = add(&shop, "Ann Lee", ["--promise", phrase]);
        assert_eq!(promised["promised_at"], "2026-11-24T17:30:00+00:00");
    }
    assert_eq!(
        shop.json(&["when", clock])["at"],
        "2026-11-24T16:30:00+00:00"
    );
    assert_eq!(
        shop.json(&["when", week])["at"],
        "2026-11-27T08:30:00+00:00"
    );
}

#[test]
fn an_import_reads_times_as_the_command_line_does() {
    let shop = shop_at(THURSDAY);
    let file = shop.path("calls.csv");
    let rows = "name,phone,about,due,promise\n\
        By Today,02079460121,q,,today\n\
        By Friday,02079460122,q,,friday\n\
        Range,02079460123,q,fri 2 to 4,fri 2 to 4\n\
        Due Sunday,02079460124,q,3d,\n\
        Sunday,02079460126,q,,sun 10am\n\
        Both,02079460125,q,,10 to 12\n";
    std::fs::write(&file, rows).unwrap();
    let run = shop.run(&["import", file.to_str().unwrap(), "--json"]);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let text = report.to_string();
    assert!(text.contains("can be read as"), "{text}");
    assert!(text.contains("closed on Sun 29 Nov"), "{text}");
    let listed = shop.json(&["list", "--due", "all"]);
    let times = |name: &str| {
        let row = listed.as_array().unwrap().iter();
        let row = row.into_iter().find(|row| row["customer"]["name"] == name);
        let follow_up = &row.unwrap()["follow_ups"][0];
        [
            follow_up["due_at"].clone(),
            follow_up["promised_at"].clone(),
        ]
    };
    assert_eq!(times("By Today")[1], "2026-11-26T17:30:00+00:00");
    assert_eq!(times("By Friday")[1], "2026-11-27T17:30:00+00:00");
    assert_eq!(
        times("Range"),
        ["2026-11-27T14:00:00+00:00", "2026-11-27T16:00:00+00:00"]
    );
    assert_eq!(times("Due Sunday")[0], "2026-11-30T08:30:00+00:00");
    assert_eq!(times("Sunday")[1], "2026-11-29T10:00:00+00:00");
}
