//! `log` and `snooze`.

use serde_json::{Value, json};

use crate::ShopFolder;

#[test]
fn no_answer_rests_by_the_cadence() {
    let shop = ShopFolder::with_two();
    let logged = shop.json(&["log", "ben", "no-answer"]);
    assert_eq!(logged["says"], "No answer. Again today 13:42.");
    assert_eq!(
        logged["customer"]["rest_until"],
        "2026-11-23T13:42:00+00:00"
    );
    assert_eq!(logged["contact"]["outcome"], "no-answer");
    assert_eq!(logged["contact"]["by"], "tom");
    assert_eq!(logged["contact"]["next_at"], "2026-11-23T13:42:00+00:00");
    assert_eq!(logged["follow_ups"][0]["attempts"], 1);
    assert_eq!(shop.names(&[]), ["Anita Patel"]);
    let asked = shop.json(&["log", "ben", "voicemail", "--next", "fri 10:00"]);
    assert_eq!(asked["contact"]["next_at"], "2026-11-27T10:00:00+00:00");
}

#[test]
fn a_wrong_number_keeps_its_row_and_says_so() {
    let shop = ShopFolder::with_two();
    let logged = shop.json(&["log", "2", "wrong-number"]);
    assert_eq!(logged["customer"]["wrong_number"], true);
    let list = shop.json(&["list"]);
    assert_eq!(
        (&list[1]["customer"]["id"], &list[1]["callable"]),
        (&json!(2), &json!(false))
    );
}

#[test]
fn results_close_and_bring_what_comes_next_in_one_act() {
    let shop = ShopFolder::with_two();
    shop.add(
        "Anita Patel",
        &["--about", "Cam belt", "--severity", "amber"],
    );
    let logged = shop.json(&[
        "log",
        "020 7946 0123",
        "reached",
        "--result",
        "1=authorised",
        "--result",
        "3=declined:too dear",
        "--feeling",
        "pleased",
        "--note",
        "rings  back",
        "--as",
        "Asha",
    ]);
    let by_id = |id: i64| {
        let rows = logged["follow_ups"].as_array().unwrap();
        rows.iter().find(|f| f["id"] == id).unwrap().clone()
    };
    assert_eq!(by_id(1)["authorised_amount"], 18000);
    assert_eq!(by_id(3)["reason"], "too dear");
    assert_eq!(
        logged["follow_ups"].as_array().unwrap().len(),
        4,
        "{logged}"
    );
    assert_eq!(logged["contact"]["feeling"], "pleased");
    assert_eq!(logged["contact"]["note"], "rings back");
    assert_eq!(logged["contact"]["by"], "Asha");
    assert_eq!(shop.names(&[]), ["Ben Ali"]);
    shop.json(&["undo"]);
    assert_eq!(shop.names(&[]), ["Anita Patel", "Ben Ali"]);
    assert_eq!(shop.json(&["show", "1"])["contacts"], json!([]));
}

#[test]
fn whoever_felt_unhappy_is_rung_by_the_owner_once() {
    let shop = ShopFolder::with_two();
    let complaints = |shown: &Value| {
        let rows = shown["follow_ups"].as_array().unwrap();
        rows.iter()
            .filter(|f| f["kind"] == "complaint" && f["state"] == "open")
            .count()
    };
    shop.json(&[
        "log",
        "2",
        "reached",
        "--result",
        "2=unhappy",
        "--feeling",
        "unhappy",
    ]);
    assert_eq!(complaints(&shop.json(&["show", "2"])), 1);
    shop.json(&[
        "log",
        "1",
        "reached",
        "--result",
        "1=authorised",
        "--feeling",
        "unhappy",
    ]);
    let anita = shop.json(&["show", "1"]);
    assert_eq!(complaints(&anita), 1);
    assert_eq!(anita["follow_ups"].as_array().unwrap().len(), 3, "{anita}");
}

#[test]
fn they_rang_us_is_inward() {
    let shop = ShopFolder::with_two();
    let logged = shop.json(&["log", "2", "reached", "--inward"]);
    assert_eq!(logged["contact"]["direction"], "inward");
    assert_eq!(
        logged["follow_ups"],
        json!([]),
        "what was not talked about stays open"
    );
    assert_eq!(
        logged["customer"]["rest_until"],
        "2026-11-24T09:00:00+00:00"
    );
}

#[test]
fn what_makes_no_sense_of_a_contact_is_refused() {
    let shop = ShopFolder::with_two();
    let refused = |more: &[&str]| {
        let mut args = vec!["log", "anita"];
        args.extend(more);
        shop.refused(&args)
    };
    assert!(
        refused(&["no-answer", "--result", "1=settled"])
            .starts_with("--result only fits “reached”")
    );
    assert!(refused(&["busy", "--feeling", "fine"]).starts_with("--feeling only fits “reached”"));
    assert!(refused(&["busy", "--inward"]).starts_with("--inward only fits “reached”"));
    assert!(
        refused(&["wrong-number", "--next", "fri"])
            .starts_with("--next does not fit a wrong number")
    );
    assert!(refused(&["no-answer", "--next", "yesterday"]).contains("past"));
    let theirs = "2 is not an open follow-up of Anita Patel: theirs are 1 (Front pads 2 mm)";
    assert_eq!(refused(&["reached", "--result", "2=settled"]), theirs);
    assert!(refused(&["reached", "--result", "1=maybe"]).contains("write one of authorised"));
    assert!(refused(&["reached", "--result", "1"]).contains("like 7=declined"));
    assert!(
        refused(&["reached", "--result", "1=authorised:lots"]).contains("“lots” is not an amount")
    );
    let twice = ["reached", "--result", "1=settled", "--result", "1=declined"];
    assert!(refused(&twice).contains("two results"));
    assert_eq!(shop.json(&["show", "1"])["contacts"], json!([]));
}

#[test]
fn a_snooze_until_a_closed_day_lasts_until_the_next_open_one_and_says_so() {
    let shop = ShopFolder::with_two();
    let later = shop.json(&["snooze", "ben", "sunday"]);
    assert_eq!(later["customer"]["rest_until"], "2026-11-30T08:30:00+00:00");
    assert_eq!(
        later["says"],
        "Back Mon 30 Nov 08:30. Closed on Sun 29 Nov."
    );
    let timed = shop.json(&["snooze", "ben", "sunday 15:00"]);
    assert_eq!(timed["customer"]["rest_until"], "2026-11-29T15:00:00+00:00");
    let days = shop.json(&["snooze", "ben", "6"]);
    assert_eq!(days["customer"]["rest_until"], "2026-11-30T08:30:00+00:00");
}

#[test]
fn nobody_is_tried_who_has_nothing_open_or_a_wrong_number() {
    let shop = ShopFolder::with_two();
    shop.json(&["log", "ben", "wrong-number"]);
    assert_eq!(
        shop.refused(&["log", "ben", "no-answer"]),
        "Ben Ali: wrong number; correct it first"
    );
    shop.json(&["log", "ben", "reached", "--result", "2=settled"]);
    for words in [["log", "ben", "no-answer"], ["snooze", "ben", "fri"]] {
        assert_eq!(shop.refused(&words), "Ben Ali: no open calls");
    }
}

#[test]
fn a_snooze_ends_in_time_for_a_promise() {
    let shop = ShopFolder::with_two();
    let later = shop.json(&["snooze", "ben", "tomorrow 9am"]);
    assert_eq!(later["customer"]["rest_until"], "2026-11-24T09:00:00+00:00");
    assert_eq!(later["says"], "Back tomorrow 09:00.");
    let promised = shop.json(&["snooze", "1", "fri"]);
    assert_eq!(
        promised["customer"]["rest_until"],
        "2026-11-23T10:45:00+00:00"
    );
    assert!(shop.refused(&["snooze", "ben", "-1d"]).contains("past"));
    assert!(
        shop.refused(&["snooze", "ben", "whenever"])
            .contains("“whenever” is not understood")
    );
}
