//! Whom customers know, who sent whom, and what was asked of the shop, on the command line.

use super::Shop;

#[test]
fn who_sent_them_is_said_and_thanked_when_their_first_job_is_booked() {
    let shop = Shop::with_two();
    let ida = shop.add("Ida Holm", &["--about", "Estimate", "--sent-by", "Ben Ali"]);
    let id = ida["customer"]["id"].to_string();
    assert_eq!(shop.json(&["show", &id])["sent_by"]["name"], "Ben Ali");
    let job = shop.says(&["job", &id, "brakes-done", "--done-by", "Asha"]);
    assert!(job.contains("Planned: check-back Thu 26 Nov"), "{job}");
    assert!(
        job.contains("Whoever sent them is thanked Tue 24 Nov."),
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
    assert!(!again.contains("thanked"), "{again}");
    shop.says(&["undo", "2"]);
    let ben = shop.json(&["show", "Ben Ali"]);
    assert_eq!(ben["follow_ups"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_sender_nobody_knows_is_refused_and_nothing_is_added() {
    let shop = Shop::with_two();
    let refused = shop.refused(&[
        "add",
        "Ida Holm",
        "--about",
        "Estimate",
        "--sent-by",
        "Nobody at all",
    ]);
    assert!(refused.contains("is no customer"), "{refused}");
    assert_eq!(shop.names(&["--due", "all"]).len(), 2);
}

#[test]
fn whom_they_know_is_in_show() {
    let shop = Shop::with_two();
    shop.says(&["log", "Ben Ali", "reached", "--as", "Asha"]);
    assert_eq!(
        shop.json(&["show", "Ben Ali"])["knows"]["reached_by"],
        "Asha"
    );
    let shown = shop.says(&["show", "Ben Ali"]);
    assert!(shown.contains("Knows Asha."), "{shown}");
}

#[test]
fn a_kindness_goes_out_with_everything_else_that_is_known_of_them() {
    let shop = Shop::with_two();
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
