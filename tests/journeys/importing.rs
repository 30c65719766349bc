//! A file imported from the screen: its path, its columns, what it would bring, one Enter.

use std::io::Write;

use checkback::app::popups::Popup;
use checkback::app::popups::import::{ImportPopup, ImportStage};

use checkback::domain::follow_up::FollowUpKind;

use crate::common::Backend;
use crate::counter::{Counter, SMALL, USUAL, WIDE};

const BOOK: &str = "tests/samples/counter/book.csv";
const KUNDEN: &str = "tests/samples/counter/kunden.csv";

fn found(counter: &Counter, name: &str) -> usize {
    let rows = counter.place.rows("named");
    let is = |row: &&Vec<(String, String)>| row.iter().any(|(_, cell)| cell.contains(name));
    rows.iter().filter(is).count()
}

#[test]
fn what_a_file_would_bring_is_shown_before_anything_is_written_then_one_enter() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("i").reads(&[
        "╭ Import a file ─",
        "Which file?",
        "CSV or vCard, as Google, Outlook, telephones and",
        "What would be imported is shown first.",
    ]);
    counter.types(BOOK).press("enter");
    counter.shows("import-preview-usual");
    assert_eq!(found(&counter, "harriet"), 0, "nothing is written yet");
    counter.press("enter");
    counter.says("Imported 3 new customers, 1 follow-up");
    counter.reads(&[
        "2 of 14 done",
        "╭ To call 1–5 of 12 ─",
        "Imported 3 new customers, 1 follow-up; more details for 1; 1 may be",
        "duplicates; 1 row left out. u undo",
    ]);
    assert_eq!(found(&counter, "harriet"), 1);
    let customers = format!("{:?}", counter.place.rows("customer"));
    assert!(customers.contains("joan@example.com"));
    counter.press("u").says("take 3 customers out?");
    counter.press("y").says("Taken back: imported book.csv");
    assert_eq!(found(&counter, "harriet"), 0);
}

#[test]
fn the_same_file_again_brings_nothing_and_enter_does_nothing() {
    let mut counter = Counter::of_garage(WIDE);
    counter.press("i").types(BOOK).press("enter enter");
    counter.press("i").types(BOOK).press("enter");
    counter.says("Everything in this file is here already.");
    let before = counter.place.rows("customer");
    counter.press("enter");
    assert_eq!(counter.place.rows("customer"), before);
    counter.press("esc esc").says("Clara");
}

#[test]
fn columns_nobody_knows_are_chosen_beside_what_stands_in_them() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("i").types(KUNDEN).press("enter");
    counter
        .press("right down right")
        .shows("import-columns-usual");
    counter.press("enter").says("Would import 2 new customers");
    counter.reads(&[
        "╭ tests/samples/counter/kunden.csv: what would be imported ─",
        "Would import 2 new customers, 0 follow-ups.",
        "Read as windows-1252, guessed",
        "Columns left out: “Ort”",
        "New: 2",
        "line 2: new: Anna Groß",
        "line 3: new: Bernd Alt",
    ]);
    counter.press("enter").says("Imported 2 new customers");
    let anna = counter.rows_of("Anna Groß").customer;
    assert_eq!(anna.phone.as_deref(), Some("+442079460401"));
}

#[test]
fn letters_that_look_wrong_are_read_anew() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("i").types(KUNDEN).press("enter right enter");
    counter.says("Anna Groß");
    counter
        .press("e e e e")
        .says("windows-1251, as asked")
        .says("Anna GroЯ");
    counter.press("esc esc");
}

#[test]
fn a_path_is_completed_and_one_that_leads_nowhere_is_told() {
    let mut counter = Counter::of_garage(SMALL);
    counter.press("i").types("tests/samples/counter/");
    counter.shows("import-choices-small");
    counter.types("bo").press("tab");
    counter.says(BOOK);
    counter.types("x").press("enter").says("there is no such");
    counter.reads(&[
        "Which file? tests/samples/counter/book.csvx",
        "“tests/samples/counter/book.csvx”: there is no such",
        "file: check the path",
    ]);
    counter.press("esc");
    assert_eq!(counter.session.app.popup, None);
}

#[test]
fn a_file_that_is_read_can_be_left_with_nothing_written() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("i").types(BOOK).press("enter esc");
    let app = &counter.session.app;
    assert_eq!(app.popup, Some(Popup::Import(ImportPopup)));
    assert!(
        app.import
            .as_ref()
            .is_some_and(|i| i.stage == ImportStage::Path)
    );
    counter.press("esc");
    assert_eq!(found(&counter, "harriet"), 0);
}

#[test]
fn o_lets_the_file_take_the_place_of_what_is_here_and_back() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("i").types(BOOK).press("enter");
    let words = "What the file says takes the place of what is here.";
    counter.says("o overwrite").is_silent_of(words);
    counter.press("o").says(words);
    counter.press("o").is_silent_of(words);
}

/// A table in a file of its own.
fn table(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

const BOTH_ORDERS: &str = "name,phone,about,due\nIda Holm,020 7946 0301,Tyres,03/12/2026\n";

#[test]
fn dates_that_fit_both_orders_are_asked_about_before_anything_is_shown() {
    for (keys, due) in [("enter", "2026-12-03"), ("down enter", "2026-03-12")] {
        let file = table(BOTH_ORDERS);
        let mut counter = Counter::of_garage(USUAL);
        counter.press("i").types(file.path().to_str().unwrap());
        counter.press("enter").reads(&[
            "╭ Day first or month first? ─",
            "The dates in “due” fit both. What is “03/12/2026”?",
            "▌3 Dec 2026 day first",
            "12 Mar 2026 month first",
            "↵ preview",
        ]);
        counter.press(keys);
        counter
            .says("are read ")
            .is_silent_of("Is that right?")
            .press("enter");
        let follow_up = &counter.rows_of("Ida Holm").follow_ups[0];
        assert_eq!(follow_up.due_at.date_naive().to_string(), due);
    }
}

#[test]
fn dates_of_one_order_are_not_asked_about() {
    let file = table("name,phone,about,due\nIda Holm,020 7946 0301,Tyres,25/12/2026\n");
    let mut counter = Counter::of_garage(USUAL);
    counter.press("i").types(file.path().to_str().unwrap());
    counter.press("enter").says("what would be imported");
}

#[test]
fn the_question_about_dates_is_left_to_the_path() {
    let file = table(BOTH_ORDERS);
    let mut counter = Counter::of_garage(SMALL);
    counter.press("i").types(file.path().to_str().unwrap());
    counter.press("enter esc").says("Which file?");
}

#[test]
fn a_file_that_numbers_its_customers_is_asked_once_where_it_is_from() {
    let head = "First name,Last name,Email,Mobile,Phone,Business name,ID\n";
    let mut counter = Counter::of_garage(USUAL);
    for (shop, row) in [("North", "Ida,Holm,,,,,1"), ("South", "Ida,Brown,,,,,1")] {
        let file = table(&format!("{head}{row}\n"));
        counter.press("i").types(file.path().to_str().unwrap());
        counter.press("enter").says("╭ Where is the file from? ─");
        counter.types(shop).press("enter").says("Would import");
        // Read anew in other letters, it is not asked again.
        counter.press("e").says("Would import").press("e");
        counter.press("enter");
    }
    let source = counter.rows_of("Ida Brown").customer.source;
    assert_eq!(source.as_deref(), Some("South/repairshopr:1"));
}

#[test]
fn the_kinds_that_words_tell_are_shown_before_they_count() {
    let file = table(
        "name,phone,about,kind\nIda Holm,020 7946 0301,Noise from the brakes,\n\
         Bo Reed,020 7946 0302,Noise from the boot,other\n",
    );
    let mut counter = Counter::of_garage(USUAL);
    counter.press("i").types(file.path().to_str().unwrap());
    counter.press("enter");
    counter.says("by their words they are: 1 told-us.");
    counter.press("enter");
    let kind = |counter: &mut Counter, name| counter.rows_of(name).follow_ups[0].kind;
    assert_eq!(kind(&mut counter, "Ida Holm"), FollowUpKind::ToldUs);
    assert_eq!(kind(&mut counter, "Bo Reed"), FollowUpKind::Other);
}

/// Customers whom a program has numbered.
fn numbered(name: &str, number: &str) -> tempfile::NamedTempFile {
    let head = "First name,Last name,Email,Mobile,Phone,Business name,ID";
    let (first, last) = name.split_once(' ').unwrap();
    table(&format!("{head}\n{first},{last},,{number},,,7\n"))
}

#[test]
fn the_shop_of_a_numbered_file_is_asked_once_and_guessed_for_the_next_file_of_its_kind() {
    let mut counter = Counter::of_garage(USUAL);
    let first = numbered("Ida Holm", "020 7946 0301");
    counter.press("i").types(first.path().to_str().unwrap());
    counter.press("enter").says("Where is the file from?");
    counter.is_silent_of("So far:");
    counter.types("North").press("enter").says("Would import");
    counter.press("enter").says("Imported 1 new customer");
    let second = numbered("Per Lund", "020 7946 0302");
    counter
        .press("i ctrl-u")
        .types(second.path().to_str().unwrap());
    counter
        .press("enter")
        .reads(&["Shop or program North", "So far: North."]);
    counter.press("enter enter").says("Imported 1 new customer");
    let source = |name: &str| counter.rows_of(name).customer.source;
    assert_eq!(source("Ida Holm").as_deref(), Some("North/repairshopr:7"));
    assert_eq!(source("Per Lund").as_deref(), Some("North/repairshopr:7"));
}

#[test]
fn a_program_that_was_the_only_one_is_not_asked_about_again() {
    let mut counter = Counter::of_garage(USUAL);
    let first = numbered("Ida Holm", "020 7946 0301");
    counter.press("i").types(first.path().to_str().unwrap());
    counter.press("enter").says("Where is the file from?");
    counter.press("enter enter").says("Imported 1 new customer");
    let second = numbered("Per Lund", "020 7946 0302");
    counter
        .press("i ctrl-u")
        .types(second.path().to_str().unwrap());
    counter.press("enter").says("Would import");
}
