//! `list`, `show` and `find`.

use serde_json::{Value, json};

use crate::ShopFolder;

#[test]
fn the_list_is_exactly_what_the_contract_says() {
    let shop = ShopFolder::with_two().at("2026-11-23T11:12:00+00:00");
    shop.json(&["log", "1", "no-answer"]);
    let list = shop.json(&["list"]);
    let row = &list[0];
    assert_eq!(row["customer"]["id"], 1);
    assert_eq!(row["customer"]["name"], "Anita Patel");
    assert_eq!(row["customer"]["phone"], "+442079460123");
    assert_eq!(row["standing"], "promise");
    assert_eq!(row["why"], "promised by 11:00: 12 min late");
    assert_eq!(row["due_at"], "2026-11-23T11:00:00+00:00");
    assert_eq!(row["claimed_by"], Value::Null);
    let follow_up = json!({
        "id": 1, "kind": "finding", "about": "Front pads 2 mm", "item": "Clio AB12",
        "severity": "red", "quote": 18000, "due_at": "2026-11-23T10:42:00+00:00",
        "promised_at": "2026-11-23T11:00:00+00:00", "attempts": 1, "owner": "Tom", "state": "open",
    });
    assert_eq!(row["follow_ups"], json!([follow_up]));
    let keys: Vec<&String> = row.as_object().unwrap().keys().collect();
    let contract = [
        "customer",
        "standing",
        "why",
        "due_at",
        "callable",
        "claimed_by",
        "follow_ups",
    ];
    assert_eq!(keys, contract);
}

#[test]
fn times_have_the_offset_of_the_shop_in_summer_too() {
    let shop = ShopFolder::new().at("2026-07-06T09:00:00Z");
    let added = shop.add("Ben Ali --phone 02079460018", &["--about", "x"]);
    assert_eq!(added["follow_up"]["due_at"], "2026-07-06T10:00:00+01:00");
}

#[test]
fn each_part_of_the_list_holds_who_belongs_in_it() {
    let shop = ShopFolder::with_two();
    shop.add(
        "Clara Diaz --phone 02079460030",
        &["--about", "a", "--due", "thu"],
    );
    shop.add(
        "Dev Rao --phone 02079460031",
        &["--about", "b", "--due", "in 3 weeks"],
    );
    shop.add(
        "Ella Shaw --phone 02079460032",
        &["--about", "c", "--due", "today 16:00"],
    );
    let shop = shop.at("2026-11-23T10:50:00+00:00");
    assert_eq!(shop.names(&[]), ["Anita Patel", "Ben Ali", "Ella Shaw"]);
    assert_eq!(shop.names(&["--due", "overdue"]), ["Ben Ali"]);
    assert_eq!(
        shop.names(&["--due", "week"]),
        ["Anita Patel", "Ben Ali", "Ella Shaw", "Clara Diaz"]
    );
    let all = [
        "Anita Patel",
        "Ben Ali",
        "Ella Shaw",
        "Clara Diaz",
        "Dev Rao",
    ];
    assert_eq!(shop.names(&["--due", "all"]), all);
    assert_eq!(shop.names(&["--due", "all", "--limit", "4"]), all[..4]);
    assert_eq!(shop.names(&["--owner", "TOM"]), ["Anita Patel"]);
    assert_eq!(shop.json(&["list", "--due", "all"])[4]["standing"], "ahead");
    let late = shop.at("2026-11-23T11:01:00+00:00");
    assert_eq!(
        late.names(&["--due", "overdue"]),
        ["Anita Patel", "Ben Ali"]
    );
}

#[test]
fn whose_tries_have_run_out_stand_at_the_end_of_all() {
    let mut shop = ShopFolder::new();
    shop.add("Ben Ali --phone 02079460018", &["--about", "x"]);
    let days = ["24", "25", "26", "27"];
    for now in days.map(|d| format!("2026-11-{d}T10:00:00+00:00")) {
        shop = shop.at(now.leak());
        shop.json(&["log", "1", "no-answer"]);
    }
    assert_eq!(shop.names(&[]), [""; 0]);
    let row = &shop.json(&["list", "--due", "all"])[0];
    assert_eq!(row["follow_ups"][0]["state"], "let-go");
    assert_eq!(row["why"], "no tries left: stop trying?");
    let text = shop.says(&["list", "--due", "all"]);
    assert!(text.starts_with("stop trying?"), "{text}");
    assert!(!text.contains("let-go"), "{text}");
    assert!(shop.says(&["show", "1"]).contains("stop trying?"));
}

#[test]
fn text_stands_in_columns() {
    let shop = ShopFolder::with_two();
    assert_eq!(
        shop.says(&["list"]),
        "in 18 min  1  Anita Patel  Front pads 2 mm  £180  R red  promised by 11:00  020 7946 0123\n    \
         0 min  2  Ben Ali      Struts: happy?         due                       020 7946 0018\n"
    );
    assert_eq!(ShopFolder::new().says(&["list"]), "Nobody to call.\n");
}

#[test]
fn a_customer_is_shown_with_what_is_open_closed_and_was_said() {
    let shop = ShopFolder::with_two();
    shop.json(&[
        "log",
        "anita",
        "reached",
        "--result",
        "1=authorised:95.50",
        "--note",
        "go ahead",
    ]);
    let shown = shop.json(&["show", "anita patel"]);
    assert_eq!(shown["customer"]["name"], "Anita Patel");
    assert_eq!(shown["items"][0]["label"], "Clio AB12");
    let follow_ups = shown["follow_ups"].as_array().unwrap();
    assert_eq!(follow_ups.len(), 2, "{shown}");
    let closed = follow_ups.iter().find(|f| f["id"] == 1).unwrap();
    assert_eq!(closed["state"], "closed");
    assert_eq!(closed["result"], "authorised");
    assert_eq!(closed["authorised_by"], "Anita Patel");
    assert_eq!(closed["authorised_amount"], 9550);
    assert_eq!(closed["heard_at"], "2026-11-23T10:42:00+00:00");
    assert_eq!(closed["next_at"], "2026-11-30T08:30:00+00:00");
    let contact = &shown["contacts"][0];
    let results = json!([{"follow_up": 1, "result": "authorised", "amount": 9550}]);
    assert_eq!(contact["results"], results);
    assert_eq!(contact["note"], "go ahead");
    assert_eq!(contact["direction"], "outward");
    let text = shop.says(&["show", "1"]);
    assert!(text.contains("authorised £95.50 today 10:42"), "{text}");
}

#[test]
fn customers_are_found_by_name_number_item_and_words() {
    let shop = ShopFolder::with_two();
    for text in ["anita", "0123", "clio", "front pads", "ab12"] {
        let found = shop.json(&["find", text]);
        assert_eq!(found.as_array().unwrap().len(), 1, "{text}: {found}");
        assert_eq!(found[0]["customer"]["id"], 1, "{text}");
        assert_eq!(found[0]["follow_ups"][0]["id"], 1, "{text}");
    }
    assert_eq!(
        shop.json(&["find", "020 7946"]).as_array().unwrap().len(),
        2
    );
    assert_eq!(
        shop.json(&["find", "020 7946", "--limit", "1"])
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(shop.json(&["find", "nobody at all"]), json!([]));
    assert_eq!(
        shop.says(&["find", "zzz"]),
        "No customer found for “zzz”. checkback add adds one.\n"
    );
}

#[test]
fn show_takes_digits_of_a_number_as_find_does_and_nothing_that_acts_does() {
    let shop = ShopFolder::with_two();
    assert_eq!(
        shop.json(&["show", "0123"])["customer"]["name"],
        "Anita Patel"
    );
    let several = shop.refused(&["show", "7946"]);
    assert!(several.contains("could be any of"), "{several}");
    assert!(
        shop.refused(&["show", "99887"])
            .contains("no customer 99887")
    );
    for acts in [
        &["show", "0123", "--all-data"][..],
        &["log", "0123", "no-answer"],
        &["snooze", "0123", "fri"],
        &["forget", "0123"],
    ] {
        let refused = shop.refused(acts);
        assert!(
            refused.contains("nobody has that number"),
            "{acts:?}: {refused}"
        );
    }
}
