//! `add` and `job`.

use serde_json::json;

use crate::ShopFolder;

#[test]
fn what_is_added_is_told_whole() {
    let shop = ShopFolder::new();
    let added = shop.json(&[
        "add",
        "Anita Patel",
        "--phone",
        "020 7946 0123",
        "--email",
        "anita@example.com",
        "--about",
        "Front pads 2 mm",
        "--item",
        "Renault Clio AB12 CDE",
        "--severity",
        "red",
        "--quote",
        "£180",
        "--due",
        "now",
        "--promise",
        "today 11:30",
        "--owner",
        "Tom",
        "--note",
        "was  short",
    ]);
    let (customer, follow_up) = (&added["customer"], &added["follow_up"]);
    assert_eq!(customer["id"], 1);
    assert_eq!(customer["phone"], "+442079460123");
    assert_eq!(customer["email"], "anita@example.com");
    let expected = json!({
        "id": 1, "kind": "finding", "about": "Front pads 2 mm", "item": "Renault Clio AB12 CDE",
        "severity": "red", "quote": 18000, "due_at": "2026-11-23T10:42:00+00:00",
        "promised_at": "2026-11-23T11:30:00+00:00", "attempts": 0, "owner": "Tom",
        "state": "open", "note": "was short", "added_by": "tom",
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&follow_up[name], value, "{name}");
    }
    assert!(
        added["says"].as_str().unwrap().contains("Front pads 2 mm"),
        "{added}"
    );
}

#[test]
fn a_kind_is_a_finding_with_a_severity_and_other_without() {
    let shop = ShopFolder::new();
    let kind = |more: &[&str]| {
        let added = shop.add("Ben Ali --phone 02079460018 --about x", more);
        added["follow_up"]["kind"].as_str().unwrap().to_owned()
    };
    assert_eq!(kind(&["--severity", "green"]), "finding");
    assert_eq!(
        kind(&["--severity", "green", "--kind", "told-us"]),
        "told-us"
    );
    assert_eq!(kind(&["--promise", "fri 10:00"]), "other");
    assert_eq!(kind(&["--promise", "fri 10:00", "--quote", "20"]), "other");
}

#[test]
fn a_kind_nobody_named_is_told_by_the_words_and_said() {
    let shop = ShopFolder::new();
    let added = |about: &str, more: &[&str]| {
        let words = ["add", "Ben Ali", "--phone", "02079460018", "--about", about];
        shop.json(&[&words, more].concat())
    };
    let noise = added("Noise from the brakes", &[]);
    assert_eq!(noise["follow_up"]["kind"], "told-us");
    let says = noise["says"].as_str().unwrap();
    assert!(says.contains("(told-us, by its words)"), "{says}");
    for more in [["--kind", "other"], ["--severity", "red"]] {
        let given = added("Noise from the boot", &more);
        assert_ne!(given["follow_up"]["kind"], "told-us", "{more:?}");
        assert!(!given["says"].as_str().unwrap().contains("by its words"));
    }
}

#[test]
fn the_same_customer_is_not_entered_twice() {
    let shop = ShopFolder::with_two();
    let again = shop.add("ANITA pátel", &["--about", "Service"]);
    assert_eq!(again["customer"]["id"], 1);
    assert_eq!(again["customer"]["name"], "Anita Patel");
    // Another number speaks against it; a couple's number alone does not make it them.
    let other = shop.add("Anita Patel --phone 02079460999", &["--about", "Service"]);
    assert_eq!(other["customer"]["id"], 3);
    let partner = shop.add("Raj Patel --phone 02079460123", &["--about", "Service"]);
    assert_eq!(partner["customer"]["id"], 4);
}

#[test]
fn several_of_a_name_are_listed_and_nothing_is_saved() {
    let shop = ShopFolder::with_two();
    shop.add("Anita Patel --phone 02079460999", &["--about", "Service"]);
    let refused = shop.refused(&["add", "Anita Patel", "--about", "Tyres"]);
    assert_eq!(
        refused,
        "“Anita Patel” could be any of 1 Anita Patel 020 7946 0123, 3 Anita Patel 020 7946 0999: \
         give the number or the e-mail of the right one"
    );
    assert_eq!(shop.json(&["find", "tyres"]), json!([]));
}

#[test]
fn a_number_in_no_assigned_range_is_taken_with_a_warning() {
    let shop = ShopFolder::new();
    let ran = shop.run(&[
        "add",
        "Anita Patel",
        "--phone",
        "07700 900123",
        "--about",
        "x",
        "--json",
    ]);
    assert_eq!(ran.status, 0);
    assert!(
        ran.stderr
            .starts_with("warning: phone “07700 900123” is not a known UK number; kept as typed"),
        "{}",
        ran.stderr
    );
    assert!(ran.stdout.contains("+447700900123"), "{}", ran.stdout);
}

#[test]
fn somebody_without_number_or_e_mail_is_taken_with_a_warning() {
    let ran = ShopFolder::new().run(&["add", "Clara", "--about", "x"]);
    assert_eq!(ran.status, 0);
    assert!(
        ran.stderr.contains("no way to reach Clara yet"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_due_date_on_a_closed_day_moves_to_the_next_open_one_and_says_so() {
    let shop = ShopFolder::new();
    let moved = shop.add(
        "Ben Ali --phone 02079460018 --due sunday",
        &["--about", "x"],
    );
    assert_eq!(moved["follow_up"]["due_at"], "2026-11-30T08:30:00+00:00");
    let says = moved["says"].as_str().unwrap();
    assert!(
        says.contains("closed on Sun 29 Nov, so it is due Mon 30 Nov 08:30"),
        "{says}"
    );
    let timed = shop.add("Ben Ali", &["--about", "y", "--due", "sunday 15:00"]);
    assert_eq!(timed["follow_up"]["due_at"], "2026-11-29T15:00:00+00:00");
}

#[test]
fn a_promise_for_a_closed_day_is_one_for_the_next_open_one_and_says_so() {
    let shop = ShopFolder::new();
    let call = "Ben Ali --phone 02079460018 --promise sunday";
    let moved = shop.add(call, &["--about", "x"]);
    assert_eq!(
        moved["follow_up"]["promised_at"],
        "2026-11-30T17:30:00+00:00"
    );
    let says = moved["says"].as_str().unwrap();
    assert!(says.contains("closed on Sun 29 Nov"), "{says}");
    let timed = shop.add("Ben Ali", &["--about", "y", "--promise", "sunday 15:00"]);
    assert_eq!(
        timed["follow_up"]["promised_at"],
        "2026-11-29T15:00:00+00:00"
    );
}

#[test]
fn every_wrong_field_is_named_in_one_line() {
    let shop = ShopFolder::new();
    let refused = shop.refused(&[
        "add",
        "Ben",
        "--phone",
        "123",
        "--email",
        "ben at home",
        "--about",
        "x",
        "--quote",
        "ten",
        "--promise",
        "yesterday",
    ]);
    for part in [
        "phone “123” is too short",
        "email “ben at home”",
        "quote “ten”",
        "past",
    ] {
        assert!(refused.contains(part), "{part}: {refused}");
    }
    assert!(
        shop.refused(&["add", " \u{200b} ", "--about", "x"])
            .starts_with("name is missing")
    );
    assert!(
        shop.refused(&["add", "Ben", "--about", "\u{7}"])
            .starts_with("about is empty")
    );
    assert_eq!(shop.json(&["list", "--due", "all"]), json!([]));
}

#[test]
fn a_job_plans_what_its_playbook_says() {
    let shop = ShopFolder::with_two();
    let booked = shop.json(&[
        "job",
        "Ben Ali",
        "brakes-d",
        "--item",
        "Golf",
        "--done",
        "2026-11-20",
    ]);
    assert_eq!(booked["customer"]["id"], 2);
    assert_eq!(booked["playbook"], "brakes-done");
    let planned = &booked["follow_ups"][0];
    assert_eq!(planned["kind"], "check-back");
    assert_eq!(planned["item"], "Golf");
    assert_eq!(planned["due_at"], "2026-11-23T08:30:00+00:00");
    assert!(
        shop.refused(&["job", "2", "nonsense"])
            .contains("brakes-done")
    );
    assert!(
        shop.refused(&["job", "2", "pads-low"])
            .contains("plans nothing")
    );
}

#[test]
fn a_check_back_nobody_rang_for_goes_to_let_go_on_its_fifteenth_day_and_not_before() {
    let shop = ShopFolder::with_two();
    shop.json(&["job", "2", "brakes-done", "--done", "2026-11-20"]);
    let state = |shop: &ShopFolder| {
        let all = shop.json(&["show", "2"]);
        let follow_ups = all["follow_ups"].as_array().unwrap().clone();
        let mine = follow_ups.iter().find(|f| f["playbook"] == "brakes-done");
        mine.map(|f| f["state"].clone()).unwrap()
    };
    let shop = shop.at("2026-12-04T17:00:00Z");
    assert_eq!(state(&shop), "open");
    // Saturday 5 December, fifteen days on.
    let shop = shop.at("2026-12-05T09:30:00Z");
    assert_eq!(state(&shop), "let-go");
    // It is nobody's act: undo takes back what a person did last.
    shop.json(&["snooze", "1", "tomorrow 9am"]);
    assert!(shop.says(&["undo"]).contains("later"));
}
