//! Tests of a row that comes back from paper.

use chrono::{DateTime, Utc};

use super::log_row;
use crate::domain::change::Record;
use crate::domain::contact::{Contact, Outcome};
use crate::domain::customer::Customer;
use crate::domain::familiar_staff::FamiliarStaff;
use crate::domain::follow_up::{FollowUp, FollowUpKind, FollowUpResult};
use crate::domain::likelihood::AnswerHabits;
use crate::domain::paper::PaperRow;
use crate::domain::phone::Region;
use crate::domain::rules::Rules;
use crate::domain::summary::CustomerSummary;
use crate::usecases::{Context, Plan};

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).map_or_else(|_| Utc::now(), |at| at.with_timezone(&Utc))
}

/// A Monday afternoon.
fn now() -> DateTime<Utc> {
    at("2026-11-23T15:00:00Z")
}

fn anita() -> CustomerSummary {
    let mut pads = FollowUp::new(
        1,
        12,
        FollowUpKind::Finding,
        "Pads",
        at("2026-11-20T09:00:00Z"),
    );
    pads.quote = Some(18000);
    let tyres = FollowUp::new(
        2,
        12,
        FollowUpKind::Other,
        "Tyres",
        at("2026-11-21T09:00:00Z"),
    );
    CustomerSummary {
        customer: Customer {
            id: 12,
            name: "Anita".to_owned(),
            ..Customer::default()
        },
        items: Vec::new(),
        follow_ups: vec![pads, tyres],
        claim: None,
        habits: AnswerHabits::UNKNOWN,
        knows: FamiliarStaff::default(),
        sent_by: None,
        also: Vec::new(),
    }
}

fn keyed(text: &str) -> Result<Plan, String> {
    let rules = Rules::default();
    let context = Context {
        rules: &rules,
        region: &Region::new("GB").unwrap(),
        now: now(),
        by: "Tom",
        counter: "counter",
    };
    let row = PaperRow::read(text, &context.reader())?;
    log_row(context, &anita(), &row).map_err(|e| e.to_string())
}

fn contact(done: &Plan) -> Contact {
    let made = done.changes.iter().find_map(|c| match &c.after {
        Some(Record::Contact(contact)) => Some(contact.clone()),
        _ => None,
    });
    made.unwrap()
}

#[test]
fn a_row_is_a_call_at_its_time() {
    for (text, outcome, when) in [
        ("12 n 10:15", Outcome::NoAnswer, "2026-11-23T10:15:00Z"),
        ("12n 10:15", Outcome::NoAnswer, "2026-11-23T10:15:00Z"),
        (" 12  V  9:30am", Outcome::Voicemail, "2026-11-23T09:30:00Z"),
        ("12 b", Outcome::Busy, "2026-11-23T15:00:00Z"),
        (
            "12 x yesterday 16:00",
            Outcome::WrongNumber,
            "2026-11-22T16:00:00Z",
        ),
        ("12 d 14:59", Outcome::Reached, "2026-11-23T14:59:00Z"),
        // The code beside the row, as a scanner types it.
        ("CB-12 n 10:15", Outcome::NoAnswer, "2026-11-23T10:15:00Z"),
        ("cb-12n", Outcome::NoAnswer, "2026-11-23T15:00:00Z"),
    ] {
        let contact = contact(&keyed(text).unwrap());
        assert_eq!((contact.outcome, contact.at), (outcome, at(when)), "{text}");
    }
    let says = keyed("12 n 10:15").unwrap().says;
    assert_eq!(says, "10:15 No answer. Again today 13:15.");
    let says = keyed("12 n yesterday 10:15").unwrap().says;
    assert!(
        says.starts_with("Sun 22 Nov 10:15, as of then: No answer."),
        "{says}"
    );
}

#[test]
fn the_ticked_results_go_to_what_stood_there_in_its_order() {
    use FollowUpResult::{Authorised, Settled};
    let results = |text: &str| -> Vec<_> {
        let contact = contact(&keyed(text).unwrap());
        contact
            .answers
            .iter()
            .map(|a| (a.follow_up, a.result, a.amount))
            .collect()
    };
    assert_eq!(
        results("12 das 10:15"),
        [(1, Authorised, Some(18000)), (2, Settled, None)]
    );
    assert_eq!(results("12 d0s"), [(2, Settled, None)]);
    assert_eq!(results("12 da"), [(1, Authorised, Some(18000))]);
    assert_eq!(results("12 d"), []);
}

#[test]
fn every_letter_of_a_sheet_printed_before_means_what_was_ticked_then() {
    use FollowUpResult::{CanWait, Declined, Dropped, Thinking, Unhappy};
    let result = |letter: &str| {
        let contact = contact(&keyed(&format!("12 d{letter}")).unwrap());
        contact.answers.first().map(|a| a.result)
    };
    for (former, today, means) in [
        ("x", "d", Some(Declined)),
        ("t", "z", Some(Thinking)),
        ("w", "l", Some(CanWait)),
        ("u", "!", Some(Unhappy)),
        ("n", "m", Some(Dropped)),
        ("-", "0", None),
    ] {
        assert_eq!(
            (result(former), result(today)),
            (means, means),
            "{former} {today}"
        );
    }
}

#[test]
fn what_is_behind_a_comma_is_the_note() {
    let note = |text: &str| contact(&keyed(text).unwrap()).note;
    assert_eq!(
        note("12 n 10:15, rang, twice").as_deref(),
        Some("rang, twice")
    );
    assert_eq!(note("12 n, no time").as_deref(), Some("no time"));
    assert_eq!(note("12 n 10:15,  "), None);
}

#[test]
fn what_is_not_on_the_sheet_is_refused_with_what_is() {
    for (text, says) in [
        ("n 10:15", "begins with its number"),
        ("0 n", "begins with its number"),
        ("12", "say how it ended: n no answer"),
        ("12 q", "“q” is not a letter of the sheet"),
        ("12 nn", "“nn” is not a letter of the sheet"),
        (
            "12 dq",
            "“q” is not a letter for a thing you spoke about: a authorised, d declined",
        ),
        ("12 da9", "0 not talked about"),
        (
            "12 dass",
            "3 results given, but the sheet has 2 lines for them",
        ),
        ("12 n 16:00", "is in the future"),
        ("12 n tomorrow 9:00", "is in the future"),
        ("12 n someday", "“someday” is not understood"),
    ] {
        let refused = keyed(text).unwrap_err();
        assert!(refused.contains(says), "{text}: {refused}");
    }
}
