//! Tests of matching an import's rows to customers.

use chrono::{DateTime, Utc};

use super::{ImportCandidate, ImportMerger, RowEffect};
use crate::domain::customer::Customer;
use crate::domain::draft::{Author, Draft, set_phone};
use crate::domain::phone::{self, ParsedNumber, Region};

fn number(text: &str) -> ParsedNumber {
    let region = Region::new("GB").expect("a region");
    phone::read(text, &region).expect("a number")
}

fn author() -> Author<'static> {
    let now: DateTime<Utc> = "2026-11-24T10:42:00Z".parse().expect("an instant");
    Author { now, by: "Tom" }
}

fn customer(id: i64, name: &str, phone: Option<&str>, email: Option<&str>) -> Customer {
    let mut customer = Customer {
        id,
        name: name.to_owned(),
        email: email.map(str::to_owned),
        ..Customer::default()
    };
    set_phone(&mut customer, phone.map(number).as_ref());
    customer
}

fn row(name: &str, phone: Option<&str>, email: Option<&str>) -> Draft {
    Draft {
        name: name.to_owned(),
        phone: phone.map(number),
        email: email.map(str::to_owned),
        ..Draft::default()
    }
}

fn with(customers: Vec<Customer>) -> ImportMerger {
    let mut gathering = ImportMerger::of_a_file(0);
    for customer in customers {
        gathering.add_candidate(ImportCandidate {
            customer,
            items: Vec::new(),
            open: &[],
            also: Vec::new(),
        });
    }
    gathering
}

/// The customer each row is reported to be about, and whether they are new.
fn told(gathering: &mut ImportMerger, rows: Vec<Draft>) -> Vec<(String, bool)> {
    rows.into_iter()
        .map(|row| {
            let told = gathering.merge_draft(row, author()).expect("one fits");
            (told.name, told.did == RowEffect::Created)
        })
        .collect()
}

const HERE: Option<&str> = Some("020 7946 0123");
const THERE: Option<&str> = Some("020 7946 0999");
const MAIL: Option<&str> = Some("lee@example.com");

#[test]
fn a_number_says_more_than_how_a_name_is_written() {
    let mut shop = with(vec![customer(1, "Anita Patel", HERE, None)]);
    let told = told(&mut shop, vec![row("Mrs. A. Patel", HERE, MAIL)]);
    assert_eq!(told, [("Anita Patel".to_owned(), false)]);
    let after = shop.into_merged_customers();
    assert_eq!(after[0].customer.email.as_deref(), MAIL);
    assert_eq!(after[0].customer.name, "Anita Patel");
}

#[test]
fn a_partner_with_the_same_number_is_somebody_else_who_may_be_there_twice() {
    let mut shop = with(vec![customer(1, "Bob Ali", HERE, None)]);
    let told = shop
        .merge_draft(row("Sue Ali", HERE, None), author())
        .expect("new");
    assert_eq!(
        (told.name.as_str(), &told.did),
        ("Sue Ali", &RowEffect::Created)
    );
    let double = "has the number of 1 Bob Ali 020 7946 0123";
    assert_eq!(told.double.as_deref(), Some(double));
}

#[test]
fn ways_to_write_one_name_are_one_and_a_fuller_one_is_kept_on_the_card() {
    for (known, written, alike) in [
        ("Anita Patel", "Patel, Anita", true),
        ("Anita Patel", "Frau Patel", true),
        ("Anita Patel", "Anita Shah", false),
        ("A. Patel", "Anita Patel", true),
        ("Ann Lee", "Bob Lee", false),
        ("Patel Motors", "Anita Patel", false),
        ("Mr Lee", "Mr Hill", false),
    ] {
        let mut shop = with(vec![customer(1, known, HERE, None)]);
        let told = shop
            .merge_draft(row(written, HERE, None), author())
            .expect("one");
        assert_eq!(told.did != RowEffect::Created, alike, "{known}, {written}");
    }
    let mut shop = with(vec![customer(1, "Müller", HERE, None)]);
    shop.merge_draft(row("Jürgen Müller", HERE, None), author())
        .expect("one");
    let again = shop.merge_draft(row("Jürgen Müller", HERE, None), author());
    assert!(again.is_ok_and(|told| told.did == RowEffect::Unchanged));
    let line = shop.into_merged_customers()[0].customer.line.clone();
    assert_eq!(line.as_deref(), Some("also “Jürgen Müller”"));
}

#[test]
fn whoever_turned_out_to_be_another_is_that_one_under_both_numbers_and_renames_nobody() {
    let of = |id, name: &str, source: &str, phone| Customer {
        source: Some(source.to_owned()),
        ..customer(id, name, phone, None)
    };
    let mut shop = ImportMerger::of_a_file(0);
    shop.add_candidate(ImportCandidate {
        customer: of(1, "Una One", "vcard:1", HERE),
        items: Vec::new(),
        open: &[],
        also: vec![of(2, "Una Two", "vcard:2", THERE)],
    });
    let row = Draft {
        source: Some("vcard:2".to_owned()),
        wins: true,
        ..row("Una Two", THERE, None)
    };
    let told = shop.merge_draft(row, author()).expect("one");
    assert_eq!(told.name, "Una One");
    assert_ne!(told.did, RowEffect::Created);
    let una = &shop.into_merged_customers()[0].customer;
    assert_eq!((una.name.as_str(), una.number()), ("Una One", HERE));
}

#[test]
fn a_couple_in_one_file_stays_two_people() {
    let rows = || vec![row("Ann Lee", HERE, MAIL), row("Bob Lee", HERE, MAIL)];
    let mut shop = with(Vec::new());
    assert!(told(&mut shop, rows()).iter().all(|(_, new)| *new));
    let after = shop.into_merged_customers().into_iter().zip(1..);
    let known = after.map(|(after, id)| Customer {
        id,
        ..after.customer
    });
    let mut shop = with(known.collect());
    let again = told(&mut shop, rows());
    assert_eq!(
        again,
        [("Ann Lee".to_owned(), false), ("Bob Lee".to_owned(), false)]
    );
    assert_eq!(shop.counts().same, 2);
}

#[test]
fn an_address_means_somebody_together_with_the_name_alone() {
    let mut shop = with(vec![customer(1, "Ann Lee", HERE, MAIL)]);
    let rows = vec![row("Ann Lee", THERE, MAIL), row("Bob Lee", None, MAIL)];
    let told = told(&mut shop, rows);
    assert_eq!(
        told,
        [("Ann Lee".to_owned(), false), ("Bob Lee".to_owned(), true)]
    );
    let ann = &shop.into_merged_customers()[0].customer;
    assert_eq!(ann.number(), HERE, "what was typed here wins");
    assert_eq!(ann.line.as_deref(), Some("also 020 7946 0999"));
}

#[test]
fn somebody_is_found_by_their_number_in_the_program_they_come_from() {
    let of = |name: &str, source: &str, phone| Draft {
        source: Some(source.to_owned()),
        ..row(name, phone, None)
    };
    let mut ann = customer(1, "Ann Lee", HERE, None);
    ann.source = Some("square:7".to_owned());
    let mut shop = with(vec![ann]);
    let rows = vec![
        of("Ann Miller", "square:7", None),
        of("Ann Lee", "square:8", HERE),
    ];
    let told = told(&mut shop, rows);
    let news: Vec<bool> = told.iter().map(|(_, new)| *new).collect();
    assert_eq!(news, [false, true], "{told:?}");
}

#[test]
fn what_the_file_says_wins_where_that_is_asked() {
    let mut shop = with(vec![customer(1, "Ann Lee", HERE, MAIL)]);
    let mut asked = row("Ann Lee-Hill", HERE, Some("ann@example.com"));
    asked.wins = true;
    shop.merge_draft(asked, author()).expect("one fits");
    let ann = &shop.into_merged_customers()[0].customer;
    assert_eq!(
        (ann.name.as_str(), ann.email.as_deref()),
        ("Ann Lee-Hill", Some("ann@example.com"))
    );
}

#[test]
fn a_number_that_cannot_be_read_is_kept_and_never_dialled() {
    let mut shop = with(Vec::new());
    let mut doubtful = row("Ann Lee", None, None);
    doubtful.doubtful = Some("0794600".to_owned());
    shop.merge_draft(doubtful.clone(), author()).expect("new");
    shop.merge_draft(doubtful, author()).expect("the same");
    assert_eq!(shop.counts().same, 1);
    let ann = &shop.into_merged_customers()[0].customer;
    assert_eq!(
        (ann.number(), ann.doubtful_number()),
        (None, Some("0794600"))
    );
    assert_eq!(ann.shown_number().as_deref(), Some("0794600?"));
}

#[test]
fn somebody_of_a_known_name_with_another_number_may_be_there_twice() {
    let mut shop = with(vec![customer(1, "Ann Lee", HERE, None)]);
    let told = shop
        .merge_draft(row("Ann Lee", THERE, None), author())
        .expect("new");
    assert_eq!(told.did, RowEffect::Created);
    let double = "has the name of 1 Ann Lee 020 7946 0123";
    assert_eq!(told.double.as_deref(), Some(double));
}
