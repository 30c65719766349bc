//! Rests, promises, moved calls, calls handed over, jobs, and what a person decides besides.

use checkback::domain::contact::{Feeling, Outcome};
use checkback::usecases::hand_over::{colleague, hand_over};
use checkback::usecases::let_go::{keep_trying, let_go};
use checkback::usecases::log::{CallReport, log};
use checkback::usecases::merge::merge;
use checkback::usecases::note::note;
use checkback::usecases::promise::{promise, read_by};
use checkback::usecases::reschedule::reschedule;
use checkback::usecases::snooze::read_until;
use checkback::usecases::{Plan, feeling};

use crate::two_shops::TwoShops;

const NAME: &str = "Priya Nair";

#[test]
fn a_customer_rests_until_a_time() {
    // Sunday is closed; a promise ends the rest before its time; a bare number is days.
    for until in ["fri 10:00", "sunday", "5", "2h", "tomorrow"] {
        let mut shops = TwoShops::new();
        shops
            .goes_to("Zoë 👩‍🔧 Baker")
            .keys("s")
            .types(until)
            .keys("enter");
        shops.notes_what_is_shown();
        shops.command(&["snooze", "Zoë 👩‍🔧 Baker", until]);
        shops.did_the_same().said_the_same();
    }
    let mut shops = TwoShops::new();
    shops
        .goes_to(NAME)
        .keys("s")
        .types("fri")
        .keys("enter")
        .notes_what_is_shown();
    shops
        .command(&["snooze", NAME, "fri"])
        .did_the_same()
        .said_the_same();
}

#[test]
fn a_promise_is_made_anew() {
    for by in ["4pm", "sunday", "fri"] {
        let mut shops = TwoShops::new();
        let id = shops.follow_up(NAME, "MOT result");
        shops
            .goes_to(NAME)
            .keys("p")
            .types(by)
            .keys("enter")
            .notes_what_is_shown();
        shops.use_case(NAME, |context, entry, _| {
            promise(context, entry, id, read_by(by, context).unwrap())
        });
        shops.did_the_same().said_the_same();
    }
}

#[test]
fn what_is_ahead_moves_to_another_day() {
    let name = "Grace O'Neill";
    let mut shops = TwoShops::new();
    let id = shops.follow_up(name, "Service and MOT due");
    shops
        .keys("2")
        .selects(name)
        .keys("s")
        .types("sunday")
        .keys("enter");
    shops.notes_what_is_shown();
    shops.use_case(name, |context, entry, _| {
        let to = read_until("sunday", &context.reader()).unwrap();
        reschedule(context, entry, id, to)
    });
    shops.did_the_same().said_the_same();
}

#[test]
fn calls_are_handed_over_to_whom_a_few_letters_mean() {
    let mut shops = TwoShops::new();
    let id = shops.follow_up(NAME, "MOT result");
    shops
        .goes_to(NAME)
        .keys("h")
        .types("as")
        .keys("enter")
        .notes_what_is_shown();
    shops.use_case(NAME, |context, entry, _| {
        let to = colleague(context, entry, "as").unwrap().unwrap();
        hand_over(context, entry, &[id], &to)
    });
    shops.did_the_same().said_the_same();
}

#[test]
fn a_job_is_booked() {
    let name = "Zoë 👩‍🔧 Baker";
    let mut shops = TwoShops::new();
    shops.goes_to(name).keys("o").types("brakes").keys("enter");
    // About what, when, and who did it.
    shops
        .keys("ctrl-u")
        .types("Golf")
        .keys("tab ctrl-u")
        .types("yesterday");
    shops
        .keys("tab")
        .types("as")
        .keys("enter")
        .notes_what_is_shown();
    shops.command(&[
        "job",
        name,
        "brakes-done",
        "--item",
        "Golf",
        "--done",
        "yesterday",
        "--done-by",
        "as",
    ]);
    shops.did_the_same().said_the_same();
}

#[test]
fn a_note_and_a_feeling_come_after_the_call() {
    let mut shops = TwoShops::new();
    shops.goes_to(NAME).keys("n").notes_what_is_shown();
    shops.command(&["log", NAME, "no-answer"]);
    shops
        .keys("t")
        .types("Dog barks")
        .keys("enter")
        .notes_what_is_shown();
    shops.use_case(NAME, |_, entry, store| {
        let card = store.card(entry.customer.id, 5).unwrap().unwrap();
        note(entry, &card.contacts[0], "Dog barks")
    });
    let result = format!("{}=settled", shops.follow_up(NAME, "MOT result"));
    shops
        .keys("r")
        .types("0166")
        .keys("enter s")
        .notes_what_is_shown();
    let words = ["log", NAME, "reached", "--inward", "--result", &result];
    shops.command(&words);
    shops.keys("-").notes_what_is_shown();
    shops.use_case(NAME, |context, entry, store| {
        let card = store.card(entry.customer.id, 5).unwrap().unwrap();
        feeling::feeling(context, entry, &card.contacts[0], Feeling::Unhappy).unwrap()
    });
    shops.did_the_same().said_the_same();
}

/// The tries for Joan have run out, and the person decides.
fn decided(key: &str, decide: impl Fn(&mut TwoShops)) {
    let name = "Joan Fisher";
    let mut shops = TwoShops::new();
    shops.goes_to(name).keys("n").notes_what_is_shown();
    shops.use_case(name, |context, entry, _| {
        log(context, entry, &CallReport::of(Outcome::NoAnswer)).unwrap()
    });
    shops.keys(key).notes_what_is_shown();
    decide(&mut shops);
    shops.did_the_same().said_the_same();
}

#[test]
fn the_tries_ran_out_and_a_person_stops_or_goes_on() {
    let name = "Joan Fisher";
    decided("l", |shops| {
        shops.use_case(name, |context, entry, _| let_go(context, entry));
    });
    decided("f", |shops| {
        shops.use_case(name, |context, entry, _| keep_trying(context, entry));
    });
}

#[test]
fn two_customers_become_one() {
    let mut shops = TwoShops::new();
    let other = shops.entry("Tom Reid").customer.id;
    shops
        .goes_to(NAME)
        .keys("J")
        .types("0122")
        .keys("enter enter")
        .notes_what_is_shown();
    shops.use_case(NAME, |context, entry, store| -> Plan {
        let pair = store.load_merge_pair(entry.customer.id, other).unwrap();
        merge(context, &pair.unwrap())
    });
    shops.did_the_same().said_the_same();
}

#[test]
fn a_row_of_the_paper_list_is_the_call_it_tells_of() {
    let mut shops = TwoShops::new();
    let id = shops.entry(NAME).customer.id;
    let row = format!("{id} n, rang twice");
    shops
        .keys("K")
        .types(&row)
        .keys("enter esc")
        .notes_what_is_shown();
    shops
        .command(&["log", NAME, "no-answer", "--note", "rang twice"])
        .did_the_same();
}
