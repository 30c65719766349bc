//! `undo` and `redo`, each in a process of its own.

use serde_json::json;

use crate::ShopFolder;

#[test]
fn what_one_process_did_another_takes_back_and_a_third_does_again() {
    let shop = ShopFolder::with_two();
    let before = shop.json(&["list"]);
    shop.json(&["log", "2", "no-answer"]);
    let after = shop.json(&["show", "2"]);
    let undone = shop.json(&["undo"]);
    assert_eq!(undone["done"], 1);
    assert_eq!(undone["undone"][0]["what"], "no answer");
    assert_eq!(undone["undone"][0]["customer"]["name"], "Ben Ali");
    assert_eq!(shop.json(&["list"]), before);
    let redone = shop.json(&["redo"]);
    assert_eq!(redone["redone"][0]["what"], "no answer");
    assert_eq!(shop.json(&["show", "2"]), after);
}

#[test]
fn more_than_there_is_stops_at_the_end_and_says_how_many_were() {
    let shop = ShopFolder::with_two();
    assert_eq!(
        shop.says(&["undo", "9", "--yes"]),
        "Taken back: Ben Ali: added: Struts: happy?\nTaken back: Anita Patel: added: Front pads 2 mm.\n\
         Taken back 2 of 9: there were no more.\n"
    );
    assert_eq!(shop.json(&["list", "--due", "all"]), json!([]));
    assert_eq!(
        shop.refused(&["undo"]),
        "there is nothing to undo at this counter"
    );
    assert_eq!(shop.json(&["redo", "2"])["done"], 2);
    assert_eq!(
        shop.refused(&["redo"]),
        "there is nothing to redo at this counter"
    );
    assert_eq!(shop.names(&[]), ["Anita Patel", "Ben Ali"]);
    assert_eq!(shop.run(&["undo", "0"]).status, 2);
}

#[test]
fn something_done_since_leaves_nothing_to_redo() {
    let shop = ShopFolder::with_two();
    shop.json(&["undo"]);
    shop.json(&["snooze", "1", "today 10:55"]);
    assert_eq!(
        shop.refused(&["redo"]),
        "there is nothing to redo at this counter"
    );
}

#[test]
fn many_at_once_stop_before_a_customer_is_taken_out_or_a_day_gone_back_to_without_a_yes() {
    let shop = ShopFolder::with_two();
    shop.json(&["log", "2", "no-answer"]);
    let ran = shop.run(&["undo", "100"]);
    assert_eq!(ran.status, 1);
    assert_eq!(ran.stdout, "Taken back: Ben Ali: no answer.\n");
    assert!(
        ran.stderr.contains("would take customers out: add --yes"),
        "{}",
        ran.stderr
    );
    assert_eq!(shop.names(&[]), ["Anita Patel", "Ben Ali"]);
    shop.json(&["log", "2", "no-answer"]);
    let shop = shop.at("2026-12-24T10:42:00Z");
    let ran = shop.run(&["undo", "2"]);
    assert!(
        ran.stderr.contains("is of an earlier day: add --yes"),
        "{}",
        ran.stderr
    );
    assert_eq!(
        shop.json(&["undo"])["done"],
        1,
        "one is named by asking for it"
    );
}
