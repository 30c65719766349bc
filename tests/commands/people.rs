//! Whom customers know, who sent whom, and what was asked of the shop, on the command line.

use std::path::Path;

use checkback::clock::Clock;
use checkback::config::Config;
use checkback::domain::change::Act;
use checkback::store::Store;
use uuid::Uuid;

use super::{NOW, ShopFolder};

#[test]
fn who_sent_them_is_said_and_thanked_when_their_first_job_is_booked() {
    let shop = ShopFolder::with_two();
    let ida = shop.add("Ida Holm", &["--about", "Estimate", "--sent-by", "Ben Ali"]);
    let id = ida["customer"]["id"].to_string();
    assert_eq!(shop.json(&["show", &id])["sent_by"]["name"], "Ben Ali");
    let job = shop.says(&["job", &id, "brakes-done", "--done-by", "Asha"]);
    assert!(
        job.contains("Next: Brakes: quiet and straight? Thu 26 Nov."),
        "{job}"
    );
    assert!(
        job.contains("Whoever sent them gets a thank-you Tue 24 Nov."),
        "{job}"
    );
    let ben = shop.json(&["show", "Ben Ali"]);
    assert_eq!(ben["sent"][0]["name"], "Ida Holm");
    assert_eq!(ben["follow_ups"][1]["about"], "Thank you: a friend came");
    assert_eq!(ben["follow_ups"][1]["playbook"], "thank-you");
    let shown = shop.says(&["show", &id]);
    assert!(shown.contains("Asha did the last job."), "{shown}");
    assert!(shown.contains("Sent by Ben Ali."), "{shown}");
    let shown = shop.says(&["show", "Ben Ali"]);
    assert!(shown.contains("Has sent Ida Holm."), "{shown}");
    // A second job thanks nobody again; undo of the first takes the thanks away with it.
    let again = shop.says(&["job", &id, "brakes-done"]);
    assert!(!again.contains("thank-you"), "{again}");
    shop.says(&["undo", "2"]);
    let ben = shop.json(&["show", "Ben Ali"]);
    assert_eq!(ben["follow_ups"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_sender_nobody_knows_is_refused_and_nothing_is_added() {
    let shop = ShopFolder::with_two();
    let refused = shop.refused(&[
        "add",
        "Ida Holm",
        "--about",
        "Estimate",
        "--sent-by",
        "Nobody at all",
    ]);
    assert!(refused.contains("no customer “Nobody at all”"), "{refused}");
    assert_eq!(shop.names(&["--due", "all"]).len(), 2);
}

#[test]
fn whom_they_know_is_in_show() {
    let shop = ShopFolder::with_two();
    shop.says(&["log", "Ben Ali", "reached", "--as", "Asha"]);
    assert_eq!(
        shop.json(&["show", "Ben Ali"])["knows"]["reached_by"],
        "Asha"
    );
    let shown = shop.says(&["show", "Ben Ali"]);
    assert!(shown.contains("Last spoke to Asha."), "{shown}");
}

#[test]
fn a_kindness_goes_out_with_everything_else_that_is_known_of_them() {
    let shop = ShopFolder::with_two();
    let everything = shop.json(&["export", "--format", "json"]);
    let anita = &everything["customers"][0];
    for field in [
        "sent_by",
        "sent_at",
        "came_at",
        "no_calls_at",
        "no_calls_by",
    ] {
        assert!(anita[field].is_null(), "{field}: {anita}");
    }
    assert_eq!(anita["extra_mile"], serde_json::json!([]));
    assert!(everything["follow_ups"][0].get("done_by").is_some());
}

/// At the counter, Ben turned out to be Anita.
fn ben_is_anita(shop: &ShopFolder) {
    let text = "[shop]\nzone = \"Europe/London\"";
    let rules = Config::read(text, Path::new("config.toml")).unwrap().rules;
    let file = shop.path("data").join("checkback").join("checkback.db");
    let mut store = Store::open(&file, rules.calendar).unwrap();
    let now = Clock::at(NOW).unwrap().now();
    let two = store.load_merge_pair(1, 2).unwrap().unwrap();
    let act = Act {
        id: Uuid::now_v7(),
        what: "merged".to_owned(),
        customer: Some(1),
        at: now,
        by: "Tom".to_owned(),
        counter: "counter".to_owned(),
        changes: two.changes(now),
    };
    store.save(&act).unwrap();
}

#[test]
fn who_turned_out_to_be_another_is_meant_by_their_number_and_leaves_the_shop_once() {
    let shop = ShopFolder::with_two();
    ben_is_anita(&shop);
    for whom in ["1", "2", "020 7946 0018", "Anita Patel"] {
        let shown = shop.json(&["show", whom]);
        assert_eq!(shown["customer"]["name"], "Anita Patel", "{whom}");
        assert_eq!(shown["follow_ups"].as_array().map(Vec::len), Some(2));
    }
    assert_eq!(shop.names(&["--due", "all"]), ["Anita Patel"]);
    let found = shop.json(&["find", "0018"]);
    assert_eq!(found.as_array().map(Vec::len), Some(1), "{found}");
    let everything = shop.json(&["export", "--format", "json"]);
    assert_eq!(everything["customers"].as_array().map(Vec::len), Some(1));
    assert_eq!(everything["follow_ups"].as_array().map(Vec::len), Some(2));
    let all = shop.json(&["show", "2", "--all-data"]);
    assert_eq!(all["also"][0]["name"], "Ben Ali");
    let all = all["history"].to_string();
    assert!(all.contains("added: Struts: happy?"), "{all}");
    let text = shop.says(&["show", "1", "--all-data"]);
    assert!(text.contains("\nAlso entered as\n"), "{text}");
    // What is added for the one is the other's; a file that has him brings nothing new.
    shop.add("Ben Ali --phone 02079460018", &["--about", "Tyres"]);
    let csv = "name,phone,about,kind\nBen Ali,020 7946 0018,Tyres,other\n";
    let file = shop.write("people.csv", csv);
    let imported = shop.json(&["import", &file]);
    assert_eq!(imported["customers"], 0, "{imported}");
    assert_eq!(imported["same"], 1, "{imported}");
    assert_eq!(shop.names(&["--due", "all"]), ["Anita Patel"]);
    let doctor = shop.says(&["doctor"]);
    assert!(!doctor.contains("in the wrong place"), "{doctor}");
    shop.says(&["forget", "Anita Patel", "--yes"]);
    assert_eq!(shop.names(&["--due", "all"]), [""; 0]);
    let again = shop.json(&[
        "add",
        "Ben Ali",
        "--phone",
        "02079460018",
        "--about",
        "Tyres",
    ]);
    assert_eq!(again["customer"]["opted_out"], true, "{again}");
}
