//! Tests of which known customer a draft is about.

use super::{CustomerMatch, ambiguity_sentence, match_customer, matches_customer};
use crate::domain::customer::Customer;
use crate::domain::draft::{Draft, set_phone};
use crate::domain::familiar_staff::FamiliarStaff;
use crate::domain::likelihood::AnswerHabits;
use crate::domain::phone::{self, ParsedNumber, Region};
use crate::domain::summary::CustomerSummary;

const HERE: Option<&str> = Some("020 7946 0123");
const THERE: Option<&str> = Some("020 7946 0999");
const MAIL: Option<&str> = Some("anita@example.com");

fn number(typed: &str) -> ParsedNumber {
    phone::read(typed, &Region::new("GB").unwrap()).unwrap()
}

fn draft(name: &str, phone: Option<&str>, email: Option<&str>) -> Draft {
    Draft {
        name: name.to_owned(),
        phone: phone.map(number),
        email: email.map(str::to_owned),
        ..Draft::default()
    }
}

fn known(name: &str, phone: Option<&str>, email: Option<&str>) -> Customer {
    let mut customer = Customer {
        name: name.to_owned(),
        email: email.map(str::to_owned),
        ..Customer::default()
    };
    set_phone(&mut customer, phone.map(number).as_ref());
    customer
}

fn summary(id: i64, phone: Option<&str>, email: Option<&str>) -> CustomerSummary {
    CustomerSummary {
        customer: Customer {
            id,
            ..known("Anita Patel", phone, email)
        },
        items: Vec::new(),
        follow_ups: Vec::new(),
        claim: None,
        habits: AnswerHabits::default(),
        knows: FamiliarStaff::default(),
        sent_by: None,
        also: Vec::new(),
    }
}

/// The numbers of those a draft may mean.
fn meant(draft: &Draft, candidates: &[CustomerSummary]) -> Vec<i64> {
    match match_customer(draft, candidates) {
        CustomerMatch::New => Vec::new(),
        CustomerMatch::One(one) => vec![one.customer.id],
        CustomerMatch::Several(several) => several.iter().map(|e| e.customer.id).collect(),
    }
}

#[test]
fn of_several_of_a_name_the_one_with_the_number_or_the_address_is_meant() {
    let candidates = [
        summary(1, HERE, None),
        summary(2, THERE, None),
        summary(3, None, MAIL),
    ];
    let of = |phone, email| meant(&draft("anita patel", phone, email), &candidates);
    assert_eq!(of(HERE, None), [1]);
    assert_eq!(of(None, MAIL), [3]);
    // Nothing speaks against the one without a number.
    assert_eq!(of(Some("020 7946 0555"), None), [3]);
    assert_eq!(of(None, None), [1, 2, 3]);
    assert_eq!(
        meant(&draft("Ben Ali", HERE, None), &candidates),
        [0_i64; 0]
    );
}

#[test]
fn a_sentence_names_those_who_fit() {
    let several: Vec<Customer> = (1..=4).map(|id| summary(id, HERE, None).customer).collect();
    let one = "Anita Patel 020 7946 0123";
    assert_eq!(
        ambiguity_sentence("anita patel", several.iter()),
        format!(
            "“anita patel” could be any of 1 {one}, 2 {one}, 3 {one} and more: \
             give the number or the e-mail of the right one"
        )
    );
}

#[test]
fn a_draft_means_a_customer_of_its_name_unless_a_number_or_an_address_speaks_against_it() {
    let (here, there) = (Some("020 7946 0123"), Some("020 7946 0999"));
    let (mail, other) = (Some("anita@example.com"), Some("a.patel@example.org"));
    let seamus = known("Séamus O'Rourke", here, mail);
    for (draft, expected) in [
        (draft("Séamus O'Rourke", None, None), true),
        (draft("seamus orourke", None, None), true),
        (draft("Seamus O’Rourke", here, None), true),
        (
            draft("Seamus O’Rourke", Some("+44 20 7946 0123"), other),
            true,
        ), // the number is theirs
        (draft("Seamus O’Rourke", there, mail), false),
        (draft("Seamus O’Rourke", None, other), false),
        (
            draft("Seamus O’Rourke", None, Some("ANITA@example.com")),
            true,
        ),
        // Couples share a number: it does not make them one.
        (draft("Siobhan O'Rourke", here, mail), false),
    ] {
        assert_eq!(
            matches_customer(&draft, &seamus, &[]),
            expected,
            "{draft:?}"
        );
    }
    // A number says nothing for somebody without one, and then the address speaks.
    let without = known("Anita Patel", None, mail);
    assert!(!matches_customer(
        &draft("Anita Patel", here, other),
        &without,
        &[]
    ));
    assert!(matches_customer(
        &draft("Anita Patel", here, None),
        &without,
        &[]
    ));
    assert!(matches_customer(
        &draft("Anita Patel", here, mail),
        &without,
        &[]
    ));
}
