//! What a promise does to the list, and what it does not: the cases of the trial, by the command line.

use serde_json::Value;

use crate::ShopFolder;

/// A Monday, half past nine.
const MONDAY: &str = "2026-11-30T09:30:00+00:00";

fn row<'a>(list: &'a Value, name: &str) -> &'a Value {
    let mut rows = list.as_array().unwrap().iter();
    rows.find(|row| row["customer"]["name"] == name).unwrap()
}

#[test]
fn a_red_finding_promised_for_tomorrow_is_red_in_todays_list() {
    let shop = ShopFolder::new().at(MONDAY);
    shop.add(
        "Ben Ali --phone 02079460018",
        &["--about", "Struts: happy?"],
    );
    let says = shop.says(&[
        "add",
        "Sue Soon",
        "--phone",
        "02079460124",
        "--about",
        "Exhaust blowing",
        "--severity",
        "red",
        "--promise",
        "tomorrow 10am",
    ]);
    assert!(says.contains("promised by tomorrow 10:00"), "{says}");
    assert!(!says.contains("due tomorrow"), "{says}");
    let list = shop.json(&["list"]);
    assert_eq!(list[0]["customer"]["name"], "Sue Soon");
    assert_eq!(list[0]["standing"], "red");
    assert_eq!(list[0]["why"], "red finding, waiting for 0 minutes");
    let text = shop.says(&["list"]);
    let sue = text.lines().find(|l| l.contains("Sue Soon")).unwrap();
    assert!(
        sue.contains("R red") && sue.contains("promised by 10:00 tomorrow"),
        "{text}"
    );
}

#[test]
fn what_is_no_more_than_promised_comes_in_time_for_its_promise() {
    let shop = ShopFolder::new().at(MONDAY);
    shop.add(
        "Cy Quote --phone 02079460018 --kind quote",
        &["--about", "Price", "--promise", "4pm"],
    );
    shop.add(
        "Di Later --phone 02079460019 --kind quote",
        &["--about", "Price", "--promise", "wed 10am"],
    );
    let list = shop.json(&["list"]);
    assert_eq!(list.as_array().unwrap().len(), 1, "{list}");
    assert_eq!(row(&list, "Cy Quote")["standing"], "later");
    assert_eq!(
        row(&list, "Cy Quote")["due_at"],
        "2026-11-30T16:00:00+00:00"
    );
    let shop = shop.at("2026-11-30T15:10:00+00:00");
    let list = shop.json(&["list"]);
    assert_eq!(row(&list, "Cy Quote")["standing"], "promise");
    let text = shop.says(&["list"]);
    assert!(
        text.contains("in 50 min") && text.contains("promised by 16:00"),
        "{text}"
    );
    let shop = shop.at("2026-11-30T16:12:00+00:00");
    let text = shop.says(&["list"]);
    assert!(
        text.contains("12 min late") && text.contains("promise missed 16:00"),
        "{text}"
    );
    assert!(!text.contains("16:00!"), "{text}");
    let sheet = shop.says(&["sheet", "--plain"]);
    assert!(
        sheet.contains("promise missed 16:00, 12 min late"),
        "{sheet}"
    );
}

#[test]
fn a_due_date_that_was_given_stays_and_the_promise_moves_them_up() {
    let shop = ShopFolder::new().at(MONDAY);
    let added = shop.add(
        "Cy Quote --phone 02079460018 --kind quote",
        &[
            "--about",
            "Price",
            "--promise",
            "tomorrow 10am",
            "--due",
            "fri",
        ],
    );
    let due = &added["follow_up"]["due_at"];
    assert_eq!(*due, "2026-12-04T08:30:00+00:00", "{added}");
    assert!(shop.json(&["list"]).as_array().unwrap().is_empty());
    let shop = shop.at("2026-12-01T08:00:00+00:00");
    let list = shop.json(&["list"]);
    assert_eq!(row(&list, "Cy Quote")["standing"], "later");
    let shop = shop.at("2026-12-01T09:05:00+00:00");
    assert_eq!(
        row(&shop.json(&["list"]), "Cy Quote")["standing"],
        "promise"
    );
}

#[test]
fn a_rest_stays_as_it_is_and_a_promise_made_in_it_ends_it_in_time() {
    let shop = ShopFolder::new().at(MONDAY);
    shop.add(
        "Cy Quote --phone 02079460018 --kind quote",
        &["--about", "Price"],
    );
    shop.says(&["snooze", "Cy Quote", "fri"]);
    shop.says(&[
        "add",
        "Cy Quote",
        "--about",
        "Towbar",
        "--kind",
        "quote",
        "--promise",
        "tomorrow 10am",
    ]);
    let rest =
        |shop: &ShopFolder| shop.json(&["show", "Cy Quote"])["customer"]["rest_until"].clone();
    assert_eq!(rest(&shop), "2026-12-04T08:30:00+00:00");
    assert!(shop.json(&["list"]).as_array().unwrap().is_empty());
    let shop = shop.at("2026-12-01T09:00:00+00:00");
    let list = shop.json(&["list"]);
    assert_eq!(row(&list, "Cy Quote")["standing"], "promise");
    assert_eq!(row(&list, "Cy Quote")["callable"], true);
    assert_eq!(rest(&shop), "2026-12-04T08:30:00+00:00");
}

/// Case C22: by today and by Friday were broken when the shop opened, or a minute later.
#[test]
fn by_today_and_by_friday_last_until_the_shop_closes_that_day() {
    let shop = ShopFolder::new().at("2026-11-26T15:05:00+00:00");
    for (name, by) in [("Tod Day", "today"), ("Fay Day", "friday")] {
        let about = ["--about", "q", "--promise", by];
        shop.add(&format!("{name} --phone 07400123473"), &about);
    }
    let late = |shop: &ShopFolder, name: &str| {
        let shown = shop.says(&["show", name]);
        assert!(shown.contains("17:30"), "{shown}");
        shown.contains("promise missed")
    };
    let shop = shop.at("2026-11-26T15:06:00+00:00");
    assert!(!late(&shop, "Tod Day") && !late(&shop, "Fay Day"));
    let shop = shop.at("2026-11-27T08:31:00+00:00");
    assert!(late(&shop, "Tod Day") && !late(&shop, "Fay Day"));
    let shop = shop.at("2026-11-27T17:31:00+00:00");
    assert!(late(&shop, "Fay Day"));
}

/// Capture C5: sixty days after a no, the card read as a fresh finding.
#[test]
fn what_is_asked_again_says_who_said_no_when_and_why() {
    let shop = ShopFolder::new().at(MONDAY);
    shop.add(
        "Ben Carter --phone 02079460124 --severity amber",
        &["--about", "Rear tyres 2.5 mm", "--quote", "160"],
    );
    shop.says(&[
        "log",
        "Ben Carter",
        "reached",
        "--result",
        "1=declined:too dear",
    ]);
    let shop = shop.at("2027-01-29T09:30:00+00:00");
    let shown = shop.says(&["show", "Ben Carter"]);
    assert!(shown.contains("said no on 30 Nov: too dear"), "{shown}");
    let sheet = shop.says(&["sheet", "--plain"]);
    let sheet = sheet.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        sheet.contains("Say: They said no on 30 Nov: too dear."),
        "{sheet}"
    );
    let again = shop.json(&["show", "Ben Carter"]);
    let open = &again["follow_ups"][0];
    assert_eq!(open["state"], "open");
    assert_eq!(
        (&open["result"], &open["reason"]),
        (&Value::Null, &"too dear".into())
    );
}
