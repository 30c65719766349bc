//! Logging a call: every outcome, every result, what is said with it.

use crate::two_shops::TwoShops;

/// Keys on a customer's row and the words of the command for them do and say the same.
fn same(name: &str, keys: &str, words: &[&str]) {
    let mut shops = TwoShops::new();
    shops.goes_to(name).keys(keys).notes_what_is_shown();
    let mut all = vec!["log", name];
    all.extend(words);
    shops.command(&all).did_the_same().said_the_same();
}

#[test]
fn a_try_that_reached_nobody() {
    for name in ["Anita Patel", "Joan Fisher", "Meadow Dairy Ltd"] {
        same(name, "n", &["no-answer"]);
        same(name, "v", &["voicemail"]);
        same(name, "b", &["busy"]);
    }
}

#[test]
fn a_wrong_number() {
    let name = "Anita Patel";
    let mut shops = TwoShops::new();
    shops.goes_to(name).keys("x").notes_what_is_shown();
    shops.command(&["log", name, "wrong-number"]).did_the_same();
    shops.said_the_same_but_for(" (e)");
}

/// One result on the screen, by its keys, and on the command line.
fn same_result(keys: &str, result: &str) {
    let mut shops = TwoShops::new();
    let id = shops.follow_up("Priya Nair", "MOT result");
    shops.goes_to("Priya Nair").keys("d").keys(keys);
    let result = format!("{id}={result}");
    let words = ["log", "Priya Nair", "reached", "--result", &result];
    shops.notes_what_is_shown().command(&words);
    shops.did_the_same().said_the_same();
}

#[test]
fn every_result_of_a_call_that_reached_them() {
    same_result("a enter", "authorised");
    same_result("d enter", "declined");
    same_result("z", "thinking");
    same_result("l", "can-wait");
    same_result("s", "settled");
    same_result("!", "unhappy");
    same_result("m enter", "dropped");
}

#[test]
fn a_result_with_a_sum_or_a_reason() {
    same_result("a tab 9 5 enter", "authorised:95");
    same_result("d t o o space d e a r enter", "declined:too dear");
    same_result("m s o l d space i t enter", "dropped:sold it");
}

#[test]
fn several_results_and_what_was_not_talked_about() {
    let name = "Anita Patel";
    let mut shops = TwoShops::new();
    let pads = shops.follow_up(name, "Front pads 2 mm");
    shops.goes_to(name).keys("d z 0").notes_what_is_shown();
    let pads = format!("{pads}=thinking");
    shops.command(&["log", name, "reached", "--result", &pads]);
    shops.did_the_same().said_the_same();
}

#[test]
fn a_call_of_theirs() {
    let name = "Priya Nair";
    let mut shops = TwoShops::new();
    let id = shops.follow_up(name, "MOT result");
    shops
        .keys("r")
        .types("0166")
        .keys("enter s")
        .notes_what_is_shown();
    let result = format!("{id}=settled");
    let words = ["log", name, "reached", "--inward", "--result", &result];
    shops.command(&words).did_the_same().said_the_same();
}

#[test]
fn a_call_of_theirs_with_nothing_open() {
    let name = "Tom Reid";
    let mut shops = TwoShops::new();
    // What was authorised this morning is settled first, in both.
    let open = shops.entry(name).follow_ups;
    for f in &open {
        let result = format!("{}=settled", f.id);
        let words = ["log", name, "reached", "--result", &result];
        shops.command(&words);
    }
    assert_eq!(open.len(), 1);
    shops.goes_to(name).keys("d s").notes_what_is_shown();
    shops
        .keys("r")
        .types("0122")
        .keys("enter")
        .notes_what_is_shown();
    shops
        .command(&["log", name, "reached", "--inward"])
        .did_the_same();
}

/// A call with a note and a feeling comes to the same rows as a call, then a note, then a feeling.
fn same_afterwards(keys: &str, feeling: &str) {
    let name = "Priya Nair";
    let mut shops = TwoShops::new();
    let id = shops.follow_up(name, "MOT result");
    shops
        .goes_to(name)
        .keys("d s t")
        .types("Dog is well")
        .keys("enter");
    shops.keys(keys);
    let result = format!("{id}=settled");
    let call = ["log", name, "reached", "--result", &result];
    let more = ["--note", "Dog is well", "--feeling", feeling];
    let words: Vec<&str> = call.into_iter().chain(more).collect();
    shops.command(&words).left_the_same();
}

#[test]
fn a_note_and_a_feeling_with_the_call_or_after_it() {
    same_afterwards("+", "pleased");
    same_afterwards("=", "fine");
    same_afterwards("-", "unhappy");
}
