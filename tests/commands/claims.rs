//! Claims as the commands show and respect them.

use std::path::Path;

use checkback::clock::Clock;
use checkback::config::Config;
use checkback::domain::claim::ClaimHolder;
use checkback::domain::summary::ClaimResult;
use checkback::store::Store;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{NOW, ShopFolder};

/// Joe's window has the outcome popup open on a customer.
fn joe_rings(shop: &ShopFolder, customer: i64) {
    let text = "[shop]\nzone = \"Europe/London\"";
    let rules = Config::read(text, Path::new("config.toml")).unwrap().rules;
    let file = shop.path("data").join("checkback").join("checkback.db");
    let mut store = Store::open(&file, rules.calendar).unwrap();
    let joe = ClaimHolder {
        id: Uuid::now_v7(),
        staff: "Joe".to_owned(),
        counter: "front desk".to_owned(),
    };
    let seen = store.entries(&[customer]).unwrap().remove(0);
    let now = Clock::at(NOW).unwrap().now();
    let claimed = store.claim(&seen, &joe, now).unwrap();
    assert!(matches!(claimed, ClaimResult::Granted(_)));
}

#[test]
fn the_list_and_show_say_who_is_ringing() {
    let shop = ShopFolder::with_two();
    let nobody = shop.json(&["list"]);
    assert_eq!(nobody[0]["claimed_by"], Value::Null);
    joe_rings(&shop, 1);
    let by = json!({
        "staff": "Joe", "counter": "front desk", "since": "2026-11-23T10:42:00+00:00"
    });
    let list = shop.json(&["list"]);
    assert_eq!(list[0]["claimed_by"], by);
    assert_eq!(list[1]["claimed_by"], Value::Null);
    assert_eq!(shop.json(&["show", "anita patel"])["claimed_by"], by);
    assert!(shop.says(&["list"]).contains("Joe is ringing"));
    let shown = shop.says(&["show", "1"]);
    assert!(
        shown.contains("Joe is ringing, since 10:42, at the front desk\n"),
        "{shown}"
    );
}

#[test]
fn a_call_to_somebody_whom_another_is_ringing_is_refused_but_not_ones_own() {
    let shop = ShopFolder::with_two();
    joe_rings(&shop, 1);
    assert_eq!(
        shop.refused(&["log", "1", "no-answer"]),
        "Joe is ringing Anita Patel, since 10:42, at the front desk; nothing was saved: log it \
         when that call has ended"
    );
    // They rang us: that is so whoever rings them.
    shop.json(&["log", "1", "reached", "--inward"]);
    let logged = shop.json(&["log", "1", "no-answer", "--as", "Joe"]);
    assert_eq!(logged["contact"]["by"], "Joe");
    assert_eq!(shop.json(&["show", "1"])["claimed_by"], Value::Null);
    // The others may be rung by anybody.
    shop.json(&["log", "2", "no-answer"]);
}
